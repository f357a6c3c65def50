"""Text and explorers are one: a reference to a figure, or a phrase with a setting, sets its explorer."""

import math
from urllib.parse import parse_qs

import book_explorers
from conftest import SITE

BOOK = SITE.parent.parent / "book"
HELD = {path.stem: found for path in sorted(BOOK.glob("*.ipynb")) if (found := book_explorers.held(path.stem, path))}
TOP = """key => document.querySelector(`[data-key="${key}"]`).getBoundingClientRect().top"""


def flat(values: list) -> list:
    return [x for value in values for x in (value if isinstance(value, list) else [value])]


def is_set(state: dict, fields: list[str], value: str) -> bool:
    """Tell whether an explorer stands as a link asks; a field that is left out may be anything."""
    names = flat([[name] * len(state[name]) if isinstance(state[name], list) else name for name in fields])
    given_fields = value.split(",")
    assert len(given_fields) <= len(names), f"{value} has more fields than {names}"
    for name, given, found in zip(names, given_fields, flat([state[name] for name in fields]), strict=False):
        if not given or name == "time":  # some tell the time in units of their own; the address has it as it was given
            continue
        if isinstance(found, bool):
            same = given == str(int(found))
        elif isinstance(found, str):
            same = given == found
        else:
            same = math.isclose(float(given), found, rel_tol=1e-3)
        if not same:
            return False
    return True


def check_settings(reader, page: str) -> None:
    """Each explorer stands in its figure, with number and caption, and each link with a setting sets its explorer."""
    held = HELD.get(page.removesuffix(".html"), [])
    for entry in held:
        figure = reader.page.locator(f"figure#{entry.figure}")
        assert figure.locator(".wm-explorer").is_visible()
        assert figure.locator("figcaption").is_visible()
        assert "still picture" not in figure.locator("figcaption").inner_text()
        assert not figure.locator(".wm-figure").is_visible()
        if page != "index.html":
            assert figure.locator(".caption-number").inner_text().startswith("Figure")
    assert not any(code.is_visible() for code in reader.page.locator(".tag_still .cell_input").all())
    fields = {entry.state["key"]: entry.fields for entry in held}
    links = reader.page.locator("article a[data-setting]")
    assert links.count() >= (page[0].isdigit() and bool(held))
    for number in range(links.count()):
        link = links.nth(number)
        key, _, value = link.get_attribute("data-setting").partition("=")
        assert reader.page.locator(link.get_attribute("href")).count() == 1  # where no script runs
        link.click()
        reader.page.wait_for_function(f"key => Math.abs(({TOP})(key) - 64) < 70", arg=key)
        state = reader.page.evaluate("key => window.all[key]", key)
        assert is_set(state, fields[key], value), f"{value} of {key} is shown as {state}"
        written = parse_qs(reader.page.evaluate("location.hash.slice(1)"))[key][0].split(",")
        for asked, kept in zip(value.split(","), written, strict=False):
            same = not asked or asked == kept or float(asked) == float(kept)
            assert same, f"{value}: the address has {written}"
        assert reader.page.evaluate("document.activeElement.className").startswith("wm-explorer")
