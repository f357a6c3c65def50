// The concepts explorer's plane of two modes, or space of three: every word where it is now. Joined after concepts-panels.js.

const NEAR = 9; // pixels from a dot
const BOLD = 1.12; // how much wider a word is in bold
const LEVELS = 5; // of nearness: far words are small and pale
const FLAT = { size: 1, alpha: 1 };
const levelLook = (n) => ({ size: 0.6 + (0.9 * n) / (LEVELS - 1), alpha: 0.4 + (0.6 * n) / (LEVELS - 1) });

export const nearnessLevel = (near, span) => clamp(Math.floor(((near / span + 1) / 2) * LEVELS), 0, LEVELS - 1);

// Colours of the modes that are drawn; ten go round, and no two of these are alike.
function colourings(theme, axes) {
  const spare = [theme.ink, theme.faint];
  const taken = new Set();
  return axes.map((k) => {
    const own = !taken.has(k % theme.modes.length);
    taken.add(k % theme.modes.length);
    const other = own ? null : spare.shift();
    return { dots: other ?? colourOf(theme, k), names: other ?? nameOf(theme, k) };
  });
}

export function drawPlane(ctx, theme, width, height, data, now, memory) {
  const { placed, axes, near, row, span } = now;
  const [cx, cy] = [Math.round(width / 2), Math.round(height / 2)];
  const zoom = (Math.min(width, height) / 2 - 24) / span;
  const colours = colourings(theme, axes);
  const [k, l] = axes;
  const levels = near && Uint8Array.from(near, (x) => nearnessLevel(x, span));
  const names = near ? drawAxes(ctx, theme, [cx, cy], zoom * span, now, colours) : drawCross(ctx, theme, width, height, cx, cy);

  const look = (w) => (levels ? levelLook(levels[w]) : FLAT);
  const dots = (rows, colour, alpha, size, level) => {
    const { size: larger, alpha: paler } = level === null ? FLAT : levelLook(level);
    ctx.fillStyle = colour;
    ctx.globalAlpha = alpha * paler;
    const side = size * larger;
    for (const w of rows) if (level === null || levels[w] === level) ctx.fillRect(cx + zoom * placed[2 * w] - side / 2, cy - zoom * placed[2 * w + 1] - side / 2, side, side);
    ctx.globalAlpha = 1;
  };
  for (const level of levels ? Array.from({ length: LEVELS }, (_, n) => n) : [null]) {
    data.own.forEach((rows, m) => axes.includes(m) || dots(rows, theme.faint, 0.4, 1.7, level));
    if (near) dots(data.own[axes[2]], colours[2].dots, 0.8, 2.4, level);
    dots(data.own[l], colours[1].dots, 0.8, 2.4, level);
    dots(data.own[k], colours[0].dots, 0.9, 2.8, level);
  }

  const { plus, minus } = data.ends[k];
  const point = (w, own) => ({ row: w, name: data.words[w], own, x: cx + zoom * placed[2 * w], y: cy - zoom * placed[2 * w + 1] });
  const marked = plus.flatMap((entry, i) => [entry.row, minus[i].row]).filter((w) => w !== row).map((w) => point(w, true));
  const backToFront = near ? marked.toSorted((a, b) => near[a.row] - near[b.row]) : marked;
  for (const { row: w, x, y } of backToFront) disc(ctx, colours[0].dots, x, y, 3.4 * look(w).size, theme.ground);
  const found = point(row, false);
  disc(ctx, theme.ink, found.x, found.y, 4.4, theme.ground);

  ctx.font = theme.font(11.5);
  ctx.textBaseline = "middle";
  // in the heap at the origin nothing can be told apart
  const far = [found, ...marked].filter(({ x, y, own }) => !own || Math.hypot(x - cx, y - cy) > 16);
  for (const each of far) each.width = widthOf(ctx, each.name, memory) * (each.own ? 1 : BOLD);
  const labels = placeLabels(far, { left: 3, top: 20, right: width - 3, bottom: height - 20, memory: memory.slots, dot: 5, away: 8, taken: names });
  for (const label of labels) {
    if (!label) continue;
    const { name, own, x, y } = far[label.i];
    ctx.textAlign = label.align;
    if (label.far) line(ctx, theme.grid, x, y, label.x, label.y);
    ctx.font = theme.font(11.5, own ? 400 : 650);
    text(ctx, own ? nameOf(theme, k) : theme.ink, name, label.x, label.y, theme.ground);
  }

  if (!near) {
    ctx.font = theme.font(11.5, 600);
    ctx.textBaseline = "alphabetic";
    ctx.textAlign = "right";
    text(ctx, colours[0].names, `mode ${k + 1} →`, width - 6, height - 6, theme.ground);
    ctx.textAlign = "left";
    text(ctx, colours[1].names, `↑ mode ${l + 1}`, 6, 15, theme.ground);
  }
  // where its words can be tapped: at their labels, or near their dots, of which the nearer to the eye lies on top
  return (x, y) => {
    const label = labels.find((one) => one && x >= one.box[0] && x <= one.box[2] && y >= one.box[1] && y <= one.box[3]);
    if (label) return far[label.i].row;
    let [best, least] = [null, NEAR];
    for (let w = 0; w < placed.length / 2; w++) {
      const distance = Math.hypot(cx + zoom * placed[2 * w] - x, cy - zoom * placed[2 * w + 1] - y);
      if (distance < least || (near && distance === least && near[w] > near[best])) [best, least] = [w, distance];
    }
    return best;
  };
}

function drawCross(ctx, theme, width, height, cx, cy) {
  line(ctx, theme.grid, 8, cy + 0.5, width - 8, cy + 0.5);
  line(ctx, theme.grid, cx + 0.5, 22, cx + 0.5, height - 22);
  return [];
}

const TIP = 9; // from an axis's end to the middle of its name, up and down; across, half the name is added

// The axes of three modes as they are seen, each named at its + end; returns the boxes of the names.
function drawAxes(ctx, theme, [cx, cy], reach, { axes, view }, colours) {
  ctx.font = theme.font(11.5, 600);
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  const ends = axes.map((_, i) => [cx + reach * view[0][i], cy - reach * view[1][i]]);
  ends.forEach(([x, y]) => line(ctx, theme.grid, 2 * cx - x, 2 * cy - y, x, y, 1.2));
  return ends.map(([x, y], i) => {
    const name = `mode ${axes[i] + 1}`;
    const half = ctx.measureText(name).width / 2;
    const long = Math.hypot(x - cx, y - cy) || 1;
    const [at, level] = [x + ((half + TIP / 2) * (x - cx)) / long, y + (TIP * (y - cy)) / long];
    text(ctx, colours[i].names, name, at, level, theme.ground);
    return [at - half, level - 7, at + half, level + 7];
  });
}

function widthOf(ctx, word, { widths }) {
  if (!widths.has(word)) widths.set(word, ctx.measureText(word).width);
  return widths.get(word);
}
