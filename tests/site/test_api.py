"""The page of the library's functions: each public name, with its signature, is on it."""

import importlib
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup

import book_api
import wordmodes
from conftest import SITE

FOLDERS = ("text", "theory", "training", "evaluation")


@pytest.fixture(scope="module")
def page() -> BeautifulSoup:
    return BeautifulSoup((SITE / "api.html").read_text(encoding="utf-8"), "html.parser")


def test_every_public_name_is_there_with_a_description(page):
    entries = {entry.dt["id"]: entry for entry in page.select("dl.py") if entry.dt.has_attr("id")}
    named = {key.rpartition(".")[2] for key in entries}
    assert set(wordmodes.__all__) - {"__version__"} <= named
    for folder in FOLDERS:
        module = importlib.import_module(f"wordmodes.{folder}")
        made = {
            name
            for name in module.__all__
            if getattr(getattr(module, name), "__doc__", None) and callable(getattr(module, name))
        }
        assert made <= named
    assert [key for key, entry in entries.items() if "function" in entry["class"] and len(entry.dd.text) < 20] == []
    assert not page.select(".problematic, .system-message")


def test_markup_in_a_docstring_is_escaped_and_examples_are_not():
    lines = ["|λ| of M* and w_, in `a*b`", "", ">>> 2 * 3 | 0", "6", "", "a*"]
    book_api.escape(SimpleNamespace(), "function", "f", None, None, lines)
    assert lines == [r"\|λ\| of M\* and w\_, in `a*b`", "", ">>> 2 * 3 | 0", "6", "", r"a\*"]
