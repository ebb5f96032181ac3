/* Money on its way: asks [data-pay-state] while somebody looks, says when it has come, shows the receipts.
   Also: [data-copy] buttons put their value on the clipboard (hidden until scripts run). */
(() => {
  "use strict";
  const copied = document.querySelector("[data-copied]");
  if (navigator.clipboard) for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(button.dataset.copy);
        button.firstChild.textContent = "Đã chép";
        if (copied) copied.textContent = `Đã chép ${button.dataset.copy}`;
      } catch { button.hidden = true; /* the value stands beside it to be selected */ }
    });
  }

  const box = document.querySelector("[data-pay-state]");
  if (!box) return;
  const OFTEN = 3000, SELDOM = 15000, CALM = 5 * 60000, END = 30 * 60000;
  const part = (name) => box.querySelector(`[data-pay-${name}]`);
  const began = Date.now();
  let over = false, timer = 0, asking = false;

  const waiting = (yes) => { part("wait").hidden = !yes; part("check").hidden = yes; };
  const line = (receipt) => {
    const item = document.createElement("li"), link = document.createElement(receipt.url ? "a" : "span"), note = document.createElement("small");
    if (receipt.url) link.href = receipt.url;
    link.textContent = receipt.name; note.textContent = receipt.note;
    item.append(link, note);
    return item;
  };
  const finish = (waits) => {
    over = !waits;
    box.classList.replace("tone-amber", "tone-green");
    const drawing = box.querySelector("use");
    if (drawing) drawing.setAttribute("href", drawing.getAttribute("href").replace(/#.*/, "#done"));
    for (const each of document.querySelectorAll("[data-pay-ways]")) each.hidden = true;
    part("wait").hidden = part("check").hidden = true;
  };
  const say = (told) => {
    if (told.mark === box.dataset.mark) return;
    box.dataset.mark = told.mark;
    part("words").firstElementChild.textContent = told.words;
    part("receipts").replaceChildren(...told.receipts.map(line));
    part("receipts").hidden = told.receipts.length === 0;
    if (told.done) { finish(told.waits); return; }
    // Part of it has come: the code on the page asks for too much now.
    for (const each of document.querySelectorAll("[data-pay-ways]")) each.hidden = true;
    part("check").firstElementChild.textContent = "Xem mã QR cho phần còn lại";
    part("check").hidden = false;
  };
  const ask = async () => {
    if (asking) return;
    asking = true;
    try {
      const answer = await fetch(box.dataset.payState, { credentials: "same-origin", headers: { "X-Requested-With": "fetch" }, redirect: "manual", cache: "no-store" });
      if (answer.ok) say(await answer.json());
      else if (answer.status === 401) { over = true; waiting(false); }
    } catch { /* the line is down for a moment: asked again */ }
    asking = false;
  };
  const round = async () => {
    clearTimeout(timer);
    const age = Date.now() - began;
    if (age > END) { over = true; waiting(false); }
    if (over || document.hidden) return;
    await ask();
    if (!over) timer = setTimeout(round, age > CALM ? SELDOM : OFTEN);
  };
  waiting(true);
  timer = setTimeout(round, OFTEN);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) round(); });
})();
