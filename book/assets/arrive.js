// An address leads to what it names, a place on the page or an explorer that it sets: when the explorers are drawn, and
// once more when the formulas are set and all that stands above has its height.
(() => {
  "use strict";
  let moved = false;  // by the reader, who then stays where they are
  for (const name of ["wheel", "touchmove", "mousedown", "keydown"]) {
    addEventListener(name, () => (moved = true), { once: true, passive: true });
  }

  function explorer() {
    const settings = new URLSearchParams(location.hash.slice(1));
    return [...document.querySelectorAll(".wm-widget[data-key]")].find(({ dataset }) => settings.has(dataset.key));
  }

  // stills have made way for the explorers
  const drawn = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

  // an explorer then has the keyboard
  function lead() {
    const widget = explorer()?.firstElementChild;
    const place = widget ?? document.querySelector(":target");
    place?.scrollIntoView({ behavior: "instant" });
    if (!widget) return;
    widget.tabIndex = -1;
    widget.focus({ preventScroll: true });
  }

  addEventListener("load", async () => {
    if (!location.hash || performance.getEntriesByType("navigation")[0].type !== "navigate") return;
    for (const ready of [window.widgetsShown, window.MathJax?.startup?.promise, document.fonts.ready]) {
      await ready;
      await drawn();
      if (moved) return;
      lead();
    }
  });
  addEventListener("hashchange", () => explorer() && lead());
})();
