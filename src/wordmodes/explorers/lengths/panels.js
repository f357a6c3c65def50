// The pictures of the explorer of lengths: scores, ratios, and all methods at one length.

const CURVES_HEIGHT = 250;
const RATIO_HEIGHT = 186;
const PLOT = { left: 44, right: 16, top: 26, bottom: 38 };
const COLOURS = [0, 3, 4, 2]; // of the closed forms, in their order; SGNS has 1

export const words = (tokens) => (tokens >= 1e9 ? `${tokens / 1e9} billion` : tokens >= 1e6 ? `${+(tokens / 1e6).toPrecision(3)} million` : `${Math.floor(tokens / 1e3)}\u202f${String(tokens % 1e3).padStart(3, "0")}`);
export const shown = (test, x) => (test === "analogies" ? `${(100 * x).toFixed(1)}\u00a0%` : x.toFixed(3).replace(/^0/, ""));

const logarithm = (scale) => Object.assign((x) => scale(Math.log10(x)), { invert: (px) => 10 ** scale.invert(px), range: scale.range });

// From the shortest text to the published one.
export function lengthScale(data, width) {
  const [low, high] = [data.lengths[0], data.published.tokens].map(Math.log10);
  const room = 0.06 * (high - low);
  return logarithm(linear([low - room, high + room], [PLOT.left, width - PLOT.right]));
}

const colourOf = (theme, data, name) => theme.modes[data.trained.includes(name) ? 1 : COLOURS[data.closed.indexOf(name) % COLOURS.length]];
const nameOf = (theme, data, name) => theme.names[data.trained.includes(name) ? 1 : COLOURS[data.closed.indexOf(name) % COLOURS.length]];
const series = (data, name, window) => data.points.filter((point) => point.method === name && point.window === window);
const publishedOf = (data, test, window) => (window === data.published.window ? (data.published.scores[test] ?? {}) : {});

function axis(ctx, theme, x, floor, data, width) {
  const values = [1e5, 1e6, 1e7, 1e8, 1e9];
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  for (const value of values) {
    const at = Math.round(x(value)) + 0.5;
    if (at < PLOT.left || at > width - PLOT.right) continue;
    line(ctx, theme.grid, at, floor, at, floor + 4);
    text(ctx, theme.faint, `10${raised(Math.log10(value))}`, at, floor + 6);
  }
  ctx.textAlign = "right";
  text(ctx, theme.faint, "words of text", width - PLOT.right, floor + 21);
}

function whisker(ctx, colour, x, low, high, width = 1.6) {
  line(ctx, colour, x, low, x, high, width);
  for (const y of [low, high]) line(ctx, colour, x - 3, y, x + 3, y, width);
}

function drawCurves(ctx, theme, width, data, { method, test, window, tokens }) {
  const floor = CURVES_HEIGHT - PLOT.bottom;
  const x = lengthScale(data, width);
  const published = publishedOf(data, test, window);
  const most = Math.max(...data.points.filter((point) => point.window === window).map(({ scores }) => scores[test].value + scores[test].error), ...Object.values(published));
  const top = [0.4, 0.6, 0.8, 1].find((y) => y >= 1.04 * most) ?? 1;
  const y = linear([0, top], [floor, PLOT.top]);
  heading(ctx, theme, test === "analogies" ? "analogies answered" : "rank correlation with people");
  axisY(ctx, theme, y, PLOT.left, { values: ticks(0, top, 4), to: width - PLOT.right, format: (value) => (test === "analogies" ? percent(value) : String(value)) });
  axis(ctx, theme, x, floor, data, width);
  const now = Math.round(x(tokens)) + 0.5;
  dashed(ctx, [2, 3], () => line(ctx, theme.ink, now, PLOT.top, now, floor, 1));
  const order = [...data.methods].sort((a, b) => rank(a) - rank(b));
  function rank(name) {
    return name === method ? 2 : data.trained.includes(name) ? 1 : 0;
  }
  const ends = [];
  for (const name of order) {
    const points = series(data, name, window);
    const strong = rank(name) > 0;
    const colour = colourOf(theme, data, name);
    const at = (point) => [x(point.tokens), y(point.scores[test].value)];
    ctx.globalAlpha = strong ? 1 : 0.45;
    if (points.length > 1) trace(ctx, colour, strong ? 2.4 : 1.4, points.length, (i) => at(points[i]));
    for (const point of points) {
      const { value, error } = point.scores[test];
      if (strong) whisker(ctx, colour, x(point.tokens), y(value - error), y(value + error));
      disc(ctx, point.rising ? theme.ground : colour, ...at(point), strong ? 3.6 : 2.6, point.rising ? colour : undefined);
    }
    ctx.globalAlpha = 1;
    if (name in published) disc(ctx, theme.ground, x(data.published.tokens), y(published[name]), 4.4, colour);
    if (strong && points.length) ends.push({ name, y: at(points.at(-1))[1], x: at(points.at(-1))[0] });
  }
  if (Object.keys(published).length) {
    ctx.textAlign = "right";
    ctx.textBaseline = "top";
    text(ctx, theme.faint, "published", width - PLOT.right, y(Math.min(...Object.values(published))) + 8);
  }
  ctx.font = theme.font(12, 600);
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  const heights = spread(ends.map((end) => end.y), 16, PLOT.top + 6, floor - 8);
  const several = ends.filter(({ name }) => data.trained.includes(name)).length > 1;
  ends.forEach(({ name: full, x: px }, i) => {
    const name = several ? full : full.replace(/^SGNS.*/, "SGNS");
    const left = px + 9 + ctx.measureText(name).width > width - PLOT.right; // no room to the right of its end
    ctx.textAlign = left ? "right" : "left";
    text(ctx, nameOf(theme, data, full), name, px + (left ? -9 : 9), heights[i], theme.ground);
  });
}

function drawRatios(ctx, theme, width, data, { method, against, test, window, tokens, found, lowest }) {
  const floor = RATIO_HEIGHT - PLOT.bottom;
  const x = lengthScale(data, width);
  const published = publishedOf(data, test, window);
  const rival = data.trained.includes(against) ? "SGNS" : against;
  const reference = method in published && rival in published ? published[method] / published[rival] : null;
  const most = Math.max(1.1, reference ?? 0, ...found.map(({ value, error }) => value + error));
  const top = [1.25, 1.5, 2, 3, 4, 6].find((y) => y >= most) ?? 6;
  const y = linear([0, top], [floor, PLOT.top]);
  heading(ctx, theme, `${method} over ${rival}`);
  axisY(ctx, theme, y, PLOT.left, { values: ticks(0, top, 4), to: width - PLOT.right });
  axis(ctx, theme, x, floor, data, width);
  dashed(ctx, [5, 4], () => line(ctx, theme.ink, PLOT.left, y(1), width - PLOT.right, y(1), 1.2));
  const now = Math.round(x(tokens)) + 0.5;
  dashed(ctx, [2, 3], () => line(ctx, theme.ink, now, PLOT.top, now, floor, 1));
  const colour = colourOf(theme, data, method);
  clipped(ctx, PLOT.left, PLOT.top - 4, width - PLOT.left - PLOT.right, floor - PLOT.top + 4, () => {
    if (found.length > 1) trace(ctx, colour, 2.2, found.length, (i) => [x(found[i].tokens), y(found[i].value)]);
    for (const { tokens: at, value, error } of found) {
      whisker(ctx, colour, x(at), y(value - error), y(value + error));
      disc(ctx, colour, x(at), y(value), at === tokens ? 5 : 3.6, at === tokens ? theme.ground : undefined);
    }
    if (reference !== null) disc(ctx, theme.ground, x(data.published.tokens), y(reference), 4.4, colour);
  });
  ctx.font = theme.font(11);
  ctx.textBaseline = "middle";
  ctx.textAlign = "center";
  if (lowest && found.length > 1) text(ctx, theme.ink, `lowest: ${lowest.value.toFixed(2)}`, clamp(x(lowest.tokens), PLOT.left + 40, width - 60), Math.min(y(lowest.value - lowest.error) + 11, floor - 7), theme.ground);
  if (!found.length) {
    ctx.textAlign = "left";
    text(ctx, theme.faint, "no SGNS is stored for this window", PLOT.left + 8, y(top / 2));
  }
}

function drawHere(ctx, theme, width, height, data, { method, test, tokens, points }) {
  const floor = height - PLOT.bottom;
  const scores = points.map(([name, point]) => ({ name, rising: point.rising, ...point.scores[test] }));
  const most = Math.max(...scores.map(({ value, error }) => value + error), 0.01);
  const top = [0.06, 0.12, 0.25, 0.4, 0.6, 0.8, 1].find((x) => x >= 1.04 * most) ?? 1;
  const x = linear([0, top], [12, width - PLOT.right]);
  heading(ctx, theme, `at ${words(tokens)} words`);
  axisX(ctx, theme, x, floor, { values: [], label: test === "analogies" ? "analogies answered" : "rank correlation" });
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  for (const value of ticks(0, top, 4)) {
    const at = Math.round(x(value)) + 0.5;
    line(ctx, theme.grid, at, PLOT.top, at, floor);
    text(ctx, theme.faint, test === "analogies" ? percent(value) : String(value), at, floor + 6);
  }
  [...scores].sort((a, b) => b.value - a.value).forEach(({ name, value, error, rising }, i) => {
    const y = PLOT.top + 16 + 32 * i;
    const colour = colourOf(theme, data, name);
    ctx.globalAlpha = 0.3;
    ctx.fillStyle = colour;
    ctx.fillRect(x(0), y - 4, Math.max(x(value) - x(0), 0), 14);
    ctx.globalAlpha = 1;
    line(ctx, colour, x(value - error), y + 3, x(value + error), y + 3, 1.8);
    disc(ctx, colour, x(value), y + 3, 4, theme.ground);
    ctx.font = theme.font(12, name === method ? 650 : 400);
    ctx.textBaseline = "alphabetic";
    ctx.textAlign = "left";
    text(ctx, theme.ink, `${name}${rising ? " (still rising)" : ""}`, x(0) + 4, y - 7, theme.ground);
  });
}
