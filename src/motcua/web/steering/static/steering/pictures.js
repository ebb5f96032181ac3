/* Draws each table inside [data-picture] as a chart; the table stays, folded away. Colours come from the tokens. */
(() => {
  "use strict";
  const styles = getComputedStyle(document.body);
  const token = (name) => styles.getPropertyValue(name).trim();
  const colours = ["--blue", "--gold", "--green", "--grey"];
  const wall = document.body.classList.contains("wall");

  function read(table) {
    const heads = [...table.tHead.rows[table.tHead.rows.length - 1].cells];
    const kept = heads.map((cell, at) => at).filter((at) => at > 0 && !heads[at].hasAttribute("data-skip"));
    const rows = [...table.tBodies[0].rows].filter((row) => row.cells.length === heads.length);
    return {
      labels: rows.map((row) => row.cells[0].textContent.trim()),
      series: kept.map((at) => ({
        label: heads[at].textContent.trim(),
        data: rows.map((row) => Number(row.cells[at].dataset.value || 0)),
      })),
    };
  }

  function draw(picture) {
    const table = picture.querySelector("table");
    const found = table && read(table);
    if (!found || !found.labels.length) return;
    const across = picture.dataset.picture === "across";
    const box = document.createElement("div");
    const canvas = document.createElement("canvas");
    box.className = across ? "picture-box is-tall" : "picture-box";
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", `Hình vẽ: ${table.caption.textContent.trim()}. Số liệu ở bảng ngay dưới.`);
    box.append(canvas);
    picture.prepend(box);
    const folded = picture.querySelector("details");
    if (folded) folded.open = false;
    const font = { family: token("--font"), size: wall ? 20 : 13 };
    const axis = { ticks: { color: token("--ink-soft"), font, precision: 0 }, grid: { color: token("--line") } };
    const names = across ? {
      callback(value) {
        const words = this.getLabelForValue(value), most = innerWidth < 600 ? 15 : 48;
        return words.length > most ? `${words.slice(0, most)}…` : words;
      },
    } : {};
    new Chart(canvas, {
      type: "bar",
      data: {
        labels: found.labels,
        datasets: found.series.map((each, at) => ({ ...each, backgroundColor: token(colours[at % colours.length]), borderRadius: 2 })),
      },
      options: {
        animation: false,
        responsive: true,
        maintainAspectRatio: false,
        indexAxis: across ? "y" : "x",
        scales: { x: { ...axis, beginAtZero: true }, y: { ...axis, ticks: { ...axis.ticks, ...names }, beginAtZero: true } },
        plugins: { legend: { display: found.series.length > 1, labels: { color: token("--ink"), font } } },
      },
    });
  }

  document.querySelectorAll("[data-picture]").forEach(draw);
})();
