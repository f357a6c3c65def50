"""Figures of chapter 02: each curve is the measure that its name says."""

import numpy as np
import pytest
from marks import (
    band,
    boxes,
    colour,
    hues,
    is_at,
    levels,
    line,
    lines,
    place,
    runs,
    says,
    spans,
    text,
    texts,
    ticks,
    xy,
)

from wordmodes.book import figures
from wordmodes.book.figures.style import INK, PALETTE


def test_association_bands():
    rng = np.random.default_rng(0)
    panels = {}
    for k, name in enumerate(("first text", "second text")):
        due = np.repeat(np.sqrt(10.0 ** (np.arange(-2, 3) / 3) * 10.0 ** (np.arange(-1, 4) / 3)), 60)
        pmi = rng.normal(k, 1, len(due)) / np.sqrt(due)
        pmi[::50] = -np.inf
        panels[name] = (due, pmi)
    fig = figures.association_bands(panels)
    for ax, (name, (due, pmi)) in zip(fig.axes, panels.items(), strict=True):
        centres = np.unique(due)
        low, lower, half, upper, high = np.transpose(
            [np.quantile(pmi[(due == c) & np.isfinite(pmi)], (0, 0.05, 0.5, 0.95, 1)) for c in centres]
        )
        assert is_at(line(ax, PALETTE[0]), centres, half)
        assert is_at(line(ax, "highest"), centres, high)
        outer, inner = ax.collections
        assert band(outer, centres, low, high)
        assert band(inner, centres, lower, upper)
        assert outer.get_alpha() < inner.get_alpha()
        assert ax.get_title() == name
        assert ax.get_xlabel() == "encounters due by chance"
        assert runs(ax, "log")
        assert levels(ax) == [0]
        assert place(ax, "highest")[1] in high
    assert fig.axes[0].get_ylabel() == "PMI of the pairs seen"


def test_association_errors():
    due = np.array([1.0, 10.0, 100.0])
    errors = {"PMI": [np.nan, 0.4, 0.1], "M*": [0.9, 0.3, np.nan], "PPMI": [0.8, 0.2, 0.06]}
    (ax,) = figures.association_errors(due, errors).axes
    assert says(ax, "encounters $n$ expected of the pair", "typical error of PMI")
    assert runs(ax, "log", "log")
    for name, values in errors.items():
        assert is_at(line(ax, name), due, values)
    assert place(ax, "PMI") == (100, 0.1)
    assert place(ax, "M*") == (10, 0.3)
    assert place(ax, "PPMI") == (10, pytest.approx(10**-0.5))
    assert is_at(line(ax, INK), due, due**-0.5)
    assert place(ax, r"$1/\sqrt{n}$") == (1, 1)
    assert all(float(said) == at for axis in (ax.xaxis, ax.yaxis) for said, at in ticks(axis).items())


def test_association_curve():
    (ax,) = figures.association_curve({"hot dog": 4.0, "cold cat": -1.0}).axes
    assert says(ax, "PMI", "association")
    assert runs(ax)
    assert levels(ax) == [-2, 2]
    x, y = xy(line(ax, "PMI", style="--")).T
    assert np.array_equal(x, y)
    x, y = xy(line(ax, PALETTE[1])).T
    assert np.abs(y - np.maximum(x, 0)).max() <= 0.031
    curve, *dots = lines(ax, r"$M^* = 2\,\tanh(\mathrm{PMI}/2)$")
    x, y = xy(curve).T
    assert np.allclose(y, 2 * np.expm1(x) / (np.exp(x) + 1))
    assert x[0] < -5
    assert x[-1] > 5
    for dot, (name, pmi) in zip(dots, {"hot dog": 4.0, "cold cat": -1.0}.items(), strict=True):
        wanted = 2 * (np.exp(pmi) - 1) / (np.exp(pmi) + 1)
        assert is_at(dot, [pmi], [wanted])
        assert place(ax, name) == pytest.approx((pmi, wanted))
    assert place(ax, "$M^*$: never seen, −2")[1] < -2
    assert "PMI: never seen, −∞" in texts(ax)
    assert colour(text(ax, "$M^*$: never seen, −2")) == PALETTE[0]


def test_another_text():
    due = np.array([0.1, 1.0, 10.0])
    panels = {
        "seen": (np.array([1.9, 1.0, 0.1]), np.array([[-1, 0.2, 1], [-0.5, 0.3, 0.8], [0, 0.1, 0.2]])),
        "never seen": (np.full(3, -2.0), np.array([[-2, -0.6, 0], [-1.5, -0.7, -0.1], [np.nan] * 3])),
    }
    fig = figures.another_text(due, panels, ("this", "that"))
    for ax, (name, (first, second)) in zip(fig.axes, panels.items(), strict=True):
        assert ax.get_title() == name
        assert ax.get_xlabel() == "encounters due in this"
        assert runs(ax, "log")
        assert levels(ax) == [0]
        assert is_at(line(ax, "this", style="--"), due, first)
        assert is_at(line(ax, "that", style="-"), due, second[:, 1])
        filled = np.isfinite(second[:, 0])
        assert band(ax.collections[0], due[filled], second[filled, 0], second[filled, 2])
        assert hues(ax.collections) == [colour(text(ax, "that"))]
        assert place(ax, "this") == (due[0], first[0])
        assert place(ax, "that") == (due[0], second[0, 1])
    assert fig.axes[0].get_ylabel() == "$M^*$"


def test_association_spectra():
    spectra = {"PMI": [-20.0, -3, 1, 2, 3, 9, 11, 60], "M*": [-9.0, -7, -6, 1, 20, 21]}
    fig = figures.association_spectra(spectra, width=8.0)
    for ax, (name, values), shade in zip(fig.axes, spectra.items(), PALETTE, strict=False):
        drawn = {(x, height) for x, y, width, height in boxes(ax) if y == 0}
        places, counts = np.unique(np.floor(np.array(values) / 8) * 8, return_counts=True)
        assert {x + 0 for x, _ in drawn} == set(places)
        assert drawn == set(zip(places, counts, strict=True))
        assert colour(ax.patches[0]) == colour(text(ax, name)) == shade
        assert runs(ax, y="log")
        assert levels(ax, "x") == [0]
        assert ticks(ax.yaxis) == {"1": 1, "10": 10, "100": 100}
    assert [one.xy for one in fig.axes[0].texts if one.get_text() == "one"] == [(-20, 1), (60, 1)]
    assert "one" not in texts(fig.axes[1])
    assert fig.axes[-1].get_xlabel() == "eigenvalue"
    assert fig.axes[1].get_ylabel() == "how many eigenvalues"


def test_planted_growth():
    tokens, exact = np.array([1e3, 1e4, 1e5]), np.array([200.0, 90, 60, 40])
    found = exact * np.array([1.3, 1.1, 1.02])[:, None]
    edges = np.array([50.0, 20, 8])
    (ax,) = figures.planted_growth(tokens, found, exact, edges, attributes=2, topics=1).axes
    assert says(ax, "tokens", "eigenvalue")
    assert runs(ax, "log", "log")
    assert band(ax.collections[0], tokens, 3, edges)
    for k, name in enumerate(("attributes", "attributes", "topics", "others")):
        both = [one for one in lines(ax, name) if xy(one)[-1, 1] in (found[-1, k], exact[k])]
        counted, level = both
        assert is_at(counted, tokens, found[:, k])
        assert set(level.get_ydata()) == {exact[k]}
        assert level.get_xdata()[0] > tokens[-1]
    assert place(ax, "shuffled text")[1] < edges[0]
    assert place(ax, "exact")[0] > tokens[-1]


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


def test_subspaces_of_halves():
    ranks, overlap, spread, shuffled = [1, 5, 20], [0.9, 0.8, 0.6], [0.02, 0.03, 0.05], [0.3, 0.2, 0.1]
    (ax,) = figures.subspaces_of_halves(ranks, overlap, spread, shuffled, 100).axes
    assert says(ax, "size $r$ of the leading subspace", "overlap")
    assert runs(ax, "log")
    (measured,) = ax.containers
    assert is_at(measured.lines[0], ranks, overlap)
    assert colour(measured.lines[0]) == colour(text(ax, "two halves"))
    assert np.allclose(spans(measured), np.column_stack([np.subtract(overlap, spread), np.add(overlap, spread)]))
    assert is_at(line(ax, "two halves, shuffled"), ranks, shuffled)
    assert is_at(line(ax, style=":"), ranks, [0.01, 0.05, 0.2])
    assert place(ax, "two halves") == (20, 0.6)
    assert place(ax, "two halves, shuffled") == (5, 0.2)
    assert ticks(ax.xaxis) == {"1": 1, "5": 5, "20": 20}
