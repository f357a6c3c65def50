"""What the analogies explorer draws and says, read back by its own axes, against cosines by NumPy."""

import re

import numpy as np
import pytest
from drawings import assert_readable, near, places, shown

from wordmodes.explorers import analogies_explorer
from wordmodes.theory.modes import Modes, embed

V, D = 300, 16
WORDS = [f"word{i}" for i in range(V)]
EXAMPLES = (("word3", "word4", "word5"), ("word20", "word21", "word22"))
CASES = [
    {"a": "word3", "b": "word4", "c": "word5", "axis": "modes", "d": 7},
    {"a": "word3", "b": "word4", "c": "word5", "axis": "modes", "d": 16},
    {"a": "word20", "b": "word21", "c": "word22", "axis": "modes", "d": 12},
]


@pytest.fixture(scope="module")
def modes():
    """A family of pairs that differ by one step and a little noise, among words of no kin."""
    rng = np.random.default_rng(0)
    vectors = rng.standard_normal((V, 24))
    vectors[4:12:2] = vectors[3:11:2] + 4 * vectors[0] + 1.2 * rng.standard_normal((4, 24))
    return Modes(np.geomspace(60, 9, 24), np.linalg.qr(vectors)[0], 0.0)


@pytest.fixture(scope="module")
def drawn(modes, tmp_path_factory):
    pairs = {"made up": np.array([[3, 4], [5, 6], [7, 8], [9, 10]])}
    widget = analogies_explorer(modes, WORDS, families=pairs, size=V, n_modes=D, examples=EXAMPLES)
    return shown(widget, tmp_path_factory.mktemp("analogies"), *({**case, "exclude": True} for case in CASES))


def vectors(modes, d):
    W = embed(modes.top(D))[:, :d]
    return W / np.linalg.norm(W, axis=1, keepdims=True)


def ranked(modes, case, d=None):
    """Words but the question's own, best first, and all cosines with b - a + c of the unit vectors."""
    U = vectors(modes, d or case["d"])
    a, b, c = (WORDS.index(case[name]) for name in "abc")
    goal = U[b] - U[a] + U[c]
    cosines = U @ goal / np.linalg.norm(goal)
    order = [i for i in np.argsort(-cosines) if i not in (a, b, c)]
    return order, cosines


def followed(modes, case):
    """The word that the family expects; without one, the first."""
    return 6 if case["a"] == "word3" else ranked(modes, case)[0][0]


@pytest.mark.parametrize("i", range(len(CASES)))
def test_the_curve_is_the_words_place_and_the_first_place_is_on_top(modes, drawn, i):
    case, panel = CASES[i], drawn[i].panel("Place of the answer")
    x, down = panel.x_axis(least=4), panel.y_axis(log=True, up=False)
    word = followed(modes, case)
    grid = np.arange(2, D + 1)
    ranks = np.array([ranked(modes, case, d)[0].index(word) + 1 for d in grid])
    curve = panel.points(stroke="faint", width=1.5)
    near(curve[:, 0], x.px(grid))
    near(curve[:, 1], down.px(ranks), 4)  # vectors are rounded on the page, and a place may change by one
    assert np.mean(np.abs(curve[:, 1] - down.px(ranks)) < 1.6) > 0.8
    first = grid[[place == 1 for place in drawn[i].detail["places"]]]
    near(np.sort([dot["x"] for dot in panel.find("dot", fill="mode 3", radius=3.5)]), x.px(first))
    (now,) = (one for one in panel.find("dot", radius=5.5) if "fill" in one)
    near(now["x"], x.px(case["d"]))
    near(now["y"], down.px(drawn[i].detail["place"]))
    assert now["fill"] == ("mode 3" if drawn[i].detail["place"] == 1 else "ink")
    assert "modes kept, d" in panel.words()
    assert_readable(panel)


@pytest.mark.parametrize("i", range(len(CASES)))
def test_bars_are_cosines_and_the_answer_followed_is_green(modes, drawn, i):
    case, panel = CASES[i], drawn[i].panel("The best answers")
    order, cosines = ranked(modes, case)
    names = sorted(panel.find("text", size=13), key=lambda one: one["y"])
    assert [one["text"] for one in names[:8]] == [WORDS[k] for k in order[:8]]
    bars = sorted(panel.find("bar"), key=lambda one: one["y"])
    assert len(bars) == len(names)
    unit = None
    for name, bar in zip(names, bars, strict=True):
        near(bar["y"] + bar["height"] / 2, name["y"])
        value = cosines[WORDS.index(name["text"])]
        unit = unit or bar["across"] / value
        near(bar["across"], max(unit * value, 1), 2)
        green = WORDS.index(name["text"]) == followed(modes, case)
        assert (bar["fill"], name["fill"]) == (("mode 3", "name 3") if green else ("mode 1", "ink"))
        texts = [one for one in panel.find("text", size=11) if one["y"] == name["y"]]
        rank, cosine = (one["text"] for one in sorted(texts, key=lambda one: one["x"]))
        assert float(cosine.replace("−", "-")) == pytest.approx(value, abs=2e-3)
        assert int(rank) == pytest.approx(order.index(WORDS.index(name["text"])) + 1, abs=1)
    assert unit == pytest.approx(panel.width - 44 - bars[0]["x"], rel=0.02)  # a cosine of 1 fills the row
    assert_readable(panel)


@pytest.mark.parametrize("i", range(len(CASES)))
def test_the_parallelogram_lies_as_it_is_and_not_mirrored(modes, drawn, i):
    case, panel = CASES[i], drawn[i].panel("The words in the plane")
    U = vectors(modes, case["d"])
    a, b, c = (U[WORDS.index(case[name])] for name in "abc")
    dots = places(panel.find("dot", fill="ink", radius=4)[-3:])
    (square,) = panel.find("bar", stroke="mode 1")
    goal = np.array([square["x"], square["y"]]) + 4.5
    at = {"a": dots[0], "b": dots[1], "c": dots[2], "sum": goal}
    true = {"a": a, "b": b, "c": c, "sum": b - a + c}
    names = list(at)
    length = {(p, q): np.linalg.norm(true[p] - true[q]) for p in names for q in names if p < q}
    drawn_length = {pair: np.linalg.norm(at[pair[0]] - at[pair[1]]) for pair in length}
    unit = drawn_length["a", "b"] / length["a", "b"]
    near([drawn_length[pair] for pair in length], [unit * length[pair] for pair in length], 1)
    assert at["b"][0] > at["a"][0]  # b - a points to the right
    near(at["a"][1], at["b"][1])
    assert at["c"][1] < at["a"][1]  # and c lies above it
    for name in "abc":
        label = panel.words()[case[name]]
        assert np.hypot(*(np.array([label["x"], label["y"]]) - at[name])) < 50
    tips = [one["points"][0] for one in panel.find("area", fill="mode 1")]
    assert min(np.hypot(*(np.array(tip) - at["b"])) for tip in tips) < 7
    assert min(np.hypot(*(np.array(tip) - at["sum"])) for tip in tips) < 7
    assert_readable(panel)


@pytest.mark.parametrize("i", range(len(CASES)))
def test_it_says_what_lies_nearest_and_when_the_answer_comes_first(modes, drawn, i):
    case, said, detail = CASES[i], drawn[i].said, drawn[i].detail
    order, cosines = ranked(modes, case)
    assert said.startswith(f"“{case['a']}” is to “{case['b']}” as “{case['c']}” is to what? With {case['d']} modes")
    nearest, cosine = re.search(r"lies nearest to “(\w+)” \(cosine (−?[\d.]+)\)", said).groups()
    assert nearest == WORDS[order[0]]
    assert float(cosine) == pytest.approx(cosines[order[0]], abs=0.006)
    if case["a"] == "word3":
        place = detail["place"]
        assert ("That is the expected answer" in said) == (place == 1)
        assert place == 1 or f"“word6” (made up), has place {place} of {V - 3}." in said
    else:
        assert "The test set has no answer to this" in said
    first = [d for d, place in zip(range(2, D + 1), detail["places"], strict=True) if place == 1]
    if not first:
        assert "comes first for no number of modes" in said
    elif len(first) == D - 1:
        assert "comes first for every number of modes" in said
    else:
        last = first[-1]
        start = next(d for d in range(last, 1, -1) if d - 1 not in first)
        span = (
            f"from d = {start} to the end"
            if last == D
            else f"at d = {last}"
            if start == last
            else f"from d = {start} to {last}"
        )
        assert f"comes first {span}" in said
