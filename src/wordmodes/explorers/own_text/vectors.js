// What the vectors of the modes are good for: neighbours, analogies, the words at a mode's ends, as in the library's
// `WordVectors`. Vectors lie mode by mode: x[k * V + i] is word i along mode k.

export function vectorsOf({ eigenvalues, vectors }, V) {
  const x = vectors.map((value, at) => value * Math.sqrt(eigenvalues[Math.floor(at / V)]));
  const lengths = new Float64Array(V);
  for (let at = 0; at < x.length; at++) lengths[at % V] += x[at] * x[at];
  const unit = x.map((value, at) => (lengths[at % V] ? value / Math.sqrt(lengths[at % V]) : 0));
  return { x, unit, V, K: eigenvalues.length };
}

const rowOfUnit = ({ unit, V, K }, i) => Float64Array.from({ length: K }, (_, k) => unit[k * V + i]);

function cosines({ unit, V, K }, goal) {
  const made = new Float64Array(V);
  for (let k = 0; k < K; k++) for (let i = 0; i < V; i++) made[i] += goal[k] * unit[k * V + i];
  return made;
}

// The n largest, the largest first; of equal ones the more frequent word. → [row, value]
export function best(values, n, without = []) {
  const rows = Array.from(values.keys()).filter((i) => !without.includes(i));
  return rows.sort((a, b) => values[b] - values[a] || a - b).slice(0, n).map((i) => [i, values[i]]);
}

export const neighbours = (data, row, n) => best(cosines(data, rowOfUnit(data, row)), n, [row]);

// a is to b as c is to what? 3CosAdd of unit vectors; with `exclude` the question's own words are no answers.
export function analogy(data, [a, b, c], exclude, n) {
  const [u, v, w] = [a, b, c].map((row) => rowOfUnit(data, row));
  const goal = v.map((x, k) => x - u[k] + w[k]);
  const length = Math.sqrt(goal.reduce((sum, x) => sum + x * x, 0)) || 1;
  return best(cosines(data, goal.map((x) => x / length)), n, exclude ? [a, b, c] : []);
}

// Rows of the n largest entries of a mode, the largest first, and of the n smallest; those equal to nine digits in the
// vocabulary's order, as the library's `ends`.
export function endsOf(vector, n) {
  const rounded = vector.map((x) => Math.round(x * 1e9));
  const rows = Array.from(rounded.keys());
  const plus = rows.toSorted((a, b) => rounded[b] - rounded[a] || a - b).slice(0, n);
  const minus = rows.toSorted((a, b) => rounded[a] - rounded[b] || a - b).filter((i) => !plus.includes(i));
  return { plus, minus: minus.slice(0, n) };
}

// For each mode of one text, the mode of another that it is most like, over the words that both have. → shared, and
// [mode, |cosine|] of each
export function likenessOf(one, other) {
  const rows = new Map(other.words.map((word, row) => [word, row]));
  const shared = one.words.flatMap((word, row) => (rows.has(word) ? [[row, rows.get(word)]] : []));
  const column = (data, k, side) => shared.map((pair) => data.vectors[k * data.V + pair[side]]);
  const length = (u) => Math.sqrt(u.reduce((sum, x) => sum + x * x, 0)) || 1;
  const scaled = (u) => u.map((x) => x / length(u));
  const theirs = Array.from(other.eigenvalues, (_, k) => scaled(column(other, k, 1)));
  const matches = Array.from(one.eigenvalues, (_, k) => {
    const own = scaled(column(one, k, 0));
    const sizes = theirs.map((u) => Math.abs(u.reduce((sum, x, i) => sum + x * own[i], 0)));
    const most = sizes.indexOf(Math.max(...sizes));
    return [most, sizes[most]];
  });
  return { shared: shared.map(([row]) => one.words[row]), matches };
}
