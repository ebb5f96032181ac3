/* Fetches the numbers again every quarter of a minute while somebody looks. Without a hand on the page for half an
   hour it stops, so that a forgotten screen does not keep a session alive; a wall screen ([data-always]) goes on. */
(() => {
  "use strict";
  const place = document.querySelector("[data-live]");
  if (!place) return;
  const EVERY = 15000, REST = 30 * 60000;
  let touched = Date.now(), busy = false;
  for (const kind of ["pointerdown", "keydown", "scroll"]) {
    addEventListener(kind, () => { touched = Date.now(); }, { passive: true });
  }

  async function renew() {
    const resting = !place.hasAttribute("data-always") && Date.now() - touched > REST;
    if (busy || document.hidden || resting || place.contains(document.activeElement)) return;
    busy = true;
    try {
      const answer = await fetch(place.dataset.live, { headers: { "X-Requested-With": "fetch" } });
      if (answer.status === 401) { clearInterval(timer); return; }
      if (answer.ok) place.innerHTML = await answer.text();
    } catch {
      /* The network is away; the next round tries again. */
    } finally {
      busy = false;
    }
  }

  const timer = setInterval(renew, EVERY);
})();
