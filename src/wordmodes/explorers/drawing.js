// What every explorer shares, third part: scales, axes, labels, canvas and theme. Joined after shared.js.

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

// A number with a minus sign instead of a hyphen.
export const minus = (value) => String(value).replace("-", "−");

export function axisX(ctx, theme, scale, y, { values, label, grid }) {
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  for (const value of values) {
    const x = Math.round(scale(value)) + 0.5;
    if (grid != null) line(ctx, theme.grid, x, grid, x, y);
    text(ctx, theme.faint, minus(value), x, y + 6);
  }
  if (label) {
    ctx.textAlign = "right";
    text(ctx, theme.faint, label, scale.range[1], y + 21);
  }
}

export function axisY(ctx, theme, scale, x, { values, to, format = minus }) {
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

// A line through the n points that point(i) gives.
export function trace(ctx, colour, width, n, point) {
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.beginPath();
  for (let i = 0; i < n; i++) ctx.lineTo(...point(i));
  ctx.stroke();
}

export function dashed(ctx, dash, paint) {
  ctx.setLineDash(dash);
  paint();
  ctx.setLineDash([]);
}

// Paint what lies within a rectangle.
export function clipped(ctx, x, y, width, height, paint) {
  ctx.save();
  ctx.beginPath();
  ctx.rect(x, y, width, height);
  ctx.clip();
  paint();
  ctx.restore();
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

// A mark below an axis, its tip at (x, y).
export function triangle(ctx, colour, x, y) {
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(x - 4.5, y + 8);
  ctx.lineTo(x + 4.5, y + 8);
  ctx.fillStyle = colour;
  ctx.fill();
}

// `gap`: what stays free at either end.
export function arrow(ctx, colour, [x0, y0], [x1, y1], { width, head, gap = 0, dash = [] }) {
  const length = Math.hypot(x1 - x0, y1 - y0);
  if (length < 2 * gap + 1.5) return;
  const [u, v] = [(x1 - x0) / length, (y1 - y0) / length];
  const [tipX, tipY] = [x1 - gap * u, y1 - gap * v];
  const size = Math.min(head, length - 2 * gap);
  dashed(ctx, dash, () => line(ctx, colour, x0 + gap * u, y0 + gap * v, tipX - 0.8 * size * u, tipY - 0.8 * size * v, width));
  ctx.fillStyle = colour;
  ctx.beginPath();
  ctx.moveTo(tipX, tipY);
  ctx.lineTo(tipX - size * (u + 0.5 * v), tipY - size * (v - 0.5 * u));
  ctx.lineTo(tipX - size * (u - 0.5 * v), tipY - size * (v + 0.5 * u));
  ctx.fill();
}

// What a panel shows, above it; what follows is in the size of the axes' numbers.
export function heading(ctx, theme, words, x = 4, y = 13) {
  ctx.font = theme.font(12, 600);
  ctx.textAlign = "left";
  ctx.textBaseline = "alphabetic";
  text(ctx, theme.ink, words, x, y);
  ctx.font = theme.font(11);
}

// Move positions apart to at least `gap`, keeping their order, within [lo, hi].
export function spread(positions, gap, lo, hi) {
  const order = positions.map((_, i) => i).sort((i, j) => positions[i] - positions[j]);
  const out = [...positions];
  order.forEach((i, n) => (out[i] = Math.max(out[i], n ? out[order[n - 1]] + gap : lo)));
  for (let n = order.length - 1, cap = hi; n >= 0; cap = out[order[n]] - gap, n--) out[order[n]] = Math.min(out[order[n]], cap);
  return out;
}

// Where labels can stand without touching each other, a point, or a box that is `taken`. Points come in order of importance; a
// label prefers the slot it had before (`memory`, kept by the caller), so that it does not jump about while its point moves.
// A point and its rim have the radius `dot`; a label stands `away` from the point's middle.
export function placeLabels(points, { left, top, right, bottom, size = 12, memory, dot = 3, away = 7, taken: boxes = [] }) {
  const taken = [...boxes, ...points.map(({ x, y }) => [x - dot, y - dot, x + dot, y + dot])];
  const slots = [];
  for (const dy of [0, -1, 1, -2, 2, -3, 3]) slots.push([1, dy], [-1, dy]);
  return points.map((point, i) => {
    const fits = ([side, dy]) => {
      const x0 = side > 0 ? point.x + away : point.x - away - point.width;
      const y0 = point.y + dy * (size + 1) - size / 2;
      const box = [x0, y0, x0 + point.width, y0 + size];
      if (box[0] < left || box[1] < top || box[2] > right || box[3] > bottom) return null;
      return taken.some((t) => box[0] < t[2] && box[2] > t[0] && box[1] < t[3] && box[3] > t[1]) ? null : box;
    };
    const before = memory?.get(point.name);
    for (const slot of before ? [before, ...slots] : slots) {
      const box = fits(slot);
      if (!box) continue;
      taken.push([box[0] - WORDS_APART, box[1], box[2] + WORDS_APART, box[3]]);
      memory?.set(point.name, slot);
      return { x: slot[0] > 0 ? box[0] : box[2], y: box[1] + size / 2, align: slot[0] > 0 ? "left" : "right", far: slot[1] !== 0, i, box };
    }
    memory?.delete(point.name);
    return null;
  });
}

const WORDS_APART = 5; // pixels between two labels of one line

// Small boxes along a line, which labels then keep clear of.
export function alongLine([x0, y0], [x1, y1], half = 3) {
  const steps = Math.max(1, Math.ceil(Math.hypot(x1 - x0, y1 - y0) / (2 * half)));
  return Array.from({ length: steps + 1 }, (_, n) => [x0 + ((x1 - x0) * n) / steps, y0 + ((y1 - y0) * n) / steps]).map(([x, y]) => [x - half, y - half, x + half, y + half]);
}

// What lies ahead in time is paler than what has passed, and still seen: 3 to 1 against the ground.
export const VEIL = 0.22;

// ---- canvas and theme ---------------------------------------------------------------------------------------------

// A canvas that fills its parent's width at the screen's resolution. Its width and zoom are what `measure` last found: to ask
// for either lays the whole page out.
export function canvas(label, describedBy) {
  const node = element("canvas.wm-canvas", { role: "img", "aria-label": label, "aria-describedby": describedBy });
  const made = { node, ctx: node.getContext("2d"), space: 0, zoom: 1, measure, fit, keep };
  let drawn = [];
  function measure() {
    made.space = node.clientWidth;
    made.zoom = node.currentCSSZoom ?? 1;
  }
  function fit(width, height) {
    const ratio = (window.devicePixelRatio || 1) * made.zoom;
    const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (node.width !== w || node.height !== h) [node.width, node.height] = [w, h];
    node.style.height = `${height}px`;
    made.ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    made.ctx.clearRect(0, 0, width, height);
  }
  // draws what depends on nothing but `given`, and only when that has changed: values, theme and all, compared by identity
  function keep(height, given, draw) {
    const now = [made.space, made.zoom, window.devicePixelRatio, height, ...given];
    if (drawn.length === now.length && now.every((one, i) => Object.is(one, drawn[i]))) return;
    drawn = now;
    fit(made.space, height);
    draw();
  }
  return made;
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
