"""The ledger: claims and the checks stored in notebooks must match one to one, or nothing is built."""

import json
from types import SimpleNamespace

import pytest
from sphinx.errors import ExtensionError

import book_ledger
from wordmodes.book import claims
from wordmodes.book._claims_file import Quantity

FIRST = """
[first]
statement = "One."
source = "Someone (2020)"
published = "1.00"
[first.table]
published = "1"
gazette = "{x}"
[first.quantities.x]
label = "x"
expected = 1.0
tolerance = 0.1
spread = 0.05
format = ".2f"
[first.verdict]
reproduced = { x = ">= 0.95" }
"""
SECOND = """
[second]
statement = "Two."
source = "Someone (2020)"
published = "2.00"
[second.table]
published = "2"
[second.quantities.x]
label = "x"
at_least = 2.0
[second.verdict]
reproduced = { x = ">= 1" }
"""


@pytest.fixture
def build(tmp_path, monkeypatch):
    """Return a function that stores records in notebooks and collects them, as the build does."""
    folder = tmp_path / "ledger"
    folder.mkdir()
    (folder / "01.toml").write_text(FIRST, encoding="utf-8")
    (folder / "02.toml").write_text(SECOND, encoding="utf-8")
    monkeypatch.setattr(claims, "LEDGER", folder)

    def run(pages: dict[str, list[dict]]):
        for page, found in pages.items():
            outputs = [{"output_type": "display_data", "data": {claims.MIME: record}} for record in found]
            stream = {"output_type": "stream", "name": "stdout", "text": "1"}
            cells = [{"cell_type": "markdown"}, {"cell_type": "code", "outputs": [stream, *outputs]}]
            (tmp_path / f"{page}.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
        documents = {page: SimpleNamespace(docname=page) for page in [*pages, "notation"]}
        app = SimpleNamespace(config=SimpleNamespace(external_site_map=documents))
        env = SimpleNamespace(srcdir=tmp_path)
        book_ledger.collect(app, env, [])
        return env.book_records

    return run


def record(claim_id: str, x: float) -> dict:
    return claims.evaluate(claims.load()[claim_id], {"x": x})


def test_every_check_is_listed_in_the_order_of_the_book(build):
    found = build({"index": [], "02_b": [record("second", 5.0)], "01_a": [record("first", 1.04)]})
    assert [(page, claim.id, entry["shown"]) for page, claim, entry in found] == [
        ("02_b", "second", {"x": "≥ 2"}),
        ("01_a", "first", {"x": "1.04"}),
    ]


def test_a_chapter_that_is_not_in_the_book_owes_nothing(build):
    assert len(build({"01_a": [record("first", 1.0)]})) == 1


def test_a_claim_that_nobody_checks_stops_the_build(build):
    with pytest.raises(ExtensionError, match="claim 'second' is checked 0 times in chapter 02, not once"):
        build({"01_a": [record("first", 1.0)], "02_b": []})


def test_a_claim_checked_twice_stops_the_build(build):
    with pytest.raises(ExtensionError, match="claim 'first' is checked 2 times in chapter 01, not once"):
        build({"01_a": [record("first", 1.0), record("first", 1.0)]})


def test_a_check_of_an_unknown_claim_stops_the_build(build):
    with pytest.raises(ExtensionError, match=r"01_a checks 'third', which the ledger does not have"):
        build({"01_a": [record("first", 1.0), {**record("first", 1.0), "id": "third"}]})


def test_a_check_in_another_chapter_stops_the_build(build):
    with pytest.raises(ExtensionError, match="02_b checks 'first', which belongs to chapter 01"):
        build({"01_a": [record("first", 1.0)], "02_b": [record("second", 2.0), record("first", 1.0)]})
    with pytest.raises(ExtensionError, match="index checks 'first', which belongs to chapter 01"):
        build({"01_a": [], "index": [record("first", 1.0)]})


def test_a_value_outside_what_is_expected_stops_the_build(build):
    stored = record("first", 1.0)
    stored["values"] = {"x": 1.2}
    with pytest.raises(ExtensionError, match=r"01_a: claim 'first': x = 1\.2, but the ledger expects 1 ± 0\.1"):
        build({"01_a": [stored]})


def test_a_verdict_from_an_older_file_stops_the_build(build):
    stored = {**record("first", 1.0), "verdict": "in trend"}
    with pytest.raises(ExtensionError, match="01_a stores an outdated check of 'first'"):
        build({"01_a": [stored]})


def test_all_problems_are_named_at_once(build):
    with pytest.raises(ExtensionError) as error:
        build({"01_a": [], "02_b": []})
    assert "'first' is checked 0 times" in str(error.value)
    assert "'second' is checked 0 times" in str(error.value)


@pytest.mark.parametrize(
    ("low", "high", "form", "said"),
    [
        (0.865, 0.869, ".3f", " (the check fails if it moves by more than 0.002)"),
        (2 - 1e-12, 2 + 1e-12, ".0f", " (the check fails if it moves)"),
        (5, float("inf"), ".1f", " (the check fails unless ≥ 5)"),
        (5, float("inf"), None, ""),
    ],
)
def test_a_guard_against_drift_does_not_read_as_an_uncertainty(low, high, form, said):
    assert book_ledger.guard(Quantity("x", "x", form, low, high, "≥ 5")) == said


def test_a_value_on_its_bar_says_so(build):
    claim = claims.load()["first"]
    said = [book_ledger.ours(claim, record("first", x), "x") for x in (0.95, 0.96)]
    assert said == [
        "0.95 (the check fails if it moves by more than 0.1); exactly where a verdict begins",
        "0.96 (the check fails if it moves by more than 0.1)",
    ]
