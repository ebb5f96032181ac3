/* select[data-filter-list] gets a line to type in that shortens the list, with or without Vietnamese marks.
   Everything is in the page already; without this script the whole list stays. */
(() => {
  "use strict";
  const fold = (text) => text.toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(/[\u0300-\u036f]/g, "");

  function start(select) {
    const all = [...select.options];
    const words = new Map(all.map((option) => [option, fold(option.text)]));
    const line = Object.assign(document.createElement("input"), { type: "search", className: "form-control", id: `${select.id}-search`, autocomplete: "off" });
    const label = Object.assign(document.createElement("label"), { className: "field-help", htmlFor: line.id, textContent: "Gõ tên xã, phường để tìm nhanh" });
    const live = Object.assign(document.createElement("p"), { className: "field-help" });
    live.setAttribute("role", "status");
    select.before(label, line, live);
    line.addEventListener("input", () => {
      const wanted = fold(line.value.trim()).split(/\s+/).filter(Boolean);
      const chosen = select.value;
      const found = all.filter((option) => !option.value || wanted.every((word) => words.get(option).includes(word)));
      select.replaceChildren(...found);
      const one = found.length === 2 ? found[1].value : "";
      select.value = one || (found.some((option) => option.value === chosen) ? chosen : "");
      live.textContent = wanted.length ? `Có ${found.length - 1} nơi${one ? `: ${found[1].text}` : " trong danh sách bên dưới"}.` : "";
    });
    line.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); select.focus(); } });
  }
  document.querySelectorAll("select[data-filter-list]").forEach(start);
})();
