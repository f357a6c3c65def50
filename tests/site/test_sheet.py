"""The tally of a chapter, and the sheet for the whole book."""

import json

import pytest

from predicting import CHAPTERS, KEPT, KINDS, QUESTIONS, asked, commit, form, give, truth, wrong
from wordmodes.grade._predictions import grade_sheet

pytestmark = pytest.mark.browser


def test_the_chapter_counts_and_so_does_the_book(visit, tmp_path):
    page = max(CHAPTERS, key=lambda page: len(asked(page)))
    first, second, third = asked(page)[:3]
    with visit("http") as reader:
        reader.open(page)
        give(reader.page, first, truth(first))
        commit(reader.page, first["name"])
        give(reader.page, second, wrong(second)[0])
        commit(reader.page, second["name"])
        form(reader.page, third["name"]).locator(".wm-look").click()
        count = f"You have made 2 of {len(asked(page))} predictions, 1 of them right; 1 looked up without a guess."
        assert reader.page.locator(".wm-tally .wm-count").inner_text() == count
        with reader.page.expect_download() as download:
            reader.page.locator(".wm-tally .wm-save").click()
        download.value.save_as(tmp_path / "chapter.json")
        reader.page.locator(".wm-tally a").click()
        reader.page.wait_for_function("document.querySelector('.wm-sheet .wm-count')?.textContent")
        assert reader.page.locator(".wm-sheet .wm-count").inner_text() == count
        assert reader.page.locator(".wm-chapter:visible").count() == 1
        shown = reader.page.locator(".wm-chapter:visible .wm-status")
        assert shown.nth(0).inner_text().startswith("✓ Right: you said ‘")
        assert shown.nth(1).inner_text().startswith("✗ Not so: you said ‘")
        assert shown.nth(2).inner_text() == "Looked up without a guess."
        reader.page.locator(".wm-name").fill("Ada <b>")
        reader.page.locator(".wm-which").select_option("")
        assert reader.page.locator(".wm-foretold:visible").count() == len(QUESTIONS)
        with reader.page.expect_download() as download:
            reader.page.locator(".wm-sheet .wm-save").click()
        download.value.save_as(tmp_path / "book.json")
        reader.page.locator(".wm-sheet .wm-forget").click()
        assert f"0 of {len(QUESTIONS)}" in reader.page.locator(".wm-sheet .wm-count").inner_text()
        assert reader.page.evaluate(KEPT) == {}
        assert reader.complaints == []
    chapter, book = (
        json.loads((tmp_path / f"{name}.json").read_text(encoding="utf-8")) for name in ("chapter", "book")
    )
    assert [entry["name"] for entry in chapter["predictions"]] == [data["name"] for data in asked(page)]
    assert [entry["name"] for entry in book["predictions"]] == [name for _, name in QUESTIONS]
    assert book["name"] == "Ada <b>"
    assert book["version"]
    made = {entry["name"]: entry for entry in book["predictions"]}
    assert made[first["name"]]["right"] is True
    assert made[second["name"]]["right"] is False
    assert made[first["name"]]["before_reveal"] is True
    assert made[first["name"]]["committed"] <= made[first["name"]]["revealed"] <= book["saved"]
    assert made[third["name"]]["committed"] is None
    assert all(entry["question"] and entry["chapter"] and entry["kind"] for entry in book["predictions"])
    # What the page exports is what the grader marks: made before the reveal, right or wrong, and no other.
    marked = grade_sheet(tmp_path / "chapter.json", "ada", len(asked(page)))
    assert [line.points for line in marked.lines] == [1, 1] + [0] * (len(asked(page)) - 2)
    assert {line.hint for line in marked.lines[2:]} == {"no prediction was made"}
    whole = grade_sheet(tmp_path / "book.json")
    assert (whole.points, whole.most, whole.student) == (2, len(QUESTIONS), "Ada <b>")
    late = json.loads((tmp_path / "chapter.json").read_text(encoding="utf-8"))
    late["predictions"][0]["committed"] = late["saved"].replace("20", "21", 1)
    (tmp_path / "late.json").write_text(json.dumps(late), encoding="utf-8")
    assert "after the answer" in grade_sheet(tmp_path / "late.json").lines[0].hint


def test_the_sheet_prints_answers_without_buttons(visit):
    page, data = KINDS["choice"]
    with visit("http") as reader:
        reader.open(page)
        give(reader.page, data, truth(data))
        commit(reader.page, data["name"])
        reader.open("predictions.html")
        reader.page.emulate_media(media="print")
        assert reader.page.locator(".wm-status:visible").count() == len(QUESTIONS)
        assert not reader.page.locator(".wm-sheet button:visible").count()
        assert reader.page.locator(".wm-sheet .wm-count").is_visible()
