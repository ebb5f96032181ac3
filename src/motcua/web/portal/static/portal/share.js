/* A link marked data-share sends the address of the page: by what the telephone offers, else it is copied.
   Without scripts, or where neither works, it stays a link to that address. */
(() => {
  "use strict";
  for (const link of document.querySelectorAll("a[data-share]")) {
    const told = document.getElementById(link.dataset.copied);
    const copied = async () => {
      await navigator.clipboard.writeText(link.href);
      if (told) told.textContent = "Đã chép địa chỉ trang này. Bạn dán vào tin nhắn để gửi.";
    };
    link.addEventListener("click", async (event) => {
      if (!navigator.share && !navigator.clipboard) return;
      event.preventDefault();
      try {
        if (navigator.share) await navigator.share({ title: link.dataset.share, url: link.href });
        else await copied();
      } catch (problem) {
        // Who closes the sheet of the telephone has changed their mind; anything else leaves the plain link.
        if (problem.name !== "AbortError" && told) told.textContent = "Địa chỉ trang này: " + link.href;
      }
    });
  }
})();
