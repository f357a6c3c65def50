// As much of a page as an explorer needs to be drawn in Node: elements without a layout, all of one width, and canvases
// that write down what is drawn on them.

import { CanvasRecorder, RecordedPath } from "../../tools/canvas_recorder.js";

const INK = "#1b2026";
const hex = (...parts) => `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
// ten colours that are told apart even when mixed with ink
const VALUES = { "--wm-ink": INK, "--wm-faint": "#5c6670", "--wm-grid": "#d8dde2", "--wm-ground": "#ffffff" };
for (let k = 0; k < 10; k++) VALUES[`--wm-mode-${k}`] = hex(20 + 20 * k, 100, 250 - 20 * k);

class Element {
  constructor(tag, page) {
    Object.assign(this, { tag, page, children: [], attributes: {}, listeners: {}, dataset: {}, parentElement: null, className: "", hidden: false });
    this.style = { setProperty: (name, value) => (this.style[name] = value) };
    this.size = { width: 300, height: 150 };
  }

  // by the name of an element alone
  querySelectorAll(tag) {
    return this.all.filter((node) => node !== this && node.tag === tag);
  }
  append(...nodes) {
    for (const node of nodes) {
      this.children.push(node);
      if (node instanceof Element) node.parentElement = this;
    }
  }

  replaceChildren(...nodes) {
    this.children = [];
    this.append(...nodes);
  }

  get textContent() {
    return this.children.map((node) => node.textContent ?? String(node)).join("");
  }

  set textContent(text) {
    this.replaceChildren(String(text));
  }

  get all() {
    return [this, ...this.children.flatMap((node) => node.all ?? [])];
  }

  get options() {
    return this.all.filter(({ tag }) => tag === "option");
  }

  setAttribute(name, value) {
    this.attributes[name] = String(value);
    if (name === "value") this.value = String(value);
    if (this.tag === "canvas" && name in this.size) this[name] = +value;
  }

  getAttribute(name) {
    return this.attributes[name] ?? null;
  }

  removeAttribute(name) {
    delete this.attributes[name];
  }

  addEventListener(type, act) {
    (this.listeners[type] ??= []).push(act);
  }

  dispatchEvent(event) {
    for (let node = this; node; node = node.parentElement) for (const act of node.listeners[event.type] ?? []) act(event);
  }

  // a key pressed in it; whatever the page does not prevent is left out
  press(key) {
    this.dispatchEvent({ type: "keydown", key, target: this, preventDefault() {} });
  }

  get clientWidth() {
    return this.page.width;
  }

  get offsetWidth() {
    return this.page.width;
  }

  getBoundingClientRect() {
    return { left: 0, top: 0, width: this.page.width, height: this.size.height };
  }

  getContext() {
    return (this.recorder ??= new CanvasRecorder(this));
  }
}
for (const side of ["width", "height"]) {
  Object.defineProperty(Element.prototype, side, {
    get() {
      return this.size[side];
    },
    set(value) {
      this.size[side] = value;
      this.recorder?.reset();
    },
  });
}

const view = { width: 640 };
const quiet = { addEventListener() {}, removeEventListener() {} };
class Observer {
  constructor(act) {
    this.act = act;
  }
  observe(node) {
    if (node instanceof Element && node.className.includes("wm-explorer")) this.act();
  }
  disconnect() {}
}
const document = { createElement: (tag) => new Element(tag, view), activeElement: null };
[document.documentElement, document.body] = [{}, {}];
Object.assign(globalThis, {
  requestAnimationFrame: (act) => act(0), // the next frame comes at once
  document, Path2D: RecordedPath, ResizeObserver: Observer, MutationObserver: Observer, devicePixelRatio: 1,
  window: { ...quiet, devicePixelRatio: 1, matchMedia: () => ({ ...quiet, matches: false }) },
  location: { hash: "", pathname: "", search: "" },
  history: { state: null, replaceState: (_, __, to) => (location.hash = to.startsWith("#") ? to : "") },
  getComputedStyle: () => ({ color: INK, fontFamily: "sans-serif", getPropertyValue: (name) => VALUES[name] ?? "" }),
});

// An explorer as a static page shows it. state: the traits of its model; act(explorer) may press its keys; what it shows then.
export function show(module, state, { width = 640, hash = "", act = () => {} } = {}) {
  view.width = width;
  location.hash = hash;
  const kept = { ...state };
  const model = { isStatic: true, get: (name) => kept[name], set: (name, value) => (kept[name] = value), save_changes() {}, send() {}, on() {}, off() {} };
  const el = document.createElement("div");
  let detail = null;
  el.addEventListener("wordmodes:drawn", (event) => (detail = event.detail));
  const stop = module.default.render({ model, el });
  const find = (label) => el.all.find((node) => node.getAttribute("aria-label") === label);
  const at = () => detail;
  act({ find, at });
  const theme = module.readTheme(el);
  const names = new Map([...["ground", "grid", "faint", "ink"].map((name) => [theme[name], name]), ...theme.modes.map((colour, k) => [colour, `mode ${k + 1}`]), ...theme.names.map((colour, k) => [colour, `name ${k + 1}`])]);
  const named = (colour) => colour && (names.get(colour) ?? colour);
  const panels = el.all.filter(({ tag }) => tag === "canvas").map((canvas) => ({
    name: canvas.getAttribute("aria-label"), width: canvas.width, height: canvas.height,
    drawn: canvas.getContext("2d").drawn.map((thing) => ({ ...thing, fill: named(thing.fill), stroke: named(thing.stroke) })),
  }));
  const said = el.all.find(({ className }) => className === "wm-readout").textContent;
  stop();
  return { panels, said, detail, hash: location.hash, state: Object.fromEntries(Object.entries(kept).filter(([name]) => !name.startsWith("_"))) };
}
