// The σ explorer's pictures: three strips over one time axis, and the words in the plane of two modes.

const BEND = 0.05; // pixels: a point of a curve that lies closer to the line past it is left out
const SHORTEST = 1.5; // pixels: of a word's way a shorter step waits for the next; a dot stands on the last
const STRIPS = { left: 44, right: 30, top: 22, gap: 34, bottom: 38 };

export function stripHeights(width) {
  return width < 420 ? [170, 64, 84] : [212, 70, 92];
}

export const stripsHeight = (width) => stripHeights(width).reduce((sum, h) => sum + h, STRIPS.top + 2 * STRIPS.gap + STRIPS.bottom);
export const stripsScale = (width, tMax) => linear([0, tMax], [STRIPS.left, width - STRIPS.right]);

// solved: see `solve` in sigma.js; now: the state at the cursor; run: a gradient-descent run to overlay, or null
export function drawStrips(ctx, theme, width, flow, solved, now, run) {
  const [high, lossHeight, rankHeight] = stripHeights(width);
  const { d, eigenvalues } = flow;
  const [x0, x1] = [STRIPS.left, width - STRIPS.right];
  const x = stripsScale(width, solved.tMax);
  const top = STRIPS.top;
  const lossTop = top + high + STRIPS.gap;
  const rankTop = lossTop + lossHeight + STRIPS.gap;
  const end = rankTop + rankHeight;
  const yMode = linear([0, 1.1 * eigenvalues[0]], [top + high, top]);
  const yLoss = linear([0, 1.08], [lossTop + lossHeight, lossTop]);
  const yRank = linear([1, d + 0.3], [end, rankTop]);
  const unit = linear([0, solved.tMax * eigenvalues[0]], x.range); // the axis counts λ₁t
  const at = Math.round(x(now.t)) + 0.5;

  const T = solved.times.length;
  const xs = solved.times.map(x);
  const trace = (value) => {
    ctx.beginPath();
    let [lastX, lastY, y] = [NaN, NaN, value(0)]; // the point drawn last, and the height of the one that may be next
    for (let i = 0; i < T; i++) {
      const next = i + 1 < T ? value(i + 1) : NaN;
      const straight = lastY + ((next - lastY) * (xs[i] - lastX)) / (xs[i + 1] - lastX);
      if (!(Math.abs(y - straight) < BEND)) ctx.lineTo((lastX = xs[i]), (lastY = y));
      y = next;
    }
  };
  const inside = (y0, height, draw) => clipped(ctx, x0, y0 - 3, x1 - x0, height + 5, draw);
  const pair = (colour, exact, limit) => {
    ctx.setLineDash([]);
    ctx.strokeStyle = colour;
    ctx.globalAlpha = 0.6;
    ctx.lineWidth = 3.4;
    trace(exact), ctx.stroke();
    ctx.globalAlpha = 1;
    ctx.lineWidth = 1.4;
    ctx.setLineDash([5, 3.5]);
    trace(limit), ctx.stroke();
    ctx.setLineDash([]);
  };
  ctx.lineJoin = "bevel"; // as good as round at these angles, and quicker
  inside(top, high, () => {
    for (let k = d - 1; k >= 0; k--) {
      pair(theme.modes[k], (i) => yMode(solved.squares[i * d + k]), (i) => yMode(solved.limit[i * d + k]));
    }
  });
  inside(lossTop, lossHeight, () => {
    trace((i) => yLoss(solved.loss[i]));
    ctx.lineTo(x1, yLoss(0)), ctx.lineTo(x0, yLoss(0));
    ctx.fillStyle = theme.grid;
    ctx.fill();
    pair(theme.ink, (i) => yLoss(solved.loss[i]), (i) => yLoss(solved.limitLoss[i]));
  });
  inside(rankTop, rankHeight, () => pair(theme.ink, (i) => yRank(solved.rank[i]), (i) => yRank(solved.limitRank[i])));
  // a veil over what is still to come
  ctx.globalAlpha = VEIL;
  ctx.fillStyle = theme.ground;
  ctx.fillRect(at, top - 5, x1 - at + 2, end - top + 8);
  ctx.globalAlpha = 1;

  ctx.font = theme.font(11);
  const times = ticks(0, unit.domain[1], width < 420 ? 4 : 7);
  const reach = high > 180 ? 5 : 4;
  axisY(ctx, theme, yMode, x0, { values: ticks(0, yMode.domain[1], reach), to: x1 });
  axisY(ctx, theme, yLoss, x0, { values: [0, 0.5, 1], to: x1, format: percent });
  const ranks = Array.from({ length: d }, (_, k) => k + 1);
  axisY(ctx, theme, yRank, x0, { values: ranks, to: x1, format: (k) => (d < 6 || k % 2 ? k : "") });
  axisX(ctx, theme, unit, end, { values: times, label: "time, in units of 1/λ₁" });
  ctx.font = theme.font(12, 600);
  ctx.textAlign = "left";
  ctx.textBaseline = "alphabetic";
  const titles = ["squared singular values s²", "loss still to be removed", "effective rank"];
  [top, lossTop, rankTop].forEach((y, i) => text(ctx, theme.ink, titles[i], x0, y - 9));


  ctx.font = theme.font(11);
  ctx.textAlign = "left";
  ctx.textBaseline = "top";
  const beyond = (value, y, format) => value > y.domain[1] && text(ctx, theme.faint, `↑ from ${format(value)}`, x0 + 8, y.range[1] + 2, theme.ground);
  beyond(solved.squares[0], yMode, (value) => Math.round(value));
  beyond(solved.loss[0], yLoss, percent);

  if (run) {
    run.times.forEach((t, i) => {
      if (t > solved.tMax || i % 2) return; // every other record, so that the curves stay visible
      const px = x(t);
      for (let k = 0; k < d; k++) {
        const y = yMode(run.squares[i * d + k]);
        if (y > top) disc(ctx, theme.modes[k], px, y, 2.9, theme.ground);
      }
      if (run.share[i] < 1.08) disc(ctx, theme.ink, px, yLoss(run.share[i]), 2.5, theme.ground);
      disc(ctx, theme.ink, px, yRank(run.rank[i]), 2.5, theme.ground);
    });
  }

  // one mark a mode where its sigmoid is half-risen; the mode's number at the right
  ctx.font = theme.font(11, 600);
  solved.halves.forEach((t, k) => {
    if (t > 0) triangle(ctx, theme.modes[k], x(t), top + high + 1);
  });
  const final = Array.from({ length: d }, (_, k) => clamp(yMode(solved.squares[(T - 1) * d + k]), top, top + high));
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  spread(final, 12, top + 4, top + high).forEach((y, k) => text(ctx, theme.names[k], `λ${lowered(k + 1)}`, x1 + 6, y));

  line(ctx, theme.ink, at, top - 4, at, end, 1.2);
  for (let k = d - 1; k >= 0; k--) disc(ctx, theme.modes[k], at, Math.max(top, yMode(now.squares[k])), 4.2, theme.ground);
  if (now.loss < 1.08) disc(ctx, theme.ink, at, yLoss(now.loss), 4, theme.ground);
  disc(ctx, theme.ink, at, yRank(now.rank), 4, theme.ground);
}

// plane: {names, modes: [k, l], poles, trail (points × words × 2), drawn (points so far), now (words × 2), reach, chosen}
// Returns what tells which of the words stands at a point, or null.
export function drawPlane(ctx, theme, width, plane, memory) {
  const height = width;
  const { names, modes, poles, trail, drawn, now, reach, chosen = -1 } = plane;
  const n = names.length;
  const margin = 26;
  const [cx, cy] = [width / 2, height / 2 - 8];
  const zoom = (width / 2 - margin - 8) / reach;
  const [px, py] = [(x) => cx + zoom * x, (y) => cy - zoom * y];
  const [across, up] = modes.map((k) => theme.modes[k]);
  line(ctx, theme.grid, margin, Math.round(cy) + 0.5, width - margin, Math.round(cy) + 0.5);
  line(ctx, theme.grid, Math.round(cx) + 0.5, margin, Math.round(cx) + 0.5, height - margin);

  ctx.save();
  ctx.beginPath();
  ctx.rect(1, 1, width - 2, height - 2);
  ctx.clip();
  // each word's way so far: in the colour of the mode that moves it
  const [alongX, alongY] = [new Path2D(), new Path2D()];
  for (let w = 0; w < n; w++) {
    let x = px(trail[2 * w]);
    let y = py(trail[2 * w + 1]);
    let last = null;
    for (let i = 1; i <= drawn; i++) {
      const source = i < drawn ? trail : now;
      const j = i < drawn ? 2 * (i * n + w) : 2 * w;
      const x1 = px(source[j]);
      const y1 = py(source[j + 1]);
      if (Math.abs(x1 - x) + Math.abs(y1 - y) < SHORTEST) continue;
      const path = Math.abs(x1 - x) > Math.abs(y1 - y) ? alongX : alongY;
      if (path !== last) path.moveTo(x, y);
      path.lineTo(x1, y1);
      [x, y, last] = [x1, y1, path];
    }
  }
  ctx.lineWidth = 1.3;
  ctx.globalAlpha = 0.5;
  for (const [path, colour] of [[alongX, across], [alongY, up]]) {
    ctx.strokeStyle = colour;
    ctx.stroke(path);
  }
  ctx.globalAlpha = 1;
  const points = Array.from({ length: n }, (_, w) => ({ name: names[w], x: px(now[2 * w]), y: py(now[2 * w + 1]) }));
  points.forEach(({ x, y }, w) => disc(ctx, theme.ink, x, y, w === chosen ? 4.4 : 2.4));

  ctx.font = theme.font(11.5);
  ctx.textBaseline = "middle";
  points.forEach((point, w) => (point.width = ctx.measureText(point.name).width * (w === chosen ? 1.12 : 1))); // bold is wider
  const placed = placeLabels(points, { left: 3, top: 18, right: width - 3, bottom: height - 36, memory });
  for (const label of placed) {
    if (!label) continue;
    ctx.textAlign = label.align;
    if (label.far) line(ctx, theme.grid, points[label.i].x, points[label.i].y, label.x, label.y);
    ctx.font = theme.font(11.5, label.i === chosen ? 650 : 400);
    text(ctx, theme.ink, points[label.i].name, label.x, label.y, theme.ground);
  }
  ctx.restore();

  // where each axis leads; the outermost word alone where both ends do not fit
  ctx.font = theme.font(11, 600);
  ctx.textBaseline = "alphabetic";
  const tight = ctx.measureText(poles[0].join("")).width > width - 60;
  const [right, left] = tight ? poles[0].map((pole) => pole.split(",")[0]) : poles[0];
  const [acrossName, upName] = modes.map((k) => theme.names[k]);
  ctx.textAlign = "right";
  text(ctx, acrossName, `${right} →`, width - 5, height - 7, theme.ground);
  ctx.textAlign = "left";
  text(ctx, acrossName, `← ${left}`, 5, height - 7, theme.ground);
  ctx.textAlign = "center";
  text(ctx, upName, `↑ ${poles[1][0]}`, cx, 13, theme.ground);
  text(ctx, upName, `↓ ${poles[1][1]}`, cx, height - 23, theme.ground);
  return (x, y) => {
    const label = placed.find((one) => one && x >= one.box[0] && x <= one.box[2] && y >= one.box[1] && y <= one.box[3]);
    if (label) return label.i;
    const far = points.map((point) => Math.hypot(point.x - x, point.y - y));
    const least = Math.min(...far);
    return least < TOUCH ? far.indexOf(least) : null;
  };
}

const TOUCH = 9; // pixels from a word's dot
