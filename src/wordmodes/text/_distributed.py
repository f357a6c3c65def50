"""What a worker of a cluster does: tally a shard, count it, add two results. A shard's result can be kept in a file."""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from wordmodes.text import _cluster, _merging
from wordmodes.text._reading import Known, Met, batches
from wordmodes.text._rows import Choice, blocks
from wordmodes.text._stream import END
from wordmodes.text._tally import HEAD, Shape, Tally
from wordmodes.text.documents import Documents
from wordmodes.text.vocabulary import Vocabulary

_FORMAT = 1  # of what is kept; another number, and all is made anew
_BLOCK = 1 << 22  # rows counted at a time

Tokenizer = Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class Words:
    """How often each word of some shards occurs, and how long each of the shards is, ends of documents included."""

    tallies: dict[str, int]
    lengths: tuple[int, ...]


@dataclass(frozen=True)
class Counted:
    """The lower triangle of some shards' counts, and how many tokens were read for it."""

    triangle: csr_array
    tokens: int


@dataclass(frozen=True)
class Shard:
    """Part of the documents, how its texts become words, and the folder where its results are kept, if any."""

    documents: Documents
    tokenizer: Tokenizer
    tokenizes: str
    folder: str | None

    def tally(self) -> Words:
        """How often each word occurs."""
        key = self._key("words", None)
        kept = _read(self.folder, key)
        if kept is None:
            numbers, tallies = Met(), np.zeros(1, dtype=np.int64)
            for batch in batches(self.documents, numbers, self.tokenizer):
                here = np.bincount(batch + 1, minlength=len(numbers))
                here[: len(tallies)] += tallies
                tallies = here
            types = numbers.types()
            if odd := [token for token in types if not isinstance(token, str)]:
                raise TypeError(f"tokenizer gave {odd[0]!r}, which is no string")
            kept = {"types": np.frombuffer(json.dumps(types).encode(), np.uint8), "tallies": tallies}
            _write(self.folder, key, kept)
        words = json.loads(kept["types"].tobytes())
        return Words(dict(zip(words, kept["tallies"][1:].tolist(), strict=True)), (int(kept["tallies"].sum()),))

    def count(self, choice: Choice, start: int, window: int, weighting: str, vocabulary: Vocabulary) -> Counted:
        """Count the pairs; the shard begins at place `start` of the whole text."""
        chances = None if choice.chances is None else (choice.chances.tobytes(), choice.key, start)
        key = self._key("pairs", (vocabulary.words, choice.drop, chances, window, weighting))
        kept = _read(self.folder, key)
        V = len(vocabulary)
        if kept is None:
            tally, tokens = Tally(Shape(V, min(V, HEAD), window, weighting)), 0
            parts = batches(self.documents, Known(vocabulary.index), self.tokenizer)
            for rows, fresh, read in blocks(parts, choice, window, _BLOCK, start):
                tally.add(rows, fresh)
                tokens += read - int((rows[fresh:] == END).sum())
            size = tally.shape.head
            first = _merging.triangle_as_rows(tally.head, size, V)
            L = csr_array(vstack([first, tally.tail.whole((V - size, V))], format="csr"))
            kind = np.int32 if L.nnz < _merging.NARROW else np.int64  # of an index: less to keep and to send
            kept = {"data": L.data, "indices": L.indices.astype(kind), "indptr": L.indptr.astype(kind)}
            kept["tokens"] = np.array(tokens)
            _write(self.folder, key, kept)
        triangle = _merging.canonical(kept["data"], kept["indices"], kept["indptr"], (V, V))
        return Counted(triangle, int(kept["tokens"]))

    def _key(self, kind: str, settings: Any) -> str:
        """Names what is made of these files, as they are now, in this way."""
        files = [
            (one.name, one.path, one.blob, one.size, _written(one.path, one.blob)) for one in self.documents.sources
        ]
        how = (_FORMAT, kind, files, astuple(self.documents.reading), self.tokenizes, settings)
        return f"{kind}-{hashlib.sha256(repr(how).encode('utf-8', 'surrogatepass')).hexdigest()[:40]}.npz"


def parts(documents: Documents, n: int, tokenizer: Tokenizer, folder: str | None) -> list[Shard]:
    """The documents as shards that can travel: absolute paths, no bars, nothing that a worker does not need."""
    quiet = replace(documents.reading, progress=False)
    tokenizes = _cluster.fingerprint(tokenizer)
    found = []
    for one in documents.shards(n):
        sources = tuple(replace(source, path=str(Path(source.path).absolute())) for source in one.sources)
        found.append(Shard(replace(one, sources=sources, reading=quiet, left_out=()), tokenizer, tokenizes, folder))
    return found


def joined(a: Words, b: Words) -> Words:
    """Words of a's shards and then of b's."""
    tallies = a.tallies.copy()
    for word, times in b.tallies.items():
        tallies[word] = tallies.get(word, 0) + times
    return Words(tallies, a.lengths + b.lengths)


def added(a: Counted, b: Counted) -> Counted:
    """Counts of both."""
    if a.triangle.sum(dtype=np.float64) + b.triangle.sum(dtype=np.float64) >= 2.0**61:  # each pair counts twice
        raise ValueError("counts sum to more than 2^62, which 64-bit integers can't hold; use a smaller window")
    return Counted(_merging.added(a.triangle, b.triangle), a.tokens + b.tokens)


def chosen(size: int | None, min_count: int, words: Words) -> tuple[Vocabulary, tuple[int, ...]]:
    """The most frequent words, which are few enough to travel, and the lengths of the shards."""
    tallies = np.fromiter(words.tallies.values(), np.int64, len(words.tallies))
    return Vocabulary.from_tallies(tuple(words.tallies), tallies, size, min_count), words.lengths


def lengths(words: Words) -> tuple[int, ...]:
    """Where the vocabulary is known."""
    return words.lengths


def whole(triangle: csr_array) -> csr_array:
    """The symmetric counts."""
    V = triangle.shape[1]
    return _merging.symmetric(csr_array((0, V), dtype=np.int32), triangle)


def _written(path: str, blob: str) -> int:
    """When a file was last written; what git holds never changes."""
    try:
        return 0 if blob else Path(path).stat().st_mtime_ns
    except OSError:
        return 0  # reading it will say what is wrong


def _read(folder: str | None, name: str) -> dict[str, NDArray[Any]] | None:
    """What was kept, or None: what is damaged (its checksums tell) is made anew."""
    if folder is None:
        return None
    try:
        with np.load(Path(folder, name), allow_pickle=False) as kept:
            return {one: kept[one] for one in kept.files}
    except (OSError, ValueError, KeyError, EOFError, NotImplementedError, zipfile.BadZipFile, zlib.error):
        return None


def _write(folder: str | None, name: str, arrays: dict[str, NDArray[Any]]) -> None:
    """Keep a result, whole or not at all."""
    if folder is None:
        return
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".part-", suffix=".npz", delete=False) as file:
            part = Path(file.name)
            try:
                np.savez(file, **arrays)  # type: ignore[arg-type]  # its next argument has a name of its own
            except BaseException:
                part.unlink(missing_ok=True)
                raise
        part.replace(Path(folder, name))
    except OSError as error:
        raise OSError(error.errno, f"checkpoint {folder} can't be written to ({error.strerror or error})") from error
