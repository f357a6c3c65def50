"""Checks: what is asked of a notebook, and who judges the answer. A hint says what kind of mistake it looks like."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wordmodes.grade._answers import Missing, encode

Inputs = Callable[[Any], Sequence[Sequence[Any]]]
Judge = Callable[..., None]


class Wrong(Exception):
    """An answer loses marks.

    Parameters
    ----------
    hint : str
        For the student.
    share : float
        Of the points that are given all the same.

    Examples
    --------
    >>> Wrong("this is the binary logarithm").share
    0.0
    """

    def __init__(self, hint: str, share: float = 0.0) -> None:
        super().__init__(hint)
        self.share = share


@dataclass(frozen=True)
class Check:
    """One thing that is looked at.

    Attributes
    ----------
    part : str
        Of the problem set, such as "1.2".
    points : int
    title : str
        What is looked at, for the report.
    values : tuple of str
        Names that the judge needs.
    calls : mapping of str to callable
        Functions that the judge needs the results of, and from the student's data to the list of their arguments.
    judge : callable
        Takes the student's data and the answers by name; raises `Wrong`.
    """

    part: str
    points: int
    title: str
    values: tuple[str, ...]
    calls: Mapping[str, Inputs]
    judge: Judge

    def asks(self, data: Any) -> list[dict[str, Any]]:
        """What `_answers.collect` must be asked for.

        Parameters
        ----------
        data : object
            The student's.

        Returns
        -------
        list of dict

        Raises
        ------
        Nothing
            Of its own.

        Examples
        --------
        >>> Check("1.1", 2, "P", ("P",), {}, print).asks(None)
        [{'name': 'P', 'calls': None}]
        """
        values: list[dict[str, Any]] = [{"name": name, "calls": None} for name in self.values]
        return values + [
            {"name": name, "calls": [[encode(one) for one in arguments] for arguments in inputs(data)]}
            for name, inputs in self.calls.items()
        ]

    def mark(self, data: Any, answers: Mapping[str, Any]) -> tuple[float, str]:
        """Points and hint.

        Parameters
        ----------
        data : object
            The student's.
        answers : mapping
            Decoded, by name.

        Returns
        -------
        points : float
        hint : str
            Empty if all is right.

        Raises
        ------
        Nothing
            An answer that the judge can't work with gets no points.

        Examples
        --------
        >>> Check("1.1", 2, "P", ("P",), {}, lambda data, P: None).mark(None, {"P": 1})
        (2, '')
        """
        given = {name: answers.get(name, Missing(f"there is no {name}")) for name in (*self.values, *self.calls)}
        for answer in given.values():
            for one in answer if isinstance(answer, list) else (answer,):
                if isinstance(one, Missing):
                    return 0, one.why
        try:
            with np.errstate(all="ignore"):
                self.judge(data, **given)
        except Wrong as wrong:
            return round(self.points * wrong.share, 1), str(wrong)
        except (TypeError, ValueError, IndexError, KeyError, AttributeError, OverflowError, np.linalg.LinAlgError):
            return 0, f"{' and '.join(given)}: not of the kind that the task asks for; look at its shape and its type"
        return self.points, ""


@dataclass
class Checks:
    """The checks of one problem set, in order.

    Attributes
    ----------
    name : str
        Such as "set1".
    checks : list of Check
    """

    name: str
    checks: list[Check] = field(default_factory=list)

    def add(
        self, part: str, points: int, title: str, *values: str, **calls: Inputs
    ) -> Callable[[Judge], Judge]:  # fmt: skip
        """Make the decorated function the judge of a new check.

        Parameters
        ----------
        part, points, title, *values, **calls
            As for `Check`.

        Returns
        -------
        callable

        Raises
        ------
        ValueError
            If points are not positive.

        Examples
        --------
        >>> CHECKS = Checks("set0")
        >>> @CHECKS.add("0.1", 2, "the answer", "answer")
        ... def _answer(data, answer):
        ...     same("answer", answer, 42)
        >>> CHECKS.checks[0].mark(None, {"answer": 41})
        (0.0, 'answer is 41 where it should be another number')
        """
        if points <= 0:
            raise ValueError(f"check {part} of {self.name} is worth {points} points; give it at least 1")

        def known(judge: Judge) -> Judge:
            self.checks.append(Check(part, points, title, values, calls, judge))
            return judge

        return known


def array(name: str, value: Any, shape: Sequence[int] | None = None) -> NDArray[np.float64]:
    """An answer as an array of numbers, or `Wrong`.

    Parameters
    ----------
    name : str
    value : object
    shape : sequence of int, optional
        What it must have.

    Returns
    -------
    ndarray

    Raises
    ------
    Wrong
        If it is no array of numbers, or of another shape.

    Examples
    --------
    >>> array("P", [[0.5, 0.5]], (1, 2)).tolist()
    [[0.5, 0.5]]
    """
    try:
        found = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise Wrong(f"{name} must be numbers") from None
    if shape is not None and found.shape != tuple(shape):
        raise Wrong(f"{name} has shape {found.shape}, and should have {tuple(shape)}")
    return found


def close(got: ArrayLike, want: ArrayLike, rtol: float = 1e-6, atol: float = 0.0) -> bool:
    """Whether two arrays agree, infinities included, to a share of the largest finite entry of `want`.

    Parameters
    ----------
    got, want : array_like
    rtol : float
        Share of the largest finite |want|.
    atol : float
        Added to it.

    Returns
    -------
    bool

    Raises
    ------
    TypeError, ValueError
        If one of them holds no numbers.

    Examples
    --------
    >>> close([1, 2], [1, 2.0000001]), close([1, 2], [1, 2.1])
    (True, False)
    """
    a, b = np.asarray(got, dtype=np.float64), np.asarray(want, dtype=np.float64)
    finite = np.isfinite(b)
    if a.shape != b.shape or not np.array_equal(np.isfinite(a), finite) or not np.array_equal(a[~finite], b[~finite]):
        return False
    size = float(np.abs(b[finite]).max(initial=0.0))
    return bool((np.abs(a[finite] - b[finite]) <= rtol * size + atol).all())


def same(
    name: str, got: Any, want: ArrayLike, mistakes: Mapping[str, ArrayLike] | None = None, rtol: float = 1e-6,
    share: float = 0.0,
) -> None:  # fmt: skip
    """Compare an answer with the right one, and if it is another, with what known mistakes lead to.

    Parameters
    ----------
    name : str
    got : object
    want : array_like
    mistakes : mapping of str to array_like, optional
        Hints, and what each mistake gives.
    rtol : float
        As for `close`.
    share : float
        Of the points, for a known mistake.

    Raises
    ------
    Wrong
        With the hint of the mistake, if it is known.

    Examples
    --------
    >>> same("h", 2.0, 1.0, {"twice too large": 2.0})
    Traceback (most recent call last):
    wordmodes.grade.judging.Wrong: h: twice too large
    """
    want = np.asarray(want, dtype=np.float64)
    found = array(name, got, want.shape)
    if close(found, want, rtol):
        return
    for hint, value in (mistakes or {}).items():
        if close(found, value, rtol):
            raise Wrong(f"{name}: {hint}", share)
    if want.ndim == 0:
        raise Wrong(f"{name} is {float(found):.6g} where it should be another number")
    with np.errstate(invalid="ignore"):
        off = ~(np.abs(found - want) <= rtol * np.abs(want[np.isfinite(want)]).max(initial=0.0)) & (found != want)
    raise Wrong(f"{name}: {int(off.sum())} of {want.size} entries are off")
