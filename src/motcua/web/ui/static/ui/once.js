/* A form marked data-once is sent once: the second click of an impatient hand does nothing.
   Also: buttons marked data-print open the print window (hidden until scripts run). */
(() => {
  "use strict";
  const labels = new WeakMap();

  const lock = (form, button) => {
    form.dataset.sent = "yes";
    form.setAttribute("aria-busy", "true");
    for (const each of form.querySelectorAll("button[type=submit], button:not([type])")) each.disabled = true;
    if (!button) return;
    labels.set(button, [...button.childNodes]);
    button.replaceChildren(button.dataset.sending || form.dataset.sending || "Đang gửi…");
  };
  const unlock = (form) => {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
    for (const each of form.querySelectorAll("button")) {
      if (each.type === "submit") each.disabled = false;
      if (labels.has(each)) each.replaceChildren(...labels.get(each));
      labels.delete(each);
    }
  };

  // Who leaves on purpose leaves nothing behind on a machine that others use.
  const forget = () => {
    try { Object.keys(localStorage).filter((key) => key.startsWith("motcua.draft.")).forEach((key) => localStorage.removeItem(key)); } catch { /* nothing kept */ }
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("form[data-logout]")) forget();
    if (!form.matches("form[data-once]")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    // The key Enter may act through a button nobody sees: the one people see tells that it is being sent.
    const unseen = event.submitter?.matches("[aria-hidden=true]");
    const button = unseen ? form.querySelector("button.btn-primary") : event.submitter;
    // After the browser has read the values: a disabled button would not send its own name and value.
    setTimeout(() => { if (!event.defaultPrevented) lock(form, button); });
  });
  // The page came back from the memory of the browser (button «back»): everything works again.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-once]").forEach(unlock);
  });

  document.querySelectorAll("[data-print]").forEach((button) => { button.hidden = false; });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
})();
