/* Suggestions while typing: input[data-suggest-url] fills its datalist. Choosing one opens its page. The address
   answers ?q= with {"procedures": [{"code": "1.001193", "name": "Đăng ký khai sinh"}]}. Without this script, Enter
   searches. */
(() => {
  "use strict";
  const PAUSE = 200, SHORTEST = 2;

  function start(input) {
    const list = document.getElementById(input.getAttribute("list"));
    const codes = new Map();
    let timer = 0, asked = 0;

    async function suggest(words) {
      const mine = ++asked;
      if (words.length < SHORTEST) { list.replaceChildren(); return; }
      try {
        const answer = await fetch(`${input.dataset.suggestUrl}?q=${encodeURIComponent(words)}`, { headers: { Accept: "application/json" } });
        const { procedures } = await answer.json();
        if (mine !== asked) return;
        codes.clear();
        list.replaceChildren(...procedures.map(({ code, name }) => { codes.set(name, code); return new Option(code, name); }));
      } catch { /* The search itself still works. */ }
    }
    input.addEventListener("input", () => {
      const code = codes.get(input.value);
      if (code) { location.href = `/thu-tuc/${encodeURIComponent(code)}/`; return; }
      clearTimeout(timer);
      timer = setTimeout(suggest, PAUSE, input.value.trim());
    });
  }

  document.querySelectorAll("input[data-suggest-url]").forEach(start);
})();
