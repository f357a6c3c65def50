"""Figures of chapter 03: real pairs, made-up pairs, and what gensim made of them."""

import numpy as np
import pytest
from marks import band, is_at, levels, line, lines, place, runs, says, segments, text, texts, ticks, xy

from wordmodes.book import figures
from wordmodes.book.figures.style import INK, PALETTE

RNG = np.random.default_rng(0)


def test_judging():
    cost, push = figures.judging().axes
    assert says(cost, r"score $x = w \cdot c$", "loss", "what it costs")
    assert runs(cost)
    assert runs(push)
    assert says(push, r"score $x = w \cdot c$", "minus the slope", "where it pushes the score")
    for label, sign in (("real", 1), ("made up", -1)):
        x, loss = xy(line(cost, label)).T
        assert np.allclose(loss, np.log1p(np.exp(-sign * x)))
        assert x[0] < 0 < x[-1]
        x, slope = xy(line(push, label)).T
        assert np.allclose(slope, -np.gradient(np.log1p(np.exp(-sign * x)), x, edge_order=2), atol=2e-3)
        # each name lies beside its own curve: where the pair costs most, and on the side it is pushed to
        assert np.sign(place(cost, label)[0]) == -sign
        assert np.sign(place(push, label)[1]) == sign
    assert place(cost, "log 2") == (0, np.log(2))
    assert is_at(line(cost, INK), [0], [np.log(2)])


def test_trained_words():
    signs = np.array([[a, b, c] for a in (1, -1) for b in (1, -1) for c in (1, -1)])
    places = signs * np.array([3.0, -2, 1]) + RNG.normal(0, 0.1, (8, 3))
    fig = figures.trained_words(places, signs)
    upright = places * np.array([1, -1, 1])
    for n, (ax, names) in enumerate(zip(fig.axes, (("second", "third"), ("third", "fourth")), strict=True)):
        assert says(ax, f"{names[0]} direction", f"{names[1]} direction", f"attributes {n + 1} and {n + 2}")
        for a in (1, -1):
            for b in (1, -1):
                name = f"{'+' if a > 0 else '−'} {'+' if b > 0 else '−'}"
                chosen = (signs[:, n] == a) & (signs[:, n + 1] == b)
                (dots,) = [one for one in lines(ax, name) if one.get_fillstyle() == ("full" if b > 0 else "none")]
                assert is_at(dots, *upright[chosen, n : n + 2].T)
                assert dots.get_marker() == ("o" if a > 0 else "^")
                corner = np.array(place(ax, name))
                assert np.array_equal(np.sign(corner - 0.5), (a, b))
                assert runs(ax)


def test_weights_by_frequency():
    share = np.geomspace(0.05, 1e-6, 200)
    factors = {
        "subsampling": np.linspace(0.2, 1, 200), "noise": np.linspace(0.3, 2, 200), "more": np.linspace(0.05, 0.9, 200),
    }  # fmt: skip
    (ax,) = figures.weights_by_frequency(share, factors, [f"w{i}" for i in range(200)], ["w3", "w150"]).axes
    assert says(ax, "share of all tokens", "factor")
    assert runs(ax, "log", "log")
    assert levels(ax) == [1]
    for name, factor in factors.items():
        curve = line(ax, name)
        rows = np.searchsorted(-share, -curve.get_xdata())
        assert is_at(curve, share[rows], factor[rows])
        assert len(rows) > 50
        assert {0, 199} <= set(rows)
        at = place(ax, name)
        assert at[1] == factor[np.argmin(np.abs(share - at[0]))]
    for word, i in (("w3", 3), ("w150", 150)):
        drop = [one for one in lines(ax, INK, style=":") if one.get_xdata()[0] == share[i]]
        assert place(ax, word)[0] == share[i]
        assert drop[0].get_ydata()[1] == factors["more"][i]
    assert ticks(ax.yaxis) == {f"{value:g}": value for value in (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2)}


def test_drawn_against_expected():
    expected = np.geomspace(4, 3000, 100).reshape(10, 10)
    drawn = {"real pairs": (expected * 1.1, expected), "made-up pairs": (expected * 0.8, 2 * expected)}
    fig = figures.drawn_against_expected(drawn)
    for ax, (title, (times, due)), shade in zip(fig.axes, drawn.items(), PALETTE, strict=False):
        assert says(ax, "expected", "drawn", title)
        assert runs(ax, "log", "log")
        assert is_at(line(ax, shade, marker="o"), due.ravel(), times.ravel())
        x, y = xy(line(ax, INK)).T
        assert np.array_equal(x, y)
        assert np.allclose((x[0], x[-1]), (due.min(), due.max()))
        assert band(ax.collections[0], x, np.maximum(x - 2 * x**0.5, 0.5), x + 2 * x**0.5)
        assert all(float(said) == pytest.approx(at) for said, at in ticks(ax.xaxis).items())
        assert all(float(said) == pytest.approx(at) for said, at in ticks(ax.yaxis).items())


def test_towards_the_optimum():
    target = RNG.normal(size=(9, 9))
    products = {0: target * 0.1, 20000: target * 0.9}
    fig = figures.towards_the_optimum(products, target, shown=81)
    order = np.argsort(target.ravel(), kind="stable")
    for ax, (values, title) in zip(
        fig.axes, zip(products.values(), ("0 steps", "20 000 steps"), strict=True), strict=True
    ):
        assert ax.get_xlabel() == r"PMI − log $k$"
        assert ax.get_title() == title
        assert runs(ax)
        assert is_at(line(ax, marker="o"), target.ravel()[order], values.ravel()[order])
        x, y = xy(line(ax, INK)).T
        assert np.array_equal(x, y)
    assert fig.axes[0].get_ylabel() == r"inner product $w_i \cdot c_j$"


def test_never_seen():
    left, right = figures.never_seen([10, 100, 1000], [-1, -2, -3.5], [2, 0.4, 0.03]).axes
    assert says(left, "steps", "mean inner product", "pairs never seen")
    assert runs(left, "log")
    assert says(right, "steps", "mean distance from optimum", "all other pairs")
    assert runs(right, "log", "log")
    assert is_at(line(left), [10, 100, 1000], [-1, -2, -3.5])
    assert is_at(line(right), [10, 100, 1000], [2, 0.4, 0.03])
    assert line(left).get_color() == PALETTE[1]
    assert line(right).get_color() == PALETTE[0]


def test_gensim_spectrum():
    closed = np.geomspace(3, 0.02, 12)
    measured = closed * np.linspace(0.9, 0.5, 12)
    target = RNG.normal(size=(8, 8))
    left, right = figures.gensim_spectrum(closed, measured, target, 2 * target, shown=64).axes
    assert says(left, "number of the singular value", "singular value / V", "bars: theory, dots: gensim")
    assert says(right, "optimum of the pair", "gensim's inner product", "single pairs")
    assert runs(left, y="log")
    assert runs(right)
    bars = segments(left.collections[0])
    assert np.allclose(bars[:, :, 1], closed[:, None])
    assert np.allclose(bars[:, :, 0].mean(axis=1), np.arange(1, 13))
    assert is_at(line(left, marker="o"), np.arange(1, 13), measured)
    for k, name in enumerate(("constant", "attribute 1", "attribute 2", "attribute 3")):
        assert place(left, name) == (k + 1, closed[k])
    assert "topics" in texts(left)
    assert text(left, "topics").get_position()[1] > closed[9]
    x, y = xy(line(right, marker="o")).T
    assert np.allclose(y, 2 * x)
    assert np.allclose(x, np.sort(target.ravel()))
    x, y = xy(line(right, INK)).T
    assert np.array_equal(x, y)
    assert all(float(said) == at for said, at in ticks(left.yaxis).items())
    with pytest.raises(ValueError, match="products must have shape"):
        figures.gensim_spectrum(closed, measured, target, np.ones((9, 9)), shown=64)
