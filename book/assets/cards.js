// Cards: what a term, a reference or a formula's symbols mean, beside it, while the pointer rests there or the link has
// the keyboard. Escape closes a card, and the pointer may move onto it. The texts come when the first is asked for.
(() => {
  "use strict";
  const REST = 350, GRACE = 250;  // ms: until a card opens, and until it closes behind a pointer that has left
  const MOST = 6;  // symbols on a card
  const HERE = location.pathname.split("/").at(-1) || "index.html";
  const ROOT = new URL(".", document.currentScript.src);
  const LINKS = 'article a[href*="glossary.html#"], article a[href*="bibliography.html#"]';
  const TOKEN = /(\\(?:mathrm|mathbf|operatorname)\{[A-Za-z]+\}|\\[A-Za-z]+|[A-Za-z])((?:[_^](?:\{[^{}]*\}|\\[A-Za-z]+|.))*)/g;

  let texts = null, card = null, over = null, timer = 0;

  const load = () => (texts ??= new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: new URL("card-texts.js", ROOT), onerror: reject });
    script.onload = () => resolve(window.wordmodesCards);
    document.head.append(script);
  }));

  // P_{ij} and P_i are two symbols; λ_1 is λ_k: of subscripts it counts how many there are, of superscripts the marks
  function parts([, base, scripts]) {
    const below = /_(\{[^{}]*\}|\\[A-Za-z]+|.)/.exec(scripts)?.[1] ?? "";
    const above = /\^(\{[^{}]*\}|\\[A-Za-z]+|.)/.exec(scripts)?.[1] ?? "";
    const places = below.replace(/\\[A-Za-z]+/g, "x").replace(/[^A-Za-z0-9]/g, "").length;
    const mark = (/^\{?(\*|\+|-|\\star)/.exec(above)?.[1] ?? "").replace("\\star", "*");
    return { base, places: Math.min(places, 2), mark };
  }
  const tokens = (tex) => [...tex.matchAll(TOKEN)].map(parts);

  // rows of the notation page that explain a formula on this page, in the formula's order; a row of this page's own
  // comes first, and alone where it stands instead of the others
  function explained(tex, rows) {
    const here = rows.filter(({ where }) => !where.length || where.includes(HERE)).sort((a, b) => b.where.length - a.where.length);
    const found = new Set();
    for (const { base, places, mark } of tokens(tex)) {
      const fits = (exact) => here.filter(({ names }) => names.some((name) => {
        const [known] = tokens(name);
        return known.base === base && (exact ? known.places === places && known.mark === mark : known.mark === mark || !mark);
      }));
      const exact = fits(true);
      const all = exact.length ? exact : fits(false);
      for (const row of all.some(({ instead }) => instead) ? all.filter(({ instead }) => instead) : all) found.add(row);
    }
    return [...found].slice(0, MOST);
  }

  const formula = (element) => window.MathJax?.startup?.document?.getMathItemsWithin?.(element.parentElement).find((item) => item.typesetRoot === element)?.math;
  const math = (tex) => `<span class="math">\\(${tex.replace(/&/g, "&amp;").replace(/</g, "&lt;")}\\)</span>`;

  async function content(target) {
    const all = await load();
    if (target.matches("a")) {
      const address = new URL(target.href);
      const [title, text] = all[address.pathname.split("/").at(-1)]?.[decodeURIComponent(address.hash.slice(1))] ?? [];
      return text && `<p>${title && `<strong>${title}</strong>: `}${text}</p>`;
    }
    const rows = explained(formula(target) ?? "", all.symbols);
    return rows.length && `<dl>${rows.map(({ names, text }) => `<div><dt>${names.map(math).join(", ")}</dt><dd>${text}</dd></div>`).join("")}</dl>`;
  }

  function place(target) {
    const edge = target.getBoundingClientRect(), width = card.offsetWidth, height = card.offsetHeight;
    const left = Math.max(8, Math.min(edge.left, document.documentElement.clientWidth - width - 8));
    const above = edge.bottom + 8 + height > innerHeight && edge.top - 8 - height > 0;
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${(above ? edge.top - 8 - height : edge.bottom + 8) + scrollY}px`;
  }

  async function open(target) {
    over = target;
    const html = await content(target).catch(() => null);  // without its texts the page is as good as ever
    if (over !== target) return;
    close();
    if (!html) return;
    over = target;
    card = Object.assign(document.createElement("div"), { className: "wm-card", id: "wm-card", role: "tooltip", innerHTML: html });
    card.addEventListener("pointerenter", () => clearTimeout(timer));
    card.addEventListener("pointerleave", leave);
    document.querySelector("article").append(card);
    if (target.matches("a")) target.setAttribute("aria-describedby", "wm-card");
    const mine = card;
    if (window.MathJax?.typesetPromise) await MathJax.typesetPromise([mine]);
    else for (const span of mine.querySelectorAll(".math")) span.textContent = span.textContent.slice(2, -2);
    if (card === mine) place(target);
  }

  function close() {
    clearTimeout(timer);
    over?.removeAttribute?.("aria-describedby");
    card?.remove();
    card = over = null;
  }

  const later = (act, time) => {
    clearTimeout(timer);
    timer = setTimeout(act, time);
  };
  const leave = () => later(close, GRACE);
  const found = (event) => {
    const element = event.target.closest?.(`${LINKS}, article mjx-container`);
    return element && !element.closest(".wm-card, .wm-widget, a:not([href*='glossary.html#'], [href*='bibliography.html#'])") ? element : null;
  };

  document.addEventListener("pointerover", (event) => {
    const target = found(event);
    if (event.pointerType !== "mouse" || !target) return;
    if (target === over) clearTimeout(timer);
    else later(() => open(target), REST);
  });
  document.addEventListener("pointerout", (event) => event.pointerType === "mouse" && found(event) && leave());
  document.addEventListener("focusin", (event) => event.target.matches?.(LINKS) && event.target.matches(":focus-visible") && open(event.target));
  document.addEventListener("focusout", (event) => event.target === over && close());
  document.addEventListener("keydown", ({ key }) => key === "Escape" && close());
  // a finger has no rest: it taps a formula, which does nothing else
  document.addEventListener("click", (event) => {
    const target = found(event);
    if (event.pointerType === "touch" && target && !target.matches("a")) open(target);
    else if (!event.target.closest?.(".wm-card")) close();
  });
  addEventListener("beforeprint", close);
})();
