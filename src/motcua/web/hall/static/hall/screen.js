// The screen of the waiting room renews itself; asked to, it reads new calls aloud. Without scripts the page reloads.
(() => {
  const board = document.getElementById("board");
  const button = document.getElementById("speak");
  let speaks = false;
  let last = board.querySelector("[data-call]")?.dataset.call;

  if ("speechSynthesis" in window) {
    button.hidden = false;
    button.addEventListener("click", () => {
      speaks = !speaks;
      button.setAttribute("aria-pressed", String(speaks));
      button.textContent = speaks ? "Tắt giọng đọc" : "Bật giọng đọc";
      if (speaks) say("Đã bật giọng đọc");
    });
  }

  function say(words) {
    const utterance = new SpeechSynthesisUtterance(words);
    utterance.lang = "vi-VN";
    utterance.rate = 0.9;
    window.speechSynthesis.speak(utterance);
  }

  async function renew() {
    try {
      const answer = await fetch(window.location.href, { cache: "no-store" });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("board");
      if (!fresh) return;
      board.replaceChildren(...fresh.childNodes);
      const call = board.querySelector("[data-call]");
      if (call && call.dataset.call !== last) {
        last = call.dataset.call;
        if (speaks) say(call.dataset.say);
      }
    } catch {
      // The line is down for a moment: what stands there stays, the next round tries again.
    }
  }

  window.setInterval(renew, 5000);
})();
