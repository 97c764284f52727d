// The desk's keys and small conveniences; every page works without them. No handler is inline, nothing is evaluated.
(() => {
  "use strict";
  document.documentElement.classList.add("scripted-desk");
  let waiting = 0;

  function wake() {
    for (const one of document.querySelectorAll(".script-only")) one.hidden = false;
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

  document.addEventListener("htmx:after:swap", wake);
  wake();
})();
