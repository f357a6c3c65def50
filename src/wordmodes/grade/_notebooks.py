"""Notebooks as JSON: the code that is graded, and whose it says it is."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

LARGEST = 50_000_000  # bytes; pictures in the outputs are most of it


_TIMED = r"^(\s*)%time[ \t]+(?=\S)"  # which runs what follows it
_JUPYTERS = r"^(\s*)(?:[%!].*|[\w.]+\?+\s*)$"


class Unreadable(ValueError):
    """A submission that is no notebook, with the reason."""


def read_cells(path: str | Path) -> list[str]:
    """The code cells of a notebook.

    Lines that only Jupyter understands (``%magic``, ``!command``, ``name?``) are left out.
    """
    path = Path(path)
    try:
        if path.stat().st_size > LARGEST:
            raise Unreadable(f"{path.name} is larger than 50 MB: clear its outputs, save it and hand it in again")
        notebook = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Unreadable(f"{path.name} can't be read: {error.strerror}") from None
    except (ValueError, RecursionError):
        raise Unreadable(f"{path.name} is not a notebook: it is not JSON; hand in the .ipynb file itself") from None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise Unreadable(f"{path.name} is not a notebook: it has no list of cells")
    code = [_code(cell) for cell in cells if isinstance(cell, dict) and cell.get("cell_type") == "code"]
    if not any(source.strip() for source in code):
        raise Unreadable(f"{path.name} holds no code: hand in the notebook that you worked in")
    return code


def beside(path: str | Path, names: Sequence[str]) -> dict[str, str]:
    """Texts of those of the named files that are handed in beside a notebook."""
    found = {}
    for file in (Path(path).parent / name for name in names):
        if not file.is_file() or file.is_symlink():
            continue
        if file.stat().st_size > LARGEST:
            raise Unreadable(f"{file.name} is larger than 50 MB: is it the file that the notebook has written?")
        try:
            found[file.name] = file.read_text(encoding="utf-8")
        except (OSError, ValueError):
            raise Unreadable(f"{file.name} can't be read as a text: hand in the file as it was written") from None
    return found


def _code(cell: dict[str, Any]) -> str:
    source = cell.get("source", "")
    text = "".join(str(line) for line in source) if isinstance(source, list) else str(source)
    if _compiles(text):
        return text
    text = re.sub(_TIMED, r"\1", text, flags=re.MULTILINE)
    lines = [line for line in text.splitlines() if not line.startswith(("%", "!"))]
    plain = "\n".join(lines)
    if _compiles(plain):
        return plain
    without = "\n".join(re.sub(_JUPYTERS, r"\1pass", line) for line in lines)
    return without if _compiles(without) else plain


def _compiles(source: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of strings such as "\d"
            compile(source, "<cell>", "exec")
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return False
    return True


def named_in(cells: list[str], name: str) -> str | None:
    """The text that a notebook's line ``NAME = "text"`` holds."""
    found = re.findall(rf"^{name}\s*=\s*([\"'])(.*?)\1", "\n".join(cells), flags=re.MULTILINE)
    return found[0][1] if found else None


def set_of(path: str | Path, cells: list[str]) -> str:
    """Which problem set a notebook answers: what it hands out to itself, else what its name says."""
    found = re.findall(r"hand_out\(\s*[\"'](set\d+)[\"']", "\n".join(cells)) or re.findall(r"set\d+", Path(path).name)
    if not found:
        raise Unreadable(
            f"{Path(path).name} doesn't say which problem set it is: keep its line with hand_out, or --set"
        )
    return str(found[0])
