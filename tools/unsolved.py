"""Notebooks without their exercises' solutions, for whoever assigns the exercises: `make book SOLUTIONS=0`."""

from __future__ import annotations

import os
import re
from typing import Any

START = re.compile(r"^(?::{3,}|`{3,})\{solution-start\}", re.MULTILINE)
END = re.compile(r"^(:{3,}|`{3,})\{solution-end\}.*?\n\1[ \t]*\n?", re.MULTILINE | re.DOTALL)


def wanted() -> bool:
    """Whether solutions are to be shown: unless SOLUTIONS=0 is set."""
    return os.environ.get("SOLUTIONS", "1") != "0"


def without_solutions(notebook: dict[str, Any]) -> dict[str, Any]:
    """A notebook, as JSON, without what stands between `solution-start` and `solution-end`."""
    cells, inside = [], False
    for cell in notebook["cells"]:
        if cell["cell_type"] != "markdown":
            cells += [] if inside else [cell]
            continue
        text, kept = "".join(cell["source"]) + "\n", ""
        while text:
            if inside:
                end = END.search(text)
                text, inside = (text[end.end() :], False) if end else ("", True)
            else:
                start = START.search(text)
                kept += text[: start.start()] if start else text
                text, inside = (text[start.start() :], True) if start else ("", False)
        if kept.strip():
            bare = cell.copy()
            bare["source"] = kept.removesuffix("\n")
            cells.append(bare)
    if inside:
        raise ValueError("a solution has a start and no end")
    bare = notebook.copy()
    bare["cells"] = cells
    return bare
