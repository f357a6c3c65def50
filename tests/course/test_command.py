"""The command python -m wordmodes.grade: a notebook, a folder, a sheet of predictions; what it writes and returns."""

import csv
import json
import sys
from pathlib import Path

import pytest

import course
from hostile import notebook
from wordmodes.grade import Check, Checks, Wrong, _confine, _sandbox, array, checker, close, hand_out, same
from wordmodes.grade.__main__ import main
from wordmodes.grade._answers import Missing, collect, decode, encode
from wordmodes.grade._files import write
from wordmodes.grade._marking import Report, grade
from wordmodes.grade._notebooks import read_cells, set_of
from wordmodes.grade._predictions import grade_sheet
from wordmodes.grade._reports import as_csv

ROOT = Path(__file__).resolve().parents[2]
CHECKS = str(ROOT / "course/checks")
CONFINED = sys.platform.startswith("linux")
TRUST = [] if CONFINED else ["--trust"]


@pytest.fixture(scope="module")
def solution() -> str:
    return json.dumps(course.solution_version(course.read("set2"), "", "ada"))


def test_a_notebook_gets_gradescopes_form(solution, tmp_path, capsys):
    path = tmp_path / "mine.ipynb"
    path.write_text(solution)
    assert (
        main([str(path), "--student", "ada", "--checks", CHECKS, "--json", str(tmp_path / "results.json"), *TRUST]) == 0
    )
    results = json.loads((tmp_path / "results.json").read_text())
    assert results["score"] == sum(test["max_score"] for test in results["tests"]) == 60
    assert {test["visibility"] for test in results["tests"]} == {"visible", "after_due_date"}
    assert {test["status"] for test in results["tests"]} == {"passed"}
    assert results["extra_data"]["set"] == "set2"
    assert "60 of 60" in capsys.readouterr().out
    assert sorted(one.name for one in tmp_path.iterdir()) == ["mine.ipynb", "results.json"]


def test_a_folder_gets_a_table(solution, tmp_path, capsys):
    work = tmp_path / "work"
    (work / "emmy").mkdir(parents=True)
    (work / "ada.ipynb").write_text(solution)
    (work / "emmy/set2.ipynb").write_text(notebook("x = 1"))
    assert main([str(work), "--checks", CHECKS, "--set", "set2", "--csv", str(tmp_path / "marks.csv"), *TRUST]) == 1
    rows = {row["student"]: row for row in csv.DictReader((tmp_path / "marks.csv").open())}
    assert rows["ada"]["points"] == "60"
    assert rows["ada"]["2.2"] == "16"
    assert rows["emmy"]["points"] == "0"
    assert rows["emmy"]["reason"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.ipynb"], "there is no nowhere.ipynb"),
        (["."], "holds no notebooks"),
        ([".", "--student", "ada"], "no --student"),
        (["x.ipynb", "--json", "nowhere/results.json"], "no folder nowhere"),
        (["x.ipynb", "--set", "set9"], "set9"),
        (["x.ipynb", "--set", "set1", "--checks", "nowhere"], "no hidden checks"),
        (["x.ipynb", "--seconds", "0"], "at least 1"),
    ],
)
def test_a_wrong_command_is_told_so(arguments, said, tmp_path, monkeypatch, capsys):
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    if arguments[0] == "x.ipynb":
        Path("x.ipynb").write_text(notebook("x = 1"))
    assert main(arguments) == 2
    assert said in capsys.readouterr().err


def test_where_files_cannot_be_protected_nothing_runs(tmp_path, monkeypatch, capsys):
    (tmp_path / "x.ipynb").write_text(notebook("open('ran', 'w')"))
    heard = _sandbox._heard

    def unprotected(outcome, line):
        done = heard(outcome, line)
        outcome.held = [one for one in outcome.held if one != "files"]
        return done

    monkeypatch.setattr(_sandbox, "_heard", unprotected)
    assert main([str(tmp_path / "x.ipynb"), "--set", "set1", "--checks", CHECKS]) == 2
    assert "--trust" in capsys.readouterr().err
    assert main([str(tmp_path / "x.ipynb"), "--set", "set1", "--checks", CHECKS, "--trust"]) == 1


def entry(named, **changes):
    made = {
        "name": named, "prediction": "ten times", "right": False, "committed": "2026-11-29T10:00:00.000Z",
        "revealed": "2026-11-29T10:00:00.500Z", "before_reveal": True,
    }  # fmt: skip
    return made | changes


def sheet(tmp_path, *entries, **changes) -> Path:
    path = tmp_path / "sheet.json"
    path.write_text(
        json.dumps({"format": "wordmodes-predictions-1", "name": "ada", "predictions": list(entries)} | changes)
    )
    return path


def test_a_whole_sheet_has_all_points_right_or_wrong(tmp_path):
    path = sheet(tmp_path, entry("a"), entry("b", right=True))
    assert main([str(path), "--json", str(tmp_path / "results.json")]) == 0
    assert json.loads((tmp_path / "results.json").read_text())["score"] == 2


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"prediction": None, "committed": None}, "no prediction"),
        ({"before_reveal": False}, "after the answer"),
        ({"before_reveal": "yes"}, "after the answer"),
        ({"revealed": "2026-11-29T09:00:00.000Z"}, "after the answer"),
        ({"committed": "yesterday"}, "when it was made"),
        ({"name": "a"}, "more than once"),
    ],
)
def test_a_prediction_that_does_not_count(changed, said, tmp_path):
    report = grade_sheet(sheet(tmp_path, entry("a"), entry("b", **changed), entry("c")))
    assert said in report.lines[1].hint
    assert report.points == (1 if "name" in changed else 2)
    assert report.most == 3


def test_a_sheet_that_is_none_and_one_that_is_short(tmp_path):
    for content in ("x", "[]", "{}", '{"format": "wordmodes-predictions-1", "predictions": [1]}', "[" * 100_000):
        (tmp_path / "bad.json").write_text(content)
        report = grade_sheet(tmp_path / "bad.json", "ada", 4)
        assert (report.points, report.most) == (0, 4)
        assert report.reason
    assert grade_sheet(sheet(tmp_path, entry("a")), expected=3).most == 3


def test_a_table_holds_no_formulas():
    assert "'=cmd" in as_csv([Report("x.ipynb", "set1", "=cmd()")])


def test_nothing_is_written_half(tmp_path):
    target = tmp_path / "results.json"
    target.write_text("old")
    with pytest.raises(TypeError):
        write(target, b"no text")
    assert target.read_text() == "old"
    write(target, "new \ud800")  # of which there are some in what submissions say
    assert target.read_text() == "new \\ud800"
    assert list(tmp_path.iterdir()) == [target]


def test_answers_survive_the_way():
    import numpy as np

    for value in (1, -2.5, "word", True, [1, [2.0, "x"]], {"a": 1}, float("inf"), 10**400):
        back = decode(json.loads(json.dumps(encode(value))))
        assert back == (float("inf") if value == 10**400 else value)
    for array_ in (np.arange(6).reshape(2, 3), np.array([1.5, np.nan, -np.inf]), np.array([[True, False]])):
        back = decode(json.loads(json.dumps(encode(array_))))
        assert np.array_equal(back, array_, equal_nan=True)
        assert back.dtype.kind == ("f" if array_.dtype.kind == "f" else "i")
    assert isinstance(decode({"pairs": 3}), Missing)
    assert "raised ValueError" in decode(collect({"f": lambda: int("no")}, {"name": "f", "calls": [[]]}))[0].why


def test_odd_answers_are_read_or_said_to_be_none():
    import numpy as np

    def ends():
        sys.exit()

    class Odd(list):
        def __class__(self):
            raise RuntimeError

    namespace = {"x": np.longdouble(2.5), "z": np.clongdouble(1), "words": [{"b", "a"}], "ends": ends, "odd": Odd()}
    found = {name: decode(collect(namespace, {"name": name})) for name in ("x", "z", "words", "odd")}
    assert found["x"] == 2.5
    assert "can't be graded" in found["z"].why
    assert found["words"] == [["a", "b"]]
    assert isinstance(found["odd"], Missing)
    assert "exit()" in decode(collect(namespace, {"name": "ends", "calls": [[]]}))[0].why


def test_one_that_can_not_be_marked_leaves_the_others_their_marks(solution, tmp_path, capsys):
    work = tmp_path / "work"
    (work / ".ipynb_checkpoints").mkdir(parents=True)
    (work / "eve").mkdir()
    for name in ("ada.ipynb", "._ada.ipynb", ".ipynb_checkpoints/ada-checkpoint.ipynb"):
        (work / name).write_text(solution)
    (work / "bob.IPYNB").write_text(notebook(begin='mine = hand_out("set10", "bob")'))
    (work / "eve/set2.ipynb").write_text(notebook(begin='raise ValueError("\\udcff")\nhand_out("set2", STUDENT)'))
    (work / "eve/set6_counts.json").write_text("{}")
    files = {"csv": tmp_path / "marks.csv", "json": tmp_path / "marks.json"}
    outputs = [one for kind, path in files.items() for one in (f"--{kind}", str(path))]
    assert main([str(work), "--checks", CHECKS, *outputs, *TRUST]) == 1
    rows = {row["student"]: row for row in csv.DictReader(files["csv"].open())}
    assert set(rows) == {"ada", "bob", "eve"}
    assert rows["ada"]["points"] == "60"
    assert "there is no problem set 'set10'" in rows["bob"]["reason"]
    assert "udcff" in rows["eve"]["reason"]
    assert len(json.loads(files["json"].read_text())) == 3
    capsys.readouterr()


def test_ids_are_composed_and_another_course_is_said(tmp_path):
    for a, b in (("jose\u0301", "JOS\u00c9 "), ("ada", "ADA")):
        assert hand_out("set1", a).words == hand_out("set1", b).words
    path = tmp_path / "mine.ipynb"
    path.write_text(notebook(begin='STUDENT = "jos\u00e9"\nCOURSE = "spring"\nhand_out("set1", STUDENT)'))
    report = grade(path, "jose\u0301", "Spring", CHECKS, trust=not CONFINED)
    assert [note for note in report.notes if "data of" in note] == [
        "The notebook works with the data of the course 'spring'; it was marked with 'Spring'."
    ]


def test_hints_of_checks():
    checks = Checks("set0")

    @checks.add("0.1", 4, "a number", "x")
    def _judge(data, x):
        same("x", x, 2.0, {"twice": 4.0}, share=0.5)

    check = checks.checks[0]
    assert isinstance(check, Check)
    assert check.mark(None, {"x": 2.0}) == (4, "")
    assert check.mark(None, {"x": 4.0}) == (2.0, "x: twice")
    assert check.mark(None, {"x": 2.1})[0] == 0
    assert check.mark(None, {"x": "no"}) == (0.0, "x must be numbers")
    assert check.mark(None, {"x": Missing("why")}) == (0, "why")
    with pytest.raises(ValueError, match="at least 1"):
        checks.add("0.2", 0, "nothing")
    with pytest.raises(Wrong, match="shape"):
        array("P", [[1.0]], (2, 2))
    assert not close([1.0, float("inf")], [1.0, 2.0])


def test_names_and_magic_lines(tmp_path):
    path = tmp_path / "set3_mine.ipynb"
    for given, left in {
        "%matplotlib inline\n!rm -rf /\ny = 2": "y = 2",
        "%time y = 2": "y = 2",
        "%%time\ny = 2": "y = 2",
        "if True:\n    %time y = 2\n    !ls\ny?\ny.sum??": "if True:\n    y = 2\n    pass\npass\npass",
        "y = 7 \\\n% 4": "y = 7 \\\n% 4",
        'text = """\n%s\n    why?\n""" % 3': 'text = """\n%s\n    why?\n""" % 3',
        "y = (": "y = (",
    }.items():
        path.write_text(notebook(given))
        assert read_cells(path)[1] == left
    assert set_of(path, ["x"]) == "set3"
    with pytest.raises(ValueError, match="STUDENT"):
        hand_out("set1", " ")
    with pytest.raises(ValueError, match="no check here"):
        checker(hand_out("set2", "ada"), {})("9.9")


def test_what_cannot_be_confined_is_not_claimed(monkeypatch):
    monkeypatch.setattr(_confine.sys, "platform", "darwin")
    assert _confine.namespaces("/nowhere", 1) == []
    assert _confine.landlock("/nowhere", []) == []
