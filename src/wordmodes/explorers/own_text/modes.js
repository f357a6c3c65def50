// The leading modes of M*, and all that the flow from one start sees of it: block Lanczos in float64, the whole space kept
// orthogonal (Golub & Underwood 1977), as in the library's `leading_modes`, but grown from the start W(0) itself.

const SOLVED_WHOLE = 300; // up to so many words M is solved whole
const ROOM = 720; // columns of the space at most
const WIDTH = 8; // columns of a block, and of the start where V is larger
const EXACT = 1e-12; // the residual asked for, against the largest eigenvalue in modulus

// M (V × V) symmetric; start: W(0), V × d row after row; K modes are wanted. It yields the share that is done, roughly.
// → eigenvalues (K), vectors (K rows of V), and the space: all its Ritz values theta (n), coordinates (n × d) of the start
// among its Ritz vectors, entries(rows): the Ritz vectors' entries in some rows; rough: whether digits are missing
export function* modesFrom(M, V, start, d, K) {
  const space = V <= SOLVED_WHOLE ? whole(M, V, start, d) : yield* krylov(M, V, start, K);
  const n = space.theta.length;
  const vectors = new Float64Array(K * V);
  for (let k = 0; k < K; k++) vectors.set(signed(space.vector(k)), k * V);
  const theta = space.theta;
  const entries = (rows) => {
    const made = new Float64Array(rows.length * n);
    for (let k = 0; k < n; k++) {
      const vector = space.vector(k, rows);
      for (let i = 0; i < rows.length; i++) made[i * n + k] = vector[i];
    }
    return made;
  };
  return { eigenvalues: theta.slice(0, K), vectors, theta, coordinates: space.coordinates, entries, rough: space.rough ?? false };
}

// The sign that makes the entry of largest modulus positive, the first of those within a hair of it.
export function signed(vector) {
  const most = vector.reduce((max, x) => Math.max(max, Math.abs(x)), 0);
  const first = vector.find((x) => Math.abs(x) >= most * (1 - 1e-6));
  return first < 0 ? vector.map((x) => -x) : vector;
}

function whole(M, V, start, d) {
  const { values, vectors } = eigenpairs(M.slice(), V);
  const coordinates = new Float64Array(V * d);
  for (let k = 0; k < V; k++) {
    for (let i = 0; i < V; i++) for (let c = 0; c < d; c++) coordinates[k * d + c] += vectors[k * V + i] * start[i * d + c];
  }
  const vector = (k, rows) => (rows ? Float64Array.from(rows, (i) => vectors[k * V + i]) : vectors.slice(k * V, k * V + V));
  return { theta: values, coordinates, vector };
}

function* krylov(M, V, start, K, exact = EXACT) {
  const d = WIDTH;
  const room = Math.min(ROOM, d * Math.floor(V / d));
  const blocks = []; // of the basis, each V × d
  const T = new Float64Array(room * room);
  let X = start.slice();
  const first = orthonormal(X, V, blocks);
  for (let n = 0, check = 8 * Math.max(d, K), seen = { n: 0, worst: Infinity }; ; ) {
    blocks.push(X);
    const from = n;
    n += d;
    X = product(M, V, X, d);
    project(X, V, blocks, (row, c, value) => (T[row * room + from + c] += value));
    for (let c = 0; c < d; c++) for (let row = 0; row < from; row++) T[(from + c) * room + row] = T[row * room + from + c];
    const R = orthonormal(X, V, blocks);
    if (smallest(R, d) < 1e-3) project(X, V, blocks), orthonormal(X, V, blocks); // what was small holds rounding of the rest
    const full = n + d > room;
    yield Math.min(0.95, n / (12 * K + 80));
    if (n < check && !full) continue;
    // the residuals need but the last block's entries
    const { values, vectors: ends } = eigenpairs(corner(T, room, n), n, d);
    const size = exact * Math.max(Math.abs(values[0]), Math.abs(values[n - 1]));
    let worst = 0;
    for (let k = 0; k < K; k++) worst = Math.max(worst, residual(R, d, ends, k * d));
    if (worst > size && !full) {
      // looking costs more than growing, so that the next look is where the last gain leads to
      const gain = Math.log(seen.worst / worst) / (n - seen.n);
      const far = gain > 0 && Number.isFinite(gain) ? (0.9 * Math.log(worst / size)) / gain : 4 * d;
      [check, seen] = [n + d * clamp(Math.round(far / d), 1, 16), { n, worst }];
      continue;
    }
    const { vectors } = eigenpairs(corner(T, room, n), n);
    return { theta: values, coordinates: startAmong(first, vectors, n, d), vector: ritz(blocks, vectors, V, n, d), rough: worst > size };
  }
}

// M X for a symmetric M. Eight columns at once are what a processor's registers hold.
export function product(M, V, X, d) {
  const made = new Float64Array(V * d);
  if (d === 8) return eightColumns(M, V, X, made);
  for (let i = 0; i < V; i++) {
    for (let j = 0; j < V; j++) {
      const m = M[i * V + j];
      for (let c = 0; c < d; c++) made[i * d + c] += m * X[j * d + c];
    }
  }
  return made;
}

// Two rows of M with four columns of X at a time: eight sums for six numbers read.
function eightColumns(M, V, X, made) {
  for (let half = 0; half < 8; half += 4) {
    for (let i = 0; i < V; i += 2) {
      const [one, two] = [i * V, Math.min(i + 1, V - 1) * V];
      let [a, b, c, d, e, f, g, h] = [0, 0, 0, 0, 0, 0, 0, 0];
      for (let j = 0, x = half; j < V; j++, x += 8) {
        const m = M[one + j];
        const n = M[two + j];
        const p = X[x];
        const q = X[x + 1];
        const r = X[x + 2];
        const s = X[x + 3];
        a += m * p;
        b += m * q;
        c += m * r;
        d += m * s;
        e += n * p;
        f += n * q;
        g += n * r;
        h += n * s;
      }
      made.set([a, b, c, d], 8 * i + half);
      if (i + 1 < V) made.set([e, f, g, h], 8 * i + 8 + half);
    }
  }
  return made;
}

// Take out of X what the basis holds of it, once more where that was nearly all; tell `note` what was there.
function project(X, V, blocks, note = () => {}) {
  const d = WIDTH;
  for (let pass = 0, before = normOf(X); pass < 2; pass++) {
    blocks.forEach((Q, block) => {
      const C = overlapOf(Q, X, V);
      subtract(X, Q, C, V);
      for (let a = 0; a < d; a++) for (let c = 0; c < d; c++) note(block * d + a, c, C[a * d + c]);
    });
    const left = normOf(X);
    if (left > 0.3 * before) return;
    before = left;
  }
}

const normOf = (X) => Math.sqrt(X.reduce((sum, x) => sum + x * x, 0));

// Qᵀ X (8 × 8), a row at a time: eight sums are what registers hold.
function overlapOf(Q, X, V) {
  const C = new Float64Array(64);
  for (let r = 0; r < 8; r++) {
    let [a, b, c, d, e, f, g, h] = [0, 0, 0, 0, 0, 0, 0, 0];
    for (let i = 0, x = 0; i < V; i++, x += 8) {
      const q = Q[x + r];
      a += q * X[x];
      b += q * X[x + 1];
      c += q * X[x + 2];
      d += q * X[x + 3];
      e += q * X[x + 4];
      f += q * X[x + 5];
      g += q * X[x + 6];
      h += q * X[x + 7];
    }
    C.set([a, b, c, d, e, f, g, h], 8 * r);
  }
  return C;
}

// X - Q C, in place, a column of C at a time.
function subtract(X, Q, C, V) {
  for (let r = 0; r < 8; r++) {
    const [a, b, c, d, e, f, g, h] = Array.from({ length: 8 }, (_, k) => C[8 * k + r]);
    for (let x = 0; x < 8 * V; x += 8) {
      X[x + r] -= a * Q[x] + b * Q[x + 1] + c * Q[x + 2] + d * Q[x + 3] + e * Q[x + 4] + f * Q[x + 5] + g * Q[x + 6] + h * Q[x + 7];
    }
  }
}

// Make the columns of X orthonormal and orthogonal to the basis, in place. → R (d × d, upper) with X before = X after · R.
// Where nothing is left of a column, another direction takes its place, with 0 in R: the space goes on growing.
function orthonormal(X, V, blocks) {
  const d = WIDTH;
  const R = new Float64Array(d * d);
  const norm = (c) => {
    let sum = 0;
    for (let i = c; i < V * d; i += d) sum += X[i] * X[i];
    return Math.sqrt(sum);
  };
  const before = Array.from({ length: d }, (_, c) => norm(c));
  const size = Math.max(...before) || 1;
  for (let c = 0; c < d; c++) {
    let lost = false;
    for (let pass = 0; pass < 3; pass++) {
      for (let b = 0; b < c; b++) {
        let along = 0;
        for (let i = 0; i < V; i++) along += X[i * d + b] * X[i * d + c];
        for (let i = 0; i < V; i++) X[i * d + c] -= along * X[i * d + b];
        if (!lost) R[b * d + c] += along;
      }
      if (lost || norm(c) > 1e-12 * size) continue;
      [lost, pass] = [true, 0];
      const other = normals(V, 1 + c + d * blocks.length);
      for (let i = 0; i < V; i++) X[i * d + c] = other[i];
      without(X, V, c, blocks);
    }
    const length = norm(c);
    if (!lost) R[c * d + c] = length;
    for (let i = c; i < V * d; i += d) X[i] /= length;
  }
  return R;
}

// The smallest entry of a triangle's diagonal, against the largest.
function smallest(R, d) {
  const sizes = Array.from({ length: d }, (_, c) => R[c * d + c]);
  return Math.min(...sizes) / Math.max(...sizes);
}

// Take the basis out of column c alone.
function without(X, V, c, blocks) {
  const d = WIDTH;
  const column = new Float64Array(V * d);
  for (let i = 0; i < V; i++) column[i * d + c] = X[i * d + c];
  project(column, V, blocks);
  for (let i = 0; i < V; i++) X[i * d + c] = column[i * d + c];
}

function corner(T, room, n) {
  const A = new Float64Array(n * n);
  // what rounding makes of the symmetry is shared
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) A[i * n + j] = 0.5 * (T[i * room + j] + T[j * room + i]);
  return A;
}

// ‖M y - θ y‖ of a Ritz vector, from what the last block left: M Q = Q T + X R.
function residual(R, d, vectors, at) {
  let sum = 0;
  for (let a = 0; a < d; a++) {
    let x = 0;
    for (let c = a; c < d; c++) x += R[a * d + c] * vectors[at + c];
    sum += x * x;
  }
  return Math.sqrt(sum);
}

// The start's coordinates among the Ritz vectors: it is the first block times its R.
function startAmong(R, vectors, n, d) {
  const made = new Float64Array(n * d);
  for (let k = 0; k < n; k++) {
    for (let c = 0; c < d; c++) for (let a = 0; a <= c; a++) made[k * d + c] += vectors[k * n + a] * R[a * d + c];
  }
  return made;
}

const ritz = (blocks, vectors, V, n, d) => (k, rows = null) => {
  const made = new Float64Array(rows ? rows.length : V);
  for (let i = 0; i < made.length; i++) {
    const row = (rows ? rows[i] : i) * d;
    for (let block = 0; block < blocks.length; block++) {
      const at = k * n + block * d;
      for (let c = 0; c < d; c++) made[i] += blocks[block][row + c] * vectors[at + c];
    }
  }
  return made;
};

// The largest eigenvalue alone, to about ten digits: its error is the square of the residual's.
export function* largest(M, V) {
  if (V <= SOLVED_WHOLE) return eigenpairs(M.slice(), V, 1).values[0];
  return (yield* krylov(M, V, startOf(V, WIDTH, 1), 1, 1e-7)).theta[0];
}
