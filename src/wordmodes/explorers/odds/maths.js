// The odds explorer: the loss of one pair, its parabola, and the odds of a text's pairs.
// ratio is A/B: how many times a pair comes up as a real one for each time that it is made up, P_ij / (k P_i P_j).

const softplus = (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const real = (ratio) => ratio / (1 + ratio); // A / (A + B)

// Where the two have their minimum.
export const logisticGoal = (ratio) => (ratio ? Math.log(ratio) : -Infinity);
export const parabolaGoal = (ratio) => (2 * (ratio - 1)) / (ratio + 1);

// The pair's loss at the score x, over A + B.
export const logisticLoss = (x, ratio) => real(ratio) * softplus(-x) + (1 - real(ratio)) * softplus(x);
export const parabolaLoss = (x, ratio) => Math.log(2) + (x * x) / 8 - (parabolaGoal(ratio) * x) / 4;

// By what factor the parabola pulls a score back too hard.
export const tooHard = (x) => (x ? x / 2 / Math.tanh(x / 2) : 1);

// Within this size of a score the pull is right to a tenth.
export const FAIR = (() => {
  let [low, high] = [0.5, 2];
  for (let n = 0; n < 60; n++) tooHard((low + high) / 2) < 1.1 ? (low = (low + high) / 2) : (high = (low + high) / 2);
  return low;
})();

// ---- the texts ----------------------------------------------------------------------------------------------------

export function readOdds(model) {
  const manifest = model.get("_manifest");
  const { words, texts, size, steps, edge, unseen } = manifest;
  const array = (name) => readArray(model.get("_tables"), manifest[name]);
  const [stored, numbers] = [array("logOdds"), array("spread")];
  const index = new Map(words.map((word, row) => [word, row]));
  const [n, bins] = [words.length, numbers.length / texts.length];
  const place = (i, j) => (i <= j ? i * n - (i * (i - 1)) / 2 + j - i : place(j, i));
  const oddsOf = (text, [a, b]) => {
    if (!index.has(a) || !index.has(b) || !texts.includes(text)) return null;
    const whole = stored[(texts.indexOf(text) * n * (n + 1)) / 2 + place(index.get(a), index.get(b))];
    return whole === unseen ? 0 : Math.exp(whole / steps);
  };
  const telling = manifest.telling.map(([i, j]) => ({ words: [words[i], words[j]], name: `${words[i]} ${words[j]}` }));
  const spread = texts.map((_, t) => spreadOf(numbers.subarray(t * bins, (t + 1) * bins), manifest.never[t], edge));
  return { words, texts, size, telling, oddsOf, spread: (text) => spread[texts.indexOf(text)] };
}

// How a text's pairs are spread over log odds: `counts` by bins from -edge to edge, and `never` met.
function spreadOf(counts, never, edge) {
  const sums = new Float64Array(counts.length + 1);
  counts.forEach((number, bin) => (sums[bin + 1] = sums[bin] + number));
  const all = sums[counts.length] + never;
  const wide = (2 * edge) / counts.length;
  // the share of all pairs whose log odds are finite and below x
  const below = (x) => {
    const at = clamp((x + edge) / wide, 0, counts.length);
    const bin = Math.min(Math.floor(at), counts.length - 1);
    return (sums[bin] + (at - bin) * counts[bin]) / all;
  };
  return { never: never / all, below, between: (low, high) => below(high) - below(low) };
}
