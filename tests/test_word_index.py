"""What the field on the page of explorers looks through: who knows a word, and the setting that shows it."""

import re
from pathlib import Path

import numpy as np
import pytest

import book_explorers
import book_words
from wordmodes.text.sources import gazette

BOOK = Path(__file__).parent.parent / "book"
HELD = [entry for path in sorted(BOOK.glob("*.ipynb")) for entry in book_explorers.held(path.stem, path)]
KNOWN = book_words.knowledge(HELD)
INDEX = book_words.index(KNOWN, {entry.page: f"{entry.page}.html" for entry in HELD})


def settings(address: str, entry: book_explorers.Held, fields: list[str]) -> dict[str, object]:
    """Read an address as the explorer does: traits by name, those left out left out."""
    page, _, value = re.split("[#=]", address, maxsplit=2)
    assert page == f"{entry.page}.html"
    parts, found = value.split(","), {}
    for name in fields:
        many = len(entry.state[name]) if isinstance(entry.state[name], list) else 1
        mine, parts = parts[:many], parts[many:]
        if any(mine):
            found[name] = mine if isinstance(entry.state[name], list) else mine[0]
    assert not parts, address
    return found


def takes_words(entry: book_explorers.Held) -> bool:
    """Tell whether an explorer can be set to a word."""
    return isinstance(entry.state.get("word", entry.state.get("c")), str) or "words" in entry.fields


def test_no_explorer_of_words_is_left_out():
    """Those that have a trait for a word or for a pair, and those words that each has."""
    assert {one.entry.state["key"] for one in KNOWN} == {entry.state["key"] for entry in HELD if takes_words(entry)}
    whose = {word: who for who, words in INDEX["words"].items() for word in words.split(" ")}
    for number, one in enumerate(KNOWN):
        assert len(one.words) > 200
        letter = chr(ord("a") + number)
        assert {word for word, who in whose.items() if letter in who} == set(one.words)


@pytest.mark.parametrize("number", range(len(KNOWN)))
def test_an_address_sets_the_explorer_to_the_word(number):
    one, told = KNOWN[number], INDEX["explorers"][number]
    fields = one.entry.fields
    for word in one.words:
        company = told["company"].get(word, told["company"].get("", []))
        parts = {"word": word} | {str(n): other for n, other in enumerate(company, 1)}
        address = re.sub(r"\{(\w+)\}", lambda match, parts=parts: parts[match[1]], told["address"])
        found = settings(address, one.entry, fields)
        text = found.pop("text", None)
        assert text is None or any(
            text == made["key"] and word in made["words"] for made in one.entry.state["_manifest"]
        )
        named = [x for value in found.values() for x in (value if isinstance(value, list) else [value])]
        assert word in (found.get("word"), found.get("c"), found.get("words", [""])[0])
        assert set(named) <= set(one.words)


def test_a_word_stands_with_the_one_it_is_bound_to_most():
    words = ["king", "queen", "water", "clean", "the", "prime", "minister", "moscow", "spillway"]
    counts = gazette()
    rows = [counts.vocabulary.index[word] for word in words]
    P = counts.counts[np.ix_(rows, rows)] / counts.total
    Q = np.outer(counts.marginal[rows], counts.marginal[rows])
    often = P * counts.total / 8.5 >= book_words.OFTEN
    found = book_words.bonds(counts, words)
    for i, word in enumerate(words):
        ratio = np.where(often[i], P[i] / Q[i], -1)
        ratio[i] = -2
        if ratio.max() > 0:
            assert found[word] == [words[int(ratio.argmax())]]
    assert found["prime"] == ["minister"]


def test_a_question_with_an_answer_is_asked_where_there_is_one():
    (one,) = (one for one in KNOWN if one.entry.state["key"] == "analogies")
    families = [entry["pairs"] for entry in one.entry.state["_manifest"]["families"]]
    pairs = [{(one.words[a], one.words[b]) for a, b in family} for family in families]
    ways = [*pairs, *({(b, a) for a, b in family} for family in pairs)]
    own = {word: company for word, company in one.company.items() if word}
    assert len(own) > 100
    for word, (a, b) in own.items():
        assert word not in (a, b)
        assert any((a, b) in way and word in dict(way) for way in ways), word
