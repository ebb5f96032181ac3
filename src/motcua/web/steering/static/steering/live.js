/* Fetches the numbers again every quarter of a minute while somebody looks. Without a hand on the page for half an
   hour it stops, so that a forgotten screen does not keep a session alive; a wall screen ([data-always]) goes on.
   [data-every] is another pace; what came with [data-still] changes no more: the page is fetched anew, once. */
(() => {
  "use strict";
  const place = document.querySelector("[data-live]");
  if (!place) return;
  const EVERY = Number(place.dataset.every) || 15000, REST = 30 * 60000;
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
      if (!answer.ok) return;
      place.innerHTML = await answer.text();
      if (place.querySelector("[data-still]")) { clearInterval(timer); location.reload(); }
    } catch {
      /* The network is away; the next round tries again. */
    } finally {
      busy = false;
    }
  }

  const timer = setInterval(renew, EVERY);
})();
