"""The update explorer: its JavaScript against the library's loss, gradient and trainer."""

import numpy as np
import pytest
from javascript import ask
from traitlets import TraitError

from wordmodes.explorers import update_explorer
from wordmodes.theory.targets import WeightedTarget
from wordmodes.training.losses import loss_and_gradient

SHARES = {"real": 1.0, "made-up": 0.0, "both": 1 / 6}
ASK = """
const {walk, SHARES, describe, restingScore} = module;
return question.map(([word, context, pair, rate, steps]) => {
  const way = walk(word, context, SHARES[pair], rate, 60);
  return {...way, words: describe({pair, rate, steps, way}), rest: restingScore(SHARES[pair])};
});
"""


def random_cases(n: int = 120) -> list[list]:
    """Draw settings over the controls' ranges, the largest vectors and steps and the origin among them."""
    rng = np.random.default_rng(0)
    cases = []
    for i in range(n):
        (w, c), rate = rng.uniform(-2.5, 2.5, (2, 2)).tolist(), rng.uniform(0.05, 2)
        cases.append([w, c, list(SHARES)[i % 3], rate, int(rng.integers(0, 61))])
    corners = [([2.5, 2.5], [2.5, -2.5]), ([2.5, 2.5], [-2.5, -2.5]), ([2.5, 2.5], [2.5, 2.5]), ([0, 0], [0, 0]),
               ([0, 0], [1, -2])]  # fmt: skip
    return [*cases, *([w, c, pair, rate, 60] for w, c in corners for pair in SHARES for rate in (0.05, 2.0))]


def target(share: float) -> WeightedTarget:
    """One pair that comes as a real one with weight A = share, and as a made-up one with weight B = 1 - share."""
    return WeightedTarget(np.array([[2 * (2 * share - 1)]]), np.array([[1.0]]))


def library_step(w: np.ndarray, c: np.ndarray, share: float, rate: float) -> tuple[float, np.ndarray, np.ndarray]:
    loss, by_w, by_c = loss_and_gradient(target(share), w[None], c[None], "logistic")
    return loss, w - rate * by_w[0], c - rate * by_c[0]


def compare(answers: list[dict], cases: list[list]) -> None:
    """Check each of the 60 steps by the library's own from the same place: what is chaotic would drift apart."""
    for (_, _, pair, rate, _), answer in zip(cases, answers, strict=True):
        places = np.array(answer["places"]).reshape(-1, 2, 2)
        for n in range(60):
            loss, w, c = library_step(*places[n], SHARES[pair], rate)
            assert answer["losses"][n] == pytest.approx(loss, rel=1e-9, abs=1e-13)
            np.testing.assert_allclose(places[n + 1], [w, c], rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(answer["scores"], (places[:, 0] * places[:, 1]).sum(axis=1), rtol=1e-9, atol=1e-12)


def test_the_page_steps_down_the_librarys_gradient(tmp_path):
    cases = random_cases()
    answers = ask(update_explorer(), ASK, cases, tmp_path)
    for (w, c, *_), answer in zip(cases, answers, strict=True):
        assert answer["places"][:4] == [*w, *c]
    compare(answers, cases)


def test_the_comparison_notices_a_vector_that_moves_too_late(tmp_path):
    widget = update_explorer()
    right = "[a, b, c, d] = [a + pull * c, b + pull * d, c + pull * a, d + pull * b];"
    assert right in str(widget._esm)
    late = "a += pull * c; b += pull * d; c += pull * a; d += pull * b;"
    widget._esm = str(widget._esm).replace(right, late)
    cases = random_cases(6)
    with pytest.raises(AssertionError):
        compare(ask(widget, ASK, cases, tmp_path), cases)


@pytest.mark.parametrize("pair", ["real", "made-up"])
def test_one_step_is_the_trainers(tmp_path, pair):
    """Word 0 of the trainer is read with word 1 as its real context, or with word 1 as a negative beside word 2."""
    start = [[0.8, -0.3], [0.4, 1.1], [0.0, 0.0]]
    W, C = np.array(start), np.array(start)
    targets = [[1]] if pair == "real" else [[2, 1]]
    w = W[0].copy()
    for k, target in enumerate(targets[0]):
        pull = 0.6 * ((k == 0) - 1 / (1 + np.exp(-w @ C[target])))
        W[0] += pull * C[target]
        C[target] += pull * w
    answer = ask(update_explorer(), ASK, [[start[0], start[1], pair, 0.6, 0]], tmp_path)[0]
    np.testing.assert_allclose(answer["places"][4:8], [*W[0], *C[1]], rtol=1e-12)


def test_what_is_both_comes_to_rest_at_the_shifted_pmi_and_nothing_else_rests(tmp_path):
    start = [[1.15, -0.35], [0.45, 0.9]]
    both, real, made_up = ask(
        update_explorer(), ASK, [[*start, pair, 0.7, 60] for pair in ("both", "real", "made-up")], tmp_path
    )
    assert both["rest"] == pytest.approx(-np.log(5))
    assert both["scores"][60] == pytest.approx(-np.log(5), abs=1e-6)
    assert "Pulls and pushes balance" in both["words"]
    assert real["rest"] is None
    assert made_up["rest"] is None
    for way, sign in ((real, 1), (made_up, -1)):
        moves = sign * np.diff(way["scores"])
        assert (moves > 0).all()
        assert (np.diff(moves[5:]) < 0).all()
        assert "never quite stops" in way["words"]


def test_words_are_true_everywhere(tmp_path):
    cases = random_cases()
    for (w, c, pair, rate, steps), answer in zip(cases, ask(update_explorer(), ASK, cases, tmp_path), strict=True):
        words, error = answer["words"], answer["errors"][steps]
        assert not any(bad in words for bad in ("NaN", "undefined", "null", "Infinity", "−0.00"))
        assert ("no step will ever change them" in words) == (not any(w) and not any(c))
        if any(w) and any(c) and "The next step moves" in words:
            place = np.array(answer["places"]).reshape(-1, 2, 2)[steps]
            by = [rate * abs(error) * np.hypot(*place[1 - v]) for v in (0, 1)]
            said = [f"{x:.2f}" if x >= 0.01 else "less than 0.01" for x in by]
            way = "along" if error > 0 else "against"
            assert (
                f"moves w by {said[0]} {way} c, and c by {said[1]} {way} w: a {'pull' if error > 0 else 'push'}"
                in words
            )
        assert words.startswith({"real": "A real pair", "made-up": "A made-up pair", "both": "A pair that is"}[pair])


def test_traits_drive_it_and_refuse_nonsense():
    widget = update_explorer(word=[1, 0], context=[-1, 2], pair="both", rate=0.1, steps=12)
    assert (widget.word, widget.context, widget.pair, widget.rate) == ([1, 0], [-1, 2], "both", 0.1)
    assert (widget.steps, widget.key) == (12, "update")
    bad = {"word": [3, 0], "context": [0, float("nan")], "pair": "unreal", "rate": 3, "steps": 61}
    for trait, value in bad.items():
        with pytest.raises(TraitError, match=trait):
            setattr(widget, trait, value)
    with pytest.raises(TraitError):
        widget.word = [1, 2, 3]
