"""The saddle of chapter 04 is drawn along directions that the text decides, and not an eigensolver's rounding."""

import contextlib
import io
from pathlib import Path

import nbformat
import numpy as np
import pytest
from scipy.linalg import eigh

from wordmodes.book import figures
from wordmodes.text import bundled, planted
from wordmodes.theory import modes, targets

CHAPTER = Path(__file__).parents[3] / "book/04_near_the_origin.ipynb"
CELLS = ("6db3b96d", "b59786d4", "8c3a1606", "4f98a94c", "04saddle-lines")  # what leads to the figure
DRIVERS = ("ev", "evd", "evr")  # of LAPACK


def by_driver(driver: str):
    """`all_modes` by that driver; the sign is the library's."""

    def all_modes(M):
        values, vectors = eigh(M, driver=driver)
        order = np.argsort(-values, kind="stable")
        vectors = vectors[:, order]
        largest = np.abs(vectors).argmax(axis=0)
        return modes.Modes(values[order], vectors * np.sign(vectors[largest, range(len(M))]), 0.0)

    return all_modes


def drawn(monkeypatch, driver: str, counts=None) -> dict:
    """Run the chapter's own cells, by that driver; with other counts in place of gazette's if they are given."""
    sources = {cell.id: cell.source for cell in nbformat.read(CHAPTER, as_version=4).cells}
    names: dict = {}
    with monkeypatch.context() as patch, contextlib.redirect_stdout(io.StringIO()):
        for cell in CELLS:
            exec(sources[cell], names)
            if cell == CELLS[1] and counts is not None:
                names["gazette"] = counts
            patch.setattr(modes, "all_modes", by_driver(driver))
    return names


def test_its_directions_have_a_second_order_and_do_not_depend_on_the_driver(monkeypatch):
    runs = [drawn(monkeypatch, driver) for driver in DRIVERS]
    P = bundled.gazette(1000).P
    scale = np.abs(np.linalg.eigvalsh((P - targets.independent(P)) / 2)).max()
    for run in runs:
        first, last = run["rates"].values()
        assert first > 0.1 * scale
        assert last < -0.1 * scale
        for name, curves in run["lines"].items():
            np.testing.assert_allclose(curves, runs[0]["lines"][name], rtol=0, atol=1e-9 * scale)
            r, rate = run["r"][1:4], run["rates"][name]
            np.testing.assert_allclose(np.asarray(curves)[:, 1:4], np.tile(-rate * r**2, (2, 1)), rtol=0.05)


def test_the_dialect_would_not_do(monkeypatch):
    """Its last eigenvector is any direction of a null space: the checks above see that, and the figure refuses it."""
    dialect = planted.planted_language(4)
    one, other = (drawn(monkeypatch, driver, dialect) for driver in ("evd", "evr"))
    first, last = one["rates"].values()
    assert abs(last) < 1e-12 * first
    apart = np.abs(np.asarray(one["lines"]["last eigenvector"]) - other["lines"]["last eigenvector"]).max()
    assert apart > 0.01 * np.abs(one["lines"]["last eigenvector"]).max()
    with pytest.raises(ValueError, match="rounding chose the direction"):
        figures.along_a_line(one["r"], one["lines"], one["rates"])
