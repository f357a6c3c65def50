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
