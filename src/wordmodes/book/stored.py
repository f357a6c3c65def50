"""Results that take longer than a chapter may: made by the scripts in tools/results/, loaded by chapters."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from wordmodes import _validate

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
    TypeError, ValueError
        If there is no such result; the message names those that are there.
    """
    _validate.string("name", name)
    folder = FOLDER if path is None else Path(path)
    there = {file.stem: file for file in sorted(folder.glob("*.json"))}
    if name not in there:
        raise ValueError(
            f"name {name!r} is no stored result; there are {list(there) or 'none'}. "
            "A checkout of the book makes them: make results"
        )
    return json.loads(there[name].read_text(encoding="utf-8"))
