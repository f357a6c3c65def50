"""The still picture beside an explorer shows until that one has drawn, for ever if it never does, and in print."""

import json

import anywidget
import pytest
import traitlets
from bs4 import BeautifulSoup
from ipywidgets.embed import dependency_state, embed_data

from conftest import PAGES, SITE
from widget_page import HOST

pytestmark = pytest.mark.browser

DRAWS = """export default { render({ el }) {
  el.textContent = 'drawn';
  el.dispatchEvent(new CustomEvent('wordmodes:drawn', { bubbles: true }));
} }"""
SCRIPTS = {
    "draws": DRAWS,
    "throws": "export default { render() { throw new Error('broken'); } }",
    "is no module": "export default {",
    "never draws": "export default { render({ el }) { el.textContent = 'wait'; } }",
    "draws too": DRAWS,
}


def page_of(scripts: list[str]) -> str:
    """A page as the site lays it out: for each widget a cell, and after it the cell of its still picture."""
    widgets = [
        type("Small", (anywidget.AnyWidget,), {"_esm": traitlets.Unicode(text).tag(sync=True)})() for text in scripts
    ]
    data = embed_data(widgets, state=dependency_state(widgets, drop_defaults=False), drop_defaults=False)
    cells = "".join(
        f'<div class="cell"><script type="application/vnd.jupyter.widget-view+json">{json.dumps(view)}</script></div>'
        '<div class="cell tag_still"><figure><div class="wm-figure">still</div></figure></div>'
        for view in data["view_specs"]
    )
    sheet = (SITE / "_static/book.css").as_uri()
    return (
        f'<!doctype html><link rel="stylesheet" href="{sheet}">{cells}'
        f'<script type="application/vnd.jupyter.widget-state+json">{json.dumps(data["manager_state"])}</script>'
        f"<script>{HOST.read_text(encoding='utf-8')}</script>"
    )


def test_a_still_makes_way_for_its_own_explorer_only(chromium, tmp_path):
    (tmp_path / "page.html").write_text(page_of(list(SCRIPTS.values())), encoding="utf-8")
    context = chromium.new_context()
    try:
        page = context.new_page()
        errors = []
        page.on("console", lambda message: errors.append(message.text))
        page.goto((tmp_path / "page.html").as_uri())
        page.wait_for_function("document.querySelectorAll('[data-ready]').length === 3")
        page.wait_for_function("document.querySelectorAll('.wm-drawn').length === 2")
        stills = page.locator(".tag_still .wm-figure").all()
        shown = {name for name, still in zip(SCRIPTS, stills, strict=True) if still.is_visible()}
        assert shown == {"throws", "is no module", "never draws"}
        assert len(errors) == 2
        page.emulate_media(media="print")
        assert all(still.is_visible() for still in stills)
    finally:
        context.close()


def test_there_is_one_for_every_explorer():
    found = 0
    for name in PAGES:
        text = (SITE / name).read_text(encoding="utf-8")
        page = BeautifulSoup(text if "widget-view+json" in text else "", "html.parser")
        for view in page.select('script[type="application/vnd.jupyter.widget-view+json"]'):
            still = view.find_parent(class_="cell").find_next_sibling()
            assert "tag_still" in still["class"], f"{name}: the cell after an explorer is not tagged 'still'"
            assert still.select(".wm-figure svg")
            found += 1
    assert found
