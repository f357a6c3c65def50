"""For every test, and for the kernels that nbval starts: no progress bars, and matplotlib's font cache built."""

from __future__ import annotations

import os
from pathlib import Path

import matplotlib.font_manager  # noqa: F401  # its first import on a machine may warn in the middle of a chapter
import pytest
from nbval.plugin import IPyNbCell

import lite
import same_drawing

os.environ["TQDM_DISABLE"] = "1"
WITHOUT_GENSIM = Path(__file__).parent / "tools/without_gensim"
SEARCHED = os.environ.get("PYTHONPATH", "")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Let nbval compare drawings by what a reader sees, and everything else as it stands."""
    if isinstance(item, IPyNbCell):
        item.sanitize = same_drawing.compared


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Start the kernel of a notebook in which no cell says that it needs gensim where there is none."""
    if isinstance(item, IPyNbCell):
        tags = {tag for cell in item.parent.nb.cells for tag in cell.metadata.get("tags", [])}
        folders = [SEARCHED] if lite.STOPS in tags else [str(WITHOUT_GENSIM), SEARCHED]
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, folders))


def pytest_assertrepr_compare(left: object, right: object) -> list[str] | None:
    """Say in what two drawings differ."""
    if isinstance(left, same_drawing.Drawing) and isinstance(right, same_drawing.Drawing):
        return [f"the drawing has changed: {same_drawing.difference(left.svg, right.svg)}"]
    return None
