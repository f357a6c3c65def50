"""What more text buys, on subsets of gazette: part of ``make results``.

python tools/results/scaling.py [--small] [--out FOLDER]

Random subsets of the documents: modes above the shuffled text's, overlap of two halves, and the scores of closed forms
and of gensim, which reads at least nineteen million words of every subset, over and over. Gensim's scores on all of
gazette are in gensim.json, the closed forms' in closed_form.json. Fetches the text of gazette as `build_gazette` does.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import numpy as np
from gensim.models import Word2Vec
from tqdm import tqdm

import _record
import build_gazette
from results import GENSIM_LIMIT
from wordmodes import evaluation
from wordmodes.text import cooccurrence, corpus, sources
from wordmodes.theory import modes, noise, targets

Documents = list[list[str]]


@dataclass(frozen=True)
class Settings:
    """Sizes of a run."""

    # Tokens of a subset: seeds of the closed forms and of the noise, then seeds of gensim and its epochs.
    subsets: tuple[tuple[int, int, int, int], ...] = (
        (150_000, 3, 2, 128), (300_000, 3, 1, 64), (600_000, 2, 1, 32), (1_200_000, 2, 1, 16),
    )  # fmt: skip
    V: int = 5000
    d: int = 100
    window: int = 5
    noise_V: int = 2000
    noise_window: int = 16
    ranks: tuple[int, ...] = (1, 10, 50)
    modes: int = 60  # how many are solved for, to be counted against the shuffled text


SMALL = Settings(subsets=((10_000, 2, 1, 1),), V=600, d=5, noise_V=200, noise_window=5, ranks=(1, 3), modes=10)


def sgns(documents: Documents, vocabulary: corpus.Vocabulary, d: int, epochs: int, seed: int = 1) -> np.ndarray:
    """Gensim's SGNS; rows in the order of the vocabulary, 0 for a word that these documents lack."""
    seen = corpus.Vocabulary.from_words(vocabulary.words, documents)
    present = {word: times for word, times in zip(seen.words, seen.counts.tolist(), strict=True) if times}
    pieces = [text[i : i + GENSIM_LIMIT] for text in documents for i in range(0, len(text), GENSIM_LIMIT)]
    model = Word2Vec(sg=1, vector_size=d, window=5, negative=5, min_count=1, epochs=epochs, seed=seed, workers=1)
    model.build_vocab_from_freq(present)
    model.train(pieces, total_words=sum(map(len, pieces)), epochs=epochs)
    W = np.zeros((len(vocabulary), d))
    rows = [vocabulary.index[word] for word in present]
    W[rows] = model.wv.vectors[[model.wv.key_to_index[word] for word in present]]
    return W


def subset(documents: Documents, tokens: int, seed: int) -> Documents:
    """Whole documents in random order until they hold so many tokens; larger subsets of a seed contain smaller ones."""
    chosen: Documents = []
    for i in np.random.default_rng(seed).permutation(len(documents)):
        if tokens <= 0:
            break
        chosen.append(documents[i])
        tokens -= len(documents[i])
    return chosen


def against_noise(documents: Documents, vocabulary: corpus.Vocabulary, s: Settings, seed: int) -> dict:
    """Modes above the largest eigenvalue of one shuffle, and the overlap of two halves."""
    M = noise.target_with_absent(cooccurrence.count(documents, vocabulary, s.noise_window))
    found = modes.leading_modes(M, s.modes)
    null = noise.shuffled_spectra(documents, vocabulary, s.noise_window, d=1, n_shuffles=1, seed=seed)
    halved = noise.split_half(documents, vocabulary, s.noise_window, d=1, ranks=s.ranks, n_splits=1, seed=seed)
    return {
        "modes_above": noise.modes_above(found.eigenvalues, null), "largest": round(float(found.eigenvalues[0]), 6),
        "largest_shuffled": round(float(null.max()), 6), "unseen": round(float(np.mean(M == -2)), 6),
        "ranks": list(s.ranks), "overlap": [round(float(x), 6) for x in halved.overlap[0]],
    }  # fmt: skip


def scores(method: str, W: np.ndarray, questions: evaluation.AnalogyQuestions, words: Sequence[str]) -> dict:
    """Every analogy's answer, and the correlation on WordSim353."""
    answers = evaluation.analogies(W, words, questions=questions)
    return {
        "method": method, "percent": round(100 * answers.accuracy, 4),
        "wordsim353": round(evaluation.word_similarity(W, words).spearman, 6),
        "hits": "".join("1" if hit else "0" for hit in answers.hits),
    }  # fmt: skip


def closed_forms(documents: Documents, vocabulary: corpus.Vocabulary, s: Settings) -> Iterator[tuple[str, np.ndarray]]:
    """Embeddings by M* and by damped M*; rows of 0 for words that these documents lack."""
    counts = cooccurrence.count(documents, vocabulary, s.window)
    plain = modes.leading_modes(noise.target_with_absent(counts), s.d, tol=1e-6)
    yield "M*", modes.embed(plain)
    M = noise.target_with_absent(counts, lambda P: targets.damped_m_star(P * counts.total, s.window))
    yield "damped M*, signed", modes.embed_signed(modes.leading_modes(M, s.d, by="modulus", tol=1e-6))[0]


def texts(documents: Documents, s: Settings) -> Iterator[dict]:
    """One run per subset and measurement."""
    vocabulary = corpus.Vocabulary.from_documents(documents, s.V)
    questions = evaluation.analogy_questions(vocabulary.words)
    whole = sum(map(len, documents))
    for tokens, n_seeds, n_sgns, epochs in (*s.subsets, (whole, 1, 0, 0)):
        for seed in range(n_seeds):
            chosen = subset(documents, tokens, seed)
            absent = int(np.sum(corpus.Vocabulary.from_words(vocabulary.words, chosen).counts == 0))
            here = {"tokens": sum(map(len, chosen)), "documents": len(chosen), "seed": seed, "absent": absent}
            yield here | {"method": "noise"} | against_noise(chosen, vocabulary.top(s.noise_V), s, seed)
            if tokens == whole:
                break
            for method, W in closed_forms(chosen, vocabulary, s):
                yield here | scores(method, W, questions, vocabulary.words)
            if seed < n_sgns:
                W = sgns(chosen, vocabulary, s.d, epochs, seed + 1)
                yield here | {"epochs": epochs} | scores("SGNS", W, questions, vocabulary.words)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run and store."""
    options = _record.parser(__doc__, "a few articles and few words: a test of this script").parse_args(arguments)
    s = SMALL if options.small else Settings()
    documents = corpus.tokenize_all(sources.wikipedia_sample())[:12] if options.small else build_gazette.documents()
    runs = list(tqdm(texts(documents, s), unit="run"))
    _record.write(options.out / "scaling.json", _record.provenance("scaling.py", options, s) | {"runs": runs})


if __name__ == "__main__":
    main()
