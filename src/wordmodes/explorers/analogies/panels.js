// The analogies explorer's pictures. Joined after analogies-vectors.js.

const CURVE = { left: 44, right: 12, top: 22, bottom: 38 };
const ROW = 25;

const short = (word, most = 18) => (word.length > most ? `${word.slice(0, most - 1)}…` : word);

export const curveScale = (width, [first, last]) => linear([first, last], [CURVE.left, width - CURVE.right]);

// The place of one word among the answers, against the number of modes or time; first place is on top.
function drawCurve(ctx, theme, width, height, { grid, places, at, now, n, word, axis }) {
  const x = curveScale(width, [grid[0], grid.at(-1)]);
  const y = linear([0, Math.log10(n)], [CURVE.top + 6, height - CURVE.bottom]);
  const high = (rank) => y(Math.log10(Math.max(rank, 1)));
  ctx.font = theme.font(11);
  axisY(ctx, theme, y, CURVE.left, { values: [0, 1, 2, 3].filter((p) => 10 ** p < n), to: width - CURVE.right, format: (p) => thousands(10 ** p) });
  axisX(ctx, theme, x, height - CURVE.bottom, { values: ticks(grid[0], grid.at(-1), width < 500 ? 5 : 10), label: axis === "modes" ? "modes kept, d" : "time, in units of 1/λ₁" });
  ctx.textAlign = "left";
  ctx.textBaseline = "top";
  ctx.font = theme.font(12, 600);
  text(ctx, theme.ink, `place of “${short(word)}”${width < 380 ? "" : " among the answers"}`, CURVE.left, 2);
  if (!now) return; // it is one of the question's own words
  trace(ctx, theme.faint, 1.5, grid.length, (i) => [x(grid[i]), high(places[i])]);
  grid.forEach((value, i) => places[i] === 1 && disc(ctx, theme.modes[2], x(value), high(1), 3.5));
  line(ctx, theme.ink, x(at), CURVE.top, x(at), height - CURVE.bottom);
  disc(ctx, now === 1 ? theme.modes[2] : theme.ink, x(at), high(now), 5.5, theme.ground);
  const left = x(at) > width - 110;
  ctx.textAlign = left ? "right" : "left";
  ctx.textBaseline = "middle";
  const below = high(now) < height - CURVE.bottom - 18 ? 14 : -12;
  text(ctx, now === 1 ? theme.names[2] : theme.ink, `place ${thousands(now)}`, x(at) + (left ? -8 : 8), high(now) + below, theme.ground);
}

export const listHeight = 24 + 9.4 * ROW;

const answerAt = (rows, i) => 24 + (i + 0.5) * ROW + (i && rows[i].rank > rows[i - 1].rank + 1 ? 0.4 * ROW : 0);

// The row of the list at a height, or null.
export function rowAt(rows, y) {
  const found = rows.findIndex((_, i) => Math.abs(y - answerAt(rows, i)) < ROW / 2);
  return found < 0 ? null : found;
}

// The best answers with their cosines; the expected one in green, at its place or, farther down, below a gap.
function drawAnswers(ctx, theme, width, { rows, wanted, words }) {
  const wordEnd = Math.min(150, 0.4 * width);
  const x = linear([0, 1], [wordEnd + 8, width - 44]);
  ctx.font = theme.font(12, 600);
  ctx.textAlign = "left";
  ctx.textBaseline = "top";
  text(ctx, theme.ink, "answers, by cosine with b − a + c", 0, 2);
  rows.forEach(({ word, rank, cosine }, i) => {
    const y = answerAt(rows, i);
    const mine = word === wanted;
    ctx.font = theme.font(13, mine || !i ? 600 : 400);
    ctx.textBaseline = "middle";
    ctx.textAlign = "left";
    ctx.font = theme.font(11);
    text(ctx, theme.faint, thousands(rank), 0, y);
    ctx.font = theme.font(13, mine || rank === 1 ? 600 : 400);
    ctx.textAlign = "right";
    text(ctx, mine ? theme.names[2] : theme.ink, short(words[word], width < 400 ? 13 : 16), wordEnd, y);
    ctx.fillStyle = mine ? theme.modes[2] : theme.modes[0];
    ctx.globalAlpha = mine || rank === 1 ? 1 : 0.5;
    ctx.fillRect(x(0), y - 6, Math.max(x(Math.max(cosine, 0)) - x(0), 1), 12);
    ctx.globalAlpha = 1;
    ctx.font = theme.font(11);
    ctx.textAlign = "left";
    text(ctx, theme.faint, minus(cosine.toFixed(3)), x(Math.max(cosine, 0)) + 6, y);
  });
}

const STEP = { head: 9, gap: 5 }; // from word to word, clear of their points

// The parallelogram a, b, b - a + c, c, which lies in this plane as it is, and the answers, projected to it. Returns what
// tells which word stands at a point, or null.
function drawPlane(ctx, theme, width, height, { points, rows, wanted, question, words }, memory) {
  const all = [points.a, points.b, points.c, points.sum, ...points.others];
  const [low, high] = [0, 1].map((i) => all.map((point) => point[i])).reduce(([lo, hi], values) => [[...lo, Math.min(...values)], [...hi, Math.max(...values)]], [[], []]);
  const scale = Math.min((width - 130) / Math.max(high[0] - low[0], 0.2), (height - 80) / Math.max(high[1] - low[1], 0.2));
  const at = ([px, py]) => [width / 2 + scale * (px - (low[0] + high[0]) / 2), height / 2 + 8 - scale * (py - (low[1] + high[1]) / 2)];
  ctx.font = theme.font(12, 600);
  ctx.textAlign = "left";
  ctx.textBaseline = "top";
  text(ctx, theme.ink, "in the plane through a, b and c", 0, 2);
  const [a, b, c, sum] = ["a", "b", "c", "sum"].map((name) => at(points[name]));
  const places = points.others.map(at);
  line(ctx, theme.grid, ...a, ...c, 1.5);
  line(ctx, theme.grid, ...b, ...sum, 1.5);
  arrow(ctx, theme.modes[0], a, b, { ...STEP, width: 2.2 });
  arrow(ctx, theme.modes[0], c, sum, { ...STEP, width: 1.6, dash: [5, 4] });
  const goal = rows.findIndex(({ word }) => word === wanted);
  if (goal > 0) arrow(ctx, theme.modes[2], c, places[goal], { ...STEP, width: 1.8 });
  arrow(ctx, goal ? theme.modes[1] : theme.modes[2], c, places[0], { ...STEP, width: 2.2 });
  ctx.strokeStyle = theme.modes[0];
  ctx.lineWidth = 1.5;
  ctx.strokeRect(sum[0] - 4.5, sum[1] - 4.5, 9, 9);
  const marks = [...[a, b, c].map((point, i) => [point, words[question[i]], theme.ink, 4]), [sum, "b − a + c", theme.names[0], 0]];
  rows.forEach(({ word, rank }, i) => {
    const mine = word === wanted;
    marks.push([places[i], words[word], mine ? theme.names[2] : rank === 1 ? theme.names[1] : theme.faint, mine || rank === 1 ? 4 : 2.6]);
  });
  // the question, the sum, the expected answer and the first one are labelled before the others
  const order = marks.map((_, i) => i).sort((i, j) => (j < 5 || j === goal + 4) - (i < 5 || i === goal + 4) || i - j);
  ctx.font = theme.font(12);
  for (const i of [0, 2]) memory.has(`${i}${marks[i][1]}`) || memory.set(`${i}${marks[i][1]}`, [-1, 0]); // arrows leave to the right
  const labels = placeLabels(order.map((i) => {
    const [[x, y], name] = marks[i];
    return { x, y, name: `${i < 4 ? i : ""}${name}`, width: ctx.measureText(short(name)).width };
  }), { left: 0, top: 20, right: width, bottom: height, memory });
  for (const i of order) marks[i][3] && disc(ctx, marks[i][2], ...marks[i][0], marks[i][3], theme.ground);
  ctx.textBaseline = "middle";
  labels.forEach((label, n) => {
    if (!label) return;
    const [, name, colour] = marks[order[n]];
    ctx.textAlign = label.align;
    text(ctx, colour, short(name), label.x, label.y, theme.ground);
  });
  const owners = [...question, null, ...rows.map(({ word }) => word)]; // of the marks; the sum is no word
  return (x, y) => {
    const label = labels.findIndex((one) => one && x >= one.box[0] && x <= one.box[2] && y >= one.box[1] && y <= one.box[3]);
    const near = label < 0 ? order.find((i) => Math.hypot(marks[i][0][0] - x, marks[i][0][1] - y) < TOUCH) : order[label];
    return owners[near] ?? null;
  };
}

const TOUCH = 8; // pixels from a word's point
