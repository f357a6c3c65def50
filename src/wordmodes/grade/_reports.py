"""A report as text, in Gradescope's form, and as a row of a table; written whole or not at all."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from wordmodes.grade._files import write
from wordmodes.grade._marking import Report

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take for a formula


def as_text(report: Report) -> str:
    """What is printed."""
    whose = f" of {report.student}" if report.student else ""
    lines = [f"{report.submission}{whose}: {report.points:g} of {report.most} points"]
    if report.reason:
        lines.append(f"  {report.reason}")
    lines += [f"  {note}" for note in report.notes]
    for line in report.lines:
        mark = "hidden" if line.hidden else "public"
        lines.append(f"  {line.part}  {line.points:>4g} of {line.most:<2}  {mark}  {line.title}")
        if line.hint and line.hint != report.reason:
            lines.append(f"       {line.hint}")
    if report.written:
        parts = ", ".join(f"{part} ({points})" for part, points in report.written.items())
        lines.append(f"  Read and marked by a person, {sum(report.written.values())} points: {parts}")
    return "\n".join(lines)


def as_gradescope(report: Report) -> dict[str, Any]:
    """The results.json of Gradescope's autograder; hints of hidden checks show after the due date."""
    output = [report.reason, *report.notes]
    if report.written:
        output.append(f"{sum(report.written.values())} more points are given by a reader: " + ", ".join(report.written))
    return {
        "score": report.points,
        "execution_time": report.seconds,
        "output": "\n".join(one for one in output if one),
        "stdout_visibility": "hidden",
        "tests": [
            {
                "number": line.part,
                "name": line.title,
                "score": line.points,
                "max_score": line.most,
                "status": "passed" if line.points == line.most else "failed",
                "output": line.hint,
                "visibility": "after_due_date" if line.hidden else "visible",
            }
            for line in report.lines
        ],
        "extra_data": {"student": report.student, "set": report.set_name, "sandbox": report.held},
    }


def as_csv(reports: Sequence[Report]) -> str:
    """One row a submission, one column a part."""
    parts = list(dict.fromkeys(line.part for report in reports for line in report.lines))
    parts.sort(key=lambda part: [int(number) for number in part.split(".")])
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["student", "submission", "set", "points", "of", *parts, "reason"])
    for report in reports:
        by_part = {part: sum(line.points for line in report.lines if line.part == part) for part in parts}
        row = [report.student, report.submission, report.set_name, f"{report.points:g}", report.most]
        table.writerow([_safe(one) for one in [*row, *(f"{by_part[part]:g}" for part in parts), report.reason]])
    return text.getvalue()


def _safe(value: Any) -> Any:
    """A student's text must not become a formula in the lecturer's spreadsheet."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def write_json(path: str | Path, content: Any) -> None:
    """Write JSON whole, or leave what was there."""
    write(path, json.dumps(content, indent=1, ensure_ascii=False) + "\n")
