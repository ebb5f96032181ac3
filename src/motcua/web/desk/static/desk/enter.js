/* The keyboard of the counter. In a form[data-enter] Enter goes on to the next thing that is still open: an empty
   field, a question without answer, a tick, and always what is marked [data-stop]; what is filled in already is
   passed over (Tab still stops there). Ctrl+Enter presses the main button. Without this script Enter and Tab do what
   they do everywhere. */
(() => {
  "use strict";
  const FIELDS = "input:not([type=hidden]):not([type=file]), select, textarea, button.btn-primary";

  const seen = (field) => !field.disabled && !field.closest("[hidden], [aria-hidden=true], details:not([open])") && field.getClientRects().length > 0;
  const group = (form, radio) => [...form.querySelectorAll("input[type=radio]")].filter((each) => each.name === radio.name && seen(each));
  /* [data-only="name=value"]: asked for only when that answer is chosen. */
  const wanted = (form, field) => {
    const [name, value] = (field.dataset.only || "").split("=");
    return !name || [...form.querySelectorAll("input:checked")].some((each) => each.name === name && each.value === value);
  };
  function open(form, field) {
    if (!wanted(form, field)) return false;
    if (field.closest("[data-stop]") || field.type === "checkbox" || field.matches("button")) return true;
    if (field.type === "radio") return !group(form, field).some((each) => each.checked);
    return field.value.trim() === "";
  }
  /* A group of radio buttons is one stop: at its answer, else at its first. */
  function stops(form) {
    const named = new Set();
    return [...form.querySelectorAll(FIELDS)].filter(seen).filter((field) => {
      if (field.type !== "radio") return true;
      if (named.has(field.name)) return false;
      named.add(field.name);
      return true;
    });
  }
  function goTo(form, field) {
    const chosen = field.type === "radio" ? group(form, field).find((each) => each.checked) || field : field;
    chosen.focus();
    if (chosen.matches("input:not([type=radio]):not([type=checkbox])")) chosen.select();
  }
  function onwards(form, from) {
    const all = stops(form);
    const here = from && from.type === "radio" ? all.find((each) => each.name === from.name) : from;
    const next = all.slice(all.indexOf(here) + 1).find((field) => open(form, field));
    if (next) goTo(form, next);
  }

  for (const form of document.querySelectorAll("form[data-enter]")) {
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        form.querySelector("button.btn-primary")?.click();
      } else if (!event.target.matches("textarea, button, a, summary")) {
        event.preventDefault();
        onwards(form, event.target);
      }
    });
    if (form.dataset.enter === "first" && !document.getElementById("error-summary")) onwards(form, null);
  }
})();
