// The spike explorer's mathematics: the eigenvalues of D Dᵀ, D the differences of a family's pairs.

export function readFamilies(model) {
  const { words, grid, draws, seed, families, ...at } = model.get("_manifest");
  const array = (place) => readArray(model.get("_tables"), place);
  const [codes, scale] = [array(at.vectors), array(at.scale)];
  const columns = scale.length;
  const vectors = Float64Array.from(codes, (code, i) => code * scale[i % columns]);
  return {
    words, grid, draws, seed, vectors, columns, index: new Map(words.map((word, row) => [word, row])),
    families: families.map(({ name, pairs, band }) => ({ name, pairs, rows: new Set(pairs.true), n: pairs.true.length / 2, band: Float64Array.from(array(band), (code) => code / 65535) })),
  };
}

// Eigenvalues of D Dᵀ as shares of their sum, descending, and the differences' lengths along the leading direction.
// pairs: 2n rows of vectors, a before b; only the first d columns count; each row is scaled to length 1 first.
export function spectrum({ vectors, columns }, pairs, d) {
  const n = pairs.length / 2;
  const D = new Float64Array(n * d);
  for (let i = 0; i < n; i++) {
    const [a, b] = [pairs[2 * i] * columns, pairs[2 * i + 1] * columns];
    const [lengthA, lengthB] = [a, b].map((row) => {
      let sum = 0;
      for (let k = 0; k < d; k++) sum += vectors[row + k] ** 2;
      return Math.sqrt(sum);
    });
    for (let k = 0; k < d; k++) D[i * d + k] = vectors[b + k] / lengthB - vectors[a + k] / lengthA;
  }
  const A = new Float64Array((n * (n + 1)) / 2);
  let total = 0;
  const U = new Float64Array(n * n);
  for (let i = 0, at = 0; i < n; i++) {
    for (let j = 0; j <= i; j++, at++) {
      A[at] = 0;
      for (let k = 0; k < d; k++) A[at] += D[i * d + k] * D[j * d + k];
    }
    total += A[at - 1];
    U[i * n + i] = 1;
  }
  diagonalise(A, n, { floor: (1e-15 * total) ** 2, U }); // more pairs than modes: some eigenvalues are 0
  const values = Float64Array.from({ length: n }, (_, i) => A[(i * (i + 3)) / 2]);
  const order = Array.from(values.keys()).sort((i, j) => values[j] - values[i]);
  const along = Float64Array.from({ length: n }, (_, i) => U[i * n + order[0]] * Math.sqrt(Math.max(values[order[0]], 0)));
  const sign = along.reduce((sum, x) => sum + x, 0) < 0 ? -1 : 1; // the family goes to the right
  return { shares: order.map((i) => Math.max(values[i], 0) / total), along: along.map((x) => sign * x) };
}

// The words of all families whose vectors of d modes point most nearly the way of one of them.
export const alike = ({ vectors, columns, words }, row, d) => nearestRows({ rows: words.length, columns: d, stride: columns, vectors }, row);

// Where noise of one variance would put the largest share (Marchenko and Pastur 1967).
export const noiseEdge = (n, d) => (1 / Math.sqrt(n) + 1 / Math.sqrt(d)) ** 2;
