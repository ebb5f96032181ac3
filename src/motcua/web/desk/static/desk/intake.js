/* While the officer types, the sheet is kept and the money counted anew; the page never moves. Without this script
   «Lưu, tính lại» does the same. */
(() => {
  "use strict";
  const PAUSE = 900;
  const form = document.querySelector("form[data-intake]");
  if (!form) return;
  const at = (name) => form.querySelector(`[data-${name}]`);
  let timer = 0, asked = 0;

  async function keep() {
    if (form.dataset.sent) return;
    const mine = ++asked;
    const sent = new FormData(form);
    // Files go along once, when the sheet is taken in.
    for (const input of form.querySelectorAll("input[type=file]")) sent.delete(input.name);
    try {
      const answer = await fetch(form.dataset.intake, { method: "POST", body: sent, headers: { "X-Requested-With": "fetch" } });
      const told = await answer.json();
      if (mine !== asked) return;
      if (!answer.ok) { at("saved").textContent = told.error || "Chưa lưu được."; return; }
      at("case").textContent = told.case || "Chưa rõ trường hợp";
      at("term").textContent = told.term ? ` ${told.term}` : "";
      at("due").textContent = told.due || "chưa tính được";
      at("total").textContent = told.total;
      at("saved").textContent = `Đã lưu lúc ${told.saved_at}`;
    } catch {
      if (mine === asked) at("saved").textContent = "Chưa lưu được; vẫn tiếp nhận được.";
    }
  }
  form.addEventListener("change", () => { clearTimeout(timer); timer = setTimeout(keep, PAUSE); });
  form.addEventListener("submit", () => { clearTimeout(timer); asked += 1; });
})();
