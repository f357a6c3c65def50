"""From a text to its counts: in this process, or shard by shard in several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from wordmodes.text._progress import bar
from wordmodes.text._reading import Known, batches
from wordmodes.text._rows import Choice, blocks
from wordmodes.text._stream import END
from wordmodes.text._tally import HEAD, Shape, Tally
from wordmodes.text.numbered import Numbered
from wordmodes.text.vocabulary import Vocabulary

_BLOCK = 1 << 24  # rows counted at a time
_PART = 1 << 18  # numbers that become rows at a time, within a cache


def counted(
    documents: Iterable[Sequence[str]] | Numbered,
    vocabulary: Vocabulary,
    window: int,
    weighting: str,
    choice: Choice,
    workers: int,
    table: bool,
) -> NDArray[np.int64] | csr_array:
    """The symmetric counts, as a table or as a CSR array."""
    V = len(vocabulary)
    tally = Tally(Shape(V, min(V, HEAD), window, weighting, table))
    with bar() as progress:
        for rows, fresh, read in blocks(_parts(documents, vocabulary), choice, window, _BLOCK):
            tally.add(rows, fresh)
            progress.update(read)
    counts = tally.counts()
    if tally.bound >= 2**61 and counts.sum(dtype=np.float64) >= 2.0**62:
        raise ValueError(f"with window = {window} counts sum to more than 2^62, which 64-bit integers can't hold")
    return counts


def _parts(documents: Iterable[Sequence[str]] | Numbered, vocabulary: Vocabulary) -> Iterator[NDArray[np.int32]]:
    """The text in rows."""
    tokens = False
    parts: Iterator[NDArray[np.int32]]
    if isinstance(documents, Numbered):
        rows = row_of(documents, vocabulary)
        parts = (np.take(rows, numbers) for numbers in documents.blocks(_PART))
    else:
        parts = batches(documents, Known(vocabulary.index))
    for part in parts:
        tokens = tokens or bool((part != END).any())
        yield part
    if not tokens:
        raise ValueError("documents hold no token: the corpus is empty; check the texts and the tokenizer")


def row_of(text: Numbered, vocabulary: Vocabulary) -> NDArray[np.int32]:
    """The row of each word of the text, V for one that the vocabulary lacks, and last, where -1 points, -1."""
    index, V = vocabulary.index, len(vocabulary)
    return np.array([*(index.get(word, V) for word in text.types), END], dtype=np.int32)
