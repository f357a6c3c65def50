"""Time `leading_modes` against LAPACK on the bundled counts, in one run, and check the residual of every pair.

python benchmarks/bench_modes.py [V] [d]
"""

from __future__ import annotations

import sys
import time

import numpy as np
import scipy.linalg

from wordmodes.text import sources
from wordmodes.theory import modes, targets


def lapack(M: np.ndarray, d: int, by: str) -> None:
    """Solve with the peer: a subset of the spectrum from its upper end, for modulus from both ends."""
    V = len(M)
    scipy.linalg.eigh(M, subset_by_index=(V - d, V - 1))
    if by == "modulus":
        scipy.linalg.eigh(M, subset_by_index=(0, d - 1))


def main(V: int = 5000, d: int = 100) -> None:
    """Print one line a task: seconds, the peer's seconds, their ratio, the largest residual."""
    M = targets.m_star(sources.gazette(V, window=16).P)
    for by in ("value", "modulus"):
        start = time.perf_counter()
        found = modes.leading_modes(M, d, by=by)
        ours = time.perf_counter() - start
        start = time.perf_counter()
        lapack(M, d, by)
        peer = time.perf_counter() - start
        residual = np.linalg.norm(M @ found.eigenvectors - found.eigenvectors * found.eigenvalues, axis=0).max()
        print(
            f"V={V} d={d} by {by:8} {ours:5.1f} s   LAPACK {peer:5.1f} s   ratio {ours / peer:.2f}   "
            f"residual {residual / np.abs(found.eigenvalues).max():.0e} of the largest |λ|"
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
