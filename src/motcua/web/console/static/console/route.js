/* Redraws the picture of a route while its table is typed. The form data-route-draw="<url>" is sent as it stands; the
   answer (picture, times, faults) takes the place of what [data-route-live] holds, and each fault is said at its row. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-route-draw]"), live = document.querySelector("[data-route-live]");
  if (!form || !live) return;
  let timer = 0, asked = 0;

  function atRows() {
    form.querySelectorAll("[data-row-faults]").forEach((list) => {
      const own = live.querySelectorAll(`[data-fault-row="${list.dataset.rowFaults}"] > span`);
      list.replaceChildren(...[...own].map((said) => {
        const line = Object.assign(document.createElement("li"), { className: "field-error" });
        line.append(said.cloneNode(true));
        return line;
      }));
    });
  }
  async function draw() {
    const mine = ++asked;
    try {
      const answer = await fetch(form.dataset.routeDraw, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual", credentials: "same-origin", headers: { "X-Requested-With": "fetch" } });
      if (!answer.ok || mine !== asked) return;
      const text = await answer.text(), box = live.querySelector(".route-box");
      const [left, top] = [box?.scrollLeft || 0, box?.scrollTop || 0];
      live.innerHTML = text;
      live.querySelector(".route-box")?.scrollTo(left, top);
      atRows();
    } catch { /* no connection: the picture stays as it was, what was typed is kept by save.js */ }
  }
  const later = () => { clearTimeout(timer); timer = setTimeout(draw, 400); };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
})();
