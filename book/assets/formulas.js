// Sets a page's formulas: those in view at once, the others a few at a time when the browser has nothing else to do, so
// that a long chapter answers while they are being set. MathJax.startup.promise is kept when the last of them is.
(() => {
  "use strict";
  const BATCH = 30;
  const PAUSE = 500;  // ms after what the reader last did: an explorer's slider goes before
  if (!window.MathJax) return;  // a page without formulas

  const loaded = () => new Promise((resolve) => {
    if (document.readyState === "complete") resolve();
    else addEventListener("load", resolve, { once: true });
  });
  const idle = () => new Promise((resolve) => (window.requestIdleCallback ?? setTimeout)(resolve));
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  let touched = -Infinity;
  for (const name of ["input", "pointerdown", "keydown"]) {
    addEventListener(name, () => (touched = performance.now()), { capture: true, passive: true });
  }

  function inView(formula) {
    const { top, bottom } = formula.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  }

  async function pageReady() {
    // what is covered until a prediction is made is set when it is uncovered (predict.js)
    let later = [...document.querySelectorAll(".math")].filter((formula) => !formula.closest(".wm-live .wm-veil:not(.wm-open)"));
    const take = (formulas) => ((later = later.filter((formula) => !formulas.includes(formula))), formulas);
    const set = async (formulas) => {
      await MathJax.typesetPromise(take(formulas));
      window.keepPlace?.();  // before anything is drawn
    };
    addEventListener("beforeprint", () => MathJax.typeset(take(later)), { once: true });
    // on a page come back to, the place where the reader was holds only if all above it has its height
    const [{ type }] = performance.getEntriesByType("navigation");
    await set(type === "navigate" ? later.filter(inView) : later);
    await loaded();
    while (later.length) {
      const rest = touched + PAUSE - performance.now();
      await (rest > 0 ? wait(rest) : idle());
      if (performance.now() < touched + PAUSE) continue;
      const seen = later.filter(inView);  // the reader may be elsewhere by now
      await set(seen.length ? seen : later.slice(0, BATCH));
    }
  }

  window.MathJax.startup = { pageReady };
})();
