"""The problem sets: each student's data, and the checks that a student can run. The others come with the masters."""

from __future__ import annotations

import importlib
from types import ModuleType

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
