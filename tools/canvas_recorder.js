// A 2-D context that writes down what is drawn, in the page's own pixels: for tests in Node, and for still pictures in a
// browser, where canvas_svg.js writes it out. Of a context's methods it has those that the explorers use.
//
// drawn: what stays visible, in the order of drawing, each thing clipped to what shows:
//   {kind: "line", points}             a stroked run of points
//   {kind: "area", points}             a filled outline
//   {kind: "dot", x, y, radius}        a full circle, filled or stroked
//   {kind: "bar", x, y, across, height, radius}  a rectangle, filled or stroked
//   {kind: "text", text, x, y, align, baseline, size, weight, font, wide, box: [x0, y0, x1, y1], angle}
// and of each: fill or stroke (its colour), alpha, width and dash of a stroke, and op, the number of the call that drew it.

const PLAIN = {
  matrix: [1, 0, 0, 1, 0, 0], bounds: null, fillStyle: "#000000", strokeStyle: "#000000", globalAlpha: 1, lineWidth: 1,
  lineJoin: "miter", dash: [], font: "10px sans-serif", textAlign: "start", textBaseline: "alphabetic",
};
const FULL = 2 * Math.PI - 1e-9;

const times = ([a, b, c, d, e, f], [x, y]) => [a * x + c * y + e, b * x + d * y + f];
const product = (m, n) => [
  m[0] * n[0] + m[2] * n[1], m[1] * n[0] + m[3] * n[1], m[0] * n[2] + m[2] * n[3], m[1] * n[2] + m[3] * n[3],
  m[0] * n[4] + m[2] * n[5] + m[4], m[1] * n[4] + m[3] * n[5] + m[5],
];
const sizeOf = ([a, b, c, d]) => Math.sqrt(Math.abs(a * d - b * c));
const even = ([a, b, c, d]) => Math.abs(b) < 1e-12 && Math.abs(c) < 1e-12 && a > 0 && d > 0;
const finite = (numbers) => numbers.every(Number.isFinite);
const corners = (x, y, w, h) => [[x, y], [x + w, y], [x + w, y + h], [x, y + h]];

// ---- paths ----------------------------------------------------------------------------------------------------------

// Stands for Path2D too. A subpath is {points, closed}, or {circle: [x, y, r]}, or {rect: [x, y, w, h], radius}.
export class RecordedPath {
  constructor(other) {
    this.subpaths = other ? structuredClone(other.subpaths) : [];
    this.open = null;
  }

  moveTo(x, y) {
    if (finite([x, y])) this.subpaths.push((this.open = { points: [[x, y]], closed: false }));
  }

  lineTo(x, y) {
    if (!finite([x, y])) return; // as a canvas does
    this.open ? this.open.points.push([x, y]) : this.moveTo(x, y);
  }

  closePath() {
    if (!this.open) return;
    this.open.closed = true;
    const [x, y] = this.open.points[0];
    this.moveTo(x, y);
  }

  rect(x, y, w, h) {
    this.roundRect(x, y, w, h, 0);
  }

  roundRect(x, y, w, h, radius = 0) {
    if (!finite([x, y, w, h])) return;
    this.subpaths.push({ rect: [x, y, w, h], radius });
    this.open = null;
  }

  arc(x, y, r, from, to, back = false) {
    if (!finite([x, y, r, from, to])) return;
    if (Math.abs(to - from) >= FULL) {
      if (this.open?.points.length === 1) this.subpaths.splice(this.subpaths.indexOf(this.open), 1);
      this.subpaths.push({ circle: [x, y, r] });
      this.open = null;
      return;
    }
    const turn = 2 * Math.PI;
    const span = back ? -((((from - to) % turn) + turn) % turn) : (((to - from) % turn) + turn) % turn;
    const steps = Math.max(2, Math.ceil(Math.abs(span) / 0.1));
    for (let i = 0; i <= steps; i++) this.lineTo(x + r * Math.cos(from + (span * i) / steps), y + r * Math.sin(from + (span * i) / steps));
  }
}

// ---- what shows within a rectangle [x0, y0, x1, y1] -----------------------------------------------------------------

// The runs of a line that lie within the box.
function clipLine(points, box) {
  if (!box) return [points];
  const runs = [];
  for (let i = 1; i < points.length; i++) {
    const [[ax, ay], [bx, by]] = [points[i - 1], points[i]];
    let [from, to] = [0, 1];
    for (const [p, q] of [[ax - bx, ax - box[0]], [bx - ax, box[2] - ax], [ay - by, ay - box[1]], [by - ay, box[3] - ay]]) {
      if (p === 0 && q < 0) to = -1;
      if (p < 0) from = Math.max(from, q / p);
      if (p > 0) to = Math.min(to, q / p);
    }
    if (from > to) continue;
    const at = (t) => (t === 0 ? points[i - 1] : t === 1 ? points[i] : [ax + t * (bx - ax), ay + t * (by - ay)]);
    const last = runs.at(-1)?.at(-1);
    if (from === 0 && last === points[i - 1]) runs.at(-1).push(at(to));
    else runs.push([at(from), at(to)]);
  }
  return runs;
}

function clipArea(points, box) {
  if (!box) return points;
  let out = points;
  for (const [axis, sign, bound] of [[0, 1, box[0]], [0, -1, box[2]], [1, 1, box[1]], [1, -1, box[3]]]) {
    const inside = (p) => sign * (p[axis] - bound) >= 0;
    out = out.flatMap((p, i) => {
      const q = out[(i + out.length - 1) % out.length];
      const t = (bound - q[axis]) / (p[axis] - q[axis]);
      const cut = inside(p) === inside(q) ? [] : [[q[0] + t * (p[0] - q[0]), q[1] + t * (p[1] - q[1])]];
      return inside(p) ? [...cut, p] : cut;
    });
  }
  return out;
}

const within = (box, x, y) => !box || (x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3]);
const common = (a, b) => (a && b ? [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])] : (a ?? b));

// ---- the context ----------------------------------------------------------------------------------------------------

export class CanvasRecorder {
  constructor(canvas) {
    this.canvas = canvas;
    this.reset();
  }

  // As a canvas is after its width has been set.
  reset() {
    Object.assign(this, structuredClone(PLAIN));
    [this.stack, this.drawn, this.path, this.op] = [[], [], new RecordedPath(), 0];
  }

  get ratio() {
    return globalThis.devicePixelRatio || 1;
  }

  save() {
    this.stack.push(Object.fromEntries(Object.keys(PLAIN).map((name) => [name, this[name]])));
  }

  restore() {
    Object.assign(this, this.stack.pop());
  }

  setTransform(a, ...rest) {
    this.matrix = typeof a === "number" ? [a, ...rest] : [a.a, a.b, a.c, a.d, a.e, a.f];
  }

  getTransform() {
    const [a, b, c, d, e, f] = this.matrix;
    return { a, b, c, d, e, f };
  }

  transform(...by) {
    this.matrix = product(this.matrix, by);
  }

  translate(x, y) {
    this.transform(1, 0, 0, 1, x, y);
  }

  scale(x, y) {
    this.transform(x, 0, 0, y, 0, 0);
  }

  rotate(angle) {
    this.transform(Math.cos(angle), Math.sin(angle), -Math.sin(angle), Math.cos(angle), 0, 0);
  }

  setLineDash(dash) {
    this.dash = [...dash];
  }

  beginPath() {
    this.path = new RecordedPath();
  }

  clip() {
    const [{ rect }, ...others] = this.path.subpaths;
    if (!rect || others.length || !even(this.matrix)) throw new Error("the recorder clips to upright rectangles only");
    const [[x0, y0], , [x1, y1]] = corners(...rect).map((point) => this.#at(point));
    this.bounds = common(this.bounds, [Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1)]);
  }

  stroke(path = this.path) {
    const scale = sizeOf(this.matrix) / this.ratio;
    this.#paint(path, { stroke: this.strokeStyle, width: this.lineWidth * scale, dash: this.dash.map((x) => x * scale), join: this.lineJoin });
  }

  fill(path = this.path) {
    this.#paint(path, { fill: this.fillStyle });
  }

  fillRect(...rect) {
    if (finite(rect)) this.fill({ subpaths: [{ rect, radius: 0 }] });
  }

  strokeRect(...rect) {
    if (finite(rect)) this.stroke({ subpaths: [{ rect, radius: 0 }] });
  }

  clearRect(...rect) {
    const [[x0, y0], , [x1, y1]] = corners(...rect).map((point) => this.#at(point));
    const { width, height } = this.canvas;
    const [across, up] = [width / this.ratio - 1, height / this.ratio - 1]; // a canvas has whole pixels, and its place may not
    if (x0 > 0 || y0 > 0 || x1 <= across || y1 <= up) throw new Error("the recorder clears the whole canvas only");
    this.drawn = [];
  }

  measureText(text) {
    const { size, weight } = this.#type();
    return { width: [...String(text)].length * size * (weight >= 600 ? 0.58 : 0.54) }; // a sans serif's mean
  }

  fillText(text, x, y, most) {
    this.#write(text, x, y, most, { fill: this.fillStyle });
  }

  strokeText(text, x, y, most) {
    this.#write(text, x, y, most, { stroke: this.strokeStyle, width: (this.lineWidth * sizeOf(this.matrix)) / this.ratio, dash: [] });
  }

  // Another recorded canvas, as a picture.
  drawImage(image, x, y, width = image.width, height = image.height) {
    if (!finite([x, y, width, height])) return;
    const inner = image.getContext("2d");
    const [across, down] = [(width / image.width) * inner.ratio, (height / image.height) * inner.ratio];
    const at = ([px, py]) => this.#at([x + px * across, y + py * down]);
    const scale = (Math.sqrt(across * down) * sizeOf(this.matrix)) / this.ratio;
    for (const thing of inner.drawn) {
      const moved = { ...thing, alpha: thing.alpha * this.globalAlpha, op: this.op + thing.op };
      if (thing.points) moved.points = thing.points.map(at);
      if ("x" in thing) [moved.x, moved.y] = at([thing.x, thing.y]);
      for (const name of ["radius", "size", "wide", "width", "across", "height"]) if (name in thing) moved[name] *= scale;
      if (thing.box) moved.box = [...at(thing.box.slice(0, 2)), ...at(thing.box.slice(2))];
      this.drawn.push(moved);
    }
    this.op += inner.op + 1;
  }

  #at(point) {
    return times(this.matrix, point).map((x) => x / this.ratio);
  }

  #type() {
    const [, style, size] = this.font.match(/^(.*?)([\d.]+)px/) ?? [null, "", 10];
    return { size: +size, weight: /\bbold\b/.test(style) ? 700 : +(style.match(/\d{3}/)?.[0] ?? 400) };
  }

  // The current matrix counts when a path is painted: nothing here moves it within a path.
  #paint({ subpaths }, style) {
    const scale = sizeOf(this.matrix) / this.ratio;
    const add = (thing) => this.drawn.push({ ...thing, ...style, alpha: this.globalAlpha, op: this.op });
    for (const { points, closed, circle, rect, radius } of subpaths) {
      if (circle) {
        const [x, y] = this.#at(circle);
        if (within(this.bounds, x, y)) add({ kind: "dot", x, y, radius: circle[2] * scale });
      } else if (rect && even(this.matrix)) {
        const shown = corners(...rect).map((point) => this.#at(point));
        const [xs, ys] = [0, 1].map((i) => shown.map((point) => point[i]));
        const [x0, y0, x1, y1] = common([Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)], this.bounds);
        if (x1 >= x0 && y1 >= y0) add({ kind: "bar", x: x0, y: y0, across: x1 - x0, height: y1 - y0, radius: radius * scale });
      } else {
        const places = (rect ? corners(...rect) : points).map((point) => this.#at(point));
        if (style.fill) {
          const shown = clipArea(places, this.bounds);
          if (shown.length > 2) add({ kind: "area", points: shown });
        } else {
          const round = closed || rect ? [...places, places[0]] : places;
          if (round.length > 1) for (const run of clipLine(round, this.bounds)) add({ kind: "line", points: run });
        }
      }
    }
    this.op++;
  }

  #write(text, x, y, most, style) {
    if (!finite([x, y])) return;
    const { size: given, weight } = this.#type();
    const scale = sizeOf(this.matrix) / this.ratio;
    const size = given * scale;
    const wide = Math.min(this.measureText(text).width, most ?? Infinity) * scale;
    const [left, top] = this.#at([x, y]);
    const x0 = left - wide * ({ center: 0.5, right: 1, end: 1 }[this.textAlign] ?? 0);
    // a line of text stands about 0.75 of its size above its foot, and 0.2 below
    const foot = top + size * ({ top: 0.8, hanging: 0.8, middle: 0.35, bottom: -0.2 }[this.textBaseline] ?? 0);
    if (within(this.bounds, left, top)) {
      this.drawn.push({
        kind: "text", text: String(text), x: left, y: top, foot, align: this.textAlign, baseline: this.textBaseline, size, weight, font: this.font, wide,
        box: [x0, foot - 0.75 * size, x0 + wide, foot + 0.2 * size], angle: Math.atan2(this.matrix[1], this.matrix[0]), ...style, alpha: this.globalAlpha, op: this.op,
      });
    }
    this.op++;
  }
}

for (const name of ["moveTo", "lineTo", "closePath", "rect", "roundRect", "arc"]) {
  CanvasRecorder.prototype[name] = function (...values) {
    this.path[name](...values);
  };
}
