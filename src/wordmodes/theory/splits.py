"""Two halves of a corpus, and what their modes have in common: neither can owe that to its own accidents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from tqdm.auto import tqdm

from wordmodes import _validate
from wordmodes.text import cooccurrence
from wordmodes.text.cooccurrence import Cooccurrence
from wordmodes.text.corpus import Vocabulary
from wordmodes.theory import _checks, modes, targets
from wordmodes.theory._checks import FloatArray
from wordmodes.theory.association import Association
from wordmodes.theory.subspaces import held_out, overlaps, reliability
from wordmodes.theory.targets import Matrix

Documents = Sequence[Sequence[str]]
Target = Callable[[Any], Matrix]


@dataclass(frozen=True)
class SplitHalf:
    """What two halves of a corpus have in common, for several random splits.

    Parameters
    ----------
    ranks : tuple of int
        The sizes r of the leading subspaces.
    overlap : ndarray, shape (n_splits, len(ranks))
        Of the leading r-dimensional subspaces of the two halves: 1 if equal, r/V in expectation if unrelated.
    reliability : ndarray, shape (n_splits, len(ranks), d)
        How much of mode k lies in the leading r-space of an independent half: mode k of either half looked for in the
        other one, mean of the two directions.
    reliability_of_whole : ndarray, shape (n_splits, len(ranks), d)
        The same for mode k of the whole corpus, mean over both halves. Each half is a part of the whole, so that this
        is larger, and not zero for noise.
    held_out : ndarray, shape (n_splits, d)
        vᵀ M v with mode v of one half and matrix M of the other, mean of the two directions: the eigenvalue that is
        left when a mode is judged by text that it was not made from.
    absent : tuple of int
        For each split, how many words of the vocabulary one of the halves has no pair of.

    Raises
    ------
    TypeError, ValueError
        If shapes do not fit the ranks, or a value is not finite.

    References
    ----------
    Chen, Roch, Rohe & Yu (2021), for what is held out.

    Examples
    --------
    >>> SplitHalf((1,), [[0.9]], [[[0.9, 0.2]]], [[[1.0, 0.5]]], [[3.0, 0.4]], absent=(0,)).overlap.shape
    (1, 1)
    """

    ranks: tuple[int, ...]
    overlap: FloatArray
    reliability: FloatArray
    reliability_of_whole: FloatArray
    held_out: FloatArray
    absent: tuple[int, ...]

    def __post_init__(self) -> None:
        known = _checks.ranks(self.ranks, 2**31)
        of_rank = ("n_splits", len(known))
        shapes = {"overlap": of_rank, "reliability": (*of_rank, "d"), "reliability_of_whole": (*of_rank, "d")}
        for name, shape in (shapes | {"held_out": ("n_splits", "d")}).items():
            object.__setattr__(
                self, name, _validate.array(name, getattr(self, name), shape, hint="a column for each of ranks")
            )
        absent = _validate.integers(
            "absent", self.absent, (len(self.overlap),), low=0, hint="a number for each row of overlap"
        )
        object.__setattr__(self, "ranks", known)
        object.__setattr__(self, "absent", tuple(absent.tolist()))


def halves(documents: Documents, seed: _validate.Seed = 0) -> tuple[list[Sequence[str]], list[Sequence[str]]]:
    """Split a corpus in two at random, whole documents to one side or the other.

    Parameters
    ----------
    documents : sequence of sequences of str
        At least two.
    seed : int or numpy.random.Generator, default 0

    Returns
    -------
    (list, list)
        As many documents on either side, or one more in the second; not as many tokens.

    Raises
    ------
    TypeError, ValueError
        If these are no tokenised documents, or there are fewer than two.

    References
    ----------
    Spearman (1910), the reliability of a test from its halves.

    Examples
    --------
    >>> halves([["a"], ["b"], ["c"]], seed=0)
    ([['c']], [['a'], ['b']])
    """
    documents = _checks.documents(documents)
    return _halves(documents, _validate.generator("seed", seed))


def _halves(documents: Documents, rng: np.random.Generator) -> tuple[list[Sequence[str]], list[Sequence[str]]]:
    if len(documents) < 2:
        raise ValueError(
            f"documents must be at least 2: a corpus of {len(documents)} document cannot be halved;"
            " cut it into several documents first"
        )
    order = rng.permutation(len(documents))
    first, second = np.sort(order[: len(order) // 2]), np.sort(order[len(order) // 2 :])
    return [documents[i] for i in first], [documents[i] for i in second]


def target_with_absent(counts: Cooccurrence, target: Target = targets.m_star) -> Matrix:
    """An association matrix in which words without any pair have rows and columns of 0, since nothing is known of them.

    Parameters
    ----------
    counts : Cooccurrence
        Of V words, at least two of which have a pair.
    target : callable, default `m_star`
        From P to a matrix of the same shape.

    Returns
    -------
    ndarray or Association, shape (V, V)

    Raises
    ------
    TypeError, ValueError
        If `counts` are no counts, if fewer than two words have a pair, or `target` returns anything but such a matrix.

    References
    ----------
    Karkada et al. (2025), for M*.

    Examples
    --------
    >>> from wordmodes.text import Vocabulary, count
    >>> documents = [["a", "b", "a", "a"], ["c"]]
    >>> target_with_absent(count(documents, Vocabulary(("a", "b", "c"), [3, 1, 1]), window=1))[2].tolist()
    [0.0, 0.0, 0.0]
    """
    counts = _validate.instance("counts", counts, Cooccurrence, "wordmodes.text.count() gives")
    target = _validate.function("target", target)
    present, V = np.flatnonzero(counts.present), len(counts.vocabulary)
    if len(present) < 2:
        raise ValueError("counts must hold pairs of at least two words; count more documents")
    n = len(present)
    try:
        made = target(counts.P[present][:, present])
    except TypeError as error:
        raise TypeError(f"target must take the joint distribution P alone: {error}") from error
    if isinstance(made, Association):
        if made.shape != (n, n):
            raise ValueError(f"target must return a matrix of P's shape ({n}, {n}), got {made.shape}")
        return made.placed(present, V)
    M = np.zeros((V, V))
    M[np.ix_(present, present)] = _validate.array("target", made, (n, n))
    return M


def split_half(
    documents: Documents,
    vocabulary: Vocabulary,
    window: int,
    *,
    d: int = 50,
    ranks: Sequence[int] = (1, 2, 5, 10, 20, 50),
    n_splits: int = 5,
    seed: int = 0,
    target: Target = targets.m_star,
    progress: bool = False,
) -> SplitHalf:
    """Split a corpus at random into halves, several times, and compare the modes of the two.

    Parameters
    ----------
    documents : sequence of sequences of str
    vocabulary : Vocabulary
        The V words, the same for both halves.
    window : int
        L, with linear weights.
    d : int
        Modes 1 to d are judged one by one.
    ranks : sequence of int
        Sizes of the leading subspaces that are compared.
    n_splits : int
        How many splits; split s is drawn with the seed (seed, s).
    seed : int
    target : callable
        From P to the matrix whose modes are compared.
    progress : bool
        Show a bar.

    Returns
    -------
    SplitHalf

    Raises
    ------
    TypeError, ValueError
        As `halves` and `wordmodes.text.cooccurrence.count`; if `d` or a rank is above V; if a half is too short.

    References
    ----------
    Chen, Roch, Rohe & Yu (2021): cross-validated eigenvalues.

    Examples
    --------
    The leading direction of a planted language comes out again in the other half, nearly whole:

    >>> from wordmodes.text import Vocabulary, planted_language
    >>> language = planted_language(n_topics=3, strengths=(0.8,))
    >>> documents = language.sample(30_000, seed=0)
    >>> words = Vocabulary.from_words(language.words, documents)
    >>> found = split_half(documents, words, window=5, d=1, ranks=(1,), n_splits=1)
    >>> bool(found.reliability.min() > 0.9)
    True
    """
    documents = _checks.documents(documents)
    _validate.instance("vocabulary", vocabulary, Vocabulary, "Vocabulary.from_documents() gives")
    d = _validate.integer("d", d, 1, len(vocabulary), hint="V modes are all that there are")
    ranks = _checks.ranks(ranks, len(vocabulary))
    n_splits, seed = _validate.integer("n_splits", n_splits, 1, 500), _validate.integer("seed", seed, 0)
    progress = _validate.truth("progress", progress)
    size = max(d, *ranks)
    whole = modes.leading_modes(target_with_absent(cooccurrence.count(documents, vocabulary, window), target), size)
    found: dict[str, list[Any]] = {name: [] for name in ("overlap", "between", "whole", "held_out", "absent")}
    for s in tqdm(range(n_splits), unit="split", disable=not progress):
        sides = _halves(documents, np.random.default_rng((seed, s)))
        counts = [cooccurrence.count(side, vocabulary, window) for side in sides]
        matrices = [target_with_absent(side, target) for side in counts]
        E, F = (modes.leading_modes(M, size).eigenvectors for M in matrices)
        found["overlap"].append(overlaps(E, F, ranks))
        found["between"].append((reliability(E[:, :d], F, ranks) + reliability(F[:, :d], E, ranks)) / 2)
        of_whole = whole.eigenvectors[:, :d]
        found["whole"].append((reliability(of_whole, E, ranks) + reliability(of_whole, F, ranks)) / 2)
        found["held_out"].append((held_out(E[:, :d], matrices[1]) + held_out(F[:, :d], matrices[0])) / 2)
        found["absent"].append(sum(int((~side.present).sum()) for side in counts))
    return SplitHalf(
        ranks=tuple(ranks),
        overlap=np.array(found["overlap"]),
        reliability=np.array(found["between"]),
        reliability_of_whole=np.array(found["whole"]),
        held_out=np.array(found["held_out"]),
        absent=tuple(found["absent"]),
    )
