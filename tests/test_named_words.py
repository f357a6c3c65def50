"""Words that a chapter names are known to its explorer, where the text has them; so are words in a link's setting."""

import json
import re
from pathlib import Path

import pytest

import book_explorers
from wordmodes.explorers import NAMED
from wordmodes.text.bundled import wikipedia_vocabulary
from wordmodes.text.sources import gazette_vocabulary

BOOK = Path(__file__).parent.parent / "book"
GAZETTE, WIKIPEDIA = gazette_vocabulary().words, wikipedia_vocabulary().words
# What each explorer in which any word can be typed is about; the words of the spike explorer are its families' alone.
TEXTS = {
    "window": GAZETTE,
    "association": GAZETTE,
    "odds": set(GAZETTE) & set(WIKIPEDIA[:5000]),
    "concepts": {*GAZETTE[:2000], *NAMED},
    "analogies": WIKIPEDIA,
}
WORDS = {"word", "words", "a", "b", "c"}
HELD = {
    entry.state["key"]: entry for path in sorted(BOOK.glob("*.ipynb")) for entry in book_explorers.held(path.stem, path)
}
FILES = [path for kind in ("*.md", "*.ipynb") for path in sorted(BOOK.glob(kind))]
PAGES = {path.name: path.read_text(encoding="utf-8") for path in FILES}


def prose(name: str) -> str:
    """A page's text; of a notebook, that of its Markdown cells."""
    if not name.endswith(".ipynb"):
        return PAGES[name]
    cells = json.loads(PAGES[name])["cells"]
    return "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def named(text: str) -> set[str]:
    """Words in italics, alone or a few together, outside formulas, code and addresses."""
    for other in (r"```.*?```", r"\$\$.*?\$\$", r"\$[^$]*\$", r"`[^`]*`", r"\]\([^)]*\)"):
        text = re.sub(other, " ", text, flags=re.DOTALL)
    italics = re.findall(r"(?<![*\w])\*([^*\n]+)\*(?!\*)", text)
    short = [re.findall(r"[^\W\d_]+", part) for part in italics if part == part.lower()]
    return {word for words in short if len(words) < 4 for word in words}


def linked(text: str) -> set[tuple[str, str]]:
    """Key and word of each field of a link's setting that holds a word."""
    found = set()
    for key, value in re.findall(r"\(?[\w./]*#(\w+)=([^)\s\"&]*)", text):
        if key not in TEXTS:
            continue
        state, parts = HELD[key].state, value.split(",")
        for field in HELD[key].fields:
            many = len(state[field]) if isinstance(state[field], list) else 1
            mine, parts = parts[:many], parts[many:]
            found |= {(key, word) for word in mine if word and field in WORDS}
    return found


@pytest.mark.parametrize("key", TEXTS)
def test_a_word_that_a_chapter_names_is_known_to_its_explorer(key):
    entry = HELD[key]
    spoken = named(prose(f"{entry.page}.ipynb"))
    known = set(entry.state["_manifest"]["words"])
    missing = spoken & set(TEXTS[key]) - known
    assert not missing, (
        f"{entry.page} names {sorted(missing)}, which its explorer {key} lacks: add them to wordmodes.explorers.named,"
        " make its table again (tools/results/explorer_tables.py window), and execute the chapter"
    )
    assert len(spoken & known) >= 4


def test_no_word_is_kept_that_the_book_does_not_name():
    spoken = set().union(*(named(prose(name)) for name in PAGES))
    set_in_links = {word for name in PAGES for _, word in linked(prose(name))}
    assert set(NAMED) - spoken - set_in_links == set()


def test_words_in_italics_are_found():
    text = "*king* and **bold** $x*y*z$ [*she* and *billion*](#association=,,she,billion), *prime minister*, *A title*"
    assert named(text) == {"king", "she", "billion", "prime", "minister"}
    assert linked(text) == {("association", "she"), ("association", "billion")}


def test_a_word_in_a_link_is_known():
    found = {pair for name in PAGES for pair in linked(prose(name))}
    assert len(found) > 8
    for key, word in found:
        assert word in HELD[key].state["_manifest"]["words"], (key, word)
