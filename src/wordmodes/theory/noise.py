"""Signal against noise: which modes of a corpus would come out again from another text like it.

Two comparisons, both made from the corpus itself. *Shuffling* deals the tokens out again at random, so that words keep
their frequencies and documents their lengths, and nobody keeps company. *Halving* splits the documents in two; what
both halves show, neither can owe to its own accidents.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from tqdm.auto import tqdm

from wordmodes import _validate
from wordmodes.text import cooccurrence
from wordmodes.text.corpus import Vocabulary
from wordmodes.theory import _checks, modes, targets
from wordmodes.theory._checks import FloatArray
from wordmodes.theory.splits import Documents, SplitHalf, Target, halves, split_half, target_with_absent
from wordmodes.theory.subspaces import held_out, overlaps, reliability

__all__ = [
    "SplitHalf",
    "halves",
    "held_out",
    "modes_above",
    "overlaps",
    "reliability",
    "shuffled",
    "shuffled_spectra",
    "split_half",
    "target_with_absent",
]


def shuffled(documents: Documents, seed: _validate.Seed = 0) -> list[list[str]]:
    """Deal the tokens of a corpus out again at random.

    Parameters
    ----------
    documents : sequence of sequences of str
    seed : int or numpy.random.Generator, default 0

    Returns
    -------
    list of list of str
        Documents of the same lengths, with the same tokens taken together. Whatever association is left is chance.

    Raises
    ------
    TypeError, ValueError
        If these are no tokenised documents, or the corpus is empty.

    References
    ----------
    Efron & Tibshirani (1993), chapter 15: permutation tests.

    Examples
    --------
    >>> shuffled([["the", "cat", "sat"], ["on", "it"]], seed=0)
    [['sat', 'it', 'on'], ['the', 'cat']]
    """
    documents = _checks.documents(documents)
    tokens = np.array([token for document in documents for token in document], dtype=object)
    if not len(tokens):
        raise ValueError("documents hold no token: the corpus is empty")
    dealt = _validate.generator("seed", seed).permutation(tokens).tolist()
    ends = np.cumsum([len(document) for document in documents]).tolist()
    return [dealt[start:end] for start, end in zip([0, *ends[:-1]], ends, strict=True)]


def shuffled_spectra(
    documents: Documents,
    vocabulary: Vocabulary,
    window: int,
    *,
    d: int = 50,
    n_shuffles: int = 5,
    seed: int = 0,
    target: Target = targets.m_star,
    progress: bool = False,
) -> FloatArray:
    """Leading eigenvalues of the shuffled corpus, for several shuffles.

    Parameters
    ----------
    documents, vocabulary, window, target, progress
        As for `split_half`.
    d : int
        How many eigenvalues.
    n_shuffles : int
        Shuffle s is drawn with the seed (seed, s).
    seed : int

    Returns
    -------
    ndarray, shape (n_shuffles, d)
        Each row in descending order.

    Raises
    ------
    TypeError, ValueError
        As `shuffled` and `wordmodes.text.cooccurrence.count`; if `d` is above V.

    References
    ----------
    Horn (1965): parallel analysis, the spectrum of the same data with the association taken out.

    Examples
    --------
    >>> from wordmodes.text import Vocabulary
    >>> documents = [["a", "b", "a", "b"] * 9, ["c", "d"] * 20]
    >>> shuffled_spectra(documents, Vocabulary.from_documents(documents), window=2, d=2, n_shuffles=3).shape
    (3, 2)
    """
    documents = _checks.documents(documents)
    _validate.instance("vocabulary", vocabulary, Vocabulary, "Vocabulary.from_documents() gives")
    d = _validate.integer("d", d, 1, len(vocabulary), hint="V modes are all that there are")
    n_shuffles, seed = _validate.integer("n_shuffles", n_shuffles, 1, 500), _validate.integer("seed", seed, 0)
    progress = _validate.truth("progress", progress)
    return np.array([
        modes.leading_modes(
            target_with_absent(
                cooccurrence.count(shuffled(documents, np.random.default_rng((seed, s))), vocabulary, window), target
            ),
            d,
        ).eigenvalues
        for s in tqdm(range(n_shuffles), unit="shuffle", disable=not progress)
    ])  # fmt: skip


def modes_above(eigenvalues: ArrayLike, null: ArrayLike) -> int:
    """How many leading eigenvalues lie above every one of a null's.

    Parameters
    ----------
    eigenvalues : array_like, shape (d,)
        In descending order.
    null : array_like, any shape
        Eigenvalues of shuffled corpora.

    Returns
    -------
    int

    Raises
    ------
    TypeError, ValueError
        If there are no eigenvalues on either side, or one is not finite.

    References
    ----------
    Horn (1965): parallel analysis.

    Examples
    --------
    >>> modes_above([5, 4, 3, 1], null=[[2, 1], [3.5, 0]])
    2
    """
    eigenvalues = _validate.array("eigenvalues", eigenvalues, ("d",))
    return int(np.sum(eigenvalues > np.max(_validate.array("null", null))))
