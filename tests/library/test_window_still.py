"""The window explorer's still picture shows what the explorer does."""

import numpy as np
import pytest
from matplotlib.patches import Rectangle

from wordmodes.book.figures.stills.window import window_still
from wordmodes.explorers.window.distances import stored_table
from wordmodes.text.sources import gazette


@pytest.fixture(scope="module")
def table():
    return stored_table()


def test_bars_and_chance_are_those_of_the_counts(table):
    figure = window_still(table, "book", (5, 16), order="share", n=8)
    for ax, window in zip(figure.axes, (5, 16), strict=True):
        counts = gazette(5000, window)
        i, P = counts.vocabulary.index["book"], counts.P
        share = P[i] / P[i].sum()
        first = np.argsort(-share, kind="stable")[:8]
        assert [tick.get_text() for tick in ax.get_yticklabels()] == [counts.words[k] for k in first]
        bars = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
        whole = [bar for bar in bars if bar.get_alpha() is None]
        np.testing.assert_allclose([bar.get_width() for bar in whole], 100 * share[first], rtol=1e-12)
        for k, bar in enumerate(whole):
            pieces = [piece for piece in bars if piece.get_alpha() is not None and piece.get_y() == bar.get_y()]
            assert len(pieces) <= window
            assert sum(piece.get_width() for piece in pieces) == pytest.approx(bar.get_width(), rel=1e-12)
            assert ax.lines[k].get_xdata() == pytest.approx([100 * counts.marginal[first[k]]] * 2, rel=1e-12)
        assert ax.get_title(loc="left") == f"L = {window}"


def test_the_picture_is_the_same_on_every_run_and_not_large(table):
    first, again = (window_still(table, "water", (2, 16)).svg() for _ in range(2))
    assert first == again
    assert len(first) < 150_000
