"""Counting and solving for ever more words of wikipedia, without a table of their pairs: part of ``make results``.

python tools/results/vocabulary.py CLONE [--small] [--out FOLDER]

CLONE is a clone of the repository that build_wikipedia.py names. Each V is a process of its own, so that its memory is
known: it numbers the text, counts, forms M* and solves for its leading modes. ``--small`` takes a few articles and few
words, for a test of this script.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import numpy as np
from tqdm import tqdm

import _record
from wikipedia import FAMOUS, articles, prepare
from wordmodes import evaluation
from wordmodes.evaluation.bootstrap import bootstrap_accuracy
from wordmodes.text import count, number, text8
from wordmodes.theory import modes, targets

PARTS = ("reading", "counting", "forming", "solving")


@dataclass(frozen=True)
class Settings:
    """The sizes of a run."""

    sizes: tuple[int, ...] = (5_000, 10_000, 20_000, 50_000, 100_000)
    tokens: int = 65_000_000
    window: int = 5
    d: int = 100
    tol: float = 5e-4


SMALL = Settings(sizes=(500, 1500), tokens=40_000, d=10)


def measure(cache: Path, s: Settings, V: int) -> dict[str, Any]:
    """Read, count, form and solve in this process; of each part the seconds, and the most memory held by its end."""
    marks, most = [time.process_time()], list[float]()

    def mark() -> None:
        marks.append(time.process_time())
        most.append(round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9, 2))

    with number(articles(cache, s.tokens)) as text:
        vocabulary = text.vocabulary(min_count=1).top(V)
        mark()
        counts = count(text, vocabulary, s.window, dense=False)
        mark()
        words, tokens, pairs = counts.words, text.n_tokens, counts.counts.nnz
        M = targets.m_star(counts.P).astype(np.float32)
        mark()
        found = modes.leading_modes(M, s.d, tol=s.tol)
        mark()
    W = modes.embed(found)
    questions = evaluation.analogy_questions(words)
    hits = evaluation.analogies(W, words, questions=questions).hits
    error = np.nanstd(bootstrap_accuracy(questions, hits, 500, 0))
    result = {
        "V": V, "tokens": tokens, "window": s.window, "d": s.d, "pairs": pairs,
        "seconds": {part: round(marks[k + 1] - marks[k], 2) for k, part in enumerate(PARTS)},
        "gigabytes": dict(zip(PARTS, most, strict=True)),
        "residual": float(f"{found.residual:.1e}"), "questions": len(questions),
        "analogies": [round(float(hits.mean()), 5), round(float(error), 5)],
    }  # fmt: skip
    if set(FAMOUS) <= set(words):
        unit = W / np.linalg.norm(W, axis=1)[:, None]
        king, man, woman = (unit[words.index(word)] for word in FAMOUS)
        near = [words[i] for i in np.argsort(-(unit @ (king - man + woman)))[:6]]
        result["king - man + woman"] = [word for word in near if word not in FAMOUS]
    return result


def main(arguments: Sequence[str] | None = None) -> None:
    parser = _record.parser(__doc__, "a few articles and few words: a test of this script")
    parser.add_argument("clone", type=Path, nargs="?")
    parser.add_argument("--one", type=int, help="measure one V and print it: what the script asks of itself")
    options = parser.parse_args(arguments)
    if options.clone is None and not options.small and options.one is None:
        parser.error("name the clone of the text's repository; build_wikipedia.py says which one it is")
    s = SMALL if options.small else Settings()
    cache = options.out / "cache" if options.small else text8.default_cache()
    if options.one is not None:
        print(json.dumps(measure(cache, s, options.one)))
        return
    prepare(None if options.small else options.clone, cache)
    given = [sys.executable, __file__, "--out", str(options.out), *(["--small"] if options.small else [])]
    runs = []
    for V in tqdm(s.sizes, unit="V"):
        done = subprocess.run([*given, "--one", str(V)], check=True, stdout=subprocess.PIPE, text=True)
        runs.append(json.loads(done.stdout))
    _record.write(options.out / "vocabulary.json", _record.provenance("vocabulary.py", options, s) | {"runs": runs})


if __name__ == "__main__":
    main()
