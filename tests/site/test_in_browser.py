"""The built site as a reader meets it: every page, over http and from its files, with no other site in reach."""

import pytest

from conftest import PAGES

pytestmark = pytest.mark.browser

# For every match of a selector that shows: its colour, and what lies behind it, layer over layer.
COLOURS = """selector => [...document.querySelectorAll(selector)].filter(e => e.getClientRects().length).map(e => {
    const parse = c => { const [r, g, b, a = 1] = c.match(/[\\d.]+/g).map(Number); return [r, g, b, a]; };
    const layers = [];
    for (let at = e; at; at = at.parentElement) layers.push(parse(getComputedStyle(at).backgroundColor));
    const ground = layers.reverse().reduce((under, [r, g, b, a]) =>
        [r, g, b].map((c, k) => a * c + (1 - a) * under[k]), [255, 255, 255]);
    return [parse(getComputedStyle(e).color), ground, e.textContent.trim().slice(0, 40)];
})"""


def luminance(colour: list[float]) -> float:
    """Relative luminance of red, green and blue from 0 to 255, as WCAG 2 defines it."""
    channels = [c / 255 for c in colour[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: list[float], other: list[float]) -> float:
    """Contrast ratio of two colours, as WCAG 2 defines it."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["http", "file"])
def test_a_page_is_quiet_and_asks_nobody_else(visit, scheme, name):
    with visit(scheme) as reader:
        reader.open(name)
        reader.page.mouse.wheel(0, 20_000)
        reader.page.wait_for_timeout(100)
        assert reader.complaints == []


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["http", "file"])
def test_widgets_show_something(visit, scheme, name):
    with visit(scheme) as reader:
        reader.open(name)
        for widget in reader.page.locator(".wm-widget").all():
            box = widget.bounding_box()
            assert box is not None
            assert box["height"] > 20
            assert box["width"] > 100
            assert widget.inner_text().strip()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [360, 390])
def test_nothing_sticks_out_on_a_phone(visit, width, name):
    with visit("http", width=width) as reader:
        reader.open(name)
        wide, screen = reader.page.evaluate("[document.body.scrollWidth, document.documentElement.clientWidth]")
        assert wide <= screen


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_stands_out_in_both_themes(visit, theme, name):
    with visit("file", theme=theme) as reader:
        reader.open(name)
        assert reader.page.get_attribute("html", "data-theme") == theme
        [[_, ground, _]] = reader.page.evaluate(COLOURS, "body")
        assert (luminance(ground) < 0.05) == (theme == "dark")
        selector = (
            ".bd-article :is(h1, h2, p, li, td, dt, dd, figcaption, a.reference), .wm-badge, .wm-figure, "
            ".bd-article pre, .bd-article pre span, .bd-sidebar-primary a"
        )
        faint = [
            (colour, behind, text)
            for colour, behind, text in reader.page.evaluate(COLOURS, selector)
            if contrast(colour, behind) < 4.5
        ]
        assert faint == []


def test_search_finds_a_word(visit):
    with visit("http") as reader:
        reader.page.goto(reader.root + "search.html?q=sigmoid")
        reader.page.wait_for_selector("ul.search li a")
        assert reader.page.locator("ul.search li a").count() >= 1
        assert reader.complaints == []


def test_the_theme_button_switches_and_is_remembered(visit):
    with visit("http") as reader:
        reader.open("index.html")
        button = reader.page.locator("button.theme-switch-button").last
        for _ in range(3):
            button.click()
            if reader.page.get_attribute("html", "data-theme") == "dark":
                break
        assert reader.page.get_attribute("html", "data-theme") == "dark"
        reader.open("notation.html")
        assert reader.page.get_attribute("html", "data-theme") == "dark"
        assert reader.complaints == []
