// Gradient descent on ‖W Wᵀ - M‖² from W = σ W(0), as the library's `gradient_descent`: nothing is left out, nothing solved.

export const STEP = 0.05; // in units of 1/λ₁ of the book's time, where that is stable
const RECORDS = 60;

// A step of the book's time: W grows by it times (M - W Wᵀ) W. Beyond 2 over the steepest curvature it would diverge.
export function stepOf({ eigenvalues, lowest, spread }, sigma) {
  return Math.min(STEP / eigenvalues[0], 0.9 / (Math.abs(lowest) + 3 * sigma * sigma * spread));
}

// The largest eigenvalue of W(0)ᵀ W(0), which is never above its trace.
export function spreadOf(start, V, d) {
  const S = gram(start, V, d);
  diagonalise(S, d);
  return Math.max(...Array.from({ length: d }, (_, k) => S[(k * (k + 3)) / 2]));
}

// It yields {time, squares, loss} at the start and every so many steps, until `horizon`; between two of them the share done.
export function* descend({ M, V, d, start, sigma, step, horizon, normSquared }) {
  const steps = Math.max(RECORDS, Math.ceil(horizon / step));
  const every = Math.max(1, Math.round(steps / RECORDS));
  const W = start.map((x) => sigma * x);
  for (let n = 0; ; n++) {
    const MW = product(M, V, W, d);
    const S = gram(W, V, d);
    if (n % every === 0) yield { record: recordOf(W, MW, S, d, n * step, normSquared) };
    else yield { share: n / steps };
    if (n >= every * RECORDS) return;
    for (let i = 0; i < V * d; i += d) {
      for (let c = 0; c < d; c++) {
        let back = 0;
        for (let a = 0; a < d; a++) back += W[i + a] * S[a < c ? triangular(c) + a : triangular(a) + c];
        MW[i + c] -= back;
      }
    }
    for (let i = 0; i < V * d; i++) W[i] += step * MW[i];
  }
}

// Wᵀ W, the lower triangle.
function gram(W, V, d) {
  const S = new Float64Array(triangular(d));
  for (let i = 0; i < V * d; i += d) {
    for (let a = 0, at = 0; a < d; a++) for (let c = 0; c <= a; c++, at++) S[at] += W[i + a] * W[i + c];
  }
  return S;
}

function recordOf(W, MW, S, d, time, normSquared) {
  let [cross, fourth] = [0, 0];
  for (let i = 0; i < W.length; i++) cross += W[i] * MW[i];
  const turned = S.slice();
  diagonalise(turned, d);
  const squares = Float64Array.from({ length: d }, (_, k) => turned[(k * (k + 3)) / 2]).sort().reverse();
  for (const square of squares) fourth += square * square;
  return { time, squares, loss: normSquared - 2 * cross + fourth };
}
