"""What all explorers have in common, without a browser."""

import importlib
import json
from pathlib import Path

import numpy as np
import pytest
import traitlets

from wordmodes.explorers.frame import Explorer, Tables, module, within


def test_notebooks_hold_the_explorers_as_they_are_now():
    book = Path(__file__).parents[2] / "book"
    held = []
    for path in sorted(book.glob("*.ipynb")):
        widgets = json.loads(path.read_text(encoding="utf-8"))["metadata"].get("widgets", {})
        states = widgets.get("application/vnd.jupyter.widget-state+json", {}).get("state", {})
        held += [(path.name, state["state"]) for state in states.values() if "_esm" in state["state"]]
    assert held
    for name, state in held:
        message = f"{name} holds an older explorer; run: make execute NB=book/{name}"
        origin, kind = state["_anywidget_id"].rsplit(".", 1)
        widget = getattr(importlib.import_module(origin), kind)
        assert state["_esm"] == str(widget._esm), message
        assert state["_css"] == str(widget._css), message


def test_a_table_keeps_its_numbers_or_refuses_them():
    tables = Tables()
    assert tables.put([1, 2, 3], "int8") == ["int8", 0, 3]
    assert tables.put(np.array([[0.5, 1.5]]), "float32") == ["float32", 3, 2]
    assert np.frombuffer(bytes(tables), "<f4", offset=3).tolist() == [0.5, 1.5]
    for numbers in ([300], [0.5]):
        with pytest.raises(ValueError, match="don't fit int8"):
            tables.put(numbers, "int8")


class Example(Explorer):
    _esm = module()
    share = traitlets.Float(0.5).tag(sync=True)
    _check = traitlets.validate("share")(within(0, 1))

    def _tasks(self):
        return {"halve": self._halve}

    def _halve(self, message):
        if message["x"] < 0:
            raise ValueError("x must not be negative")
        if message["x"] > 100:
            raise KeyboardInterrupt
        self._report("halve")(1.0)
        return {"x": message["x"] / 2}, [np.arange(3)]


def test_a_kernel_greets_works_and_says_what_went_wrong(monkeypatch):
    widget, sent = Example(key="example"), []
    monkeypatch.setattr(widget, "send", lambda message, buffers=(): sent.append((message, buffers)))
    for message in ({"type": "hello"}, {"type": "halve", "x": 3}, {"type": "halve", "x": -1}, {"type": "nothing"}):
        widget._handle_custom_msg(message, [])
    assert [message for message, _ in sent] == [
        {"type": "ready"},
        {"type": "progress", "task": "halve", "share": 1.0},
        {"x": 1.5, "type": "done", "task": "halve"},
        {"type": "failed", "task": "halve", "text": "This did not work: x must not be negative"},
    ]
    assert np.frombuffer(sent[2][1][0], "<f4").tolist() == [0, 1, 2]
    with pytest.raises(KeyboardInterrupt):
        widget._handle_custom_msg({"type": "halve", "x": 101}, [])
    assert sent[-1][0] == {"type": "failed", "task": "halve", "text": "This did not work: KeyboardInterrupt"}
    with pytest.raises(traitlets.TraitError, match=r"share must lie between 0 and 1, got 2\.0"):
        widget.share = 2.0
