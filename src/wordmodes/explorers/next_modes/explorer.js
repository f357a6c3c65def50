// The explorer of next words: controls, words and wiring. Joined after next_modes-clock.js and next_modes-panels.js.

const NAMES = {
  planted: "the planted language", gazette: "words within 16, gazette", wikipedia: "words within 16, wikipedia", adjacent: "words in a row, encyclopaedia",
};

function render({ model, el }) {
  let runs = readNext(model);
  const texts = () => [...new Set(runs.map(({ table }) => table))];
  const shares = () => [...new Set(runs.map(({ share }) => share))].sort((a, b) => a - b);
  const nearest = (share) => shares().reduce((best, x) => (Math.abs(Math.log(x / share)) < Math.abs(Math.log(best / share)) ? x : best));
  const app = frame({
    model, el, name: "next_modes", label: "explorer of next words", longest: 345, traits: ["table", "share", "shown", "time"],
    fix(state) {
      if (!texts().includes(state.table)) state.table = texts()[0];
      state.share = state.share > 0 ? nearest(state.share) : shares()[0];
      if (state.shown !== "values") state.shown = "heights";
      state.time = clamp(state.time, 0, 1);
    },
  });
  const { state, ui } = app;
  let [run, now, generation] = [null, null, 1];

  const table = ui.select({ trait: "table", label: "text", stamp: () => generation, options: () => texts().map((name) => [name, NAMES[name] ?? name]) });
  const shown = ui.choice({ trait: "shown", legend: "what is drawn", options: [["heights", "foretold modes"], ["values", "the model's own"]] });
  const at_ = (i) => shares()[clamp(Math.round(i), 0, shares().length - 1)];
  const share = ui.slider({
    trait: "share", label: "share of the text, θ", min: 0, max: shares().length - 1, step: 1, page: 2,
    to: (x) => shares().indexOf(x), from: at_, limits: () => [0, shares().length - 1], text: (i) => `θ = ${at_(i)}`,
  });
  const time = ui.slider({ trait: "time", label: "time", min: 0, max: 1, step: 0.01, page: 0.1, text: () => (now ? `λ₁t = ${now.t.toFixed(1)}` : "") });
  const play = ui.play({ trait: "time", seconds: 12 });
  const rise = ui.canvas("Every mode against time, and its foretold sigmoid");
  const clock = ui.canvas("How late each mode is");
  const same = ui.canvas("Overlap of the learned directions with the foretold ones");
  const note = element("p.wm-note", {}, "Bands: the model. Dashes: foretold from the table and the start. A mode is on time if it is half-risen within five per cent of the foretold moment (grey). d = 6, σ = 10⁻⁶, one start.");
  ui.drag(rise, { slides: true, onMove: (x) => app.set({ time: clamp(timeScale(run, rise.space).invert(x) / run.times.at(-1), 0, 1) }) });

  function compute() {
    run = runs.find((one) => one.table === state.table && one.share === state.share);
    const t = state.time * run.times.at(-1);
    now = { t, late: lateness(run), onTime: onTime(run), overlaps: at(run, run.overlaps, t), curves: state.shown === "heights" ? run.heights : run.learned };
    now.here = at(run, now.curves, t);
  }

  function draw(theme) {
    rise.fit(rise.space, RISE_HEIGHT), clock.fit(clock.space, LATE_HEIGHT), same.fit(same.space, OVERLAP_HEIGHT);
    drawRise(rise.ctx, theme, rise.space, run, now, state.shown);
    drawLate(clock.ctx, theme, clock.space, now.late);
    drawOverlaps(same.ctx, theme, same.space, now.overlaps);
  }

  return app.start({
    nodes: [
      element("div.wm-head", {}, element("span.wm-table", {}, table), shown.node, ui.reset()),
      share.node,
      element("div.wm-panels", {},
        element("div.wm-panel", {}, rise.node, element("div.wm-time", {}, play.node, time.node)),
        element("div.wm-panel", {}, clock.node, same.node)),
    ],
    below: [note],
    compute, draw,
    describe: () => describe(state, run, now),
    detail: () => ({ due: [...run.due], met: [...run.met], onTime: now.onTime, overlaps: [...now.overlaps], here: [...now.here], t: now.t }),
    load: () => ((runs = readNext(model)), (generation += 1)),
  });
}

// What the pictures show, in words.
export function describe({ table, share }, run, { t, late, onTime, overlaps }) {
  const said = late.map((x, k) => (x === null ? `mode ${k + 1} is not half-risen at all` : `mode ${k + 1} is ${Math.abs(x) < 0.005 ? "within half a per cent" : `${percent(Math.abs(x))} ${x > 0 ? "late" : "early"}`}`));
  const mixed = share < 1 ? `, mixed with chance so that ${share} of it is left` : "";
  return (
    `${NAMES[table] ?? table}${mixed}: ${onTime} of ${run.d} modes are on time; ${said.slice(0, 3).join(", ")}. ` +
    `At λ₁t = ${t.toFixed(1)} the model's first direction overlaps the first foretold one by ${overlaps[0].toFixed(2)}, its first three the first three by ${overlaps[2].toFixed(2)}.`
  );
}

export default { render };
