// An address leads to what it names, a place on the page or an explorer that it sets, when everything above that has its
// height: the formulas and the explorers.
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

  async function settled() {
    await Promise.all([window.MathJax?.startup?.promise, window.widgetsShown, document.fonts.ready]);
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));  // stills have made way
  }

  // to an explorer, which then has the keyboard
  function go({ firstElementChild: widget }) {
    widget.scrollIntoView({ behavior: "instant" });
    widget.tabIndex = -1;
    widget.focus({ preventScroll: true });
  }

  addEventListener("load", async () => {
    if (!location.hash || performance.getEntriesByType("navigation")[0].type !== "navigate") return;
    await settled();
    if (moved) return;
    const widget = explorer();
    if (widget) go(widget);
    else document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView({ behavior: "instant" });
  });
  addEventListener("hashchange", () => explorer() && go(explorer()));
})();
