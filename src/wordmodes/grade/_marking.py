"""From a submission to a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from wordmodes.grade import _sandbox
from wordmodes.grade._answers import Missing
from wordmodes.grade._notebooks import Unreadable, beside, named_in, read_cells, set_of
from wordmodes.grade.judging import Check, Checks
from wordmodes.grade.sets import hidden_checks, problem_set
from wordmodes.grade.students import one_id


@dataclass(frozen=True)
class Line:
    """One check's result."""

    part: str
    title: str
    points: float
    most: int
    hint: str
    hidden: bool


@dataclass
class Report:
    """The result of a submission. `reason` says why nothing of it could be marked."""

    submission: str
    set_name: str = ""
    student: str = ""
    lines: list[Line] = field(default_factory=list)
    reason: str = ""
    notes: list[str] = field(default_factory=list)
    written: Mapping[str, int] = field(default_factory=dict)
    held: list[str] = field(default_factory=list)
    seconds: float = 0.0
    refused: bool = False

    @property
    def points(self) -> float:
        """What the checks gave."""
        return round(sum(line.points for line in self.lines), 1)

    @property
    def most(self) -> int:
        """What they could give."""
        return sum(line.most for line in self.lines)


def all_checks(exercise: ModuleType, hidden: Checks | None) -> list[tuple[Check, bool]]:
    """A set's checks by part, and whether each is hidden."""
    both = [(check, False) for check in exercise.CHECKS.checks]
    both += [(check, True) for check in (hidden.checks if hidden else ())]
    return sorted(both, key=lambda one: [int(number) for number in one[0].part.split(".")])


def asks_of(checks: Sequence[tuple[Check, bool]], data: Any) -> list[dict[str, Any]]:
    """What must be taken from the notebook, each once."""
    asked: dict[str, dict[str, Any]] = {}
    for number, (check, _) in enumerate(checks):
        for ask in check.asks(data):
            key = _key(number, ask)
            asked.setdefault(key, ask | {"key": key})
    return list(asked.values())


def _key(number: int, ask: Mapping[str, Any]) -> str:
    return ask["name"] if ask["calls"] is None else f"{number}:{ask['name']}"


def mark(checks: Sequence[tuple[Check, bool]], data: Any, answers: Mapping[str, Any], absent: Missing) -> list[Line]:
    """Judge all answers."""
    lines = []
    for number, (check, hidden) in enumerate(checks):
        given = {ask["name"]: answers.get(_key(number, ask), absent) for ask in check.asks(data)}
        points, hint = check.mark(data, given)
        lines.append(Line(check.part, check.title, points, check.points, hint, hidden))
    return lines


def grade(
    path: str | Path, student: str | None = None, course: str | None = None, checks: str | Path | None = None,
    set_name: str | None = None, limits: _sandbox.Limits | None = None, trust: bool = False,
) -> Report:  # fmt: skip
    """Mark one notebook. What is wrong with the submission is in the report, never an error."""
    path = Path(path)
    report = Report(path.name, set_name or "", student or "")
    try:
        cells = read_cells(path)
        report.set_name = set_name or set_of(path, cells)
        exercise = problem_set(report.set_name)
        said = named_in(cells, "STUDENT") or ""
        report.student = student or said
        if not report.student.strip():
            raise Unreadable("the notebook says of nobody whose it is: fill in STUDENT, or give --student")
        term = named_in(cells, "COURSE") or ""
        data = exercise.data(report.student, term if course is None else course)
        files = beside(path, getattr(exercise, "FILES", ()))
    except Unreadable as error:
        report.reason = str(error)
        _nothing(report, checks)
        return report
    report.written = exercise.WRITTEN
    if one_id(said) != one_id(report.student):
        report.notes.append(f"The notebook works with the data of {said!r}; it was marked with those of {student!r}.")
    if course is not None and term.strip() != course.strip():
        report.notes.append(f"The notebook works with the data of the course {term!r}; it was marked with {course!r}.")
    wanted = all_checks(exercise, hidden_checks(checks, report.set_name))
    outcome = _sandbox.run(cells, asks_of(wanted, data), limits, trust, files)
    report.held, report.seconds = outcome.held, outcome.seconds
    if outcome.ended == _sandbox.UNPROTECTED:
        report.refused, report.reason = True, f"it was not run: on this machine {outcome.ended}"
    report.notes += [f"Cell {number} failed. {error}" for number, error in sorted(outcome.errors.items())][:20]
    if outcome.ended and not report.refused:
        report.notes.append(f"The run stopped early: {outcome.ended}.")
    report.lines = mark(wanted, data, outcome.answers, _sandbox.missing(outcome))
    if not report.points and not report.reason:
        report.reason = outcome.ended or _why_nothing(outcome, report.lines)
    return report


def _why_nothing(outcome: _sandbox.Outcome, lines: Sequence[Line]) -> str:
    if outcome.errors:
        first = min(outcome.errors)
        return f"no answer was right; its first error is in cell {first}: {outcome.errors[first]}"
    return f"no answer was right; the first hint is: {lines[0].hint}"


def _nothing(report: Report, checks: str | Path | None) -> None:
    """Lines without points, where the set is known, so that the most that could be had is right."""
    if report.set_name:
        exercise = problem_set(report.set_name)
        wanted = all_checks(exercise, hidden_checks(checks, report.set_name))
        report.written = exercise.WRITTEN
        report.lines = [Line(one.part, one.title, 0, one.points, report.reason, hidden) for one, hidden in wanted]
