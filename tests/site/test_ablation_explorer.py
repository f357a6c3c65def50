"""The ablation explorer in a browser: every control does what it says, to what the library says."""

import numpy as np
import pytest

from battery import Battery, with_kernel
from conftest import drawn
from widget_page import widget_page
from wordmodes.explorers import ablation_explorer
from wordmodes.explorers.ablation.runs import LOSSES, WEIGHTS, corner, foretold, horizon, stored_runs
from wordmodes.theory import spectra

pytestmark = pytest.mark.browser


class TestAblation(Battery):
    page = "07_word2vec_too.html"
    key = "ablation"
    make = staticmethod(ablation_explorer)


@pytest.fixture(scope="module")
def text():
    return widget_page(ablation_explorer())


@pytest.fixture(scope="module")
def runs():
    return stored_runs()[1]


def said(visit) -> str:
    return visit.page.locator(".wm-readout").inner_text().replace("\u00a0", " ")


def at(run, t) -> np.ndarray:
    return np.array([np.exp(np.interp(t, run.times, np.log(run.squares[:, k]))) for k in range(3)])


def check_against_library(runs, state: dict) -> None:
    """Compare what is drawn with the stored run and with what the modes of H foretell."""
    loss, weights, sigma = state["loss"], state["weights"], state["sigma"]
    t = state["time"] * horizon(sigma)
    assert (state["t"], state["end"]) == (pytest.approx(t), pytest.approx(horizon(sigma)))
    np.testing.assert_allclose(state["foretold"], foretold(weights, sigma), rtol=1e-8)
    key = next(((loss, weights, s) for *_, s in runs if abs(s / sigma - 1) < 1e-3), None)
    assert state["stored"] == (key is not None)
    if key is None:
        assert state["rises"] is None
        return
    run = runs[key]
    np.testing.assert_allclose(state["squares"], at(run, t), rtol=1e-4)
    np.testing.assert_allclose(state["now"]["share"], np.interp(t, run.times, run.loss), atol=1e-4)
    for name, values in zip(("own", "star"), run.overlaps.T, strict=True):
        np.testing.assert_allclose(state["now"][name], np.interp(t, run.times, values), atol=1e-4)
    rises = spectra.rise_times(run.times, run.squares, corner(weights).heights)
    np.testing.assert_allclose(np.array(state["rises"], dtype=float), rises, rtol=1e-6)
    for other in LOSSES:
        for w in WEIGHTS:
            squares = at(runs[other, w, key[2]], t)
            assert state["risen"][f"{other}/{w}"] == np.sum(squares >= corner(w).heights / 2)


def test_loss_and_weights_pick_the_corner(alone, text, runs):
    with alone(text) as visit:
        seen = []
        for loss, weights in (
            ("quartic loss", "word2vec’s weights"),
            ("quartic loss", "even weights"),
            ("logistic loss", "even weights"),
        ):
            visit.page.get_by_label(loss).check()
            visit.page.get_by_label(weights).check()
            state = drawn(visit)
            check_against_library(runs, state)
            assert said(visit).startswith(f"{loss.capitalize()}, {weights}, σ = 10⁻⁴.")
            seen.append((state["loss"], state["weights"]))
        assert seen == [("quartic", "word2vec"), ("quartic", "even"), ("logistic", "even")]
        assert "In the end the modes stand at 112 %, 116 % and 118 % of the heights foretold." in said(visit)


def test_a_corner_can_be_clicked(alone, text, runs):
    with alone(text) as visit:
        picture = visit.page.get_by_role("img", name="all four corners")
        box = picture.bounding_box()
        for x, y, corner_ in ((0.25, 0.2, ("quartic", "even")), (0.75, 0.2, ("quartic", "word2vec")),
                              (0.25, 0.8, ("logistic", "even")), (0.75, 0.8, ("logistic", "word2vec"))):  # fmt: skip
            picture.click(position={"x": x * box["width"], "y": y * box["height"]})
            state = drawn(visit)
            assert (state["loss"], state["weights"]) == corner_
            assert visit.page.evaluate("location.hash").startswith(f"#ablation={','.join(corner_)},")
            check_against_library(runs, state)


def test_sigma_has_stops_at_stored_runs_and_a_link_may_stand_between(alone, text, runs):
    with alone(text) as visit:
        slider = visit.page.get_by_role("slider", name="initialisation scale σ")
        box = slider.bounding_box()
        for share, sigma in ((0.3, 1e-4), (0.46, 1e-2), (0.001, 1e-6), (0.999, 0.5)):
            visit.page.mouse.click(box["x"] + share * box["width"], box["y"] + box["height"] / 2)
            assert drawn(visit)["sigma"] == pytest.approx(sigma)
            check_against_library(runs, drawn(visit))
            assert slider.get_attribute("aria-valuetext").endswith(", stored runs")
        assert "No mode rises alone. No half-rise can be timed" in said(visit)
    with alone(text, fragment="#ablation=,,0.001") as visit:
        slider, state = visit.page.get_by_role("slider", name="initialisation scale σ"), drawn(visit)
        check_against_library(runs, state)
        assert not state["stored"]
        assert slider.get_attribute("aria-valuetext").endswith("no stored run")
        halves = " and ".join(", ".join(f"{x:.1f}" for x in foretold("word2vec", state["sigma"])).rsplit(", ", 1))
        assert f"the nearest are at 10⁻⁴ and 10⁻². What is foretold stands alone: half-rises at {halves}." in said(
            visit
        )
        visit.page.get_by_role("button", name="σ = 10⁻¹, stored runs").click()
        assert drawn(visit)["sigma"] == 0.1
        check_against_library(runs, drawn(visit))


def test_the_scrubber_and_play_move_all_four_corners(alone, text, runs):
    with alone(text) as visit:
        slider = visit.page.get_by_role("slider", name="time", exact=True)
        slider.focus()
        for key, risen in (("Home", 0), ("End", 3)):
            visit.page.keyboard.press(key)
            assert set(drawn(visit)["risen"].values()) == {risen}
            check_against_library(runs, drawn(visit))
        visit.page.keyboard.press("Home")
        visit.page.get_by_role("button", name="Play").click()
        visit.page.wait_for_function("window.drawn.time > 0.02")
        visit.page.get_by_role("button", name="Pause").click()
        assert 0.02 < drawn(visit)["time"] < 0.9
        check_against_library(runs, drawn(visit))


def test_the_line_in_the_strips_can_be_dragged(alone, text, runs):
    with alone(text) as visit:
        box = visit.page.get_by_role("img", name="in one corner").bounding_box()
        left, wide = box["x"] + 44, box["width"] - 44 - 56
        y, before = box["y"] + 80, drawn(visit)["time"]
        visit.page.mouse.click(left + 0.9 * wide, y)  # away from the line
        assert drawn(visit)["time"] == before
        visit.page.mouse.move(left + before * wide, y)
        visit.page.mouse.down()
        visit.page.mouse.move(left + 0.75 * wide, y)
        visit.page.mouse.up()
        assert drawn(visit)["time"] == pytest.approx(0.75, abs=0.01)
        check_against_library(runs, drawn(visit))


def test_the_words_say_what_is_drawn(alone, text):
    with alone(text) as visit:
        visit.page.get_by_role("button", name="σ = 10⁻², stored runs").click()
        state, words = drawn(visit), said(visit)
        assert state["alone"] == [True, False, False]
        assert "Only mode 1 rises alone." in words
        late = np.array(state["rises"]) / state["foretold"] - 1
        assert f"at worst {100 * late.max():.0f} % late (mode {late.argmax() + 1})" in words
        own, star = (round(100 * state["now"][name]) for name in ("own", "star"))
        assert f"overlap by {own} % with the modes of H and by {star} % with those of M*" in words


def test_a_cell_can_drive_it(alone, text, runs):
    with alone(with_kernel(text)) as visit:
        visit.page.evaluate("window.model.set('loss', 'quartic'); window.model.set('sigma', 0.01);")
        assert (drawn(visit)["loss"], drawn(visit)["sigma"]) == ("quartic", 0.01)
        check_against_library(runs, drawn(visit))


def test_a_run_just_trained_is_drawn(alone, text, runs):
    with alone(with_kernel(text), fragment="#ablation=quartic,even,0.03,1") as visit:
        visit.page.get_by_role("button", name="Train for real").click()
        assert visit.page.evaluate("window.sent.at(-1)") == {
            "type": "train", "loss": "quartic", "weights": "even", "sigma": 0.03,
        }  # fmt: skip
        assert not drawn(visit)["live"]
        run = runs["quartic", "even", 0.1]  # any run will do
        visit.page.evaluate(
            """parts => window.model.emit('msg:custom',
                 {type: 'done', task: 'train', loss: 'quartic', weights: 'even', sigma: 0.03},
                 parts.map(part => new DataView(new Float32Array(part).buffer)))""",
            [np.ravel(part).astype(float).tolist() for part in run],
        )
        state = drawn(visit)
        assert (state["live"], state["stored"]) == (True, False)
        rises = spectra.rise_times(run.times, run.squares, corner("even").heights)
        np.testing.assert_allclose(state["rises"], rises, rtol=1e-6)
        assert "You have just trained this run." in said(visit)
        assert "just trained" in visit.page.locator(".wm-legend").inner_text()
        visit.page.get_by_label("logistic loss").check()
        assert not drawn(visit)["live"]
