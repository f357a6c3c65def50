// The ablation explorer's pictures: one corner in three strips, and the four corners side by side.

const STRIPS = { left: 44, right: 56, top: 22, gap: 32, bottom: 38 };
const HEIGHTS = [188, 54, 72];
const CURVE = 90; // points of a sigmoid

export const stripsHeight = () => HEIGHTS.reduce((sum, height) => sum + height, STRIPS.top + 2 * STRIPS.gap + STRIPS.bottom);
export const stripsScale = (width, tMax) => linear([0, tMax], [STRIPS.left, width - STRIPS.right]);

// shown: {corner, sigma, tMax, t, d, run, live, now, rises, halves, even}
export function drawStrips(ctx, theme, width, shown) {
  const { corner, d, run, live, tMax, now, halves, rises } = shown;
  const [x0, x1] = [STRIPS.left, width - STRIPS.right];
  const x = stripsScale(width, tMax);
  const tops = HEIGHTS.map((_, i) => STRIPS.top + HEIGHTS.slice(0, i).reduce((sum, h) => sum + h + STRIPS.gap, 0));
  const foots = tops.map((top, i) => top + HEIGHTS[i]);
  const end = foots[2];
  const made = live ?? run;
  const y = linear([0, topOf(corner, made)], [foots[0], tops[0]]);
  const yLoss = linear([0, 1.08], [foots[1], tops[1]]);
  const yOverlap = linear([0, 1.04], [foots[2], tops[2]]);
  const at = Math.round(x(shown.t)) + 0.5;

  ctx.font = theme.font(11);
  axisY(ctx, theme, y, x0, { values: ticks(0, y.domain[1], 5), to: x1 });
  axisY(ctx, theme, yLoss, x0, { values: [0, 0.5, 1], to: x1, format: percent });
  axisY(ctx, theme, yOverlap, x0, { values: [0, 0.5, 1], to: x1, format: percent });
  axisX(ctx, theme, x, end, { values: ticks(0, tMax, width < 420 ? 4 : 7), label: "time, in units of 1/h₁" });

  ctx.save();
  ctx.beginPath();
  ctx.rect(x0, tops[0] - 4, x1 - x0, end - tops[0] + 6);
  ctx.clip();
  ctx.lineJoin = "bevel";
  if (run) bands(ctx, theme, run, d, x, y, 3.6, 0.5);
  sigmoids(ctx, theme, shown, x, y, 1.5);
  if (made) {
    const { times, share, overlaps } = made;
    trace(ctx, theme.ink, 2, times.length, (i) => [x(times[i]), yLoss(Math.min(share[i], 1.12))]);
    if (!shown.even) trace(ctx, theme.modes[3], 2, times.length, (i) => [x(times[i]), yOverlap(overlaps[2 * i])]);
    trace(ctx, theme.ink, 2, times.length, (i) => [x(times[i]), yOverlap(overlaps[2 * i + 1])]);
  }
  if (live) {
    for (let i = 0; i < live.times.length; i += 2) for (let k = 0; k < d; k++) ring(ctx, theme.modes[k], x(live.times[i]), y(live.squares[i * d + k]), theme.ground);
  }
  // a veil over what is still to come
  ctx.globalAlpha = VEIL;
  ctx.fillStyle = theme.ground;
  ctx.fillRect(at, tops[0] - 4, x1 - at, end - tops[0] + 4);
  ctx.restore();

  ["squared singular values s²", "loss still to be removed", "overlap with the modes of"].forEach((title, i) => heading(ctx, theme, title, x0, tops[i] - 8));
  halves.forEach((t, k) => t > 0 && triangle(ctx, theme.modes[k], x(t), foots[0] + 1));
  rises?.forEach((t, k) => t <= tMax && disc(ctx, theme.ground, x(t), y(corner.heights[k] / 2), 3.6, theme.names[k]));
  ctx.font = theme.font(11, 600);
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  const last = made ? Array.from(made.squares.slice(-d)) : corner.heights.map((_, k) => foretold(corner, k, tMax, shown.sigma));
  spread(last.map(y), 13, tops[0] + 4, foots[0]).forEach((high, k) => text(ctx, theme.names[k], `mode ${k + 1}`, x1 + 6, high));
  if (made) {
    const [own, star] = made.overlaps.slice(-2);
    const labels = spread([yOverlap(star), yOverlap(own)], 13, tops[2], foots[2]);
    text(ctx, theme.ink, shown.even ? "H, M*" : "M*", x1 + 6, labels[0]);
    if (!shown.even) text(ctx, theme.names[3], "H", x1 + 6, labels[1]);
    if (made.share[0] > 1.08) text(ctx, theme.faint, `↑ from ${percent(made.share[0])}`, x0 + 8, tops[1] + 4, theme.ground);
  } else {
    ctx.font = theme.font(12);
    ctx.textAlign = "center";
    for (const i of [1, 2]) text(ctx, theme.faint, "no stored run at this σ", (x0 + x1) / 2, (tops[i] + foots[i]) / 2, theme.ground);
  }
  line(ctx, theme.ink, at, tops[0] - 4, at, end, 1.2);
  for (let k = d - 1; k >= 0; k--) disc(ctx, theme.modes[k], at, Math.max(tops[0], y(now.squares[k])), 4.2, theme.ground);
  if (!made) return;
  disc(ctx, theme.ink, at, yLoss(Math.min(now.share, 1.08)), 4, theme.ground);
  if (!shown.even) disc(ctx, theme.modes[3], at, yOverlap(now.own), 4, theme.ground);
  disc(ctx, theme.ink, at, yOverlap(now.star), 4, theme.ground);
}

const CORNERS = { left: 4, right: 4, top: 4, gap: 10, head: 24, foot: 4 };

// Rectangles of the four corners: the even weights at the left, the quartic loss above.
function places(width, height) {
  const { left, right, top, gap, foot } = CORNERS;
  const [w, h] = [(width - left - right - gap) / 2, (height - top - gap - foot) / 2];
  return ["quartic", "logistic"].flatMap((loss, row) => ["even", "word2vec"].map((weights, column) => ({ loss, weights, x: left + column * (w + gap), y: top + row * (h + gap), w, h })));
}

export const cornerAt = (width, height, px, py) => places(width, height).find(({ x, y, w, h }) => px >= x && px <= x + w && py >= y && py <= y + h);

// all: the same `shown` for each corner, with its risen modes and whether it is the one picked
export function drawCorners(ctx, theme, width, height, all) {
  const { head } = CORNERS;
  const tMax = all[0].tMax;
  for (const { loss, weights, x, y, w, h } of places(width, height)) {
    const shown = all.find((one) => one.loss === loss && one.weights === weights);
    const made = shown.live ?? shown.run;
    const across = linear([0, tMax], [x + 6, x + w - 6]);
    const up = linear([0, topOf(shown.corner, made)], [y + h - 5, y + head + 16]);
    ctx.save();
    ctx.beginPath();
    ctx.rect(x, y, w, h);
    ctx.clip();
    if (made) bands(ctx, theme, made, shown.d, across, up, 2.6, 0.55);
    sigmoids(ctx, theme, shown, across, up, 1);
    const at = across(shown.t);
    line(ctx, theme.faint, at, y + head + 14, at, y + h, 1);
    for (let k = shown.d - 1; k >= 0; k--) disc(ctx, theme.modes[k], at, Math.max(up(shown.now.squares[k]), y + head + 14), 3, theme.ground);
    ctx.restore();
    ctx.strokeStyle = shown.picked ? theme.ink : theme.grid;
    ctx.lineWidth = shown.picked ? 2 : 1;
    ctx.strokeRect(x, y, w, h);
    ctx.font = theme.font(11.5, shown.picked ? 700 : 500);
    ctx.textAlign = "left";
    ctx.textBaseline = "top";
    text(ctx, theme.ink, `${loss} loss`, x + 7, y + 6, theme.ground);
    ctx.font = theme.font(11.5, shown.picked ? 700 : 400);
    text(ctx, theme.faint, weights === "even" ? "even weights" : "word2vec’s weights", x + 7, y + 21, theme.ground);
    ctx.textAlign = "right";
    ctx.font = theme.font(11.5, 600);
    text(ctx, theme.ink, `${shown.risen} of ${shown.d}`, x + w - 7, y + 6, theme.ground);
  }
}

const topOf = ({ heights }, run) => 1.08 * Math.max(heights[0], run ? run.squares.at(-heights.length) : 0, run ? run.squares[0] : 0);

function bands(ctx, theme, { times, squares }, d, x, y, wide, alpha) {
  ctx.globalAlpha = alpha;
  for (let k = d - 1; k >= 0; k--) trace(ctx, theme.modes[k], wide, times.length, (i) => [x(times[i]), y(squares[i * d + k])]);
  ctx.globalAlpha = 1;
}

function sigmoids(ctx, theme, { corner, d, sigma, tMax }, x, y, wide) {
  const time = (i) => (tMax * i) / (CURVE - 1);
  dashed(ctx, [5, 3.5], () => {
    for (let k = d - 1; k >= 0; k--) trace(ctx, theme.modes[k], wide, CURVE, (i) => [x(time(i)), y(foretold(corner, k, time(i), sigma))]);
  });
}

function ring(ctx, colour, x, y, ground) {
  ctx.beginPath();
  ctx.arc(x, y, 3.4, 0, 2 * Math.PI);
  ctx.fillStyle = ground;
  ctx.fill();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.6;
  ctx.stroke();
}
