"""Each problem set: its solution is right, the untouched notebook worth nothing, wrong answers have their hints."""

import importlib
import json
import re
import sys
import types
import zipfile
from contextlib import chdir
from pathlib import Path

import numpy as np
import pytest

import course
import course_otter
from wordmodes.grade import corpora, own_corpus
from wordmodes.grade._answers import Missing, collect, decode
from wordmodes.grade._marking import all_checks, asks_of, grade, mark
from wordmodes.grade._notebooks import beside
from wordmodes.grade.sets import hidden_checks, problem_set

ROOT = Path(__file__).resolve().parents[2]
SETS = course.masters()
WRONG = {name: importlib.import_module(f"wrong_{name}").WRONG for name in SETS}


class Solved:
    """A set's solution, run here, and marked by all checks."""

    def __init__(self, name: str, student: str, folder: Path) -> None:
        self.data, self.checks = problem_set(name).data(student), _checks(name)
        self.namespace = {"__name__": "__main__"}
        self.folder = folder
        course.hand_in(name, "", student, folder)
        with chdir(folder):
            for source in _code(course.solution_version(course.read(name), "", student)):
                exec(source, self.namespace)

    def lines(self, namespace, part=None):
        return _lines([one for one in self.checks if part in (None, one[0].part)], self.data, namespace)


def _checks(name):
    return all_checks(problem_set(name), hidden_checks(ROOT / "course/checks", name))


def _code(notebook):
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]


def _lines(checks, data, namespace):
    answers = {ask["key"]: decode(json.loads(json.dumps(collect(namespace, ask)))) for ask in asks_of(checks, data)}
    return mark(checks, data, answers, Missing("absent"))


@pytest.fixture(scope="module")
def solved(tmp_path_factory):
    kept: dict = {}

    def solve(name, student="ada"):
        if (name, student) not in kept:
            kept[name, student] = Solved(name, student, tmp_path_factory.mktemp(name))
        return kept[name, student]

    return solve


@pytest.mark.parametrize("name", SETS)
def test_the_solution_has_all_points_in_the_sandbox(name):
    report = course.prove_solution(name, "spring 2027", "grace")
    assert report.points == report.most


@pytest.mark.parametrize("name", SETS)
def test_the_untouched_notebook_runs_and_is_worth_nothing(name, tmp_path, capsys):
    data, checks = problem_set(name).data("nobody"), _checks(name)
    namespace = {"__name__": "__main__"}
    with chdir(tmp_path):
        for source in _code(course.student_version(course.read(name), "")):
            exec(source, namespace)
    lines = _lines(checks, data, namespace)
    assert sum(line.points for line in lines) == 0
    assert all(line.hint for line in lines)
    assert "well so far" not in capsys.readouterr().out


def test_the_untouched_notebook_is_told_why_it_is_worth_nothing():
    """In the sandbox."""
    report = course.prove_untouched("set6", "", "grace")
    assert report.points == 0
    assert all(line.hint for line in report.lines)
    assert report.reason == f"no answer was right; the first hint is: {report.lines[0].hint}"


@pytest.mark.parametrize("student", ["ada", "emmy"])
@pytest.mark.parametrize("name", SETS)
def test_the_solution_is_right_for_other_students(name, student, solved):
    one = solved(name, student)
    assert {line.hint for line in one.lines(one.namespace)} == {""}


@pytest.mark.parametrize(
    ("name", "wrong"), [pytest.param(name, one, id=f"{name}-{one[0]}") for name in SETS for one in WRONG[name]]
)
def test_a_wrong_answer_loses_marks_and_the_hint_says_why(name, wrong, solved):
    _, part, code, hint = wrong
    one = solved(name)
    namespace = dict(one.namespace)
    with np.errstate(all="ignore"):
        exec(code, namespace)
        lines = one.lines(namespace, part)
    assert sum(line.points for line in lines) < sum(line.most for line in lines)
    assert re.search(hint, " / ".join(line.hint for line in lines))


GIVEN = {"TEXTS", "words", "counts", "halves", "shuffled", "n_tokens", "ledger_text"}  # a notebook's cells have them
FREE = re.compile("a prediction|predictions|a finding in words|a report in words")  # any that makes sense is good


def constant(value, number: float):
    """The same answer with every number in it alike; a text of its own."""
    if isinstance(value, str):
        return "same"
    if isinstance(value, list | tuple):
        return [constant(one, number) for one in value]
    return np.full(np.shape(value), number)


@pytest.mark.parametrize("number", [0.0, 1.0])
@pytest.mark.parametrize("name", SETS)
def test_a_constant_is_no_answer(name, number, solved):
    """No check that runs in the notebook, or is hidden, gives points for zeros or ones of the right shape."""
    one = solved(name)
    namespace = dict(one.namespace)
    asked_of = [check for check, _ in one.checks if check.calls or set(check.values) - GIVEN]
    for check in asked_of:
        for asked in check.values:
            if asked in namespace and asked not in GIVEN:
                namespace[asked] = constant(one.namespace[asked], number)
        for function in check.calls:
            namespace[function] = lambda *given, right=one.namespace[function]: constant(right(*given), number)
    with np.errstate(all="ignore"):
        lines = one.lines(namespace)
    titles = {check.title for check in asked_of if not FREE.fullmatch(check.title)}
    assert [line.title for line in lines if line.points and line.title in titles] == []


@pytest.mark.parametrize("name", SETS)
def test_eight_wrong_answers_at_least(name):
    assert len(WRONG[name]) >= 8
    assert {part for _, part, _, _ in WRONG[name]} == {
        check.part for check in hidden_checks(ROOT / "course/checks", name).checks
    }


@pytest.mark.parametrize("name", SETS)
def test_students_have_different_answers(name, solved):
    """The answers of one, handed in by another, lose a fifth of the points at least: proofs of method hold for both."""
    ada, emmy = solved(name), solved(name, "emmy")
    assert sum(line.points for line in emmy.lines(ada.namespace)) <= 0.8 * sum(
        line.most for line in emmy.lines(ada.namespace)
    )


def test_a_text_of_ones_own_is_marked_from_its_counts(solved, tmp_path):
    """The text stays with the student; its counts and the ledger are handed in beside the notebook."""
    ada = solved("set6")
    text, counts, ledger = ada.folder / "text.txt", tmp_path / corpora.COUNTS, tmp_path / problem_set("set6").LEDGER
    counted = own_corpus(ada.data, text, tmp_path)
    read = own_corpus(ada.data, "elsewhere.txt", tmp_path)
    for one, other in zip((*counted.halves, counted.shuffled), (*read.halves, read.shuffled), strict=True):
        assert np.array_equal(one, other)
    assert (read.words, read.n_tokens) == (counted.words, ada.data.corpus.n_tokens)
    notebook = json.dumps(course.solution_version(course.read("set6"), "", "ada"))
    path = tmp_path / "set6.ipynb"
    # it is graded where the text lies, too, and can't be opened
    path.write_text(notebook.replace('TEXTS = \\"\\"', f'TEXTS = \\"{text}\\"'))
    assert str(text) in path.read_text()
    ledger.write_text((ada.folder / ledger.name).read_text(encoding="utf-8"), encoding="utf-8")
    report = grade(path, "ada", checks=ROOT / "course/checks", trust=course.TRUST)
    assert {line.hint for line in report.lines} == {""}
    for broken in ("x", "{}", json.dumps(json.loads(counts.read_text()) | {"words": ["one"]})):
        counts.write_text(broken)
        with pytest.raises(ValueError, match="holds no counts"):
            own_corpus(ada.data, "elsewhere.txt", tmp_path)
    counts.unlink()
    with pytest.raises(ValueError, match="say where your text is"):
        own_corpus(ada.data, "elsewhere.txt", tmp_path)
    with pytest.raises(ValueError, match="take a text of at least"):
        corpora.count_text([["a", "b"] * 50], "short")


def test_what_is_beside_a_notebook_is_read_only_if_it_is_a_file_of_text(tmp_path):
    (tmp_path / "secret").write_text("swordfish")
    (tmp_path / "link").symlink_to(tmp_path / "secret")
    assert beside(tmp_path / "set6.ipynb", ("secret", "link", "none")) == {"secret": "swordfish"}
    (tmp_path / "secret").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(ValueError, match="can't be read as a text"):
        beside(tmp_path / "set6.ipynb", ("secret",))


def solution_lines(master) -> set[str]:
    """Lines of code and text that no student may see, read off the master without the help of what is tested."""
    given, hidden = set(), set()
    for cell in master["cells"]:
        inside = bool({"solution", "rubric", "errors"} & set(cell["metadata"].get("tags", [])))
        for line in map(str.strip, "".join(cell["source"]).splitlines()):
            if line in ("# SOLUTION", "# END"):
                inside = line == "# SOLUTION"
            elif line.endswith("  # SOLUTION"):
                hidden.add(line.removesuffix("  # SOLUTION"))
            elif inside and not line.startswith("# ELSE"):
                hidden.add(line)
            else:
                given.add(line.removeprefix("# ELSE "))
    return {line for line in hidden if len(line) > 14} - given


@pytest.mark.parametrize("name", SETS)
def test_students_get_no_solution(name, tmp_path):
    master = course.read(name)
    hidden = solution_lines(master)
    assert len(hidden) > 15
    course.write_set(name, "spring", tmp_path, None)
    built = tmp_path / name
    with zipfile.ZipFile(built / f"{name}_student.zip") as archive:
        handed = {entry: archive.read(entry).decode() for entry in archive.namelist()}
    assert set(handed) == {f"{name}.ipynb", "README.txt"}
    handed["notebook"] = "".join(
        "".join(cell["source"]) + "\n" for cell in json.loads(handed[f"{name}.ipynb"])["cells"]
    )
    for source in sorted((ROOT / "src/wordmodes/grade").rglob("*.py")):
        handed[source.name] = source.read_text(encoding="utf-8")
    for line in hidden:
        found = [entry for entry, text in handed.items() if line in [one.strip() for one in text.splitlines()]]
        assert not found, f"{line!r} is in {found}"
    assert "rubric" not in handed["notebook"].lower()
    assert "SOLUTION" not in handed["notebook"]
    for cell in json.loads(handed[f"{name}.ipynb"])["cells"]:
        assert "tags" not in cell["metadata"]
        assert not cell.get("outputs")
    with zipfile.ZipFile(built / f"{name}_gradescope.zip") as archive:
        assert {"setup.sh", "run_autograder", f"checks/{name}.py"} == set(archive.namelist())
    for instructor in ("rubric.md", "common_errors.md", f"checks/{name}.py", f"{name}_solution.ipynb"):
        assert (built / "instructor" / instructor).stat().st_size > 300
    assert (built / f"otter/checks/{name}.py").is_file()


class Case:
    """What Otter-Grader 7 makes of a test file's function: it runs on all that the notebook has defined."""

    def __init__(self, name, points, hidden):
        self.name, self.points, self.hidden = name, points, hidden

    def __call__(self, function):
        self.run = function
        return self


@pytest.mark.parametrize("name", SETS)
def test_otter_runs_the_same_checks(name, solved, monkeypatch):
    monkeypatch.setitem(sys.modules, "otter", types.ModuleType("otter"))
    monkeypatch.setitem(sys.modules, "otter.test_files", types.SimpleNamespace(test_case=Case))
    monkeypatch.chdir(ROOT / "course")  # `checks` lie beside the notebook there
    cases = []
    for text in course_otter.test_files(name, ROOT / "course/checks").values():
        exec(text, file := {})
        assert file["OK_FORMAT"] is False
        cases += [(file["name"], case) for case in file.values() if isinstance(case, Case)]
    expected = [(one.part, f"{one.part} {one.title}", one.points, hidden) for one, hidden in _checks(name)]
    assert [(part, case.name, case.points, case.hidden) for part, case in cases] == expected
    for _, case in cases:
        case.run(solved(name).namespace | {"STUDENT": "ada"})
        with pytest.raises(AssertionError, match=r"\w{3}"):
            case.run({"STUDENT": "ada"})


@pytest.mark.parametrize("name", SETS)
def test_rubrics_give_the_points_that_the_set_says(name):
    """Points of written parts, in the headings of the rubric, sum to what the set says of each part."""
    found: dict[str, int] = {}
    for part, points in re.findall(
        r"^(\d\.\d)[^\n]*?, (\d+) points\.", course.tagged(course.read(name), "rubric"), re.M
    ):
        found[part] = found.get(part, 0) + int(points)
    assert found == problem_set(name).WRITTEN
    text = "\n".join("".join(cell["source"]) for cell in course.read(name)["cells"] if cell["cell_type"] == "markdown")
    announced = dict(re.findall(r"^## (\d\.\d) .*\((\d+) points\)$", text, re.M))
    checks = all_checks(problem_set(name), hidden_checks(ROOT / "course/checks", name))
    for part, points in announced.items():
        assert int(points) == sum(one.points for one, _ in checks if one.part == part) + problem_set(name).WRITTEN.get(
            part, 0
        )
    assert sum(map(int, announced.values())) == 100


def test_marks_of_a_solution_that_make_no_sense_are_refused():
    for source in ("# SOLUTION\nx = 1", "# END", "# SOLUTION\n# SOLUTION\n# END", "# ELSE x"):
        with pytest.raises(ValueError, match="solution"):
            course.student_source(source)
    assert course.student_source("    # SOLUTION\n    return 1\n    # END") == "    ...  # your code"
