// Only with `serve --debug`: outlines fragments, and reloads what was saved.
(() => {
  "use strict";
  const own = document.currentScript;
  const words = JSON.parse(own.dataset.words);
  const empty = own.dataset.empty.split(" ").filter(Boolean);
  const EVERY = 1000;

  // -- the inspector ---------------------------------------------------------------------------

  const box = document.createElement("div");
  box.className = "inspector";
  const list = document.createElement("ul");
  list.className = "inspector-list";
  list.id = "inspector-list";
  list.hidden = true;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = words.toggle;
  button.title = words.hint;
  button.setAttribute("aria-pressed", "false");
  button.setAttribute("aria-controls", list.id);
  box.append(list, button);

  function line(piece) {
    const item = document.createElement("li");
    const row = document.createElement("button");
    const name = document.createElement("b");
    const time = document.createElement("span");
    const facts = document.createElement("small");
    name.textContent = piece.dataset.pieceFragment;
    time.className = "ms";
    time.textContent = `${piece.dataset.pieceMs} ms`;
    time.title = words.ms;
    const said = [
      [words.slot, piece.dataset.pieceSlot], [words.owner, piece.dataset.pieceOwner],
      [words.template, piece.dataset.pieceTemplate], [words.cache, words[piece.dataset.pieceCache]],
    ];
    facts.textContent = said.map(([label, value]) => `${label}: ${value}`).join(" · ");
    row.type = "button";
    row.append(name, time, facts);
    row.addEventListener("click", () => piece.scrollIntoView({ block: "center" }));
    for (const [event, on] of [["pointerenter", true], ["focus", true], ["pointerleave", false], ["blur", false]]) {
      row.addEventListener(event, () => piece.classList.toggle("inspected", on));
    }
    item.append(row);
    return item;
  }

  function draw() {
    list.replaceChildren(...[...document.querySelectorAll("[data-piece-fragment]")].map(line));
    if (empty.length) {
      const item = document.createElement("li");
      item.className = "empty";
      item.textContent = `${words.empty}: ${empty.join(", ")}`;
      list.append(item);
    }
  }

  function show(on) {
    if (!box.isConnected) document.body.append(box);
    document.documentElement.classList.toggle("inspecting", on);
    button.setAttribute("aria-pressed", String(on));
    list.hidden = !on;
    if (on) draw();
    sessionStorage.setItem("inspector", on ? "on" : "");
  }

  button.addEventListener("click", () => show(list.hidden));
  document.addEventListener("keydown", (event) => {
    if (event.altKey && event.code === "KeyI") show(list.hidden);
  });
  // a boosted page brings another body
  document.addEventListener("htmx:after:swap", () => show(sessionStorage.getItem("inspector") === "on"));
  show(sessionStorage.getItem("inspector") === "on");

  // -- reload on save --------------------------------------------------------------------------

  let known = null;

  function restyle(styles) {
    for (const [path, address] of Object.entries(styles)) {
      if (known.styles[path] === address) continue;
      for (const link of document.querySelectorAll('link[rel="stylesheet"]')) {
        if (new URL(link.href).pathname.endsWith(`/${path}`)) link.href = address;
      }
    }
  }

  async function look() {
    try {
      const answer = await fetch("/_debug/changes", { cache: "no-store" });
      if (answer.ok) {
        const now = await answer.json();
        if (known && known.pages !== now.pages) location.reload();
        else if (known) restyle(now.styles);
        known = now;
      }
    } catch {
      // the server is being started again
    }
    setTimeout(look, EVERY);
  }
  look();
})();
