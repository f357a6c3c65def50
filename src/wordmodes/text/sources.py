"""Texts and counts that come along or are fetched once: gazette, the Wikipedia sample, text8."""

from __future__ import annotations

import bz2
import json
import lzma
from io import TextIOBase
from pathlib import Path
from typing import BinaryIO
from xml.etree import ElementTree

import numpy as np
from numpy.typing import NDArray

from wordmodes import _validate
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
    TypeError, ValueError
        If there are no counts of that size or window.
    FileNotFoundError
        If `path` does not hold the files.

    Examples
    --------
    >>> counts = gazette(size=2000)
    >>> counts.words[:4], counts.counts.shape
    (('the', 'of', 'to', 'and'), (2000, 2000))
    """
    window = _validate.integer("window", window)
    if window not in GAZETTE_WINDOWS:
        raise ValueError(f"gazette is counted with window 16 or 5, got {window!r}; for another one count the texts")
    folder = gazette_folder(path)
    full = gazette_vocabulary(path)
    size = _validate.integer("size", size)
    if not 2 <= size <= len(full):
        raise ValueError(f"gazette holds {len(full)} words: size must lie between 2 and that, got {size}")
    with lzma.open(folder / GAZETTE_COUNTS.format(window)) as file:
        planes = np.load(file, allow_pickle=False)
    return Cooccurrence(unpack_triangle(planes, size), full.top(size), window, "linear")


def gazette_vocabulary(path: str | Path | None = None) -> Vocabulary:
    """The words of the bundled counts.

    Parameters
    ----------
    path : str or Path, optional
        As for `gazette`.

    Returns
    -------
    Vocabulary
        5 000 words.

    Raises
    ------
    TypeError
        If `path` is no path.
    FileNotFoundError
        If it does not hold the files.

    Examples
    --------
    >>> gazette_vocabulary().words[:4]
    ('the', 'of', 'to', 'and')
    """
    table = json.loads((gazette_folder(path) / GAZETTE_VOCABULARY).read_text(encoding="utf-8"))
    return Vocabulary(tuple(table["words"]), np.array(table["counts"]), table["n_tokens"], table["n_types"])


def gazette_folder(path: str | Path | None = None) -> Path:
    """The folder with the bundled counts.

    Parameters
    ----------
    path : str or Path, optional
        That folder; by default the one that comes with this package.

    Returns
    -------
    Path

    Raises
    ------
    TypeError
        If `path` is no path.
    FileNotFoundError
        If it does not hold the files.

    Examples
    --------
    >>> gazette_folder().name
    'data'
    """
    if path is not None and not isinstance(path, (str, Path)):
        raise TypeError(f"path must be a string or a Path, got a {type(path).__name__}")
    folder = Path(path) if path is not None else Path(__file__).with_name("data")
    try:
        there = (folder / GAZETTE_VOCABULARY).is_file()
    except (OSError, ValueError):  # a lone surrogate, a name that is too long
        there = False
    if not there:
        raise FileNotFoundError(
            f"no {GAZETTE_VOCABULARY} in path {str(folder)!r}; leave `path` out for the counts that come along"
        )
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

    Parameters
    ----------
    counts : array_like of int, shape (V, V)
        Symmetric, below 2^24.

    Returns
    -------
    ndarray of uint8, shape (3, V (V + 1) / 2)

    Raises
    ------
    TypeError, ValueError
        If a count does not fit three bytes.

    Examples
    --------
    >>> pack_triangle(np.array([[1, 256], [256, 2]])).tolist()
    [[1, 0, 2], [0, 1, 0], [0, 0, 0]]
    """
    counts = _validate.integers(
        "counts", counts, ("V", "V"), low=0, high=(1 << 24) - 1, hint="three bytes hold no more"
    )
    triangle = counts[np.tril_indices(len(counts))]
    return np.stack([(triangle >> shift & 255).astype(np.uint8) for shift in (0, 8, 16)])


def unpack_triangle(planes: NDArray[np.uint8], size: int) -> NDArray[np.int64]:
    """Symmetric counts of the first `size` words from the planes of `pack_triangle`.

    Parameters
    ----------
    planes : array_like of uint8, shape (3, n)
    size : int
        With size (size + 1) / 2 <= n.

    Returns
    -------
    ndarray of int64, shape (size, size)

    Raises
    ------
    TypeError, ValueError
        If the planes hold no such triangle.

    Examples
    --------
    >>> unpack_triangle(pack_triangle(np.array([[1, 256], [256, 2]])), 2).tolist()
    [[1, 256], [256, 2]]
    """
    checked = _validate.integers("planes", planes, (3, "n"), low=0, high=255)
    size = _validate.integer("size", size, 1)
    if size * (size + 1) // 2 > checked.shape[1]:
        raise ValueError(f"size = {size} needs {size * (size + 1) // 2} columns, and planes has {checked.shape[1]}")
    low, middle, high = checked[:, : size * (size + 1) // 2].astype(np.int32)
    triangle = low | middle << 8 | high << 16
    counts = np.empty((size, size), dtype=np.int64)
    start = 0
    for i in range(size):
        counts[i, : i + 1] = counts[: i + 1, i] = triangle[start : start + i + 1]
        start += i + 1
    return counts


def articles(dump: BinaryIO | bz2.BZ2File) -> list[str]:
    """Text of the articles in a MediaWiki XML dump, without markup.

    Parameters
    ----------
    dump : binary file
        The dump, not compressed.

    Returns
    -------
    list of str
        One string per page of the main namespace that has at least 50 words, in the order of the dump.

    Raises
    ------
    TypeError
        If `dump` is no binary file.
    ValueError
        If it is no MediaWiki XML.
    ModuleNotFoundError
        Where gensim is missing, which takes the markup out.

    Examples
    --------
    >>> import io
    >>> page = "<title>Cat</title><ns>0</ns><id>1</id><revision><text>" + 50 * "[[cat|Cats]] " + "</text></revision>"
    >>> xml = f'<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.10/"><page>{page}</page></mediawiki>'
    >>> articles(io.BytesIO(xml.encode()))[0][:10]
    'Cats Cats '
    """
    if not callable(getattr(dump, "read", None)) or isinstance(dump, TextIOBase):
        raise TypeError(f"dump must be a binary file, such as bz2.open(path), got a {type(dump).__name__}")
    try:
        from gensim.corpora.wikicorpus import extract_pages, filter_wiki  # slow to import, and only needed here
    except ModuleNotFoundError as error:
        raise missing("taking the markup out of a dump") from error

    texts = (filter_wiki(markup) for _, markup, _ in extract_pages(dump, filter_namespaces=("0",)))
    try:
        return [text for text in texts if len(tokenize(text)) >= ARTICLE_MIN_WORDS]
    except (ElementTree.ParseError, ValueError, TypeError, AttributeError, StopIteration, RuntimeError) as error:
        raise ValueError(
            f"dump is no MediaWiki XML ({error}); pass it uncompressed, as bz2.open(path) gives it"
        ) from error


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

    Examples
    --------
    >>> len(wikipedia_sample())  # doctest: +SKIP
    106
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
