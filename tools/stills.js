// The still picture of explorers that record what they draw: their panels in their arrangement, without the controls, in
// the two kinds of colour that the site turns into the page's. Runs in the page, after canvas_recorder.js and canvas_svg.js.

const GAP = 14; // between panels
const LINE = 20; // height of a line of words from the page
const GRID = 0.2;

// What shows where an explorer stands: canvases one below the other, beside one another where the page has columns.
function arrange(root, words) {
  const placed = [];
  let top = 0;
  for (const block of blocks(root, words)) {
    const foot = block.map((column) => column.reduce((y, part) => (placed.push({ ...part, y }), y + part.height + GAP), top));
    top = Math.max(...foot);
  }
  return { placed, height: top - GAP };
}

// Rows of columns of parts. Canvases of one grid are one row.
function blocks(root, words) {
  const left = root.querySelector(".wm-readout").getBoundingClientRect().left;
  const rows = new Map();
  for (const node of root.querySelectorAll(["canvas", ...words].join())) {
    const box = node.getBoundingClientRect();
    if (!box.width) continue;
    const grid = node.closest(".wm-panels") ?? node;
    const column = grid === node ? 0 : [...grid.children].findIndex((child) => child.contains(node));
    const row = rows.get(grid) ?? rows.set(grid, []).get(grid);
    (row[column] ??= []).push(node.localName === "canvas" ? panel(node, box, left) : line(node, box, left));
  }
  return [...rows.values()];
}

function panel(node, box, left) {
  return { x: box.left - left, height: box.height, drawn: node.getContext("2d").drawn };
}

// Words of the page, each leaf of the element at its own place.
function line(node, box, left) {
  const leaves = node.children.length ? [...node.querySelectorAll("*")].filter((one) => !one.children.length) : [node];
  const drawn = leaves.map((leaf) => {
    const [own, style] = [leaf.getBoundingClientRect(), getComputedStyle(leaf)];
    const size = parseFloat(style.fontSize);
    return { kind: "text", text: leaf.textContent, x: own.left - box.left, foot: own.top - box.top + 0.5 * own.height + 0.35 * size, align: "left", size, weight: +style.fontWeight, fill: style.color, alpha: 1 };
  });
  return { x: box.left - left, height: Math.max(box.height, LINE), drawn };
}

// ---- colours ----------------------------------------------------------------------------------------------------------

// A thing drawn, as things in the book's colours: a mixture of two is one laid over the other. What only keeps the ground
// free, around words and dots, goes: a still has no ground.
function inBookColours(thing, { ink, palette }) {
  const name = thing.fill ? "fill" : "stroke";
  const colour = thing[name];
  const as = (own, alpha = 1) => ({ ...thing, [name]: own, alpha: thing.alpha * alpha });
  if (colour === "ground") return [];
  if (colour === "grid") return [as(ink, GRID)];
  if (palette.includes(colour)) return [as(colour)];
  const between = mixture(colour, palette[0], palette[4]);
  return between === null ? [as(ink)] : [as(palette[0]), as(palette[4], between)];
}

function mixture(colour, one, other) {
  const parts = (hex) => hex.match(/^#(..)(..)(..)$/)?.slice(1).map((part) => parseInt(part, 16));
  const [mixed, a, b] = [colour, one, other].map(parts);
  return mixed ? (mixed[0] - a[0]) / (b[0] - a[0]) : null;
}

// ---- the picture ------------------------------------------------------------------------------------------------------

const ALL = { x: -50, y: -50, width: 2000, height: 2000 };
const HANDS = /: drag the point| \(tap one\)/; // a picture can't be touched

// What the ground's colour covers shows faintly or not at all: as SVG a mask, black where it hides, which needs no ground.
function hidden(shown, hiding, id) {
  if (!hiding.length || !shown.length) return shown;
  const { x, y, width, height } = ALL;
  const place = `x="${x}" y="${y}" width="${width}" height="${height}"`;
  const covers = elements(hiding.map((thing) => ({ ...thing, [thing.fill ? "fill" : "stroke"]: "black" })));
  return [`<mask id="${id}" maskUnits="userSpaceOnUse" ${place}>`, `<rect ${place} fill="white"/>`, ...covers, "</mask>", `<g mask="url(#${id})">`, ...shown, "</g>"];
}

// Lines and areas first, a veil over those before it; words above them, each in a halo.
function picture(drawn, book, id) {
  const isGround = ({ fill, stroke }) => (fill ?? stroke) === "ground";
  const inBook = (things) => elements(things.flatMap((thing) => inBookColours(thing, book)));
  const [things, words] = [drawn.filter(({ kind }) => kind !== "text"), drawn.filter(({ kind }) => kind === "text")];
  const veil = things.findLastIndex((thing) => isGround(thing) && thing.alpha < 1);
  const behind = hidden(inBook(things.slice(0, veil + 1)), things.slice(veil, veil + 1), `${id}-veil`);
  const shown = hidden([...(veil < 0 ? [] : behind), ...inBook(things.slice(veil + 1))], words.filter(isGround), `${id}-halo`);
  return [...shown, ...inBook(words.map((word) => ({ ...word, text: word.text.replace(HANDS, "") })))];
}

// without: numbers of the canvases that are left out; words: CSS selectors of what the page says beside the canvases
export function still(root, { without = [], words = [], name, book }) {
  root.querySelectorAll("canvas").forEach((node, n) => without.includes(n) && node.remove());
  const { placed, height } = arrange(root, words);
  const panels = placed.map(({ x, y, drawn }, n) => `<g transform="translate(${short(x)} ${short(y)})">\n${picture(drawn, book, `${name}-${n}`).join("\n")}\n</g>`);
  return { height, panels };
}

// ---- recording --------------------------------------------------------------------------------------------------------

// From now on every canvas of the page records: its getContext("2d") is a CanvasRecorder. Words are measured by the
// recorder's estimate, so that labels find the same places whatever fonts a machine has.
function install() {
  const kind = globalThis.HTMLCanvasElement.prototype;
  const made = new WeakMap();
  globalThis.Path2D = RecordedPath;
  kind.getContext = function () {
    if (!made.has(this)) made.set(this, new CanvasRecorder(this));
    return made.get(this);
  };
  for (const side of ["width", "height"]) {
    const own = Object.getOwnPropertyDescriptor(kind, side);
    Object.defineProperty(kind, side, { ...own, set(value) {
      own.set.call(this, value);
      made.get(this)?.reset();
    } });
  }
}
