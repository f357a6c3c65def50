"""What the update explorer draws and says, read back by its own axes, against skip-gram's step written out."""

import re

import numpy as np
import pytest
from drawings import assert_readable, near, on_curve, shown

from wordmodes.explorers import update_explorer

SHARES, COLOURS = {"real": 1.0, "made-up": 0.0, "both": 1 / 6}, {"real": 1, "made-up": 2, "both": 4}
CASES = [
    {"word": [1.0, 0.5], "context": [-0.4, 1.2], "pair": "real", "rate": 0.5, "steps": 0},
    {"word": [1.0, 0.5], "context": [-0.4, 1.2], "pair": "real", "rate": 0.3, "steps": 6},
    {"word": [1.2, 0.4], "context": [0.9, 1.3], "pair": "made-up", "rate": 0.4, "steps": 7},
    {"word": [-1.5, 0.4], "context": [0.9, -1.3], "pair": "both", "rate": 0.4, "steps": 1},
]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    return shown(update_explorer(), tmp_path_factory.mktemp("update"), *CASES)


def logistic(x):
    return 1 / (1 + np.exp(-np.asarray(x)))


def loss(x, share):
    return share * np.log1p(np.exp(-x)) + (1 - share) * np.log1p(np.exp(x))


def walk(case):
    """Places of w and c, scores, and errors, of 61 steps."""
    w, c, share = np.array(case["word"]), np.array(case["context"]), SHARES[case["pair"]]
    places, scores = [], []
    for _ in range(62):
        places.append([w, c])
        scores.append(w @ c)
        pull = case["rate"] * (share - logistic(w @ c))
        w, c = w + pull * c, c + pull * w
    return np.array(places), np.array(scores), share - logistic(scores)


@pytest.mark.parametrize("i", range(len(CASES)))
def test_vectors_and_their_next_step_lie_where_the_numbers_say(drawn, i):
    case, panel = CASES[i], drawn[i].panel("The word w")
    (note,) = (text for text in panel.words() if text.startswith("a square is"))
    step = int(note.split()[3])
    axes = [np.array(one["points"]) for one in panel.find("line", stroke="grid", width=1.4)]
    upright = [np.array(one["points"])[0, 0] for one in panel.find("line", stroke="grid", width=0.5)]
    origin = np.array([axes[0][0, 0], axes[1][0, 1]])
    unit = min(abs(x - origin[0]) for x in upright if x) / step
    at = lambda place: origin + unit * np.asarray(place) * [1, -1]  # noqa: E731
    places, n = walk(case)[0], case["steps"]
    colours = ["mode 3", f"mode {COLOURS[case['pair']]}"]
    for v, colour in enumerate(colours):
        (head,) = panel.find("area", fill=colour)
        near(head["points"][0], at(places[n, v]))
        name = panel.words()["wc"[v]]
        assert name["fill"] == colour.replace("mode", "name")
        assert np.hypot(*(np.array([name["x"], name["y"]]) - at(places[n, v]))) < 30
        if n:
            near(panel.points(stroke=colour, dash=False, alpha=0.9), at(places[: n + 1, v]))
        ahead = panel.points(stroke=colour, dash=True)
        near(ahead, at(places[n:61, v]))
    for v, head in enumerate(panel.find("area", fill="ink")):
        near(head["points"][0], at(places[n + 1, v]))
    assert_readable(panel)


@pytest.mark.parametrize("i", range(len(CASES)))
def test_the_models_answer_and_its_error(drawn, i):
    case, panel = CASES[i], drawn[i].panel("The model’s answer")
    x, up = panel.x_axis(least=5), panel.y_axis()
    on_curve(panel.points(stroke="faint", width=2.2), x, up, logistic)
    share, colour = SHARES[case["pair"]], COLOURS[case["pair"]]
    _, scores, errors = walk(case)
    score, error = scores[case["steps"]], errors[case["steps"]]
    (dot,) = panel.find("dot", fill="ink")
    near([dot["x"], dot["y"]], [x.px(score), up.px(logistic(score))])
    (gap,) = panel.find("line", stroke=f"mode {colour}", width=4)
    near(gap["points"], [[x.px(score), up.px(logistic(score))], [x.px(score), up.px(share)]])
    (truth,) = panel.find("line", stroke=f"mode {colour}", dash=True)
    near(np.array(truth["points"])[:, 1], up.px([share, share]))
    sign = "+" if error > 0 else "−"
    assert panel.words()[f"error e = {sign}{abs(error):.2f}"]["fill"] == f"name {colour}"
    assert_readable(panel)


@pytest.mark.parametrize("i", range(len(CASES)))
@pytest.mark.parametrize("kind", ["score", "loss"])
def test_score_and_loss_run_along_the_steps(drawn, i, kind):
    case, panel = CASES[i], drawn[i].panel(f"The {kind} along")
    x, up = panel.x_axis(least=6), panel.y_axis(least=2)
    share, n = SHARES[case["pair"]], case["steps"]
    scores = walk(case)[1][:61]
    values = scores if kind == "score" else loss(scores, share)
    expected = np.column_stack([x.px(np.arange(61)), up.px(values)])
    colour = f"mode {COLOURS[case['pair']]}"
    near(panel.points(stroke=colour, alpha=0.88), expected[n:])
    if n:
        near(panel.points(stroke=colour, alpha=1), expected[: n + 1])
    (dot,) = panel.find("dot", fill="ink")
    near([dot["x"], dot["y"]], expected[n])
    levels = panel.find("line", stroke="ink", dash=True)
    if case["pair"] == "both":
        rest = np.log(1 / 5)
        near(np.array(levels[0]["points"])[:, 1], up.px([rest if kind == "score" else loss(rest, share)] * 2))
    else:
        assert not levels
    assert_readable(panel)


@pytest.mark.parametrize("i", range(len(CASES)))
def test_it_says_what_the_model_answers_and_whether_the_step_pulls(drawn, i):
    case, said = CASES[i], drawn[i].said
    places, scores, errors = walk(case)
    n = case["steps"]
    kind = {"real": "A real pair", "made-up": "A made-up pair", "both": "A pair that is real once and made up five"}
    assert said.startswith(kind[case["pair"]])
    score, sure = re.search(r"w · c = (−?[\d.]+), so the model says ‘real’ with (\d+)\u00a0%", said).groups()
    assert float(score.replace("−", "-")) == pytest.approx(scores[n], abs=0.006)
    assert int(sure) == pytest.approx(100 * logistic(scores[n]), abs=1)
    by_w, way, by_c = re.search(r"moves w by ([\d.]+) (along|against) c, and c by ([\d.]+)", said).groups()
    assert way == ("along" if errors[n] > 0 else "against")
    assert ("a pull" if errors[n] > 0 else "a push") in said
    moved = np.hypot(*np.moveaxis(places[n + 1] - places[n], -1, 0))
    assert [float(by_w), float(by_c)] == pytest.approx(moved, abs=0.006)
    w, c = places[n]
    angle = np.degrees(np.arccos(w @ c / np.linalg.norm(w) / np.linalg.norm(c)))
    assert int(re.search(r"between w and c is (\d+)°", said)[1]) == pytest.approx(angle, abs=1)


def test_it_says_when_nothing_moves_any_more(tmp_path):
    told = [
        ([0, 0], [0, 0], "real", "no step will ever change them"),
        ([0, 0], [1, 0], "real", "w is zero, so c stays; w moves by"),
        ([1, 0], [0, 0], "made-up", "c is zero, so w stays; c moves by"),
        ([2.1, 0], [2.1, 0], "real", "the step has nearly let go"),
        ([1, 0], [-1.61, 0], "both", "Pulls and pushes balance here"),
        ([1, 0], [-2.2, 0], "both", "a pull towards w · c = log(1/5)"),
        ([1, 0], [-1.0, 0], "both", "a push towards w · c = log(1/5)"),
    ]
    states = [{"word": word, "context": context, "pair": pair, "steps": 0} for word, context, pair, _ in told]
    for (*_, says), state in zip(told, shown(update_explorer(), tmp_path, *states), strict=True):
        assert says in state.said
