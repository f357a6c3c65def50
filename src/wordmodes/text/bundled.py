"""Counts that come along: gazette, which is small enough to look at every pair, and wikipedia, which is large."""

from __future__ import annotations

from pathlib import Path

from wordmodes.text._bundled import Corpus
from wordmodes.text.cooccurrence import Cooccurrence
from wordmodes.text.vocabulary import Vocabulary

_GAZETTE = Corpus("gazette", {16: 5000, 5: 5000})
_WIKIPEDIA = Corpus("wikipedia", {16: 10_000, 5: 5000})


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
    TypeError
        If an argument is of another type.
    ValueError
        If there are no counts of that size or window, or a file is damaged.
    FileNotFoundError
        If `path` does not hold the files.

    Examples
    --------
    >>> counts = gazette(size=2000)
    >>> counts.words[:4], counts.counts.shape
    (('the', 'of', 'to', 'and'), (2000, 2000))
    """
    return _GAZETTE.read(size, window, path)


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
    return _GAZETTE.vocabulary(path)


def gazette_folder(path: str | Path | None = None) -> Path:
    """The folder with the bundled counts, wikipedia's among them.

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
    return _GAZETTE.folder(path)


def wikipedia(
    size: int = 10_000, window: int = 16, path: str | Path | None = None, *, dense: bool | None = None
) -> Cooccurrence:
    """Counts of 26 299 articles of English Wikipedia as they were in May 2015: 65 million tokens.

    Parameters
    ----------
    size : int
        V: the most frequent words, from 2 to 10 000 for window 16 and to 5 000 for window 5.
    window : {16, 5}
        L, with linear weights.
    path : str or Path, optional
        The folder that holds the files, by default the one that comes with this package. In the browser they are
        fetched, 28 MB, when they are first asked for.
    dense : bool, optional
        Whether the counts are a table or a sparse array; by default a table up to V = 5 000.

    Returns
    -------
    Cooccurrence
        In some 2 s and 1.5 GB for all of window 16, of whose 10 000² pairs half occur.

    Raises
    ------
    TypeError
        If an argument is of another type.
    ValueError
        If there are no counts of that size or window, or a file is damaged.
    FileNotFoundError
        If `path` does not hold the files.

    References
    ----------
    English Wikipedia, CC BY-SA; ``PROVENANCE.md`` beside the files says where the text is from and what was kept of it.

    Examples
    --------
    >>> counts = wikipedia(size=1000)
    >>> counts.words[:4], int(counts.counts.max())
    (('the', 'of', 'and', 'in'), 92159870)
    """
    return _WIKIPEDIA.read(size, window, path, dense)


def wikipedia_vocabulary(path: str | Path | None = None) -> Vocabulary:
    """The words of `wikipedia`.

    Parameters
    ----------
    path : str or Path, optional
        As for `wikipedia`.

    Returns
    -------
    Vocabulary
        10 000 words, each of which occurs at least 505 times.

    Raises
    ------
    TypeError
        If `path` is no path.
    FileNotFoundError
        If it does not hold the files.

    Examples
    --------
    >>> vocabulary = wikipedia_vocabulary()
    >>> len(vocabulary), vocabulary.n_tokens
    (10000, 64805996)
    """
    return _WIKIPEDIA.vocabulary(path)
