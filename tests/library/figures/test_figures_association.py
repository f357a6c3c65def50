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
