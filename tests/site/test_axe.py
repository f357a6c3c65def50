"""axe-core on every page, light and dark, wide and narrow, contents open and shut: it finds nothing serious."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from conftest import PAGES

pytestmark = pytest.mark.browser

# What axe leaves out by default though it is serious: a spoken name must hold the words that show.
OPTIONS = {"resultTypes": ["violations"], "rules": {"label-content-name-mismatch": {"enabled": True}}}

# What would be measured ten thousand times a page is thinned out. The strokes of a figure and the glyphs of a formula
# are hidden from screen readers, behind the one's name and the other's MathML: an empty box of their size takes their
# place. Of the coloured words of code one of each kind stays; the others become plain text.
THIN = """() => {
    for (const drawing of document.querySelectorAll('.wm-figure svg[aria-label]'))
        drawing.replaceChildren(drawing.querySelector('title'));
    const glyphs = [...document.querySelectorAll('mjx-math[aria-hidden="true"]')];
    const sizes = glyphs.map(e => e.getBoundingClientRect());
    glyphs.forEach((e, k) => {
        e.replaceChildren();
        e.style.cssText = `display: inline-block; width: ${sizes[k].width}px; height: ${sizes[k].height}px`;
    });
    const seen = new Set();
    for (const word of document.querySelectorAll('pre span')) {
        let kind = '';
        for (let at = word; at; at = at.parentElement) kind += at.className + '/';
        if (seen.has(kind)) word.replaceWith(...word.childNodes);
        seen.add(kind);
    }
    document.querySelectorAll('pre').forEach(code => code.normalize());
}"""


# The theme looks for what scrolls 300 ms after a change of size. The page's own clock is asked, since on a busy machine
# the page may be late.
RESIZED = """async width => {
    while (innerWidth !== width) await new Promise(requestAnimationFrame);
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    await new Promise(done => setTimeout(done, 400));
}"""


def resize(page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate(RESIZED, width)


def faults(page, state: str) -> list[str]:
    """What axe finds in this state of the page: the rule and where."""
    found = page.evaluate("options => axe.run(options)", OPTIONS)["violations"]
    return [
        f"{state}: {fault['impact']} {fault['id']}: {node['target']} {node['html'][:120]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(visit, name):
    found = []
    with visit("http") as reader:
        page = reader.page
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        reader.open(name)
        page.evaluate(THIN)
        page.evaluate(AXE_SCRIPT)
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            page.wait_for_function("theme => document.documentElement.dataset.theme === theme", arg=theme)
            resize(page, 1280)
            found += faults(page, f"{theme}, wide")
            resize(page, 390)
            found += faults(page, f"{theme}, narrow")
            page.locator("button.primary-toggle").click()
            page.wait_for_function("document.querySelector('.bd-sidebar-primary').getBoundingClientRect().left >= 0")
            found += faults(page, f"{theme}, contents open")
            page.keyboard.press("Escape")
            page.wait_for_function("document.querySelector('.bd-sidebar-primary').getBoundingClientRect().right <= 0")
    assert not found, "\n".join(found)
