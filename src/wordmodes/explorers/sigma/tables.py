"""The explorer's tables: gradient flow at every time and initialisation scale, in a few kilobytes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.linalg
from numpy.typing import ArrayLike, NDArray
from scipy.special import exprel

from wordmodes.theory.dynamics import flow_tables

FloatArray = NDArray[np.float64]

_ROUNDING = 1e-15  # columns that pivoted QR finds below this carry nothing but rounding
_TIMES = 100


@dataclass(frozen=True, eq=False)
class ReducedFlow:
    """The start of a flow, as far as W(t)'s singular values, its loss and some of its rows depend on it.

    The d leading modes are kept. The others enter only through Σ_j f(λ_j) z_j z_jᵀ, where f is e^{2λt},
    (e^{2λt} - 1)/λ or λ e^{2λt}: smooth functions of λ, which are fixed to rounding by their values at a few of the
    eigenvalues, the rates μ_q. So f(λ_j) = Σ_q f(μ_q) T_qj, and the sum becomes Σ_q f(μ_q) C_q with
    C_q = Σ_j T_qj z_j z_jᵀ.

    Attributes
    ----------
    eigenvalues : ndarray, shape (d,)
    corner : ndarray, shape (d, d)
        Top of the lower-trapezoidal start Z; its diagonal is the s_k(0) of the small-σ limit at σ = 1.
    rates : ndarray, shape (q,)
        Descending.
    weights : ndarray, shape (q, d(d+1)/2)
        Lower triangles of C_q, row by row.
    loadings : ndarray of float32, shape (n, d)
        Entries of the leading eigenvectors at the rows asked for.
    tails : ndarray of float32, shape (n, q, d)
        Σ_j T_qj E_wj z_j, the other modes' share of those rows.
    """

    eigenvalues: FloatArray
    corner: FloatArray
    rates: FloatArray
    weights: FloatArray
    loadings: NDArray[np.float32]
    tails: NDArray[np.float32]


def reduced_flow(
    eigenvalues: ArrayLike, projections: ArrayLike, t_max: float, vectors: ArrayLike | None = None
) -> ReducedFlow:
    """Compress a start for the times from 0 to `t_max`.

    Parameters
    ----------
    eigenvalues : array_like, shape (V,)
        The whole spectrum, descending; the first d must be positive.
    projections : array_like, shape (V, d)
        Eᵀ W(0) at σ = 1.
    t_max : float
        Last time at which the tables are to hold.
    vectors : array_like, shape (n, V), optional
        Rows of E for which the embedding itself is wanted.

    Returns
    -------
    ReducedFlow
        Reproduces `dynamics.exact_singular_values` to about 1e-12 for every σ.

    Raises
    ------
    ValueError
        If an eigenvalue among the first d is not positive, or as `dynamics.flow_tables`.

    References
    ----------
    Min & Vidal (2025) for the flow; Cheng, Gimbutas, Martinsson & Rokhlin (2005) for the interpolative decomposition.
    """
    flow = flow_tables(eigenvalues, projections, [0.0])
    lam, (V, d) = flow.eigenvalues, flow.start.shape
    Z = flow.start * np.sign(
        np.diag(flow.start[:d])
    )  # so that mode k's coordinate grows the way its eigenvector points
    if lam[d - 1] <= 0:
        raise ValueError(
            f"eigenvalue {d} is {lam[d - 1]:g}; only positive modes are learned: choose d up to {(lam > 0).sum()}"
        )
    if not t_max > 0:
        raise ValueError(f"t_max must be positive, got {t_max}")
    chosen, T = _interpolation(lam[d:], lam[d - 1], t_max) if d < V else (np.empty(0, dtype=int), np.empty((0, 0)))
    k, l = np.tril_indices(d)
    E = np.empty((0, V)) if vectors is None else np.asarray(vectors, dtype=np.float64)
    return ReducedFlow(
        eigenvalues=lam[:d],
        corner=Z[:d],
        rates=lam[d:][chosen],
        weights=T @ (Z[d:, k] * Z[d:, l]),
        loadings=E[:, :d].astype(np.float32),
        tails=np.einsum("qj,wj,jk->wqk", T, E[:, d:], Z[d:], optimize=True).astype(np.float32),
    )


def _interpolation(lam: FloatArray, last: float, t_max: float) -> tuple[NDArray[np.intp], FloatArray]:
    """Choose rates among `lam` and T, shape (q, len(lam)), with f(λ_j) = Σ_q f(μ_q) T_qj for the three families of f.

    Each f is scaled as it enters the solution, by e^{-2 λ_d t} or less.
    """
    t = np.concatenate([[0], np.geomspace(1e-3 / np.abs(lam).max(), t_max, _TIMES)])[:, None]
    growth = np.exp(2 * (lam - last) * t)
    integral = 2 * t * exprel(-2 * np.abs(lam) * t) * np.where(lam > 0, growth, np.exp(-2 * last * t))
    F = np.vstack([growth, last * integral, growth * lam / np.abs(lam).max()])
    R, order = scipy.linalg.qr(F, mode="r", pivoting=True)
    diagonal = np.abs(np.diag(R))
    q = int((diagonal > _ROUNDING * diagonal[0]).sum())
    T = np.empty((q, len(lam)))
    T[:, order[:q]] = np.eye(q)
    T[:, order[q:]] = scipy.linalg.solve_triangular(R[:q, :q], R[:q, q:])
    descending = np.argsort(order[:q])
    return order[:q][descending], T[descending]
