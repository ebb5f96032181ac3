/* Reads the sentences of a page aloud (data-say inside data-aloud) with the voice of the browser itself.
   The box stays hidden where a browser cannot speak; where it has no Vietnamese voice, it says so. */
(() => {
  "use strict";
  const box = document.querySelector("[data-listen]");
  const speech = window.speechSynthesis;
  if (!box || !speech || !window.SpeechSynthesisUtterance) return;

  const parts = [...document.querySelectorAll("[data-aloud] [data-say]")];
  const play = box.querySelector("[data-play]");
  const words = box.querySelector("[data-play-words]");
  const again = box.querySelector("[data-again]");
  const speed = box.querySelector("[data-speed]");
  const told = box.querySelector("[data-told]");
  const NO_VOICE = "Máy của bạn chưa có giọng đọc tiếng Việt, nên trang chưa đọc được. Bạn vào phần cài đặt của máy, tìm «Chuyển văn bản thành giọng nói», tải giọng tiếng Việt rồi mở lại trang này. Hoặc gọi số điện thoại ở cuối trang, có người đọc cho bạn nghe.";
  let at = 0, speaking = false, turn = 0, voice = null;

  const keep = (value) => { try { localStorage.setItem("motcua.speed", value); } catch { /* not kept */ } };
  try { const kept = localStorage.getItem("motcua.speed"); if (kept) speed.value = kept; } catch { /* the usual one */ }
  if (!speed.value) speed.value = "0.8";

  const look = () => {
    const voices = speech.getVoices();
    voice = voices.find((each) => each.lang.toLowerCase().replace("_", "-").startsWith("vi")) || null;
    // Some telephones name no voices at all and speak all the same: then it is tried, with the language told.
    const none = voices.length > 0 && !voice;
    play.disabled = again.disabled = speed.disabled = none;
    if (none) told.textContent = NO_VOICE;
    else if (told.textContent === NO_VOICE) told.textContent = "";
  };

  const mark = () => parts.forEach((part, number) => part.classList.toggle("is-read", speaking && number === at));
  const show = () => {
    words.textContent = speaking ? "Dừng đọc" : at > 0 ? "Nghe tiếp" : "Nghe đọc trang này";
    mark();
  };
  const stop = () => { turn += 1; speaking = false; speech.cancel(); show(); };

  const say = () => {
    const mine = turn;
    if (at >= parts.length) { at = 0; stop(); told.textContent = "Đã đọc xong."; return; }
    const part = new SpeechSynthesisUtterance(parts[at].dataset.say);
    part.lang = "vi-VN";
    if (voice) part.voice = voice;
    part.rate = Number(speed.value);
    part.onend = () => { if (mine === turn) { at += 1; say(); } };
    part.onerror = () => {
      if (mine !== turn) return;
      stop();
      told.textContent = "Máy không đọc được lúc này. Bạn thử lại, hoặc gọi số điện thoại ở cuối trang.";
    };
    mark();
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    parts[at].scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
    speech.speak(part);
  };
  const start = () => { stop(); told.textContent = ""; speaking = true; show(); say(); };

  play.addEventListener("click", () => { if (speaking) stop(); else start(); });
  again.addEventListener("click", () => { at = 0; start(); });
  speed.addEventListener("change", () => { keep(speed.value); if (speaking) start(); });
  window.addEventListener("pagehide", stop);
  speech.addEventListener?.("voiceschanged", look);
  look();
  box.hidden = false;
})();
