"""Texts, tokens and vocabularies: what a corpus is before anything is counted."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from itertools import dropwhile
from pathlib import Path
from typing import cast

from wordmodes import _validate
from wordmodes.text._archives import BLOCK
from wordmodes.text._formats import decoded
from wordmodes.text._found import hidden
from wordmodes.text.vocabulary import Vocabulary as Vocabulary  # what a corpus is counted by
from wordmodes.text.without_gensim import CountsOnly

_WORD = re.compile("[a-z]+")


class _Parting(dict[int, int]):
    """Of every character: a letter or a mark of any script as it is, and a blank in place of all others."""

    def __missing__(self, code: int) -> int:
        self[code] = kept = code if unicodedata.category(chr(code))[0] in "LM" else ord(" ")
        return kept


_PARTING = _Parting()


def tokenize(text: str) -> list[str]:
    """Split a text into lowercase words, the maximal runs of the letters a to z.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of str
        Digits, punctuation and accented letters separate words.

    Raises
    ------
    TypeError
        If `text` is no string.

    Examples
    --------
    >>> tokenize("Don't panic, it's 42.")
    ['don', 't', 'panic', 'it', 's']
    """
    return _WORD.findall(_validate.string("text", text).lower())


def tokenize_any_script(text: str) -> list[str]:
    """Split a text into lowercase words of any script: each a letter, and the letters and marks that follow it.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of str
        Digits, punctuation and marks without a letter, such as those of emoji, separate words. What one can write in
        two ways is one word: letters are composed with their marks (NFC), and İ becomes i. A script that sets no blanks
        between words, such as Chinese, needs a tokenizer of its own.

    Raises
    ------
    TypeError
        If `text` is no string.

    References
    ----------
    Letters and marks are the Unicode standard's general categories L and M; NFC is its annex 15.

    Examples
    --------
    >>> tokenize_any_script("Größe, naïve; слова 42")
    ['größe', 'naïve', 'слова']
    """
    lowered = _validate.string("text", text).lower().replace("i\u0307", "i")
    found = unicodedata.normalize("NFC", lowered).translate(_PARTING).split()
    whole = (word if word[0].isalpha() else "".join(dropwhile(lambda one: not one.isalpha(), word)) for word in found)
    return [word for word in whole if word]


def foreign_share(text: str) -> float:
    """The share of a text's letters that are none of a to z, at which `tokenize` parts words.

    Parameters
    ----------
    text : str

    Returns
    -------
    float
        From 0 to 1; 0 without letters.

    Raises
    ------
    TypeError
        If `text` is no string.

    Examples
    --------
    >>> foreign_share("naïve")
    0.2
    """
    letters = [letter for letter in _validate.string("text", text).lower() if unicodedata.category(letter)[0] == "L"]
    return sum(not "a" <= letter <= "z" for letter in letters) / max(len(letters), 1)


def tokenize_all(
    texts: Iterable[str] | CountsOnly, tokenizer: Callable[[str], list[str]] = tokenize
) -> list[list[str]]:
    """Tokenise texts, one document each.

    Parameters
    ----------
    texts : iterable of str
        One string per document. Documents stay apart: no window reaches from one into the next.
    tokenizer : callable, optional
        Anything that turns a string into a list of words.

    Returns
    -------
    list of list of str

    Raises
    ------
    TypeError
        If `texts` is one string, whose letters would each become a document, or holds anything but strings; if the
        tokenizer does not return words.

    Examples
    --------
    >>> tokenize_all(["One text.", "Another text"])
    [['one', 'text'], ['another', 'text']]
    """
    if isinstance(texts, CountsOnly):
        return cast("list[list[str]]", texts)  # what counts documents knows it
    _validate.function("tokenizer", tokenizer)
    return [tokenized(tokenizer, text) for text in _validate.strings("texts", texts)]


def tokenized(tokenizer: Callable[[str], Sequence[str]], text: str) -> list[str]:
    """The words that a reader's own tokenizer makes of a text.

    Parameters
    ----------
    tokenizer : callable
        From a string to words.
    text : str

    Returns
    -------
    list of str

    Raises
    ------
    TypeError
        If what comes back is no sequence of strings.

    Examples
    --------
    >>> tokenized(str.split, "one text")
    ['one', 'text']
    """
    _validate.function("tokenizer", tokenizer)
    try:
        words = tokenizer(_validate.string("text", text))
    except TypeError as error:
        raise TypeError(f"tokenizer must turn one text into a list of words: {error}") from error
    return list(_validate.strings("what the tokenizer returns", words))


def read_texts(path: str | Path, encoding: str = "utf-8") -> list[str]:
    """Read a text file, or every ``.txt`` file of a folder, all of it at once.

    What is compressed, of another format or longer than the memory is read by `wordmodes.text.files.read_documents`.

    Parameters
    ----------
    path : str or Path
        A file gives one document; a folder one for each file in it or below it that ends in .txt (or .TXT), sorted by
        path, hidden ones left out.
    encoding : str
        Of the files, as Python names it.

    Returns
    -------
    list of str

    Raises
    ------
    TypeError
        If `path` is no path or `encoding` no string.
    ValueError
        If nothing is there, the folder holds no ``.txt`` file, a file can't be read or is not in `encoding`, or all are
        blank.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "one.txt").write_text("One text.")
    ...     read_texts(folder)
    ['One text.']
    """
    if not isinstance(path, (str, Path)):
        raise TypeError(f"path must be a string or a Path, got a {type(path).__name__}")
    try:
        codecs.lookup(_validate.string("encoding", encoding))
    except (LookupError, ValueError):
        raise ValueError(f"encoding {encoding!r} is not known; such as 'utf-8', 'cp1252' or 'utf-16'") from None
    try:
        there = Path(path).exists() and str(path) != ""
    except (OSError, ValueError):  # a null byte, a lone surrogate, a name that is too long
        there = False
    if not there:
        raise ValueError(f"path {str(path)!r} does not exist; give a text file or a folder with .txt files")
    path = Path(path)
    found = (file for file in path.rglob("*") if file.suffix.lower() == ".txt" and not file.is_dir()
             and not hidden(file.relative_to(path)))  # fmt: skip
    files = sorted(found) if path.is_dir() else [path]
    if not files:
        raise ValueError(f"path {path} is a folder without a .txt file; put your texts there as .txt, or name one file")
    texts = [_read(file, encoding) for file in files]
    if not any(text.strip() for text in texts):
        raise ValueError(f"path {path} holds no text: every file is blank")
    return texts


def _read(file: Path, encoding: str) -> str:
    try:
        with file.open("rb") as opened:
            return "".join(decoded(iter(lambda: opened.read(BLOCK), b""), str(file), encoding, "strict", "path"))
    except (OSError, LookupError) as error:
        raise ValueError(f"{file} in path can't be read as encoding {encoding} ({error}); mend or remove it") from error
