"""What the explorer of answers draws and says, read back by its own axes."""

import re

import numpy as np
import pytest
from drawings import assert_readable, near, places, shown

from wordmodes.explorers import answers_explorer
from wordmodes.explorers.answers.explorer import NAMES, WORLD
from wordmodes.explorers.answers.table import MODES, stored_answers

CASES = [
    ("gazette", "M*", "by value", 100),
    ("gazette", "PPMI", "by modulus", 60),
    ("wikipedia", "damped M*", "by modulus", 40),
    ("wikipedia", "PPMI", "by value", 200),
]
TEXTS = {one.text: one for one in stored_answers()}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    states = [dict(zip(("text", "target", "modes", "d"), case, strict=True)) for case in CASES]
    states += [{**state, "width": 330} for state in states]
    found = shown(answers_explorer(), tmp_path_factory.mktemp("answers"), *states)
    return dict(zip([*CASES, *((case, "narrow") for case in CASES)], found, strict=True))


def shares(case):
    """By family's name: of the closed form, and of SGNS where it was trained."""
    text, target, modes, d = case
    one = TEXTS[text]
    hits = one.hits[target][modes][one.columns.index(d)]
    trained = one.trained or [np.nan] * len(hits)
    return {NAMES.get(name, name): (right / n, own / n)
            for (name, n), right, own in zip(one.families, hits, trained, strict=True)}  # fmt: skip


def grammar(text):
    return [name.startswith("gram") and name not in WORLD for name, _ in TEXTS[text].families]


@pytest.mark.parametrize("case", CASES)
def test_each_family_has_its_dot_and_its_stroke(drawn, case):
    panel = drawn[case].panel("Share of the analogies answered")
    x = panel.x_axis(least=4)
    own = shares(case)
    rows = {text: one["y"] for text, one in panel.words(fill="ink").items() if text in own}
    assert set(rows) == set(own)
    dots = {round(one["y"], 3): one["x"] for one in panel.find("dot", fill="mode 1")}
    near([dots[round(rows[name], 3)] for name in own], [x.px(share) for share, _ in own.values()])
    strokes = {
        round(np.mean([p[1] for p in one["points"]]), 3): one["points"][0][0]
        for one in panel.find("line", stroke="mode 2", width=3)
    }
    at = {round(rows[name], 3): x.px(trained) for name, (_, trained) in own.items() if trained == trained}
    assert set(strokes) == set(at)
    near([strokes[y] for y in at], list(at.values()))
    names = sorted(rows, key=rows.get)
    kind = dict(zip(own, grammar(case[0]), strict=True))
    assert [kind[name] for name in names] == sorted(kind[name] for name in names)  # the world first
    heads = {word: panel.words(fill="faint")[word]["y"] for word in ("the world", "grammar")}
    assert heads["the world"] < rows[names[0]] < heads["grammar"] < rows[names[-1]]


@pytest.mark.parametrize("case", CASES)
def test_all_of_them_against_the_columns(drawn, case):
    text, target, modes, d = case
    panel = drawn[case].panel("Share of all analogies answered")
    x, up = panel.x_axis(), panel.y_axis()
    one = TEXTS[text]
    asked = sum(n for _, n in one.families)
    curves = {kind: [sum(row) / asked for row in one.hits[target][kind]] for kind in MODES}
    drawn_curve = panel.points(stroke="mode 1", width=2.4)
    near(drawn_curve, np.column_stack([x.px(one.columns), up.px(curves[modes])]))
    (other,) = [kind for kind in MODES if kind != modes]
    near(panel.points(stroke="mode 1", width=1.6), np.column_stack([x.px(one.columns), up.px(curves[other])]))
    (dot,) = panel.find("dot", fill="mode 1")
    near([dot["x"], dot["y"]], [x.px(d), up.px(curves[modes][one.columns.index(d)])])
    levels = [[p[1] for p in level["points"]] for level in panel.find("line", stroke="mode 2", dash=True)]
    assert len(levels) == bool(one.trained)
    near(levels, [[up.px(sum(one.trained) / asked)] * 2] if one.trained else [])
    assert drawn[case].detail["share"] == pytest.approx(curves[modes][one.columns.index(d)])


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("wide", [True, False])
def test_its_words_can_be_read(drawn, case, wide):
    for panel in drawn[case if wide else (case, "narrow")].panels.values():
        assert_readable(panel)
        assert places(panel.find("dot")).size


@pytest.mark.parametrize("case", CASES)
def test_it_says_the_scores_and_who_is_farthest_behind(drawn, case):
    text, target, _, _ = case
    said, own = drawn[case].said, shares(case)
    one = TEXTS[text]
    asked = np.array([n for _, n in one.families])
    hits = np.array([share for share, _ in own.values()]) * asked
    of = f"{asked.sum():,}".replace(",", "\u202f")
    assert f"{target} answers {100 * hits.sum() / asked.sum():.1f}\u00a0% of {of} analogies" in said
    mask = np.array(grammar(text))
    for word, which in (("world", ~mask), ("grammar", mask)):
        shown_ = int(re.search(rf"(\d+)\u00a0% about (?:the )?{word}", said)[1])
        assert shown_ == pytest.approx(100 * hits[which].sum() / asked[which].sum(), abs=0.51)
    assert ("SGNS answers" in said) == bool(one.trained)
    if one.trained:
        behind = max(own, key=lambda name: own[name][1] - own[name][0])
        assert f"Farthest behind it: {behind}, by" in said
