"""Going back from an explorer leads to the text again, and no reference leads to a figure that is not there."""

import pytest

from conftest import PAGES
from settings import HELD

pytestmark = pytest.mark.browser


def test_going_back_leads_back_to_the_text(visit):
    with visit("http") as reader:
        reader.open("05_one_mode.html")
        link = reader.page.locator("article p a[data-setting]").last
        link.scroll_into_view_if_needed()
        before = reader.page.evaluate("scrollY")
        link.click()
        reader.page.wait_for_function("before => scrollY < before - 500", arg=before)
        reader.page.go_back()
        reader.page.wait_for_function("before => Math.abs(scrollY - before) < 30", arg=before)


def test_no_reference_leads_to_a_figure_that_is_not_there():
    assert {f"{page}.html" for page in HELD} <= set(PAGES)
    assert all(entry.figure and entry.pictured for entries in HELD.values() for entry in entries)
