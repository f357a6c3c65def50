// The own-text explorer: controls and wiring. Joined after the modules of its mathematics and its pictures.

function explore({ model, el }, { shelf, reading, source, first, tell }) {
  let [entry, other, match, now, solved] = [first, null, null, null, null]; // what is shown
  const app = frame({
    model, el, name: "own_text", label: "own-text explorer", longest: 430,
    traits: ["text", "beside", "mode", "sigma", "time", "word", "a", "b", "c", "window", "letters"], fix: (state) => fixText(state, shelf, entry),
  });
  const { state, ui } = app;
  const labels = new Map();

  // ---- controls
  const titles = () => [...shelf.values()].map(({ key, title }) => [key, title]);
  const stamp = () => [...shelf.keys()].join();
  const which = ui.select({ trait: "text", label: "text", options: titles, stamp });
  const beside = ui.select({ trait: "beside", label: "beside it", options: titles, stamp });
  const given = inputs({ el, take, refuse });
  const letters = ui.select({ trait: "letters", label: "what words are made of", options: [["auto", "letters: as the text needs"], ["az", "letters: a to z"], ["any", "letters of any script"]] });
  const places = ui.select({ trait: "window", label: "window", options: [[16, "window: 16 places"], [5, "window: 5 places"]] });
  const mode = ui.slider({
    trait: "mode", label: "mode", min: 1, max: MODES, step: 1, page: 5, from: Math.round, limits: () => [1, entry.data.K], text: (k) => modeName(entry, clamp(Math.round(k), 1, entry.data.K) - 1),
  });
  const sigma = ui.slider({ trait: "sigma", label: "initialisation scale", min: LOWEST, max: HIGHEST, step: 0.05, page: 1, to: Math.log10, from: (x) => 10 ** x, text: (x) => `σ = ${scientific(10 ** x)}` });
  const time = ui.slider({ trait: "time", label: "time", min: 0, max: 1, step: 0.01, page: 0.1, text: () => (now ? `λ₁t = ${(now.t * entry.data.eigenvalues[0]).toFixed(1)}` : "") });
  const play = ui.play({ trait: "time" });
  const words = () => entry.data.words;
  const [word, a, b, c] = [["word", "a word"], ["a", "a"], ["b", "b"], ["c", "c"]].map(([trait, label]) => ui.word({ trait, label, words, get: () => now?.asked[trait] ?? "" }));
  const ladder = ui.canvas("The concepts of the text in the order of learning");
  const strips = ui.canvas("Squared singular values, loss and effective rank against time");
  const flight = ui.canvas("Words in the plane of two modes");
  const near = ui.canvas("The nearest words, by vector and by count");
  const answers = ui.canvas("Answers to the analogy, without and with the question’s own words");
  const zipf = ui.canvas("How often each word occurs");
  const second = ui.canvas("The concepts of the other text");
  const spectra = ui.canvas("Eigenvalues of the two texts");
  const [likeness, note] = [ui.note(150), ui.note()];
  const training = trainer({ source, asked: () => ({ entry, sigma: state.sigma, horizon: solved.tMax }), changed: () => (work(), app.paint()) });
  const files = downloadRow(() => ({ entry, sigma: state.sigma }));
  ui.tap(ladder, { at: (x, y) => ladderRow(y, entry.data, entry.edge), change: (k) => ({ mode: k + 1 }) });
  // words lead on: to what is near them, or to the next question
  const leads = (picture, columns, trait) => ui.tap(picture, { at: (x, y) => listed(columns(), picture.space, x, y), change: (found) => ({ [trait]: found }) });
  leads(near, () => [now.near, now.company], "word");
  leads(answers, () => now.answers, "c");
  let spot = () => null;
  ui.tap(flight, { at: (x, y) => spot(x, y), change: (i) => ({ word: entry.data.words[entry.data.shown[i]] }) });
  ui.drag(strips, { slides: true, onMove: (x) => app.set({ time: stripsScale(strips.space, 1).invert(x) }) });

  // ---- the reader's text
  function take(documents, names, title, size) {
    let own = 1;
    while (shelf.has(`own${own}`)) own++;
    const key = `own${own}`;
    const unique = titles().some(([, taken]) => taken === title) ? `${title} ${own}` : title;
    shelf.set(key, { ...ownText(key, unique, documents, names), size });
    const before = Object.fromEntries(["beside", "word", "a", "b", "c", "mode"].map((name) => [name, state[name]]));
    // for when it can't be read; where another is still being read, as it was before that one
    shelf.get(key).before = shelf.get(state.text).data ? { ...before, text: entry.key } : shelf.get(state.text).before;
    app.set({ text: key, beside: entry.key, word: "", a: "", b: "", c: "", mode: 1 });
    app.commit();
  }

  function refuse(why) {
    reading.complain(why);
    if (why) app.say(why);
  }

  tell.changed = () => app.set({});
  tell.failed = (one, why, known = false) => {
    const name = one.size > 1e6 ? `${one.title} (${megabytes(one.size)})` : one.title;
    const markup = why && one.documents && holdsMarkup(one.documents) ? " Its tags are text here, and nothing in them is run." : "";
    one.cancelled = settingOf(one, state);
    if (one.own && !one.data) shelf.delete(one.key);
    app.set(one.key === state.text && one !== entry ? { text: entry.key, ...(one.data ? {} : one.before) } : {});
    app.commit();
    refuse(why ? `${name} ${why}${markup}` : `Cancelled: ${name} was not ${known ? "shuffled" : "read"}.`);
  };

  // ---- what changes when
  function compute(changed) {
    const wanted = shelf.get(state.text);
    const next = shelf.get(state.beside);
    if (["text", "letters", "window"].some((name) => changed.has(name))) delete wanted.cancelled, reading.complain("");
    if (["beside", "letters", "window"].some((name) => changed.has(name))) delete next.cancelled;
    const ask = (one) => one.cancelled === settingOf(one, state) || reading.want(one, state);
    ask(wanted);
    if (isRead(wanted, state)) entry = wanted;
    if (entry === wanted) ask(next);
    other = isRead(next, state) ? next : null;
    fixText(state, shelf, entry);
    if (changed.has("sigma") || changed.has("mode")) solved = null;
    work();
  }

  function work() {
    const { flow, data } = entry;
    const across = Math.min(state.mode, data.d) - 1;
    const axes = [across, across ? 0 : 1];
    if (solved?.data !== data) solved = { ...solve(flow, state.sigma, flow.horizon(state.sigma), axes, entry.room), data };
    if (match?.of !== data || match.with !== other?.data) match = other && { ...likenessOf(data, other.data), of: data, with: other.data };
    const t = state.time * solved.tMax;
    const squares = new Float64Array(data.d);
    const loss = lossShare(flow, flow.solve(t, state.sigma, squares));
    const placed = new Float32Array(2 * flow.nWords);
    flow.place(...axes, placed);
    now = { t, squares, loss, placed, axes, solved, rank: effectiveRank(squares, 0, data.d), shares: Array.from(squares, (s, k) => s / data.eigenvalues[k]), run: training.of(entry, state.sigma), ...answered() };
  }

  // What is said of words depends on neither time nor σ.
  let kept = null;
  function answered() {
    const { data } = entry;
    const asked = askedWords(entry, state);
    if (kept?.data === data && JSON.stringify(kept.asked) === JSON.stringify(asked)) return kept;
    const row = entry.index.get(asked.word);
    const named = (pairs) => pairs.map(([i, value]) => [data.words[i], value]);
    const rows = [asked.a, asked.b, asked.c].map((name) => entry.index.get(name));
    return (kept = {
      data, asked, near: named(neighbours(entry.vectors, row, 8)), company: named(best(ppmiOf(data, data.V, row), 8, [row])),
      answers: [true, false].map((exclude) => named(analogy(entry.vectors, rows, exclude, 6))),
    });
  }

  function paint(theme) {
    const { data, flow, memory } = entry;
    reading.say(describeReading(entry));
    files.sync();
    likeness.say(other ? describeLikeness(entry, other, match, state.mode - 1) : `${shelf.get(state.beside).title} is not read yet.`);
    note.say(`${describeModel(entry)}${workerRefused() ? " This browser allows no worker here, so the page does the work itself, in small steps, and answers more slowly." : ""}`);
    ladder.fit(ladder.space, ladderHeight(MODES));
    drawLadder(ladder.ctx, theme, ladder.space, data, { title: `${entry.title}: concepts (tap one)`, chosen: state.mode - 1, shares: now.shares, edge: entry.edge, memory });
    strips.fit(strips.space, stripsHeight(strips.space));
    drawStrips(strips.ctx, theme, strips.space, flow, now.solved, now, now.run);
    flight.fit(flight.space, flight.space);
    const drawn = now.solved.times.filter((t, i) => i % TRAIL === 0 && t < now.t).length;
    const reach = now.solved.trail.reduce((most, x) => Math.max(most, Math.abs(x)), Math.max(...now.axes.map((k) => entry.reach[k])));
    spot = drawPlane(flight.ctx, theme, flight.space, { chosen: data.shown.indexOf(entry.index.get(now.asked.word)), names: data.shown.map((row) => data.words[row]), modes: now.axes, poles: now.axes.map((k) => entry.poles[k]), trail: now.solved.trail, drawn, now: now.placed, reach: 1.06 * reach }, labels);
    near.keep(listsHeight(8), [theme, now.near, now.company], () => {
      drawLists(near.ctx, theme, near.space, [{ title: "by vector (cosine)", rows: now.near, colour: theme.modes[0] }, { title: "by count (PPMI)", rows: now.company, colour: theme.modes[1] }]);
    });
    answers.keep(listsHeight(6), [theme, now.answers], () => {
      const own = [now.asked.a, now.asked.b, now.asked.c];
      drawLists(answers.ctx, theme, answers.space, ["a, b, c not allowed", "all words allowed"].map((title, i) => ({ title, rows: now.answers[i], colour: theme.modes[2], marked: own })));
    });
    zipf.keep(PLOT_HEIGHT, [theme, data], () => drawZipf(zipf.ctx, theme, zipf.space, data));
    spectra.keep(PLOT_HEIGHT, [theme, data, entry.edge, other?.data, other?.edge], () => drawSpectra(spectra.ctx, theme, spectra.space, [entry, other].filter(Boolean)));
    const alike = !other || match.shared.length < 20 ? null : match.matches[state.mode - 1][0];
    second.keep(ladderHeight(MODES), [theme, other?.data, other?.edge, alike], () => {
      if (other) drawLadder(second.ctx, theme, second.space, other.data, { title: `beside it, ${other.title}`, chosen: alike, shares: null, edge: other.edge, memory: other.memory });
    });
  }

  const ask = (...nodes) => element("div.wm-ask", {}, ...nodes);
  const said = (words) => element("span", { "aria-hidden": "true" }, words);
  const panels = (...columns) => element("div.wm-panels", {}, ...columns.map((nodes) => element("div.wm-panel", {}, ...nodes)));
  const stop = app.start({
    nodes: [
      given.node,
      element("div.wm-row.wm-texts", {}, said("or take"), which, letters, places, ui.reset()),
      reading.node,
      element("div.wm-controls", {}, mode.node, sigma.node),
      panels([ladder.node], [strips.node, element("div.wm-time", {}, time.input), element("div.wm-row", {}, play.node, training.node)]),
    ],
    below: [
      panels([flight.node], [ask(said("a word"), word.node), near.node, ask(a.node, said(":"), b.node, said("::"), c.node, said(": ?")), answers.node]),
      panels([ask(said("beside it"), beside), second.node, likeness.node], [spectra.node, zipf.node]),
      files.node, note.node,
    ],
    compute, draw: paint,
    describe: () => describeText(entry, state, now),
    detail: () => detailOf({ entry, other, match, now, state }),
    reset: () => refuse(""),
  });
  return () => (training.end(), reading.stop(), stop());
}

// What was drawn, in numbers.
function detailOf({ entry, other, match, now, state }) {
  const { title, data, edges } = entry;
  const ends = data.ends[state.mode - 1];
  const { asked, near, company, answers, run, t, loss, rank } = now;
  return {
    shown: title, V: data.V, counted: data.window, eigenvalues: [...data.eigenvalues], edges: edges ?? null, t, squares: [...now.squares], loss, rank, asked, near, company, answers,
    ends: [ends.plus, ends.minus].map((rows) => rows.map((row) => data.words[row])), beside: other?.title ?? null, match: match ? match.matches[state.mode - 1] : null,
    run: run && { times: [...run.times], squares: [...run.squares], loss: [...run.loss], running: run.running },
  };
}

// What the address names is read first, and shows as soon as that is there; then what stands beside it. Two at once would keep
// each other waiting.
function render({ model, el }) {
  const shelf = shelfOf(model);
  const source = model.get("_esm");
  const named = fragment(model.get("key"), model.isStatic === true).read()?.split(",") ?? [];
  const asked = Object.fromEntries(["letters", "window"].map((name) => [name, model.get(name)]));
  const keys = [...shelf.keys()];
  const first = shelf.get(named[0]) ?? shelf.get(model.get("text")) ?? shelf.get(keys[0]);
  const tell = {};
  const reading = readings(source, tell);
  const shown = () => explore({ model, el }, { shelf, reading, source, first, tell });
  reading.want(first, asked);
  if (first.data) return shown();
  return new Promise((resolve, reject) => {
    tell.changed = () => first.data && resolve(shown());
    tell.failed = (one, why) => one === first && reject(new Error(why));
  });
}

export default { render };
