/* Saves a form marked data-autosave="<url>" while it is typed and says when. What could not be sent stays in this
   browser under the draft's name until it is saved; it never leaves silently.
   Answers: 200 {"saved_at": "15:04", "version": 7}; 409 {"error": sentence}; 401 or a redirect: the session is gone. */
(() => {
  "use strict";
  const PREFIX = "motcua.draft.", KEEP_DAYS = 7, KEEPALIVE_LIMIT = 60000, LONGEST_WAIT = 8000;
  const clock = () => new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
  const store = {
    get(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch { return false; } },
    drop(key) { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } },
  };
  try {
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
      if (Date.now() - (store.get(key)?.at || 0) > KEEP_DAYS * 86400000) store.drop(key);
    }
  } catch { /* storage is switched off */ }

  function start(form) {
    const key = PREFIX + (form.dataset.draft || form.dataset.autosave) + location.pathname;
    const note = document.querySelector("[data-save-note]");
    const version = form.querySelector("input[name=version]");
    let timer = 0, retry = 0, wait = 5000, busy = false, dirty = false, stopped = false, go = null;

    const say = (state, text, act) => {
      if (!note) return;
      note.dataset.state = state;
      note.replaceChildren(text);
      if (act) note.append(" ", act);
    };
    const button = (label, click) => {
      const made = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-secondary", textContent: label });
      made.addEventListener("click", click);
      return made;
    };
    const values = () => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
    const stash = (way) => store.set(key, { at: Date.now(), clock: clock(), version: version?.value || "", way: way || "", values: values() });

    function fill(pairs) {
      const given = new Map();
      pairs.forEach(([name, value]) => given.set(name, [...(given.get(name) || []), value]));
      for (const input of form.elements) {
        if (!input.name || ["version", "csrfmiddlewaretoken"].includes(input.name) || ["file", "submit", "button"].includes(input.type)) continue;
        const list = given.get(input.name);
        if (["radio", "checkbox"].includes(input.type)) input.checked = Boolean(list?.includes(input.value));
        else if (input.multiple) [...input.options].forEach((option) => { option.selected = Boolean(list?.includes(option.value)); });
        else if (list?.length) input.value = list.shift();
        input.dispatchEvent(new Event("change", { bubbles: true }));
      }
    }
    function failed(state, text, act) {
      dirty = true;
      const kept = stash();
      say(state, kept ? text : "Chưa lưu được, và máy này không cho giữ tạm. Bạn đừng đóng trang; hệ thống đang thử lại.", act);
    }
    function again() {
      clearTimeout(retry);
      retry = setTimeout(save, wait);
      wait = Math.min(wait * 2, 60000);
    }
    async function save(leaving) {
      clearTimeout(timer);
      if (stopped || busy || !dirty) return;
      let saved = false;
      busy = true; dirty = false;
      if (leaving === true) stash("leaving");
      const body = new URLSearchParams([...values(), ["csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken?.value || ""]]);
      const keepalive = leaving === true && body.toString().length < KEEPALIVE_LIMIT;
      if (leaving !== true) say("saving", "Đang lưu…");
      try {
        const answer = await fetch(form.dataset.autosave, { method: "POST", body, keepalive, redirect: "manual", credentials: "same-origin", headers: { Accept: "application/json", "X-Requested-With": "fetch" } });
        if (answer.ok) {
          const { saved_at: at, version: next } = await answer.json();
          if (version && next !== undefined) version.value = next;
          wait = 5000; saved = true;
          if (!dirty) store.drop(key);
          say("saved", `Đã lưu lúc ${at}`);
          document.dispatchEvent(new CustomEvent("motcua:alive"));
        } else if (answer.status === 409) {
          stopped = true;
          const { error } = await answer.json().catch(() => ({}));
          failed("conflict", error || "Hồ sơ này vừa được sửa ở một máy khác.", button("Tải lại trang", () => location.reload()));
        } else if ([401, 403, 0].includes(answer.status)) {
          const link = Object.assign(document.createElement("a"), { href: form.dataset.login || location.href, textContent: "Đăng nhập lại" });
          failed("session", "Phiên làm việc đã hết. Những gì bạn nhập vẫn còn trên máy này và sẽ được điền lại sau khi bạn đăng nhập.", link);
        } else {
          failed("offline", "Máy chủ chưa lưu được. Những gì bạn nhập vẫn còn trên máy này; hệ thống sẽ tự thử lại.");
          again();
        }
      } catch {
        failed("offline", "Mất mạng nên chưa lưu được. Những gì bạn nhập vẫn còn trên máy này; có mạng lại, hệ thống sẽ tự lưu.");
        again();
      } finally {
        busy = false;
        if (go) go();
        else if (dirty && saved) later();
      }
    }
    function later() { clearTimeout(timer); timer = setTimeout(save, 1200); }
    function changed() { dirty = true; stash(); if (!stopped) later(); }

    const old = store.get(key), present = version?.value || "";
    // What was sent while the page closed did arrive when the server is one version on; a sent form, when it moved at all.
    const arrived = old && (old.way === "sent" ? old.version !== present : old.way === "leaving" && Number(present) === Number(old.version) + 1);
    if (arrived) store.drop(key);
    else if (old && old.version === present) {
      fill(old.values); changed();
      say("saving", `Đã điền lại những gì bạn nhập lúc ${old.clock} mà chưa kịp lưu.`);
    } else if (old) {
      say("conflict", `Máy này còn giữ phần bạn nhập lúc ${old.clock} mà chưa kịp lưu.`, button("Điền lại phần đó", () => { fill(old.values); changed(); }));
    }
    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    form.addEventListener("focusout", () => { if (dirty) later(); });
    form.addEventListener("submit", (event) => {
      // A save on its way takes the draft one version on: sent beside it, the form would look like another machine's.
      if (busy && !go && !event.defaultPrevented) {
        event.preventDefault();
        const button = event.submitter;
        const longest = setTimeout(() => go?.(), LONGEST_WAIT);
        go = () => { clearTimeout(longest); go = null; busy = false; form.requestSubmit(button); };
        return;
      }
      if (go) event.preventDefault();
      setTimeout(() => {
        if (event.defaultPrevented) return;
        clearTimeout(timer); clearTimeout(retry);
        stopped = true; stash("sent");
      });
    });
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(true); });
    window.addEventListener("pagehide", () => save(true));
    window.addEventListener("pageshow", (event) => { if (event.persisted) stopped = false; });
    window.addEventListener("online", () => { wait = 5000; save(); });
  }
  document.querySelectorAll("form[data-autosave]").forEach(start);
})();
