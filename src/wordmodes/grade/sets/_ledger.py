"""What ``wordmodes ledger`` has printed, read back."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wordmodes.grade.judging import Wrong

HEAD = re.compile(r"^(\d+) running words, (\d+) different ones, (\d+) documents\b", re.MULTILINE)
CLAIM = re.compile(r"^([a-z][\w-]*) \(chapter \d\d\): ")
ROW = re.compile(r"^\s+(\S+)\s+(\S+)\s{2,}\S")


@dataclass(frozen=True)
class Ledger:
    """Words of the text, and of each claim the pairs (the book's value, the text's)."""

    n_tokens: int
    claims: dict[str, list[tuple[float, float]]]


def ledger_of(printed: object) -> Ledger:
    """Read a ledger, or say what is wrong with it."""
    head = HEAD.search(printed) if isinstance(printed, str) else None
    if not isinstance(printed, str) or head is None:
        raise Wrong("ledger_text doesn't begin as a ledger does: hand in what `wordmodes ledger` printed, unchanged")
    claims: dict[str, list[tuple[float, float]]] = {}
    rows: list[tuple[float, float]] | None = None
    for line in printed.replace("\r", "\n").splitlines():
        if claim := CLAIM.match(line):
            rows = claims.setdefault(claim[1], [])
        elif not line.strip():
            rows = None
        elif rows is not None and (row := ROW.match(line)):
            try:
                rows.append((float(row[1]), float(row[2])))
            except ValueError:  # the line above the numbers, or a line of text
                continue
    return Ledger(int(head[1]), {name: found for name, found in claims.items() if found})
