// The pictures of one update: the plane, the judgement, and the way of score and loss.

const SIDE = { left: 44, right: 14, top: 24, bottom: 24 };
const JUDGE_HEIGHT = 168;
const COURSE_HEIGHT = 128;
const WORD = 2;
const AHEAD = 0.88; // dashes tell what is ahead; paler, they would not be seen on a screen in a room
const COLOURS = { real: 0, "made-up": 1, both: 3 };
const PLANES = [REACH * 1.05, 3.5, 5, 8, 14, 30];

const planeHeight = (width) => Math.round(clamp(0.8 * width, 250, 390));

// Where a place of the plane lies on the picture, and back.
function planeScale(width, far) {
  const height = planeHeight(width);
  const reach = PLANES.find((value) => value >= far) ?? far;
  const unit = height / 2 / reach;
  return {
    height, reach, unit,
    at: (x, y) => [width / 2 + unit * x, height / 2 - unit * y],
    back: (px, py) => [(px - width / 2) / unit, (height / 2 - py) / unit],
  };
}

function drawPlane(ctx, theme, width, scale, { pair, steps, way }) {
  const { height, reach, at } = scale;
  const { places } = way;
  const row = (n, v) => [places[4 * n + 2 * v], places[4 * n + 2 * v + 1]];
  const grid = Math.max(1, Math.round(reach / 3.3));
  for (let k = -Math.ceil((width * reach) / height / grid); k <= (width * reach) / height / grid; k++) line(ctx, theme.grid, at(k * grid, 0)[0], 0, at(k * grid, 0)[0], height, k ? 0.5 : 1.4);
  for (let k = -Math.floor(reach / grid); k <= reach / grid; k++) line(ctx, theme.grid, 0, at(0, k * grid)[1], width, at(0, k * grid)[1], k ? 0.5 : 1.4);
  const origin = at(0, 0);
  const colours = [WORD, COLOURS[pair]];
  for (const v of [0, 1]) {
    const colour = theme.modes[colours[v]];
    const path = (from, to, wide) => trace(ctx, colour, wide, to - from + 1, (n) => at(...row(from + n, v)));
    ctx.globalAlpha = AHEAD;
    dashed(ctx, [2, 3], () => path(steps, STEPS, 1.2));
    if (steps) line(ctx, colour, ...origin, ...at(...row(0, v)), 1.6);
    ctx.globalAlpha = 0.9;
    path(0, steps, 1.6);
    ctx.fillStyle = colour;
    ctx.beginPath();
    for (let n = 0; n < steps; n++) {
      const [x, y] = at(...row(n, v));
      ctx.moveTo(x + 2, y), ctx.arc(x, y, 2, 0, 2 * Math.PI);
    }
    ctx.fill();
    ctx.globalAlpha = 1;
  }
  for (const v of [0, 1]) arrow(ctx, theme.modes[colours[v]], origin, at(...row(steps, v)), { width: 3, head: 11 });
  // what the next step adds: to each vector a piece of the other
  const next = walk(row(steps, 0), row(steps, 1), SHARES[pair], way.rate, 1).places;
  ctx.font = theme.font(12, 600);
  ctx.textBaseline = "middle";
  let last = null; // where the first of the two names stands
  for (const v of [0, 1]) {
    const [from, to] = [at(...row(steps, v)), at(next[4 + 2 * v], next[5 + 2 * v])];
    arrow(ctx, theme.ink, from, to, { width: 2, head: 9 });
    disc(ctx, theme.modes[colours[v]], ...from, 6.5, theme.ground);
    const [p, q] = [to[0] - from[0], to[1] - from[1]];
    const moved = Math.hypot(p, q);
    // a name stands beside its tip, on the side from which the step goes away
    const [u, w] = [from[0] - origin[0], from[1] - origin[1]];
    const far = Math.hypot(u, w) || 1;
    const side = (u * q - w * p > 0 ? 17 : -17) / far;
    const name = [clamp(from[0] + side * w - (4 * u) / far, 10, width - 10), clamp(from[1] - side * u - (4 * w) / far, 10, height - 10)];
    ctx.textAlign = "center";
    ctx.font = theme.font(15, 700);
    text(ctx, theme.names[colours[v]], v ? "c" : "w", ...(far > 1 ? name : [origin[0] + (v ? 14 : -14), origin[1] - 12]), theme.ground);
    ctx.font = theme.font(12, 600);
    if (moved <= 26) continue;
    const place = [clamp(to[0] + (19 * p) / moved, 18, width - 18), clamp(to[1] + (12 * q) / moved, 10, height - 10)];
    if (last && Math.abs(place[0] - last[0]) < 34 && Math.abs(place[1] - last[1]) < 16) place[1] = clamp(last[1] + 17, 10, height - 10);
    text(ctx, theme.ink, `η\u2009e\u2009${v ? "w" : "c"}`, ...place, theme.ground);
    last = place;
  }
  disc(ctx, theme.faint, ...origin, 3);
  ctx.font = theme.font(11);
  ctx.textAlign = "left";
  ctx.textBaseline = "alphabetic";
  text(ctx, theme.faint, `a square is ${grid} × ${grid}`, 6, height - 7, theme.ground);
  if (moveless(places, steps)) text(ctx, theme.ink, "nothing moves", 6, 16, theme.ground);
}

const moveless = (places, n) => [0, 1, 2, 3].every((k) => places[4 * n + k] === 0);

// The logistic function, where the score stands on it, and what is missing to the truth.
function drawJudgement(ctx, theme, width, { pair, steps, way }) {
  const share = SHARES[pair];
  const x = linear([-6, 6], [SIDE.left, width - SIDE.right]);
  const y = linear([0, 1], [JUDGE_HEIGHT - 38, SIDE.top + 4]);
  heading(ctx, theme, "the model’s answer: logistic(w · c)");
  axisY(ctx, theme, y, SIDE.left, { values: [0, 0.5, 1], to: width - SIDE.right, format: percent });
  axisX(ctx, theme, x, y(0), { values: ticks(-6, 6, 6), label: "score w · c" });
  const truth = theme.modes[COLOURS[pair]];
  dashed(ctx, [6, 4], () => line(ctx, truth, x(-6), y(share), x(6), y(share), 1.8));
  trace(ctx, theme.faint, 2.2, 97, (k) => [x(-6 + k / 8), y(logistic(-6 + k / 8))]);
  const score = clamp(way.scores[steps], -6, 6);
  const here = [x(score), y(logistic(way.scores[steps]))];
  line(ctx, truth, here[0], here[1], here[0], y(share), 4);
  disc(ctx, theme.ink, ...here, 5.5, theme.ground);
  ctx.font = theme.font(12, 600);
  ctx.textBaseline = "middle";
  const e = way.errors[steps];
  const free = errorPlace(score, e, share);
  const told = `${width < 420 ? "" : "error "}e = ${signed(e)}`;
  free.left &&= here[0] - 12 - ctx.measureText(told).width > SIDE.left; // not over the axis
  ctx.textAlign = free.left ? "right" : "left";
  const middle = free.level === undefined ? clamp((here[1] + y(share)) / 2, y(1) + 10, y(0) - 10) : y(free.level);
  text(ctx, theme.names[COLOURS[pair]], told, here[0] + (free.left ? -10 : 10), middle, theme.ground);
  ctx.font = theme.font(11);
  ctx.textAlign = share > 0.5 ? "left" : "right";
  ctx.textBaseline = "bottom";
  const name = { real: "the truth: real", "made-up": "the truth: made up", both: "the truth: real 1 in 6" }[pair];
  text(ctx, theme.names[COLOURS[pair]], name, x(share > 0.5 ? -6 : 6) + (share > 0.5 ? 4 : -4), y(share) - 3 + (share > 0.5 ? 17 : 0), theme.ground);
}

// Above the curve all is free on the left of a score, below it on the right; a smaller error’s name stands off its line.
function errorPlace(score, e, share) {
  if (Math.abs(e) >= 0.45) return { left: e > 0 ? score > -3.4 : score > 3.4 };
  return share === 1 ? { left: score > 3.3, level: 0.42 } : { left: score > -3.3, level: 0.58 };
}

// A number along the steps: behind, ahead, and now; with the level that it ends on, if there is one.
function drawCourse(ctx, theme, width, { pair, steps }, values, { name, zero, level, foot }) {
  const bottom = COURSE_HEIGHT - (foot ? 38 : 22);
  const x = linear([0, STEPS], [SIDE.left, width - SIDE.right]);
  let [low, high] = [Math.min(...values, zero ? 0 : Infinity), Math.max(...values, zero ? 0.2 : -Infinity)];
  const room = Math.max(high - low, 0.5) * 0.08;
  const y = linear([zero ? 0 : low - room, high + room], [bottom, SIDE.top]);
  const marks = ticks(...y.domain, 3);
  heading(ctx, theme, name);
  axisY(ctx, theme, y, SIDE.left, { values: marks, to: width - SIDE.right });
  axisX(ctx, theme, x, bottom, { values: ticks(0, STEPS, 6), label: foot && "step" });
  const colour = theme.modes[COLOURS[pair]];
  if (level !== null) dashed(ctx, [2, 4], () => line(ctx, theme.ink, x(0), y(level), x(STEPS), y(level), 1.2));
  const way = (from, to, wide) => trace(ctx, colour, wide, to - from + 1, (n) => [x(from + n), y(values[from + n])]);
  ctx.globalAlpha = AHEAD;
  dashed(ctx, [4, 3], () => way(steps, STEPS, 1.6));
  ctx.globalAlpha = 1;
  way(0, steps, 2.4);
  disc(ctx, theme.ink, x(steps), y(values[steps]), 5, theme.ground);
}

const signed = (value) => {
  const size = Math.abs(value).toFixed(2);
  return `${+size ? (value < 0 ? "−" : "+") : ""}${size}`;
};
