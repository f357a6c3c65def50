"""The σ explorer: its JavaScript against the library, its tables, and what a kernel answers."""

import zlib
from pathlib import Path

import numpy as np
import pytest
from javascript import ask
from traitlets import TraitError

from wordmodes.explorers import ExplorerData, explorer_data, sigma_explorer
from wordmodes.explorers.sigma.explorer import pack
from wordmodes.explorers.sigma.instances import planted_data
from wordmodes.explorers.sigma.runs import STORED_SCALES, store_runs, stored_runs, train
from wordmodes.text.sources import gazette
from wordmodes.theory import dynamics, targets
from wordmodes.theory.spectra import effective_rank
from wordmodes.training.descent import gradient_descent

CASES = 100
MODES = (1, 0)

# The module as it is shipped, asked for what it draws: a column of the curves at a random σ and grid time.
ASK = """
const {readDatasets, solve} = module;
const {cases, modes} = question;
const [{flow, room}] = readDatasets(model);
const d = flow.d;
return cases.map(([sigma, place]) => {
  const solved = solve(flow, sigma, flow.horizon(sigma), modes, room);
  const i = Math.min(Math.floor(place * 41) * 3, 120);
  const n = 2 * flow.nWords;
  return {
    t: solved.times[i], horizon: solved.tMax, share: solved.loss[i],
    squares: [...solved.squares.slice(i * d, i * d + d)], loss: flow.solve(solved.times[i], sigma, new Float64Array(d)),
    rank: solved.rank[i], halves: [...solved.halves],
    limit: [...solved.limit.slice(i * d, i * d + d)], words: [...solved.trail.slice(i / 3 * n, (i / 3 + 1) * n)],
  };
});
"""


def run_javascript(data: ExplorerData, cases: np.ndarray, folder: Path, tables: bytes | None = None) -> list[dict]:
    """Ask the explorer's own module; `tables` replaces the ones that belong to `data`."""
    widget = sigma_explorer({"it": data})
    if tables:
        widget._tables = tables
    return ask(widget, ASK, {"cases": cases.tolist(), "modes": MODES}, folder)


def random_cases(seed: int = 0, n: int = CASES) -> np.ndarray:
    """Draw σ, log-uniform over the slider's range with both ends, and a place on the time axis from 0 to its end."""
    rng = np.random.default_rng(seed)
    sigma = 10 ** rng.uniform(-12, np.log10(3), n)
    place = rng.uniform(0, 1, n)
    sigma[:4], place[:4] = (1e-12, 3.0, 1e-12, 3.0), (0, 0, 1, 1)
    return np.column_stack([sigma, place])


def reference(data: ExplorerData, sigma: float, t: float) -> tuple[np.ndarray, float]:
    """Singular values and loss by the library, from the whole spectrum."""
    lam, start = data.modes.eigenvalues, sigma * data.projections
    return dynamics.exact_singular_values(lam, start, [t])[0], dynamics.exact_loss(lam, start, [t])[0]


@pytest.fixture(scope="module")
def planted() -> ExplorerData:
    return planted_data(runs=())


@pytest.fixture(scope="module")
def real_text() -> ExplorerData:
    counts = gazette(400, 16)
    return explorer_data(targets.m_star(counts.P), counts.vocabulary.words, 10, seed=3)


@pytest.mark.parametrize("name", ["planted", "real_text"])
def test_the_page_computes_what_the_library_does(name, request, tmp_path):
    data = request.getfixturevalue(name)
    cases = random_cases()
    answers = run_javascript(data, cases, tmp_path)
    lam, starts = data.modes.eigenvalues, dynamics.small_init_starts(data.projections)
    floor, full = np.sum(lam[data.d :] ** 2), np.sum(lam**2)
    for (sigma, _), answer in zip(cases, answers, strict=True):
        s, loss = reference(data, sigma, answer["t"])
        np.testing.assert_allclose(np.sqrt(answer["squares"]), s, rtol=1e-9)
        np.testing.assert_allclose(answer["loss"], loss, rtol=1e-9)
        np.testing.assert_allclose(answer["share"], (loss - floor) / (full - floor), rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(answer["rank"], effective_rank(s**2), rtol=1e-9)
        limit = dynamics.sigmoid(lam[: data.d], sigma * starts, answer["t"])
        np.testing.assert_allclose(answer["limit"], np.sort(limit)[::-1], rtol=1e-9)
        np.testing.assert_allclose(answer["horizon"], data.horizon(sigma), rtol=1e-12)
        rises = 2 * (sigma * starts) ** 2 < lam[: data.d]
        half = dynamics.half_rise_time(lam[: data.d][rises], sigma * starts[rises])
        np.testing.assert_allclose(np.array(answer["halves"])[rises], half, rtol=1e-9)
        assert not np.array(answer["halves"])[~rises].any()


@pytest.mark.parametrize("name", ["planted", "real_text"])
def test_words_stand_where_the_embedding_puts_them(name, request, tmp_path):
    data = request.getfixturevalue(name)
    cases = random_cases(seed=1, n=12)
    for (sigma, _), answer in zip(cases, run_javascript(data, cases, tmp_path), strict=True):
        W = dynamics.exact_embedding(data.modes, sigma * data.projections, answer["t"])
        rotation, R = np.linalg.qr((data.modes.eigenvectors[:, : data.d].T @ W).T)
        turned = (W @ (rotation * np.sign(np.diag(R))))[data.shown]
        found = np.array(answer["words"]).reshape(-1, 2)
        np.testing.assert_allclose(found, turned[:, MODES], atol=2e-5 * np.abs(turned).max())


def test_words_end_on_the_eigenvectors(planted, tmp_path):
    answer = run_javascript(planted, np.array([[1e-6, 1.0]]), tmp_path)[0]
    final = (planted.modes.eigenvectors * np.sqrt(np.maximum(planted.modes.eigenvalues, 0)))[planted.shown]
    np.testing.assert_allclose(np.array(answer["words"]).reshape(-1, 2), final[:, MODES], atol=0.05 * final.max())


def test_the_comparison_notices_a_table_that_is_off(planted, tmp_path):
    manifest, tables = pack({"it": planted})
    _, offset, _ = manifest[0]["arrays"]["corner"]
    broken = bytearray(tables)
    first = np.frombuffer(broken, dtype="<f8", count=1, offset=offset)
    first *= 1 + 1e-8
    cases = random_cases(n=20)
    answers = run_javascript(planted, cases, tmp_path, bytes(broken))
    worst = max(
        np.abs(np.sqrt(answer["squares"]) / reference(planted, sigma, answer["t"])[0] - 1).max()
        for (sigma, _), answer in zip(cases, answers, strict=True)
    )
    assert worst > 1e-9


def test_tables_are_small_and_the_same_on_every_run(planted, real_text):
    datasets = {"planted": planted, "real": real_text}
    first, again = pack(datasets), pack(datasets)
    assert first == again
    assert len(zlib.compress(first[1], 9)) < 120_000
    widget = sigma_explorer(datasets)
    code = (str(widget._esm) + str(widget._css)).encode()
    assert len(zlib.compress(code, 9)) + len(zlib.compress(first[1], 9)) < 400_000


def test_landmarks_are_the_programs_own_starts(real_text):
    rng = np.random.default_rng(0)
    d = real_text.d
    for program, bound in (("word2vec.c", 1 / (2 * d)), ("gensim", 1 / d)):
        scale = dict(real_text.landmarks())[program]
        rows = rng.uniform(-bound, bound, (200_000, d))
        assert np.sqrt(np.mean(rows**2) * d) == pytest.approx(scale, rel=5e-3)


def test_shown_words_and_poles(real_text):
    chosen = [real_text.words[i] for i in (300, 7)]
    data = explorer_data(real_text.M, real_text.words, 3, shown=chosen)
    assert [data.words[i] for i in data.shown] == chosen
    top = real_text.modes.eigenvectors[:, 0]
    assert real_text.poles[0][0].split(", ")[0] == real_text.words[top.argmax()]
    assert real_text.poles[0][1].split(", ")[0] == real_text.words[top.argmin()]
    assert len(set(real_text.shown.tolist())) == 40


BAD = {
    "a different word for each of the 12 rows of M": {"words": ("a", "b")},
    "d must lie between 2": {"d": 1},
    "10 colours": {"d": 11},
    "'nowhere'": {"shown": ["nowhere"]},
    "shown must be a whole number >= 1": {"shown": 0},
    "got 1 pairs": {"poles": [("a", "b")]},
}


@pytest.mark.parametrize("message", BAD)
def test_bad_input_is_named(message):
    M = np.diag(np.arange(12.0, 0, -1))
    arguments = {"words": tuple("abcdefghijkl"), "d": 4} | BAD[message]
    with pytest.raises(ValueError, match=message):
        explorer_data(M, **arguments)


def test_modes_that_are_never_learned_are_refused():
    M = np.diag([3.0, 2.0, 1.0, -1.0, -2.0, -3.0])
    with pytest.raises(ValueError, match="3 positive modes"):
        explorer_data(M, tuple("abcdef"), 4)


def test_traits_drive_it_and_refuse_nonsense(planted):
    widget = sigma_explorer({"planted": planted}, sigma=1e-6, time=0.25, modes=[3, 1])
    assert (widget.dataset, widget.sigma, widget.time, widget.modes) == ("planted", 1e-6, 0.25, [3, 1])
    for trait, value in (("sigma", 10.0), ("dataset", "nowhere"), ("modes", [1])):
        with pytest.raises(TraitError):
            setattr(widget, trait, value)
    with pytest.raises(ValueError, match="nothing to explore"):
        sigma_explorer({})


def test_a_kernel_answers_and_trains(planted, monkeypatch):
    widget = sigma_explorer({"planted": planted})
    sent = []
    monkeypatch.setattr(widget, "send", lambda message, buffers=(): sent.append((message, buffers)))
    widget._handle_custom_msg({"type": "hello"}, [])
    assert [message["type"] for message, _ in sent] == ["ready"]

    sent.clear()
    horizon = planted.horizon(0.1)
    widget._handle_custom_msg({"type": "train", "dataset": "planted", "sigma": 0.1, "horizon": horizon}, [])
    *progress, (message, buffers) = sent
    assert {part["type"] for part, _ in progress} == {"progress"}
    shares = [part["share"] for part, _ in progress]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert message == {"type": "done", "task": "train", "dataset": "planted", "sigma": 0.1}
    times, squares, loss = (np.frombuffer(buffer, dtype="<f4") for buffer in buffers)
    assert times[0] == 0
    assert times[-1] == pytest.approx(horizon, rel=0.02)
    plain = gradient_descent(
        planted.M,
        0.1 * planted.start,
        0.005 / planted.modes.eigenvalues[0],
        round(times[-1] * planted.modes.eigenvalues[0] / 0.02),
    )
    np.testing.assert_allclose(squares.reshape(-1, 3)[-1], plain.squared_singular_values[-1], rtol=1e-5)
    np.testing.assert_allclose(loss[-1], plain.loss[-1], rtol=1e-5)

    sent.clear()
    widget._handle_custom_msg({"type": "train", "dataset": "planted", "sigma": 0.1, "horizon": -1.0}, [])
    assert sent[-1][0]["type"] == "failed"


def test_gradient_descent_follows_the_exact_curves(planted):
    run = train(planted, 1e-3, planted.horizon(1e-3))
    lam = planted.modes.eigenvalues[:3]
    early = run.times * np.log1p(0.02 * lam[0] / lam[0]) / 0.02  # the clock of a step of 0.02/λ₁, 1 % slow on mode 1
    exact = dynamics.exact_singular_values(planted.modes.eigenvalues, 1e-3 * planted.projections, early) ** 2
    assert np.abs(run.squares - exact)[:, 0].max() < 0.01 * lam[0]
    assert np.abs(run.squares[-1] / lam - 1).max() < 0.02


def test_stored_runs_are_what_their_script_makes(planted, tmp_path):
    stored = {run.init_scale: run for run in stored_runs("planted")}
    assert tuple(stored) == STORED_SCALES
    assert [run.init_scale for run in stored_runs("gazette")] == list(STORED_SCALES)
    store_runs({"planted": planted}, tmp_path / "runs.npz", scales=(0.1,))
    with np.load(tmp_path / "runs.npz") as made:
        for part in ("times", "squares", "loss"):
            np.testing.assert_allclose(made[f"planted/0/{part}"], getattr(stored[0.1], part), rtol=1e-5)
    assert stored_runs("no such language") == ()
