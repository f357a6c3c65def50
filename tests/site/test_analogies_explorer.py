"""The analogies explorer in a browser: every control does what it says, to what the library says."""

import numpy as np
import pytest

from battery import HOSTILE, Battery, with_kernel
from conftest import drawn
from widget_page import widget_page
from wordmodes import evaluation
from wordmodes.evaluation.scores import AnalogyQuestions
from wordmodes.explorers import analogies_explorer, analogy_table
from wordmodes.theory import dynamics
from wordmodes.theory.modes import Modes

pytestmark = pytest.mark.browser

V, WIDE, D = 300, 24, 16


def arguments(name: str = "word") -> dict:
    rng = np.random.default_rng(0)
    vectors, _ = np.linalg.qr(rng.standard_normal((V, WIDE)))
    words = [f"word{i}" for i in range(V)]
    words[3] = name if name == HOSTILE else "word3"
    return {
        "modes": Modes(np.geomspace(60, 9, WIDE), vectors, 0.0),
        "words": words,
        "families": {"made up": np.array([[3, 4], [5, 6], [7, 8]])},
        "size": 200,
        "n_modes": D,
        "examples": [(words[3], "word4", "word5"), ("word20", "word21", "word22")],
    }


def make(name: str = "word"):
    return analogies_explorer(**arguments(name))


class TestAnalogies(Battery):
    page = "10_analogies.html"
    key = "analogies"
    make = staticmethod(make)
    hostile = staticmethod(lambda: make(HOSTILE))


@pytest.fixture(scope="module")
def widget():
    return make()


@pytest.fixture(scope="module")
def table():
    return analogy_table(**arguments())


def check_against_library(table, state: dict) -> None:
    """Compare the first answer, its cosine and the followed word's place with the library's, from the same table."""
    coded, step = table.coded()
    W, words = coded * step, table.words[: table.size]
    lam = table.modes.eigenvalues[: table.d]
    squares = dynamics.sigmoid(lam, table.starts(), state["time"] / lam[0])
    W = W[:, : state["d"]] if state["axis"] == "modes" else W * np.sqrt(squares / lam)
    rows = [words.index(state[name]) for name in "abc"]
    asked = AnalogyQuestions(words, ("one",), np.array([0]), np.array([[*rows, 0]]))
    top = evaluation.analogies(W, words, exclude=state["exclude"], questions=asked).predicted[0]
    unit = W / np.linalg.norm(W, axis=1, keepdims=True)
    a, b, c = unit[rows]
    cosines = unit @ (b - a + c) / np.linalg.norm(b - a + c)
    if state["exclude"]:
        cosines[rows] = -np.inf
    first, rank, cosine = state["answers"][0]
    assert (first, rank) == (words[top], 1)
    assert cosine == pytest.approx(cosines[top], abs=1e-8)
    followed = words.index(state["followed"])
    assert state["place"] == np.sum(cosines > cosines[followed]) + 1
    shown = state["answers"][-1] if state["place"] > 8 else state["answers"][state["place"] - 1]
    assert shown == [words[followed], state["place"], pytest.approx(cosines[followed], abs=1e-8)]
    grid = range(2, table.d + 1) if state["axis"] == "modes" else range(table.times()[0], table.times()[1] + 1)
    assert len(state["places"]) == len(grid)
    if state["axis"] == "modes":
        assert state["places"][state["d"] - 2] == state["place"]


def test_d_is_slid(alone, widget, table):
    with alone(widget) as visit:
        slider = visit.page.get_by_label("modes kept, d")
        slider.focus()
        seen = set()
        for key, d in (("Home", 2), ("ArrowRight", 3), ("PageUp", 13), ("End", 16), ("PageDown", 6)):
            visit.page.keyboard.press(key)
            state = drawn(visit)
            assert (state["d"], state["expected"]) == (d, "word6")
            check_against_library(table, state)
            seen.add(state["place"])
        assert len(seen) > 3
        said = visit.page.locator(".wm-readout").inner_text()
        assert "With 6 modes" in said
        assert f"has place {drawn(visit)['place']} of 197" in said


def test_time_is_slid(alone, widget, table):
    with alone(widget) as visit:
        slider = visit.page.get_by_label("time of training")
        assert not slider.is_visible()
        visit.page.get_by_label("training time").check()
        assert not visit.page.get_by_label("modes kept, d").is_visible()
        slider.focus()
        for key in ("Home", "PageUp", "ArrowRight", "End"):
            visit.page.keyboard.press(key)
            assert drawn(visit)["axis"] == "time"
            check_against_library(table, drawn(visit))
        assert drawn(visit)["time"] == table.times()[1]
        assert f"{D} of {D} modes have risen" in visit.page.locator(".wm-readout").inner_text()
        slider.evaluate("s => { s.value = 20.5; s.dispatchEvent(new Event('input', {bubbles: true})); }")
        assert drawn(visit)["time"] == 20.5
        check_against_library(table, drawn(visit))


def test_the_curve_can_be_dragged(alone, widget, table):
    with alone(widget) as visit:
        box = visit.page.locator("canvas").first.bounding_box()
        for share, d in ((0.0, 2), (1.0, D)):
            visit.page.mouse.click(box["x"] + 44 + share * (box["width"] - 56), box["y"] + 60)
            assert drawn(visit)["d"] == d
            check_against_library(table, drawn(visit))


def test_words_are_typed_and_completed(alone, widget, table):
    with alone(widget) as visit:
        field = visit.page.get_by_label("b", exact=True)
        field.fill("word19")
        offers = visit.page.locator(f"datalist[id='{field.get_attribute('list')}'] option")
        assert [offer.get_attribute("value") for offer in offers.all()] == [
            "word19",
            *(f"word19{i}" for i in range(10)),
        ]
        for label, word in (("a", "word150"), ("c", "WORD33")):
            visit.page.get_by_label(label, exact=True).fill(word)
            visit.page.keyboard.press("Tab")
        state = drawn(visit)
        assert [state[name] for name in "abc"] == ["word150", "word19", "word33"]
        assert (state["expected"], state["place"]) == (None, 1)
        check_against_library(table, state)
        assert "The test set has no answer to this" in visit.page.locator(".wm-readout").inner_text()
        field.fill("word250")
        visit.page.keyboard.press("Tab")
        assert "not among the 200 words" in visit.page.locator(".wm-explorer").inner_text()
        assert drawn(visit)["b"] == "word19"


def test_examples_are_asked_and_the_questions_words_allowed(alone, widget, table):
    with alone(widget) as visit:
        visit.page.get_by_role("button", name="word20 : word21 :: word22").click()
        assert [drawn(visit)[name] for name in "abc"] == ["word20", "word21", "word22"]
        check_against_library(table, drawn(visit))
        assert visit.page.locator(".wm-answer").inner_text() == drawn(visit)["answers"][0][0]
        visit.page.get_by_label("not allowed as answers").uncheck()
        assert drawn(visit)["exclude"] is False
        check_against_library(table, drawn(visit))
        assert visit.page.evaluate("location.hash").startswith("#analogies=word20,word21,word22,modes,16,")
        visit.page.get_by_label("b", exact=True).fill("word20")  # no step at all
        assert drawn(visit)["answers"][0] == ["word22", 1, pytest.approx(1)]


def test_a_cell_can_drive_it(alone, widget, table):
    with alone(with_kernel(widget_page(widget))) as visit:
        visit.page.evaluate("window.model.set('c', 'word9'); window.model.set('d', 7);")
        assert (drawn(visit)["c"], drawn(visit)["d"]) == ("word9", 7)
        check_against_library(table, drawn(visit))


def test_all_words_come_from_the_kernel(alone, widget, table):
    whole = analogies_explorer(**arguments())
    whole._words({"whole": True})
    with alone(with_kernel(widget_page(whole))) as visit:
        assert "all 300 words" in visit.page.locator(".wm-note").inner_text()
        visit.page.get_by_label("a", exact=True).fill("word250")
        visit.page.get_by_label("modes kept, d").focus()
        visit.page.keyboard.press("End")
        assert (drawn(visit)["a"], drawn(visit)["d"]) == ("word250", WIDE)
        visit.page.get_by_role("button", name="All words and modes").click()
        assert visit.page.evaluate("window.sent.at(-1)") == {"type": "words", "whole": False}
        visit.page.evaluate(
            """([manifest, bytes]) => {
              window.model.set('_manifest', manifest);
              window.model.set('_tables', new DataView(new Uint8Array(bytes).buffer));
            }""",
            [widget._manifest, list(widget._tables)],
        )
        assert (drawn(visit)["a"], drawn(visit)["d"]) == ("word3", D)
        check_against_library(table, drawn(visit))
        assert "200 most frequent of 300" in visit.page.locator(".wm-note").inner_text()
