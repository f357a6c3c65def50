// The association explorer: controls, read-out and wiring. Joined after association-panels.js.

const NEAR = 7; // pixels within which a hand that drags catches a named pair
const FINGER = 30; // and a finger the point, so that elsewhere it scrolls the page

function render({ model, el }) {
  let data = readPairs(model);
  const app = frame({
    model, el, name: "association", label: "association explorer", longest: 330, traits: ["observed", "expected", "words"], blank: "words",
    fix(state) {
      const pair = data.find(state.words);
      if (pair) return ([state.observed, state.expected] = [pair.p, pair.q]);
      // a half-typed pair stays; an unknown word goes. The address holds four digits, and so does a free point.
      state.words = state.words.map((word) => (data.words.includes(word) ? word : ""));
      const [low, high] = data.reach;
      state.expected = rounded(clamp(state.expected, low, high));
      state.observed = state.observed > 0 ? Math.min(rounded(clamp(state.observed, low, high)), rounded(Math.sqrt(state.expected))) : 0;
    },
  });
  const { state, ui } = app;
  let [version, now, scales, named, touching] = [0, null, null, null, false];
  const [still, stillCurves] = [layer(), layer()];
  let pressed = [0, 0];

  // ---- controls
  const free = (changes) => ({ ...changes, words: ["", ""] });
  const told = (words) => data.telling.findIndex(({ i, j }) => data.words[i] === words[0] && data.words[j] === words[1]);
  const telling = ui.select({
    trait: "words", label: "a telling pair", stamp: () => version, get: () => told(state.words),
    options: () => [[-1, "choose a pair"], ...data.telling.map(({ name }, k) => [k, name])],
    put: (k) => (k < 0 ? free({}) : { words: namesOf(data.telling[k]) }),
  });
  const word = (n, label) => ui.word({
    trait: "words", label, placeholder: "a word", blank: true, words: () => data.words, get: () => state.words[n], put: (w) => ({ words: state.words.with(n, w) }),
  });
  const [first, second] = [word(0, "first word"), word(1, "second word")];
  // a pair's words lead to those whose rows of M* are most like theirs; one of them takes its place
  const used = [0, 1].map((n) => wordRow(`words used like the ${n ? "second" : "first"}`, (found) => {
    app.set({ words: state.words.with(n, found) });
    app.commit();
  }));
  const decade = 0.1;
  const slide = (trait, label, zero, to, from) => ui.slider({
    trait, label, min: data.decades[0], max: data.decades[1], step: decade, page: 1, limits: () => [data.decades[0] - zero, data.decades[1]],
    to, from, put: (x) => free({ [trait]: x }), text: (x) => (from(x) ? scientific(from(x), 3) : "0, never seen"),
  });
  // one step below the lowest decade stands 0
  const seen = (x) => (x < data.decades[0] - decade / 2 ? 0 : rounded(10 ** Math.max(x, data.decades[0])));
  const observed = slide("observed", "observed Pᵢⱼ", decade, (p) => (p ? Math.log10(p) : data.decades[0] - decade), seen);
  const expected = slide("expected", "expected PᵢPⱼ", 0, Math.log10, (x) => rounded(10 ** x));
  const plane = ui.canvas("The pair in the plane of expected and observed probability");
  const curves = ui.canvas("PMI, PPMI and M* against the ratio of observed and expected probability");
  const tile = (kind, name) => {
    const value = element("b");
    return { value, node: element(`div.wm-tile.wm-${kind}`, {}, element("span", {}, name), value) };
  };
  const tiles = { pmi: tile("pmi", "PMI"), ppmi: tile("ppmi", "PPMI"), mStar: tile("mstar", "M*"), distance: tile("distance", "M* to PMI") };
  const note = element("p.wm-note");
  const load = ui.task({ type: "load", text: "Load your own text", file: true });

  // ---- the hand on the plane
  for (const type of ["pointerdown", "pointermove"]) plane.node.addEventListener(type, (event) => {
    touching = event.pointerType === "touch";
    if (type === "pointerdown") pressed = placeIn(plane.node, event);
  }, true);
  const far = (x, y, pair) => Math.hypot(x - scales.x(pair.q), y - scales.y(pair.p));
  const point = () => ({ p: state.observed, q: state.expected });
  const moveTo = (x, y) => {
    const caught = closest(data.telling, (pair) => far(x, y, pair));
    app.set(caught && far(x, y, caught) < NEAR ? { words: namesOf(caught) } : free({ observed: scales.p(y), expected: scales.q(x) }));
  };
  ui.drag(plane, { hit: (x, y) => (touching ? far(x, y, point()) < FINGER : scales.inside(x, y)), onMove: moveTo });
  plane.node.addEventListener("click", (event) => {
    const [x, y] = placeIn(plane.node, event);
    if (!scales.inside(x, y) || Math.hypot(x - pressed[0], y - pressed[1]) > 3) return;
    const pair = closest(data.met, (one) => far(x, y, one)); // any dot can be tapped
    if (pair && far(x, y, pair) < NEAR) app.set({ words: namesOf(pair) });
    else if (touching) moveTo(x, y);
    app.commit();
  });

  const quoted = ({ i, j }) => `${inMarks(data.words[i])} and ${inMarks(data.words[j])}`;
  const namesOf = ({ i, j }) => [data.words[i], data.words[j]];

  function compute() {
    now = measures(state.observed, state.expected);
    for (const [kind, { value }] of Object.entries(tiles)) value.textContent = twoDecimals(now[kind]);
    const at = data.find(state.words);
    used.forEach((row, n) => {
      if (at) row.show(`used like “${state.words[n]}”`, data.alike(...(n ? [at.j, at.i] : [at.i, at.j])).map((found) => data.words[found]));
      else row.show(n ? "" : "tap a dot for words that are used like its two", []);
    });
    const unseen = data.cloud.filter(({ p }) => !p).length;
    note.textContent =
      `Small dots: ${thousands(data.cloud.length)} pairs of ${thousands(data.words.length)} words of ${data.title} (${data.note}), at most ${data.band} from each tenfold step of PᵢPⱼ; ` +
      `${unseen} of them never met. Tap one, or type any two of these words; those used most like them have the most similar rows of M*. A point's height above the line of chance is its PMI; in the grey corner a pair would be more frequent than one of its words.`;
  }

  function draw(theme) {
    const [width, height] = [plane.space, clamp(0.9 * plane.space, 300, 390)];
    scales = planeScales(width, height, data.decades);
    plane.fit(width, height);
    named = still(plane, theme, width, height, version, (ctx) => drawPlane(ctx, theme, width, height, data, scales));
    const pair = data.find(state.words);
    drawHandle(plane.ctx, theme, width, scales, state, pair && !named.has(pair.name) ? pair.name : "", named);
    const [wide, high] = [curves.space, clamp(0.72 * curves.space, 230, 322)];
    const along = curveScales(wide, high);
    curves.fit(wide, high);
    stillCurves(curves, theme, wide, high, 0, (ctx) => drawCurves(ctx, theme, wide, high, along));
    drawValues(curves.ctx, theme, along, wide, state.observed / state.expected, now);
  }

  // ---- in words
  function describe() {
    const pair = data.find(state.words);
    const { observed: p, expected: q } = state;
    const who = pair ? quoted(pair) : "This point";
    const ratio = p / q;
    const times = Math.abs(ratio - 1) < 0.005 ? "as much as" : `${ratio < 0.001 ? scientific(ratio) : ratio < 100 ? +ratio.toPrecision(2) : Math.round(ratio)} times what`;
    const start = p
      ? `${who}: Pᵢⱼ is ${scientific(p, 3)}, ${times} chance would give (PᵢPⱼ = ${scientific(q, 3)}).`
      : `${who}: never seen, where chance would give PᵢPⱼ = ${scientific(q, 3)}.`;
    const values = `PMI = ${twoDecimals(now.pmi)}, PPMI = ${twoDecimals(now.ppmi)}, M* = ${twoDecimals(now.mStar)}`;
    const distance = twoDecimals(now.distance);
    const gap = !p ? "PMI has no floor; M* stops at −2, infinitely far above it" : +distance ? `M* lies ${distance} ${now.pmi > 0 ? "below" : "above"} PMI` : "M* and PMI agree to two decimals";
    return `${start} ${values}: ${gap}. ${evidence(pair)}`;
  }

  // What the text itself had to go by: encounters due by chance, and seen.
  function evidence(pair) {
    const scale = pair && pair.i === pair.j ? data.encounters / 2 : data.encounters; // a word with itself counts both ways
    const [met, due] = [state.observed * scale, state.expected * scale];
    const one = (n) => (n < 0.005 ? "less than 0.01" : n < 100 ? String(+n.toPrecision(2)) : thousands(Math.round(n)));
    const known = `In ${data.title}, chance would give ${one(due)} ${one(due) === "1" ? "encounter" : "encounters"}`;
    const count = state.observed ? `, and there ${one(met) === "1" ? "was" : "were"} about ${one(met)}` : ", and there was none";
    const weak = due < 1 && met < 4 ? (met ? ": one meeting more or less would change much" : ": that there was none says next to nothing") : "";
    return pair ? `${known}${count}${weak}.` : `${known} at this place${met ? "" : weak}.${neighbour()}`;
  }

  function neighbour() {
    if (!state.observed) return "";
    const [x, y] = [scales.x(state.expected), scales.y(state.observed)];
    const pair = closest(data.met, (one) => far(x, y, one));
    return pair && far(x, y, pair) < 20 ? ` A real pair close by: ${quoted(pair)}.` : "";
  }

  return app.start({
    nodes: [
      element("div.wm-head", {}, element("span.wm-pairs", {}, telling), element("span.wm-or", { "aria-hidden": "true" }, "or"), first.node, second.node, ui.reset()),
      element("div.wm-panels", {},
        element("div.wm-panel", {}, plane.node, ...used.map(({ node }) => node)),
        element("div.wm-panel", {}, element("div.wm-tiles", { "aria-hidden": "true" }, ...Object.values(tiles).map(({ node }) => node)), curves.node)),
      element("div.wm-controls", {}, observed.node, expected.node),
    ],
    below: [note, load],
    compute, draw, describe,
    detail: () => ({ ...now, place: [scales.x(state.expected), scales.y(state.observed)] }),
    load() {
      data = readPairs(model);
      version++;
      for (const name of ["observed", "expected", "words"]) state[name] = structuredClone(model.get(name)); // they came together
    },
  });
}

const rounded = (x) => +x.toPrecision(4);

function closest(pairs, distance) {
  let [best, least] = [null, Infinity];
  for (const pair of pairs) {
    const here = distance(pair);
    if (here < least) [best, least] = [pair, here];
  }
  return best;
}

// A picture that is kept until its size, the theme or the data change; paint's answer is kept with it.
function layer() {
  let [kept, key, answer] = [null, [], null];
  return (made, ...rest) => {
    const paint = rest.pop();
    const { node, ctx } = made;
    const next = [...rest, node.width, node.height];
    if (next.some((part, k) => part !== key[k])) {
      kept ??= document.createElement("canvas");
      [kept.width, kept.height] = [node.width, node.height];
      const own = kept.getContext("2d");
      own.setTransform(ctx.getTransform());
      [answer, key] = [paint(own), next];
    }
    ctx.save();
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    if (kept.width) ctx.drawImage(kept, 0, 0);
    ctx.restore();
    return answer;
  };
}

export default { render };
