"""Explorers hold still, and are legible: no control changes their height, no label lies on another."""

import pytest

from battery import HOSTILE, SLIDERS
from conftest import drawn
from stored import stored_page
from test_in_browser import contrast
from wordmodes.explorers.instances import BOOK

pytestmark = pytest.mark.browser

# Every text that a canvas has been given since it was last cleared, as a box of pixels, with its size.
RECORD = """(() => {
  const draw = CanvasRenderingContext2D.prototype;
  const { clearRect, drawImage, fillText } = draw;
  draw.drawImage = function (image, ...place) {  // a picture that is kept, with its words
    if (image.words) this.canvas.words = [...(this.canvas.words ?? []), ...image.words];
    return drawImage.call(this, image, ...place);
  };
  draw.clearRect = function (...box) { this.canvas.words = []; return clearRect.apply(this, box); };
  draw.fillText = function (text, x, y, ...rest) {
    const { width, actualBoundingBoxAscent: up, actualBoundingBoxDescent: down, actualBoundingBoxLeft: left, actualBoundingBoxRight: right } = this.measureText(text);
    const { a, b, e, f } = this.getTransform();
    const [ratio, size] = [devicePixelRatio, `${this.canvas.width} ${this.canvas.height}`];
    if (this.canvas.sized !== size) [this.canvas.sized, this.canvas.words] = [size, []];  // which has cleared it
    if (Math.abs(b) < 1e-6 && a > 0) (this.canvas.words ??= []).push([String(text), (e + a * (x - left)) / ratio, (f + a * (y - up)) / ratio, (e + a * (x + right)) / ratio, (f + a * (y + down)) / ratio]);
    return fillText.call(this, text, x, y, ...rest);
  };
})();"""  # noqa: E501
# By the page's own clock, which on a busy machine is behind: the width is there, and the explorer has drawn for it.
LAID_OUT = """async (width) => {
  while (innerWidth !== width) await new Promise(requestAnimationFrame);
  for (let frame = 0; frame < 4; frame++) await new Promise(requestAnimationFrame);
  await new Promise((done) => setTimeout(done, 100));
}"""
HEIGHT = "() => document.querySelector('.wm-explorer').getBoundingClientRect().height"


# Move every control over all it can be set to, and back; tell the heights that the explorer had and which words of one
# picture lay on one another.
SWEEP = """() => {
  const root = document.querySelector('.wm-explorer');
  const [heights, labels] = [new Map(), new Map()];
  const look = (what) => {
    heights.set(what, root.getBoundingClientRect().height);
    for (const canvas of root.querySelectorAll('canvas')) {
      const words = (canvas.words ?? []).filter(([text]) => text.trim());
      words.forEach((one, i) => {
        for (const other of words.slice(0, i)) {
          const across = Math.min(one[3], other[3]) - Math.max(one[1], other[1]);
          const down = Math.min(one[4], other[4]) - Math.max(one[2], other[2]);
          if (across > 1.5 && down > 2 && one[0] !== other[0]) labels.set(`${one[0]} / ${other[0]}`, what);
        }
      });
    }
  };
  const all = (selector) => [...root.querySelectorAll(selector)].filter((control) => control.checkVisibility());
  const set = (control, value, type) => {
    control.value = value;
    control.dispatchEvent(new Event(type, { bubbles: true }));
    look(`${control.ariaLabel} ${value}`);
  };
  for (const slider of all('input[type=range]')) {
    const [low, high, start] = [+slider.min, +slider.max, slider.value];
    for (let n = 0; n < 7; n++) set(slider, low + ((high - low) * n) / 6, 'input');
    set(slider, start, 'input');
  }
  for (const select of all('select')) {
    const [start, values] = [select.value, [...select.options].filter((option) => !option.disabled).map((option) => option.value)];
    const every = Math.ceil(values.length / 6);
    for (const value of [...values.filter((_, n) => n % every === 0), start]) set(select, value, 'change');
  }
  for (const group of all('fieldset')) {
    const start = group.querySelector('input:checked');
    for (const input of [...group.querySelectorAll('input'), start].filter(Boolean)) input.click(), look(input.value);
  }
  for (const check of all('input[type=checkbox]')) check.click(), look('checked'), check.click();
  return { heights: Object.fromEntries(heights), labels: Object.fromEntries(labels) };
}"""  # noqa: E501


@pytest.mark.parametrize("name", BOOK)
def test_no_control_moves_what_stands_below_and_no_label_lies_on_another(alone, name):
    with alone(stored_page(name, RECORD)) as visit:
        for width in (940, 390):
            visit.page.set_viewport_size({"width": width, "height": 900})
            visit.page.evaluate(LAID_OUT, width)
            found = visit.page.evaluate(SWEEP)
            assert len(found["heights"]) > 6
            assert max(found["heights"].values()) - min(found["heights"].values()) <= 1, (width, found["heights"])
            assert found["labels"] == {}, f"at {width} pixels"


def test_a_wrong_word_moves_nothing_and_is_told_the_nearest(alone):
    for name, word in (("association", "primes"), ("concepts", "quen"), ("analogies", "qeen"), ("odds", "ministr")):
        with alone(stored_page(name)) as visit:
            field = visit.page.locator(".wm-word").first
            before, shown = visit.page.evaluate(HEIGHT), drawn(visit)
            field.fill(word)
            field.press("Tab")
            fault = visit.page.locator(".wm-fault:visible")
            assert f"“{word}” is not among" in fault.inner_text()
            assert fault.inner_text().count("“") >= 4
            assert visit.page.evaluate(HEIGHT) == before
            if name != "association":
                assert drawn(visit) == shown
            assert HOSTILE not in fault.inner_text()


def test_the_marks_of_a_slider_are_one_stop_of_the_tab_key(alone):
    with alone(stored_page("sigma")) as visit:
        marks = visit.page.locator(".wm-sigma button")
        assert marks.count() >= 11
        assert marks.evaluate_all("all => all.filter(e => e.tabIndex === 0).length") == 1
        first = marks.nth(0)
        first.focus()
        visit.page.keyboard.press("ArrowRight")
        assert visit.page.evaluate("document.activeElement.textContent") == marks.nth(1).text_content()
        visit.page.keyboard.press("End")
        visit.page.keyboard.press("Enter")
        assert drawn(visit)["sigma"] == 1
        assert marks.evaluate_all("all => all.filter(e => e.tabIndex === 0).length") == 1


def test_a_slider_with_five_stops_has_five_stops(alone):
    with alone(stored_page("ablation")) as visit:
        seen = set()
        slider = visit.page.locator(SLIDERS).first
        for n in range(23):
            slider.evaluate(
                """(e, part) => {
                  e.value = +e.min + part * (e.max - e.min);
                  e.dispatchEvent(new Event('input', { bubbles: true }));
                }""",
                n / 22,
            )
            seen.add(drawn(visit)["sigma"])
            assert drawn(visit)["stored"]
        assert len(seen) == 5
        assert slider.get_attribute("step") == "1"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_lies_ahead_is_seen(alone, theme):
    """The paler curves of the picture of one update stand out from the ground by 3 to 1."""
    with alone(stored_page("update"), color_scheme=theme) as visit:
        pixels = (
            visit.page.locator(".wm-explorer canvas")
            .nth(2)
            .evaluate(
                """canvas => {
                 const { data, width, height } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
                 const colours = new Map();
                 for (let y = 0.2 * height; y < 0.8 * height; y++) for (let x = 0.3 * width; x < 0.95 * width; x++) {
                   const at = 4 * (Math.floor(y) * width + Math.floor(x));
                   const [r, g, b, a] = data.slice(at, at + 4);
                   if (a > 200 && Math.max(r, g, b) - Math.min(r, g, b) > 40) colours.set(`${r},${g},${b}`, (colours.get(`${r},${g},${b}`) ?? 0) + 1);
                 }
                 return [...colours].sort((a, b) => b[1] - a[1]).slice(0, 3).map(([colour]) => colour.split(',').map(Number));
               }"""  # noqa: E501
            )
        )
        ground = [255, 255, 255] if theme == "light" else [0x14, 0x18, 0x1C]
        assert pixels
        assert contrast(pixels[0], ground) >= 3


def test_a_link_may_leave_fields_out(alone):
    for name, link, expected in (
        ("concepts", "#concepts=5", {"mode": 5, "against": 1}),
        ("sigma", "#sigma=gazette", {"dataset": "gazette"}),
        ("analogies", "#analogies=greece,greek,spain", {"a": "greece", "b": "greek", "c": "spain", "axis": "modes"}),
        ("association", "#association=,,mother,daughter", {"words": ["mother", "daughter"]}),
    ):
        with alone(stored_page(name), fragment=link) as visit:
            assert {key: drawn(visit)[key] for key in expected} == expected


def test_a_link_to_what_is_shown_can_be_copied(alone):
    with alone(stored_page("one_mode"), permissions=["clipboard-read", "clipboard-write"]) as visit:
        visit.page.locator(SLIDERS).first.focus()
        visit.page.keyboard.press("End")
        shown = drawn(visit)
        visit.page.get_by_role("button", name="Copy link").click()
        visit.page.get_by_role("button", name="Link copied").wait_for()
        link = visit.page.evaluate("navigator.clipboard.readText()")
        visit.page.goto("about:blank")
        visit.page.goto(link)
        visit.page.wait_for_function("window.drawn")
        assert drawn(visit) == shown


def test_a_word_in_a_picture_leads_to_it(alone):
    with alone(stored_page("concepts")) as visit:
        lists = visit.page.locator(".wm-explorer canvas").first
        box = lists.bounding_box()
        lists.click(position={"x": 0.5 * box["width"] + 40, "y": 26 + 20 * 2.5})
        assert drawn(visit)["word"] == drawn(visit)["ends"][0][2]
        near = drawn(visit)["near"]
        offered = visit.page.locator(".wm-near button")
        assert offered.all_text_contents() == near
        offered.nth(1).click()
        assert drawn(visit)["word"] == near[1]
        plane = visit.page.locator(".wm-explorer canvas").nth(2)
        box = plane.bounding_box()
        found = set()
        for share in (0.38, 0.44, 0.5, 0.56, 0.62):  # somewhere in the crowd
            plane.click(position={"x": share * box["width"], "y": 0.5 * box["height"]})
            found.add(drawn(visit)["word"])
        assert len(found) > 1
    with alone(stored_page("analogies", RECORD)) as visit:
        before = drawn(visit)
        visit.page.locator(".wm-explorer canvas").nth(1).click(position={"x": 100, "y": 24 + 25 * 1.5})
        assert drawn(visit)["c"] == before["answers"][1][0]
        picture, before = visit.page.locator(".wm-explorer canvas").nth(2), drawn(visit)
        name, x, y = next(
            (text, (x0 + x1) / 2, (y0 + y1) / 2)
            for text, x0, y0, x1, y1 in picture.evaluate("e => e.words")
            if text in [word for word, *_ in before["answers"]]
        )
        picture.click(position={"x": x, "y": y})
        assert drawn(visit)["c"] == name != before["c"]
    with alone(stored_page("spike", RECORD)) as visit:
        steps = visit.page.locator(".wm-explorer canvas").nth(2)
        text, x0, y0, x1, y1 = next(one for one in steps.evaluate("e => e.words") if "→" in one[0])
        assert not visit.page.locator(".wm-near button").count()
        for share, word in ((0.1, text.split(" → ")[0]), (0.95, text.split(" → ")[1])):
            steps.click(position={"x": x0 + share * (x1 - x0), "y": (y0 + y1) / 2})
            assert drawn(visit)["word"] == word
            assert visit.page.get_by_label("a word of the families").input_value() == word
        near = visit.page.locator(".wm-near button")
        assert near.all_text_contents() == drawn(visit)["near"]
        near.first.focus()  # by keys alone
        visit.page.keyboard.press("ArrowRight")
        visit.page.keyboard.press("Enter")
        assert drawn(visit)["word"] != word
        visit.page.get_by_label("family").select_option("opposite")
        assert (drawn(visit)["word"], drawn(visit)["family"]) == ("", "opposite")
    with alone(stored_page("own_text", RECORD)) as visit:
        flight = visit.page.get_by_label("Words in the plane of two modes")
        words = [one for one in flight.evaluate("e => e.words") if one[0].isalpha()]
        name, x0, y0, x1, y1 = next(one for one in words if one[0] != drawn(visit)["asked"]["word"])
        flight.click(position={"x": (x0 + x1) / 2, "y": (y0 + y1) / 2})
        assert drawn(visit)["asked"]["word"] == name
        assert visit.page.get_by_label("a word", exact=True).input_value() == name
        lists, before = visit.page.get_by_label("The nearest words, by vector and by count"), drawn(visit)
        lists.click(position={"x": 40, "y": 26 + 20 * 2.5})
        assert drawn(visit)["word"] == before["near"][2][0]
        assert drawn(visit)["near"] != before["near"]
    with alone(stored_page("window")) as visit:
        bars, before = visit.page.locator(".wm-explorer canvas").nth(1), drawn(visit)
        known = visit.page.locator("select[aria-label=word] option").evaluate_all("all => all.map(e => e.value)")
        row = next(
            k for k, (context, _) in enumerate(before["heads"]) if context in known and context != before["word"]
        )
        bars.click(position={"x": 60, "y": 20 + 21 * row + 10})
        assert drawn(visit)["word"] == before["heads"][row][0]


def test_on_the_whole_screen_tab_stays_where_radio_buttons_come_first(alone):
    with alone(stored_page("sigma")) as visit:
        visit.page.evaluate("document.body.prepend(Object.assign(document.createElement('button')))")
        visit.page.get_by_role("button", name="Whole screen").click()
        visit.page.locator("input[type=radio]").first.focus()
        visit.page.keyboard.press("ArrowDown")
        for key in ("Shift+Tab", "Tab"):
            for _ in range(40):
                visit.page.keyboard.press(key)
                assert visit.page.evaluate("!!document.activeElement.closest('.wm-explorer')"), key


def test_the_whole_screen_for_a_room(alone):
    with alone(stored_page("one_mode"), width=1920) as visit:
        button = visit.page.get_by_role("button", name="Whole screen")
        button.click()
        visit.page.wait_for_timeout(200)
        box = visit.page.locator(".wm-explorer").bounding_box()
        assert (box["x"], box["width"]) == (0, pytest.approx(1920, abs=16))
        letters = visit.page.locator(".wm-readout").evaluate(
            "e => parseFloat(getComputedStyle(e).fontSize) * (e.currentCSSZoom ?? 1)"
        )
        assert letters >= 20
        canvas = visit.page.locator(".wm-explorer canvas").first  # as sharp as the screen
        assert canvas.evaluate("e => e.width / e.getBoundingClientRect().width") == pytest.approx(1, abs=0.02)
        visit.page.evaluate("document.body.append(Object.assign(document.createElement('button'), {id: 'behind'}))")
        for key in ("Tab", "Shift+Tab"):
            for _ in range(30):
                visit.page.keyboard.press(key)
                assert visit.page.evaluate("!!document.activeElement.closest('.wm-explorer')"), key
        visit.page.locator(".wm-explorer canvas").first.click()
        visit.page.evaluate("document.activeElement.blur()")
        visit.page.keyboard.press("Escape")
        visit.page.wait_for_timeout(200)
        assert visit.page.locator(".wm-explorer").bounding_box()["x"] > 0
        visit.page.locator("#behind").focus()
        visit.page.keyboard.press("Shift+Tab")
        assert visit.page.evaluate("document.activeElement.id") != "behind"
