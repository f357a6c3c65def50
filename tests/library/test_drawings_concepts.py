"""What the concepts explorer draws and says, read back by its own axes, against the library."""

import re

import numpy as np
import pytest
from drawings import assert_readable, near, on_curve, shown

from wordmodes.explorers import concept_table, concepts_explorer
from wordmodes.text import sources
from wordmodes.theory import dynamics, modes, targets

V, K, SIGMA = 300, 8, 1e-5
CASES = [{"mode": 2, "against": 4, "time": 0.45}, {"mode": 5, "against": 1, "time": 1.0}]
SOLID = [
    {"mode": 2, "against": 4, "time": 0.45, "third": 3, "turn": 35},
    {"mode": 5, "against": 1, "time": 1.0, "third": 5, "turn": -110},  # mode 5 lies across, so that 6 stands in
]
DEEP = [3, 6]
ABOVE = 20  # degrees
TIMES = np.linspace(0.05, 0.95, 19)


@pytest.fixture(scope="module")
def spectrum():
    return modes.all_modes(targets.m_star(sources.gazette(V).P))


@pytest.fixture(scope="module")
def widget(spectrum):
    edge = float(spectrum.eigenvalues[3:5].mean())
    words = sources.gazette(V).words
    return concepts_explorer(
        concept_table(spectrum, words, n_modes=K, edge=edge, shuffles=3, title="Gazette"), sigma=SIGMA
    )


@pytest.fixture(scope="module")
def drawn(widget, tmp_path_factory):
    cases = [{**case, "word": "war"} for case in CASES]
    return shown(widget, tmp_path_factory.mktemp("concepts"), *cases, *({"time": t} for t in TIMES))


@pytest.fixture(scope="module")
def solid(widget, tmp_path_factory):
    return shown(widget, tmp_path_factory.mktemp("solid"), *({**case, "word": "war"} for case in SOLID))


def rise(widget, k):
    """s² of mode k at time t, in units of 1/λ₁, from a small start."""
    lam, starts = (widget._manifest[name] for name in ("eigenvalues", "starts"))
    return lambda t: dynamics.sigmoid(lam[k], SIGMA * starts[k], np.maximum(t, 0) / lam[0])


def half(widget, k):
    lam, starts = (widget._manifest[name] for name in ("eigenvalues", "starts"))
    return float(dynamics.half_rise_time(lam[k], SIGMA * starts[k])) * lam[0]


@pytest.mark.parametrize("i", range(len(CASES)))
def test_words_stand_at_the_end_they_belong_to_with_bars_as_long_as_their_loadings(drawn, widget, spectrum, i):
    k = CASES[i]["mode"] - 1
    panel, detail = drawn[i].panel("The words at the two ends"), drawn[i].detail
    column = spectrum.eigenvectors[:, k]
    words = list(sources.gazette(V).words)
    middle = panel.find("line", stroke="faint")[0]["points"][0][0]
    plus, minus = detail["ends"]
    sign = np.sign(column[words.index(plus[0])])
    bars = {}
    for side, end, colour in ((1, plus, f"mode {k + 1}"), (-1, minus, "faint")):
        found = sorted(panel.find("bar", fill=colour), key=lambda one: one["y"])
        assert len(found) == len(end)
        for word, bar in zip(end, found, strict=True):
            assert (bar["x"] - middle) * side > 0 or (bar["x"] + bar["across"] - middle) * side > 0
            assert sign * side * column[words.index(word)] > 0
            label = panel.words(size=13)[word]
            assert (label["x"] - middle) * side > 0
            near(label["y"], bar["y"] + bar["height"] / 2, 3)
            bars[word] = bar["across"]
            numbers = [one for one in panel.find("text", size=11) if abs(one["y"] - label["y"]) < 3]
            (shown_number,) = (one["text"] for one in numbers if (one["x"] - middle) * side > 0)
            assert float(shown_number.replace("−", "-")) == pytest.approx(sign * column[words.index(word)], abs=6e-4)
        lengths = [abs(column[words.index(word)]) for word in end]
        assert lengths == sorted(lengths, reverse=True)
    unit = max(bars.values()) / max(abs(column[words.index(word)]) for word in bars)
    near(list(bars.values()), [unit * abs(column[words.index(word)]) for word in bars])
    assert_readable(panel)


@pytest.mark.parametrize("i", range(len(CASES)))
def test_every_mode_rises_in_its_colour_at_its_time(drawn, widget, i):
    k, panel = CASES[i]["mode"] - 1, drawn[i].panel("Every mode's rise")
    x, up = panel.x_axis(least=4), panel.y_axis()
    lam = widget._manifest["eigenvalues"]
    assert "time, in units of 1/λ₁" in panel.words()
    for m in range(K):
        on_curve(panel.points(stroke=f"mode {m + 1}", width=1.3)[1:], x, up, rise(widget, m))
        (mark,) = panel.find("line", stroke=f"mode {m + 1}", width=1.6)
        near(mark["points"][0][0], x.px(half(widget, m)))
    on_curve(panel.points(stroke=f"mode {k + 1}", width=3.2)[1:], x, up, rise(widget, k))
    (dot,) = panel.find("dot", fill=f"mode {k + 1}", radius=4.6)
    near([dot["x"], dot["y"]], [x.px(half(widget, k)), up.px(lam[k] / 2)])
    (noise,) = panel.find("line", stroke="ink", dash=True)
    near(np.array(noise["points"])[:, 1], up.px([widget._manifest["edge"]] * 2))
    (name,) = (one for text, one in panel.words().items() if text.startswith("half-learned at"))
    assert name["fill"] == f"name {k + 1}"
    assert float(name["text"].split()[-1]) == pytest.approx(half(widget, k), abs=0.06)
    now = drawn[i].detail["t"] * lam[0]
    near(panel.find("line", stroke="ink", width=1.3)[0]["points"][0][0], x.px(now))
    assert_readable(panel, lambda a, b: a.startswith("λ") or b.startswith("λ"))


@pytest.mark.parametrize("i", range(len(CASES)))
def test_words_stand_in_the_plane_where_their_loadings_have_grown_to(drawn, widget, spectrum, i):
    case, panel = CASES[i], drawn[i].panel("All words in the plane")
    k, other = case["mode"] - 1, case["against"] - 1
    across, up = (np.array(one["points"]) for one in panel.find("line", stroke="grid")[:2])
    origin = np.array([up[0, 0], across[0, 1]]) - 0.5  # lines stand between pixels
    (found,) = panel.find("dot", fill="ink", radius=4.4)
    place = np.array(drawn[i].detail["place"])
    unit = np.abs(np.array([found["x"], found["y"]]) - origin).max() / np.abs(place).max()
    near([found["x"], found["y"]], origin + unit * place * [1, -1])
    # the ends of the mode across: each to its side, by the word's own coordinates
    shares = np.array(drawn[i].detail["shares"])[[k, other]]
    grown = np.sqrt(shares * np.array(widget._manifest["eigenvalues"])[[k, other]])
    words = list(sources.gazette(V).words)
    E = spectrum.eigenvectors
    sign = np.sign(E[words.index(drawn[i].detail["ends"][0][0]), k])  # of the + end
    marked = [words.index(word) for end in drawn[i].detail["ends"] for word in end if word != "war"]
    dots = panel.find("dot", fill=f"mode {k + 1}", radius=3.4)
    near(sorted(one["x"] for one in dots), np.sort(origin[0] + unit * sign * E[marked, k] * grown[0]))
    near(sorted(abs(one["y"] - origin[1]) for one in dots), np.sort(unit * np.abs(E[marked, other]) * grown[1]))
    names = panel.words()
    assert names[f"mode {k + 1} →"]["fill"] == f"name {k + 1}"
    assert names[f"↑ mode {other + 1}"]["fill"] == f"name {other + 1}"
    near([names["war"]["x"], names["war"]["y"]], [found["x"], found["y"]], 60)
    assert_readable(panel)


# ---- three modes: turned about the upright one, then looked at from above
def about(axis, degrees):
    """Turn by so many degrees about the first (0) or the second axis (1)."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[[1, 0, 0], [0, c, -s], [0, s, c]], [[c, 0, s], [0, 1, 0], [-s, 0, c]]][axis])


def in_space(widget, spectrum, case, i, ends):
    """Coordinates (V, 3) of all words across, up and in depth, at the time shown and at the end; signs as shown."""
    axes = np.array([case["mode"], case["against"], DEEP[i]]) - 1
    lam, signs = np.array(widget._manifest["eigenvalues"])[axes], []
    for m in axes:
        plus = widget._manifest["words"][ends[m]]
        signs.append(np.sign(spectrum.eigenvectors[list(sources.gazette(V).words).index(plus), m]))
    return axes, spectrum.eigenvectors[:, axes] * signs, lam


@pytest.mark.parametrize("i", range(len(SOLID)))
def test_three_modes_are_projected_at_right_angles_and_what_is_nearer_is_larger(solid, widget, spectrum, i):
    case, panel, detail = SOLID[i], solid[i].panel("All words in the plane"), solid[i].detail
    first = np.frombuffer(widget._tables, "<u2", K * 16, widget._manifest["ends"][1]).reshape(K, 16)[:, 0]
    axes, loadings, lam = in_space(widget, spectrum, case, i, first)
    assert detail["plane"] == (axes + 1).tolist()
    view = about(0, ABOVE) @ about(1, case["turn"])
    np.testing.assert_allclose(view @ view.T, np.eye(3), atol=1e-12)
    final, words = loadings * np.sqrt(lam), list(sources.gazette(V).words)
    grown = final * np.sqrt(np.array(detail["shares"])[axes])
    x, y, near_by = view @ grown.T
    span = np.linalg.norm(final, axis=1).max()
    origin = np.round([panel.width / 2, panel.height / 2])
    unit = (min(panel.width, panel.height) / 2 - 24) / span
    place = np.column_stack([origin[0] + unit * x, origin[1] - unit * y])
    (found,) = panel.find("dot", fill="ink", radius=4.4)
    near([found["x"], found["y"]], place[words.index("war")])
    # every word is a square about its place, as large as it is near
    level = np.clip(np.floor((near_by / span + 1) / 2 * 5), 0, 4)
    own = np.argmax(np.abs(spectrum.eigenvectors[:, :K]) * np.sqrt(widget._manifest["eigenvalues"]), axis=1)
    sizes = np.select([own == m for m in axes], [2.8, 2.4, 2.4], 1.7) * (0.6 + 0.225 * level)
    squares = [one for one in panel.find("bar") if one["across"] == pytest.approx(one["height"])]
    assert len(squares) == V
    drawn = np.array([[s["x"] + s["across"] / 2, s["y"] + s["height"] / 2, s["across"]] for s in squares])
    sure = np.abs((near_by / span + 1) / 2 * 5 % 1 - 0.5) < 0.49  # a word between two levels may be at either
    for one in np.flatnonzero(sure):
        here = drawn[np.linalg.norm(drawn[:, :2] - place[one], axis=1) < 0.3]
        assert np.abs(here[:, 2] - sizes[one]).min() < 1e-3, words[one]
    assert len(set(level)) >= 4
    alphas = {round(s["across"] / 1.7, 3): s["alpha"] for s in squares if s["fill"] == "faint"}
    assert [alphas[size] for size in sorted(alphas)] == sorted(alphas.values())
    assert len(set(alphas.values())) > 2
    # axes through the origin, each named at its + end
    lines = [np.array(one["points"]) for one in panel.find("line", stroke="grid", width=1.2)]
    tips = origin + (min(panel.width, panel.height) / 2 - 24) * view[:2].T * [1, -1]
    for tip, ends, m in zip(tips, lines, axes, strict=True):
        near(ends, [2 * origin - tip, tip])
        name = panel.words()[f"mode {m + 1}"]
        assert name["fill"] == f"name {m + 1}"
        near([name["x"], name["y"]], tip, 34)
        assert np.dot([name["x"], name["y"]] - origin, tip - origin) > 0
    assert_readable(panel)


@pytest.mark.parametrize("i", range(len(SOLID)))
def test_it_says_which_three_modes_are_seen_and_from_where(solid, drawn, i):
    case, turn = SOLID[i], str(SOLID[i]["turn"]).replace("-", "−")
    seen = f"{case['mode']} across, {case['against']} up and {DEEP[i]} in depth"
    assert solid[i].said.endswith(f" Seen are modes {seen}, turned by {turn}° and from {ABOVE}° above.")
    assert "Seen are" not in drawn[i].said
    assert solid[i].said.startswith(drawn[i].said)


@pytest.mark.parametrize("i", range(len(CASES)))
def test_a_words_bars_go_up_for_the_plus_end_and_down_for_the_other(drawn, widget, spectrum, i):
    panel, detail = drawn[i].panel("One word's coordinate"), drawn[i].detail
    zero = panel.find("line", stroke="faint")[0]["points"][0][1]
    grown = np.array(detail["coordinates"])
    bars = [panel.find("bar", fill=f"mode {m + 1}", alpha=1) for m in range(K)]
    assert all(len(one) == 1 for one in bars)
    heights = [zero - b["y"] if b["y"] + b["height"] / 2 < zero else zero - b["y"] - b["height"] for (b,) in bars]
    final = [panel.find("bar", fill=f"mode {m + 1}", alpha=0.25)[0]["height"] for m in range(K)]
    lam, shares = np.array(widget._manifest["eigenvalues"]), np.array(detail["shares"])
    row = list(sources.gazette(V).words).index("war")
    length = np.abs(spectrum.eigenvectors[row, :K]) * np.sqrt(lam)
    unit = max(final) / length.max()
    near(final, unit * length)
    near(heights, unit * grown)
    near(np.abs(grown), length * np.sqrt(shares), 1e-3)
    for m, (b,) in enumerate(bars):
        label = panel.words().get(str(m + 1))
        assert label is None or abs(label["x"] - b["x"] - b["across"] / 2) < 2
    (frame,) = panel.find("bar", stroke="ink")
    here = bars[CASES[i]["mode"] - 1][0]
    near(frame["x"] + frame["across"] / 2, here["x"] + here["across"] / 2)
    assert_readable(panel)


# ---- what is said: half-learned is s² ≥ λ/2
def test_it_says_how_many_modes_are_half_learned(drawn, widget):
    seen, between = set(), 0
    lam = widget._manifest["eigenvalues"]
    for state in drawn:
        t = state.detail["t"] * lam[0]
        shares = [float(rise(widget, k)(t)) / lam[k] for k in range(K)]
        between += any(0.5 < share < 0.9 for share in shares)
        count = sum(share >= 0.5 for share in shares)
        seen.add(count)
        who = {0: "no mode is", 1: "1 mode is", K: f"all {K} modes are"}.get(count, f"{count} modes are")
        assert f"and {who} half-learned" in state.said
        k = state.state["mode"] - 1
        assert f"it is half-learned at λ₁t = {half(widget, k):.1f}" in state.said
        has = int(re.search(r"it has (\d+)\u00a0% of its eigenvalue", state.said)[1])
        assert has == pytest.approx(100 * shares[k], abs=1)
    assert between
    assert {0, 1, K} <= seen


@pytest.mark.parametrize("i", range(len(CASES)))
def test_it_says_which_modes_stand_above_noise_and_what_a_word_is_made_of(drawn, widget, spectrum, i):
    k, said = CASES[i]["mode"] - 1, drawn[i].said
    lam, edge = widget._manifest["eigenvalues"], widget._manifest["edge"]
    assert ("It stands above noise" in said) == (lam[k] > edge)
    assert ("It does not stand above noise" in said) == (lam[k] <= edge)
    row = list(sources.gazette(V).words).index("war")
    squares = spectrum.eigenvectors[row, :K] ** 2 * np.array(lam)
    most = np.argsort(-squares)[:3]
    stated = re.findall(r"mode (\d+) makes (\d+)\u00a0% \((.) end\)", said)
    assert [int(m) - 1 for m, _, _ in stated] == most.tolist()
    assert [int(share) for _, share, _ in stated] == pytest.approx(100 * squares[most] / squares.sum(), abs=1)
    for m, _, sign in stated:
        assert (sign == "+") == (drawn[1].detail["coordinates"][int(m) - 1] > 0)
