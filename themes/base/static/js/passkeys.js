// Passkeys: asks the browser and sends its answer by an ordinary form. Without this script the password works.
(() => {
  "use strict";
  if (!window.PublicKeyCredential?.parseCreationOptionsFromJSON) return;

  function wake() {
    for (const form of document.querySelectorAll("form[data-passkey]")) form.hidden = false;
    for (const words of document.querySelectorAll("[data-no-passkey]")) words.hidden = true;
  }

  async function ask(form) {
    const options = JSON.parse(form.dataset.options);
    const made = form.dataset.passkey === "new"
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
    form.elements.credential.value = JSON.stringify(made);
    form.submit();
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.passkey === undefined) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const failed = form.querySelector("[data-failed]");
    failed.hidden = true;
    ask(form).catch(() => { failed.hidden = false; });
  }, true);

  document.addEventListener("htmx:after:swap", wake);
  wake();
})();
