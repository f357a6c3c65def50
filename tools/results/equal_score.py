"""What gensim's SGNS costs until it scores as a closed form does, on gazette: part of ``make results``.

python tools/results/equal_score.py [--small] [--out FOLDER]

Training for one, two, three … epochs and counting and solving, in one process, one after the other, each in CPU seconds
from the words of the text to the finished vectors. (On wikipedia, wikipedia.py times both.) ``--small`` takes a few
articles, for a test of this script.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import numpy as np
from gensim.models import Word2Vec
from tqdm import tqdm

import _record
import build_gazette
from results import GENSIM_LIMIT
from wikipedia import scored
from wordmodes.text import Vocabulary, count, sources, tokenize_all
from wordmodes.theory import modes, targets

Documents = list[list[str]]


@dataclass(frozen=True)
class Settings:
    """The sizes of a run; what is not here is as gensim comes."""

    V: int = 5000
    d: int = 100
    window: int = 5
    negatives: int = 5
    subsample: float = 1e-3
    epochs: tuple[int, ...] = (1, 2, 3, 4, 5, 7)
    seeds: tuple[int, ...] = (1, 2)
    tol: float = 1e-3  # of the solver, relative to the largest eigenvalue; scores stay the same to a tenth of a point


SMALL = Settings(V=1000, d=10, epochs=(1, 2), seeds=(1,))


def trained(documents: Documents, vocabulary: Vocabulary, s: Settings) -> Iterator[dict[str, Any]]:
    """gensim, each number of epochs from a start of its own."""
    pieces = [text[i : i + GENSIM_LIMIT] for text in documents for i in range(0, len(text), GENSIM_LIMIT)]
    for seed in s.seeds:
        for epochs in s.epochs:
            start = time.process_time()
            model = Word2Vec(
                sg=1, vector_size=s.d, window=s.window, negative=s.negatives, sample=s.subsample, min_count=1,
                epochs=epochs, seed=seed, workers=1,
            )  # fmt: skip
            model.build_vocab_from_freq(dict(zip(vocabulary.words, vocabulary.counts.tolist(), strict=True)))
            model.train(pieces, total_words=sum(map(len, pieces)), epochs=epochs)
            seconds = time.process_time() - start
            W = model.wv.vectors[[model.wv.key_to_index[word] for word in vocabulary.words]]
            yield {"trainer": "gensim", "seed": seed, "epochs": epochs, "cpu_seconds": round(seconds, 2),
                   **scored(W, vocabulary.words)}  # fmt: skip


def solved(documents: Documents, vocabulary: Vocabulary, s: Settings) -> Iterator[dict[str, Any]]:
    """Count and solve; what is compiled at the first call is not counted."""
    count(documents[:1], vocabulary, s.window, dense=False)
    start = time.process_time()
    counts = count(documents, vocabulary, s.window, dense=False)
    counting = time.process_time() - start
    recipes = {
        "M*": (lambda: targets.m_star(counts.P), "value"),
        "damped M*, signed": (lambda: targets.damped_m_star(counts.counts, s.window), "modulus"),
    }
    for name, (target, by) in recipes.items():
        start = time.process_time()
        W = modes.embed_signed(modes.leading_modes(target().astype(np.float32), s.d, by=by, tol=s.tol))[0]
        seconds = counting + time.process_time() - start
        yield {"recipe": name, "cpu_seconds": round(seconds, 2), **scored(W, vocabulary.words)}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run and store."""
    parser = _record.parser(__doc__, "a few articles and few words: a test of this script")
    options = parser.parse_args(arguments)
    s = SMALL if options.small else Settings()
    provenance = _record.provenance("equal_score.py", options, s)
    documents = tokenize_all(sources.wikipedia_sample())[:30] if options.small else build_gazette.documents()
    vocabulary = Vocabulary.from_documents(documents, s.V)
    runs = [*solved(documents, vocabulary, s), *tqdm(trained(documents, vocabulary, s), unit="run")]
    _record.write(options.out / "equal_score.json", provenance | {"runs": runs})


if __name__ == "__main__":
    main()
