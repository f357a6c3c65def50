"""What the spike explorer draws and says, read back by its own axes, against the eigenvalues by NumPy."""

import re

import numpy as np
import pytest
from drawings import assert_readable, near, on_curve, places, shown

from wordmodes.explorers import spike_explorer

WORDS = [f"word{i}" for i in range(400)]
N = 10
CASES = [("alike", "true", 25), ("random", "true", 25), ("alike", "exchanged", 6)]


@pytest.fixture(scope="module")
def made():
    """Vectors of two families: one shares a direction, one has nothing in common."""
    rng = np.random.default_rng(0)
    W = rng.standard_normal((400, 40)) / np.sqrt(1 + np.arange(40))
    rows = rng.permutation(400)[: 4 * N].reshape(-1, 2)
    W[rows[:N, 1]] = 0.6 * W[rows[:N, 0]] + W[0]
    families = {"alike": rows[:N], "random": rows[N:]}
    return W, families, spike_explorer(W, WORDS, families)


@pytest.fixture(scope="module")
def drawn(made, tmp_path_factory):
    states = [{"family": family, "partners": partners, "d": d} for family, partners, d in CASES]
    return dict(zip(CASES, shown(made[2], tmp_path_factory.mktemp("spike"), *states), strict=True))


def spectrum(made, case):
    """Shares of the eigenvalues of D Dᵀ, and the lengths along the first direction of each pair, by its words."""
    W, families, widget = made
    family, partners, d = case
    (entry,) = (one for one in widget._manifest["families"] if one["name"] == family)
    named = [widget._manifest["words"][row] for row in entry["pairs"][partners]]
    pairs = np.array([WORDS.index(word) for word in named]).reshape(-1, 2)
    assert partners == "exchanged" or np.array_equal(pairs, families[family])
    a, b = (W[pairs[:, i], :d] for i in (0, 1))
    D = b / np.linalg.norm(b, axis=1)[:, None] - a / np.linalg.norm(a, axis=1)[:, None]
    U, s, _ = np.linalg.svd(D, full_matrices=False)
    shares = np.zeros(N)
    shares[: len(s)] = s**2 / np.sum(s**2)
    along = U[:, 0] * s[0]
    along *= np.sign(along.sum())
    return shares, {f"{WORDS[i]} → {WORDS[j]}": x for (i, j), x in zip(pairs, along, strict=True)}


def edge(d):
    return (1 / np.sqrt(N) + 1 / np.sqrt(d)) ** 2


@pytest.mark.parametrize("case", CASES)
def test_each_eigenvalue_stands_at_its_share_above_its_number(made, drawn, case):
    panel = drawn[case].panel("Eigenvalues of the differences")
    x, up = panel.x_axis(least=N), panel.y_axis()
    assert x.values == tuple(range(1, N + 1))
    shares, _ = spectrum(made, case)
    dots = sorted((one for one in panel.find("dot") if "fill" in one), key=lambda one: one["x"])
    near(places(dots), np.column_stack([x.px(np.arange(1, N + 1)), up.px(shares)]))
    low, high = drawn[case].detail["low"], drawn[case].detail["high"]
    assert dots[0]["fill"] == ("mode 2" if shares[0] > high[0] else "ink")
    bands = sorted(panel.find("bar", fill="faint"), key=lambda one: one["x"])
    near([one["y"] + 1 for one in bands], up.px(high))
    near([one["y"] + one["height"] - 1 for one in bands], up.px(low))
    limits = panel.find("line", stroke="mode 1", dash=True)
    if limits:
        near(np.array(limits[0]["points"])[:, 1], up.px([edge(case[2])] * 2))
        assert panel.words()["Marchenko–Pastur edge"]["fill"] == "name 1"
    else:
        assert edge(case[2]) > max(up.values)
    assert_readable(panel)


def test_the_edge_is_drawn_where_it_can_be(drawn):
    assert drawn[CASES[0]].panel("Eigenvalues").find("line", stroke="mode 1", dash=True)


@pytest.mark.parametrize("case", CASES)
def test_the_largest_is_drawn_against_the_number_of_modes(made, drawn, case):
    panel = drawn[case].panel("The largest eigenvalue")
    x, up = panel.x_axis(log=True), panel.y_axis()
    grid = made[2]._manifest["grid"]
    curve = panel.points(stroke="mode 2", width=2.4)
    near(curve, [[x.px(d), up.px(spectrum(made, (*case[:2], d))[0][0])] for d in grid])
    on_curve(panel.points(stroke="mode 1", dash=True), x, up, lambda d: np.minimum(edge(d), 1), slack=3)
    (now,) = panel.find("dot", fill="mode 2")
    near([now["x"], now["y"]], [x.px(case[2]), up.px(spectrum(made, case)[0][0])])
    (band,) = panel.find("area", fill="faint")
    here = [y for px, y in band["points"] if abs(px - x.px(case[2])) < 1]
    near(sorted(here), up.px([drawn[case].detail["high"][0], drawn[case].detail["low"][0]]))
    assert_readable(panel)


@pytest.mark.parametrize("case", CASES)
def test_each_pairs_step_is_as_long_as_it_goes_along_the_direction(made, drawn, case):
    panel = drawn[case].panel("Each pair's length")
    _, along = spectrum(made, case)
    words = {text: one["y"] for text, one in panel.words().items() if "→" in text}
    assert sorted(words, key=words.get) == sorted(along, key=along.get, reverse=True)
    steps = {one["points"][0][1]: one for one in panel.find("line", width=3)}
    lengths = {text: np.diff(np.array(steps[y]["points"])[:, 0])[0] for text, y in words.items()}
    unit = max(lengths.values()) / max(along.values())
    assert unit > 0
    near([lengths[text] for text in along], unit * np.array(list(along.values())))
    for text, length in along.items():
        assert steps[words[text]]["stroke"] == ("mode 2" if length >= 0 else "faint")
    assert_readable(panel)


@pytest.mark.parametrize("case", CASES)
def test_it_says_whether_this_is_a_spike_and_who_goes_farthest(made, drawn, case):
    said, (shares, along) = drawn[case].said, spectrum(made, case)
    low, high = drawn[case].detail["low"][0], drawn[case].detail["high"][0]
    assert ("This is a spike" in said) == (shares[0] > high)
    assert ("no spike to speak of" in said) == (shares[0] <= high)
    assert int(re.search(r"largest eigenvalue holds (\d+)", said)[1]) == pytest.approx(100 * shares[0], abs=1)
    reach = [int(x) for x in re.search(r"families reach (\d+)\u00a0% to (\d+)", said).groups()]
    assert reach == pytest.approx([100 * low, 100 * high], abs=1)
    if edge(case[2]) < 1:
        assert int(re.search(r"edge stands at (\d+)", said)[1]) == pytest.approx(100 * edge(case[2]), abs=1)
    first, last = ("“" + end(along, key=along.get).replace(" → ", "” → “") + "”" for end in (max, min))
    assert f"Farthest along it goes {first}; least far, {last}." in said


def test_both_verdicts_come_up(drawn):
    assert "This is a spike" in drawn[CASES[0]].said
    assert "no spike to speak of" in drawn[CASES[1]].said


# ---- one word of the families, and those near it
WORD_CASES = [("alike", 25), ("random", 6)]


@pytest.fixture(scope="module")
def taken(made, tmp_path_factory):
    """One word of each family, and the other family set, which the word leads away from."""
    words = [WORDS[made[1][family][3, 1]] for family, _ in WORD_CASES]
    states = [{"family": "random", "d": d, "word": word} for word, (_, d) in zip(words, WORD_CASES, strict=True)]
    return list(zip(words, shown(made[2], tmp_path_factory.mktemp("word"), *states), strict=True))


@pytest.mark.parametrize("i", range(len(WORD_CASES)))
def test_a_word_leads_to_its_family_and_its_nearest_are_said(made, taken, i):
    (family, d), (word, state) = WORD_CASES[i], taken[i]
    assert state.detail["family"] == family
    W, families, _ = made
    used = sorted({int(row) for pairs in families.values() for row in pairs.ravel()})
    vectors = W[used, :d]
    row = used.index(WORDS.index(word))
    cosines = vectors @ vectors[row] / np.linalg.norm(vectors, axis=1)
    nearest = [WORDS[used[k]] for k in np.argsort(-cosines) if k != row][:6]
    assert state.detail["near"] == nearest
    one, two, three = nearest[:3]
    close = f"Nearest to “{word}” among the families’ words, in {d} modes, are “{one}”, “{two}” and “{three}”."
    assert state.said.endswith(close)


@pytest.mark.parametrize("i", range(len(WORD_CASES)))
def test_the_pair_of_the_word_stands_out(taken, i):
    word, state = taken[i]
    panel = state.panel("Each pair's length")
    (band,) = panel.find("bar", fill="grid")
    rows = {text: one["y"] for text, one in panel.words().items() if "→" in text}
    (mine,) = (y for text, y in rows.items() if text.endswith(f" {word}"))
    near(band["y"] + band["height"] / 2, mine)
    assert_readable(panel)


def test_no_word_is_taken_and_none_stands_out_at_first(drawn):
    assert drawn[CASES[0]].detail["near"] == []
    assert "Nearest to" not in drawn[CASES[0]].said
    assert not drawn[CASES[0]].panel("Each pair's length").find("bar", fill="grid")
