// The σ explorer: controls and wiring. Joined after flow, panels, state and brief.

const STEPS = " Gradient descent takes steps of 0.02/λ₁, which make its clock 1\u00a0% late.";

function render({ model, el }) {
  const datasets = readDatasets(model);
  const named = (name) => datasets.find((entry) => entry.name === name) ?? datasets[0];
  const app = frame({
    model, el, name: "sigma", label: "σ explorer", longest: model.get("brief") ? 215 : 290, traits: ["dataset", "sigma", "time", "modes"], fix: (state) => fixState(state, named),
  });
  const { state, ui } = app;
  const current = () => named(state.dataset);
  let [solved, now, hold, plot] = [null, null, null, null]; // hold: the length of a time axis that is kept
  const memory = new Map();
  let brief = model.get("brief") === true; // until the reader asks for all of it
  const live = new Map(); // runs made in this session: "dataset/σ" to run

  // ---- controls
  const picker = ui.choice({ trait: "dataset", legend: "Language", options: datasets.map((entry) => [entry.name, entry.title]) });
  const sigmaText = element("output.wm-value", { "aria-hidden": "true" });
  const sigma = ui.slider({
    trait: "sigma", label: "initialisation scale σ", min: LOWEST, max: HIGHEST, step: 0.05, page: 1, to: Math.log10, text: (x) => `σ = ${scientific(10 ** x)}`,
    from: (x, event) => {
      // the pointer catches on the σ of a stored run; keys reach every rung
      const near = event.type === "input" ? current().runs.map((run) => Math.log10(run.sigma)).find((stop) => Math.abs(stop - x) < 0.03) : undefined;
      return 10 ** (near ?? x);
    },
  });
  const time = ui.slider({ trait: "time", label: "time", min: 0, max: 1, step: 0.01, page: 0.1, text: () => (now ? `λ₁t = ${(now.t * current().flow.eigenvalues[0]).toFixed(1)}` : "") });
  const marks = element("div.wm-marks");
  const decades = element("div.wm-decades");
  const play = ui.play({ trait: "time", seconds: brief ? 15 : 9 });
  const holding = element("input", { type: "checkbox", onchange: () => ((hold = holding.checked ? solved.tMax : null), app.set({})) });
  const options = () => current().poles.map(([plus, minus], k) => [k + 1, `mode ${k + 1}: ${plus} ↔ ${minus}`]);
  const [across, up] = ["across", "up"].map((way, i) =>
    element("div.wm-plane", {}, element("span", { "aria-hidden": "true" }, way), ui.select({
      trait: "modes", label: way, options, stamp: () => state.dataset, get: () => state.modes[i], put: (k) => ({ modes: state.modes.with(i, k) }),
    })));
  const way = element("p.wm-note");
  // a word of the plane leads to those near it, and each of them to its own; without one, the words at the ends are offered
  let [picked, spot] = [null, () => null];
  const pick = (word) => ((picked = word), app.set({}));
  const near = wordRow("nearest words", pick);
  const rows = brief ? ui.canvas("How much of each concept is learned, against time") : null;
  const strips = ui.canvas("Squared singular values, loss and effective rank against time");
  const plane = ui.canvas("Words in the plane of two modes");
  const legend = element("p.wm-legend");
  const note = ui.note();
  const train = ui.task({
    type: "train", text: "Train for real", request: () => ({ dataset: current().name, sigma: state.sigma, horizon: solved.tMax }),
    onDone(message, buffers) {
      const { flow, name } = named(message.dataset);
      const [times, squares, loss] = buffers.map(floats);
      live.set(`${name}/${message.sigma}`, finishRun(flow, { sigma: message.sigma, live: true, times, squares, loss }));
    },
  });
  tap(plane.node, { at: (x, y) => spot(x, y), onTap: (found) => pick(current().words[found]) });
  ui.drag(strips, { slides: true, onMove: (x) => app.set({ time: stripsScale(strips.space, 1).invert(x) }) });

  if (rows) ui.drag(rows, { slides: true, onMove: (x) => app.set({ time: briefScale(rows.space, 1).invert(x) }) });
  const all = element("button.wm-button.wm-all", { type: "button", onclick: unfold }, "Show me all of it");
  const opening = brief ? [element("div.wm-opening", {}, rows.node, element("div.wm-row", {}, play.node, all))] : [];
  function unfold() {
    brief = false;
    opening[0].parentElement.classList.remove("wm-brief");
    opening[0].remove();
    row.prepend(play.node);
    name("one at a time", "all at once");
    app.refit();
    sigma.input.focus();
  }

  const between = [element("span"), element("span")];
  const name = (...ends) => ends.forEach((words, i) => (between[i].textContent = words));
  if (brief) name("tiny random start", "large random start");
  else name("one at a time", "all at once");
  const scale = element("div.wm-sigma", {}, marks, sigma.input, decades, element("div.wm-ends", { "aria-hidden": "true" }, ...between));
  scale.marked = roving(scale);

  // ---- what changes when
  function rebuild() {
    const { landmarks, runs } = current();
    const ratio = (s) => `${(100 * (Math.log10(s) - LOWEST)) / (HIGHEST - LOWEST)}%`;
    const jump = (s) => () => (app.set({ sigma: s }), app.commit());
    marks.replaceChildren(...landmarks.map(({ name, init_scale: s }, i) =>
      element("button.wm-mark", { type: "button", style: `left: ${ratio(s)}`, "data-side": i ? "right" : "left", title: `σ = ${scientific(s)}, where ${name} starts`, onclick: jump(s) }, name)));
    const stored = new Set(runs.map((run) => Math.round(Math.log10(run.sigma) * 100)));
    const powers = Array.from({ length: 1 - LOWEST }, (_, i) => LOWEST + i).filter((p) => p % 2 === 0 || stored.has(p * 100));
    decades.replaceChildren(...powers.map((p) => {
      const has = stored.has(p * 100);
      return element("button.wm-decade", { type: "button", style: `left: ${ratio(10 ** p)}`, "data-run": has, "aria-label": `σ = ${scientific(10 ** p)}${has ? ", with a stored run" : ""}`, onclick: jump(10 ** p) }, p ? `10${raised(p)}` : "1");
    }));
    scale.marked();
    memory.clear();
    if (hold) hold = current().flow.horizon(state.sigma); // the axis is held anew for the new spectrum
  }

  function compute(changed) {
    const { flow, room } = current();
    if (changed.has("dataset")) rebuild();
    if (!changed.has("time") || changed.size > 1) solved = solve(flow, state.sigma, hold ?? flow.horizon(state.sigma), plot = state.modes.map((k) => k - 1), room);
    const t = state.time * solved.tMax;
    const squares = new Float64Array(flow.d);
    const loss = lossShare(flow, flow.solve(t, state.sigma, squares));
    const placed = new Float32Array(2 * flow.nWords);
    flow.place(...plot, placed);
    now = { t, squares, loss, rank: effectiveRank(squares, 0, flow.d), placed };
  }

  function run() {
    const made = live.get(`${current().name}/${state.sigma}`);
    return made ?? current().runs.find((entry) => Math.abs(Math.log(entry.sigma / state.sigma)) < 1e-9) ?? null;
  }

  function draw(theme) {
    const { flow, words, poles, reach } = current();
    const overlay = run();
    if (brief) return rows.fit(rows.space, briefHeight(flow.d)), drawBrief(rows.ctx, theme, rows.space, current(), solved, now);
    strips.fit(strips.space, stripsHeight(strips.space));
    drawStrips(strips.ctx, theme, strips.space, flow, solved, now, overlay);
    plane.fit(plane.space, plane.space);
    const drawn = solved.times.filter((t, i) => i % TRAIL === 0 && t < now.t).length;
    const chosen = words.indexOf(picked);
    spot = drawPlane(plane.ctx, theme, plane.space, { chosen, names: words, modes: plot, poles: plot.map((k) => poles[k]), trail: solved.trail, drawn, now: now.placed, reach: planeReach(reach, solved.trail, plot) }, memory);
    sigmaText.textContent = scientific(state.sigma);
    const ends = plot.flatMap((k) => outermost(flow, k));
    const [lead, offered] = chosen < 0 ? ["at the ends", [...new Set(ends)]] : [`near “${picked}”`, alike(flow, chosen)];
    near.show(lead, offered.map((found) => words[found]));
    describeRuns(overlay);
  }

  // both axes to one scale: the words' final places, and wherever a large start throws them
  function planeReach(reach, trail, modes) {
    let most = Math.max(...modes.map((k) => reach[k]));
    for (const value of trail) most = Math.max(most, Math.abs(value));
    return 1.06 * most;
  }

  let described;
  function describeRuns(overlay) {
    const until = (solved.tMax * current().flow.eigenvalues[0]).toFixed(0);
    note.say(`${current().note} Time runs to ${until}/λ₁${hold ? "" : ", when the slowest mode has risen"}.${current().runs.length || overlay ? STEPS : ""}`);
    if (described === (described = `${state.dataset} ${overlay?.sigma} ${overlay?.live} ${state.modes}`)) return;
    const at = current().runs.map((entry) => scientific(entry.sigma));
    const dots = overlay ? `● gradient descent${overlay.live ? ", just trained" : ", stored run"}` : at.length ? `● gradient descent: stored at σ = ${list(at)}` : "";
    const parts = [["wm-key-exact", "exact solution"], ["wm-key-limit", "small-σ limit: one sigmoid a mode"], ["wm-key-half", "its half-rise"]];
    legend.replaceChildren(...parts.map(([key, label]) => element("span", {}, element(`i.${key}`), label)), element("span.wm-dots", {}, dots));
    const keyed = (k) => element("b", { style: `color: color-mix(in srgb, var(--wm-mode-${k}) 72%, var(--wm-ink))` }, `mode ${k + 1}`);
    way.replaceChildren("Lines are each word's way so far, in the colour of the mode that moves it: ", keyed(plot[0]), " across, ", keyed(plot[1]), " up.");
  }

  const row = element("div.wm-row", {}, ...(brief ? [] : [play.node]), element("label.wm-check", {}, holding, "hold the axis while σ moves"), train);
  const stop = app.start({
    nodes: [
      element("div.wm-head", {}, picker.node, element("span.wm-scale", {}, element("span", {}, "initialisation scale σ = "), sigmaText), ui.reset()),
      scale, ...opening,
      element("div.wm-panels", {},
        element("div.wm-left", {}, strips.node, element("div.wm-time", {}, time.node), row),
        element("div.wm-right", {}, across, up, plane.node, near.node, way)),
    ],
    below: [legend, note.node],
    compute, draw,
    describe: () => (brief ? describeBrief(current(), state.sigma, solved, now) : describe(current(), state.sigma, solved, now, run())),
    detail: () => ({ time: now.t, squares: [...now.squares], loss: now.loss, rank: now.rank, run: run() && { ...run() } }),
    linked: () => (hold ? { time: clamp(now.t / current().flow.horizon(state.sigma), 0, 1) } : {}), // time is a share of the axis
    reset: () => ([hold, holding.checked, picked] = [null, false, null]),
  });
  if (brief) opening[0].parentElement.className += " wm-brief";
  return stop;
}

export default { render };
