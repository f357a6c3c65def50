"""What a student's notebook calls: the data of a problem set, and its checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from wordmodes import _validate
from wordmodes.grade._answers import collect, decode
from wordmodes.grade.judging import Check
from wordmodes.grade.sets import hidden_checks, problem_set


def hand_out(name: str, student: str, course: str = "") -> Any:
    """Draw a student's own data for a problem set.

    Parameters
    ----------
    name : str
        "set1" to "set6".
    student : str
        The id under which the work is handed in.
    course : str
        This year's course.

    Returns
    -------
    object
        Its attributes are the data, as the notebook explains them.

    Raises
    ------
    TypeError, ValueError
        If there is no such set, or the id is empty.

    Examples
    --------
    >>> hand_out("set1", "ada").words == hand_out("set1", " ADA").words
    True
    """
    return problem_set(name).data(student, course)


def checker(data: Any, namespace: Mapping[str, Any]) -> Callable[..., None]:
    """Make the function that a student calls after each part.

    Parameters
    ----------
    data : object
        From `hand_out`.
    namespace : mapping
        ``globals()`` of the notebook.

    Returns
    -------
    callable
        From the part, such as "1.2", to nothing; it prints whether all is well so far, or a hint.

    Raises
    ------
    TypeError
        If the namespace is none. The function raises ValueError for a part that has no check.

    Examples
    --------
    >>> check = checker(hand_out("set1", "ada"), {})
    >>> check("1.2")
    1.2  counts of two small texts: not yet: there is no count_pairs
    """
    _validate.instance("namespace", namespace, Mapping, "globals()")
    checks = problem_set(data.set_name).CHECKS.checks

    def check(*parts: str) -> None:
        known = {one.part for one in checks}
        for part in parts:
            if part not in known:
                raise ValueError(f"part {part!r} has no check here; those that have one are {', '.join(sorted(known))}")
        for one in checks:
            if parts and one.part not in parts:
                continue
            points, hint = _marked(one, data, namespace)
            verdict = f"not yet: {hint}" if hint else f"well so far ({points:g} of {one.points})"
            print(f"{one.part}  {one.title}: {verdict}")

    return check


def require(name: str, part: str, title: str, namespace: Mapping[str, Any], checks: str | Path | None = None) -> None:
    """Put one check to a notebook that has run, for a grader that does so in the notebook's own process.

    Otter-Grader's test files call this; nothing here needs Otter.

    Parameters
    ----------
    name : str
        "set1" to "set6".
    part, title : str
        The check's.
    namespace : mapping
        What the notebook has defined; the data are those of its STUDENT and COURSE.
    checks : path, optional
        The folder with the checks that students don't see, where it is one of those.

    Raises
    ------
    AssertionError
        With the hint, unless the check gives all its points.
    ValueError
        If there is no such set, check or folder, or no STUDENT.

    Examples
    --------
    >>> require("set1", "1.2", "counts of two small texts", {"STUDENT": "ada"})
    Traceback (most recent call last):
    AssertionError: there is no count_pairs
    """
    hidden = hidden_checks(checks, name)
    known = hidden.checks if hidden else problem_set(name).CHECKS.checks
    for one in known:
        if (one.part, one.title) == (part, title):
            break
    else:
        raise ValueError(f"{name} has no check {part}, {title}, in {checks or 'those that students see'}")
    _, hint = _marked(one, _drawn(name, namespace.get("STUDENT", ""), namespace.get("COURSE", "")), namespace)
    if hint:
        raise AssertionError(hint)


_drawn = lru_cache(maxsize=1)(hand_out)


def _marked(one: Check, data: Any, namespace: Mapping[str, Any]) -> tuple[float, str]:
    return one.mark(data, {ask["name"]: decode(collect(namespace, ask)) for ask in one.asks(data)})
