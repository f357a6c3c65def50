"""Otter-Grader's side of a problem set: a test file for each part, which calls the same checks. Only Otter needs them.

Otter runs them in the notebook's own process, without the sandbox of `python -m wordmodes.grade`, and gives a check's
points all or not at all.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from wordmodes.grade._marking import all_checks
from wordmodes.grade.sets import hidden_checks, problem_set

HEAD = """\
OK_FORMAT = False

from otter.test_files import test_case

from wordmodes.grade import require

name = {part!r}
"""
CASE = """

@test_case(name={title!r}, points={points}, hidden={hidden})
def check_{number}(env):
    require({set_name!r}, {part!r}, {check!r}, env{folder})
"""
REQUIREMENTS = "otter-grader>=7,<8\nwrapt<2\n"  # as pyproject.toml has them, with why


def test_files(name: str, folder: Path) -> dict[str, str]:
    """Return each part's test file by name; `folder` holds the checks that students don't see."""
    files = {}
    checks = all_checks(problem_set(name), hidden_checks(folder, name))
    for part, group in groupby(checks, key=lambda one: one[0].part):
        text = HEAD.format(part=part)
        for number, (check, hidden) in enumerate(group, 1):
            text += CASE.format(
                title=f"{part} {check.title}", points=check.points, hidden=hidden, number=number,
                set_name=name, part=part, check=check.title, folder=', "checks"' if hidden else "",
            )  # fmt: skip
        files[f"{part.replace('.', '_')}.py"] = text
    return files
