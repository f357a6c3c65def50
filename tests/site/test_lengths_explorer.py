"""The explorer of lengths in a browser: every control does what it says, to what was stored."""

import pytest

from battery import Battery
from conftest import drawn
from widget_page import widget_page
from wordmodes.explorers import lengths_explorer
from wordmodes.explorers.instances import BOOK
from wordmodes.explorers.lengths.scores import CLOSED, stored_points

pytestmark = pytest.mark.browser


class TestLengths(Battery):
    page = "12_scaling_up.html"
    key = "lengths"
    make = staticmethod(BOOK["lengths"].make)


def check(state: dict) -> None:
    """Compare what is shown with the stored scores."""
    window, test = state["window"], state["test"]
    here = {p.method: p for p in stored_points() if (p.window, p.tokens) == (window, state["tokens"])}
    shown = {name: (one["value"], one["error"]) for name, one in state["points"]}
    assert shown == {name: point.scores[test] for name, point in here.items()}
    for one in state["ratios"]:
        at = {p.method: p.scores[test][0] for p in stored_points() if (p.window, p.tokens) == (window, one["tokens"])}
        rival = next(at[name] for name in at if name.split(", k")[0] == state["against"])
        assert one["value"] == pytest.approx(at[state["method"]] / rival)


def test_the_slider_walks_the_stored_lengths(alone):
    widget = lengths_explorer()
    lengths = sorted({point.tokens for point in stored_points()})
    with alone(widget) as visit:
        slider = visit.page.get_by_label("length of the text", exact=True)
        slider.focus()
        for key, place in (("Home", 0), ("ArrowRight", 1), ("PageUp", 3), ("End", -1), ("ArrowLeft", -2)):
            visit.page.keyboard.press(key)
            assert drawn(visit)["tokens"] == lengths[place]
            check(drawn(visit))


def test_every_choice_shows_its_own_numbers(alone):
    with alone(lengths_explorer()) as visit:
        for label, test in (("WordSim353", "wordsim353"), ("SimLex-999", "simlex999"), ("analogies", "analogies")):
            visit.page.get_by_label(label, exact=True).check()
            assert drawn(visit)["test"] == test
            check(drawn(visit))
        for rival in CLOSED[1:]:
            visit.page.get_by_label("held against").select_option(rival)
            assert drawn(visit)["against"] == rival
            check(drawn(visit))
        for name in CLOSED:
            visit.page.get_by_label("closed form", exact=True).select_option(name)
            visit.page.get_by_label("window 16, d = 200").check()
            assert (drawn(visit)["method"], drawn(visit)["window"]) == (name, 16)
            assert drawn(visit)["against"] != name  # a method is not held against itself
            check(drawn(visit))
        assert visit.page.evaluate("location.hash").startswith("#lengths=PPMI,")


def test_a_picture_can_be_dragged_to_a_length(alone):
    with alone(lengths_explorer()) as visit:
        box = visit.page.locator(".wm-explorer canvas").first.bounding_box()
        visit.page.mouse.click(box["x"] + 60, box["y"] + 100)
        assert drawn(visit)["tokens"] == 150_000


def test_a_cell_can_drive_it(alone):
    page = widget_page(lengths_explorer()).replace("this.isStatic = true", "window.model = this, this.isStatic = true")
    with alone(page) as visit:
        visit.page.evaluate("window.model.set('tokens', 700000); window.model.set('method', 'PPMI');")
        assert (drawn(visit)["tokens"], drawn(visit)["method"]) == (600_000, "PPMI")
        check(drawn(visit))
