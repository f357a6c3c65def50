"""The files of word vectors: word2vec's two formats, gensim's `KeyedVectors`, and modes as .npz."""

from __future__ import annotations

import bz2
import gzip
import json
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from wordmodes.text.without_gensim import missing

if TYPE_CHECKING:
    from gensim.models import KeyedVectors

_OPEN: dict[str, Callable[..., Any]] = {".gz": gzip.open, ".bz2": bz2.open}
_ROWS = 1000  # written at a time
_FIELDS = ("eigenvalues", "eigenvectors", "residual", "words", "counts", "n_tokens", "n_types", "settings")


def checked_path(path: Any) -> Path:
    """A file's path in a folder that exists."""
    if not isinstance(path, (str, Path)):
        raise TypeError(f"path must be a string or a Path, got a {type(path).__name__}")
    path = Path(path)
    try:
        fit = bool(os.fsencode(path) and path.name and path.parent.is_dir() and not path.is_dir())
    except (OSError, ValueError):  # a lone surrogate, a null byte, a name that is too long
        fit = False
    if not fit:
        raise ValueError(f"path {str(path)!r} must name a file in a folder that exists")
    return path


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Where to write what shall lie at `path` once it is whole, and not before."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".wordmodes-") as folder:
        part = Path(folder) / path.name  # of the same name, whose ending says how to compress
        yield part
        part.replace(path)


def check_words(words: Sequence[str]) -> None:
    """Refuse words that word2vec's format cannot express."""
    for word in words:
        if not word or any(letter.isspace() for letter in word):
            raise ValueError(f"the word {word!r} is empty or holds a space; write an underscore in its place")
        if any("\ud800" <= letter <= "\udfff" for letter in word):
            raise ValueError(f"the word {word!r} holds half of a character (a surrogate); decode the text anew")


def keyed_vectors(words: Sequence[str], counts: NDArray[np.int64], W: NDArray[np.float64]) -> KeyedVectors:
    """gensim's object, in float32."""
    try:
        from gensim.models import KeyedVectors  # slow to import, and only needed here
    except ModuleNotFoundError as error:
        raise missing("handing vectors to gensim") from error
    check_words(words)
    keyed = KeyedVectors(W.shape[1], dtype=np.float32)
    keyed.add_vectors(list(words), W.astype(np.float32))
    for word, times in zip(words, counts.tolist(), strict=True):
        keyed.set_vecattr(word, "count", times)
    return keyed


def write_word2vec(path: Path, words: Sequence[str], W: NDArray[np.float64], binary: bool) -> None:
    """word2vec's format, every bit of a float32 kept: nine digits are enough for that."""
    check_words(words)
    numbers = W.astype(np.float32)
    line = " ".join(["%.9g"] * numbers.shape[1])
    with whole(path) as part, _open(part) as file:
        file.write(f"{numbers.shape[0]} {numbers.shape[1]}\n".encode())
        for start in range(0, len(words), _ROWS):
            some = zip(words[start : start + _ROWS], numbers[start : start + _ROWS], strict=True)
            if binary:
                rows = (word.encode() + b" " + row.astype("<f4").tobytes() + b"\n" for word, row in some)
            else:
                rows = (f"{word} {line % tuple(row.tolist())}\n".encode() for word, row in some)
            file.write(b"".join(rows))


def _open(path: Path) -> IO[bytes]:
    return _OPEN.get(path.suffix, open)(path, "wb")


def write_modes(path: Path, content: Mapping[str, Any], words: Sequence[str], settings: Mapping[str, Any]) -> None:
    """Arrays, words and settings as one .npz; words and settings are JSON in bytes, so that any string will do."""
    with whole(path) as part, part.open("wb") as file:
        np.savez(file, words=as_bytes(list(words)), settings=as_bytes(dict(settings)), **content)


def read_modes(path: Path) -> dict[str, Any]:
    """What `write_modes` wrote."""
    found = read_npz(path, _FIELDS, "modes; WordVectors.save writes them")
    return found | {name: from_bytes(found[name]) for name in ("words", "settings")}


def read_npz(path: Path, fields: Sequence[str], what: str) -> dict[str, Any]:
    """The arrays of an .npz that must hold certain ones."""
    try:
        with np.load(path, allow_pickle=False) as file:
            return {name: file[name] for name in fields}
    except (KeyError, ValueError, TypeError, EOFError, zipfile.BadZipFile, AttributeError) as error:
        raise ValueError(f"path {str(path)!r} is no .npz of {what} ({error})") from error
    except OSError as error:
        raise ValueError(f"path {str(path)!r} can't be read ({error.strerror or error})") from error


def as_bytes(value: Any) -> NDArray[np.uint8]:
    """JSON as an array."""
    return np.frombuffer(json.dumps(value).encode("ascii"), dtype=np.uint8)


def from_bytes(held: NDArray[np.uint8]) -> Any:
    """What `as_bytes` was given."""
    return json.loads(held.tobytes())
