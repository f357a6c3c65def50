"""A text read once, in a folder from which an interrupted run goes on."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm.auto import tqdm

from wordmodes._cli.output import note
from wordmodes.text._found import Source
from wordmodes.text._reading import Met, words
from wordmodes.text._stream import END, Stream
from wordmodes.text.corpus import foreign_share, tokenize_any_script
from wordmodes.text.documents import Documents
from wordmodes.text.numbered import Numbered

EVERY = 1 << 22  # tokens after which what was read is kept
_FORMAT = 1
_GROUP = 1 << 24  # bytes of files that are opened together
_HEAD, _FOREIGN = 200_000, 0.01  # characters in which letters beyond a to z are counted; the share that is worth a note
_START = {"group": 0, "pieces": 0, "numbers": 0, "types": 0, "documents": 0, "done": False}


def fingerprint(documents: Documents, letters: str) -> str:
    """What a text is known by: its files' names, sizes and times or hashes, and how they are read."""
    files = [
        (source.name, source.size, source.blob or os.stat(source.path).st_mtime_ns)  # noqa: PTH116
        for source in documents.sources
    ]
    known = json.dumps([_FORMAT, files, asdict(replace(documents.reading, progress=False)), letters])
    return hashlib.sha256(known.encode("utf-8", "surrogatepass")).hexdigest()


class Log:
    """Numbers and words appended to two files; a third, replaced in one step, says how much of them counts."""

    def __init__(self, folder: Path, key: str) -> None:
        self.folder, self.key = folder, key
        self.numbers, self.types = folder / "numbers.int32", folder / "types.txt"
        self.state: dict[str, Any] = dict(_START)

    def found(self) -> bool | None:
        """Whether an earlier run left a text here, and None if it left another one, which is thrown away."""
        try:
            state = json.loads((self.folder / "state.json").read_text(encoding="ascii"))
            kept = all(file.stat().st_size >= state[name] for file, name in self._files())
        except (OSError, ValueError, KeyError, TypeError):
            self.clear()
            return False
        if state.get("key") != self.key or not kept:
            self.clear()
            return None
        self.state = {name: state[name] for name in _START}
        for file, name in self._files():  # what was written after the last state is not known to be whole
            with file.open("r+b") as opened:
                opened.truncate(state[name])
        return bool(state["numbers"])

    def clear(self) -> None:
        """Start anew."""
        if self.folder.exists():
            shutil.rmtree(self.folder)

    def words(self) -> list[str]:
        """The words met so far."""
        return self.types.read_text(encoding="utf-8").split("\n")[:-1] if self.state["types"] else []

    def append(self, numbers: list[NDArray[np.int32]], fresh: list[str], **state: Any) -> None:
        """Write on, and then say so."""
        self.folder.mkdir(parents=True, exist_ok=True)
        more = (np.concatenate([*numbers, np.zeros(0, np.int32)]).tobytes(), "".join(f"{w}\n" for w in fresh).encode())
        for (file, name), data in zip(self._files(), more, strict=True):
            with file.open("ab") as opened:
                opened.write(data)
                opened.flush()
                os.fsync(opened.fileno())
            self.state[name] += len(data)
        self.state |= state
        part = self.folder / "state.json.part"
        part.write_text(json.dumps(self.state | {"key": self.key}), encoding="ascii")
        part.replace(self.folder / "state.json")

    def _files(self) -> tuple[tuple[Path, str], tuple[Path, str]]:
        return (self.numbers, "numbers"), (self.types, "types")


def read(documents: Documents, log: Log, letters: str) -> Numbered:
    """The text, from where the log ends; the log is the text's own file, and not copied."""
    if letters == "az" and not log.state["numbers"] and (share := foreign_share(_head(documents))) > _FOREIGN:
        note(f"{share:.0%} of its letters are none of a to z, and words are cut there; --letters any keeps them whole")
    if not log.state["done"]:
        _read_on(documents, log, words if letters == "az" else tokenize_any_script)
    stream = Stream(0)
    stream.path, stream.length = log.numbers, log.state["numbers"] // 4
    types = tuple(log.words())
    tallies = np.zeros(len(types) + 1, dtype=np.int64)
    for block in stream.blocks(EVERY):
        tallies += np.bincount(block + 1, minlength=len(tallies))
    return Numbered(types, tallies[1:], log.state["documents"], stream)


def _head(documents: Documents) -> str:
    """How the text begins."""
    held: list[str] = []
    n = 0
    for text, _ in documents.pieces():
        held.append(text[: _HEAD - n])
        n += len(held[-1])
        if n >= _HEAD:
            break
    return "".join(held)


def _read_on(documents: Documents, log: Log, tokenizer: Callable[[str], list[str]]) -> None:
    met = Met()
    for word in log.words():
        met[word]  # which numbers it
    known, ended = len(met) - 1, log.state["documents"]
    held: list[NDArray[np.int32]] = []
    n = 0
    for group, place, text, ends in _pieces(documents, log.state["group"], log.state["pieces"]):
        if text is not None:
            tokens = tokenizer(text)
            numbers = np.empty(len(tokens) + ends, dtype=np.int32)
            numbers[: len(tokens)] = np.fromiter(map(met.__getitem__, tokens), dtype=np.int32, count=len(tokens))
            if ends:
                numbers[-1] = END
            ended += ends
            held.append(numbers)
            n += len(numbers)
        last = text is None and ends
        if n >= EVERY or last:
            log.append(held, list(islice(met, known + 1, None)), group=group, pieces=place, documents=ended, done=last)
            held, n, known = [], 0, len(met) - 1


def _pieces(documents: Documents, first: int, skip: int) -> Iterator[tuple[int, int, str | None, bool]]:
    """Pieces from a place on, each with the place after it: groups of files that are done, pieces of the next."""
    groups = _groups(documents)
    quiet = bool(os.environ.get("TQDM_DISABLE"))
    with tqdm(total=documents.n_bytes, unit="B", unit_scale=True, desc="reading", leave=False, delay=2,
              disable=quiet) as bar:  # fmt: skip
        bar.update(sum(group.n_bytes for group in groups[:first]))
        for i in range(first, len(groups)):
            left = groups[i].n_bytes
            for k, (text, ends) in enumerate(groups[i].pieces()):
                step = min(len(text), left)  # of compressed files an estimate, set right at their end
                bar.update(step)
                left -= step
                if i > first or k >= skip:
                    yield i, k + 1, text, ends
            bar.update(left)
            yield i + 1, 0, None, False
        yield len(groups), 0, None, True


def _groups(documents: Documents) -> list[Documents]:
    """The files in runs of some megabytes, each a large file or many small ones."""
    runs: list[list[Source]] = []
    size = _GROUP
    for source in documents.sources:
        if size >= _GROUP:
            runs.append([])
            size = 0
        runs[-1].append(source)
        size += source.size
    return [replace(documents, reading=replace(documents.reading, progress=False), sources=tuple(run), part=True)
            for run in runs]  # fmt: skip
