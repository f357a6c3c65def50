"""The map of the paper leads to every claim that has the paper for its source, and to none that is not there."""

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from docutils import nodes

import book_verdicts
from wordmodes.book import claims

BOOK = Path(__file__).parent.parent / "book"
PAGE = (BOOK / "the_paper.md").read_text(encoding="utf-8")
NAMED = re.findall(r"\{claim\}`([\w-]+)`", PAGE)
PUBLISHED = ["68.0", "65.1", "66.3", "50.6", "8.4", ".744", ".755", ".755", ".740", ".448"]
PUBLISHED += [".698", ".682", ".683", ".690", ".221"]  # figure 3b, third version


def of_the_paper(claim: claims.Claim) -> bool:
    return re.search(r"Karkada(, Simon, Bahri & DeWeese| et al\.),? \(?2025", claim.source) is not None


def test_it_leads_to_every_claim_of_the_paper():
    known = claims.load()
    assert set(NAMED) - set(known) == set()
    assert {claim.id for claim in known.values() if of_the_paper(claim)} - set(NAMED) == set()


@pytest.mark.parametrize(
    ("source", "of_it"),
    [
        ("Karkada, Simon, Bahri & DeWeese (2025), figure 2", True),
        ("Karkada et al. (2025), appendix", True),
        ("Karkada et al. (2026)", False),
        ("Korchinski, Karkada, Bahri & Wyart (2025)", False),
        ("this book", False),
    ],
)
def test_a_claim_of_the_paper_is_known_by_its_source(source, of_it):
    assert of_the_paper(SimpleNamespace(source=source)) == of_it


def test_the_published_table_is_that_of_the_third_version():
    table = PAGE[PAGE.index("Its benchmark table") :]
    rows = [line for line in table.splitlines() if line.startswith(("| Google", "| MEN", "| WordSim"))]
    assert [number for row in rows for number in re.findall(r"(?<![\w.])\d*\.\d+", row)] == PUBLISHED


def test_every_statement_figure_and_appendix_has_a_row():
    labels = ["Setting 3.1", "Theorem 1", "Proposition 2", "Lemma 3.1", "Result 3"]
    labels += [f"Figure {number}" for number in range(1, 9)]
    labels += [f"A.{part}" for part in range(1, 7)] + ["B", "C"] + [f"D.{part}" for part in range(1, 5)]
    rows = [line.split("|")[1].strip(" *") for line in PAGE.splitlines() if line.startswith("| ")]
    assert [label for label in labels if not any(re.match(rf"{label}\b", row) for row in rows)] == []


@pytest.fixture
def role():
    """Return a function that renders the role in a page, where one claim was checked, and what was warned of."""
    claim = SimpleNamespace(id="pca", statement="It ends at PCA.")
    builder = SimpleNamespace(get_relative_uri=lambda page, to: f"{to}.html")
    env = SimpleNamespace(
        book_records=[("08_pca", claim, {"id": "pca", "verdict": claims.FAILS})],
        app=SimpleNamespace(builder=builder),
        docname="the_paper",
        note_reread=lambda: None,
    )
    document = SimpleNamespace(settings=SimpleNamespace(env=env))
    inliner = SimpleNamespace(document=document, reporter=None)

    def render(text: str) -> nodes.Node:
        made = book_verdicts.Verdict()
        made.get_location = lambda: "the_paper.md"
        return made("claim", f":claim:`{text}`", text, 1, inliner, {}, [])[0][0]

    return render


def test_a_claim_shows_its_verdict_and_leads_to_the_ledger(role):
    link = role("pca")
    assert link["refuri"] == "ledger.html#ledger-pca"
    assert link["reftitle"] == "It ends at PCA."
    assert claims.FAILS in link.children[0].astext()


def test_a_claim_that_no_page_checks_is_warned_of(role, monkeypatch):
    warned = []
    monkeypatch.setattr(book_verdicts.logger, "warning", lambda *said, **where: warned.append(said))
    assert isinstance(role("nonsense"), nodes.literal)
    assert warned == [("no page checks the claim %r", "nonsense")]


def test_what_the_objections_take_from_the_ledger_is_there():
    cells = json.loads((BOOK / "objections.ipynb").read_text(encoding="utf-8"))["cells"]
    source = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    taken = re.findall(r"ours\('([\w-]+)', '(\w+)'\)", source)
    known = claims.load()
    assert len(taken) > 10
    assert [pair for pair in taken if pair[0] not in known or pair[1] not in known[pair[0]].quantities] == []
    assert [pair for pair in taken if known[pair[0]].quantities[pair[1]].bound] == []  # a bound is no value
