// The explorer of lengths: controls, words and wiring. Joined after lengths-ratios.js and lengths-panels.js.

const TESTS = { analogies: "analogies", wordsim353: "WordSim353", simlex999: "SimLex-999" };

function render({ model, el }) {
  let data = readLengths(model);
  const nearest = (tokens) => data.lengths.reduce((best, x) => (Math.abs(Math.log(x / tokens)) < Math.abs(Math.log(best / tokens)) ? x : best));
  const app = frame({
    model, el, name: "lengths", label: "explorer of lengths", longest: 400, traits: ["method", "against", "test", "window", "tokens"],
    fix(state) {
      if (!data.closed.includes(state.method)) state.method = data.closed[0];
      // not against itself
      if (!data.rivals.includes(state.against) || state.against === state.method) state.against = data.rivals.find((name) => name !== state.method);
      if (!(state.test in TESTS)) state.test = "analogies";
      if (!data.windows.some(([window]) => window === state.window)) state.window = data.windows[0][0];
      state.tokens = state.tokens > 0 ? nearest(state.tokens) : data.lengths[0];
    },
  });
  const { state, ui } = app;
  let [now, generation, most] = [null, 1, mostMethods(data)];

  const method = ui.select({ trait: "method", label: "closed form", stamp: () => generation, options: () => data.closed.map((name) => [name, name]) });
  const against = ui.select({ trait: "against", label: "held against", stamp: () => generation, options: () => data.rivals.map((name) => [name, `over ${data.trained.includes(name) ? "SGNS" : name}`]) });
  const test = ui.choice({ trait: "test", legend: "test", options: Object.entries(TESTS).map(([name, shown]) => [name, shown]) });
  const window = ui.choice({ trait: "window", legend: "window", options: data.windows.map(([L, d]) => [L, `window ${L}, d = ${d}`]) });
  const at = (i) => data.lengths[clamp(Math.round(i), 0, data.lengths.length - 1)];
  const slide = ui.slider({
    trait: "tokens", label: "length of the text", min: 0, max: data.lengths.length - 1, step: 1, page: 2,
    to: (tokens) => data.lengths.indexOf(tokens), from: at, limits: () => [0, data.lengths.length - 1], text: (i) => `${words(at(i))} words`,
  });
  const curves = ui.canvas("Scores against the length of the text");
  const ratio = ui.canvas("The closed form's score over the other's");
  const here = ui.canvas("All methods at this length");
  const note = element("p.wm-note");
  const along = (x) => app.set({ tokens: nearest(lengthScale(data, curves.space).invert(x)) });
  for (const canvas of [curves, ratio]) ui.drag(canvas, { slides: true, onMove: along });

  function compute() {
    const found = ratios(data, state.method, state.against, state.test, state.window);
    const points = data.methods.map((name) => [name, pointAt(data, name, state.window, state.tokens)]).filter(([, point]) => point);
    now = { ...state, ...found, points, other: otherAt(data, state.against, state.window, state.tokens), own: pointAt(data, state.method, state.window, state.tokens) };
    note.textContent =
      "Bars and whiskers: one standard error, words drawn again. That of a ratio is taken as if both scores varied independently; they answer the same questions, so it is less. " +
      "Hollow: published, for two billion words (shown with window 16).";
  }

  function draw(theme) {
    const low = 32 * most + 64;
    curves.fit(curves.space, CURVES_HEIGHT), ratio.fit(ratio.space, RATIO_HEIGHT), here.fit(here.space, low);
    drawCurves(curves.ctx, theme, curves.space, data, now);
    drawRatios(ratio.ctx, theme, ratio.space, data, now);
    drawHere(here.ctx, theme, here.space, low, data, now);
  }

  return app.start({
    nodes: [
      element("div.wm-head", {}, element("span.wm-method", {}, method), element("span.wm-method", {}, against), test.node, window.node, ui.reset()),
      slide.node,
      element("div.wm-panels", {}, element("div.wm-panel", {}, curves.node, ratio.node), element("div.wm-panel", {}, here.node, note)),
    ],
    compute, draw,
    describe: () => describe(data, now),
    detail: () => ({ ratios: now.found, lowest: now.lowest?.tokens ?? null, points: now.points.map(([name, { scores }]) => [name, scores[now.test]]) }),
    load: () => ((data = readLengths(model)), (most = mostMethods(data)), (generation += 1)),
  });
}

// What the pictures show, in words.
export function describe(data, { method, against, test, window, tokens, own, other, found, lowest }) {
  if (!own) return `${method} was not solved for with ${words(tokens)} words and window ${window}.`;
  const score = ({ scores }) => shown(test, scores[test].value);
  const [first, parts] = [own.scores[test], []];
  const asked = test === "analogies" ? `answers ${score(own)} (± ${shown(test, first.error)}) of ${thousands(first.asked)} Google analogies` : `agrees with people by ${score(own)} (± ${shown(test, first.error)}) on ${first.asked} pairs`;
  parts.push(`${words(tokens)} words, vocabulary ${words(own.V)}: ${method} ${asked}.`);
  if (other) {
    const { value, error } = over(first, other.scores[test]);
    const seeds = other.seeds > 1 ? `, ${other.seeds} seeds` : "";
    const unfinished = other.rising ? ", and more epochs may still help it" : "";
    const trained = other.epochs ? ` after ${other.epochs} epoch${other.epochs > 1 ? "s" : ""}${seeds}${unfinished}` : "";
    parts.push(`${other.epochs ? "SGNS" : against} comes to ${score(other)}${trained}; the ratio is ${value.toFixed(2)}, ± ${error.toFixed(2)} at most.`);
  } else parts.push("No SGNS of this length and window is stored.");
  if (lowest && found.length > 1) parts.push(`Of ${found.length} lengths, the ratio is lowest at ${words(lowest.tokens)} words, ${lowest.value.toFixed(2)}.`);
  const i = data.lengths.indexOf(tokens);
  const bought = i > 0 ? gain(data, method, test, window, data.lengths[i - 1], tokens) : null;
  if (bought !== null) parts.push(`From ${words(data.lengths[i - 1])} words to here, each doubling of the text brought ${method} ${points(test, bought)}.`);
  return parts.join(" ");
}

const points = (test, x) => (test === "analogies" ? `${minus((100 * x).toFixed(1))} points` : minus(x.toFixed(3)));

export default { render };
