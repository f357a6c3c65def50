"""A text of the student's own choice, counted once, in a file that is handed in beside the notebook."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wordmodes import _validate
from wordmodes.grade._files import write
from wordmodes.text import Vocabulary, count, read_documents, tokenize_all

FORMAT = "wordmodes-counts-1"
COUNTS = "set6_counts.json"
WINDOW, MOST_WORDS, RAREST = 5, 800, 5
FEWEST_WORDS, FEWEST_TOKENS = 150, 20_000
PIECE = 1000  # running words; every other piece goes to the other half
TABLES = ("first", "second", "shuffled")

Counts = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Corpus:
    """A text as counts, window 5: the whole, its two halves, and the same words in random order.

    Attributes
    ----------
    name : str
        Of the text.
    words : tuple of str
        V words, most frequent first.
    counts : ndarray of int64, shape (V, V)
        Symmetric; the sum of the two halves.
    halves : tuple of two ndarrays
        Every other thousand words of the text.
    shuffled : ndarray of int64, shape (V, V)
        Of the text with all its words in random order.
    n_tokens, n_types, n_documents : int
        Of the whole text.
    """

    name: str
    words: tuple[str, ...]
    counts: Counts
    halves: tuple[Counts, Counts]
    shuffled: Counts
    n_tokens: int
    n_types: int
    n_documents: int


def count_text(documents: Sequence[Sequence[str]], name: str, n_words: int = MOST_WORDS) -> Corpus:
    """Count a text, its halves, and its words in random order.

    Parameters
    ----------
    documents : sequence of sequences of str
        Tokenised.
    name : str
    n_words : int
        The most that are kept; each must occur five times, and in both halves.

    Returns
    -------
    Corpus

    Raises
    ------
    TypeError, ValueError
        If the text is too short, or what is given is no text.

    Examples
    --------
    >>> from wordmodes.grade import hand_out
    >>> text = hand_out("set6", "ada").documents
    >>> count_text(text, "planted").counts.shape
    (288, 288)
    """
    n_words = _validate.integer("n_words", n_words, FEWEST_WORDS)
    pieces = [document[i : i + PIECE] for document in documents for i in range(0, len(document), PIECE)]
    halves = pieces[::2], pieces[1::2]
    whole, n_tokens = Vocabulary.from_documents(pieces), sum(map(len, pieces))
    in_both = set().union(*halves[0]) & set().union(*halves[1])
    often = [word for word, n in zip(whole.words, whole.counts, strict=True) if n >= RAREST and word in in_both]
    words = tuple(islice(often, n_words))
    if len(words) < FEWEST_WORDS or n_tokens < FEWEST_TOKENS:
        raise ValueError(
            f"{name} has {n_tokens} words, and {len(often)} of them occur often enough to be counted; take a text"
            f" of at least {FEWEST_TOKENS} words, {FEWEST_WORDS} of which occur {RAREST} times and in both halves"
        )
    tokens = np.random.default_rng(0).permutation(np.concatenate([np.asarray(piece, dtype=object) for piece in pieces]))
    ends = np.cumsum([len(piece) for piece in pieces])
    shuffled = [part.tolist() for part in np.split(tokens, ends[:-1])]
    kept = Vocabulary(words, np.ones(len(words), dtype=int))
    tables = [_table(half, kept) for half in (*halves, shuffled)]
    while not (counted := np.all([table.sum(axis=1) > 0 for table in tables], axis=0)).all():
        tables = [table[np.ix_(counted, counted)] for table in tables]
        words = tuple(np.asarray(words)[counted].tolist())
    first, second, null = tables
    return Corpus(name, words, first + second, (first, second), null, n_tokens, len(whole), len(documents))


def _table(documents: Sequence[Sequence[str]], kept: Vocabulary) -> Counts:
    return np.asarray(count(documents, kept, window=WINDOW).dense().counts)


def own_corpus(mine: Any, texts: str | Path = "", folder: str | Path = ".") -> Corpus:
    """The corpus that a notebook works with: the student's own, or the planted one.

    Where the text is at hand it is counted, and the counts are written to ``set6_counts.json``. Where it is not, as
    with the grader, they are read from there.

    Parameters
    ----------
    mine : object
        From `hand_out`.
    texts : str or path
        A text, a folder of texts, or another file that `read_documents` takes; nothing for the planted text.
    folder : str or path
        Where the counts are kept: the notebook's.

    Returns
    -------
    Corpus

    Raises
    ------
    TypeError, ValueError
        If there is neither the text nor its counts, or they can't be used.

    Examples
    --------
    >>> from wordmodes.grade import hand_out
    >>> own_corpus(hand_out("set6", "ada")).name
    'planted'
    """
    if not str(texts).strip():
        corpus: Corpus = mine.corpus
        return corpus
    file = Path(folder) / COUNTS
    if _readable(Path(texts)):
        corpus = count_text(list(tokenize_all(read_documents(texts))), Path(texts).stem)
        write(file, _as_json(corpus))
        return corpus
    if not file.is_file():
        raise ValueError(
            f"there is no {texts} to read, and no {file} with its counts; say where your text is, or hand those in"
        )
    return _from_json(file)


def _readable(path: Path) -> bool:
    """Whether it can be opened: where a submission is graded, another's text may be there and locked away."""
    try:
        if path.is_dir():
            next(path.iterdir(), None)
        else:
            path.open("rb").close()
    except OSError:
        return False
    return True


def handed(name: str, folder: str | Path = ".") -> str | None:
    """The text of a file that is handed in beside the notebook, or nothing if it isn't there.

    Parameters
    ----------
    name : str
    folder : str or path

    Returns
    -------
    str or None

    Raises
    ------
    TypeError, ValueError
        If the name is none, or the file holds no text.

    Examples
    --------
    >>> handed("no-such-ledger.txt") is None
    True
    """
    file = Path(folder) / _validate.string("name", name)
    return file.read_text(encoding="utf-8") if file.is_file() else None


def _as_json(corpus: Corpus) -> str:
    about = {name: getattr(corpus, name) for name in ("name", "n_tokens", "n_types", "n_documents", "words")}
    packed = {name: _packed(t) for name, t in zip(TABLES, (*corpus.halves, corpus.shuffled), strict=True)}
    return json.dumps({"format": FORMAT, "window": WINDOW, **about, **packed}, ensure_ascii=False, indent=1) + "\n"


def _packed(table: Counts) -> str:
    """The upper triangle of a symmetric table, in few letters."""
    upper = table[np.triu_indices(len(table))].astype("<u4")
    return base64.b64encode(zlib.compress(upper.tobytes(), 9)).decode()


def _from_json(file: Path) -> Corpus:
    try:
        made = json.loads(file.read_text(encoding="utf-8"))
        if made["format"] != FORMAT:
            raise ValueError("another format")
        words = tuple(map(str, made["words"]))
        first, second, shuffled = (_unpacked(made[name], len(words)) for name in TABLES)
        sizes = [int(made[name]) for name in ("n_tokens", "n_types", "n_documents")]
        return Corpus(str(made["name"]), words, first + second, (first, second), shuffled, *sizes)
    except (ValueError, TypeError, KeyError, zlib.error, RecursionError):
        raise ValueError(
            f"{file} holds no counts; run the notebook where your text is, and hand in the new one"
        ) from None


def _unpacked(letters: str, V: int) -> Counts:
    where = np.triu_indices(V)
    expand = zlib.decompressobj()
    upper = np.frombuffer(expand.decompress(base64.b64decode(letters), 4 * len(where[0]) + 1), dtype="<u4")
    table = np.zeros((V, V), dtype=np.int64)
    table[where] = upper
    return np.asarray(np.triu(table) + np.triu(table, 1).T)
