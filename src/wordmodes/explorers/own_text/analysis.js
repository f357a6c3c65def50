// From a text to everything that the page shows of it, step by step, so that a worker can report and a page without one
// can breathe. Random numbers: the start has seed 0, shuffle s has seed s.

export const [SIZE, MODES, COLUMNS, SHOWN_WORDS] = [1500, 20, 8, 26];
const OFTEN = [5, 3, 2]; // how often a word must occur: the first that leaves enough words
const ENOUGH = 60;
const [SHUFFLES, LONG] = [3, 200_000]; // how often a text is shuffled; beyond so many words, once

// text: {documents, letters, window}, or {words, tallies, counts, window, nTokens} where they are counted already.
// It yields {share, stage}; it returns all but the noise.
export function* analyse(text) {
  const known = text.counts ? text : yield* countedWords(text, 0.3);
  const V = known.words.length;
  if (!known.counts) known.counts = yield* reporting(countPairs(known.ids, known.rowOf, V, text.window), stage("counting pairs", 0.3, 0.45));
  const table = { counts: known.counts, ...sumsOf(known.counts, V) };
  if (table.sums.filter((sum) => sum > 0).length < 2 * COLUMNS) throw new Refusal("holds too few words that stand near each other; take a longer text.");
  const M = mStarOf(table, V);
  const [d, K] = [Math.min(COLUMNS, V >> 2), Math.min(MODES, V >> 2)];
  const found = yield* reporting(modesFrom(M, V, startOf(V, d), d, K), stage("solving for the modes", 0.45, 1));
  return described(known, table, M, found, d);
}

// The noise: the largest eigenvalue of M* of the same text, shuffled; of a short one several times. It returns {edges}.
export function* chance(text) {
  const { ids, rowOf, words, nTokens } = yield* countedWords(text, 0.2);
  const edges = [];
  const shuffles = nTokens > LONG ? 1 : SHUFFLES;
  for (let s = 1; s <= shuffles; s++) {
    const part = stage("shuffling, to see what chance can do", 0.2 + (0.8 * (s - 1)) / shuffles, 0.2 + (0.8 * s) / shuffles);
    edges.push(yield* reporting(shuffledEdge(ids, rowOf, words.length, text.window, s), part));
  }
  return { edges };
}

const stage = (name, from, to) => (share) => ({ share: from + share * (to - from), stage: name });

function* countedWords(text, until) {
  const read = yield* reporting(tokenise(text.documents, text.letters), stage("reading words", 0, until));
  return { ...chosen(read, text), ids: read.ids };
}

// The largest eigenvalue of M* of the shuffled text.
export function* shuffledEdge(ids, rowOf, V, window, seed) {
  const dealt = yield* shuffledIds(ids, seed);
  const counts = yield* countPairs(dealt, rowOf, V, window);
  const M = mStarOf({ counts, ...sumsOf(counts, V) }, V);
  return yield* largest(M, V);
}

function* reporting(work, report) {
  for (;;) {
    const { value, done } = work.next();
    if (done) return value;
    yield report(value);
  }
}

// The words that are counted, and how often one must occur to be among them.
function chosen(read, { window, letters }) {
  for (const often of OFTEN) {
    const kept = vocabularyOf(read, SIZE, often);
    if (kept.words.length >= ENOUGH || often === OFTEN.at(-1)) {
      refuseWords(kept.words, read);
      return { ...kept, often, window, letters, nTokens: read.nTokens, nTypes: read.types.length };
    }
  }
}

function described(known, { sums, total }, M, found, d) {
  const { words, tallies, counts, window, nTokens, nTypes, often = null, letters = null } = known;
  const V = words.length;
  const positive = found.eigenvalues.findIndex((lam) => !(lam > 0));
  if (positive >= 0 && positive < d) throw new Refusal("has fewer modes to learn than a small model has room for; take a longer text.");
  const K = positive < 0 ? found.eigenvalues.length : positive;
  const [eigenvalues, vectors] = [found.eigenvalues.slice(0, K), found.vectors.slice(0, K * V)];
  const ends = Array.from(eigenvalues, (_, k) => endsOf(vectors.subarray(k * V, k * V + V), 8));
  const shown = shownWords(ends, d);
  const flow = flowOf(found, d, squaresOf(M), shown);
  return {
    words, tallies, counts, sums, total, window, nTokens, nTypes, often, letters, V, K, d, eigenvalues, vectors, ends, shown, flow,
    rough: found.rough, lowest: found.theta.at(-1), spread: spreadOf(startOf(V, d), V, d),
  };
}

// The words whose way is drawn: in turn the outermost ones of each mode, from both ends.
function shownWords(ends, d) {
  const shown = new Set();
  for (let i = 0; i < 8; i++) {
    for (let k = 0; k < d; k++) for (const end of [ends[k].plus, ends[k].minus]) if (end.length > i && shown.size < SHOWN_WORDS) shown.add(end[i]);
  }
  return [...shown];
}

// A run of gradient descent on what was counted, from the start that the flow has.
export function* train({ counts, V, d, eigenvalues, lowest, spread, normSquared, sigma, horizon }) {
  const M = mStarOf({ counts, ...sumsOf(counts, V) }, V);
  const step = stepOf({ eigenvalues, lowest, spread }, sigma);
  yield* descend({ M, V, d, start: startOf(V, d), sigma, step, horizon, normSquared });
}
