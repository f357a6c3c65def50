"""gensim's own training, watched from outside, and the path that its expected loss prescribes."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import redirect_stderr
from dataclasses import dataclass
from io import StringIO

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit

from wordmodes.text.corpus import Vocabulary
from wordmodes.text.without_gensim import missing
from wordmodes.training.start import keep_probability

FloatArray = NDArray[np.floating]

_GENSIM_LIMIT = 10_000  # gensim drops what a document holds beyond this


@dataclass(frozen=True, eq=False)
class Watched:
    """The two matrices of a trainer at T moments, the first of them its start.

    Attributes
    ----------
    read : ndarray, shape (T,)
        Share of the text that has been read.
    clock : ndarray, shape (T,)
        Learning rate times real pairs, summed from the start: the time in which the expected descent is run.
    W, C : ndarray, shape (T, V, d)
        Words and contexts.
    """

    read: NDArray[np.float64]
    clock: NDArray[np.float64]
    W: FloatArray
    C: FloatArray

    @property
    def singular_values(self) -> NDArray[np.float64]:
        """Singular values of W Cᵀ, shape (T, d), descending."""
        return np.array([product_singular_values(W, C) for W, C in zip(self.W, self.C, strict=True)])


def product_singular_values(W: ArrayLike, C: ArrayLike) -> NDArray[np.float64]:
    """Singular values of W Cᵀ, shape (d,), without forming the V × V matrix.

    Parameters
    ----------
    W, C : array_like, shape (V, d)
    """
    factors = [np.linalg.qr(np.asarray(X, dtype=np.float64), mode="r") for X in (W, C)]
    return np.linalg.svd(factors[0] @ factors[1].T, compute_uv=False)


def watch_gensim(
    documents: Sequence[Sequence[str]],
    vocabulary: Vocabulary,
    d: int,
    *,
    checkpoints: int | Sequence[float] = 40,
    start_scale: float = 1.0,
    window: int = 5,
    negatives: int = 5,
    subsample: float = 0.0,
    learning_rate: float = 0.025,
    min_learning_rate: float = 1e-4,
    seed: int = 1,
) -> Watched:
    """Let gensim read the documents once, and look at its matrices between one part of the text and the next.

    gensim itself is not touched: it is given the text in parts, each with the learning rates that the part would have
    had within the whole. One worker, so that the seed decides everything.

    Parameters
    ----------
    documents : sequence of sequences of str
        Of at most 10 000 words each, beyond which gensim does not read.
    vocabulary : Vocabulary
    d : int
    checkpoints : int or sequence of float
        How many parts of equal size, or the shares of the documents at which to look, ascending, the last of them 1.
    start_scale : float
        Multiplies gensim's own start, which is uniform in ±1/d for W and 0 for C.
    window, negatives, subsample, learning_rate, min_learning_rate, seed
        As in `sgns`, passed on to gensim.

    Returns
    -------
    Watched

    Raises
    ------
    ValueError
        If a document is too long, or checkpoints are not ascending shares that end at 1.
    """
    try:
        from gensim.models import Word2Vec  # slow to import, and only needed here
    except ModuleNotFoundError as error:
        raise missing("watching gensim train") from error
    if max(map(len, documents)) > _GENSIM_LIMIT:
        raise ValueError(f"gensim reads {_GENSIM_LIMIT} words of a document; cut longer ones into pieces")
    shares = np.arange(1, checkpoints + 1) / checkpoints if isinstance(checkpoints, int) else np.asarray(checkpoints)
    cuts = np.r_[0, np.rint(shares * len(documents)).astype(int)]
    if not (len(shares) and shares[-1] == 1 and (np.diff(cuts) > 0).all()):
        raise ValueError(f"checkpoints must be ascending shares of the {len(documents)} documents, the last of them 1")
    model = Word2Vec(
        sg=1, vector_size=d, window=window, negative=negatives, sample=subsample, min_count=1, workers=1, seed=seed
    )
    model.build_vocab_from_freq(dict(zip(vocabulary.words, vocabulary.counts.tolist(), strict=True)))
    order = [model.wv.key_to_index[word] for word in vocabulary.words]
    model.wv.vectors *= np.float32(start_scale)
    lengths = np.array([(vocabulary.encode(document) >= 0).sum() for document in documents])
    pairs = np.r_[0, np.cumsum(_expected_pairs(documents, vocabulary, window, subsample))]
    rates = learning_rate - (learning_rate - min_learning_rate) * np.r_[0, np.cumsum(lengths)][cuts] / lengths.sum()
    seen = [(model.wv.vectors[order].copy(), model.syn1neg[order].copy())]
    for first, last, rate, next_rate in zip(cuts, cuts[1:], rates, rates[1:], strict=False):
        part = documents[first:last]
        with redirect_stderr(StringIO()):  # gensim 4.4 may grumble at a score of -1
            model.train(part, total_examples=len(part), epochs=1, start_alpha=rate, end_alpha=next_rate)
        seen.append((model.wv.vectors[order].copy(), model.syn1neg[order].copy()))
    clock = np.r_[0, np.cumsum((rates[:-1] + rates[1:]) / 2 * np.diff(pairs[cuts]))]
    W, C = (np.array(matrices) for matrices in zip(*seen, strict=True))
    return Watched(cuts / len(documents), clock, W, C)


def expected_descent(
    A: ArrayLike, B: ArrayLike, W: ArrayLike, C: ArrayLike, times: ArrayLike, max_step: float
) -> Watched:
    """Follow the gradient of Σ A log(1 + e^{-x}) + B log(1 + e^x), x = W Cᵀ, in steps of equal length between times.

    What a stochastic trainer does on average, with every pair's expected share of the real (A) and of the made-up
    pairs (B), and without its noise.

    Parameters
    ----------
    A, B : array_like, shape (V, V)
        Row: the word, whose vector is in W; column: the context.
    W, C : array_like, shape (V, d)
        The start.
    times : array_like, shape (T,)
        When to record, ascending, from 0; `Watched.clock` if A sums to 1.
    max_step : float
        The longest step.

    Returns
    -------
    Watched
        `read` is the share of the last time.

    Raises
    ------
    ValueError
        If times do not ascend from 0 or the step is not positive.
    """
    A, B, times = (np.asarray(X, dtype=np.float64) for X in (A, B, times))
    if times[0] != 0 or not (np.diff(times) > 0).all() or not max_step > 0:
        raise ValueError("times must ascend from 0, and max_step must be positive")
    W, C = np.array(W, dtype=np.float64), np.array(C, dtype=np.float64)
    G, seen = A + B, [(W, C)]
    for span in np.diff(times):
        n = int(np.ceil(span / max_step))
        for _ in range(n):
            error = A - G * expit(W @ C.T)
            W, C = W + span / n * (error @ C), C + span / n * (error.T @ W)
        seen.append((W, C))
    W, C = (np.array(matrices) for matrices in zip(*seen, strict=True))
    return Watched(times / times[-1], times, W, C)


def _expected_pairs(
    documents: Sequence[Sequence[str]], vocabulary: Vocabulary, window: int, subsample: float
) -> NDArray[np.float64]:
    """Real pairs that each document is expected to give: distance δ is within reach with probability (L + 1 - δ)/L."""
    keep = keep_probability(vocabulary.unigram, subsample)
    rows = [vocabulary.encode(document) for document in documents]
    kept = np.array([keep[row[row >= 0]].sum() for row in rows])
    distance = np.arange(1, window + 1)
    return (2 * np.maximum(kept[:, None] - distance, 0) * (window + 1 - distance) / window).sum(axis=1)
