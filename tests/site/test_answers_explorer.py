"""The explorer of answers in a browser: every control does what it says, to what the table says."""

import pytest

from battery import Battery
from conftest import drawn
from widget_page import widget_page
from wordmodes.explorers import answers_explorer
from wordmodes.explorers.answers.table import stored_answers

pytestmark = pytest.mark.browser


class TestAnswers(Battery):
    page = "08_pca.html"
    key = "answers"
    make = staticmethod(answers_explorer)


def check(state: dict) -> None:
    """Compare what is shown with the table."""
    (one,) = (one for one in stored_answers() if one.text == state["text"])
    assert state["hits"] == list(one.hits[state["target"]][state["modes"]][one.columns.index(state["d"])])


def test_every_choice_leads_to_its_own_answers(alone):
    with alone(widget_page(answers_explorer())) as visit:
        check(drawn(visit))
        visit.page.get_by_label("65 million words").check()
        assert drawn(visit)["text"] == "wikipedia"
        check(drawn(visit))
        visit.page.get_by_label("target").select_option("PPMI")
        visit.page.get_by_label("negative ones too").check()
        assert (drawn(visit)["target"], drawn(visit)["modes"]) == ("PPMI", "by modulus")
        check(drawn(visit))
        assert "65 million words" in visit.page.locator(".wm-readout").inner_text()
        assert visit.page.evaluate("location.hash") == "#answers=wikipedia,PPMI,by+modulus,100"


def test_the_slider_walks_the_columns(alone):
    with alone(widget_page(answers_explorer())) as visit:
        slider = visit.page.get_by_label("columns, d")
        slider.focus()
        for key, d in (("ArrowRight", 125), ("ArrowLeft", 100), ("Home", 10), ("End", 200)):
            visit.page.keyboard.press(key)
            assert drawn(visit)["d"] == d
            check(drawn(visit))
        assert slider.get_attribute("aria-valuetext") == "d = 200"


def test_a_cell_can_drive_it(alone):
    page = widget_page(answers_explorer()).replace("this.isStatic = true", "window.model = this, this.isStatic = true")
    with alone(page) as visit:
        visit.page.evaluate("window.model.set('d', 57); window.model.set('text', 'wikipedia');")
        assert (drawn(visit)["d"], drawn(visit)["text"]) == (60, "wikipedia")
        check(drawn(visit))
