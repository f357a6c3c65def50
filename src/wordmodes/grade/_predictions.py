"""Sheets of predictions, as the site exports them: are they whole, and were they made before the answers were shown?"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from wordmodes.grade._marking import Line, Report

FORMAT = "wordmodes-predictions-1"
LARGEST = 5_000_000  # bytes


def grade_sheet(path: str | Path, student: str | None = None, expected: int | None = None) -> Report:
    """Give a point for each prediction that was made before its answer was shown, whether right or wrong.

    A sheet is a file on the reader's own machine, and who wants to can write it by hand: these are marks for doing the
    work, not a proof. `expected` is how many predictions the sheet must have; by default those that it lists.
    """
    path = Path(path)
    report = Report(path.name, "predictions", student or "")
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError("it is larger than 5 MB")
        sheet = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(sheet, dict) or sheet.get("format") != FORMAT:
            raise ValueError("it is no sheet of predictions: export it on the site, and hand in that file")
        entries = sheet.get("predictions")
        if not isinstance(entries, list) or not entries or not all(isinstance(one, dict) for one in entries):
            raise ValueError("it lists no predictions")
    except (ValueError, OSError, RecursionError) as error:
        why = str(error) if "it " in str(error) else "it is not JSON, or can't be read"
        report.reason = f"{path.name} can't be marked: {why}"
        report.lines = [Line("1", "predictions", 0, expected or 1, report.reason, False)]
        return report
    report.student = student or str(sheet.get("name") or "")[:100]
    names = Counter(str(one.get("name")) for one in entries)
    for number, entry in enumerate(entries, 1):
        name, hint = str(entry.get("name"))[:100], ""
        if names[str(entry.get("name"))] > 1:
            hint = "it is on the sheet more than once"
        report.lines.append(_line(number, name, hint or _wrong(entry)))
    for number in range(len(entries) + 1, (expected or 0) + 1):
        report.lines.append(_line(number, "missing", "it is not on the sheet: export the whole chapter"))
    if not report.points:
        report.reason = f"no prediction counts; of the first: {report.lines[0].hint}"
    return report


def _line(number: int, name: str, hint: str) -> Line:
    return Line(str(number), name, 0 if hint else 1, 1, hint, False)


def _wrong(entry: Mapping[str, Any]) -> str:
    """Why a prediction doesn't count, if it doesn't."""
    if not entry.get("committed") or entry.get("prediction") in (None, ""):
        return "no prediction was made"
    made, shown = _time(entry["committed"]), _time(entry.get("revealed"))
    if made is None:
        return "the sheet doesn't say when it was made"
    if entry.get("before_reveal") is not True or (shown is not None and shown < made):
        return "it was made after the answer had been shown"
    return ""


def _time(value: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo else None
