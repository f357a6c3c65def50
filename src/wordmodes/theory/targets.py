"""Association matrices: what the counts say once chance is taken away.

Every function takes the joint distribution `P` of a symmetric co-occurrence table (`Cooccurrence.P`) and returns
a new array. A pair that was never seen is given its value by definition, never by a small constant: its PMI is
-inf, its positive PMI 0, its M* exactly -2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class WeightedTarget:
    """The least-squares problem that SGNS becomes near the origin.

    Attributes
    ----------
    M : ndarray, shape (V, V)
        What the inner products are pulled to.
    g : ndarray, shape (V, V)
        How hard each one is pulled.
    """

    M: FloatArray
    g: FloatArray


def marginal(P: ArrayLike) -> FloatArray:
    """Return P_i = Σ_j P_ij, shape (V,).

    Parameters
    ----------
    P : array_like, shape (V, V)
        Joint distribution: square, symmetric, non-negative, summing to 1.

    Raises
    ------
    ValueError
        If `P` is not such a matrix, or a word co-occurs with nothing.
    """
    return _joint(P).sum(axis=1)


def independent(P: ArrayLike) -> FloatArray:
    """Return Q_ij = P_i P_j, what P would be if words ignored each other; shape (V, V).

    Raises
    ------
    ValueError
        As `marginal`.
    """
    p = marginal(P)
    return np.outer(p, p)


def pmi(P: ArrayLike) -> FloatArray:
    """Pointwise mutual information, log(P_ij / (P_i P_j)), in nats.

    Returns
    -------
    ndarray, shape (V, V)
        -inf where a pair was never seen.

    Raises
    ------
    ValueError
        As `marginal`.

    References
    ----------
    Church & Hanks (1990), equation for association ratio.
    """
    P = _joint(P)
    p = P.sum(axis=1)
    with np.errstate(divide="ignore"):
        return np.log(P) - np.log(p)[:, None] - np.log(p)[None, :]


def ppmi(P: ArrayLike) -> FloatArray:
    """Positive PMI, max(PMI, 0): rare and unseen pairs are treated as unrelated.

    Raises
    ------
    ValueError
        As `marginal`.

    References
    ----------
    Bullinaria & Levy (2007); Levy & Goldberg (2014), section 3.
    """
    return np.maximum(pmi(P), 0.0)


def shifted_pmi(P: ArrayLike, negatives: float) -> FloatArray:
    """PMI - log k, the unconstrained optimum of SGNS with k negative samples.

    Parameters
    ----------
    negatives : float
        k > 0, negative samples for each real pair.

    Raises
    ------
    ValueError
        As `marginal`, or if `negatives` is not positive.

    References
    ----------
    Levy & Goldberg (2014), equation 11.
    """
    if not negatives > 0:
        raise ValueError(f"negatives must be positive, got {negatives!r}")
    return pmi(P) - np.log(negatives)


def m_star(P: ArrayLike) -> FloatArray:
    """The theory's target, M*_ij = (P_ij - P_i P_j) / (½ (P_ij + P_i P_j)) = 2 tanh(PMI_ij / 2).

    Returns
    -------
    ndarray, shape (V, V)
        Within [-2, 2]; -2 where a pair was never seen.

    Raises
    ------
    ValueError
        As `marginal`.

    References
    ----------
    Karkada, Simon, Bahri & DeWeese (2025).
    """
    P = _joint(P)
    Q = np.outer(P.sum(axis=1), P.sum(axis=1))
    return 2.0 * (P - Q) / (P + Q)


def weighted_target(P: ArrayLike, psi_plus: ArrayLike, psi_minus: ArrayLike) -> WeightedTarget:
    """M* and its weights g for any engineering weights Ψ.

    g = Ψ⁺P + Ψ⁻Q and M* = (Ψ⁺P - Ψ⁻Q) / (g / 2). A tied model sees only the symmetric part of Ψ⁻Q, so that is used.

    Parameters
    ----------
    P : array_like, shape (V, V)
    psi_plus, psi_minus : array_like, broadcastable to (V, V)
        Non-negative weights of real and of negative pairs.

    Raises
    ------
    ValueError
        As `marginal`; if a weight is negative or not finite; if some pair has no weight at all.

    References
    ----------
    Karkada et al. (2025).
    """
    P = _joint(P)
    positive = _weights("psi_plus", psi_plus, P.shape) * P
    negative = _weights("psi_minus", psi_minus, P.shape) * np.outer(P.sum(axis=1), P.sum(axis=1))
    positive, negative = (positive + positive.T) / 2, (negative + negative.T) / 2
    g = positive + negative
    if not (g > 0).all():
        i, j = np.argwhere(g <= 0)[0]
        raise ValueError(
            f"pair ({i}, {j}) has weight g = 0, so its target is undefined; give psi_minus a positive value there"
        )
    return WeightedTarget(M=2.0 * (positive - negative) / g, g=g)


def rank_one_scale(unigram: ArrayLike, alpha: float) -> FloatArray:
    """The diagonal D = (V u_i)^α of the rank-one weights g_ij = (u_i u_j)^{2α}.

    With weights of rank one the best factorisation is still an eigenvalue problem: that of D M* D.

    Parameters
    ----------
    unigram : array_like, shape (V,)
        Word probabilities (or counts; only their ratios matter), all positive.
    alpha : float
        0 weighs all pairs alike; ½ weighs a pair by the product of its words' frequencies.

    Raises
    ------
    ValueError
        If a frequency is not a positive number.

    References
    ----------
    Srebro & Jaakkola (2003), section 2: weighted low-rank approximation with rank-one weights.
    """
    u = np.asarray(unigram, dtype=np.float64)
    if u.ndim != 1 or not (np.isfinite(u).all() and (u > 0).all()):
        raise ValueError("unigram must be a vector of positive numbers; drop the words that never occur")
    return (len(u) * u / u.sum()) ** alpha


def damped_m_star(counts: ArrayLike, window: int) -> FloatArray:
    """M* with one pseudo-count on either side: 2 (c - E) / (c + E + 2).

    A pair that chance alone would hardly have produced (E small) says little by its absence, and this target says
    little of it: it is the posterior mean rate in place of the observed one, under a Gamma prior of one event.

    Parameters
    ----------
    counts : array_like, shape (V, V)
        Symmetric weighted counts (weights L + 1 - j).
    window : int
        L. Dividing by it gives c in the unit that the prior is stated in: the pairs which a trainer with a uniformly
        shrinking window expects to see.

    Raises
    ------
    ValueError
        If `counts` is not a symmetric non-negative matrix or `window` < 1.
    """
    if window < 1:
        raise ValueError(f"window must be at least 1 word, got {window}")
    c = np.asarray(counts, dtype=np.float64)
    c = _joint(c / c.sum()) * (c.sum() / window)
    row = c.sum(axis=1)
    expected = np.outer(row, row) / row.sum()
    return 2.0 * (c - expected) / (c + expected + 2.0)


def _weights(name: str, psi: ArrayLike, shape: tuple[int, ...]) -> FloatArray:
    psi = np.asarray(psi, dtype=np.float64)
    if not (np.isfinite(psi).all() and (psi >= 0).all()):
        raise ValueError(f"{name} must hold finite, non-negative weights")
    try:
        return np.broadcast_to(psi, shape)
    except ValueError:
        raise ValueError(f"{name} has shape {psi.shape}, which does not broadcast to P's {shape}") from None


def _joint(P: ArrayLike) -> FloatArray:
    """Return `P` as float64 after checking that it is a symmetric joint distribution."""
    P = np.asarray(P, dtype=np.float64)
    if P.ndim != 2 or P.shape[0] != P.shape[1] or P.shape[0] < 2:
        raise ValueError(f"P must be a square matrix over at least two words, got shape {P.shape}")
    if not np.isfinite(P).all():
        i, j = np.argwhere(~np.isfinite(P))[0]
        raise ValueError(f"P[{i}, {j}] is {P[i, j]}; counts without pairs (a total of 0) give this")
    if P.min() < 0:
        i, j = np.argwhere(P < 0)[0]
        raise ValueError(f"P[{i}, {j}] is negative; a count cannot be")
    if abs(P.sum() - 1) > 1e-9:
        raise ValueError(f"P sums to {P.sum():.6g}, not 1; pass counts / counts.sum()")
    if np.abs(P - P.T).max() > 1e-12 * P.max():
        raise ValueError("P is not symmetric; count pairs in both directions, or pass (P + P.T) / 2")
    if not P.any(axis=1).all():
        raise ValueError(
            f"word {int(np.flatnonzero(~P.any(axis=1))[0])} co-occurs with nothing; drop it from the vocabulary"
        )
    return P
