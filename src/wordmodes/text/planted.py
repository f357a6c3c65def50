"""A language whose co-occurrence probabilities are known exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from wordmodes import _validate

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

    Raises
    ------
    TypeError, ValueError
        If the parts do not fit one another; `planted_language` makes them so that they do.

    Examples
    --------
    >>> language = planted_language()
    >>> language.V, language.words[:2], language.attributes[:2].tolist()
    (528, ('gotilan', 'gotilas'), [[1, 1, 1], [1, 1, -1]])
    """

    words: tuple[str, ...]
    P: NDArray[np.float64]
    attributes: NDArray[np.int8]
    bases: NDArray[np.intp]
    topics: NDArray[np.intp]
    strengths: tuple[float, ...]
    base_probabilities: NDArray[np.float64]

    def __post_init__(self) -> None:
        words = _validate.strings("words", self.words, 2)
        V, hint = len(words), "words, strengths and all the rest must fit: make a language with planted_language()"
        strengths = _validate.array("strengths", self.strengths, ("K",), above=0, high=1, hint=hint)
        shares = _validate.array("base_probabilities", self.base_probabilities, ("n", "m"), low=0, high=1, hint=hint)
        checked = {
            "words": words,
            "P": _validate.array("P", self.P, (V, V), low=0, high=1, hint=hint),
            "attributes": _validate.integers(
                "attributes", self.attributes, (V, len(strengths)), low=-1, high=1, hint=hint
            ),
            "bases": _validate.rows("bases", self.bases, shares.shape[1], (V,)),
            "topics": _validate.rows("topics", self.topics, len(shares), (V, 2)),
            "strengths": tuple(strengths.tolist()),
            "base_probabilities": shares,
        }
        if not np.allclose(shares.sum(axis=1), 1):
            raise ValueError(f"base_probabilities must sum to 1 in each row; {hint}")
        if shares.shape[1] * 2 ** len(strengths) != V:
            raise ValueError(f"{V} words do not fit {shares.shape[1]} columns of base_probabilities; {hint}")
        for name, value in checked.items():
            object.__setattr__(self, name, value)

    @property
    def V(self) -> int:
        """How many words there are."""
        return len(self.words)

    @cached_property
    def index(self) -> dict[str, int]:
        """Each word's row."""
        return {word: i for i, word in enumerate(self.words)}

    def flip(self, row: int | NDArray[np.intp], attribute: int) -> NDArray[np.intp]:
        """Row of the word that differs from the given one in one attribute's sign.

        Parameters
        ----------
        row : int or array_like of int, any shape
        attribute : int
            From 0 to K - 1.

        Returns
        -------
        ndarray of intp, of the shape of `row`

        Raises
        ------
        TypeError, ValueError
            If there is no such row or attribute.

        Examples
        --------
        >>> int(planted_language().flip(0, attribute=2))
        1
        """
        K = len(self.strengths)
        row = _validate.rows("row", row, self.V)
        attribute = _validate.integer("attribute", attribute, 0, K - 1)
        step = 2 ** (K - 1 - attribute)
        return row + step * self.attributes[row, attribute].astype(np.intp)

    def sample(self, n_tokens: int, seed: int | np.random.Generator = 0) -> list[list[str]]:
        """Draw a corpus.

        Parameters
        ----------
        n_tokens : int
            Tokens in all, in documents of 200 (the last may be shorter); at most 10^9.
        seed : int or numpy.random.Generator

        Returns
        -------
        list of list of str

        Raises
        ------
        TypeError, ValueError
            If `n_tokens` is no such number, or `seed` no seed.

        Examples
        --------
        >>> [len(document) for document in planted_language().sample(450, seed=0)]
        [200, 200, 50]
        """
        n_tokens = _validate.integer("n_tokens", n_tokens, 1, 10**9)
        rng = _validate.generator("seed", seed)
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

        Raises
        ------
        TypeError, ValueError
            If `n` is no number of analogies that there are, or `seed` no seed.

        Examples
        --------
        >>> len(planted_language().questions(n=3, seed=0)[0])
        4
        """
        rng = _validate.generator("seed", seed)
        quadruples = []
        for k in range(len(self.strengths)):
            plus = np.flatnonzero(self.attributes[:, k] > 0)
            first, second = (pair.ravel() for pair in np.meshgrid(plus, plus, indexing="ij"))
            apart = self.bases[first] != self.bases[second]
            a, c = first[apart], second[apart]
            quadruples.append(np.column_stack([a, self.flip(a, k), c, self.flip(c, k)]))
        rows = np.concatenate(quadruples)
        if n is not None:
            n = _validate.integer("n", n, 1, len(rows), hint="there are no more analogies")
            rows = rng.choice(rows, size=n, replace=False)
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
    TypeError, ValueError
        If a parameter is out of range.

    Examples
    --------
    >>> language = planted_language(n_topics=3, strengths=(0.8,))
    >>> language.words
    ('bafil', 'bafir', 'defil', 'defir', 'badel', 'bader')
    """
    n_topics = _validate.integer("n_topics", n_topics, 3, len(SYLLABLES))
    given = _validate.array("strengths", strengths, ("K",), above=0, hint="one ε_k between 0 and 1 an attribute")
    if len(given) > len(MARKS) or given.max() >= 1:
        raise ValueError(f"strengths must be 1 to {len(MARKS)} numbers strictly between 0 and 1, got {given.tolist()}")
    strengths = tuple(given.tolist())
    topic_strength = _validate.real("topic_strength", topic_strength, 1, 1e6, hint="1 is topics without effect")
    zipf = _validate.real("zipf", zipf, 0, 20, hint="0 is all bases alike")
    rng = _validate.generator("seed", seed)
    pairs = np.array(list(combinations(range(n_topics), 2)))
    ranks = rng.permutation(len(pairs)) + 1
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
        P=np.asarray(np.kron((joint_bases + joint_bases.T) / 2, joint_signs), dtype=np.float64),
        attributes=np.tile(signs, (len(pairs), 1)),
        bases=np.repeat(np.arange(len(pairs)), len(signs)),
        topics=np.repeat(pairs, len(signs), axis=0),
        strengths=strengths,
        base_probabilities=np.asarray(base_given_topic, dtype=np.float64),
    )
