// The explorer of one update: controls, words and wiring. Joined after update-maths.js and update-panels.js.

const RATES = [0.05, 2];

function render({ model, el }) {
  const tidy = (x) => +clamp(x, -REACH, REACH).toFixed(2);
  const app = frame({
    model, el, name: "update", label: "update explorer", longest: 375, traits: ["word", "context", "pair", "rate", "steps"],
    fix(state) {
      state.word = state.word.map(tidy);
      state.context = state.context.map(tidy);
      if (!(state.pair in SHARES)) state.pair = "real";
      state.rate = clamp(state.rate, ...RATES);
      state.steps = clamp(Math.round(state.steps), 0, STEPS);
    },
  });
  const { state, ui } = app;
  let [way, scale] = [null, null];

  // ---- controls
  const kinds = ui.choice({ trait: "pair", legend: "the pair is", options: [["real", "real"], ["made-up", "made up"], ["both", "both, 1 : 5"]] });
  const rate = ui.slider({ trait: "rate", label: "step size η", min: RATES[0], max: RATES[1], step: 0.05, page: 0.25, from: (x) => +x.toFixed(2), text: (x) => `η = ${+x.toFixed(2)}` });
  const steps = ui.slider({ trait: "steps", label: "steps made", min: 0, max: STEPS, step: 1, page: 10, from: Math.round, text: (x) => `${x} of ${STEPS}` });
  const play = ui.play({ trait: "steps", to: STEPS, seconds: 8 });
  const once = ui.button("One step", () => ({ steps: Math.min(state.steps + 1, STEPS) }));
  const coordinate = (trait, i) =>
    ui.slider({
      trait, label: `${trait === "word" ? "w" : "c"}, ${i ? "up" : "across"}`, min: -REACH, max: REACH, step: 0.05, page: 0.5, text: (x) => minus(+x.toFixed(2)),
      get: () => state[trait][i], put: (x) => ({ [trait]: state[trait].with(i, tidy(x)) }),
    });
  const coordinates = ["word", "context"].flatMap((trait) => [coordinate(trait, 0), coordinate(trait, 1)]);

  const plane = ui.canvas("The word w and the context c in the plane, with the next step");
  const judgement = ui.canvas("The model’s answer and its error");
  const scores = ui.canvas("The score along the steps");
  const losses = ui.canvas("The loss along the steps");
  const now = (v) => [...way.places.subarray(4 * state.steps + 2 * v, 4 * state.steps + 2 * v + 2)];
  ui.drag(plane, {
    hit(px, py) {
      const away = [0, 1].map((v) => Math.hypot(...scale.at(...now(v)).map((x, i) => x - [px, py][i])));
      const nearest = away[0] <= away[1] ? 0 : 1;
      return away[nearest] < 24 ? ["word", "context"][nearest] : null;
    },
    onMove(px, py, held) {
      // whoever takes hold of a vector on its way goes on from there
      const onGrid = (x) => Math.round(clamp(x, -REACH, REACH) * 20) / 20;
      app.set({ word: now(0), context: now(1), steps: 0, [held]: scale.back(px, py).map(onGrid) });
    },
  });

  function compute() {
    way = { ...walk(state.word, state.context, SHARES[state.pair], state.rate, STEPS), rate: state.rate };
  }

  function draw(theme) {
    let far = 0;
    for (let k = 0; k < 4 * (state.steps + 1); k++) far = Math.max(far, Math.abs(way.places[k]));
    scale = planeScale(plane.space, far);
    const shown = { pair: state.pair, steps: state.steps, way };
    plane.fit(plane.space, scale.height), judgement.fit(judgement.space, JUDGE_HEIGHT), scores.fit(scores.space, COURSE_HEIGHT), losses.fit(losses.space, COURSE_HEIGHT);
    drawPlane(plane.ctx, theme, plane.space, scale, shown);
    drawJudgement(judgement.ctx, theme, judgement.space, shown);
    const rest = restingScore(SHARES[state.pair]);
    drawCourse(scores.ctx, theme, scores.space, shown, way.scores, { name: "score w · c", zero: false, level: rest, foot: false });
    drawCourse(losses.ctx, theme, losses.space, shown, way.losses, { name: "loss", zero: true, level: rest === null ? null : lossOf(rest, SHARES[state.pair]), foot: true });
  }

  return app.start({
    nodes: [
      element("div.wm-head", {}, element("span.wm-ask", {}, "The pair (w, c) is"), kinds.node, ui.reset()),
      element("div.wm-panels", {},
        element("div.wm-panel", {}, plane.node,
          element("div.wm-controls.wm-places", {}, ...coordinates.map(({ node }) => node)),
          element("div.wm-moves", {}, steps.node, rate.node, element("div.wm-row", {}, play.node, once))),
        element("div.wm-panel", {}, judgement.node, scores.node, losses.node)),
    ],
    below: [element("p.wm-note", {}, "Drag the tip of w or c. Small arrows: what the next step adds to each. Dots: the way so far; dotted: the way ahead. ‘Both’: once real to five times made up, and each step their mean.")],
    compute, draw,
    describe: () => describe({ ...state, way }),
    detail: () => ({ score: way.scores[state.steps], loss: way.losses[state.steps], error: way.errors[state.steps], now: [now(0), now(1)], places: [...way.places] }),
  });
}

// What the pictures show, in words.
export function describe({ pair, rate, steps, way: { places, scores, losses, errors } }) {
  const [a, b, c, d] = places.subarray(4 * steps, 4 * steps + 4);
  const [x, e] = [scores[steps], errors[steps]];
  const kind = { real: "A real pair", "made-up": "A made-up pair", both: "A pair that is real once and made up five times" }[pair];
  const when = steps ? `after ${steps} step${steps === 1 ? "" : "s"} of η = ${rate}` : "before the first step";
  const sure = logistic(x);
  const [first, last] = [angle(...places.subarray(0, 4)), angle(a, b, c, d)];
  const turned = last === null ? "" : `; the angle between w and c is ${last.toFixed(0)}°${steps && first !== null ? `, and was ${first.toFixed(0)}°` : ""}`;
  const says = sure > 0.995 ? "more than 99\u00a0%" : sure < 0.005 ? "less than 1\u00a0%" : percent(sure);
  return (
    `${kind}, ${when}: w · c = ${plain(x)}, so the model says ‘real’ with ${says}. The error is ${small(e)}, the loss ${small(losses[steps])}${turned}. ` +
    moves([Math.hypot(a, b), Math.hypot(c, d)], rate, e, pair)
  );
}

const plain = (value) => (Math.abs(value) < 0.005 ? "0" : minus(value.toFixed(2)));
const small = (value) => (Math.abs(value) < 0.01 ? "smaller than 0.01" : plain(value));

function moves([w, c], rate, e, pair) {
  if (!w && !c) return "Both vectors are zero, so each moves by a multiple of nothing: no step will ever change them.";
  const rest = restingScore(SHARES[pair]);
  if (rest !== null && Math.abs(e) < 0.005) return `Pulls and pushes balance here, where w · c is log(1/5), about ${plain(rest)}.`;
  const by = (length) => (rate * Math.abs(e) * length < 0.01 ? "less than 0.01" : (rate * Math.abs(e) * length).toFixed(2));
  const way = e > 0 ? "along" : "against";
  if (!w) return `w is zero, so c stays; w moves by ${by(c)} ${way} c.`;
  if (!c) return `c is zero, so w stays; c moves by ${by(w)} ${way} w.`;
  if (Math.abs(e) < 0.02 && rest === null) return `The guess is right and the step has nearly let go: w moves by ${by(c)} and c by ${by(w)}. It never quite stops.`;
  return `The next step moves w by ${by(c)} ${way} c, and c by ${by(w)} ${way} w: ${e > 0 ? "a pull" : "a push"}${rest !== null ? ` towards w · c = log(1/5), about ${plain(rest)}` : ""}.`;
}

export default { render };
