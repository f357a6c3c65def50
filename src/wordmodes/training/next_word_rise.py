"""When the modes of a next-word model rise, foretold: from any small start, under each of its losses."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wordmodes import _validate
from wordmodes.theory import _checks
from wordmodes.theory.dynamics import sigmoid, small_init_starts
from wordmodes.training._checks import checked_pair
from wordmodes.training.bigrams import Axes

FloatArray = NDArray[np.float64]

_LONGEST = 1e5  # in units of 1/λ: every mode has settled long before


def starting_heights(axes: Axes, X: ArrayLike, Y: ArrayLike) -> FloatArray:
    """The √height from which each mode rises as σ → 0: |diag R| of the QR decomposition of ((Uᵀ X + Vᵀ Y) / 2)ᵀ.

    Only the sum grows; where Uᵀ X and Vᵀ Y differ, the difference decays.

    Parameters
    ----------
    axes : Axes
        At least as many as X has columns.
    X, Y : array_like, shape (V, d)
        The start.

    Returns
    -------
    ndarray, shape (d,)

    Raises
    ------
    TypeError, ValueError
        If shapes do not fit, or a value is not finite.

    References
    ----------
    Saxe, McClelland & Ganguli (2014) for the sum of both sides; the QR decomposition as in `small_init_starts`.

    Examples
    --------
    >>> two = Axes(np.eye(3)[:, :1], [0.5], np.eye(3)[:, :1])
    >>> starting_heights(two, [[0.2], [0.0], [0.0]], [[0.4], [0.0], [0.0]]).round(6).tolist()
    [0.3]
    """
    X, Y = checked_pair(checked_axes(axes), X, Y, ("X", "Y"))
    return small_init_starts((axes.left.T @ X + axes.right.T @ Y) / 2)


def half_rise(singular_values: ArrayLike, starts: ArrayLike, step: float | None = None) -> FloatArray:
    """Time at which a mode's height reaches half its singular value, under dh/dt = 2 h (λ - h).

    Parameters
    ----------
    singular_values : array_like, shape (d,)
        λ_k of N.
    starts : array_like, shape (d,)
        From `starting_heights`; a mode's height starts at their square.
    step : float, optional
        The step of gradient descent, whose growth is (1 + ηλ) a step rather than e^{ηλ}. Without it, the flow's time.

    Returns
    -------
    ndarray, shape (d,)

    Raises
    ------
    TypeError, ValueError
        If a mode starts above half its height or at 0, the step is not positive, or the lengths differ.

    References
    ----------
    Saxe, McClelland & Ganguli (2014), equation 9.

    Examples
    --------
    >>> half_rise([0.5, 0.25], [1e-3, 1e-3]).round(1).tolist()
    [13.1, 24.9]
    """
    lam, starts, step = _modes(singular_values, starts, step)
    height = starts**2
    if not ((height > 0) & (height < lam / 2)).all():
        raise ValueError("starts must be positive and their squares below half the singular values; take a smaller σ")
    rate = lam if step is None else np.log1p(step * lam) / step
    return np.log(lam / height - 1) / (2 * rate)


def sigmoids(
    singular_values: ArrayLike, starts: ArrayLike, times: ArrayLike, step: float | None = None
) -> FloatArray:  # fmt: skip
    """Predicted heights of all modes under the quadratic loss: dh/dt = 2 h (λ - h).

    Parameters
    ----------
    singular_values, starts, step
        As for `half_rise`.
    times : array_like, shape (T,)
        t >= 0.

    Returns
    -------
    ndarray, shape (T, d)

    Raises
    ------
    TypeError, ValueError
        If a singular value or the step is not positive, a time is negative, or the lengths differ.

    References
    ----------
    Saxe, McClelland & Ganguli (2014), equation 8.

    Examples
    --------
    >>> sigmoids([0.5, 0.25], [1e-3, 1e-3], [0.0, 13.1, 100.0]).round(2).tolist()
    [[0.0, 0.0], [0.25, 0.0], [0.5, 0.25]]
    """
    lam, starts, step = _modes(singular_values, starts, step)
    times = _validate.array("times", times, ("T",), low=0)
    pace = np.ones(len(lam)) if step is None else np.log1p(step * lam) / (step * lam)
    modes = zip(lam, starts, pace, strict=True)
    return np.column_stack([np.ravel(sigmoid(value, first, rate * times)) for value, first, rate in modes])


def softmax_rise(singular_value: float, start: float, times: ArrayLike) -> FloatArray:
    """Height of a mode of signs under the softmax loss: dh/dt = 2 h (λ - tanh h), which ends at artanh λ.

    Exact for an attribute of a planted language, whose words come in twins of equal frequency. Solved by classical
    Runge-Kutta steps in log h.

    Parameters
    ----------
    singular_value : float
        λ in (0, 1).
    start : float
        √h(0) > 0, from `starting_heights`.
    times : array_like, shape (T,)
        From 0, ascending, to 10⁵/λ at most.

    Returns
    -------
    ndarray, shape (T,)

    Raises
    ------
    TypeError, ValueError
        If λ or the start is out of range, or times do not ascend from 0.

    References
    ----------
    Butcher (2008), section 3.2, for the method of Runge and Kutta.

    Examples
    --------
    >>> softmax_rise(0.5, 1e-3, [0.0, 14.0, 60.0]).round(3).tolist()
    [0.0, 0.359, 0.549]
    """
    lam = _validate.real("singular_value", singular_value, above=0, below=1, hint="0 < λ < 1")
    first = _validate.real("start", start, above=0)
    if not 0 < first**2 < np.arctanh(lam):
        raise ValueError(f"start² must be above 0 and below artanh λ = {np.arctanh(lam):g}, got start = {first:g}")
    times = _validate.array("times", times, ("T",), high=_LONGEST / lam)
    if times[0] != 0 or (np.diff(times) <= 0).any():
        raise ValueError("times must be a vector that begins with 0 and ascends")

    def slope(y: float) -> float:
        return float(2 * (lam - np.tanh(np.exp(y))))

    y = [2 * np.log(first)]
    for span in np.diff(times):
        n = max(1, int(np.ceil(20 * span * lam)))
        h, now = span / n, y[-1]
        for _ in range(n):
            a = slope(now)
            b = slope(now + h / 2 * a)
            c = slope(now + h / 2 * b)
            now += h / 6 * (a + 2 * b + 2 * c + slope(now + h * c))
        y.append(now)
    return np.exp(y)


def _modes(
    singular_values: ArrayLike, starts: ArrayLike, step: float | None
) -> tuple[FloatArray, FloatArray, float | None]:
    lam = _validate.array("singular_values", singular_values, ("d",), above=0, high=_checks.LARGEST)
    starts = _validate.array("starts", starts, lam.shape, hint="one for each of singular_values")
    return lam, _checks.starts(starts, "starts"), None if step is None else _validate.real("step", step, above=0)


def checked_axes(axes: Axes, V: int | None = None) -> int:
    """How many words some axes are of.

    Parameters
    ----------
    axes : Axes
    V : int, optional
        How many they should be of.

    Returns
    -------
    int

    Raises
    ------
    TypeError, ValueError
        If `axes` are none, or of another number of words.

    Examples
    --------
    >>> from wordmodes.training.bigrams import axes
    >>> checked_axes(axes(np.eye(3), 1))
    3
    """
    _validate.instance("axes", axes, Axes, "axes(residuals(B), d)")
    if V is not None and len(axes.left) != V:
        raise ValueError(f"axes are of {len(axes.left)} words, and the run of {V}; both must come from one table")
    return len(axes.left)
