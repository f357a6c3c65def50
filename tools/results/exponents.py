"""How the exponent of rank-one weights changes the closed forms, question by question: part of ``make results``.

python tools/results/exponents.py [--small] [--out FOLDER]

Chapter 08 chooses the exponent on half of the analogy families and reports the other half.
Needs only the bundled counts.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import numpy as np
from tqdm import tqdm

import _record
from wordmodes import evaluation
from wordmodes.text import cooccurrence, sources
from wordmodes.theory import modes, targets

ALPHAS = (0.0, 0.15, 0.25, 0.35, 0.5)
WINDOW = 5


def recipes(counts: cooccurrence.Cooccurrence) -> dict[str, np.ndarray]:
    """The association matrices, by name."""
    P = counts.P
    Q, pmi = targets.independent(P), targets.pmi(P)
    return {
        "M*": targets.m_star(P),
        "damped M*": targets.damped_m_star(counts.counts, counts.window),
        "log((P + Q) / 2Q)": np.log((P + Q) / (2 * Q)),
        "PPMI": np.maximum(pmi, 0),
        "PMI, unseen 0": np.where(np.isinf(pmi), 0, pmi),
    }


def run(V: int, d: int, alphas: Sequence[float] = ALPHAS) -> dict:
    """Score each matrix with each exponent, with positive modes only and with signed ones."""
    counts = sources.gazette(V, WINDOW)
    questions = evaluation.analogy_questions(counts.words)
    matrices = recipes(counts)
    runs = []
    for name, alpha in tqdm([(name, alpha) for name in matrices for alpha in alphas], unit="matrix"):
        D = targets.rank_one_scale(counts.vocabulary.counts, alpha)
        scaled = matrices[name] * np.outer(D, D)
        for by in ("value", "modulus"):
            # No division by D: it changes the length of a row, and no cosine.
            W, _ = modes.embed_signed(modes.leading_modes(scaled, d, by=by))
            answers = evaluation.analogies(W, counts.words, questions=questions)
            runs.append({
                "matrix": name, "alpha": alpha, "signed": by == "modulus", "percent": round(100 * answers.accuracy, 4),
                "hits": "".join("1" if hit else "0" for hit in answers.hits),
            })  # fmt: skip
    return {"settings": {"V": V, "d": d, "window": WINDOW, "alphas": list(alphas)}, "runs": runs}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run and store."""
    parser = _record.parser(__doc__, "500 words, 10 dimensions: a test of this script")
    options = parser.parse_args(arguments)
    content = run(500, 10) if options.small else run(5000, 100)
    provenance = _record.provenance("exponents.py", options)
    _record.write(options.out / "exponents.json", provenance | content)


if __name__ == "__main__":
    main()
