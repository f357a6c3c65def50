"""A text that lies in a file, counted by several processes, each a run of documents.

Bare processes rather than a pool: a pool's queues have locks, and one that a killed process held is never given back.
"""

from __future__ import annotations

import signal
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from wordmodes.text import _loops, _merging
from wordmodes.text._rows import Choice, blocks
from wordmodes.text._stream import END, Stream, no_room
from wordmodes.text._tally import Shape, Tally

if TYPE_CHECKING:  # imported where it is used, since a browser has no processes
    from multiprocessing.context import BaseContext

LEAST = 1 << 21  # numbers that are worth a process of their own

_TICK = 0.2  # seconds between two looks at how far the workers are
_PARTS = ("head", "indptr", "indices", "data")


@dataclass(frozen=True)
class Recipe:
    """How a stream becomes counts: its numbers' rows (None: they are rows), what takes a place, which pairs."""

    row_of: NDArray[np.int32] | None
    choice: Choice
    shape: Shape
    part: int  # numbers that become rows at a time
    block: int  # rows that are counted at a time

    def rows(self, stream: Stream, start: int = 0, stop: int | None = None) -> Iterator[NDArray[np.int32]]:
        """The rows from one place of the stream up to another."""
        for numbers in stream.blocks(self.part, start, stop):
            yield numbers if self.row_of is None else np.take(self.row_of, numbers)

    def count(self, rows: Iterable[NDArray[np.int32]], done: Callable[[int], Any], start: int = 0) -> Tally:
        """The pairs of rows, which begin at place `start` of the text; `done` is told how many tokens more are."""
        tally = Tally(self.shape)
        for some, fresh, read in blocks(rows, self.choice, self.shape.window, self.block, start):
            tally.add(some, fresh)
            done(read - int(np.count_nonzero(some[fresh:] == END)))
        return tally


def cuts(stream: Stream, n: int) -> list[int]:
    """Places that part the stream into at most n runs of documents, about equally long."""
    found = [0]
    for k in range(1, n):
        place = max(k * stream.length // n, found[-1])
        ended = False
        while place < stream.length and not ended:
            piece = stream.read(place, place + (1 << 16))
            ends = np.flatnonzero(piece == END)
            ended = len(ends) > 0
            place += int(ends[0]) + 1 if ended else len(piece)
        if found[-1] < place < stream.length:
            found.append(place)
    return [*found, stream.length]


def count(recipe: Recipe, stream: Stream, places: Sequence[int], done: Callable[[int], Any]) -> Tally:
    """The same pairs as `recipe.count` gives, each run of documents counted by a process of its own."""
    from multiprocessing.connection import wait

    n = len(places) - 1
    alone = replace(recipe, shape=replace(recipe.shape, table=False))  # a table would be long on its way
    _loops.chosen(stream.length * min(recipe.shape.window, stream.length))
    Tally(alone.shape).add(np.full(1, END, dtype=np.int32), 0)  # compiled here, not by each
    context: Any = _context()
    told = context.RawArray("q", n)  # tokens that each has counted
    path, whole, shown, processes = stream.to_file(), Tally(recipe.shape), 0, []
    with tempfile.TemporaryDirectory(prefix="wordmodes-") as folder:
        try:
            waiting = {}
            for k in range(n):
                result = Path(folder, str(k))
                answer, sender = context.Pipe(duplex=False)
                job = alone, path, stream.length, places[k], places[k + 1], result
                process = context.Process(target=_work, args=(sender, told, k, *job), daemon=True)
                process.start()
                processes.append(process)
                sender.close()  # the worker has the only one, so that its end is seen
                waiting[answer] = process, result
            while waiting:
                ready = wait([*waiting, *(process.sentinel for process, _ in waiting.values())], _TICK)
                done(sum(told) - shown)
                shown = sum(told)
                for answer, (process, result) in list(waiting.items()):
                    if answer in ready or process.sentinel in ready:
                        _merge(whole, result, _bound(answer, process))
                        del waiting[answer]
        finally:
            for process in processes:
                process.kill()
                process.join()
                process.close()
    return whole


def _bound(answer: Any, process: Any) -> int:
    """What a worker answered, or the error that it ended in."""
    try:
        found = answer.recv()
    except EOFError:
        process.join()
        if process.exitcode < 0:
            why = "was killed, perhaps for want of memory; use fewer workers or a smaller vocabulary"
        else:
            why = "did not start; a script that asks for workers must do so under `if __name__ == '__main__':`"
        raise RuntimeError(f"a process that was to count {why}") from None
    if isinstance(found, Exception):
        raise found
    return int(found)


def _merge(whole: Tally, result: Path, bound: int) -> None:
    files = [result.with_suffix(f".{part}.npy") for part in _PARTS]
    head, indptr, indices, data = map(np.load, files)
    V, size = whole.shape.V, whole.shape.head
    whole.merge(head, _merging.canonical(data, indices, indptr, (V - size, V)), bound)
    for file in files:
        file.unlink()


def _context() -> BaseContext:
    import multiprocessing

    return multiprocessing.get_context()


def _work(sender: Any, told: Any, k: int, *job: Any) -> None:
    """What a worker does: answer with what `_count` gives. An interruption is its parent's affair."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def tell(tokens: int) -> None:
        told[k] += tokens

    try:
        answer = _count(tell, *job)
    except Exception as error:
        answer = error
    sender.send(answer)


def _count(
    tell: Callable[[int], Any], recipe: Recipe, path: Path, length: int, start: int, stop: int, result: Path
) -> Any:
    """Count a run of documents, and leave what was found in files."""
    tally = recipe.count(recipe.rows(Stream.of_file(path, length), start, stop), tell, start)
    V, size = recipe.shape.V, recipe.shape.head
    tail = tally.tail.whole((V - size, V))
    try:
        for part, values in zip(_PARTS, (tally.head, tail.indptr, tail.indices, tail.data), strict=True):
            np.save(result.with_suffix(f".{part}.npy"), values)
    except OSError as error:
        raise no_room(error, result.parent) from None
    return tally.bound
