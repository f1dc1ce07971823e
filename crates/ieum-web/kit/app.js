// Makes pages quicker and kinder; nothing here is needed. Hooks are described in kit/README.md.
"use strict";
(() => {
  const all = (selector, root = document) => root.querySelectorAll(selector);
  const make = (tag, attributes, text) => {
    const element = Object.assign(document.createElement(tag), attributes);
    if (text) element.textContent = text;
    return element;
  };
  const store = {
    read: (key) => { try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } },
    write: (key, value) => { try { sessionStorage.setItem(key, JSON.stringify(value)); } catch { /* full or forbidden */ } },
    drop: (key) => { try { sessionStorage.removeItem(key); } catch { /* forbidden */ } },
  };
  const keyOf = (form) => "ieum:" + form.getAttribute("action");
  const kept = (form) => [...form.elements].filter(
    (e) => e.name && !["hidden", "password", "file", "submit", "button", "fieldset"].includes(e.type));
  const isPick = (e) => e.type === "checkbox" || e.type === "radio";

  // What is typed stays in this tab until the form was sent and accepted.
  const typedIn = (form) => kept(form).map((e) => [e.name, isPick(e) ? [e.value, e.checked] : e.value]);
  const refill = (form, pairs) => {
    let changed = false;
    kept(form).forEach((e, i) => {
      const [name, value] = pairs[i] || [];
      if (name !== e.name) return;
      if (isPick(e)) {
        if (value[0] === e.value && value[1] !== e.checked) { e.checked = value[1]; changed = true; }
      } else if (e.value !== value) { e.value = value; changed = true; }
    });
    return changed;
  };
  const accepted = () => document.querySelector(".notice-success");
  const autosave = (form) => {
    const key = keyOf(form);
    const saved = store.read(key);
    const refused = document.querySelector(".error-summary");
    if (saved && !refused && !(saved.sent && accepted()) && refill(form, saved.pairs)) {
      form.prepend(make("p", { className: "notice", role: "status" }, form.dataset.autosaveText));
    }
    let wait;
    form.addEventListener("input", () => {
      clearTimeout(wait);
      wait = setTimeout(() => store.write(key, { pairs: typedIn(form) }), 300);
    });
    form.addEventListener("submit", () => { clearTimeout(wait); store.write(key, { pairs: typedIn(form), sent: true }); });
  };
  const forget = () => {
    if (location.pathname.startsWith("/sign-in")) return;
    const here = new Set([...all("form[data-autosave]")].map(keyOf));
    try {
      for (const key of Object.keys(sessionStorage)) {
        if (key.startsWith("ieum:") && store.read(key)?.sent && (!here.has(key) || accepted())) store.drop(key);
      }
    } catch { /* forbidden */ }
  };

  // Leaving a changed form asks first; a form is sent once.
  let dirty = null;
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && form.method === "post" && !("plain" in form.dataset)) dirty = form;
  });
  addEventListener("beforeunload", (event) => { if (dirty && dirty.isConnected) event.preventDefault(); });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    if (form.dataset.sent) return event.preventDefault();
    if (form === dirty) dirty = null;
    if (!("once" in form.dataset)) return;
    form.dataset.sent = "yes";
    all("button[type=submit]", form).forEach((b) => b.setAttribute("aria-disabled", "true"));
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    all("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      all("[aria-disabled]", form).forEach((b) => b.removeAttribute("aria-disabled"));
    });
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-confirm]");
    if (button && !confirm(button.dataset.confirm)) event.preventDefault();
    all("details[data-menu][open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    all("details[data-menu][open]").forEach((menu) => { menu.open = false; menu.firstElementChild.focus(); });
  });
  document.addEventListener("change", (event) => {
    if ("autoSubmit" in event.target.dataset) event.target.form.requestSubmit();
    if (event.target.dataset.most) checkSize(event.target);
  });

  const checkSize = (input) => {
    input.parentNode.querySelector(".error[data-own]")?.remove();
    if (![...input.files].some((file) => file.size > Number(input.dataset.most))) return;
    const words = make("p", { className: "error" }, input.dataset.mostText);
    words.dataset.own = "";
    words.setAttribute("role", "alert");
    input.before(words);
    input.value = "";
  };
  const limit = (area) => {
    const words = make("p", { className: "hint" });
    words.setAttribute("aria-live", "polite");
    const say = () => { words.textContent = area.dataset.limitText.replace("{n}", (area.dataset.limit - [...area.value].length).toLocaleString()); };
    area.after(words);
    area.addEventListener("input", say);
    say();
  };
  // Narrows a long list of choices as one types.
  const filter = (select) => {
    const options = [...select.options];
    if (options.length < 12) return;
    const box = make("input", { className: select.className, type: "search", autocomplete: "off", placeholder: select.dataset.filter });
    box.setAttribute("aria-label", select.dataset.filter);
    select.before(box);
    box.addEventListener("input", (event) => {
      event.stopPropagation();
      const wanted = box.value.trim().toLowerCase();
      const chosen = select.value;
      select.replaceChildren(...options.filter((o) => o.value === chosen || o.text.toLowerCase().includes(wanted)));
      select.value = chosen;
    });
  };
  // Offers what others call it, from `data-suggest` (a JSON list of texts).
  const suggest = (input, index) => {
    const list = make("datalist", { id: "suggest-" + index });
    input.after(list);
    input.setAttribute("list", list.id);
    let wait, asked;
    input.addEventListener("input", () => {
      clearTimeout(wait);
      wait = setTimeout(async () => {
        asked?.abort();
        asked = new AbortController();
        const mark = input.dataset.suggest.includes("?") ? "&" : "?";
        try {
          const answer = await fetch(input.dataset.suggest + mark + "q=" + encodeURIComponent(input.value),
            { headers: { accept: "application/json" }, signal: asked.signal });
          if (answer.ok) list.replaceChildren(...(await answer.json()).slice(0, 12).map((value) => make("option", { value })));
        } catch { /* a newer question, or no network */ }
      }, 160);
    });
  };
  // Long work: asks for the same fragment again until it comes without `data-poll`.
  const poll = (element, pause = 1200) => setTimeout(async () => {
    if (!element.isConnected) return;
    if (document.hidden) return poll(element, pause);
    try {
      const answer = await fetch(element.dataset.poll, { headers: { "x-fragment": "1" } });
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector(".progress") || page.body.firstElementChild;
      if (!fresh) return location.reload();
      element.replaceWith(fresh);
      if (fresh.dataset.poll) poll(fresh); else if (!("stay" in fresh.dataset)) location.reload();
    } catch { poll(element, Math.min(pause * 2, 30000)); }
  }, pause);

  const begin = () => {
    forget();
    all("form[data-autosave]").forEach(autosave);
    all("textarea[data-limit]").forEach(limit);
    all("select[data-filter]").forEach(filter);
    all("input[data-suggest]").forEach(suggest);
    all("[data-poll]").forEach((element) => poll(element));
    document.querySelector("[data-focus]")?.focus();
  };
  begin();
})();
