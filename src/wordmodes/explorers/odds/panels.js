// The pictures of the odds explorer: one pair's loss, where its minimum lies, and where a text's pairs lie.

const LOSS = { height: 322, left: 40, right: 12, top: 26, bottom: 40, tallest: 2.3, lowest: -0.12 };
const GOALS = { height: 214, left: 40, right: 12, top: 26, bottom: 22 };
const SPREAD = { height: 104, left: 40, right: 12, top: 24, bottom: 38, bar: 0.25 };
const FARTHEST = 7.2; // nats: what the axes show of scores and log odds, either way
const EVERY = [-6, -4, -2, 0, 2, 4, 6];

export const acrossOf = (width, { left, right }) => linear([-FARTHEST, FARTHEST], [left, width - right]);
const inside = (x) => clamp(x, -FARTHEST, FARTHEST);

function diamond(ctx, colour, x, y, size, rim) {
  ctx.beginPath();
  ctx.moveTo(x, y - size);
  ctx.lineTo(x + size, y);
  ctx.lineTo(x, y + size);
  ctx.lineTo(x - size, y);
  ctx.lineTo(x, y - size);
  ctx.fillStyle = colour;
  ctx.fill();
  if (rim) trace(ctx, rim, 1.2, 5, (i) => [[x, y - size], [x + size, y], [x, y + size], [x - size, y], [x, y - size]][i]);
}

// Both curves against the score, with their minima, and the scores at which the parabola may stand for the loss.
export function drawLoss(ctx, theme, width, ratio, now) {
  const { height, left, right, top, bottom, tallest, lowest } = LOSS;
  const [x, y] = [acrossOf(width, LOSS), linear([lowest, tallest], [height - bottom, top])];
  heading(ctx, theme, "loss of the pair against its score");
  ctx.fillStyle = theme.grid;
  ctx.globalAlpha = 0.55;
  ctx.fillRect(x(-FAIR), top, x(FAIR) - x(-FAIR), height - bottom - top);
  ctx.globalAlpha = 1;
  axisY(ctx, theme, y, left, { values: [0, 0.5, 1, 1.5, 2], to: width - right });
  axisX(ctx, theme, x, height - bottom, { values: EVERY, label: "score x", grid: top });
  line(ctx, theme.faint, x(0), top, x(0), height - bottom);
  const points = (curve) => (i) => [x((FARTHEST * (i - 90)) / 90), y(curve((FARTHEST * (i - 90)) / 90, ratio))];
  clipped(ctx, left, top, width - left - right, height - bottom - top, () => {
    trace(ctx, theme.modes[0], 2.6, 181, points(logisticLoss));
    dashed(ctx, [7, 4], () => trace(ctx, theme.modes[1], 2.2, 181, points(parabolaLoss)));
  });
  disc(ctx, theme.ink, x(0), y(Math.log(2)), 3, theme.ground);
  if (ratio) disc(ctx, theme.modes[0], x(inside(now.log)), y(logisticLoss(now.log, ratio)), 6.5, theme.ground);
  else arrow(ctx, theme.modes[0], [x(-5.2), y(0) - 12], [x(-FARTHEST), y(0) - 12], { width: 2, head: 8 });
  diamond(ctx, theme.modes[1], x(now.m), y(parabolaLoss(now.m, ratio)), 6.5, theme.ground);
  ctx.font = theme.font(12, 600);
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  const at = now.log > -0.01 ? left + 8 : width - right - 82; // in the lower corner that the pair is drawn away from
  text(ctx, theme.names[0], "● logistic", at, height - bottom - 46, theme.ground);
  text(ctx, theme.names[1], "◆ parabola", at, height - bottom - 29, theme.ground);
  ctx.font = theme.font(11);
  ctx.textAlign = "center";
  ctx.textBaseline = "bottom";
  text(ctx, theme.faint, "pull right to a tenth", x(0), height - bottom - 3, theme.ground);
}

// The minimum's place against log odds: log(A/B) on the diagonal, 2 tanh of half of it, and the text's telling pairs.
export function drawGoals(ctx, theme, width, ratio, now, pairs) {
  const { height, left, right, top, bottom } = GOALS;
  const [x, y] = [acrossOf(width, GOALS), linear([-5.2, 5.2], [height - bottom, top])];
  heading(ctx, theme, "where its minimum lies, against log odds");
  axisY(ctx, theme, y, left, { values: [-4, -2, 0, 2, 4], to: width - right });
  for (const value of EVERY) line(ctx, theme.grid, Math.round(x(value)) + 0.5, top, Math.round(x(value)) + 0.5, height - bottom);
  clipped(ctx, left, top, width - left - right, height - bottom - top, () => {
    trace(ctx, theme.modes[0], 2, 2, (i) => [x(i ? 6 : -6), y(i ? 6 : -6)]);
    trace(ctx, theme.modes[1], 2.4, 145, (i) => [x((i - 72) / 10), y(2 * Math.tanh((i - 72) / 20))]);
  });
  for (const { log, m } of pairs) disc(ctx, theme.faint, x(inside(log)), y(m), 2.6, theme.ground);
  ctx.font = theme.font(11);
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  for (const { name, at, height: foot } of placeNames(ctx, pairs, x, y, left, width - right)) text(ctx, theme.faint, name, at, foot, theme.ground);
  const at = x(inside(now.log));
  line(ctx, theme.modes[9], at, y(clamp(now.log, -5.2, 5.2)), at, y(now.m), 2.5);
  if (ratio && Math.abs(now.log) < 5.2) disc(ctx, theme.modes[0], at, y(now.log), 5.5, theme.ground);
  diamond(ctx, theme.modes[1], at, y(now.m), 6.5, theme.ground);
  ctx.font = theme.font(12, 600);
  ctx.textBaseline = "middle";
  ctx.textAlign = "right";
  text(ctx, theme.names[0], "log(A/B)", x(3.5), y(4.4), theme.ground);
  text(ctx, theme.names[1], "M = 2 tanh(½ log(A/B))", width - right, y(-3.6), theme.ground);
}

// Names stand below the curve's right arm and above its left one; one that finds no room stays away, as do those near even odds.
function placeNames(ctx, pairs, x, y, start, end) {
  const made = [];
  for (const { name, log, m } of pairs) {
    if (!(Math.abs(log) > 0.6 && Number.isFinite(log))) continue;
    const side = Math.sign(log);
    const wide = ctx.measureText(name).width;
    const at = side > 0 ? Math.min(x(inside(log)) - 4, end - wide) : Math.max(x(inside(log)) + 4 - wide, start + 4);
    const rows = [0, 1, 2, 3].map((row) => y(m) + side * (14 + 12.5 * row));
    const height = rows.find((row) => made.every((one) => Math.abs(one.height - row) > 12 || at > one.at + one.wide + 8 || one.at > at + wide + 8));
    if (height !== undefined) made.push({ name, at, height, wide });
  }
  return made;
}

// How all pairs of a text lie along the same axis, and which of them are nearer to even odds than this one.
export function drawSpread(ctx, theme, width, spread, shift, now, title) {
  const { height, left, right, top, bottom, bar } = SPREAD;
  const x = acrossOf(width, SPREAD);
  const starts = Array.from({ length: Math.round((2 * FARTHEST) / bar) }, (_, i) => -FARTHEST + bar * i);
  const shares = starts.map((start) => spread.between(start + shift, start + bar + shift));
  const most = Math.max(...shares, spread.never, 0.02);
  const y = linear([0, most], [height - bottom, top]);
  heading(ctx, theme, title);
  axisX(ctx, theme, x, height - bottom, { values: EVERY, label: "log odds, log(A/B)" });
  line(ctx, theme.faint, left, height - bottom, width - right, height - bottom);
  const near = Math.abs(now.log);
  starts.forEach((start, i) => {
    const middle = start + bar / 2;
    ctx.fillStyle = Math.abs(middle) <= near ? theme.modes[2] : theme.faint;
    ctx.globalAlpha = Math.abs(middle) <= near ? 0.9 : 0.45;
    ctx.fillRect(x(start), y(shares[i]), x(start + bar) - x(start) - 0.6, height - bottom - y(shares[i]));
  });
  ctx.globalAlpha = 1;
  ctx.fillStyle = theme.modes[9];
  ctx.fillRect(8, y(spread.never), 14, height - bottom - y(spread.never));
  ctx.textAlign = "left";
  ctx.textBaseline = "top";
  text(ctx, theme.faint, "never", 2, height - bottom + 6);
  line(ctx, theme.ink, x(inside(now.log)), top, x(inside(now.log)), height - bottom, 1.6);
}
