/* Shows and hides conditional fields while a page is filled in. The language is that of motcua/lib/conditions.py, and
   tests hold the two to the same answers. What is hidden is disabled, so that it sends nothing. Without this script the
   page still works: it is drawn anew after it is sent.
   [data-conditions data-facts] a page and what it knows from outside; [data-when] a fieldset and its condition (JSON);
   [data-scope] an entry of a group; [data-person], [data-group], [data-files] fields of several inputs. */
(() => {
  "use strict";
  const NUMBER = /^[+-]?[0-9]+(?:\.[0-9]+)?$/;
  const filled = (value) => (typeof value === "string" ? value.trim() !== "" : value !== null && value !== undefined);
  const text = (value) => (typeof value === "boolean" ? (value ? "yes" : "no") : String(value));
  const number = (value) => {
    if (!filled(value) || typeof value === "boolean") return null;
    const written = text(value).trim();
    return NUMBER.test(written) ? Number(written) : null;
  };

  /* `fact` gives the value of a fact by its name; undefined or null when it is missing. */
  function holds(condition, fact) {
    if ("all" in condition) return condition.all.every((part) => holds(part, fact));
    if ("any" in condition) return condition.any.some((part) => holds(part, fact));
    if ("not" in condition) return !holds(condition.not, fact);
    const value = fact(condition.fact);
    const given = filled(value);
    if ("is" in condition) return given && text(value) === condition.is;
    if ("is_not" in condition) return !(given && text(value) === condition.is_not);
    if ("in" in condition) return given && condition.in.includes(text(value));
    if ("not_in" in condition) return !(given && condition.not_in.includes(text(value)));
    if ("at_least" in condition) return number(value) !== null && number(value) >= Number(condition.at_least);
    if ("at_most" in condition) return number(value) !== null && number(value) <= Number(condition.at_most);
    return given === condition.filled;
  }

  /* What was typed as the server will read it; null for what it will not accept as a value. */
  const readers = {
    number(typed) {
      const bare = typed.replace(/\s/g, "");
      if (/^[-−]?(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?)$/.test(bare)) return String(Number(bare.replace("−", "-").replaceAll(".", "").replace(",", ".")));
      if (/^[-−]?(?:\d{1,3}(?:,\d{3})+\.\d+|\d+\.\d+)$/.test(bare)) return String(Number(bare.replace("−", "-").replaceAll(",", "")));
      return null;
    },
    money(typed) {
      const bare = typed.replace(/\s*(?:đồng|dong|vnđ|vnd|đ)\.?\s*$/i, "").replace(/\s/g, "");
      return /^(?:\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+|\d+)$/.test(bare) ? String(Number(bare.replace(/[.,]/g, ""))) : null;
    },
    date(typed) {
      const parts = typed.trim().replace(/^(\d{2})(\d{2})(\d{4})$/, "$1/$2/$3");
      const found = /^(?:(?:(\d{1,2})\D+)?(\d{1,2})\D+)?(\d{4})$/.exec(parts);
      if (!found) return /^\d{4}-\d{2}(?:-\d{2})?$/.test(parts) ? parts : null;
      return [found[3], found[2], found[1]].filter(Boolean).map((part) => part.padStart(2, "0")).join("-");
    },
    text: (typed) => typed.normalize("NFC").replace(/\s+/g, " ").trim(),
  };
  const read = (kind, typed) => (typed.trim() === "" ? null : (readers[kind] || readers.text)(typed));

  function start(page) {
    const outside = JSON.parse(page.dataset.facts || "{}");
    const inputs = (root) => [...root.querySelectorAll("input[name], select[name], textarea[name]")];
    const answered = (input) => !input.matches(":disabled") && input.type !== "file" && input.value.trim() !== "" && (input.type !== "radio" || input.checked);
    const typed = (input) => input.type !== "hidden" && answered(input);

    /* undefined: the page has no such field. */
    function onPage(name) {
      const whole = (attribute) => [...page.querySelectorAll(`[${attribute}]`)].find((each) => each.getAttribute(attribute) === name);
      const person = whole("data-person"), group = whole("data-group"), files = whole("data-files");
      if (person) return inputs(person).some(typed) ? "yes" : null;
      if (group) return [...group.querySelectorAll("[data-scope]")].filter((entry) => inputs(entry).some((input) => typed(input) || (input.closest("[data-files]") && answered(input)))).length || null;
      if (files) return inputs(files).filter((input) => input.name === name && answered(input)).length || null;
      const named = inputs(page).filter((input) => input.name === name);
      if (!named.length) return undefined;
      const given = named.filter(answered).pop();
      return given ? read(given.dataset.kind, given.value) : null;
    }

    function refresh() {
      // In the order of the page: a condition looks back only, so one pass settles everything.
      for (const field of page.querySelectorAll("[data-when]")) {
        const scope = field.closest("[data-scope]")?.dataset.scope || "";
        const fact = (name) => {
          const inside = scope ? onPage(scope + name) : undefined;
          if (inside !== undefined) return inside;
          const here = onPage(name);
          return here !== undefined ? here : outside[name];
        };
        const shown = holds(JSON.parse(field.dataset.when), fact);
        field.hidden = !shown;
        field.disabled = !shown;
      }
    }
    page.addEventListener("input", refresh);
    page.addEventListener("change", refresh);
    window.addEventListener("pageshow", refresh);
    refresh();
  }

  if (typeof module !== "undefined") module.exports = { holds, read };
  if (typeof document !== "undefined") document.querySelectorAll("[data-conditions]").forEach(start);
})();
