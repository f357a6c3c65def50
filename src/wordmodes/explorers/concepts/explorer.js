// The concepts explorer: controls and wiring. Joined after concepts-modes.js and concepts-panels.js.

function render({ model, el }) {
  let data = readConcepts(model);
  const app = frame({
    model, el, name: "concepts", label: "concepts explorer", longest: 810, traits: ["mode", "against", "time", "word", "sigma", "third", "turn"],
    fix: (state) => fixConcepts(state, data),
  });
  const { state, ui } = app;
  let [now, curves, generation] = [null, null, 1];
  let memory = { slots: new Map(), widths: new Map() };
  let shut = [];
  const room = { s: null, final: null, placed: null, near: null };

  const named = (k) => `${k + 1}: ${data.ends[k].minus[0].word} ↔ ${data.ends[k].plus[0].word}`;
  const mode = ui.slider({
    trait: "mode", label: "mode", min: 1, max: data.K, step: 1, page: 5, from: Math.round, limits: () => [1, data.K],
    text: (k) => named(clamp(Math.round(k), 1, data.K) - 1),
  });
  const against = ui.select({
    trait: "against", label: "against", stamp: () => generation, get: () => upward(state, data.K),
    options: () => data.eigenvalues.map((_, k) => [k + 1, `mode ${named(k)}`]),
  });
  const third = ui.select({
    trait: "third", label: "in depth", stamp: () => generation, get: () => inward(state, data.K),
    options: () => [[0, "none: a plane"], ...data.eigenvalues.map((_, k) => [k + 1, `mode ${named(k)}`])],
  });
  const turn = ui.slider({ trait: "turn", label: "turned by", min: -180, max: 180, step: 5, page: 30, text: (x) => `${minus(Math.round(x))}°` });
  const time = ui.slider({
    trait: "time", label: "time", min: 0, max: 1, step: 0.01, page: 0.1, text: () => (now ? `λ₁t = ${(now.t * data.eigenvalues[0]).toFixed(1)}` : ""),
  });
  const play = ui.play({ trait: "time", seconds: 14 });
  const word = ui.word({ trait: "word", label: "a word to take apart", words: () => data.words, placeholder: "any word", blank: true });
  const ends = ui.canvas("The words at the two ends of the mode");
  const times = ui.canvas("Every mode's rise against time");
  const plane = ui.canvas("All words in the plane of two modes");
  const strip = ui.canvas("One word's coordinate in every mode");
  const note = ui.note(440);
  const load = ui.task({ type: "load", text: "Load your own text", file: true });
  const pick = (k) => app.set({ mode: k + 1 });
  // a word's neighbours: each leads on to its own
  const near = wordRow("nearest words", (word) => (app.set({ word }), app.commit()));
  let [spot, dragged] = [() => null, false];
  ui.tap(ends, { at: (x, y) => endAt(data.ends[state.mode - 1], ends.space, x, y), change: (found) => ({ word: found }) });
  // three modes are turned by hand; where that ends no word is meant
  ui.drag(plane, {
    slides: true, hit: (x) => ((dragged = false), now.view && { x, turn: state.turn }),
    onMove(x, y, held) {
      dragged ||= Math.abs(x - held.x) > 3;
      if (dragged) app.set({ turn: ((((held.turn + (x - held.x) / 2 + 180) % 360) + 360) % 360) - 180 });
    },
  });
  ui.tap(plane, { at: (x, y) => (dragged ? null : spot(x, y)), change: (row) => ({ word: data.words[row] }) });
  ui.drag(times, { slides: true, onMove: (x, y) => pick(modeAt(data, now.clock, state.sigma, times.space, x, y)) });
  ui.drag(strip, { slides: true, onMove: (x) => pick(clamp(Math.round(wordScale(strip.space, data.K).invert(x)), 1, data.K) - 1) });

  function compute(changed) {
    const { K, V, words, index } = data;
    if (room.placed?.length !== 2 * V || room.s.length !== K) {
      [room.s, room.final, room.placed, room.near] = [new Float64Array(K), Float64Array.from(data.eigenvalues, Math.sqrt), new Float32Array(2 * V), new Float32Array(V)];
    }
    const timing = !now || changed.has("sigma") ? clock(data, state.sigma) : now.clock;
    if (!now || changed.has("sigma")) curves = null;
    const t = state.time * timing.tMax;
    const k = state.mode - 1;
    const deep = inward(state, K);
    const axes = [k, upward(state, K) - 1, ...(deep ? [deep - 1] : [])];
    const view = deep ? viewOf(state.turn) : null;
    lengths(data, t, state.sigma, room.s);
    const row = state.word ? index.get(state.word) : data.ends[k].plus[0].row;
    // all axes to one scale: the words' last places, whichever way they are turned
    const span = deep ? farthest(data, room.final, axes) : Math.max(...axes.map((m) => Math.max(data.ends[m].plus[0].loading, -data.ends[m].minus[0].loading) * room.final[m]));
    const same = now?.row === row && now.data === data;
    now = {
      data, clock: timing, t, axes, view, row, word: words[row], span,
      shares: Array.from(room.s, (s, m) => (s * s) / data.eigenvalues[m]),
      placed: deep ? seen(data, room.s, axes, view, room.placed, room.near) : place(data, room.s, ...axes, room.placed),
      near: deep ? room.near : null,
      grown: coordinates(data, row, room.s),
      final: same ? now.final : coordinates(data, row, room.final),
      makeup: same ? now.makeup : makeup(data, row),
      neighbours: same ? now.neighbours : neighbours(data, row),
    };
    const noise = data.edge === null ? "" : ` Noise: the largest eigenvalue of ${data.shuffles > 1 ? `${data.shuffles} texts, shuffled` : "the text, shuffled"}.`;
    turn.node.hidden = !deep;
    plane.node.dataset.turns = Boolean(deep);
    const axesMeant = deep ? "three modes" : "two modes";
    note.say(
      `${data.title}: ${thousands(V - data.placed)} words${data.note ? `, ${data.note}` : ""}; d = ${K}, σ = ${scientific(state.sigma)}. Every mode for itself: the limit of a small start.${noise} ` +
      `Coloured dots belong to one of the ${axesMeant}, where they will be longest; grey ones to others. Which end is called + is a convention.${data.placed ? ` ${data.placed} more words are placed by the company they keep with these.` : ""}${deep ? " The view is an orthogonal projection: what is larger and bolder is nearer." : ""}`,
    );
  }

  function draw(theme) {
    const k = state.mode - 1;
    for (const option of shut) option.disabled = false;
    shut = [against.options[k], third.options[k + 1], third.options[now.axes[1] + 1]]; // no mode stands against itself
    for (const option of shut) option.disabled = true;
    ends.fit(ends.space, endsHeight(data.ends[k].plus.length));
    drawEnds(ends.ctx, theme, ends.space, data.ends[k], k);
    if (curves?.width !== times.space || curves.theme !== theme) curves = drawCurves(theme, times.space, data, now.clock, state.sigma);
    times.fit(times.space, curves.height);
    drawTimes(times.ctx, theme, curves, data, now, k);
    const high = Math.round(clamp(0.78 * plane.space, 250, 318));
    plane.fit(plane.space, high);
    spot = drawPlane(plane.ctx, theme, plane.space, high, data, now, memory);
    strip.fit(strip.space, WORD_HEIGHT);
    drawWord(strip.ctx, theme, strip.space, data, now, k);
    near.show("near it", now.neighbours.map((row) => data.words[row]));
  }

  return app.start({
    nodes: [
      element("div.wm-head", {}, element("div.wm-pick", {}, mode.node), ui.reset()),
      element("div.wm-panels", {},
        element("div.wm-panel", {}, ends.node, times.node, element("div.wm-time", {}, play.node, time.node)),
        element("div.wm-panel", {},
          element("div.wm-plane", {}, element("span", { "aria-hidden": "true" }, "against"), against),
          plane.node,
          element("div.wm-plane.wm-depth", {}, element("span", { "aria-hidden": "true" }, "in depth"), third, turn.node),
          element("div.wm-find", {}, element("span", { "aria-hidden": "true" }, "take a word apart"), word.node), strip.node, near.node)),
    ],
    below: [note.node, load],
    compute, draw,
    describe: () => describeConcepts(data, state, now),
    detail: () => ({
      plane: now.axes.map((k) => k + 1), t: now.t, halves: [...now.clock.halves], shares: now.shares, shown: now.word, near: now.neighbours.map((row) => data.words[row]), coordinates: now.grown, makeup: now.makeup,
      ends: [data.ends[state.mode - 1].plus, data.ends[state.mode - 1].minus].map((end) => end.map((entry) => entry.word)), above: data.above[state.mode - 1],
      place: [now.placed[2 * now.row], now.placed[2 * now.row + 1]],
    }),
    load() {
      data = readConcepts(model);
      generation++;
      [now, curves, memory] = [null, null, { slots: new Map(), widths: new Map() }];
    },
  });
}

export default { render };
