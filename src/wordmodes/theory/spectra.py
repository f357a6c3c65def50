"""What spectra and subspaces say: overlap, effective rank, and when recorded modes have risen."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import entr

from wordmodes import _validate
from wordmodes.theory._checks import LARGEST, FloatArray
from wordmodes.theory.subspaces import subspace_overlap

__all__ = ["effective_rank", "rise_times", "subspace_overlap"]

_DIVERGED = "did training diverge?"


def effective_rank(s: ArrayLike) -> float:
    """How many directions a spectrum uses: exp of the entropy of s / Σ s.

    Parameters
    ----------
    s : array_like, shape (n,)
        Non-negative: singular values, or their squares, which give a smaller number; say which you passed.

    Returns
    -------
    float
        From 1 (one value) to n (all equal).

    Raises
    ------
    TypeError, ValueError
        If a value is negative or not finite, or all are 0.

    References
    ----------
    Roy & Vetterli (2007), definition 1.

    Examples
    --------
    Two equal directions and one that is not there:

    >>> round(effective_rank([3.0, 3.0, 0.0]), 12)
    2.0
    """
    values: FloatArray = _validate.array("s", s, ("n",), low=0, hint="pass singular values")
    if values.max() == 0:
        raise ValueError("s must hold numbers that are not all 0; pass singular values")
    values = values / values.max()  # before the sum, which would overflow or underflow first
    return float(np.exp(entr(values / values.sum()).sum()))


def rise_times(times: ArrayLike, squares: ArrayLike, eigenvalues: ArrayLike) -> FloatArray:
    """When each recorded curve first rises through half of its eigenvalue.

    Between two records the time is interpolated linearly in log(s² / (λ - s²)), in which a sigmoid is a straight line.

    Parameters
    ----------
    times : array_like, shape (T,)
        Ascending.
    squares : array_like, shape (T, d)
        Squared singular values, as `TrainingRun` records them.
    eigenvalues : array_like, shape (d,)
        What they rise to, all positive.

    Returns
    -------
    ndarray, shape (d,)
        nan for a mode that starts above half of its eigenvalue or never gets there.

    Raises
    ------
    TypeError, ValueError
        If shapes disagree, times do not ascend, a value is not finite, or an eigenvalue is not positive.

    References
    ----------
    Saxe, McClelland & Ganguli (2014), equation 8, in symmetric form: the sigmoid.

    Examples
    --------
    >>> from wordmodes.theory import half_rise_time, sigmoid
    >>> times = [0.0, 2.0, 4.0, 6.0]
    >>> rise_times(times, sigmoid([2.0, 1.0], [0.01, 1e-6], times), [2.0, 1.0]).round(3).tolist()
    [2.476, nan]
    >>> round(float(half_rise_time(2.0, 0.01)), 3)
    2.476
    """
    times = _validate.array("times", times, ("T",), low=-LARGEST, high=LARGEST)
    squares = _validate.array("squares", squares, ("T", "d"), low=-LARGEST, high=LARGEST, hint=_DIVERGED)
    lam = _validate.array("eigenvalues", eigenvalues, ("d",), low=1e-50, high=LARGEST)
    if len(times) < 2 or squares.shape != (len(times), len(lam)):
        raise ValueError(
            f"squares must have a row per time (two or more times) and a column per positive eigenvalue of eigenvalues,"
            f" got shapes {times.shape}, {squares.shape}, {lam.shape}"
        )
    if not (np.diff(times) > 0).all():
        raise ValueError("times must ascend")
    share = np.clip(squares / lam, 1e-300, 1 - 1e-12)
    odds = np.log(share / (1 - share))
    rises = (odds[:-1] < 0) & (odds[1:] >= 0)
    at, mode = rises.argmax(axis=0), np.arange(len(lam))
    low, high = odds[at, mode], odds[at + 1, mode]
    with np.errstate(divide="ignore", invalid="ignore"):
        found = times[at] - low * (times[at + 1] - times[at]) / (high - low)
    return np.where(rises.any(axis=0) & (odds[0] < 0), found, np.nan)
