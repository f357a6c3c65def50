"""Gradient flow dW/dt = (M* - W Wᵀ) W, solved: one mode, the small-initialisation limit, and any start.

All times are in the unit of that equation. Singular values are those of W; their squares are what approaches the
eigenvalues. Modes are in descending order of eigenvalue.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import exprel

from wordmodes.theory import _checks
from wordmodes.theory._checks import FloatArray
from wordmodes.theory.exact import exact_embedding, exact_loss, exact_singular_values
from wordmodes.theory.flow import FlowTables, flow_tables

__all__ = [
    "FlowTables",
    "exact_embedding",
    "exact_loss",
    "exact_singular_values",
    "flow_tables",
    "half_rise_time",
    "sigmoid",
    "small_init_starts",
]


def sigmoid(eigenvalue: ArrayLike, start: ArrayLike, times: ArrayLike) -> FloatArray:
    """Squared singular value of one mode that starts aligned with its eigenvector.

    s²(t) = s²(0) e^{2λt} / (1 + s²(0) (e^{2λt} - 1) / λ), written so that no exponential overflows.

    Parameters
    ----------
    eigenvalue : array_like, shape (d,) or scalar
        λ, within ±1e50; zero and negative ones decay.
    start : array_like, shape (d,) or scalar
        s(0): 0, or from 1e-125 to 1e50.
    times : array_like, shape (T,) or scalar
        t, from 0 to 1e200.

    Returns
    -------
    ndarray, shape (T, d), axes of scalars dropped

    Raises
    ------
    TypeError, ValueError
        If an eigenvalue, a start or a time is out of range or not finite, or there is no start to each eigenvalue.

    References
    ----------
    Saxe, McClelland & Ganguli (2014), equation 8, in symmetric form; Karkada et al. (2025).

    Examples
    --------
    A mode of eigenvalue 2 that starts at 0.1 reaches half of it, 1, at its half-rise time:

    >>> t = half_rise_time(2.0, 0.1)
    >>> sigmoid(2.0, 0.1, [0.0, t, 10.0]).round(3).tolist()
    [0.01, 1.0, 2.0]
    """
    lam, s = _pairs(eigenvalue, start)
    t, s2 = _checks.times(times), s**2
    if lam.ndim or s.ndim:
        t = t[..., None]
    try:
        np.broadcast_shapes(t.shape, lam.shape, s.shape)
    except ValueError:
        shapes = f"{lam.shape}, {s.shape}, {np.shape(times)}"
        raise ValueError(f"eigenvalue, start and times must have shapes (d,), (d,) and (T,), got {shapes}") from None
    # exprel(x) = (e^x - 1)/x, so (e^{2λt} - 1)/λ = 2t exprel(2λt); for λ > 0 all is divided by e^{2λt} first.
    decay = np.exp(-2 * np.abs(lam) * t)
    growing = s2 / np.where(s2 > 0, decay + s2 * 2 * t * exprel(-2 * np.abs(lam) * t), 1)
    falling = s2 * decay / (1 + s2 * 2 * t * exprel(-2 * np.abs(lam) * t))
    return np.where(lam > 0, growing, falling)


def half_rise_time(eigenvalue: ArrayLike, start: ArrayLike) -> FloatArray:
    """Time at which a mode's squared singular value reaches half its eigenvalue.

    t = log(λ/s² - 1) / (2λ), which is log(λ/s²) / (2λ) when s is small.

    Parameters
    ----------
    eigenvalue : array_like
        λ > 0.
    start : array_like
        s(0) > 0 with s(0)² < λ/2.

    Returns
    -------
    ndarray
        t, of the shape that the two have together.

    Raises
    ------
    TypeError, ValueError
        If a mode has half-risen before it starts, or never will.

    References
    ----------
    Saxe et al. (2014), equation 9, in symmetric form.

    Examples
    --------
    A start a thousand times smaller waits longer by log 1000 / λ:

    >>> half_rise_time(1.0, [1e-1, 1e-4, 1e-7]).round(1).tolist()
    [2.3, 9.2, 16.1]
    """
    lam, s = _pairs(eigenvalue, start)
    s2 = s**2
    if not ((s2 > 0) & (s2 < lam / 2)).all():
        raise ValueError(
            "every mode needs 0 < start² < eigenvalue/2: a larger one has half-risen already, a zero one never does"
        )
    return np.log(lam / s2 - 1) / (2 * lam)


def small_init_starts(projections: ArrayLike) -> FloatArray:
    """Aligned starts s_k(0) that the small-initialisation limit gives to a random start.

    Mode k sees only what modes 1 … k-1 leave of the start: |R_kk| of the QR decomposition of (E_dᵀ W(0))ᵀ.

    Parameters
    ----------
    projections : array_like, shape (d, d) or (V, d)
        Eᵀ W(0); only the first d rows count.

    Returns
    -------
    ndarray, shape (d,)

    Raises
    ------
    TypeError, ValueError
        If there are fewer rows than columns, or an entry is not finite or beyond 1e50.

    References
    ----------
    Karkada et al. (2025); appendix 'Proofs' for the QR decomposition.

    Examples
    --------
    What mode 2 has of mode 1's direction doesn't count:

    >>> small_init_starts([[3.0, 4.0], [3.0, 5.0]]).round(3).tolist()
    [5.0, 0.6]
    """
    A = _checks.projections(projections)
    return np.abs(np.diag(np.linalg.qr(A[: A.shape[1]].T)[1]))


def _pairs(eigenvalue: ArrayLike, start: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Eigenvalues and starts that go together."""
    lam, s = _checks.eigenvalues(eigenvalue), _checks.starts(start)
    try:
        np.broadcast_shapes(lam.shape, s.shape)
    except ValueError:
        raise ValueError(f"start has shape {s.shape}, which does not fit eigenvalue's {lam.shape}") from None
    return lam, s
