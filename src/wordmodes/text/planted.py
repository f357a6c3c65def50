"""A language whose co-occurrence probabilities are known exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

DOCUMENT_LENGTH = 200

# A base is named by the syllables of its two topics, a word by its base and a letter for the sign (+ or -) of each
# attribute: 'badelan' has topics ba and de and the signs + + +, 'badelas' differs from it in the third attribute.
SYLLABLES = tuple("bdfgkmptvz"[i % 10] + "aeiou"[(i + i // 10) % 5] for i in range(50))
MARKS = (("l", "r"), ("a", "o"), ("n", "s"), ("e", "i"), ("k", "x"))


@dataclass(frozen=True, eq=False)
class PlantedLanguage:
    """An invented language, with the exact joint probability of two tokens of one document.

    A word is a base, which belongs to two topics, with K attributes of sign +1 or -1. Rows are ordered by
    base, the most frequent first, and within a base by sign, + before -.

    Attributes
    ----------
    words : tuple of str
        V distinct words of the letters a to z: the two topics' syllables, then a letter per attribute.
    P : ndarray, shape (V, V)
        P_ij, exact, symmetric, sum 1. Tokens of a document are exchangeable, so P is what counting converges
        to with any window and weighting.
    attributes : ndarray of int8, shape (V, K)
        The sign of each word's attributes.
    bases : ndarray of intp, shape (V,)
        Each word's base, from 0.
    topics : ndarray of intp, shape (V, 2)
        The two topics of each word's base.
    strengths : tuple of float
        ε_k, how far a document's state moves attribute k.
    base_probabilities : ndarray, shape (n_topics, n_bases)
        Probability of each base in a document of each topic.
    """

    words: tuple[str, ...]
    P: NDArray[np.float64]
    attributes: NDArray[np.int8]
    bases: NDArray[np.intp]
    topics: NDArray[np.intp]
    strengths: tuple[float, ...]
    base_probabilities: NDArray[np.float64]

    @property
    def V(self) -> int:
        return len(self.words)

    @cached_property
    def index(self) -> dict[str, int]:
        """Each word's row."""
        return {word: i for i, word in enumerate(self.words)}

    def flip(self, row: int | NDArray[np.intp], attribute: int) -> NDArray[np.intp]:
        """Row of the word that differs from the given one in one attribute's sign."""
        step = 2 ** (len(self.strengths) - 1 - attribute)
        return row + step * self.attributes[row, attribute].astype(np.intp)

    def sample(self, n_tokens: int, seed: int | np.random.Generator = 0) -> list[list[str]]:
        """Draw a corpus.

        Parameters
        ----------
        n_tokens : int
            Tokens in all, in documents of 200 (the last may be shorter).
        seed : int or numpy.random.Generator

        Returns
        -------
        list of list of str
        """
        if n_tokens < 1:
            raise ValueError(f"n_tokens must be 1 or more, got {n_tokens}")
        rng = np.random.default_rng(seed)
        n_topics, n_bases = self.base_probabilities.shape
        n_documents = -(-n_tokens // DOCUMENT_LENGTH)
        shape = (n_documents, DOCUMENT_LENGTH)
        topic = rng.integers(n_topics, size=n_documents)
        rows = np.empty(shape, dtype=np.intp)
        for z in range(n_topics):
            rows[topic == z] = rng.choice(
                n_bases, size=((topic == z).sum(), DOCUMENT_LENGTH), p=self.base_probabilities[z]
            )
        for strength in self.strengths:
            state = rng.choice((-1, 1), size=(n_documents, 1))
            minus = rng.random(shape) >= (1 + strength * state) / 2
            rows = 2 * rows + minus
        tokens = np.array(self.words, dtype=object)[rows].tolist()
        tokens[-1] = tokens[-1][: n_tokens - DOCUMENT_LENGTH * (n_documents - 1)]
        return tokens

    def questions(self, n: int | None = 2000, seed: int | np.random.Generator = 0) -> list[tuple[str, str, str, str]]:
        """Analogies a : b = c : d, in which b is a, and d is c, with one attribute flipped from + to -.

        Parameters
        ----------
        n : int, optional
            How many to draw, without repetition; None gives all of them, attribute by attribute (with the
            default language 205 920).
        seed : int or numpy.random.Generator

        Returns
        -------
        list of (a, b, c, d)
            a and c have different bases; their other attributes may differ as well.
        """
        quadruples = []
        for k in range(len(self.strengths)):
            plus = np.flatnonzero(self.attributes[:, k] > 0)
            first, second = (pair.ravel() for pair in np.meshgrid(plus, plus, indexing="ij"))
            apart = self.bases[first] != self.bases[second]
            a, c = first[apart], second[apart]
            quadruples.append(np.column_stack([a, self.flip(a, k), c, self.flip(c, k)]))
        rows = np.concatenate(quadruples)
        if n is not None:
            if not 1 <= n <= len(rows):
                raise ValueError(f"n must lie between 1 and the {len(rows)} analogies there are, got {n}")
            rows = np.random.default_rng(seed).choice(rows, size=n, replace=False)
        return [tuple(question) for question in np.array(self.words, dtype=object)[rows].tolist()]


def planted_language(
    n_topics: int = 12,
    strengths: Sequence[float] = (0.8, 0.7, 0.6),
    topic_strength: float = 8.0,
    zipf: float = 0.7,
    seed: int | np.random.Generator = 0,
) -> PlantedLanguage:
    """Make a language whose M* has its attributes as leading eigenvectors.

    A document draws a topic z uniformly and, for each attribute k, a state s_k = ±1. Its tokens are then
    independent, with probability ∝ f(base) τ(base, z) Π_k (1 + ε_k a_k s_k) / 2. There is a base for each pair
    of topics; τ is `topic_strength` if z is one of the two, else 1; f is (r + 2.7)^-zipf, the ranks r dealt out
    at random. Hence

        P_ij = [1/n_topics Σ_z p(base_i | z) p(base_j | z)] Π_k (1 + ε_k² a_ik a_jk) / 4,

    PMI is a sum over base and attributes, and M* = 2 tanh(PMI / 2) commutes with flipping any attribute. With
    zipf = 0 topics are exchangeable and each attribute, as a vector of signs, is an exact eigenvector of M*.

    Parameters
    ----------
    n_topics : int
        From 3 to 50; V = n_topics (n_topics - 1) / 2 · 2^K.
    strengths : sequence of float
        ε_k in (0, 1), one for each of the K attributes, 1 to 5 of them.
    topic_strength : float
        τ >= 1.
    zipf : float
        Exponent of the rank-frequency law of bases, >= 0.
    seed : int or numpy.random.Generator
        Deals out the ranks.

    Returns
    -------
    PlantedLanguage
        By default V = 528, and M*'s leading eigenvalues are close to 325, 222, 154 (the attributes) and 54.

    Raises
    ------
    ValueError
        If a parameter is out of range.
    """
    strengths = tuple(float(strength) for strength in strengths)
    _check(n_topics, strengths, topic_strength, zipf)
    pairs = np.array(list(combinations(range(n_topics), 2)))
    ranks = np.random.default_rng(seed).permutation(len(pairs)) + 1
    weights = (ranks + 2.7) ** -float(zipf)
    member = (pairs[None] == np.arange(n_topics)[:, None, None]).any(axis=2)
    base_given_topic = weights * np.where(member, float(topic_strength), 1.0)
    base_given_topic /= base_given_topic.sum(axis=1, keepdims=True)

    names = [SYLLABLES[p] + SYLLABLES[q] for p, q in pairs]
    frequency = base_given_topic.mean(axis=0).round(15)  # rounded, so that equal bases are ordered by name
    order = sorted(range(len(pairs)), key=lambda b: (-frequency[b], names[b]))
    pairs, base_given_topic = pairs[order], base_given_topic[:, order]

    signs = np.array(list(product((1, -1), repeat=len(strengths))), dtype=np.int8)
    endings = ["".join(mark) for mark in product(*MARKS[: len(strengths)])]
    signed = zip(strengths, signs.T.astype(float), strict=True)
    joint_signs = reduce(np.multiply, [(1 + strength**2 * np.outer(a, a)) / 4 for strength, a in signed])
    joint_bases = base_given_topic.T @ base_given_topic / n_topics
    return PlantedLanguage(
        words=tuple(names[b] + ending for b in order for ending in endings),
        P=np.kron((joint_bases + joint_bases.T) / 2, joint_signs),
        attributes=np.tile(signs, (len(pairs), 1)),
        bases=np.repeat(np.arange(len(pairs)), len(signs)),
        topics=np.repeat(pairs, len(signs), axis=0),
        strengths=strengths,
        base_probabilities=base_given_topic,
    )


def _check(n_topics: int, strengths: tuple[float, ...], topic_strength: float, zipf: float) -> None:
    if not 3 <= n_topics <= len(SYLLABLES):
        raise ValueError(f"n_topics must lie between 3 and {len(SYLLABLES)}, got {n_topics}")
    if not 1 <= len(strengths) <= len(MARKS):
        raise ValueError(f"there can be 1 to {len(MARKS)} attributes, got {len(strengths)} strengths")
    if not all(0 < strength < 1 for strength in strengths):
        raise ValueError(f"strengths must lie strictly between 0 and 1, got {strengths}")
    if not topic_strength >= 1:
        raise ValueError(f"topic_strength must be 1 (topics without effect) or more, got {topic_strength}")
    if not zipf >= 0:
        raise ValueError(f"zipf must be 0 (all bases alike) or more, got {zipf}")
