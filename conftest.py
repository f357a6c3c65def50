"""For every test, and for the kernels that nbval starts: one thread, no bars, fonts known, gensim where asked."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

# Outputs are stored by one thread, and two round otherwise; two workers would have two cores do eight threads' work.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ["TQDM_DISABLE"] = "1"

import matplotlib.font_manager  # noqa: F401  # its first import on a machine may warn in the middle of a chapter
import pytest
from nbval.plugin import IPyNbCell

import leaning
import same_drawing

SEARCHED = os.environ.get("PYTHONPATH", "")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Let nbval compare drawings by what a reader sees, and everything else as it stands."""
    if isinstance(item, IPyNbCell):
        item.sanitize = same_drawing.compared


# Run by Python as it starts: a cell that doesn't lean on gensim finds none, as on a page in the browser.
HIDING = """import builtins, pathlib
plain, leans = builtins.__import__, pathlib.Path(__file__).with_name("leans")

def hiding(name, *rest, **more):
    if name.partition(".")[0] == "gensim" and not leans.exists():
        raise ModuleNotFoundError("No module named 'gensim'", name="gensim")
    return plain(name, *rest, **more)

builtins.__import__ = hiding
"""


@cache
def hiding() -> TemporaryDirectory:
    """A folder that the kernels' Python reads first. While a cell may have gensim, a file `leans` lies in it."""
    folder = TemporaryDirectory()
    Path(folder.name, "sitecustomize.py").write_text(HIDING, encoding="utf-8")
    return folder


@cache
def lean_on_gensim(notebook: pytest.Collector) -> set[int]:
    """The numbers of the code cells that may have gensim."""
    return {number for number, leans in enumerate(leaning.leaning(notebook.nb)) if leans}


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let a cell that leans on gensim have it, and no other."""
    if isinstance(item, IPyNbCell):
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [hiding().name, SEARCHED]))
        leans = Path(hiding().name, "leans")
        if item.cell_num in lean_on_gensim(item.parent):
            leans.touch()
        else:
            leans.unlink(missing_ok=True)


def pytest_assertrepr_compare(left: object, right: object) -> list[str] | None:
    """Say in what two drawings differ."""
    if isinstance(left, same_drawing.Drawing) and isinstance(right, same_drawing.Drawing):
        return [f"the drawing has changed: {same_drawing.difference(left.svg, right.svg)}"]
    return None
