"""The command ``python -m wordmodes.grade``: marks a notebook, a folder of notebooks, or a sheet of predictions."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from wordmodes.grade._files import write
from wordmodes.grade._marking import Report, grade
from wordmodes.grade._reports import as_csv, as_gradescope, as_text, write_json
from wordmodes.grade._sandbox import Limits
from wordmodes.grade.corpora import COUNTS
from wordmodes.text._found import hidden

FULL, LESS, BAD = 0, 1, 2
CHECKS = ("checks", "course/checks")  # where hidden checks are looked for: the instructor's folder, the repository


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    arguments : sequence of str, optional
        By default those that Python was started with.

    Returns
    -------
    int
        The exit status: 0 if every submission has all points, 1 if not, 2 for a wrong command.

    Examples
    --------
    >>> main(["no-such-notebook.ipynb", "--student", "ada"])
    2
    """
    if isinstance(sys.stdout, io.TextIOWrapper):  # what a submission says may be no text
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        asked = _parser().parse_args(arguments)
    except SystemExit as end:
        return int(end.code or 0)
    try:
        return _run(asked)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read the answer has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return LESS
    except (ValueError, TypeError, OSError) as error:
        print(f"wordmodes.grade: {' '.join(str(error).split())}", file=sys.stderr)
        return BAD


def _run(asked: argparse.Namespace) -> int:
    if not asked.what.exists():
        raise ValueError(f"there is no {asked.what}: give a notebook, a folder of notebooks, or a sheet of predictions")
    for target in (asked.json, asked.csv):
        if target is not None and not target.parent.is_dir():
            raise ValueError(f"there is no folder {target.parent} to write {target.name} to")
    reports = [_one_of(path, student, asked) for path, student in _submissions(asked)]
    if asked.json is not None:
        found: list[dict[str, Any]] = [as_gradescope(report) for report in reports]
        write_json(asked.json, found if asked.what.is_dir() else found[0])
    if asked.csv is not None:
        write(asked.csv, as_csv(reports))
    for report in reports:  # last, since whoever reads it may go away
        print(as_text(report))
    if any(report.refused for report in reports):
        raise ValueError(
            "this machine offers no way to keep a submission from files and further processes (Linux does); give"
            " --trust for a notebook of your own"
        )
    return FULL if all(report.points == report.most and not report.reason for report in reports) else LESS


def _submissions(asked: argparse.Namespace) -> list[tuple[Path, str | None]]:
    """Notebooks and whose they are: in a folder ID.ipynb, or ID/ with one notebook."""
    if not asked.what.is_dir():
        return [(asked.what, asked.student)]
    if asked.student is not None:
        raise ValueError("in a folder each notebook's name says whose it is (ID.ipynb, or ID/set1.ipynb); no --student")
    found: list[tuple[Path, str | None]] = []
    for kind in (".ipynb", ".json"):
        for pattern in ("*", "*/*"):
            for path in sorted(asked.what.glob(pattern)):
                # what editors and other systems leave beside the work is hidden; counts go with their notebook
                aside = path.name == COUNTS or hidden(path.relative_to(asked.what))
                if path.suffix.lower() == kind and path.is_file() and not aside:
                    found.append((path, path.stem if pattern == "*" else path.parent.name))
    if not found:
        raise ValueError(f"{asked.what} holds no notebooks or sheets: they must be ID.ipynb, or ID/set1.ipynb")
    return found


def _one_of(path: Path, student: str | None, asked: argparse.Namespace) -> Report:
    """Its report; in a folder what goes wrong with one is said of it, and the others are marked."""
    try:
        return _one(path, student, asked)
    except ValueError as error:
        if not asked.what.is_dir():
            raise
        return Report(path.name, "", student or "", reason=f"{path.name} can't be marked: {error}")


def _one(path: Path, student: str | None, asked: argparse.Namespace) -> Report:
    if path.suffix.lower() == ".json":
        from wordmodes.grade._predictions import grade_sheet

        return grade_sheet(path, student, asked.expect)
    limits = Limits(asked.seconds, asked.memory * 1_000_000, asked.disk * 1_000_000)
    return grade(path, student, asked.course, asked.checks, asked.set, limits, asked.trust)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"must be at least 1, got {text}")
    return number


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m wordmodes.grade",
        description="Marks a notebook of a problem set, a folder of them, or a sheet of predictions. A notebook's code"
        " runs in a child process with limits of time and memory, without network, on a disk that it can't change.",
        epilog="example: python -m wordmodes.grade set1.ipynb --student ada --json results.json",
    )
    found = next((Path(place) for place in CHECKS if (Path(place) / "set1.py").is_file()), None)
    parser.add_argument("what", type=Path, help="set1.ipynb; a folder of ID.ipynb or ID/set1.ipynb; a sheet.json")
    parser.add_argument("--student", help="whose it is; by default what the notebook itself says")
    parser.add_argument("--course", help="the course's name, as in make course; by default what the notebook says")
    parser.add_argument("--set", help="set1 to set6; by default what the notebook says")
    parser.add_argument(
        "--checks", type=Path, default=found, help="the folder of hidden checks (checks or course/checks, if there)"
    )
    parser.add_argument("--expect", type=_positive, help="how many predictions a sheet must have (those it lists)")
    parser.add_argument("--json", type=Path, help="write results here, in Gradescope's form")
    parser.add_argument("--csv", type=Path, help="write a table here, one row a submission")
    parser.add_argument("--seconds", type=_positive, default=300, help="that a notebook may take (300)")
    parser.add_argument("--memory", type=_positive, default=4000, help="MB that it may use (4000)")
    parser.add_argument("--disk", type=_positive, default=100, help="MB that it may write (100)")
    parser.add_argument(
        "--trust", action="store_true", help="run it on a machine that can't protect its files: your own notebook only"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
