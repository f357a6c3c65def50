"""Compute what takes longer than a chapter may, and store it: ``make results``.

python tools/results/results.py [--only gensim quartic closed_form] [--jobs 2] [--small] [--out FOLDER]

gensim        gensim's SGNS on all of gazette, to where its accuracy stops rising, three seeds
closed_form   count + solve on the same text, in the same run
quartic       gradient descent on ‖W Wᵀ - M*‖² at V = 5 000, d = 100

Each part is one JSON file of the stored results. CPU seconds are those of one process on one thread and belong to the
machine that is named beside them; all else is reproducible from the seeds and versions. ``--small`` takes a few
articles and few dimensions, for a test of this script.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cache

import numpy as np
from gensim.models import Word2Vec
from tqdm import tqdm

import _record
import build_gazette
from wordmodes import evaluation, training
from wordmodes.text import cooccurrence, corpus, sources
from wordmodes.theory import modes, spectra, targets

PARTS = ("gensim", "quartic", "closed_form")
GENSIM_LIMIT = 10_000  # gensim drops what a document holds beyond this, so longer ones are cut into pieces


@dataclass(frozen=True)
class Settings:
    """The sizes of a run."""

    V: int = 5000
    d: int = 100
    window: int = 5
    negatives: int = 5
    subsample: float = 1e-3
    learning_rate: float = 0.025
    epochs: tuple[int, ...] = (5, 10, 20)
    seeds: tuple[int, ...] = (1, 2, 3)
    init_scale: float = 1e-2  # σ of the quartic model's start
    share_of_limit: float = 0.5  # its step, as a share of the stability limit
    steps: int = 1500


SMALL = Settings(V=1000, d=10, epochs=(1, 2), seeds=(1, 2), steps=400)


@cache
def read_documents(wikipedia_only: bool) -> list[list[str]]:
    """Gazette or its Wikipedia part; read once in each process."""
    return corpus.tokenize_all(sources.wikipedia_sample()) if wikipedia_only else build_gazette.documents()


def load_documents(part: str, small: bool) -> list[list[str]]:
    """The texts of a part, for a small run a few articles; for training cut to what gensim reads."""
    documents = read_documents(small)[: 12 if small else None]
    if part in ("closed_form", "quartic"):
        return documents
    return [document[i : i + GENSIM_LIMIT] for document in documents for i in range(0, len(document), GENSIM_LIMIT)]


def scores(W: np.ndarray, words: Sequence[str]) -> dict:
    """Scores of an embedding, with each question's and each pair's result, so that they can be resampled."""
    analogies = evaluation.analogies(W, words)
    result = {
        "analogies": {
            "percent": round(100 * analogies.accuracy, 4),
            "covered": len(analogies.hits),
            "families": {row.family: [row.hits, row.questions] for row in analogies.families},
            "hits": "".join("1" if hit else "0" for hit in analogies.hits),
        }
    }
    for dataset in ("wordsim353", "simlex999"):
        similarity = evaluation.word_similarity(W, words, dataset)
        result[dataset] = {
            "spearman": round(similarity.spearman, 6),
            "covered": len(similarity.pairs),
            "cosines": [round(float(x), 5) for x in similarity.cosine],
        }
    return result


def train_gensim(documents: list[list[str]], s: Settings, epochs: int, seed: int) -> tuple[np.ndarray, tuple[str, ...]]:
    """Embeddings by gensim, rows in the order of our vocabulary."""
    vocabulary = corpus.Vocabulary.from_documents(documents, s.V)
    model = Word2Vec(
        sg=1, vector_size=s.d, window=s.window, negative=s.negatives, sample=s.subsample, alpha=s.learning_rate,
        min_count=1, epochs=epochs, seed=seed, workers=1,
    )  # fmt: skip
    model.build_vocab_from_freq(dict(zip(vocabulary.words, vocabulary.counts.tolist(), strict=True)))
    model.train(documents, total_words=sum(map(len, documents)), epochs=epochs)
    return model.wv.vectors[[model.wv.key_to_index[word] for word in vocabulary.words]], vocabulary.words


def timed(work: Callable[[], tuple[np.ndarray, Sequence[str]]]) -> dict:
    """Scores of the embedding that `work` returns, and its CPU seconds."""
    start = time.process_time()
    W, words = work()
    seconds = time.process_time() - start
    return {"cpu_seconds": round(seconds, 1), **scores(W, words)}


def run_gensim(documents: list[list[str]], s: Settings, epochs: int, seed: int) -> dict:
    return {"trainer": "gensim", "seed": seed, "epochs": epochs,
            **timed(lambda: train_gensim(documents, s, epochs, seed))}  # fmt: skip


def run_closed_forms(documents: list[list[str]], s: Settings) -> dict:
    """Count, then solve each recipe; every solve is timed from the counts on."""
    start = time.process_time()
    vocabulary = corpus.Vocabulary.from_documents(documents, s.V)
    counts = cooccurrence.count(documents, vocabulary, s.window)
    counting = round(time.process_time() - start, 1)
    alpha = 0.25  # of the rank-one weights, for this window

    def rank_one() -> np.ndarray:
        D = targets.rank_one_scale(vocabulary.counts, alpha)
        return targets.m_star(counts.P) * np.outer(D, D)

    def pmi_0() -> np.ndarray:
        pmi = targets.pmi(counts.P)
        return np.where(np.isfinite(pmi), pmi, 0.0)

    recipes = {
        "M*": (lambda: targets.m_star(counts.P), "value"),
        "M*, rank-one weights": (rank_one, "value"),
        "M*, signed": (lambda: targets.m_star(counts.P), "modulus"),
        "M*, rank-one weights, signed": (rank_one, "modulus"),
        "damped M*, signed": (lambda: targets.damped_m_star(counts.counts, s.window), "modulus"),
        "PPMI": (lambda: targets.ppmi(counts.P), "value"),
        "PMI, 0 where never seen": (pmi_0, "value"),
    }

    def solve(target: Callable[[], np.ndarray], by: str) -> Callable[[], tuple[np.ndarray, Sequence[str]]]:
        return lambda: (modes.embed_signed(modes.leading_modes(target(), s.d, by=by))[0], vocabulary.words)

    runs = [{"recipe": name, **timed(solve(*recipe))} for name, recipe in recipes.items()]
    return {"counting_cpu_seconds": counting, "rank_one_alpha": alpha, "runs": runs}


def run_quartic(documents: list[list[str]], s: Settings) -> dict:
    """The trained quartic model, with its distance from the closed form that it converges to."""
    vocabulary = corpus.Vocabulary.from_documents(documents, s.V)
    M = targets.m_star(cooccurrence.count(documents, vocabulary, s.window).P)
    start = training.initial_embedding(s.V, s.d, s.init_scale, seed=1)
    step = s.share_of_limit * training.stability_limit(M, start)
    run = None

    def work() -> tuple[np.ndarray, Sequence[str]]:
        nonlocal run
        run = training.gradient_descent(M, start, step, s.steps)
        return run.W, vocabulary.words

    result = {"seed": 1, "init_scale": s.init_scale, "step": step, "steps": s.steps, **timed(work)}
    top = modes.leading_modes(M, s.d)
    left = np.linalg.svd(run.W, full_matrices=False)[0]
    ranks = sorted({1, 2, 5, s.d // 2, s.d})
    return result | {
        "flow_time": float(run.times[-1]),
        "overlap": {str(r): round(spectra.subspace_overlap(left[:, :r], top.eigenvectors[:, :r]), 6) for r in ranks},
        "squared_singular_values": [round(float(x), 4) for x in run.squared_singular_values[-1]],
        "eigenvalues": [round(float(x), 4) for x in top.eigenvalues],
        "loss": [float(f"{x:.9g}") for x in run.loss],
        "loss_at_times": [float(f"{x:.9g}") for x in run.times],
    }


def run_job(part: str, epochs: int, seed: int, small: bool) -> dict:
    """One unit of work, in a process of its own."""
    s, documents = (SMALL if small else Settings()), load_documents(part, small)
    if part == "closed_form":
        return run_closed_forms(documents, s)
    if part == "quartic":
        return run_quartic(documents, s)
    return run_gensim(documents, s, epochs, seed)


def jobs_of(part: str, s: Settings) -> list[tuple[str, int, int]]:
    if part == "gensim":
        return [(part, epochs, seed) for epochs in sorted(s.epochs, reverse=True) for seed in s.seeds]
    return [(part, 0, 0)]


def assemble(part: str, results: list[dict]) -> dict:
    """The content of a part's file: results in a fixed order."""
    if part in ("closed_form", "quartic"):
        return results[0]
    return {"runs": sorted(results, key=lambda run: (run["epochs"], run["seed"]))}


def described(s: Settings, options: argparse.Namespace) -> dict:
    """Where the results come from, with the settings that are no parameters."""
    start = "uniform in ±1/d, σ = 1/√(3d), contexts 0"
    found = _record.provenance("results.py", options, s)
    found["settings"] |= {"power": 0.75, "min_learning_rate": 1e-4, "workers": 1, "start": start,
                          "documents": f"for gensim cut into pieces of at most {GENSIM_LIMIT} words"}  # fmt: skip
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    parser = _record.parser(__doc__, "a few articles and few dimensions: a test of this script")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--jobs", type=int, default=2, help="processes at a time")
    options = parser.parse_args(arguments)
    s = SMALL if options.small else Settings()
    if not options.small:
        build_gazette.documents()  # fetched once, before the workers need it
    waiting = {part: jobs_of(part, s) for part in options.only}
    done: dict[str, list[dict]] = {part: [] for part in options.only}
    # New processes read these before they import numpy; forked ones would inherit a numpy with all its threads.
    os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "TQDM_DISABLE"), "1")
    with ProcessPoolExecutor(options.jobs, multiprocessing.get_context("spawn")) as pool:
        futures = {pool.submit(run_job, *job, options.small): job[0] for part in options.only for job in waiting[part]}
        for future in tqdm(as_completed(futures), total=len(futures), unit="run"):
            part = futures[future]
            done[part].append(future.result())
            if len(done[part]) == len(waiting[part]):  # stored as soon as it is complete
                _record.write(options.out / f"{part}.json", described(s, options) | assemble(part, done[part]))


if __name__ == "__main__":
    main()
