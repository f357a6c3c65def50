"""The explorer of next words: its runs against the trainer, its JavaScript against NumPy, its tables."""

import zlib

import numpy as np
import pytest
from javascript import ask
from traitlets import TraitError

from wordmodes.explorers import NextModesExplorer, next_modes_explorer
from wordmodes.explorers.next_modes import runs
from wordmodes.training import bigrams, next_word

ASK = """
const {readNext, foretold, lateness, onTime, at} = module;
const all = readNext(model);
return all.map((run) => ({
  ...run, late: lateness(run), onTime: onTime(run),
  theory: question.map((t) => run.values.map((_, k) => foretold(run, k, t))),
  overlap: question.map((t) => at(run, run.overlaps, t)), height: question.map((t) => at(run, run.heights, t)),
}));
"""
TIMES = (0.0, 5.3, 14.0, 21.7)


def table(n: int = 40) -> np.ndarray:
    """A joint distribution with three groups of words that follow their own kind."""
    rng = np.random.default_rng(0)
    groups = np.arange(n) % 3
    B = rng.uniform(0.5, 1.5, (n, n)) * (1 + 0.8 * np.equal.outer(groups, groups))
    return B / B.sum()


@pytest.fixture(scope="module")
def made() -> dict[tuple[str, float], runs.NextRun]:
    return {("planted", share): runs.follow(runs.diluted(table(), share), d=6) for share in (1.0, 0.01)}


def test_a_run_is_the_trainers_own_and_what_is_foretold_the_librarys(made):
    B = table()
    axes = bigrams.axes(bigrams.residuals(B), 6)
    X, Y = next_word.start(40, 6, 1e-6, 0)
    starts = next_word.starting_heights(axes, X, Y)
    step = 0.1 / axes.singular_values[0]
    due = next_word.half_rise(axes.singular_values, starts, step)
    run = made["planted", 1.0]
    np.testing.assert_allclose(run.values, axes.singular_values)
    np.testing.assert_allclose(run.starts, starts)
    steps = np.rint(run.times / 0.1).astype(int)
    assert steps[-1] == np.ceil(1.15 * due.max() / step)
    again = next_word.train(B, X, Y, step, int(steps[-1]))
    np.testing.assert_allclose(run.heights, again.heights(axes)[steps], atol=1e-12)
    np.testing.assert_allclose(run.learned, again.singular_values()[steps], atol=1e-12)
    k, h = 1, again.heights(axes)[:, 1]
    before = int(np.argmax(h >= run.values[k] / 2)) - 1
    assert step * (before - 1) <= run.met[k] / run.values[0] <= step * (before + 2)
    left = again.directions(int(steps[40]), 2)
    assert run.overlaps[40, 1] == pytest.approx(np.sum((left.T @ axes.left[:, :2]) ** 2) / 2)


def test_dilution_keeps_the_modes_and_weakens_them(made):
    np.testing.assert_allclose(made["planted", 0.01].values, 0.01 * made["planted", 1.0].values, rtol=1e-9)
    B = runs.diluted(table(), 0.2)
    np.testing.assert_allclose(B.sum(axis=0), table().sum(axis=0))


def test_a_level_that_is_never_passed_has_no_time():
    times = np.arange(4.0)
    assert runs.passed(times, np.array([0.0, 1, 3, 5]), 2) == 1.5
    assert np.isnan(runs.passed(times, np.array([0.0, 1, 1, 1]), 2))
    assert np.isnan(runs.passed(times, np.array([3.0, 4, 5, 6]), 2))  # it was above from the start


def test_the_page_computes_what_the_library_does(made, tmp_path):
    for answer, run in zip(ask(NextModesExplorer(made), ASK, TIMES, tmp_path), made.values(), strict=True):
        lam, step = run.values, runs.STEP / run.values[0]
        due = next_word.half_rise(lam, run.starts, step) * lam[0]
        np.testing.assert_allclose(answer["due"], due, rtol=1e-9)
        late = run.met / due - 1
        np.testing.assert_allclose([np.nan if x is None else x for x in answer["late"]], late, rtol=1e-6, atol=1e-9)
        assert answer["onTime"] == np.sum(np.abs(late) <= 0.05)
        theory = next_word.sigmoids(lam, run.starts, np.array(TIMES) / lam[0], step)
        np.testing.assert_allclose(answer["theory"], theory, rtol=1e-9, atol=1e-300)
        for name, rows, slack in (("overlap", run.overlaps, 3e-3), ("height", run.heights, 3e-5 * lam[0])):
            expected = np.transpose([np.interp(TIMES, run.times, column) for column in rows.T])
            np.testing.assert_allclose(answer[name], np.clip(expected, 0, None), atol=slack)


def test_the_comparison_notices_a_number_that_is_off(made, tmp_path):
    widget = NextModesExplorer(made)
    kind, offset, _ = widget._manifest["runs"][0]["starts"]
    assert kind == "float64"
    broken = bytearray(widget._tables)
    broken[offset + 6] ^= 1
    widget._tables = bytes(broken)
    due = ask(widget, ASK, TIMES, tmp_path)[0]["due"]
    run = made["planted", 1.0]
    assert (
        abs(due[0] / (next_word.half_rise(run.values, run.starts, 0.1 / run.values[0])[0] * run.values[0]) - 1) > 1e-9
    )


def test_one_stored_run_is_made_again():
    share = 0.03
    stored = runs.stored_runs()
    assert set(stored) == {(name, share) for name in runs.TABLES for share in runs.SHARES}
    again = runs.follow(runs.diluted(runs.TABLES["planted"](), share))
    for part, values in again._asdict().items():
        np.testing.assert_allclose(
            stored["planted", share]._asdict()[part], values, rtol=1e-4, atol=1e-6 if part != "overlaps" else 1e-3
        )


def test_what_is_stored_reads_back(tmp_path, monkeypatch):
    monkeypatch.setattr(runs, "TABLES", {"planted": table})
    runs.store_runs(tmp_path / "runs.npz", shares=(0.1,))
    monkeypatch.setattr(runs, "files", lambda package: tmp_path)
    (key, run), *rest = runs.stored_runs().items()
    assert (key, rest) == (("planted", 0.1), [])
    np.testing.assert_allclose(run.values, runs.follow(runs.diluted(table(), 0.1)).values, rtol=1e-6)


def test_its_tables_are_small():
    assert len(zlib.compress(next_modes_explorer()._tables, 9)) < 90_000


def test_traits_drive_it(made):
    widget = next_modes_explorer(table="adjacent", share=0.03, shown="values", time=0.5)
    assert (widget.table, widget.share, widget.shown, widget.time, widget.key) == (
        "adjacent",
        0.03,
        "values",
        0.5,
        "next",
    )
    for trait, value in (("table", "nowhere"), ("share", 0.0005), ("share", 2.0), ("shown", "loss"), ("time", 1.1)):
        with pytest.raises(TraitError):
            setattr(widget, trait, value)
