"""The explorer's still picture shows what the explorer does."""

import numpy as np
import pytest

from wordmodes.book.figures.stills.sigma import explorer_still
from wordmodes.explorers import planted_data
from wordmodes.theory import dynamics


@pytest.fixture(scope="module")
def planted():
    return planted_data(runs=())


def test_curves_are_the_exact_ones(planted):
    figure = explorer_still(planted, 1e-2, share=0.5)
    modes, loss, rank, words = figure.axes[0], *figure.axes[2:4], figure.axes[1]
    lam = planted.modes.eigenvalues
    for k in range(planted.d):
        exact, limit = modes.lines[4 * k : 4 * k + 2]
        t = exact.get_xdata() / lam[0]
        s = dynamics.exact_singular_values(lam, 1e-2 * planted.projections, t)
        np.testing.assert_allclose(exact.get_ydata(), s[:, k] ** 2, rtol=1e-12)
        starts = 1e-2 * dynamics.small_init_starts(planted.projections)
        sigmoids = np.sort(dynamics.sigmoid(lam[: planted.d], starts, t))[:, ::-1]  # by size, as singular values are
        np.testing.assert_allclose(limit.get_ydata(), sigmoids[:, k], rtol=1e-12)
    assert t[-1] == pytest.approx(0.5 * planted.horizon(1e-2))
    assert loss.lines[0].get_ydata()[0] == pytest.approx(1, abs=0.01)
    assert rank.lines[0].get_ydata()[0] == pytest.approx(planted.d, abs=0.05)
    shown = {text.get_text() for text in words.texts}
    assert shown <= {planted.words[i] for i in planted.shown}
    assert len(shown) > 15


def test_words_are_where_the_embedding_is(planted):
    figure = explorer_still(planted, 0.3, share=0.8, plane=(2, 3))
    dots = next(line for line in figure.axes[1].lines if line.get_marker() == "o")
    W = dynamics.exact_embedding(planted.modes, 0.3 * planted.projections, 0.8 * planted.horizon(0.3))
    rotation, R = np.linalg.qr((planted.modes.eigenvectors[:, :3].T @ W).T)
    turned = (W @ (rotation * np.sign(np.diag(R))))[planted.shown]
    np.testing.assert_allclose(dots.get_xydata(), turned[:, 1:], atol=1e-10)


def test_the_picture_is_the_same_on_every_run_and_not_large(planted):
    first, again = (explorer_still(planted, 1e-6).svg() for _ in range(2))
    assert first == again
    assert len(first) < 150_000
