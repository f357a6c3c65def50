// What every explorer shares, first part: elements, controls, the read-out, numbers and the address's fragment.
// Text enters the page by textContent and fillText only: a word from anyone's corpus is never HTML.

export const clamp = (x, lo, hi) => Math.min(hi, Math.max(lo, x));

// ---- elements -----------------------------------------------------------------------------------------------------

// element("button.wm-play", {type: "button"}, "Play"): attributes, then children (nodes or text)
export function element(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const node = document.createElement(tag);
  if (classes.length) node.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value !== false && value != null) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

// A native range input; keys move it by `step`, Page keys by `page`, whatever the resolution of the pointer. One with `stops`
// has no places between its steps for the pointer either.
export function slider({ label, min, max, step, page, value, text, stops = false, onInput, onCommit }) {
  const input = element("input.wm-range", { type: "range", min, max, step: stops ? step : "any", "aria-label": label });
  const set = (x) => {
    input.value = x;
    input.setAttribute("aria-valuetext", text(x));
    input.style.setProperty("--at", `${(100 * (x - min)) / (max - min)}%`);
  };
  const limit = (lo, hi) => {
    if (lo === min && hi === max) return;
    [input.min, input.max] = [min, max] = [lo, hi];
  };
  input.addEventListener("keydown", (event) => {
    const moves = { ArrowLeft: -step, ArrowDown: -step, ArrowRight: step, ArrowUp: step, PageDown: -page, PageUp: page };
    const to = { Home: min, End: max }[event.key] ?? (event.key in moves ? +input.value + moves[event.key] : null);
    if (to === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    // keys walk a fixed ladder, so that there and back is the same place
    const rung = event.key in moves ? Math.round((to - min) / step) * step + min : to;
    onInput(clamp(rung, min, max), event);
    onCommit?.();
  });
  input.addEventListener("input", (event) => onInput(+input.value, event));
  input.addEventListener("change", () => onCommit?.());
  set(value ?? min);
  return { input, set, limit };
}

export function select(options, onChange, attributes = {}) {
  const node = element("select.wm-select", { ...attributes, onchange: () => onChange(node.value) });
  const fill = (entries) => node.replaceChildren(...entries.map(([value, text]) => element("option", { value }, text)));
  fill(options);
  return Object.assign(node, { fill });
}

// One choice among a few, as native radio buttons.
export function choice(legend, options, onChange) {
  const name = uniqueName("choice");
  const inputs = options.map(([value]) => element("input", { type: "radio", name, value, onchange: () => onChange(value) }));
  const labels = options.map(([, text], i) => element("label", {}, inputs[i], element("span", {}, text)));
  const node = element("fieldset.wm-choice", {}, element("legend.wm-hidden", {}, legend), ...labels);
  return { node, set: (value) => inputs.forEach((input) => (input.checked = input.value === String(value))) };
}

// A name that nothing else in the document has. In a notebook every widget imports a copy of this module of its own, so the
// number that was last given can't be kept in the module.
export function uniqueName(stem) {
  globalThis.wordmodesNames = (globalThis.wordmodesNames ?? 0) + 1;
  return `wm-${stem}-${globalThis.wordmodesNames}`;
}

// A paragraph that keeps room for the longest text that it has had, `longest` characters at first, so that nothing below it
// moves while a control does.
export function roomy(name, longest = 0, attributes = {}) {
  const node = element(name, attributes);
  let [width, most, lines] = [0, longest, 0];
  const room = () => {
    const needed = width ? Math.ceil(most / Math.max(width - LOST, 1)) : 0;
    if (lines !== needed) node.style.setProperty("--lines", (lines = needed));
  };
  const say = (text) => {
    node.textContent = text;
    if (text.length > most) (most = text.length), room();
  };
  // `characters` of the paragraph's font fill its width
  const fit = (characters) => ((width = characters), room());
  return { node, say, fit };
}

// One that is also read aloud, a moment after it last changed, not at every step of a drag.
export function readout(id, longest = 0) {
  const { node, say: show, fit } = roomy("p.wm-readout", longest, { id });
  const spoken = element("p.wm-hidden", { role: "status", "aria-live": "polite" });
  let timer;
  const say = (text, aloud = true) => {
    show(text);
    clearTimeout(timer);
    if (aloud) timer = setTimeout(() => (spoken.textContent = text), 800);
  };
  return { nodes: [node, spoken], say, fit, stop: () => clearTimeout(timer) };
}
const LOST = 4; // characters of a line's width, on average, since lines break between words

// ---- numbers ------------------------------------------------------------------------------------------------------

const RAISED = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };
export const raised = (n) => [...String(n)].map((c) => RAISED[c]).join("");
export const lowered = (n) => [...String(n)].map((c) => "₀₁₂₃₄₅₆₇₈₉"[c]).join("");

export function scientific(x, digits = 2) {
  const [mantissa, exponent] = x.toExponential(digits - 1).split("e");
  if (x >= 1 || (x >= 0.01 && +mantissa !== 1)) return String(+x.toPrecision(digits));
  return `${+mantissa === 1 ? "" : `${mantissa} × `}10${raised(+exponent)}`;
}

// 147 811, with spaces at which no line breaks; a number of four digits too, as in the text
export const thousands = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, "\u202f");

export const percent = (x) => `${Math.round(100 * x)}\u00a0%`;

// A word of a text, within a sentence.
export const inMarks = (word) => `“${word}”`;

export function list(items) {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

// ---- tables -------------------------------------------------------------------------------------------------------

const KINDS = { float64: Float64Array, float32: Float32Array, int32: Int32Array, uint32: Uint32Array, int16: Int16Array, uint16: Uint16Array, int8: Int8Array, uint8: Uint8Array };

// An array of Python's `Tables`: [kind, offset, length] in the block of bytes.
export function readArray(view, [kind, offset, length]) {
  const start = view.byteOffset + offset;
  return new KINDS[kind](view.buffer.slice(start, start + length * KINDS[kind].BYTES_PER_ELEMENT));
}

// Numbers that came with a message, as float32.
export const floats = (buffer) => readArray(buffer, ["float32", 0, buffer.byteLength / 4]);

export const reducedMotion = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

// ---- the address's fragment: #key=value&key=value, one key an explorer ----------------------------------------------

// `enabled` on a static page only: a notebook's address is never touched. WebKit lets an address change a hundred times in
// ten seconds, which a held key passes: here 15 times at once, then every 150 ms, and the last change always.
export function fragment(key, enabled) {
  const [BURST, PACE] = [15, 150];
  let [room, last, later] = [BURST, performance.now(), 0];
  // an ordinary heading's anchor holds no '=', and stays until there is something to say
  const parse = () => new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "");
  return {
    read: () => (clearTimeout(later), enabled ? parse().get(key) : null), // what a link has set is not written over
    // the page's address with this explorer's setting alone
    link: (value) => `${location.href.split("#")[0]}#${new URLSearchParams({ [key]: value }).toString().replaceAll("%2C", ",")}`,
    write(value) {
      if (!enabled) return;
      clearTimeout(later);
      const now = performance.now();
      [room, last] = [Math.min(BURST, room + (now - last) / PACE), now];
      if (room < 1) return void (later = setTimeout(() => this.write(value), PACE));
      room -= 1;
      const all = parse();
      if (value === null) all.delete(key);
      else all.set(key, value);
      const hash = all.toString().replaceAll("%2C", ",");
      if (hash) history.replaceState(history.state, "", `#${hash}`);
      else if (location.hash.includes("=")) history.replaceState(history.state, "", location.pathname + location.search);
    },
  };
}
