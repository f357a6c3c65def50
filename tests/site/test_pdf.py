"""The whole book as one document, which `make pdf` prints: its links stay inside, and nothing needs a screen."""

import re
import subprocess
import sys
from collections import Counter

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

import book_about
import make_pdf
from conftest import SITE

TAG = re.compile(r"<[a-z][^>]*>")


@pytest.fixture(scope="module")
def html() -> str:
    return make_pdf.assemble(SITE, make_pdf.ROOT / "_toc.yml")


@pytest.fixture(scope="module")
def whole(html) -> BeautifulSoup:
    """The book's elements, but not what is in its drawings: those are most of them, and take a minute to go through."""
    return BeautifulSoup(make_pdf.set_aside(html)[0], "html.parser")


def test_every_page_is_there_once_and_in_order(whole):
    names = [name for _, group in make_pdf.pages(make_pdf.ROOT / "_toc.yml") for name in group] + ["solutions"]
    parts = [section["id"] for section in whole.select("section.wm-page")]
    assert [part for part in parts if not part.startswith("solutions--")] == names
    assert parts[: len(names)] == names, "solutions come last"
    assert [link["href"] for link in whole.select(".wm-contents li a")] == [f"#{name}" for name in names[1:]]
    solved = [part for part in parts if part.startswith("solutions")]
    assert [link["href"] for link in whole.select(".wm-contents p a")] == [f"#{part}" for part in solved]
    numbers = [link.get_text() for link in whole.select(".wm-contents p a")]
    assert numbers == [heading.get_text().partition(".")[0] for heading in whole.select("section[id^=solutions] > h2")]


def test_the_cover_says_whose_it_is_and_which_version(whole):
    about = book_about.citation()
    said = " ".join(whole.select_one(".wm-cover").get_text(" ").split())
    title, under = about["title"].split(": ")
    assert said.lower().startswith(f"{title} {under} {', '.join(book_about.authors())} ".lower())
    assert f"Version {about['version']}, " in said
    assert str(about["date-released"])[:4] in said


def test_each_solution_stands_at_the_end_and_its_exercise_leads_there(whole):
    solutions = whole.select(".solution")
    assert len(solutions) > 60
    places = {tag["id"]: tag for tag in whole.find_all(id=True)}
    at_the_end = "section[id^=solutions]"
    assert solutions == whole.select(f"{at_the_end} .solution")
    chapters = [heading.a["href"][1:] for heading in whole.select(f"{at_the_end} > h2")]
    assert chapters == [name for name in chapters if name[:2].isdigit()]
    for solution in solutions:
        exercise = places[solution.select_one(".wm-see a")["href"][1:]]
        assert "exercise" in exercise["class"]
        assert exercise.find_parent("section", class_="wm-page")["id"] == solution.find_previous("h2").a["href"][1:]
        assert exercise.select_one(".wm-see a")["href"] == f"#{solution['id']}"


def test_there_is_neither_code_nor_a_sentence_for_what_is_moved_by_hand(whole):
    code = [cell.get_text() for cell in whole.select(".cell_input")]
    assert len(code) > 200
    assert [text for text in code if re.search(r"_explorer\(|Explorer\(|figures\.still", text)] == []
    for section in whole.select("section.wm-page"):
        if section["id"][:2].isdigit() or section["id"] == "index":
            words = " ".join(p.get_text() for p in section.select("p"))
            assert re.findall(r"[^.]*\b(?:slider|[Dd]rag|[Pp]ress|tapping|Commit)\b[^.]*", words) == []
    assert whole.select("form, button, input, .wm-curtain") == []


def test_links_lead_to_places_in_the_document(html):
    tags = TAG.findall(html[html.index("<body>") :])
    ids = Counter(name for tag in tags for name in re.findall(r' id="([^"]+)"', tag))
    assert [name for name, times in ids.items() if times > 1] == []
    links = [link for tag in tags for link in re.findall(r' (?:xlink:)?href="([^"]+)"', tag)]
    inside = [link[1:] for link in links if link and link.startswith("#")]
    assert len(inside) > 500
    assert set(inside) - set(ids) == set()
    assert [link for link in links if link and re.search(r"\.html(#|$)", link) and "://" not in link] == []


def test_nothing_waits_for_a_click(whole):
    assert whole.select("script[type*=widget], .copybtn, details:not([open])") == []
    assert len(whole.select(".wm-figure svg")) > 60


TOP, HIGH = 779.7, 723  # of what a page holds, in points from the foot


def lowest(page) -> float:
    """How far down a page its last line of text stands, as a share of what it holds; its own number is not counted."""
    here, kept, last = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), [], TOP
    for line in page.get_contents().get_data().splitlines():
        if line == b"q":
            kept.append(here)
        elif line == b"Q":
            here = kept.pop()
        elif line.endswith((b" cm", b" Tm")):
            p, q, r, s, x, y = map(float, line.split()[:6])
            a, b, c, d, e, f = here
            height = b * x + d * y + f
            if line.endswith(b"cm"):
                here = (a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * x + c * y + e, height)
            elif height > TOP - HIGH:
                last = min(last, height)
    return (TOP - last) / HIGH


@pytest.mark.browser
def test_the_printed_book(whole, tmp_path):
    # by a process of its own, as `make pdf` does: a browser of the other tests may be open in this one
    subprocess.run([sys.executable, make_pdf.__file__, SITE, tmp_path / "book.pdf"], check=True, timeout=1200)
    assert [path.name for path in tmp_path.iterdir()] == ["book.pdf"]
    assert list(SITE.glob("_whole*")) == []
    book = PdfReader(tmp_path / "book.pdf")

    starts = [
        (entry.title, book.get_destination_page_number(entry)) for entry in book.outline if not isinstance(entry, list)
    ]
    parts = whole.select("section.wm-page")
    headings = [" ".join(part.h1.get_text().split()) for part in parts if part.h1]
    assert [title for title, _ in starts[1:]] == headings  # after the title page
    numbers = [number for _, number in starts]
    assert numbers == sorted(set(numbers))

    listed = re.findall(r"(\d+)$", "".join(book.pages[1].extract_text()), re.MULTILINE)
    assert [*map(int, listed)] == [2, *(number + 1 for number in numbers[2:])]  # first its own number, at the foot
    first = whole.select_one("#solutions > h2").get_text()
    for title, number in starts[1:]:
        top, foot, *_ = book.pages[number].extract_text().splitlines()
        said = f"Solutions: {first}" if title == "Solutions" else title
        assert (" ".join(top.split()), foot) == (said, str(number + 1))

    places = {name.lstrip("/"): book.get_destination_page_number(at) for name, at in book.named_destinations.items()}
    ends = {places[part["id"]] - 1 for part in parts} | {len(book.pages) - 1}
    empty = {number + 1: round(1 - lowest(page), 2) for number, page in enumerate(book.pages) if number not in ends}
    assert len(empty) > 300
    assert {number: share for number, share in empty.items() if share > 1 / 3} == {}

    painting = re.compile(rb"\b(?:Tj|TJ|S|f\*?|Do)\b")  # text, strokes, surfaces, pictures
    painted = [len(painting.findall(page.get_contents().get_data())) for page in book.pages]
    assert [number for number, strokes in enumerate(painted) if strokes < 10] == []  # its number alone takes two

    links = [note.get_object() for page in book.pages for note in page.get("/Annots") or []]
    inside = [str(link["/Dest"]) for link in links if "/Dest" in link]
    outside = [link["/A"]["/URI"] for link in links if "/A" in link]
    assert len(inside) > 500
    assert len(inside) + len(outside) == len(links)
    assert set(inside) <= set(book.named_destinations)
    assert [address for address in outside if not re.match("https?://", address) or "localhost" in address] == []


def test_a_still_picture_stands_for_each_explorer(whole):
    names = [name for _, group in make_pdf.pages(make_pdf.ROOT / "_toc.yml") for name in group]
    for name in names:
        explorers = (SITE / f"{name}.html").read_text(encoding="utf-8").count(make_pdf.WIDGET_TYPE)
        assert len(whole.find("section", id=name).select(".tag_still .wm-figure svg")) == explorers


def test_without_a_site_it_says_what_to_do(tmp_path):
    with pytest.raises(ValueError, match="make book"):
        make_pdf.make_pdf(tmp_path, tmp_path / "x.pdf")
