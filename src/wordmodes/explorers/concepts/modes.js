// The concepts explorer without its page: modes, when each is learned, where the words are then, what is said of it.

const AXIS = 4; // the time axis ends that many 1/λ after the last mode's half-rise

export function readConcepts(model) {
  const { loadings: at, scale: scaleAt, ends: endsAt, reach: reachAt, eigenvalues, ...rest } = model.get("_manifest");
  const array = (where) => readArray(model.get("_tables"), where);
  const [whole, scale, rows, reach] = [at, scaleAt, endsAt, reachAt].map(array);
  const [K, V] = [eigenvalues.length, rest.words.length];
  const loadings = new Float32Array(V * K);
  for (let i = 0; i < whole.length; i++) loadings[i] = whole[i] * scale[i % K];
  const n = rows.length / (2 * K);
  // the words of an end, outermost first, and their loadings
  const end = (from) => Array.from({ length: n }, (_, i) => ({ row: rows[from + i], word: rest.words[rows[from + i]], loading: reach[from + i] }));
  const ends = eigenvalues.map((_, k) => ({ plus: end(2 * k * n), minus: end((2 * k + 1) * n) }));
  const index = new Map(rest.words.map((word, row) => [word, row]));
  const data = { ...rest, eigenvalues, K, V, loadings, ends, index, above: eigenvalues.map((lam) => rest.edge === null || lam > rest.edge) };
  // the mode in which a word will be longest, and every mode's own words
  data.own = eigenvalues.map(() => []);
  for (let w = 0; w < V; w++) data.own[strongest(data, w)].push(w);
  return data;
}

function strongest({ eigenvalues, loadings, K }, w) {
  let best = 0;
  let most = -1;
  for (let k = 0; k < K; k++) {
    const x = eigenvalues[k] * loadings[w * K + k] ** 2;
    if (x > most) [best, most] = [k, x];
  }
  return best;
}

// Squared singular value of mode k at time t in the limit of a small start.
export const risen = ({ eigenvalues, starts }, k, t, sigma) => sigmoid(eigenvalues[k], sigma * starts[k], t);

// What depends on σ alone: every mode's half-rise, and a length for the time axis.
export function clock(data, sigma) {
  const halves = data.eigenvalues.map((lam, k) => halfRiseTime(lam, sigma * data.starts[k]));
  return { halves, tMax: Math.max(...halves.map((t, k) => t + AXIS / data.eigenvalues[k])) };
}

// s_k(t) for every mode, into out.
export function lengths(data, t, sigma, out = new Float64Array(data.K)) {
  for (let k = 0; k < data.K; k++) out[k] = Math.sqrt(risen(data, k, t, sigma));
  return out;
}

// Coordinates of all words in the plane of modes k and l, as x, y pairs.
export function place({ K, V, loadings }, s, k, l, out = new Float32Array(2 * V)) {
  for (let w = 0, i = 0; w < V; w++, i += K) {
    out[2 * w] = loadings[i + k] * s[k];
    out[2 * w + 1] = loadings[i + l] * s[l];
  }
  return out;
}

const ABOVE = 20; // degrees from which three modes are looked at

// Three modes, turned about the upright one by `turn` degrees and seen from a little above: rows across, up and towards the
// eye, of the modes across, up and in depth. The rows are orthogonal and of length 1, so that what is drawn is a projection.
export function viewOf(turn) {
  const [a, b] = [turn, ABOVE].map((degrees) => (degrees * Math.PI) / 180);
  const [sin, cos, over, level] = [Math.sin(a), Math.cos(a), Math.sin(b), Math.cos(b)];
  return [[cos, 0, sin], [sin * over, level, -cos * over], [-sin * level, over, cos * level]];
}

// Where words are seen in the space of three modes, as x, y pairs, and into `near` how near to the eye.
export function seen({ K, V, loadings }, s, modes, view, out = new Float32Array(2 * V), near = new Float32Array(V)) {
  const [x, y, z] = view.map((row) => row.map((part, i) => part * s[modes[i]]));
  for (let w = 0, i = 0; w < V; w++, i += K) {
    const [p, q, r] = [loadings[i + modes[0]], loadings[i + modes[1]], loadings[i + modes[2]]];
    out[2 * w] = x[0] * p + x[1] * q + x[2] * r;
    out[2 * w + 1] = y[0] * p + y[1] * q + y[2] * r;
    near[w] = z[0] * p + z[1] * q + z[2] * r;
  }
  return out;
}

// How far from the origin the farthest word will lie in the space of these modes.
export function farthest({ K, V, loadings }, s, modes) {
  let most = 0;
  for (let w = 0; w < V; w++) most = Math.max(most, modes.reduce((sum, m) => sum + (loadings[w * K + m] * s[m]) ** 2, 0));
  return Math.sqrt(most);
}

// A word's coordinate in every mode, given the modes' singular values.
export const coordinates = ({ K, loadings }, row, s) => Array.from({ length: K }, (_, k) => loadings[row * K + k] * s[k]);

// The words whose coordinates in these modes, once all have been learned, point most nearly the same way.
export const neighbours = ({ K, V, eigenvalues, loadings }, row) => nearestRows({ rows: V, columns: K, vectors: loadings, weights: eigenvalues }, row);

// Each mode's share of a word's squared length once all have been learned.
export function makeup(data, row) {
  const squares = coordinates(data, row, data.eigenvalues.map(Math.sqrt)).map((x) => x * x);
  const total = squares.reduce((sum, x) => sum + x, 0);
  return squares.map((x) => (total ? x / total : 0));
}

// The mode that lies up in the plane: a mode is never drawn against itself.
export const upward = ({ mode, against }, K) => (against !== mode ? against : mode < K ? mode + 1 : mode - 1);

// The mode that lies in depth, or 0 for none: neither of the two others, in whose place the next one stands in.
export function inward(state, K) {
  let third = K < 3 ? 0 : state.third;
  while (third && (third === state.mode || third === upward(state, K))) third = (third % K) + 1;
  return third;
}

function fixConcepts(state, data) {
  const whole = (x, otherwise) => (Number.isFinite(x) ? clamp(Math.round(x), 1, data.K) : otherwise);
  state.mode = whole(state.mode, 1);
  state.against = whole(state.against, 1);
  state.third = state.third ? whole(state.third, 0) : 0;
  state.turn = Number.isFinite(state.turn) ? clamp(Math.round(state.turn), -180, 180) : 30;
  state.time = clamp(state.time, 0, 1);
  state.sigma = clamp(state.sigma, 1e-8, 1e-2);
  if (!data.index.has(state.word)) state.word = "";
}

const number = (x) => x.toFixed(1);
const axisNames = (axes) => list(axes.map((k, i) => `${k + 1} ${["across", "up", "in depth"][i]}`));

function describeConcepts(data, state, now) {
  const { K, eigenvalues, edge, ends, shuffles } = data;
  const k = state.mode - 1;
  const few = (end) => list(end.slice(0, 4).map(({ word }) => inMarks(word)));
  const unit = (t) => number(t * eigenvalues[0]);
  const texts = shuffles > 1 ? `${shuffles} shuffled texts` : "a shuffled text";
  const noise = edge === null ? "" : `It ${data.above[k] ? "stands" : "does not stand"} above noise, which reaches ${number(edge)} in ${texts}. `;
  const learned = now.shares.filter((x) => x >= 0.5).length;
  const who = learned === 0 ? "no mode is" : learned === K ? `all ${K} modes are` : learned === 1 ? "1 mode is" : `${learned} modes are`;
  const parts = now.makeup.map((share, i) => [share, i]).sort((a, b) => b[0] - a[0] || a[1] - b[1]).slice(0, 3);
  const made = list(parts.map(([share, i]) => `mode ${i + 1} makes ${percent(share)} (${now.final[i] < 0 ? "−" : "+"} end)`));
  const deep = now.view ? ` Seen are modes ${axisNames(now.axes)}, turned by ${minus(state.turn)}° and from ${ABOVE}° above.` : "";
  const own = now.row >= data.V - data.placed ? `, which is too rare to belong to the ${thousands(data.V - data.placed)} words and is placed by its company with them,` : "";
  return (
    `Mode ${state.mode} of ${K}, λ = ${number(eigenvalues[k])}, goes from ${few(ends[k].minus)} at its − end to ${few(ends[k].plus)} at its + end. ${noise}` +
    `From a start of σ = ${scientific(state.sigma)} it is half-learned at λ₁t = ${unit(now.clock.halves[k])}; at λ₁t = ${unit(now.t)} it has ${percent(now.shares[k])} of its eigenvalue, and ${who} half-learned. ` +
    `Of the squared length that “${now.word}”${own} will have in these modes, ${made}; nearest to it in them all are ${list(now.neighbours.slice(0, 3).map((w) => inMarks(data.words[w])))}.${deep}`
  );
}
