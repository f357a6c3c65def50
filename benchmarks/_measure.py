"""What the benchmarks share: options, CPU seconds by turns, and the rows that end in `results.md`.

To be imported before numpy is, so that a benchmark runs on one thread whatever the machine has.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "TQDM_DISABLE"), "1")

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tools/results"))

CLONE = "WORDMODES_WIKIPEDIA"
NO_CLONE = f"not measured: give the path of the clone, --wikipedia PATH or {CLONE}"
ORDER = ("vectors", "counting", "reading", "modes", "large")


@dataclass(frozen=True)
class Row:
    """A line of the table.

    Attributes
    ----------
    what : str
    ours, peer : str
        What each took, with its unit, and for the peer who it is.
    ratio : float or None
        How many times less ours took; None where it was not measured, which `ours` says.
    bar : float or None
        The least ratio that will do.
    holds : bool
        Whether what else must hold does, such as an equal score.
    note : str
        How it was measured, with whatever else was seen.
    reason : str
        Why it falls short, if it does.
    """

    what: str
    ours: str
    peer: str = ""
    ratio: float | None = None
    bar: float | None = None
    holds: bool = True
    note: str = ""
    reason: str = ""
    measured: dict[str, str] = field(default_factory=dict)

    @property
    def met(self) -> bool | None:
        """Whether the bar is met; None where there is none, or no measurement."""
        return None if self.ratio is None or self.bar is None else self.ratio >= self.bar and self.holds


@dataclass
class Timed:
    """CPU seconds, children's included, and seconds on the wall, of each repeat; what the last one gave."""

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    gave: Any = None

    @property
    def best(self) -> float:
        """The repeat that other loads disturbed least."""
        return min(self.cpu)

    def __str__(self) -> str:
        return f"{self.best:.3g} s"


def cpu_seconds() -> float:
    """Of this process and of those that it has started and that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def by_turns(
    repeats: int, works: dict[str, Callable[[], Any]], digest: Callable[[Any], Any] = lambda gave: gave
) -> dict[str, Timed]:
    """Run each, then each again, so that another load on the machine hits all alike.

    `digest` makes something small of what a work gives, outside the time.
    """
    timed = {name: Timed() for name in works}
    for _ in range(repeats):
        for name, work in works.items():
            start, clock = cpu_seconds(), time.perf_counter()
            gave = work()
            timed[name].cpu.append(cpu_seconds() - start)
            timed[name].wall.append(time.perf_counter() - clock)
            timed[name].gave = digest(gave)
            del gave
            print(f"  {name}: {timed[name].cpu[-1]:.3g} CPU s, {timed[name].wall[-1]:.3g} s", file=sys.stderr)
    return timed


def options(description: str, arguments: Sequence[str] | None = None, parts: Sequence[str] = ()) -> Any:
    """What every benchmark can be told."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true", help="tiny sizes, to see that it runs; stored only with --out")
    parser.add_argument("--out", type=Path, help="the folder of results.md; by default that of the benchmarks")
    parser.add_argument("--wikipedia", type=Path, metavar="PATH", default=os.environ.get(CLONE) or None)
    if parts:
        parser.add_argument("--only", nargs="+", choices=parts, default=parts)
    found = parser.parse_args(arguments)
    if found.out is None and not found.small:
        found.out = HERE
    return found


def store(name: str, rows: Iterable[Row], given: Any) -> None:
    """Print the rows of a benchmark; put them into results.md, beside what was measured before and is not now."""
    import _record

    here = {
        "on": _record.processor(),
        "date": time.strftime("%Y-%m-%d"),
        "load": f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores",
    }
    rows = [Row(**{**asdict(row), "measured": here if row.ratio is not None else {}}) for row in rows]
    print(table(rows))
    if given.out is None:
        return
    path = given.out / "results" / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    before = {row.what: row for row in read(path)}
    for row in rows:
        if row.ratio is not None or row.what not in before or before[row.what].ratio is None:
            before[row.what] = row
    lines = ",\n".join(json.dumps(asdict(row), ensure_ascii=False) for row in before.values())
    _write(path, f"[\n{lines}\n]\n")
    _write(given.out / "results.md", report(given.out))


def read(path: Path) -> list[Row]:
    """The rows stored in a file, none if there is no file."""
    return [Row(**row) for row in json.loads(path.read_text(encoding="utf-8"))] if path.exists() else []


def table(rows: Iterable[Row]) -> str:
    """Rows as Markdown."""
    lines = ["| what | ours | its peer | times less | bar | |", "|---|---|---|---|---|---|"]
    for row in rows:
        ratio = "" if row.ratio is None or not row.peer else f"{row.ratio:.3g}"
        bar = "" if row.bar is None else f"≥ {row.bar:g}"
        met = {None: "", True: "met", False: "**falls short**"}[row.met]
        lines.append(f"| {row.what} | {row.ours} | {row.peer} | {ratio} | {bar} | {met} |")
    return "\n".join(lines)


def report(folder: Path) -> str:
    """The content of results.md."""
    rows = [row for name in ORDER for row in read(folder / "results" / f"{name}.json")]
    missed = [row for row in rows if row.met is False]
    short = [f"- *{row.what}*: {row.ratio:.3g} where {row.bar:g} was asked for. {row.reason}" for row in missed]
    same = {note: [row.what for row in rows if row.note == note] for note in dict.fromkeys(row.note for row in rows)}
    notes = [f"- *{'*; *'.join(what)}*: {note}" for note, what in same.items() if note]
    where = list(dict.fromkeys(", ".join(row.measured.values()) for row in rows if row.measured))
    parts = [
        "# What the library takes, beside its peers",
        "Made by `make bench`: CPU seconds on one thread, processes that were started included. Ours and the peer take"
        " turns, and the best of each counts, so that what else the machine does hits both. Timings decide no test.",
        table(rows),
        "## What falls short, and why" if short else "",
        "\n".join(short),
        "## How it was measured" if notes else "",
        "\n".join(notes),
        "Processor, day and load average as each script ended: " + "; ".join(where) + "." if where else "",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _write(path: Path, text: str) -> None:
    """Whole or not at all."""
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
