"""Gradient flow dW/dt = (M* - W Wᵀ) W, solved: one mode, the small-initialisation limit, and any start.

All times are in the unit of that equation. Singular values are those of W; their squares are what approaches the
eigenvalues. Modes are in descending order of eigenvalue.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.linalg
from numpy.typing import ArrayLike, NDArray
from scipy.special import exprel

from .modes import Modes

FloatArray = NDArray[np.float64]


def sigmoid(eigenvalue: ArrayLike, start: ArrayLike, times: ArrayLike) -> FloatArray:
    """Squared singular value of one mode that starts aligned with its eigenvector.

    s²(t) = s²(0) e^{2λt} / (1 + s²(0) (e^{2λt} - 1) / λ), written so that no exponential overflows.

    Parameters
    ----------
    eigenvalue : array_like, shape (d,) or scalar
        λ; zero and negative ones decay.
    start : array_like, shape (d,) or scalar
        s(0) ≥ 0.
    times : array_like, shape (T,) or scalar
        t ≥ 0.

    Returns
    -------
    ndarray, shape (T, d), axes of scalars dropped

    Raises
    ------
    ValueError
        If a start or a time is negative or not finite.

    References
    ----------
    Saxe, McClelland & Ganguli (2014), equation 8, in symmetric form; Karkada et al. (2025).
    """
    t = np.asarray(_times(times))[..., None] if np.ndim(eigenvalue) or np.ndim(start) else np.asarray(_times(times))
    lam, s2 = np.asarray(eigenvalue, dtype=np.float64), _starts(start) ** 2
    # exprel(x) = (e^x - 1)/x, so (e^{2λt} - 1)/λ = 2t exprel(2λt); for λ > 0 all is divided by e^{2λt} first.
    decay = np.exp(-2 * np.abs(lam) * t)
    growing = s2 / (decay + s2 * 2 * t * exprel(-2 * np.abs(lam) * t))
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

    Raises
    ------
    ValueError
        If a mode has half-risen before it starts, or never will.

    References
    ----------
    Saxe et al. (2014), equation 9, in symmetric form.
    """
    lam, s2 = np.asarray(eigenvalue, dtype=np.float64), _starts(start) ** 2
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
    ValueError
        If there are fewer rows than columns or an entry is not finite.
    """
    A = _projections(projections)
    return np.abs(np.diag(np.linalg.qr(A[: A.shape[1]].T)[1]))


def exact_singular_values(eigenvalues: ArrayLike, projections: ArrayLike, times: ArrayLike) -> FloatArray:
    """Singular values of W(t) under gradient flow, from any start.

    Parameters
    ----------
    eigenvalues : array_like, shape (V,)
        The whole spectrum, descending, for the exact solution; a leading part for the flow inside its subspace.
    projections : array_like, shape (V, d)
        A₀ = Eᵀ W(0), any scale.
    times : array_like, shape (T,)

    Returns
    -------
    ndarray, shape (T, d)
        Descending in each row; accurate relative to each value, not only to the largest.

    Raises
    ------
    ValueError
        If shapes disagree, eigenvalues are not descending, or the start has lost rank.

    References
    ----------
    Min & Vidal (2025), the exact solution; appendix 'Proofs' for the scaled form that is computed here.
    """
    tables = flow_tables(eigenvalues, projections, times)
    return np.array([_graded_singular_values(tables.solve(k)) for k in range(len(tables.times))])


def exact_loss(eigenvalues: ArrayLike, projections: ArrayLike, times: ArrayLike) -> FloatArray:
    """Loss ‖W(t) W(t)ᵀ - M*‖² along the flow, shape (T,).

    Parameters and errors are those of `exact_singular_values`; with a leading part of the spectrum the loss is that
    of the truncated matrix.
    """
    tables = flow_tables(eigenvalues, projections, times)
    lam = np.asarray(eigenvalues, dtype=np.float64)
    loss = np.empty(len(tables.times))
    for k in range(len(loss)):
        Y = tables.rows(k) @ tables.inverse_factor(k)
        loss[k] = lam @ lam - 2 * lam @ (Y**2).sum(axis=1) + ((Y.T @ Y) ** 2).sum()
    return loss


def exact_embedding(modes: Modes, projections: ArrayLike, time: float) -> FloatArray:
    """W(t), shape (V, d), up to a rotation of its columns; compare it through W Wᵀ.

    Parameters
    ----------
    modes : Modes
        All of them (`modes.all_modes`) for the exact solution.
    projections : array_like, shape (len(modes), d)
        A₀ = Eᵀ W(0).
    time : float

    Raises
    ------
    ValueError
        As `exact_singular_values`.
    """
    tables = flow_tables(modes.eigenvalues, projections, [time])
    return modes.eigenvectors @ (tables.rows(0) @ tables.inverse_factor(0))


@dataclass(frozen=True)
class FlowTables:
    """The exact solution in a form that neither overflows nor loses small modes.

    With the start turned to lower-trapezoidal Z (A₀ = Z times a rotation) and columns scaled by S = diag(e^{-λ_k t}),
    W(t) = E B L⁻ᵀ, where B = e^{Λt} Z S, L Lᵀ = N + S² and N = S Zᵀ [(e^{2Λt} - 1)/Λ] Z S. No entry of B or N exceeds
    the size of the start. A start σ times as large changes S² to S²/σ² and nothing else, so that the tables of one
    start serve every initialisation scale.

    Attributes
    ----------
    eigenvalues : ndarray, shape (V,)
    start : ndarray, shape (V, d)
        Z, the lower-trapezoidal start.
    times : ndarray, shape (T,)
    """

    eigenvalues: FloatArray
    start: FloatArray
    times: FloatArray

    def scale(self, k: int) -> FloatArray:
        """Return the diagonal of S at the k-th time, shape (d,)."""
        d = self.start.shape[1]
        return np.exp(-np.maximum(self.eigenvalues[:d], 0) * self.times[k])

    def rows(self, k: int) -> FloatArray:
        """Return B = e^{Λt} Z S at the k-th time, shape (V, d)."""
        d = self.start.shape[1]
        exponent = (self.eigenvalues[:, None] - np.maximum(self.eigenvalues[:d], 0)) * self.times[k]
        return np.exp(np.where(self.start == 0, 0, exponent)) * self.start

    def gram(self, k: int) -> FloatArray:
        """Return N at the k-th time, shape (d, d)."""
        lam, t = self.eigenvalues, self.times[k]
        weight = 2 * t * exprel(-2 * np.abs(lam) * t)
        rows = np.where((lam > 0)[:, None], self.rows(k), self.start * self.scale(k))
        return rows.T @ (weight[:, None] * rows)

    def factor(self, k: int, init_scale: float = 1.0) -> FloatArray:
        """Return L, the Cholesky factor of N + S²/σ², shape (d, d)."""
        return np.linalg.cholesky(self.gram(k) + np.diag((self.scale(k) / init_scale) ** 2))

    def inverse_factor(self, k: int, init_scale: float = 1.0) -> FloatArray:
        """Return L⁻ᵀ, shape (d, d): W(t) = E B L⁻ᵀ."""
        L = self.factor(k, init_scale)
        return scipy.linalg.solve_triangular(L, np.eye(len(L)), lower=True).T

    def solve(self, k: int, init_scale: float = 1.0) -> FloatArray:
        """Return a d × d matrix with the singular values of W at the k-th time."""
        return scipy.linalg.solve_triangular(self.factor(k, init_scale), _triangle(self.rows(k)).T, lower=True)


def flow_tables(eigenvalues: ArrayLike, projections: ArrayLike, times: ArrayLike) -> FlowTables:
    """Prepare the exact solution for a start and a grid of times.

    Parameters
    ----------
    eigenvalues : array_like, shape (V,)
        Descending.
    projections : array_like, shape (V, d)
        A₀ = Eᵀ W(0).
    times : array_like, shape (T,)

    Returns
    -------
    FlowTables

    Raises
    ------
    ValueError
        As `exact_singular_values`.
    """
    lam = np.asarray(eigenvalues, dtype=np.float64)
    A = _projections(projections)
    if lam.shape != (len(A),):
        raise ValueError(f"{len(lam)} eigenvalues do not fit projections of shape {A.shape}; both need a row per mode")
    if not np.isfinite(lam).all() or (np.diff(lam) > 0).any():
        raise ValueError("eigenvalues must be finite and in descending order, as modes.all_modes returns them")
    d = A.shape[1]
    rotation, R = np.linalg.qr(A[:d].T)
    if np.abs(np.diag(R)).min() == 0:
        raise ValueError("the start does not reach every one of the leading modes; draw it at random")
    Z = A @ rotation
    Z[np.triu_indices(d, 1)] = 0.0
    return FlowTables(lam, Z, np.atleast_1d(_times(times)))


def _triangle(rows: FloatArray) -> FloatArray:
    """R of the QR decomposition of a tall matrix, by blocks of rows.

    A whole one is just large enough for BLAS to spread it over threads, which spend far longer waiting for each other.
    """
    n, d = max(2 * rows.shape[1], 256), rows.shape[1]
    blocks = np.concatenate([rows, np.zeros((-len(rows) % n, d))]).reshape(-1, n, d)
    return np.linalg.qr(np.linalg.qr(blocks, mode="r").reshape(-1, d), mode="r")


def _graded_singular_values(X: FloatArray) -> FloatArray:
    """Singular values by LAPACK's one-sided Jacobi, which keeps the small ones accurate."""
    # joba=3 ('G'): rows and columns of any scale; jobr=0, jobp=0: no range is cut, no tiny entry replaced.
    values, _, _, work, _, info = scipy.linalg.lapack.dgejsv(X.T, joba=3, jobu=3, jobv=3, jobr=0, jobp=0)
    if info:
        raise np.linalg.LinAlgError(f"one-sided Jacobi did not converge (info = {info})")
    return values * (work[0] / work[1])


def _projections(projections: ArrayLike) -> FloatArray:
    A = np.asarray(projections, dtype=np.float64)
    if A.ndim != 2 or A.shape[0] < A.shape[1]:
        raise ValueError(f"projections must have a row per mode and at most as many columns, got shape {A.shape}")
    if not np.isfinite(A).all():
        raise ValueError("projections must be finite")
    return A


def _starts(start: ArrayLike) -> FloatArray:
    s = np.asarray(start, dtype=np.float64)
    if not (np.isfinite(s).all() and (s >= 0).all()):
        raise ValueError("a start is a singular value: finite and not negative")
    return s


def _times(times: ArrayLike) -> FloatArray:
    t = np.asarray(times, dtype=np.float64)
    if not (np.isfinite(t).all() and (t >= 0).all()):
        raise ValueError("times must be finite and not negative")
    return t
