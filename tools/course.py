"""Make the problem sets: from each master notebook the student's, the instructor's folder, and Gradescope's archive.

    python tools/course.py [--course NAME] [--no-wheel] [--only set1 ...]

A master in course/ is a notebook with tags and marks. Cells tagged solution, rubric or errors are not for students. In
code `# SOLUTION` begins what a student writes, `# ELSE line` is what stands there for them, `# END` ends it, and a line
that ends with `# SOLUTION` is an answer: its value is left out. Before anything is written, each solution must get full
marks and each untouched student notebook none.
"""

from __future__ import annotations

import argparse
import copy
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory

from course_otter import REQUIREMENTS, test_files
from wordmodes import cli
from wordmodes.grade._marking import Report, grade
from wordmodes.grade.sets import problem_set

ROOT = Path(__file__).resolve().parents[1]
MASTERS, BUILT = ROOT / "course", ROOT / "_build/course"
HIDDEN_TAGS = {"solution", "rubric", "errors"}
MARK = re.compile(r"^(\s*)# (SOLUTION|ELSE|END)\b ?(.*)$")
ANSWER = re.compile(r"^(\s*[\w, ]+ = ).*  # SOLUTION$")
STUDENT = "teaching-assistant"  # whose data the solutions are shown with
TRUST = not sys.platform.startswith("linux")  # our own notebooks, where they can't be confined
LEDGER_CLAIMS = ("half", "marginal", "sigmoid", "stagewise", "concepts", "limit")  # that take a second or less
DAY = (2026, 1, 1, 0, 0, 0)  # of the files in an archive, so that the same files make the same archive
RUN = """#!/bin/sh
# Gradescope runs this for each submission.
cd /autograder/source
sid=$(python3 -c "import json; u = json.load(open('/autograder/submission_metadata.json'))['users'][0]
print(u.get('sid') or u['email'].partition('@')[0])")
notebook=$(ls /autograder/submission/*.ipynb 2>/dev/null | head -n 1)
venv/bin/python -m wordmodes.grade "${notebook:-/autograder/submission/%(name)s.ipynb}" --set %(name)s \\
  --student "$sid" --course "%(course)s" --checks checks --json /autograder/results/results.json
# Less than full marks is status 1, which is no failure of the autograder.
[ -s /autograder/results/results.json ]
"""
SETUP = """#!/bin/sh
# Gradescope runs this once, when it builds the autograder's image.
set -e
apt-get update
apt-get install -y python3-venv
cd /autograder/source
python3 -m venv venv
venv/bin/pip install ./wordmodes-*.whl
chmod 700 /autograder/source/checks
"""
TO_STUDENTS = """Problem set: %(title)s

1. Python 3.11 or later. In this folder: pip install %(wheel)s jupyterlab
2. jupyter lab %(name)s.ipynb, and put your id into the first cell of code.
3. To see your score of the checks you have: python -m wordmodes.grade %(name)s.ipynb
   (on Windows and macOS add --trust: it is your own notebook)

With nothing installed: open the book's site, let a chapter run in your browser, put %(name)s.ipynb into the list of
files there, open it, and run %%pip install wordmodes in a first cell of your own. Download it when you are done: what
you do there stays in that browser alone.
"""


def masters() -> list[str]:
    """Names of the sets that have a master."""
    return sorted(path.stem for path in MASTERS.glob("set*.ipynb"))


def read(name: str) -> dict:
    """A master notebook."""
    return json.loads((MASTERS / f"{name}.ipynb").read_text(encoding="utf-8"))


def student_source(source: str) -> str:
    """A code cell as a student gets it."""
    lines, inside, instead, indent = [], False, [], ""
    for line in source.splitlines():
        mark = MARK.match(line)
        if mark and mark[2] == "SOLUTION":
            if inside:
                raise ValueError(f"a solution within a solution: {line!r}")
            inside, instead, indent = True, [], mark[1]
        elif mark and mark[2] == "ELSE" and inside:
            instead.append(mark[1] + mark[3])
        elif mark and mark[2] == "END" and inside:
            lines += instead or [f"{indent}...  # your code"]
            inside = False
        elif mark:
            raise ValueError(f"{line!r} belongs to no solution")
        elif not inside:
            lines.append(ANSWER.sub(r"\1...  # your answer", line))
    if inside:
        raise ValueError(f"a solution without END: {source!r}")
    return "\n".join(lines)


def solution_source(source: str) -> str:
    """A code cell as the instructor gets it: without the marks."""
    lines = [line for line in source.splitlines() if not MARK.match(line)]
    return "\n".join(line.removesuffix("  # SOLUTION") for line in lines)


def student_version(master: dict, course: str) -> dict:
    """The notebook that is handed out."""
    notebook, cells = copy.deepcopy(master), []
    for cell in notebook["cells"]:
        tags = set(cell["metadata"].pop("tags", []))
        if "solution" in tags and cell["cell_type"] == "markdown":
            cell["source"] = ["*Your derivation:*"]
        elif tags & HIDDEN_TAGS:
            continue
        elif cell["cell_type"] == "code":
            cell["source"] = _lines(_course(student_source("".join(cell["source"])), course))
        cells.append(cell)
    return notebook | {"cells": cells}


def solution_version(master: dict, course: str, student: str = STUDENT) -> dict:
    """The notebook with solutions, for the data of one student."""
    notebook, cells = copy.deepcopy(master), []
    for cell in notebook["cells"]:
        tags = set(cell["metadata"].pop("tags", []))
        if tags & {"rubric", "errors"}:
            continue
        if cell["cell_type"] == "code":
            text = _course(solution_source("".join(cell["source"])), course)
            cell["source"] = _lines(text.replace('STUDENT = ""', f"STUDENT = {json.dumps(student)}"))
        cells.append(cell)
    return notebook | {"cells": cells}


def tagged(master: dict, tag: str) -> str:
    """The Markdown of all cells with a tag."""
    found = ["".join(cell["source"]) for cell in master["cells"] if tag in cell["metadata"].get("tags", [])]
    return "\n\n".join(found) + "\n"


def _course(text: str, course: str) -> str:
    return text.replace('COURSE = ""', f"COURSE = {json.dumps(course)}")


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def hand_in(name: str, course: str, student: str, folder: Path) -> None:
    """Write the files that a student hands in beside the notebook, where a set asks for any."""
    exercise = problem_set(name)
    if not hasattr(exercise, "LEDGER"):
        return
    text, printed, said = folder / "text.txt", io.StringIO(), io.StringIO()
    exercise.data(student, course).save_text(text)
    with redirect_stdout(printed), redirect_stderr(said):
        status = cli.main(["ledger", str(text), "--only", *LEDGER_CLAIMS])
    if status:
        raise ValueError(f"{name}: the planted text has no ledger: {said.getvalue()}")
    (folder / exercise.LEDGER).write_text(printed.getvalue(), encoding="utf-8")


def prove_solution(name: str, course: str, student: str = STUDENT) -> Report:
    """Report of the solution, handed in by a student; ValueError if it has not all points, or they are not 100."""
    with TemporaryDirectory() as folder:
        hand_in(name, course, student, Path(folder))
        report = _marked(name, solution_version(read(name), course, student), course, student, Path(folder))
    total = report.most + sum(report.written.values())
    if total != 100:
        raise ValueError(f"{name}: the points sum to {total}, not to 100")
    if report.points != report.most:
        lost = "; ".join(f"{line.part} {line.title}: {line.hint}" for line in report.lines if line.hint)
        raise ValueError(f"{name}: the solution gets {report.points} of {report.most} points: {lost} {report.notes}")
    return report


def prove_untouched(name: str, course: str, student: str = STUDENT) -> Report:
    """Report of the untouched student notebook; ValueError if it has a point, or a cell of it fails."""
    with TemporaryDirectory() as folder:
        report = _marked(name, student_version(read(name), course), course, student, Path(folder))
    failed = [note for note in report.notes if note.startswith(("Cell", "The run"))]
    if report.points or failed:
        raise ValueError(f"{name}: the untouched notebook gets {report.points} points, and says {failed}")
    return report


def _marked(name: str, notebook: dict, course: str, student: str, folder: Path) -> Report:
    path = folder / f"{name}.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return grade(path, student, course, MASTERS / "checks", trust=TRUST)


def wheel(folder: Path) -> Path:
    """Build the library's wheel."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    [found] = folder.glob("*.whl")
    return found


def archive(path: Path, content: dict[str, str | Path]) -> None:
    """Write a zip file whole: texts and files by name; scripts can be run."""
    part = path.with_name(f".{path.name}.part")
    with zipfile.ZipFile(part, "w") as file:
        for name, given in sorted(content.items()):
            data = given.read_bytes() if isinstance(given, Path) else given.encode()
            entry = zipfile.ZipInfo(name, DAY)
            entry.external_attr = (0o755 if data.startswith(b"#!") else 0o644) << 16
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(".whl") else zipfile.ZIP_DEFLATED
            file.writestr(entry, data)
    part.replace(path)


def write_set(name: str, course: str, folder: Path, built_wheel: Path | None) -> None:
    """Write one set's three parts below `folder`, replacing an earlier build only when the new one is whole."""
    master, target, part = read(name), folder / name, folder / f".{name}.part"
    shutil.rmtree(part, ignore_errors=True)
    (part / "student").mkdir(parents=True)
    (part / "instructor/checks").mkdir(parents=True)
    student = json.dumps(student_version(master, course), indent=1, ensure_ascii=False) + "\n"
    solution = json.dumps(solution_version(master, course), indent=1, ensure_ascii=False) + "\n"
    (part / "otter/tests").mkdir(parents=True)
    (part / "otter/checks").mkdir()
    (part / "student" / f"{name}.ipynb").write_text(student, encoding="utf-8")
    (part / "instructor" / f"{name}_solution.ipynb").write_text(solution, encoding="utf-8")
    (part / "instructor/rubric.md").write_text(tagged(master, "rubric"), encoding="utf-8")
    (part / "instructor/common_errors.md").write_text(tagged(master, "errors"), encoding="utf-8")
    checks = MASTERS / "checks" / f"{name}.py"
    for place in ("instructor/checks", "otter/checks"):
        shutil.copy(checks, part / place)
    for file, text in test_files(name, MASTERS / "checks").items():
        (part / "otter/tests" / file).write_text(text, encoding="utf-8")
    (part / "otter/requirements.txt").write_text(REQUIREMENTS, encoding="utf-8")
    values = {"name": name, "course": course, "title": problem_set(name).TITLE}
    values["wheel"] = f"./{built_wheel.name}" if built_wheel else "wordmodes"
    wheels: dict[str, str | Path] = {built_wheel.name: built_wheel} if built_wheel else {}
    notes = {"README.txt": TO_STUDENTS % values}
    archive(part / f"{name}_student.zip", {f"{name}.ipynb": student, **notes, **wheels})
    scripts = {"setup.sh": SETUP, "run_autograder": RUN % values}
    archive(part / f"{name}_gradescope.zip", {f"checks/{name}.py": checks, **scripts, **wheels})
    shutil.rmtree(target, ignore_errors=True)
    part.replace(target)


def main() -> int:
    """Prove all sets, then write them."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--course", default="", help="next year's name gives everybody next year's data")
    parser.add_argument("--no-wheel", action="store_true", help="leave the library out of the archives")
    parser.add_argument("--only", nargs="+", default=masters(), choices=masters(), help="these sets alone")
    parser.add_argument("--to", type=Path, default=BUILT, help="the folder to write")
    asked = parser.parse_args()
    if re.search(r"[^\w .-]", asked.course):
        parser.error(f"a course's name is letters, digits, blanks, dots and hyphens, got {asked.course!r}")
    asked.to.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        built = None if asked.no_wheel else wheel(Path(folder))
        for name in asked.only:
            try:
                solution = prove_solution(name, asked.course)
                prove_untouched(name, asked.course)
            except ValueError as error:
                print(error, file=sys.stderr)
                return 1
            write_set(name, asked.course, asked.to, built)
            written = sum(solution.written.values())
            print(f"{name}: {solution.most} points by checks, {written} by a reader; solved in {solution.seconds} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
