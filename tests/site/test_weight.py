"""The limits of what a page makes a reader load; test_in_browser puts each page to them. And what a move costs."""

import json
from statistics import median

import nbformat
import pytest

from conftest import SITE, soup
from page_weight import PAGE_LIMIT, REQUEST_LIMIT, TABLES_LIMIT, Weight, compressed, weighing

pytestmark = pytest.mark.browser


def test_each_limit_is_a_limit():
    light = Weight({f"http://x/{k}": PAGE_LIMIT // REQUEST_LIMIT for k in range(REQUEST_LIMIT)}, TABLES_LIMIT)
    assert light.excesses() == []
    assert "bytes (most in 0 " in Weight({"http://x/0?v=1": PAGE_LIMIT + 1}).excesses()[0]
    assert "46 requests" in Weight({str(k): 1 for k in range(REQUEST_LIMIT + 1)}).excesses()[0]
    assert "tables" in Weight({}, TABLES_LIMIT + 1).excesses()[0]
    assert compressed("a" * 10_000) == compressed(b"a" * 10_000) < 100


def test_the_limits_are_near_what_the_heaviest_page_weighs(visit):
    """A limit far above every page would limit nothing."""
    with visit("http") as reader, weighing(reader.page) as weight:
        reader.open("10_analogies.html")
    assert 0.5 < weight.total / PAGE_LIMIT <= 1
    assert 0.5 < len(weight.files) / REQUEST_LIMIT <= 1
    assert 0.5 < weight.tables / TABLES_LIMIT <= 1


# Of names, punctuation, blanks and keywords: does each have the colour of code without a tag, wherever code stands?
PLAIN = """() => {
  const same = (pre, kind) => {
    const tag = Object.assign(document.createElement('span'), { className: kind });
    pre.append(tag);
    return getComputedStyle(tag).color === getComputedStyle(pre).color;
  };
  const code = [...document.querySelectorAll('.bd-article .highlight pre')]
    .filter((pre) => !pre.closest('.cell_output'));
  return [...'npwk'].map((kind) => code.map((pre) => same(pre, kind)));
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_code_has_tags_only_where_its_colour_changes(visit, theme):
    with visit("file", theme=theme) as reader:
        reader.open("past_one_machine.html")  # with code in its text, too
        assert reader.page.locator(".highlight .k").count() > 10
        assert reader.page.locator(".highlight :is(.n, .p, .w)").count() == 0
        *plain, keywords = reader.page.evaluate(PLAIN)
        assert len(keywords) > 10
        assert [all(same) for same in plain] == [True] * 3
        assert not any(keywords)


def test_code_on_the_page_is_the_notebooks():
    notebook = nbformat.read(SITE.parents[1] / "book/05_one_mode.ipynb", 4)
    written = {cell.source.strip() for cell in notebook.cells if cell.cell_type == "code"}
    shown = [code.get_text().strip() for code in soup(SITE / "05_one_mode.html").select(".cell_input pre")]
    assert len(shown) > 20
    assert set(shown) <= written


MOVES = """async () => {
  for (const root of document.querySelectorAll('.wm-explorer')) {
    const slider = root.querySelector('input[type=range]');
    for (let i = 0; i < 12; i++) {
      await new Promise(requestAnimationFrame);
      slider.value = +slider.min + (i / 11) * (slider.max - slider.min);
      slider.dispatchEvent(new Event('input', { bubbles: true }));
      root.getBoundingClientRect();
    }
  }
  document.documentElement.style.fontSize = '20px';  // by which all of the page is measured
  document.body.getBoundingClientRect();
}"""


@pytest.mark.parametrize("name", ["04_near_the_origin", "09_concepts"])
def test_a_move_leaves_the_rest_of_the_page_alone(visit, name):
    """It has thousands of elements, and a rule of its style can have all of them looked at when a word changes."""
    with visit("http") as reader:
        reader.open(f"{name}.html")
        browser = reader.page.context.browser
        browser.start_tracing(page=reader.page, categories=["devtools.timeline"])
        reader.page.evaluate(MOVES)
        events = json.loads(browser.stop_tracing())["traceEvents"]
        looks = [event["args"].get("elementCount", 0) for event in events if event["name"] == "UpdateLayoutTree"]
        assert len(looks) >= 12  # each move is seen,
        assert max(looks) > 1000  # and so is what concerns the whole page
        assert median(looks) <= 10
