"""What the own-text explorer draws and says, read back by its own axes, against the library."""

import re

import numpy as np
import pytest
from drawings import assert_readable, near, on_curve, shown

from wordmodes.explorers import own_text_explorer
from wordmodes.explorers.own_text.samples import sample_counts
from wordmodes.theory import dynamics, modes, targets
from wordmodes.word_vectors import WordVectors

K, D, SIGMA = 20, 8, 1e-5
CASES = [
    {"text": "gazette", "beside": "planted", "mode": 2, "time": 0.45, "sigma": SIGMA},
    {"text": "planted", "beside": "gazette", "mode": 5, "time": 0.9, "sigma": SIGMA, "window": 5},
]
NARROW = {"text": "gazette", "beside": "planted", "mode": 12, "time": 0.2, "sigma": 0.3, "width": 358}


@pytest.fixture(scope="module")
def counts():
    return sample_counts("gazette")


@pytest.fixture(scope="module")
def drawn(counts, tmp_path_factory):
    widget = own_text_explorer({"gazette": counts})
    return shown(widget, tmp_path_factory.mktemp("own"), *CASES, NARROW)


@pytest.fixture(scope="module")
def spectrum(counts):
    return modes.all_modes(targets.m_star(counts.P))


@pytest.fixture(scope="module")
def vectors(counts, spectrum):
    return WordVectors(counts.vocabulary, spectrum.top(K))


def rows_of(panel):
    """What the ladder writes beside each mode's number, and where."""
    return sorted((one for one in panel.find("text", size=13) if "↔" in one["text"]), key=lambda one: one["y"])


def test_the_ladder_has_each_mode_with_the_words_at_its_ends(drawn, vectors, spectrum):
    panel = drawn[0].panel("The concepts of the text")
    rows = rows_of(panel)
    assert len(rows) == K
    lam = spectrum.eigenvalues
    bars = [one for one in panel.find("bar") if "fill" in one and one["height"] == 18]
    assert len(bars) == K
    for k, (row, bar) in enumerate(zip(rows, sorted(bars, key=lambda one: one["y"]), strict=True)):
        low, high = row["text"].split(" ↔ ")
        plus, minus = vectors.ends(k + 1, n=4)
        n = len(high.split())
        assert n
        assert low
        assert (low.split(), high.split()) == (minus[: len(low.split())], plus[:n])
        near(row["y"], bar["y"] + bar["height"] / 2, 3)
        near(bar["across"] / bars[0]["across"], lam[k] / lam[0], 1e-3)
        assert bar["fill"] == (f"mode {k + 1}" if k < D else "faint")
        (value,) = [one for one in panel.find("text", size=11, align="right", fill="faint") if one["y"] == row["y"]
                    and one["x"] > 300]  # fmt: skip
        assert float(value["text"]) == pytest.approx(lam[k], rel=6e-3)
    (frame,) = panel.find("bar", stroke="ink")
    near(frame["y"] + frame["height"] / 2, rows[1]["y"], 2)
    assert_readable(panel)


def test_a_line_parts_what_stands_above_chance_from_what_does_not(drawn):
    panel, detail = drawn[1].panel("The concepts of the text"), drawn[1].detail
    above = sum(lam > max(detail["edges"]) for lam in detail["eigenvalues"])
    assert 3 <= above < K
    lines = panel.find("line", stroke="ink", dash=True)
    assert len({one["points"][0][1] for one in lines}) == 1
    y, rows = lines[0]["points"][0][1], rows_of(panel)
    assert rows[above - 1]["y"] + 8 < y < rows[above]["y"] - 8
    assert panel.words()["chance reaches up to here"]["y"] == y
    assert f"{above} of {K} modes stand above chance: shuffled 3 times" in drawn[1].said
    assert f"an eigenvalue of {max(detail['edges']):.3g}" in drawn[1].said
    assert not drawn[0].panel("The concepts of the text").find("line", stroke="ink", dash=True)  # nothing to shuffle
    assert "can't be shuffled here" in drawn[0].said
    assert_readable(panel)


def test_the_strips_show_the_flow_and_its_limit(drawn, spectrum):
    shown_now = drawn[0]
    panel, detail = shown_now.panel("Squared singular values"), shown_now.detail
    lam = spectrum.eigenvalues
    strips = panel.strips("squared singular values s²", "loss still to be removed", "effective rank")
    x = panel.x_axis(y=(strips[2][0], 1e9))
    up = panel.y_axis(y=strips[0])
    # what its own starts say: each mode's half-rise and its sigmoid
    marks = [one for one in panel.find("area") if len(one["points"]) == 3]
    assert len(marks) == D
    tips = sorted(min(point[0] for point in one["points"]) + 4.5 for one in marks)
    for k in range(D):
        (mark,) = [one for one in marks if one["fill"] == f"mode {k + 1}"]
        half = float(x.at(min(point[0] for point in mark["points"]) + 4.5)) / lam[0]
        start = np.sqrt(lam[k] / (np.exp(2 * lam[k] * half) + 1))
        curve = panel.points(stroke=f"mode {k + 1}", dash=True)
        on_curve(curve[1:], x, up, lambda t, k=k, s=start: dynamics.sigmoid(lam[k], s, np.maximum(t, 0) / lam[0]), 3)
    assert tips[0] > x.px(0)
    now = detail["t"] * lam[0]
    dots = [one for one in panel.find("dot", radius=4.2) if "fill" in one]
    near([one["x"] for one in dots], x.px(now))
    near(sorted(one["y"] for one in dots), sorted(up.px(detail["squares"])))


def test_words_stand_where_the_flow_has_carried_them(drawn, counts):
    panel = drawn[0].panel("Words in the plane")
    names = panel.words()
    assert {"← ", "↑ "} <= {text[:2] for text in names}
    assert len(panel.find("dot", fill="ink")) == 26
    assert len(set(names) & set(counts.words)) > 15
    assert_readable(panel)


def test_neighbours_and_company_are_the_librarys(drawn, vectors, counts):
    detail = drawn[0].detail
    word = detail["asked"]["word"]
    assert word == detail["ends"][0][0]
    found = vectors.neighbours(word, n=8)
    assert [name for name, _ in detail["near"]] == [name for name, _ in found]
    np.testing.assert_allclose([x for _, x in detail["near"]], [x for _, x in found], atol=1e-6)
    row = counts.vocabulary.index[word]
    ppmi = targets.ppmi(counts.P)[row]
    np.testing.assert_allclose(
        [x for _, x in detail["company"]], [ppmi[counts.vocabulary.index[name]] for name, _ in detail["company"]]
    )
    np.testing.assert_allclose(detail["company"][0][1], np.delete(ppmi, row).max())
    panel = drawn[0].panel("The nearest words")
    for (name, value), (other, strength) in zip(detail["near"], detail["company"], strict=True):
        texts = [one["text"] for one in panel.find("text")]
        assert name in texts
        assert other in texts
        assert f"{value:.2f}" in texts
        assert f"{strength:.2f}" in texts
    assert_readable(panel)


def test_analogies_come_with_and_without_the_questions_words(drawn, vectors):
    detail = drawn[0].detail
    a, b, c = (detail["asked"][name] for name in "abc")
    barred, free = detail["answers"]
    assert [name for name, _ in barred] == [name for name, _ in vectors.analogy(a, b, c, n=6)]
    unit = vectors.W / np.linalg.norm(vectors.W, axis=1, keepdims=True)
    i, j, k = (vectors.words.index(word) for word in (a, b, c))
    goal = unit[j] - unit[i] + unit[k]
    cosines = unit @ goal / np.linalg.norm(goal)
    assert [name for name, _ in free] == [vectors.words[row] for row in np.argsort(-cosines, kind="stable")[:6]]
    bold = [one["text"] for one in drawn[0].panel("Answers to the analogy").find("text", weight=650)]
    assert set(bold) == {name for name, _ in free} & {a, b, c}
    assert_readable(drawn[0].panel("Answers to the analogy"))


def test_frequencies_fall_along_the_line_that_is_drawn(drawn, counts):
    panel = drawn[0].panel("How often each word occurs")
    x, up = panel.x_axis(log=True), panel.y_axis(log=True, least=2)
    tallies = counts.vocabulary.counts
    near(panel.points(stroke="mode 1"), np.stack([x.px(np.arange(1, 501)), up.px(tallies)], axis=1))
    near(panel.points(dash=True)[0], [x.px(1), up.px(tallies[0])])
    on_curve(panel.points(dash=True), x, up, lambda rank: tallies[0] / rank)
    assert_readable(panel)


def test_two_spectra_lie_in_one_picture(drawn, spectrum):
    for state, sizes in ((drawn[0], (500, 528)), (drawn[1], (528, 500))):
        panel = state.panel("Eigenvalues of the two")
        x, up = panel.x_axis(least=4), panel.y_axis()
        for i, V in enumerate(sizes):
            dots = panel.find("dot", fill=f"mode {i + 1}")
            near([one["x"] for one in dots], x.px(np.arange(1, K + 1)))
            if V == 500:
                near([one["y"] for one in dots], up.px(spectrum.eigenvalues[:K] / V))
        assert_readable(panel)


def test_the_read_out_says_what_the_pictures_show(drawn, spectrum):
    for state, title in zip(drawn, ("gazette", "planted language", "gazette"), strict=True):
        detail, said = state.detail, state.said
        assert said.startswith(f"{title}: mode {state.state['mode']} runs from ")
        plus, minus = detail["ends"]
        assert re.findall("“(.+?)”", said) == [*minus[:3], *plus[:3]]
        lam = detail["eigenvalues"]
        assert f"At λ₁t = {detail['t'] * lam[0]:.1f}" in said
        risen = sum(s >= lam[k] / 2 for k, s in enumerate(detail["squares"]))
        assert f"{ {0: 'no mode has', 1: 'one mode has'}.get(risen, f'{risen} of {D} modes have') } risen" in said
        assert f"{round(100 * (1 - detail['loss']))}\u00a0% of the removable loss" in said
    assert "A model of 8 dimensions is full before it comes to this mode" in drawn[2].said
    assert "up to" in drawn[2].said


@pytest.mark.parametrize("i", range(3))
def test_no_words_overlap(drawn, i):
    for name, panel in drawn[i].panels.items():
        if not name.startswith(("Words in the plane", "Squared")):
            assert_readable(panel)
