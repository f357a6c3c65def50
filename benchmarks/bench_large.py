"""Count and solve where a table would be too large: wikipedia at V = 50 000 and V = 100 000.

python benchmarks/bench_large.py [--small] [--wikipedia CLONE]

Each V is a process of its own, so that its memory is known: it reads the text, counts and solves.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import _measure
import _texts
from _measure import Row

from wordmodes import evaluation, vectors
from wordmodes.text import Cooccurrence, number
from wordmodes.theory import targets
from wordmodes.theory.association import Association

SECONDS, GB = 90.0, 4.0
WINDOW, D = 5, 100


def measure(clone: Path | None, V: int, d: int) -> dict[str, Any]:
    """Read, count and solve in this process; seconds of each part, and the most memory it held."""
    marks, most = [time.process_time()], list[float]()

    def mark() -> None:
        marks.append(time.process_time())
        most.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9)

    def target(counts: Cooccurrence) -> Association:
        mark()
        found["pairs"] = counts.counts.nnz
        M = targets.m_star(counts.P)
        mark()
        return M

    found: dict[str, Any] = {}
    with number(_texts.gazette(True) if clone is None else _texts.wikipedia(clone)) as text:
        found |= {"tokens": text.n_tokens, "reading": time.process_time() - marks[0]}
        marks = [time.process_time()]
        made = vectors.embed_text(text, V, d, WINDOW, target=target, by="value")
    mark()
    found |= {part: marks[k + 1] - marks[k] for k, part in enumerate(("counting", "forming", "solving"))}
    found["GB"] = most
    score = evaluation.analogies(made.W, made.words)
    return found | {
        "V": len(made.words),
        "residual": made.modes.residual,
        "percent": 100 * score.accuracy,
        "covered": len(score.hits),
    }


def rows_of(V: int, barred: bool, found: dict[str, Any]) -> list[Row]:
    """One line for the time, one for the memory."""
    parts = ("counting", "forming", "solving")
    seconds, most = sum(found[part] for part in parts), max(found["GB"])
    note = (
        f"{found['tokens']} tokens, window {WINDOW}, M* by value; reading, not counted in, {found['reading']:.3g} s, "
        + ", ".join(f"{part} {found[part]:.3g} s" for part in parts)
        + f"; {found['pairs'] / 1e6:.3g} M pairs, residual {found['residual']:.0e}; {found['percent']:.1f} % of"
        f" {found['covered']} analogies. The most that the whole process held: "
        + ", ".join(f"{gb:.2f} GB once {part} was done" for part, gb in zip(parts, found["GB"], strict=True))
        + "."
    )
    what = f"wikipedia, V = {V}, d = {D}: "
    return [
        Row(what + "count + solve", f"{seconds:.3g} s", f"{SECONDS:g} s asked for" if barred else "",
            SECONDS / seconds, 1 if barred else None, note=note, reason="The note says which part takes how long."),
        Row(what + "memory", f"{most:.2f} GB", f"{GB:g} GB asked for" if barred else "",
            GB / most, 1 if barred else None,
            reason="Counts in 64 bits, P beside them, and the operator's copy."),
    ]  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    if arguments is None and "--child" in sys.argv:
        clone, V, d = sys.argv[2:]
        print(json.dumps(measure(Path(clone) if clone else None, int(V), int(d))))
        return
    given = _measure.options(__doc__, arguments, ("50000", "100000"))
    sizes = ("50000",) if given.small else given.only
    rows: list[Row] = []
    for V in map(int, sizes):
        barred = V == 50_000
        if given.wikipedia is None and not given.small:
            rows.append(
                Row(f"wikipedia, V = {V}, d = {D}: count + solve", _measure.NO_CLONE, bar=1 if barred else None)
            )
            continue
        clone = "" if given.small else str(given.wikipedia)
        shape = ("1500", "10") if given.small else (str(V), str(D))
        command = [sys.executable, __file__, "--child", clone, *shape]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        rows += rows_of(V, barred, json.loads(done.stdout))
    _measure.store("large", rows, given)


if __name__ == "__main__":
    main()
