"""The same target under weights: any engineering weights Ψ, and the weights of rank one that keep PCA."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array, issparse

from wordmodes import _validate
from wordmodes.theory._checks import FloatArray, joint
from wordmodes.theory._pairwise import pairwise
from wordmodes.theory.association import Association


@dataclass(frozen=True)
class WeightedTarget:
    """The least-squares problem that SGNS becomes near the origin: min Σ g (x - M)² / 8, x the inner products.

    Parameters
    ----------
    M : ndarray, shape (V, V)
        What the inner products are pulled to.
    g : ndarray, shape (V, V)
        How hard each one is pulled, g >= 0.

    Raises
    ------
    TypeError, ValueError
        If the two are not finite square matrices of one shape, or a weight is negative.

    References
    ----------
    Karkada et al. (2025).

    Examples
    --------
    >>> WeightedTarget(M=[[2, -1], [-1, 1]], g=[[1, 1], [1, 1]]).M.shape
    (2, 2)
    """

    M: FloatArray
    g: FloatArray

    def __post_init__(self) -> None:
        for name, low in (("M", None), ("g", 0)):
            given = getattr(self, name)
            kind = np.float32 if getattr(given, "dtype", None) == np.float32 else np.float64
            object.__setattr__(self, name, _validate.array(name, given, ("V", "V"), dtype=kind, low=low))
        if self.M.shape != self.g.shape:
            raise ValueError(f"M and g must have one shape (V, V), got {self.M.shape} and {self.g.shape}")


def weighted_target(P: ArrayLike, psi_plus: ArrayLike, psi_minus: ArrayLike) -> WeightedTarget:
    """M* and its weights g for any engineering weights Ψ.

    g = Ψ⁺P + Ψ⁻Q and M* = (Ψ⁺P - Ψ⁻Q) / (g / 2). A tied model sees only the symmetric part of Ψ⁻Q, so that is used.

    Parameters
    ----------
    P : array_like, shape (V, V)
        Joint distribution.
    psi_plus, psi_minus : array_like, broadcastable to (V, V)
        Weights of real and of negative pairs, from 0 to 1e100.

    Returns
    -------
    WeightedTarget

    Raises
    ------
    TypeError, ValueError
        As `marginal`; if a weight is out of range or not finite; if some pair has no weight at all.

    References
    ----------
    Karkada et al. (2025).

    Examples
    --------
    Five negatives a pair lower every target, and an unseen pair weighs 5 P_i P_j:

    >>> problem = weighted_target([[0.4, 0.1], [0.1, 0.4]], psi_plus=1, psi_minus=5)
    >>> problem.M.round(3).tolist()
    [[-1.03, -1.704], [-1.704, -1.03]]
    """
    if issparse(P):
        raise TypeError("P must be a dense array here, since every pair has a weight of its own; see rank_one_m_star")
    seen: FloatArray = joint("P", P)
    positive = _weights("psi_plus", psi_plus, seen.shape) * seen
    negative = _weights("psi_minus", psi_minus, seen.shape) * np.outer(seen.sum(axis=1), seen.sum(axis=1))
    positive, negative = (positive + positive.T) / 2, (negative + negative.T) / 2
    g = positive + negative
    if not (g > 0).all():
        i, j = np.argwhere(g <= 0)[0]
        raise ValueError(
            f"pair ({i}, {j}) of P has weight g = 0 (psi_plus · P + psi_minus · Q), so its target is undefined;"
            " give psi_minus a positive value there"
        )
    return WeightedTarget(M=2.0 * (positive - negative) / g, g=g)


def rank_one_m_star(
    P: ArrayLike | csr_array, psi_plus: ArrayLike, psi_minus: ArrayLike
) -> FloatArray | Association:  # fmt: skip
    """M* for engineering weights of rank one, Ψ_ij = ψ_i ψ_j, as subsampling and a power of the noise have them.

    Parameters
    ----------
    P : array_like or csr_array, shape (V, V)
        Joint distribution.
    psi_plus, psi_minus : array_like, shape (V,)
        ψ of real and of negative pairs, all positive.

    Returns
    -------
    ndarray or Association, shape (V, V)
        (Ψ⁺P - Ψ⁻Q) / (½ (Ψ⁺P + Ψ⁻Q)); -2 where a pair was never seen, whatever the weights.

    Raises
    ------
    TypeError, ValueError
        As `marginal`; if there is not one positive weight for each word.

    References
    ----------
    Karkada et al. (2025), Proposition 2.

    Examples
    --------
    >>> rank_one_m_star([[0.5, 0.0], [0.0, 0.5]], psi_plus=[1, 1], psi_minus=[1, 2]).round(3).tolist()
    [[0.667, -2.0], [-2.0, -0.667]]
    """
    seen: Any = joint("P", P)
    V, p = seen.shape[0], seen.sum(axis=1)
    plus, minus = (
        _validate.array(name, psi, (V,), low=1e-100, high=1e100, hint="a positive weight for each word")
        for name, psi in (("psi_plus", psi_plus), ("psi_minus", psi_minus))
    )
    chance = minus * p / plus  # both sides divided by Ψ⁺
    if (chance.min() ** 2 == 0) or not np.isfinite(chance.max() ** 2):
        raise ValueError("psi_minus over psi_plus is beyond floating point; weights that differ less will do")
    if issparse(seen):
        beyond = pairwise(seen, chance, lambda P, Q: np.where(P > 0, 2.0 * (P - Q) / (P + Q) + 2.0, 0.0))
        return Association(beyond, np.ones((V, 1)), [[-2.0]])
    Q = np.outer(chance, chance)
    return 2.0 * (seen - Q) / (seen + Q)


def rank_one_scale(unigram: ArrayLike, alpha: float) -> FloatArray:
    """The diagonal D = (V u_i)^α of the rank-one weights g_ij = (u_i u_j)^{2α}.

    With weights of rank one the best factorisation is still an eigenvalue problem: that of D M* D.

    Parameters
    ----------
    unigram : array_like, shape (V,)
        Word probabilities (or counts; only their ratios matter), all positive.
    alpha : float
        0 weighs all pairs alike; ½ weighs a pair by the product of its words' frequencies.

    Returns
    -------
    ndarray, shape (V,)

    Raises
    ------
    TypeError, ValueError
        If a frequency is not a positive number, or the scale is beyond floating point.

    References
    ----------
    Srebro & Jaakkola (2003), section 2: weighted low-rank approximation with rank-one weights.

    Examples
    --------
    >>> rank_one_scale([1, 3], 0.5).round(3).tolist()
    [0.707, 1.225]
    """
    u = _validate.array("unigram", unigram, ("V",), above=0, high=1e300, hint="drop the words that never occur")
    alpha = _validate.real("alpha", alpha)
    with np.errstate(all="ignore"):
        scale = (len(u) * u / u.sum()) ** alpha
    if not (np.isfinite(scale) & (scale > 0)).all():
        raise ValueError(f"unigram to the power alpha = {alpha:g} is beyond floating point; bring alpha nearer to 0")
    return scale


def _weights(name: str, psi: ArrayLike, shape: tuple[int, ...]) -> NDArray[np.float64]:
    checked = _validate.array(name, psi, low=0, high=1e100)
    try:
        return np.broadcast_to(checked, shape)
    except ValueError:
        raise ValueError(f"{name} has shape {checked.shape}, which does not broadcast to P's {shape}") from None
