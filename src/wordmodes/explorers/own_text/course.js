// From the space of the modes to the flow at any σ and time, solved as in the σ explorer: its `Flow` asks for the start
// turned to lower-trapezoidal Z. The d leading modes enter one by one, the others of the space as rates of their own.

// found: what `modesFrom` gives; shown: rows of the words whose way is drawn
export function flowOf(found, d, normSquared, shown) {
  const { theta, coordinates } = found;
  const n = theta.length;
  const Z = trapezoid(coordinates, n, d);
  const tail = n - d;
  const packed = triangular(d);
  const weights = new Float64Array(tail * packed);
  for (let q = 0; q < tail; q++) {
    const at = (d + q) * d;
    for (let k = 0, i = q * packed; k < d; k++) for (let l = 0; l <= k; l++, i++) weights[i] = Z[at + k] * Z[at + l];
  }
  const entries = found.entries(shown);
  const loadings = new Float32Array(shown.length * d);
  const tails = new Float32Array(shown.length * tail * d);
  for (let w = 0; w < shown.length; w++) {
    for (let k = 0; k < d; k++) loadings[w * d + k] = entries[w * n + k];
    for (let q = 0, i = w * tail * d; q < tail; q++) for (let k = 0; k < d; k++, i++) tails[i] = entries[w * n + d + q] * Z[(d + q) * d + k];
  }
  return { d, eigenvalues: theta.slice(0, d), corner: Z.slice(0, d * d), rates: theta.slice(d), weights, normSquared, loadings, tails };
}

// Z = A Q with Q R = (top of A)ᵀ: the start's coordinates (n × d), turned so that mode 1 has but the first of them, mode 2
// the first two, …, each diagonal entry positive.
export function trapezoid(A, n, d) {
  const Q = []; // columns, each made orthogonal to those before it, twice
  for (let k = 0; k < d; k++) {
    const column = Float64Array.from({ length: d }, (_, c) => A[k * d + c]);
    for (let pass = 0; pass < 2; pass++) {
      for (const other of Q) {
        const along = column.reduce((sum, x, c) => sum + x * other[c], 0);
        other.forEach((x, c) => (column[c] -= along * x));
      }
    }
    const length = Math.sqrt(column.reduce((sum, x) => sum + x * x, 0));
    Q.push(column.map((x) => x / length));
  }
  const Z = new Float64Array(n * d);
  for (let j = 0; j < n; j++) {
    for (let k = 0; k < Math.min(d, j + 1); k++) for (let c = 0; c < d; c++) Z[j * d + k] += A[j * d + c] * Q[k][c];
  }
  return Z;
}
