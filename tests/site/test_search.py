"""The page of search: sections, terms and functions with what was found in them, over http and from files."""

import pytest

pytestmark = pytest.mark.browser

RESULTS = "ul.search > li"


def ask(reader, query: str) -> list[dict]:
    """Search for a query; return what is shown."""
    reader.page.goto(reader.root + "search.html?q=" + query)
    reader.page.wait_for_selector("#search-results .search-summary:not(:empty)")
    return reader.page.locator(RESULTS).evaluate_all(
        """all => all.map(li => ({
             title: li.querySelector('a').textContent, href: li.querySelector('a').getAttribute('href'),
             where: li.querySelector('.wm-where').textContent, text: li.querySelector('.context')?.textContent ?? '',
             marks: [...li.querySelectorAll('mark')].map(mark => mark.textContent) }))"""
    )


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_results_are_sections_with_the_sentence(visit, scheme):
    with visit(scheme) as reader:
        found = ask(reader, "eigenvalue")
        assert found[0]["title"] == "eigenvalue"
        assert "glossary" in found[0]["where"]
        sections = [one for one in found if "#" in one["href"]]
        assert len(sections) > 20
        assert len({(one["title"], one["href"]) for one in found}) == len(found)
        marked = [one for one in found if one["marks"]]
        assert len(marked) > 20
        assert all(mark.lower().startswith("eigenvalue") for one in marked for mark in one["marks"])
        assert all(len(one["text"]) < 400 for one in found)
        for one in found[:3]:  # each leads to a place that is there
            reader.open(one["href"])
            assert reader.page.locator(":target").count() == ("#" in one["href"])
        assert reader.complaints == []


def test_both_spellings_find_the_same(visit):
    with visit("http") as reader:
        for one, other in (("initialisation", "initialization"), ("colour", "color"), ("centred", "centered")):
            british, american = ask(reader, one), ask(reader, other)
            assert british
            assert british == american
        assert len(ask(reader, "initialization scale")) > 10
        assert ask(reader, "leading_modes")[0]["where"].endswith("function")
        assert any("M*" in one["text"] for one in ask(reader, "M*"))
        assert ask(reader, "xyzzy") == []
        assert "No section" in reader.page.locator(".search-summary").inner_text()
        assert ask(reader, "<img src=x onerror=window.hacked=1>") == []
        assert reader.page.evaluate("window.hacked") is None
        assert reader.page.locator("#search-results img").count() == 0
        assert reader.complaints == []


def test_the_magnifier_stands_beside_the_text(visit):
    with visit("http") as reader:
        reader.page.goto(reader.root + "search.html?q=mode")
        for opened in (False, True):
            if opened:
                reader.page.keyboard.press("Control+k")
                reader.page.wait_for_timeout(200)
            shown = reader.page.locator("form.bd-search").evaluate_all(
                """all => all.filter(form => form.checkVisibility({visibilityProperty: true})).map(form => {
                     const [icon, input] = ['i, svg', 'input'].map(one => form.querySelector(one));
                     const left = input.getBoundingClientRect().left + parseFloat(getComputedStyle(input).paddingLeft);
                     return left - icon.getBoundingClientRect().right;
                   })"""
            )
            assert shown
            assert min(shown) > 2
