"""The exact solution of dW/dt = (M* - W Wᵀ) W from any start, in tables; see `wordmodes.theory.exact`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.linalg
from numpy.typing import ArrayLike
from scipy.special import exprel

from wordmodes import _validate
from wordmodes.theory import _checks
from wordmodes.theory._checks import LARGEST, SMALLEST, FloatArray


@dataclass(frozen=True)
class FlowTables:
    """The exact solution in a form that neither overflows nor loses small modes.

    With the start turned to lower-trapezoidal Z (A₀ = Z times a rotation) and columns scaled by
    S = diag(e^{-max(λ_k, 0) t}), W(t) = E B L⁻ᵀ, where B = e^{Λt} Z S, L Lᵀ = N + S² and
    N = S Zᵀ [(e^{2Λt} - 1)/Λ] Z S. No entry of B exceeds the size of the start, and none of N overflows. A start σ
    times as large changes S² to S²/σ² and nothing else, so that the tables of one start serve every initialisation
    scale.

    Parameters
    ----------
    eigenvalues : ndarray, shape (V,)
        Descending, within ±1e50.
    start : ndarray, shape (V, d)
        Z, the lower-trapezoidal start, with no 0 on its diagonal.
    times : ndarray, shape (T,)

    Raises
    ------
    TypeError, ValueError
        If shapes disagree, eigenvalues are not descending, or the start has lost rank.

    References
    ----------
    Fukumizu (1998), Yan, Helmke & Moore (1994), Tarmoun et al. (2021); appendix 'Proofs'.

    Examples
    --------
    >>> FlowTables(eigenvalues=[4.0], start=[[1e-3]], times=[0.0, 9.0]).solve(1).round(3).tolist()
    [[2.0]]
    """

    eigenvalues: FloatArray
    start: FloatArray
    times: FloatArray

    def __post_init__(self) -> None:
        lam, t = _checks.eigenvalues(self.eigenvalues, ("V",)), np.atleast_1d(_checks.times(self.times))
        Z = _validate.array("start", self.start, ("V", "d"), low=-LARGEST, high=LARGEST)
        if t.ndim != 1:
            raise ValueError(f"times must have shape (T,), got shape {t.shape}")
        if len(lam) != len(Z):
            raise ValueError(f"{len(lam)} eigenvalues do not fit a start of shape {Z.shape}; both need a row per mode")
        if (np.diff(lam) > 0).any():
            raise ValueError("eigenvalues must be in descending order, as modes.all_modes returns them")
        if len(Z) < Z.shape[1] or np.triu(Z, 1).any() or np.abs(np.diag(Z)).min() < SMALLEST:
            raise ValueError("start must be lower-trapezoidal with no 0 on its diagonal, as flow_tables makes it")
        for name, checked in (("eigenvalues", lam), ("start", Z), ("times", t)):
            object.__setattr__(self, name, checked)

    def scale(self, k: int) -> FloatArray:
        """The diagonal of S at the k-th time.

        Parameters
        ----------
        k : int
            From 0 to T - 1.

        Returns
        -------
        ndarray, shape (d,)

        Raises
        ------
        TypeError, ValueError
            If there is no such time.

        Examples
        --------
        >>> FlowTables([4.0], [[0.5]], [0.0, 9.0]).scale(0).tolist()
        [1.0]
        """
        k = self._time(k)
        d = self.start.shape[1]
        return np.exp(-np.maximum(self.eigenvalues[:d], 0) * self.times[k])

    def rows(self, k: int) -> FloatArray:
        """B = e^{Λt} Z S at the k-th time.

        Parameters
        ----------
        k : int
            From 0 to T - 1.

        Returns
        -------
        ndarray, shape (V, d)

        Raises
        ------
        TypeError, ValueError
            If there is no such time.

        Examples
        --------
        >>> FlowTables([4.0], [[0.5]], [0.0, 9.0]).rows(1).tolist()
        [[0.5]]
        """
        k = self._time(k)
        d = self.start.shape[1]
        exponent = (self.eigenvalues[:, None] - np.maximum(self.eigenvalues[:d], 0)) * self.times[k]
        return np.exp(np.where(self.start == 0, 0, exponent)) * self.start

    def gram(self, k: int) -> FloatArray:
        """N at the k-th time.

        Parameters
        ----------
        k : int
            From 0 to T - 1.

        Returns
        -------
        ndarray, shape (d, d)

        Raises
        ------
        TypeError, ValueError
            If there is no such time.

        Examples
        --------
        >>> FlowTables([4.0], [[0.5]], [0.0, 9.0]).gram(1).tolist()
        [[0.0625]]
        """
        k = self._time(k)
        lam, t = self.eigenvalues, self.times[k]
        weight = 2 * t * exprel(-2 * np.abs(lam) * t)
        rows = np.where((lam > 0)[:, None], self.rows(k), self.start * self.scale(k))
        return rows.T @ (weight[:, None] * rows)

    def factor(self, k: int, init_scale: float = 1.0) -> FloatArray:
        """L, the Cholesky factor of N + S²/σ².

        Parameters
        ----------
        k : int
            From 0 to T - 1.
        init_scale : float, default 1
            σ, from 1e-125 to 1e50.

        Returns
        -------
        ndarray, shape (d, d)

        Raises
        ------
        TypeError, ValueError
            If there is no such time, or the start loses rank in floating point.

        Examples
        --------
        >>> FlowTables([4.0], [[0.5]], [0.0, 9.0]).factor(1).tolist()
        [[0.25]]
        """
        init_scale = _validate.real("init_scale", init_scale, SMALLEST, LARGEST)
        try:
            squares = self.gram(k) + np.diag((self.scale(k) / init_scale) ** 2)
            return np.linalg.cholesky(squares).astype(np.float64, copy=False)
        except np.linalg.LinAlgError:
            raise ValueError(
                f"from these eigenvalues and projections the start, times init_scale = {init_scale:g}, loses rank at"
                f" times[{k}]; draw it at random"
            ) from None

    def inverse_factor(self, k: int, init_scale: float = 1.0) -> FloatArray:
        """L⁻ᵀ, so that W(t) = E B L⁻ᵀ.

        Parameters
        ----------
        k : int
            From 0 to T - 1.
        init_scale : float, default 1
            σ, from 1e-125 to 1e50.

        Returns
        -------
        ndarray, shape (d, d)

        Raises
        ------
        TypeError, ValueError
            If there is no such time, or the start loses rank in floating point.

        Examples
        --------
        >>> FlowTables([4.0], [[0.5]], [0.0, 9.0]).inverse_factor(1).tolist()
        [[4.0]]
        """
        L = self.factor(k, init_scale)
        return scipy.linalg.solve_triangular(L, np.eye(len(L)), lower=True).T

    def solve(self, k: int, init_scale: float = 1.0) -> FloatArray:
        """A matrix with the singular values of W at the k-th time.

        Parameters
        ----------
        k : int
            From 0 to T - 1.
        init_scale : float, default 1
            σ, from 1e-125 to 1e50.

        Returns
        -------
        ndarray, shape (d, d)

        Raises
        ------
        TypeError, ValueError
            If there is no such time, or the start loses rank in floating point.

        Examples
        --------
        >>> FlowTables([4.0], [[0.5]], [0.0, 9.0]).solve(1).round(12).tolist()
        [[2.0]]
        """
        return scipy.linalg.solve_triangular(self.factor(k, init_scale), _triangle(self.rows(k)).T, lower=True)

    def _time(self, k: int) -> int:
        return _validate.integer("k", k, 0, len(self.times) - 1, hint=f"there are {len(self.times)} times")


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
    TypeError, ValueError
        As `exact_singular_values`.

    References
    ----------
    Fukumizu (1998), Yan, Helmke & Moore (1994), Tarmoun et al. (2021); appendix 'Proofs'.

    Examples
    --------
    >>> flow_tables([4.0, 1.0], [[3e-3, 4e-3], [0.0, 1e-3]], [0.0]).start.round(4).tolist()
    [[-0.005, 0.0], [-0.0008, 0.0006]]
    """
    A = _checks.projections(projections)
    lam = _checks.eigenvalues(eigenvalues, ("V",))
    if len(lam) != len(A):
        raise ValueError(f"{len(lam)} eigenvalues do not fit projections of shape {A.shape}; both need a row per mode")
    d = A.shape[1]
    rotation, R = np.linalg.qr(A[:d].T)
    if np.abs(np.diag(R)).min() < SMALLEST:
        raise ValueError("projections: the start does not reach every one of the leading modes; draw it at random")
    Z = A @ rotation
    Z[np.triu_indices(d, 1)] = 0.0
    return FlowTables(lam, Z, np.atleast_1d(_checks.times(times)))


def _triangle(rows: FloatArray) -> FloatArray:
    """R of the QR decomposition of a tall matrix, by blocks of rows.

    A whole one is just large enough for BLAS to spread it over threads, which spend far longer waiting for each other.
    """
    n, d = max(2 * rows.shape[1], 256), rows.shape[1]
    blocks = np.concatenate([rows, np.zeros((-len(rows) % n, d))]).reshape(-1, n, d)
    stacked = np.linalg.qr(blocks, mode="r").reshape(-1, d)  # type: ignore[attr-defined]
    return np.linalg.qr(stacked, mode="r")  # type: ignore[return-value]  # numpy's types don't know mode "r"
