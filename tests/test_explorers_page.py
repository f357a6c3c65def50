"""The page of explorers is made from what the notebooks hold: nothing is left out, and links say what they lead to."""

import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from sphinx.errors import ExtensionError

import book_explorers
from wordmodes import explorers
from wordmodes.explorers.frame import Explorer

BOOK = Path(__file__).parent.parent / "book"
KINDS = [
    kind
    for name in explorers.__all__
    if isinstance(kind := getattr(explorers, name), type) and issubclass(kind, Explorer)
]
OWN = set(Explorer.class_traits(sync=True)) - {"key"}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_trait_is_documented(kind):
    documented = {name for names, _, _ in book_explorers.attributes(kind) for name in names.split(", ")}
    assert documented == {name for name in kind.class_traits(sync=True) if name not in OWN}
    assert all(text.endswith((".", "?")) for _, _, text in book_explorers.attributes(kind))
    assert ": " in sys.modules[kind.__module__].__doc__.partition("\n")[0]


def test_every_explorer_stands_in_a_chapter_with_its_own_key():
    found = [entry for path in sorted(BOOK.glob("*.ipynb")) for entry in book_explorers.held(path.stem, path)]
    assert {entry.kind for entry in found} == set(KINDS)
    keys = {entry.kind: entry.state["key"] for entry in found}
    assert len(set(keys.values())) == len(KINDS)
    for entry in found:
        assert entry.state["key"] == keys[entry.kind]
        assert set(entry.fields) <= set(entry.state)
        assert entry.fragment_at({}).startswith(f"#{entry.state['key']}=")


def test_a_fragment_is_written_as_the_explorer_writes_it():
    state = {
        "key": "k",
        "_esm": 'x = frame({ model, el, traits: ["a", "b", "c"] });',
        "a": [1, 2],
        "b": "one, 5 %",
        "c": True,
    }
    assert book_explorers.Held("page", Explorer, state).fragment_at({}) == "#k=1,2,one%252C+5+%2525,1"
    with pytest.raises(ExtensionError, match="no list of traits"):
        _ = book_explorers.Held("page", Explorer, state | {"_esm": ""}).fields


def test_two_explorers_of_one_key_stop_the_build(tmp_path):
    notebook = json.loads((BOOK / "06_small_initialisation.ipynb").read_text(encoding="utf-8"))
    view = next(cell for cell in notebook["cells"] if "widget-view+json" in json.dumps(cell.get("outputs", [])))
    notebook["cells"] = [view, view]
    (tmp_path / "page.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    site_map = {"page": SimpleNamespace(docname="page")}
    app = SimpleNamespace(config=SimpleNamespace(external_site_map=site_map))
    with pytest.raises(ExtensionError, match="share a key"):
        book_explorers.collect(app, SimpleNamespace(srcdir=tmp_path), [])
