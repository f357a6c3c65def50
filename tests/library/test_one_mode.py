"""The one-mode explorer: its JavaScript against the library, and what a kernel answers."""

from math import sqrt

import numpy as np
import pytest
from javascript import ask
from traitlets import TraitError

from wordmodes import training
from wordmodes.explorers import one_mode_explorer
from wordmodes.explorers.one_mode.explorer import train
from wordmodes.text import planted
from wordmodes.theory import dynamics, modes, spectra, targets

ASK = """
const {sigmoid, halfRiseTime, descend, crossing, fate, describe, TIME_END} = module;
return question.map(([lam, sigma, step]) => {
  const squares = new Float64Array(1202);
  const course = descend(lam, sigma, step, squares);
  const times = [0, 0.01, 0.5, 3, 11, TIME_END];
  const [half, end] = [halfRiseTime(lam, sigma), fate(lam, course, step)];
  const crossed = crossing(lam, squares, course.n, 4 * step);
  const words = describe({lam, sigma, h: 4 * step, size: 4 * step * lam, half, crossed, end});
  return {times, sigmoid: times.map((t) => sigmoid(lam, sigma, t)), half, crossed, end, words, escape: course.escape,
          squares: squares.slice(0, course.n)};
});
"""
END = 24.0


def random_cases(n: int = 200) -> list[list[float]]:
    """Draw settings over the sliders' ranges, with their ends and their corners."""
    rng = np.random.default_rng(0)
    cases = np.column_stack([rng.uniform(-1, 3, n), 10 ** rng.uniform(-8, 0, n), rng.uniform(0.005, 0.6, n)]).tolist()
    corners = [[lam, sigma, step] for lam in (-1, 0, 1, 3) for sigma in (1e-8, 1) for step in (0.005, 0.25, 0.6)]
    return [*cases, *corners]


def steps(lam: float, start: float, h: float, n: int) -> np.ndarray:
    """s of n steps, as chapter 05 writes them."""
    path = [np.float64(start)]
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(n):
            path.append(path[-1] + h * (lam - path[-1] ** 2) * path[-1])
    return np.array(path, dtype=np.float64)


def compare(answers: list[dict], cases: list[list[float]]) -> None:
    for (lam, sigma, _), answer in zip(cases, answers, strict=True):
        np.testing.assert_allclose(answer["sigmoid"], dynamics.sigmoid(lam, sigma, answer["times"]), rtol=1e-9)
        if lam > 0 and sigma**2 < lam / 2:
            assert answer["half"] == pytest.approx(float(dynamics.half_rise_time(lam, sigma)), rel=1e-9)
        else:
            assert answer["half"] is None


def test_the_sigmoid_and_its_clock_are_the_librarys(tmp_path):
    cases = random_cases()
    compare(ask(one_mode_explorer(), ASK, cases, tmp_path), cases)


def test_the_comparison_notices_a_formula_that_is_off(tmp_path):
    widget = one_mode_explorer()
    right = "Math.exp(-2 * lam * t)"
    assert right in str(widget._esm)
    widget._esm = str(widget._esm).replace(right, right.replace("-2", "-2.0000001"))
    cases = random_cases(20)
    with pytest.raises(AssertionError):
        compare(ask(widget, ASK, cases, tmp_path), cases)


def test_steps_are_those_of_the_librarys_gradient_descent(tmp_path):
    cases = random_cases()
    taken = 0
    for (lam, sigma, step), answer in zip(cases, ask(one_mode_explorer(), ASK, cases, tmp_path), strict=True):
        M, W = np.array([[lam]]), np.array([[sigma]])
        n = int(np.ceil(END / (4 * step) - 1e-9))
        if step >= training.stability_limit(M, W):
            with pytest.raises(ValueError, match="stability limit"):
                training.gradient_descent(M, W, step, n)
            continue
        taken += 1
        run = training.gradient_descent(M, W, step, n, record_every=1)
        squares = run.squared_singular_values[:, 0]
        np.testing.assert_allclose(answer["squares"], squares, rtol=1e-9, atol=1e-40)
        if lam > 0 and answer["half"] is not None:
            crossed = spectra.rise_times(run.times, squares[:, None], [lam])[0]
            assert (answer["crossed"] is None) == np.isnan(crossed)
            if answer["crossed"]:
                assert answer["crossed"]["time"] == pytest.approx(crossed, rel=1e-6)
                assert answer["crossed"]["steps"] == np.argmax(squares >= lam / 2)
    assert taken > 50


def test_large_steps_end_as_the_chapter_says(tmp_path):
    cases = [[lam, 1e-3, x / (4 * lam)] for lam in (0.5, 1.0, 2.3) for x in (0.3, 0.7, 1.1, 1.2, 1.26, 1.8, 2.05, 3.1)]
    for (lam, sigma, step), answer in zip(cases, ask(one_mode_explorer(), ASK, cases, tmp_path), strict=True):
        x, end = 4 * step * lam, answer["end"]
        path = steps(lam, sigma, 4 * step, 3000)
        if x < 1:
            assert end["values"] == [pytest.approx(lam, rel=1e-9)]
            assert ("overshoot" in answer["words"]) == (x > 0.5) == bool((path**2 > lam * (1 + 1e-9)).any())
        elif x < sqrt(5) - 1:
            root = sqrt((x - 1) * (x + 3))
            cycle = [lam * (1 + x + sign * root) / (2 * x) for sign in (-1, 1)]
            assert sorted(end["values"]) == pytest.approx(cycle, rel=1e-6)
            assert f"between {cycle[0]:.2f} and {cycle[1]:.2f}" in answer["words"]
        elif x < 1.3:
            assert len(end["values"]) == 4
            assert "a cycle of 4 values" in answer["words"]
        elif x < 2:
            assert end["kind"] == "wanders"
            assert np.isfinite(path).all()
            assert "does not run off" in answer["words"]
        else:
            assert end["kind"] == "diverges"
            assert not np.isfinite(path).all()
            n = end["step"]
            assert f"from step {n} on" in answer["words"]
            later = np.abs(path[n : n + 8])
            assert (later[1:] > later[:-1]).all()
            assert np.abs(path[n]) > np.sqrt((2 + x) / (4 * step)) >= np.abs(path[:n]).max()


def test_words_are_true_at_the_ends(tmp_path):
    said = {
        (-0.5, 1, 0.1): "a negative mode is never learned",
        (0, 1, 0.1): "fades like 1/(2t)",
        (1, 1, 0.1): "starts at its full height",
        (0.5, 1, 0.1): "starts above its full height",
        (1, 0.8, 0.1): "starts more than half-way up",
        (0.5, 1e-8, 0.005): "beyond the right edge",
        (1, 1e-3, 0.25): "stand exactly at the limit",
        (1, 1, 0.3): "only because they start there",
        (-1, 1e-3, 0.6): "diverge from the start",
        (-1, 1e-3, 0.3): "change the sign of s each time",
        (1, 0.6, 0.45): "past half-way at once",
    }
    answers = ask(one_mode_explorer(), ASK, list(said), tmp_path)
    for (setting, words), answer in zip(said.items(), answers, strict=True):
        assert words in answer["words"], setting
    for answer in ask(one_mode_explorer(), ASK, random_cases(), tmp_path):
        assert not any(bad in answer["words"] for bad in ("NaN", "undefined", "null", "Infinity"))


def test_traits_drive_it_and_refuse_nonsense():
    widget = one_mode_explorer(eigenvalue=2, sigma=1e-6, step=0.02)
    assert (widget.eigenvalue, widget.sigma, widget.step, widget.key) == (2, 1e-6, 0.02, "mode")
    for trait, value in (("eigenvalue", 4), ("sigma", 0), ("sigma", float("nan")), ("step", 0.7)):
        with pytest.raises(TraitError, match=f"{trait} must lie between"):
            setattr(widget, trait, value)


def test_a_kernel_trains_all_words_of_the_planted_language(monkeypatch):
    widget = one_mode_explorer()
    sent = []
    monkeypatch.setattr(widget, "send", lambda message, buffers=(): sent.append((message, buffers)))
    setting = {"eigenvalue": 1.5, "sigma": 1e-4, "step": 0.02}
    widget._handle_custom_msg({"type": "train", "horizon": 12.0, **setting}, [])
    *progress, (answer, buffers) = sent
    assert [part["share"] for part, _ in progress] == pytest.approx([0.2, 0.4, 0.6, 0.8, 1])
    assert {name: answer[name] for name in setting} == setting
    assert (answer["V"], answer["runs"], len(answer["halves"])) == (528, 5, 5)
    times, squares = (np.frombuffer(buffer, "<f4") for buffer in buffers)
    M = targets.m_star(planted.planted_language().P)
    top = modes.leading_modes(M, 1)
    for seed, grown in enumerate(squares.reshape(5, -1)):
        W = training.initial_embedding(528, 1, 1e-4, seed)
        run = training.gradient_descent(1.5 * M / top.eigenvalues[0], W, 0.02, 150)
        np.testing.assert_allclose(times, run.times, rtol=1e-6)
        np.testing.assert_allclose(grown, run.squared_singular_values[:, 0], rtol=1e-5)
        start = abs(top.eigenvectors[:, 0] @ W[:, 0])
        late = 0.12 / np.log1p(0.12)  # the clock of a step of hλ = 0.12
        assert answer["halves"][seed] == pytest.approx(late * dynamics.half_rise_time(1.5, start), rel=0.02)


@pytest.mark.parametrize(
    ("change", "why"), [({"eigenvalue": -0.5}, "λ above zero"), ({"step": 0.3}, "stability limit")]
)
def test_what_can_not_be_trained_is_said(monkeypatch, change, why):
    widget = one_mode_explorer()
    sent = []
    monkeypatch.setattr(widget, "send", lambda message, buffers=(): sent.append(message))
    setting = {"eigenvalue": 1.0, "sigma": 1e-3, "step": 0.1, "horizon": 24.0} | change
    widget._handle_custom_msg({"type": "train", **setting}, [])
    assert sent[-1]["type"] == "failed"
    assert why in sent[-1]["text"]


def test_runs_end_at_the_horizon():
    times, squares = train(1.0, 1e-2, 0.1, 7.0)
    assert times[-1] == pytest.approx(7.0, abs=0.4)
    assert squares.shape == (len(times), 5)
