"""The field on the page of explorers, in a browser, from files: a word leads to the explorers that know it."""

import pytest

pytestmark = pytest.mark.browser


def test_a_word_leads_to_explorers_set_to_it(visit):
    with visit("file") as reader:
        reader.open("explorers.html")
        field, said = reader.page.get_by_label("Find your word"), reader.page.locator(".wm-find-word [role=status]")
        assert said.inner_text() == ""
        field.press_sequentially("minister")
        said.get_by_role("link").first.wait_for()
        assert "explorers know “minister”" in said.inner_text()
        assert {"chapter 1", "chapter 2", "chapter 4", "chapter 9", "chapter 10"} <= {
            row.rpartition(", ")[2] for row in said.get_by_role("listitem").all_inner_texts()
        }
        field.fill("ministr<img src=x onerror=window.hacked=1>")
        field.press("Enter")
        assert "No explorer knows “ministr<img" in said.inner_text()
        field.fill("Queeen ")
        field.press("Enter")
        assert "No explorer knows “queeen”" in said.inner_text()
        said.get_by_role("button", name="queen", exact=True).press("Enter")
        assert field.input_value() == "queen"
        assert reader.page.evaluate("document.activeElement.id") == "wm-find-word"
        assert reader.page.evaluate("window.hacked") is None
        for chapter, label in (("chapter 2", "first word"), ("chapter 10", "c")):
            link = said.get_by_role("listitem").filter(has_text=chapter).get_by_role("link").first
            address = link.get_attribute("href")
            reader.open(address)
            assert reader.page.get_by_label(label, exact=True).input_value() == "queen"
            reader.open("explorers.html")
            field.fill("queen")
            field.press("Enter")
        field.fill("gotilan")
        field.press("Enter")
        assert said.inner_text().startswith("One explorer knows “gotilan”")
        assert reader.complaints == []
