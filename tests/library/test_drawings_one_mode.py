"""What the one-mode explorer draws and says, read back by its own axes, against the library and plain steps."""

import re

import numpy as np
import pytest
from drawings import assert_readable, near, on_curve, places, shown

from wordmodes.explorers import one_mode_explorer
from wordmodes.theory import dynamics

END = 24.0
CASES = [(1.0, 1e-3, 0.15), (2.0, 1e-2, 0.02), (0.5, 0.1, 0.3), (-0.5, 0.5, 0.05), (1.5, 1e-4, 0.25), (3.0, 1e-3, 0.3)]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    states = [{"eigenvalue": lam, "sigma": sigma, "step": eta} for lam, sigma, eta in CASES]
    return dict(zip(CASES, shown(one_mode_explorer(), tmp_path_factory.mktemp("one"), *states), strict=True))


def flow(lam, sigma):
    return lambda t: dynamics.sigmoid(lam, sigma, np.maximum(t, 0))


def steps(lam, sigma, eta):
    """s² after each step of gradient descent, to the picture's edge or until it runs off."""
    s, squares = sigma, []
    for _ in range(int(np.ceil(END / (4 * eta) - 1e-9)) + 1):
        if 4 * eta * s * s > 2 + 4 * eta * lam:
            break
        squares.append(s * s)
        s += 4 * eta * (lam - s * s) * s
    return np.array(squares)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("logarithmic", [False, True])
def test_the_line_is_the_sigmoid_and_the_dots_are_steps(drawn, case, logarithmic):
    lam, sigma, eta = case
    panel = drawn[case].panel("The same on a log" if logarithmic else "The squared singular value")
    x = panel.x_axis(least=4)
    up = panel.y_axis(log=logarithmic, least=2)
    line = panel.points(stroke="mode 1", width=2.6, dash=False)
    on_curve(line, x, up, flow(lam, sigma))
    near([line[0, 0], line[-1, 0]], x.px([0, END]))
    squares = steps(lam, sigma, eta)
    dots = places([dot for dot in panel.find("dot", fill="mode 2") if dot["radius"] < 4])
    stride = round(float(x.at(dots[1, 0]) - x.at(dots[0, 0])) / (4 * eta))
    t, height = (values[::stride] for values in (4 * eta * np.arange(len(squares)), up.px(squares)))
    inside = height > 18
    near(dots, np.column_stack([x.px(t), height])[inside])
    assert_readable(panel)


@pytest.mark.parametrize("case", CASES[:3])
def test_half_way_is_marked_in_time_and_height_in_the_right_colour(drawn, case):
    lam, sigma, eta = case
    panel = drawn[case].panel("The squared singular value")
    x, up = panel.x_axis(), panel.y_axis()
    half = float(dynamics.half_rise_time(lam, sigma))
    flow_mark, step_mark = (panel.find("dot", fill=f"mode {k}", radius=4.5)[0] for k in (1, 2))
    near([flow_mark["x"], flow_mark["y"]], [x.px(half), up.px(lam / 2)])
    squares = steps(*case)
    first = int(np.argmax(squares > lam / 2))
    assert 4 * eta * (first - 1) < x.at(step_mark["x"] + 1)
    assert x.at(step_mark["x"] - 1) < 4 * eta * first
    near(step_mark["y"], up.px(lam / 2))
    words = panel.words()
    assert words[f"half-way at t = {half:.1f}"]["fill"] == "name 1"
    (by_steps,) = (one for text, one in words.items() if text.startswith("by steps"))
    assert by_steps["fill"] == "name 2"
    assert x.px(float(by_steps["text"].split()[-1])) == pytest.approx(step_mark["x"], abs=2)
    (level,) = panel.find("line", stroke="mode 1", dash=True, width=1.4)
    near(np.array(level["points"])[:, 1], up.px([lam, lam]))
    logarithmic = drawn[case].panel("The same")
    near(logarithmic.words()["σ²"]["y"], logarithmic.y_axis(log=True).px(sigma**2), 12)


def final(size, count=60):
    """s²/λ after a thousand steps of size 4ηλ."""
    v, out = 0.5, []
    for n in range(1000 + count):
        v *= 1 + size * (1 - v * v)
        if n >= 1000:
            out.append(v * v)
    return np.array(out)


def test_where_steps_of_each_size_end(drawn):
    panel = drawn[CASES[0]].panel("Where steps")
    x, up = panel.x_axis(), panel.y_axis()
    columns = {}
    for bar in panel.find("bar", fill="mode 1"):
        columns.setdefault(round(bar["x"] + bar["across"] / 2, 3), []).append(bar["y"] + bar["height"] / 2)
    sizes = {centre: float(x.at(centre)) for centre in columns}
    for centre, heights in columns.items():
        size = sizes[centre]
        if size < 0.98:
            near(heights, up.px(1.0))
        elif 1.03 < size < 1.22:  # two values that it jumps between
            low, high = (final(size)[i::2].mean() for i in ((0, 1) if final(size)[0] < final(size)[1] else (1, 0)))
            near([max(heights), min(heights)], up.px([low, high]), 4)  # steep beside 1
    assert max(sizes.values()) == pytest.approx(2, abs=0.02)
    assert sum(1 < size < 2 for size in sizes.values()) > 100
    names = panel.words()
    for name, low, high in (("settles", 0, 0.5), ("swings", 0.5, 1), ("cycles, chaos", 1, 2)):
        assert low < x.at(names[name]["x"]) < high
    assert x.at(names["lost"]["x"]) > 2


@pytest.mark.parametrize("case", CASES[:3])
def test_orange_is_where_this_step_ends(drawn, case):
    lam, _, eta = case
    panel = drawn[case].panel("Where steps")
    x, up = panel.x_axis(), panel.y_axis()
    (dot,) = panel.find("dot", fill="mode 2")
    near([dot["x"], dot["y"]], [x.px(4 * eta * lam), up.px(1)])
    (name,) = (one for text, one in panel.words().items() if text.startswith("4ηλ = "))
    near(name["x"], x.px(float(name["text"].split()[-1])), 30)


def test_past_the_limit_orange_shows_the_two_values(tmp_path):
    (state,) = shown(one_mode_explorer(), tmp_path, {"eigenvalue": 1.0, "sigma": 1e-3, "step": 0.29})
    panel = state.panel("Where steps")
    x, up = panel.x_axis(), panel.y_axis()
    dots = places(panel.find("dot", fill="mode 2", radius=4.5))
    low, high = np.sort(final(1.16)[:2])
    near(dots[np.argsort(-dots[:, 1])], [[x.px(1.16), up.px(low)], [x.px(1.16), up.px(high)]])
    assert f"s² jumps between {low:.2f} and {high:.2f}" in state.said


# ---- what is said, either side of each change: 4ηλ = ½, 1, √5 - 1, 2, and a start at half the height
@pytest.mark.parametrize(
    ("lam", "sigma", "eta", "says", "never"),
    [
        (1.0, 1e-3, 0.12, "close in on λ from one side", "overshoot"),
        (1.0, 1e-3, 0.13, "overshoot, swing about λ, and settle", "from one side"),
        (1.0, 1e-3, 0.245, "overshoot, swing about λ, and settle", "never settle"),
        (1.0, 1e-3, 0.255, "never settle: in the end s² jumps between", "and settle there"),
        (1.0, 1e-3, 0.25, "stand exactly at the limit η = 1/(4λ) = 0.25", "never settle"),
        (2.0, 1e-3, 0.13, "past the limit η = 1/(4λ) = 0.125", "and settle there"),
        (1.0, 1e-3, 0.315, "a cycle of 4 values", "jumps between"),
        (1.0, 1e-3, 0.51, "diverge", "settle"),
        (-0.5, 0.5, 0.05, "a negative mode is never learned", "half-way"),
        (0.0, 0.5, 0.05, "s² fades like 1/(2t)", "half-way"),
        (1.0, 0.69, 0.02, "half-way up at t = ", "more than half-way up"),
        (1.0, 0.72, 0.02, "more than half-way up", "half-way up at t"),
        (0.5, 0.9, 0.02, "above its full height λ, and comes down", "half-way up at t"),
    ],
)
def test_it_says_what_steps_of_this_size_do(lam, sigma, eta, says, never, tmp_path):
    (state,) = shown(one_mode_explorer(), tmp_path, {"eigenvalue": lam, "sigma": sigma, "step": eta})
    assert says in state.said
    assert never not in state.said


@pytest.mark.parametrize("case", CASES[:3])
def test_it_says_when_each_is_half_way_and_by_how_much_steps_are_late(drawn, case):
    lam, sigma, eta = case
    said = drawn[case].said
    half = float(dynamics.half_rise_time(lam, sigma))
    assert f"the sigmoid is half-way up at t = {half:.1f}" in said
    squares = steps(*case)
    first = int(np.argmax(squares > lam / 2))
    count, time, share, way = re.search(
        r"half-way after (\d+), at t = ([\d.]+), (\d+)\u00a0% (late|early)", said
    ).groups()
    assert int(count) == first
    assert 4 * eta * (first - 1) - 0.06 < float(time) < 4 * eta * first + 0.06
    late = float(time) / half - 1
    assert (late > 0) == (way == "late")
    assert int(share) == pytest.approx(100 * abs(late), abs=1 + 6 / half)
