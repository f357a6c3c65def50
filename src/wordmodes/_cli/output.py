"""What the command prints: tables that line up, and remarks on the other stream."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def note(text: str) -> None:
    """A remark, apart from the answer."""
    print(f"wordmodes: {text}", file=sys.stderr)


def table(rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> str:
    """Columns of equal width, some of them flush right; the last is as wide as it likes."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [
            cell.rjust(width) if i in right else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)
