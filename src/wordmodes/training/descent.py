"""Gradient descent on the whole loss at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from tqdm.auto import tqdm

from wordmodes import _validate
from wordmodes.theory.targets import WeightedTarget
from wordmodes.training._checks import FloatArray, FloatType, LossName, checked, checked_start, checked_symmetric
from wordmodes.training.losses import _curvature, _stability_limit, _weighted_limit, objective
from wordmodes.training.start import quiet

Value = TypeVar("Value")

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

    Examples
    --------
    >>> run = gradient_descent(np.diag([2.0, 1.0]), [[0.1], [0.1]], step=0.05, n_steps=60, record_every=20)
    >>> run.steps.tolist(), run.squared_singular_values[:, 0].round(2).tolist()
    ([0, 20, 40, 60], [0.02, 2.0, 2.0, 2.0])
    """

    steps: NDArray[np.int64]
    times: NDArray[np.float64]
    squared_singular_values: NDArray[np.float64]
    loss: NDArray[np.float64]
    W: FloatArray
    C: FloatArray


def descend(
    value_and_gradient: Callable[[NDArray[Any]], tuple[Value, NDArray[Any]]], start: NDArray[Any], steps: ArrayLike
) -> Iterator[tuple[Value, NDArray[Any]]]:
    """Go down a gradient, x ← x - η ∇L(x): the loop of every full-batch run.

    Parameters
    ----------
    value_and_gradient : callable
        From x to the loss, or whatever else is wanted at each place, and the gradient, of the shape of x.
    start : ndarray of float32 or float64
        It is not changed.
    steps : array_like, shape (n,)
        η of each step, positive; `np.full(n, step)` for equal ones.

    Returns
    -------
    iterator of (value, ndarray)
        All n + 1 places, each with its value.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of its kind, or a step is not positive and finite.

    References
    ----------
    Cauchy (1847).

    Examples
    --------
    >>> [float(x[0]) for _, x in descend(lambda x: (None, 2 * x), np.array([8.0]), [0.25, 0.25])]
    [8.0, 4.0, 2.0]
    """
    _validate.function("value_and_gradient", value_and_gradient)
    single = isinstance(start, np.ndarray) and start.dtype == np.float32
    start = _validate.array("start", start, dtype=np.float32 if single else np.float64)
    return _descend(value_and_gradient, start, _validate.array("steps", steps, ("n",), above=0))


def _descend(
    value_and_gradient: Callable[[NDArray[Any]], tuple[Value, NDArray[Any]]], x: NDArray[Any], steps: NDArray[Any]
) -> Iterator[tuple[Value, NDArray[Any]]]:
    for step in tqdm(steps, unit="step", leave=False, delay=_PROGRESS_AFTER, disable=quiet()):
        with np.errstate(over="ignore", invalid="ignore"):  # who records the run reports one that diverges
            value, gradient = value_and_gradient(x)
            following = x - x.dtype.type(step) * gradient
        yield value, x
        x = following
    with np.errstate(over="ignore", invalid="ignore"):
        value, _ = value_and_gradient(x)
    yield value, x


def product_singular_values(W: ArrayLike, C: ArrayLike) -> NDArray[np.float64]:
    """Singular values of W Cᵀ, without forming the V × V matrix.

    Parameters
    ----------
    W, C : array_like, shape (..., V, d)
        d <= V. If both are the same array, the squares of its own singular values are taken, which keeps small ones
        accurate.

    Returns
    -------
    ndarray, shape (..., d)
        Descending.

    Raises
    ------
    TypeError, ValueError
        If the shapes differ, d > V, or a value is not finite.

    References
    ----------
    Golub & Van Loan (2013), section 8.6, for the QR decomposition before the singular values.

    Examples
    --------
    >>> product_singular_values([[3.0], [0.0]], [[0.0], [2.0]]).tolist()
    [6.0]
    """
    same = W is C
    W = _validate.array("W", W)
    if W.ndim < 2 or W.shape[-1] > W.shape[-2]:
        raise ValueError(f"W must have shape (..., V, d) with d <= V, got shape {W.shape}")
    C = W if same else _validate.array("C", C, W.shape, hint="the shape of W")
    if same:
        return np.linalg.svd(W, compute_uv=False) ** 2
    R, S = (np.asarray(np.linalg.qr(X, mode="r")) for X in (W, C))
    return np.linalg.svd(R @ np.swapaxes(S, -1, -2), compute_uv=False)


def gradient_descent(
    M: ArrayLike, W: ArrayLike, step: float, n_steps: int, record_every: int | None = None, *,
    dtype: FloatType = np.float64,
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
    dtype : {numpy.float64, numpy.float32}
        float32 is twice as fast.

    Returns
    -------
    TrainingRun

    Raises
    ------
    TypeError, ValueError
        If the step is at or beyond the stability limit; if shapes do not fit, M is not symmetric, or a value is not
        finite.

    References
    ----------
    Karkada et al. (2025); Gidel et al. (2019) for the discrete dynamics.

    Examples
    --------
    >>> run = gradient_descent(np.diag([2.0, 1.0]), [[0.1], [0.1]], step=0.05, n_steps=100)
    >>> run.W.round(3).tolist(), round(float(run.loss[-1]), 3)
    ([[1.414], [0.0]], 1.0)
    """
    _validate.choice("dtype", dtype, (np.float64, np.float32))
    M = checked_symmetric(M, dtype)
    W = checked_start("W", W, len(M), dtype)
    step = _checked_step(step, _stability_limit(M, W))
    norm = float(np.vdot(M, M))

    def value_and_gradient(W: FloatArray) -> tuple[float, FloatArray]:
        MW, S = M @ W, W.T @ W
        return max(norm - 2 * float(np.vdot(W, MW)) + float(np.vdot(S, S)), 0.0), 4 * (W @ S - MW)

    return _record(value_and_gradient, lambda W: product_singular_values(W, W), W, step, n_steps, record_every, 4.0)


def factorise(
    target: WeightedTarget, W: ArrayLike, step: float, n_steps: int, record_every: int | None = None, *,
    C: ArrayLike | None = None, loss: LossName = "quartic", dtype: FloatType = np.float64,
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
    dtype : {numpy.float64, numpy.float32}

    Returns
    -------
    TrainingRun

    Raises
    ------
    TypeError, ValueError
        If the step is at or beyond the stability limit, or the loss rises on the way; if shapes do not fit or a
        value is not finite.

    References
    ----------
    Mikolov et al. (2013b), equation 4; Levy & Goldberg (2014), section 3; Karkada et al. (2025).

    Examples
    --------
    >>> target = WeightedTarget(np.diag([1.5, -1.0]), np.ones((2, 2)))
    >>> run = factorise(target, [[0.1], [0.1]], step=0.5, n_steps=200, loss="logistic")
    >>> run.W.round(2).tolist(), bool(run.loss[-1] < run.loss[0])
    ([[1.39], [0.0]], True)
    """
    _validate.choice("dtype", dtype, (np.float64, np.float32))
    target, W, C = checked(target, W, C, loss, dtype)
    step = _checked_step(step, _weighted_limit(target, W, C, loss))
    if C is None:
        return _record(
            objective(target, loss), lambda W: product_singular_values(W, W), W, step, n_steps, record_every, 0.5,
            limit_at=lambda W: 2 / _curvature(target, W, None, loss),
        )  # fmt: skip

    def split(both: FloatArray) -> tuple[FloatArray, FloatArray]:
        return both[:, : both.shape[1] // 2], both[:, both.shape[1] // 2 :]

    run = _record(
        objective(target, loss, tied=False), lambda both: product_singular_values(*split(both)), np.hstack([W, C]),
        step, n_steps, record_every, 0.25, limit_at=lambda both: 2 / _curvature(target, *split(both), loss),
    )  # fmt: skip
    return TrainingRun(run.steps, run.times, run.squared_singular_values, run.loss, *split(run.W))


def _record(
    value_and_gradient: Callable[[FloatArray], tuple[float, FloatArray]],
    squares: Callable[[FloatArray], NDArray[np.float64]],
    start: FloatArray, step: float, n_steps: int, record_every: int | None, rate: float,
    limit_at: Callable[[FloatArray], float] | None = None,
) -> TrainingRun:  # fmt: skip
    n_steps = _validate.integer("n_steps", n_steps, 1)
    every = max(1, n_steps // _RECORDS) if record_every is None else _validate.integer("record_every", record_every, 1)
    rounding = _ROUNDING * np.finfo(start.dtype).eps
    steps: list[int] = []
    values: list[NDArray[np.float64]] = []
    losses: list[float] = []
    W = recorded = start
    for n, (value, W) in enumerate(_descend(value_and_gradient, start, np.broadcast_to(np.float64(step), n_steps))):
        if n % every and n < n_steps:
            continue
        if limit_at and losses and not value <= losses[-1] + rounding * abs(losses[-1]):
            raise ValueError(
                f"the loss rose between steps {steps[-1]} and {n}: step = {step:.4g} is too large; the stability"
                f" limit was {limit_at(recorded):.4g} at step {steps[-1]}. Take a smaller step"
            )
        steps.append(n)
        values.append(squares(W))
        losses.append(value)
        recorded = W
    return TrainingRun(np.array(steps), rate * step * np.array(steps), np.array(values), np.array(losses), W, W)


def _checked_step(step: float, limit: float) -> float:
    step = _validate.real("step", step)
    if not 0 < step < limit:
        raise ValueError(
            f"step = {step:.4g} must be above 0 and below the stability limit {limit:.4g}, or training may diverge"
        )
    return step
