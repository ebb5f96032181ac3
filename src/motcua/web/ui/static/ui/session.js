/* Warns before the session ends and offers to stay. Works on the element made by ui/_session.html:
   data-seconds (length of a session), data-warn (seconds before the end), data-stay (address that prolongs it). */
(() => {
  "use strict";
  const box = document.querySelector("[data-session]");
  if (!box) return;
  const text = box.querySelector("[data-session-text]"), stay = box.querySelector("button");
  const seconds = Number(box.dataset.seconds), warn = Math.min(Number(box.dataset.warn || 300), seconds / 2);
  let alive = Date.now(), shown = -1;

  const note = () => {
    alive = Date.now();
    try { localStorage.setItem("motcua.alive", String(alive)); } catch { /* other tabs will count for themselves */ }
  };
  const show = (minutes) => {
    if (minutes === shown) return;
    shown = minutes;
    box.hidden = false;
    text.textContent = minutes > 0
      ? `Bạn chưa làm gì một lúc. Còn khoảng ${minutes} phút là hết phiên làm việc. Bạn có muốn làm tiếp không?`
      : "Phiên làm việc đã hết để giữ an toàn cho bạn. Bạn đăng nhập lại để làm tiếp.";
    stay.textContent = minutes > 0 ? "Tôi làm tiếp" : "Đăng nhập lại";
  };
  const tick = () => {
    const left = seconds - (Date.now() - alive) / 1000;
    if (left > warn) { box.hidden = true; shown = -1; }
    else show(Math.max(0, Math.ceil(left / 60)));
  };
  stay.addEventListener("click", async () => {
    const over = Date.now() - alive >= seconds * 1000;
    if (over) { location.assign(box.dataset.login || location.href); return; }
    try {
      const answer = await fetch(box.dataset.stay, { credentials: "same-origin", headers: { "X-Requested-With": "fetch" }, redirect: "manual", cache: "no-store" });
      if (answer.ok) { note(); tick(); return; }
      alive = 0; tick();
    } catch {
      text.textContent = "Chưa nối được với máy chủ. Bạn xem lại mạng rồi bấm lần nữa.";
    }
  });
  document.addEventListener("motcua:alive", note);
  window.addEventListener("storage", (event) => {
    if (event.key === "motcua.alive") alive = Math.max(alive, Number(event.newValue) || 0);
  });
  note();
  setInterval(tick, 15000);
  document.addEventListener("visibilitychange", tick);
})();
