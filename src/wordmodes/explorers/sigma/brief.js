// The σ explorer in brief, for whoever meets it first: one slider, one picture with a row a concept, one sentence.

const BRIEF = { top: 24, row: 34, bottom: 26, gap: 12, right: 4 };
export const briefHeight = (d) => BRIEF.top + BRIEF.row * d + BRIEF.bottom;
const wordsWidth = (width) => (width < 500 ? 166 : 270);
export const briefScale = (width, tMax) => linear([0, tMax], [wordsWidth(width) + BRIEF.gap, width - BRIEF.right]);

// The words at the two ends of a mode, the first of each where there is little room.
export const polesOf = ([plus, minus], few) => [minus, plus].map((end) => (few ? end.split(", ")[0] : end)).join(" ↔ ");

// Each mode's share of its eigenvalue against time, one row a mode.
export function drawBrief(ctx, theme, width, { flow, poles }, solved, now) {
  const { d, eigenvalues } = flow;
  const x = briefScale(width, solved.tMax);
  const [x0, x1] = x.range;
  const end = BRIEF.top + BRIEF.row * d;
  const at = Math.round(x(now.t)) + 0.5;
  heading(ctx, theme, width < 500 ? "share learned" : "how much of each concept is learned", x0);
  const T = solved.times.length;
  const [size, names] = fitted(ctx, theme, poles, wordsWidth(width));
  for (let k = 0; k < d; k++) {
    const foot = BRIEF.top + BRIEF.row * (k + 1) - 3;
    const y = linear([0, 1.15], [foot, foot - BRIEF.row + 6]);
    const high = (i) => y(Math.min(solved.squares[i * d + k] / eigenvalues[k], 1.15));
    line(ctx, theme.grid, x0, Math.round(foot) + 0.5, x1, Math.round(foot) + 0.5);
    const area = (alpha) => {
      ctx.beginPath();
      ctx.moveTo(x0, foot);
      for (let i = 0; i < T; i++) ctx.lineTo(x(solved.times[i]), high(i));
      ctx.lineTo(x1, foot);
      ctx.globalAlpha = alpha;
      ctx.fillStyle = theme.modes[k];
      ctx.fill();
      ctx.globalAlpha = 1;
    };
    area(0.14);
    clipped(ctx, x0, foot - BRIEF.row, at - x0, BRIEF.row, () => area(0.5));
    trace(ctx, theme.modes[k], 1.8, T, (i) => [x(solved.times[i]), high(i)]);
    const known = now.squares[k] >= eigenvalues[k] / 2;
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    ctx.font = theme.font(size, known ? 600 : 400);
    text(ctx, known ? theme.names[k] : theme.faint, names[k], 0, foot - BRIEF.row / 2 + 5);
  }
  line(ctx, theme.ink, at, BRIEF.top, at, end, 1.2);
  ctx.font = theme.font(11);
  ctx.textAlign = "right";
  ctx.textBaseline = "top";
  text(ctx, theme.faint, "time of training →", x1, end + 7);
}

// As many of each mode's words, all modes' in one size, as there is room for when they are bold, which they are once they are
// known.
function fitted(ctx, theme, poles, room) {
  const fits = (size, name) => ((ctx.font = theme.font(size, 600)), ctx.measureText(name).width <= room);
  const ways = [[13, false], [12, false], [13, true], [12, true], [11, true]];
  const best = (ends) => ways.find(([size, few]) => fits(size, polesOf(ends, few))) ?? ways.at(-1);
  const size = Math.min(...poles.map((ends) => best(ends)[0]));
  return [size, poles.map((ends) => polesOf(ends, !fits(size, polesOf(ends, false))))];
}

// What has happened so far, in a sentence or two for each step of the way.
export function describeBrief({ flow, poles }, sigma, solved, now) {
  const { d, eigenvalues } = flow;
  const most = atOnce(flow, solved);
  const start =
    most < 2 ? "From so small a start concepts come one at a time."
    : 2 * most <= d ? `From this start concepts come one after another, ${most} at once at most.`
    : `From so large a start ${most} concepts come at once, and there is no telling them apart.`;
  const shares = Array.from(eigenvalues, (lam, k) => now.squares[k] / lam);
  const learned = shares.flatMap((share, k) => (share >= 0.5 ? [k] : []));
  const rising = shares.findIndex((share) => share >= 0.1 && share < 0.5);
  const ends = (k) => poles[k].map((end) => list(end.split(", ").map(inMarks)));
  if (!learned.length) return `${rising < 0 ? "Every word’s vector is still a few random numbers: the model knows nothing." : "The first concept begins to show."} ${start}`;
  if (learned.length === d) return `All ${d} concepts are learned, and training is nearly done. ${start}`;
  const [plus, minus] = ends(learned.at(-1));
  const number = learned.length === 1 ? "One concept is" : `${learned.length} of ${d} concepts are`;
  return `${number} learned. The last of them tells words like ${minus} from words like ${plus}. ${start}`;
}
