// The explorer of one mode: controls, words and wiring. Joined after one_mode-maths.js and one_mode-panels.js.

const LIMITS = { eigenvalue: [-1, 3], power: [-8, 0], step: [0.005, 0.6] };

function render({ model, el }) {
  const app = frame({
    model, el, name: "one_mode", label: "one-mode explorer", longest: 360, traits: ["eigenvalue", "sigma", "step"],
    fix(state) {
      state.eigenvalue = clamp(state.eigenvalue, ...LIMITS.eigenvalue);
      state.sigma = clamp(state.sigma, 10 ** LIMITS.power[0], 1);
      state.step = clamp(state.step, ...LIMITS.step);
    },
  });
  const { state, ui } = app;
  const squares = new Float64Array(Math.ceil(TIME_END / (4 * LIMITS.step[0])) + 2);
  const trained = new Map(); // runs made in this session, by setting
  const setting = ({ eigenvalue, sigma, step }) => `${eigenvalue}/${sigma}/${step}`;
  let now = null;

  // keys walk a ladder; the pointer's numbers are rounded to it, so that what is shown is what is computed
  const rounded = (digits) => (x) => +x.toFixed(digits);
  const eigenvalue = ui.slider({ trait: "eigenvalue", label: "eigenvalue λ", min: -1, max: 3, step: 0.05, page: 0.5, from: rounded(2), text: (x) => `λ = ${round(x)}` });
  const sigma = ui.slider({
    trait: "sigma", label: "initialisation scale σ", min: -8, max: 0, step: 0.1, page: 1,
    to: Math.log10, from: (x) => +(10 ** rounded(2)(x)).toPrecision(4), text: (x) => `σ = ${scientific(10 ** x)}`,
  });
  const step = ui.slider({ trait: "step", label: "step size η", min: 0.005, max: 0.6, step: 0.005, page: 0.05, from: rounded(3), text: (x) => `η = ${rounded(3)(x)}` });
  const limits = [0.5, 1, 2].map((x) => ({ x, node: element("span", {}, x === 0.5 ? "½" : String(x)) }));
  step.node.append(element("div.wm-limits", { "aria-hidden": "true" }, ...limits.map(({ node }) => node)));

  const rise = ui.canvas("The squared singular value against time, by the flow and by steps");
  const logarithm = ui.canvas("The same on a logarithmic axis");
  const where = ui.canvas("Where steps of each size end");
  const background = endsPicture();
  const legend = element("p.wm-legend");
  const train = ui.task({
    type: "train", text: "Train the planted language", request: () => ({ ...state, horizon: TIME_END }),
    onDone(message, [times, grown]) {
      const all = floats(grown);
      const length = all.length / message.runs;
      trained.set(setting(message), { ...message, times: floats(times), squares: Array.from({ length: message.runs }, (_, k) => all.subarray(k * length, (k + 1) * length)) });
      compute();
    },
  });

  function compute() {
    const { eigenvalue: lam, sigma: start, step: eta } = state;
    const course = descend(lam, start, eta, squares);
    const h = 4 * eta;
    now = {
      lam, sigma: start, h, size: h * lam, squares, n: course.n, escape: course.escape,
      half: halfRiseTime(lam, start), crossed: crossing(lam, squares, course.n, h), end: fate(lam, course, eta), runs: trained.get(setting(state)),
    };
  }

  let keyed;
  function draw(theme) {
    rise.fit(rise.space, RISE_HEIGHT), logarithm.fit(logarithm.space, LOG_HEIGHT), where.fit(where.space, ENDS_HEIGHT);
    drawRise(rise.ctx, theme, rise.space, now);
    drawLogarithm(logarithm.ctx, theme, logarithm.space, now);
    drawEnds(where.ctx, theme, where.space, now, background);
    const [least, most] = LIMITS.step;
    for (const { x, node } of limits) {
      const share = (x / (4 * now.lam) - least) / (most - least);
      node.hidden = !(share >= 0 && share <= 1);
      if (!node.hidden) node.style.left = `${100 * share}%`;
    }
    if (keyed === (keyed = Boolean(now.runs))) return;
    const parts = [["wm-key-flow", "the flow: a sigmoid"], ["wm-key-steps", "gradient descent, a dot a step"]];
    if (keyed) parts.push(["wm-key-runs", "all words of the planted language, five random starts, just trained"]);
    legend.replaceChildren(...parts.map(([key, label]) => element("span", {}, element(`i.${key}`), label)));
  }

  return app.start({
    nodes: [
      element("div.wm-head", {}, element("span.wm-law", {}, "ds/dt = (λ − s²) s,  s(0) = σ"), train, ui.reset()),
      element("div.wm-controls", {}, eigenvalue.node, sigma.node, step.node),
      element("div.wm-panels", {}, element("div.wm-panel", {}, rise.node, logarithm.node), element("div.wm-panel", {}, where.node,
        element("p.wm-note", {}, "Orange: where this step ends. Marks under the slider of η show where 4ηλ is ½, 1 and 2."))),
    ],
    below: [legend],
    compute, draw,
    describe: () => describe(now),
    detail: () => ({
      half: now.half, crossed: now.crossed, escape: now.escape, n: now.n, squares: [...squares.subarray(0, now.n)], end: now.end, limit: now.lam > 0 ? 1 / (4 * now.lam) : null,
      runs: now.runs ? now.runs.squares.map((run) => [...run]) : null,
    }),
  });
}

// What the pictures show, in words.
export function describe({ lam, sigma, h, size, half, crossed, end, runs }) {
  const start = sigma * sigma;
  const parts = [];
  if (lam === 0) parts.push(`λ = 0 and σ = ${scientific(sigma)}: neither growth nor decay at first; s² fades like 1/(2t).`);
  else if (lam < 0) parts.push(`λ = ${round(lam)} and σ = ${scientific(sigma)}: a negative mode is never learned; s² decays.`);
  else if (half !== null) {
    const clock = Math.log(lam / start) / (2 * lam);
    const same = clock.toFixed(1) === half.toFixed(1);
    const says = `${same ? "as the" : "the"} clock log(λ/σ²)/(2λ) ${same ? "foretells" : `says ${clock.toFixed(1)}`}`;
    parts.push(`λ = ${round(lam)} and σ = ${scientific(sigma)}: the sigmoid is half-way up at t = ${half.toFixed(1)}${half > TIME_END ? ", beyond the right edge" : ""}, ${says}.`);
  } else parts.push(`λ = ${round(lam)} and σ = ${scientific(sigma)}: s² starts ${start === lam ? "at its full height" : start > lam ? "above its full height λ, and comes down" : "more than half-way up"}.`);
  const steps = `Steps of η = ${+(h / 4).toFixed(3)}, that is 4ηλ = ${round(size)},`;
  if (crossed?.steps > 1) parts.push(`${steps} are half-way after ${crossed.steps}, at t = ${crossed.time.toFixed(1)}, ${lateness(crossed.time / half - 1)}. They ${ending(lam, size, end)}`);
  else if (crossed) parts.push(`${steps} are past half-way at once. They ${ending(lam, size, end)}`);
  else parts.push(`${steps} ${ending(lam, size, end)}`);
  if (runs) parts.push(learned(runs));
  return parts.join(" ");
}

function lateness(share) {
  if (Math.abs(share) < 0.005) return "within a per cent of the sigmoid";
  return `${percent(Math.abs(share))} ${share > 0 ? "late" : "early"}`;
}

function ending(lam, size, { kind, step, every, values }) {
  if (kind === "diverges") return step ? `diverge: from step ${step} on, each throws s farther out.` : "diverge from the start: each throws s farther out.";
  if (lam <= 0) return size < -1 ? "change the sign of s each time, and still s² falls towards zero." : "bring s² down to zero as the flow does.";
  if (size <= 0.5) return "close in on λ from one side.";
  if (size < 1) return "overshoot, swing about λ, and settle there.";
  const limit = `the limit η = 1/(4λ) = ${scientific(1 / (4 * lam), 3)}`;
  if (Math.abs(size - 1) < 1e-9) return `stand exactly at ${limit}: the swings about λ die out ever more slowly.`;
  if (every === 1) return `rest at λ only because they start there: past ${limit}, the smallest push would set them swinging.`;
  const shown = [...(values ?? [])].sort((a, b) => a - b).map((value) => value.toFixed(2));
  if (every === 2) return `are past ${limit}, and never settle: in the end s² jumps between ${shown[0]} and ${shown[1]}.`;
  if (every) return `are past ${limit}: in the end s² goes round a cycle of ${every} values, from ${shown[0]} to ${shown.at(-1)}.`;
  if (size > 2) return `are past ${limit} and past 2, and have not yet run off after 20\u00a0000 steps more.`;
  return `are past ${limit}: s² jumps about between ${shown[0]} and ${shown.at(-1)} and does not come round within ${CYCLES} steps, and yet it does not run off.`;
}

function learned({ V, halves, runs }) {
  const times = [...halves].sort((a, b) => a - b).map((t) => t.toFixed(1));
  const head = `Just trained, ${V} words from ${runs} random starts:`;
  if (!times.length) return `${head} none passes half-way within the picture.`;
  return times.length === 1 ? `${head} one passes half-way, at t = ${times[0]}.` : `${head} ${times.length} pass half-way, from t = ${times[0]} to ${times.at(-1)}.`;
}

export default { render };
