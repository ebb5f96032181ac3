/* Papers by keyboard: up and down change the paper, left and right the page, while the focus is in the viewer.
   Without this script every link still opens its paper in the frame. */
(() => {
  "use strict";
  function start(viewer) {
    let frame = viewer.querySelector("iframe");
    const links = [...viewer.querySelectorAll("a[target=viewer]")];
    const bar = viewer.querySelector("[data-viewer-bar]"), place = viewer.querySelector("[data-viewer-place]");
    const open = viewer.querySelector("[data-viewer-open]");
    let now = 0, page = 1;
    const pages = () => Number(links[now]?.dataset.pages || 1);

    function show() {
      const link = links[now];
      if (!link) return;
      links.forEach((each) => (each === link ? each.setAttribute("aria-current", "true") : each.removeAttribute("aria-current")));
      open.href = link.href;
      bar.hidden = pages() < 2;
      place.textContent = `Giấy tờ ${now + 1}/${links.length}, trang ${page}/${pages()}`;
      // A fresh frame: readers of PDF do not follow a fragment that changes, and «back» must not walk through pages.
      const fresh = frame.cloneNode(false);
      // Without its column of small pictures the reader has room for the page itself.
      fresh.src = `${link.href}#navpanes=0&page=${page}`;
      frame.replaceWith(fresh);
      frame = fresh;
    }
    const turn = (step) => { page = Math.min(Math.max(page + step, 1), pages()); show(); };
    const change = (step) => { now = Math.min(Math.max(now + step, 0), links.length - 1); page = 1; show(); };

    viewer.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.target.matches("input, textarea, select")) return;
      const act = { ArrowLeft: () => turn(-1), ArrowRight: () => turn(1), ArrowUp: () => change(-1), ArrowDown: () => change(1) }[event.key];
      if (act) { event.preventDefault(); act(); }
    });
    viewer.addEventListener("click", (event) => {
      const button = event.target.closest("[data-page]");
      if (button) turn(Number(button.dataset.page));
    });
    // A link anywhere on the page may open a paper: the list in the viewer follows.
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[target=viewer]");
      if (!link || event.ctrlKey || event.metaKey) return;
      const found = links.findIndex((each) => each.href === link.href);
      if (found < 0) return;
      event.preventDefault();
      now = found;
      page = 1;
      show();
      if (!viewer.contains(link)) viewer.scrollIntoView({ block: "nearest" });
    });
    bar.hidden = pages() < 2;
    place.textContent = `Giấy tờ 1/${links.length}, trang 1/${pages()}`;
  }
  document.querySelectorAll("[data-viewer]").forEach(start);
})();
