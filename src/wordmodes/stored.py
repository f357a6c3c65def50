"""Results that take longer than a chapter may: made by scripts in benchmarks/, kept beside them, loaded by chapters."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = "benchmarks/results"


def stored(name: str, path: str | Path | None = None) -> dict[str, Any]:
    """Load a stored result.

    Parameters
    ----------
    name : str
        Such as 'gensim', for gensim.json.
    path : str or Path, optional
        The folder that holds the files. By default `benchmarks/results` in the working directory or above it, else that
        of the checkout which this package runs from.

    Returns
    -------
    dict
        The result, with the command, versions, settings and machine that it was made with.

    Raises
    ------
    ValueError
        If there is no such result; the message names those that are there.
    """
    if path is not None:
        folders = [Path(path)]
    else:
        here = Path.cwd()
        folders = [parent / FOLDER for parent in (here, *here.parents)] + [Path(__file__).resolve().parents[2] / FOLDER]
    for folder in folders:
        if (folder / f"{name}.json").is_file():
            return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    there = sorted({file.stem for folder in folders for file in folder.glob("*.json")})
    raise ValueError(
        f"no stored result {name!r}; there are {there or 'none'}. Run the notebook inside a checkout of the book, or"
        " make the results with: make results"
    )
