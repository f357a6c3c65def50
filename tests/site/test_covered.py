"""What follows a question is covered until it is answered: never from links, paper, or a browser without scripts."""

import pytest

from conftest import SITE, soup
from predicting import CHAPTERS, KEPT, KINDS, about, asked, commit, covered, give, truth, wrong

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("page", CHAPTERS)
def test_without_scripts_all_is_plain_and_open(chromium, roots, page):
    context = chromium.new_context(java_script_enabled=False)
    try:
        reader = context.new_page()
        reader.goto(roots["file"] + page)
        assert not reader.locator(".wm-guess:visible, .wm-curtain:visible, .wm-tally:visible").count()
        assert reader.locator(".wm-asked:visible").count() == len(asked(page))
        assert reader.locator(".wm-behind").count()
        for behind in reader.locator(".wm-behind").all():
            assert behind.bounding_box()["height"] > 10
    finally:
        context.close()


@pytest.mark.parametrize("how", ["opened with it", "clicked on the page"])
def test_a_link_is_never_led_behind_the_cover(visit, how):
    page, place = next(
        (page, tag["id"]) for page in CHAPTERS for tag in soup(SITE / page).select(".wm-behind figure[id]")
    )
    with visit("http") as reader:
        reader.page.emulate_media(reduced_motion="reduce")  # where a page scrolls smoothly, it takes its time
        if how == "opened with it":
            reader.open(f"{page}#{place}")
        else:
            reader.open(page)
            reader.page.evaluate(f"location.hash = '#{place}'")
        target = reader.page.locator(f"[id='{place}']")
        reader.page.wait_for_function(
            "id => document.getElementById(id).closest('.wm-veil').matches('.wm-open')", arg=place
        )
        reader.page.wait_for_timeout(500)
        assert -100 < target.bounding_box()["y"] < 900
        name = reader.page.evaluate("id => document.getElementById(id).closest('.wm-veil').dataset.of", place)
        kept = reader.page.evaluate(KEPT)[name]
        assert "committed" not in kept
        give(reader.page, about(page, name), truth(about(page, name)))
        assert commit(reader.page, name).startswith("✓")
        kept = reader.page.evaluate(KEPT)[name]
        assert kept["first"] is False
        assert kept["revealed"] < kept["committed"]


def test_what_the_search_of_the_browser_finds_is_uncovered(visit):
    page, data = KINDS["choice"]
    with visit("http") as reader:
        reader.open(page)
        behind = reader.page.locator(f".wm-veil[data-of='{data['name']}'] > .wm-behind").first
        assert behind.get_attribute("hidden") == "until-found"
        assert behind.evaluate("e => getComputedStyle(e).display") == "block"
        behind.evaluate("e => e.dispatchEvent(new Event('beforematch'))")
        assert not any(covered(reader.page, data["name"]))


def test_what_the_search_of_the_site_marks_is_uncovered(visit):
    page = KINDS["choice"][0]
    with visit("http") as reader:
        reader.page.add_init_script(
            """addEventListener('DOMContentLoaded', () => {
                 const mark = document.createElement('span');
                 mark.className = 'highlighted';
                 document.querySelector('.wm-behind').append(mark);
               });"""
        )
        reader.open(page)
        first = asked(page)[0]["name"]
        reader.page.wait_for_function("document.querySelector('.wm-veil.wm-open')")
        assert not any(covered(reader.page, first))


SHIFTS = """window.shifted = 0;
new PerformanceObserver(list => {
  const entries = list.getEntries().filter(({ hadRecentInput }) => !hadRecentInput);
  for (const { value } of entries) window.shifted += value;
}).observe({type: 'layout-shift', buffered: true});"""


@pytest.mark.parametrize("state", ["new", "answered"])
def test_nothing_jumps_while_a_box_is_made_ready(visit, state):
    page, data = KINDS["number"]
    with visit("http") as reader:
        reader.open(page)
        if state == "answered":
            give(reader.page, data, wrong(data)[0])
            commit(reader.page, data["name"])
        reader.page.add_init_script(SHIFTS)
        reader.page.goto("about:blank")  # or the page would not be loaded anew
        reader.open(f"{page}#{data['name']}")
        reader.page.wait_for_timeout(500)
        assert reader.page.evaluate("window.shifted") <= 0.05
