"""Subspaces compared: how much of the modes of one matrix another one knows."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

from wordmodes import _validate
from wordmodes.theory._checks import LARGEST, FloatArray, orthonormal
from wordmodes.theory._checks import ranks as checked_ranks
from wordmodes.theory.association import Association

_DIVERGED = "did training diverge?"


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
    TypeError, ValueError
        If the shapes differ, a value is not finite, or columns are linearly dependent.

    References
    ----------
    Björck & Golub (1973): the mean squared cosine of the principal angles. Karkada et al. (2025).

    Examples
    --------
    Two planes in space that share a line and are else at right angles:

    >>> subspace_overlap([[1, 0], [0, 1], [0, 0]], [[1, 0], [0, 0], [0, 1]])
    0.5
    """
    A, B = (_validate.array(name, value, ("V", "r"), hint=_DIVERGED) for name, value in (("A", A), ("B", B)))
    if A.shape != B.shape:
        raise ValueError(f"A and B must have one shape (V, r), got {A.shape} and {B.shape}")
    return float(np.sum(_squared_cosines(_basis("A", A), _basis("B", B))) / A.shape[1])


def overlaps(E: ArrayLike, F: ArrayLike, ranks: Iterable[int]) -> FloatArray:
    """How much of each leading subspace of one basis lies in the same one of another: ‖E_rᵀ F_r‖² / r.

    Parameters
    ----------
    E, F : array_like, shape (V, d)
        Orthonormal columns, the leading ones first.
    ranks : iterable of int
        The r, from 1 to d.

    Returns
    -------
    ndarray, shape (len(ranks),)
        1 for equal subspaces, r/V in expectation for unrelated ones.

    Raises
    ------
    TypeError, ValueError
        If the shapes differ, columns are not orthonormal, or a rank is out of range.

    References
    ----------
    Björck & Golub (1973): the mean squared cosine of the principal angles.

    Examples
    --------
    The same plane, with its axes exchanged:

    >>> overlaps([[1, 0], [0, 1], [0, 0]], [[0, 1], [1, 0], [0, 0]], ranks=(1, 2)).tolist()
    [0.0, 1.0]
    """
    E, F = orthonormal("E", E), orthonormal("F", F)
    if E.shape != F.shape:
        raise ValueError(f"E and F must have one shape (V, d), got {E.shape} and {F.shape}")
    within = np.cumsum(np.cumsum(_squared_cosines(E, F), axis=0), axis=1)
    return np.array([within[r - 1, r - 1] / r for r in checked_ranks(ranks, E.shape[1])])


def reliability(E: ArrayLike, F: ArrayLike, ranks: Iterable[int]) -> FloatArray:
    """How much of each column of E lies in the leading r-space of F: Σ_{l <= r} (e_k · f_l)².

    Parameters
    ----------
    E : array_like, shape (V, d)
        Orthonormal columns: the modes asked about.
    F : array_like, shape (V, D)
        Orthonormal columns, the leading ones first: where they are looked for.
    ranks : iterable of int
        The r, from 1 to D.

    Returns
    -------
    ndarray, shape (len(ranks), d)
        From 0 to 1, r/V in expectation for a mode that has nothing to do with F.

    Raises
    ------
    TypeError, ValueError
        If V differs, columns are not orthonormal, or a rank is out of range.

    References
    ----------
    Björck & Golub (1973), for the angle between a direction and a subspace.

    Examples
    --------
    A mode at 45° to the leading one of another text, and within its leading two:

    >>> reliability([[0.5**0.5], [0.5**0.5], [0]], [[1, 0], [0, 1], [0, 0]], ranks=(1, 2)).round(3).tolist()
    [[0.5], [1.0]]
    """
    E, F = orthonormal("E", E), orthonormal("F", F)
    if len(E) != len(F):
        raise ValueError(f"E and F must have one row for each word, got {len(E)} and {len(F)} rows")
    within = np.cumsum(_squared_cosines(F, E), axis=0)
    return within[np.array(checked_ranks(ranks, F.shape[1])) - 1]


def held_out(E: ArrayLike, M: ArrayLike | Association) -> FloatArray:
    """The eigenvalue that each mode keeps when another matrix judges it: diag(Eᵀ M E).

    Parameters
    ----------
    E : array_like, shape (V, d)
        Orthonormal columns: modes of one half.
    M : array_like or Association, shape (V, V)
        The matrix of the other half.

    Returns
    -------
    ndarray, shape (d,)
        What M's Rayleigh quotient makes of them: tr M / V in expectation for directions that know nothing of M,
        however large their eigenvalue was at home.

    Raises
    ------
    TypeError, ValueError
        If columns are not orthonormal, or `M` does not fit them or holds a value beyond 1e50.

    References
    ----------
    Chen, Roch, Rohe & Yu (2021): cross-validated eigenvalues.

    Examples
    --------
    A direction half way between the eigenvectors of 4 and of 2:

    >>> held_out([[0.5**0.5], [0.5**0.5]], [[4, 0], [0, 2]]).round(3).tolist()
    [3.0]
    """
    E = orthonormal("E", E)
    if not isinstance(M, Association):
        M = _validate.array("M", M, ("V", "V"), low=-LARGEST, high=LARGEST)
    if M.shape != (len(E), len(E)):
        raise ValueError(f"M must be square with E's {len(E)} rows, got shape {M.shape}")
    return np.einsum("vk,vk->k", E, M @ E)


def _squared_cosines(E: FloatArray, F: FloatArray) -> FloatArray:
    """(e_k · f_l)² of orthonormal columns: what all three measures add up."""
    return (E.T @ F) ** 2


def _basis(name: str, A: FloatArray) -> FloatArray:
    U, s, _ = np.linalg.svd(A, full_matrices=False)
    if A.shape[1] > A.shape[0] or s[-1] <= max(A.shape) * np.finfo(float).eps * s[0]:
        raise ValueError(f"the {A.shape[1]} columns of {name} are linearly dependent; keep fewer of them")
    return U
