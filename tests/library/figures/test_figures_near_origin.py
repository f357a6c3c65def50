"""Figures of chapter 04: the logistic loss and its Taylor polynomial, each under its name."""

import numpy as np
import pytest
from marks import colour, entries, is_at, levels, line, lines, look, place, runs, says, text, ticks, xy

from wordmodes.book import figures
from wordmodes.book.figures.style import INK, PALETTE

CLOCK = r"time, in units of $1/\lambda_1$"


def test_parabola():
    cost, slope = figures.parabola().axes
    assert says(cost, r"score $x$", "", "cost of a real pair")
    assert says(slope, r"score $x$", "", "its slope")
    x, y = xy(line(cost, "logistic")).T
    assert np.allclose(y, np.log1p(np.exp(-x)))
    assert runs(cost)
    x, y = xy(line(slope, "logistic")).T
    assert np.allclose(y, -1 / (1 + np.exp(x)))
    assert runs(slope)
    # the polynomial touches the exact curve at the origin: value, slope and curvature
    for ax, degree in ((cost, 2), (slope, 1)):
        x, y = xy(line(ax, "parabola", style="--")).T
        _, exact = xy(line(ax, "logistic")).T
        assert np.allclose(np.polynomial.Polynomial.fit(x, y, degree)(x), y)
        middle = np.abs(x) < 0.2
        assert np.abs(y - exact)[middle].max() < 2e-3 < np.abs(y - exact).max()


def test_along_a_line():
    r = np.linspace(0, 2, 31)
    losses = {"up": (r**2, r**2 + 0.1), "down": (-r, -r + 0.3 * r**2)}
    (ax,) = figures.along_a_line(r, losses).axes
    assert (ax.get_xlabel(), ax.get_ylabel()) == (r"length of $W$", "loss, less its value at 0")
    assert runs(ax)
    kinds = {name: shown.get_linestyle() for name, shown in entries(ax.get_legend()).items()}
    assert kinds == {"logistic loss": "-", "quartic loss": "--"}
    assert levels(ax) == [0]
    for name, (logistic, quartic) in losses.items():
        assert is_at(line(ax, name, style=kinds["logistic loss"]), r, logistic)
        assert is_at(line(ax, name, style=kinds["quartic loss"]), r, quartic)
        assert list(place(ax, name)) in xy(line(ax, name, style="-")).tolist()


def test_pair_parabolas():
    pairs = {"often": (3.0, 1.0), "never": (0.0, 1.0)}
    fig = figures.pair_parabolas(pairs)
    assert fig.axes[0].get_ylabel() == "loss of the pair"
    assert (colour(text(fig.axes[0], "● logistic")), colour(text(fig.axes[0], "◆ quartic"))) == PALETTE[:2]
    for ax, (title, (a, b)) in zip(fig.axes, pairs.items(), strict=True):
        x, y = xy(line(ax, PALETTE[0], style="-")).T
        assert np.allclose(y, (a * np.log1p(np.exp(-x)) + b * np.log1p(np.exp(x))) / (a + b))
        x, y = xy(line(ax, PALETTE[1], style="--")).T
        assert np.allclose(y, (a * (np.log(2) - x / 2 + x**2 / 8) + b * (np.log(2) + x / 2 + x**2 / 8)) / (a + b))
        assert xy(line(ax, PALETTE[1], marker="D"))[0] == pytest.approx([2 * (a - b) / (a + b), y.min()], abs=1e-3)
        assert [xy(one)[0, 0] for one in lines(ax, PALETTE[0], marker="o")] == ([np.log(3)] if a else [])
        assert is_at(line(ax, INK, marker="."), [0], [np.log(2)])
        assert ax.get_title() == title
        assert ax.get_xlabel() == r"score $x$"
        assert runs(ax)


def test_rank_one_weights():
    rng = np.random.default_rng(0)
    fit = np.outer(*[np.geomspace(1, 0.01, 12)] * 2)
    g = fit * rng.uniform(0.5, 5, (12, 12))
    often = rng.random((12, 12)) < 0.3
    fig = figures.rank_one_weights([("one", g, fit, often), ("two", 2 * g, fit, often)], shown=4000)
    upper = np.triu_indices(12)
    first = fig.axes[0]
    assert first.get_ylabel() == r"weight $g_{ij}$ over the product"
    assert all(float(said) == at for said, at in ticks(first.yaxis).items())
    for ax, title, times in zip(fig.axes, ("one", "two"), (1, 2), strict=True):
        for mark, chosen in (("▲ often together", often[upper]), ("● all others", ~often[upper])):
            dots = line(ax, colour(text(first, mark)), marker={"▲": "^", "●": "o"}[mark[0]])
            ratio = (times * g / fit)[upper][chosen]
            wanted = np.column_stack([(fit[upper] / np.median(fit[upper]))[chosen], ratio])
            assert np.allclose(sorted(map(tuple, xy(dots))), sorted(map(tuple, wanted)))
        assert ax.get_xlabel() == r"best product $a_i a_j$ (median 1)"
        assert ax.get_title() == title
        assert runs(ax, "log", "log")
        assert levels(ax) == [1]


def test_score_sizes():
    clock = np.linspace(0, 8, 5)
    sizes = np.outer(np.arange(5), [1.0, 2.0, 4.0])
    fig = figures.score_sizes(
        [figures.Scores("small", clock, sizes), figures.Scores("large", 2 * clock, 3 * sizes)],
        ["median", "95 %", "largest"], {"parabola 5 % off": 1.3},
    )  # fmt: skip
    first, last = fig.axes
    assert first.get_ylabel() == "size of a score, |x|"
    assert place(first, "parabola 5 % off")[1] == 1.3
    for ax, title, times in ((first, "small", 1), (last, "large", 2)):
        for k, name in enumerate(("median", "95 %", "largest")):
            curve = lines(ax, colour(text(last, name)))[0]
            assert is_at(curve, times * clock, (1, 3)[times - 1] * sizes[:, k])
            assert place(last, name)[1] == 3 * sizes[-1, k]
        assert ax.get_title() == title
        assert ax.get_xlabel() == CLOCK
        assert levels(ax) == [1.3]
        assert runs(ax)


def test_first_steps():
    steps = np.arange(0, 40, 2)
    growth = np.array([1.5, 1.2])
    logistic = np.minimum(1e-4 * growth ** steps[:, None], [2.0, 0.05])
    quartic = 0.8 * logistic
    fig = figures.first_steps(
        [figures.Start(name, steps, {"logistic": logistic, "quartic": quartic}, growth) for name in ("a", "b")],
        ["logistic", "quartic"],
    )
    assert fig.axes[0].get_ylabel() == r"squared singular value $s_k^2$"
    (legend,) = fig.legends
    assert list(entries(legend)) == ["logistic", "quartic", "foretold growth"]
    styles = [(one.get_linestyle(), one.get_alpha()) for one in entries(legend).values()]
    assert styles == [("-", 0.5), ("--", None), (":", None)]
    for ax, title in zip(fig.axes, "ab", strict=True):
        assert ax.get_title() == title
        assert ax.get_xlabel() == "steps"
        assert runs(ax, y="log")
        for k in range(2):
            assert is_at(line(ax, f"{k + 1}", style="-"), steps, logistic[:, k])
            assert is_at(line(ax, f"{k + 1}", style="--"), steps, quartic[:, k])
            x, y = xy(lines(ax, INK, style=":")[k]).T
            assert np.allclose(y, 1e-4 * growth[k] ** x)
            assert len(x) > 3
        assert place(ax, "1")[1] == logistic[-1, 0]
        assert look(line(ax, "1", style="-")) == (PALETTE[0], "-", "None")
