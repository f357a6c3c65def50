// The odds explorer: controls, read-out and wiring. Joined after odds-maths.js and odds-panels.js.

const DECADES = [-3, 3]; // what the slider reaches; one step below the lowest stands 0
const [RUNG, MOST] = [0.1, 1e6];
const NEGATIVES = [1, 2, 5];
const CATCH = 7; // pixels within which a hand that drags catches a telling pair

function render({ model, el }) {
  const data = readOdds(model);
  const fourDigits = (value) => +value.toPrecision(4);
  const app = frame({
    model, el, name: "odds", label: "odds explorer", longest: 310, traits: ["text", "words", "odds", "negatives"], blank: "words",
    fix(state) {
      if (!data.texts.includes(state.text)) state.text = data.texts[0];
      if (!NEGATIVES.includes(state.negatives)) state.negatives = 1;
      const odds = data.oddsOf(state.text, state.words);
      if (odds !== null) return (state.odds = odds);
      state.words = state.words.map((word) => (data.words.includes(word) ? word : "")); // a half-typed pair stays
      state.odds = state.odds > 0 ? fourDigits(clamp(state.odds, 1 / MOST, MOST)) : 0;
    },
  });
  const { state, ui } = app;
  let [now, pairs] = [null, []];

  // ---- controls
  const free = (odds) => ({ odds, words: ["", ""] });
  const told = (words) => data.telling.findIndex((pair) => pair.words[0] === words[0] && pair.words[1] === words[1]);
  const source = ui.choice({ trait: "text", legend: "text", options: data.texts.map((name) => [name, name]) });
  const telling = ui.select({
    trait: "words", label: "a telling pair", get: () => told(state.words), options: [[-1, "choose a pair"], ...data.telling.map(({ name }, k) => [k, name])],
    put: (k) => (k < 0 ? { words: ["", ""] } : { words: data.telling[k].words }),
  });
  const word = (n, label) => ui.word({
    trait: "words", label, placeholder: "a word", blank: true, words: () => data.words, get: () => state.words[n], put: (w) => ({ words: state.words.with(n, w) }),
  });
  const [first, second] = [word(0, "first word"), word(1, "second word")];
  const from = (x) => (x < DECADES[0] - RUNG / 2 ? 0 : fourDigits(10 ** Math.max(x, DECADES[0])));
  const odds = ui.slider({
    trait: "odds", label: "odds of the pair, Pᵢⱼ / PᵢPⱼ", min: DECADES[0] - RUNG, max: DECADES[1], step: RUNG, page: 1,
    to: (value) => (value ? clamp(Math.log10(value), ...DECADES) : DECADES[0] - RUNG), from, put: free, text: () => (state.odds ? `${against(state.odds)}` : "0, never seen"),
  });
  const negatives = ui.choice({ trait: "negatives", legend: "made-up pairs for each real one", options: NEGATIVES.map((k) => [k, `k = ${k}`]) });
  const loss = ui.canvas("The logistic loss of the pair and its parabola against the score");
  const goals = ui.canvas("The score of least loss against the logarithm of the odds");
  const spread = ui.canvas("How all pairs of the text are spread over log odds");

  // ---- the hand on the curve
  const across = () => acrossOf(goals.space, GOALS);
  const onGoals = (x, y) => x > GOALS.left - 8 && x < goals.space - GOALS.right + 8 && y > GOALS.top && y < GOALS.height - GOALS.bottom;
  let touching = false;
  for (const type of ["pointerdown", "pointermove"]) goals.node.addEventListener(type, (event) => (touching = event.pointerType === "touch"), true);
  ui.drag(goals, {
    hit: (x, y) => onGoals(x, y) && (!touching || Math.abs(x - across()(clamp(now.log, -FARTHEST, FARTHEST))) < 30), // elsewhere a finger scrolls
    onMove(x) {
      const near = pairs.find(({ log }) => Math.abs(across()(log) - x) < CATCH / 2);
      app.set(near ? { words: near.words } : free(fourDigits(state.negatives * Math.exp(clamp(across().invert(x), -FARTHEST, FARTHEST)))));
    },
  });

  function compute() {
    const ratio = state.odds / state.negatives;
    const [log, m] = [logisticGoal(ratio), parabolaGoal(ratio)];
    const all = data.spread(state.text);
    const shift = Math.log(state.negatives);
    const nearer = ratio ? all.between(shift - Math.abs(log), shift + Math.abs(log)) : 1 - all.never;
    now = { ratio, log, m, nearer, never: all.never };
    pairs = data.telling.map((pair) => {
      const one = data.oddsOf(state.text, pair.words) / state.negatives;
      return { ...pair, log: logisticGoal(one), m: parabolaGoal(one) };
    });
  }

  function draw(theme) {
    loss.fit(loss.space, LOSS.height), goals.fit(goals.space, GOALS.height), spread.fit(spread.space, SPREAD.height);
    drawLoss(loss.ctx, theme, loss.space, now.ratio, now);
    drawGoals(goals.ctx, theme, goals.space, now.ratio, now, pairs);
    drawSpread(spread.ctx, theme, spread.space, data.spread(state.text), Math.log(state.negatives), now, commonest());
  }

  // ---- in words
  const commonest = () => `all pairs of ${state.text}’s ${thousands(data.size)} commonest words`;
  const share = (x) => (x > 0.995 && x < 1 ? `more than ${percent(0.99)}` : percent(x));

  function describe() {
    const { ratio, log, m, nearer, never } = now;
    const paired = data.oddsOf(state.text, state.words) !== null;
    const name = paired ? `“${state.words[0]}” and “${state.words[1]}” in ${state.text}` : "A pair";
    const who = `${name}${state.negatives > 1 ? `, with k = ${state.negatives}` : ""}`;
    const all = `Of ${commonest()}`;
    if (!ratio) return `${who}: never real. The logistic loss sends the score to −∞, the parabola to −2. ${all}, ${percent(never)} were never seen.`;
    const told = `${who}: real to made up as ${against(ratio)}. The logistic loss draws the score to log(A/B) = ${signed(log)}, the parabola to M = ${signed(m)}`;
    const short = 1 - m / log;
    const by = Math.abs(log) < 0.005 ? "" : short < 0.005 ? ", less than 1\u00a0% short of it" : `, ${percent(short)} short of it`;
    return `${told}${by}. ${all}, ${share(nearer)} are nearer to even odds than this one${never >= 0.005 ? `, and ${percent(never)} were never seen` : ""}.`;
  }

  return app.start({
    nodes: [
      element("div.wm-head", {}, source.node, element("span.wm-pairs", {}, telling), first.node, second.node, ui.reset()),
      element("div.wm-controls", {}, odds.node, element("div.wm-slider.wm-negatives", {}, element("span", { "aria-hidden": "true" }, "made-up pairs for each real one"), negatives.node)),
      element("div.wm-panels", {}, element("div.wm-panel", {}, loss.node), element("div.wm-panel", {}, goals.node, spread.node)),
    ],
    compute, draw, describe,
    detail: () => ({ ...now }),
  });
}

// Odds as two numbers, the smaller of them 1.
export function against(ratio) {
  const short = (x) => (x < 9.95 ? String(+x.toFixed(1)) : String(+x.toPrecision(x < 999.5 ? 2 : 3)));
  if (Math.abs(Math.log(ratio)) < 0.005) return "1 : 1";
  const close = Math.abs(Math.log(ratio)) < Math.log(1.95) ? (x) => x.toFixed(2) : short;
  return ratio > 1 ? `${close(ratio)} : 1` : `1 : ${close(1 / ratio)}`;
}

const signed = (value) => {
  const digits = Math.abs(value).toFixed(2);
  return `${value < 0 && +digits ? "−" : ""}${digits}`;
};

export default { render };
