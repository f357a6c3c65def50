"""Which analogies a closed form answers, family by family, as columns are added: part of ``make results``.

python tools/results/columns.py [--small] [--out FOLDER]

Three targets on both texts, with modes by value and by modulus. The explorer of chapter 08 shows them. Needs only the
bundled counts. ``--small`` takes few words and few columns, for a test of this script.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import numpy as np
from tqdm import tqdm

import _record
from wordmodes import evaluation
from wordmodes.text import Cooccurrence, sources
from wordmodes.theory import Association, modes, targets

TEXTS: dict[str, Callable[..., Cooccurrence]] = {"gazette": sources.gazette, "wikipedia": sources.wikipedia}


@dataclass(frozen=True)
class Settings:
    """The sizes of a run: text, V, window."""

    texts: tuple[tuple[str, int, int], ...] = (("gazette", 5000, 5), ("wikipedia", 10_000, 16))
    columns: tuple[int, ...] = (10, 20, 30, 40, 60, 80, 100, 125, 150, 200)
    tol: float = 1e-4


SMALL = Settings(texts=(("gazette", 1000, 5), ("wikipedia", 900, 5)), columns=(2, 5, 10))


def recipes(counts: Cooccurrence) -> dict[str, Callable[[], Association]]:
    """The targets, by name."""
    return {
        "M*": lambda: targets.m_star(counts.P),
        "damped M*": lambda: targets.damped_m_star(counts.counts, counts.window),
        "PPMI": lambda: targets.ppmi(counts.P),
    }


def answered(counts: Cooccurrence, s: Settings) -> Iterator[dict[str, Any]]:
    """One run for each target, choice of modes and number of columns."""
    questions = evaluation.analogy_questions(counts.words)
    for name, target in recipes(counts).items():
        matrix = target().astype(np.float32)
        for by in ("value", "modulus"):
            found = modes.leading_modes(matrix, max(s.columns), by=by, tol=s.tol)
            W, _ = modes.embed_signed(found)
            for d in s.columns:
                scores = evaluation.analogies(W[:, :d], counts.words, questions=questions)
                yield {"target": name, "signed": by == "modulus", "d": d, "analogies": round(float(scores.accuracy), 5),
                       "families": {row.family: [row.hits, row.questions] for row in scores.families}}  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Run and store."""
    parser = _record.parser(__doc__, "few words and few columns: a test of this script")
    options = parser.parse_args(arguments)
    s = SMALL if options.small else Settings()
    provenance, runs = _record.provenance("columns.py", options, s), []
    for text, V, window in s.texts:
        counts = TEXTS[text](V, window, dense=False) if text == "wikipedia" else TEXTS[text](V, window).sparse()
        about = {"text": text, "V": V, "window": window, "n_tokens": counts.vocabulary.n_tokens}
        runs += [about | run for run in tqdm(answered(counts, s), desc=text)]
    _record.write(options.out / "columns.json", provenance | {"runs": runs})


if __name__ == "__main__":
    main()
