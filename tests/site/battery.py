"""What must hold for every explorer. A test class for one of them inherits from Battery and adds what is its own."""

import json
import re
from collections.abc import Callable
from functools import cache

import pytest

from conftest import drawn
from widget_page import widget_page
from wordmodes.explorers.frame import Explorer

HOSTILE = '<img src=x onerror="window.hacked=1">'
# A kernel's side of the conversation, in place of the host's silence.
KERNEL = """send(message) {
  (window.sent ??= []).push(message);
  window.model = this;
  if (message.type === 'hello') setTimeout(() => this.emit('msg:custom', {type: 'ready'}, []));
}"""
SLIDERS = ".wm-explorer input[type=range]"


@cache
def source(make: Callable[[], Explorer]) -> str:
    return widget_page(make())


def with_kernel(text: str) -> str:
    """The page of an explorer, as if a kernel answered."""
    assert "send() {}" in text
    return text.replace("send() {}", KERNEL)


def moving(visit) -> list[int]:
    """Numbers of the sliders that show."""
    return [i for i, slider in enumerate(visit.page.locator(SLIDERS).all()) if slider.is_visible()]


class Battery:
    """`page`: the book's page that holds the explorer; `make`: the explorer as it stands there; `key`: of its fragment;
    `hostile`: the same with HOSTILE among its words, where words are the reader's own."""

    page: str
    key: str
    make: Callable[[], Explorer]
    hostile: Callable[[], Explorer] | None = None

    @property
    def text(self) -> str:
        return source(type(self).make)

    def test_every_slider_moves_by_keys_and_says_so(self, alone):
        with alone(self.text) as visit:
            assert moving(visit)
            for number in moving(visit):
                slider = visit.page.locator(SLIDERS).nth(number)
                slider.focus()
                seen = {"Home": [], "End": []}
                for key in ("Home", "End", "Home", "End"):
                    visit.page.keyboard.press(key)
                    seen[key].append((slider.get_attribute("aria-valuetext"), drawn(visit)))
                for key, (once, again) in seen.items():
                    assert once == again, f"{key} of slider {number} leads to two places"
                low, high = seen["Home"][0], seen["End"][0]
                assert low[0] != high[0], f"slider {number} says the same at both its ends"
                assert low[1] != high[1], f"slider {number} draws the same at both its ends"
                visit.page.keyboard.press("ArrowLeft")
                near = drawn(visit)
                assert near != high[1], f"an arrow key does not move slider {number}"
                visit.page.keyboard.press("PageDown")
                assert drawn(visit) != near, f"a page key does not move slider {number}"

    def test_the_address_keeps_the_state_and_reset_clears_it(self, alone):
        with alone(self.text, fragment="#other=1") as visit:
            start = drawn(visit)
            slider = visit.page.locator(SLIDERS).nth(moving(visit)[0])
            slider.focus()
            visit.page.keyboard.press("End")
            if drawn(visit) == start:
                visit.page.keyboard.press("Home")
            changed, link = drawn(visit), visit.page.evaluate("location.hash")
            assert changed != start
            assert link.startswith(f"#other=1&{self.key}=")
            visit.page.get_by_role("button", name="Reset").click()
            assert drawn(visit) == start
            assert visit.page.evaluate("location.hash") == "#other=1"
        with alone(self.text, fragment=link) as visit:
            assert drawn(visit) == changed
            assert visit.page.evaluate("location.hash") == link  # looking changes nothing
            visit.page.get_by_role("button", name="Reset").click()
            assert drawn(visit) == start
            visit.page.evaluate("link => { location.hash = link; }", link)
            visit.page.wait_for_function("seen => JSON.stringify(window.drawn) === seen", arg=_json(visit, changed))
        for nonsense in ("#a-heading", f"#{self.key}=", f"#{self.key}=,,,x,%,-1e99", f"#{self.key}={'9e9,' * 12}"):
            with alone(self.text, fragment=nonsense) as visit:
                assert visit.page.locator(".wm-readout").inner_text().strip()
                assert "NaN" not in visit.page.locator(".wm-explorer").inner_text()
                assert visit.page.evaluate("location.hash") == nonsense

    def test_a_notebooks_address_is_left_alone(self, alone):
        notebook = self.text.replace("this.isStatic = true", "this.isStatic = false")
        assert notebook != self.text
        with alone(notebook, fragment="#other=1") as visit:
            visit.page.locator(SLIDERS).nth(moving(visit)[0]).focus()
            for key in ("End", "Home"):
                visit.page.keyboard.press(key)
            assert visit.page.evaluate("location.hash") == "#other=1"

    def test_what_needs_a_kernel_shows_only_where_one_answers(self, alone):
        tasks = ".wm-explorer .wm-task"
        with alone(self.text) as visit:
            visit.page.wait_for_timeout(100)
            assert not any(task.is_visible() for task in visit.page.locator(tasks).all())
        with alone(with_kernel(self.text)) as visit:
            for task in visit.page.locator(tasks).all():
                task.wait_for(state="visible")

    def test_a_file_that_is_no_text_is_refused_in_words(self, alone, tmp_path):
        (tmp_path / "noise.txt").write_bytes(bytes(range(256)) * 8)
        (tmp_path / "huge.txt").write_bytes(b"word " * 1_700_000)
        with alone(with_kernel(self.text)) as visit:
            for field in visit.page.locator(".wm-explorer input[type=file]").all():
                for name, why in (("noise.txt", "no plain text in UTF-8"), ("huge.txt", "8.5 MB")):
                    field.set_input_files(tmp_path / name)
                    said = visit.page.locator(".wm-readout").filter(has_text=f"{name} ").filter(has_text=why)
                    said.wait_for()
            assert [message["type"] for message in visit.page.evaluate("window.sent ?? []")] in ([], ["hello"])

    def test_it_is_read_aloud_after_a_change_and_not_before(self, alone):
        with alone(self.text) as visit:
            spoken = visit.page.locator('.wm-explorer [aria-live="polite"]')
            visit.page.wait_for_timeout(1000)
            assert spoken.text_content() == ""
            visit.page.locator(SLIDERS).nth(moving(visit)[0]).focus()
            for key in ("End", "Home"):
                visit.page.keyboard.press(key)
            assert spoken.text_content() == ""
            visit.page.wait_for_timeout(1000)
            assert spoken.text_content() == visit.page.locator(".wm-readout").text_content() != ""

    def test_pictures_have_names_and_are_described(self, alone):
        with alone(self.text) as visit:
            assert visit.page.locator(".wm-explorer").get_attribute("aria-label")
            for picture in visit.page.locator(".wm-explorer canvas").all():
                assert picture.get_attribute("role") == "img"
                assert picture.get_attribute("aria-label")
                described = picture.get_attribute("aria-describedby")
                assert visit.page.locator(f"[id='{described}']").inner_text().strip()

    @pytest.mark.parametrize("width", [360, 390])
    def test_it_fits_a_phone_and_a_finger(self, alone, width):
        with alone(self.text, width=width, has_touch=True, is_mobile=True) as visit:
            wide = visit.page.evaluate(
                """Math.max(...[...document.querySelectorAll('.wm-explorer *:not(.wm-hidden):not(option)')]
                     .map(e => e.getBoundingClientRect().right))"""
            )
            assert wide <= width
            assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
            small = visit.page.evaluate(
                """[...document.querySelectorAll('.wm-explorer :is(button, select, input)')]
                     .filter(e => !['radio', 'checkbox'].includes(e.type))
                     .filter(e => e.getClientRects().length && e.getBoundingClientRect().height < 24)
                     .map(e => e.outerHTML)"""
            )
            assert small == []
            slider = visit.page.locator(SLIDERS).nth(moving(visit)[0])
            before, box = drawn(visit), slider.bounding_box()
            for share in (0.9, 0.1):
                visit.page.touchscreen.tap(box["x"] + share * box["width"], box["y"] + box["height"] / 2)
            assert drawn(visit) != before

    def test_every_control_has_a_name_and_a_place_in_the_order(self, alone):
        with alone(self.text) as visit:
            names = []
            for _ in range(60):
                visit.page.keyboard.press("Tab")
                name = visit.page.evaluate(
                    """() => {
                      const e = document.activeElement;
                      if (e === document.body) return null;
                      return e.getAttribute('aria-label') || e.labels?.[0]?.textContent || e.textContent;
                    }"""
                )
                if name is None:
                    break
                assert name.strip()
                names.append(name)
                kept = "document.activeElement.hasAttribute('data-lm-suppress-shortcuts')"
                assert visit.page.evaluate(kept), f"a key pressed on {name!r} is one of JupyterLab's shortcuts"
            sliders = visit.page.locator(SLIDERS).all()
            expected = {slider.get_attribute("aria-label") for slider in sliders if slider.is_visible()} | {"Reset"}
            assert expected <= set(names)

    def test_it_turns_dark_with_the_page(self, alone):
        with alone(self.text) as visit:
            look = """() => [getComputedStyle(document.querySelector('.wm-explorer')).backgroundColor,
                       ...[...document.querySelectorAll('.wm-explorer canvas')].map(c => c.toDataURL())]"""
            light = visit.page.evaluate(look)
            visit.page.evaluate("document.documentElement.dataset.theme = 'dark'")
            visit.page.wait_for_timeout(100)
            dark = visit.page.evaluate(look)
            assert light[0] == "rgb(255, 255, 255)"
            assert max(map(int, re.findall(r"\d+", dark[0]))) < 60
            assert all(a != b for a, b in zip(light, dark, strict=True))

    def test_without_motion_nothing_moves_by_itself(self, alone):
        with alone(self.text, reduced_motion="reduce") as visit:
            assert not visit.page.get_by_role("button", name="Play").count()
            for button in visit.page.get_by_role("button", name="Step").all():
                button.click()
                before = drawn(visit)
                visit.page.wait_for_timeout(150)
                assert drawn(visit) == before

    def test_words_are_text(self, alone):
        if self.hostile is None:
            assert '"words"' not in json.dumps(type(self).make()._manifest)  # it shows no words but its own
            return
        with alone(type(self).hostile()) as visit:
            assert HOSTILE in visit.page.locator(".wm-explorer").inner_text()
            assert visit.page.locator(".wm-explorer img").count() == 0
            assert visit.page.evaluate("window.hacked") is None

    def test_without_javascript_the_page_has_a_still_picture(self, chromium, roots):
        context = chromium.new_context(java_script_enabled=False)
        try:
            page = context.new_page()
            page.goto(roots["file"] + self.page)
            view = 'script[type="application/vnd.jupyter.widget-view+json"]'
            explorers, stills = page.locator(view).count(), page.locator(".tag_still svg").all()
            assert len(stills) >= explorers
            assert all(still.is_visible() for still in stills)
        finally:
            context.close()


def _json(visit, value: dict) -> str:
    """As the page would write it: Python would order and round in its own way."""
    return visit.page.evaluate("value => JSON.stringify(value)", value)
