// The σ explorer without its page: the languages, what is computed at a σ, what is said of it.

const GRID = 121; // times at which the curves are computed, each exactly
const TRAIL = 3; // every third of them also places the words
const [LOWEST, HIGHEST] = [-12, Math.log10(3)];

export function readDatasets(model) {
  const array = (at) => readArray(model.get("_tables"), at);
  return model.get("_manifest").map((entry) => {
    const arrays = Object.fromEntries(Object.entries(entry.arrays).map(([name, at]) => [name, array(at)]));
    const flow = new Flow({ d: entry.d, normSquared: entry.norm_squared, ...arrays });
    const runs = entry.runs.map((run) => finishRun(flow, { sigma: run.init_scale, times: array(run.times), squares: array(run.squares), loss: array(run.loss) }));
    return { ...entry, flow, runs, room: room(flow) };
  });
}

// A gradient-descent run in the units of the panels.
function finishRun(flow, run) {
  run.share = Array.from(run.loss, (loss) => lossShare(flow, loss));
  run.rank = Array.from(run.loss, (_, i) => effectiveRank(run.squares, i * flow.d, flow.d));
  return run;
}

// 1 where nothing is learned, 0 at the best that rank d can do
const lossShare = (flow, loss) => (loss - flow.floor()) / (flow.normSquared - flow.floor());

// Room for `solve`, which runs at every step of a drag.
export function room({ d, nWords }) {
  const [squares, limit] = [new Float64Array(GRID * d), new Float64Array(GRID * d)];
  const [times, loss, rank, limitLoss, limitRank] = Array.from({ length: 5 }, () => new Float64Array(GRID));
  return { squares, limit, times, loss, rank, limitLoss, limitRank, halves: new Float64Array(d), trail: new Float32Array(Math.ceil(GRID / TRAIL) * nWords * 2) };
}

// Everything that depends on σ (and on the two modes shown), on one grid of times.
export function solve(flow, sigma, tMax, modes, into = room(flow)) {
  const { d, nWords, eigenvalues } = flow;
  const { squares, limit, times, loss, rank, limitLoss, limitRank, halves, trail } = into;
  for (let i = 0; i < GRID; i++) {
    times[i] = tMax * (i / (GRID - 1)) ** 1.2; // denser where all begins
    loss[i] = lossShare(flow, flow.solve(times[i], sigma, squares, i * d));
    rank[i] = effectiveRank(squares, i * d, d);
    if (i % TRAIL === 0) flow.place(...modes, trail, (i / TRAIL) * nWords * 2);
    let limited = flow.normSquared;
    for (let k = 0; k < d; k++) {
      const s = (limit[i * d + k] = flow.sigmoid(k, times[i], sigma));
      limited += s * (s - 2 * eigenvalues[k]);
    }
    limitLoss[i] = lossShare(flow, limited);
    limit.subarray(i * d, i * d + d).sort().reverse(); // by size, as singular values are
    limitRank[i] = effectiveRank(limit, i * d, d);
  }
  eigenvalues.forEach((lam, k) => (halves[k] = halfRiseTime(lam, sigma * flow.starts[k]) ?? 0));
  return { ...into, tMax };
}

// The most modes that are at once between a tenth and nine tenths of their eigenvalue: 1 is one at a time.
export function atOnce(flow, solved) {
  const { d, eigenvalues } = flow;
  let most = 0;
  for (let i = 0; i < solved.times.length; i++) {
    let rising = 0;
    for (let k = 0; k < d; k++) {
      const share = solved.squares[i * d + k] / eigenvalues[k];
      if (share > 0.1 && share < 0.9) rising++;
    }
    most = Math.max(most, rising);
  }
  return most;
}

// Of the words shown, those whose coordinates in all modes, once learned, point most nearly the way of one of them.
export const alike = ({ nWords, d, loadings, eigenvalues }, row) => nearestRows({ rows: nWords, columns: d, vectors: loadings, weights: eigenvalues }, row, 4);

// The words shown that lie farthest out along a mode, at its two ends.
export function outermost({ nWords, d, loadings }, k) {
  const order = Array.from({ length: nWords }, (_, row) => row).sort((a, b) => loadings[b * d + k] - loadings[a * d + k]);
  return [order[0], order.at(-1)];
}

function describe(dataset, sigma, solved, now, run) {
  const { flow, title } = dataset;
  const shares = Array.from(flow.eigenvalues, (lam, k) => now.squares[k] / lam);
  const risen = shares.flatMap((share, k) => (share >= 0.5 ? [k + 1] : []));
  const next = shares.findIndex((share) => share < 0.5);
  const inOrder = risen.length > 2 && risen.length === risen.at(-1);
  const first = risen.length === flow.d ? `All ${flow.d} modes have` : `Modes 1 to ${risen.length} of ${flow.d} have`;
  const who = inOrder ? first : risen.length > 1 ? `Modes ${list(risen)} have` : `Mode ${risen[0]} has`;
  const count = risen.length ? who : "No mode has";
  const coming = next < 0 ? "" : `; mode ${next + 1} stands at ${percent(shares[next])}`;
  const most = atOnce(flow, solved);
  const blur = most < 2 ? "Here the modes rise one at a time." : `Here up to ${most} modes rise at once.`;
  const real = run ? ` The ${run.live ? "run you just made" : "stored run"} of gradient descent is drawn as dots.` : "";
  return (
    `${title} at σ = ${scientific(sigma)}, λ₁t = ${(now.t * flow.eigenvalues[0]).toFixed(1)}. ` +
    `${count} risen past half${coming}. ${percent(1 - now.loss)} of the removable loss is gone; effective rank ${now.rank.toFixed(1)}. ${blur}${real}`
  );
}

function fixState(state, named) {
  const { name, flow } = named(state.dataset);
  state.dataset = name;
  state.sigma = clamp(state.sigma, 10 ** LOWEST, 10 ** HIGHEST);
  state.time = clamp(state.time, 0, 1);
  state.modes = state.modes.map((k, i) => (Number.isInteger(k) && k >= 1 && k <= flow.d ? k : Math.min(i + 1, flow.d)));
}
