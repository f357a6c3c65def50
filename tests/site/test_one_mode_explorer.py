"""The one-mode explorer in a browser: every control does what it says, to what the library says."""

import numpy as np
import pytest

from battery import Battery, with_kernel
from conftest import drawn
from widget_page import widget_page
from wordmodes import training
from wordmodes.explorers import one_mode_explorer
from wordmodes.theory import dynamics, spectra

pytestmark = pytest.mark.browser


class TestOneMode(Battery):
    page = "05_one_mode.html"
    key = "mode"
    make = staticmethod(one_mode_explorer)


@pytest.fixture(scope="module")
def source() -> str:
    return widget_page(one_mode_explorer())


def words(visit) -> str:
    return visit.page.locator(".wm-readout").inner_text()


def check_against_library(state: dict) -> None:
    """Compare the half-rise and the steps shown with the library's own."""
    lam, sigma, step = state["eigenvalue"], state["sigma"], state["step"]
    assert state["half"] == pytest.approx(float(dynamics.half_rise_time(lam, sigma)), rel=1e-9)
    assert state["limit"] == pytest.approx(training.stability_limit(np.array([[lam]]), np.array([[sigma]])))
    run = training.gradient_descent(np.array([[lam]]), np.array([[sigma]]), step, state["n"] - 1, record_every=1)
    np.testing.assert_allclose(state["squares"], run.squared_singular_values[:, 0], rtol=1e-9)
    crossed = spectra.rise_times(run.times, run.squared_singular_values, [lam])[0]
    assert state["crossed"]["time"] == pytest.approx(crossed, rel=1e-6)


@pytest.mark.parametrize(
    ("label", "trait", "keys", "value", "says"),
    [
        ("eigenvalue λ", "eigenvalue", ("PageUp", "ArrowRight"), 1.55, "λ = 1.55"),
        ("initialisation scale σ", "sigma", ("PageDown", "PageDown"), 1e-5, "σ = 10⁻⁵"),
        ("step size η", "step", ("PageDown", "ArrowLeft"), 0.095, "η = 0.095"),
    ],
)
def test_each_slider_moves_what_it_names(alone, source, label, trait, keys, value, says):
    with alone(source) as visit:
        before = drawn(visit)
        check_against_library(before)
        visit.page.locator(f'input[aria-label="{label}"]').focus()
        for key in keys:
            visit.page.keyboard.press(key)
        state = drawn(visit)
        assert state[trait] == pytest.approx(value, rel=1e-9)
        assert {name for name in ("eigenvalue", "sigma", "step") if state[name] != before[name]} == {trait}
        check_against_library(state)
        assert f"t = {dynamics.half_rise_time(state['eigenvalue'], state['sigma']):.1f}" in words(visit)
        assert says in words(visit)


def test_past_the_limit_it_swings_and_then_diverges(alone, source):
    with alone(source, fragment="#mode=1,0.001,0.3") as visit:
        state = drawn(visit)
        with pytest.raises(ValueError, match="stability limit"):
            training.gradient_descent(np.eye(1), np.array([[1e-3]]), state["step"], 10)
        assert state["limit"] == 0.25
        assert len(state["end"]["values"]) == 2
        low, high = sorted(state["end"]["values"])
        assert low * high == pytest.approx(1 / 1.2**2)  # v₊ v₋ = 1/x
        assert f"between {low:.2f} and {high:.2f}" in words(visit)
        visit.page.locator('input[aria-label="step size η"]').focus()
        visit.page.keyboard.press("End")
        state = drawn(visit)
        assert state["end"] == {"kind": "diverges", "step": state["escape"]}
        assert f"from step {state['escape']} on" in words(visit)
        assert max(state["squares"]) < 10


def test_the_marks_stand_where_the_step_changes_its_ways(alone, source):
    with alone(source) as visit:
        page = visit.page
        slider = page.locator('input[aria-label="step size η"]')
        box = slider.bounding_box()
        for mark, x in (("½", 0.5), ("1", 1), ("2", 2)):
            middle = page.locator(".wm-limits span", has_text=mark).bounding_box()
            share = (middle["x"] + middle["width"] / 2 - box["x"] - 10) / (box["width"] - 20)
            assert 0.005 + share * 0.595 == pytest.approx(x / 4, abs=0.003)
        page.locator('input[aria-label="eigenvalue λ"]').focus()
        page.keyboard.press("Home")
        assert not any(mark.is_visible() for mark in page.locator(".wm-limits span").all())


def test_training_is_drawn_at_its_own_setting(alone, source):
    with alone(with_kernel(source)) as visit:
        button = visit.page.get_by_role("button", name="Train the planted language")
        button.click()
        request = visit.page.evaluate("window.sent.at(-1)")
        assert request == {"type": "train", "eigenvalue": 1, "sigma": 1e-3, "step": 0.15, "horizon": 24}
        visit.page.evaluate(
            """request => window.model.emit('msg:custom',
                 {...request, type: 'done', task: 'train', halves: [7, 8.5], runs: 2, V: 528},
                 [[0, 12, 24], [0, 0.25, 1, 0, 0.5, 1]]
                   .map((numbers) => new DataView(Float32Array.from(numbers).buffer)))""",
            request,
        )
        assert drawn(visit)["runs"] == [[0, 0.25, 1], [0, 0.5, 1]]
        assert "2 pass half-way, from t = 7.0 to 8.5" in words(visit)
        assert "just trained" in visit.page.locator(".wm-legend").inner_text()
        visit.page.locator('input[aria-label="eigenvalue λ"]').focus()
        visit.page.keyboard.press("ArrowRight")
        assert drawn(visit)["runs"] is None
        assert "just trained" not in visit.page.locator(".wm-legend").inner_text()
        visit.page.keyboard.press("ArrowLeft")
        assert drawn(visit)["runs"] is not None


def test_a_cell_can_drive_it(alone, source):
    with alone(with_kernel(source)) as visit:
        visit.page.evaluate("window.model.set('eigenvalue', 0.5); window.model.set('step', 0.05);")
        state = drawn(visit)
        assert (state["eigenvalue"], state["step"]) == (0.5, 0.05)
        check_against_library(state)
