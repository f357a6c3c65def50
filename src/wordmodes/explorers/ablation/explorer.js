// The ablation explorer: controls and wiring. Joined after ablation-maths.js and ablation-panels.js.

const CORNERS_HEIGHT = 316;
const LOSSES = [["quartic", "quartic loss"], ["logistic", "logistic loss"]];
const WEIGHTS = [["even", "even weights"], ["word2vec", "word2vec’s weights"]];

const same = (a, b) => Math.abs(Math.log(a / b)) < 1e-3; // the address keeps four digits
const is = (run, loss, weights, sigma) => run.loss === loss && run.weights === weights && same(run.sigma, sigma);

function render({ model, el }) {
  let data = readAblation(model);
  const app = frame({
    model, el, name: "ablation", label: "ablation explorer", longest: 490, traits: ["loss", "weights", "sigma", "time"],
    fix(state) {
      if (state.loss !== "quartic") state.loss = "logistic";
      if (state.weights !== "even") state.weights = "word2vec";
      state.sigma = clamp(state.sigma, data.scales[0], data.scales.at(-1));
      state.time = clamp(state.time, 0, 1);
    },
  });
  const { state, ui } = app;
  const live = []; // runs made in this session
  let [all, shown] = [[], null];

  // ---- controls
  const loss = ui.choice({ trait: "loss", legend: "Loss", options: LOSSES });
  const weights = ui.choice({ trait: "weights", legend: "Weights", options: WEIGHTS });
  const last = data.scales.length - 1;
  // between the stops stands only what a cell or a link has set
  const stopOf = (scale) => data.scales.reduce((best, one, k) => (Math.abs(Math.log(one / scale)) < Math.abs(Math.log(data.scales[best] / scale)) ? k : best), 0);
  const sigma = ui.slider({
    trait: "sigma", label: "initialisation scale σ", min: 0, max: last, step: 1, page: 1, stops: true, to: stopOf, from: (k) => data.scales[clamp(Math.round(k), 0, last)],
    text: () => `σ = ${scientific(state.sigma)}${stored(state.sigma) ? ", stored runs" : ", no stored run"}`,
  });
  const stops = element("div.wm-stops", {}, ...data.scales.map((scale, k) =>
    element("button.wm-stop", { type: "button", style: `left: ${(100 * k) / last}%`, "aria-label": `σ = ${scientific(scale)}, stored runs`, onclick: () => (app.set({ sigma: scale }), app.commit()) }, scientific(scale))));
  roving(stops)();
  const time = ui.slider({ trait: "time", label: "time", min: 0, max: 1, step: 0.01, page: 0.1, text: (share) => (shown ? `${(share * shown.tMax).toFixed(1)}/h₁` : "") });
  const play = ui.play({ trait: "time", seconds: 8 });
  const strips = ui.canvas("Squared singular values, loss and overlap against time, in one corner");
  const corners = ui.canvas("Squared singular values against time, in all four corners");
  const legend = element("p.wm-legend");
  const note = element("p.wm-note");
  const train = ui.task({
    type: "train", text: "Train for real", request: () => ({ loss: state.loss, weights: state.weights, sigma: state.sigma }),
    onDone({ loss, weights, sigma }, buffers) {
      const [times, squares, share, overlaps] = buffers.map(floats);
      const old = live.findIndex((run) => is(run, loss, weights, sigma));
      if (old >= 0) live.splice(old, 1);
      live.push({ loss, weights, sigma, times, squares, share, overlaps });
      compute();
    },
  });
  ui.drag(strips, {
    slides: true,
    hit: (x) => Math.abs(x - stripsScale(strips.space, 1)(state.time)) < 24,
    onMove: (x) => app.set({ time: stripsScale(strips.space, 1).invert(x) }),
  });
  ui.tap(corners, { at: (x, y) => cornerAt(corners.space, CORNERS_HEIGHT, x, y), change: ({ loss, weights }) => ({ loss, weights }) });

  // ---- what changes when
  function stored(sigma) {
    return data.scales.find((scale) => same(scale, sigma));
  }

  function compute() {
    const { sigma, time } = state;
    const tMax = horizon(data, sigma);
    all = LOSSES.flatMap(([loss]) => WEIGHTS.map(([weights]) => {
      const corner = data.corners[weights];
      const found = (runs) => runs.find((run) => is(run, loss, weights, sigma)) ?? null;
      const one = { loss, weights, sigma, corner, tMax, t: time * tMax, d: data.d, run: found(data.runs), live: found(live), even: weights === "even", halves: halfRises(corner, sigma) };
      const made = one.live ?? one.run;
      one.now = made ? runAt(made, data.d, one.t) : { squares: corner.heights.map((_, k) => foretold(corner, k, one.t, sigma)) };
      one.risen = one.now.squares.filter((square, k) => square >= corner.heights[k] / 2).length;
      one.picked = loss === state.loss && weights === state.weights;
      return one;
    }));
    shown = all.find(({ picked }) => picked);
    const made = shown.live ?? shown.run;
    shown.rises = made && riseTimes(made, shown.corner.heights);
    shown.alone = made && risesAlone(made, data.d);
  }

  let keyed;
  function draw(theme) {
    strips.fit(strips.space, stripsHeight());
    drawStrips(strips.ctx, theme, strips.space, shown);
    corners.fit(corners.space, CORNERS_HEIGHT);
    drawCorners(corners.ctx, theme, corners.space, CORNERS_HEIGHT, all);
    if (keyed === (keyed = `${Boolean(shown.run)} ${Boolean(shown.live)}`)) return;
    const parts = [["wm-key-limit", "foretold: each mode of H alone"], ["wm-key-half", "its half-rise"]];
    if (shown.run) parts.unshift(["wm-key-exact", "gradient descent, stored run"]);
    if (shown.live) parts.unshift(["wm-key-ring", "gradient descent, just trained"]);
    if (shown.run || shown.live) parts.push(["wm-key-measured", "half-rise measured"]);
    legend.replaceChildren(...parts.map(([key, label]) => element("span", {}, element(`i.${key}`), label)));
    note.textContent =
      `Planted language, one matrix of ${data.d} columns, seed ${data.seed}. h₁ is the largest eigenvalue of the corner’s own H; with even weights H = M*/4. ` +
      `A step is ${data.step}/h₁; what is foretold allows for it.`;
  }

  return app.start({
    nodes: [
      element("div.wm-head", {}, loss.node, weights.node, ui.reset()),
      element("div.wm-scale", {}, sigma.node, stops),
      element("div.wm-panels", {},
        element("div.wm-panel", {}, strips.node, element("div.wm-time", {}, time.node)),
        element("div.wm-panel", {}, corners.node, element("p.wm-note", {}, "Each corner to its own height; how many of its modes are half-risen at the time shown."), element("div.wm-row", {}, play.node, train), legend, note)),
    ],
    compute, draw,
    describe: () => describe(shown, data.scales),
    detail: () => ({
      t: shown.t, end: shown.tMax, squares: shown.now.squares, now: { ...shown.now }, foretold: [...shown.halves], rises: shown.rises && [...shown.rises], alone: shown.alone && [...shown.alone],
      stored: Boolean(shown.run), live: Boolean(shown.live), risen: Object.fromEntries(all.map((one) => [`${one.loss}/${one.weights}`, one.risen])),
    }),
    load: () => (data = readAblation(model)),
  });
}

// ---- in words -------------------------------------------------------------------------------------------------------

const named = (options, value) => options.find(([name]) => name === value)[1];
const capital = (words) => words[0].toUpperCase() + words.slice(1);
const who = (ks) => `${ks.length > 1 ? "modes" : "mode"} ${list(ks.map((k) => k + 1))}`;
const COUNT = ["no", "one", "two", "three", "four", "five"];
const those = (flags) => flags.flatMap((flag, k) => (flag ? [k] : []));

export function describe(shown, scales) {
  const { loss, weights, sigma, t, d, run, live, now, halves, rises, alone, risen, corner } = shown;
  const where = `${capital(named(LOSSES, loss))}, ${named(WEIGHTS, weights)}, σ = ${scientific(sigma)}.`;
  const clock = `At time ${t.toFixed(1)}/h₁`;
  const half = `${risen} of ${d} modes ${risen === 1 ? "has" : "have"} passed half of the height foretold`;
  const times = (values) => list(values.map((x) => x.toFixed(1)));
  const made = live ?? run;
  if (!made) {
    const near = [scales.filter((scale) => scale < sigma).at(-1), scales.find((scale) => scale > sigma)];
    return `${where} No run is stored at this σ; the nearest are at ${list(near.map((scale) => scientific(scale)))}. What is foretold stands alone: half-rises at ${times(halves)}. ${clock}, ${half}.`;
  }
  const overlap = shown.even ? `${percent(now.star)} with the modes of M*` : `${percent(now.own)} with the modes of H and by ${percent(now.star)} with those of M*`;
  const state = `${clock}, ${half}; ${percent(Math.max(now.share, 0))} of the loss is still to be removed; the learned directions overlap by ${overlap}.`;
  return `${where} ${live ? "You have just trained this run. " : ""}${state} ${taking(alone)} ${timing(halves, rises, times)} ${ending(made, corner)}`;
}

// one at a time: from a tenth to half of its final height while no other mode does
function taking(alone) {
  const those_ = those(alone);
  if (those_.length === alone.length) return `All ${COUNT[alone.length] ?? alone.length} modes rise one at a time.`;
  if (!those_.length) return "No mode rises alone.";
  return `Only ${who(those_)} ${those_.length > 1 ? "rise" : "rises"} alone.`;
}

function timing(halves, rises, times) {
  const timed = those(rises.map((rise) => !Number.isNaN(rise)));
  const lost = those(rises.map((rise) => Number.isNaN(rise)));
  if (!timed.length) return "No half-rise can be timed: every mode starts above half of the height foretold.";
  const late = timed.map((k) => rises[k] / halves[k] - 1);
  const worst = late.reduce((best, x, i) => (Math.abs(x) > Math.abs(late[best]) ? i : best), 0);
  const off = Math.abs(late[worst]);
  const most = off < 0.005 ? "within half a per cent" : `${timed.length > 1 ? "at worst " : ""}${percent(off)} ${late[worst] > 0 ? "late" : "early"}${timed.length > 1 ? ` (mode ${timed[worst] + 1})` : ""}`;
  const missing = lost.length ? ` ${capital(who(lost))} ${lost.length > 1 ? "have" : "has"} no half-rise to time.` : "";
  const plural = timed.length > 1;
  return `${plural ? "Half-rises come" : "The half-rise comes"} at ${times(timed.map((k) => rises[k]))}, foretold for ${times(timed.map((k) => halves[k]))}: ${most}.${missing}`;
}

function ending({ squares }, { heights }) {
  const shares = heights.map((height, k) => squares[squares.length - heights.length + k] / height);
  return `In the end the modes stand at ${list(shares.map(percent))} of the heights foretold.`;
}

export default { render };
