"""Counts that lie in files of this package, or in a folder that a reader names."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module, metadata
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import numpy as np

from wordmodes import _validate
from wordmodes.text import _checks, _packing, _triangles
from wordmodes.text.cooccurrence import TABLE_SIZE, Cooccurrence, _known
from wordmodes.text.vocabulary import Vocabulary

GUIDE = 16  # the window that is unpacked without another


@dataclass(frozen=True)
class Corpus:
    """A corpus of which the counts are kept: its name, and by window how many words were counted."""

    name: str
    sizes: Mapping[int, int]

    @property
    def vocabulary_file(self) -> str:
        return f"{self.name}-vocabulary.json"

    def counts_file(self, window: int) -> str:
        return f"{self.name}-window{window}.counts"

    def folder(self, path: str | Path | None) -> Path:
        """Where the files are: in `path`, or with this package."""
        if path is not None and not isinstance(path, (str, Path)):
            raise TypeError(f"path must be a string or a Path, got a {type(path).__name__}")
        folder = Path(path) if path is not None else Path(__file__).with_name("data")
        try:
            there = (folder / self.vocabulary_file).is_file()
        except (OSError, ValueError):  # a lone surrogate, a name that is too long
            there = False
        if not there:
            raise FileNotFoundError(
                f"no {self.vocabulary_file} in path {str(folder)!r}; leave `path` out for the counts that come along"
            )
        return folder

    def vocabulary(self, path: str | Path | None) -> Vocabulary:
        """All words that were counted."""
        table = json.loads((self.folder(path) / self.vocabulary_file).read_text(encoding="utf-8"))
        return Vocabulary(tuple(table["words"]), np.array(table["counts"]), table["n_tokens"], table["n_types"])

    def read(self, size: int, window: int, path: str | Path | None, dense: bool | None = None) -> Cooccurrence:
        """The counts of the most frequent words."""
        window = _validate.integer("window", window)
        if window not in self.sizes:
            known = " or ".join(map(str, self.sizes))
            raise ValueError(
                f"{self.name} is counted with window {known}, got {window}; for another one count the texts"
            )
        full = self.vocabulary(path)
        most = min(len(full), self.sizes[window])
        size = _validate.integer("size", size)
        if not 2 <= size <= most:
            raise ValueError(
                f"{self.name} holds {most} words for window {window}: size must lie between 2 and that, got {size}"
            )
        as_table = size <= TABLE_SIZE if dense is None else _validate.truth("dense", dense)
        if as_table:
            _checks.check_table(size)
        try:
            blocks = _packing.unpacked(self._packed(path, GUIDE), size)
            if window != GUIDE:
                guide = np.concatenate(list(blocks))
                blocks = _packing.unpacked(self._packed(path, window), size, guide)
            counts = _triangles.table(np.concatenate(list(blocks))) if as_table else _triangles.sparse(blocks, size)
        except ValueError as error:
            raise ValueError(f"path {str(self.folder(path))!r} holds counts that can't be read: {error}") from error
        return _known(counts, full.top(size), window, "linear")

    def _packed(self, path: str | Path | None, window: int) -> bytes:
        """A file as it is; in the browser it is fetched at the first call, since the larger ones don't come along."""
        file = self.folder(path) / self.counts_file(window)
        if path is None and sys.platform == "emscripten" and not file.exists():
            file.write_bytes(_fetched(file.name))
        if not file.is_file():
            raise FileNotFoundError(f"no {file.name} in path {str(file.parent)!r}; fetch the folder again, as a whole")
        return file.read_bytes()


def _fetched(name: str) -> Any:
    """A file that lies beside the wheel from which the browser has installed this package.

    The wheel's address is in its metadata, where micropip puts it. A Python in a web page runs in a worker of its own,
    which may wait for a file.
    """
    url = urljoin(metadata.distribution("wordmodes").read_text("PYODIDE_URL") or "", name)
    request = import_module("js").XMLHttpRequest.new()
    request.open("GET", url, False)
    request.responseType = "arraybuffer"
    try:
        request.send()
    except import_module("pyodide.ffi").JsException as error:
        raise FileNotFoundError(f"{url} could not be fetched ({error}); is the network there?") from error
    if request.status != 200:
        raise FileNotFoundError(f"{url} could not be fetched (status {request.status}); is this site complete?")
    return request.response.to_bytes()
