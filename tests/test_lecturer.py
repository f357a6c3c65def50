"""The lecturer's page keeps what it says: minutes by the chapters' length, links that set an explorer."""

import json
import math
import re
from itertools import chain
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

import book_explorers
from wordmodes.book import claims

BOOK = Path(__file__).parent.parent / "book"
TEXT = (BOOK / "lecturer.md").read_text(encoding="utf-8")
CHAPTERS = {int(path.stem[:2]): path for path in BOOK.glob("[01]*.ipynb")}
PARTS = {int(number): part for number, part in re.findall(r"^### (\d+) [^\n]+\n(.*?)(?=^##)", TEXT, re.M | re.S)}
LINKS = re.findall(r"\]\((\w+)\.ipynb#(\w+=[^)]*)\)", TEXT)


@pytest.mark.parametrize("number", CHAPTERS)
def test_a_chapter_has_minutes_three_beliefs_and_a_question(number):
    cells = json.loads(CHAPTERS[number].read_text(encoding="utf-8"))["cells"]
    words = sum(len("".join(cell["source"]).split()) for cell in cells if cell["cell_type"] == "markdown")
    part = PARTS[number]
    assert f"Reads in {5 * math.ceil(words / 120 / 5)} minutes. After it" in part
    beliefs = re.findall(r"^- \*[^*]+\*.*$", part, re.MULTILINE)
    assert len(beliefs) == 3
    assert all(f"]({CHAPTERS[number].stem}.ipynb#" in belief for belief in beliefs)
    assert "To discuss: " in part


def typed(field: str, like: object) -> object:
    if isinstance(like, bool):
        return field == "1"
    return type(like)(float(field)) if isinstance(like, int | float) else field.replace("%2C", ",").replace("%25", "%")


@pytest.mark.parametrize(("page", "fragment"), sorted(set(LINKS)))
def test_a_link_sets_an_explorer(page, fragment):
    """Its fields are of their types and written as the explorer itself would; what is left out at the end stays."""
    [(key, value)] = parse_qsl(fragment)
    [entry] = [one for one in book_explorers.held(page, BOOK / f"{page}.ipynb") if one.state["key"] == key]
    fields, state = value.split(","), dict(entry.state)
    likes = [one for name in entry.fields for one in (state[name] if isinstance(state[name], list) else [state[name]])]
    assert len(fields) <= len(likes)
    given = chain(map(typed, fields, likes), likes[len(fields) :])
    for name in entry.fields:
        state[name] = [next(given) for _ in state[name]] if isinstance(state[name], list) else next(given)
    [(_, written)] = parse_qsl(entry._replace(state=state).fragment_at({})[1:])
    assert written.split(",")[: len(fields)] == fields


def test_projects_begin_with_claims():
    named = re.findall(r"\]\(ledger\.md#ledger-([\w-]+)\)", TEXT)
    assert len(named) >= 5
    assert set(named) <= set(claims.load())
