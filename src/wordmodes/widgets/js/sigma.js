// The σ explorer: controls and wiring. Joined after shared.js, flow.js, sigma-panels.js and sigma-state.js.

const PLAY_SECONDS = 9;
const STEPS = " Gradient descent takes steps of 0.02/λ₁, which make its clock 1\u00a0% late.";

function render({ model, el }) {
  const datasets = readDatasets(model);
  const address = fragment(model.get("key"), model.isStatic === true);
  const { state, fix, parse } = initialState(model, datasets);
  fix();
  const home = structuredClone(state);
  const follow = () => {
    const linked = address.read();
    if (linked) parse(linked), fix();
    return linked;
  };
  follow();

  let [theme, solved, now, hold, committing] = [null, null, null, null, false];
  let [width, wide, side] = [0, 0, 0];
  const memory = new Map();
  let touched = false; // nothing is read aloud before the reader has done something
  const live = new Map(); // runs made in this session: "dataset/σ" to run
  const current = () => datasets[state.dataset];

  // ---- controls
  const id = uniqueName("readout");
  const said = readout(id);
  const name = uniqueName("dataset");
  const picker = choice("Language", name, datasets.map((entry) => [entry.name, entry.title]), (value) => {
    state.dataset = datasets.findIndex((entry) => entry.name === value);
    hold = hold && 0; // the axis is held anew for the new spectrum
    fix(), rebuild(), update(), commit();
  });
  const sigmaText = element("output.wm-value", { "aria-hidden": "true" });
  const stops = () => current().runs.map((run) => Math.log10(run.sigma));
  const sigma = slider({
    label: "initialisation scale σ", min: LOWEST, max: HIGHEST, step: 0.05, page: 1, value: 0, text: (x) => `σ = ${scientific(10 ** x)}`,
    onInput: (x, event) => {
      // the pointer catches on the σ of a stored run; keys reach every rung
      const near = event.type === "input" ? stops().find((stop) => Math.abs(stop - x) < 0.03) : undefined;
      state.sigma = 10 ** (near ?? x);
      update();
    },
    onCommit: commit,
  });
  const time = slider({
    label: "time", min: 0, max: 1, step: 0.01, page: 0.1, value: 0, text: () => (now ? `λ₁t = ${(now.t * current().flow.eigenvalues[0]).toFixed(1)}` : ""),
    onInput: (x) => (player.stop(), (state.share = x), scrub()),
    onCommit: commit,
  });
  const marks = element("div.wm-marks");
  const decades = element("div.wm-decades");
  const play = element("button.wm-button.wm-play", { type: "button", onclick: () => player.toggle() }, reducedMotion() ? "Step" : "Play");
  const holding = element("input", { type: "checkbox", onchange: () => ((hold = holding.checked ? solved.tMax : null), update()) });
  const reset = element("button.wm-button", { type: "button", onclick: onReset }, "Reset");
  const [across, up] = [element("label.wm-plane"), element("label.wm-plane")];
  const way = element("p.wm-note");
  const strips = canvas("Squared singular values, loss and effective rank against time", id);
  const plane = canvas("Words in the plane of two modes", id);
  const legend = element("p.wm-legend");
  const note = element("p.wm-note");
  const train = element("button.wm-button", { type: "button", hidden: true, onclick: startTraining }, "Train for real");
  const progress = element("progress", { max: 1, value: 0, hidden: true, "aria-label": "training" });

  const root = element("div.wm-explorer", { role: "group", "aria-label": "σ explorer", "data-lm-suppress-shortcuts": "true" },
    element("div.wm-head", {}, picker.node, element("span.wm-scale", {}, element("span", {}, "initialisation scale σ = "), sigmaText), reset),
    element("div.wm-sigma", {}, marks, sigma.input, decades,
      element("div.wm-ends", { "aria-hidden": "true" }, element("span", {}, "one at a time"), element("span", {}, "all at once"))),
    element("div.wm-panels", {},
      element("div.wm-left", {}, strips.node, element("div.wm-time", {}, time.input),
        element("div.wm-row", {}, play, element("label.wm-check", {}, holding, "hold the axis while σ moves"), train, progress)),
      element("div.wm-right", {}, across, up, plane.node, way)),
    ...said.nodes, legend, note);
  for (const type of ["pointerdown", "keydown", "input", "click"]) root.addEventListener(type, () => (touched = true), true);
  el.append(root);

  // ---- what changes when
  function rebuild() {
    const { poles, landmarks } = current();
    const ratio = (s) => `${(100 * (Math.log10(s) - LOWEST)) / (HIGHEST - LOWEST)}%`;
    const jump = (s) => () => ((state.sigma = s), update(), commit());
    marks.replaceChildren(...landmarks.map(({ name, init_scale: s }, i) =>
      element("button.wm-mark", { type: "button", style: `left: ${ratio(s)}`, "data-side": i ? "right" : "left", title: `σ = ${scientific(s)}, where ${name} starts`, onclick: jump(s) }, name)));
    const stored = new Set(current().runs.map((run) => Math.round(Math.log10(run.sigma) * 100)));
    decades.replaceChildren(...Array.from({ length: 9 }, (_, i) => i - 8).map((p) => {
      const has = stored.has(p * 100);
      return element("button.wm-decade", { type: "button", style: `left: ${ratio(10 ** p)}`, "data-run": has, "aria-label": `σ = ${scientific(10 ** p)}${has ? ", with a stored run" : ""}`, onclick: jump(10 ** p) }, p ? `10${raised(p)}` : "1");
    }));
    const options = poles.map(([plus, minus], k) => [k, `mode ${k + 1}: ${plus} ↔ ${minus}`]);
    const pick = (i, node) => {
      const menu = select(options, (k) => ((state.modes[i] = +k), showWay(), update(), commit()));
      menu.value = state.modes[i];
      node.replaceChildren(element("span", {}, i ? "up" : "across"), menu);
    };
    pick(0, across);
    pick(1, up);
    showWay();
    memory.clear();
  }

  function showWay() {
    const keyed = (k) => element("b", { style: `color: color-mix(in srgb, var(--wm-mode-${k}) 72%, var(--wm-ink))` }, `mode ${k + 1}`);
    const [k, l] = state.modes;
    way.replaceChildren("Lines are each word's way so far, in the colour of the mode that moves it: ", keyed(k), " across, ", keyed(l), " up.");
  }

  function run() {
    const made = live.get(`${current().name}/${state.sigma}`);
    return made ?? current().runs.find((entry) => Math.abs(Math.log(entry.sigma / state.sigma)) < 1e-9) ?? null;
  }

  // after σ, the language or the plane
  function update() {
    const { flow } = current();
    if (hold === 0) hold = flow.horizon(state.sigma);
    solved = solve(flow, state.sigma, hold ?? flow.horizon(state.sigma), state.modes, current().room);
    scrub();
  }

  // after the time
  function scrub() {
    const { flow } = current();
    const t = state.share * solved.tMax;
    const squares = new Float64Array(flow.d);
    const loss = lossShare(flow, flow.solve(t, state.sigma, squares));
    const placed = new Float32Array(2 * flow.nWords);
    flow.place(...state.modes, placed);
    now = { t, squares, loss, rank: effectiveRank(squares, 0, flow.d), placed };
    draw();
  }

  function draw() {
    sigma.set(Math.log10(state.sigma));
    time.set(state.share);
    sigmaText.textContent = scientific(state.sigma);
    picker.set(current().name);
    if (!width || !theme) return;
    const overlay = run();
    const { flow } = current();
    strips.fit(wide, stripsHeight(wide));
    drawStrips(strips.ctx, theme, wide, flow, solved, now, overlay);
    plane.fit(side, side);
    const drawn = solved.times.filter((t, i) => i % TRAIL === 0 && t < now.t).length;
    const { words, poles, reach } = current();
    drawPlane(plane.ctx, theme, side, { names: words, modes: state.modes, poles: state.modes.map((k) => poles[k]), trail: solved.trail, drawn, now: now.placed, reach: planeReach(reach, solved.trail, state.modes) }, memory);
    said.say(describe(current(), state.sigma, solved, now, overlay), touched && !player.playing());
    describeRuns(overlay);
    root.dispatchEvent(new CustomEvent("wordmodes:drawn", { bubbles: true, detail: { dataset: current().name, sigma: state.sigma, time: now.t, squares: [...now.squares], loss: now.loss, rank: now.rank, run: overlay && { ...overlay } } }));
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
    note.textContent = `${current().note} Time runs to ${until}/λ₁${hold ? "" : ", when the slowest mode has risen"}.${current().runs.length || overlay ? STEPS : ""}`;
    if (described === (described = `${state.dataset} ${overlay?.sigma} ${overlay?.live}`)) return;
    const at = current().runs.map((entry) => scientific(entry.sigma));
    const dots = overlay ? `● gradient descent${overlay.live ? ", just trained" : ", stored run"}` : at.length ? `● gradient descent: stored at σ = ${list(at)}` : "";
    const parts = [["wm-key-exact", "exact solution"], ["wm-key-limit", "small-σ limit: one sigmoid a mode"], ["wm-key-half", "its half-rise"]];
    legend.replaceChildren(...parts.map(([key, label]) => element("span", {}, element(`i.${key}`), label)), element("span", {}, dots));
  }

  function commit() {
    const { dataset, sigma, share, modes } = state;
    committing = true;
    model.set("dataset", datasets[dataset].name);
    model.set("sigma", sigma);
    model.set("time", share);
    model.set("modes", modes.map((k) => k + 1));
    committing = false;
    model.save_changes();
    address.write([datasets[dataset].name, sigma.toPrecision(4).replace(/\.?0+(e|$)/, "$1"), +share.toFixed(3), ...modes.map((k) => k + 1)].join(","));
  }

  function onReset() {
    player.stop();
    Object.assign(state, structuredClone(home));
    [hold, holding.checked] = [null, false];
    rebuild(), update(), commit();
    address.write(null);
  }

  // ---- play
  const player = (() => {
    let [frame, from] = [0, 0];
    const stop = () => {
      if (!frame) return;
      cancelAnimationFrame(frame);
      frame = 0;
      play.textContent = "Play";
    };
    const step = (stamp) => {
      from ||= stamp - state.share * PLAY_SECONDS * 1000;
      state.share = clamp((stamp - from) / (PLAY_SECONDS * 1000), 0, 1);
      if (state.share < 1) frame = requestAnimationFrame(step);
      else stop(), commit();
      scrub();
    };
    const toggle = () => {
      if (frame) return stop(), commit(), draw();
      if (state.share >= 1) state.share = 0;
      if (reducedMotion()) return (state.share = clamp(state.share + 0.05, 0, 1)), scrub(), commit(); // a step, no motion
      play.textContent = "Pause";
      from = 0;
      frame = requestAnimationFrame(step);
    };
    return { stop, toggle, playing: () => frame !== 0 };
  })();

  // ---- dragging over the strips scrubs
  const point = (event) => {
    const box = strips.node.getBoundingClientRect();
    state.share = clamp(stripsScale(box.width, 1).invert(event.clientX - box.left), 0, 1);
    player.stop(), scrub();
  };
  strips.node.addEventListener("pointerdown", (event) => (strips.node.setPointerCapture(event.pointerId), point(event)));
  strips.node.addEventListener("pointermove", (event) => event.buttons && point(event));
  strips.node.addEventListener("pointerup", commit);

  // ---- a kernel, if there is one, answers a greeting; only then is there something to train with
  function startTraining() {
    [train.disabled, progress.hidden, progress.value] = [true, false, 0];
    model.send({ type: "train", dataset: current().name, sigma: state.sigma, horizon: solved.tMax });
  }
  const onMessage = (message, buffers) => {
    if (message.type === "ready") train.hidden = false;
    if (message.type === "progress") progress.value = message.share;
    if (message.type === "run") {
      const array = (i) => new Float32Array(buffers[i].buffer.slice(buffers[i].byteOffset, buffers[i].byteOffset + buffers[i].byteLength));
      const { flow } = datasets.find((entry) => entry.name === message.dataset);
      live.set(`${message.dataset}/${message.sigma}`, finishRun(flow, { sigma: message.sigma, live: true, times: array(0), squares: array(1), loss: array(2) }));
      [train.disabled, progress.hidden] = [false, true];
      draw();
    }
    if (message.type === "failed") {
      [train.disabled, progress.hidden] = [false, true];
      said.say(message.text);
    }
  };
  model.on("msg:custom", onMessage);
  model.send({ type: "hello" });

  // ---- a cell may drive it
  const onTrait = () => {
    if (committing) return;
    const next = { dataset: model.get("dataset"), sigma: model.get("sigma"), time: model.get("time"), modes: model.get("modes").map((k) => k - 1) };
    const index = datasets.findIndex((entry) => entry.name === next.dataset);
    const same = index === state.dataset && next.sigma === state.sigma && next.time === state.share && String(next.modes) === String(state.modes);
    if (same || index < 0) return;
    Object.assign(state, { dataset: index, sigma: next.sigma, share: next.time, modes: next.modes });
    fix(), rebuild(), update();
  };
  const traits = ["dataset", "sigma", "time", "modes"].map((name) => `change:${name}`);
  for (const trait of traits) model.on(trait, onTrait);

  // a link on the same page may set it
  const onLink = () => follow() && (player.stop(), rebuild(), update());
  window.addEventListener("hashchange", onLink);

  rebuild(), update();
  const unwatch = watchTheme(() => ((theme = readTheme(root)), draw()));
  const observer = new ResizeObserver(() => {
    theme ??= readTheme(root);
    if (root.clientWidth === width) return;
    width = root.clientWidth;
    wide = strips.node.parentElement.clientWidth;
    side = plane.node.parentElement.clientWidth - 2; // its frame
    draw();
  });
  observer.observe(root);
  return () => {
    player.stop(), said.stop(), unwatch(), observer.disconnect();
    window.removeEventListener("hashchange", onLink);
    model.off("msg:custom", onMessage);
    for (const trait of traits) model.off(trait, onTrait);
  };
}

export default { render };
