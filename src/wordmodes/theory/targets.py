"""Association matrices: what the counts say once chance is taken away.

Every function takes the joint distribution `P` of a symmetric co-occurrence table (`Cooccurrence.P`) and returns
a new array. A pair that was never seen is given its value by definition, never by a small constant: its PMI is
-inf, its positive PMI 0, its M* exactly -2.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from wordmodes import _validate
from wordmodes.theory._checks import FloatArray, joint
from wordmodes.theory.weighted import WeightedTarget, rank_one_scale, weighted_target

__all__ = [
    "WeightedTarget",
    "damped_m_star",
    "independent",
    "m_star",
    "marginal",
    "pmi",
    "ppmi",
    "rank_one_scale",
    "shifted_pmi",
    "weighted_target",
]


def marginal(P: ArrayLike) -> FloatArray:
    """How often each word is in a pair: P_i = Σ_j P_ij.

    Parameters
    ----------
    P : array_like, shape (V, V)
        Joint distribution: symmetric, non-negative, summing to 1.

    Returns
    -------
    ndarray, shape (V,)

    Raises
    ------
    TypeError, ValueError
        If `P` is not such a matrix, or a word co-occurs with nothing.

    References
    ----------
    Levy & Goldberg (2014), section 2.

    Examples
    --------
    >>> marginal([[0.5, 0.25], [0.25, 0.0]]).tolist()
    [0.75, 0.25]
    """
    return joint("P", P).sum(axis=1)


def independent(P: ArrayLike) -> FloatArray:
    """What P would be if words ignored each other: Q_ij = P_i P_j.

    Parameters
    ----------
    P : array_like, shape (V, V)
        Joint distribution.

    Returns
    -------
    ndarray, shape (V, V)

    Raises
    ------
    TypeError, ValueError
        As `marginal`.

    References
    ----------
    Church & Hanks (1990).

    Examples
    --------
    >>> independent([[0.5, 0.0], [0.0, 0.5]]).tolist()
    [[0.25, 0.25], [0.25, 0.25]]
    """
    p = marginal(P)
    return np.outer(p, p)


def pmi(P: ArrayLike) -> FloatArray:
    """Pointwise mutual information, log(P_ij / (P_i P_j)), in nats.

    Parameters
    ----------
    P : array_like, shape (V, V)
        Joint distribution.

    Returns
    -------
    ndarray, shape (V, V)
        -inf where a pair was never seen.

    Raises
    ------
    TypeError, ValueError
        As `marginal`.

    References
    ----------
    Church & Hanks (1990), equation for association ratio.

    Examples
    --------
    Two words that are seen only with themselves, twice as often as by chance:

    >>> pmi([[0.5, 0.0], [0.0, 0.5]]).round(3).tolist()
    [[0.693, -inf], [-inf, 0.693]]
    """
    P = joint("P", P)
    p = P.sum(axis=1)
    with np.errstate(divide="ignore"):
        return np.log(P) - np.log(p)[:, None] - np.log(p)[None, :]


def ppmi(P: ArrayLike) -> FloatArray:
    """Positive PMI, max(PMI, 0): rare and unseen pairs are treated as unrelated.

    Parameters
    ----------
    P : array_like, shape (V, V)
        Joint distribution.

    Returns
    -------
    ndarray, shape (V, V)
        In nats, from 0 on.

    Raises
    ------
    TypeError, ValueError
        As `marginal`.

    References
    ----------
    Bullinaria & Levy (2007); Levy & Goldberg (2014), section 3.

    Examples
    --------
    >>> ppmi([[0.5, 0.0], [0.0, 0.5]]).round(3).tolist()
    [[0.693, 0.0], [0.0, 0.693]]
    """
    return np.maximum(pmi(P), 0.0)


def shifted_pmi(P: ArrayLike, negatives: float) -> FloatArray:
    """PMI - log k, the unconstrained optimum of SGNS with k negative samples.

    Parameters
    ----------
    P : array_like, shape (V, V)
        Joint distribution.
    negatives : float
        k > 0, negative samples for each real pair.

    Returns
    -------
    ndarray, shape (V, V)
        In nats; -inf where a pair was never seen.

    Raises
    ------
    TypeError, ValueError
        As `marginal`, or if `negatives` is not positive.

    References
    ----------
    Levy & Goldberg (2014), equation 11.

    Examples
    --------
    >>> shifted_pmi([[0.4, 0.1], [0.1, 0.4]], negatives=2).round(3).tolist()
    [[-0.223, -1.609], [-1.609, -0.223]]
    """
    negatives = _validate.real("negatives", negatives, above=0)
    return pmi(P) - np.log(negatives)


def m_star(P: ArrayLike) -> FloatArray:
    """The theory's target, M*_ij = (P_ij - P_i P_j) / (½ (P_ij + P_i P_j)) = 2 tanh(PMI_ij / 2).

    Parameters
    ----------
    P : array_like, shape (V, V)
        Joint distribution.

    Returns
    -------
    ndarray, shape (V, V)
        Within [-2, 2]; -2 where a pair was never seen.

    Raises
    ------
    TypeError, ValueError
        As `marginal`, or if P_i P_j of an unseen pair is 0 in floating point.

    References
    ----------
    Karkada, Simon, Bahri & DeWeese (2025).

    Examples
    --------
    >>> m_star([[0.5, 0.0], [0.0, 0.5]]).round(3).tolist()
    [[0.667, -2.0], [-2.0, 0.667]]
    """
    P = joint("P", P)
    Q = np.outer(P.sum(axis=1), P.sum(axis=1))
    both = P + Q
    if not both.all():
        i, j = np.argwhere(both == 0)[0]
        raise ValueError(f"P[{i}, {j}] and P_i P_j are both 0 in floating point; drop words that hardly ever occur")
    return 2.0 * (P - Q) / both


def damped_m_star(counts: ArrayLike, window: int) -> FloatArray:
    """M* with one pseudo-count on either side: 2 (c - E) / (c + E + 2).

    A pair that chance alone would hardly have produced (E small) says little by its absence, and this target says
    little of it: it is the posterior mean rate in place of the observed one, under a Gamma prior of one event.

    Parameters
    ----------
    counts : array_like, shape (V, V)
        Symmetric weighted counts (weights L + 1 - j), up to 2⁶³.
    window : int
        L. Dividing by it gives c in the unit that the prior is stated in: the pairs which a trainer with a uniformly
        shrinking window expects to see.

    Returns
    -------
    ndarray, shape (V, V)
        Within (-2, 2), and the nearer to M* the more was counted.

    Raises
    ------
    TypeError, ValueError
        If `counts` is not a symmetric non-negative matrix with a count in each row, or `window` < 1.

    References
    ----------
    DuMouchel (1999), the Gamma prior on the ratio of a count to its expectation.

    Examples
    --------
    Two words that never met, in a short text and in one a hundred times as long:

    >>> damped_m_star([[10, 0], [0, 10]], window=5).round(3)[0, 1].item()
    -0.667
    >>> damped_m_star([[1000, 0], [0, 1000]], window=5).round(3)[0, 1].item()
    -1.961
    """
    window = _validate.integer("window", window, 1, 2**31)
    c = _validate.array("counts", counts, ("V", "V"), low=0, high=2.0**63)
    if c.sum() < 1e-200:
        raise ValueError("counts must hold a pair, and all of them are 0; count a longer text")
    c = joint("counts", c / c.sum()) * (c.sum() / window)
    row = c.sum(axis=1)
    expected = np.outer(row, row) / row.sum()
    return 2.0 * (c - expected) / (c + expected + 2.0)
