"""Texts and counts that come along or are fetched once: gazette, wikipedia, the Wikipedia sample, text8."""

from __future__ import annotations

import bz2
from io import TextIOBase
from pathlib import Path
from typing import BinaryIO
from xml.etree import ElementTree

from wordmodes.text.bundled import gazette as gazette
from wordmodes.text.bundled import gazette_folder as gazette_folder
from wordmodes.text.bundled import gazette_vocabulary as gazette_vocabulary
from wordmodes.text.bundled import wikipedia as wikipedia
from wordmodes.text.bundled import wikipedia_vocabulary as wikipedia_vocabulary
from wordmodes.text.cooccurrence import Cooccurrence, Weighting
from wordmodes.text.corpus import tokenize
from wordmodes.text.text8 import text8 as text8
from wordmodes.text.vocabulary import Vocabulary
from wordmodes.text.without_gensim import STAND_IN, CountsOnly, missing

WIKIPEDIA_FILE = "enwiki-latest-pages-articles1.xml-p000000010p000030302-shortened.bz2"
ARTICLE_MIN_WORDS = 50  # gensim's own bound: what is shorter is a redirect, not an article

GAZETTE_WINDOWS = (16, 5)
GAZETTE_DOCUMENTS = 106 + 3777  # Wikipedia and news


def _bundled_counts(vocabulary: Vocabulary, window: int, weighting: Weighting) -> Cooccurrence:
    """The bundled counts, for a text that is not at hand."""
    if window not in GAZETTE_WINDOWS or weighting != "linear":
        raise missing(f"counting these articles with {weighting} weights in a window of {window}")
    if vocabulary.words != gazette_vocabulary().words[: len(vocabulary)]:
        raise missing("counting other words of these articles than the most frequent")
    return gazette(len(vocabulary), window)


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
