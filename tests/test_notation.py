"""The notation page names what the package really has, and the glossary is in order."""

import importlib
import inspect
import json
import pkgutil
import re
from pathlib import Path

import wordmodes

BOOK = Path(__file__).parent.parent / "book"
PAGE = BOOK / "notation.md"


def public_names() -> set[str]:
    """Collect the package's public functions and classes, their parameters and attributes."""
    names: set[str] = set()
    for module in pkgutil.walk_packages(wordmodes.__path__, "wordmodes."):
        for name, item in vars(importlib.import_module(module.name)).items():
            if name.startswith("_") or not getattr(item, "__module__", "").startswith("wordmodes"):
                continue
            names.add(name)
            if inspect.isclass(item):
                names |= {
                    key for key in (*vars(item), *getattr(item, "__annotations__", ())) if not key.startswith("_")
                }
            elif callable(item):
                names |= set(inspect.signature(item).parameters)
    return names


def cells(head: str) -> list[list[str]]:
    """Return the cells of the page's tables whose first column has this head, without the heads."""
    found: list[list[str]] = []
    taken = False
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        row = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if not row:
            taken = False
        elif row[0] == head:
            taken = True
        elif taken and not set(row[0]) <= {"-"}:
            found.append(row)
    return found


def rows() -> list[list[str]]:
    return cells("Symbol")


def formulas(page: str) -> str:
    """Return the formulas of a page, of code's strings too, where a cell says them."""
    text = (BOOK / page).read_text(encoding="utf-8")
    if page.endswith(".ipynb"):
        text = "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])
    return " ".join(re.findall(r"\$+([^$]+)\$+", text))


def test_every_row_has_a_symbol_a_meaning_and_a_name():
    found = rows()
    assert len(found) > 20
    for symbol, meaning, *papers, names in found:  # chapter 11's own symbols have no counterpart in the paper
        assert symbol.startswith("$"), symbol
        assert meaning, symbol
        assert len(papers) <= 1, symbol
        assert all("$" in theirs for theirs in papers if theirs), symbol
        assert re.fullmatch(r"(`\w+`(, )?)+", names), symbol


def test_every_name_exists_in_the_package():
    known = public_names()
    named = {name for row in rows() for name in re.findall(r"`(\w+)`", row[-1])}
    assert named - known == set()


def test_no_symbol_has_two_meanings():
    symbols = [symbol for row in rows() for symbol in re.findall(r"\$[^$]+\$", row[0])]
    assert sorted(set(symbols)) == sorted(symbols)


def test_a_letter_with_another_meaning_is_in_the_formulas_of_the_pages_that_are_named():
    exceptions = cells("Letter")
    assert len(exceptions) > 5
    known = " ".join(row[0] for row in rows())
    for letters, where, meaning in exceptions:
        pages = re.findall(r"\(([\w.]+)\)", where)
        assert pages, letters
        assert meaning, letters
        for letter in re.findall(r"\$([^$]+)\$", letters):
            assert letter in known, f"{letter} has no other meaning"
            for page in pages:
                assert re.search(rf"(?<![A-Za-z\\]){re.escape(letter)}(?![A-Za-z])", formulas(page)), (letter, page)


def glossary_terms() -> list[str]:
    return re.findall(r"^(\S[^\n]*)\n {4}", (BOOK / "glossary.md").read_text(encoding="utf-8"), re.MULTILINE)


def alphabetical(terms: list[str]) -> list[str]:
    """Sort letter by letter, as dictionaries do: hyphens, spaces and capitals don't count."""
    return sorted(terms, key=lambda term: re.sub(r"\W", "", term.casefold()))


def test_the_glossary_is_in_order():
    terms = glossary_terms()
    assert len(terms) > 60
    assert terms == alphabetical(terms)
    assert len({term.casefold() for term in terms}) == len(terms)


def test_an_order_that_is_not_alphabetical_is_noticed():
    for wrong in (["analogy", "3CosAdd"], ["context", "coherence"], ["odds", "null"], ["co-occurrence", "concept"]):
        assert alphabetical(wrong) == wrong[::-1]
