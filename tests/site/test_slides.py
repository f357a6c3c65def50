"""The lectures' slides: each deck one file that needs no other, whose explorers run and which the keyboard drives."""

import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from bs4 import BeautifulSoup
from pypdf import PdfReader

import axe
import slides
from conftest import SITE, Visit
from settings import is_set

pytestmark = pytest.mark.browser

NAMES = sorted(path.stem for path in slides.DECKS.glob("*.md"))
MODELS = "JSON.parse(document.querySelector('script[type*=widget-state]').textContent).state"
DRAWN = "(window.all ??= {})"
LISTEN = f"document.addEventListener('wordmodes:drawn', ({{ detail }}) => {{ {DRAWN}[detail.explorer] = detail; }});"
ROOM = """() => {
  const [slide, tools] = [document.querySelector("section.present"), document.querySelector(".present .wm-explorer")];
  return { down: slide.scrollHeight - slide.clientHeight, across: slide.scrollWidth - slide.clientWidth,
    type: tools && 14 * tools.currentCSSZoom, foot: tools && tools.getBoundingClientRect().bottom - innerHeight };
}"""


@pytest.fixture(scope="module")
def npm() -> None:
    """What npm brings; where it is out of reach no deck can be made."""
    try:
        slides.reveal.archive()
    except slides.reveal.OutOfReach as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def decks(chromium, npm, tmp_path_factory) -> dict:
    """Every deck, made once; `make slides`, too, names the folder from where it stands."""
    out = Path(os.path.relpath(tmp_path_factory.mktemp("slides")))
    return {path.stem: (path, deck) for path, deck in slides.make(chromium, SITE, out)}


@pytest.fixture
def shown(chromium, decks):
    @contextmanager
    def start(name, *, width=1280, height=720, **context):
        path, deck = decks[name]
        own = chromium.new_context(viewport={"width": width, "height": height}, **context)
        try:
            visit = Visit(own.new_page(), path.resolve().as_uri())
            visit.page.add_init_script(LISTEN)
            visit.page.goto(path.resolve().as_uri())
            visit.page.evaluate("window.deckReady")
            yield visit, deck
            assert visit.complaints == []
        finally:
            own.close()

    return start


def go(page, number: int) -> None:
    page.evaluate("number => deck.show(number)", number)
    page.wait_for_function("deck.settled()")


def test_one_a_session_of_the_plan(decks):
    assert list(decks) == NAMES
    assert [int(name[0]) for name in NAMES] == list(range(1, 7))
    plan = (slides.ROOT / "book/lecturer.md").read_text(encoding="utf-8")
    for name, (_, deck) in decks.items():
        row = next(line for line in plan.splitlines() if line.startswith(f"| {name[0]} | ") and "Set" in line)
        assert ", ".join(map(str, deck.head["chapters"])) == row.split("|")[2].strip()
        assert sum(slide.minutes for slide in deck.slides) == int(re.search(r"lecture \((\d+) minutes\)", plan)[1])
        assert all(slide.minutes > 0 for slide in deck.slides)
        assert sum(bool(slide.setting) for slide in deck.slides) >= 3


@pytest.mark.parametrize("name", NAMES)
def test_a_deck_runs_and_fits(shown, name):
    with shown(name) as (reader, deck):
        for number, slide in enumerate(deck.slides):
            go(reader.page, number)
            room = reader.page.evaluate(ROOM)
            assert room["down"] <= 1, f"slide {number + 1} is {room['down']} pixels too high"
            assert room["across"] <= 1, f"slide {number + 1} is {room['across']} pixels too wide"
            if slide.setting:
                key, _, value = slide.setting.partition("=")
                reader.page.wait_for_function(f"key => {DRAWN}[key]", arg=key)
                state = reader.page.evaluate(f"key => {DRAWN}[key]", key)
                assert is_set(state, slides.explorers()[key].fields, value), f"slide {number + 1} shows {state}"
                assert room["foot"] <= 1
                assert room["type"] >= 8, f"slide {number + 1}: the explorer's type is {room['type']:.1f} pixels"


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_cut_off_in_print_or_hard_to_see(shown, decks, name):
    path, deck = decks[name]
    printed = PdfReader(path.with_suffix(".pdf"))
    assert len(printed.pages) == len(deck.slides)
    with shown(name) as (reader, _):
        reader.page.emulate_media(media="print")  # every slide at once, a still in place of each explorer
        over = reader.page.evaluate(
            "[...document.querySelectorAll('.slides > section')].map(one => one.scrollHeight - one.clientHeight)"
        )
        assert max(over) <= 1, over
        stills = reader.page.locator(".wm-still")
        assert stills.count() == sum(bool(slide.setting) for slide in deck.slides)
        assert all(still.locator("svg").bounding_box()["height"] > 200 for still in stills.all())
        assert reader.page.locator(".wm-explorer:visible").count() == 0
        for page, slide in zip(printed.pages, deck.slides, strict=True):
            title = BeautifulSoup(slide.html, "html.parser").find(["h1", "h2"])
            plain = max((part for part in title.strings if "\\(" not in part), key=len).strip()
            assert plain in " ".join(page.extract_text().split())
        reader.page.evaluate(axe.THIN)
        reader.page.evaluate(AXE_SCRIPT)
        found = axe.run(reader.page, "light", axe.OPTIONS)
        reader.page.evaluate("document.documentElement.dataset.theme = 'dark'")
        found += axe.run(reader.page, "dark", axe.COLOURS_ONLY)
        assert found == []


def test_the_keyboard_goes_through_slides_and_into_an_explorer(shown):
    with shown("4_one_after_another") as (reader, deck):
        page = reader.page
        number = next(n for n, slide in enumerate(deck.slides) if slide.setting.startswith("sigma="))
        for _ in range(number):
            page.keyboard.press("ArrowRight")
        page.wait_for_function("at => deck.settled() && location.hash.startsWith(at)", arg=f"#slide={number + 1}&")
        before = page.evaluate(f"{DRAWN}.sigma")
        page.keyboard.press("e")
        page.locator(".present .wm-range").first.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function(f"sigma => {DRAWN}.sigma.sigma !== sigma", arg=before["sigma"])
        assert f"slide={number + 1}&" in page.url
        page.keyboard.press("Escape")
        page.keyboard.press("ArrowRight")
        page.wait_for_function("deck.settled()")
        assert f"slide={number + 2}&" in page.url
        page.keyboard.press("ArrowLeft")
        page.wait_for_function(f"sigma => {DRAWN}.sigma.sigma === sigma", arg=before["sigma"])  # set as its slide says
        page.keyboard.press("d")
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        page.reload()
        page.evaluate("window.deckReady")
        page.wait_for_function("deck.settled()")
        assert page.locator(".present .wm-explorer").is_visible()  # where one was


def test_the_speaker_sees_notes_and_time(shown, chromium):
    with shown(NAMES[0]) as (reader, deck):
        with reader.page.expect_popup() as opened:
            reader.page.keyboard.press("s")
        speaker = opened.value
        speaker.wait_for_function("document.querySelector('.speaker-controls-notes .value')?.textContent.length > 20")
        assert f"{deck.slides[0].minutes} min" in speaker.locator(".speaker-controls-notes").inner_text()
        assert speaker.locator(".pacing").is_visible()
        speaker.keyboard.press("ArrowRight")
        reader.page.wait_for_function("location.hash.startsWith('#slide=2')")


def test_on_a_phone_a_slide_scrolls_one_way(shown):
    with shown(NAMES[0], width=390, height=844) as (reader, deck):
        for number in range(len(deck.slides)):
            go(reader.page, number)
            assert reader.page.evaluate(ROOM)["across"] <= 1, f"slide {number + 1}"


@pytest.mark.parametrize("name", NAMES)
def test_no_measured_number_is_typed(name):
    text = (slides.DECKS / f"{name}.md").read_text(encoding="utf-8")
    set_by_hand = {field for setting in re.findall(r"\{explorer\} (\S+)", text) for field in setting.split(",")}
    text = re.sub(r"```\{.*?```|\$\$.*?\$\$|\$[^$\n]*\$", "", text, flags=re.DOTALL)
    typed = re.findall(r"\d*\.\d{2,}|\d+ ?%|\d+ percent", text)
    assert set(typed) <= set_by_hand


DECK = "---\ntitle: One\nchapters: [6]\n---\n# One\n\n:::{notes} 1\nSay so.\n:::\n---\n## Two\n\n"
NOTES = "\n:::{notes} 2\nWhy.\n:::\n"


@pytest.mark.parametrize(
    ("slide", "message"),
    [
        ("No word on time.", "slide 2: it has no notes"),
        ("```{figure} 06_small_initialisation fig-none\n```" + NOTES, "has no figure 'fig-none'"),
        ("```{figure} 66_none fig-none\n```" + NOTES, "the book has no page '66_none'"),
        ("```{explorer} sigmas=planted\n```" + NOTES, "no explorer is called 'sigmas'; there are"),
        ("```{explorer} sigma=planted,small\n```" + NOTES, "'small' is no number"),
        ("```{claim} none\n```" + NOTES, "the ledger has no claim 'none'"),
        ("```{output} 06_small_initialisation no such code\n```" + NOTES, "has not one cell with 'no such code'"),
        ("```{film} x\n```" + NOTES, "is none of figure, explorer, output, claim, notes"),
        (":::{notes} long\nWhy.\n:::\n", "notes begin with their minutes, and not with 'long'"),
    ],
)
def test_a_deck_that_asks_for_what_is_not_there(tmp_path, slide, message):
    source = tmp_path / "1_one.md"
    source.write_text(DECK + slide, encoding="utf-8")
    with pytest.raises(ValueError, match=r"1_one\.md, slide 2") as refused:
        slides.Deck(source, SITE)
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("number", "status", "said"), [("2", 0, "2_skip_gram.html: "), ("66", 1, "no slides of these")]
)
def test_the_command(npm, tmp_path, number, status, said):
    command = [sys.executable, slides.__file__, SITE, tmp_path, number]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == status
    assert said in done.stdout + done.stderr


def test_the_lecturers_page_offers_them(decks, tmp_path):
    shutil.copy(SITE / "lecturer.html", tmp_path)
    for _ in range(2):  # as often as one likes
        slides.offer(tmp_path, list(decks.values()))
    page = BeautifulSoup((tmp_path / "lecturer.html").read_text(encoding="utf-8"), "html.parser")
    links = [link["href"] for link in page.select("#slides li a")]
    assert links == [f"slides/{name}.{kind}" for name in NAMES for kind in ("html", "pdf")]
    assert {f"slides/{path.name}" for path in (tmp_path / "slides").iterdir()} == set(links)
    assert slides.added.without(tmp_path / "lecturer.html") == slides.added.without(SITE / "lecturer.html")


def test_a_deck_that_is_too_large_is_not_written(chromium, npm, tmp_path, monkeypatch):
    monkeypatch.setattr(slides, "DECKS", tmp_path)
    monkeypatch.setattr(slides, "LIMIT", 100_000)
    (tmp_path / "1_one.md").write_text(DECK + "Two." + NOTES, encoding="utf-8")
    with pytest.raises(ValueError, match=r"1_one\.md makes [\d,]+ bytes, over 100,000"):
        list(slides.make(chromium, SITE, tmp_path / "out"))
    assert list((tmp_path / "out").iterdir()) == []


def test_reveal_is_the_file_that_was_meant(npm, tmp_path, monkeypatch):
    assert "Reveal" in slides.reveal.file("dist/reveal.js")
    monkeypatch.setattr(slides.reveal, "STORE", tmp_path)
    (tmp_path / f"reveal.js-{slides.reveal.VERSION}.tgz").write_bytes(b"something else")
    with pytest.raises(ValueError, match="not the file that was meant"):
        slides.reveal.archive()
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ValueError, match="The slides need npm"):
        slides.reveal.archive()
