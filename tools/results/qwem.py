"""The quartic model trained on wikipedia at the paper's V, d and window, and closed forms beside it: ``make results``.

python tools/results/qwem.py [--small] [--out FOLDER]

Karkada et al. (2025) call it QWEM: one matrix W, gradient descent on ‖W Wᵀ - M*‖², here with all pairs at once, from a
small start. With half of the pairs seen, M* as a table in float32 (400 MB) multiplies ten times as fast as the operator
that the closed forms are solved from; those are the ones that wikipedia.py does not have. Needs only the bundled
counts. ``--small`` takes 900 words and few columns, for a test of this script.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

import _record
from wikipedia import scored
from wordmodes import evaluation, training
from wordmodes.text import Cooccurrence, sources
from wordmodes.theory import dynamics, modes, spectra, targets
from wordmodes.training.descent import descend


@dataclass(frozen=True)
class Settings:
    """The sizes of a run."""

    V: int = 10_000
    window: int = 16
    d: int = 200
    init_scale: float = 1e-3
    seed: int = 0
    share_of_limit: float = 0.9  # the step, as a share of the stability limit
    length: float = 2.0  # of the run, as a multiple of the last mode's foretold half-rise
    looks: int = 24  # how often the scores are taken on the way
    ranks: tuple[int, ...] = (1, 2, 5, 10, 50, 100, 200)
    tol: float = 1e-4
    alpha: float = 0.25
    added: float = 1e-25  # to P/Q before the logarithm, as in the code published with the paper


SMALL = Settings(V=900, window=5, d=10, looks=3, ranks=(1, 5, 10))


def trained(M: NDArray[Any], words: Sequence[str], s: Settings) -> dict[str, Any]:
    """Gradient descent, watched: scores, overlaps with the closed form, and when each mode had half risen."""
    found = modes.leading_modes(M, s.d, tol=s.tol)
    lam, E = found.eigenvalues.astype(np.float64), found.eigenvectors
    lowest = abs(float(modes.leading_modes(M, 1, by="modulus").eigenvalues[0]))
    start = training.initial_embedding(len(words), s.d, s.init_scale, s.seed)
    step = s.share_of_limit * min(1 / lam[0], 2 / (lam[0] + lowest))  # of the book's time
    foretold = dynamics.half_rise_time(lam, dynamics.small_init_starts(E.T.astype(np.float64) @ start))
    euler = lam * step / np.log1p(lam * step)  # a finite step grows by 1 + λη where the flow grows by e^{λη}
    n = int(s.length * (foretold * euler).max() / step)
    looks = np.unique(np.linspace(0, n, s.looks + 1).astype(int)[1:])
    questions = evaluation.analogy_questions(words)

    def slope(W: NDArray[Any]) -> tuple[None, NDArray[Any]]:
        return None, W @ (W.T @ W) - M @ W

    squares, seen, seconds, since = [], [], 0.0, time.process_time()
    path = descend(slope, start.astype(np.float32), np.full(n, step))
    for i, (_, W) in enumerate(tqdm(path, total=n + 1, unit="step")):
        seconds += time.process_time() - since
        wide = W.astype(np.float64)
        squares.append(np.linalg.eigvalsh(wide.T @ wide)[::-1])
        if i in looks:
            left = np.linalg.svd(wide, full_matrices=False)[0]
            seen.append({
                "step": i, "cpu_seconds": round(seconds, 1),
                "analogies": round(float(evaluation.analogies(W, words, questions=questions).accuracy), 5),
                "overlap": [round(spectra.subspace_overlap(left[:, :r], E[:, :r]), 6) for r in s.ranks],
                "excess": float(f"{_excess(M, W, lam):.3g}"),
            })  # fmt: skip
        since = time.process_time()
    rises = spectra.rise_times(step * np.arange(n + 1), np.array(squares), lam)
    return {
        "recipe": "QWEM, trained", "steps": n, "step": step, "flow_time": n * step, "lowest": -round(lowest, 3),
        "cpu_seconds": round(seconds, 1), "looks": seen,
        "eigenvalues": [float(f"{x:.6g}") for x in lam],
        "end": [float(f"{x:.6g}") for x in squares[-1]],
        "half_rises": [float(f"{x:.5g}") for x in rises],
        "foretold": [float(f"{x:.5g}") for x in foretold * euler],
        **scored(W, words),
    }  # fmt: skip


def _excess(M: NDArray[Any], W: NDArray[Any], lam: NDArray[np.float64]) -> float:
    """‖W Wᵀ - M‖² beyond the least that these columns can reach, as a share of what they can take away."""
    take = float(np.sum(lam**2))
    inner = float(np.vdot(W, M @ W))
    return (take - 2 * inner + float(np.sum((W.T @ W).astype(np.float64) ** 2))) / take


def closed_forms(counts: Cooccurrence, s: Settings) -> Iterator[dict[str, Any]]:
    """M* again, with what this script alone has: PMI as published, and the repairs of chapter 08 and their sum."""
    D = targets.rank_one_scale(counts.vocabulary.counts, s.alpha)
    recipes = {
        "M*": (lambda: targets.m_star(counts.P), "value"),
        "PMI, log(P/Q + 1e-25)": (lambda: targets.pmi(counts.P, unseen=float(np.log(s.added))), "value"),
        "PPMI, D^.25, signed": (lambda: targets.ppmi(counts.P).scaled(D), "modulus"),
        "damped M*": (lambda: targets.damped_m_star(counts.counts, s.window), "value"),
        "damped M*, D^.25, signed": (lambda: targets.damped_m_star(counts.counts, s.window).scaled(D), "modulus"),
    }
    for name, (target, by) in recipes.items():
        start = time.process_time()
        found = modes.leading_modes(target().astype(np.float32), s.d, by=by, tol=s.tol)
        seconds = time.process_time() - start
        yield {"recipe": name, "cpu_seconds": round(seconds, 2), "residual": float(f"{found.residual:.1e}"),
               **scored(modes.embed_signed(found)[0], counts.words)}  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Run and store."""
    parser = _record.parser(__doc__, "900 words and few columns: a test of this script")
    options = parser.parse_args(arguments)
    s = SMALL if options.small else Settings()
    provenance = _record.provenance("qwem.py", options, s)
    counts = sources.wikipedia(s.V, s.window, dense=False)
    runs = list(tqdm(closed_forms(counts, s), unit="recipe"))
    M = targets.m_star(counts.P).astype(np.float32).toarray()
    runs.append(trained(M, counts.words, s))
    _record.write(options.out / "qwem.json", provenance | {"n_tokens": counts.vocabulary.n_tokens, "runs": runs})


if __name__ == "__main__":
    main()
