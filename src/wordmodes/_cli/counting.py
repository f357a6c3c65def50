"""A text that was read, counted part by part, so that an interrupted run goes on from the last part kept."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, tril
from tqdm.auto import tqdm

from wordmodes import _vector_files
from wordmodes.text._stream import END, Stream
from wordmodes.text.cooccurrence import Cooccurrence, count
from wordmodes.text.numbered import Numbered
from wordmodes.text.vocabulary import Vocabulary

EVERY = 10_000_000  # tokens counted at a time
SECONDS = 10.0  # between two states that are kept: to write one takes about a second
_FIELDS = ("data", "indices", "indptr", "words", "tallies", "n_tokens", "n_types", "window", "notes")


def counted(text: Numbered, vocabulary: Vocabulary, window: int, workers: int, path: Path, key: str) -> Cooccurrence:
    """The counts, of which `path` holds what is done so far."""
    place, total = 0, csr_array((len(vocabulary), len(vocabulary)), dtype=np.int64)
    if (found := load(path)) is not None and found[1].get("key") == key:
        place, total = int(found[1]["place"]), csr_array(found[0].counts)
    kept = time.monotonic()
    for early, block, after in _segments(text, place, window, EVERY * workers):
        total = total + _count(text, block, vocabulary, window, workers)
        if early:
            total = total - _count(text, block[:early], vocabulary, window, 1)
            total.eliminate_zeros()
        if time.monotonic() - kept > SECONDS:
            save(path, Cooccurrence(total, vocabulary, window), {"key": key, "place": after})
            kept = time.monotonic()
    return Cooccurrence(total, vocabulary, window)


def _count(text: Numbered, block: NDArray[np.int32], vocabulary: Vocabulary, window: int, workers: int) -> csr_array:
    """The pairs within a piece of the text's stream."""
    if not (block != END).any():
        return csr_array((len(vocabulary), len(vocabulary)), dtype=np.int64)
    stream = Stream(4 * len(block) + 4)
    stream.append(block)
    with Numbered(text.types, text.tallies, text.n_documents, stream) as part:
        return csr_array(count(part, vocabulary, window, workers=workers, dense=False).counts)


def _segments(text: Numbered, place: int, window: int, size: int) -> Iterator[tuple[int, NDArray[np.int32], int]]:
    """Pieces of the stream that end with a document, or within one that is longer than a piece.

    Such a document's next piece begins `window` numbers early, and says how many: pairs among those have been counted,
    and are taken off again.
    """
    stream: Stream = text._stream
    quiet = bool(os.environ.get("TQDM_DISABLE"))
    with tqdm(total=stream.length, initial=place, unit="token", unit_scale=True, desc="counting", leave=False,
              delay=2, disable=quiet) as bar:  # fmt: skip
        while place < stream.length:
            inside = place > 0 and stream.read(place - 1, place)[0] != END
            start = max(place - window, 0) if inside else place
            block = stream.read(start, min(place + size, stream.length))
            after = start + len(block)
            if after < stream.length and len(ends := np.flatnonzero(block[place - start :] == END)):
                after = place + int(ends[-1]) + 1
                block = block[: after - start]
            yield place - start, block, after
            bar.update(after - place)
            place = after


def save(path: Path, counts: Cooccurrence, notes: dict[str, Any]) -> None:
    """Write counts as one .npz: the lower triangle in as few bytes as hold it, words, and notes."""
    lower = csr_array(tril(csr_array(counts.counts), format="csr"))
    data = lower.data.astype(np.min_scalar_type(int(lower.data.max(initial=0))))
    known = counts.vocabulary
    with _vector_files.whole(path) as part, part.open("wb") as file:
        np.savez(
            file, data=data, indices=lower.indices, indptr=lower.indptr, tallies=known.counts, window=counts.window,
            words=_vector_files.as_bytes(list(known.words)), n_tokens=int(known.n_tokens or 0),
            n_types=int(known.n_types or 0),
            notes=_vector_files.as_bytes(notes),
        )  # fmt: skip


def load(path: Path) -> tuple[Cooccurrence, dict[str, Any]] | None:
    """What `save` wrote, None if nothing is there or something else is."""
    try:
        found = _vector_files.read_npz(path, _FIELDS, "counts")
        words: Sequence[str] = _vector_files.from_bytes(found["words"])
        vocabulary = Vocabulary(tuple(words), found["tallies"], int(found["n_tokens"]), int(found["n_types"]))
        V = len(vocabulary)
        lower = csr_array((found["data"].astype(np.int64), found["indices"], found["indptr"]), shape=(V, V))
        upper = csr_array(tril(lower, -1, format="csr").T.tocsr())
        counts = Cooccurrence(lower + upper, vocabulary, int(found["window"]))
        return counts, _vector_files.from_bytes(found["notes"])
    except (ValueError, TypeError):
        return None
