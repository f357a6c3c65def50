"""gensim's first direction, and where its others end, on both texts: part of ``make results``.

python tools/results/first_mode.py CLONE [--small] [--out FOLDER]

One reading of gazette and of the first five million words of wikipedia, watched: what word2vec learns first, and
whether it goes with how frequent words are or is the same for all; and at the end, how much of the other directions
lies in the leading modes of M*, and of its relatives. CLONE is a clone of the repository that build_wikipedia.py names.
``--small`` takes a few articles of gazette's, for a test of this script.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import numpy as np
from numpy.typing import NDArray

import _record
import build_gazette
import wikipedia
from ablation import cosine
from results import GENSIM_LIMIT
from watch import rounded
from wordmodes import training
from wordmodes.text import Vocabulary, count, sources, text8, tokenize_all
from wordmodes.theory import modes, spectra, targets
from wordmodes.training import gensim_watch

Documents = list[list[str]]
FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Settings:
    """The sizes of a run; what is not here is as gensim comes."""

    V: int = 2000
    d: int = 50
    window: int = 5
    negatives: int = 5
    subsample: float = 1e-3
    tokens: int = 5_000_000
    checkpoints: int = 30
    first_look: float = 0.005  # share of the text; the looks lie evenly in its logarithm
    start_scales: tuple[float, ...] = (1.0, 1e-3)
    ranks: tuple[int, ...] = (1, 2, 5, 10)
    seed: int = 0


SMALL = Settings(V=200, d=8, checkpoints=3, first_look=0.1, ranks=(1, 5))


def watched(documents: Documents, name: str, s: Settings) -> list[dict[str, Any]]:
    """From gensim's own start, and from a smaller one."""
    rng = np.random.default_rng(s.seed)
    documents = [documents[i] for i in rng.permutation(len(documents))]
    vocabulary = Vocabulary.from_documents(documents, s.V)
    thinned = count(documents, vocabulary, s.window, oov="drop", thin=s.subsample, seed=s.seed)
    P = count(documents, vocabulary, s.window).P
    frequency, drawn, constant = thinned.marginal, training.negative_distribution(vocabulary.counts), np.ones(s.V)
    left, height, right = np.linalg.svd((thinned.P - s.negatives * np.outer(frequency, drawn)) / 2)
    relatives = {
        "M*": targets.m_star(P), "PMI, -2 where never seen": targets.pmi(P, unseen=-2.0),
        "log((P + Q) / 2Q)": targets.mixed_pmi(P), "PPMI": targets.ppmi(P),
        "PMI, 0 where never seen": targets.pmi(P, unseen=0.0),
    }  # fmt: skip
    leading = {key: modes.leading_modes(M, max(s.ranks) + 1).eigenvectors for key, M in relatives.items()}
    for key in ("PPMI", "PMI, 0 where never seen"):  # of entries nearly all >= 0: their first mode is of one sign
        leading[f"{key}, its first mode left out"] = leading[key][:, 1:]
    about = {
        "text": name, "n_tokens": sum(map(len, documents)),
        "at_the_start": rounded([cosine(left[:, 0], frequency), cosine(left[:, 0], constant), cosine(right[0], drawn),
                                 cosine(right[0], constant)]),
        "first_over_second": rounded(height[0] / height[1]),
        "frequency_with_constant": rounded(cosine(frequency, constant)),
        "drawn_with_constant": rounded(cosine(drawn, constant)),
    }  # fmt: skip
    looks, runs = np.geomspace(s.first_look, 1, s.checkpoints), []
    for scale in s.start_scales:
        seen = gensim_watch.watch_gensim(
            documents, vocabulary, s.d, checkpoints=looks, start_scale=scale, window=s.window,
            negatives=s.negatives, subsample=s.subsample,
        )  # fmt: skip
        firsts, heights = [], []
        for W, C in zip(seen.W[1:].astype(np.float64), seen.C[1:].astype(np.float64), strict=True):
            a, sizes, b = directions(W, C)
            along = [
                cosine(a[:, 0], frequency),
                cosine(a[:, 0], constant),
                cosine(b[:, 0], drawn),
                cosine(b[:, 0], constant),
            ]
            firsts.append([*along, float(a[:, 0] @ b[:, 0]), 1 / float(np.sum(a[:, 0] ** 4))])
            heights.append(sizes[:6] / s.V)
        runs.append(about | {
            "start_scale": scale, "read": rounded(seen.read[1:]), "first": [rounded(row) for row in firsts],
            "heights": [rounded(row) for row in heights], "mean_score": rounded((seen.W[-1] @ seen.C[-1].T).mean()),
            "ranks": list(s.ranks),
            "overlap": {key: [round(spectra.subspace_overlap(a[:, 1 : r + 1], E[:, :r]), 4) for r in s.ranks]
                        for key, E in leading.items()},
            "relatives": {key: [round(spectra.subspace_overlap(E[:, :r], leading["M*"][:, :r]), 4) for r in s.ranks]
                          for key, E in leading.items()},
        })  # fmt: skip
    return runs


def directions(W: FloatArray, C: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Singular vectors and values of W Cᵀ, which is not formed."""
    (q, r), (p, s) = np.linalg.qr(W), np.linalg.qr(C)
    a, sizes, b = np.linalg.svd(r @ s.T)
    return q @ a, sizes, p @ b.T


def pieces(documents: Documents) -> Documents:
    """Documents of no more words than gensim reads."""
    return [text[i : i + GENSIM_LIMIT] for text in documents for i in range(0, len(text), GENSIM_LIMIT)]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run and store."""
    parser = _record.parser(__doc__, "a few articles and few words: a test of this script")
    parser.add_argument("clone", type=Path, nargs="?")
    options = parser.parse_args(arguments)
    if options.clone is None and not options.small:
        parser.error("name the clone of the text's repository; build_wikipedia.py says which one it is")
    s = SMALL if options.small else Settings()
    provenance = _record.provenance("first_mode.py", options, s)
    if options.small:
        runs = watched(pieces(tokenize_all(sources.wikipedia_sample())[:12]), "gazette", s)
    else:
        runs = watched(pieces(build_gazette.documents()), "gazette", s)
        wikipedia.prepare(options.clone, text8.default_cache())
        runs += watched(pieces(list(wikipedia.articles(text8.default_cache(), s.tokens))), "wikipedia", s)
    _record.write(options.out / "first_mode.json", provenance | {"runs": runs})


if __name__ == "__main__":
    main()
