"""Modes: the leading eigenpairs of an association matrix, and the embeddings that they give without training."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse.linalg import LinearOperator

from wordmodes import _validate
from wordmodes.theory import _operators
from wordmodes.theory._checks import FloatArray
from wordmodes.theory._lanczos import BLOCK, block_lanczos, leading

_DENSE_BELOW = 800
_SPACE = 1 << 30  # bytes that a space may take before the solver restarts


@dataclass(frozen=True)
class Modes:
    """Eigenpairs of a symmetric matrix, in the order asked for.

    Parameters
    ----------
    eigenvalues : ndarray, shape (d,)
    eigenvectors : ndarray, shape (V, d)
        Orthonormal columns; in each the entry of largest modulus is positive (the first of them in a tie).
    residual : float
        Largest ‖M v - λ v‖ over the pairs, relative to the largest |λ| among them (to 1 if all are 0).

    Raises
    ------
    TypeError, ValueError
        If there is no eigenvector to each eigenvalue, or a value is not finite.

    References
    ----------
    Golub & Van Loan (2013), section 8.1.

    Examples
    --------
    >>> len(Modes(eigenvalues=[3.0, 1.0], eigenvectors=[[1.0, 0.0], [0.0, 1.0]], residual=0.0))
    2
    """

    eigenvalues: FloatArray
    eigenvectors: FloatArray
    residual: float

    def __post_init__(self) -> None:
        values = _validate.array("eigenvalues", self.eigenvalues, ("d",))
        vectors = _validate.array(
            "eigenvectors", self.eigenvectors, ("V", len(values)), hint="one column for each of eigenvalues"
        )
        object.__setattr__(self, "eigenvalues", values)
        object.__setattr__(self, "eigenvectors", vectors)
        object.__setattr__(self, "residual", _validate.real("residual", self.residual, 0))

    def __len__(self) -> int:
        return len(self.eigenvalues)

    def top(self, d: int) -> Modes:
        """The first `d` modes.

        Parameters
        ----------
        d : int
            From 1 to len(modes).

        Returns
        -------
        Modes

        Raises
        ------
        TypeError, ValueError
            If there are fewer than `d`.

        Examples
        --------
        >>> all_modes([[2.0, 0.0], [0.0, 5.0]]).top(1).eigenvalues.tolist()
        [5.0]
        """
        d = _validate.integer("d", d, 1, len(self), hint=f"there are {len(self)} modes at hand")
        return Modes(self.eigenvalues[:d], self.eigenvectors[:, :d], self.residual)

    def positive(self, d: int) -> Modes:
        """The first `d` modes with λ > 0: of modes ordered by modulus, those that lead by value.

        Parameters
        ----------
        d : int
            From 1 to the number of positive eigenvalues.

        Returns
        -------
        Modes

        Raises
        ------
        TypeError, ValueError
            If there are fewer than `d`.

        Examples
        --------
        >>> leading_modes([[-9.0, 0.0], [0.0, 5.0]], 2, by="modulus").positive(1).eigenvalues.tolist()
        [5.0]
        """
        keep = np.flatnonzero(self.eigenvalues > 0)
        d = _validate.integer("d", d, 1, len(keep), hint=f"{len(keep)} positive modes at hand; solve for more")
        return Modes(self.eigenvalues[keep[:d]], self.eigenvectors[:, keep[:d]], self.residual)


def leading_modes(
    M: ArrayLike | LinearOperator, d: int, by: Literal["value", "modulus"] = "value", tol: float | None = None
) -> Modes:
    """Leading eigenpairs of a symmetric matrix, which may be given by its products alone.

    A block Krylov space is grown, fully re-orthogonalised, until every wanted pair has converged. The few huge
    negative eigenvalues of M*, which slow other solvers down, are found in its first steps and cost nothing after.

    Parameters
    ----------
    M : array_like, sparse array or LinearOperator, shape (V, V)
        Symmetric and finite, such as an `Association`. One in float32 is solved in float32: half the memory and time.
    d : int
        Number of pairs.
    by : {'value', 'modulus'}
        The largest eigenvalues (what one matrix W can learn) or those largest in modulus, signs kept (what two can).
    tol : float, optional
        Residual at which to stop, relative to the largest |λ| returned: by default 1e-10, in float32 1e-4. For
        embeddings 1e-3 is enough: scores stay the same to a tenth of a point.

    Returns
    -------
    Modes
        In descending order of λ or |λ|.

    Raises
    ------
    TypeError, ValueError
        If `M` is not a symmetric matrix of numbers up to 1e100, d > V, `by` is neither of the two, or `tol` is not
        reached.

    Notes
    -----
    Beside M it takes V · m numbers for a space of m columns, 4 d to 10 d as a rule. Where that would pass 1 GiB it
    restarts from the best of what it has (thick restart), which costs more products. An operator that stores a third
    of its entries or more is written out: that takes up to twice its memory besides, and a third of the time.

    References
    ----------
    Golub & Underwood (1977), the block Lanczos method; Wu & Simon (2000), the thick restart; Halko, Martinsson & Tropp
    (2011), section 4.5, the random start.

    Examples
    --------
    >>> M = [[1.0, 0.0, 0.0], [0.0, -7.0, 0.0], [0.0, 0.0, 4.0]]
    >>> leading_modes(M, 2).eigenvalues.tolist(), leading_modes(M, 2, by="modulus").eigenvalues.tolist()
    ([4.0, 1.0], [-7.0, 4.0])
    """
    made = _operators.symmetric(M)
    V, dtype = made.shape[0], made.dtype
    d = _validate.integer("d", d, 1, V, hint=f"a matrix of V = {V} rows has no more modes")
    _validate.choice("by", by, ("value", "modulus"))
    least = 50 * float(np.finfo(dtype).eps)
    goal = 1e-10 if dtype == np.float64 else 1e-4
    goal = goal if tol is None else max(_validate.real("tol", tol, above=0), least)
    if V <= _DENSE_BELOW or 4 * d > V:
        return _finish(made, *leading(_operators.array(made), d, by))
    made = _operators.filled(made)
    room = int(np.clip(_SPACE // (V * dtype.itemsize), 3 * d + 2 * BLOCK, max(400, 40 * d)))
    room = min(room, V // 2)
    found = block_lanczos(_operators.product(made), V, d, by, goal, dtype, room)
    if found is None:
        raise ValueError(f"tol = {goal:g} is not reached for M; allow a larger one, or take fewer modes")
    return _finish(made, *found)


def all_modes(M: ArrayLike | LinearOperator) -> Modes:
    """Every eigenpair of a symmetric matrix, which is written out for it, in descending order of λ.

    Parameters
    ----------
    M : array_like, sparse array or LinearOperator, shape (V, V)
        Symmetric and finite.

    Returns
    -------
    Modes
        All V.

    Raises
    ------
    TypeError, ValueError
        If `M` is not a symmetric matrix of numbers up to 1e100.

    References
    ----------
    Anderson et al. (1999), LAPACK's symmetric eigensolver.

    Examples
    --------
    >>> all_modes([[0.0, 1.0], [1.0, 0.0]]).eigenvalues.round(12).tolist()
    [1.0, -1.0]
    """
    made = _operators.array(_operators.symmetric(M))
    return _finish(made, *leading(made, len(made), "value"))


def embed(modes: Modes, power: float = 0.5) -> FloatArray:
    """Embeddings without training: W = E λ^power, one row a word.

    Parameters
    ----------
    modes : Modes
        With positive eigenvalues only.
    power : float
        ½ makes W Wᵀ the best rank-d approximation of the matrix among those that W Wᵀ can be.

    Returns
    -------
    ndarray, shape (V, d)

    Raises
    ------
    TypeError, ValueError
        If an eigenvalue is not positive: W Wᵀ has no negative ones. If a power of one is beyond floating point.

    References
    ----------
    Karkada et al. (2025); Eckart & Young (1936).

    Examples
    --------
    >>> W = embed(all_modes([[5.0, 4.0], [4.0, 5.0]]))
    >>> (W @ W.T).round(12).tolist()
    [[5.0, 4.0], [4.0, 5.0]]
    """
    _validate.instance("modes", modes, Modes, "leading_modes() gives")
    power = _validate.real("power", power)
    if not (modes.eigenvalues > 0).all():
        k = int(np.argmin(modes.eigenvalues > 0))
        raise ValueError(
            f"mode {k + 1} has eigenvalue {modes.eigenvalues[k]:.3g}, which W Wᵀ cannot have; "
            f"keep at most {k} modes, or use embed_signed"
        )
    return _scaled(modes, power)


def embed_signed(modes: Modes, power: float = 0.5) -> tuple[FloatArray, FloatArray]:
    """Two matrices without training: W = E |λ|^power and C = W sign(λ), so that W Cᵀ keeps negative modes.

    Parameters
    ----------
    modes : Modes
        As from `leading_modes(M, d, by="modulus")`.
    power : float
        ½ makes W Cᵀ the best rank-d approximation of the matrix.

    Returns
    -------
    (ndarray, ndarray), each of shape (V, d)
        Words and contexts.

    Raises
    ------
    TypeError, ValueError
        If a power of an eigenvalue is beyond floating point, as a negative one of 0 is.

    References
    ----------
    Levy & Goldberg (2014), section 3.3, the symmetric split of a factorisation.

    Examples
    --------
    >>> W, C = embed_signed(leading_modes([[-9.0, 0.0], [0.0, 4.0]], 2, by="modulus"))
    >>> (W @ C.T).tolist()
    [[-9.0, 0.0], [0.0, 4.0]]
    """
    _validate.instance("modes", modes, Modes, "leading_modes() gives")
    W = _scaled(modes, _validate.real("power", power))
    return W, W * np.sign(modes.eigenvalues)


def _finish(M: Any, values: NDArray[Any], vectors: NDArray[Any]) -> Modes:
    vectors = _operators.signed(vectors)
    residual = np.linalg.norm(M @ vectors - vectors * values, axis=0).max() / (np.abs(values).max() or 1.0)
    return Modes(values, vectors, float(residual))


def _scaled(modes: Modes, power: float) -> FloatArray:
    with np.errstate(all="ignore"):
        W = modes.eigenvectors * np.abs(modes.eigenvalues) ** power
    if not np.isfinite(W).all():
        raise ValueError(
            f"the eigenvalues of modes to the power {power:g} are beyond floating point; power is ½ as a rule"
        )
    return W
