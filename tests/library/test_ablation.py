"""The ablation explorer: its stored runs and its JavaScript against the library."""

import json
import zlib

import numpy as np
import pytest
from javascript import ask
from traitlets import TraitError

from wordmodes import training
from wordmodes.explorers import AblationExplorer, ablation_explorer
from wordmodes.explorers.ablation.explorer import pack
from wordmodes.explorers.ablation.runs import (
    LOSSES,
    SCALES,
    STEP,
    WEIGHTS,
    corner,
    foretold,
    horizon,
    stored_runs,
    train,
)
from wordmodes.text import planted
from wordmodes.theory import dynamics, modes, spectra, targets
from wordmodes.training import start

ASK = """
const {readAblation, foretold, halfRises, horizon} = module;
const data = readAblation(model);
return question.map(([weights, sigma, times]) => {
  const corner = data.corners[weights];
  return {
    squares: times.map((t) => corner.rates.map((_, k) => foretold(corner, k, t, sigma))),
    halves: halfRises(corner, sigma), end: horizon(data, sigma),
  };
});
"""
ASK_RUNS = """
const {readAblation, riseTimes, risesAlone, runAt} = module;
const data = readAblation(model);
return data.runs.map((run) => ({
  ...run, rises: riseTimes(run, data.corners[run.weights].heights), alone: risesAlone(run, data.d),
  at: question.map((share) => runAt(run, data.d, share * run.times.at(-1))),
}));
"""


@pytest.fixture(scope="module")
def widget():
    return ablation_explorer()


@pytest.fixture(scope="module")
def runs():
    return stored_runs()[1]


def expected(weights, sigma, times):
    rates, heights, starts = stored_runs()[0][weights].values()
    starts = sigma * starts
    curves = [dynamics.sigmoid(h, s, np.array(times) * r / h) for h, s, r in zip(heights, starts, rates, strict=True)]
    return np.transpose(curves), dynamics.half_rise_time(heights, starts) * heights / rates


def worst_difference(widget, folder):
    rng = np.random.default_rng(0)
    sigmas = [*SCALES, *10 ** rng.uniform(-6, np.log10(0.5), 5)]
    cases = [(w, s, [0, horizon(s), *rng.uniform(0, horizon(s), 6)]) for w in WEIGHTS for s in sigmas]
    worst = 0.0
    for (weights, sigma, times), answer in zip(cases, ask(widget, ASK, cases, folder), strict=True):
        squares, halves = expected(weights, sigma, times)
        pairs = [(answer["squares"], squares), (answer["halves"], halves), (answer["end"], horizon(sigma))]
        worst = max(worst, *(np.max(np.abs(np.divide(a, b) - 1)) for a, b in pairs))
    return worst


def test_the_page_foretells_what_the_library_does(widget, tmp_path):
    assert worst_difference(widget, tmp_path) < 1e-9


def test_the_comparison_notices_a_rate_that_is_off(tmp_path):
    widget = ablation_explorer()
    manifest = json.loads(json.dumps(widget._manifest))
    manifest["corners"]["word2vec"]["rates"][2] *= 1 + 1e-6
    widget._manifest = manifest
    assert worst_difference(widget, tmp_path) > 1e-8


def test_with_even_weights_the_modes_are_those_of_m_star():
    spectrum = modes.all_modes(targets.m_star(planted.planted_language().P))
    even, own = corner("even"), corner("word2vec")
    np.testing.assert_allclose(even.heights, spectrum.eigenvalues[:3], rtol=1e-10)
    np.testing.assert_allclose(even.lead, spectrum.eigenvalues[0] / 4, rtol=1e-10)
    np.testing.assert_allclose(
        np.expm1(STEP * even.rates) / STEP, spectrum.eigenvalues[:3] / spectrum.eigenvalues[0], rtol=1e-10
    )
    assert spectra.subspace_overlap(even.own, even.star) == pytest.approx(1)
    assert spectra.subspace_overlap(own.own, own.star) < 0.75


def test_word2vecs_weights_make_the_chapters_matrix():
    P = planted.planted_language().P
    p = P.sum(axis=1)
    B = 5 * np.outer(p, start.negative_distribution(p))
    spectrum = modes.all_modes((P - (B + B.T) / 2) / 2)
    lam, E = spectrum.eigenvalues, spectrum.eigenvectors
    own = corner("word2vec")
    np.testing.assert_allclose(own.lead, lam[0], rtol=1e-10)
    np.testing.assert_allclose(np.expm1(STEP * own.rates) / STEP, lam[:3] / lam[0], rtol=1e-9)
    assert spectra.subspace_overlap(own.own, E[:, :3]) == pytest.approx(1)


def test_a_mode_alone_ends_at_its_height():
    """Descent confined to one mode of H, one number, ends where the table says."""
    for weights in WEIGHTS:
        target, own, _, lead, _, heights, _ = corner(weights)
        for k in range(3):
            e, s = own[:, k], 0.1 * np.sqrt(heights[k])
            pull = e @ (target.g * target.M / 4) @ e
            hold = (e**2) @ target.g @ (e**2) / 4
            for _ in range(2000):
                s += 0.1 / lead * (pull - hold * s**2) * s
            assert s**2 == pytest.approx(heights[k], rel=1e-9)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("weights", WEIGHTS)
def test_stored_runs_are_what_training_gives(runs, loss, weights):
    run, again = runs[loss, weights, 0.5], train(loss, weights, 0.5)
    for one, two in zip(run, again, strict=True):
        np.testing.assert_allclose(one, two, rtol=1e-4, atol=1e-6)
    target, *_, lead, _, _, _ = corner(weights)
    W = training.initial_embedding(len(target.M), 3, 0.5, 0)
    every = round(run.times[1] / STEP)
    theirs = training.factorise(target, W, STEP / lead / 2, 5 * every, every, loss=loss)
    np.testing.assert_allclose(run.squares[:6], theirs.squared_singular_values, rtol=1e-5)
    end = again.loss * (target.g.sum() * np.log(2) - theirs.loss[0]) / (1 - again.loss[0])
    np.testing.assert_allclose(np.diff(end[:6]), np.diff(theirs.loss), rtol=1e-6)
    np.testing.assert_allclose(run.times[:6], every * STEP * np.arange(6), rtol=1e-6)


def test_every_corner_is_stored_at_every_scale_and_reaches_the_axis_end(runs):
    assert list(runs) == [(loss, weights, scale) for loss in LOSSES for weights in WEIGHTS for scale in SCALES]
    for (_, weights, scale), run in runs.items():
        assert horizon(scale) <= run.times[-1] < horizon(scale) + 96 * STEP
        assert run.squares[-1].min() > 0.98 * corner(weights).heights.min()
    theory = stored_runs()[0]
    for weights in WEIGHTS:
        for part, values in theory[weights].items():
            np.testing.assert_allclose(values, getattr(corner(weights), part), rtol=1e-8)


def alone(run):
    """Whether a mode goes from a tenth to half of its final height while no other does, from the records."""
    spans = []
    for k in range(3):
        levels = np.array([0.1, 0.5]) * run.squares[-1, k]
        rise = slice(None, int(np.argmax(run.squares[:, k] > levels[1])) + 1)
        curve, times = np.maximum.accumulate(run.squares[rise, k]), run.times[rise]
        spans.append(np.interp(levels, curve, times) * (run.squares[0, k] < levels))
    return [
        a[0] > 0 and all(b is a or b[1] <= a[0] or b[0] >= a[1] for b in spans)
        for a in spans
    ]  # fmt: skip


def test_the_page_reads_runs_as_the_library_does(widget, runs, tmp_path):
    shares = [0, 0.31, 1]
    answers = ask(widget, ASK_RUNS, shares, tmp_path)
    assert len(answers) == len(runs)
    for answer, ((loss, weights, scale), run) in zip(answers, runs.items(), strict=True):
        assert (answer["loss"], answer["weights"], answer["sigma"]) == (loss, weights, scale)
        np.testing.assert_allclose(answer["squares"], run.squares.ravel(), rtol=1e-6)
        np.testing.assert_allclose(answer["overlaps"], run.overlaps.ravel(), atol=1e-5)  # what 16 bits cost
        rises = spectra.rise_times(run.times, run.squares, corner(weights).heights)
        np.testing.assert_allclose(np.array(answer["rises"], dtype=float), rises, rtol=1e-7)
        assert answer["alone"] == alone(run)
        for share, at in zip(shares, answer["at"], strict=True):
            t = share * run.times[-1]
            squares = [np.exp(np.interp(t, run.times, np.log(run.squares[:, k]))) for k in range(3)]
            np.testing.assert_allclose(at["squares"], squares, rtol=1e-5)
            np.testing.assert_allclose(at["share"], np.interp(t, run.times, run.loss), atol=1e-5)
            np.testing.assert_allclose(at["own"], np.interp(t, run.times, run.overlaps[:, 0]), atol=2e-5)
            np.testing.assert_allclose(at["star"], np.interp(t, run.times, run.overlaps[:, 1]), atol=2e-5)


def test_small_starts_make_the_staircase_in_every_corner(runs):
    for loss in LOSSES:
        for weights in WEIGHTS:
            assert all(alone(runs[loss, weights, 1e-6]))
            assert not any(alone(runs[loss, weights, 0.5]))
            run = runs[loss, weights, 1e-6]
            late = spectra.rise_times(run.times, run.squares, corner(weights).heights) / foretold(weights, 1e-6) - 1
            assert np.abs(late).max() < (0.01 if weights == "even" else 0.05)


def test_tables_are_small_and_the_same_on_every_run():
    first, again = pack(), pack()
    assert first == again
    assert len(zlib.compress(first[1], 9)) < 80_000


def test_traits_drive_it_and_refuse_nonsense():
    widget = ablation_explorer(loss="quartic", weights="even", sigma=0.1, time=0)
    assert isinstance(widget, AblationExplorer)
    assert (widget.loss, widget.weights, widget.sigma, widget.time) == ("quartic", "even", 0.1, 0)
    assert widget.key == "ablation"
    for trait, value in (("loss", "cubic"), ("weights", "odd"), ("sigma", 1e-7), ("sigma", 0.6), ("time", 1.5)):
        with pytest.raises(TraitError):
            setattr(widget, trait, value)


BAD = {
    "loss must be one of quartic, logistic, got 'cubic'": ("cubic", "even", 0.1),
    "weights must be one of even, word2vec, got 'odd'": ("quartic", "odd", 0.1),
    "σ must be a positive number, got 0": ("quartic", "even", 0.0),
    "σ must be a positive number, got nan": ("quartic", "even", np.nan),
    "would diverge": ("quartic", "word2vec", 3.0),
}


@pytest.mark.parametrize("message", BAD)
def test_bad_input_is_named(message):
    with pytest.raises(ValueError, match=message):
        train(*BAD[message])


def test_a_kernel_trains_the_corner_shown(monkeypatch):
    widget, sent = ablation_explorer(), []
    monkeypatch.setattr(widget, "send", lambda message, buffers=(): sent.append((message, buffers)))
    widget._handle_custom_msg({"type": "train", "loss": "quartic", "weights": "even", "sigma": 0.3}, [])
    *progress, (answer, buffers) = sent
    shares = [part["share"] for part, _ in progress]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert answer == {"type": "done", "task": "train", "loss": "quartic", "weights": "even", "sigma": 0.3}
    times, squares, loss, overlaps = (np.frombuffer(buffer, "<f4") for buffer in buffers)
    assert (len(times), len(squares), len(loss), len(overlaps)) == (97, 291, 97, 194)
    starts = training.initial_embedding(528, 3, 0.3, 0)
    np.testing.assert_allclose(squares[:3], np.linalg.svd(starts, compute_uv=False) ** 2, rtol=1e-6)
    np.testing.assert_allclose(squares[-3:], corner("even").heights, rtol=1e-3)
    sent.clear()
    widget._handle_custom_msg({"type": "train", "loss": "quartic", "weights": "even", "sigma": 30}, [])
    assert sent[-1][0]["type"] == "failed"
    assert "would diverge" in sent[-1][0]["text"]
