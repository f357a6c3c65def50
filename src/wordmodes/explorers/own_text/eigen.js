// Every eigenpair of a symmetric matrix: reflections leave three diagonals, QL steps with implicit shifts leave one
// (Golub & Van Loan 2013, section 8.3).

// A: n × n, which is used up; last: how many of the eigenvectors' entries are wanted, counted from the end, by default all.
// → values, descending, and vectors: row k belongs to value k
export function eigenpairs(A, n, last = n) {
  const reflections = tridiagonalise(A, n);
  const values = Float64Array.from({ length: n }, (_, i) => A[i * n + i]);
  const beside = Float64Array.from({ length: n }, (_, i) => (i + 1 < n ? A[(i + 1) * n + i] : 0));
  const rows = turned(reflections, n, last);
  if (!implicitQL(values, beside, rows, n, last)) throw new Error("its eigenvalues were not found");
  const order = Array.from(values.keys()).sort((i, j) => values[j] - values[i] || i - j);
  const vectors = new Float64Array(n * last);
  order.forEach((from, k) => vectors.set(rows.subarray(from * last, (from + 1) * last), k * last));
  return { values: Float64Array.from(order, (i) => values[i]), vectors };
}

// A becomes Hᵀ A H, of which the diagonal and the one below it are written. → the reflections 1 - scale v vᵀ that make up H.
// What a reflection does to A is done in the pass that finds what the next one will do.
function tridiagonalise(A, n) {
  const reflections = [];
  let [v, w] = [new Float64Array(n), new Float64Array(n)]; // A - v wᵀ - w vᵀ from row k on is what is still to be written
  for (let k = 0; k + 1 < n; k++) {
    const size = n - k - 1;
    const from = k + 1;
    A[k * n + k] -= 2 * v[0] * w[0];
    const u = Float64Array.from({ length: size }, (_, i) => A[(from + i) * n + k] - v[i + 1] * w[0] - w[i + 1] * v[0]);
    const rest = u.reduce((sum, x, i) => sum + (i ? x * x : 0), 0);
    const length = Math.sqrt(rest + u[0] * u[0]);
    const end = size === 1 || !rest ? u[0] : u[0] > 0 ? -length : length;
    A[from * n + k] = end;
    u[0] -= end;
    const norm = rest + u[0] * u[0];
    const scale = size > 1 && norm ? 2 / norm : 0;
    const p = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      const at = (from + i) * n + from;
      const [x, y] = [v[i + 1], w[i + 1]];
      let sum = 0;
      for (let j = 0; j < size; j++) {
        const a = A[at + j] - x * w[j + 1] - y * v[j + 1];
        A[at + j] = a;
        sum += a * u[j];
      }
      p[i] = scale * sum;
    }
    const along = 0.5 * scale * p.reduce((sum, x, i) => sum + x * u[i], 0);
    for (let i = 0; i < size; i++) p[i] -= along * u[i];
    if (size > 1) reflections.push([u, scale]);
    [v, w] = [u, p];
  }
  A[n * n - 1] -= 2 * v[0] * w[0];
  return reflections;
}

// The last columns of Hᵀ, its rows what QL turns: reflection after reflection, the first one first.
function turned(reflections, n, last) {
  const rows = new Float64Array(n * last);
  for (let c = 0; c < last; c++) rows[(n - last + c) * last + c] = 1;
  const along = new Float64Array(last);
  reflections.forEach(([v, scale], k) => {
    along.fill(0);
    for (let i = 0; i < v.length; i++) {
      const at = (k + 1 + i) * last;
      const x = scale * v[i];
      for (let c = 0; c < last; c++) along[c] += x * rows[at + c];
    }
    for (let i = 0; i < v.length; i++) {
      const at = (k + 1 + i) * last;
      const x = v[i];
      for (let c = 0; c < last; c++) rows[at + c] -= x * along[c];
    }
  });
  return rows;
}

function implicitQL(d, e, rows, n, last) {
  for (let low = 0; low < n; low++) {
    for (let step = 0; ; step++) {
      let high = low;
      while (high + 1 < n && Math.abs(e[high]) > 1e-16 * (Math.abs(d[high]) + Math.abs(d[high + 1]))) high++;
      if (high === low) break;
      if (step === 60) return false;
      const half = (d[low + 1] - d[low]) / (2 * e[low]);
      let g = d[high] - d[low] + e[low] / (half + (half < 0 ? -1 : 1) * Math.hypot(half, 1));
      let [sin, cos, shift] = [1, 1, 0];
      let i = high - 1;
      for (; i >= low; i--) {
        const f = sin * e[i];
        const b = cos * e[i];
        const r = Math.hypot(f, g);
        e[i + 1] = r;
        if (r === 0) break; // it falls apart here
        sin = f / r;
        cos = g / r;
        g = d[i + 1] - shift;
        const between = (d[i] - g) * sin + 2 * cos * b;
        shift = sin * between;
        d[i + 1] = g + shift;
        g = cos * between - b;
        for (let j = i * last, stop = j + last; j < stop; j++) {
          const x = rows[j];
          const y = rows[j + last];
          rows[j + last] = sin * x + cos * y;
          rows[j] = cos * x - sin * y;
        }
      }
      if (i >= low) {
        d[i + 1] -= shift;
        e[high] = 0;
        continue;
      }
      d[low] -= shift;
      e[low] = g;
      e[high] = 0;
    }
  }
  return true;
}
