// From the space of the modes to the flow at any σ and time, solved as in the σ explorer: its `Flow` asks for the start
// turned to lower-trapezoidal Z. The d leading modes enter one by one; the others, a few hundred, through a few of their rates.

// found: what `modesFrom` gives; shown: rows of the words whose way is drawn
export function flowOf(found, d, normSquared, shown) {
  const { theta, coordinates } = found;
  const n = theta.length;
  const Z = trapezoid(coordinates, n, d);
  const given = { d, eigenvalues: theta.slice(0, d), corner: Z.slice(0, d * d), normSquared };
  const others = theta.slice(d);
  const last = new Flow({ ...given, rates: [] }).horizon(10 ** LOWEST);
  const { chosen, shares } = representatives(others, theta[d - 1], last);
  const [q, packed] = [chosen.length, triangular(d)];
  const weights = new Float64Array(q * packed);
  const entries = found.entries(shown);
  const loadings = new Float32Array(shown.length * d);
  const tails = new Float64Array(shown.length * q * d);
  for (let w = 0; w < shown.length; w++) for (let k = 0; k < d; k++) loadings[w * d + k] = entries[w * n + k];
  others.forEach((_, j) => {
    const at = (d + j) * d;
    for (let p = 0; p < q; p++) {
      const share = shares[p * others.length + j];
      if (!share) continue;
      for (let k = 0, i = p * packed; k < d; k++) for (let l = 0; l <= k; l++, i++) weights[i] += share * Z[at + k] * Z[at + l];
      for (let w = 0; w < shown.length; w++) for (let k = 0; k < d; k++) tails[(w * q + p) * d + k] += share * entries[w * n + d + j] * Z[at + k];
    }
  });
  return { ...given, rates: Float64Array.from(chosen, (j) => others[j]), weights, loadings, tails: Float32Array.from(tails) };
}

const [TIMES, ROUNDING] = [100, 1e-15];

// A few of the rates, and shares (q × rates) with f(rate j) = Σ_q f(chosen q) shares_qj for every f by which the flow asks for
// them until the time `last`; lam: the least eigenvalue that enters by itself. As `reduced_flow` does in the library
// (Cheng, Gimbutas, Martinsson & Rokhlin 2005): columns, each time the longest, are taken out of all the others.
function representatives(rates, lam, last) {
  const n = rates.length;
  const most = rates.reduce((max, rate) => Math.max(max, Math.abs(rate)), 1e-300);
  const first = Math.log(1e-3 / most);
  const times = [0, ...Array.from({ length: TIMES }, (_, i) => Math.exp(first + (i / (TIMES - 1)) * (Math.log(last) - first)))];
  const columns = Array.from(rates, (rate) => Float64Array.from(times.flatMap((t) => {
    const growth = Math.exp(2 * (rate - lam) * t);
    const x = 2 * Math.abs(rate) * t;
    const integral = 2 * t * (x ? -Math.expm1(-x) / x : 1) * (rate > 0 ? growth : Math.exp(-2 * lam * t));
    return [growth, lam * integral, (growth * rate) / most];
  })));
  const dot = (u, v) => {
    let sum = 0;
    for (let i = 0; i < u.length; i++) sum += u[i] * v[i];
    return sum;
  };
  const [order, R] = [[], []]; // which are taken, and of each row: its part in every column
  for (let longest; order.length < n; ) {
    const lengths = columns.map((column, j) => (order.includes(j) ? -1 : Math.sqrt(dot(column, column))));
    const j = lengths.indexOf(Math.max(...lengths));
    longest ??= lengths[j];
    if (lengths[j] <= ROUNDING * longest) break;
    const unit = columns[j].map((x) => x / lengths[j]);
    R.push(columns.map((column, i) => {
      if (order.includes(i)) return 0;
      const part = i === j ? lengths[j] : dot(unit, column);
      for (let row = 0; row < unit.length; row++) column[row] -= part * unit[row];
      return part;
    }));
    order.push(j);
  }
  const chosen = order.map((_, p) => p).sort((p, r) => order[p] - order[r]); // rates descend
  const shares = new Float64Array(order.length * n);
  for (let j = 0; j < n; j++) {
    const x = R.map((row) => row[j]);
    for (let p = x.length - 1; p >= 0; p--) {
      for (let r = p + 1; r < x.length; r++) x[p] -= R[p][order[r]] * x[r];
      x[p] /= R[p][order[p]];
    }
    chosen.forEach((p, row) => (shares[row * n + j] = x[p]));
  }
  return { chosen: chosen.map((p) => order[p]), shares };
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
