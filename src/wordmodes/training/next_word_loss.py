"""What a next-word model says, and what it loses: a softmax, its cross-entropy, and that to second order."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wordmodes import _validate
from wordmodes.training._checks import checked_pair, moderate
from wordmodes.training.bigrams import margins

FloatArray = NDArray[np.float64]
LossName = Literal["softmax", "quadratic"]

LOSSES: tuple[LossName, ...] = ("softmax", "quadratic")


def loss_and_gradients(
    B: ArrayLike, W: ArrayLike, C: ArrayLike, loss: LossName = "softmax"
) -> tuple[float, FloatArray, FloatArray]:
    """Cross-entropy of the next word under logits w_i · c_j + log q_j, or its second-order expansion, with gradients.

    Parameters
    ----------
    B : array_like, shape (V, V)
        See `margins`.
    W, C : array_like, shape (V, d)
    loss : {'softmax', 'quadratic'}
        'quadratic' is ½ Σ p_i q_j (z̃_ij - (B_ij - p_i q_j) / (p_i q_j))² up to a constant, z̃_ij = z_ij - Σ_j q_j z_ij.

    Returns
    -------
    (float, ndarray, ndarray)
        The loss in nats, ∂L/∂W and ∂L/∂C.

    Raises
    ------
    TypeError, ValueError
        As `margins`; if W and C do not fit B, or `loss` is unknown.

    References
    ----------
    Bengio et al. (2003) for the softmax over the next word.

    Examples
    --------
    >>> value, dW, dC = loss_and_gradients([[0.5, 0.0], [0.0, 0.5]], [[0.0], [0.0]], [[1.0], [-1.0]])
    >>> round(value, 3), dW.tolist()
    (0.693, [[-0.5], [0.5]])
    """
    p, q = margins(B)
    _validate.choice("loss", loss, LOSSES)
    return _loss(np.asarray(B, dtype=np.float64), p, q, *checked_pair(len(p), W, C), loss)


def predict(W: ArrayLike, C: ArrayLike, q: ArrayLike) -> FloatArray:
    """The probabilities of the next word: the softmax of w · c_j + log q_j for each row w of W.

    Parameters
    ----------
    W : array_like, shape (n, d) or (d,)
    C : array_like, shape (V, d)
    q : array_like, shape (V,)
        How often each word is the second of a pair, all positive.

    Returns
    -------
    ndarray, shape (n, V) or (V,)
        Rows sum to 1.

    Raises
    ------
    TypeError, ValueError
        If shapes do not fit, a value is not finite, or a probability is not positive.

    References
    ----------
    Bengio et al. (2003).

    Examples
    --------
    >>> predict([[0.0]], [[1.0], [2.0]], [0.75, 0.25]).round(6).tolist()
    [[0.75, 0.25]]
    """
    one_row = isinstance(W, np.ndarray) and W.ndim == 1
    W = moderate("W", W, ("d",) if one_row else ("n", "d"))
    C = moderate("C", C, ("V", W.shape[-1]), hint="as many columns as W")
    q = _validate.array("q", q, (len(C),), above=0, hint="one for each row of C")
    logits = W @ C.T + np.log(q)
    odds = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return odds / odds.sum(axis=-1, keepdims=True)


def _loss(
    B: FloatArray, p: FloatArray, q: FloatArray, W: FloatArray, C: FloatArray, loss: LossName
) -> tuple[float, FloatArray, FloatArray]:
    if loss == "softmax":
        Z = W @ C.T + np.log(q)
        Z -= Z.max(axis=1, keepdims=True)
        odds = np.exp(Z)
        total = odds.sum(axis=1)
        value = float(p @ np.log(total) - np.vdot(B, Z))
        G = odds * (p / total)[:, None] - B
    else:
        Z = W @ (C - q @ C).T
        G = np.outer(p, q)
        value = float(-q @ np.log(q) - np.vdot(B - G, Z) + np.vdot(G, Z * Z) / 2)
        G = G * (1 + Z) - B
    return value, G @ C, G.T @ W
