"""What the tests of predictions share: the book's questions, how a reader answers them, and what is covered."""

import json
import re
from functools import cache
from itertools import zip_longest

from bs4 import BeautifulSoup

from conftest import PAGES, SITE

FORM = re.compile(r'<form class="wm-guess.*?</form>', re.DOTALL)
KEPT = "JSON.parse(localStorage.getItem('wordmodes:predictions') ?? '{}')"
COVERED = "veil => getComputedStyle(veil.lastElementChild).contentVisibility === 'hidden'"


@cache
def asked(page: str) -> list[dict]:
    """What a page's questions are, from its forms' markup: to read all of every page takes each process ten seconds."""
    forms = "".join(FORM.findall((SITE / page).read_text(encoding="utf-8")))
    found = BeautifulSoup(forms, "html.parser").select("form")
    return [json.loads(form["data-predict"]) | {"options": len(form.select(".wm-option"))} for form in found]


QUESTIONS = [(page, data["name"]) for page in PAGES for data in asked(page)]
CHAPTERS = sorted({page for page, _ in QUESTIONS})
KINDS = {kind: next((p, d) for p in CHAPTERS for d in asked(p) if d["kind"] == kind)
         for kind in ("choice", "number", "order", "curve")}  # fmt: skip
OF_A_KIND: dict[str, list[dict]] = {}  # the same by page, so that each page is opened once
for _page, _data in KINDS.values():
    OF_A_KIND.setdefault(_page, []).append(_data)


def about(page: str, name: str) -> dict:
    return next(data for data in asked(page) if data["name"] == name)


def wrong(data: dict) -> list:
    """Answers that are wrong, one for each way to be so."""
    answer = data["answer"]
    if data["kind"] == "choice":
        return [k for k in range(data["options"]) if k != answer]
    if data["kind"] == "order":
        return [answer[1:] + answer[:1], answer[:-2] + answer[:-3:-1]]
    low, high = data["low"], data["high"]
    if data["kind"] == "number":
        far = data["tolerance"] * 1.05 if data["factor"] else data["tolerance"] + 0.05 * (high - low)
        both = [answer / far, answer * far] if data["factor"] else [answer - far, answer + far]
        return [x for x in both if low <= x <= high]
    return [[low] * len(answer), [high] * len(answer)]


def arrive(visit, page: str) -> None:
    """Open a page and begin, as a reader does, before the last of its formulas is set."""
    visit.page.emulate_media(reduced_motion="reduce")  # to scroll smoothly takes a second a question
    visit.page.goto(visit.root + page, wait_until="load")
    visit.page.wait_for_function("window.predictions")


def form(page, name: str):
    return page.locator(f"#{name} form.wm-guess")


def give(page, data: dict, value) -> None:
    """Answer with the controls, by pointer, and leave the rest to the reader."""
    box = form(page, data["name"])
    if data["kind"] == "choice":
        box.locator(".wm-option").nth(value).click()
    elif data["kind"] == "number":
        field = box.locator("input[type=text]")
        field.fill(repr(value))
        field.blur()
    elif data["kind"] == "order":
        start = box.locator("ol > li:last-child button[data-by='-1']")
        start.click()  # touch it once, so that any order counts
        for place, item in enumerate(value):
            while place_of(box, item) > place:
                box.locator(f"li[data-item='{item}'] button[data-by='-1']").click()
    else:
        draw(page, box, data, value)


def place_of(box, item: int) -> int:
    return box.locator("ol > li").evaluate_all(f"items => items.findIndex(i => i.dataset.item === '{item}')")


def draw(page, box, data: dict, heights: list[float]) -> None:
    """Draw a curve with the pointer, from point to point."""
    plot = box.locator(".wm-plot")
    plot.scroll_into_view_if_needed()
    lines = plot.evaluate(
        """plot => {
             const boxes = (kind) => [...plot.querySelectorAll(kind)].map(e => e.getBoundingClientRect());
             return {x: boxes('.wm-point').map(r => r.x + r.width / 2), y: boxes('.wm-grid').map(r => r.y)};
           }"""
    )
    bottom, top = lines["y"][0], lines["y"][-1]
    share = [(y - data["low"]) / (data["high"] - data["low"]) for y in heights]
    for k, (x, up) in enumerate(zip(lines["x"], share, strict=True)):
        page.mouse.move(x, bottom + up * (top - bottom))
        if k == 0:
            page.mouse.down()
    page.mouse.up()


def truth(data: dict):
    return [y for _, y in data["answer"]] if data["kind"] == "curve" else data["answer"]


def commit(page, name: str) -> str:
    form(page, name).get_by_role("button", name="Commit").click()
    return result(page, name)


def result(page, name: str) -> str:
    return form(page, name).locator(".wm-result").inner_text()


def covered(page, name: str) -> list[bool]:
    return [veil.evaluate(COVERED) for veil in page.locator(f".wm-veil[data-of='{name}']").all()]


# Every question of a page answered in one go, by its own controls, without the pointer's way to each: what was covered
# before, what is said to who commits with no answer, and what becomes of an answer.
ANSWERED = """values => predictions.boxes.filter(({data}) => values[data.name] !== null).map(({data, form}) => {
    const value = values[data.name];
    const press = (selector) => form.querySelector(selector).click();
    const commit = () => press('button[type=submit]');
    const said = () => form.querySelector('.wm-result').innerText;
    const veils = [...document.querySelectorAll(`.wm-veil[data-of="${data.name}"]`)];
    const covered = () => veils.map(veil => getComputedStyle(veil.lastElementChild).contentVisibility === 'hidden');
    const before = covered();
    commit();
    const asked = said();
    if (data.kind === 'choice') form.querySelectorAll('input[type=radio]')[value].click();
    if (data.kind === 'number') {
        const field = form.querySelector('input[type=text]');
        field.value = String(value);
        field.dispatchEvent(new Event('change'));
    }
    if (data.kind === 'order') {
        press("ol > li:last-child button[data-by='-1']");  // touch it once, so that any order counts
        value.forEach((item, place) => {
            const now = () => [...form.querySelectorAll('ol > li')].findIndex(li => li.dataset.item === String(item));
            while (now() > place) press(`li[data-item='${item}'] button[data-by='-1']`);
        });
    }
    if (data.kind === 'curve') {
        const plot = form.querySelector('.wm-plot'), edge = plot.getBoundingClientRect();
        const boxes = (kind) => [...plot.querySelectorAll(kind)].map(e => e.getBoundingClientRect());
        const grid = boxes('.wm-grid').map(r => r.y), across = boxes('.wm-point').map(r => r.x + r.width / 2);
        plot.setPointerCapture = () => {};  // there is no pointer to capture
        plot.hasPointerCapture = () => true;
        across.forEach((clientX, k) => {
            const clientY = grid[0] + (value[k] - data.low) / (data.high - data.low) * (grid.at(-1) - grid[0]);
            const options = {clientX, clientY, button: 0, bubbles: true, cancelable: true};
            plot.dispatchEvent(new PointerEvent(k ? 'pointermove' : 'pointerdown', options));
        });
    }
    commit();
    const why = [...form.querySelectorAll('.wm-result .wm-tempting')].filter(e => e.offsetHeight);
    return {
        name: data.name, before, asked, said: said(), after: covered(), tempting: why.map(e => e.innerText),
        disabled: form.querySelector('fieldset').disabled,
    };
})"""


def answered(page, name: str, values: dict) -> list[dict]:
    """Answer the questions of a page that have a value, each once, and from none."""
    if not asked(name):
        return []
    found = page.evaluate(ANSWERED, {data["name"]: values.get(data["name"]) for data in asked(name)})
    assert [done["name"] for done in found] == [key for key, value in values.items() if value is not None]
    for done in found:
        assert done["before"], done
        assert all(done["before"]), done
        assert "first" in done["asked"], f"{done['name']}: an answer was taken that nobody gave"
        assert not any(done["after"]), done
        assert done["disabled"], done
        assert "undefined" not in done["said"], done
        assert "NaN" not in done["said"], done
    return found


def answer_all(page, name: str) -> None:
    """Answer every question of a page, rightly and then in each way to be wrong."""
    assert not page.locator(".wm-veil .wm-widget").count()  # an explorer is never covered
    if not asked(name):
        return
    for done in answered(page, name, {data["name"]: truth(data) for data in asked(name)}):
        assert done["said"].startswith("✓ Right."), done
        assert done["tempting"] == [], done
    assert all(wrong(data) for data in asked(name))
    for ways in zip_longest(*(wrong(data) for data in asked(name))):
        page.locator(".wm-tally .wm-forget").click()
        for done in answered(page, name, {data["name"]: way for data, way in zip(asked(name), ways, strict=True)}):
            assert done["said"].startswith("✗ Not so."), done
            assert len(done["tempting"]) == 1, f"{done['name']}: nothing is said of why that is tempting"
            assert len(done["tempting"][0]) > 20, done


def check_paper(page, name: str) -> None:
    """On paper a question is what it is in the notebook, and what follows is there with all its formulas."""
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert not page.locator(".wm-guess:visible, .wm-curtain:visible, .wm-tally:visible").count()
    assert page.locator(".wm-asked:visible").count() == len(asked(name))
    assert all(behind.bounding_box()["height"] > 10 for behind in page.locator(".wm-behind").all())
    assert page.locator(".wm-behind .math:not(:has(mjx-container))").count() == 0
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert all(covered(page, data["name"])[0] for data in asked(name))
