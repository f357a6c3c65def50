"""The SGNS loss and its Taylor polynomial under any weights Ψ: gradients, curvature, and the largest stable steps.

A target (M, g), from `targets.weighted_target`, stands for the two weighted distributions of the loss: with A = Ψ⁺P
and B = Ψ⁻Q, g = A + B and M = (A - B) / (g/2), so that A = g (2 + M) / 4 and B = g (2 - M) / 4.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse.linalg import LinearOperator, eigsh
from scipy.special import expit

from wordmodes import _validate
from wordmodes.theory.modes import leading_modes
from wordmodes.theory.targets import WeightedTarget
from wordmodes.training._checks import (
    LOSSES,
    FloatArray,
    LossName,
    checked,
    checked_start,
    checked_symmetric,
    checked_target,
)

_DENSE_BELOW = 200
_AT_A_TIME = 1 << 14  # pairs whose parts of the loss stay in a processor's own memory


def loss_and_gradient(
    target: WeightedTarget, W: ArrayLike, C: ArrayLike | None = None, loss: LossName = "quartic"
) -> tuple[float, FloatArray, FloatArray | None]:
    """The SGNS loss, or its Taylor polynomial, and its gradients.

    With x_ij = w_i·c_j (tied: w_i·w_j) the logistic loss is Σ A log(1 + e^{-x}) + B log(1 + e^x), the quartic one
    Σ A (log 2 - x/2 + x²/8) + B (log 2 + x/2 + x²/8), which is Σ g (x - M)²/8 up to a constant.

    Parameters
    ----------
    target : WeightedTarget
        Of shape (V, V).
    W : array_like, shape (V, d)
        Words.
    C : array_like, shape (V, d), optional
        Contexts; without them the model is tied.
    loss : {'quartic', 'logistic'}

    Returns
    -------
    (float, ndarray, ndarray or None)
        Loss in nats, gradient by W, gradient by C (None if tied).

    Raises
    ------
    TypeError, ValueError
        If `loss` is neither of the two, shapes do not fit, or a value is not finite.

    References
    ----------
    Mikolov et al. (2013b), equation 4; Karkada et al. (2025).

    Examples
    --------
    >>> value, slope, _ = loss_and_gradient(WeightedTarget(np.eye(2), np.ones((2, 2))), [[1.0], [0.0]], loss="logistic")
    >>> round(value, 3), slope.round(3).tolist()
    (2.643, [[-0.038], [0.0]])
    """
    target, W, C = checked(target, W, C, loss, narrow=False)
    value, slope = objective(target, loss, tied=C is None)(W if C is None else np.hstack([W, C]))
    d = W.shape[1]
    return value, slope[:, :d], None if C is None else slope[:, d:]


def objective(
    target: WeightedTarget, loss: LossName, tied: bool = True
) -> Callable[[FloatArray], tuple[float, FloatArray]]:
    """The loss and its gradient as a function of one array, which is what `descend` takes.

    Parameters
    ----------
    target : WeightedTarget
    loss : {'quartic', 'logistic'}
    tied : bool
        True: the function takes W, shape (V, d). False: W and C side by side, shape (V, 2d).

    Returns
    -------
    callable
        From the array to the loss and the gradient, of the array's shape. It does not check the array: it is called
        at every step.

    Raises
    ------
    TypeError, ValueError
        As `loss_and_gradient`.

    Examples
    --------
    >>> value, slope = objective(WeightedTarget(np.eye(2), np.ones((2, 2))), "quartic")(np.array([[1.0], [0.0]]))
    >>> round(value, 3), slope.tolist()
    (2.648, [[0.0], [0.0]])
    """
    _validate.instance("target", target, WeightedTarget, "weighted_target(P, psi_plus, psi_minus)")
    target = checked_target(target, np.float32 if np.asarray(target.g).dtype == np.float32 else np.float64)
    _validate.choice("loss", loss, LOSSES)
    tied = _validate.truth("tied", tied)

    def value_and_gradient(both: FloatArray) -> tuple[float, FloatArray]:
        if tied:
            value, slope = _pair_loss(target, both @ both.T, loss)
            return value, slope @ both + slope.T @ both
        W, C = np.hsplit(both, 2)
        value, slope = _pair_loss(target, W @ C.T, loss)
        return value, np.hstack([slope @ C, slope.T @ W])

    return value_and_gradient


def curvature(target: WeightedTarget, W: ArrayLike, C: ArrayLike | None = None, loss: LossName = "quartic") -> float:
    """Largest eigenvalue of the loss's Hessian at (W, C): near a minimum, steps below 2/curvature are stable.

    Parameters
    ----------
    target, W, C, loss
        As for `loss_and_gradient`.

    Returns
    -------
    float

    Raises
    ------
    TypeError, ValueError
        As `loss_and_gradient`.

    References
    ----------
    LeCun, Simard & Pearlmutter (1993): the largest eigenvalue bounds the rate.

    Examples
    --------
    >>> round(curvature(WeightedTarget(np.eye(2), np.ones((2, 2))), [[1.0], [0.0]]), 12)
    1.0
    """
    target, W, C = checked(target, W, C, loss, narrow=False)
    return _curvature(target, W, C, loss)


def _curvature(target: WeightedTarget, W: FloatArray, C: FloatArray | None, loss: LossName) -> float:
    tied, shape = C is None, W.shape
    other = W if C is None else C
    x = W @ other.T
    _, slope = _pair_loss(target, x, loss)
    bend = target.g / 4 if loss == "quartic" else target.g * expit(x) * expit(-x)

    def hessian(v: FloatArray) -> FloatArray:
        v = v.reshape(-1, *shape)
        dW, dC = v[0], v[-1]
        bent = bend * (dW @ other.T + W @ dC.T)
        if tied:
            return ((bent + bent.T) @ W + (slope + slope.T) @ dW).ravel()
        return np.concatenate([bent @ other + slope @ dC, bent.T @ W + slope.T @ dW], axis=None)

    n = W.size * (1 if tied else 2)
    return _extreme(LinearOperator((n, n), matvec=hessian, dtype=W.dtype), "LA")


def weighted_limit(
    target: WeightedTarget, W: ArrayLike, C: ArrayLike | None = None, loss: LossName = "quartic"
) -> float:
    """Largest stable step for `factorise`: 2/curvature, at the start or at the end, whichever is more curved.

    Where the run will end is what the closed form says with the rank-one weights that have the row sums of g. The
    curvature there is that of the quartic loss, which bounds the logistic one: σ' <= 1/4. With g = 1 and a start
    that is lower than the end the limit is exact, and equal to `stability_limit` in the units of this loss; a higher
    start makes it the stricter of the two. Under other weights it is an estimate, and `factorise` watches the loss as
    it goes.

    Parameters
    ----------
    target, W, C, loss
        As for `loss_and_gradient`; W and C are the start.

    Returns
    -------
    float
        η, infinite where the loss bends neither at the start nor at the end.

    Raises
    ------
    TypeError, ValueError
        As `loss_and_gradient`.

    References
    ----------
    Karkada et al. (2025) for the closed form; LeCun, Simard & Pearlmutter (1993) for 2/curvature.

    Examples
    --------
    >>> round(weighted_limit(WeightedTarget(np.eye(2), np.ones((2, 2))), [[0.1], [0.0]]), 6)
    2.0
    """
    return _weighted_limit(*checked(target, W, C, loss), loss)


def _weighted_limit(target: WeightedTarget, W: FloatArray, C: FloatArray | None, loss: LossName) -> float:
    scale = np.sqrt(target.g.sum(axis=1) / np.sqrt(target.g.sum()))
    scale = np.where(scale > 0, scale, 1.0)
    ending = leading_modes((target.M + target.M.T) / 2 * np.outer(scale, scale), W.shape[1],
                           by="value" if C is None else "modulus")  # fmt: skip
    height = np.maximum(ending.eigenvalues, 0.0) if C is None else np.abs(ending.eigenvalues)
    end = (ending.eigenvectors * np.sqrt(height) / scale[:, None]).astype(W.dtype)
    other = None if C is None else end * np.sign(ending.eigenvalues).astype(W.dtype)
    most = max(_curvature(target, W, C, loss), _curvature(target, end, other, "quartic"))
    return 2 / most if most > 0 else np.inf


def _pair_loss(target: WeightedTarget, x: FloatArray, loss: LossName) -> tuple[float, FloatArray]:
    """Loss, and its derivative by each x_ij."""
    of_pairs = _quartic if loss == "quartic" else _logistic
    value, slope = 0.0, np.empty_like(x)
    step = 1 + _AT_A_TIME // len(x)
    for start in range(0, len(x), step):
        rows = slice(start, start + step)
        part, slope[rows] = of_pairs(target.M[rows], target.g[rows], x[rows])
        value += part
    return value, slope


def _quartic(M: FloatArray, g: FloatArray, x: FloatArray) -> tuple[float, FloatArray]:
    return float(np.vdot(g, np.log(2) + x * (x / 8 - M / 4))), g * (x - M) / 4


def _logistic(M: FloatArray, g: FloatArray, x: FloatArray) -> tuple[float, FloatArray]:
    # A log(1 + e^{-x}) + B log(1 + e^x) = g (log(2 cosh(x/2)) - x M/4), written so that nothing grows beyond x.
    size = np.abs(x)
    value = np.vdot(g, size / 2 + np.log1p(np.exp(-size)) - x * M / 4)
    return float(value), g * (np.tanh(x / 2) / 2 - M / 4)


def stability_limit(M: ArrayLike, W: ArrayLike) -> float:
    """Largest stable step η for ‖W Wᵀ - M‖²: ¼ min(1/λ₁, 2/(max(λ₁, s₁²(0)) + max(0, -λ_min))).

    At the end of training W Wᵀ has the modes λ₁ … λ_d. There a step multiplies an error in the height of mode k by
    1 - 8ηλ_k, and an error that turns it towards mode m by 1 - 4η(λ_k - λ_m); a start of height s₁² > λ₁ is worse
    than the end. Each factor must stay above -1.

    Parameters
    ----------
    M : array_like, shape (V, V)
        Symmetric.
    W : array_like, shape (V, d)
        The start, d <= V.

    Returns
    -------
    float
        η, infinite where M and W are 0.

    Raises
    ------
    TypeError, ValueError
        If M is not symmetric, shapes do not fit, or a value is not finite.

    References
    ----------
    Gidel et al. (2019) for the discrete dynamics.

    Examples
    --------
    >>> stability_limit(np.diag([2.0, 1.0]), [[0.1], [0.1]])
    0.125
    """
    M = checked_symmetric(M)
    return _stability_limit(M, checked_start("W", W, len(M)))


def _stability_limit(M: FloatArray, W: FloatArray) -> float:
    lowest, highest = (max(float(x), 0.0) for x in (-_extreme(M, "SA"), _extreme(M, "LA")))
    top = max(highest, float(np.linalg.norm(W, 2)) ** 2)
    if top + lowest == 0:
        return np.inf
    return min(1 / highest if highest else np.inf, 2 / (top + lowest)) / 4


def _extreme(matrix: FloatArray | LinearOperator, which: Literal["LA", "SA"]) -> float:
    """Largest or smallest eigenvalue; its error is of the order of the tolerance squared."""
    n = matrix.shape[0]
    if n <= _DENSE_BELOW:
        dense = matrix if isinstance(matrix, np.ndarray) else matrix @ np.eye(n)
        return float(np.linalg.eigvalsh(dense)[-1 if which == "LA" else 0])
    start = np.random.default_rng(0).standard_normal(n)
    return float(eigsh(matrix, k=1, which=which, v0=start, ncv=40, tol=1e-3, return_eigenvectors=False)[0])
