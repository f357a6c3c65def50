"""What the builders of bundled counts share: how the files are written, and compared with counts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from wordmodes.text import _packing, _triangles
from wordmodes.text._bundled import GUIDE, Corpus
from wordmodes.text.cooccurrence import Cooccurrence


def write(corpus: Corpus, counts: Mapping[int, Cooccurrence], folder: str | Path) -> None:
    """Write the files that `corpus` reads: counts by window, of which the first words may be the others' guide."""
    folder = Path(folder)
    vocabulary = counts[GUIDE].vocabulary
    table = {
        "n_tokens": vocabulary.n_tokens,
        "n_types": vocabulary.n_types,
        "words": vocabulary.words,
        "counts": vocabulary.counts.tolist(),
    }
    guide = _triangles.lower(counts[GUIDE].counts)
    for window, cooccurrence in counts.items():
        triangle = guide if window == GUIDE else _triangles.lower(cooccurrence.counts)
        replace(folder / corpus.counts_file(window), _packing.pack(triangle, None if window == GUIDE else guide))
    replace(folder / corpus.vocabulary_file, (json.dumps(table) + "\n").encode())


def differences(corpus: Corpus, counts: Mapping[int, Cooccurrence], folder: str | Path) -> list[str]:
    """What differs between counts and the files in a folder, decoded; an empty list if nothing does.

    Packed bytes are not compared, since they depend on the machine.
    """
    found = []
    for window, ours in counts.items():
        stored = corpus.read(len(ours.vocabulary), window, folder, dense=isinstance(ours.counts, np.ndarray))
        same = {
            "words": stored.words == ours.words,
            "unigram counts": np.array_equal(stored.vocabulary.counts, ours.vocabulary.counts),
            "n_tokens": stored.vocabulary.n_tokens == ours.vocabulary.n_tokens,
            "n_types": stored.vocabulary.n_types == ours.vocabulary.n_types,
            "counts": _equal(stored, ours),
        }
        found += [f"window {window}: {name}" for name, agrees in same.items() if not agrees]
    return found


def replace(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    part.replace(path)


def _equal(a: Cooccurrence, b: Cooccurrence) -> bool:
    if isinstance(a.counts, np.ndarray):
        return np.array_equal(a.counts, b.counts)
    return all(
        np.array_equal(getattr(a.counts, part), getattr(b.counts, part)) for part in ("indptr", "indices", "data")
    )
