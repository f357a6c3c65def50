"""gensim's own training, watched from outside, and the path that its expected loss prescribes."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import redirect_stderr
from dataclasses import dataclass
from io import StringIO

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wordmodes import _validate
from wordmodes.text.vocabulary import Vocabulary
from wordmodes.text.without_gensim import missing
from wordmodes.training._checks import checked_pair, encoded, moderate
from wordmodes.training.descent import descend, product_singular_values
from wordmodes.training.start import keep_probability

FloatArray = NDArray[np.floating]

_GENSIM_LIMIT = 10_000  # gensim drops what a document holds beyond this
_MOST_STEPS = 1e8


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

    Examples
    --------
    >>> pairs = np.full((2, 2), 0.25)
    >>> path = expected_descent(pairs, pairs, [[0.1], [0.1]], [[0.1], [-0.1]], times=[0, 1, 2], max_step=0.5)
    >>> path.W.shape, path.singular_values.shape
    ((3, 2, 1), (3, 1))
    """

    read: NDArray[np.float64]
    clock: NDArray[np.float64]
    W: FloatArray
    C: FloatArray

    @property
    def singular_values(self) -> NDArray[np.float64]:
        """Singular values of W Cᵀ, shape (T, d), descending."""
        return product_singular_values(self.W, self.C)


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
    had within the whole. One worker, so that the seed decides everything. Every setting is checked before gensim sees
    it, since some that are out of range would end the process, and a notebook's kernel with it.

    Parameters
    ----------
    documents : sequence of sequences of str
        Of at most 10 000 words each, beyond which gensim does not read.
    vocabulary : Vocabulary
        Of words that all occur; its counts set subsampling and negatives.
    d : int
        Dimensions, d <= V.
    checkpoints : int or sequence of float
        How many parts of equal size, or the shares of the documents at which to look, ascending, the last of them 1.
    start_scale : float
        Multiplies gensim's own start, which is uniform in ±1/d for W and 0 for C; above 0, up to 1000.
    window : int
        L, the largest distance of a pair; a window shrinks to a uniform 1..L.
    negatives : int
        Negatives drawn for each pair, up to 1000.
    subsample : float
        Threshold t of `keep_probability`, below 1; 0 keeps every word.
    learning_rate, min_learning_rate : float
        At the first and at the last word, up to 1; the rate falls linearly between them.
    seed : int

    Returns
    -------
    Watched
        Of float32 matrices.

    Raises
    ------
    TypeError, ValueError
        If a document is too long, checkpoints are not ascending shares that end at 1, a setting is out of range, or
        the documents hold fewer than two distinct words of the vocabulary.
    ModuleNotFoundError
        If gensim is not installed.

    References
    ----------
    Řehůřek & Sojka (2010), gensim; Mikolov et al. (2013b), what it trains.

    Examples
    --------
    >>> documents = [["to", "be", "or", "not", "to", "be"]] * 4
    >>> seen = watch_gensim(documents, Vocabulary.from_documents(documents), d=2, checkpoints=2)
    >>> seen.read.tolist(), seen.W.shape
    ([0.0, 0.5, 1.0], (3, 4, 2))
    """
    try:
        from gensim.models import Word2Vec  # slow to import, and only needed here
    except ModuleNotFoundError as error:
        raise missing("watching gensim train") from error
    _validate.instance("vocabulary", vocabulary, Vocabulary, "Vocabulary.from_documents(documents)")
    if not vocabulary.counts.all():
        word = vocabulary.words[int(np.argmin(vocabulary.counts))]
        raise ValueError(f"the vocabulary's word {word!r} occurs 0 times, and gensim leaves it out; drop it")
    documents = list(_validate.documents("documents", documents, twice=True))
    if max(map(len, documents), default=0) > _GENSIM_LIMIT:
        raise ValueError(f"gensim reads {_GENSIM_LIMIT} words of a document; cut longer ones into pieces")
    d = _validate.integer("d", d, 1, len(vocabulary), hint="there are no more modes than words")
    cuts = _cuts(checkpoints, len(documents))
    start_scale = _validate.real("start_scale", start_scale, above=0, below=1e3)
    window = _validate.integer("window", window, 1, _GENSIM_LIMIT)
    negatives = _validate.integer("negatives", negatives, 1, 1000)
    subsample = _validate.real("subsample", subsample, 0)
    if subsample >= 1:
        raise ValueError(f"subsample must be below 1, got {subsample:g}; gensim takes more for a count, not a share")
    learning_rate = _validate.real("learning_rate", learning_rate, above=0, below=1)
    min_learning_rate = _validate.real("min_learning_rate", min_learning_rate, 0, learning_rate)
    seed = _validate.integer("seed", seed, 0, 2**32 - 1)

    known = [row[row >= 0] for row in encoded(documents, vocabulary)]
    if len(np.unique(np.concatenate(known))) < 2:
        raise ValueError("the documents hold fewer than two distinct words of the vocabulary; check both")
    read = np.r_[0, np.cumsum([len(row) for row in known])][cuts]
    pairs = np.r_[0, np.cumsum(_expected_pairs(known, vocabulary, window, subsample))][cuts]
    rates = learning_rate - (learning_rate - min_learning_rate) * read / read[-1]
    model = Word2Vec(
        sg=1, vector_size=d, window=window, negative=negatives, sample=subsample, min_count=1, workers=1, seed=seed
    )
    model.build_vocab_from_freq(dict(zip(vocabulary.words, vocabulary.counts.tolist(), strict=True)))
    order = [model.wv.key_to_index[word] for word in vocabulary.words]
    model.wv.vectors *= np.float32(start_scale)
    seen = [(model.wv.vectors[order].copy(), model.syn1neg[order].copy())]
    for first, last, rate, next_rate in zip(cuts, cuts[1:], rates, rates[1:], strict=False):
        part = documents[first:last]
        with redirect_stderr(StringIO()):  # gensim 4.4 may grumble at a score of -1
            model.train(part, total_examples=len(part), epochs=1, start_alpha=rate, end_alpha=next_rate)
        seen.append((model.wv.vectors[order].copy(), model.syn1neg[order].copy()))
    clock = np.r_[0, np.cumsum((rates[:-1] + rates[1:]) / 2 * np.diff(pairs))]
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
        Row: the word, whose vector is in W; column: the context. Not negative.
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
    TypeError, ValueError
        If times do not ascend from 0, the step is not positive, shapes do not fit, or the steps are so long that the
        descent diverges.

    References
    ----------
    Levy & Goldberg (2014), section 3, for the expected loss.

    Examples
    --------
    >>> pairs = np.array([[0.4, 0.1], [0.1, 0.4]])
    >>> path = expected_descent(pairs, np.full((2, 2), 0.25), [[0.1], [-0.1]], [[0.1], [-0.1]], [0, 10, 200], 0.5)
    >>> (path.W[-1] @ path.C[-1].T).round(2).tolist()
    [[0.62, -0.62], [-0.62, 0.62]]
    """
    A = moderate("A", A, ("V", "V"), low=0)
    B = moderate("B", B, A.shape, low=0, hint="the shape of A")
    W, C = checked_pair(len(A), W, C)
    times = _validate.array("times", times, ("T",))
    max_step = _validate.real("max_step", max_step, above=0)
    if len(times) < 2 or times[0] != 0 or not (np.diff(times) > 0).all():
        raise ValueError("times must ascend from 0")
    half, away, spans = (A + B) / 2, (A - B) / 2, np.diff(times)
    if times[-1] / max_step > _MOST_STEPS:
        raise ValueError(f"max_step = {max_step:g} would make more than {_MOST_STEPS:g} steps; choose a longer one")
    counts = np.ceil(spans / max_step).astype(int)
    marks = {0, *np.cumsum(counts).tolist()}

    def gradient(both: FloatArray) -> tuple[None, FloatArray]:
        W, C = both
        error = half * np.tanh(W @ C.T / 2) - away  # G σ(x) - A, which is faster so
        return None, np.stack([error @ C, error.T @ W])

    path = descend(gradient, np.stack([W, C]), np.repeat(spans / counts, counts))
    seen = np.array([both for n, (_, both) in enumerate(path) if n in marks])
    if not np.isfinite(seen).all():
        raise ValueError(f"the descent diverged; lower max_step = {max_step:g}")
    return Watched(times / times[-1], times, seen[:, 0], seen[:, 1])


def _cuts(checkpoints: int | Sequence[float], n: int) -> NDArray[np.int64]:
    """Where n documents are cut into parts: 0, …, n."""
    if not hasattr(checkpoints, "__len__") or getattr(checkpoints, "ndim", 1) == 0:
        parts = _validate.integer("checkpoints", checkpoints, 1, hint="or ascending shares, the last of them 1")
        shares = np.arange(1, parts + 1) / parts if parts <= n else np.zeros(1)
    else:
        shares = _validate.array("checkpoints", checkpoints, ("T",), low=0, high=1)
    cuts = np.r_[0, np.rint(shares * n).astype(int)]
    if shares[-1] != 1 or not (np.diff(cuts) > 0).all():
        raise ValueError(f"checkpoints must be ascending shares of the {n} documents, the last of them 1")
    return cuts


def _expected_pairs(
    known: Sequence[NDArray[np.int64]], vocabulary: Vocabulary, window: int, subsample: float
) -> NDArray[np.float64]:
    """Real pairs that each document is expected to give: distance δ is within reach with probability (L + 1 - δ)/L."""
    keep = keep_probability(vocabulary.unigram, subsample)
    kept = np.array([keep[row].sum() for row in known])
    distance = np.arange(1, min(window, max(map(len, known))) + 1)
    return (2 * np.maximum(kept[:, None] - distance, 0) * (window + 1 - distance) / window).sum(axis=1)
