// The analogies explorer: 3CosAdd for every number of modes and at every time. Joined after the frame.

export const AXES = ["modes", "time"];

// Vectors lie mode by mode: x[k * n + i] is word i along mode k, up to a length of its row that no cosine sees.
export function readVectors(model) {
  const view = model.get("_tables");
  const { coding, eigenvalues, starts, ...rest } = model.get("_manifest");
  const n = rest.words.length;
  const same = Int32Array.from({ length: n }, (_, i) => i); // words that differ in case only count as one
  for (const [i, first] of rest.twins) same[i] = first;
  const index = new Map(rest.words.map((word, i) => [word, i]));
  const spectrum = { eigenvalues: readArray(view, eigenvalues), starts: readArray(view, starts) };
  const x = decode(view, coding, n);
  return { ...rest, ...spectrum, n, same, index, x, d: x.length / n, whole: Boolean(coding.exact) };
}

function decode(view, { low, high, step, exact }, n) {
  if (exact) return Float64Array.from(readArray(view, exact));
  const [lows, highs, steps] = [low, high, step].map((part) => readArray(view, part));
  return Float64Array.from(lows, (byte, j) => (256 * highs[j] + byte) * steps[Math.floor(j / n)]);
}

// What the columns are multiplied by: 1 for the modes kept; at time t, in units of 1/λ₁, s(t)/√λ from the small start.
export function weights({ d, eigenvalues, starts }, axis, at) {
  if (axis === "modes") return Float64Array.from({ length: d }, (_, k) => +(k < at));
  return eigenvalues.map((lam, k) => Math.sqrt(sigmoid(lam, starts[k], at / eigenvalues[0]) / lam));
}

export const risen = (g) => g.reduce((count, share) => count + (share * share > 0.5), 0);

// A word's vector, scaled to length 1; zeros stay zeros.
export function unit({ x, n, d }, g, i) {
  const row = Float64Array.from({ length: d }, (_, k) => g[k] * x[k * n + i]);
  const length = Math.hypot(...row);
  return length ? row.map((value) => value / length) : row;
}

export const dot = (u, v) => u.reduce((sum, value, k) => sum + value * v[k], 0);
const target = ([a, b, c]) => b.map((value, k) => value - a[k] + c[k]);

// b - a + c of unit vectors.
export const sumOf = (data, g, question) => target(question.map((i) => unit(data, g, i)));

// Cosines of all words with b - a + c.
export function cosines(data, g, question, out = new Float64Array(data.n)) {
  const { x, n, d } = data;
  const sum = sumOf(data, g, question);
  const length = Math.sqrt(dot(sum, sum)) || 1;
  const norms = new Float64Array(n);
  out.fill(0);
  for (let k = 0; k < d; k++) {
    const share = g[k];
    if (!share) continue;
    const along = (share * sum[k]) / length;
    for (let i = 0, j = k * n; i < n; i++, j++) {
      const value = x[j];
      out[i] += along * value;
      norms[i] += share * share * value * value;
    }
  }
  for (let i = 0; i < n; i++) out[i] = norms[i] ? out[i] / Math.sqrt(norms[i]) : 0;
  return out;
}

// The same for every number of modes, in one pass: products with a, b and c grow by one term a mode. One row a number.
export function scanModes({ x, n, d }, [a, b, c]) {
  const rows = [];
  const [withA, withB, withC, norms] = Array.from({ length: 4 }, () => new Float64Array(n));
  for (let k = 0; k < d; k++) {
    const at = k * n;
    const [xa, xb, xc] = [x[at + a], x[at + b], x[at + c]];
    for (let i = 0; i < n; i++) {
      const value = x[at + i];
      withA[i] += xa * value;
      withB[i] += xb * value;
      withC[i] += xc * value;
      norms[i] += value * value;
    }
    const over = (i) => (norms[i] ? 1 / Math.sqrt(norms[i]) : 0);
    const [wa, wb, wc] = [over(a), over(b), over(c)];
    const row = new Float64Array(n);
    for (let i = 0; i < n; i++) row[i] = norms[i] ? (wb * withB[i] - wa * withA[i] + wc * withC[i]) / Math.sqrt(norms[i]) : 0;
    rows.push(row); // up to the length of b - a + c, which ranks nothing
  }
  return rows;
}

export function timeGrid({ times: [first, last] }) {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

export const scanTimes = (data, question) => timeGrid(data).map((t) => cosines(data, weights(data, "time", t), question));

// Words that are not allowed as answers, as `same` numbers them.
export const barred = ({ same }, question, exclude) => (exclude ? question.map((i) => same[i]) : []);

// The best answers, best first; of equal ones, the more frequent.
export function best({ n, same }, scores, bar, count) {
  const top = [];
  for (let i = 0; i < n; i++) {
    if (top.length === count && !(scores[i] > scores[top.at(-1)])) continue;
    if (bar.includes(same[i])) continue;
    let at = top.length;
    while (at && scores[i] > scores[top[at - 1]]) at--;
    top.splice(at, 0, i);
    if (top.length > count) top.pop();
  }
  return top;
}

// A word's place among the answers, from 1; 0 if it is not allowed.
export function place({ n, same }, scores, bar, word) {
  if (bar.includes(same[word])) return 0;
  const own = scores[word];
  let before = 0;
  for (let i = 0; i < n; i++) before += (scores[i] > own || (scores[i] === own && i < word)) && !bar.includes(same[i]);
  return before + 1;
}

// The answer that a family of pairs expects. If a is to b as c is to x, then a is to c as b is to x, since b - a + c is
// c - a + b; and a family that leads from b to a also leads back.
export function expected({ families }, [a, b, c]) {
  for (const [one, two, three] of [[a, b, c], [a, c, b]]) {
    for (const { name, pairs } of families) {
      for (const [from, to] of [[0, 1], [1, 0]]) {
        if (!pairs.some((pair) => pair[from] === one && pair[to] === two)) continue;
        const found = pairs.find((pair) => pair[from] === three && ![a, b, c].includes(pair[to]));
        if (found) return { word: found[to], family: name };
      }
    }
  }
  return null;
}

// The plane through a, b and c: along the step b - a, and at right angles to it towards c. Its points lie as they are;
// every other word is projected.
export function plane(data, g, question, others) {
  const [a, b, c] = question.map((i) => unit(data, g, i));
  const less = (u, v) => u.map((value, k) => value - v[k]);
  const scaled = (u) => {
    const length = Math.sqrt(dot(u, u));
    return length > 1e-9 ? u.map((value) => value / length) : u.map(() => 0);
  };
  const across = scaled(less(b, a));
  const side = less(c, a);
  const up = scaled(side.map((value, k) => value - dot(side, across) * across[k]));
  const put = (u) => [dot(less(u, a), across), dot(less(u, a), up)];
  return { a: put(a), b: put(b), c: put(c), sum: put(target([a, b, c])), others: others.map((i) => put(unit(data, g, i))) };
}
