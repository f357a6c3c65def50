// The association explorer: the measures, the pairs of a text, and the two pictures.

// ---- the measures of one pair: p is P_ij, q is P_i P_j --------------------------------------------------------------

export const pmi = (p, q) => (p ? Math.log(p / q) : -Infinity);
export const ppmi = (p, q) => Math.max(pmi(p, q), 0);
export const mStar = (p, q) => (2 * (p - q)) / (p + q);

export function measures(p, q) {
  const [x, m] = [pmi(p, q), mStar(p, q)];
  return { pmi: x, ppmi: ppmi(p, q), mStar: m, distance: Math.abs(x - m) };
}

// ---- the pairs of a text ------------------------------------------------------------------------------------------

export function readPairs(model) {
  const manifest = model.get("_manifest");
  const array = (name) => readArray(model.get("_tables"), manifest[name]);
  const [counts, sums, drawn] = [array("counts"), array("sums"), array("cloud")];
  const { words, total, encounters, band, reach, title, note } = manifest;
  const index = new Map(words.map((word, row) => [word, row]));
  const n = words.length;
  const place = (i, j) => {
    const [a, b] = i < j ? [i, j] : [j, i];
    return [counts[a * n - (a * (a - 1)) / 2 + b - a] / total, (sums[i] / total) * (sums[j] / total)];
  };
  const entry = (i, j) => {
    const [p, q] = place(i, j);
    return { i, j, p, q, name: `${words[i]} ${words[j]}` };
  };
  const find = ([a, b]) => (index.has(a) && index.has(b) ? entry(index.get(a), index.get(b)) : null);
  const cloud = Array.from({ length: drawn.length / 2 }, (_, k) => entry(drawn[2 * k], drawn[2 * k + 1]));
  const telling = manifest.telling.map(([i, j]) => entry(i, j));
  const met = [...telling, ...cloud].filter(({ p }) => p);
  let vectors = null; // a word's row of M*
  // a pair's other word is no answer
  const alike = (row, other) => {
    vectors ??= Float32Array.from({ length: n * n }, (_, at) => mStar(...place(Math.floor(at / n), at % n)));
    return nearestRows({ rows: n, columns: n, vectors }, row, 5).filter((near) => near !== other).slice(0, 4);
  };
  return { words, telling, cloud, met, find, alike, encounters, band, reach, decades: reach.map((x) => Math.round(Math.log10(x))), title, note };
}

// ---- the plane of P_i P_j and P_ij, logarithmic both ways, with a strip below for pairs never seen -------------------

const PLANE = { left: 46, right: 10, top: 26, bottom: 40, strip: 26, gap: 5 };

export function planeScales(width, height, [low, high]) {
  const { left, right, top, bottom, strip, gap } = PLANE;
  const floor = height - bottom - strip - gap; // where the logarithmic part ends
  const across = linear([low, high], [left, width - right]);
  const up = linear([low, high], [floor, top]);
  return {
    x: (q) => across(clamp(Math.log10(q), low, high)),
    y: (p) => (p ? up(clamp(Math.log10(p), low, high)) : height - bottom - strip / 2),
    q: (x) => 10 ** clamp(across.invert(x), low, high),
    p: (y) => (y > floor + gap / 2 ? 0 : 10 ** clamp(up.invert(y), low, high)),
    inside: (x, y) => x >= left - 8 && x <= width - right + 8 && y >= top - 8 && y <= height - bottom + 8,
    across, up, floor,
  };
}

// What does not follow the hand: axes, lines of one ratio, the cloud and the names. `scattered` places a pair in the strip.
export function drawPlane(ctx, theme, width, height, data, scales) {
  const { left, right, top, bottom, strip } = PLANE;
  const { across, up, floor } = scales;
  const [low, high] = data.decades;
  const end = width - right;
  ctx.fillStyle = theme.grid;
  ctx.globalAlpha = 0.55;
  ctx.fillRect(left, height - bottom - strip, end - left, strip);
  ctx.globalAlpha = 1;
  ctx.font = theme.font(11);
  const every = width < 380 ? 2 : 1;
  for (let n = low; n <= high; n++) {
    const labelled = (high - n) % every === 0;
    const [x, y] = [Math.round(across(n)) + 0.5, Math.round(up(n)) + 0.5];
    line(ctx, theme.grid, x, top, x, height - bottom);
    line(ctx, theme.grid, left, y, end, y);
    if (!labelled) continue;
    ctx.textAlign = n === high ? "right" : "center";
    ctx.textBaseline = "top";
    text(ctx, theme.faint, `10${raised(n)}`, n === high ? x + 8 : x, height - bottom + 6);
    ctx.textAlign = "right";
    ctx.textBaseline = "middle";
    text(ctx, theme.faint, `10${raised(n)}`, left - 6, y);
  }
  text(ctx, theme.faint, "0", left - 6, height - bottom - strip / 2);
  ctx.textBaseline = "top";
  text(ctx, theme.faint, "expected by chance, PᵢPⱼ", end, height - bottom + 22);
  ctx.textAlign = "left";
  ctx.textBaseline = "alphabetic";
  ctx.font = theme.font(12, 600);
  text(ctx, theme.ink, "observed, Pᵢⱼ: drag the point", 4, 14);

  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, end - left, floor - top);
  ctx.clip();
  // no pair is more frequent than its rarer word, so that P_ij ≤ √(P_i P_j)
  ctx.fillStyle = theme.grid;
  ctx.beginPath();
  ctx.moveTo(left, up(low / 2));
  ctx.lineTo(end, up(high / 2));
  ctx.lineTo(end, top);
  ctx.lineTo(left, top);
  ctx.fill();
  const slope = Math.atan2(up(high) - up(low), across(high) - across(low));
  for (let r = 1 - (high - low); r < high - low; r++) {
    const to = r > 0 ? Math.min(-2 * r, high) : high; // up to the ceiling
    if (to <= low) continue;
    ctx.setLineDash(r ? [2, 4] : []);
    line(ctx, r ? theme.faint : theme.ink, across(low), up(low + r), across(to), up(to + r), r ? 0.8 : 1.4);
  }
  ctx.setLineDash([]);
  ctx.restore();

  ctx.fillStyle = theme.faint;
  ctx.globalAlpha = 0.65;
  const size = width < 380 ? 1.8 : 2.2;
  data.cloud.forEach(({ p, q }, k) => ctx.fillRect(scales.x(q) - size / 2, p ? scales.y(p) - size / 2 : height - bottom - 3 - scattered(k) * (strip - 6), size, size));
  ctx.globalAlpha = 1;

  // lines are named where no pair is: near the floor, and below the ceiling
  ctx.font = theme.font(11);
  ctx.textBaseline = "bottom";
  const taken = alongLine([across(low), up(low)], [across(high), up(high)]); // the line of chance, and the lines' names
  const along = (r, at, string, side) => {
    const long = (side === "left" ? 1 : -1) * ctx.measureText(string).width;
    const from = [across(at) + 8 * Math.sin(slope), up(at + r) - 8 * Math.cos(slope)];
    taken.push(...alongLine(from, [from[0] + long * Math.cos(slope), from[1] + long * Math.sin(slope)], 6));
    ctx.save();
    ctx.translate(across(at), up(at + r));
    ctx.rotate(slope);
    ctx.textAlign = side;
    text(ctx, r ? theme.faint : theme.ink, string, 0, -2, theme.ground);
    ctx.restore();
  };
  along(0, low + 0.2, "as by chance", "left");
  for (const r of every > 1 ? [-2] : [-2, -4]) if (low - r < high - 1.5) along(r, low - r + 0.2, `1/${10 ** -r} of chance`, "left");
  for (const r of every > 1 ? [2] : [2, 4]) if (-2 * r > low + 1.5 && -2 * r <= high) along(r, -2 * r - 0.25, `${10 ** r} × chance`, "right");
  ctx.textAlign = "left";
  ctx.textBaseline = "top";
  const room = across(low) + 10;
  const reason = every > 1 ? ["No pair", "can lie", "here."] : ["No pair can lie here: it would", "be more frequent than one", "of its words."];
  if (up(low / 2) - top > 60) reason.forEach((part, k) => text(ctx, theme.faint, part, room, top + 8 + 14 * k));
  ctx.textBaseline = "middle";
  ctx.textAlign = "right";
  ctx.font = theme.font(11, 600);
  text(ctx, theme.faint, "never seen", end - 6, height - bottom - strip / 2, theme.ground);
  return nameTelling(ctx, theme, data, scales, { left, top, right: end, bottom: floor, below: height - bottom, strip }, taken);
}

const scattered = (k) => (k * 0.618034) % 1;

function nameOne(ctx, theme, name, { x, y, align }) {
  ctx.font = theme.font(11.5, 600);
  ctx.textAlign = align;
  ctx.textBaseline = "middle";
  text(ctx, theme.ink, name, x, y, theme.ground);
}

// Dots and names of the telling pairs; returns those that found room, with their places.
function nameTelling(ctx, theme, data, scales, box, taken) {
  ctx.font = theme.font(11.5, 600);
  const points = data.telling.map((pair) => ({ ...pair, x: scales.x(pair.q), y: scales.y(pair.p), width: ctx.measureText(pair.name).width }));
  const named = new Map();
  for (const [seen, area] of [[true, box], [false, { ...box, right: box.right - 74, top: box.bottom, bottom: box.below }]]) {
    const group = points.filter(({ p }) => p > 0 === seen);
    const labels = placeLabels(group, { ...area, dot: 5, away: 10, taken });
    group.forEach((point, k) => {
      disc(ctx, theme.ink, point.x, point.y, 3.2, theme.ground);
      const label = labels[k];
      if (!label) return;
      named.set(point.name, { ...label, x: label.x, y: label.y, align: label.align });
      nameOne(ctx, theme, point.name, label);
    });
  }
  return named;
}

// The height above the line of chance is PMI.
export function drawHandle(ctx, theme, width, scales, { observed, expected }, name, named) {
  const [x, y, chance] = [scales.x(expected), scales.y(observed), scales.y(expected)];
  line(ctx, theme.ink, x, y, x, chance, 2);
  ctx.globalAlpha = 0.22;
  disc(ctx, theme.modes[0], x, y, 15);
  ctx.globalAlpha = 1;
  disc(ctx, theme.modes[0], x, y, 7.5, theme.ground);
  // names that the stem would cross stand over it
  const labels = [...named];
  for (const [own, label] of labels) if (x > label.box[0] - 3 && x < label.box[2] + 3) nameOne(ctx, theme, own, label);
  if (!name) return;
  ctx.font = theme.font(12, 600);
  const point = { name, x, y, width: ctx.measureText(name).width };
  const taken = [...labels.map(([, label]) => label.box), ...alongLine([x, y], [x, chance])];
  const [place] = placeLabels([point], { left: PLANE.left, top: PLANE.top, right: width - PLANE.right, bottom: scales.floor + PLANE.gap + PLANE.strip, dot: 0, away: 12, taken });
  if (!place) return;
  ctx.textAlign = place.align;
  ctx.textBaseline = "middle";
  text(ctx, theme.names[0], name, place.x, place.y, theme.ground);
}

// ---- the three measures against P_ij / (P_i P_j) ----------------------------------------------------------------------

const CURVES = { left: 34, right: 12, top: 26, bottom: 40, zero: 30, gap: 16 };
const RATIO = [-3, 4];
const VALUE = [-7.6, 9.8];

export function curveScales(width, height) {
  const { left, right, top, bottom, zero, gap } = CURVES;
  const across = linear(RATIO, [left + zero + gap, width - right]);
  const up = linear(VALUE, [height - bottom, top]);
  return { across, up, x: (r) => (r ? across(clamp(Math.log10(r), ...RATIO)) : left + zero / 2), y: (value) => up(clamp(value, ...VALUE)) };
}

export function drawCurves(ctx, theme, width, height, scales) {
  const { left, right, top, bottom, zero } = CURVES;
  const { across, up } = scales;
  const end = width - right;
  ctx.fillStyle = theme.grid;
  ctx.globalAlpha = 0.55;
  ctx.fillRect(left, top, zero, height - bottom - top);
  ctx.globalAlpha = 1;
  ctx.font = theme.font(11);
  axisY(ctx, theme, up, left, { values: ticks(...VALUE, 9), to: end });
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  const narrow = width < 420;
  for (let n = RATIO[0]; n <= RATIO[1]; n++) {
    const x = Math.round(across(n)) + 0.5;
    line(ctx, theme.grid, x, top, x, height - bottom);
    if (narrow && n % 2) continue;
    text(ctx, theme.faint, n < 0 ? `1/${10 ** -n}` : String(10 ** n), Math.min(x, end - 12), height - bottom + 6);
  }
  text(ctx, theme.faint, "0", left + zero / 2, height - bottom + 6);
  ctx.textAlign = "right";
  text(ctx, theme.faint, "observed / expected, Pᵢⱼ / PᵢPⱼ", end, height - bottom + 22);
  line(ctx, theme.faint, left, up(0), end, up(0));

  const logs = Array.from({ length: 141 }, (_, k) => RATIO[0] + ((RATIO[1] - RATIO[0]) * k) / 140);
  const curve = (value, colour, dash, wide, shift = 0) =>
    dashed(ctx, dash, () => trace(ctx, colour, wide, logs.length, (i) => [across(logs[i]), up(value(10 ** logs[i], 1)) + shift]));
  curve(pmi, theme.ink, [6, 4], 1.5);
  curve(ppmi, theme.modes[1], [9, 3, 2, 3], 2, 2);
  curve(mStar, theme.modes[0], [], 2.6);
  const mark = (value, colour) => disc(ctx, colour, left + zero / 2, up(value), 3.2);
  mark(0, theme.modes[1]);
  mark(-2, theme.modes[0]);
  downwards(ctx, theme.ink, left + zero / 2, up(-2) + 24, height - bottom - 3);
  ctx.font = theme.font(12, 600);
  ctx.textAlign = "left";
  ctx.textBaseline = "alphabetic";
  text(ctx, theme.ink, "what three measures make of it", 4, 14);
  ctx.textBaseline = "middle";
  text(ctx, theme.ink, "PMI", across(-1.25), up(-4.3), theme.ground);
  text(ctx, theme.names[1], "PPMI", across(-1.9), up(0) - 9, theme.ground);
  ctx.textAlign = "right";
  text(ctx, theme.ink, "PMI", across(2.9), up(8.2), theme.ground);
  text(ctx, theme.names[1], "PPMI", across(3.75), up(6.7), theme.ground);
  text(ctx, theme.names[0], narrow ? "M*" : "M* = 2 tanh(PMI/2)", end, up(1.05), theme.ground);
  nameInfinity(ctx, theme, scales);
}

function nameInfinity(ctx, theme, { up }) {
  ctx.font = theme.font(11);
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  text(ctx, theme.ink, "−∞", CURVES.left + CURVES.zero / 2, up(-2) + 16, theme.ground);
}

function downwards(ctx, colour, x, from, to) {
  line(ctx, colour, x, from, x, to, 1.5);
  line(ctx, colour, x - 4, to - 5, x, to, 1.5);
  line(ctx, colour, x + 4, to - 5, x, to, 1.5);
}

export function drawValues(ctx, theme, scales, width, ratio, now) {
  const x = scales.x(ratio);
  const [from, to] = [scales.y(now.mStar), scales.y(now.pmi)]; // −∞ ends at the edge
  line(ctx, theme.modes[9], x, from, x, to, 3);
  disc(ctx, theme.ink, x, to, 5, theme.ground);
  disc(ctx, theme.modes[1], x, scales.y(now.ppmi), now.pmi > 0 ? 3.4 : 5, theme.ground);
  disc(ctx, theme.modes[0], x, from, 6.5, theme.ground);
  if (!ratio) nameInfinity(ctx, theme, scales);
  if (Math.abs(to - from) < 26) return;
  ctx.font = theme.font(12, 600);
  ctx.textBaseline = "middle";
  const left = x > 0.62 * width;
  ctx.textAlign = left ? "right" : "left";
  let level = (from + to) / 2 + (left ? -6 : 6);
  for (const name of [-4.3, 8.2, 6.7].map(scales.up)) if (Math.abs(level - name) < 15) level = name + (level < name ? -15 : 15); // off the curves' names
  text(ctx, theme.names[9], `distance ${twoDecimals(now.distance)}`, x + (left ? -9 : 9), level, theme.ground);
}

// A minus sign, two decimals, and infinity by its sign; no negative zero.
export function twoDecimals(value) {
  if (!Number.isFinite(value)) return value < 0 ? "−∞" : "∞";
  const digits = Math.abs(value).toFixed(2);
  return `${value < 0 && +digits ? "−" : ""}${digits}`;
}
