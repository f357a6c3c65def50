// Pictures of a text: the ladder of its concepts, lists of words, Zipf's law, two spectra.

const LADDER = { top: 30, row: 21, left: 40, right: 46, gap: 17 };
export const ladderHeight = (K) => LADDER.top + LADDER.row * K + LADDER.gap + 4;
// How many modes stand above chance: below them the ladder leaves room for a line.
const aboveChance = ({ eigenvalues, K }, edge) => (edge === null ? K : eigenvalues.filter((lam) => lam > edge).length);
const rungOf = (k, above) => LADDER.top + LADDER.row * k + (k >= above ? LADDER.gap : 0);

// The mode that stands at this height.
export function ladderRow(y, data, edge) {
  const above = aboveChance(data, edge);
  let k = 0;
  while (k < data.K - 1 && y >= rungOf(k + 1, above)) k++;
  return k;
}

const colourOf = (theme, data, k) => (k < data.d ? theme.modes[k] : theme.faint);

// shares: how far each of the first d modes has risen, or none; memory: words as they fit, kept by the caller
export function drawLadder(ctx, theme, width, data, { title, chosen, shares, edge, memory }) {
  const { eigenvalues, K } = data;
  const { row, left, right } = LADDER;
  const room = width - left - right;
  const above = aboveChance(data, edge);
  ctx.font = theme.font(12, 600);
  heading(ctx, theme, shortened(ctx, title, width - 60));
  ctx.textAlign = "right";
  text(ctx, theme.faint, "λ", width - 6, 13);
  for (let k = 0; k < K; k++) {
    const y = rungOf(k, above);
    const colour = colourOf(theme, data, k);
    ctx.fillStyle = colour;
    ctx.globalAlpha = k === chosen ? 0.34 : 0.16;
    ctx.fillRect(left, y + 1, (room * eigenvalues[k]) / eigenvalues[0], row - 3);
    ctx.globalAlpha = 1;
  }
  ctx.textBaseline = "middle";
  ctx.font = theme.font(13);
  ctx.textAlign = "left";
  for (let k = 0; k < K; k++) {
    const name = `${k} ${width}`;
    if (!memory.has(name)) memory.set(name, fitting(ctx, data, k, room - 8));
    text(ctx, theme.ink, memory.get(name), left + 5, rungOf(k, above) + row / 2);
  }
  ctx.font = theme.font(11, 600);
  ctx.textAlign = "right";
  for (let k = 0; k < K; k++) {
    const y = rungOf(k, above) + row / 2;
    text(ctx, k < data.d ? theme.names[k] : theme.faint, String(k + 1), 18, y);
    text(ctx, theme.faint, eigenvalues[k].toPrecision(3), width - 4, y);
    if (!shares || k >= data.d) continue;
    // a clock's face, full when the mode is learned
    disc(ctx, theme.ground, 28, y, 5, colourOf(theme, data, k));
    if (shares[k] > 0.02) disc(ctx, colourOf(theme, data, k), 28, y, 5 * Math.sqrt(Math.min(shares[k], 1)));
  }
  ctx.strokeStyle = theme.ink;
  ctx.lineWidth = 1.4;
  if (chosen !== null) ctx.strokeRect(left - 1, rungOf(chosen, above) - 0.5, room + 2, row - 1);
  if (above < K) drawEdge(ctx, theme, width, rungOf(above, K) + LADDER.gap / 2 - 1);
}

// Between the last mode that stands above chance and the first that does not.
function drawEdge(ctx, theme, width, y) {
  ctx.font = theme.font(11, 600);
  ctx.textAlign = "left";
  const name = "chance reaches up to here";
  text(ctx, theme.ink, name, LADDER.left + 5, y);
  dashed(ctx, [5, 4], () => {
    line(ctx, theme.ink, 4, y, LADDER.left, y, 1.5);
    line(ctx, theme.ink, LADDER.left + 11 + ctx.measureText(name).width, y, width - 4, y, 1.5);
  });
}

// As many words of both ends as fit.
export function fitting(ctx, { words, ends }, k, room) {
  const name = (n) => [ends[k].minus, ends[k].plus].map((end) => end.slice(0, n).map((row) => words[row]).join(" ")).join(" ↔ ");
  for (let n = 4; n > 1; n--) if (ctx.measureText(name(n)).width <= room) return name(n);
  return shortened(ctx, name(1), room);
}

export function shortened(ctx, words, room) {
  if (ctx.measureText(words).width <= room) return words;
  let kept = [...words];
  while (kept.length > 1 && ctx.measureText(`${kept.join("")}…`).width > room) kept = kept.slice(0, -1);
  return `${kept.join("")}…`;
}

// ---- two lists of words beside each other, each with its numbers
const LIST = { top: 26, row: 20 };
export const listsHeight = (n) => LIST.top + LIST.row * n + 4;

// The word that stands at a point of the lists, or null; columns: rows of [word, value].
export function listed(columns, width, x, y) {
  const row = Math.floor((y - LIST.top) / LIST.row);
  return columns[Math.floor((x * columns.length) / width)]?.[row]?.[0] ?? null;
}

// columns: {title, rows: [word, value], colour, marked: rows that stand out}
export function drawLists(ctx, theme, width, columns, format = (x) => x.toFixed(2)) {
  const gap = 16;
  const wide = (width - gap) / columns.length;
  columns.forEach(({ title, rows, colour, marked = [] }, c) => {
    const x = c * (wide + gap / 2) + (c ? gap / 2 : 0);
    ctx.font = theme.font(12, 600);
    ctx.textAlign = "left";
    ctx.textBaseline = "alphabetic";
    text(ctx, theme.ink, shortened(ctx, title, wide - 6), x + 2, 13);
    const most = Math.max(...rows.map(([, value]) => Math.abs(value)), 1e-9);
    ctx.textBaseline = "middle";
    rows.forEach(([word, value], i) => {
      const y = LIST.top + LIST.row * i;
      ctx.globalAlpha = 0.22;
      ctx.fillStyle = colour;
      ctx.fillRect(x + 2, y, ((wide - 50) * Math.max(value, 0)) / most, LIST.row - 3);
      ctx.globalAlpha = 1;
      ctx.font = theme.font(13, marked.includes(word) ? 650 : 400);
      ctx.textAlign = "left";
      text(ctx, theme.ink, shortened(ctx, word, wide - 58), x + 7, y + 9);
      ctx.font = theme.font(11);
      ctx.textAlign = "right";
      text(ctx, theme.faint, minus(format(value)), x + wide - 6, y + 9);
    });
  });
}

// ---- how often the words occur, by rank
const PLOT = { left: 44, right: 14, top: 28, bottom: 40 };
export const PLOT_HEIGHT = 210;

export function zipfScales(width, { tallies, V }) {
  const high = Math.ceil(Math.log10(tallies[0]) + 0.05);
  const low = Math.floor(Math.log10(Math.max(tallies[V - 1], 1)));
  return { x: linear([0, Math.log10(V)], [PLOT.left, width - PLOT.right]), y: linear([Math.min(low, high - 1), high], [PLOT_HEIGHT - PLOT.bottom, PLOT.top]) };
}

export function drawZipf(ctx, theme, width, data) {
  const { tallies, V } = data;
  const { x, y } = zipfScales(width, data);
  const foot = PLOT_HEIGHT - PLOT.bottom;
  heading(ctx, theme, "how often each word occurs");
  const powers = (scale) => Array.from({ length: Math.floor(scale.domain[1]) - Math.ceil(scale.domain[0]) + 1 }, (_, i) => Math.ceil(scale.domain[0]) + i);
  axisY(ctx, theme, y, PLOT.left, { values: powers(y), to: width - PLOT.right, format: (n) => (n < 4 ? String(10 ** n) : `10${raised(n)}`) });
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  for (const n of powers(x)) text(ctx, theme.faint, String(10 ** n), x(n), foot + 6);
  ctx.textAlign = "right";
  text(ctx, theme.faint, "place among the words", width - PLOT.right, foot + 22);
  clipped(ctx, PLOT.left, PLOT.top - 2, width - PLOT.left - PLOT.right + 2, foot - PLOT.top + 4, () => {
    dashed(ctx, [5, 4], () => trace(ctx, theme.faint, 1.4, 2, (i) => [x(i * x.domain[1]), y(Math.log10(tallies[0]) - i * x.domain[1])]));
    trace(ctx, theme.modes[0], 2.4, V, (i) => [x(Math.log10(i + 1)), y(Math.log10(Math.max(tallies[i], 0.5)))]);
  });
  ctx.font = theme.font(11);
  ctx.textAlign = "right";
  ctx.textBaseline = "middle";
  text(ctx, theme.faint, "Zipf: first ÷ place", width - PLOT.right - 4, PLOT.top + 8, theme.ground);
}

// ---- the eigenvalues of two texts, per word of each vocabulary, since larger matrices have larger ones
export const spectrumScales = (width, sets) => ({
  x: linear([0.5, Math.max(...sets.map(({ data }) => data.K)) + 0.5], [PLOT.left, width - PLOT.right]),
  y: linear([0, 1.08 * Math.max(...sets.map(({ data, edge }) => Math.max(data.eigenvalues[0], edge ?? 0) / data.V))], [PLOT_HEIGHT - PLOT.bottom, PLOT.top]),
});

// sets: {title, data, edge}, one or two
export function drawSpectra(ctx, theme, width, sets) {
  const { x, y } = spectrumScales(width, sets);
  heading(ctx, theme, "eigenvalues λ over the number of words");
  axisY(ctx, theme, y, PLOT.left, { values: ticks(0, y.domain[1], 4), to: width - PLOT.right, format: (v) => minus(+v.toFixed(3)) });
  axisX(ctx, theme, x, PLOT_HEIGHT - PLOT.bottom, { values: [1, 5, 10, 15, 20].filter((k) => k < x.domain[1]), label: "mode" });
  sets.forEach(({ title, data, edge }, i) => {
    const colour = theme.modes[i];
    if (edge !== null) dashed(ctx, [5, 4], () => line(ctx, colour, PLOT.left, y(edge / data.V), width - PLOT.right, y(edge / data.V), 1.4));
    trace(ctx, colour, 1.6, data.K, (k) => [x(k + 1), y(data.eigenvalues[k] / data.V)]);
    for (let k = 0; k < data.K; k++) disc(ctx, colour, x(k + 1), y(data.eigenvalues[k] / data.V), 3, theme.ground);
    ctx.font = theme.font(12, 600);
    ctx.textAlign = "right";
    ctx.textBaseline = "middle";
    text(ctx, theme.names[i], shortened(ctx, title, width / 2), width - PLOT.right - 4, PLOT.top + 10 + 17 * i, theme.ground);
  });
}
