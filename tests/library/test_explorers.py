"""What all explorers have in common, without a browser."""

import importlib
import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
import traitlets
from javascript import NODE

from wordmodes import explorers
from wordmodes.explorers.frame import Explorer, Tables, module, within

KINDS = [getattr(explorers, name) for name in explorers.__all__ if name.endswith("Explorer")]
LOAD = """
for (const path of process.argv.slice(2)) {
  const { default: widget } = await import(path).catch((error) => ({ default: String(error) }));
  console.log(typeof widget?.render === "function" ? "loads" : widget);
}
"""


def test_notebooks_hold_the_explorers_as_they_are_now():
    book = Path(__file__).parents[2] / "book"
    held = []
    for path in sorted(book.glob("*.ipynb")):
        widgets = json.loads(path.read_text(encoding="utf-8"))["metadata"].get("widgets", {})
        states = widgets.get("application/vnd.jupyter.widget-state+json", {}).get("state", {})
        held += [(path.name, state["state"]) for state in states.values() if "_esm" in state["state"]]
    assert held
    for name, state in held:
        message = f"{name} holds an older explorer; run: python tools/execute.py --no-run book/{name}"
        origin, kind = state["_anywidget_id"].rsplit(".", 1)
        widget = getattr(importlib.import_module(origin), kind)
        assert state["_esm"] == str(widget._esm), message
        assert state["_css"] == str(widget._css), message


def test_joined_modules_load_and_declare_each_name_once(tmp_path):
    sources = [str(kind._esm) for kind in KINDS]
    twice = f"{sources[0]}\nconst sigmoid = 1;\n"  # what a browser would say if two of the parts had one name
    paths = [tmp_path / f"{i}.mjs" for i in range(len(sources) + 1)]
    for path, source in zip(paths, [*sources, twice], strict=True):
        path.write_text(source, encoding="utf-8")
    (tmp_path / "load.mjs").write_text(LOAD, encoding="utf-8")
    done = subprocess.run([NODE, tmp_path / "load.mjs", *paths], capture_output=True, text=True, check=True)
    *said, last = done.stdout.splitlines()
    assert dict(zip([kind.__name__ for kind in KINDS], said, strict=True)) == {kind.__name__: "loads" for kind in KINDS}
    folders = {path.parent.name for path in Path(explorers.__file__).parent.glob("*/explorer.py")}
    assert {kind.__module__.split(".")[-2] for kind in KINDS} == folders
    assert "'sigmoid' has already been declared" in last


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
