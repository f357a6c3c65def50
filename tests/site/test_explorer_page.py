"""Every explorer of the book: it is its chapter's, it opens alone on a page, its stored still is what it draws."""

import base64
import json
import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

import explorer_page
import stills
from conftest import drawn
from widget_page import widget_page
from wordmodes.explorers.frame import Explorer
from wordmodes.explorers.instances import BOOK

STORED = "application/vnd.jupyter.widget-state+json"
WRITTEN = {"_esm", "_css", "_tables", "_manifest", "_dom_classes", "layout"}  # not what a reader sets
MOVED = {  # by pressing Home in the first slider of each
    "window": "window", "association": "observed", "update": "word", "odds": "odds", "one_mode": "eigenvalue",
    "sigma": "sigma", "ablation": "sigma", "answers": "d", "concepts": "mode", "spike": "d", "analogies": "d",
    "next_modes": "share", "lengths": "tokens", "own_text": "mode",
}  # fmt: skip


OPENING = {"dataset", "time", "brief"}  # what the opening page sets of its own


@pytest.fixture(scope="module", params=BOOK)
def one(request) -> tuple[str, Explorer]:
    """Make each explorer once."""
    return request.param, BOOK[request.param].make()


@cache
def in_chapters() -> dict[str, list[tuple[str, dict]]]:
    """What the notebooks hold of each explorer, by its key, with the notebook's name; read once, since it is large."""
    found = defaultdict(list)
    for path in sorted((Path(__file__).parent.parent.parent / "book").glob("*.ipynb")):
        stored = json.loads(path.read_text(encoding="utf-8"))["metadata"].get("widgets", {}).get(STORED, {})
        for model in stored.get("state", {}).values():
            found[model["state"].get("key")].append((path.stem, model))
    return found


def test_it_is_the_one_that_its_chapter_shows(one):
    _, explorer = one
    own = explorer.get_state()
    chapters = in_chapters()[explorer.key]
    assert chapters
    for page, chapter in chapters:
        state = chapter["state"]
        otherwise = {name for name in own if name not in WRITTEN and own[name] != state[name]}
        assert otherwise <= (OPENING if page == "index" else set())
        assert json.loads(json.dumps(own["_manifest"])) == state["_manifest"]
        held = np.frombuffer(base64.b64decode(chapter["buffers"][0]["data"]), np.uint8)
        made = np.frombuffer(bytes(explorer._tables), np.uint8)
        assert len(held) == len(made)
        # Last bits differ with the processor, whose BLAS sums in another order: here in up to 2 % of the bytes.
        assert np.count_nonzero(held != made) <= 0.05 * len(made)


@pytest.mark.browser
def test_it_opens_from_a_file_and_a_control_moves_it(one, alone):
    name, explorer = one
    with alone(widget_page(explorer, title=BOOK[name].title), color_scheme="dark") as visit:
        page, before = visit.page, drawn(visit)
        assert page.title() == page.locator("h1").inner_text() == BOOK[name].title
        assert page.locator(".wm-explorer").bounding_box()["width"] >= 1240  # of 1280
        canvas = page.locator("canvas").first
        first = canvas.screenshot()
        page.locator("input[type=range]").first.press("Home")
        assert drawn(visit)[MOVED[name]] != before[MOVED[name]]
        assert canvas.screenshot() != first
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 24, 28)"


NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
PLACES = ("d", "x", "y", "transform")  # what may differ by the measures of another machine's fonts
FAR = 3  # pixels


def check_same_picture(taken: str, stored: str) -> None:
    """Compare two stills: the same elements, words and colours, at the same places to a few pixels."""
    ours, theirs = (list(ElementTree.fromstring(text).iter()) for text in (taken, stored))
    assert [(part.tag, part.text and part.text.strip()) for part in ours] == [
        (part.tag, part.text and part.text.strip()) for part in theirs
    ]
    for one, other in zip(ours, theirs, strict=True):
        rest = [{name: value for name, value in part.items() if name not in PLACES} for part in (one, other)]
        assert rest[0] == rest[1]
        for name in PLACES:
            lines, numbers = zip(*(split(part.get(name, "")) for part in (one, other)), strict=True)
            assert lines[0] == lines[1]
            assert np.abs(np.subtract(*numbers)).max(initial=0) <= FAR, ElementTree.tostring(one)


def split(text: str) -> tuple[str, list[float]]:
    """The letters of a path or a place, and its numbers."""
    return NUMBER.sub("#", text), [float(number) for number in NUMBER.findall(text)]


@pytest.mark.browser
def test_its_stored_still_is_what_it_draws_now(one, chromium):
    name, explorer = one
    taken = [which for which, still in stills.STILLS.items() if still.explorer == name]
    assert taken
    before = explorer.get_state()
    for which in taken:
        picture = stills.record(chromium, explorer, stills.STILLS[which], which)
        check_same_picture(picture, stills.target(which).read_text(encoding="utf-8"))
    assert explorer.get_state() == before


def test_the_tool_names_the_stills_where_it_knows_none_of_this_name(capsys):
    assert stills.main(["sigma", "modes"]) == 2
    assert ", ".join([*stills.STILLS, "readme"]) in capsys.readouterr().err


@pytest.mark.browser
def test_the_address_asks_for_light_or_dark(alone, tmp_path):
    with alone(widget_page(BOOK["update"].make())) as visit:
        ground = "getComputedStyle(document.querySelector('.wm-explorer')).backgroundColor"
        assert visit.page.evaluate(ground) == "rgb(255, 255, 255)"
        visit.open("explorer.html?theme=dark")
        assert visit.page.evaluate(ground) == "rgb(20, 24, 28)"
        assert visit.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 24, 28)"


def test_the_tool_writes_it_and_says_where(tmp_path, capsys):
    assert explorer_page.main(["update", "window"], tmp_path) == 0
    printed = capsys.readouterr().out.split()
    assert printed == [(tmp_path / name).as_uri() for name in ("update.html", "window.html")]
    assert "<title>One update of two vectors</title>" in (tmp_path / "update.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("asked", [[], ["modes"], ["update", "modes"], [""]])
def test_the_tool_names_the_explorers_where_it_knows_none_of_this_name(asked, tmp_path, capsys):
    assert explorer_page.main(asked, tmp_path) == 2
    assert ", ".join([*BOOK, "or all"]) in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
