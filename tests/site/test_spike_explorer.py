"""The spike explorer in a browser: every control does what it says, to what the library says."""

import numpy as np
import pytest

from battery import HOSTILE, Battery, with_kernel
from conftest import drawn
from widget_page import widget_page
from wordmodes.evaluation import families
from wordmodes.explorers import spike_explorer, spike_table
from wordmodes.explorers.spike.explorer import SpikeTable

pytestmark = pytest.mark.browser


def example(name: str = "alike") -> SpikeTable:
    rng = np.random.default_rng(1)
    W = rng.standard_normal((400, 40)) / np.sqrt(1 + np.arange(40))
    rows = rng.permutation(400)[:64].reshape(-1, 2)
    W[rows[:12, 1]] = 0.6 * W[rows[:12, 0]] + W[0]
    words = [f"word{i}" if name == "alike" else f"{name}{i}" for i in range(400)]
    return spike_table(W, words, {name: rows[:12], "random": rows[12:]})


def make(name: str = "alike"):
    table = example(name)
    return spike_explorer(table.W, table.words, table.families)


class TestSpike(Battery):
    page = "10_analogies.html"
    key = "spike"
    make = staticmethod(make)
    hostile = staticmethod(lambda: make(HOSTILE))


@pytest.fixture(scope="module")
def table():
    return example()


@pytest.fixture(scope="module")
def widget():
    return make()


def check_against_library(table: SpikeTable, state: dict) -> None:
    """Compare the spectrum shown with the library's, up to what 16 bits a number cost."""
    pairs = table.families[state["family"]]
    if state["partners"] == "exchanged":
        pairs = families.mispaired(pairs, 1)[0]
    D = families.differences(table.W[:, : state["d"]], pairs)
    np.testing.assert_allclose(state["shares"], families.leading_shares(D, len(D)), atol=2e-4)
    assert state["edge"] == pytest.approx(families.marchenko_pastur_edge(len(D), state["d"]))
    band = table.bands[state["family"]][table.grid.index(state["d"])]
    np.testing.assert_allclose([state["low"], state["high"]], band, atol=1e-5)
    whole = [families.leading_shares(families.differences(table.W[:, :d], pairs))[0] for d in table.grid]
    np.testing.assert_allclose(state["curve"], whole, atol=2e-4)


def test_the_slider_walks_the_grid_of_d(alone, widget, table):
    with alone(widget) as visit:
        slider = visit.page.get_by_label("modes kept, d")
        slider.focus()
        for key, d in (("ArrowRight", 25), ("ArrowLeft", 20), ("PageDown", 8), ("Home", 2), ("End", 40)):
            visit.page.keyboard.press(key)
            assert drawn(visit)["d"] == d
            check_against_library(table, drawn(visit))
        assert slider.get_attribute("aria-valuetext") == "d = 40"
        assert "d = 40" in visit.page.locator(".wm-readout").inner_text()


def test_family_and_partners_are_chosen(alone, widget, table):
    with alone(widget) as visit:
        said = visit.page.locator(".wm-readout")
        assert "This is a spike" in said.inner_text()
        visit.page.get_by_label("partners exchanged").check()
        assert drawn(visit)["partners"] == "exchanged"
        check_against_library(table, drawn(visit))
        visit.page.get_by_label("family").select_option("random")
        visit.page.get_by_label("true pairs").check()
        assert (drawn(visit)["family"], drawn(visit)["partners"]) == ("random", "true")
        check_against_library(table, drawn(visit))
        assert "no spike" in said.inner_text()
        assert visit.page.evaluate("location.hash") == "#spike=random,20,true,"


def test_a_cell_can_drive_it(alone, widget, table):
    with alone(with_kernel(widget_page(widget))) as visit:
        visit.page.evaluate("window.model.set('d', 26); window.model.set('partners', 'exchanged');")
        assert (drawn(visit)["d"], drawn(visit)["partners"]) == (25, "exchanged")
        check_against_library(table, drawn(visit))


def test_random_families_drawn_anew_replace_the_tables(alone, widget, table):
    with alone(with_kernel(widget_page(widget))) as visit:
        visit.page.get_by_role("button", name="Draw random families anew").click()
        request = visit.page.evaluate("window.sent.at(-1)")
        assert request == {"type": "draw", "family": "alike", "seed": 1}
        size = table.bands["alike"].size
        visit.page.evaluate(
            """size => window.model.emit('msg:custom', {type: 'done', task: 'draw', family: 'alike', n: 1000},
                 [new DataView(new Float32Array(size).fill(0.25).buffer)])""",
            size,
        )
        assert set(drawn(visit)["high"]) == {0.25}
        assert "1000 families just drawn" in visit.page.locator(".wm-note").inner_text()
