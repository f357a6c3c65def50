"""The SGNS loss and its Taylor polynomial under any weights Ψ: gradients, curvature, and the largest stable steps.

A target (M, g), from `targets.weighted_target`, stands for the two weighted distributions of the loss: with A = Ψ⁺P
and B = Ψ⁻Q, g = A + B and M = (A - B) / (g/2), so that A = g (2 + M) / 4 and B = g (2 - M) / 4.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse.linalg import LinearOperator, eigsh
from scipy.special import expit

from wordmodes.theory.modes import leading_modes
from wordmodes.theory.targets import WeightedTarget

FloatArray = NDArray[np.floating]
LossName = Literal["quartic", "logistic"]

_DENSE_BELOW = 200


def loss_and_gradient(
    target: WeightedTarget, W: FloatArray, C: FloatArray | None = None, loss: LossName = "quartic"
) -> tuple[float, FloatArray, FloatArray | None]:
    """The SGNS loss, or its Taylor polynomial, and its gradients.

    With x_ij = w_i·c_j (tied: w_i·w_j) the logistic loss is Σ A log(1 + e^{-x}) + B log(1 + e^x), the quartic one
    Σ A (log 2 - x/2 + x²/8) + B (log 2 + x/2 + x²/8), which is Σ g (x - M)²/8 up to a constant.

    Parameters
    ----------
    target : WeightedTarget
        Of shape (V, V).
    W, C : ndarray, shape (V, d)
        C is None for a tied model.
    loss : {'quartic', 'logistic'}

    Returns
    -------
    (float, ndarray, ndarray or None)
        Loss, gradient by W, gradient by C (None if tied).

    Raises
    ------
    ValueError
        If `loss` is neither of the two.

    References
    ----------
    Mikolov et al. (2013b), equation 4; Karkada et al. (2025).
    """
    x = W @ (W if C is None else C).T
    value, slope, _ = _pair_loss(target, x, loss)
    if C is None:
        return value, slope @ W + slope.T @ W, None
    return value, slope @ C, slope.T @ W


def curvature(target: WeightedTarget, W: FloatArray, C: FloatArray | None = None, loss: LossName = "quartic") -> float:
    """Largest eigenvalue of the loss's Hessian at (W, C): near a minimum, steps below 2/curvature are stable."""
    tied, shape = C is None, W.shape
    C = W if tied else C
    _, slope, bend = _pair_loss(target, W @ C.T, loss)

    def hessian(v: FloatArray) -> FloatArray:
        v = v.reshape(-1, *shape)
        dW, dC = v[0], v[-1]
        bent = bend * (dW @ C.T + W @ dC.T)
        if tied:
            return ((bent + bent.T) @ W + (slope + slope.T) @ dW).ravel()
        return np.concatenate([bent @ C + slope @ dC, bent.T @ W + slope.T @ dW], axis=None)

    n = W.size * (1 if tied else 2)
    return _extreme(LinearOperator((n, n), matvec=hessian, dtype=W.dtype), "LA")


def weighted_limit(
    target: WeightedTarget, W: FloatArray, C: FloatArray | None = None, loss: LossName = "quartic"
) -> float:
    """Largest stable step for `factorise`: 2/curvature, at the start or at the end, whichever is more curved.

    Where the run will end is what the closed form says with the rank-one weights that have the row sums of g. The
    curvature there is that of the quartic loss, which bounds the logistic one: σ' <= 1/4. With g = 1 the limit is
    exact, and equal to `stability_limit` in the units of this loss; else it is an estimate, and `factorise` watches
    the loss as it goes.

    Parameters
    ----------
    target : WeightedTarget
        Of shape (V, V).
    W, C : ndarray, shape (V, d)
        The start; C is None for a tied model.
    loss : {'quartic', 'logistic'}

    Returns
    -------
    float
    """
    scale = np.sqrt(target.g.sum(axis=1) / np.sqrt(target.g.sum()))
    scale = np.where(scale > 0, scale, 1.0)
    ending = leading_modes((target.M + target.M.T) / 2 * np.outer(scale, scale), W.shape[1],
                           by="value" if C is None else "modulus")  # fmt: skip
    height = np.maximum(ending.eigenvalues, 0.0) if C is None else np.abs(ending.eigenvalues)
    end = (ending.eigenvectors * np.sqrt(height) / scale[:, None]).astype(W.dtype)
    other = None if C is None else end * np.sign(ending.eigenvalues).astype(W.dtype)
    return 2 / max(curvature(target, W, C, loss), curvature(target, end, other, "quartic"))


def _pair_loss(target: WeightedTarget, x: FloatArray, loss: LossName) -> tuple[float, FloatArray, FloatArray]:
    """Loss, and its first and second derivatives by each x_ij."""
    M, g = target.M, target.g
    if loss == "quartic":
        return float(np.vdot(g, np.log(2) + x * (x / 8 - M / 4))), g * (x - M) / 4, g / 4
    if loss == "logistic":
        sigma = expit(x)
        # log(1 + e^x) = log(1 + e^{-x}) + x, so that A and B share the logarithm.
        value = np.vdot(g, np.logaddexp(0, -x) + x * (2 - M) / 4)
        return float(value), g * (sigma - (2 + M) / 4), g * sigma * (1 - sigma)
    raise ValueError(f"loss must be 'quartic' or 'logistic', got {loss!r}")


def stability_limit(M: ArrayLike, W: ArrayLike) -> float:
    """Largest stable step η for ‖W Wᵀ - M‖²: ¼ min(1/λ₁, 2/(max(λ₁, s₁²(0)) + |λ_min|)).

    At the end of training W Wᵀ has the modes λ₁ … λ_d. There a step multiplies an error in the height of mode k by
    1 - 8ηλ_k, and an error that turns it towards mode m by 1 - 4η(λ_k - λ_m); a start of height s₁² > λ₁ is worse
    than the end. Each factor must stay above -1.

    Parameters
    ----------
    M : array_like, shape (V, V)
    W : array_like, shape (V, d)
        The start.

    Returns
    -------
    float
    """
    M = np.asarray(M)
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
