"""Figures of chapter 09: words in the plane, the modes' ends, and when each is learned."""

import numpy as np
import pytest
from marks import band, boxes, colour, hues, is_at, levels, line, place, runs, says, text, texts, xy

from wordmodes.book import figures
from wordmodes.book.figures.style import INK, PALETTE


def test_flight():
    W = np.random.default_rng(0).normal(size=(12, 3))
    W[[0, 1]] = [[2.0, -1.0, 0.5], [2.2, -1.2, 0.7]]
    W[5] = (0.01, 0.02, 0.0)
    flocks = [figures.Flock([0, 1], 1, "s", ("low right", "below")), figures.Flock(5, 2, "^", ("in the middle", "too"))]
    fig = figures.flight([("start", 0.1 * W), ("end", W)], flocks)
    columns = np.array(fig.axes).reshape(2, 2).T
    for (above, below), (title, places) in zip(columns, (("start", 0.1 * W), ("end", W)), strict=True):
        assert above.get_title() == title
        assert (above.get_xlabel(), below.get_xlabel()) == ("column 1", "column 3")
        for ax, x in ((above, 0), (below, 2)):
            assert is_at(line(ax, PALETTE[1], marker="s"), places[[0, 1], x], places[[0, 1], 1])
            assert is_at(line(ax, PALETTE[2], marker="^"), places[[5], x], places[[5], 1])
            assert runs(ax)
            assert ax.get_xlim() == ax.get_ylim()
    assert [ax.get_ylabel() for ax in columns[0]] == ["column 2", "column 2"]
    assert [texts(ax) for ax in columns[1]] == [["low right"], ["below"]]
    assert [texts(ax) for ax in columns[0]] == [[], []]
    assert place(columns[1][0], "low right") == pytest.approx(tuple(W[:2, :2].mean(axis=0)))
    assert colour(text(columns[1][1], "below")) == PALETTE[1]
    assert line(columns[0][0], PALETTE[1]).get_markersize() > line(columns[0][0], PALETTE[2]).get_markersize()
    alone = figures.flight([("end", W)], flocks)
    assert [texts(ax) for ax in alone.axes] == [["low right"], ["below"]]


def test_timeline():
    times = np.linspace(0, 4, 9)
    shares = np.column_stack([times / 4, (times / 4) ** 3])
    words = [(["king", "queen"], ["song"]), (["red"], ["one", "two"])]
    fig = figures.timeline(times, shares, [1.0, 3.0], words)
    beside, ax = fig.axes
    assert ax.get_xlabel() == r"time, in units of $1/\lambda_1$"
    assert runs(ax, down=True)
    for k in range(2):
        hue = colour(text(beside, f"{k + 1}"))
        x, y = xy(line(ax, hue, style="-")).T
        assert np.array_equal(x, times)
        assert np.allclose((y[0] - y) / 0.72, shares[:, k])  # the axis counts downwards, so a rise is less
        assert is_at(line(ax, hue, marker="o"), [(1.0, 3.0)[k]], [k])
        assert abs(place(beside, f"{k + 1}")[1] - y.mean()) < 0.5
        for end, sign in zip(words[k], "+−", strict=True):
            note = text(beside, f"{sign}  {', '.join(end)}")
            assert round(note.get_position()[1]) == k
            assert colour(note) == (hue if sign == "+" else INK)


def test_rotated_pair():
    signs = np.array([[1, 1], [1, -1], [-1, 1], [-1, -1]] * 3)
    W = signs * [2.0, 1.0] + np.random.default_rng(0).normal(0, 0.05, (12, 2))
    fig = figures.rotated_pair([("one", W), ("other", -W)], signs)
    assert fig.axes[0].get_ylabel() == "mode 3"
    for ax, title, turn in zip(fig.axes, ("one", "other"), (1, -1), strict=True):
        for n, kind in enumerate(((1, 1), (1, -1), (-1, 1), (-1, -1))):
            name = " ".join("+" if sign > 0 else "−" for sign in kind)
            rows = (signs == kind).all(axis=1)
            assert is_at(line(ax, name, marker="os^D"[n]), *(turn * W[rows]).T)
            assert np.array_equal(np.sign(place(ax, name)), turn * np.array(kind))
        assert ax.get_title() == title
        assert ax.get_xlabel() == "mode 2"
        assert runs(ax)


def test_end_coherence():
    coherence = np.arange(12.0).reshape(2, 3, 2) / 10
    ranks = np.array([[[0.99, 0.2], [0.96, 0.97], [0.1, 0.99]], [[0.98, 0.3], [0.5, 0.99], [0.2, 0.96]]])
    fig = figures.end_coherence({"a": (coherence, ranks), "b": (-coherence, 1 - ranks)})
    first = fig.axes[0]
    assert first.get_ylabel() == r"mean $M^*$ among eight end words"
    assert "• beats 95 % of random groups\n× does not" in texts(first)
    for ax, title, values, judged in zip(fig.axes, "ab", (coherence, -coherence), (ranks, 1 - ranks), strict=True):
        for side, way in ((0, -1), (1, 1)):
            for marker, chosen in (("o", judged[:, :, side] > 0.95), ("x", judged[:, :, side] <= 0.95)):
                x, y = xy(line_or_none(ax, PALETTE[side], marker)).reshape(-1, 2).T
                modes = np.broadcast_to([1, 2, 3], (2, 3))[chosen]
                assert np.allclose(y, values[:, :, side][chosen])
                assert np.array_equal(np.round(x), modes)
                assert (np.sign(x - modes) == way).all()
        assert ax.get_title(loc="left") == title
        assert ax.get_xlabel() == "mode"
        assert levels(ax) == [0]
        assert runs(ax)


def line_or_none(ax, hue, marker):
    (found,) = [one for one in ax.lines if one.get_marker() == marker and colour(one) == hue]
    return found


def test_squared_cosines():
    squares = np.array([[0.81, 0.16, 0.001], [0.04, 0.64, 0.25]])
    (ax,) = figures.squared_cosines(squares, ("ours", "theirs")).axes
    assert says(ax, "theirs", "ours")
    assert runs(ax, down=True)
    drawn = {(x + w / 2, y + h / 2): (w * h, colour(p)) for (x, y, w, h), p in zip(boxes(ax), ax.patches, strict=True)}
    areas = {tuple(np.round(at).astype(int)): area for at, (area, _) in drawn.items()}
    assert areas == {
        (j + 1, k + 1): pytest.approx(0.94**2 * value) for (k, j), value in np.ndenumerate(squares) if value >= 0.01
    }
    assert all((hue == PALETTE[0]) == (round(x) == round(y)) for (x, y), (_, hue) in drawn.items())


def test_modes_against_noise():
    lam, null = np.linspace(90, 31, 60), np.array([np.linspace(50, 20, 60), np.linspace(52, 16, 60)])
    kept, spread, chance = lam - 10, np.linspace(1, 3, 60), np.linspace(4, -4, 60)
    fig = figures.modes_against_noise(lam, null, kept, spread, chance, shown=40)
    left, right = fig.axes
    k = np.arange(1, 41)
    assert says(left, "mode", "eigenvalue")
    assert right.get_xlabel() == "mode"
    assert runs(left)
    assert runs(right)
    assert is_at(line(left, "as it was", style="-"), k, lam[:40])
    assert colour(text(left, "shuffled")) == colour(left.collections[0]) != colour(text(left, "as it was"))
    assert band(left.collections[0], k, null[:, :40].min(axis=0), null[:, :40].max(axis=0))
    assert levels(left) == [52]
    assert levels(left, "x") == [(lam > 52).sum() + 0.5]
    assert f"{(lam > 52).sum()} above\nall shuffles" in texts(left)
    assert is_at(line(right, "at home", style="--"), k, lam[:40])
    assert is_at(line(right, "before the other half"), k, kept[:40])
    assert is_at(line(right, "the same, shuffled"), k, chance[:40])
    assert band(right.collections[0], k, (kept - spread)[:40], (kept + spread)[:40])
    assert hues(right.collections) == [colour(text(right, "before the other half"))]
    assert list(left.get_xticks()) == [1, 20, 40]
