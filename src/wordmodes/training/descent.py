"""Gradient descent on the whole loss at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray
from tqdm.auto import tqdm

from wordmodes.theory.targets import WeightedTarget
from wordmodes.training.losses import LossName, curvature, loss_and_gradient, stability_limit, weighted_limit
from wordmodes.training.start import quiet

FloatArray = NDArray[np.floating]

_RECORDS = 200
_PROGRESS_AFTER = 10.0  # seconds; a shorter run shows no bar
_ROUNDING = 1e4  # machine precisions by which rounding may raise a loss


@dataclass(frozen=True, eq=False)
class TrainingRun:
    """What a run of gradient descent recorded, at step 0, every `record_every` steps, and the last.

    Attributes
    ----------
    steps : ndarray of int, shape (T,)
    times : ndarray, shape (T,)
        The steps in the book's time, that of dW/dt = (M - W Wᵀ) W.
    squared_singular_values : ndarray, shape (T, d)
        s_k² of W, the eigenvalues of W Wᵀ, descending; with two matrices the singular values of W Cᵀ.
    loss : ndarray, shape (T,)
    W : ndarray, shape (V, d)
        At the last step.
    C : ndarray, shape (V, d)
        The same array as `W` if the model is tied.
    """

    steps: NDArray[np.int64]
    times: NDArray[np.float64]
    squared_singular_values: NDArray[np.float64]
    loss: NDArray[np.float64]
    W: FloatArray
    C: FloatArray


def gradient_descent(
    M: ArrayLike, W: ArrayLike, step: float, n_steps: int, record_every: int | None = None, *,
    dtype: DTypeLike = np.float64,
) -> TrainingRun:  # fmt: skip
    """Minimise ‖W Wᵀ - M‖²_F, the quartic loss with Ψ = 1/(P + Q) up to a factor 8 and a constant.

    Parameters
    ----------
    M : array_like, shape (V, V)
        Symmetric target, such as M*.
    W : array_like, shape (V, d)
        The start, such as `initial_embedding`; it is not changed.
    step : float
        η, below `stability_limit(M, W)`. One step is 4η of the book's time.
    n_steps : int
    record_every : int, optional
        By default about 200 records in all.
    dtype : dtype
        float32 is twice as fast.

    Raises
    ------
    ValueError
        If the step is at or beyond the stability limit; if shapes do not fit, M is not symmetric, or a value is not
        finite.

    References
    ----------
    Karkada et al. (2025); Gidel et al. (2019) for the discrete dynamics.
    """
    M, W = _symmetric(M).astype(dtype, copy=False), _start("W", W, len(np.asarray(M)), dtype)
    limit = stability_limit(M, W)
    if not 0 < step < limit:
        raise ValueError(_refusal(step, limit))
    norm = float(np.vdot(M, M))

    def value_and_step(W: FloatArray) -> tuple[float, FloatArray]:
        MW, S = M @ W, W.T @ W
        return max(norm - 2 * float(np.vdot(W, MW)) + float(np.vdot(S, S)), 0.0), 4 * (W @ S - MW)

    return _descend(value_and_step, lambda W: _squares(W, W), W, step, n_steps, record_every, rate=4.0)


def factorise(
    target: WeightedTarget, W: ArrayLike, step: float, n_steps: int, record_every: int | None = None, *,
    C: ArrayLike | None = None, loss: LossName = "quartic", dtype: DTypeLike = np.float64,
) -> TrainingRun:  # fmt: skip
    """Minimise the SGNS loss under any weights Ψ: the logistic one, or its Taylor polynomial.

    Parameters
    ----------
    target : WeightedTarget
        From `targets.weighted_target(P, psi_plus, psi_minus)`.
    W : array_like, shape (V, d)
        The start; it is not changed.
    step : float
        η, below `weighted_limit`. Where g = 1 one step is ½η of the book's time, with two matrices ¼η.
    n_steps : int
    record_every : int, optional
        By default about 200 records in all.
    C : array_like, shape (V, d), optional
        The start of the contexts, for two matrices; without it the model is tied.
    loss : {'quartic', 'logistic'}
        See `loss_and_gradient`.
    dtype : dtype

    Raises
    ------
    ValueError
        If the step is at or beyond the stability limit, or the loss rises on the way; if shapes do not fit or a
        value is not finite.

    References
    ----------
    Mikolov et al. (2013b), equation 4; Levy & Goldberg (2014), section 3; Karkada et al. (2025).
    """
    target = _checked(target, dtype)
    tied, V = C is None, len(target.M)
    W = _start("W", W, V, dtype)
    C = None if tied else _start("C", C, V, dtype)
    limit = weighted_limit(target, W, C, loss)
    if not 0 < step < limit:
        raise ValueError(_refusal(step, limit))
    d = W.shape[1]

    def split(both: FloatArray) -> tuple[FloatArray, FloatArray | None]:
        return (both, None) if tied else (both[:, :d], both[:, d:])

    def value_and_step(both: FloatArray) -> tuple[float, FloatArray]:
        value, dW, dC = loss_and_gradient(target, *split(both), loss)
        return value, dW if tied else np.hstack([dW, dC])

    def squares(both: FloatArray) -> NDArray[np.float64]:
        return _squares(both, both) if tied else _squares(both[:, :d], both[:, d:])

    start = W if tied else np.hstack([W, C])
    run = _descend(
        value_and_step, squares, start, step, n_steps, record_every, rate=0.5 if tied else 0.25,
        limit_at=lambda both: 2 / curvature(target, *split(both), loss),
    )  # fmt: skip
    W, C = split(run.W)
    return TrainingRun(run.steps, run.times, run.squared_singular_values, run.loss, W, W if tied else C)


def _descend(
    value_and_step: Callable[[FloatArray], tuple[float, FloatArray]], squares: Callable[[FloatArray], FloatArray],
    W: FloatArray, step: float, n_steps: int, record_every: int | None, rate: float,
    limit_at: Callable[[FloatArray], float] | None = None,
) -> TrainingRun:  # fmt: skip
    if n_steps < 1 or (record_every is not None and record_every < 1):
        raise ValueError(f"n_steps and record_every must be 1 or more, got {n_steps} and {record_every}")
    record_every = record_every or max(1, n_steps // _RECORDS)
    rounding = _ROUNDING * np.finfo(W.dtype).eps
    steps, values, losses, recorded = [], [], [], W
    for n in tqdm(range(n_steps + 1), unit="step", leave=False, delay=_PROGRESS_AFTER, disable=quiet()):
        with np.errstate(over="ignore", invalid="ignore"):  # a run that diverges is reported below
            value, gradient = value_and_step(W)
        if n % record_every == 0 or n == n_steps:
            if limit_at and losses and not value <= losses[-1] + rounding * abs(losses[-1]):
                raise ValueError(
                    f"the loss rose between steps {steps[-1]} and {n}: step = {step:.4g} is too large; the stability"
                    f" limit was {limit_at(recorded):.4g} at step {steps[-1]}. Take a smaller step"
                )
            steps.append(n)
            values.append(squares(W))
            losses.append(value)
            recorded = W
        if n < n_steps:
            W = W - W.dtype.type(step) * gradient
    return TrainingRun(
        np.array(steps), rate * step * np.array(steps), np.array(values), np.array(losses), W, W
    )  # fmt: skip


def _squares(W: FloatArray, C: FloatArray) -> NDArray[np.float64]:
    """Singular values of W Cᵀ; where the two are one, the squares of W's own, which keeps small ones accurate."""
    if W is C:
        return np.linalg.svd(W, compute_uv=False) ** 2
    small = np.linalg.qr(W, mode="r") @ np.linalg.qr(C, mode="r").T
    return np.linalg.svd(small, compute_uv=False)


def _refusal(step: float, limit: float) -> str:
    return f"step = {step:.4g} must be above 0 and below the stability limit {limit:.4g}, or training may diverge"


def _symmetric(M: ArrayLike) -> FloatArray:
    M = np.asarray(M)
    if M.ndim != 2 or M.shape[0] != M.shape[1]:
        raise ValueError(f"M must be a square matrix, got shape {M.shape}")
    if not np.isfinite(M).all():
        i, j = np.argwhere(~np.isfinite(M))[0]
        raise ValueError(f"M[{i}, {j}] is {M[i, j]}; every entry must be finite: use M* or PPMI rather than PMI")
    if np.abs(M - M.T).max() > 1e-6 * np.abs(M).max():
        raise ValueError("M is not symmetric, and W Wᵀ is; pass (M + M.T) / 2")
    return M


def _checked(target: WeightedTarget, dtype: DTypeLike) -> WeightedTarget:
    M, g = np.asarray(target.M, dtype=dtype), np.asarray(target.g, dtype=dtype)
    if M.ndim != 2 or M.shape[0] != M.shape[1] or g.shape != M.shape:
        raise ValueError(f"target.M and target.g must be square and of one shape, got {M.shape} and {g.shape}")
    if not (np.isfinite(M).all() and np.isfinite(g).all() and g.min() >= 0 and g.max() > 0):
        raise ValueError("target.M must be finite and target.g non-negative and not all 0; see weighted_target")
    return WeightedTarget(M, g)


def _start(name: str, W: ArrayLike, V: int, dtype: DTypeLike) -> FloatArray:
    W = np.asarray(W, dtype=dtype)
    if W.ndim != 2 or len(W) != V or not 1 <= W.shape[1] <= V:
        raise ValueError(f"{name} must have shape ({V}, d) with 1 <= d <= {V}, to fit M; got {W.shape}")
    if not np.isfinite(W).all():
        raise ValueError(f"{name} holds NaN or infinity; start from initial_embedding(V, d, init_scale, seed)")
    return W
