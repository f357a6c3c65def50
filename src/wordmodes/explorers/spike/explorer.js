// The spike explorer: controls, pictures and wiring. Joined after spike-spectrum.js.

const SPECTRUM = { left: 46, right: 12, top: 24, bottom: 40 };

function render({ model, el }) {
  let data = readFamilies(model);
  const named = (name) => data.families.find((family) => family.name === name) ?? data.families[0];
  const nearest = (d) => data.grid.reduce((best, x) => (Math.abs(x - d) < Math.abs(best - d) ? x : best));
  const app = frame({
    model, el, name: "spike", label: "spike explorer", longest: 470, traits: ["family", "d", "partners", "word"],
    fix(state) {
      // a word leads to a family that has it
      const row = data.index.get(state.word);
      if (row === undefined) state.word = "";
      else if (!named(state.family).rows.has(row)) state.family = data.families.find(({ rows }) => rows.has(row)).name;
      state.family = named(state.family).name;
      state.d = nearest(state.d);
      if (state.partners !== "exchanged") state.partners = "true";
    },
  });
  const { state, ui } = app;
  const fresh = new Map(); // random families drawn by a kernel in this session
  const curves = new Map(); // leading shares over all d, by family and partners
  let [now, family, band, curve] = [null, null, null, null];

  const pick = ui.select({ trait: "family", label: "family", options: () => data.families.map(({ name, n }) => [name, `${name}: ${n} pairs`]), put: (family) => ({ family, word: "" }) });
  const partners = ui.choice({ trait: "partners", legend: "partners", options: [["true", "true pairs"], ["exchanged", "partners exchanged"]] });
  const at = (i) => data.grid[clamp(Math.round(i), 0, data.grid.length - 1)];
  const slide = ui.slider({
    trait: "d", label: "modes kept, d", min: 0, max: data.grid.length - 1, step: 1, page: 4,
    to: (d) => data.grid.indexOf(d), from: at, text: (i) => `d = ${at(i)}`,
  });
  const bars = ui.canvas("Eigenvalues of the differences, beside random families");
  const growth = ui.canvas("The largest eigenvalue against the number of modes");
  const steps = ui.canvas("Each pair's length along the leading direction");
  const word = ui.word({ trait: "word", label: "a word of the families", words: () => data.words, placeholder: "any of them", blank: true });
  const near = wordRow("nearest words", (found) => (app.set({ word: found }), app.commit()));
  let wordAt = () => null;
  ui.tap(steps, { at: (x, y) => wordAt(x, y), change: (found) => ({ word: found }) });
  const note = ui.note(300);
  let seed = 0;
  const draw = ui.task({
    type: "draw", text: "Draw random families anew", request: () => ({ family: state.family, seed: ++seed }),
    onDone: (message, [buffer]) => (fresh.set(message.family, { n: message.n, band: floats(buffer) }), compute()),
  });

  function compute() {
    family = named(state.family);
    const drawn = fresh.get(family.name);
    const all = drawn?.band ?? family.band;
    const i = data.grid.indexOf(state.d);
    const { n } = family;
    band = { low: all.subarray(2 * i * n, (2 * i + 1) * n), high: all.subarray((2 * i + 1) * n, (2 * i + 2) * n), all, drawn };
    const pairs = family.pairs[state.partners];
    const row = data.index.get(state.word);
    now = { ...spectrum(data, pairs, state.d), edge: noiseEdge(n, state.d), pairs, near: row === undefined ? [] : alike(data, row, state.d).map((other) => data.words[other]) };
    const name = `${family.name}/${state.partners}`;
    if (!curves.has(name)) curves.set(name, data.grid.map((d) => spectrum(data, pairs, d).shares[0]));
    curve = curves.get(name);
    note.say(
      `Grey: where nine in ten random families lie (words about as frequent, ${drawn ? `${drawn.n} families just drawn` : `${data.draws} families, seed ${data.seed}`}). ` +
      `The line marks the Marchenko–Pastur edge for ${n} differences in ${state.d} dimensions.${state.partners === "true" ? "" : ` Partners are exchanged in one way, drawn with seed ${data.seed}.`}`,
    );
  }

  function paint(theme) {
    const width = bars.space;
    bars.fit(width, 236), growth.fit(width, 176);
    drawSpectrum(bars.ctx, theme, width, 236, now, band);
    drawGrowth(growth.ctx, theme, width, 176, { grid: data.grid, curve, band: band.all, n: family.n, d: state.d });
    const high = pairsHeight(data);
    const step = Math.min((high - PAIRS_TOP) / family.n, PAIR.most);
    steps.fit(steps.space, high);
    wordAt = drawPairs(steps.ctx, theme, steps.space, step, now, data.words, state.word);
    near.show(state.word ? "near it" : "tap a word of a pair for those near it", now.near);
  }

  function describe() {
    const { shares, edge, along, pairs } = now;
    const say = (x) => percent(Math.min(x, 1));
    const spike = shares[0] > band.high[0];
    const order = Array.from(along.keys()).sort((i, j) => along[j] - along[i]);
    const pair = (i) => `“${data.words[pairs[2 * i]]}” → “${data.words[pairs[2 * i + 1]]}”`;
    const beyond = edge >= 1 ? "The Marchenko–Pastur edge is no limit here" : `The Marchenko–Pastur edge stands at ${say(edge)}`;
    const close = state.word ? ` Nearest to ${inMarks(state.word)} among the families’ words, in ${state.d} modes, are ${list(now.near.slice(0, 3).map(inMarks))}.` : "";
    return (
      `${family.name}, ${state.partners === "true" ? "true pairs" : "partners exchanged"}, d = ${state.d}: the largest eigenvalue holds ${say(shares[0])} of what the ` +
      `${family.n} differences contain. ${beyond}; nine in ten random families reach ${say(band.low[0])} to ${say(band.high[0])}. ` +
      `${spike ? "This is a spike: fewer than one random family in twenty goes so high." : "One random family in twenty or more goes as high: no spike to speak of."} ` +
      `Farthest along it goes ${pair(order[0])}; least far, ${pair(order.at(-1))}.${close}`
    );
  }

  return app.start({
    nodes: [
      element("div.wm-head", {}, element("span.wm-family", {}, pick), partners.node, ui.reset()),
      slide.node,
      element("div.wm-panels", {},
        element("div.wm-panel", {}, bars.node, growth.node, element("div.wm-find", {}, element("span", { "aria-hidden": "true" }, "a word"), word.node), near.node),
        element("div.wm-panel", {}, steps.node)),
    ],
    below: [note.node, draw],
    compute, draw: paint, describe,
    detail: () => ({ shares: now.shares, along: [...now.along], edge: now.edge, low: [...band.low], high: [...band.high], curve: [...curve], near: now.near }),
    load: () => ((data = readFamilies(model)), curves.clear(), fresh.clear()),
  });
}

// A round top for a share's axis, so that small spectra can be read and the axis seldom jumps.
const topOf = (most) => [0.12, 0.25, 0.5, 1].find((top) => top >= 1.04 * most) ?? 1;

function drawSpectrum(ctx, theme, width, height, { shares, edge }, band) {
  const { left, right, top, bottom } = SPECTRUM;
  const n = shares.length;
  const y = linear([0, topOf(Math.max(shares[0], band.high[0], Math.min(edge, 1)))], [height - bottom, top]);
  const x = (k) => left + ((k + 0.5) / n) * (width - left - right);
  ctx.font = theme.font(11);
  axisY(ctx, theme, y, left, { values: ticks(0, y.domain[1], 5), to: width - right, format: percent });
  const wide = Math.min(22, (0.8 * (width - left - right)) / n);
  ctx.fillStyle = theme.grid;
  for (let k = 0; k < n; k++) ctx.fillRect(x(k) - wide / 2, y(band.high[k]) - 1, wide, y(band.low[k]) - y(band.high[k]) + 2);
  ctx.globalAlpha = 0.5;
  ctx.fillStyle = theme.faint;
  for (let k = 0; k < n; k++) ctx.fillRect(x(k) - wide / 2, y(band.high[k]) - 1, wide, y(band.low[k]) - y(band.high[k]) + 2);
  ctx.globalAlpha = 1;
  for (let k = 0; k < n; k++) {
    const colour = k || shares[k] <= band.high[k] ? theme.ink : theme.modes[1];
    line(ctx, colour, x(k), y(0), x(k), y(shares[k]), 2);
    disc(ctx, colour, x(k), y(shares[k]), k ? 4 : 5.5, theme.ground);
  }
  ctx.textBaseline = "bottom";
  ctx.textAlign = "right";
  if (edge < y.domain[1]) {
    dashed(ctx, [6, 4], () => line(ctx, theme.modes[0], left, y(edge), width - right, y(edge), 1.6));
    ctx.font = theme.font(11, 600);
    text(ctx, theme.names[0], "Marchenko–Pastur edge", width - right, y(edge) - 3, theme.ground);
  }
  heading(ctx, theme, "eigenvalues, as shares of their sum", left);
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  for (let k = 0; k < n; k++) if (n < 13 || k % 2 === 0) text(ctx, theme.faint, String(k + 1), x(k), height - bottom + 6);
  ctx.textAlign = "right";
  text(ctx, theme.faint, "eigenvalue, the largest first", width - right, height - bottom + 21);
}

function drawGrowth(ctx, theme, width, height, { grid, curve, band, n, d }) {
  const { left, right, top, bottom } = SPECTRUM;
  const x = linear([Math.log(grid[0]), Math.log(grid.at(-1))], [left + 6, width - right - 6]);
  const y = linear([0, 1], [height - bottom, top]);
  ctx.font = theme.font(11);
  axisY(ctx, theme, y, left, { values: [0, 0.5, 1], to: width - right, format: percent });
  ctx.beginPath();
  grid.forEach((g, i) => ctx.lineTo(x(Math.log(g)), y(band[2 * i * n])));
  for (let i = grid.length - 1; i >= 0; i--) ctx.lineTo(x(Math.log(grid[i])), y(band[(2 * i + 1) * n]));
  ctx.globalAlpha = 0.45;
  ctx.fillStyle = theme.faint;
  ctx.fill();
  ctx.globalAlpha = 1;
  const along = (value) => (i) => [x(Math.log(grid[i])), y(Math.min(value(i), 1))];
  dashed(ctx, [6, 4], () => trace(ctx, theme.modes[0], 1.6, grid.length, along((i) => noiseEdge(n, grid[i]))));
  trace(ctx, theme.modes[1], 2.4, grid.length, along((i) => curve[i]));
  const at = x(Math.log(d));
  line(ctx, theme.ink, at, top, at, height - bottom, 1.2);
  disc(ctx, theme.modes[1], at, y(curve[grid.indexOf(d)]), 5, theme.ground);
  heading(ctx, theme, "the largest, as modes are added", left);
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  for (const value of [2, 5, 10, 20, 50, 100, 200]) if (value >= grid[0] && value <= grid.at(-1)) text(ctx, theme.faint, String(value), x(Math.log(value)), height - bottom + 6);
  ctx.textAlign = "right";
  text(ctx, theme.faint, "modes kept, d", width - right, height - bottom + 21);
}

const [PAIR, PAIRS_TOP] = [{ least: 16, most: 30 }, 44]; // pixels
const pairsHeight = ({ families }) => PAIRS_TOP + Math.max(380, ...families.map(({ n }) => PAIR.least * n));

// Each pair's step along the direction that the family shares most, the longest first; returns which word stands at a point.
function drawPairs(ctx, theme, width, step, { along, pairs }, words, chosen) {
  const order = Array.from(along.keys()).sort((i, j) => along[j] - along[i]);
  heading(ctx, theme, "steps along the leading direction");
  ctx.font = theme.font(12);
  const [from, to] = [0, 1].map((side) => order.map((i) => words[pairs[2 * i + side]]));
  const labels = from.map((one, row) => `${one} → ${to[row]}`);
  const column = Math.min(0.58 * width, Math.max(...labels.map((label) => ctx.measureText(label).width)) + 10);
  const reach = Math.max(...along.map(Math.abs), 0.5);
  const least = Math.min(...along, 0);
  const x = linear([least, reach], [column + 4, width - 10]);
  ctx.textBaseline = "middle";
  ctx.textAlign = "right";
  const y = (row) => 34 + step * row;
  line(ctx, theme.grid, x(0), 22, x(0), y(order.length - 1) + 10);
  order.forEach((i, row) => {
    if (chosen && [from[row], to[row]].includes(chosen)) {
      ctx.fillStyle = theme.grid;
      ctx.fillRect(0, y(row) - step / 2, width, step);
    }
    text(ctx, theme.ink, labels[row], column - 6, y(row), theme.ground);
    line(ctx, along[i] < 0 ? theme.faint : theme.modes[1], x(0), y(row), x(along[i]), y(row), 3);
    disc(ctx, along[i] < 0 ? theme.faint : theme.modes[1], x(along[i]), y(row), 3.6);
  });
  const arrows = to.map((word) => column - 6 - ctx.measureText(`→ ${word}`).width); // the first word stands before it
  return (px, py) => {
    const row = Math.round((py - y(0)) / step);
    if (row < 0 || row >= order.length || px > column) return null;
    return px < arrows[row] ? from[row] : to[row];
  };
}

export default { render };
