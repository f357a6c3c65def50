// The pictures of one mode: against time, on a logarithmic axis, and where steps of every size end.

const ROOM = { left: 44, right: 14, top: 24, bottom: 38 };
const RISE_HEIGHT = 232;
const LOG_HEIGHT = 174;
const ENDS_HEIGHT = 340;
const [DEEPEST, HIGHEST_POWER] = [-17, 1.2];
const TOPS = [0.4, 0.7, 1.1, 1.6, 2.4, 3.4, 5, 7];
const POINTS = 240;
const ENDS = { columns: 330, most: 2.4, tallest: 2.05 };

const timeScale = (width) => linear([0, TIME_END], [ROOM.left, width - ROOM.right]);

const within = (ctx, width, top, bottom, paint) => clipped(ctx, ROOM.left - 6, top, width - ROOM.left - ROOM.right + 12, bottom - top, paint);

// The flow's curve, the steps, and runs on a whole language, in the two panels that share the time axis.
function drawCourse(ctx, theme, x, y, { lam, sigma, squares, n, h, escape, runs }) {
  ctx.lineJoin = "round";
  for (const run of runs?.squares ?? []) trace(ctx, theme.modes[2], 1.2, run.length, (i) => [x(runs.times[i]), y(run[i])]);
  trace(ctx, theme.modes[0], 2.6, POINTS + 1, (i) => [x((TIME_END * i) / POINTS), y(sigmoid(lam, sigma, (TIME_END * i) / POINTS))]);
  const apart = x(h) - x(0);
  const stride = Math.max(1, Math.ceil(3.2 / apart)); // what swings has steps long enough to be seen one by one
  const shown = Math.ceil(n / stride);
  const outside = escape !== null ? 1 : 0; // one point beyond, to show which way it went
  ctx.globalAlpha = 0.55;
  trace(ctx, theme.modes[1], 1, shown + outside, (i) => [x(i * stride * h), i < shown ? y(squares[i * stride]) : y(1e9)]);
  ctx.globalAlpha = 1;
  const radius = clamp(apart * 0.45, 1.8, 3.4);
  ctx.fillStyle = theme.modes[1];
  ctx.beginPath();
  for (let i = 0; i < n; i += stride) {
    const [across, up] = [x(i * h), y(squares[i])];
    ctx.moveTo(across + radius, up);
    ctx.arc(across, up, radius, 0, 2 * Math.PI);
  }
  ctx.fill();
}

function drawRise(ctx, theme, width, now) {
  const { lam, half, crossed, h, escape, n, squares, sigma } = now;
  let most = Math.max(1.06 * lam, 1.04 * sigma * sigma, 0.3);
  for (let i = 0; i < n; i++) most = Math.max(most, Math.min(squares[i], 2 * Math.max(lam, 0.2)));
  const top = TOPS.find((value) => value >= most) ?? most;
  const [x, y] = [timeScale(width), linear([0, top], [RISE_HEIGHT - ROOM.bottom, ROOM.top])];
  heading(ctx, theme, "squared singular value s²");
  axisY(ctx, theme, y, ROOM.left, { values: ticks(0, top, 4), to: width - ROOM.right });
  axisX(ctx, theme, x, y(0), { values: ticks(0, TIME_END, width < 420 ? 4 : 8), label: "time t" });
  if (lam > 0) dashed(ctx, [2, 4], () => line(ctx, theme.modes[0], x(0), y(lam), x(TIME_END), y(lam), 1.4));
  within(ctx, width, 18, y(0) + 5, () => drawCourse(ctx, theme, x, y, now));
  const marks = [];
  if (half !== null && half < TIME_END) marks.push({ at: x(half), colour: 0, words: `${width < 420 ? "" : "half-way at "}t = ${half.toFixed(1)}` });
  if (crossed?.steps > 1 && crossed.time < TIME_END) marks.push({ at: x(crossed.time), colour: 1, words: `by steps, ${crossed.time.toFixed(1)}` });
  ctx.font = theme.font(12, 600);
  const free = Math.max(...marks.map(({ at }) => at)) + 9; // right of both lines
  for (const { at, colour, words } of marks) {
    dashed(ctx, [5, 4], () => line(ctx, theme.modes[colour], at, y(0), at, y(lam / 2), 1.6));
    disc(ctx, theme.modes[colour], at, y(lam / 2), 4.5, theme.ground);
    // left of a rise all is free above its foot, right of it below its top
    const wide = ctx.measureText(words).width;
    const left = colour === 0 ? at - wide > ROOM.left + 12 : free + wide > width - ROOM.right;
    ctx.textAlign = left ? "right" : "left";
    ctx.textBaseline = "middle";
    text(ctx, theme.names[colour], words, left ? at - 9 : free, y(lam / 2) + (left ? -18 * colour : 12 + 16 * colour), theme.ground);
  }
  if (lam > 0) {
    ctx.textAlign = "right";
    ctx.textBaseline = "bottom";
    text(ctx, theme.names[0], "λ", width - ROOM.right, y(lam) - 3, theme.ground);
  }
  if (escape !== null && escape * h <= TIME_END) {
    const at = clamp(x(escape * h), ROOM.left + 4, width - ROOM.right - 4);
    const left = at > width / 2;
    ctx.textAlign = left ? "right" : "left";
    ctx.textBaseline = "top";
    line(ctx, theme.modes[1], at - 5, ROOM.top - 5, at + 5, ROOM.top + 5, 2.4);
    line(ctx, theme.modes[1], at - 5, ROOM.top + 5, at + 5, ROOM.top - 5, 2.4);
    text(ctx, theme.names[1], escape ? `diverges at step ${escape}` : "diverges from the start", at + (left ? -10 : 10), ROOM.top - 4, theme.ground);
  }
}

function drawLogarithm(ctx, theme, width, now) {
  const [x, y] = [timeScale(width), linear([DEEPEST, HIGHEST_POWER], [LOG_HEIGHT - ROOM.bottom, ROOM.top])];
  const level = (value) => y(value > 0 ? Math.max(Math.log10(value), -300) : -300);
  heading(ctx, theme, now.lam > 0 && width > 420 ? "the same, logarithmic: no wait, only growth" : "the same, logarithmic");
  axisY(ctx, theme, y, ROOM.left, { values: [-16, -12, -8, -4, 0], to: width - ROOM.right, format: (p) => (p ? `10${raised(p)}` : "1") });
  axisX(ctx, theme, x, LOG_HEIGHT - ROOM.bottom, { values: ticks(0, TIME_END, width < 420 ? 4 : 8), label: "time t" });
  within(ctx, width, ROOM.top - 4, LOG_HEIGHT - ROOM.bottom + 3, () => drawCourse(ctx, theme, x, level, now));
  ctx.font = theme.font(12, 600);
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  const start = level(now.sigma ** 2);
  text(ctx, theme.ink, "σ²", x(0) + 9, clamp(start + (now.lam > 0 ? 9 : -9), ROOM.top + 6, LOG_HEIGHT - ROOM.bottom - 8), theme.ground);
}

// The background changes with the width and the theme only, and is kept as a picture.
function endsPicture() {
  let [kept, stamp, values] = [null, null, null];
  return (theme, width, x, y) => {
    if (stamp === (stamp = `${width} ${theme.modes[0]} ${window.devicePixelRatio}`)) return kept;
    values ??= ends(ENDS.columns, ENDS.most);
    const ratio = window.devicePixelRatio || 1;
    kept = Object.assign(document.createElement("canvas"), { width: Math.round(width * ratio), height: Math.round(ENDS_HEIGHT * ratio) });
    const ctx = kept.getContext("2d");
    ctx.scale(ratio, ratio);
    ctx.fillStyle = theme.modes[0];
    const wide = Math.max(1, (x(ENDS.most) - x(0)) / ENDS.columns);
    for (let i = 0; i < values.length; i++) {
      if (values[i] <= ENDS.tallest) ctx.fillRect(x(((Math.floor(i / 60) + 0.5) / ENDS.columns) * ENDS.most) - wide / 2, y(values[i]) - 0.6, wide, 1.2);
    }
    return kept;
  };
}

function drawEnds(ctx, theme, width, { lam, size, end }, background) {
  const bottom = ENDS_HEIGHT - ROOM.bottom;
  const [x, y] = [linear([0, ENDS.most], [ROOM.left - 8, width - ROOM.right]), linear([0, ENDS.tallest], [bottom, 62])];
  heading(ctx, theme, "where steps of each size end: s²/λ");
  axisY(ctx, theme, y, ROOM.left - 8, { values: [0, 1, 2], to: x(2) });
  ctx.fillStyle = theme.grid;
  ctx.fillRect(x(2), y(ENDS.tallest), x(ENDS.most) - x(2), bottom - y(ENDS.tallest));
  ctx.textBaseline = "top";
  for (const { x: value, text: words } of THRESHOLDS) {
    line(ctx, theme.grid, x(value), y(ENDS.tallest), x(value), bottom + 3);
    ctx.textAlign = "center";
    if (value === 1 || Math.abs(x(value) - x(1)) > 27) text(ctx, theme.faint, words, x(value), bottom + 6); // no room beside the 1
  }
  ctx.textAlign = "right";
  text(ctx, theme.faint, "4ηλ", x(ENDS.most), bottom + 21);
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  for (const [words, from, to] of [["settles", 0, 0.5], ["swings", 0.5, 1], ["cycles, chaos", 1, 2], ["lost", 2, ENDS.most]]) text(ctx, theme.faint, words, x((from + to) / 2), 55);
  const picture = background(theme, width, x, y);
  if (picture.width) ctx.drawImage(picture, 0, 0, width, ENDS_HEIGHT); // none before the page is laid out
  const at = x(clamp(size, 0, ENDS.most));
  line(ctx, theme.ink, at, y(ENDS.tallest), at, bottom, 1.4);
  if (lam > 0 && end.values) for (const value of end.values) disc(ctx, theme.modes[1], at, y(value / lam), end.kind === "repeats" ? 4.5 : 2.6, theme.ground);
  const words = `${size < 0 ? "← " : ""}4ηλ = ${round(size)}${size > ENDS.most ? " →" : ""}`;
  ctx.font = theme.font(12, 600);
  const reach = ctx.measureText(words).width / 2;
  text(ctx, theme.ink, words, clamp(at, 4 + reach, width - 4 - reach), 36, theme.ground);
}

const round = (value) => minus(+value.toFixed(2));
