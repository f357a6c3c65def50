"""The concepts explorer in a browser: every control does what it says, to what the library says."""

import numpy as np
import pytest

from battery import HOSTILE, Battery, with_kernel
from conftest import drawn
from widget_page import widget_page
from wordmodes.evaluation import reading
from wordmodes.explorers import ConceptsExplorer, concept_table, concepts_explorer
from wordmodes.explorers.concepts.explorer import pack
from wordmodes.explorers.concepts.table import ConceptTable
from wordmodes.theory import dynamics, modes

pytestmark = pytest.mark.browser

V, K = 200, 12
PICTURES = ".wm-explorer canvas"


def example(name: str = "word") -> ConceptTable:
    rng = np.random.default_rng(3)
    A = rng.standard_normal((V, V))
    found = modes.all_modes(A + A.T + np.diag(np.arange(V, 0, -1)) / 5)
    words = [name if row == reading.ends(found.eigenvectors[:, 0], 1)[0][0] else f"word{row}" for row in range(V)]
    edge = float(found.eigenvalues[4:6].mean())
    return concept_table(found, words, n_modes=K, edge=edge, shuffles=2, title=f"Corpus {name}")


def make(name: str = "word", **traits) -> ConceptsExplorer:
    return concepts_explorer(example(name), **{"sigma": 1e-4, "time": 0.5} | traits)


class TestConcepts(Battery):
    page = "09_concepts.html"
    key = "concepts"
    make = staticmethod(make)
    hostile = staticmethod(lambda: make(HOSTILE, mode=1))


@pytest.fixture(scope="module")
def table() -> ConceptTable:
    return example()


@pytest.fixture(scope="module")
def page() -> str:
    return widget_page(make())


def check_against_library(table: ConceptTable, state: dict) -> None:
    """Compare all that is shown with the library, words to 12 bits."""
    lam, starts = table.eigenvalues, state["sigma"] * table.starts
    np.testing.assert_allclose(state["halves"], dynamics.half_rise_time(lam, starts), rtol=1e-9)
    assert state["t"] == pytest.approx(state["time"] * np.max(state["halves"] + 4 / lam))
    squares = dynamics.sigmoid(lam, starts, state["t"])
    np.testing.assert_allclose(state["shares"], squares / lam, rtol=1e-9)
    ends = reading.ends(table.loadings[:, state["mode"] - 1], 8)
    assert state["ends"] == [[table.words[row] for row in end] for end in ends]
    assert state["above"] == (lam[state["mode"] - 1] > table.edge)
    assert state["shown"] == state["word"] or (state["word"] == "" and state["shown"] == state["ends"][0][0])
    row = table.words.index(state["shown"])
    off = np.abs(table.loadings).max() / 4000 * np.sqrt(squares.max())
    np.testing.assert_allclose(state["coordinates"], table.loadings[row] * np.sqrt(squares), atol=off)
    k, other = (axis - 1 for axis in state["plane"])
    assert k == state["mode"] - 1 != other
    np.testing.assert_allclose(state["place"], (table.loadings[row] * np.sqrt(squares))[[k, other]], atol=off)
    final = lam * table.loadings[row] ** 2
    np.testing.assert_allclose(state["makeup"], final / final.sum(), atol=0.005)


def test_the_slider_walks_the_modes(alone, page, table):
    with alone(page) as visit:
        slider = visit.page.get_by_label("mode", exact=True)
        slider.focus()
        for key, mode in (("ArrowRight", 4), ("PageUp", 9), ("End", 12), ("ArrowLeft", 11), ("Home", 1)):
            visit.page.keyboard.press(key)
            assert drawn(visit)["mode"] == mode
            check_against_library(table, drawn(visit))
        plus, minus = (end[0] for end in drawn(visit)["ends"])
        assert slider.get_attribute("aria-valuetext") == f"1: {minus} ↔ {plus}"
        said = visit.page.locator(".wm-readout")
        assert f"Mode 1 of 12, λ = {table.eigenvalues[0]:.1f}, goes from “{minus}”" in said.inner_text()
        assert "stands above noise" in said.inner_text()
        visit.page.keyboard.press("End")
        assert "does not stand above noise" in said.inner_text()


def test_a_mode_is_picked_on_the_pictures(alone, page, table):
    with alone(page) as visit:
        times, strip = visit.page.locator(PICTURES).nth(1), visit.page.locator(PICTURES).nth(3)
        box, state = times.bounding_box(), drawn(visit)
        lam = table.eigenvalues
        t_max = np.max(np.array(state["halves"]) + 4 / lam)
        for mode in (7, 2, 12):
            x = box["x"] + 40 + state["halves"][mode - 1] / t_max * (box["width"] - 74)
            height = 24 + (236 - 46 - 24) * (1 - lam[mode - 1] / 2 / (1.06 * lam[0]))
            for y in (height, 236 - 46 + 6):  # on its curve, and on its mark below the axis
                visit.page.mouse.click(box["x"] + 42, box["y"] + 120)
                visit.page.mouse.click(x, box["y"] + y)
                assert drawn(visit)["mode"] == mode
        check_against_library(table, drawn(visit))
        box = strip.bounding_box()
        visit.page.mouse.click(box["x"] + 12 + 4.5 / K * (box["width"] - 24), box["y"] + 50)
        assert drawn(visit)["mode"] == 5
        assert visit.page.evaluate("location.hash") == "#concepts=5,1,0.5,,0.0001,0,30"


def test_time_moves_the_words(alone, page, table):
    with alone(page) as visit:
        plane = f"document.querySelectorAll('{PICTURES}')[2].toDataURL()"
        visit.page.get_by_label("time", exact=True).focus()
        seen = []
        for key in ("Home", "PageUp", "PageUp", "ArrowRight", "End"):
            visit.page.keyboard.press(key)
            check_against_library(table, drawn(visit))
            seen.append((drawn(visit)["t"], visit.page.evaluate(plane)))
        assert len({picture for _, picture in seen}) == 5
        assert seen[0][0] == 0
        said = visit.page.locator(".wm-readout").inner_text()
        assert "all 12 modes are half-learned" in said
        visit.page.keyboard.press("Home")
        assert "no mode is half-learned" in visit.page.locator(".wm-readout").inner_text()


def test_play_runs_and_pauses(alone, page):
    with alone(page) as visit:
        visit.page.get_by_role("button", name="Play").click()
        start = drawn(visit)["time"]
        visit.page.wait_for_function(f"window.drawn.time > {start} + 0.01")
        visit.page.get_by_role("button", name="Pause").click()
        paused = drawn(visit)["time"]
        visit.page.wait_for_timeout(120)
        assert drawn(visit)["time"] == paused


def test_the_plane_is_chosen_and_never_a_mode_against_itself(alone, page, table):
    with alone(page) as visit:
        against = visit.page.get_by_label("against", exact=True)
        against.select_option("8")
        assert drawn(visit)["plane"] == [3, 8]
        check_against_library(table, drawn(visit))
        slider = visit.page.get_by_label("mode", exact=True)
        slider.focus()
        for _ in range(5):
            visit.page.keyboard.press("ArrowRight")
        assert drawn(visit)["plane"] == [8, 9]
        assert against.input_value() == "9"
        assert against.locator("option:disabled").get_attribute("value") == "8"
        visit.page.keyboard.press("End")
        assert drawn(visit)["plane"] == [12, 8]
        assert against.locator("option:disabled").count() == 1


def test_a_third_mode_is_turned_by_hand_and_by_keys(alone, page):
    with alone(page) as visit:
        height = visit.page.locator(".wm-explorer").bounding_box()["height"]
        turn = visit.page.get_by_label("turned by")
        assert not turn.is_visible()
        visit.page.get_by_label("in depth").select_option("4")
        assert drawn(visit)["plane"] == [3, 1, 4]
        assert visit.page.get_by_label("in depth").locator("option:disabled").count() == 2
        turn.focus()
        for key, degrees in (("ArrowRight", 35), ("PageDown", 5), ("Home", -180), ("End", 180), ("ArrowLeft", 175)):
            visit.page.keyboard.press(key)
            assert drawn(visit)["turn"] == degrees
        plane, word = visit.page.locator(PICTURES).nth(2), drawn(visit)["shown"]
        box = plane.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        visit.page.mouse.move(x, y)
        visit.page.mouse.down()
        visit.page.mouse.move(x + 40, y, steps=4)
        visit.page.mouse.up()
        assert drawn(visit)["turn"] == 175 + 20 - 360
        while drawn(visit)["shown"] == word:  # somewhere in the crowd
            x -= 6
            assert x > box["x"]
            visit.page.mouse.click(x, y)
        tapped = drawn(visit)["shown"]
        visit.page.get_by_label("a word to take apart").fill(word)
        visit.page.mouse.down()
        for far in (40, 0):  # and back: the end of a drag is no tap
            visit.page.mouse.move(x + far, y, steps=4)
        visit.page.mouse.up()
        assert (drawn(visit)["turn"], drawn(visit)["shown"]) == (-165, word)
        visit.page.mouse.click(x, y)
        assert drawn(visit)["shown"] == tapped
        assert visit.page.evaluate("location.hash").endswith(",0.0001,4,-165")
        assert visit.page.locator(".wm-explorer").bounding_box()["height"] == height
        visit.page.get_by_label("in depth").select_option("0")
        assert drawn(visit)["plane"] == [3, 1]
    with alone(page, fragment="#concepts=,,,,,3,-40") as visit:  # mode 3 lies across, and the next stands in
        assert (drawn(visit)["plane"], drawn(visit)["turn"]) == ([3, 1, 4], -40)
        assert visit.page.get_by_label("in depth").input_value() == "4"


def test_a_word_is_found_and_taken_apart(alone, page, table):
    with alone(page) as visit:
        field = visit.page.get_by_label("a word to take apart")
        field.fill("word77")
        state = drawn(visit)
        assert (state["word"], state["shown"]) == ("word77", "word77")
        check_against_library(table, state)
        k = int(np.argmax(state["makeup"]))
        sign = "+" if table.loadings[77, k] > 0 else "−"
        share = round(100 * state["makeup"][k])
        said = visit.page.locator(".wm-readout").inner_text().replace("\u00a0", " ")
        assert f"“word77” will have in these modes, mode {k + 1} makes {share} % ({sign} end)" in said
        field.fill("nowhere")
        field.press("Enter")
        assert "“nowhere” is not among the 200 words" in visit.page.locator(".wm-fault").inner_text()
        assert drawn(visit)["word"] == "word77"
        visit.page.get_by_role("button", name="Reset").click()
        assert drawn(visit)["word"] == ""
        check_against_library(table, drawn(visit))


def test_a_cell_can_drive_it(alone, page, table):
    with alone(with_kernel(page)) as visit:
        visit.page.evaluate("window.model.set('sigma', 1e-7); window.model.set('mode', 6);")
        assert (drawn(visit)["sigma"], drawn(visit)["mode"]) == (1e-7, 6)
        assert "σ = 10⁻⁷" in visit.page.locator(".wm-readout").inner_text()
        check_against_library(table, drawn(visit))
        visit.page.get_by_label("against", exact=True).select_option("2")
        assert visit.page.evaluate("window.model.get('against')") == 2


def test_a_readers_own_text_replaces_the_corpus(alone, page, tmp_path):
    file = tmp_path / "mine.txt"
    file.write_text("some words of mine", encoding="utf-8")
    with alone(with_kernel(page)) as visit:
        visit.page.get_by_role("button", name="Load your own text").set_input_files(file)
        visit.page.wait_for_function("window.sent.at(-1).type === 'load'")
        assert visit.page.evaluate("window.sent.at(-1)") == {
            "type": "load", "name": "mine.txt", "text": "some words of mine",
        }  # fmt: skip
        visit.page.evaluate("window.model.emit('msg:custom', {type: 'failed', task: 'load', text: 'Too short.'}, [])")
        assert visit.page.locator(".wm-readout").inner_text() == "Too short."

        visit.page.get_by_label("a word to take apart").fill("word9")
        own = modes.all_modes(np.diag(np.linspace(90, 1, 40)) + np.ones((40, 40)))
        table = concept_table(own, [f"own{row}" for row in range(40)], n_modes=5, title="mine.txt")
        manifest, block = pack(table)
        visit.page.evaluate(
            """([manifest, block]) => {
                 const tables = new DataView(Uint8Array.from(block).buffer);
                 window.model.set('_manifest', manifest);
                 window.model.set('_tables', tables);
               }""",
            [manifest, list(block)],
        )
        state = drawn(visit)
        assert (state["mode"], state["plane"], state["word"]) == (3, [3, 1], "")
        check_against_library(table._replace(edge=0.0), state)
        assert visit.page.get_by_label("against", exact=True).locator("option").count() == 5
        assert visit.page.get_by_label("mode", exact=True).get_attribute("max") == "5"
        assert "mine.txt: 40 words" in visit.page.locator(".wm-note").first.inner_text()
        assert "noise" not in visit.page.locator(".wm-readout").inner_text()
