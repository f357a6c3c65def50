// What every explorer shares, second part: one mode on its own, and the eigenvalues of a small symmetric matrix.
// Joined after shared.js.

// s²(t) under ds/dt = (λ - s²) s from s(0) = start, as in the library; with a height of its own, s² grows as before while it
// is small and ends there. λ = 0 is no exception.
export function sigmoid(lam, start, t, height = lam) {
  const s2 = start * start;
  const room = lam === 0 ? 2 * t : -Math.expm1(-2 * lam * t) / height;
  return s2 / (Math.exp(-2 * lam * t) + s2 * room);
}

// When s² passes half its height, or null if it starts above that or never will.
export function halfRiseTime(lam, start, height = lam) {
  const s2 = start * start;
  return lam > 0 && s2 < height / 2 ? Math.log(height / s2 - 1) / (2 * lam) : null;
}

// Eigenvalues of a symmetric matrix (lower, packed) by Jacobi rotations, left on its diagonal; U (d × d, by rows), if given,
// is turned with it: the identity becomes the eigenvectors, in columns. `floor` is the square of what counts as nothing off
// the diagonal. Where the matrix is positive definite, `tolerance` alone keeps the digits of small eigenvalues too, unlike
// a method that works to an accuracy relative to the largest (Demmel & Veselić 1992).
export function diagonalise(A, d, { tolerance = 1e-11, floor = 0, U = null } = {}) {
  const limit = tolerance * tolerance;
  for (let sweep = 0; sweep < 60; sweep++) {
    let turned = false;
    for (let q = 1; q < d; q++) {
      const rowQ = (q * (q + 1)) / 2;
      for (let p = 0; p < q; p++) {
        const rowP = (p * (p + 1)) / 2;
        const apq = A[rowQ + p];
        const app = A[rowP + p];
        const aqq = A[rowQ + q];
        if (apq * apq <= Math.max(limit * app * aqq, floor)) continue;
        turned = true;
        const theta = (aqq - app) / (2 * apq);
        const tan = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const cos = 1 / Math.sqrt(tan * tan + 1);
        const sin = tan * cos;
        A[rowP + p] = app - tan * apq;
        A[rowQ + q] = aqq + tan * apq;
        A[rowQ + p] = 0;
        for (let r = 0; r < p; r++) turn(A, rowP + r, rowQ + r, cos, sin);
        for (let r = p + 1, i = ((p + 1) * (p + 2)) / 2 + p; r < q; i += ++r) turn(A, i, rowQ + r, cos, sin);
        for (let r = q + 1, i = ((q + 1) * (q + 2)) / 2; r < d; i += ++r) turn(A, i + p, i + q, cos, sin);
        if (U) for (let r = 0; r < d; r++) turn(U, r * d + p, r * d + q, cos, sin);
      }
    }
    if (!turned) return;
  }
}

function turn(A, i, j, cos, sin) {
  const x = A[i];
  const y = A[j];
  A[i] = cos * x - sin * y;
  A[j] = sin * x + cos * y;
}
