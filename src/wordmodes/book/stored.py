"""Results that take longer than a chapter may: made by the scripts in tools/results/, loaded by chapters."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("results")


def stored(name: str, path: str | Path | None = None) -> dict[str, Any]:
    """Load a stored result.

    Parameters
    ----------
    name : str
        Such as 'gensim', for gensim.json.
    path : str or Path, optional
        The folder that holds the files, by default the one that comes with this package.

    Returns
    -------
    dict
        The result, with the command, versions, settings and machine that it was made with.

    Raises
    ------
    ValueError
        If there is no such result; the message names those that are there.
    """
    folder = FOLDER if path is None else Path(path)
    if (folder / f"{name}.json").is_file():
        return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    there = sorted(file.stem for file in folder.glob("*.json"))
    raise ValueError(
        f"no stored result {name!r}; there are {there or 'none'}. A checkout of the book makes them: make results"
    )
