"""The odds explorer in a browser: every control does what it says, to what the library says."""

import numpy as np
import pytest

from battery import HOSTILE, Battery
from conftest import drawn
from widget_page import widget_page
from wordmodes.explorers import odds_explorer, odds_table
from wordmodes.text.cooccurrence import Cooccurrence
from wordmodes.text.corpus import Vocabulary
from wordmodes.theory import targets

pytestmark = pytest.mark.browser

GOALS = ".wm-panel:last-child canvas:first-child"
SLIDER = "odds of the pair"


def example(seed: int, first: str = "word0", silent: bool = False) -> Cooccurrence:
    rng = np.random.default_rng(seed)
    rate = 1 / (1 + np.arange(30))
    counts = rng.poisson(3000 * np.outer(rate, rate) * rng.lognormal(0, 1, (30, 30)))
    counts = counts + counts.T
    counts[10, 11] = counts[11, 10] = 0 if silent else 40
    words = (first, *(f"word{i}" for i in range(1, 30)))
    return Cooccurrence(counts, Vocabulary(words, counts.sum(axis=1)), 16)


def make(first: str = "word0"):
    texts = {"one": example(1, first, silent=True), "two": example(2, first)}
    pairs = [(first, "word1"), ("word3", "word9"), ("word10", "word11")]
    return odds_explorer(odds_table(texts, pairs, [first, *(f"word{i}" for i in range(1, 30))], size=30))


class TestOdds(Battery):
    page = "04_near_the_origin.html"
    key = "odds"
    make = staticmethod(make)
    hostile = staticmethod(lambda: make(HOSTILE))


@pytest.fixture(scope="module")
def widget():
    return make()


def check_against_library(state: dict) -> None:
    """Compare both minima with the library's, on a joint distribution of three words that has the pair in it."""
    share = 0.01  # P_1 = P_2
    p = state["odds"] * share**2
    if p > share:
        return
    P = np.array([[share - p, p, 0], [p, share - p, 0], [0, 0, 1 - 2 * share]])
    k = state["negatives"]
    problem = targets.weighted_target(P, psi_plus=1, psi_minus=k)
    assert float(state["m"]) == pytest.approx(problem.M[0, 1], rel=1e-9, abs=1e-12)
    assert float(state["log"]) == pytest.approx(targets.shifted_pmi(P, k)[0, 1], rel=1e-9, abs=1e-12)


def test_the_slider_moves_the_odds_and_leaves_the_pair(alone, widget):
    with alone(widget) as visit:
        assert drawn(visit)["odds"] == 4
        check_against_library(drawn(visit))
        visit.page.get_by_label("a telling pair").select_option("word3 word9")
        at = drawn(visit)
        assert at["words"] == ["word3", "word9"]
        assert at["odds"] == pytest.approx(widget.table.odds("one", ("word3", "word9")), rel=1e-12)
        check_against_library(at)
        visit.page.get_by_label(SLIDER).focus()
        visit.page.keyboard.press("End")
        assert (drawn(visit)["odds"], drawn(visit)["words"]) == (1000, ["", ""])
        visit.page.keyboard.press("Home")
        at = drawn(visit)
        assert (at["odds"], at["log"], at["m"]) == (0, -np.inf, -2)
        assert "never real" in visit.page.locator(".wm-readout").inner_text()
        visit.page.keyboard.press("ArrowRight")
        assert drawn(visit)["odds"] == 0.001
        visit.page.keyboard.press("PageUp")
        assert drawn(visit)["odds"] == pytest.approx(0.01, rel=0.3)


def test_made_up_pairs_divide_the_odds(alone, widget):
    with alone(widget) as visit:
        plain = drawn(visit)
        visit.page.get_by_role("radio", name="k = 5").check()
        at = drawn(visit)
        assert at["odds"] == plain["odds"]
        assert at["log"] == pytest.approx(plain["log"] - np.log(5))
        check_against_library(at)
        assert "A pair, with k = 5:" in visit.page.locator(".wm-readout").inner_text()


def test_two_typed_words_and_the_other_text(alone, widget):
    with alone(widget) as visit:
        visit.page.get_by_label("first word").fill("word10")
        assert drawn(visit)["odds"] == 4  # half a pair is none
        visit.page.get_by_label("second word").fill("word11")
        assert (drawn(visit)["words"], drawn(visit)["odds"]) == (["word10", "word11"], 0)
        visit.page.get_by_role("radio", name="two").check()
        expected = widget.table.odds("two", ("word10", "word11"))
        assert drawn(visit)["odds"] == pytest.approx(expected, rel=1e-12)
        assert drawn(visit)["words"] == ["word10", "word11"]
        visit.page.get_by_label("first word").fill("nonsense")
        visit.page.keyboard.press("Tab")
        assert "“nonsense” is not among the 30 words; nearest are" in visit.page.locator(".wm-fault").first.inner_text()


def test_a_hand_moves_the_pair_along_the_curve_and_catches_a_telling_one(alone, widget):
    with alone(widget) as visit:
        canvas = visit.page.locator(GOALS)
        box = canvas.bounding_box()

        def to(log: float) -> tuple[float, float]:
            return box["x"] + 40 + (box["width"] - 52) * (log + 7.2) / 14.4, box["y"] + 60

        visit.page.mouse.move(*to(-3))
        visit.page.mouse.down()
        assert drawn(visit)["log"] == pytest.approx(-3, abs=0.03)
        visit.page.mouse.move(*to(4.6))
        assert drawn(visit)["log"] == pytest.approx(4.6, abs=0.03)
        assert drawn(visit)["words"] == ["", ""]
        check_against_library(drawn(visit))
        visit.page.mouse.move(*to(np.log(widget.table.odds("one", ("word3", "word9")))))
        visit.page.mouse.up()
        assert drawn(visit)["words"] == ["word3", "word9"]
        assert visit.page.evaluate("location.hash").startswith("#odds=one,word3,word9,")


def test_a_cell_can_drive_it(alone, widget):
    source = widget_page(widget)
    listening = source.replace("save_changes() {}", "save_changes() { window.model = this; }")
    assert listening != source
    with alone(listening) as visit:
        visit.page.get_by_label(SLIDER).focus()
        visit.page.keyboard.press("ArrowRight")
        visit.page.evaluate("window.model.set('words', ['word3', 'word9'])")
        expected = widget.table.odds("one", ("word3", "word9"))
        assert drawn(visit)["odds"] == pytest.approx(expected, rel=1e-12)
        visit.page.evaluate("window.model.set('words', ['', '']); window.model.set('odds', 0);")
        assert (drawn(visit)["odds"], drawn(visit)["words"]) == (0, ["", ""])


def test_it_keeps_its_height(alone, widget):
    for width in (1280, 704, 390):
        with alone(widget, width=width) as visit:
            heights = set()
            visit.page.get_by_label(SLIDER).focus()
            for key in ["Home"] + ["PageUp"] * 7:
                visit.page.keyboard.press(key)
                heights.add(visit.page.locator(".wm-explorer").bounding_box()["height"])
            for pair in ("word10 word11", "word3 word9"):
                visit.page.get_by_label("a telling pair").select_option(pair)
                visit.page.get_by_role("radio", name="k = 5").check()
                heights.add(visit.page.locator(".wm-explorer").bounding_box()["height"])
            assert len(heights) == 1
