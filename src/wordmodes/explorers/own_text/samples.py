"""The texts that come along with the own-text explorer, small enough for a page: rounded counts, a language's law."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wordmodes._validate import choice
from wordmodes.explorers.frame import Tables
from wordmodes.text.cooccurrence import Cooccurrence
from wordmodes.text.planted import PlantedLanguage
from wordmodes.text.sources import gazette, wikipedia

IntArray = NDArray[np.int64]

SIZES = {"wikipedia": 1000, "gazette": 500}
"""How many words of each text come along."""
_KEPT = 2  # binary digits of a count after its first one
_MIDDLE, _SYMBOLS = 32, 64  # what is stored of a count takes six bits, one letter of base64
_ROUNDS = 12


def sample_counts(name: str) -> Cooccurrence:
    """The counts that the explorer has of a text: window 16, each count rounded to three binary digits.

    Parameters
    ----------
    name : {"wikipedia", "gazette"}

    Returns
    -------
    Cooccurrence
        Of 1 000 and 500 words.

    Raises
    ------
    ValueError
        If there are none of that name.
    """
    choice("name", name, tuple(SIZES))
    return rounded({"wikipedia": wikipedia, "gazette": gazette}[name](SIZES[name], 16))


def rounded(counts: Cooccurrence) -> Cooccurrence:
    """The same counts to three binary digits, off by an eighth at most: what the page is given.

    The count of a word with itself stands on the diagonal twice, and stays even.
    """
    C = counts.dense().counts
    half = np.where(np.eye(len(C), dtype=bool), C // 2, C)
    kept = decoded(coded(half))
    return Cooccurrence(np.where(np.eye(len(C), dtype=bool), 2 * kept, kept), counts.vocabulary, counts.window)


def coded(counts: ArrayLike) -> IntArray:
    """Whole numbers as codes that grow with their logarithm: 0 to 7 are themselves, then four share a power of two."""
    c = np.asarray(counts, dtype=np.int64)
    shift = np.maximum(np.frexp(c.astype(np.float64))[1] - _KEPT - 1, 0)
    leading = np.where(shift > 0, (c + (1 << np.maximum(shift - 1, 0))) >> shift, c)
    over = (leading == 2 << _KEPT) & (shift > 0)  # rounded up to the next power of two
    return ((shift + over) << _KEPT) + np.where(over, leading >> 1, leading)


def decoded(codes: ArrayLike) -> IntArray:
    """The whole numbers that codes stand for."""
    code = np.asarray(codes, dtype=np.int64)
    first = 1 << _KEPT
    return np.where(code < 2 * first, code, (first + (code & (first - 1))) << np.maximum((code >> _KEPT) - 1, 0))


def pack_counts(tables: Tables, counts: Cooccurrence) -> dict[str, Any]:
    """Lay out counts: by how much each code differs from half of its two words' levels together, six bits each."""
    V = len(counts.vocabulary)
    codes = coded(np.where(np.eye(V, dtype=bool), counts.counts // 2, counts.counts))
    levels = _levels(codes)
    low, high = np.tril_indices(V)
    triangle, expected = codes[low, high], (levels[low] + levels[high] + 1) >> 1
    stored = triangle - expected + _MIDDLE
    apart = np.flatnonzero((stored < 0) | (stored >= _SYMBOLS))
    stored[apart] = _MIDDLE
    return {
        "residuals": tables.put(_sixes(stored), "uint8"),
        "levels": tables.put(levels, "int16"),
        "apart": tables.put(apart, "uint32"),
        "large": tables.put(triangle[apart], "uint16"),
        "tallies": tables.put(counts.vocabulary.counts, "uint32"),
    }


def _levels(codes: IntArray) -> IntArray:
    """Twice the level of each word, so that two of them together are about twice a code; whole numbers throughout."""
    levels = np.zeros(len(codes), dtype=np.int64)
    for _ in range(_ROUNDS):
        levels += 2 * (2 * codes - levels[:, None] - levels[None, :]).sum(axis=1) // (3 * len(codes))
    return levels


def _sixes(symbols: IntArray) -> NDArray[np.uint8]:
    """Six bits each, four in three bytes: as base64 a letter each, which a server's compression sees through."""
    padded = np.concatenate([symbols, np.zeros(-len(symbols) % 4, dtype=np.int64)]).reshape(-1, 4)
    whole = (padded << np.array([18, 12, 6, 0])).sum(axis=1)
    return np.stack([whole >> 16, (whole >> 8) & 255, whole & 255], axis=1).astype(np.uint8).ravel()


def pack_law(tables: Tables, language: PlantedLanguage, tokens: int, seed: int) -> dict[str, Any]:
    """Lay out what the page draws a text of the planted language from."""
    return {
        "shares": tables.put(language.base_probabilities, "float64"),
        "topics": len(language.base_probabilities),
        "strengths": list(language.strengths),
        "tokens": tokens,
        "seed": seed,
    }
