"""What spectra and subspaces say: overlap, effective rank, and when recorded modes have risen."""

from __future__ import annotations

import numpy as np
import scipy.stats
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]


def subspace_overlap(A: ArrayLike, B: ArrayLike) -> float:
    """How much of one subspace lies in another: ‖AᵀB‖²_F / r for orthonormal bases A, B.

    Parameters
    ----------
    A, B : array_like, shape (V, r)
        Columns span the subspaces; they are orthonormalised here.

    Returns
    -------
    float
        1 if the spans are the same, r/V in expectation if one of them is random.

    Raises
    ------
    ValueError
        If the shapes differ, a value is not finite, or columns are linearly dependent.

    References
    ----------
    Björck & Golub (1973): the mean squared cosine of the principal angles. Karkada et al. (2025).
    """
    A, B = _finite("A", A), _finite("B", B)
    if A.ndim != 2 or A.shape != B.shape:
        raise ValueError(f"A and B must have one shape (V, r), got {A.shape} and {B.shape}")
    return float(np.sum((_orthonormal("A", A).T @ _orthonormal("B", B)) ** 2) / A.shape[1])


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
    ValueError
        If a value is negative or not finite, or all are 0.

    References
    ----------
    Roy & Vetterli (2007), definition 1.
    """
    s = _finite("s", s)
    if s.ndim != 1 or not s.size or s.min() < 0 or s.max() == 0:
        raise ValueError("s must be a list of non-negative numbers that are not all 0; pass singular values")
    s = s / s.max()  # before the sum, which would overflow or underflow first
    return float(np.exp(scipy.stats.entropy(s)))


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
    ValueError
        If shapes disagree, times do not ascend, a value is not finite, or an eigenvalue is not positive.
    """
    times, squares, lam = _finite("times", times), _finite("squares", squares), _finite("eigenvalues", eigenvalues)
    if times.ndim != 1 or len(times) < 2 or squares.shape != (len(times), *lam.shape) or not (lam > 0).all():
        raise ValueError(
            f"squares must have a row per time and a column per positive eigenvalue, got shapes {times.shape},"
            f" {squares.shape}, {lam.shape}"
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


def _finite(name: str, values: ArrayLike) -> FloatArray:
    values = np.asarray(values, dtype=np.float64)
    if not np.isfinite(values).all():
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(values))[0])
        raise ValueError(f"{name}{list(where)} is {values[where]}; every value must be finite: did training diverge?")
    return values


def _orthonormal(name: str, A: FloatArray) -> FloatArray:
    U, s, _ = np.linalg.svd(A, full_matrices=False)
    if A.shape[1] > A.shape[0] or s[-1] <= max(A.shape) * np.finfo(float).eps * s[0]:
        raise ValueError(f"the {A.shape[1]} columns of {name} are linearly dependent; keep fewer of them")
    return U
