"""The window explorer in a browser: every control does what it says, to what the library counts."""

import pytest

from battery import HOSTILE, Battery, source, with_kernel
from conftest import drawn
from wordmodes.explorers import window_explorer
from wordmodes.explorers.window.distances import SHOWN, DistanceTable, distance_table, leading, stored_table
from wordmodes.explorers.window.explorer import SENTENCE, pack, read_table
from wordmodes.text import cooccurrence, corpus
from wordmodes.text.corpus import Vocabulary

pytestmark = pytest.mark.browser

LENGTH, PLACE = 'input[aria-label="window L"]', 'input[aria-label="middle of the window"]'


def strange() -> DistanceTable:
    """A table of words that would be markup."""
    documents = [[HOSTILE, *(f"<b>{i}</b>" for i in range(20)), HOSTILE, "<i>"] * 3]
    known = Vocabulary.from_documents(documents)
    return distance_table(documents, known, known.words, HOSTILE)


class TestWindow(Battery):
    page = "01_words_and_counts.html"
    key = "window"
    make = staticmethod(window_explorer)
    hostile = staticmethod(lambda: window_explorer(strange()))


@pytest.fixture(scope="module")
def table():
    return stored_table()


def check_against_library(state: dict, table) -> None:
    """Compare the sentence with a count of its own, and the row with what the library takes from the table."""
    row = leading(table, state["word"], state["window"], state["weighting"], state["order"])
    assert state["heads"] == [[context, int(n)] for context, n in zip(row.contexts, row.counts, strict=True)]
    places = [str(place) for place in range(len(SENTENCE))]  # each word of the sentence its own
    known = Vocabulary.from_words(places, [places])
    counted = cooccurrence.count([places], known, state["window"], state["weighting"])
    assert state["weights"] == counted.counts[state["centre"] - 1].tolist()


def said(visit) -> str:
    return visit.page.locator(".wm-readout").inner_text()


def test_the_slider_moves_the_window_a_place_at_a_time(alone, table):
    with alone(source(window_explorer)) as visit:
        visit.page.locator(LENGTH).focus()
        for key, expected in (("ArrowRight", 4), ("PageUp", 8), ("End", 16), ("ArrowDown", 15), ("Home", 1)):
            visit.page.keyboard.press(key)
            assert drawn(visit)["window"] == expected
            check_against_library(drawn(visit), table)
            assert f"L = {expected}, linear weights." in said(visit)
        assert visit.page.locator(LENGTH).get_attribute("aria-valuetext") == "L = 1 place to either side"
        box = visit.page.locator(LENGTH).bounding_box()
        visit.page.mouse.click(box["x"] + 10 + (box["width"] - 20) * 4.3 / 15, box["y"] + box["height"] / 2)
        assert drawn(visit)["window"] == 5
        check_against_library(drawn(visit), table)


def test_the_weights_can_be_flat(alone, table):
    with alone(source(window_explorer)) as visit:
        visit.page.locator('input[value="flat"]').check()
        assert drawn(visit)["weights"] == [0, 0, 1, 1, 1, 0, 1, 1, 1, 0]
        check_against_library(drawn(visit), table)
        visit.page.locator('input[value="linear"]').check()
        assert drawn(visit)["weights"] == [0, 0, 1, 2, 3, 0, 3, 2, 1, 0]


def test_the_contexts_come_in_either_order(alone, table):
    with alone(source(window_explorer)) as visit:
        visit.page.locator('input[value="share"]').check()
        state = drawn(visit)
        check_against_library(state, table)
        counts = [n for _, n in state["heads"]]
        assert counts == sorted(counts, reverse=True)
        assert "The largest shares in the row of “water” in gazette: “the” (" in said(visit)
        visit.page.locator('input[value="beyond"]').check()
        assert drawn(visit)["heads"] != state["heads"]
        check_against_library(drawn(visit), table)


def test_every_word_can_be_chosen(alone, table):
    with alone(source(window_explorer)) as visit:
        options = visit.page.get_by_label("word", exact=True).locator("option").all_inner_texts()
        assert options == sorted(table.words)
        for word in ("king", "would"):
            visit.page.get_by_label("word", exact=True).select_option(word)
            assert drawn(visit)["word"] == word
            assert len(drawn(visit)["heads"]) == SHOWN
            check_against_library(drawn(visit), table)
            assert f"in the row of “{word}” in gazette: " in said(visit)


def test_the_middle_moves_by_keys_and_by_tapping_a_word(alone, table):
    with alone(source(window_explorer)) as visit:
        visit.page.locator(PLACE).focus()
        for key, expected in (("ArrowRight", 7), ("Home", 1), ("End", len(SENTENCE)), ("PageDown", 7)):
            visit.page.keyboard.press(key)
            assert drawn(visit)["centre"] == expected
            check_against_library(drawn(visit), table)
        assert visit.page.locator(PLACE).get_attribute("aria-valuetext") == "and, word 7 of 10"
        box = visit.page.locator("canvas").first.bounding_box()
        for place in (1, 5, 10):
            visit.page.mouse.click(
                box["x"] + 8 + (place - 0.5) * (box["width"] - 16) / len(SENTENCE), box["y"] + box["height"] - 10
            )
            assert drawn(visit)["centre"] == place
            check_against_library(drawn(visit), table)
            assert f"Around “{SENTENCE[place - 1]}” (word {place} " in said(visit)
        assert visit.page.evaluate("location.hash") == "#window=water,3,linear,beyond,10"


def test_play_opens_the_window_to_its_end(alone, table):
    with alone(source(window_explorer), fragment="#window=book,14,linear,beyond,6") as visit:
        assert drawn(visit)["word"] == "book"
        visit.page.get_by_role("button", name="Play").click()
        visit.page.wait_for_function("window.drawn.window === 16")
        check_against_library(drawn(visit), table)
        visit.page.get_by_role("button", name="Play").wait_for()


def test_a_cell_can_drive_it(alone, table):
    with alone(with_kernel(source(window_explorer))) as visit:
        visit.page.evaluate("window.model.set('word', 'acid'); window.model.set('window', 9);")
        assert (drawn(visit)["word"], drawn(visit)["window"]) == ("acid", 9)
        check_against_library(drawn(visit), table)
        assert visit.page.get_by_label("word", exact=True).input_value() == "acid"
        visit.page.locator('input[value="flat"]').check()
        assert visit.page.evaluate("window.model.get('weighting')") == "flat"


def test_a_text_of_the_readers_own_takes_the_place_of_gazette(alone):
    text = (
        "the winter sea was cold and the winter wind blew over the cold water " * 8
    )  # 'water' is what is shown before
    with alone(with_kernel(source(window_explorer))) as visit:
        field = visit.page.get_by_label("Load your own text").first
        field.wait_for(state="visible")
        field.set_input_files({"name": f"{HOSTILE}.txt", "mimeType": "text/plain", "buffer": text.encode()})
        visit.page.wait_for_function("window.sent.at(-1).type === 'count'")
        sent = visit.page.evaluate("window.sent.at(-1)")
        assert (sent["text"], sent["name"]) == (text, f"{HOSTILE}.txt")
        assert field.is_disabled()
        table = read_table(sent["text"], sent["name"])
        manifest, tables = pack(table)
        visit.page.evaluate(
            """([manifest, bytes, word]) => {
              window.model.set('word', word);
              window.model.set('_manifest', manifest);
              window.model.set('_tables', new DataView(Uint8Array.from(bytes).buffer));
              window.model.emit('msg:custom', {type: 'done', task: 'count', words: 11}, []);
            }""",
            [manifest, list(tables), table.words[0]],
        )
        state = drawn(visit)
        assert state["word"] == table.words[0] == "winter"
        assert state["text"] == table.title
        assert field.is_enabled()
        check_against_library(state, table)
        counts = cooccurrence.count([corpus.tokenize(text)], Vocabulary.from_documents([corpus.tokenize(text)]), 3)
        index = counts.vocabulary.index
        assert all(n == counts.counts[index["winter"], index[context]] for context, n in state["heads"])
        assert visit.page.get_by_label("word", exact=True).locator("option").all_inner_texts() == sorted(table.words)
        assert HOSTILE in said(visit)
        assert visit.page.locator(".wm-explorer img").count() == 0
        visit.page.get_by_role("button", name="Reset").click()
        assert drawn(visit)["word"] == "winter"


def test_what_went_wrong_is_read_out(alone):
    with alone(with_kernel(source(window_explorer))) as visit:
        visit.page.evaluate(
            "window.model.emit('msg:custom', {type: 'failed', task: 'count', text: 'This did not work: too short'}, [])"
        )
        assert said(visit) == "This did not work: too short"
