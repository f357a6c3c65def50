// The explorer of answers: its table, its sums, and its two pictures. Joined after frame.js.

const FAMILIES = { left: 104, right: 14, top: 30, step: 21, gap: 12, bottom: 40 };
const GROWTH_HEIGHT = 232;
const GROWTH = { left: 44, right: 14, top: 26, bottom: 40 };

export const precise = (x) => `${(100 * x).toFixed(1)}\u00a0%`;

// texts: {name, title, V, window, families: [{name, asked, grammar}], columns, trained: hits by family or null, trainer,
//         at(target, modes, i): hits by family with columns[i]}
export function readAnswers(model) {
  const { texts, targets, modes } = model.get("_manifest");
  const view = model.get("_tables");
  return {
    targets, modes,
    texts: texts.map((one) => {
      const hits = readArray(view, one.hits);
      const n = one.families.length;
      const at = (target, kind, i) => {
        const start = ((targets.indexOf(target) * modes.length + modes.indexOf(kind)) * one.columns.length + i) * n;
        return hits.subarray(start, start + n);
      };
      return { ...one, at, trained: one.trained && readArray(view, one.trained) };
    }),
  };
}

// The share of the questions that are answered: of all, of a kind, of one family.
export function shareOf(families, hits, which = () => true) {
  let [right, asked] = [0, 0];
  families.forEach((family, f) => which(family) && ((right += hits[f]), (asked += family.asked)));
  return asked ? right / asked : 0;
}

export const grammar = ({ grammar }) => grammar;
export const world = ({ grammar }) => !grammar;

// Rows from the top: the families about the world, then those about grammar, each as the question file has them.
const order = (families) => [world, grammar].map((kind) => families.flatMap((family, f) => (kind(family) ? [f] : [])));

export const familiesHeight = ({ families }) => FAMILIES.top + FAMILIES.step * (families.length + 2) + FAMILIES.gap + FAMILIES.bottom;

function drawFamilies(ctx, theme, width, { text: one, hits }) {
  const { left, right, top, step, gap, bottom } = FAMILIES;
  const height = familiesHeight(one);
  const floor = height - bottom;
  const x = linear([0, 1], [left, width - right]);
  heading(ctx, theme, "analogies answered, by family");
  for (const value of [0, 0.25, 0.5, 0.75, 1]) {
    const at = Math.round(x(value)) + 0.5;
    line(ctx, theme.grid, at, top, at, floor);
    ctx.textAlign = value === 1 ? "right" : "center";
    ctx.textBaseline = "top";
    text(ctx, theme.faint, percent(value), value === 1 ? width - 2 : at, floor + 6);
  }
  let y = top + step / 2;
  order(one.families).forEach((rows, k) => {
    if (!rows.length) return;
    ctx.font = theme.font(11, 600);
    ctx.textAlign = "right";
    ctx.textBaseline = "middle";
    text(ctx, theme.faint, k ? "grammar" : "the world", left - 8, y);
    y += step;
    for (const f of rows) {
      const { name, asked } = one.families[f];
      ctx.font = theme.font(12);
      ctx.textAlign = "right";
      text(ctx, theme.ink, name, left - 8, y);
      ctx.globalAlpha = 0.3;
      ctx.fillStyle = theme.modes[0];
      ctx.fillRect(left, y - 5, x(hits[f] / asked) - left, 10);
      ctx.globalAlpha = 1;
      if (one.trained) {
        const at = x(one.trained[f] / asked);
        line(ctx, theme.modes[1], at, y - 8, at, y + 8, 3);
      }
      disc(ctx, theme.modes[0], x(hits[f] / asked), y, 4.5, theme.ground);
      y += step;
    }
    y += gap;
  });
}

function drawGrowth(ctx, theme, width, { text: one, curves, modes, d, share, reference }) {
  const { left, right, top, bottom } = GROWTH;
  const floor = GROWTH_HEIGHT - bottom;
  const x = columnScale(one, width);
  const most = Math.max(reference ?? 0, ...Object.values(curves).flat());
  const y = linear([0, [0.25, 0.4, 0.6, 0.8, 1].find((limit) => limit >= 1.06 * most) ?? 1], [floor, top]);
  heading(ctx, theme, "all of them, as columns are added");
  axisY(ctx, theme, y, left, { values: ticks(0, y.domain[1], 4), to: width - right, format: percent });
  axisX(ctx, theme, x, floor, { values: [0, 50, 100, 150, 200].filter((value) => value <= one.columns.at(-1)), label: "columns, d" });
  if (reference !== null) {
    dashed(ctx, [6, 4], () => line(ctx, theme.modes[1], left, y(reference), width - right, y(reference), 1.8));
    ctx.font = theme.font(12, 600);
    ctx.textAlign = "left";
    ctx.textBaseline = "bottom";
    text(ctx, theme.names[1], "SGNS", left + 4, y(reference) - 3, theme.ground);
  }
  for (const [kind, values] of Object.entries(curves)) {
    const own = kind === modes;
    ctx.globalAlpha = own ? 1 : 0.5;
    const paint = () => trace(ctx, theme.modes[0], own ? 2.4 : 1.6, values.length, (i) => [x(one.columns[i]), y(values[i])]);
    kind === "by value" ? paint() : dashed(ctx, [3, 3], paint);
    ctx.globalAlpha = 1;
  }
  const at = Math.round(x(d)) + 0.5;
  line(ctx, theme.ink, at, top, at, floor, 1.2);
  disc(ctx, theme.modes[0], x(d), y(share), 5, theme.ground);
}

export const columnScale = (one, width) => linear([0, one.columns.at(-1) * 1.03], [GROWTH.left, width - GROWTH.right]);
