// The window explorer: pictures, controls and wiring. Joined after window-counts.js.

const [EDGE, STAGGER] = [8, 58]; // margin of the sentence; words closer than this stand in two lines
const LINE = 21;

// Next door is blue, sixteen places away ochre; each doubling of the distance is a step of the same size.
const shades = new WeakMap();
function shadesOf(theme) {
  if (!shades.has(theme)) shades.set(theme, Array.from({ length: REACH }, (_, j) => mix(theme.modes[0], theme.modes[4], Math.log2(j + 1) / Math.log2(REACH))));
  return shades.get(theme);
}

const slotOf = (width, sentence) => (width - 2 * EDGE) / sentence.length;
const stripHeight = (width, sentence) => (slotOf(width, sentence) < STAGGER ? 132 : 112);

function drawSentence(ctx, theme, width, { sentence, centre, weights, reach }) {
  const slot = slotOf(width, sentence);
  const [top, base] = [20, 84];
  const x = (place) => EDGE + (place + 0.5) * slot;
  const step = (base - top) / Math.max(weights[0], 1);
  const [first, last] = [Math.max(0, centre - reach), Math.min(sentence.length - 1, centre + reach)];
  ctx.fillStyle = theme.grid;
  ctx.fillRect(x(first) - slot / 2, base, (last - first + 1) * slot, 2);
  // the sentence ends here, and so does every window
  for (const end of [EDGE, width - EDGE]) line(ctx, theme.faint, Math.round(end) + 0.5, top - 4, Math.round(end) + 0.5, base + 2, 1.5);
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  sentence.forEach((word, place) => {
    const far = Math.abs(place - centre);
    const weight = weights[far - 1] ?? 0;
    const y = base + (slot < STAGGER && place % 2 ? 40 : 20);
    if (weight) {
      ctx.fillStyle = shadesOf(theme)[far - 1];
      ctx.fillRect(x(place) - 0.3 * slot, base - weight * step, 0.6 * slot, weight * step);
      ctx.font = theme.font(12, 600);
      text(ctx, theme.ink, String(weight), x(place), base - weight * step - 5);
    }
    ctx.font = theme.font(slot < STAGGER ? 12.5 : 14, far ? 400 : 700);
    const half = ctx.measureText(word).width / 2 + (far ? 0 : 5);
    const middle = clamp(x(place), half, width - half);
    if (!far) {
      ctx.fillStyle = theme.ink;
      ctx.beginPath();
      ctx.roundRect(middle - half, y - 15, 2 * half, 21, 5);
      ctx.fill();
    }
    text(ctx, far ? (weight ? theme.ink : theme.faint) : theme.ground, word, middle, y);
  });
}

function drawRow(ctx, theme, width, { heads }) {
  const narrow = width < 520;
  const [from, to] = [narrow ? 92 : 130, width - (narrow ? 106 : 112)];
  const most = Math.max(...heads.map((head) => Math.max(head.share, head.chance)));
  const scale = linear([0, most], [from, to]);
  const colours = shadesOf(theme);
  ctx.font = theme.font(12);
  ctx.textBaseline = "middle";
  ctx.textAlign = "right";
  text(ctx, theme.faint, narrow ? "share · × chance" : "share of row · × chance", width - 2, 9);
  heads.forEach(({ context, share: part, chance, parts }, k) => {
    const y = 20 + k * LINE;
    let before = 0;
    parts.forEach((piece, j) => {
      if (!piece) return;
      ctx.fillStyle = colours[j];
      ctx.fillRect(scale(before), y + 2, scale(part) - scale(before), LINE - 6); // what is further away goes over its end
      before += piece;
    });
    const due = Math.round(scale(chance));
    line(ctx, theme.ground, due + 0.5, y - 1, due + 0.5, y + LINE - 1, 4);
    line(ctx, theme.ink, due + 0.5, y, due + 0.5, y + LINE - 2, 2);
    ctx.font = theme.font(13);
    ctx.textAlign = "right";
    ctx.fillStyle = theme.ink;
    ctx.fillText(context.slice(0, 40), from - 8, y + LINE / 2 - 1, from - 10); // a long word is drawn narrower
    ctx.textAlign = "right";
    text(ctx, theme.ink, share(part), width - (narrow ? 50 : 54), y + LINE / 2 - 1);
    text(ctx, theme.faint, `${times(part / chance)}×`, width - 2, y + LINE / 2 - 1);
  });
  line(ctx, theme.faint, from - 0.5, 20, from - 0.5, 20 + heads.length * LINE - 2);
}

function render({ model, el }) {
  let [table, stamp, row] = [readTable(model), 0, null];
  const { sentence } = table;
  const app = frame({
    model, el, name: "window", label: "window explorer", longest: 510, traits: ["word", "window", "weighting", "order", "centre"],
    fix(state) {
      if (!table.words.includes(state.word)) state.word = table.words[0];
      state.window = clamp(Math.round(state.window), 1, REACH);
      if (state.weighting !== "flat") state.weighting = "linear";
      if (state.order !== "share") state.order = "beyond";
      state.centre = clamp(Math.round(state.centre), 1, sentence.length);
    },
  });
  const { state, ui } = app;

  // ---- controls
  const reach = ui.slider({ trait: "window", label: "window L", min: 1, max: REACH, step: 1, page: 4, text: (x) => `L = ${x} ${x === 1 ? "place" : "places"} to either side` });
  const play = ui.play({ trait: "window", from: 1, to: REACH, seconds: 8 });
  const weighting = ui.choice({ trait: "weighting", legend: "Weights", options: [["linear", "linear"], ["flat", "flat"]] });
  const order = ui.choice({ trait: "order", legend: "Order of the contexts", options: [["share", "by share"], ["beyond", "beyond chance"]] });
  const word = ui.select({ trait: "word", label: "word", stamp: () => stamp, options: () => [...table.words].sort().map((name) => [name, name]) });
  const centre = ui.slider({ trait: "centre", label: "middle of the window", min: 1, max: sentence.length, step: 1, page: 3, text: (x) => `${sentence[x - 1]}, word ${x} of ${sentence.length}` });
  centre.input.style.setProperty("--places", sentence.length);
  const strip = ui.canvas("The window over a sentence, each word under a bar as high as its weight");
  const bars = ui.canvas("The word's contexts as bars, divided by distance");
  ui.tap(strip, { at: (x) => clamp(Math.floor((x - EDGE) / slotOf(strip.space, sentence)) + 1, 1, sentence.length), change: (place) => ({ centre: place }) });
  // a context whose own row is there leads to it
  const contextAt = (x, y) => row.heads[Math.floor((y - 20) / LINE)]?.context;
  ui.tap(bars, { at: (x, y) => (table.words.includes(contextAt(x, y)) ? contextAt(x, y) : null), change: (context) => ({ word: context }) });
  const title = element("span");
  const load = ui.task({ type: "count", text: "Load your own text", file: true });

  return app.start({
    nodes: [
      reach.node,
      element("div.wm-row.wm-weights", {}, element("span", { "aria-hidden": "true" }, "weights"), weighting.node, play.node, ui.reset()),
      strip.node,
      element("div.wm-centre", {}, centre.input),
      element("div.wm-row.wm-asked", {}, element("label", {}, element("span", {}, "the row of "), word), title, order.node),
      bars.node,
    ],
    below: [
      element("p.wm-legend", {}, element("span", {}, "next door", element("i.wm-key-far"), "16 places away"), element("span", {}, element("i.wm-key-chance"), "chance: the context’s share of all counts"), element("span", {}, "beyond chance: (share − chance) / √chance")),
      load,
    ],
    compute(changed) {
      if (changed.size > 1 || !changed.has("centre")) row = rowOf(table, state.word, state.window, state.weighting, state.order);
    },
    draw(theme) {
      title.textContent = `in ${table.title}`;
      strip.fit(strip.space, stripHeight(strip.space, sentence));
      drawSentence(strip.ctx, theme, strip.space, { sentence, centre: state.centre - 1, weights: row.weights, reach: state.window });
      bars.fit(bars.space, 24 + SHOWN * LINE);
      drawRow(bars.ctx, theme, bars.space, row);
    },
    describe: () => describeSentence(sentence, state.centre - 1, state.window, state.weighting, row.weights) + describeRow(table, state.word, state.order, row),
    detail: () => ({ text: table.title, weights: placeWeights(sentence.length, state.centre - 1, row.weights), total: row.total, heads: row.heads.map(({ context, count }) => [context, count]) }),
    load() {
      table = readTable(model);
      state.word = model.get("word");
      stamp++;
    },
  });
}

export default { render };
