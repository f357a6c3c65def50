"""While a page is still being set, a reader stays where they are, and so does the keyboard."""

import pytest

from test_in_browser import COVERED

pytestmark = pytest.mark.browser

# Where the first paragraph on the screen stands, in every frame from when the page has been sent down.
FOLLOW = """([share, covered]) => new Promise((resolve) => {
  scrollTo({ top: share * document.documentElement.scrollHeight, behavior: 'instant' });
  requestAnimationFrame(() => requestAnimationFrame(() => {
    const line = [...document.querySelectorAll('article p')].find((p) => p.getBoundingClientRect().bottom > 80);
    const places = [];
    const end = performance.now() + 20000;
    const look = () => {
      places.push(line.getBoundingClientRect().top);
      const done = !document.querySelector(`.math:not(:has(mjx-container), ${covered})`) && [...document.querySelectorAll('.tag_still')].every((one) => one.matches('.wm-drawn'));
      if ((done && ++after > 10) || performance.now() > end) resolve([places, done]);
      else requestAnimationFrame(look);
    };
    let after = 0;
    look();
  }));
})"""  # noqa: E501


# As soon as the page has led to an explorer, its first slider is chosen: how often it has led, and what has the focus.
CHOOSE = """
window.led = 0;
addEventListener('focusin', ({ target }) => {
  if (!target.matches('.wm-explorer') || ++led > 1) return;
  setTimeout(() => target.querySelector('input[type=range]').focus());
});"""
CHOSEN = "document.activeElement === document.querySelector('.wm-explorer input[type=range]')"


@pytest.mark.parametrize("name", ["06_small_initialisation.html", "proofs.html"])
def test_formulas_above_the_reader_do_not_move_them(visit, name):
    with visit("http") as reader:
        reader.page.goto(reader.root + name, wait_until="domcontentloaded")
        reader.page.wait_for_timeout(500)
        places, done = reader.page.evaluate(FOLLOW, [0.7, COVERED])
        assert done
        assert max(places) - min(places) <= 5
        reader.page.wait_for_timeout(800)  # then the browser's own anchoring is on again
        assert reader.page.evaluate("document.documentElement.style.overflowAnchor") == ""


def test_a_link_sets_its_explorer_also_where_the_address_says_so_already(visit):
    with visit("http") as reader:
        reader.page.add_init_script(
            "document.addEventListener('wordmodes:drawn', ({detail}) => { window.drawn = detail; });"
        )
        reader.open("06_small_initialisation.html")
        reader.page.wait_for_function("window.drawn && document.querySelector('.wm-widget[data-ready]')")
        link = reader.page.locator("a[data-setting^='sigma=']").first
        link.click()
        set_to = reader.page.evaluate("drawn.time")
        reader.page.get_by_role("button", name="Play", exact=True).click()
        reader.page.wait_for_function("time => drawn.time > time", arg=set_to)
        link.click()
        assert reader.page.evaluate("drawn.time") == set_to
        reader.page.wait_for_timeout(300)
        assert reader.page.evaluate("drawn.time") == set_to  # it plays no longer


def test_on_paper_a_dark_page_is_as_a_light_one(visit):
    with visit("http", theme="dark") as reader:
        reader.open("glossary.html")
        theme = "document.documentElement.dataset.theme"
        assert reader.page.evaluate(theme) == "dark"
        reader.page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert reader.page.evaluate(theme) == "light"
        reader.page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert reader.page.evaluate(theme) == "dark"


def test_a_page_that_leads_to_an_explorer_leaves_the_keyboard_to_who_has_it(visit):
    with visit("http") as reader:
        reader.page.add_init_script(CHOOSE)
        reader.open("05_one_mode.html#mode=1,0.001,0.15")
        reader.page.wait_for_function(CHOSEN)
        reader.page.wait_for_timeout(800)
        assert reader.page.evaluate(CHOSEN)
        assert reader.page.evaluate("led") == 1
