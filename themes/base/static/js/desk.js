// The desk's keys and small conveniences; every page works without them. No handler is inline, nothing is evaluated.
(() => {
  "use strict";
  document.documentElement.classList.add("scripted-desk");
  let waiting = 0;

  function wake() {
    for (const one of document.querySelectorAll(".script-only")) one.hidden = false;
    for (const columns of document.querySelectorAll("[data-tabs]")) tabs(columns);
    const said = document.querySelector("[data-focus]");
    said?.removeAttribute("data-focus");
    said?.focus();
  }

  // -- keys --------------------------------------------------------------------------------
  const typing = (target) => target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  const rows = () => [...document.querySelectorAll("[data-row]")];
  const here = () => document.querySelector("[data-row].here");

  function step(by) {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(here());
    const next = all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + by))];
    for (const row of all) row.classList.toggle("here", row === next);
    (next.querySelector("[data-open]") ?? next.querySelector("a, input"))?.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }

  function save() {
    const form = document.activeElement?.form?.matches("[data-save]") ? document.activeElement.form : document.querySelector("form[data-save]");
    const button = form?.querySelector("[data-main]");
    if (form) form.requestSubmit(button ?? undefined);
    return Boolean(form);
  }

  const alone = {
    "/": () => document.getElementById("find")?.focus(),
    "?": () => show("keys"),
    j: () => step(1),
    k: () => step(-1),
    n: () => document.querySelector("[data-new]")?.click(),
    x: () => here()?.querySelector("input[type=checkbox]")?.click(),
    Enter: () => here()?.querySelector("[data-open]")?.click(),
  };

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && (event.key === "Enter" || event.key.toLowerCase() === "s")) {
      if (save()) event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape" && typing(event.target)) return event.target.blur();
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    if (waiting) {
      clearTimeout(waiting);
      waiting = 0;
      const link = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
      if (link) {
        event.preventDefault();
        link.click();
      }
      return;
    }
    if (event.key === "g") {
      waiting = setTimeout(() => (waiting = 0), 1500);
      return;
    }
    // Enter on a link or button is theirs
    if (event.key === "Enter" && event.target.closest("a, button, summary, input")) return;
    if (!alone[event.key]) return;
    event.preventDefault();
    alone[event.key]();
  });

  // -- dialogs, menus, marks ---------------------------------------------------------------
  function show(id) {
    const dialog = document.getElementById(id);
    if (dialog && !dialog.open) dialog.showModal();
  }

  document.addEventListener("click", (event) => {
    const target = event.target.closest?.("button, a, dialog");
    if (target?.dataset.dialog) show(target.dataset.dialog);
    if (target?.dataset.close !== undefined || (target?.tagName === "DIALOG" && event.target === target)) target.closest("dialog").close();
    const menu = event.target.closest?.(".menu[open]");
    for (const other of document.querySelectorAll(".menu[open]")) if (other !== menu) other.open = false;
  });

  document.addEventListener("change", (event) => {
    const changed = event.target;
    if (changed.dataset.sends !== undefined) changed.form?.requestSubmit();
    if (changed.dataset.marks !== undefined) {
      for (const box of changed.form.querySelectorAll("input[name=mark]")) box.checked = changed.checked;
    }
  });

  // -- languages as tabs on a phone ---------------------------------------------------------
  function tabs(columns) {
    if (columns.previousElementSibling?.matches(".tab-row")) return;
    const row = document.createElement("div");
    row.className = "tab-row";
    const parts = [...columns.children];
    const wrong = parts.find((part) => part.querySelector("[aria-invalid=true]"));
    const first = wrong ?? parts.find((part) => part.dataset.lang === document.documentElement.lang) ?? parts[0];
    for (const part of parts) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = part.dataset.tab;
      button.lang = part.dataset.lang;
      button.addEventListener("click", () => open(part));
      row.append(button);
    }
    const open = (part) => {
      parts.forEach((one, at) => {
        one.classList.toggle("shown", one === part);
        row.children[at].setAttribute("aria-pressed", String(one === part));
      });
    };
    columns.before(row);
    open(first);
  }

  // -- the grid as a sheet -----------------------------------------------------------------
  const inputs = (row) => [...row.querySelectorAll("td > :is(input:not([type=hidden]), select:not([data-picture]))")];

  function addRow(table) {
    const blank = document.getElementById(`blank-${table.dataset.grid}`);
    const counter = document.querySelector(`[data-count="${table.dataset.grid}"]`);
    if (!blank || !counter || !table.dataset.grid || Number(counter.value) >= 200) return null;
    const row = blank.content.firstElementChild.cloneNode(true);
    for (const one of row.querySelectorAll("input, select, datalist, p")) {
      for (const name of ["name", "id", "list"]) if (one.hasAttribute(name)) one.setAttribute(name, one.getAttribute(name).replace("__N__", counter.value));
    }
    counter.value = Number(counter.value) + 1;
    table.tBodies[0].append(row);
    return row;
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[data-adds]");
    const table = button && document.querySelector(`[data-grid="${button.dataset.adds}"]`);
    const row = table && addRow(table);
    if (!row) return;
    event.preventDefault();
    inputs(row)[0]?.focus();
  });

  document.addEventListener("paste", (event) => {
    const cell = event.target.closest?.("[data-grid] td > input");
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!cell || !/[\t\n]/.test(text.trimEnd())) return;
    event.preventDefault();
    const table = cell.closest("table");
    const column = inputs(cell.closest("tr")).indexOf(cell);
    let row = cell.closest("tr");
    for (const line of text.replace(/\r/g, "").replace(/\n+$/, "").split("\n")) {
      row ??= addRow(table);
      if (!row) break;
      const cells = inputs(row).slice(column);
      line.split("\t").forEach((value, at) => {
        if (cells[at] && cells[at].type !== "checkbox") cells[at].value = value.trim();
      });
      row = row.nextElementSibling;
    }
  });

  document.addEventListener("keydown", (event) => {
    const cell = event.target.closest?.("[data-grid] td > input");
    if (!cell || event.ctrlKey || event.metaKey || event.isComposing) return;
    const by = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || (event.key !== "Enter" && cell.type === "date")) return;
    event.preventDefault();
    const row = cell.closest("tr");
    const next = by > 0 ? row.nextElementSibling : row.previousElementSibling;
    if (next) {
      const there = inputs(next)[inputs(row).indexOf(cell)];
      there?.focus();
      there?.select?.();
    }
  });

  // -- pictures: dropped, chosen, put in order ---------------------------------------------
  function upload(field) {
    const zone = field.closest("[data-drop]");
    if (zone.dataset.drop === "keep") tooLarge(field, zone);
    else if (field.files.length) field.form.requestSubmit(zone.querySelector("[data-upload]"));
  }

  // What is too large is said before it is sent.
  function tooLarge(field, zone) {
    const said = zone.querySelector("[data-too-large]");
    const wrong = [...field.files].some((file) => file.size > Number(field.dataset.most));
    said.hidden = !wrong;
    said.lastElementChild.textContent = wrong ? said.dataset.tooLarge : "";
    field.toggleAttribute("aria-invalid", wrong);
    if (wrong) field.value = "";
  }

  document.addEventListener("change", (event) => {
    if (event.target.closest("[data-drop]") && event.target.type === "file") upload(event.target);
  });

  // in a field of a card the mouse marks text and does not drag
  for (const [name, drags] of [["focusin", false], ["focusout", true]]) {
    document.addEventListener(name, (event) => {
      const card = typing(event.target) && event.target.closest("[data-order] > [draggable]");
      if (card) card.draggable = drags;
    });
  }

  let dragged = null;
  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-order] > [draggable], [data-tree] > [draggable]");
    dragged?.classList.add("dragged");
  });
  document.addEventListener("dragend", () => {
    dragged?.classList.remove("dragged");
    if (dragged?.moved) order(dragged.closest("[data-tree]"));
    dragged = null;
  });
  document.addEventListener("dragover", (event) => {
    const zone = event.target.closest?.("[data-drop]");
    const over = event.target.closest?.("[data-order] > [draggable]");
    const row = event.target.closest?.("[data-tree] > [draggable]");
    if (zone && !dragged) {
      event.preventDefault();
      zone.classList.add("over");
    } else if (dragged && over && over !== dragged && over.parentElement === dragged.parentElement) {
      event.preventDefault();
      const after = over.compareDocumentPosition(dragged) & Node.DOCUMENT_POSITION_PRECEDING;
      over[after ? "after" : "before"](dragged);
      renumber(dragged.parentElement);
    } else if (dragged?.parentElement.matches("[data-tree]") && row && row !== dragged && row.dataset.parent === dragged.dataset.parent) {
      // what stands below a category goes with it when the page comes back
      event.preventDefault();
      row[row.compareDocumentPosition(dragged) & Node.DOCUMENT_POSITION_PRECEDING ? "after" : "before"](dragged);
      dragged.moved = true;
    } else if (dragged) event.preventDefault();
  });

  function order(tree) {
    const field = tree.closest("form").elements.namedItem("order");
    field.value = [...tree.children].map((row) => row.dataset.id).join(",");
    field.form.requestSubmit();
  }
  document.addEventListener("dragleave", (event) => event.target.closest?.("[data-drop]")?.classList.remove("over"));
  document.addEventListener("drop", (event) => {
    const zone = event.target.closest?.("[data-drop]");
    if (zone || dragged) event.preventDefault();
    if (!zone || dragged || !event.dataTransfer?.files.length) return;
    const field = zone.querySelector("input[type=file]");
    field.files = event.dataTransfer.files;
    upload(field);
  });

  // A variant's picture is shown beside its number.
  document.addEventListener("change", (event) => {
    if (event.target.dataset?.picture === undefined) return;
    const cell = event.target.parentElement;
    cell.querySelector("img")?.remove();
    const card = document.querySelector(`.picture-card[data-key="${CSS.escape(event.target.value)}"] img`);
    if (!card) return;
    const image = card.cloneNode();
    image.className = "cell-picture";
    image.width = image.height = 32;
    cell.prepend(image);
  });

  // A card's fields are named by its place: p0-name, p0-alt-en.
  function renumber(list) {
    const kind = list.dataset.order;
    const cards = [...list.querySelectorAll(":scope > [draggable]")];
    cards.forEach((card, at) => {
      for (const one of card.querySelectorAll(`[name^="${kind}"]`)) {
        if (one.name !== "do") one.name = one.name.replace(/^[a-z]+\d+-/, `${kind}${at}-`);
      }
      for (const button of card.querySelectorAll("button[name=do]")) {
        button.value = button.value.replace(/\d+$/, at);
        button.disabled = at === (button.value.startsWith("up") ? 0 : cards.length - 1);
      }
      for (const option of document.querySelectorAll(`[data-picture] option[value="${CSS.escape(card.dataset.key)}"]`)) option.textContent = at + 1;
    });
  }

  // -- the same place after a button that only changes the form ------------------------------
  let place = null;
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    place = button?.name === "do" && button.value !== "save" ? { y: scrollY, value: button.value } : null;
  });

  function back() {
    const was = place;
    place = null;
    if (!was || document.activeElement?.matches(".errors, .conflict")) return;
    scrollTo({ top: was.y, behavior: "instant" });
    document.querySelector(`button[name=do][value="${CSS.escape(was.value)}"]`)?.focus({ preventScroll: true });
  }

  document.addEventListener("htmx:after:swap", () => {
    wake();
    // htmx scrolls to the top when it is through
    if (place) setTimeout(back);
  });
  wake();
})();
