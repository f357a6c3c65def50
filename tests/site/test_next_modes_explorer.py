"""The explorer of next words in a browser: every control does what it says, to what was stored."""

import numpy as np
import pytest

from battery import Battery
from conftest import drawn
from widget_page import widget_page
from wordmodes.explorers import next_modes_explorer
from wordmodes.explorers.instances import BOOK
from wordmodes.explorers.next_modes.runs import SHARES, STEP, TABLES, stored_runs
from wordmodes.training import next_word

pytestmark = pytest.mark.browser


class TestNextModes(Battery):
    page = "11_beyond_word2vec.html"
    key = "next"
    make = staticmethod(BOOK["next_modes"].make)


@pytest.fixture(scope="module")
def runs():
    return stored_runs()


def check(runs, state: dict) -> None:
    """Compare what is shown with the stored run and the library's times."""
    run = runs[state["table"], state["share"]]
    due = next_word.half_rise(run.values, run.starts, STEP / run.values[0]) * run.values[0]
    np.testing.assert_allclose(state["due"], due, rtol=1e-5)
    late = run.met / due - 1
    assert state["onTime"] == np.sum(np.abs(late) <= 0.05)
    assert state["t"] == pytest.approx(state["time"] * run.times[-1])
    expected = [np.interp(state["t"], run.times, column) for column in run.overlaps.T]
    np.testing.assert_allclose(state["overlaps"], expected, atol=3e-3)
    curves = run.heights if state["shown"] == "heights" else run.learned
    here = [max(np.interp(state["t"], run.times, column), 0) for column in curves.T]
    np.testing.assert_allclose(state["here"], here, atol=1e-4 * curves.max())


def test_the_slider_walks_the_shares(alone, runs):
    with alone(next_modes_explorer()) as visit:
        slider = visit.page.get_by_label("share of the text, θ")
        slider.focus()
        for key, place in (("ArrowLeft", 1), ("PageDown", 3), ("Home", -1), ("ArrowRight", -2), ("End", 0)):
            visit.page.keyboard.press(key)
            assert drawn(visit)["share"] == SHARES[place]
            check(runs, drawn(visit))


def test_every_text_and_both_pictures(alone, runs):
    with alone(next_modes_explorer()) as visit:
        for name in TABLES:
            visit.page.get_by_label("text", exact=True).select_option(name)
            for label, shown in (("the model's own", "values"), ("foretold modes", "heights")):
                visit.page.get_by_label(label).check()
                assert (drawn(visit)["table"], drawn(visit)["shown"]) == (name, shown)
                check(runs, drawn(visit))
        assert "0 of 6 modes are on time" in visit.page.locator(".wm-readout").inner_text()
        assert visit.page.evaluate("location.hash") == "#next=adjacent,1,heights,0.45"


def test_it_plays_and_can_be_dragged(alone, runs):
    with alone(next_modes_explorer()) as visit:
        visit.page.get_by_role("button", name="Play").click()
        visit.page.wait_for_function("window.drawn.time > 0.47")
        visit.page.get_by_role("button", name="Pause").click()
        box = visit.page.locator(".wm-explorer canvas").first.bounding_box()
        visit.page.mouse.click(box["x"] + 60, box["y"] + 100)
        assert 0 < drawn(visit)["time"] < 0.2
        check(runs, drawn(visit))


def test_a_cell_can_drive_it(alone, runs):
    page = widget_page(next_modes_explorer())
    page = page.replace("this.isStatic = true", "window.model = this, this.isStatic = true")
    with alone(page) as visit:
        visit.page.evaluate("window.model.set('share', 0.02); window.model.set('table', 'planted');")
        assert (drawn(visit)["share"], drawn(visit)["table"]) == (0.03, "planted")
        check(runs, drawn(visit))
