// The analogies explorer: controls and wiring. Joined after analogies-vectors.js and analogies-panels.js.

const SHOWN = 8;

function render({ model, el }) {
  let data = readVectors(model);
  const app = frame({
    model, el, name: "analogies", label: "analogies explorer", longest: 420, traits: ["a", "b", "c", "axis", "d", "time", "exclude"],
    fix(state) {
      if (["a", "b", "c"].some((name) => !data.index.has(state[name]))) [state.a, state.b, state.c] = data.examples[0];
      if (state.axis !== "time") state.axis = "modes";
      state.d = clamp(Math.round(state.d), 2, data.d);
      state.time = clamp(state.time, ...data.times);
    },
  });
  const { state, ui } = app;
  const grids = { modes: () => Array.from({ length: data.d - 1 }, (_, i) => i + 2), time: () => timeGrid(data) };
  let scores = new Float64Array(data.n);
  let scan = null; // every word's score along the axis, for one question
  let curve = null; // one word's places along the axis
  let [now, stamp] = [null, 0];
  const memory = new Map();

  const words = () => data.words;
  const [a, b, c] = ["a", "b", "c"].map((trait) => ui.word({ trait, label: trait, words }));
  const answer = element("output.wm-answer", { "aria-hidden": "true" });
  const sign = (mark) => element("span.wm-sign", { "aria-hidden": "true" }, mark);
  const examples = data.examples.map(([a, b, c]) => ui.button(`${a} : ${b} :: ${c}`, () => ({ a, b, c })));
  const axis = ui.choice({ trait: "axis", legend: "along", options: [["modes", "modes kept"], ["time", "training time"]] });
  const modes = ui.slider({ trait: "d", label: "modes kept, d", min: 2, max: data.d, step: 1, page: 10, limits: () => [2, data.d], text: (d) => `d = ${Math.round(d)}` });
  const [first, last] = data.times;
  const time = ui.slider({
    trait: "time", label: "time of training", min: first, max: last, step: 1, page: 8, limits: () => data.times,
    text: (t) => `λ₁t = ${t.toFixed(1)}, ${risen(weights(data, "time", t))} of ${data.d} modes risen`,
  });
  const exclude = ui.check({ trait: "exclude", text: "a, b and c are not allowed as answers" });
  const places = ui.canvas("Place of the answer, against the number of modes or time");
  const list = ui.canvas("The best answers with their cosines");
  const picture = ui.canvas("The words in the plane of a, b and c");
  const note = element("p.wm-note");
  let spot = () => null;
  ui.tap(picture, { at: (x, y) => spot(x, y), change: (word) => ({ c: data.words[word] }) });
  ui.tap(list, { at: (x, y) => rowAt(now.rows, y), change: (i) => ({ c: data.words[now.rows[i].word] }) }); // the next question
  const all = ui.task({ type: "words", text: "All words and modes, and back", request: () => ({ whole: !data.whole }) });
  const span = () => (state.axis === "modes" ? [2, data.d] : data.times);
  ui.drag(places, { slides: true, onMove: (x) => app.set({ [state.axis === "modes" ? "d" : "time"]: curveScale(places.space, span()).invert(x) }) });

  // ---- what changes when
  function compute() {
    const question = [state.a, state.b, state.c].map((word) => data.index.get(word));
    const at = state.axis === "modes" ? state.d : state.time;
    const g = weights(data, state.axis, at);
    cosines(data, g, question, scores);
    const bar = barred(data, question, state.exclude);
    const rows = best(data, scores, bar, SHOWN).map((word, i) => ({ word, rank: i + 1, cosine: scores[word] }));
    const known = expected(data, question);
    const wanted = known?.word ?? null;
    const followed = wanted ?? rows[0].word;
    const rank = place(data, scores, bar, followed);
    if (rank > SHOWN) rows.push({ word: followed, rank, cosine: scores[followed] });
    const points = plane(data, g, question, rows.map(({ word }) => word));
    const grid = follow(question, bar, followed);
    now = { question, at, g, rows, known, wanted, followed, rank, points, grid, n: data.n - new Set(bar).size };
    modes.node.hidden = state.axis !== "modes";
    time.node.hidden = state.axis !== "time";
  }

  // The scan costs more than a frame, so it is made once a question; a drag of the slider only reads from it.
  function follow(question, bar, word) {
    const asked = [state.axis, stamp, ...question].join();
    if (scan?.asked !== asked) {
      const rows = state.axis === "modes" ? scanModes(data, question).slice(1) : scanTimes(data, question);
      scan = { asked, rows, grid: grids[state.axis]() };
      memory.clear();
    }
    const about = [asked, bar.length, word].join();
    if (curve?.about !== about) curve = { about, places: scan.rows.map((row) => place(data, row, bar, word)) };
    return scan.grid;
  }

  function draw(theme) {
    const { rows, wanted, followed, rank, grid, at, n, question, points } = now;
    const name = (i) => data.words[i];
    const right = rows[0].word === wanted;
    answer.textContent = short(name(rows[0].word), 22);
    answer.dataset.right = wanted === null ? "unknown" : right;
    places.fit(places.space, 150);
    drawCurve(places.ctx, theme, places.space, 150, { grid, places: curve.places, at, now: rank, n, word: name(followed), axis: state.axis });
    list.fit(list.space, listHeight);
    drawAnswers(list.ctx, theme, list.space, { rows, wanted: followed, words: data.words });
    const height = clamp(0.8 * list.space, 230, listHeight);
    picture.fit(picture.space, height);
    spot = drawPlane(picture.ctx, theme, picture.space, height, { points, rows, wanted: followed, question, words: data.words }, memory);
  }

  function describe() {
    const { rows, known, followed, rank, at, g, n } = now;
    const name = (i) => inMarks(data.words[i]);
    const [a, b, c] = [state.a, state.b, state.c].map(inMarks);
    const where = state.axis === "modes" ? `With ${at} modes` : `At λ₁t = ${at.toFixed(1)}, when ${risen(g)} of ${data.d} modes have risen,`;
    const [top, ...others] = rows;
    const next = others.slice(0, 2).map(({ word }) => name(word)).join(" and ");
    const asked = `${a} is to ${b} as ${c} is to what? ${where} ${b} − ${a} + ${c} lies nearest to ${name(top.word)} (cosine ${minus(top.cosine.toFixed(2))}), then ${next}.`;
    if (!known) return `${asked} The test set has no answer to this; the curve follows ${name(followed)}. ${when(followed)}`;
    if (!rank) return `${asked} The expected answer, ${name(followed)}, is not allowed.`;
    const verdict = rank === 1 ? `That is the expected answer (${known.family}).` : `The expected answer, ${name(followed)} (${known.family}), has place ${thousands(rank)} of ${thousands(n)}.`;
    return `${asked} ${verdict} ${when(followed)}`;
  }

  // "It comes first with 20 to 38 modes …", from the stretches of first places.
  function when(word) {
    const stretches = [];
    const { grid } = now;
    curve.places.forEach((rank, i) => {
      if (rank !== 1) return;
      if (curve.places[i - 1] === 1) stretches.at(-1)[1] = grid[i];
      else stretches.push([grid[i], grid[i]]);
    });
    const subject = inMarks(data.words[word]);
    const along = state.axis === "modes";
    if (!stretches.length) return `${subject} comes first ${along ? "for no number of modes" : "at no time"}.`;
    const total = curve.places.filter((rank) => rank === 1).length;
    if (total === grid.length) return `${subject} comes first ${along ? "for every number of modes" : "all the time"}.`;
    const [from, to] = stretches.at(-1);
    const name = along ? "d" : "λ₁t";
    const latest = to === grid.at(-1) ? `from ${name} = ${from} to the end` : from === to ? `at ${name} = ${from}` : `from ${name} = ${from} to ${to}`;
    return `${subject} comes first ${latest}${stretches.length > 1 ? `, and before that for the first time at ${name} = ${stretches[0][0]}` : ""}.`;
  }

  function load() {
    data = readVectors(model);
    scores = new Float64Array(data.n);
    stamp += 1;
    explain();
  }

  function explain() {
    const named = data.extra ? ` and ${data.extra} that the book names` : "";
    const many = data.n < data.all ? `the ${thousands(data.n - data.extra)} most frequent of ${thousands(data.all)} words${named}` : `all ${thousands(data.n)} words`;
    note.textContent =
      `Answers come from ${many}. In the picture the step b − a points to the right; a, b, c and the sum (square) lie in the plane, other words are projected to it. ` +
      `Training is the small-σ limit of a start of σ = ${scientific(data.init_scale)}; time begins when the first mode has half risen.`;
  }

  explain();
  return app.start({
    nodes: [
      element("div.wm-head", {}, element("div.wm-question", {}, a.node, sign(":"), b.node, sign("::"), c.node, sign(":"), answer), ui.reset()),
      element("div.wm-examples", {}, ...examples),
      element("div.wm-head", {}, axis.node, exclude),
      element("div.wm-along", {}, modes.node, time.node, places.node),
      element("div.wm-panels", {}, element("div.wm-panel", {}, list.node), element("div.wm-panel", {}, picture.node)),
    ],
    below: [note, all],
    compute, draw, describe, load,
    detail: () => ({
      answers: now.rows.map(({ word, rank, cosine }) => [data.words[word], rank, cosine]), expected: now.wanted === null ? null : data.words[now.wanted],
      followed: data.words[now.followed], place: now.rank, places: [...curve.places], points: now.points,
    }),
  });
}

export default { render };
