"""Questions and their answers: what is read from a box, what a cell leaves, and what stops the build."""

import json
from types import SimpleNamespace

import numpy as np
import pytest
from sphinx.errors import ExtensionError

import book_predict
import predict_questions as questions
from predict_controls import closing, data, marks
from wordmodes.book import predictions

CHOICE = """:class: tip predict-choice
:name: predict-08-end
Where does it end?

- at *PCA*
- at $M^*$ itself
- nowhere"""
NUMBER = """:class: tip predict-number
:name: predict-08-wait
How long?

- from 1 to 10 000 times, right within a factor of 1.5"""
ORDER = """:class: tip predict-order
:name: predict-08-rank
Best first.

- one
- two
- three"""
CURVE = """:class: tip predict-curve veil-text
:name: predict-08-rise
Draw it.

- across: time, in units of 1/λ₁
- up: share of its height, from 0 to 1, right within 0.1"""


def box(body: str) -> str:
    return f":::{{admonition}} Predict\n{body}\n:::"


def record(value, *tempting: str, name: str = "predict-08-end") -> dict:
    return {"name": name, "value": value, "tempting": list(tempting)}


def asked(body: str) -> questions.Question:
    found = questions.question(body, "08_pca", 3)
    assert found is not None
    return found


def resolved(body: str, value, *tempting: str) -> dict:
    return questions.resolved(asked(body), questions.Answer("08_pca", 4, record(value, *tempting)))


def test_a_box_of_each_kind_is_read():
    choice, number, order, curve = map(asked, (CHOICE, NUMBER, ORDER, CURVE))
    assert (choice.kind, choice.name, choice.text, choice.at_once) == (
        "choice",
        "predict-08-end",
        "Where does it end?",
        False,
    )
    assert choice.items == ("at *PCA*", "at $M^*$ itself", "nowhere")
    assert (number.low, number.high, number.unit, number.factor, number.tolerance) == (1, 10_000, "times", True, 1.5)
    assert order.items == ("one", "two", "three")
    assert (curve.across, curve.up, curve.unit) == ("time, in units of 1/λ₁", "share of its height", "")
    assert (curve.low, curve.high, curve.factor, curve.tolerance, curve.at_once) == (0, 1, False, 0.1, True)


def test_a_plain_box_is_no_question():
    assert questions.question(":class: tip\nWhat will you see?", "08_pca", 3) is None
    assert questions.question(":class: tip\nWhich?\n\n- this\n- that", "08_pca", 3) is None


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (CHOICE.replace("predict-choice", "predict-riddle"), "class is one of"),
        (CHOICE.replace("predict-choice", "predict-choice predict-number"), "class is one of"),
        (CHOICE.replace(" predict-choice", ""), "class is one of"),
        (CHOICE.replace(":name: predict-08-end\n", ""), "name is like predict-08-wait"),
        (CHOICE.replace("predict-08-end", "predict-09-end"), "name is like predict-08-wait"),
        (CHOICE.replace("predict-08-end", "end"), "name is like predict-08-wait"),
        (CHOICE + "\n\nAnd another thing.", "nothing behind it"),
        (CHOICE.partition("\n\n")[0], "two or more"),
        (CHOICE.replace("nowhere", "at PCA"), "two or more different"),
        (NUMBER.replace("right within", "within"), "write a scale as"),
        (NUMBER.replace("from 1 to", "from 0 to"), "above zero"),
        (NUMBER.replace("factor of 1.5", "factor of 1"), "no tolerance"),
        (NUMBER.replace("from 1 to 10 000", "from 9 to 3"), "no room"),
        (NUMBER + "\n- and more", "one list item"),
        (CURVE.replace("- across: time, in units of 1/λ₁\n", ""), "two list items"),
        (CURVE.replace("within 0.1", "within a factor of 2").replace("from 0", "from 0.1"), "not by factors"),
    ],
)
def test_what_is_no_question_is_refused(body, said):
    with pytest.raises(questions.Fault, match=said):
        asked(body)


def test_answers_are_held_against_their_question():
    assert resolved(CHOICE, "at PCA", "*") == {"answer": 0, "mistakes": ["*"]}
    assert resolved(CHOICE, "nowhere", "at PCA", "at M") == {"answer": 2, "mistakes": [0, 1]}
    assert resolved(NUMBER, 2.0, "low", "high") == {"answer": 2.0, "mistakes": ["low", "high"]}
    assert resolved(ORDER, ["two", "one", "three"], "*") == {"answer": [1, 0, 2], "mistakes": ["*"]}
    points = [[0, 0], [1, 0.5], [2, 1]]
    assert resolved(CURVE, points, "high", "*") == {"answer": points, "mistakes": ["high", "*"]}


@pytest.mark.parametrize(
    ("body", "value", "tempting", "said"),
    [
        (CHOICE, "at", ["*"], "2 of its items begin with 'at'"),
        (CHOICE, "somewhere", ["*"], "0 of its items"),
        (CHOICE, 2.0, ["*"], "no question of the kind choice"),
        (CHOICE, "at PCA", ["at PCA", "*"], "nobody can make"),
        (CHOICE, "at PCA", ["nowhere"], "say of each mistake"),
        (CHOICE, "at PCA", ["low", "*"], "0 of its items"),
        (NUMBER, 0.5, ["*"], "not on its scale, from 1 to 10000"),
        (NUMBER, "two", ["*"], "no question of the kind number"),
        (NUMBER, 2.0, ["high"], "say of each mistake"),
        (NUMBER, [[0, 1], [1, 2], [2, 3]], ["*"], "not on its scale"),
        (ORDER, ["one", "two", "three"], ["*"], "right order already"),
        (ORDER, ["two", "one"], ["*"], "order all 3 items"),
        (ORDER, ["two", "two", "one"], ["*"], "order all 3 items"),
        (CURVE, [[0, 0], [1, 0.5], [2, 1.5]], ["*"], "not on its scale, from 0 to 1"),
        (CURVE, 0.5, ["*"], "not on its scale"),
    ],
)
def test_what_answers_no_question_is_refused(body, value, tempting, said):
    with pytest.raises(questions.Fault, match=said):
        resolved(body, value, *tempting)


@pytest.fixture
def collect(tmp_path):
    """Return a function that stores cells in notebooks and collects them as the build does."""

    def run(**pages: list):
        for page, parts in pages.items():
            cells = [
                {"cell_type": "markdown", "source": box(part)}
                if isinstance(part, str)
                else {"cell_type": "code", "outputs": [{"data": {predictions.MIME: part}}]}
                for part in parts
            ]
            (tmp_path / f"{page[2:]}.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
        documents = {page[2:]: SimpleNamespace(docname=page[2:]) for page in [*pages, "p_notation"]}
        app = SimpleNamespace(config=SimpleNamespace(external_site_map=documents))
        env = SimpleNamespace(srcdir=tmp_path)
        book_predict.collect(app, env, [])
        return [(question.page, question.name, judged) for question, _, judged in env.book_predictions]

    return run


def test_questions_and_answers_are_paired(collect):
    found = collect(p_08_pca=[CHOICE, "A plain one?", record("nowhere", "*")], p_index=[])
    assert found == [("08_pca", "predict-08-end", {"answer": 2, "mistakes": ["*"]})]


def test_one_without_the_other_stops_the_build(collect):
    with pytest.raises(ExtensionError, match="08_pca asks 'predict-08-end', and no cell answers"):
        collect(p_08_pca=[CHOICE])
    with pytest.raises(ExtensionError, match="08_pca answers 'predict-08-end', which it does not ask"):
        collect(p_08_pca=["A plain one?", record("nowhere", "*")])
    with pytest.raises(ExtensionError, match="09_b answers 'predict-08-end', which it does not ask"):
        collect(p_08_pca=[CHOICE, record("nowhere", "*")], p_09_b=[record("nowhere", "*")])
    with pytest.raises(ExtensionError, match="twice"):
        collect(p_08_pca=[CHOICE, record("nowhere", "*"), record("nowhere", "*")])
    with pytest.raises(ExtensionError, match="asked 2 times"):
        collect(p_08_pca=[CHOICE, CHOICE, record("nowhere", "*")])
    with pytest.raises(ExtensionError, match="before it asks"):
        collect(p_08_pca=[record("nowhere", "*"), CHOICE])


def test_all_faults_are_named_at_once(collect):
    with pytest.raises(ExtensionError) as error:
        collect(p_08_pca=[CHOICE, NUMBER, record("elsewhere", "*")])
    assert "0 of its items begin with 'elsewhere'" in str(error.value)
    assert "'predict-08-wait', and no cell answers" in str(error.value)


def test_an_edition_changes_with_question_and_answer():
    def mark(body: str, value: str) -> str:
        return questions.edition(asked(body), questions.Answer("08_pca", 4, record(value, "*")))

    same = mark(CHOICE, "nowhere")
    assert same == mark(CHOICE, "nowhere")
    assert len({same, mark(CHOICE, "at PCA"), mark(CHOICE.replace("Where", "So where"), "nowhere")}) == 3


def shown(monkeypatch, *arguments, **settings) -> dict:
    seen: list = []
    monkeypatch.setattr(predictions, "display", seen.append)
    predictions.answer(*arguments, **settings)
    return seen[0]._repr_mimebundle_()


def test_an_answer_leaves_a_record_and_reads_well_in_jupyter(monkeypatch):
    found = shown(monkeypatch, "predict-08-wait", np.float64(2.0512), {"low": "So low.", "high": "So high."})
    assert found[predictions.MIME] == {"name": "predict-08-wait", "value": 2.1, "tempting": ["low", "high"]}
    assert found["text/plain"] == "predict-08-wait: 2.1"
    assert found["text/markdown"].endswith("The answer is **2.1**.\n\n- *Too low:* So low.\n- *Too high:* So high.")
    said = shown(monkeypatch, "predict-08-end", "nowhere", {"at PCA": "It is.", "*": "Else."})["text/markdown"]
    assert said.endswith("- *If you said ‘at PCA’:* It is.\n- *Otherwise:* Else.")
    points = shown(monkeypatch, "predict-08-rise", np.array([(0, 0), (1, 0.456), (2, 1)]), {"*": "So."}, digits=1)
    assert points[predictions.MIME]["value"] == [[0, 0], [1, 0.5], [2, 1]]
    assert json.loads(json.dumps(points)) == points


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("end", 1.0, {"*": "So."}), "must be like"),
        (("predict-08-end", float("nan"), {"*": "So."}), "value"),
        (("predict-08-end", [(0, 1), (1, 2)], {"*": "So."}), "three points"),
        (("predict-08-end", [], {"*": "So."}), "three points"),
        (("predict-08-end", 1.0, {}), "at least one mistake"),
        (("predict-08-end", 1.0, {"*": " "}), "at least one mistake"),
    ],
)
def test_what_is_no_answer_is_refused(monkeypatch, arguments, said):
    with pytest.raises(ValueError, match=said):
        shown(monkeypatch, *arguments)


def test_the_markup_holds_what_the_page_needs_and_no_more_than_text():
    choice = asked(CHOICE.replace("Where", "<b>\"Where'"))
    kept = data(choice, "12345678", {"answer": 2, "mistakes": ["*"]})
    assert "<" not in kept
    assert '"' not in kept
    assert "<label" in closing(asked(NUMBER))
    texts = [part.split("<")[0] for part in marks(asked(NUMBER)).split(">")[1::2]]
    assert texts == ["1", "10", "100", "1\u202f000", "10\u202f000"]
    linear = asked(
        NUMBER.replace("from 1 to 10 000 times, right within a factor of 1.5", "from 0 to 9, right within 1")
    )
    assert [part.split("<")[0] for part in marks(linear).split(">")[1::2]] == ["0", "4.5", "9"]
