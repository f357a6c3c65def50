"""What the ablation explorer draws and says, read back by its own axes, against the library and the stored runs."""

import re

import numpy as np
import pytest
from drawings import assert_readable, near, on_curve, shown

from wordmodes.explorers import ablation_explorer
from wordmodes.explorers.ablation.runs import foretold, horizon, stored_runs
from wordmodes.theory import dynamics

TITLES = ("squared singular values s²", "loss still to be removed", "overlap with the modes of")
CORNERS = [("quartic", "even"), ("quartic", "word2vec"), ("logistic", "even"), ("logistic", "word2vec")]
D = 3


@pytest.fixture(scope="module")
def widget():
    return ablation_explorer()


@pytest.fixture(scope="module")
def drawn(widget, tmp_path_factory):
    states = [{"loss": loss, "weights": weights, "sigma": 1e-4, "time": 0.45} for loss, weights in CORNERS]
    return dict(zip(CORNERS, shown(widget, tmp_path_factory.mktemp("ablation"), *states), strict=True))


@pytest.fixture(scope="module")
def unstored(widget, tmp_path_factory):
    (state,) = shown(widget, tmp_path_factory.mktemp("ablation"), {"sigma": 1e-3, "weights": "word2vec", "time": 0.45})
    return state


def sigmoids(weights, sigma, k):
    rates, heights, starts = (parts[k] for parts in stored_runs()[0][weights].values())
    return lambda t: dynamics.sigmoid(heights, sigma * starts, np.maximum(t, 0) * rates / heights)


def heights_of(weights):
    return stored_runs()[0][weights]["heights"]


def axes(state):
    panel = state.panel("Squared singular values, loss")
    strips = panel.strips(*TITLES)
    assert "time, in units of 1/h₁" in panel.words()
    return panel, strips, panel.x_axis(least=4), [panel.y_axis(strip) for strip in strips]


@pytest.mark.parametrize("corner", CORNERS)
def test_dashes_are_foretold_and_the_broad_lines_are_the_run(drawn, corner):
    panel, strips, x, (up, loss, overlap) = axes(drawn[corner])
    run = stored_runs()[1][(*corner, 1e-4)]
    for k in range(D):
        on_curve(panel.points(stroke=f"mode {k + 1}", width=1.5, dash=True), x, up, sigmoids(corner[1], 1e-4, k))
        measured = panel.points(stroke=f"mode {k + 1}", width=3.6, dash=False)
        on_curve(measured, x, up, lambda t, k=k: np.interp(t, run.times, run.squares[:, k]))
    lines = [np.array(one["points"]) for one in panel.find("line", stroke="ink", width=2)]
    ink = np.concatenate(lines)
    middle, lowest = ((ink[:, 1] > low) & (ink[:, 1] < high) for low, high in strips[1:])
    on_curve(ink[middle], x, loss, lambda t: np.interp(t, run.times, run.loss))
    on_curve(ink[lowest], x, overlap, lambda t: np.interp(t, run.times, run.overlaps[:, 1]))
    if corner[1] == "word2vec":
        green = panel.points(stroke="mode 4", width=2)
        on_curve(green, x, overlap, lambda t: np.interp(t, run.times, run.overlaps[:, 0]))
        assert panel.words()["H"]["fill"] == "name 4"
        assert panel.words()["M*"]["fill"] == "ink"
    assert_readable(panel)


@pytest.mark.parametrize("corner", CORNERS)
def test_marks_stand_at_the_half_rises_foretold_and_rings_at_those_measured(drawn, corner):
    panel, _, x, (up, _, _) = axes(drawn[corner])
    run, heights = stored_runs()[1][(*corner, 1e-4)], heights_of(corner[1])
    for k, half in enumerate(foretold(corner[1], 1e-4)):
        (mark,) = panel.find("area", fill=f"mode {k + 1}")
        near(mark["points"][0][0], x.px(half))
        (ring,) = panel.find("dot", stroke=f"name {k + 1}")
        near(ring["y"], up.px(heights[k] / 2))
        measured = run.squares[:, k]
        near(np.interp(x.at(ring["x"]), run.times, measured), heights[k] / 2, 0.06 * heights[k])
        (now,) = panel.find("dot", fill=f"mode {k + 1}", radius=4.2)
        t = 0.45 * horizon(1e-4)
        assert now["x"] == pytest.approx(x.px(t), abs=1)
        near(up.at(now["y"]), np.interp(t, run.times, measured), 0.03 * heights[k])
        name = panel.words()[f"mode {k + 1}"]
        assert name["fill"] == f"name {k + 1}"
        near(name["y"], up.px(run.squares[-1, k]), 14)


def test_without_a_stored_run_only_what_is_foretold_is_drawn(unstored):
    panel, _, x, (up, _, _) = axes(unstored)
    assert not panel.find("line", width=3.6)
    assert not panel.find("line", stroke="ink", width=2)
    for k in range(D):
        on_curve(panel.points(stroke=f"mode {k + 1}", width=1.5, dash=True), x, up, sigmoids("word2vec", 1e-3, k))
    assert len([one for one in panel.find("text") if one["text"] == "no stored run at this σ" and "fill" in one]) == 2
    assert "No run is stored at this σ; the nearest are at 10⁻⁴ and 10⁻²." in unstored.said


def risen(loss, weights, sigma, share):
    run, t = stored_runs()[1][(loss, weights, sigma)], share * horizon(sigma)
    heights = heights_of(weights)
    return sum(np.interp(t, run.times, run.squares[:, k]) > heights[k] / 2 for k in range(D))


@pytest.mark.parametrize("picked", CORNERS)
def test_the_four_corners_show_their_own_runs(drawn, picked):
    panel = drawn[picked].panel("Squared singular values against time, in all")
    frames = [one for one in panel.find("bar") if "stroke" in one]
    assert [one["stroke"] for one in frames].count("ink") == 1
    for corner, (right, below) in zip(CORNERS, ((0, 0), (1, 0), (0, 1), (1, 1)), strict=True):
        loss, weights = corner
        (frame,) = (
            one for one in frames if (one["x"] > panel.width / 2 - 4, one["y"] > panel.height / 2 - 4) == (right, below)
        )
        x0, y0, x1, y1 = frame["x"], frame["y"], frame["x"] + frame["across"], frame["y"] + frame["height"]
        inside = [one for one in panel.drawn if "x" in one and x0 - 1 <= one["x"] <= x1 + 1 and y0 <= one["y"] <= y1]
        words = {one["text"] for one in inside if one["kind"] == "text"}
        named = "even weights" if weights == "even" else "word2vec’s weights"
        assert words == {f"{loss} loss", named, f"{risen(*corner, 1e-4, 0.45)} of 3"}
        assert (frame["stroke"] == "ink") == (corner == picked)
        run = stored_runs()[1][(*corner, 1e-4)]
        lines = [one for one in panel.find("line", width=2.6) if x0 <= one["points"][0][0] <= x1]
        lines = {one["stroke"]: np.array(one["points"]) for one in lines if y0 <= one["points"][0][1] <= y1}
        floor = max(points[:, 1].max() for points in lines.values())
        ends = [floor - lines[f"mode {k + 1}"][-1, 1] for k in range(D)]
        last = run.squares[-1] - run.squares.min()
        np.testing.assert_allclose(np.array(ends) / ends[0], last / last[0], atol=0.03)
    assert_readable(panel)


SHARES, SCALES = ("0.4/1", "0.7/1", "0.4/2", "0.7/2", "0.4/3", "0.7/3"), (1e-6, 1e-4, 1e-2, 0.1, 0.5)


def when(share):
    """Where on the time axis a mode ("0.7/2": the second) of the quartic run has this share of its height."""
    part, k = share.split("/")
    run, height = stored_runs()[1][("quartic", "word2vec", 1e-4)], heights_of("word2vec")[int(k) - 1]
    return float(np.interp(float(part) * height, run.squares[:, int(k) - 1], run.times)) / horizon(1e-4)


@pytest.fixture(scope="module")
def told(widget, tmp_path_factory):
    """What is said at some times of one run, and of runs from some starts."""
    at = [{"loss": "quartic", "weights": "word2vec", "sigma": 1e-4, "time": when(share)} for share in SHARES]
    of = [{"loss": "logistic", "weights": "word2vec", "sigma": sigma} for sigma in SCALES]
    states = shown(widget, tmp_path_factory.mktemp("ablation"), *at, *of)
    return {key: state.said for key, state in zip([*SHARES, *(f"{x:g}" for x in SCALES)], states, strict=True)}


@pytest.mark.parametrize("share", SHARES)
def test_it_says_how_many_have_passed_half_and_what_is_left_of_the_loss(told, share):
    said = told[share]
    run, t = stored_runs()[1][("quartic", "word2vec", 1e-4)], when(share) * horizon(1e-4)
    count = risen("quartic", "word2vec", 1e-4, when(share))
    assert f"{count} of 3 modes {'has' if count == 1 else 'have'} passed half of the height" in said
    left = int(re.search(r"(\d+)\u00a0% of the loss is still to be removed", said)[1])
    assert left == pytest.approx(100 * np.interp(t, run.times, run.loss), abs=1.5)
    own, star = map(int, re.search(r"by (\d+)\u00a0% with the modes of H and by (\d+)\u00a0%", said).groups())
    assert [own, star] == pytest.approx([100 * np.interp(t, run.times, run.overlaps[:, i]) for i in (0, 1)], abs=1)


@pytest.mark.parametrize("sigma", SCALES)
def test_it_says_which_modes_rise_alone(told, sigma):
    run = stored_runs()[1][("logistic", "word2vec", sigma)]
    fine = np.linspace(0, run.times[-1], 4000)
    share = np.array([np.interp(fine, run.times, run.squares[:, k] / run.squares[-1, k]) for k in range(D)])
    rising = (share > 0.1) & (share < 0.5) & (fine <= np.array([fine[np.argmax(row > 0.5)] for row in share])[:, None])
    alone = [k for k in range(D) if share[k, 0] < 0.1 and not (rising[k] & (rising.sum(axis=0) > 1)).any()]
    says = {
        3: "All three modes rise one at a time.",
        0: "No mode rises alone.",
        1: f"Only mode {sum(alone) + 1} rises alone.",
        2: f"Only modes {' and '.join(str(k + 1) for k in alone)} rise alone.",
    }[len(alone)]
    assert says in told[f"{sigma:g}"]
