"""An association matrix whose rows are held by the workers of a cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.linalg import LinearOperator

from wordmodes import _validate
from wordmodes.text import _cluster
from wordmodes.theory.association import Association

if TYPE_CHECKING:
    from distributed import Client

_ATTEMPTS = 5  # at a product, during each of which a worker may die


def distributed_operator(M: Association, client: Client, blocks: int | None = None) -> LinearOperator:
    """S + B K Bᵀ with the rows of S held by workers, so that each multiplies its own.

    A product sends the columns to every worker and brings each one's rows of the result back; the smooth part is added
    here, meanwhile. The values are those of `M`, to the last digit, however many blocks there are. What a worker held
    when it died is sent anew from here, and the product made again.

    Parameters
    ----------
    M : Association
        Its sparse part stays here too, as what is lost is sent anew from it.
    client : distributed.Client
        Of a running cluster. Workers let go of their rows when the operator is gone.
    blocks : int, optional
        In how many blocks of rows, with about as many stored pairs each: by default one a worker.

    Returns
    -------
    scipy.sparse.linalg.LinearOperator
        Symmetric, of the shape and `dtype` of M: for `leading_modes`, or any other solver.

    Raises
    ------
    TypeError
        If `M` is no Association or `client` no client.
    ValueError
        If there are more blocks than rows.
    RuntimeError
        If the cluster has no worker and gets none within two minutes, here or at a product.
    ModuleNotFoundError
        If Dask is not installed.

    See Also
    --------
    wordmodes.text.distributed.count_distributed : where the counts come from.

    Examples
    --------
    >>> from distributed import Client
    >>> M = Association(csr_array([[0.0, 3.0, 0.0], [3.0, 0.0, 0.0], [0.0, 0.0, 0.0]]), np.ones((3, 1)), [[-2.0]])
    >>> with Client(processes=False, dashboard_address=":0") as client:
    ...     print(distributed_operator(M, client, blocks=2) @ np.ones(3))
    [-3. -3. -6.]
    """
    _validate.instance("M", M, Association, "m_star(counts.sparse().P)")
    _cluster.client(client, "an operator on a cluster")
    V = M.shape[0]
    n = (
        min(len(_cluster.workers(client)), V)
        if blocks is None
        else _validate.integer("blocks", blocks, 1, V, hint="a row each at most")
    )
    ends = np.linspace(0, M.sparse.nnz, n + 1)[1:-1]
    cuts = np.unique([0, *np.searchsorted(M.sparse.indptr, ends), V])
    return _Distributed(M, client, cuts.tolist())


class _Distributed(LinearOperator):  # type: ignore[misc]  # scipy has no types
    def __init__(self, M: Association, client: Any, cuts: list[int]) -> None:
        self._M, self._client, self._cuts = M, client, cuts
        self._held: list[Any] = [None] * (len(cuts) - 1)
        super().__init__(dtype=M.dtype, shape=M.shape)

    def _matmat(self, X: NDArray[Any]) -> NDArray[Any]:
        M, client = self._M, self._client
        X = np.ascontiguousarray(X)
        smooth = None
        dask, distributed = _cluster.dask("an operator on a cluster")
        for _ in range(_ATTEMPTS):
            try:
                self._place()
                # X goes with the tasks, once: as scattered data it would be lost with the worker that has it.
                with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GiB"}):
                    there = _cluster.given("columns", X)
                    parts = client.compute([_cluster.call("product", _product, held, there) for held in self._held])
                if smooth is None:
                    smooth = M.factor @ (M.core @ (M.factor.T @ X))
                return np.concatenate(client.gather(parts)) + smooth
            except (distributed.KilledWorker, *_cluster.LOST) as error:
                lost = error
        raise RuntimeError(
            f"workers went away during {_ATTEMPTS} attempts at a product; look after them ({lost})"
        ) from lost

    def _place(self) -> None:
        """See to it that each block is held by a worker."""
        gone = [n for n, held in enumerate(self._held) if held is None or held.status not in ("finished", "pending")]
        if gone:
            workers = _cluster.workers(self._client)
            for n in gone:
                self._held[n] = self._client.scatter(self._block(n), workers=[workers[n % len(workers)]], hash=False)

    def _block(self, n: int) -> csr_array:
        S, (start, stop) = self._M.sparse, self._cuts[n : n + 2]
        here = slice(S.indptr[start], S.indptr[stop])
        rows = S.indptr[start : stop + 1] - S.indptr[start]
        kind = np.int32 if rows[-1] < 2**31 else np.int64  # of half the size, half the memory and faster
        parts = S.data[here], S.indices[here].astype(kind), rows.astype(kind)
        return csr_array(parts, shape=(stop - start, S.shape[1]))

    def _matvec(self, x: NDArray[Any]) -> NDArray[Any]:
        return self._matmat(x.reshape(-1, 1))

    def _adjoint(self) -> LinearOperator:
        return self

    def _transpose(self) -> LinearOperator:
        return self


def _product(block: csr_array, X: NDArray[Any]) -> NDArray[Any]:
    return block @ X
