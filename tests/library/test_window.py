"""The window explorer: its JavaScript against the library's counts, its table, and what a kernel answers."""

import zlib
from pathlib import Path

import numpy as np
import pytest
from javascript import ask
from traitlets import TraitError

from wordmodes.explorers import window_explorer
from wordmodes.explorers.named import named_in
from wordmodes.explorers.window import distances
from wordmodes.explorers.window.distances import REACH, SHOWN, DistanceTable, distance_table, leading, weights
from wordmodes.explorers.window.explorer import LONGEST, SENTENCE, SHORTEST, pack, read_table
from wordmodes.text import cooccurrence, corpus, sources
from wordmodes.text.corpus import Vocabulary
from wordmodes.text.sources import gazette

SETTINGS = [(L, weighting) for L in range(1, REACH + 1) for weighting in ("linear", "flat")]

ASK = """
const {readTable, rowOf} = module;
const table = readTable(model);
return question.map(([word, reach, weighting, order]) => rowOf(table, word, reach, weighting, order));
"""
ASK_WORDS = """
const {readTable, rowOf, describeSentence, describeRow} = module;
const table = readTable(model);
return question.map(([word, reach, weighting, order, centre]) => {
  const row = rowOf(table, word, reach, weighting, order);
  return describeSentence(table.sentence, centre - 1, reach, weighting, row.weights)
       + describeRow(table, word, order, row);
});
"""


def some_text(seed: int = 0) -> list[list[str]]:
    """Documents of words of very different frequency, some of them shorter than a window."""
    rng = np.random.default_rng(seed)
    words = np.array([f"w{i}" for i in range(60)])
    p = 1 / np.arange(1, 61)
    return [rng.choice(words, p=p / p.sum(), size=n).tolist() for n in (400, 7, 250, 1, 900)]


@pytest.fixture(scope="module")
def documents() -> list[list[str]]:
    return some_text()


@pytest.fixture(scope="module")
def vocabulary(documents) -> Vocabulary:
    return Vocabulary.from_documents(documents, 50)  # ten words are left out and keep their place


@pytest.fixture(scope="module")
def table(documents, vocabulary) -> DistanceTable:
    return distance_table(documents, vocabulary, vocabulary.words[::3], "a text")


@pytest.fixture(scope="module")
def stored() -> DistanceTable:
    return distances.stored_table()


def head_of(answer: dict) -> list[tuple[str, int]]:
    return [(head["context"], head["count"]) for head in answer["heads"]]


def head_by_library(
    counts: cooccurrence.Cooccurrence, word: str, order: str, sums: np.ndarray | None = None
) -> list[tuple[str, int]]:
    """The head of a word's row from the library's whole matrix; with the sums of its rows where many are asked for."""
    i, P = counts.vocabulary.index[word], counts.counts
    sums = P.sum(axis=1) if sums is None else sums
    share, chance = P[i] / P[i].sum(), sums / sums.sum()
    score = share if order == "share" else (share - chance) / np.sqrt(np.where(chance > 0, chance, 1))
    among = P[i] > 0 if order == "share" else share > chance
    first = [k for k in np.argsort(-score, kind="stable") if among[k]][:SHOWN]
    return [(counts.words[k], int(P[i, k])) for k in first]


@pytest.mark.parametrize("order", ["share", "beyond"])
def test_the_page_counts_what_the_library_counts(documents, vocabulary, table, order, tmp_path):
    words = table.words[::2]
    cases = [(word, L, weighting, order) for L, weighting in SETTINGS for word in words]
    answers = iter(ask(window_explorer(table), ASK, cases, tmp_path))
    for L, weighting in SETTINGS:
        counts = cooccurrence.count(documents, vocabulary, L, weighting)
        for word in words:
            answer = next(answers)
            i = vocabulary.index[word]
            assert head_of(answer) == head_by_library(counts, word, order)
            row = leading(table, word, L, weighting, order)
            assert list(zip(row.contexts, row.counts, strict=True)) == head_of(answer)
            assert answer["total"] == counts.counts[i].sum()
            P, marginal = counts.P, counts.marginal
            for head in answer["heads"]:
                k = vocabulary.index[head["context"]]
                assert head["share"] == pytest.approx(P[i, k] / marginal[i], rel=1e-12)
                assert head["chance"] == pytest.approx(marginal[k], rel=1e-12)
                assert sum(head["parts"]) == pytest.approx(head["share"], rel=1e-12)
                assert not any(head["parts"][L:])


def test_distances_are_what_one_place_more_adds(documents, vocabulary, table):
    before = np.zeros((50, 50), dtype=int)
    for j in range(1, REACH + 1):
        flat = cooccurrence.count(documents, vocabulary, j, "flat").counts
        for word, members, counts in zip(table.words, table.members, table.counts, strict=True):
            columns = [vocabulary.index[table.contexts[k]] for k in members]
            assert np.array_equal(counts[:, j - 1], (flat - before)[vocabulary.index[word], columns])
        before = flat


@pytest.mark.parametrize("window", [16, 5])
def test_the_stored_table_adds_up_to_the_bundled_counts(stored, window, tmp_path):
    full = gazette(5000, window)
    index, everyone = full.vocabulary.index, full.counts.sum(axis=1)
    w = weights(window, "linear")
    columns = np.array([index[context] for context in stored.contexts])
    assert stored.totals @ w == full.total
    assert np.array_equal(stored.context_totals @ w, everyone[columns])
    for i, word in enumerate(stored.words):
        assert stored.word_totals[i] @ w == everyone[index[word]]
        assert np.array_equal(stored.counts[i] @ w, full.counts[index[word], columns[stored.members[i]]]), word
    cases = [(word, window, "linear", order) for word in stored.words for order in ("share", "beyond")]
    for case, answer in zip(cases, ask(window_explorer(), ASK, cases, tmp_path), strict=True):
        assert head_of(answer) == head_by_library(full, case[0], case[3], everyone)


def test_the_page_and_the_library_show_the_same(stored, tmp_path):
    rng = np.random.default_rng(3)
    cases = [
        (str(rng.choice(stored.words)), int(rng.integers(1, 17)), str(rng.choice(["linear", "flat"])), order)
        for _ in range(60)
        for order in ("share", "beyond")
    ]
    for case, answer in zip(cases, ask(window_explorer(), ASK, cases, tmp_path), strict=True):
        row = leading(stored, *case)
        assert tuple(head["context"] for head in answer["heads"]) == row.contexts
        np.testing.assert_allclose([head["parts"] for head in answer["heads"]], row.parts, rtol=1e-12)
        assert len(row.contexts) == SHOWN


def test_a_part_of_the_stored_table_is_made_again(stored):
    """The Wikipedia articles alone: what is stored counts them and the news, so it is never less."""
    articles = corpus.tokenize_all(sources.wikipedia_sample()[:12])
    words = ("water", "is", "language")
    counts, everyone = distances._count(articles, full := sources.gazette_vocabulary(), [full.index[w] for w in words])
    by_library = cooccurrence.count(articles, full.top(1000), 3).counts
    ours = counts[:, :1000] @ weights(3, "linear")
    assert np.array_equal(ours, by_library[[full.index[word] for word in words]])
    for word, mine in zip(words, counts, strict=True):
        i = stored.words.index(word)
        columns = [full.index[stored.contexts[k]] for k in stored.members[i]]
        assert np.all(mine[columns] <= stored.counts[i])
        assert np.all(everyone[full.index[word]] <= stored.word_totals[i])


def test_the_comparison_notices_a_count_that_is_off(documents, vocabulary, table, tmp_path):
    widget = window_explorer(table)
    _, offset, _ = widget._manifest["arrays"]["counts"]
    broken = bytearray(widget._tables)
    broken[offset + 2 * (table.counts[0].shape[1] - 1)] += 1  # of the first word, at distance 16
    widget._tables = bytes(broken)
    case = (table.words[0], 16, "flat", "share")
    (answer,) = ask(widget, ASK, [case], tmp_path)
    counts = cooccurrence.count(documents, vocabulary, 16, "flat")
    assert head_of(answer) != head_by_library(counts, case[0], case[3])


def test_it_is_stored_as_it_was_made(table, stored, tmp_path, monkeypatch):
    named = named_in(sources.gazette_vocabulary().index)
    assert stored.words == tuple(dict.fromkeys([*distances.WORDS, *named]))
    distances.store_table(table, tmp_path / "some.npz")
    assert [path.name for path in tmp_path.iterdir()] == ["some.npz"]
    monkeypatch.setattr(distances, "files", lambda package: tmp_path)
    monkeypatch.setattr(distances, "STORED", "some.npz")
    again = distances.stored_table()
    assert pack(again) == pack(table)
    for name in ("word_totals", "context_totals", "totals"):
        assert np.array_equal(getattr(again, name), getattr(table, name))


def test_tables_are_small_and_the_same_on_every_run(stored):
    assert pack(stored) == pack(distances.stored_table())
    manifest, tables = pack(stored)
    assert len(zlib.compress(tables + str(manifest).encode(), 9)) < 200_000
    assert Path(distances.__file__).with_name(distances.STORED).stat().st_size < 200_000


def test_it_says_what_the_chapter_counts_by_hand(tmp_path):
    """Every place, L and weighting: the window's sum is what the naive loop finds there."""
    cases = [("water", L, weighting, "share", place + 1) for L, weighting in SETTINGS for place in range(len(SENTENCE))]
    said = ask(window_explorer(), ASK_WORDS, cases, tmp_path)
    for (_, L, weighting, _, centre), text in zip(cases, said, strict=True):
        far = np.abs(np.arange(len(SENTENCE)) - (centre - 1))
        due = np.where((far > 0) & (far <= L), L + 1 - far if weighting == "linear" else 1, 0)
        assert f": {due.sum()} in all." in text
        lost = 2 * L - np.count_nonzero(due)
        assert ("beyond the sentence" in text) == (lost > 0)
        assert f"{'One place' if lost == 1 else f'{lost} places'} of the window" in text or not lost
        assert "undefined" not in text
        assert "NaN" not in text
    first = said[cases.index(("water", 3, "linear", "share", 6))]
    assert (
        "counts “spoke” 1, “to” 2 and “the” 3 on the left; “and” 3, “the” 2 and “queen” 1 on the right: 12 in all."
        in first
    )


def test_what_it_says_is_true_where_there_is_little_to_say(tmp_path):
    words = ("lone", "a", "b")
    documents = [["lone"], ["a", "b"], ["a", "b"]]
    known = Vocabulary.from_words(words, documents)
    widget = window_explorer(distance_table(documents, known, words, "three lines"), window=1)
    none, one = ask(widget, ASK_WORDS, [("lone", 1, "flat", "share", 1), ("a", 1, "flat", "share", 1)], tmp_path)
    assert "“lone” has no context within the window." in none
    assert (
        "This bar holds 100\u00a0% of the row, counted 1.0 place away on average; the whole row, 1.0 place away." in one
    )
    assert "One place of the window lies beyond the sentence and counts nothing." in one


def test_traits_drive_it_and_refuse_nonsense():
    widget = window_explorer(word="king", window=16, weighting="flat", order="share", centre=10)
    assert (widget.word, widget.window, widget.weighting) == ("king", 16, "flat")
    assert repr(widget) == "WindowExplorer(window)"
    for trait, value in (
        ("window", 0), ("window", 17), ("window", 2.5), ("weighting", "steep"), ("order", "a"), ("centre", 11),
        ("centre", 0), ("word", "xyzzy"),
    ):  # fmt: skip
        with pytest.raises(TraitError):
            setattr(widget, trait, value)
    with pytest.raises(ValueError, match="no row of 'xyzzy'"):
        leading(widget.table, "xyzzy", 3, "linear", "share")


def load(widget, sent, **message) -> dict:
    """Send the page's request; return the last message that comes back."""
    sent.clear()
    widget._handle_custom_msg({"type": "count", "name": "mine.txt", **message}, [])
    return sent[-1]


@pytest.fixture
def live(monkeypatch):
    widget, sent = window_explorer(), []
    monkeypatch.setattr(widget, "send", lambda message, buffers=(): sent.append(message))
    return widget, sent


def test_a_kernel_counts_a_text(live, tmp_path):
    widget, sent = live
    text = " ".join(" ".join(document) for document in some_text(1)).replace("w", "abcde x")
    assert load(widget, sent, text=text) == {"type": "done", "task": "count", "words": 2}
    assert [message["type"] for message in sent[:-1]] == ["progress"] * 2
    assert sent[-2]["share"] == 1
    assert (widget.word, widget.table.title) == ("abcde", "“mine.txt”")
    tokens = [corpus.tokenize(text)]
    counts = cooccurrence.count(tokens, Vocabulary.from_documents(tokens), 4)
    (answer,) = ask(widget, ASK, [("abcde", 4, "linear", "share")], tmp_path)
    assert head_of(answer) == head_by_library(counts, "abcde", "share")
    widget.word = "x"
    with pytest.raises(TraitError):
        widget.word = "water"


def test_of_a_long_text_the_frequent_words_are_counted(tmp_path):
    rng = np.random.default_rng(5)
    words = ["".join("bcdfg"[i // 5**k % 5] for k in range(5)) for i in range(2500)]
    p = 1 / np.arange(5, 2505)
    text = " ".join(["it"] * 200 + words + rng.choice(words, p=p / p.sum(), size=8000).tolist())
    table = read_table(text, "n" * 99)
    tokens = [corpus.tokenize(text)]
    known = Vocabulary.from_documents(tokens, 2000)
    assert len(table.words) == 300
    assert set(table.words) == set(known.words[:300])
    assert table.words[0] == next(word for word in known.words if len(word) == 5)
    assert table.title == f"“{'n' * 48}…”"
    (answer,) = ask(window_explorer(table), ASK, [(table.words[7], 3, "linear", "beyond")], tmp_path)
    counts = cooccurrence.count(tokens, known, 3)
    assert head_of(answer) == head_by_library(counts, table.words[7], "beyond")


BAD = {
    "holds 2 words of the letters a to z, and 50 are needed": {"text": "only two"},
    "holds 0 words": {"text": "слова " * 100},
    f"at most {LONGEST} can be counted": {"text": "a b " * (LONGEST // 4 + 1)},
    "at least two distinct words": {"text": "a " * SHORTEST},
    "no text came": {},
}


@pytest.mark.parametrize("message", BAD)
def test_a_text_that_cannot_be_counted_is_named(live, message):
    widget, sent = live
    answer = load(widget, sent, **BAD[message])
    assert answer["type"] == "failed"
    assert message in answer["text"]
    assert widget.table.title == "gazette"
    with pytest.raises(ValueError, match=message):
        read_table(BAD[message].get("text"), "mine.txt")
