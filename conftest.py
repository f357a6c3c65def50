"""For every test, and for the kernels that nbval starts: no progress bars, fonts known, gensim where a cell says so."""

from __future__ import annotations

import hashlib
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


@cache
def profile() -> TemporaryDirectory:
    """A folder of IPython's settings, with what its kernels begin with."""
    folder = TemporaryDirectory()
    startup = Path(folder.name, "profile_default/startup")
    startup.mkdir(parents=True)
    shutil.copy(Path(__file__).parent / "tests/gensim_apart.py", startup)
    return folder


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Start a notebook's kernel so that only those cells have gensim that say that they need it."""
    if isinstance(item, IPyNbCell):
        tagged = [cell.source for cell in item.parent.nb.cells if lite.STOPS in cell.metadata.get("tags", [])]
        stub = without_gensim().name
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [stub, SEARCHED]))
        os.environ["BOOK_WITHOUT_GENSIM"], os.environ["IPYTHONDIR"] = stub, profile().name
        os.environ["BOOK_NEEDS_GENSIM"] = " ".join(hashlib.sha256(text.strip().encode()).hexdigest() for text in tagged)


def pytest_assertrepr_compare(left: object, right: object) -> list[str] | None:
    """Say in what two drawings differ."""
    if isinstance(left, same_drawing.Drawing) and isinstance(right, same_drawing.Drawing):
        return [f"the drawing has changed: {same_drawing.difference(left.svg, right.svg)}"]
    return None
