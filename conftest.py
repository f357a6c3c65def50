"""For every test, and for the kernels that nbval starts: no progress bars, fonts known, gensim where asked."""

from __future__ import annotations

import os
import shutil
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import matplotlib.font_manager  # noqa: F401  # its first import on a machine may warn in the middle of a chapter
import pytest
from nbval.plugin import IPyNbCell

import lite
import same_drawing

os.environ["TQDM_DISABLE"] = "1"
SEARCHED = os.environ.get("PYTHONPATH", "")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Let nbval compare drawings by what a reader sees, and everything else as it stands."""
    if isinstance(item, IPyNbCell):
        item.sanitize = same_drawing.compared


@cache
def without_gensim() -> TemporaryDirectory:
    """A folder that Python imports from: of gensim it has the test sets, as a page in the browser has, and no more."""
    folder = TemporaryDirectory()
    package = Path(folder.name, "gensim")
    (package / "test/test_data").mkdir(parents=True)
    (package / "__init__.py").write_text("raise ModuleNotFoundError(\"No module named 'gensim'\")\n", encoding="utf-8")
    if installed := find_spec("gensim"):
        for name in lite.TEST_SETS:
            shutil.copy(Path(installed.origin).parent / "test/test_data" / name, package / "test/test_data")
    return folder


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Start the kernel of a notebook in which no cell says that it needs gensim where there is none."""
    if isinstance(item, IPyNbCell):
        tags = {tag for cell in item.parent.nb.cells for tag in cell.metadata.get("tags", [])}
        folders = [SEARCHED] if lite.STOPS in tags else [without_gensim().name, SEARCHED]
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, folders))


def pytest_assertrepr_compare(left: object, right: object) -> list[str] | None:
    """Say in what two drawings differ."""
    if isinstance(left, same_drawing.Drawing) and isinstance(right, same_drawing.Drawing):
        return [f"the drawing has changed: {same_drawing.difference(left.svg, right.svg)}"]
    return None
