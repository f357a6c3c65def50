// One mode: gradient descent's steps. Joined after the frame; the pictures and the wiring follow.

export const TIME_END = 24;
const GROWN = 1 - 1e-12; // a share that counts as full where odds are taken, as in the library

// s ← s + 4η (λ - s²) s, up to the picture's edge. squares holds `n` values, of which none is beyond the point of no return;
// escape is the step at which h s² > 2 + hλ: from there each step makes s longer.
export function descend(lam, start, step, squares) {
  const h = 4 * step;
  const last = Math.min(squares.length - 1, Math.ceil(TIME_END / h - 1e-9));
  let s = start;
  for (let n = 0; n <= last; n++) {
    if (h * s * s > 2 + h * lam) return { n, s, escape: n };
    squares[n] = s * s;
    if (n < last) s += h * (lam - s * s) * s;
  }
  return { n: last + 1, s, escape: null };
}

// The time at which steps of size h first pass λ/2, on a straight line in the odds' logarithm between two steps.
export function crossing(lam, squares, n, h) {
  const odds = (k) => {
    const share = clamp(squares[k] / lam, 1e-300, GROWN);
    return Math.log(share / (1 - share));
  };
  if (!(lam > 0) || !n || odds(0) >= 0) return null;
  for (let k = 1; k < n; k++) {
    const high = odds(k);
    if (high >= 0) return { steps: k, time: h * (k - 1 - odds(k - 1) / (high - odds(k - 1))) };
  }
  return null;
}

const SETTLE = 20000;
const CYCLES = 16;

// Where the steps lead in the end: {kind: "diverges", step}, or {kind: "repeats", every, values} with the values of s² in one
// round, or {kind: "wanders"}.
export function fate(lam, { s, n, escape }, step) {
  const h = 4 * step;
  if (escape !== null) return { kind: "diverges", step: escape };
  for (let k = n; k < n + SETTLE; k++) {
    const before = s;
    s += h * (lam - s * s) * s;
    if (s === before) break;
    if (h * s * s > 2 + h * lam) return { kind: "diverges", step: k };
  }
  const values = [];
  for (let k = 0; k <= 2 * CYCLES; k++) {
    values.push(s * s);
    s += h * (lam - s * s) * s;
  }
  const near = (a, b) => Math.abs(a - b) <= 1e-6 * Math.max(Math.abs(lam), 1e-3);
  for (let every = 1; every <= CYCLES; every++) {
    if (values.every((value, k) => k + every >= values.length || near(value, values[k + every]))) return { kind: "repeats", every, values: values.slice(0, every) };
  }
  return { kind: "wanders", values };
}

// The sizes of step, x = 4ηλ, at which something changes.
export const THRESHOLDS = [
  { x: 0.5, text: "½" },
  { x: 1, text: "1" },
  { x: Math.sqrt(5) - 1, text: "√5\u2009−\u20091" },
  { x: 2, text: "2" },
];

// For each of `count` sizes of step from 0 to `most`, sixty values of s²/λ after a thousand steps from one half.
export function ends(count, most) {
  const all = new Float32Array(60 * count);
  for (let i = 0; i < count; i++) {
    const x = ((i + 0.5) / count) * most;
    let v = 0.5;
    for (let n = 0; n < 1060; n++) {
      v *= 1 + x * (1 - v * v);
      if (n >= 1000) all[60 * i + n - 1000] = v * v;
    }
  }
  return all;
}
