"""The association explorer in a browser: every control does what it says, to what the library says."""

import numpy as np
import pytest

from battery import HOSTILE, Battery, with_kernel
from conftest import drawn
from widget_page import widget_page
from wordmodes.explorers import association_explorer, association_table
from wordmodes.explorers.association.pairs import pack
from wordmodes.text.cooccurrence import Cooccurrence
from wordmodes.text.corpus import Vocabulary
from wordmodes.theory import targets

pytestmark = pytest.mark.browser

PLANE = ".wm-panel:first-child canvas"
PAIRS = [("word0", "word1"), ("word3", "word9"), ("word20", "word31")]


def example(first: str = "word0") -> Cooccurrence:
    rng = np.random.default_rng(1)
    rate = 1 / (1 + np.arange(60))
    counts = rng.poisson(3000 * np.outer(rate, rate) * rng.lognormal(0, 1, (60, 60)))
    counts[20, 31] = counts[31, 20] = 0
    counts = counts + counts.T
    words = (first, *(f"word{i}" for i in range(1, 60)))
    return Cooccurrence(counts, Vocabulary(words, counts.sum(axis=1)), 16)


def make(first: str = "word0"):
    return association_explorer(example(first), [(first, "word1"), *PAIRS[1:]], title=first)


class TestAssociation(Battery):
    page = "02_association.html"
    key = "association"
    make = staticmethod(make)
    hostile = staticmethod(lambda: make(HOSTILE))


@pytest.fixture(scope="module")
def counts():
    return example()


@pytest.fixture(scope="module")
def widget():
    return make()


def check_against_library(state: dict) -> None:
    """Compare the measures shown with the library's, on a joint distribution of two words that has the point in it."""
    p, q = state["observed"], state["expected"]
    side = np.sqrt(q)  # P_i = P_j = √q, and what is left falls to a third word
    own = max(side - p, 0)
    P = np.array([[own, p, 0], [p, own, 0], [0, 0, 1 - 2 * side]])
    pmi, ppmi, m_star = (f(P)[0, 1] for f in (targets.pmi, targets.ppmi, targets.m_star))
    shown = {name: float(state[name]) for name in ("pmi", "ppmi", "mStar", "distance")}
    expected = {"pmi": pmi, "ppmi": ppmi, "mStar": m_star, "distance": abs(m_star - pmi)}
    assert shown == pytest.approx(expected, rel=1e-9, abs=1e-9)


def at_pair(state: dict, counts: Cooccurrence, pair: tuple[str, str]) -> None:
    """The point is where the library has the pair."""
    i, j = (counts.vocabulary.index[word] for word in pair)
    assert state["words"] == list(pair)
    found, due = counts.P[i, j], targets.independent(counts.P)[i, j]
    assert (state["observed"], state["expected"]) == pytest.approx((found, due), rel=1e-12)
    check_against_library(state)


def test_sliders_move_the_point_and_leave_the_pair(alone, widget, counts):
    with alone(widget) as visit:
        at_pair(drawn(visit), counts, PAIRS[0])
        low = np.log10(widget.table.reach[0])
        visit.page.get_by_label("expected PᵢPⱼ").focus()
        visit.page.keyboard.press("Home")
        assert drawn(visit)["words"] == ["", ""]
        assert drawn(visit)["expected"] == pytest.approx(10**low)
        check_against_library(drawn(visit))
        visit.page.get_by_label("observed Pᵢⱼ").focus()
        visit.page.keyboard.press("End")
        assert drawn(visit)["observed"] == pytest.approx(10 ** (low / 2), rel=1e-3)  # no pair is above its ceiling
        visit.page.keyboard.press("Home")
        assert drawn(visit)["observed"] == 0
        check_against_library(drawn(visit))
        assert (drawn(visit)["pmi"], drawn(visit)["mStar"]) == (-np.inf, -2)
        assert "never seen" in visit.page.locator(".wm-readout").inner_text()
        visit.page.keyboard.press("ArrowRight")
        assert drawn(visit)["observed"] == pytest.approx(10**low)
        visit.page.keyboard.press("PageUp")
        assert np.log10(drawn(visit)["observed"]) == pytest.approx(low + 1, abs=0.051)
        check_against_library(drawn(visit))


def test_a_telling_pair_and_two_typed_words_move_the_point(alone, widget, counts):
    with alone(widget) as visit:
        visit.page.get_by_label("a telling pair").select_option("word20 word31")
        at_pair(drawn(visit), counts, PAIRS[2])
        assert drawn(visit)["observed"] == 0
        assert visit.page.get_by_label("first word").input_value() == "word20"
        visit.page.get_by_label("second word").fill("word2")
        at_pair(drawn(visit), counts, ("word20", "word2"))
        visit.page.get_by_label("first word").fill("nonsense")
        visit.page.keyboard.press("Tab")
        assert "“nonsense” is not among the 60 words; nearest are" in visit.page.locator(".wm-fault").first.inner_text()
        visit.page.get_by_label("first word").fill("word2")
        at_pair(drawn(visit), counts, ("word2", "word2"))
        visit.page.get_by_label("a telling pair").select_option("choose a pair")
        assert drawn(visit)["words"] == ["", ""]
        assert visit.page.evaluate("location.hash").endswith(",,")


def test_the_point_is_dragged_and_catches_on_a_named_pair(alone, widget, counts):
    with alone(widget) as visit:
        box = visit.page.locator(PLANE).bounding_box()
        x, y = drawn(visit)["place"]
        visit.page.mouse.move(box["x"] + x, box["y"] + y)
        visit.page.mouse.down()
        visit.page.mouse.move(box["x"] + x - 60, box["y"] + y + 40)
        low, high = np.log10(widget.table.reach)
        before = at = drawn(visit)
        assert at["words"] == ["", ""]
        assert at["place"] == pytest.approx([x - 60, y + 40], abs=1)
        check_against_library(at)
        visit.page.mouse.move(box["x"] + x - 60, box["y"] + box["height"] - 50)
        at = drawn(visit)
        assert (at["observed"], at["expected"]) == (0, before["expected"])
        assert low <= np.log10(at["expected"]) <= high
        visit.page.mouse.up()
        visit.page.get_by_label("a telling pair").select_option("word3 word9")
        x, y = drawn(visit)["place"]
        visit.page.get_by_label("expected PᵢPⱼ").focus()
        visit.page.keyboard.press("Home")
        visit.page.mouse.click(box["x"] + x + 3, box["y"] + y - 3)
        at_pair(drawn(visit), counts, PAIRS[1])


def used_alike(counts: Cooccurrence, word: str, other: str) -> list[str]:
    """The four words whose rows of M* point most nearly the way of one's, but for the pair's other word."""
    rows = targets.m_star(counts.P)
    rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    cosines = rows @ rows[counts.vocabulary.index[word]]
    return [counts.words[k] for k in np.argsort(-cosines) if counts.words[k] not in (word, other)][:4]


def test_a_pair_leads_to_words_used_like_its_two(alone, widget, counts):
    with alone(widget) as visit:
        rows = visit.page.locator(".wm-near")

        def offered(n: int) -> tuple[str, list[str]]:
            return rows.nth(n).locator("span").inner_text(), rows.nth(n).locator("button").all_inner_texts()

        visit.page.get_by_label("a telling pair").select_option("word3 word9")
        assert offered(0) == ("used like “word3”", used_alike(counts, "word3", "word9"))
        assert offered(1) == ("used like “word9”", used_alike(counts, "word9", "word3"))
        chosen = offered(1)[1][0]
        rows.nth(1).locator("button").first.click()
        at_pair(drawn(visit), counts, ("word3", chosen))
        assert visit.page.evaluate("location.hash").endswith(f"word3,{chosen}")
        assert offered(1) == (f"used like “{chosen}”", used_alike(counts, chosen, "word3"))
        visit.page.get_by_label("expected PᵢPⱼ").press("Home")
        assert [offered(n) for n in (0, 1)] == [("tap a dot for words that are used like its two", []), ("", [])]


def test_a_finger_drags_the_point_and_a_tap_moves_it(alone, widget):
    with alone(widget, width=390, has_touch=True, is_mobile=True) as visit:
        box = visit.page.locator(PLANE).bounding_box()
        visit.page.touchscreen.tap(box["x"] + 150, box["y"] + 170)
        assert drawn(visit)["place"] == pytest.approx([150, 170], abs=7)  # where a dot is near, it is caught
        touch = visit.page.context.new_cdp_session(visit.page)

        def finger(kind: str, *at: float) -> None:
            points = [{"x": box["x"] + at[0], "y": box["y"] + at[1]}] if at else []
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        finger("touchStart", 152, 168)
        for step in (10, 30, 50):
            finger("touchMove", 152 + step, 168 - step / 2)
        finger("touchEnd")
        assert drawn(visit)["place"] == pytest.approx([202, 143], abs=1)
        assert drawn(visit)["words"] == ["", ""]


def test_big_numbers_and_sentence_say_the_same(alone, widget):
    with alone(widget) as visit:
        for fragment, words in (
            ("0.001,0.001,,", ["PMI = 0.00", "M* and PMI agree to two decimals", "as much as chance"]),
            ("0.002,0.001,,", ["PMI = 0.69, PPMI = 0.69, M* = 0.67", "M* lies 0.03 below PMI"]),
            ("0.0005,0.001,,", ["PMI = −0.69, PPMI = 0.00, M* = −0.67", "M* lies 0.03 above PMI", "0.5 times"]),
            ("0,0.001,,", ["PMI = −∞, PPMI = 0.00, M* = −2.00", "PMI has no floor"]),
        ):
            visit.page.evaluate("hash => { location.hash = hash; }", f"#association={fragment}")
            visit.page.wait_for_function("seen => window.drawn.observed === seen", arg=float(fragment.split(",")[0]))
            said = visit.page.locator(".wm-readout").inner_text()
            assert all(part in said for part in words), said
            tiles = visit.page.locator(".wm-tile b").all_inner_texts()
            assert f"PMI = {tiles[0]}, PPMI = {tiles[1]}, M* = {tiles[2]}" in said


def test_a_cell_can_drive_it(alone, widget, counts):
    with alone(with_kernel(widget_page(widget))) as visit:
        visit.page.evaluate("window.model.set('words', ['word3', 'word9'])")
        at_pair(drawn(visit), counts, PAIRS[1])
        visit.page.evaluate("window.model.set('words', ['', '']); window.model.set('observed', 0);")
        assert (drawn(visit)["observed"], drawn(visit)["words"]) == (0, ["", ""])


def test_a_text_of_the_readers_own_replaces_words_and_cloud(alone, widget):
    other = association_table(example(HOSTILE), [("word5", HOSTILE)], title="mine.txt")
    manifest, tables = pack(other)
    with alone(with_kernel(widget_page(widget))) as visit:
        chooser = visit.page.locator("input[type=file]")
        chooser.set_input_files({"name": "mine.txt", "mimeType": "text/plain", "buffer": b"some words"})
        visit.page.wait_for_function("window.sent.at(-1).type === 'load'")
        sent = visit.page.evaluate("window.sent.at(-1)")
        assert (sent["name"], sent["text"]) == ("mine.txt", "some words")
        visit.page.evaluate(
            """([manifest, numbers, words]) => {
              const block = new DataView(Uint8Array.from(numbers).buffer);
              window.model.set({words, _manifest: manifest, _tables: block}); // as hold_sync sends it
            }""",
            [manifest, list(tables), list(other.telling[0])],
        )
        at_pair(drawn(visit), example(HOSTILE), ("word5", HOSTILE))
        assert "words of mine.txt" in visit.page.locator(".wm-note").inner_text()
        options = visit.page.get_by_label("a telling pair").locator("option").all_inner_texts()
        assert options == ["choose a pair", f"word5 {HOSTILE}"]
        assert visit.page.evaluate("window.hacked") is None
        visit.page.evaluate(
            "window.model.emit('msg:custom', {type: 'failed', task: 'load', text: 'This did not work: too short'}, [])"
        )
        assert "too short" in visit.page.locator(".wm-readout").inner_text()
        assert chooser.is_enabled()
