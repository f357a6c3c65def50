"""Association matrices: what the counts say once chance is taken away.

Every function takes the joint distribution `P` of symmetric co-occurrence counts (`Cooccurrence.P`). Of a dense table
it makes a dense array; of a sparse one an `Association`, which stores nothing for the pairs that never met. A pair that
was never seen is given its value by definition, never by a small constant: its PMI is -inf, its positive PMI 0, its
M* exactly -2.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array, issparse

from wordmodes import _validate
from wordmodes.theory._checks import FloatArray, joint
from wordmodes.theory._pairwise import pairwise
from wordmodes.theory.association import Association
from wordmodes.theory.damped import damped_m_star
from wordmodes.theory.weighted import WeightedTarget, rank_one_m_star, rank_one_scale, weighted_target

Joint: TypeAlias = ArrayLike | csr_array
Matrix: TypeAlias = FloatArray | Association

__all__ = [
    "WeightedTarget",
    "damped_m_star",
    "independent",
    "m_star",
    "marginal",
    "mixed_pmi",
    "pmi",
    "ppmi",
    "rank_one_m_star",
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


def pmi(P: Joint, unseen: float = -np.inf) -> Matrix:
    """Pointwise mutual information, log(P_ij / (P_i P_j)), in nats.

    Parameters
    ----------
    P : array_like or csr_array, shape (V, V)
        Joint distribution.
    unseen : float
        The value of a pair that was never seen: by definition -inf, which has no eigenvectors and which an operator
        can't hold.

    Returns
    -------
    ndarray or Association, shape (V, V)

    Raises
    ------
    TypeError, ValueError
        As `marginal`; if `unseen` is not finite and P is sparse.

    References
    ----------
    Church & Hanks (1990), equation for association ratio.

    Examples
    --------
    Two words that are seen only with themselves, twice as often as by chance:

    >>> pmi([[0.5, 0.0], [0.0, 0.5]]).round(3).tolist()
    [[0.693, -inf], [-inf, 0.693]]
    """
    if issparse(P) or not (isinstance(unseen, float) and unseen == -np.inf):
        unseen = _validate.real("unseen", unseen, -1e100, 1e100, hint="an operator holds finite values, such as 0")
    P = joint("P", P)
    if issparse(P):
        return _on_pairs(P, _log_ratio, unseen)
    p = P.sum(axis=1)
    with np.errstate(divide="ignore"):
        made = np.log(P) - np.log(p)[:, None] - np.log(p)[None, :]
    return made if unseen == -np.inf else np.where(P > 0, made, unseen)


def ppmi(P: Joint, negatives: float = 1.0) -> Matrix:
    """Positive PMI, max(PMI - log k, 0): rare and unseen pairs are treated as unrelated.

    Parameters
    ----------
    P : array_like or csr_array, shape (V, V)
        Joint distribution.
    negatives : float
        k > 0. Above 1 it is the shifted positive PMI.

    Returns
    -------
    ndarray or Association, shape (V, V)
        In nats, from 0 on.

    Raises
    ------
    TypeError, ValueError
        As `marginal`, or if `negatives` is not positive.

    References
    ----------
    Bullinaria & Levy (2007); Levy & Goldberg (2014), section 3.

    Examples
    --------
    >>> ppmi([[0.5, 0.0], [0.0, 0.5]]).round(3).tolist()
    [[0.693, 0.0], [0.0, 0.693]]
    """
    shift = np.log(_validate.real("negatives", negatives, above=0))
    if issparse(P):
        return _on_pairs(joint("P", P), lambda P, Q: np.maximum(_log_ratio(P, Q) - shift, 0.0), 0.0)
    return np.maximum(pmi(P) - shift, 0.0)


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
    shift = np.log(_validate.real("negatives", negatives, above=0))
    return pmi(P) - shift


def mixed_pmi(P: Joint) -> Matrix:
    """log((P_ij + P_i P_j) / (2 P_i P_j)): the PMI of pairs of which half are drawn by chance.

    Parameters
    ----------
    P : array_like or csr_array, shape (V, V)
        Joint distribution.

    Returns
    -------
    ndarray or Association, shape (V, V)
        In nats; -log 2 where a pair was never seen.

    Raises
    ------
    TypeError, ValueError
        As `m_star`.

    References
    ----------
    Lin (1991), the divergence of a distribution from its mixture with another, of which this is the integrand.

    Examples
    --------
    >>> mixed_pmi([[0.5, 0.0], [0.0, 0.5]]).round(3).tolist()
    [[0.405, -0.693], [-0.693, 0.405]]
    """
    P = _with_chance(P)
    return _on_pairs(P, lambda P, Q: np.log((P + Q) / (2 * Q)), -np.log(2.0))


def m_star(P: Joint) -> Matrix:
    """The theory's target, M*_ij = (P_ij - P_i P_j) / (½ (P_ij + P_i P_j)) = 2 tanh(PMI_ij / 2).

    Parameters
    ----------
    P : array_like or csr_array, shape (V, V)
        Joint distribution.

    Returns
    -------
    ndarray or Association, shape (V, V)
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
    return _on_pairs(_with_chance(P), lambda P, Q: 2.0 * (P - Q) / (P + Q), -2.0)


def _with_chance(P: Any) -> Any:
    """A joint distribution in which no product of two marginals vanishes."""
    P = joint("P", P)
    p = P.sum(axis=1)
    if p.min() ** 2 == 0:
        i = int(np.argmin(p))
        raise ValueError(f"P_i² of word {i} of P is 0 in floating point; drop words that hardly ever occur")
    return P


def _log_ratio(P: NDArray[Any], Q: NDArray[Any]) -> NDArray[Any]:
    return np.log(P / Q)


def _on_pairs(P: Any, value: Callable[[NDArray[Any], NDArray[Any]], NDArray[Any]], unseen: float) -> Matrix:
    """A target that is a function of P_ij and P_i P_j, and `unseen` where P_ij is 0."""
    p = P.sum(axis=1)
    if not issparse(P):
        return value(P, np.outer(p, p))
    sparse = pairwise(P, p, lambda P, Q: np.where(P > 0, value(P, Q) - unseen, 0.0))
    return Association(sparse, np.ones((len(p), 1)), [[unseen]]) if unseen else Association(sparse)
