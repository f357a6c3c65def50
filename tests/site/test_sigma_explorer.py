"""The σ explorer in a browser: every control does what it says, to what the library says; and the site shows it."""

import json
import math

import numpy as np
import pytest

from battery import HOSTILE, Battery, with_kernel
from conftest import LISTEN, drawn
from widget_page import widget_page
from wordmodes.explorers import ExplorerData, book_explorer, explorer_data, sigma_explorer
from wordmodes.explorers.sigma.instances import planted_data
from wordmodes.theory import dynamics

pytestmark = pytest.mark.browser

SIGMA, TIME = 'input[aria-label="initialisation scale σ"]', 'input[aria-label="time"]'


@pytest.fixture(scope="module")
def datasets() -> dict[str, ExplorerData]:
    return {"planted": planted_data(), "strange": strange()}


@pytest.fixture(scope="module")
def source(datasets) -> str:
    return widget_page(sigma_explorer(datasets, sigma=1e-4, time=0.5))


@pytest.fixture
def explorer(alone, source):
    """Return a context manager that opens a page with nothing but the explorer of `datasets`."""
    return lambda text=source, **options: alone(text, **options)


def check_against_library(data: ExplorerData, state: dict) -> None:
    """Compare the values at the scrubber with the exact solution."""
    lam, start = data.modes.eigenvalues, state["sigma"] * data.projections
    s = dynamics.exact_singular_values(lam, start, [state["time"]])[0]
    np.testing.assert_allclose(np.sqrt(state["squares"]), s, rtol=1e-9)
    floor, full = np.sum(lam[data.d :] ** 2), np.sum(lam**2)
    loss = dynamics.exact_loss(lam, start, [state["time"]])[0]
    np.testing.assert_allclose(state["loss"], (loss - floor) / (full - floor), rtol=1e-9, atol=1e-9)


def strange() -> ExplorerData:
    """A language of words that would be markup."""
    rng = np.random.default_rng(0)
    M = rng.standard_normal((30, 30))
    words = [HOSTILE, *(f"word{i}" for i in range(29))]
    return explorer_data(M + M.T, words, 5, title=HOSTILE, shown=30, poles=[(HOSTILE, f"pole{k}") for k in range(5)])


class TestSigma(Battery):
    page = "06_small_initialisation.html"
    key = "sigma"
    make = staticmethod(lambda: book_explorer(sigma=1e-6))
    hostile = staticmethod(lambda: sigma_explorer({"strange": strange()}))


def test_the_slider_moves_sigma_by_keys(explorer, datasets):
    with explorer() as visit:
        slider = visit.page.locator(SIGMA)
        slider.focus()
        for key, expected in (
            ("ArrowRight", -3.95), ("ArrowLeft", -4), ("PageUp", -3), ("ArrowDown", -3.05),
            ("End", math.log10(3)), ("Home", -12),
        ):  # fmt: skip
            visit.page.keyboard.press(key)
            assert math.log10(drawn(visit)["sigma"]) == pytest.approx(expected)
            check_against_library(datasets["planted"], drawn(visit))
        assert slider.get_attribute("aria-valuetext") == "σ = 10⁻¹²"
        assert "σ = 10⁻¹²" in visit.page.locator(".wm-readout").inner_text()


def test_the_slider_follows_the_pointer_and_catches_on_stored_runs(explorer, datasets):
    with explorer() as visit:
        box = visit.page.locator(SIGMA).bounding_box()
        span = box["width"] - 20  # the thumb's middle runs from 10 px inside to 10 px inside

        def click(exponent: float) -> dict:
            share = (exponent + 12) / (math.log10(3) + 12)
            visit.page.mouse.click(box["x"] + 10 + share * span, box["y"] + box["height"] / 2)
            return drawn(visit)

        free = click(-5.4)
        assert math.log10(free["sigma"]) == pytest.approx(-5.4, abs=0.04)  # a pixel
        assert free["run"] is None
        check_against_library(datasets["planted"], free)
        caught = click(-2.01)
        assert caught["sigma"] == pytest.approx(1e-2, rel=1e-12)
        assert caught["run"] is not None
        assert "gradient descent is drawn as dots" in visit.page.locator(".wm-readout").inner_text()


def test_scrubbing_by_keys_and_on_the_picture(explorer, datasets):
    with explorer() as visit:
        horizon = datasets["planted"].horizon(1e-4)
        visit.page.locator(TIME).focus()
        visit.page.keyboard.press("ArrowRight")
        assert drawn(visit)["time"] == pytest.approx(0.51 * horizon)
        visit.page.keyboard.press("Home")
        assert drawn(visit)["time"] == 0
        check_against_library(datasets["planted"], drawn(visit))
        box = visit.page.locator(".wm-left canvas").bounding_box()
        visit.page.mouse.move(box["x"] + 60, box["y"] + 100)
        visit.page.mouse.down()
        visit.page.mouse.move(box["x"] + 44 + 0.75 * (box["width"] - 74), box["y"] + 100)
        visit.page.mouse.up()
        assert drawn(visit)["time"] == pytest.approx(0.75 * horizon, rel=0.01)
        check_against_library(datasets["planted"], drawn(visit))


def test_landmarks_and_decades_are_buttons(explorer, datasets):
    with explorer() as visit:
        for program, scale in datasets["planted"].landmarks():
            visit.page.get_by_role("button", name=program).click()
            assert drawn(visit)["sigma"] == pytest.approx(scale, rel=1e-12)
        visit.page.get_by_role("button", name="σ = 10⁻⁶").click()
        assert drawn(visit)["sigma"] == pytest.approx(1e-6, rel=1e-12)
        run = drawn(visit)["run"]
        stored = next(run for run in datasets["planted"].runs if run.init_scale == 1e-6)
        np.testing.assert_allclose(run["squares"], stored.squares.ravel(), rtol=1e-6)


def test_the_time_axis_can_be_held(explorer, datasets):
    with explorer() as visit:
        held = drawn(visit)["time"]
        visit.page.get_by_label("hold the axis").check()
        visit.page.get_by_role("button", name="σ = 10⁻⁶").click()
        assert drawn(visit)["time"] == pytest.approx(held, rel=1e-12)
        check_against_library(datasets["planted"], drawn(visit))
        visit.page.get_by_label("hold the axis").uncheck()
        assert drawn(visit)["time"] == pytest.approx(0.5 * datasets["planted"].horizon(1e-6))


def test_a_link_tells_the_moment_that_is_seen_also_where_the_axis_is_held(explorer):
    with explorer(fragment="#sigma=planted,1e-3,0.3,1,2") as visit:
        visit.page.get_by_label("hold the axis").check()
        visit.page.locator(SIGMA).focus()
        for _ in range(2):
            visit.page.keyboard.press("PageUp")
        sent, fragment = drawn(visit), visit.page.evaluate("location.hash")
    with explorer(fragment=fragment) as visit:
        arrived = drawn(visit)
    assert arrived["sigma"] == pytest.approx(sent["sigma"], rel=1e-3)
    assert arrived["time"] == pytest.approx(sent["time"], rel=1e-3)


def test_the_other_language_and_its_plane(explorer, datasets):
    with explorer() as visit:
        picture = "() => document.querySelector('.wm-right canvas').toDataURL()"
        visit.page.locator('input[value="strange"]').focus()
        visit.page.keyboard.press("ArrowRight")
        visit.page.keyboard.press("ArrowLeft")
        visit.page.locator('input[value="strange"]').check()
        assert drawn(visit)["dataset"] == "strange"
        check_against_library(datasets["strange"], drawn(visit))
        before = visit.page.evaluate(picture)
        visit.page.get_by_label("across").select_option("4")
        assert visit.page.evaluate(picture) != before
        assert "mode 4 across" in visit.page.locator(".wm-right").inner_text()


def test_play_runs_to_the_end_and_pauses(explorer):
    with explorer() as visit:
        visit.page.get_by_role("button", name="Play").click()
        start = drawn(visit)["time"]
        visit.page.wait_for_function(f"window.drawn.time > {start} * 1.02")
        visit.page.get_by_role("button", name="Pause").click()
        paused = drawn(visit)["time"]
        visit.page.wait_for_timeout(150)
        assert drawn(visit)["time"] == paused
        visit.page.locator(TIME).focus()
        visit.page.keyboard.press("End")
        end = drawn(visit)["time"]
        visit.page.keyboard.press("PageDown")
        visit.page.get_by_role("button", name="Play").click()
        visit.page.wait_for_function(f"window.drawn.time === {end}")
        visit.page.get_by_role("button", name="Play").wait_for()


def test_without_motion_play_is_a_step(explorer, datasets):
    with explorer(reduced_motion="reduce") as visit:
        visit.page.get_by_role("button", name="Step").click()
        visit.page.wait_for_timeout(150)
        assert drawn(visit)["time"] == pytest.approx(0.55 * datasets["planted"].horizon(1e-4))


def test_the_address_keeps_the_state(explorer, datasets):
    with explorer() as visit:
        visit.page.locator('input[value="strange"]').check()
        visit.page.get_by_role("button", name="σ = 10⁻²").click()
        visit.page.get_by_label("up").select_option("5")
        assert visit.page.evaluate("location.hash") == "#sigma=strange,0.01,0.5,1,5"
    with explorer(fragment="#other=1&sigma=planted,2e-3,0.25,2,3") as visit:
        state = drawn(visit)
        assert (state["dataset"], state["sigma"]) == ("planted", 2e-3)
        assert state["time"] == pytest.approx(0.25 * datasets["planted"].horizon(2e-3))
        assert visit.page.get_by_label("up").input_value() == "3"
        visit.page.get_by_role("button", name="Reset").click()
        assert drawn(visit)["sigma"] == 1e-4
        assert visit.page.evaluate("location.hash") == "#other=1"
    with explorer() as visit:
        visit.page.evaluate("location.hash = '#sigma=strange,0.3,1,2,4'")
        visit.page.wait_for_function("window.drawn.dataset === 'strange'")
        assert drawn(visit)["time"] == pytest.approx(datasets["strange"].horizon(0.3))
    for nonsense in ("#a-heading", "#sigma=nowhere,x,y", "#sigma=planted,9e9,7,40,-1", "#sigma="):
        with explorer(fragment=nonsense) as visit:
            assert drawn(visit)["dataset"] == "planted"
            assert visit.page.evaluate("location.hash") == nonsense  # looking changes nothing


def test_a_cell_that_sets_the_time_stops_the_player(explorer, source):
    with explorer(text=with_kernel(source)) as visit:
        visit.page.evaluate("window.drawn.start = true")
        visit.page.get_by_role("button", name="Play").click()
        visit.page.wait_for_function("!window.drawn.start")
        visit.page.evaluate("window.model.set('sigma', 0.01)")
        visit.page.get_by_role("button", name="Pause").wait_for()  # another trait leaves it running
        visit.page.evaluate("window.model.set('time', 0.25)")
        visit.page.get_by_role("button", name="Play").wait_for()
        still = drawn(visit)
        assert still["sigma"] == 0.01
        visit.page.wait_for_timeout(150)
        assert drawn(visit) == still
        assert visit.page.evaluate("window.model.get('time')") == 0.25


def test_training_is_offered_only_where_a_kernel_answers(explorer, source):
    train = "Train for real"
    with explorer() as visit:
        visit.page.wait_for_timeout(100)
        assert not visit.page.get_by_role("button", name=train).is_visible()
    with explorer(text=with_kernel(source)) as visit:
        visit.page.get_by_role("button", name="σ = 10⁻¹⁰").click()
        visit.page.get_by_role("button", name=train).click()
        assert visit.page.get_by_role("button", name=train).is_disabled()
        request = visit.page.evaluate("window.sent.at(-1)")
        assert (request["type"], request["dataset"]) == ("train", "planted")
        assert request["sigma"] == pytest.approx(1e-10, rel=1e-9, abs=0)
        visit.page.evaluate("window.model.emit('msg:custom', {type: 'progress', task: 'train', share: 0.5}, [])")
        assert visit.page.locator("progress").evaluate("bar => bar.value") == 0.5
        visit.page.evaluate(
            """sigma => window.model.emit('msg:custom', {type: 'done', task: 'train', dataset: 'planted', sigma},
                 [[0, 0.05], [1, 2, 3, 300, 200, 100], [9e4, 1e4]]
                 .map((numbers) => new DataView(Float32Array.from(numbers).buffer)))""",
            request["sigma"],
        )
        run = drawn(visit)["run"]
        assert run["live"]
        assert run["squares"] == [1, 2, 3, 300, 200, 100]
        assert "run you just made" in visit.page.locator(".wm-readout").inner_text()
        assert visit.page.get_by_role("button", name=train).is_enabled()


def test_a_cell_can_drive_it(explorer, source, datasets):
    with explorer(text=with_kernel(source)) as visit:
        visit.page.evaluate("window.model.set('sigma', 0.5); window.model.set('modes', [3, 1]);")
        assert drawn(visit)["sigma"] == 0.5
        assert visit.page.get_by_label("across").input_value() == "3"
        visit.page.get_by_role("button", name="σ = 10⁻²").click()
        assert visit.page.evaluate("window.model.get('sigma')") == pytest.approx(0.01)
        check_against_library(datasets["planted"], drawn(visit))


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_the_opening_page_shows_one_control_and_one_picture_and_then_all_of_it(visit, scheme):
    with visit(scheme) as reader:
        reader.page.add_init_script(LISTEN)
        reader.open("index.html")
        root = reader.page.locator(".wm-explorer")
        assert [one.get_attribute("type") for one in root.locator("input:visible").all()] == ["range"]
        assert root.locator("select:visible").count() == 0
        assert root.locator("canvas:visible").count() == 1
        assert not any(code.is_visible() for code in reader.page.locator(".cell_input").all())
        assert "concepts are learned" in root.locator(".wm-readout").inner_text()
        root.get_by_role("button", name="Show me all of it").click()
        assert root.locator("canvas:visible").count() == 2
        assert min(canvas.bounding_box()["width"] for canvas in root.locator("canvas").all()) > 200
        languages = root.locator(".wm-choice").first
        assert "Gazette" in languages.inner_text()
        languages.locator("input[value=planted]").check()
        state = json.loads(reader.page.evaluate("JSON.stringify(window.drawn)"))
        assert state["dataset"] == "planted"
        check_against_library(planted_data(runs=()), state)
        assert reader.complaints == []


def near_by_library(data: ExplorerData, word: str) -> list[str]:
    """The words shown that point most nearly the way of one, once all modes have been learned."""
    shown = list(data.shown)
    X = data.modes.eigenvectors[shown, : data.d] * np.sqrt(data.modes.eigenvalues[: data.d])
    X /= np.linalg.norm(X, axis=1, keepdims=True)
    row = [data.words[i] for i in shown].index(word)
    order = [k for k in np.argsort(-(X @ X[row])) if k != row]
    return [data.words[shown[k]] for k in order[:4]]


def test_a_word_of_the_plane_leads_to_those_near_it(explorer, datasets):
    data = datasets["strange"]
    with explorer(widget_page(sigma_explorer({"strange": data}, sigma=1e-4, time=1))) as visit:
        plane, near = visit.page.locator(".wm-right canvas"), visit.page.locator(".wm-right .wm-near")
        ends = [data.modes.eigenvectors[list(data.shown), k] for k in (0, 1)]
        outermost = [data.words[data.shown[found]] for end in ends for found in (end.argmax(), end.argmin())]
        assert near.locator("button").all_inner_texts() == list(dict.fromkeys(outermost))
        height = visit.page.locator(".wm-explorer").bounding_box()["height"]
        near.locator("button").first.click()
        assert near.locator("span").inner_text() == f"near “{outermost[0]}”"
        assert near.locator("button").all_inner_texts() == near_by_library(data, outermost[0])
        box, said = plane.bounding_box(), near.locator("span").inner_text()
        for share in np.linspace(0.1, 0.9, 33):  # across the plane, until a word lies under the pointer
            visit.page.mouse.click(box["x"] + share * box["width"], box["y"] + 0.45 * box["height"])
            if near.locator("span").inner_text() != said:
                break
        tapped = near.locator("span").inner_text().removeprefix("near “").removesuffix("”")
        assert tapped != outermost[0]
        assert near.locator("button").all_inner_texts() == near_by_library(data, tapped)
        assert visit.page.locator(".wm-explorer").bounding_box()["height"] == height
        visit.page.get_by_role("button", name="Reset").click()
        assert near.locator("span").inner_text() == "at the ends"
