/* Theme, size of letters, density: kept on this device, set before the first paint (this file loads in <head>, not deferred). */
(() => {
  "use strict";
  const root = document.documentElement;
  const allowed = { theme: ["light", "dark", "contrast"], text: ["large"], density: ["compact"] };

  const read = (name) => {
    try { return localStorage.getItem("motcua." + name) || ""; } catch { return ""; }
  };
  const keep = (name, value) => {
    try {
      if (value) localStorage.setItem("motcua." + name, value);
      else localStorage.removeItem("motcua." + name);
    } catch { /* storage is switched off: the choice holds for this page only */ }
  };
  const apply = (name, value) => {
    if (allowed[name].includes(value)) root.dataset[name] = value;
    else delete root.dataset[name];
  };
  const names = Object.keys(allowed);
  names.forEach((name) => apply(name, read(name)));

  const mark = () => {
    for (const button of document.querySelectorAll("button[data-setting]")) {
      const now = root.dataset[button.dataset.setting] || "";
      button.setAttribute("aria-pressed", String(button.value === now));
    }
  };
  document.addEventListener("DOMContentLoaded", () => {
    for (const box of document.querySelectorAll("[data-settings]")) box.hidden = false;
    mark();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-setting]");
    if (!button || !names.includes(button.dataset.setting)) return;
    // A switch of one button (data-toggle) goes back to the ordinary value when it is on.
    const on = "toggle" in button.dataset && button.getAttribute("aria-pressed") === "true";
    apply(button.dataset.setting, on ? "" : button.value);
    keep(button.dataset.setting, on ? "" : button.value);
    mark();
  });
  window.addEventListener("storage", (event) => {
    const name = (event.key || "").replace("motcua.", "");
    if (names.includes(name)) { apply(name, event.newValue || ""); mark(); }
  });
})();
