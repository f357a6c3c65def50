"""axe-core on an open page, light and dark, wide and narrow, contents open and shut: the serious faults it finds."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

KINDS = {"resultTypes": ["violations", "incomplete"]}
# What axe leaves out by default though it is serious: a spoken name must hold the words that show.
OPTIONS = {**KINDS, "rules": {"label-content-name-mismatch": {"enabled": True}}}
# Dark differs from light in nothing but colours, and what opens over a narrow page is the contents.
COLOURS_ONLY = {**KINDS, "runOnly": ["color-contrast"]}
NO_COLOURS = {**KINDS, "rules": OPTIONS["rules"] | {"color-contrast": {"enabled": False}}}
CONTENTS = ".bd-sidebar-primary"
WIDE, NARROW = 1280, 390

# What would be measured ten thousand times a page is thinned out. The strokes of a figure and the glyphs of a formula
# are hidden from screen readers, behind the one's name and the other's MathML: an empty box of their size takes their
# place; of MathML, whose elements axe has no rule for, the text stays. Of the marked words of code, signatures and
# prose one of each kind stays; the others become plain text.
THIN = """() => {
    const WORDS = '.bd-article :is(pre, dt, p, li) :is(span, em, strong):not(.math, .math *)';
    for (const drawing of document.querySelectorAll('.wm-figure svg[aria-label]'))
        drawing.replaceChildren(drawing.querySelector('title'));
    const glyphs = [...document.querySelectorAll('mjx-math[aria-hidden="true"]')];
    const sizes = glyphs.map(e => e.getBoundingClientRect());
    glyphs.forEach((e, k) => {
        e.replaceChildren();
        e.style.cssText = `display: inline-block; width: ${sizes[k].width}px; height: ${sizes[k].height}px`;
    });
    for (const formula of document.querySelectorAll('mjx-assistive-mml > math')) formula.textContent += '';
    const seen = new Set();
    for (const word of [...document.querySelectorAll(WORDS)].reverse()) {  // the innermost first
        if (word.children.length || [...word.attributes].some(a => a.name !== 'class')) continue;
        let kind = '';
        for (let at = word; at; at = at.parentElement) kind += `${at.tagName}.${at.className}/`;
        if (seen.has(kind)) word.replaceWith(...word.childNodes);
        seen.add(kind);
    }
    document.querySelectorAll('pre').forEach(code => code.normalize());
}"""
# What stands in elements of the same kinds has the same colours: two texts of each kind stay, and the others go, with
# what is folded away and what has no text.
TWO_OF_EACH = """() => {
    document.querySelectorAll(`.bd-article :is(.copybtn, mjx-container, details:not([open]) > :not(summary))`)
        .forEach(e => e.remove());
    const kinds = new Map([[null, '']]), seen = new Map();
    const kind = e => {
        if (!kinds.has(e))
            kinds.set(e, `${kind(e.parentElement)}/${e.tagName}.${e.className}.${e.getAttribute('style')}`);
        return kinds.get(e);
    };
    for (const e of document.querySelectorAll('.bd-article *')) {
        const texts = [...e.childNodes].filter(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
        if (!texts.length || !e.checkVisibility({ visibilityProperty: true })) continue;
        const times = seen.get(kind(e)) ?? 0;
        seen.set(kind(e), times + 1);
        if (times < 2) continue;
        texts.forEach(text => text.remove());
        for (let at = e, above; !at.children.length && !at.textContent.trim(); at = above) {
            above = at.parentElement;
            at.remove();
        }
    }
}"""
# The contents are in view and the keyboard is in them, to which the theme moves it a little later.
OPENED = """() => {
    const contents = document.querySelector('.bd-sidebar-primary');
    return contents.getBoundingClientRect().left >= 0 && contents.contains(document.activeElement);
}"""


# The theme looks for what scrolls 300 ms after a change of size. The page's own clock is asked, since on a busy machine
# the page may be late.
RESIZED = """async width => {
    while (innerWidth !== width) await new Promise(requestAnimationFrame);
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    await new Promise(done => setTimeout(done, 400));
}"""


def resize(page: Page, width: int) -> None:
    """Change the window's width and wait until the page has taken it in."""
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate(RESIZED, width)


def run(page: Page, state: str, options: dict, inside: str | list[str] = "html") -> list[str]:
    """What axe finds in this state of the page: the rule and where."""
    results = page.evaluate("([inside, options]) => axe.run(inside, options)", [inside, options])
    found = [fault for fault in results["violations"] if fault["impact"] in ("serious", "critical")]
    found += [rule for rule in results["incomplete"] if "error-occurred" in str(rule)]  # of axe's own
    return [
        f"{state}: {fault['impact']} {fault['id']}: {node['target']} {node['html'][:120]}"
        for fault in found
        for node in fault["nodes"]
    ]


def faults(page: Page) -> list[str]:
    """Look at the page in all its states. It is no longer what it was, so that nothing else can be asked of it."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.evaluate(THIN)
    page.evaluate(AXE_SCRIPT)
    resize(page, WIDE)
    found = run(page, "light, wide", OPTIONS)
    resize(page, NARROW)
    found += run(page, "light, narrow", NO_COLOURS)
    page.evaluate(TWO_OF_EACH)
    for theme, options in (("light", OPTIONS), ("dark", COLOURS_ONLY)):
        page.emulate_media(color_scheme=theme)
        page.wait_for_function("theme => document.documentElement.dataset.theme === theme", arg=theme)
        found += run(page, f"{theme}, narrow", COLOURS_ONLY)
        page.locator("button.primary-toggle").click()
        page.wait_for_function(OPENED)
        found += run(page, f"{theme}, contents open", options, CONTENTS)
        page.keyboard.press("Escape")
        page.wait_for_function("document.querySelector('.bd-sidebar-primary').getBoundingClientRect().right <= 0")
    resize(page, WIDE)
    return found + run(page, "dark, wide", COLOURS_ONLY)
