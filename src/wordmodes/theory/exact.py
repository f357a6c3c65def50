"""What the exact solution says of a run: singular values, loss and embeddings at any time, from any start."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from wordmodes import _validate
from wordmodes.theory._checks import LATEST, FloatArray
from wordmodes.theory.flow import flow_tables
from wordmodes.theory.modes import Modes


def exact_singular_values(eigenvalues: ArrayLike, projections: ArrayLike, times: ArrayLike) -> FloatArray:
    """Singular values of W(t) under gradient flow, from any start.

    Parameters
    ----------
    eigenvalues : array_like, shape (V,)
        The whole spectrum, descending, for the exact solution; a leading part for the flow inside its subspace.
    projections : array_like, shape (V, d)
        A₀ = Eᵀ W(0), of any scale up to 1e50.
    times : array_like, shape (T,)
        From 0 to 1e200, in the unit of the flow.

    Returns
    -------
    ndarray, shape (T, d)
        Descending in each row; accurate relative to each value, not only to the largest.

    Raises
    ------
    TypeError, ValueError
        If shapes disagree, eigenvalues are not descending, or the start has lost rank.

    References
    ----------
    Fukumizu (1998), Yan, Helmke & Moore (1994) and Tarmoun et al. (2021), the exact solution; Min & Vidal (2025),
    its use; appendix 'Proofs', the scaled form that is computed here.

    Examples
    --------
    Two modes, risen to the square roots of their eigenvalues; the start's third row decays:

    >>> exact_singular_values([4.0, 1.0, -1.0], [[1e-3, 0], [0, 1e-3], [1e-3, 0]], [0.0, 2.0, 20.0]).round(3).tolist()
    [[0.001, 0.001], [1.661, 0.007], [2.0, 1.0]]
    """
    tables = flow_tables(eigenvalues, projections, times)
    return np.array([np.linalg.svd(tables.solve(k), compute_uv=False) for k in range(len(tables.times))])


def exact_loss(eigenvalues: ArrayLike, projections: ArrayLike, times: ArrayLike) -> FloatArray:
    """Loss ‖W(t) W(t)ᵀ - M*‖² along the flow.

    Parameters
    ----------
    eigenvalues, projections, times
        As for `exact_singular_values`; with a leading part of the spectrum the loss is that of the truncated matrix.

    Returns
    -------
    ndarray, shape (T,)

    Raises
    ------
    TypeError, ValueError
        As `exact_singular_values`.

    References
    ----------
    As `exact_singular_values`.

    Examples
    --------
    From λ₁² + λ₂² down to what one mode of two can't fit, λ₂²:

    >>> exact_loss([4.0, 1.0], [[1e-3], [1e-3]], [0.0, 20.0]).round(2).tolist()
    [17.0, 1.0]
    """
    tables = flow_tables(eigenvalues, projections, times)
    lam = tables.eigenvalues
    loss = np.empty(len(tables.times))
    for k in range(len(loss)):
        Y = tables.rows(k) @ tables.inverse_factor(k)
        loss[k] = lam @ lam - 2 * lam @ (Y**2).sum(axis=1) + ((Y.T @ Y) ** 2).sum()
    return loss


def exact_embedding(modes: Modes, projections: ArrayLike, time: float) -> FloatArray:
    """W(t) along the flow, up to a rotation of its columns; compare it through W Wᵀ.

    Parameters
    ----------
    modes : Modes
        All of them (`modes.all_modes`) for the exact solution.
    projections : array_like, shape (len(modes), d)
        A₀ = Eᵀ W(0).
    time : float
        t, from 0 to 1e200.

    Returns
    -------
    ndarray, shape (V, d)

    Raises
    ------
    TypeError, ValueError
        As `exact_singular_values`.

    References
    ----------
    As `exact_singular_values`.

    Examples
    --------
    >>> from wordmodes.theory import all_modes
    >>> W = exact_embedding(all_modes([[4.0, 0.0], [0.0, 1.0]]), [[1e-3], [1e-3]], time=20.0)
    >>> (W @ W.T).round(3).tolist()
    [[4.0, 0.0], [0.0, 0.0]]
    """
    _validate.instance("modes", modes, Modes, "all_modes() gives")
    time = _validate.real("time", time, 0, LATEST)
    tables = flow_tables(modes.eigenvalues, projections, [time])
    return modes.eigenvectors @ (tables.rows(0) @ tables.inverse_factor(0))
