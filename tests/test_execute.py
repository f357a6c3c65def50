"""The notebook runner: what a re-run may change, and what a failure must not."""

import copy
import json
import re

import nbformat
import pytest

import execute
from wordmodes.explorers.update.explorer import UpdateExplorer

v4 = nbformat.v4
ONE, TWO, THREE = "1f" * 16, "2e" * 16, "3d" * 16


def notebook(*cells, **metadata):
    return v4.new_notebook(cells=list(cells), metadata=metadata)


def with_widgets(shown, inner, unused):
    """Make a notebook that shows one widget, which refers to a second; a third is left over."""
    state = {
        unused: {"model_name": "LayoutModel", "state": {}},
        inner: {"model_name": "LayoutModel", "state": {}},
        shown: {"model_name": "AnyModel", "state": {"layout": f"IPY_MODEL_{inner}"}},
    }
    view = v4.new_output("display_data", data={execute.VIEW: {"model_id": shown}, "text/plain": "Explorer()"})
    return notebook(v4.new_code_cell("explorer", outputs=[view], id="a"), widgets={execute.STATE: {"state": state}})


def test_widget_ids_are_the_same_in_every_run():
    first = execute.normalise(with_widgets(ONE, TWO, THREE))
    second = execute.normalise(with_widgets(THREE, ONE, TWO))
    assert first == second
    text = json.dumps(first)
    assert not any(model in text for model in (ONE, TWO, THREE))


def test_widget_ids_still_refer_to_each_other():
    done = execute.normalise(with_widgets(ONE, TWO, THREE))
    state = done.metadata.widgets[execute.STATE]["state"]
    shown = done.cells[0].outputs[0].data[execute.VIEW]["model_id"]
    assert len(state) == 2
    assert all(re.fullmatch("[0-9a-f]{32}", model) for model in state), "a shorter one may stand elsewhere in the text"
    assert state[shown]["model_name"] == "AnyModel"
    assert state[shown]["state"]["layout"].removeprefix("IPY_MODEL_") in state


def test_state_of_widgets_that_are_not_shown_is_dropped():
    lonely = notebook(v4.new_code_cell("1"), widgets={execute.STATE: {"state": {ONE: {"state": {}}}}})
    assert "widgets" not in execute.normalise(lonely).metadata


def test_what_depends_on_the_run_goes():
    cell = v4.new_code_cell(
        "print(1); 2", execution_count=17, metadata={"execution": {"a": "2026"}, "tags": ["x"]}, id="a"
    )
    cell.outputs = [
        v4.new_output("stream", name="stdout", text="1"),
        v4.new_output("stream", name="stdout", text="\n"),
        v4.new_output("execute_result", data={"text/plain": "2"}, execution_count=17),
    ]
    done = execute.normalise(
        notebook(v4.new_code_cell(" ", id="b"), cell, language_info={"name": "python", "version": "3.11.7"})
    )
    assert [c.execution_count for c in done.cells] == [None, 1]
    assert done.cells[1].metadata == {"tags": ["x"]}
    assert [output.output_type for output in done.cells[1].outputs] == ["stream", "execute_result"]
    assert done.cells[1].outputs[0].text == "1\n"
    assert done.cells[1].outputs[1].execution_count == 1
    assert "version" not in done.metadata.language_info
    assert done.metadata.kernelspec["name"] == "python3"


def test_what_is_printed_and_what_is_complained_of_stay_apart():
    streams = [("stdout", "1"), ("stdout", "2"), ("stderr", "no"), ("stdout", "3")]
    merged = execute.merge_streams([v4.new_output("stream", name=name, text=text) for name, text in streams])
    assert [(one.name, one.text) for one in merged] == [("stdout", "12"), ("stderr", "no"), ("stdout", "3")]


def test_cells_have_their_ids_before_they_are_run(tmp_path, monkeypatch):
    """A kernel's client would give those without one a random id, and widgets would be stored under it."""
    seen = []

    class Client:
        def __init__(self, given, **_):
            seen.extend(cell.get("id") for cell in given.cells)

        def execute(self):
            pass

    path = tmp_path / "a.ipynb"
    bare = notebook(v4.new_code_cell("1", id="a"), v4.new_code_cell("2", id="a"))
    bare.nbformat_minor = 4  # in which a cell had no id
    for cell in bare.cells:
        del cell["id"]
    path.write_text(json.dumps(bare), encoding="utf-8")
    monkeypatch.setattr(execute, "NotebookClient", Client)
    monkeypatch.setattr(execute, "write", lambda *_: None)
    execute.execute(path)
    first = list(seen)
    execute.execute(path)
    assert len(set(first)) == 2
    assert None not in first
    assert seen == first * 2


def test_cell_ids_stay_and_missing_ones_are_made_from_the_source():
    def make():
        made = notebook(*(v4.new_markdown_cell("same") for _ in range(3)))
        made.cells[0]["id"] = "kept"
        for cell in made.cells[1:]:
            del cell["id"]
        return execute.normalise(made)

    first, second = make(), make()
    ids = [cell.id for cell in first.cells]
    assert ids[0] == "kept"
    assert len(set(ids)) == 3
    assert all(re.fullmatch("[0-9a-f]{8}", name) for name in ids[1:])
    assert ids == [cell.id for cell in second.cells]


def test_normalising_twice_changes_nothing():
    once = execute.normalise(with_widgets(ONE, TWO, THREE))
    assert execute.normalise(copy.deepcopy(once)) == once


def test_a_run_stores_outputs_and_a_second_run_the_same_bytes(tmp_path):
    path = tmp_path / "small.ipynb"
    source = (
        "import anywidget\n"
        "class W(anywidget.AnyWidget):\n"
        "    _esm = 'export default {}'\n"
        "    __repr__ = lambda self: 'W()'\n"
        "W()"
    )
    nbformat.write(notebook(v4.new_code_cell("print(6 * 7)", id="a"), v4.new_code_cell(source, id="b")), path)
    assert execute.main([str(path)]) == 0
    first = path.read_bytes()
    stored = nbformat.read(path, as_version=4)
    assert stored.cells[0].outputs[0].text == "42\n"
    assert stored.cells[1].outputs[0].data[execute.VIEW]["model_id"] in stored.metadata.widgets[execute.STATE]["state"]
    assert execute.main([str(path)]) == 0
    assert path.read_bytes() == first


def test_a_notebook_runs_with_one_thread_as_in_the_tests_unless_told_otherwise(tmp_path, monkeypatch):
    path = tmp_path / "threads.ipynb"
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    monkeypatch.setenv("OMP_NUM_THREADS", "2")
    source = 'import os\nprint(*(os.environ[f"{name}_NUM_THREADS"] for name in ("OPENBLAS", "OMP")))'
    nbformat.write(notebook(v4.new_code_cell(source, id="a")), path)
    assert execute.main([str(path)]) == 0
    assert nbformat.read(path, as_version=4).cells[0].outputs[0].text == "1 2\n"


def test_a_failing_notebook_is_left_as_it_was(tmp_path, capsys):
    path = tmp_path / "broken.ipynb"
    nbformat.write(notebook(v4.new_code_cell("1 / 0", id="a")), path)
    before = path.read_bytes()
    assert execute.main([str(path)]) == 1
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.iterdir()] == ["broken.ipynb"]
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_a_write_that_fails_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "a.ipynb"
    path.write_text("old", encoding="utf-8")

    def full(notebook, draft):
        draft.write_text("half a notebook", encoding="utf-8")
        raise OSError("no space left on device")

    monkeypatch.setattr(nbformat, "write", full)
    with pytest.raises(OSError, match="no space"):
        execute.write(execute.normalise(notebook()), path)
    assert path.read_text(encoding="utf-8") == "old"
    assert [item.name for item in tmp_path.iterdir()] == ["a.ipynb"]


def test_a_missing_notebook_is_named(capsys):
    assert execute.main(["book/99_nowhere.ipynb"]) == 1
    assert "99_nowhere.ipynb: no such notebook" in capsys.readouterr().err


def test_without_a_run_the_text_is_filled_in_and_the_outputs_stay(tmp_path):
    out = v4.new_output("stream", text="2")
    path = tmp_path / "x.ipynb"
    nbformat.write(
        notebook(v4.new_markdown_cell("[](#saxe2014)", id="a"), v4.new_code_cell("print(1)", outputs=[out], id="b")),
        path,
    )
    assert execute.main(["--no-run", str(path)]) == 0
    text, code = nbformat.read(path, as_version=4).cells
    assert text.source == "[Saxe et al. (2014)](#saxe2014)"
    assert code.outputs == [out]


def test_without_a_run_an_explorer_gets_its_code_as_it_is_now_and_keeps_its_table(tmp_path):
    known = {
        "_anywidget_id": "wordmodes.explorers.update.explorer.UpdateExplorer",
        "_esm": "old code",
        "_css": "old sheet",
        "_manifest": {"table": ["int8", 0, 3]},
        "steps": 7,
    }
    stranger = {"_anywidget_id": "__main__.W", "_esm": "its own code"}
    book = with_widgets(ONE, TWO, THREE)
    state = book.metadata.widgets[execute.STATE]["state"]
    state[ONE]["state"].update(known)
    state[ONE]["buffers"] = [{"encoding": "base64", "path": ["_tables"], "data": "AQID"}]
    state[TWO]["state"].update(stranger)
    path = tmp_path / "x.ipynb"
    nbformat.write(book, path)
    assert execute.main(["--no-run", str(path)]) == 0
    stored = nbformat.read(path, as_version=4)
    shown = stored.cells[0].outputs[0].data[execute.VIEW]["model_id"]
    state = stored.metadata.widgets[execute.STATE]["state"]
    assert state[shown]["state"]["_esm"] == str(UpdateExplorer._esm)
    assert state[shown]["state"]["_css"] == str(UpdateExplorer._css)
    assert state[shown]["buffers"] == book.metadata.widgets[execute.STATE]["state"][ONE]["buffers"]
    unchanged = {key: state[shown]["state"][key] for key in ("_manifest", "steps")}
    assert unchanged == {"_manifest": {"table": ["int8", 0, 3]}, "steps": 7}
    assert stranger.items() <= next(model for key, model in state.items() if key != shown)["state"].items()
