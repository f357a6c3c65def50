"""Time `count` against plain numba loops into a table, and two of its processes against one.

python benchmarks/bench_counting.py [--small] [--wikipedia CLONE] [--only loop processes]

All begin with a text that has been read. Without a clone it is gazette, for two processes gazette over and over.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from typing import Any

import _measure
import _texts
import numba
import numpy as np
from _measure import Row, Timed
from numpy.typing import NDArray

from wordmodes.text import Vocabulary, count
from wordmodes.text.numbered import Numbered

WORDS = {"loop": 10_000_000, "processes": 20_000_000}  # of wikipedia; of gazette as many as come nearest


@numba.njit
def both_ways(rows: NDArray[np.int32], V: int, window: int) -> NDArray[np.int64]:
    """The loop that anyone would write: each pair into both of its places."""
    table = np.zeros((V, V), dtype=np.int64)
    for p in range(len(rows)):
        for j in range(1, min(window, len(rows) - 1 - p) + 1):
            if rows[p + j] == -1:  # the document ends
                break
            if rows[p] >= 0 and rows[p + j] >= 0:  # neither is unknown
                table[rows[p], rows[p + j]] += window + 1 - j
                table[rows[p + j], rows[p]] += window + 1 - j
    return table


@numba.njit
def one_way(rows: NDArray[np.int32], V: int, window: int) -> NDArray[np.int64]:
    """The same with half the writing, and the other half of the table filled in at the end."""
    table = np.zeros((V, V), dtype=np.int64)
    for p in range(len(rows)):
        if rows[p] < 0:
            continue
        for j in range(1, min(window, len(rows) - 1 - p) + 1):
            if rows[p + j] == -1:
                break
            if rows[p + j] >= 0:
                table[rows[p], rows[p + j]] += window + 1 - j
    for first in range(0, V, 64):  # square by square, for the cache's sake
        for second in range(0, first + 1, 64):
            for a in range(first, min(first + 64, V)):
                for b in range(second, min(second + 64, a + 1)):
                    table[a, b] += table[b, a]
                    table[b, a] = table[a, b]
    return table


def encoded(text: Numbered, vocabulary: Vocabulary) -> NDArray[np.int32]:
    """The text in rows: -2 for an unknown word, -1 after a document."""
    row = np.array([*(vocabulary.index.get(word, -2) for word in text.types), -1], dtype=np.int32)
    return np.concatenate([row[block] for block in text.blocks()])


def digest(counts: Any) -> bytes:
    """Something small that other counts don't have: their product with drawn numbers, modulo 2^64."""
    return (counts @ np.random.default_rng(0).integers(2**62, size=(counts.shape[0], 1))).tobytes()


def same(timed: dict[str, Timed]) -> dict[str, Timed]:
    """What was timed, if all gave the same counts."""
    if len({one.gave for one in timed.values()}) != 1:
        raise AssertionError(f"the counts of {', '.join(timed)} differ")
    return timed


def against_loops(given: Any, V: int, windows: Sequence[int]) -> list[Row]:
    """With the table and without it."""
    name, text = _texts.numbered(given.wikipedia, given.small, WORDS["loop"] if given.wikipedia else 2_540_000)
    with text:
        vocabulary = text.vocabulary(V)
        rows = encoded(text, vocabulary)
        for compiled in (both_ways, one_way):
            compiled(rows[:1000] * (rows[:1000] < 0), 2, 1)  # compiled before the clock runs
        for dense in (True, False):
            count(text, vocabulary, 1, dense=dense)
        return [row for window in windows for row in at_window(name, text, vocabulary, rows, window, given.small)]


def at_window(
    name: str, text: Numbered, vocabulary: Vocabulary, rows: NDArray[np.int32], window: int, small: bool
) -> list[Row]:
    """Ours and two loops by turns."""
    V = len(vocabulary)
    timed = same(_measure.by_turns(
        1 if small else 3,
        {
            "without": lambda: count(text, vocabulary, window, dense=False).counts,
            "with": lambda: count(text, vocabulary, window, dense=True).counts,
            "both ways": lambda: both_ways(rows, V, window),
            "one way": lambda: one_way(rows, V, window),
        },
        digest,
    ))  # fmt: skip
    peer = min((timed["both ways"], timed["one way"]), key=lambda one: one.best)
    note = (
        f"{name}; ns a token and neighbour: "
        + ", ".join(f"{how} {1e9 * one.best / text.n_tokens / window:.3g}" for how, one in timed.items())
        + ". The peer is the faster of two loops: each pair into both its places, or into one and mirrored at the end."
    )
    return [
        Row(f"counting {how} the table, V = {V}, window {window}", str(timed[how]), f"{peer}, a numba loop",
            peer.best / timed[how].best, bar, note=note, reason=reason)
        for how, bar, reason in (("without", 0.5, WITHOUT), ("with", 1.0, WITH))
    ]  # fmt: skip


def two_processes(given: Any, V: int, window: int) -> list[Row]:
    """On the wall: the CPU seconds of both together can't be fewer."""
    name, text = _texts.numbered(given.wikipedia, given.small, WORDS["processes"])
    with text:
        vocabulary = text.vocabulary(V)
        count(text, vocabulary, 1, dense=False)
        timed = same(_measure.by_turns(
            1 if given.small else 3,
            {
                f"{n} process{'es' * (n > 1)}": lambda n=n: count(
                    text, vocabulary, window, workers=n, dense=False
                ).counts
                for n in (1, 2)
            },
            digest,
        ))  # fmt: skip
    one, two = timed.values()
    ratio = min(one.wall) / min(two.wall)
    return [
        Row(f"counting by two processes, V = {V}, window {window}", f"{min(two.wall):.3g} s on the wall",
            f"{min(one.wall):.3g} s on the wall, one process", ratio, 1.7,
            note=f"{name}; {one} and {two} of CPU; {multiprocessing.cpu_count()} cores.", reason=PROCESSES)
    ]  # fmt: skip


WITHOUT = "Rows that are not in a table are sorted out of the text word by word, and looked up in no order."
WITH = "Counting is faster than the loop; writing out 800 MB of table then costs nearly as much again."
PROCESSES = "Merging the parts is left to one process; and both share the machine with whatever else runs."


def main(arguments: Sequence[str] | None = None) -> None:
    given = _measure.options(__doc__, arguments, ("loop", "processes"))
    V, windows = (500, (5,)) if given.small else (10_000, (5, 16))
    rows = against_loops(given, V, windows) if "loop" in given.only else []
    rows += two_processes(given, V, windows[-1]) if "processes" in given.only else []
    _measure.store("counting", rows, given)


if __name__ == "__main__":
    main()
