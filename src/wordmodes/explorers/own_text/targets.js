// What counts say once chance is taken away: M* and positive PMI, as the library's `m_star` and `ppmi` have them.

// P_ij and P_i P_j of a pair; `of`: counts of the lower triangle, their sums and total
const pairOf = ({ counts, sums, total }, a, b) => {
  const [low, high] = a < b ? [a, b] : [b, a];
  return [((a === b ? 2 : 1) * counts[triangular(high) + low]) / total, (sums[a] / total) * (sums[b] / total)];
};

// M*_ij = 2 (P_ij - P_i P_j) / (P_ij + P_i P_j), (V × V); of a word without any pair nothing is known: its row is 0.
export function mStarOf({ counts, sums, total }, V) {
  const M = new Float64Array(V * V);
  const p = sums.map((sum) => sum / total);
  for (let a = 0, i = 0; a < V; a++) {
    for (let b = 0; b <= a; b++, i++) {
      const chance = p[a] * p[b];
      if (!chance) continue;
      const P = ((a === b ? 2 : 1) * counts[i]) / total;
      M[a * V + b] = M[b * V + a] = (2 * (P - chance)) / (P + chance);
    }
  }
  return M;
}

// max(log(P_ij / P_i P_j), 0) of one word with every other, (V).
export function ppmiOf(table, V, a) {
  return Float64Array.from({ length: V }, (_, b) => {
    const [P, Q] = pairOf(table, a, b);
    return P ? Math.max(Math.log(P / Q), 0) : 0;
  });
}

export const squaresOf = (M) => M.reduce((sum, x) => sum + x * x, 0);
