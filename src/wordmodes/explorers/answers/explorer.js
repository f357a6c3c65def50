// The explorer of answers: controls, words and wiring. Joined after answers-panels.js.

const CHOSEN = { "by value": "positive modes only", "by modulus": "negative ones too" };


function render({ model, el }) {
  let data = readAnswers(model);
  const named = (name) => data.texts.find((one) => one.name === name) ?? data.texts[0];
  const nearest = (one, d) => one.columns.reduce((best, x) => (Math.abs(x - d) < Math.abs(best - d) ? x : best));
  const app = frame({
    model, el, name: "answers", label: "explorer of answers", longest: 345, traits: ["text", "target", "modes", "d"],
    fix(state) {
      state.text = named(state.text).name;
      if (!data.targets.includes(state.target)) state.target = data.targets[0];
      if (!data.modes.includes(state.modes)) state.modes = data.modes[0];
      state.d = nearest(named(state.text), state.d);
    },
  });
  const { state, ui } = app;
  let now = null;

  const columns = () => named(state.text).columns;
  const at = (i) => columns()[clamp(Math.round(i), 0, columns().length - 1)];
  const text = ui.choice({ trait: "text", legend: "text", options: data.texts.map(({ name, title }) => [name, title]) });
  const target = ui.select({ trait: "target", label: "target", options: () => data.targets.map((name) => [name, name]) });
  const modes = ui.choice({ trait: "modes", legend: "modes", options: data.modes.map((kind) => [kind, CHOSEN[kind]]) });
  const slide = ui.slider({
    trait: "d", label: "columns, d", min: 0, max: columns().length - 1, step: 1, page: 3,
    to: (d) => columns().indexOf(d), from: at, limits: () => [0, columns().length - 1], text: (i) => `d = ${at(i)}`,
  });
  const families = ui.canvas("Share of the analogies answered, family by family");
  const growth = ui.canvas("Share of all analogies answered, against the number of columns");
  const legend = element("p.wm-legend");
  const note = element("p.wm-note");
  ui.drag(growth, { slides: true, onMove: (x) => app.set({ d: nearest(now.text, columnScale(now.text, growth.space).invert(x)) }) });

  function compute() {
    const one = named(state.text);
    const shares = (kind) => one.columns.map((_, i) => shareOf(one.families, one.at(state.target, kind, i)));
    const curves = Object.fromEntries(data.modes.map((kind) => [kind, shares(kind)]));
    const i = one.columns.indexOf(state.d);
    now = {
      ...state, text: one, curves, hits: one.at(state.target, state.modes, i), share: curves[state.modes][i],
      reference: one.trained ? shareOf(one.families, one.trained) : null,
    };
    const keys = [["wm-key-closed", `closed form of ${state.target}, ${CHOSEN[state.modes]}`]];
    if (one.trained) keys.push(["wm-key-trained", `SGNS: ${one.trainer}`]);
    legend.replaceChildren(...keys.map(([key, words]) => element("span", {}, element(`i.${key}`), words)));
    note.textContent = "Faint: the same target with the other choice of modes. A family asks n(n − 1) questions about n pairs, so that the shares of small families jump.";
  }

  return app.start({
    nodes: [
      element("div.wm-head", {}, text.node, element("span.wm-target", {}, target), modes.node, ui.reset()),
      slide.node,
      element("div.wm-panels", {}, element("div.wm-panel", {}, families.node), element("div.wm-panel", {}, growth.node, legend, note)),
    ],
    compute,
    draw(theme) {
      families.fit(families.space, familiesHeight(now.text)), growth.fit(growth.space, GROWTH_HEIGHT);
      drawFamilies(families.ctx, theme, families.space, now);
      drawGrowth(growth.ctx, theme, growth.space, now);
    },
    describe: () => describe(now),
    detail: () => ({ share: now.share, hits: [...now.hits], curves: now.curves, reference: now.reference }),
    load: () => (data = readAnswers(model)),
  });
}

// What the pictures show, in words.
export function describe({ text: one, target, modes, d, hits, share, reference }) {
  const kinds = (right) => `${percent(shareOf(one.families, right, world))} about the world, ${percent(shareOf(one.families, right, grammar))} about grammar`;
  const asked = one.families.reduce((sum, family) => sum + family.asked, 0);
  const parts = [
    `${one.title}, V = ${thousands(one.V)}, window ${one.window}. With ${d} columns, ${CHOSEN[modes]}, ${target} answers ${precise(share)} of ${thousands(asked)} analogies: ${kinds(hits)}.`,
  ];
  if (reference !== null) {
    parts.push(`SGNS answers ${precise(reference)}: ${kinds(one.trained)}.`);
    const behind = one.families.map(({ name, asked: n }, f) => ({ name, by: (one.trained[f] - hits[f]) / n })).sort((a, b) => b.by - a.by);
    if (behind[0].by > 0.005) parts.push(`Farthest behind it: ${behind[0].name}, by ${Math.round(100 * behind[0].by)} points.`);
    if (behind.at(-1).by < -0.005) parts.push(`Farthest ahead: ${behind.at(-1).name}, by ${Math.round(-100 * behind.at(-1).by)} points.`);
  }
  return parts.join(" ");
}

export default { render };
