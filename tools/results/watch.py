"""word2vec watched while it trains, on gazette: part of ``make results``.

python tools/results/watch.py [--small] [--out FOLDER]

Chapter 07 loads what this stores: the ablation (which of two changes, the loss or the weights, changes the path of
training), what becomes of pairs that were never seen, gensim's own training, checkpoint by checkpoint, beside the path
that its expected loss prescribes, and when gensim learns the attributes of the planted language, for several seeds.
``--small`` takes a few articles and few words, for a test of this script.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit
from tqdm import tqdm

import _record
import build_gazette
from wordmodes import training
from wordmodes.text import cooccurrence, corpus, planted, sources
from wordmodes.theory import dynamics, modes, spectra, targets
from wordmodes.training import gensim_watch, start

FloatArray = NDArray[np.floating]


@dataclass(frozen=True)
class Settings:
    """The sizes of a run. Lengths of descent are in units of 1/λ₁ of the corner's own matrix (A - B)/2."""

    V: int = 1000
    d: int = 10
    ablation_window: int = 16
    init_scale: float = 1e-4
    step: float = 0.05
    lengths: tuple[float, float] = (100.0, 400.0)
    ranks: tuple[int, ...] = (1, 2, 3, 5, 10)
    unseen_window: int = 5
    unseen_ranks: tuple[int, ...] = (10, 50, 200)
    unseen_steps: int = 3200
    gensim_V: int = 2000
    gensim_d: int = 50
    gensim_window: int = 5
    checkpoints: int = 50
    start_scales: tuple[float, ...] = (1.0, 1e-3)
    shown: int = 12
    expected_steps: int = 1000
    thinnings: int = 4
    negatives: int = 5
    subsample: float = 1e-3
    seed: int = 0
    planted_tokens: int = 500_000
    planted_seeds: tuple[int, ...] = (1, 2, 3, 4, 5)


SMALL = Settings(
    V=200, d=5, lengths=(40.0, 60.0), ranks=(1, 5), unseen_ranks=(5, 20), unseen_steps=200, gensim_V=200, gensim_d=8,
    checkpoints=6, shown=4, expected_steps=60, thinnings=1, planted_tokens=100_000, planted_seeds=(1,),
)  # fmt: skip


def word2vec_pairs(counts: cooccurrence.Cooccurrence, s: Settings) -> tuple[FloatArray, FloatArray]:
    """A and B, what word2vec's settings make of the counts, for a tied model; A sums to 1."""
    vocabulary = counts.vocabulary
    keep = start.keep_probability(vocabulary.counts / vocabulary.n_tokens, s.subsample)
    A = counts.P * np.outer(keep, keep)
    A /= A.sum()
    B = s.negatives * np.outer(A.sum(axis=1), start.negative_distribution(vocabulary.counts))
    return A, (B + B.T) / 2


def descend(A: FloatArray, B: FloatArray, W: FloatArray, step: float, n: int, loss: str, look, every: int) -> None:
    """Tied full-batch descent in single precision, dW/dτ = (A σ(-x) - B σ(x)) W; calls look(step number, W)."""
    A, G, W = A.astype(np.float32), (A + B).astype(np.float32), W.astype(np.float32)
    for i in tqdm(range(n + 1), leave=False, unit="step"):
        if i % every == 0:
            look(i, W)
        x = W @ W.T
        error = A - (G * expit(x) if loss == "logistic" else G / 2 + G / 4 * x)
        W = W + np.float32(step) * (error @ W)


def ablation(s: Settings) -> list[dict]:
    """The four corners: word2vec's weights or Ψ = 1/(P + Q), logistic or quartic loss, all from one start."""
    counts = sources.gazette(s.V, s.ablation_window)
    P, Q = counts.P, targets.independent(counts.P)
    E = modes.leading_modes(targets.m_star(P), s.d).eigenvectors
    start = training.initial_embedding(s.V, s.d, s.init_scale, s.seed)
    runs = []
    corners = zip(("flat", "word2vec"), ((P / (P + Q), Q / (P + Q)), word2vec_pairs(counts, s)), s.lengths, strict=True)
    for weights, (A, B), length in corners:
        own = modes.all_modes((A - B) / 2)
        lam, E_own = own.eigenvalues, own.eigenvectors[:, : s.d]
        # The lowest eigenvalue is large, and where it is negative it still bounds the step.
        step = min(s.step / lam[0], 0.5 / np.abs(lam).max())
        starts = dynamics.small_init_starts(own.eigenvectors[:, : s.d].T @ start)
        x = step * lam[: s.d]
        D, fit = rank_one(A + B)
        closed = modes.leading_modes(4 * (A - B) / 2 / (A + B) * np.outer(D, D), s.d).eigenvectors / D[:, None]
        for loss in ("quartic", "logistic"):
            n, every = int(length / (step * lam[0])), max(1, round(0.25 / (step * lam[0])))
            squares, projected, overlaps, kept = [], [], [], []

            def look(i: int, W: FloatArray, every=every, E_own=E_own, squares=squares, projected=projected,
                     overlaps=overlaps, kept=kept) -> None:  # fmt: skip
                left, singular, _ = np.linalg.svd(W.astype(np.float64), full_matrices=False)
                squares.append(singular**2)
                projected.append(np.sum((E_own.T @ W) ** 2, axis=1))
                if i % (every * 8) == 0:
                    pair = [[spectra.subspace_overlap(left[:, :r], F[:, :r]) for F in (E_own, E)] for r in s.ranks]
                    overlaps.append((i, pair))
                kept[:] = [left]

            descend(A, B, start, step, n, loss, look, every)
            clock = np.arange(len(squares)) * every * step * lam[0]
            runs.append({
                "part": "ablation", "weights": weights, "loss": loss, "steps": n, "step": float(step * lam[0]),
                "eigenvalues": rounded(lam[: s.d] / lam[0]), "lowest": rounded(lam[-1] / lam[0]),
                "reached": rounded(passage(clock, np.array(squares), 1.0)),
                "reached_by_mode": rounded(passage(clock, np.array(projected), 1.0)),
                "foretold": rounded(np.log(1 / starts**2) / (2 * np.log1p(x)) * step * lam[0]),
                "targets_overlap": [round(spectra.subspace_overlap(own.eigenvectors[:, :r], E[:, :r]), 4)
                                    for r in s.ranks],
                "times": rounded([i * step * lam[0] for i, _ in overlaps]),
                "overlap_own": [[round(own, 4) for own, _ in pair] for _, pair in overlaps],
                "overlap_m_star": [[round(star, 4) for _, star in pair] for _, pair in overlaps],
                "rank_one_r2": round(fit, 4),
                "overlap_rank_one": round(spectra.subspace_overlap(kept[0], closed), 4),
                "end": rounded(squares[-1]),
                "left": kept[0],
            })  # fmt: skip
        quartic, logistic = runs[-2:]
        for run in (quartic, logistic):
            run["overlap_of_losses"] = [
                round(spectra.subspace_overlap(quartic["left"][:, :r], logistic["left"][:, :r]), 4) for r in s.ranks
            ]
        del quartic["left"], logistic["left"]
    return runs


def passage(clock: FloatArray, curves: FloatArray, level: float) -> FloatArray:
    """When each curve first passes a level, between records along a line in the logarithm; -1 for never."""
    above = curves >= level
    at = above.argmax(axis=0)
    before = np.maximum(at - 1, 0)
    mode = np.arange(curves.shape[1])
    low, high = np.log(curves[before, mode]), np.log(curves[at, mode])
    share = np.where(high > low, (np.log(level) - low) / np.where(high > low, high - low, 1), 0)
    return np.where(above.any(axis=0), clock[before] + share * (clock[at] - clock[before]), -1.0)


def rank_one(g: FloatArray) -> tuple[FloatArray, float]:
    """D with log g_ij ≈ log D_i² + log D_j², the best fit, and its R²."""
    y = np.log(g)
    row = y.mean(axis=1) - y.mean() / 2
    rest = y - row[:, None] - row[None, :]
    D = np.exp(row / 2)
    return D / np.exp(np.log(D).mean()), float(1 - np.var(rest) / np.var(y))


def unseen(s: Settings) -> list[dict]:
    """Logistic loss, Ψ = 1/(P + Q), tied, different d: what becomes of the pairs that were never seen."""
    P = sources.gazette(s.V, s.unseen_window).P
    Q, never = targets.independent(P), P == 0
    A, B = P / (P + Q), Q / (P + Q)
    values = np.linalg.eigvalsh(A - B) / 2
    step = 0.5 / np.abs(values).max()
    looks = np.unique(np.geomspace(20, s.unseen_steps, 24).astype(int))
    runs = []
    for d in s.unseen_ranks:
        times, mean, largest, carried = [], [], [], []

        def look(i: int, W: FloatArray, times=times, mean=mean, largest=largest, carried=carried) -> None:
            if i not in looks:
                return
            left, singular, _ = np.linalg.svd(W.astype(np.float64), full_matrices=False)
            times.append(i * step * values[-1])
            mean.append(float((W @ W.T)[never].mean()))
            largest.append(float(singular[0] ** 2))
            carried.append(float(1 / np.sum(left[:, 0] ** 4)))

        descend(A, B, training.initial_embedding(s.V, d, 1e-2, s.seed), step, s.unseen_steps, "logistic", look, 1)
        runs.append({
            "part": "unseen", "d": d, "share": round(float(never.mean()), 4), "eigenvalue": rounded(4 * values[-1]),
            "times": rounded(times), "mean": rounded(mean), "largest": rounded(largest), "words": rounded(carried),
        })  # fmt: skip
    return runs


def gensim(s: Settings, small: bool) -> list[dict]:
    """gensim through one reading of the text, from its own start and from a smaller one."""
    texts = corpus.tokenize_all(sources.wikipedia_sample())[:12] if small else build_gazette.documents()
    documents = [text[i : i + 10_000] for text in texts for i in range(0, len(text), 10_000)]
    rng = np.random.default_rng(s.seed)  # encyclopaedia and news are read mixed
    documents = [documents[i] for i in rng.permutation(len(documents))]
    vocabulary = corpus.Vocabulary.from_documents(documents, s.gensim_V)
    A, B = thinned_pairs(documents, vocabulary, s, rng)
    P = cooccurrence.count(documents, vocabulary, s.gensim_window).P
    E = modes.leading_modes(targets.m_star(P), s.shown).eigenvectors
    runs = []
    for scale in s.start_scales:
        seen = gensim_watch.watch_gensim(
            documents, vocabulary, s.gensim_d, checkpoints=s.checkpoints, start_scale=scale, window=s.gensim_window,
            negatives=s.negatives, subsample=s.subsample,
        )  # fmt: skip
        path = gensim_watch.expected_descent(A, B, seen.W[0], seen.C[0], seen.clock, seen.clock[-1] / s.expected_steps)
        left, _, right = np.linalg.svd(seen.W[-1].astype(np.float64) @ seen.C[-1].T.astype(np.float64))
        ranks = [r for r in (1, 2, 5, 10) if r < min(s.shown, s.gensim_d)]
        runs.append({
            "part": "gensim", "start_scale": scale, "read": rounded(seen.read), "clock": rounded(seen.clock),
            "singular_values": [rounded(row[: s.shown] / s.gensim_V) for row in seen.singular_values],
            "expected": [rounded(row[: s.shown] / s.gensim_V) for row in path.singular_values],
            "signs": rounded(np.sum(left[:, : s.shown] * right[: s.shown].T, axis=0)),
            "ranks": ranks,
            "overlap_m_star": [round(spectra.subspace_overlap(left[:, 1 : r + 1], E[:, :r]), 4) for r in ranks],
        })  # fmt: skip
    return runs


def planted_runs(s: Settings) -> list[dict]:
    """When gensim has half learned each attribute of the planted language, beside the expected descent's times."""
    language = planted.planted_language()
    P, p = language.P, language.P.sum(axis=1)
    B = s.negatives * start.negative_distribution(p) * (p[:, None] - P)
    goal = language.V * np.arctanh(np.square(language.strengths))
    runs = []
    for seed in s.planted_seeds:
        text = language.sample(s.planted_tokens, seed)
        vocabulary = corpus.Vocabulary.from_words(language.words, text)
        for scale in s.start_scales:
            seen = gensim_watch.watch_gensim(text, vocabulary, 16, start_scale=scale, negatives=s.negatives, seed=seed)
            path = gensim_watch.expected_descent(P, B, seen.W[0], seen.C[0], seen.clock, max_step=60)
            halves = [passage(seen.read, np.maximum(run.singular_values[:, 1:4] / goal, 1e-12), 0.5)
                      for run in (seen, path)]  # fmt: skip
            runs.append({"part": "planted", "seed": seed, "start_scale": scale, "halves": rounded(halves[0]),
                         "expected": rounded(halves[1])})  # fmt: skip
    return runs


def thinned_pairs(
    documents: Sequence[Sequence[str]], vocabulary: corpus.Vocabulary, s: Settings, rng: np.random.Generator
) -> tuple[FloatArray, FloatArray]:
    """A and B as gensim draws pairs: words outside the vocabulary and thinned ones are gone before windows are laid."""
    keep = start.keep_probability(vocabulary.unigram, s.subsample)
    total = np.zeros((len(vocabulary),) * 2)
    for _ in range(s.thinnings):
        rows = [(document, vocabulary.encode(document)) for document in documents]
        thinned = [
            [word for word, row, u in zip(document, ids, rng.random(len(ids)), strict=True)
             if row >= 0 and u < keep[row]]
            for document, ids in rows
        ]  # fmt: skip
        total += cooccurrence.count(thinned, vocabulary, s.gensim_window).counts
    A = total / total.sum()
    return A, s.negatives * start.negative_distribution(vocabulary.counts) * (A.sum(axis=1, keepdims=True) - A)


def rounded(values) -> list[float] | float:
    """Six significant digits."""
    return [float(f"{x:.6g}") for x in values] if np.ndim(values) else float(f"{values:.6g}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run and store."""
    parser = _record.parser(__doc__, "200 words, few dimensions: a test of this script")
    options = parser.parse_args(arguments)
    s = SMALL if options.small else Settings()
    provenance = _record.provenance("watch.py", options, s)
    runs = ablation(s) + unseen(s) + gensim(s, options.small) + planted_runs(s)
    _record.write(options.out / "watch.json", provenance | {"runs": runs})


if __name__ == "__main__":
    main()
