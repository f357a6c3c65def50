"""The ablation of chapter 07 again, at the paper's settings and on both texts: part of ``make results``.

python tools/results/ablation.py [--small] [--out FOLDER]

Two losses under two sets of weights, one matrix, all pairs at once, on gazette and on wikipedia: word2vec's weights as
gensim comes (k = 5, t = 1e-3) and as in the paper (k = 1, t = 1e-5), and even ones. What each run passes through is
told mode by mode, and the losses are compared at every moment, so that it is seen when they part. Needs only the
bundled counts. ``--small`` takes 200 words, for a test of this script.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

import _record
from watch import descend, passage, rounded
from wordmodes import training
from wordmodes.text import Cooccurrence, sources
from wordmodes.theory import dynamics, modes, spectra, targets

FloatArray = NDArray[np.floating]
TEXTS: dict[str, Callable[..., Cooccurrence]] = {"gazette": sources.gazette, "wikipedia": sources.wikipedia}


@dataclass(frozen=True)
class Settings:
    """The sizes of a run. Lengths are in units of 1/λ₁ of the corner's own H = (A - B)/2."""

    V: int = 1000
    d: int = 10
    window: int = 16
    init_scale: float = 1e-4
    step: float = 0.1
    seed: int = 0
    weights: tuple[tuple[str, float, float, float], ...] = (  # name, k, t, length
        ("even", 0, 0, 200), ("k = 5, t = 1e-3", 5, 1e-3, 300), ("k = 1, t = 1e-5", 1, 1e-5, 300),
    )  # fmt: skip
    ranks: tuple[int, ...] = (1, 3, 10)
    records: int = 150


SMALL = Settings(V=200, d=5, weights=(("even", 0, 0, 40), ("k = 1, t = 1e-5", 1, 1e-5, 40)), ranks=(1, 5), records=20)


def pairs(counts: Cooccurrence, k: float, t: float) -> tuple[FloatArray, FloatArray]:
    """A and B for a tied model: word2vec's, or with k = 0 the even ones."""
    P = counts.P
    if not k:
        Q = targets.independent(P)
        return P / (P + Q), Q / (P + Q)
    keep = training.keep_probability(counts.vocabulary.counts / counts.vocabulary.n_tokens, t)
    A = P * np.outer(keep, keep)
    A /= A.sum()
    B = k * np.outer(A.sum(axis=1), training.negative_distribution(counts.vocabulary.counts))
    return A, (B + B.T) / 2


def corner(A: FloatArray, B: FloatArray, E: FloatArray, length: float, s: Settings) -> dict[str, Any]:
    """Both losses under one set of weights, from one start."""
    own = modes.all_modes((A - B) / 2)
    lam, E_own = own.eigenvalues, own.eigenvectors[:, : s.d]
    start = training.initial_embedding(len(A), s.d, s.init_scale, s.seed)
    step = min(s.step / lam[0], 0.5 / np.abs(lam).max())
    foretold = np.log(1 / dynamics.small_init_starts(E_own.T @ start) ** 2) / (2 * np.log1p(step * lam[: s.d]))
    n = int(length / (step * lam[0]))
    every = max(1, n // s.records)
    target = modes.leading_modes(2 * (A - B) / (A + B), s.d).eigenvectors  # M*_Ψ
    frequency = A.sum(axis=1)
    watched: dict[str, list[FloatArray]] = {}
    found: dict[str, Any] = {
        "step": rounded(step * lam[0]), "steps": n, "eigenvalues": rounded(lam[: s.d] / lam[0]),
        "lowest": rounded(lam[-1] / lam[0]),
        "lowest_with_frequency": rounded(cosine(own.eigenvectors[:, -1], frequency)),
        "lowest_with_constant": rounded(cosine(own.eigenvectors[:, -1], np.ones(len(A)))),
        "foretold": rounded(foretold * step * lam[0]), "times": rounded(np.arange(0, n + 1, every) * step * lam[0]),
        "targets_overlap": {"H and M*": overlaps(E_own, E, s), "M*_Ψ and M*": overlaps(target, E, s),
                            "H and M*_Ψ": overlaps(E_own, target, s)},
    }  # fmt: skip
    for loss in ("quartic", "logistic"):
        lefts, squares, projected = [], [], []

        def look(i: int, W: FloatArray, lefts=lefts, squares=squares, projected=projected) -> None:
            left, singular, _ = np.linalg.svd(W.astype(np.float64), full_matrices=False)
            lefts.append(left)
            squares.append(singular**2)
            projected.append(np.sum((E_own.T @ W) ** 2, axis=1))

        descend(A, B, start, step, n, loss, look, every)
        watched[loss] = lefts
        clock = np.array(found["times"])
        found[loss] = {
            "reached": rounded(passage(clock, np.array(squares), 1.0)),
            "reached_by_mode": rounded(passage(clock, np.array(projected), 1.0)),
            "squares": [rounded(row) for row in squares],
            "with_own": [overlaps(left, E_own, s) for left in lefts],
            "with_m_star": [overlaps(left, E, s) for left in lefts],
            "with_m_star_psi": [overlaps(left, target, s) for left in lefts],
        }  # fmt: skip
    found["overlap_of_losses"] = [overlaps(a, b, s) for a, b in zip(*watched.values(), strict=True)]
    return found


def overlaps(a: FloatArray, b: FloatArray, s: Settings) -> list[float]:
    """Subspace overlap of the leading directions, at each rank."""
    return [round(spectra.subspace_overlap(a[:, :r], b[:, :r]), 4) for r in s.ranks]


def cosine(a: FloatArray, b: FloatArray) -> float:
    """Of the angle between two directions."""
    return abs(float(a @ b)) / float(np.linalg.norm(a) * np.linalg.norm(b))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run and store."""
    parser = _record.parser(__doc__, "200 words, few dimensions: a test of this script")
    options = parser.parse_args(arguments)
    s = SMALL if options.small else Settings()
    provenance, runs = _record.provenance("ablation.py", options, s), []
    for text, load in TEXTS.items():
        counts = load(s.V, s.window)
        E = modes.leading_modes(targets.m_star(counts.P), s.d).eigenvectors
        for name, k, t, length in tqdm(s.weights, desc=text):
            runs.append({"text": text, "weights": name, **corner(*pairs(counts, k, t), E, length, s)})
    _record.write(options.out / "ablation.json", provenance | {"runs": runs})


if __name__ == "__main__":
    main()
