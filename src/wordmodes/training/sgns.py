"""Skip-gram with negative sampling over text: word2vec's stochastic training, in numpy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
import scipy.sparse
from numpy.typing import DTypeLike, NDArray
from scipy.special import expit
from tqdm.auto import tqdm

from wordmodes.text.corpus import Vocabulary
from wordmodes.training.start import Seed, initial_embedding, keep_probability, negative_distribution, quiet

FloatArray = NDArray[np.floating]

_MAX_BATCH = 512
_MAX_SUMMED_RATE = 0.5
_PROGRESS_AFTER = 10.0  # seconds; a shorter run shows no bar


@dataclass(frozen=True, eq=False)
class Embeddings:
    """What a trainer learned.

    Attributes
    ----------
    vocabulary : Vocabulary
    W, C : ndarray, shape (V, d)
        Words and contexts; the same array if the model is tied.
    """

    vocabulary: Vocabulary
    W: FloatArray
    C: FloatArray

    @property
    def words(self) -> tuple[str, ...]:
        return self.vocabulary.words

    @property
    def tied(self) -> bool:
        return self.W is self.C


def sgns(
    documents: Iterable[Sequence[str]],
    vocabulary: Vocabulary,
    d: int,
    *,
    window: int = 5,
    negatives: int = 5,
    subsample: float = 1e-3,
    power: float = 0.75,
    epochs: int = 5,
    learning_rate: float = 0.025,
    min_learning_rate: float = 1e-4,
    tied: bool = False,
    init_scale: float | None = None,
    context_init_scale: float = 0.0,
    batch_size: int | None = None,
    dtype: DTypeLike = np.float32,
    seed: Seed = 0,
) -> Embeddings:
    """Train skip-gram with negative sampling over text, with gensim's defaults.

    Words out of the vocabulary and subsampled words are dropped before windowing, as gensim does, so that a window
    reaches past them. Around each centre word the window shrinks to a uniform 1..L; each context word's row of `W`
    is pulled to the centre's row of `C` and pushed from those of the negatives; the rate falls linearly to its end.

    Parameters
    ----------
    documents : iterable of sequences of str
        Tokenised documents. No pair reaches from one into another.
    vocabulary : Vocabulary
        The V words to learn; its counts set subsampling and negatives.
    d : int
        Dimensions, d <= V.
    window : int
        L, the largest distance of a pair.
    negatives : int
        Negatives drawn for each pair; one that is the pair's own word is skipped.
    subsample : float
        Threshold t of `keep_probability`; 0 keeps every word.
    power : float
        Exponent of `negative_distribution`.
    epochs : int
    learning_rate, min_learning_rate : float
        At the first and the last word.
    tied : bool
        One matrix for words and contexts.
    init_scale : float, optional
        σ of `initial_embedding` for `W`; by default 1/√(3d), the scale of gensim's start.
    context_init_scale : float
        The same for `C`, 0 in word2vec and gensim. Not used if `tied`.
    batch_size : int, optional
        Centre words whose pairs at one distance are updated together. By default at most 512, and so small that the
        rates of the most frequent word's updates in a batch sum to ½ at most.
    dtype : dtype
        float32 or float64.
    seed : int or Generator
        The same seed gives the same result for any number of threads: no threaded product is used.

    Returns
    -------
    Embeddings

    Raises
    ------
    ValueError
        If a setting is out of range, fewer than two of the vocabulary's words occur, or training diverges.

    References
    ----------
    Mikolov et al. (2013b), equation 4, and word2vec.c; gensim's ``Word2Vec(sg=1)``.
    """
    _check_settings(window, negatives, subsample, epochs, learning_rate, min_learning_rate, batch_size)
    tokens, document = _encode(documents, vocabulary)
    V, rng = len(vocabulary), np.random.default_rng(seed)
    W = initial_embedding(V, d, 1 / sqrt(3 * d) if init_scale is None else init_scale, rng).astype(dtype)
    C = W if tied else initial_embedding(V, d, context_init_scale, rng).astype(dtype)
    keep = keep_probability(vocabulary.unigram, subsample)
    cumulative = np.cumsum(negative_distribution(vocabulary.counts, power))
    cumulative[-1] = 1.0
    if batch_size is None:
        batch_size = _safe_batch(keep * vocabulary.unigram, cumulative, negatives, learning_rate)
    distances = [shift for shift in range(-window, window + 1) if shift]
    with tqdm(total=epochs * len(tokens), unit="word", leave=False, delay=_PROGRESS_AFTER, disable=quiet()) as bar:
        for epoch in range(epochs):
            kept = np.flatnonzero(rng.random(len(tokens)) < keep[tokens])
            words, home = tokens[kept], document[kept]
            reach = rng.integers(1, window + 1, size=len(words))
            for start in range(0, len(words), batch_size):
                centres = np.arange(start, min(start + batch_size, len(words)))
                done = (epoch + kept[start] / len(tokens)) / epochs
                rate = learning_rate - (learning_rate - min_learning_rate) * done
                # One distance after another: within a batch a centre occurs once, so that its second pair sees what
                # its first has done, as in one-by-one training. With all pairs of a centre in one batch, the lengths
                # of W and C come out 10 to 15 % off.
                for shift in distances:
                    other = centres + shift
                    pair = (np.abs(shift) <= reach[centres]) & (other >= 0) & (other < len(words))
                    centre, other = centres[pair], other[pair]
                    pair = home[centre] == home[other]
                    if pair.any():
                        targets = _targets(words[centre[pair]], cumulative, negatives, rng)
                        _update(W, C, words[other[pair]], targets, rate)
                bar.update(int(kept[centres[-1]]) + 1 + epoch * len(tokens) - bar.n)
    if not (np.isfinite(W).all() and np.isfinite(C).all()):
        raise ValueError(f"training diverged; lower learning_rate = {learning_rate} or batch_size = {batch_size}")
    return Embeddings(vocabulary, W, C)


@np.errstate(over="ignore", invalid="ignore")  # training that diverges is reported at its end
def _update(W: FloatArray, C: FloatArray, inputs: NDArray, targets: NDArray, rate: float) -> None:
    """One step on a batch: pull each input's row to column 0 of its targets, push it from the others.

    Updates of a row that occurs more than once are summed, which is what training one by one does to first order;
    averaged, frequent words would hardly move.
    """
    x, y = W[inputs], C[targets]
    # einsum, not a matrix product: BLAS may split the sum over threads.
    g = -expit(np.einsum("bd,bkd->bk", x, y))
    g[:, 0] += 1
    g[:, 1:] *= targets[:, 1:] != targets[:, :1]
    g *= rate
    step = np.einsum("bk,bkd->bd", g, y)
    _add_rows(C, targets, g, x)
    _add_rows(W, inputs[:, None], np.ones((len(inputs), 1), dtype=W.dtype), step)


def _add_rows(matrix: FloatArray, rows: NDArray, factor: FloatArray, x: FloatArray) -> None:
    """matrix[rows[b, k]] += factor[b, k] x[b], repeated rows included, by a sparse product."""
    n, k = rows.shape
    distinct, where = np.unique(rows, return_inverse=True)
    scatter = scipy.sparse.csc_array((factor.ravel(), where.ravel(), k * np.arange(n + 1)), shape=(len(distinct), n))
    matrix[distinct] += scatter @ x


def _targets(centre: NDArray, cumulative: FloatArray, negatives: int, rng: np.random.Generator) -> NDArray[np.int64]:
    targets = np.empty((len(centre), 1 + negatives), dtype=np.int64)
    targets[:, 0] = centre
    targets[:, 1:] = np.searchsorted(cumulative, rng.random((len(centre), negatives)), side="right")
    return targets


def _safe_batch(occurrence: FloatArray, cumulative: FloatArray, negatives: int, learning_rate: float) -> int:
    """Centres per batch: a word that a batch holds n times moves by n steps at once, all from the same point.

    Rare words never notice. The most frequent one overshoots when the summed rate times the curvature, |w|²/4 with
    |w|² up to ten or so, nears 2; long before that the lengths drift, by 2 to 3 % at a summed rate of ½.
    """
    occurrence = occurrence / occurrence.sum()
    often = np.maximum(occurrence + negatives * np.diff(cumulative, prepend=0.0), (1 + negatives) * occurrence).max()
    return int(np.clip(_MAX_SUMMED_RATE / (learning_rate * often), 1, _MAX_BATCH))


def _encode(documents: Iterable[Sequence[str]], vocabulary: Vocabulary) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    parts = []
    for document in documents:
        if isinstance(document, str):
            raise ValueError("a document is a string; tokenise it first: tokenize_all(texts)")
        ids = vocabulary.encode(document)
        parts.append(ids[ids >= 0])
    tokens = np.concatenate(parts) if parts else np.empty(0, dtype=np.int32)
    if len(np.unique(tokens)) < 2:
        raise ValueError("the documents hold fewer than two distinct words of the vocabulary; check both")
    return tokens, np.repeat(np.arange(len(parts)), [len(part) for part in parts])


def _check_settings(
    window: int, negatives: int, subsample: float, epochs: int, rate: float, min_rate: float, batch_size: int | None
) -> None:
    whole = {"window": window, "negatives": negatives, "epochs": epochs, "batch_size": batch_size or 1}
    for name, value in whole.items():
        if not isinstance(value, (int, np.integer)) or value < 1:
            raise ValueError(f"{name} must be a whole number, 1 or more, got {value!r}")
    if not 0 <= subsample < np.inf:
        raise ValueError(f"subsample must be a finite number >= 0 (0 keeps every word), got {subsample!r}")
    if not 0 <= min_rate <= rate < np.inf or rate == 0:
        raise ValueError(f"need 0 <= min_learning_rate <= learning_rate, and not both 0, got {min_rate} and {rate}")
