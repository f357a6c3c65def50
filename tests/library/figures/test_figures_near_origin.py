"""Figures of chapter 04: the logistic loss and its Taylor polynomial, each under its name."""

import numpy as np
import pytest
from marks import colour, entries, is_at, levels, line, lines, look, place, runs, says, text, xy

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
    losses = {"up": (r**2, r**2 + 0.1), "down": (-(r**2), -(r**2) + 0.3 * r**4)}
    (ax,) = figures.along_a_line(r, losses, {"up": -1.0, "down": 1.0}).axes
    assert (ax.get_xlabel(), ax.get_ylabel()) == (r"length of $W$", "loss, less its value at 0")
    assert runs(ax)
    looks = {name: (shown.get_linestyle(), shown.get_alpha()) for name, shown in entries(ax.get_legend()).items()}
    assert looks == {"logistic loss": ("-", 0.5), "quartic loss": ("--", None), "second order": (":", None)}
    assert levels(ax) == [0]
    for name, (logistic, quartic) in losses.items():
        assert is_at(line(ax, name, style="-"), r, logistic)
        assert is_at(line(ax, name, style="--"), r, quartic)
        assert list(place(ax, name)) in xy(line(ax, name, style="-")).tolist()
    for dotted, rate in zip(lines(ax, INK, style=":"), (-1.0, 1.0), strict=False):
        x, y = xy(dotted).T
        assert np.allclose(y, -rate * x**2)
        assert len(x) > 3


def test_a_line_without_a_second_order_is_refused():
    r = np.linspace(0, 2, 5)
    flat = (r**4, r**4)
    with pytest.raises(ValueError, match="along the second the loss has no second order"):
        figures.along_a_line(r, {"first": (-(r**2), flat[0]), "second": flat}, {"first": 0.1, "second": 2.5e-21})


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
