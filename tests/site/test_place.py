"""A reader below formulas that are still being set stays where they are."""

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
