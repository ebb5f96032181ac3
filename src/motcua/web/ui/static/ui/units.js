/* A search over a list of communes: select[data-units-url] gets a line to type in. The address answers ?q= with
   {"units": [{"code": "04792", "name": "Phường Tân Hòa, tỉnh Phú Thọ"}]}. Without this script the list itself stays. */
(() => {
  "use strict";
  const PAUSE = 250, SHORTEST = 2;

  function start(select) {
    const all = [...select.options];
    const line = Object.assign(document.createElement("input"), { type: "search", className: "form-control", id: `${select.id}-search`, autocomplete: "off" });
    const label = Object.assign(document.createElement("label"), { className: "field-help", htmlFor: line.id, textContent: "Gõ tên xã, phường để tìm, kể cả ở tỉnh khác" });
    const live = Object.assign(document.createElement("p"), { className: "field-help" });
    live.setAttribute("role", "status");
    select.before(label, line, live);
    let timer = 0, asked = 0;

    const offer = (options) => {
      const kept = select.selectedOptions[0];
      select.replaceChildren(...(kept && !options.some((each) => each.value === kept.value) ? [kept, ...options] : options));
      if (kept) select.value = kept.value;
    };
    async function search(words) {
      const mine = ++asked;
      if (words.length < SHORTEST) { offer(all); live.textContent = ""; return; }
      try {
        const answer = await fetch(`${select.dataset.unitsUrl}?q=${encodeURIComponent(words)}`, { headers: { Accept: "application/json" } });
        const { units } = await answer.json();
        if (mine !== asked) return;
        offer([all[0], ...units.map((unit) => new Option(unit.name, unit.code))]);
        live.textContent = units.length ? `Có ${units.length} nơi trong danh sách bên dưới.` : "Không tìm thấy. Hãy thử gõ ngắn hơn.";
      } catch {
        if (mine === asked) live.textContent = "Chưa tìm được. Bạn vẫn chọn được trong danh sách bên dưới.";
      }
    }
    line.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(search, PAUSE, line.value.trim()); });
    line.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); select.focus(); } });
  }

  document.querySelectorAll("select[data-units-url]").forEach(start);
})();
