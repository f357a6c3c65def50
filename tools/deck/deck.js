// The slides: reveal.js shows them, an explorer stands in each slide that asks for it, set as the slide says. The address
// keeps the slide, and the setting as the explorer writes it: #slide=4&sigma=planted,1e-06.
(() => {
  "use strict";
  const sections = [...document.querySelectorAll(".slides > section")];
  const WIDTHS = [700, 780, 860, 980, 1160]; // pixels that an explorer may have before it is magnified
  const MOST = 1.8;
  const address = () => new URLSearchParams(location.hash.slice(1));
  const fitted = new Map(); // style of an explorer in a window of this size
  // an explorer draws in the frame after the one in which its width has changed
  const frame = () => new Promise(requestAnimationFrame);
  const drawn = async () => {
    for (let n = 0; n < 3; n++) await frame();
  };
  const root = document.documentElement;
  let kept = root.dataset.theme; // while it is printed
  let shown = null; // slide whose explorer is set

  const options = {
    disableLayout: true, hash: false, respondToHashChanges: false, history: false, overview: false, transition: "none",
    backgroundTransition: "none", center: false, display: "flex", slideNumber: "c/t", scrollActivationWidth: null, help: true,
    plugins: [RevealNotes],
    defaultTiming: 60, // seconds; each slide has its own, and the speaker's view then tells how late one is
    keyboardCondition: ({ target }) => !target?.closest?.(".wm-place"), // an explorer keeps its keys; Escape leaves it
    keyboard: {
      69: () => explorer()?.querySelector("input, button, select, [tabindex='0']")?.focus(), // e
      68: () => (root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark"), // d
    },
  };

  const current = () => sections[Reveal.getIndices().h];
  const explorer = () => current().querySelector(".wm-explorer");

  // The one explorer of its kind comes to the slide that shows it, and is set.
  async function enter() {
    const section = current();
    const number = String(sections.indexOf(section) + 1);
    const place = section.querySelector(".wm-place");
    const all = address();
    const same = all.get("slide") === number;
    all.set("slide", number);
    if (place) {
      const [key, value] = section.dataset.setting.split(/=(.*)/s);
      const widget = document.querySelector(`.wm-widget[data-key="${key}"]`);
      place.prepend(widget);
      if (!same || !all.has(key)) all.set(key, value); // who opens an address with a setting gets that
    }
    history.replaceState(null, "", `#${all.toString().replaceAll("%2C", ",")}`);
    dispatchEvent(new HashChangeEvent("hashchange"));
    await fit();
    shown = section;
  }

  // As large as the slide has room for: of several widths the one that can be magnified most. An explorer draws anew when
  // its width changes, so this is found out once for each size of the window, unseen. On a phone the slide scrolls.
  async function fit() {
    const [section, widget] = [current(), explorer()];
    if (!widget) return;
    const room = widget.closest(".wm-place").getBoundingClientRect();
    const size = [section.dataset.setting.split("=")[0], Math.round(room.width), Math.round(room.height)].join();
    if (room.width < WIDTHS[0]) fitted.set(size, "");
    if (!fitted.has(size)) {
      let best = 0;
      for (const width of WIDTHS) {
        widget.style.cssText = `visibility: hidden; width: ${width}px`;
        await drawn();
        const zoom = Math.min(MOST, room.width / width, room.height / widget.scrollHeight);
        if (zoom > best + 0.01) best = zoom, fitted.set(size, `width: ${width}px; zoom: ${zoom}`);
      }
    }
    if (current() !== section) return;
    widget.style.cssText = fitted.get(size);
    await drawn();
    const over = widget.getBoundingClientRect().height / room.height; // what it says may be longer here than elsewhere
    if (fitted.get(size) && over > 1) widget.style.zoom = widget.style.zoom / over;
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest(".wm-place") && !event.target.closest(".wm-stage")) document.activeElement.blur();
  });
  addEventListener("resize", fit);
  addEventListener("beforeprint", () => ((kept = root.dataset.theme), (root.dataset.theme = "light")));
  addEventListener("afterprint", () => (root.dataset.theme = kept));

  window.deck = {
    show: (number) => Reveal.slide(number),
    settled: () => shown === current(),
  };
  window.deckReady = window.widgetsShown
    .then(() => Reveal.initialize(options))
    .then(() => {
      Reveal.on("slidechanged", enter);
      const number = Number(address().get("slide"));
      if (number > 1 && number <= sections.length) Reveal.slide(number - 1);
      else enter();
      return true;
    });
})();
