/* Scans: progress while the machine works; pages put in order by keyboard; suggestions taken over.
   Without this script everything is done with the selects and buttons of the form. */
(() => {
  "use strict";
  const waiting = document.querySelector("[data-progress]");
  if (waiting) {
    const bar = waiting.querySelector("progress"), done = waiting.querySelector("[data-done]");
    const ask = async () => {
      try {
        const told = await (await fetch(waiting.dataset.progress, { headers: { "X-Requested-With": "fetch" } })).json();
        bar.value = told.done;
        done.textContent = told.done;
        if (!told.under_way) { location.reload(); return; }
      } catch { /* the line is down: asked again */ }
      setTimeout(ask, 1500);
    };
    setTimeout(ask, 1000);
  }

  document.querySelectorAll("[data-fill]").forEach((button) => {
    const field = document.getElementById(button.dataset.fill);
    if (!field || !("value" in field) || field.tagName === "FIELDSET") return;
    button.hidden = false;
    button.addEventListener("click", () => { field.value = button.dataset.value; field.focus(); });
  });

  const form = document.querySelector("form[data-scan]");
  if (!form) return;
  const list = form.querySelector(".sheets"), told = form.querySelector("[data-told]");
  const sheets = () => [...list.querySelectorAll("[data-sheet]")];
  const of = (sheet, name) => sheet.querySelector(`[data-${name}]`);
  const look = (sheet) => of(sheet, "look") || of(sheet, "component");
  const say = (text) => { told.textContent = text; };

  function draw() {
    const counts = {};
    sheets().forEach((sheet, place) => {
      const chosen = of(sheet, "component").value;
      of(sheet, "position").value = place + 1;
      sheet.classList.toggle("is-dropped", chosen === "-");
      sheet.classList.toggle("is-open", chosen === "");
      const picture = sheet.querySelector("img");
      if (picture) picture.className = `turn-${of(sheet, "turned").value}`;
      counts[chosen] = (counts[chosen] || 0) + 1;
    });
    form.querySelectorAll("[data-count]").forEach((each) => {
      const number = counts[each.dataset.count];
      each.textContent = number ? `${number} trang` : "";
    });
  }

  // This page and those after it that lie in the same piece and have the same paper so far.
  function run(from) {
    const all = sheets(), start = all.indexOf(from), chosen = of(from, "component").value, found = [];
    for (const sheet of all.slice(start)) {
      const its = of(sheet, "component").value;
      if (its === "-" && sheet !== from) { if (sheet.dataset.piece === "0") continue; break; }
      if (its !== chosen || sheet.dataset.piece !== from.dataset.piece) break;
      found.push(sheet);
    }
    return found.length ? found : [from];
  }
  function assign(sheet, digit) {
    const option = of(sheet, "component").options[digit];
    if (!option || option.value === "-") { say(`Không có giấy tờ số ${digit}.`); return; }
    const pages = run(sheet);
    pages.forEach((each) => { of(each, "component").value = option.value; });
    draw();
    say(`${pages.length} trang: ${option.text}`);
    const after = sheets().slice(sheets().indexOf(pages[pages.length - 1]) + 1);
    const next = after.find((each) => of(each, "component").value !== "-");
    // After the last piece the next key is Enter, on the button that files.
    (next ? look(next) : form.querySelector("button[value=file]")).focus();
  }
  function drop(sheet) {
    const select = of(sheet, "component");
    select.value = select.value === "-" ? "" : "-";
    draw();
    say(select.value === "-" ? "Đã bỏ trang." : "Đã giữ lại trang.");
    step(sheet, 1);
  }
  function turn(sheet) {
    const select = of(sheet, "turned");
    select.selectedIndex = (select.selectedIndex + 1) % select.options.length;
    draw();
    say(`Xoay ${select.value} độ.`);
  }
  function step(sheet, by) {
    const all = sheets(), next = all[all.indexOf(sheet) + by];
    if (next) look(next).focus();
  }
  function carry(sheet, by) {
    const all = sheets(), other = all[all.indexOf(sheet) + by];
    if (!other) return;
    if (by > 0) other.after(sheet); else other.before(sheet);
    draw();
    look(sheet).focus();
    say(`Trang ở chỗ thứ ${sheets().indexOf(sheet) + 1}.`);
  }

  list.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.matches("input, select")) return;
    const sheet = event.target.closest("[data-sheet]");
    if (!sheet) return;
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (/^[1-9]$/.test(event.key)) assign(sheet, Number(event.key));
    else if (event.key === "0" || event.key === "Delete") drop(sheet);
    else if (event.key === "r" || event.key === "R") turn(sheet);
    else if (by) (event.shiftKey ? carry : step)(sheet, by);
    else return;
    event.preventDefault();
  });
  list.addEventListener("change", draw);
  draw();
  const first = sheets().find((sheet) => of(sheet, "component").value === "") || sheets().find((sheet) => of(sheet, "component").value !== "-");
  if (first && !document.querySelector(".error-summary")) look(first).focus({ preventScroll: true });
})();
