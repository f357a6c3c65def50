"""A symmetric matrix over many words that is never written out: a sparse part, and a smooth part of low rank."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray
from scipy.sparse import csr_array, diags_array
from scipy.sparse.linalg import LinearOperator

from wordmodes import _validate
from wordmodes.theory._checks import symmetric_sparse

FloatArray = NDArray[np.floating]

_ROWS = 1024  # that are written out at a time


class Association(LinearOperator):  # type: ignore[misc]  # scipy has no types
    """S + B K Bᵀ, where S is sparse and B has few columns.

    Words that never met all have one value, or one that depends smoothly on how frequent they are. That is the smooth
    part; only pairs that did meet are stored. A product costs nnz + V r in place of V².

    Attributes
    ----------
    sparse : csr_array, shape (V, V)
        S. float32 or float64, which is the operator's `dtype`.
    factor : ndarray, shape (V, r)
        B.
    core : ndarray, shape (r, r)
        K, symmetric.

    Raises
    ------
    TypeError, ValueError
        If shapes don't fit, a value is not finite, or the matrix is not symmetric (seen by a random vector).

    References
    ----------
    Halko, Martinsson & Tropp (2011), section 1.4: only products with the matrix are needed.

    Examples
    --------
    M* of three words, two of which met: -2 everywhere, and what those two add to it.

    >>> M = Association(csr_array([[0.0, 3.0, 0.0], [3.0, 0.0, 0.0], [0.0, 0.0, 0.0]]), np.ones((3, 1)), [[-2.0]])
    >>> M.toarray().tolist()
    [[-2.0, 1.0, -2.0], [1.0, -2.0, -2.0], [-2.0, -2.0, -2.0]]
    >>> (M @ np.ones(3)).tolist()
    [-3.0, -3.0, -6.0]
    """

    def __init__(self, sparse: Any, factor: ArrayLike | None = None, core: ArrayLike | None = None) -> None:
        self.sparse = symmetric_sparse("sparse", sparse)
        V, dtype = self.sparse.shape[0], self.sparse.dtype
        B = np.zeros((V, 0)) if factor is None else factor
        self.factor: FloatArray = _validate.array("factor", B, (V, "r"), dtype=dtype, empty=True)
        r = self.factor.shape[1]
        K = np.zeros((0, 0)) if core is None else core
        hint = "a row and a column for each column of factor"
        self.core: FloatArray = _validate.array("core", K, (r, r), dtype=dtype, empty=True, hint=hint)
        if r and not np.allclose(self.core, self.core.T, rtol=1e-5 if dtype == np.float32 else 1e-12, atol=0):
            raise ValueError("core is not symmetric; pass (core + core.T) / 2")
        super().__init__(dtype=dtype, shape=(V, V))

    def diagonal(self) -> FloatArray:
        """The diagonal.

        Returns
        -------
        ndarray, shape (V,)

        Examples
        --------
        >>> Association(csr_array([[0.0, 1.0], [1.0, 5.0]])).diagonal().tolist()
        [0.0, 5.0]
        """
        return self.sparse.diagonal() + np.einsum("ir,ir->i", self.factor @ self.core, self.factor)

    def row(self, i: int) -> FloatArray:
        """One row, shape (V,); the matrix is symmetric, so that it is the column too.

        Parameters
        ----------
        i : int
            From 0 to V - 1.

        Returns
        -------
        ndarray, shape (V,)

        Raises
        ------
        TypeError, ValueError
            If there is no such row.

        Examples
        --------
        >>> Association(csr_array([[0.0, 1.0], [1.0, 5.0]])).row(1).tolist()
        [1.0, 5.0]
        """
        return self.rows([_validate.integer("i", i, 0, self.shape[0] - 1)])[0]

    def rows(self, which: ArrayLike) -> FloatArray:
        """Several rows, or columns.

        Parameters
        ----------
        which : array_like of int, shape (n,)

        Returns
        -------
        ndarray, shape (n, V)

        Raises
        ------
        TypeError, ValueError
            If there is no such row.

        Examples
        --------
        >>> Association(csr_array([[0.0, 1.0], [1.0, 5.0]])).rows([1, 1]).tolist()
        [[1.0, 5.0], [1.0, 5.0]]
        """
        chosen = _validate.rows("which", which, self.shape[0], ("n",))
        return self.sparse[chosen].toarray() + (self.factor[chosen] @ self.core) @ self.factor.T

    def toarray(self) -> FloatArray:
        """The whole matrix: for few words.

        Returns
        -------
        ndarray, shape (V, V)

        Examples
        --------
        >>> Association(csr_array((2, 2)), [[1.0], [2.0]], [[3.0]]).toarray().tolist()
        [[3.0, 6.0], [6.0, 12.0]]
        """
        made, smooth = self.sparse.toarray(), self.factor @ self.core
        for rows in range(0, len(made), _ROWS):  # the smooth part of all rows at once would double the memory
            made[rows : rows + _ROWS] += smooth[rows : rows + _ROWS] @ self.factor.T
        return made

    def scaled(self, D: ArrayLike) -> Association:
        """D M D for a diagonal D: the same form.

        Parameters
        ----------
        D : array_like, shape (V,)
            Such as `rank_one_scale(unigram, alpha)`.

        Returns
        -------
        Association

        Raises
        ------
        TypeError, ValueError
            If there is not one finite number for each row.

        Examples
        --------
        >>> Association(csr_array([[0.0, 1.0], [1.0, 5.0]])).scaled([1.0, 2.0]).toarray().tolist()
        [[0.0, 2.0], [2.0, 20.0]]
        """
        D = _validate.array("D", D, (self.shape[0],), dtype=self.dtype, low=-1e15, high=1e15)
        scale = diags_array(D)
        return Association(csr_array(scale @ self.sparse @ scale), self.factor * D[:, None], self.core)

    def restricted(self, which: ArrayLike) -> Association:
        """The matrix of some of the words, in the order given.

        Parameters
        ----------
        which : array_like of int, shape (n,)

        Returns
        -------
        Association

        Raises
        ------
        TypeError, ValueError
            If there is no such word.

        Examples
        --------
        >>> Association(csr_array([[0.0, 1.0], [1.0, 5.0]])).restricted([1]).toarray().tolist()
        [[5.0]]
        """
        chosen = _validate.rows("which", which, self.shape[0], ("n",))
        return Association(self.sparse[chosen][:, chosen], self.factor[chosen], self.core)

    def placed(self, which: ArrayLike, V: int) -> Association:
        """The matrix among more words: its own at `which`, and 0 in the rows and columns of the others.

        Parameters
        ----------
        which : array_like of int, shape (n,)
            Different rows, one for each of the matrix.
        V : int
            How many words there are.

        Returns
        -------
        Association, shape (V, V)

        Raises
        ------
        TypeError, ValueError
            If there is not one row for each.

        Examples
        --------
        >>> Association(csr_array([[5.0]])).placed([1], 2).toarray().tolist()
        [[0.0, 0.0], [0.0, 5.0]]
        """
        V = _validate.integer("V", V, self.shape[0], 2**31)
        chosen = _validate.rows("which", which, V, (self.shape[0],))
        if len(np.unique(chosen)) < len(chosen):
            raise ValueError("which holds a row twice")
        S = self.sparse.tocoo()
        factor = np.zeros((V, self.factor.shape[1]), dtype=self.dtype)
        factor[chosen] = self.factor
        row, column = S.coords
        return Association(csr_array((S.data, (chosen[row], chosen[column])), shape=(V, V)), factor, self.core)

    def astype(self, dtype: DTypeLike) -> Association:
        """The matrix in another precision.

        Parameters
        ----------
        dtype : float32 or float64
            float32 halves the memory and doubles the speed, and is enough for embeddings.

        Returns
        -------
        Association

        Raises
        ------
        ValueError
            If it is neither.

        Examples
        --------
        >>> Association(csr_array([[0.0, 1.0], [1.0, 5.0]])).astype(np.float32).dtype
        dtype('float32')
        """
        try:
            kind = np.dtype(dtype)
        except (TypeError, ValueError):
            kind = None
        if dtype is None or kind not in (np.float32, np.float64):
            raise ValueError(f"dtype must be float32 or float64, got {dtype!r}")
        return Association(self.sparse.astype(kind), self.factor.astype(kind), self.core.astype(kind))

    def _matmat(self, X: NDArray[Any]) -> NDArray[Any]:
        return self.sparse @ X + self.factor @ (self.core @ (self.factor.T @ X))

    def _matvec(self, x: NDArray[Any]) -> NDArray[Any]:
        return self._matmat(x.reshape(-1, 1))

    def _adjoint(self) -> Association:
        return self

    def _transpose(self) -> Association:
        return self
