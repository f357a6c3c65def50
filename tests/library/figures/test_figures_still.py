"""The explorers' still pictures, as a chapter shows them."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from wordmodes import explorers
from wordmodes.book import figures
from wordmodes.book.figures.style import INK, PALETTE

FOLDER = Path(explorers.__file__).parent
STORED = sorted(FOLDER.glob("*/still*.svg"))
HIDING = {"white", "black"}  # of a mask: what shows and what doesn't


def test_still():
    shown = figures.still("one_mode")._repr_mimebundle_()
    assert shown["image/svg+xml"] == (FOLDER / "one_mode/still.svg").read_text(encoding="utf-8")
    assert shown["text/plain"] == "<still picture of the explorer one_mode>"
    assert figures.still("sigma").svg != figures.still("sigma", "large").svg


@pytest.mark.parametrize("asked", [("modes",), ("one_mode", "large"), ("../sigma",), ("",)])
def test_a_picture_that_is_not_there_is_refused(asked):
    with pytest.raises(ValueError, match=r"there are ablation/still, .*, sigma/still_front, sigma/still_large, .*"):
        figures.still(*asked)


def test_there_is_one_for_every_explorer():
    assert {path.parent for path in STORED} == {path.parent for path in FOLDER.glob("*/explorer.js")}


@pytest.mark.parametrize("path", STORED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_picture_has_the_book_s_colours_and_names_of_its_own(path):
    drawing = ElementTree.fromstring(path.read_text(encoding="utf-8"))
    assert "".join(drawing.itertext()).strip()
    masks = drawing.iter("{http://www.w3.org/2000/svg}mask")
    within = {part for mask in masks for part in mask.iter()}
    for part in drawing.iter():
        colours = {part.get(name) for name in ("fill", "stroke")} - {None, "none"}
        assert colours <= (HIDING if part in within else {INK, *PALETTE}), ElementTree.tostring(part)
    ids = [part.get("id") for part in drawing.iter() if part.get("id")]
    assert len(ids) == len(set(ids))
    assert all(name.startswith(path.parent.name) for name in ids)
    used = set(re.findall(r"url\(#(.*?)\)", path.read_text(encoding="utf-8")))
    assert used == set(ids)
    assert "NaN" not in path.read_text(encoding="utf-8")
