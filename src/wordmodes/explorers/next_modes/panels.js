// The pictures of the explorer of next words: curves against time, how late each mode is, and overlaps.

const RISE_HEIGHT = 300;
const LATE_HEIGHT = 196;
const OVERLAP_HEIGHT = 150;
const FRAME = { left: 44, right: 18, top: 26, bottom: 46 };
const LATE = { low: -0.2, high: 0.6 }; // as a share of the foretold time
const TICK = 9; // the height of a foretold half-rise's mark

export const timeScale = (run, width) => linear([0, run.times.at(-1)], [FRAME.left, width - FRAME.right]);

function drawRise(ctx, theme, width, run, { t, curves, here }, shown) {
  const floor = RISE_HEIGHT - FRAME.bottom;
  const x = timeScale(run, width);
  const most = Math.max(run.values[0], ...curves.map((row) => Math.max(...row)));
  const top = 1.08 * most;
  const y = linear([0, top], [floor, FRAME.top]);
  const mode = (k) => theme.modes[k % theme.modes.length];
  heading(ctx, theme, shown === "heights" ? "height along each foretold mode" : "the model's singular values");
  axisY(ctx, theme, y, FRAME.left, { values: ticks(0, top, 4), to: width - FRAME.right });
  axisX(ctx, theme, x, floor + TICK, { values: ticks(0, x.domain[1], width < 420 ? 4 : 7), label: "time, in units of 1/λ₁" });
  clipped(ctx, FRAME.left, FRAME.top - 6, width - FRAME.left - FRAME.right, floor - FRAME.top + 8, () => {
    ctx.lineJoin = "round";
    for (let k = run.d - 1; k >= 0; k--) {
      ctx.globalAlpha = 0.45;
      trace(ctx, mode(k), 4, run.times.length, (i) => [x(run.times[i]), y(curves[i][k])]);
      ctx.globalAlpha = 1;
      dashed(ctx, [5, 3], () => trace(ctx, mode(k), 1.5, 161, (i) => [x((i / 160) * x.domain[1]), y(foretold(run, k, (i / 160) * x.domain[1]))]));
    }
  });
  run.due.forEach((due, k) => line(ctx, mode(k), x(due), floor + 1, x(due), floor + TICK, 2));
  const at = Math.round(x(t)) + 0.5;
  line(ctx, theme.ink, at, FRAME.top - 4, at, floor, 1.3);
  here.forEach((height, k) => disc(ctx, mode(k), at, y(height), 3.4, theme.ground));
}

function drawLate(ctx, theme, width, late) {
  const floor = LATE_HEIGHT - FRAME.bottom + 8;
  const x = linear([LATE.low, LATE.high], [62, width - 58]);
  heading(ctx, theme, "half-risen: early or late");
  ctx.fillStyle = theme.grid;
  ctx.fillRect(x(-SLACK), FRAME.top, x(SLACK) - x(-SLACK), floor - FRAME.top);
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  for (const value of [-0.2, 0, 0.2, 0.4, 0.6]) {
    const at = Math.round(x(value)) + 0.5;
    line(ctx, theme.grid, at, FRAME.top, at, floor);
    text(ctx, theme.faint, value > 0 ? `+${percent(value)}` : minus(percent(value)), at, floor + 5);
  }
  const row = (floor - FRAME.top) / late.length;
  ctx.textBaseline = "middle";
  late.forEach((value, k) => {
    const y = FRAME.top + (k + 0.5) * row;
    ctx.textAlign = "left";
    text(ctx, theme.ink, `mode ${k + 1}`, 4, y);
    const beyond = value === null || value > LATE.high;
    if (!beyond && value > LATE.low) {
      const within = Math.abs(value) <= SLACK;
      line(ctx, theme.modes[k % 10], x(0), y, x(value), y, 2);
      disc(ctx, within ? theme.modes[k % 10] : theme.ground, x(value), y, 4.2, theme.modes[k % 10]);
    } else text(ctx, theme.ink, value === null ? "never" : minus(percent(value)), width - 44, y);
  });
}

function drawOverlaps(ctx, theme, width, overlaps) {
  const floor = OVERLAP_HEIGHT - FRAME.bottom + 12;
  const x = linear([0, overlaps.length], [FRAME.left, width - FRAME.right]);
  const y = linear([0, 1], [floor, FRAME.top + 10]); // room for the numbers
  heading(ctx, theme, "learned directions in the foretold, first r");
  axisY(ctx, theme, y, FRAME.left, { values: [0, 0.5, 1], to: width - FRAME.right });
  ctx.textAlign = "center";
  overlaps.forEach((value, i) => {
    const [from, to] = [x(i + 0.2), x(i + 0.8)];
    ctx.globalAlpha = 0.55;
    ctx.fillStyle = theme.modes[i % 10];
    ctx.fillRect(from, y(value), to - from, y(0) - y(value));
    ctx.globalAlpha = 1;
    ctx.textBaseline = "top";
    text(ctx, theme.faint, String(i + 1), (from + to) / 2, floor + 5);
    ctx.textBaseline = "bottom";
    text(ctx, theme.ink, value.toFixed(2), (from + to) / 2, y(value) - 2, theme.ground);
  });
}
