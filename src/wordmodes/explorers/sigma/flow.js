// Gradient flow dW/dt = (M - W Wᵀ) W, solved at any time t and any initialisation scale σ from tables that do not
// depend on either. With the start turned to lower-trapezoidal Z, S = diag(e^{-λ_k t}) and B = N + S²/σ² = U Uᵀ (U upper
// triangular), W = E e^{Λt} Z S U⁻ᵀ. In these coordinates mode 1 lies along the first axis, mode 2 in the plane of the first two, ….
// Modes 1 … d enter one by one; all the others through a few representative rates μ_q (see tables.py).

const NOTHING = 1e-22; // against sums of order one: what would not change their last digit

export class Flow {
  // eigenvalues (d), corner = top d × d of Z (row-major), rates (q), weights (q × d(d+1)/2), normSquared = ‖M‖²,
  // loadings (words × d): rows of E_d, tails (words × q × d): the other modes' share of a word. Rates descend.
  constructor({ d, eigenvalues, corner, rates, weights, normSquared, loadings, tails }) {
    Object.assign(this, { d, eigenvalues, corner, rates, weights, normSquared, loadings, tails });
    this.starts = Float64Array.from({ length: d }, (_, k) => Math.abs(corner[k * d + k]));
    this.nWords = loadings ? loadings.length / d : 0;
    const packed = (d * (d + 1)) / 2;
    [this.M, this.N, this.H, this.A] = Array.from({ length: 4 }, () => new Float64Array(packed));
    [this.U, this.inverse, this.lead, this.product] = Array.from({ length: 4 }, () => new Float64Array(d * d));
    [this.scale, this.lag, this.leadX, this.leadY] = Array.from({ length: 4 }, () => new Float64Array(d));
    [this.tailX, this.tailY] = [new Float64Array(rates.length * d), new Float64Array(rates.length * d)];
    this.growth = new Float64Array(rates.length);
  }

  // The σ-free part at time t: M = S Zᵀ e^{2Λt} Z S, N = S Zᵀ [(e^{2Λt} - 1)/Λ] Z S, H = S Zᵀ Λ e^{2Λt} Z S (lower, packed).
  setTime(t) {
    const { d, eigenvalues: lam, corner, rates, weights, M, N, H, lead, scale, lag, growth } = this;
    const last = lam[d - 1];
    for (let k = 0; k < d; k++) {
      scale[k] = Math.exp(-lam[k] * t);
      lag[k] = Math.exp((last - lam[k]) * t);
    }
    M.fill(0), N.fill(0), H.fill(0);
    const packed = M.length;
    const floor = scale[d - 1] * scale[d - 1];
    for (let q = 0, w = 0; q < rates.length; q++) {
      const rate = rates[q];
      growth[q] = Math.exp((rate - last) * t);
      const m = growth[q] * growth[q];
      if (m < NOTHING && floor < NOTHING) break; // and so for all lower rates
      const h = m * rate;
      // (e^{2μt} - 1)/μ, without overflow for μ > 0 and without 0/0 at μ = 0
      const n = rate > 0 ? (-m * Math.expm1(-2 * rate * t)) / rate : floor * (rate < 0 ? Math.expm1(2 * rate * t) / rate : 2 * t);
      for (let i = 0; i < packed; i++, w++) {
        const c = weights[w];
        M[i] += m * c;
        N[i] += n * c;
        H[i] += h * c;
      }
    }
    for (let k = 0, i = 0; k < d; k++) {
      for (let l = 0; l <= k; l++, i++) {
        const s = lag[k] * lag[l];
        M[i] *= s, N[i] *= s, H[i] *= s;
      }
    }
    for (let j = 0; j < d; j++) {
      for (let k = 0; k <= j; k++) lead[j * d + k] = corner[j * d + k] * Math.exp((lam[j] - lam[k]) * t);
      const n = -Math.expm1(-2 * lam[j] * t) / lam[j];
      for (let k = 0, i = 0; k <= j; k++) {
        const p = lead[j * d + k];
        for (let l = 0; l <= k; l++, i++) {
          const c = p * lead[j * d + l];
          M[i] += c;
          N[i] += n * c;
          H[i] += lam[j] * c;
        }
      }
    }
  }

  // The initialisation scale at that time: A = WᵀW in the coordinates above.
  setScale(sigma) {
    const { d, M, N, A, U, inverse: V, product: X, scale } = this;
    for (let k = d - 1; k >= 0; k--) {
      for (let l = k; l >= 0; l--) {
        let sum = N[(k * (k + 1)) / 2 + l];
        if (k === l) sum += (scale[k] / sigma) ** 2;
        for (let m = k + 1; m < d; m++) sum -= U[l * d + m] * U[k * d + m];
        U[l * d + k] = k === l ? Math.sqrt(sum) : sum / U[k * d + k];
      }
    }
    for (let k = d - 1; k >= 0; k--) {
      V[k * d + k] = 1 / U[k * d + k];
      for (let l = k + 1; l < d; l++) {
        let sum = 0;
        for (let m = k + 1; m <= l; m++) sum -= U[k * d + m] * V[m * d + l];
        V[k * d + l] = sum / U[k * d + k];
      }
    }
    for (let k = 0; k < d; k++) {
      for (let l = 0; l < d; l++) {
        let sum = 0;
        for (let m = k; m < d; m++) sum += V[k * d + m] * (m >= l ? M[(m * (m + 1)) / 2 + l] : M[(l * (l + 1)) / 2 + m]);
        X[k * d + l] = sum;
      }
    }
    for (let k = 0, i = 0; k < d; k++) {
      for (let l = 0; l <= k; l++, i++) {
        let sum = 0;
        for (let m = l; m < d; m++) sum += X[k * d + m] * V[l * d + m];
        A[i] = sum;
      }
    }
  }

  // Squared singular values of W, descending, into out[at …]; each accurate relative to itself. Uses A up.
  squares(out, at = 0) {
    const { d, A } = this;
    diagonalise(A, d);
    for (let k = 0; k < d; k++) {
      const value = A[(k * (k + 3)) / 2];
      let place = at + k;
      for (; place > at && out[place - 1] < value; place--) out[place] = out[place - 1];
      out[place] = value;
    }
  }

  // tr(WᵀMW)
  alignment() {
    const { d, H, inverse: V } = this;
    let trace = 0;
    for (let m = 0; m < d; m++) {
      for (let k = m; k < d; k++) {
        let sum = 0;
        for (let l = m; l < k; l++) sum += V[m * d + l] * H[(k * (k + 1)) / 2 + l];
        trace += V[m * d + k] * (2 * sum + V[m * d + k] * H[(k * (k + 3)) / 2]);
      }
    }
    return trace;
  }

  // All that the panels show of (σ, t): squared singular values into out[at …], and the loss ‖WWᵀ - M‖².
  solve(t, sigma, out, at = 0) {
    this.setTime(t);
    this.setScale(sigma);
    const cross = this.alignment();
    this.squares(out, at);
    let fourth = 0;
    for (let k = 0; k < this.d; k++) fourth += out[at + k] ** 2;
    return this.normSquared + fourth - 2 * cross;
  }

  // Coordinates k and l of the shown words at the time and scale last set, as x, y pairs into out[at …].
  place(k, l, out, at = 0) {
    const { d, nWords, loadings, tails, rates, growth, lag, lead, inverse: V, leadX, leadY, tailX, tailY } = this;
    leadX.fill(0), leadY.fill(0);
    for (let m = 0; m < d; m++) {
      const a = m < k ? 0 : V[k * d + m];
      const b = m < l ? 0 : V[l * d + m];
      for (let j = m; j < d; j++) {
        leadX[j] += lead[j * d + m] * a;
        leadY[j] += lead[j * d + m] * b;
      }
      for (let q = 0; q < rates.length; q++) {
        tailX[q * d + m] = growth[q] * lag[m] * a;
        tailY[q * d + m] = growth[q] * lag[m] * b;
      }
    }
    let seen = rates.length; // a ten-thousandth of a pixel is not
    while (seen > 0 && growth[seen - 1] < 1e-7) seen--;
    const stride = rates.length * d;
    for (let w = 0; w < nWords; w++) {
      let x = 0;
      let y = 0;
      for (let j = 0, i = w * d; j < d; j++, i++) {
        x += loadings[i] * leadX[j];
        y += loadings[i] * leadY[j];
      }
      for (let j = 0, i = w * stride; j < seen * d; j++, i++) {
        x += tails[i] * tailX[j];
        y += tails[i] * tailY[j];
      }
      out[at + 2 * w] = x;
      out[at + 2 * w + 1] = y;
    }
  }

  // The small-σ limit: mode k alone, started at s_k(0) = σ|R_kk|.
  sigmoid(k, t, sigma) {
    return sigmoid(this.eigenvalues[k], sigma * this.starts[k], t);
  }

  // Smallest loss that rank d allows: the leading modes removed, the rest left.
  floor() {
    return this.normSquared - this.eigenvalues.reduce((sum, lam) => sum + lam * lam, 0);
  }

  // A length for the time axis: until the slowest of the d sigmoids has risen.
  horizon(sigma) {
    let t = 0;
    for (let k = 0; k < this.d; k++) {
      const lam = this.eigenvalues[k];
      t = Math.max(t, (Math.log1p(lam / (sigma * this.starts[k]) ** 2) + 6) / (2 * lam));
    }
    return t;
  }
}

// exp of the entropy of s² / Σ s²: from 1 (one direction) to d (all alike).
export function effectiveRank(squares, at, d) {
  let total = 0;
  for (let k = 0; k < d; k++) total += squares[at + k];
  let entropy = 0;
  for (let k = 0; k < d; k++) {
    const p = squares[at + k] / total;
    if (p > 0) entropy -= p * Math.log(p);
  }
  return Math.exp(entropy);
}
