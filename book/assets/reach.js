// What is wider than the screen scrolls; here it also takes the keyboard's focus, as long as it is wider, and says why.
(() => {
  "use strict";
  const WIDE = {
    figure: ".wm-figure",
    formula: 'mjx-container[display="true"], div.math',
    table: ".pst-scrollable-table-container, .cell_output .text_html",
    text: ".bd-article p",
  };

  function overflows(element) {
    return element.scrollWidth > element.clientWidth && /auto|scroll/.test(getComputedStyle(element).overflowX);
  }

  function update(element, kind) {
    const wide = overflows(element);
    if (!wide && !element.dataset.wide) return;
    element.dataset.wide = wide ? kind : "";
    if (!wide) element.removeAttribute("tabindex");
    else element.tabIndex = 0;
    if (kind === "text") return;  // which is read as it is
    for (const [name, value] of [["role", "group"], ["aria-label", `wide ${kind}, scrolls sideways`]]) {
      if (wide) element.setAttribute(name, value);
      else element.removeAttribute(name);
    }
  }

  async function start() {
    await window.MathJax?.startup?.promise;
    const kinds = new Map();
    const observer = new ResizeObserver((entries) => {
      for (const { target } of entries) update(target, kinds.get(target));
    });
    const look = () => {
      for (const [kind, selector] of Object.entries(WIDE)) {
        for (const element of document.querySelectorAll(selector)) {
          if (kinds.has(element)) continue;
          kinds.set(element, kind);
          observer.observe(element);
        }
      }
    };
    look();
    addEventListener("wordmodes:uncovered", look);  // formulas behind a question are set when it is answered
  }

  addEventListener("load", start);
})();

// On paper all is as in the light: what is drawn for a dark page can't be read on white.
(() => {
  "use strict";
  const { dataset } = document.documentElement;
  let theme;
  addEventListener("beforeprint", () => ([theme, dataset.theme] = [dataset.theme, "light"]));
  addEventListener("afterprint", () => (dataset.theme = theme));
})();
