/* Turns the plain file input of ui/_upload.html into a resumable upload (tus): limits told before sending, progress,
   pause, and going on by itself after a cut connection. Without this script the input works as an ordinary one. */
(() => {
  "use strict";
  const MEGA = 1024 * 1024;
  const size = (bytes) => bytes < MEGA ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / MEGA).toFixed(1).replace(".", ",")} MB`;
  const make = (tag, className, text) => Object.assign(document.createElement(tag), { className, textContent: text || "" });
  const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value || "";
  const sentence = (body) => { try { return JSON.parse(body).error || ""; } catch { return ""; } };
  const running = new Set();

  function refusal(file, box, taken) {
    const { accept = "", acceptWords = "", maxMb = "20", maxFiles = "" } = box.dataset;
    const endings = accept.split(",").map((each) => each.trim().toLowerCase()).filter((each) => each.startsWith("."));
    const name = file.name.toLowerCase();
    if (maxFiles && taken >= Number(maxFiles)) return `Chỉ gửi được ${maxFiles} tệp cho giấy tờ này. Bạn bỏ bớt một tệp rồi chọn lại.`;
    if (endings.length && !endings.some((ending) => name.endsWith(ending))) return `Giấy tờ này cần tệp ${acceptWords || accept}. Bạn chụp ảnh hoặc lưu lại rồi chọn tệp khác.`;
    if (file.size > Number(maxMb) * MEGA) return `Tệp nặng ${size(file.size)}, tối đa là ${maxMb} MB. Bạn chụp lại ở cỡ nhỏ hơn hoặc chia làm nhiều tệp.`;
    if (file.size === 0) return "Tệp này trống. Bạn mở thử tệp trên máy rồi chọn lại.";
    return "";
  }
  async function preview(file, item) {
    if (!file.type.startsWith("image/") || !window.createImageBitmap) return;
    try {
      const bitmap = await createImageBitmap(file, { resizeHeight: 112, resizeQuality: "medium" });
      const canvas = Object.assign(document.createElement("canvas"), { width: bitmap.width, height: bitmap.height, className: "upload-thumb" });
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", `Ảnh xem trước của ${file.name}`);
      canvas.getContext("2d").drawImage(bitmap, 0, 0);
      item.querySelector(".upload-mark").replaceChildren(canvas);
    } catch { /* a kind of picture this browser cannot draw: the name is enough */ }
  }
  function row(file, list) {
    const item = make("li", "upload-item");
    const name = make("span", "upload-name", file.name);
    const state = make("span", "upload-state");
    const button = make("button", "btn btn-secondary");
    button.type = "button"; button.hidden = true;
    name.append(state);
    item.append(make("span", "upload-mark"), name, button);
    list.append(item);
    return { item, state, button };
  }
  async function finish(box, upload, part, file) {
    const id = upload.url.replace(/\/+$/, "").split("/").pop();
    if (box.dataset.fragment) {
      const place = box.closest("[data-upload-row]");
      const answer = await fetch(box.dataset.fragment, { headers: { Accept: "text/html", "X-Requested-With": "fetch" }, credentials: "same-origin" }).catch(() => null);
      if (place && answer?.ok) {
        const made = document.createElement("template");
        made.innerHTML = await answer.text();
        const fresh = made.content.firstElementChild;
        place.replaceWith(fresh);
        fresh.querySelectorAll("[data-upload]").forEach(start);
        fresh.querySelector("input[type=file]")?.focus();
        return;
      }
    }
    const hidden = Object.assign(document.createElement("input"), { type: "hidden", name: box.dataset.hiddenName || "upload", value: id });
    part.item.append(hidden);
    part.button.textContent = "Bỏ tệp này";
    part.button.onclick = () => { part.item.remove(); box.querySelector("input[type=file]").focus(); };
    part.state.textContent = `Đã nhận đủ, ${size(file.size)}`;
  }
  function send(box, file, list, say) {
    const part = row(file, list);
    const wrong = refusal(file, box, list.querySelectorAll("[data-state=done], [data-state=sending], [data-state=waiting]").length);
    const tell = (state, text) => { part.item.dataset.state = state; part.state.textContent = text; };
    part.button.hidden = false;
    if (wrong) {
      tell("refused", wrong); say(`${file.name}: ${wrong}`);
      part.button.textContent = "Đóng";
      part.button.onclick = () => part.item.remove();
      return;
    }
    const bar = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
    bar.setAttribute("aria-label", `Đang gửi ${file.name}`);
    part.item.append(bar);
    preview(file, part.item);
    const upload = new tus.Upload(file, {
      endpoint: box.dataset.endpoint,
      chunkSize: Number(box.dataset.chunk || MEGA),
      retryDelays: [0, 1000, 3000, 5000, 10000, 20000],
      removeFingerprintOnSuccess: true,
      headers: { "X-CSRFToken": token(), "X-Requested-With": "fetch" },
      metadata: { filename: file.name, filetype: file.type, ...JSON.parse(box.dataset.metadata || "{}") },
      onProgress(sent, all) {
        bar.value = all ? (sent / all) * 100 : 0;
        tell("sending", `Đang gửi ${Math.floor(bar.value)}%, ${size(sent)} trong ${size(all)}`);
      },
      onSuccess() {
        running.delete(upload);
        bar.remove();
        tell("done", `Đã nhận đủ, ${size(file.size)}`); say(`Đã nhận đủ tệp ${file.name}`);
        box.querySelector("input[type=file]").required = false;
        document.dispatchEvent(new CustomEvent("motcua:alive"));
        finish(box, upload, part, file);
      },
      onError(error) {
        const status = error.originalResponse?.getStatus();
        if (status && status >= 400 && status < 500 && status !== 409 && status !== 423) {
          running.delete(upload);
          bar.remove();
          tell("failed", sentence(error.originalResponse.getBody()) || "Máy chủ không nhận tệp này. Bạn thử tệp khác, hoặc gọi tổng đài ở cuối trang.");
          part.button.textContent = "Đóng";
          part.button.onclick = () => part.item.remove();
        } else {
          pause("Mất mạng giữa chừng. Phần đã gửi vẫn còn; có mạng lại sẽ gửi tiếp.");
        }
        say(`${file.name}: ${part.state.textContent}`);
      },
    });
    const go = async () => {
      running.add(upload);
      tell("sending", "Đang gửi…");
      part.button.textContent = "Tạm dừng";
      part.button.onclick = () => pause("Đang tạm dừng. Phần đã gửi vẫn còn.");
      if (!upload.url) {
        const earlier = await upload.findPreviousUploads();
        if (earlier.length) upload.resumeFromPreviousUpload(earlier[0]);
      }
      upload.start();
    };
    function pause(why) {
      upload.abort();
      tell("waiting", why);
      part.button.textContent = "Gửi tiếp";
      part.button.onclick = go;
    }
    window.addEventListener("offline", () => { if (part.item.dataset.state === "sending") pause("Mất mạng. Phần đã gửi vẫn còn; có mạng lại sẽ gửi tiếp."); });
    window.addEventListener("online", () => { if (part.item.dataset.state === "waiting") go(); });
    go();
  }
  function start(box) {
    const input = box.querySelector("input[type=file]"), list = box.querySelector("[data-upload-list]"), live = box.querySelector("[data-upload-live]");
    if (!window.tus?.isSupported || !box.dataset.endpoint || !input) return;
    const say = (text) => { if (live) live.textContent = text; };
    const take = (files) => { [...files].forEach((file) => send(box, file, list, say)); input.value = ""; };
    box.classList.add("is-live");
    input.removeAttribute("name"); // sent piece by piece now, not a second time with the form
    (box.closest("form") || box).querySelectorAll("[data-no-script]").forEach((each) => { each.hidden = true; });
    input.addEventListener("change", () => take(input.files));
    box.addEventListener("dragover", (event) => { event.preventDefault(); box.dataset.over = ""; });
    box.addEventListener("dragleave", () => { delete box.dataset.over; });
    box.addEventListener("drop", (event) => { event.preventDefault(); delete box.dataset.over; take(event.dataTransfer.files); });
  }
  window.addEventListener("beforeunload", (event) => { if (running.size) event.preventDefault(); });
  document.querySelectorAll("[data-upload]").forEach(start);
})();
