"""The update explorer in a browser: every control does what it says, to what the library says."""

import numpy as np
import pytest

from battery import Battery
from conftest import drawn
from widget_page import widget_page
from wordmodes.explorers import update_explorer
from wordmodes.theory.targets import WeightedTarget
from wordmodes.training.losses import loss_and_gradient

pytestmark = pytest.mark.browser

SHARES = {"real": 1.0, "made-up": 0.0, "both": 1 / 6}


class TestUpdate(Battery):
    page = "03_skip_gram.html"
    key = "update"
    make = staticmethod(update_explorer)


@pytest.fixture(scope="module")
def source() -> str:
    return widget_page(update_explorer())


def words(visit) -> str:
    return visit.page.locator(".wm-readout").inner_text()


def check_against_library(state: dict) -> None:
    """Walk the steps with the library's gradient, and compare where they lead and what that costs."""
    share = SHARES[state["pair"]]
    target = WeightedTarget(np.array([[2 * (2 * share - 1)]]), np.array([[1.0]]))
    w, c = np.array([state["word"]]), np.array([state["context"]])
    for _ in range(state["steps"]):
        _, by_w, by_c = loss_and_gradient(target, w, c, "logistic")
        w, c = w - state["rate"] * by_w, c - state["rate"] * by_c
    np.testing.assert_allclose(state["now"], [w[0], c[0]], rtol=1e-9, atol=1e-12)
    assert state["loss"] == pytest.approx(loss_and_gradient(target, w, c, "logistic")[0], rel=1e-9)
    assert state["score"] == pytest.approx((w @ c.T).item())


@pytest.mark.parametrize(
    ("label", "keys", "trait", "value"),
    [
        ("w, across", ("PageUp",), "word", [1.65, -0.35]),
        ("w, up", ("PageDown", "ArrowRight"), "word", [1.15, -0.8]),
        ("c, across", ("ArrowLeft",), "context", [0.4, 0.9]),
        ("c, up", ("End",), "context", [0.45, 2.5]),
        ("step size η", ("PageUp", "ArrowLeft"), "rate", 0.9),
        ("steps made", ("PageUp", "ArrowRight"), "steps", 11),
    ],
)
def test_each_slider_moves_what_it_names(alone, source, label, keys, trait, value):
    with alone(source) as visit:
        before = drawn(visit)
        visit.page.locator(f'input[aria-label="{label}"]').focus()
        for key in keys:
            visit.page.keyboard.press(key)
        state = drawn(visit)
        assert state[trait] == pytest.approx(value)
        traits = ("word", "context", "pair", "rate", "steps")
        assert [name for name in traits if state[name] != before[name]] == [trait]
        check_against_library(state)


def test_the_kind_of_pair_turns_the_step(alone, source):
    with alone(source) as visit:
        errors = {}
        for pair, said in (("real", "A real pair"), ("made-up", "A made-up pair"), ("both", "made up five times")):
            visit.page.locator(f'input[value="{pair}"]').check(force=True)
            state = drawn(visit)
            assert state["pair"] == pair
            assert said in words(visit)
            check_against_library(state)
            errors[pair] = state["error"]
        assert errors["real"] - errors["made-up"] == pytest.approx(1)
        assert errors["both"] == pytest.approx((errors["real"] + 5 * errors["made-up"]) / 6)


def test_one_step_after_another(alone, source):
    with alone(source) as visit:
        for n in (1, 2, 3):
            visit.page.get_by_role("button", name="One step").click()
            assert drawn(visit)["steps"] == n
            check_against_library(drawn(visit))
        assert "after 3 steps of η = 0.7" in words(visit)
        visit.page.locator('input[aria-label="steps made"]').focus()
        visit.page.keyboard.press("End")
        visit.page.get_by_role("button", name="One step").click()
        assert drawn(visit)["steps"] == 60


def test_play_runs_whole_steps_to_the_end(alone, source):
    with alone(source, fragment="#update=1.15,-0.35,0.45,0.9,real,0.7,57") as visit:
        visit.page.get_by_role("button", name="Play").click()
        visit.page.wait_for_function("window.drawn.steps === 60")
        check_against_library(drawn(visit))


def tips(visit) -> list[tuple[float, float]]:
    """Where the tips of w and c are on the screen, in the plane's own scale of 2.625 from its middle to its top."""
    box = visit.page.locator(".wm-panel canvas").first.bounding_box()
    inside = (box["width"] - 2, box["height"] - 2)
    unit = inside[1] / 2 / 2.625
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    return [(middle[0] + unit * x, middle[1] - unit * y) for x, y in drawn(visit)["now"]]


def test_a_tip_can_be_dragged_and_goes_on_from_where_it_is(alone, source):
    with alone(source) as visit:
        mouse = visit.page.mouse
        (x, y), _ = tips(visit)
        mouse.move(x, y)
        mouse.down()
        mouse.move(x - 100, y - 60)
        mouse.up()
        state = drawn(visit)
        assert state["word"] != [1.15, -0.35]
        assert state["context"] == [0.45, 0.9]
        assert tips(visit)[0] == pytest.approx((x - 100, y - 60), abs=4)
        assert "update=" in visit.page.evaluate("location.hash")
        check_against_library(state)

        visit.page.locator('input[aria-label="steps made"]').focus()
        visit.page.keyboard.press("PageUp")
        before = drawn(visit)
        x, y = tips(visit)[1]
        mouse.move(x, y)
        mouse.down()
        mouse.move(x + 30, y)
        mouse.up()
        state = drawn(visit)
        assert state["steps"] == 0
        np.testing.assert_allclose(state["word"], before["now"][0], atol=0.006)
        assert tips(visit)[1] == pytest.approx((x + 30, y), abs=4)


def test_a_finger_on_the_empty_plane_scrolls_the_page(alone, source):
    with alone(source, width=390, has_touch=True, is_mobile=True) as visit:
        box = visit.page.locator(".wm-panel canvas").first.bounding_box()
        taken = """([x, y]) => {
          const node = document.querySelector('.wm-panel canvas');
          const touch = new Touch({identifier: 1, target: node, clientX: x, clientY: y});
          return !node.dispatchEvent(new TouchEvent('touchstart', {touches: [touch], cancelable: true, bubbles: true}));
        }"""
        assert not visit.page.evaluate(taken, [box["x"] + 20, box["y"] + 20])
        assert visit.page.evaluate(taken, list(tips(visit)[0]))


def test_from_the_origin_nothing_moves(alone, source):
    with alone(source, fragment="#update=0,0,0,0,real,2,0") as visit:
        assert "no step will ever change them" in words(visit)
        visit.page.locator('input[aria-label="steps made"]').focus()
        visit.page.keyboard.press("End")
        assert drawn(visit)["now"] == [[0, 0], [0, 0]]


def test_a_cell_can_drive_it(alone, source):
    listening = source.replace("save_changes() {}", "save_changes() { window.model = this; }")
    assert listening != source
    with alone(listening) as visit:
        visit.page.get_by_role("button", name="One step").click()
        assert visit.page.evaluate("window.model.get('steps')") == 1
        visit.page.evaluate("window.model.set('word', [-1, 0.5]); window.model.set('steps', 20);")
        state = drawn(visit)
        assert (state["word"], state["steps"]) == ([-1, 0.5], 20)
        check_against_library(state)
