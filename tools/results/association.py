"""The spectrum of M* at the paper's vocabulary, and what its other definition of P_i changes: part of ``make results``.

python tools/results/association.py [--small] [--out FOLDER]

On gazette (V = 5 000) and wikipedia (V = 10 000), window 16, it stores in association.json, for each text

negative, unigram_negative
    How many eigenvalues of M* are below 0, and of M* with the unigram probability u_i for P_i. From the factorisation
    L D Lᵀ, which has as many negative ones in D (Sylvester's law of inertia); the eigenvalues themselves would take
    twenty times as long.
eigenvalues, unigram_eigenvalues
    The leading ones of both.
overlap
    By rank r, how much of the leading r-space of the one lies in that of the other.

Needs only the bundled counts, and 3 GB of memory.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import numpy as np
from numpy.typing import NDArray
from scipy.linalg.lapack import dsytrf, dsytrf_lwork
from scipy.sparse import csr_array

import _record
from wordmodes.text import gazette, wikipedia
from wordmodes.text.cooccurrence import Cooccurrence
from wordmodes.theory import modes, targets
from wordmodes.theory.association import Association
from wordmodes.theory.subspaces import overlaps

WINDOW = 16
RANKS = (1, 2, 5, 10, 20, 50)
TOLERANCE = 1e-8


def negative_eigenvalues(M: NDArray[Any]) -> int:
    """How many eigenvalues of a symmetric matrix, which is overwritten, are negative.

    LAPACK's pivots are numbers, with the sign of an eigenvalue each, or blocks of two, which have one of each sign.
    """
    size = int(dsytrf_lwork(len(M), lower=1)[0])
    D, pivots, failed = dsytrf(M.T, lower=1, lwork=size, overwrite_a=1)  # its transpose is in LAPACK's order
    if failed:
        raise ValueError(f"dsytrf: {failed}")
    alone = pivots > 0
    return int(np.sum(np.diagonal(D)[alone] < 0) + np.sum(~alone) // 2)


def with_unigram(c: Cooccurrence) -> Association:
    """M* with u_i u_j for P_i P_j."""
    u, P = c.vocabulary.unigram, c.sparse().P.tocoo()
    i, j = P.coords
    Q = u[i] * u[j]
    S = csr_array((2 * (P.data - Q) / (P.data + Q) + 2, (i, j)), shape=P.shape)
    return Association(S, np.ones((len(u), 1)), [[-2.0]])


def look(c: Cooccurrence) -> dict[str, Any]:
    """What is stored of a text."""
    both = targets.m_star(c.sparse().P), with_unigram(c)
    ours, theirs = (modes.leading_modes(M, max(RANKS), tol=TOLERANCE) for M in both)
    shared = overlaps(ours.eigenvectors, theirs.eigenvectors, RANKS)
    return {
        "V": len(c.words),
        "tokens": c.vocabulary.n_tokens,
        "negative": negative_eigenvalues(both[0].toarray()),
        "unigram_negative": negative_eigenvalues(both[1].toarray()),
        "eigenvalues": np.round(ours.eigenvalues, 4).tolist(),
        "unigram_eigenvalues": np.round(theirs.eigenvalues, 4).tolist(),
        "overlap": {str(r): round(float(x), 6) for r, x in zip(RANKS, shared, strict=True)},
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Run and store."""
    parser = _record.parser(__doc__, "400 words of each text: a test of this script")
    options = parser.parse_args(arguments)
    sizes = (400, 400) if options.small else (5000, 10_000)
    settings = {"settings": {"window": WINDOW, "ranks": list(RANKS), "tolerance": TOLERANCE}}
    texts = {text.__name__: look(text(size, WINDOW)) for text, size in zip((gazette, wikipedia), sizes, strict=True)}
    _record.write(options.out / "association.json", _record.provenance("association.py", options) | settings | texts)


if __name__ == "__main__":
    main()
