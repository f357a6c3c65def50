// Two parts: what holds the reader's place, and what leads them to one.

// Holds the reader's place while the page is still being set: what is above them may change its height, as formulas and
// explorers do, and what they read stays where it is. A browser's own anchoring is switched off until then: not every one
// has it, and two would move the page twice.
(() => {
  "use strict";
  const article = document.querySelector(".bd-article");
  if (!article) return;
  const root = document.documentElement;
  const AFTER = 500;  // ms: what comes last
  const HEADER = 80;  // pixels at the top of the screen, where the title bar hides what is read
  const blocks = [...article.querySelectorAll(":is(p, h1, h2, h3, h4, pre, figcaption, dt, dd > p, td, .wm-figure)")].filter((block) => block.checkVisibility()); // not what is covered or folded
  let [anchor, top, done] = [null, 0, false];

  // the first block that is not above the screen; blocks follow one another, so halves of them can be left out
  function mark() {
    let [low, high] = [0, blocks.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (blocks[middle].getBoundingClientRect().bottom > HEADER) high = middle;
      else low = middle + 1;
    }
    anchor = blocks[low];
    top = anchor?.getBoundingClientRect().top;
  }

  function keep() {
    if (done || !anchor) return;
    const moved = anchor.getBoundingClientRect().top - top;
    if (scrollY > 0 && Math.abs(moved) >= 0.5) scrollBy({ top: moved, behavior: "instant" });
    mark();
  }

  root.style.overflowAnchor = "none";
  mark();
  addEventListener("scroll", mark, { passive: true });
  const observer = new ResizeObserver(keep);
  observer.observe(article);
  window.keepPlace = keep;
  const loaded = new Promise((resolve) => (document.readyState === "complete" ? resolve() : addEventListener("load", resolve, { once: true })));
  loaded.then(() => Promise.all([window.widgetsShown, window.MathJax?.startup?.promise, document.fonts.ready])).then(() => setTimeout(() => {
    done = true;
    observer.disconnect();
    removeEventListener("scroll", mark);
    root.style.overflowAnchor = "";
  }, AFTER));
})();

// An address leads to what it names, a place on the page or an explorer that it sets: when the explorers are drawn, and
// once more when the formulas are set and all that stands above has its height. A link in the text with a setting sets
// its explorer and leads to it; so does an address that names an explorer's figure.
(() => {
  "use strict";
  let moved = false;  // by the reader, who then stays where they are
  for (const name of ["wheel", "touchmove", "mousedown", "keydown"]) {
    addEventListener(name, () => (moved = true), { once: true, passive: true });
  }

  const settings = () => new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "");
  const widgets = () => [...document.querySelectorAll(".wm-widget[data-key]")];
  const named = (key) => widgets().find(({ dataset }) => dataset.key === key);

  function explorer() {
    const place = location.hash.includes("=") ? null : document.querySelector(":target");
    return place?.matches("figure") ? place.querySelector(":scope > .wm-widget") : widgets().find(({ dataset }) => settings().has(dataset.key));
  }

  // what is led to; nothing is once the reader has chosen something else, by whatever means
  const destination = (widget = explorer()) => widget?.firstElementChild ?? document.querySelector(":target");
  const elsewhere = () => moved || ![document.body, destination()].includes(document.activeElement);

  // stills have made way for the explorers
  const drawn = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

  // an explorer then has the keyboard
  function lead(widget = explorer()) {
    destination(widget)?.scrollIntoView({ behavior: "instant" });
    const root = widget?.firstElementChild;
    if (!root) return;
    root.tabIndex = -1;
    root.focus({ preventScroll: true });
  }

  // The setting joins those of the page's other explorers in the address; going back leads back to the text.
  function set(key, value) {
    const all = settings();
    all.set(key, value);
    const hash = `#${all.toString().replaceAll("%2C", ",")}`;
    if (hash !== location.hash) history.pushState(null, "", hash);
    dispatchEvent(new HashChangeEvent("hashchange"));
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-setting]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const [key, value] = link.dataset.setting.split(/=(.*)/s);
    const widget = named(key);
    if (!widget?.dataset.ready) return;  // the still picture stands there
    event.preventDefault();
    moved = true;
    set(key, value);
    lead(widget);
  });

  addEventListener("load", async () => {
    if (!location.hash || performance.getEntriesByType("navigation")[0].type !== "navigate") return;
    for (const ready of [window.widgetsShown, window.MathJax?.startup?.promise, document.fonts.ready]) {
      await ready;
      await drawn();
      if (elsewhere()) return;
      lead();
    }
  });
  addEventListener("hashchange", (event) => event.isTrusted && explorer() && lead());
})();
