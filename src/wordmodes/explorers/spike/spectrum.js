// The spike explorer's mathematics: the eigenvalues of D Dᵀ, D the differences of a family's pairs.

export function readFamilies(model) {
  const { words, grid, draws, seed, families, ...at } = model.get("_manifest");
  const array = (place) => readArray(model.get("_tables"), place);
  const [codes, scale] = [array(at.vectors), array(at.scale)];
  const columns = scale.length;
  const vectors = Float64Array.from(codes, (code, i) => code * scale[i % columns]);
  return {
    words, grid, draws, seed, vectors, columns,
    families: families.map(({ name, pairs, band }) => ({ name, pairs, n: pairs.true.length / 2, band: Float64Array.from(array(band), (code) => code / 65535) })),
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
  const A = new Float64Array(n * n);
  let total = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < d; k++) sum += D[i * d + k] * D[j * d + k];
      A[i * n + j] = A[j * n + i] = sum;
    }
    total += A[i * n + i];
  }
  const { values, vectors: U } = symmetricEigen(A, n);
  const order = Array.from(values.keys()).sort((i, j) => values[j] - values[i]);
  const along = Float64Array.from({ length: n }, (_, i) => U[i * n + order[0]] * Math.sqrt(Math.max(values[order[0]], 0)));
  const sign = along.reduce((sum, x) => sum + x, 0) < 0 ? -1 : 1; // the family goes to the right
  return { shares: order.map((i) => Math.max(values[i], 0) / total), along: along.map((x) => sign * x) };
}

// All eigenpairs of a symmetric matrix by Jacobi rotations; A is overwritten.
export function symmetricEigen(A, n) {
  const U = new Float64Array(n * n);
  let size = 0;
  for (let i = 0; i < n; i++) (U[i * n + i] = 1), (size += A[i * n + i] ** 2);
  for (let sweep = 0; sweep < 40; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        const apq = A[p * n + q];
        off += apq * apq;
        if (apq * apq < 1e-32 * size) continue;
        const theta = (A[q * n + q] - A[p * n + p]) / (2 * apq);
        const tan = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const cos = 1 / Math.sqrt(tan * tan + 1);
        const sin = tan * cos;
        for (let r = 0; r < n; r++) rotate(A, r * n + p, r * n + q, cos, sin);
        for (let r = 0; r < n; r++) rotate(A, p * n + r, q * n + r, cos, sin);
        for (let r = 0; r < n; r++) rotate(U, r * n + p, r * n + q, cos, sin);
      }
    }
    if (off <= 1e-28 * size) break;
  }
  return { values: Float64Array.from({ length: n }, (_, i) => A[i * n + i]), vectors: U };
}

function rotate(A, i, j, cos, sin) {
  const [x, y] = [A[i], A[j]];
  A[i] = cos * x - sin * y;
  A[j] = sin * x + cos * y;
}

// Where noise of one variance would put the largest share (Marchenko and Pastur 1967).
export const noiseEdge = (n, d) => (1 / Math.sqrt(n) + 1 / Math.sqrt(d)) ** 2;
