"""Texts and counts that come along or are fetched once: gazette, the Wikipedia sample, text8."""

from __future__ import annotations

import bz2
import json
import lzma
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from wordmodes.text.cooccurrence import Cooccurrence, Weighting
from wordmodes.text.corpus import Vocabulary, tokenize
from wordmodes.text.text8 import text8  # noqa: F401 (a source like those below)
from wordmodes.text.without_gensim import STAND_IN, CountsOnly, missing

WIKIPEDIA_FILE = "enwiki-latest-pages-articles1.xml-p000000010p000030302-shortened.bz2"
ARTICLE_MIN_WORDS = 50  # gensim's own bound: what is shorter is a redirect, not an article

GAZETTE_WINDOWS = (16, 5)
GAZETTE_DOCUMENTS = 106 + 3777  # Wikipedia and news
GAZETTE_VOCABULARY = "gazette-vocabulary.json"
GAZETTE_COUNTS = "gazette-window{}.npy.xz"


def gazette(size: int = 5000, window: int = 16, path: str | Path | None = None) -> Cooccurrence:
    """The counts that come with the book: 106 Wikipedia articles and 3 777 news articles, 2.5 million tokens.

    Parameters
    ----------
    size : int
        V, from 2 to 5 000: the most frequent words.
    window : {16, 5}
        L, with linear weights.
    path : str or Path, optional
        The folder that holds the files, by default the one that comes with this package.

    Returns
    -------
    Cooccurrence

    Raises
    ------
    ValueError
        If there are no counts of that size or window.
    FileNotFoundError
        If `path` does not hold the files.
    """
    if window not in GAZETTE_WINDOWS:
        raise ValueError(f"gazette is counted with window 16 or 5, got {window!r}; for another one count the texts")
    folder = gazette_folder(path)
    full = gazette_vocabulary(path)
    if not 2 <= size <= len(full):
        raise ValueError(f"gazette holds {len(full)} words: size must lie between 2 and that, got {size}")
    with lzma.open(folder / GAZETTE_COUNTS.format(window)) as file:
        planes = np.load(file, allow_pickle=False)
    return Cooccurrence(unpack_triangle(planes, size), full.top(size), window, "linear")


def gazette_vocabulary(path: str | Path | None = None) -> Vocabulary:
    """The words of the bundled counts; `path` as for `gazette`."""
    table = json.loads((gazette_folder(path) / GAZETTE_VOCABULARY).read_text(encoding="utf-8"))
    return Vocabulary(tuple(table["words"]), np.array(table["counts"]), table["n_tokens"], table["n_types"])


def gazette_folder(path: str | Path | None = None) -> Path:
    """The folder with the bundled counts, `path` or the one that comes with this package."""
    folder = Path(path) if path is not None else Path(__file__).with_name("data")
    if not (folder / GAZETTE_VOCABULARY).is_file():
        raise FileNotFoundError(f"no {GAZETTE_VOCABULARY} in {folder}; leave `path` out for the counts that come along")
    return folder


def _bundled_counts(vocabulary: Vocabulary, window: int, weighting: Weighting) -> Cooccurrence:
    """The bundled counts, for a text that is not at hand."""
    if window not in GAZETTE_WINDOWS or weighting != "linear":
        raise missing(f"counting these articles with {weighting} weights in a window of {window}")
    if vocabulary.words != gazette_vocabulary().words[: len(vocabulary)]:
        raise missing("counting other words of these articles than the most frequent")
    return gazette(len(vocabulary), window)


def pack_triangle(counts: NDArray[np.int64]) -> NDArray[np.uint8]:
    """The lower triangle of symmetric counts, row after row, as three planes of bytes, the lowest first.

    A smaller vocabulary is a prefix of each plane, and planes compress better than whole numbers do.
    """
    triangle = counts[np.tril_indices(len(counts))]
    if triangle.max() >= 1 << 24:
        raise ValueError(f"counts must be below 2^24 to fit three bytes, got {triangle.max()}")
    return np.stack([(triangle >> shift & 255).astype(np.uint8) for shift in (0, 8, 16)])


def unpack_triangle(planes: NDArray[np.uint8], size: int) -> NDArray[np.int64]:
    """Symmetric counts of the first `size` words from the planes of `pack_triangle`."""
    low, middle, high = planes[:, : size * (size + 1) // 2].astype(np.int32)
    triangle = low | middle << 8 | high << 16
    counts = np.empty((size, size), dtype=np.int64)
    start = 0
    for i in range(size):
        counts[i, : i + 1] = counts[: i + 1, i] = triangle[start : start + i + 1]
        start += i + 1
    return counts


def articles(dump: BinaryIO) -> list[str]:
    """Text of the articles in a MediaWiki XML dump, without markup.

    Parameters
    ----------
    dump : binary file
        The dump, not compressed.

    Returns
    -------
    list of str
        One string per page of the main namespace that has at least 50 words, in the order of the dump.
    """
    try:
        from gensim.corpora.wikicorpus import extract_pages, filter_wiki  # slow to import, and only needed here
    except ModuleNotFoundError as error:
        raise missing("taking the markup out of a dump") from error

    texts = (filter_wiki(markup) for _, markup, _ in extract_pages(dump, filter_namespaces=("0",)))
    return [text for text in texts if len(tokenize(text)) >= ARTICLE_MIN_WORDS]


def wikipedia_sample() -> list[str] | CountsOnly:
    """The Wikipedia articles that gensim installs with its own tests.

    Returns
    -------
    list of str
        106 articles, 470 251 words in all; takes about 4 s. Where gensim is missing, `CountsOnly`, which says so: the
        bundled counts stand in where counts are enough.

    Raises
    ------
    FileNotFoundError
        If gensim was installed without its test data.

    References
    ----------
    English Wikipedia, CC BY-SA; a shortened dump in ``gensim/test/test_data``.
    """
    try:
        from gensim.test.utils import datapath
    except ModuleNotFoundError:
        print(STAND_IN)
        return CountsOnly(GAZETTE_DOCUMENTS, gazette_vocabulary, _bundled_counts)

    path = Path(datapath(WIKIPEDIA_FILE))
    if not path.exists():
        raise FileNotFoundError(f"gensim lacks its test data {path}; reinstall it from its wheel: pip install gensim")
    with bz2.open(path) as dump:
        return articles(dump)
