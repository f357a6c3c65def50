"""The problem sets: each student's data, and the checks that a student can run. The others come with the masters."""

from __future__ import annotations

import importlib
import importlib.util
from pathlib import Path
from types import ModuleType

from wordmodes.grade.judging import Checks

NAMES = ("set1", "set2", "set3", "set4", "set5", "set6")


def problem_set(name: str) -> ModuleType:
    """A problem set: a module with TITLE, `data`, CHECKS, and WRITTEN, the points that a reader gives.

    Parameters
    ----------
    name : str
        "set1" to "set6".

    Returns
    -------
    module

    Raises
    ------
    ValueError
        If there is no such set.

    Examples
    --------
    >>> problem_set("set1").TITLE
    'Counting and PMI'
    """
    if name not in NAMES:
        raise ValueError(f"there is no problem set {name!r}; the sets are {', '.join(NAMES)}")
    return importlib.import_module(f"wordmodes.grade.sets.{name}")


def hidden_checks(folder: str | Path | None, name: str) -> Checks | None:
    """The checks of a set that students don't see.

    Parameters
    ----------
    folder : path or None
        What holds them; without one there are none.
    name : str
        "set1" to "set6".

    Returns
    -------
    Checks or None

    Raises
    ------
    ValueError
        If the folder has none for this set.

    Examples
    --------
    >>> hidden_checks(None, "set1") is None
    True
    """
    if folder is None:
        return None
    path = Path(folder) / f"{name}.py"
    if not path.is_file():
        raise ValueError(f"there are no hidden checks {path}; give the folder that holds {name}.py, or none")
    spec = importlib.util.spec_from_file_location(f"hidden_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    checks: Checks = module.CHECKS
    return checks
