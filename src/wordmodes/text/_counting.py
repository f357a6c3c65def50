"""From a text to its counts: in this process, or shard by shard in several."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from wordmodes.text import _shards
from wordmodes.text._progress import bar
from wordmodes.text._reading import Known, batches
from wordmodes.text._rows import Choice
from wordmodes.text._shards import Recipe
from wordmodes.text._stream import END, Stream
from wordmodes.text._tally import HEAD, Shape, Tally
from wordmodes.text.numbered import Numbered
from wordmodes.text.vocabulary import Vocabulary

_BLOCK = 1 << 24  # rows counted at a time
_PART = 1 << 18  # numbers that become rows at a time, within a cache
_SPILL = 1 << 28  # bytes of rows that are held in memory


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
    shape = Shape(V, min(V, HEAD), window, weighting, table)
    recipe = Recipe(None, choice, shape, _PART, _BLOCK)
    if isinstance(documents, Numbered):
        recipe = replace(recipe, row_of=row_of(documents, vocabulary))
        tally = _of_stream(recipe, documents._stream, workers, documents.n_tokens)
    elif workers > 1:
        with closing(Stream(_SPILL)) as stream:
            for batch in batches(documents, Known(vocabulary.index)):
                stream.append(batch)
            tally = _of_stream(recipe, stream, workers, None)
    else:
        with bar() as progress:
            tally = recipe.count(_not_empty(batches(documents, Known(vocabulary.index))), progress.update)
    counts = tally.counts()
    if tally.bound >= 2**61 and counts.sum(dtype=np.float64) >= 2.0**62:
        raise ValueError(f"with window = {window} counts sum to more than 2^62, which 64-bit integers can't hold")
    return counts


def _of_stream(recipe: Recipe, stream: Stream, workers: int, tokens: int | None) -> Tally:
    """The pairs of a text that lies in a stream, which is parted where that pays."""
    if sys.platform == "emscripten":  # a browser has no processes
        workers = 1
    places = _shards.cuts(stream, min(workers, stream.length // _shards.LEAST))
    with bar(tokens) as progress:
        if len(places) > 2:
            return _shards.count(recipe, stream, places, progress.update)
        return recipe.count(_not_empty(recipe.rows(stream)), progress.update)


def _not_empty(parts: Iterator[NDArray[np.int32]]) -> Iterator[NDArray[np.int32]]:
    tokens = False
    for part in parts:
        tokens = tokens or bool((part != END).any())
        yield part
    if not tokens:
        raise ValueError("documents hold no token: the corpus is empty; check the texts and the tokenizer")


def row_of(text: Numbered, vocabulary: Vocabulary) -> NDArray[np.int32]:
    """The row of each word of the text, V for one that the vocabulary lacks, and last, where -1 points, -1."""
    index, V = vocabulary.index, len(vocabulary)
    return np.array([*(index.get(word, V) for word in text.types), END], dtype=np.int32)
