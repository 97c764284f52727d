// What HTML alone cannot do yet; every page works without it. No handler is inline, nothing is evaluated.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("scripted");

  // What only makes sense with a script is hidden in the HTML and shown here, also after a swap.
  function wake(scope) {
    for (const button of scope.querySelectorAll("[data-copy], .script-only")) button.hidden = false;
    for (const box of scope.querySelectorAll("[data-stepper]")) limit(box);
    const wide = matchMedia("(min-width: 56em)").matches;
    for (const details of scope.querySelectorAll("[data-open-wide]")) details.open = wide || details.open;
    const errors = scope.querySelector("[data-focus]");
    errors?.removeAttribute("data-focus");
    errors?.focus();
  }

  function limit(box) {
    const number = pieces(box);
    for (const button of box.querySelectorAll("button")) {
      button.disabled = button.dataset.by < 0 ? number <= Number(box.dataset.min) : number >= Number(box.dataset.max ?? Infinity);
    }
  }

  // Arabic, Persian, Devanagari and full-width digits count too.
  function pieces(box) {
    const zeros = [0x660, 0x6f0, 0x966, 0xff10];
    const plain = box.querySelector("input").value.trim().replace(/[٠-٩۰-۹०-९０-９]/g, (sign) => {
      const code = sign.charCodeAt(0);
      return code - zeros.find((zero) => code - zero >= 0 && code - zero < 10);
    });
    return Number(plain || NaN);
  }

  function stepped(box, by) {
    const least = Number(box.dataset.min), step = Number(box.dataset.step), most = Number(box.dataset.max ?? Infinity);
    const steps = ((pieces(box) || least) - least) / step;
    const next = least + (by < 0 ? Math.ceil(steps) - 1 : Math.floor(steps) + 1) * step;
    return Math.max(least, Math.min(next, most));
  }

  function open(id) {
    const dialog = document.getElementById(id);
    if (dialog && !dialog.open && dialog.showModal) dialog.showModal();
  }

  document.addEventListener("click", (event) => {
    const target = event.target.closest?.("a, button, dialog");
    if (!target) return;
    if (target.dataset.dialog && !event.ctrlKey && !event.metaKey) open(target.dataset.dialog);
    if (target.dataset.close !== undefined || (target.tagName === "DIALOG" && event.target === target && outside(target, event))) {
      target.closest("dialog")?.close();
    }
    if (target.dataset.by) {
      const box = target.closest("[data-stepper]");
      const input = box.querySelector("input");
      input.value = stepped(box, Number(target.dataset.by));
      limit(box);
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
    if (target.dataset.copy) {
      navigator.clipboard?.writeText(target.dataset.copy).then(() => target.classList.add("copied"));
    }
    const menu = target.closest(".menu[open]");
    for (const other of document.querySelectorAll(".menu[open]")) if (other !== menu || target.matches(".menu a")) other.open = false;
  });

  function outside(dialog, event) {
    const box = dialog.getBoundingClientRect();
    return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
  }

  document.addEventListener("input", (event) => {
    const list = event.target.dataset.filters && document.getElementById(event.target.dataset.filters);
    if (list) {
      const wanted = event.target.value.trim().toLowerCase();
      for (const item of list.children) item.hidden = wanted !== "" && !item.dataset.find.includes(wanted);
    }
    const box = event.target.closest("[data-stepper]");
    if (box) limit(box);
  });

  // A country changes the form that asks for the rest of the address.
  document.addEventListener("change", (event) => {
    if (event.target.dataset.reloads === undefined) return;
    const form = event.target.form;
    const button = form?.querySelector(`button[name="reload"][value="${event.target.name}"]`);
    if (button) form.requestSubmit(button);
  });

  // A button that buys is pressed once; the server would find the first press anyway.
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.once === undefined) return;
    if (event.target.classList.contains("sending")) event.preventDefault();
    event.target.classList.add("sending");
  });
  addEventListener("pageshow", () => document.querySelectorAll(".sending").forEach((form) => form.classList.remove("sending")));

  // What was put into the cart is shown where the form says: data-opens names a dialog.
  document.addEventListener("cart-changed", (event) => {
    const form = event.target;
    if (!form.dataset?.opens) return;
    for (const error of form.querySelectorAll(".stepper-field .error, .stepper.wrong")) {
      if (error.classList.contains("error")) error.remove(); else error.classList.remove("wrong");
    }
    form.querySelector("[aria-invalid]")?.removeAttribute("aria-invalid");
    open(form.dataset.opens);
  });

  // Suggestions: the field keeps the focus, the arrow keys walk through them, Escape puts them away.
  const field = () => document.getElementById("find");
  const options = () => [...document.querySelectorAll("#suggest [role=option]")];

  function suggest() {
    const input = field();
    if (!input?.hasAttribute("hx-get")) return;
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", "suggestions");
    input.setAttribute("aria-expanded", String(document.activeElement === input && options().length > 0));
    if (!document.querySelector("#suggest [aria-selected=true]")) input.removeAttribute("aria-activedescendant");
  }

  function choose(option) {
    for (const other of options()) other.setAttribute("aria-selected", String(other === option));
    if (option) field().setAttribute("aria-activedescendant", option.id);
    else field().removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("keydown", (event) => {
    if (event.target.id !== "find" || event.isComposing) return;
    const all = options();
    const at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "Escape" && all.length) {
      document.getElementById("suggest").replaceChildren();
      suggest();
    } else if (["ArrowDown", "ArrowUp"].includes(event.key) && all.length) {
      const next = event.key === "ArrowDown" ? at + 1 : at < 0 ? all.length - 1 : at - 1;
      choose(all[next]);
    } else if (event.key === "Enter" && at >= 0) {
      all[at].click();
    } else return;
    event.preventDefault();
  });
  for (const kind of ["focusin", "focusout"]) document.addEventListener(kind, (event) => { if (event.target.id === "find") setTimeout(suggest); });

  // "/" goes to the search field.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target.closest("input, textarea, select, dialog")) return;
    event.preventDefault();
    field()?.focus();
  });

  document.addEventListener("htmx:after:swap", () => { wake(document); suggest(); });
  wake(document);
  suggest();
})();
