// Before anything is drawn: where scripts run a question can be answered, and what answers it is covered; but not what
// this reader has uncovered before. If predict.js doesn't come, all is as without scripts.
(() => {
  "use strict";
  const root = document.documentElement;
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem("wordmodes:predictions")) ?? {};
  } catch {}  // storage is blocked, or holds something else
  const open = Object.keys(kept).filter((name) => kept[name]?.revealed && /^predict-[\w-]+$/.test(name));
  const style = document.createElement("style");
  style.id = "wm-open-before";
  style.textContent = open.map((name) =>
    `.wm-veil[data-of="${name}"] > .wm-behind { content-visibility: visible !important; }` +
    `.wm-veil[data-of="${name}"] > .wm-curtain { display: none; }`).join("\n");
  document.head.append(style);
  root.classList.add("wm-live");
  addEventListener("load", () => window.predictions || root.classList.remove("wm-live"));
})();
