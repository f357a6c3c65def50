"""Questions on the page: answered by pointer and by keys, judged, kept, within everyone's reach."""

import json

import pytest
from axe_playwright_python.base import AXE_SCRIPT

import axe
from conftest import SITE
from predicting import (
    CHAPTERS,
    KEPT,
    KINDS,
    OF_A_KIND,
    QUESTIONS,
    about,
    arrive,
    asked,
    commit,
    covered,
    form,
    give,
    result,
    truth,
    wrong,
)

pytestmark = pytest.mark.browser

# The boxes and what holds them: of the rest of the page test_in_browser asks what axe finds.
ALONE = """boxes => document.querySelectorAll('.bd-article > section > *, .bd-article section section > *').forEach(
    e => e.matches(`:is(${boxes}), :has(${boxes}), :is(${boxes}) *`) || e.remove())"""
# A page that opens fast, and a choice on it.
LIGHTEST = min(
    ((page, data) for page in CHAPTERS for data in asked(page) if data["kind"] == "choice"),
    key=lambda found: (SITE / found[0]).stat().st_size,
)
SET = "!document.querySelector('.wm-result .math:not(:has(mjx-container))')"
THEME = "theme => document.documentElement.dataset.theme === theme"


def test_the_book_asks_and_has_every_kind():
    assert len(QUESTIONS) >= 3 * len(CHAPTERS)
    assert {about(*question)["kind"] for question in QUESTIONS} == {"choice", "number", "order", "curve"}


KEYS = {
    "choice": lambda page, data: [page.keyboard.press("Space"), page.keyboard.press("ArrowDown")],
    "number": lambda page, data: page.keyboard.press("ArrowRight"),
    "order": lambda page, data: [page.keyboard.press("Tab"), page.keyboard.press("Enter")],
    "curve": lambda page, data: [
        page.keyboard.press(key) for key in ("ArrowUp", "ArrowRight", "ArrowRight", "PageDown")
    ],
}


def check_names(page, data: dict) -> None:
    """Every control has a name, and no other has the same."""
    box = form(page, data["name"])
    assert box.locator("fieldset > legend").inner_text()
    assert box.locator("[role=status]").count() == 1
    names = box.evaluate(
        """form => [...form.querySelectorAll('button, input, [role=slider]')].map(e =>
             e.getAttribute('aria-label') || e.labels?.[0]?.textContent || e.textContent)"""
    )
    assert all(name.strip() for name in names)
    assert len(set(names)) == len(names)
    if data["kind"] == "curve":
        assert box.locator(".wm-point[tabindex='0']").count() == 1


def answer_by_keys(page, data: dict) -> None:
    """Come from before the box, answer and commit, all by keys."""
    form(page, data["name"]).evaluate(
        """form => {
             const before = document.createElement('button');
             form.before(before);
             before.focus();
           }"""
    )
    page.keyboard.press("Tab")
    KEYS[data["kind"]](page, data)
    value = page.evaluate("name => predictions.boxes.find(b => b.data.name === name).control.value", data["name"])
    assert value is not None
    if data["kind"] == "curve":
        middle, step = (data["low"] + data["high"]) / 2, (data["high"] - data["low"]) / 50
        assert value[:4] == pytest.approx([middle + step, middle, middle - 10 * step, middle])
    for _ in range(12):
        if page.evaluate("document.activeElement.textContent") == "Commit":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert result(page, data["name"])
    assert page.evaluate("document.activeElement.className") == "wm-result"


def look(page, name: str, number: int) -> None:
    """Ask for the answer without a guess, as the page's first, second … such question."""
    form(page, name).get_by_role("button", name="Show me without guessing").click()
    assert not any(covered(page, name))
    assert "committed" not in page.evaluate(KEPT)[name]
    counted = page.locator(".wm-tally .wm-count").inner_text()
    assert "0 of" in counted
    assert f"{number} looked up without a guess" in counted


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_answers_by_keys_are_there_again(visit, scheme):
    for page, questions in OF_A_KIND.items():
        with visit(scheme) as reader:
            arrive(reader, page)
            for data in questions:
                check_names(reader.page, data)
                answer_by_keys(reader.page, data)
            reader.page.wait_for_function(SET)
            said = {data["name"]: result(reader.page, data["name"]) for data in questions}
            kept = reader.page.evaluate(KEPT)
            assert set(kept) == set(said)
            for entry in kept.values():
                assert entry["committed"] <= entry["revealed"]
                assert entry["first"] is True
            arrive(reader, page)
            reader.page.wait_for_function(SET)
            assert {name: result(reader.page, name) for name in said} == said
            assert not any(any(covered(reader.page, name)) for name in said)
            assert reader.page.evaluate("predictions.boxes.length") == len(asked(page))
            reader.page.locator(".wm-tally .wm-forget").click()
            assert reader.page.evaluate(KEPT) == {}
            for number, name in enumerate(said, start=1):
                assert all(covered(reader.page, name))
                look(reader.page, name, number)
            assert reader.complaints == []


@pytest.mark.parametrize("kind", ["order", "curve"])
def test_who_looks_is_shown_the_answer_and_nothing_of_their_own(visit, kind):
    page, data = KINDS[kind]
    with visit("http") as reader:
        arrive(reader, page)
        box = form(reader.page, data["name"])
        box.get_by_role("button", name="Show me without guessing").click()
        if kind == "order":
            items = box.locator("ol > li").evaluate_all("all => all.map(item => Number(item.dataset.item))")
            assert items == data["answer"]
            assert box.locator(".wm-right, .wm-wrong").count() == 0
        else:
            assert box.locator(".wm-measured").count() == 1
            assert box.locator(".wm-yours, .wm-point").count() == 0
            assert "beside yours" not in result(reader.page, data["name"])
        reader.page.locator(".wm-tally .wm-forget").click()
        if kind == "curve":
            assert box.locator(".wm-yours, .wm-point").count() == 1 + len(data["answer"])


def test_two_tabs_agree(visit):
    page, data = LIGHTEST
    with visit("http") as reader:
        arrive(reader, page)
        other = reader.page.context.new_page()
        other.goto(reader.root + page)
        other.wait_for_function("window.predictions")
        give(reader.page, data, truth(data))
        said = commit(reader.page, data["name"])
        other.wait_for_function("name => document.querySelector('.wm-done .wm-result')?.textContent", arg=data["name"])
        assert result(other, data["name"]) == said
        other.locator(".wm-tally .wm-forget").click()
        reader.page.wait_for_function("!document.querySelector('.wm-done')")
        assert result(reader.page, data["name"]) == ""
        assert "0 of" in reader.page.locator(".wm-tally .wm-count").inner_text()


def test_what_is_done_in_another_tab_leaves_an_answer_that_is_being_given(visit):
    page, data = KINDS["curve"]
    with visit("http") as reader:
        arrive(reader, page)
        other = reader.page.context.new_page()
        other.goto(reader.root + page)
        other.wait_for_function("window.predictions")
        value = "name => predictions.boxes.find(box => box.data.name === name).control.value"
        form(reader.page, data["name"]).locator(".wm-point").first.press("ArrowUp")
        given = reader.page.evaluate(value, data["name"])
        other.evaluate("name => predictions.boxes.find(box => box.data.name === name).reveal()", data["name"])
        other.evaluate("localStorage.setItem('mode', 'dark')")
        reader.page.wait_for_function("name => !document.querySelector(`.wm-veil[data-of='${name}']:not(.wm-open)`)",
                                      arg=data["name"])  # fmt: skip
        assert reader.page.evaluate(value, data["name"]) == given
        form(other, data["name"]).get_by_role("button", name="Show me without guessing").click()
        reader.page.wait_for_function("document.querySelector('.wm-done .wm-result')?.textContent")
        assert "1 looked up" in reader.page.locator(".wm-tally .wm-count").inner_text()
        assert reader.complaints == []


def test_an_answer_to_another_edition_does_not_count_and_who_has_looked_need_not_again(visit):
    page, data = LIGHTEST
    name = data["name"]
    with visit("http") as reader:
        arrive(reader, page)
        give(reader.page, data, truth(data))
        commit(reader.page, name)
        old = f"JSON.stringify({KEPT}).replace('{data['edition']}', 'other')"
        reader.page.evaluate(f"localStorage.setItem('wordmodes:predictions', {old})")
        arrive(reader, page)
        assert result(reader.page, name) == ""
        assert all(covered(reader.page, name))
        look(reader.page, name, 1)
        arrive(reader, page)
        assert not any(covered(reader.page, name))


def test_a_browser_that_keeps_nothing_still_judges(visit):
    page, data = LIGHTEST
    with visit("http") as reader:
        reader.page.add_init_script(
            """Object.defineProperty(window, 'localStorage', {
                 get() { throw new DOMException('no', 'SecurityError'); },
               });"""
        )
        reader.page.goto(reader.root + page)
        reader.page.wait_for_function("window.predictions")
        give(reader.page, data, truth(data))
        assert commit(reader.page, data["name"]).startswith("✓")
        assert not any(covered(reader.page, data["name"]))
        assert "keeps no data" in reader.page.locator(".wm-tally .wm-count").inner_text()


@pytest.mark.parametrize("kept", ["nonsense", "[]", "null", '{"NAME": 3, "x<y": {"revealed": "now"}}'])
def test_what_else_lies_in_the_storage_does_no_harm(visit, kept):
    page, data = LIGHTEST
    with visit("http") as reader:
        kept = kept.replace("NAME", data["name"])
        reader.page.add_init_script(f"localStorage.setItem('wordmodes:predictions', {json.dumps(kept)});")
        arrive(reader, page)
        assert all(covered(reader.page, data["name"]))
        give(reader.page, data, truth(data))
        assert commit(reader.page, data["name"]).startswith("✓")
        assert reader.complaints == []


def check_room(page, name: str) -> None:
    """Nothing reaches out of the box, and what is to be touched is large enough for a finger."""
    box = page.locator(f"#{name}")
    edge = box.evaluate(
        """e => Math.max(...[...e.querySelectorAll('form :not(.wm-unseen)')]
             .map(c => c.getBoundingClientRect().right))"""
    )
    assert edge <= box.evaluate("e => e.getBoundingClientRect().right")
    small = box.evaluate(
        """e => [...e.querySelectorAll('button, .wm-option, input[type=range]')]
             .filter(c => c.getClientRects().length)
             .filter(c => c.getBoundingClientRect().height < 24).map(c => c.outerHTML)"""
    )
    assert small == []


def test_before_and_after_it_fits_a_phone_and_axe_finds_nothing(visit):
    for page, questions in OF_A_KIND.items():
        with visit("http", width=390) as reader:
            reader.page.emulate_media(color_scheme="light", reduced_motion="reduce")
            arrive(reader, page)
            boxes = [f"#{data['name']}" for data in questions]
            reader.page.evaluate(ALONE, ", ".join(boxes))
            reader.page.evaluate(AXE_SCRIPT)
            for state in ("before", "after"):
                for data in questions:
                    if state == "after":
                        give(reader.page, data, wrong(data)[0])
                        commit(reader.page, data["name"])
                    check_room(reader.page, data["name"])
                for width in (390, 1280):
                    axe.resize(reader.page, width)
                    for theme, options in (("light", axe.OPTIONS), ("dark", axe.COLOURS_ONLY)):
                        reader.page.emulate_media(color_scheme=theme)
                        reader.page.wait_for_function(THEME, arg=theme)
                        assert axe.run(reader.page, f"{state}, {theme}, {width}", options, boxes) == []
                reader.page.emulate_media(color_scheme="light")
                axe.resize(reader.page, 390)
