"""For every test, and for the kernels that nbval starts: no progress bars, and matplotlib's font cache built."""

from __future__ import annotations

import os

import matplotlib.font_manager  # noqa: F401  # its first import on a machine may warn in the middle of a chapter
import pytest
from nbval.plugin import IPyNbCell

import same_drawing

os.environ["TQDM_DISABLE"] = "1"


def pytest_itemcollected(item: pytest.Item) -> None:
    """Let nbval compare drawings by what a reader sees, and everything else as it stands."""
    if isinstance(item, IPyNbCell):
        item.sanitize = same_drawing.compared


def pytest_assertrepr_compare(left: object, right: object) -> list[str] | None:
    """Say in what two drawings differ."""
    if isinstance(left, same_drawing.Drawing) and isinstance(right, same_drawing.Drawing):
        return [f"the drawing has changed: {same_drawing.difference(left.svg, right.svg)}"]
    return None
