"""What each step costs, and what more text buys: part of ``make results``.

python tools/results/scaling.py [--only cost] [--small] [--out FOLDER]

cost   CPU seconds (one thread) and peak bytes of reading, counting, the target, its leading modes, and the peers:
       LAPACK's full solver, and gensim's SGNS for one epoch; one of tokens, window, V, d varied at a time
text   random subsets of gazette's documents: modes above the shuffled text's, overlap of two halves, and the scores of
       closed forms and of gensim (whose scores on all of gazette are in gensim.json, the closed forms' in
       closed_form.json)

With ``--only`` the other part stays as it is stored: seconds want an idle machine, scores any.

Fetches the text of gazette as `build_gazette` does. The peak is what Python and numpy allocated beyond the
step's input.
"""

from __future__ import annotations

import gc
import json
import os
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import numpy as np
import scipy.linalg
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
    """Sizes of a run. In `cost` the middle of a list is held while another quantity varies."""

    tokens: tuple[int, ...] = (300_000, 600_000, 1_200_000, 2_400_000, 4_800_000, 9_600_000)
    windows: tuple[int, ...] = (2, 5, 10, 20)
    sizes: tuple[int, ...] = (1000, 2000, 4000, 8000)
    dimensions: tuple[int, ...] = (25, 50, 100, 200)
    dense: tuple[int, ...] = (500, 1000, 2000)
    sgns_tokens: tuple[int, ...] = (150_000, 300_000, 600_000, 1_200_000)
    held: tuple[int, int, int, int] = (1_200_000, 5, 4000, 100)  # tokens, window, V, d
    sgns_held: int = 600_000  # tokens of gensim's epoch while V or d varies
    # Tokens of a subset: seeds of the closed forms and of the noise, then seeds of gensim and its epochs.
    subsets: tuple[tuple[int, int, int, int], ...] = (
        (150_000, 3, 2, 20), (300_000, 3, 1, 20), (600_000, 2, 1, 20), (1_200_000, 2, 1, 10),
    )  # fmt: skip
    V: int = 5000
    d: int = 100
    window: int = 5
    noise_V: int = 2000
    noise_window: int = 16
    ranks: tuple[int, ...] = (1, 10, 50)
    modes: int = 60  # how many are solved for, to be counted against the shuffled text


SMALL = Settings(
    tokens=(5_000, 10_000), windows=(2, 5), sizes=(850, 1000), dimensions=(5, 10), dense=(100, 200),
    sgns_tokens=(5_000, 10_000), held=(10_000, 5, 850, 5), sgns_held=5_000, subsets=((10_000, 2, 1, 1),), V=600, d=5,
    noise_V=200, noise_window=5, ranks=(1, 3), modes=10,
)  # fmt: skip


def cost(work: Callable[[], Any], repeat: int = 1, memory: bool = True) -> dict[str, float]:
    """CPU seconds, the least of several, and in a run of its own the peak of allocated bytes."""
    taken = []
    for _ in range(repeat):
        gc.collect()
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    found = {"cpu_seconds": round(min(taken), 4)}
    if memory:
        gc.collect()
        tracemalloc.start()
        work()
        found["peak_bytes"] = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return found


def first(documents: Documents, tokens: int) -> Documents:
    """Documents from the beginning that hold so many tokens; from the beginning again if there are too few."""
    found: Documents = []
    while tokens > 0:
        for document in documents:
            found.append(document[:tokens])
            tokens -= len(document)
            if tokens <= 0:
                break
    return found


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


def costs(documents: Documents, s: Settings) -> Iterator[dict]:
    """One run per step and size."""
    tokens, window, V, d = s.held
    largest = corpus.Vocabulary.from_documents(documents, max(s.sizes))

    def run(step: str, varies: str, work: Callable[[], Any], repeat: int = 1, **sizes: int) -> dict:
        return {"part": "cost", "step": step, "varies": varies, **sizes, **cost(work, repeat)}

    for n in s.tokens[:3]:
        texts = [" ".join(text) for text in first(documents, n)]
        yield run("read", "tokens", lambda texts=texts: corpus.tokenize_all(texts), 3, tokens=n)
    for n in s.tokens[:3]:
        some = first(documents, n)
        yield run("vocabulary", "tokens", lambda some=some: corpus.Vocabulary.from_documents(some, V), 3, tokens=n)
    for n in s.tokens:
        some = first(documents, n)
        yield run(
            "count", "tokens", lambda some=some: cooccurrence.count(some, largest.top(V), window), 3,
            tokens=n, window=window, V=V,
        )  # fmt: skip
    some = first(documents, tokens)
    for L in s.windows:
        yield run(
            "count", "window", lambda L=L: cooccurrence.count(some, largest.top(V), L), 3,
            tokens=tokens, window=L, V=V,
        )  # fmt: skip
    for size in s.sizes:
        yield run(
            "count", "V", lambda size=size: cooccurrence.count(some, largest.top(size), window), 3,
            tokens=tokens, window=window, V=size,
        )  # fmt: skip
    counts = cooccurrence.count(documents, largest, window)
    for size in s.sizes:
        corner = counts.corner(size).counts
        yield run("target", "V", lambda corner=corner: targets.damped_m_star(corner, window), 2, V=size)
        M = targets.damped_m_star(corner, window)
        yield run("solve", "V", lambda M=M: modes.leading_modes(M, d, by="modulus"), V=size, d=d)
        if size == V:
            for k in s.dimensions:
                yield run("solve", "d", lambda M=M, k=k: modes.leading_modes(M, k, by="modulus"), V=V, d=k)
    for size in s.dense:
        M = targets.damped_m_star(counts.counts[:size, :size], window)
        yield run("all modes", "V", lambda M=M: scipy.linalg.eigh(M), 2, V=size)
    for n in s.sgns_tokens:
        some = first(documents, n)
        yield run("sgns", "tokens", lambda some=some: sgns(some, largest.top(V), d, 1), tokens=n, V=V, d=d)
    some = first(documents, s.sgns_held)
    for size in s.sizes:
        yield run("sgns", "V", lambda size=size: sgns(some, largest.top(size), d, 1), tokens=s.sgns_held, V=size, d=d)
    for k in s.dimensions:
        yield run("sgns", "d", lambda k=k: sgns(some, largest.top(V), k, 1), tokens=s.sgns_held, V=V, d=k)


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
            here = {"part": "text", "tokens": sum(map(len, chosen)), "documents": len(chosen), "seed": seed,
                    "absent": absent}  # fmt: skip
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
    parser = _record.parser(__doc__, "a few articles and few words: a test of this script")
    parser.add_argument("--only", choices=("cost", "text"))
    options = parser.parse_args(arguments)
    s = SMALL if options.small else Settings()
    documents = corpus.tokenize_all(sources.wikipedia_sample())[:12] if options.small else build_gazette.documents()
    parts = {"cost": costs, "text": texts}
    path = options.out / "scaling.json"
    kept: dict[str, list] = {part: [] for part in parts}
    if options.only:
        for run in json.loads(path.read_text(encoding="utf-8"))["runs"]:
            kept[run["part"]].append(run)
    runs = []
    for part, measure in parts.items():
        keep = options.only not in (part, None)
        runs += kept[part] if keep else tqdm(measure(documents, s), desc=part, unit="run")
    provenance = _record.provenance("scaling.py", options, s)
    _record.write(path, provenance | {"runs": runs})


if __name__ == "__main__":
    main()
