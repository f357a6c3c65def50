// What every explorer shares: theme, canvas, scales, axes, labels, controls, the read-out and the address's fragment.
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

// A native range input; keys move it by `step`, Page keys by `page`, whatever the resolution of the pointer.
export function slider({ label, min, max, step, page, value, text, onInput, onCommit }) {
  const input = element("input.wm-range", { type: "range", min, max, step: "any", "aria-label": label });
  const set = (x) => {
    input.value = x;
    input.setAttribute("aria-valuetext", text(x));
    input.style.setProperty("--at", `${(100 * (x - min)) / (max - min)}%`);
  };
  const moves = { ArrowLeft: -step, ArrowDown: -step, ArrowRight: step, ArrowUp: step, PageDown: -page, PageUp: page };
  input.addEventListener("keydown", (event) => {
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
  set(value);
  return { input, set };
}

export function select(options, onChange) {
  const node = element("select.wm-select", { onchange: () => onChange(node.value) });
  node.append(...options.map(([value, text]) => element("option", { value }, text)));
  return node;
}

// One choice among a few, as native radio buttons.
export function choice(legend, name, options, onChange) {
  const inputs = options.map(([value]) => element("input", { type: "radio", name, value, onchange: () => onChange(value) }));
  const labels = options.map(([, text], i) => element("label", {}, inputs[i], element("span", {}, text)));
  const node = element("fieldset.wm-choice", {}, element("legend.wm-hidden", {}, legend), ...labels);
  return { node, set: (value) => inputs.forEach((input) => (input.checked = input.value === value)) };
}

let serial = 0;
export const uniqueName = (stem) => `wm-${stem}-${++serial}`;

// A paragraph that is read aloud a moment after it last changed, not at every step of a drag.
export function readout(id) {
  const shown = element("p.wm-readout", { id });
  const spoken = element("p.wm-hidden", { role: "status", "aria-live": "polite" });
  let timer;
  const say = (text, aloud = true) => {
    shown.textContent = text;
    clearTimeout(timer);
    if (aloud) timer = setTimeout(() => (spoken.textContent = text), 800);
  };
  return { nodes: [shown, spoken], say, stop: () => clearTimeout(timer) };
}

// ---- numbers ------------------------------------------------------------------------------------------------------

const RAISED = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };
export const raised = (n) => [...String(n)].map((c) => RAISED[c]).join("");

export function scientific(x, digits = 2) {
  const [mantissa, exponent] = x.toExponential(digits - 1).split("e");
  if (x >= 1 || (x >= 0.01 && +mantissa !== 1)) return String(+x.toPrecision(digits));
  return `${+mantissa === 1 ? "" : `${mantissa} × `}10${raised(+exponent)}`;
}

export const percent = (x) => `${Math.round(100 * x)}\u00a0%`;

export function list(items) {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

// ---- scales and axes ----------------------------------------------------------------------------------------------

export function linear([a, b], [from, to]) {
  const scale = (x) => from + ((x - a) / (b - a)) * (to - from);
  scale.invert = (y) => a + ((y - from) / (to - from)) * (b - a);
  scale.domain = [a, b];
  scale.range = [from, to];
  return scale;
}

// Round numbers within [lo, hi], about `count` of them.
export function ticks(lo, hi, count) {
  const rough = (hi - lo) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((m) => m * power >= rough * 0.999) * power;
  const first = Math.ceil(lo / step - 1e-9);
  return Array.from({ length: Math.floor(hi / step + 1e-9) - first + 1 }, (_, i) => +((first + i) * step).toPrecision(12));
}

export function axisX(ctx, theme, scale, y, { values, label, grid }) {
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  for (const value of values) {
    const x = Math.round(scale(value)) + 0.5;
    if (grid != null) line(ctx, theme.grid, x, grid, x, y);
    text(ctx, theme.faint, String(value), x, y + 6);
  }
  if (label) {
    ctx.textAlign = "right";
    text(ctx, theme.faint, label, scale.range[1], y + 21);
  }
}

export function axisY(ctx, theme, scale, x, { values, to, format = String }) {
  ctx.textAlign = "right";
  ctx.textBaseline = "middle";
  for (const value of values) {
    const y = Math.round(scale(value)) + 0.5;
    line(ctx, theme.grid, x, y, to, y);
    text(ctx, theme.faint, format(value), x - 6, y);
  }
}

export function line(ctx, colour, x0, y0, x1, y1, width = 1) {
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.beginPath();
  ctx.moveTo(x0, y0);
  ctx.lineTo(x1, y1);
  ctx.stroke();
}

export function text(ctx, colour, string, x, y, halo) {
  if (halo) {
    ctx.strokeStyle = halo;
    ctx.lineWidth = 3;
    ctx.lineJoin = "round";
    ctx.strokeText(string, x, y);
  }
  ctx.fillStyle = colour;
  ctx.fillText(string, x, y);
}

export function disc(ctx, colour, x, y, radius, rim) {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.fillStyle = colour;
  ctx.fill();
  if (rim) {
    ctx.strokeStyle = rim;
    ctx.lineWidth = 1.5;
    ctx.stroke();
  }
}

// Move positions apart to at least `gap`, keeping their order, within [lo, hi].
export function spread(positions, gap, lo, hi) {
  const order = positions.map((_, i) => i).sort((i, j) => positions[i] - positions[j]);
  const out = [...positions];
  order.forEach((i, n) => (out[i] = Math.max(out[i], n ? out[order[n - 1]] + gap : lo)));
  for (let n = order.length - 1, cap = hi; n >= 0; cap = out[order[n]] - gap, n--) out[order[n]] = Math.min(out[order[n]], cap);
  return out;
}

// Where labels can stand without touching each other or a point. Points come in order of importance; a label prefers the
// slot it had before (`memory`, kept by the caller), so that it does not jump about while its point moves.
export function placeLabels(points, { left, top, right, bottom, size = 12, memory }) {
  const taken = points.map(({ x, y }) => [x - 3, y - 3, x + 3, y + 3]);
  const slots = [];
  for (const dy of [0, -1, 1, -2, 2, -3, 3]) slots.push([1, dy], [-1, dy]);
  return points.map((point, i) => {
    const fits = ([side, dy]) => {
      const x0 = side > 0 ? point.x + 7 : point.x - 7 - point.width;
      const y0 = point.y + dy * (size + 1) - size / 2;
      const box = [x0, y0, x0 + point.width, y0 + size];
      if (box[0] < left || box[1] < top || box[2] > right || box[3] > bottom) return null;
      return taken.some((t) => box[0] < t[2] && box[2] > t[0] && box[1] < t[3] && box[3] > t[1]) ? null : box;
    };
    const before = memory?.get(point.name);
    for (const slot of before ? [before, ...slots] : slots) {
      const box = fits(slot);
      if (!box) continue;
      taken.push(box);
      memory?.set(point.name, slot);
      return { x: slot[0] > 0 ? box[0] : box[2], y: box[1] + size / 2, align: slot[0] > 0 ? "left" : "right", far: slot[1] !== 0, i };
    }
    memory?.delete(point.name);
    return null;
  });
}

// ---- canvas and theme ---------------------------------------------------------------------------------------------

// A canvas that fills its parent's width at the screen's resolution.
export function canvas(label, describedBy) {
  const node = element("canvas.wm-canvas", { role: "img", "aria-label": label, "aria-describedby": describedBy });
  const ctx = node.getContext("2d");
  const fit = (width, height) => {
    const ratio = window.devicePixelRatio || 1;
    const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (node.width !== w || node.height !== h) [node.width, node.height] = [w, h];
    node.style.height = `${height}px`;
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.clearRect(0, 0, width, height);
  };
  return { node, ctx, fit };
}

// The page's colours as the style sheet resolved them, for the canvas.
export function readTheme(root) {
  const style = getComputedStyle(root);
  const family = style.fontFamily; // a computed style is live: asking it again would lay the page out again
  const value = (name) => style.getPropertyValue(name).trim();
  const modes = Array.from({ length: 10 }, (_, k) => value(`--wm-mode-${k}`));
  return {
    ink: style.color,
    faint: value("--wm-faint"),
    grid: value("--wm-grid"),
    ground: value("--wm-ground"),
    modes,
    names: modes.map((colour) => mix(colour, value("--wm-ink"), 0.28)), // dark enough to read, on light; bright, on dark
    font: (size, weight = 400) => `${weight} ${size}px ${family}`,
  };
}

// Two #rrggbb colours, the second's share given; any other notation stays as it is.
function mix(one, other, share) {
  const parts = (hex) => hex.match(/^#(..)(..)(..)$/)?.slice(1).map((part) => parseInt(part, 16));
  const [a, b] = [parts(one), parts(other)];
  return a && b ? `#${a.map((x, i) => Math.round(x + share * (b[i] - x)).toString(16).padStart(2, "0")).join("")}` : one;
}

// Call back when the page, JupyterLab or the system turns light or dark.
export function watchTheme(callback) {
  const observer = new MutationObserver(callback);
  const attributes = ["data-theme", "data-mode", "data-jp-theme-light", "data-jp-theme-name", "class"];
  for (const node of [document.documentElement, document.body]) observer.observe(node, { attributeFilter: attributes });
  const query = window.matchMedia("(prefers-color-scheme: dark)");
  query.addEventListener("change", callback);
  return () => {
    observer.disconnect();
    query.removeEventListener("change", callback);
  };
}

export const reducedMotion = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

// ---- the address's fragment: #key=value&key=value, one key an explorer ----------------------------------------------

// `enabled` on a static page only: a notebook's address is never touched.
export function fragment(key, enabled) {
  // an ordinary heading's anchor holds no '=', and stays until there is something to say
  const parse = () => new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "");
  return {
    read: () => (enabled ? parse().get(key) : null),
    write(value) {
      if (!enabled) return;
      const all = parse();
      if (value === null) all.delete(key);
      else all.set(key, value);
      const hash = all.toString().replaceAll("%2C", ",");
      if (hash) history.replaceState(history.state, "", `#${hash}`);
      else if (location.hash.includes("=")) history.replaceState(history.state, "", location.pathname + location.search);
    },
  };
}
