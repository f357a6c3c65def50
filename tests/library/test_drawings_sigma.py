"""What the σ explorer draws and says, read back by its own axes, against the library."""

import re
from dataclasses import replace

import numpy as np
import pytest
from drawings import assert_readable, near, on_curve, places, shown

from wordmodes.explorers import planted_data, sigma_explorer
from wordmodes.theory import dynamics
from wordmodes.theory.spectra import effective_rank

TITLES = ("squared singular values s²", "loss still to be removed", "effective rank")
SMALL, LARGE = {"sigma": 1e-6, "time": 0.6}, {"sigma": 1.0, "time": 0.4}


@pytest.fixture(scope="module")
def data():
    return planted_data()


@pytest.fixture(scope="module")
def drawn(data, tmp_path_factory):
    small, large = shown(sigma_explorer({"planted": data}), tmp_path_factory.mktemp("sigma"), SMALL, LARGE)
    return {1e-6: small, 1.0: large}


class Course:
    """The library's answer for one σ, at 160 times; what lies between is read off linearly."""

    def __init__(self, data, sigma):
        self.data, self.sigma = data, sigma
        lam, d = data.modes.eigenvalues, data.d
        self.t = data.horizon(sigma) * np.linspace(0, 1, 160)
        self.starts = sigma * dynamics.small_init_starts(data.projections)
        self.exact = dynamics.exact_singular_values(lam, sigma * data.projections, self.t) ** 2
        rises = [dynamics.sigmoid(one, start, self.t) for one, start in zip(lam, self.starts, strict=False)]
        self.limit = -np.sort(-np.array(rises).T, axis=1)
        loss = np.sum(lam**2) + np.sum(self.limit * (self.limit - 2 * lam[:d]), axis=1)
        self.limit_share = self.share(loss)
        self.exact_share = self.share(dynamics.exact_loss(lam, sigma * data.projections, self.t))

    def share(self, loss):
        """What is left of the loss that d modes can remove."""
        lam = self.data.modes.eigenvalues
        return (np.asarray(loss) - np.sum(lam[self.data.d :] ** 2)) / np.sum(lam[: self.data.d] ** 2)

    def at(self, values):
        return lambda t: np.interp(t, self.t, values)


@pytest.fixture(scope="module")
def courses(data):
    return {sigma: Course(data, sigma) for sigma in (1e-6, 1.0)}


def axes(data, shown_now):
    """The axes of time (in the flow's own unit) and of the three strips."""
    panel = shown_now.panel("Squared singular values")
    strips = panel.strips(*TITLES)
    x = panel.x_axis(least=4)
    assert "time, in units of 1/λ₁" in panel.words()
    return panel, strips, x.of(data.modes.eigenvalues[0]), [panel.y_axis(strip) for strip in strips]


def between(points):
    """The points of a line and some between each two, where it may have left some out."""
    at = np.linspace(0, len(points) - 1, 8 * len(points))
    return np.column_stack([np.interp(at, np.arange(len(points)), one) for one in np.transpose(points)])


@pytest.mark.parametrize("sigma", [1e-6, 1.0])
def test_the_thick_line_is_the_exact_solution_and_the_dashed_one_its_limit(data, courses, drawn, sigma):
    course = courses[sigma]
    panel, strips, x, (up, loss, rank) = axes(data, drawn[sigma])
    for style, s2, share in (
        ({"dash": False, "width": 3.4}, course.exact, course.exact_share),
        ({"dash": True, "width": 1.4}, course.limit, course.limit_share),
    ):
        for k in range(data.d):
            points = panel.points(stroke=f"mode {k + 1}", **style)
            on_curve(between(points), x, up, course.at(s2[:, k]))
            near(points[-1, 0], x.px(course.t[-1]))
        lines = panel.points(stroke="ink", **style)
        ranks = [effective_rank(row) for row in s2]
        for (low, high), axis, values in ((strips[1], loss, share), (strips[2], rank, ranks)):
            on_curve(lines[(lines[:, 1] > low) & (lines[:, 1] < high)], x, axis, course.at(values))


def test_at_a_large_start_the_two_can_be_told_apart(data, courses):
    gap = np.abs(courses[1.0].exact - courses[1.0].limit).max()
    assert gap > 0.1 * data.modes.eigenvalues[0]


@pytest.mark.parametrize("sigma", [1e-6, 1.0])
def test_dots_are_the_stored_run(data, courses, drawn, sigma):
    panel, strips, x, (up, loss, rank) = axes(data, drawn[sigma])
    (run,) = [run for run in data.runs if np.isclose(run.init_scale, sigma)]
    kept = np.array([i for i in range(0, len(run.times), 2) if run.times[i] <= data.horizon(sigma)])
    assert len(kept) > 10
    t = x.px(run.times[kept])
    for k in range(data.d):
        height = up.px(run.squares[kept, k])
        inside = height > strips[0][0] + 9
        dots = places(panel.find("dot", fill=f"mode {k + 1}", radius=2.9))
        near(dots, np.column_stack([t, height])[inside], 1)
    dots = places(panel.find("dot", fill="ink", radius=2.5))
    share = courses[sigma].share(run.loss)[kept]
    near(dots[dots[:, 1] < strips[1][1]], np.column_stack([t, loss.px(share)])[share < 1.08], 1)
    ranks = [effective_rank(run.squares[i]) for i in kept]
    near(dots[dots[:, 1] > strips[2][0]], np.column_stack([t, rank.px(ranks)]), 1)


@pytest.mark.parametrize(("sigma", "time"), [(1e-6, 0.6), (1.0, 0.4)])
def test_the_cursor_the_half_rises_and_the_names_stand_where_they_belong(data, courses, drawn, sigma, time):
    course = courses[sigma]
    panel, _, x, (up, loss, rank) = axes(data, drawn[sigma])
    t = time * course.t[-1]
    now = [course.at(course.exact[:, k])(t) for k in range(data.d)]
    for k in range(data.d):
        (dot,) = panel.find("dot", fill=f"mode {k + 1}", radius=4.2)
        near([dot["x"], dot["y"]], [x.px(t), up.px(now[k])])
        lam, start = data.modes.eigenvalues[k], course.starts[k]
        (mark,) = panel.find("area", fill=f"mode {k + 1}")
        near(mark["points"][0][0], x.px(dynamics.half_rise_time(lam, start)))
        name = panel.words()[f"λ{'₁₂₃'[k]}"]
        assert name["fill"] == f"name {k + 1}"
        near(name["y"], up.px(course.exact[-1, k]), 13)
    dots = sorted(panel.find("dot", fill="ink", radius=4), key=lambda dot: dot["y"])
    near(dots[0]["y"], loss.px(course.at(course.exact_share)(t)))
    near(dots[1]["y"], rank.px(effective_rank(now)))
    for panel in drawn[sigma].panels.values():
        assert_readable(panel)


def test_words_stand_where_the_embedding_puts_them_and_not_mirrored(data, courses, drawn):
    panel = drawn[1e-6].panel("Words in the plane")
    course = courses[1e-6]
    grown = [np.sqrt(course.at(course.limit[:, k])(0.6 * course.t[-1])) for k in range(2)]
    expected = data.modes.eigenvectors[data.shown][:, :2] * grown
    dots = places(panel.find("dot", fill="ink", radius=2.4))
    across, up = panel.find("line", stroke="grid")[:2]  # the axes cross at the origin
    origin = np.array([up["points"][0][0], across["points"][0][1]])
    zoom = np.abs(dots - origin).max() / np.abs(expected).max()
    near(dots, origin + zoom * expected * [1, -1], 2)
    names = [data.words[i] for i in data.shown]
    for name, label in panel.words(fill="ink").items():
        x, y = dots[names.index(name)]
        assert np.hypot(label["x"] - x, label["y"] - y) < 45, f"{name!r} stands away from its dot"
    ends = {
        next(sign for sign in "←→↑↓" if sign in words): one for words, one in panel.words().items() if "letter" in words
    }
    for sign, side, axis in (("→", 1, 0), ("←", -1, 0), ("↑", 1, 1), ("↓", -1, 1)):
        place, letter = re.search(r"letter (\d) is (\w)", ends[sign]["text"]).groups()
        assert ends[sign]["fill"] == f"name {axis + 1}"
        mine = np.array([name[int(place) - 1] == letter for name in names])
        way = expected[:, axis] * side
        assert way[mine].mean() > way[~mine].mean()


def coordinates(data, sigma, t):
    """The shown words where the flow has them: mode 1 along the first axis, mode 2 in the plane of the first two."""
    W, E, d = dynamics.exact_embedding(data.modes, sigma * data.projections, t), data.modes.eigenvectors, data.d
    Q, R = np.linalg.qr((E.T @ W)[:d].T)
    return (W[data.shown] @ (Q * np.sign(np.diag(R))))[:, :2]


def distance(points, pieces):
    """How far each point lies from the nearest of straight pieces, each from one end to the other."""
    start, end = np.swapaxes(pieces, 0, 1)
    along = end - start
    share = np.einsum("pik,ik->pi", points[:, None] - start, along) / np.maximum(np.sum(along**2, axis=1), 1e-12)
    return np.linalg.norm(points[:, None] - start - np.clip(share, 0, 1)[..., None] * along, axis=2).min(axis=1)


@pytest.mark.parametrize(("sigma", "time"), [(1e-6, 0.6), (1.0, 0.4)])
def test_each_words_way_is_the_flows_and_in_the_colour_of_the_mode_that_moves_it(data, drawn, sigma, time):
    panel = drawn[sigma].panel("Words in the plane")
    dots = places(panel.find("dot", fill="ink", radius=2.4))
    across, up = panel.find("line", stroke="grid")[:2]
    origin = np.array([up["points"][0][0], across["points"][0][1]])
    now = coordinates(data, sigma, time * data.horizon(sigma)) * [1, -1]
    zoom = np.sum((dots - origin) * now) / np.sum(now**2)
    near(dots, origin + zoom * now, 1)
    ways = {k: [np.array(one["points"]) for one in panel.find("line", stroke=f"mode {k}", width=1.3)] for k in (1, 2)}
    pieces = {k: np.concatenate([np.stack([way[:-1], way[1:]], axis=1) for way in ways[k]]) for k in ways}
    course = [coordinates(data, sigma, t) for t in data.horizon(sigma) * np.linspace(0, time, 400)]
    moved = origin + zoom * np.array(course) * [1, -1]  # times, words, places
    assert distance(moved.reshape(-1, 2), np.concatenate([*pieces.values()])).max() < 2
    true = np.stack([moved[:-1], moved[1:]], axis=2).reshape(-1, 2, 2)
    for k, found in pieces.items():
        assert distance(found.mean(axis=1), true).max() < 2
        step = np.abs(np.diff(found, axis=1)[:, 0])
        assert (step[:, k - 1] >= step[:, 2 - k] - 1e-6).all()


def test_no_two_names_of_words_touch_even_in_a_heap(data, tmp_path):
    for state in shown(sigma_explorer({"planted": data}), tmp_path, *({"time": t} for t in (0.0, 0.3, 1.0))):
        assert_readable(state.panel("Words in the plane"))


# ---- what is said: a mode has risen past half once s² > λ/2; what is gone of the loss is not what is left of it


def at_shares(data, sigma, shares):
    """Times (of the axis, 0 to 1) at which the first mode alone has these shares of its eigenvalue."""
    lam, start = data.modes.eigenvalues[0], sigma * dynamics.small_init_starts(data.projections)[0]
    odds = np.log(np.array(shares) / (1 - np.array(shares)))
    return (dynamics.half_rise_time(lam, start) + odds / (2 * lam)) / data.horizon(sigma)


def test_it_says_which_modes_have_risen_past_half(data, courses, tmp_path):
    course = courses[1e-6]
    times = [0.05, *at_shares(data, 1e-6, [0.06, 0.45, 0.55, 0.95]), 0.5, 0.7, 0.95]
    states = shown(sigma_explorer({"planted": data}), tmp_path, *({"sigma": 1e-6, "time": t} for t in times))
    seen = set()
    for t, state in zip(times, states, strict=True):
        shares = [course.at(course.exact[:, k])(t * course.t[-1]) / data.modes.eigenvalues[k] for k in range(data.d)]
        risen = sum(share > 0.5 for share in shares)
        seen.add(risen)
        start = ["No mode has", "Mode 1 has", "Modes 1 and 2 have", "All 3 modes have"][risen]
        assert f"{start} risen past half" in state.said
        if risen < data.d:
            stands = int(re.search(rf"; mode {risen + 1} stands at (\d+)\u00a0%", state.said)[1])
            assert stands == pytest.approx(100 * shares[risen], abs=1)
        gone = int(re.search(r"(−?\d+)\u00a0% of the removable loss is gone", state.said)[1])
        assert gone == pytest.approx(100 * (1 - course.at(course.exact_share)(t * course.t[-1])), abs=1)
    assert seen == {0, 1, 2, 3}


def test_it_says_how_many_modes_rise_at_once(data, tmp_path):
    scales = [1e-6, 1e-3, 1e-1, 3.0]
    lam = data.modes.eigenvalues
    states = shown(sigma_explorer({"planted": data}), tmp_path, *({"sigma": sigma} for sigma in scales))
    seen = set()
    for sigma, state in zip(scales, states, strict=True):
        t = data.horizon(sigma) * np.linspace(0, 1, 80)
        share = dynamics.exact_singular_values(lam, sigma * data.projections, t) ** 2 / lam[: data.d]
        low, high = (np.sum((share > edge) & (share < 1 - edge), axis=1).max() for edge in (0.12, 0.08))
        if low != high:
            continue  # it depends on where one looks
        seen.add(low)
        says = "Here the modes rise one at a time." if low < 2 else f"Here up to {low} modes rise at once."
        assert says in state.said, f"σ = {sigma}"
    assert {1, 2} <= seen


# ---- in brief
@pytest.fixture(scope="module")
def brief(data, tmp_path_factory):
    widget = sigma_explorer({"planted": data}, brief=True)
    small, large = shown(widget, tmp_path_factory.mktemp("brief"), SMALL, LARGE)
    return {1e-6: small, 1.0: large}


@pytest.mark.parametrize("sigma", [1e-6, 1.0])
def test_in_brief_each_row_is_the_exact_share_of_its_mode(data, courses, brief, sigma):
    course, panel = courses[sigma], brief[sigma].panel("How much of each concept is learned")
    lam = data.modes.eigenvalues
    feet = sorted(row["points"][0][1] for row in panel.find("line", stroke="grid"))  # one below the other
    assert len(feet) == data.d
    for k, foot in enumerate(feet):
        points = panel.points(stroke=f"mode {k + 1}", width=1.8)
        t = (points[:, 0] - points[0, 0]) / (points[-1, 0] - points[0, 0]) * course.t[-1]
        share = np.minimum(np.interp(t, course.t, course.exact[:, k]) / lam[k], 1.15)
        high = foot - points[:, 1]
        np.testing.assert_allclose(high, (feet[1] - feet[0] - 6) / 1.15 * share, atol=0.8)
    assert "time of training →" in panel.words()
    assert_readable(panel)


@pytest.mark.parametrize("sigma", [1e-6, 1.0])
def test_in_brief_it_says_how_many_are_learned_and_how_they_come(data, courses, brief, sigma):
    course, said = courses[sigma], brief[sigma].said
    lam, now = data.modes.eigenvalues[: data.d], brief[sigma].state["time"] * courses[sigma].t[-1]
    shares = np.array([course.at(course.exact[:, k])(now) for k in range(data.d)]) / lam
    learned = int(np.sum(shares >= 0.5))
    words = {1: "One concept is learned", data.d: f"All {data.d} concepts are learned"}
    assert said.startswith(words.get(learned, f"{learned} of {data.d} concepts are learned"))
    between = np.sum((course.exact / lam > 0.1) & (course.exact / lam < 0.9), axis=1).max()
    assert ("concepts come one at a time" in said) == (between < 2)
    assert ("there is no telling them apart" in said) == (2 * between > data.d and between > 1)


def test_in_brief_the_words_of_all_modes_have_one_size_and_nothing_is_cut_off(data, tmp_path):
    long = replace(data, poles=(("cooperation, sanctions", "philosophy, aristotle"), ("car, cars", "vote"), ("a", "b")))
    widget = sigma_explorer({"planted": long}, brief=True)
    for state in shown(widget, tmp_path, *({**SMALL, "width": width} for width in (308, 480, 520, 640, 900))):
        panel = state.panel("How much of each concept is learned")
        assert_readable(panel)
        sizes = {one["size"] for words, one in panel.words().items() if "↔" in words}
        assert len(sizes) == 1
