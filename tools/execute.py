"""Re-run notebooks in place and normalise them, so that a re-run gives a diff with nothing but real changes.

Usage: python tools/execute.py [--no-run] [book/NOTEBOOK.ipynb ...]      (default: every notebook in book/)

With --no-run the stored outputs stay: for a change of nothing but text, of the glossary, or of what an explorer's
JavaScript and style sheet say. Explorers get those as they are now; their tables are results, and stay.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

import references

BOOK = Path(__file__).resolve().parent.parent / "book"
VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
LANGUAGE = {"file_extension": ".py", "mimetype": "text/x-python", "name": "python", "pygments_lexer": "ipython3"}
CELL_SECONDS = 600


def merge_streams(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Join neighbouring pieces of one stream: where a kernel cuts them depends on timing."""
    merged: list[NotebookNode] = []
    for output in outputs:
        last = merged[-1] if merged else None
        if output.output_type == "stream" and last is not None and last.get("name") == output.name:
            last.text += output.text
        else:
            merged.append(output)
    return merged


def used_models(notebook: NotebookNode, state: dict) -> list[str]:
    """List the widget models that the outputs show, and the models that these refer to, in order of appearance."""
    shown = [
        output.data[VIEW]["model_id"]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if VIEW in output.get("data", {})
    ]
    found: list[str] = []
    while shown:
        model = shown.pop(0)
        if model in state and model not in found:
            found.append(model)
            text = json.dumps(state[model])
            shown += sorted((other for other in state if f"IPY_MODEL_{other}" in text), key=text.index)
    return found


def fix_widgets(notebook: NotebookNode) -> NotebookNode:
    """Keep the widgets that are shown, under ids that a re-run repeats (a model's own id is random)."""
    stored = notebook.metadata.get("widgets", {}).get(STATE)
    if not stored:
        notebook.metadata.pop("widgets", None)
        return notebook
    order = used_models(notebook, stored["state"])
    stored["state"] = {model: stored["state"][model] for model in order}
    text = json.dumps(notebook)
    for number, model in enumerate(order, start=1):
        text = text.replace(model, f"{number:032x}")
    if not order:
        notebook.metadata.pop("widgets")
        return notebook
    return nbformat.from_dict(json.loads(text))


def fix_ids(notebook: NotebookNode) -> None:
    """Give every cell an id that stays: its own, or one made from its source where that is missing or taken."""
    taken: set[str] = set()
    for cell in notebook.cells:
        name, salt = cell.get("id", ""), 0
        while not name or name in taken:
            name = hashlib.sha256(f"{cell.cell_type}\n{cell.source}\n{salt}".encode()).hexdigest()[:8]
            salt += 1
        cell["id"] = name
        taken.add(name)


def normalise(notebook: NotebookNode) -> NotebookNode:
    """Return the notebook without anything that differs between two runs of the same code."""
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    notebook.metadata.update(kernelspec=KERNELSPEC, language_info=LANGUAGE)
    notebook.metadata.pop("signature", None)
    references.complete(notebook)
    fix_ids(notebook)
    count = 0
    for cell in notebook.cells:
        for key in ("execution", "ExecuteTime", "collapsed", "scrolled", "trusted"):
            cell.metadata.pop(key, None)
        if cell.cell_type != "code":
            continue
        cell.outputs = merge_streams(cell.outputs)
        count += bool(cell.source.strip())
        cell.execution_count = count if cell.source.strip() else None
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = cell.execution_count
    return fix_widgets(notebook)


def refresh_explorers(notebook: NotebookNode) -> None:
    """Give stored explorers the code of their classes as it is now: code is no result, unlike the tables it draws."""
    for model in notebook.metadata.get("widgets", {}).get(STATE, {}).get("state", {}).values():
        origin, _, kind = model["state"].get("_anywidget_id", "").rpartition(".")
        if origin.startswith("wordmodes."):
            explorer = getattr(importlib.import_module(origin), kind)
            model["state"].update(_esm=str(explorer._esm), _css=str(explorer._css))


def write(notebook: NotebookNode, path: Path) -> None:
    """Write through a temporary file beside the notebook, so that no reader ever meets half of one."""
    nbformat.validate(notebook)
    draft = path.with_name(f".{path.name}.tmp")
    try:
        nbformat.write(notebook, draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def execute(path: Path) -> None:
    """Run one notebook in its own folder and write it back normalised; on any error leave it as it was."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    notebook.metadata.pop("widgets", None)
    notebook = normalise(notebook)  # cell ids before the run, where missing ones would be made at random
    client = NotebookClient(
        notebook, timeout=CELL_SECONDS, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}
    )
    client.execute()
    write(normalise(notebook), path)


def main(arguments: list[str]) -> int:
    """Run (or only normalise) the notebooks named, or all; return 1 when one of them failed."""
    run = "--no-run" not in arguments
    arguments = [argument for argument in arguments if argument != "--no-run"]
    os.environ.setdefault("TQDM_DISABLE", "1")  # a progress bar shows how long it took: not for a stored output
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):  # as the tests have it: more threads sum in another order
        os.environ.setdefault(name, "1")
    paths = [Path(argument).resolve() for argument in arguments] or sorted(BOOK.glob("*.ipynb"))
    failed = []
    for path in paths:
        if path.suffix != ".ipynb" or not path.is_file():
            print(f"{path}: no such notebook; name files such as book/08_pca.ipynb", file=sys.stderr)
            return 1
        start = time.perf_counter()
        try:
            if run:
                execute(path)
            else:
                notebook = nbformat.read(path, as_version=4)
                refresh_explorers(notebook)
                write(normalise(notebook), path)
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            failed.append(path.name)
            print(f"{path.name}: FAILED, left as it was\n{error}", file=sys.stderr)
        else:
            print(f"{path.name}: {time.perf_counter() - start:.1f} s")
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
