"""What the explorer of next words draws and says, read back by its own axes."""

import re

import numpy as np
import pytest
from drawings import assert_readable, near, on_curve, shown
from test_next_modes import table

from wordmodes.explorers import NextModesExplorer
from wordmodes.explorers.next_modes import runs
from wordmodes.training import next_word

CASES = [(1.0, "heights", 0.5), (0.01, "values", 0.62), (1.0, "values", 0.9)]


@pytest.fixture(scope="module")
def made():
    found = {("planted", share): runs.follow(runs.diluted(table(), share), d=6) for share in (1.0, 0.01)}
    run = found["planted", 1.0]  # one mode that is never half-risen, one that is far too late, one that is early
    met = np.array([run.met[0], np.nan, 2 * run.met[2], 0.9 * run.met[3], *run.met[4:]])
    return found | {("planted", 1.0): run._replace(met=met)}


@pytest.fixture(scope="module")
def drawn(made, tmp_path_factory):
    states = [{"table": "planted", "share": share, "shown": what, "time": at} for share, what, at in CASES]
    states += [{**state, "width": 330} for state in states]
    found = shown(NextModesExplorer(made, table="planted"), tmp_path_factory.mktemp("next"), *states)
    return dict(zip([*CASES, *((case, "narrow") for case in CASES)], found, strict=True))


def due(run):
    step = runs.STEP / run.values[0]
    return next_word.half_rise(run.values, run.starts, step) * run.values[0]


@pytest.mark.parametrize("case", CASES)
def test_bands_are_the_runs_and_dashes_what_is_foretold(made, drawn, case):
    share, what, at = case
    run, panel = made["planted", share], drawn[case].panel("Every mode against time")
    x, up = panel.x_axis(), panel.y_axis()
    curves = run.heights if what == "heights" else run.learned
    step = runs.STEP / run.values[0]
    for k in range(6):
        band = panel.points(stroke=f"mode {k + 1}", width=4)
        near(band, np.column_stack([x.px(run.times), up.px(np.clip(curves[:, k], 0, None))]), slack=2.2)
        dashes = panel.points(stroke=f"mode {k + 1}", dash=True)
        on_curve(
            dashes,
            x,
            up,
            lambda t, k=k: next_word.sigmoids(run.values, run.starts, np.maximum(t, 0) / run.values[0], step)[:, k],
            slack=2.5,
        )
        (tick,) = panel.find("line", stroke=f"mode {k + 1}", width=2)
        near([p[0] for p in tick["points"]], [x.px(due(run)[k])] * 2)
    now = at * run.times[-1]
    dots = {one["fill"]: one["y"] for one in panel.find("dot") if "fill" in one}
    for k in range(6):
        near(dots[f"mode {k + 1}"], up.px(max(np.interp(now, run.times, curves[:, k]), 0)), slack=2.2)


@pytest.mark.parametrize("case", CASES)
def test_each_mode_stands_as_late_as_it_is(made, drawn, case):
    run, panel = made["planted", case[0]], drawn[case].panel("How late each mode is")
    late, words = run.met / due(run) - 1, panel.words()
    percents = {text: one["x"] for text, one in words.items() if "\u00a0%" in text and one["align"] == "center"}
    x = [percents[f"{sign}{n}\u00a0%"] for sign, n in (("−", 20), ("", 0), ("+", 20), ("+", 40), ("+", 60))]
    to_px = np.polyfit([-0.2, 0, 0.2, 0.4, 0.6], x, 1)
    for k in range(6):
        y = words[f"mode {k + 1}"]["y"]
        there = [one for one in panel.find("text") if "fill" in one and abs(one["y"] - y) < 1]
        beside = [one["text"] for one in there if one["text"] != f"mode {k + 1}"]
        dots = [one for one in panel.find("dot") if abs(one["y"] - y) < 1]
        if np.isnan(late[k]) or late[k] > 0.6:
            assert dots == []
            assert beside == (["never"] if np.isnan(late[k]) else [f"{round(100 * late[k])}\u00a0%"])
        else:
            near(dots[0]["x"], np.polyval(to_px, late[k]))
            assert dots[0]["fill"] == (f"mode {k + 1}" if abs(late[k]) <= 0.05 else "ground")
    (band,) = panel.find("bar")
    near([band["x"], band["x"] + band["across"]], np.polyval(to_px, [-0.05, 0.05]))


@pytest.mark.parametrize("case", CASES)
def test_bars_are_the_overlaps_at_that_time(made, drawn, case):
    run, panel = made["planted", case[0]], drawn[case].panel("Overlap of the learned directions")
    up = panel.y_axis()
    now = case[2] * run.times[-1]
    bars = sorted(panel.find("bar"), key=lambda one: one["x"])
    expected = [np.interp(now, run.times, run.overlaps[:, r]) for r in range(6)]
    near([one["y"] for one in bars], up.px(expected), slack=2)
    assert [text for text, one in panel.words(fill="ink").items() if re.fullmatch(r"[01]\.\d\d", text)]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("wide", [True, False])
def test_its_words_can_be_read(drawn, case, wide):
    for panel in drawn[case if wide else (case, "narrow")].panels.values():
        assert_readable(panel)


@pytest.mark.parametrize("case", CASES)
def test_it_says_how_many_are_on_time_and_who_is_late(made, drawn, case):
    run, said = made["planted", case[0]], drawn[case].said
    late = run.met / due(run) - 1
    assert f"{np.sum(np.abs(late) <= 0.05)} of 6 modes are on time" in said
    if case[0] == 1.0:
        assert "mode 2 is not half-risen at all" in said
        assert f"mode 3 is {round(100 * late[2])}\u00a0% late" in said
    assert ("mixed with chance so that 0.01 of it is left" in said) == (case[0] == 0.01)
    now = case[2] * run.times[-1]
    assert f"At λ₁t = {now:.1f}" in said
    first = np.interp(now, run.times, run.overlaps[:, 0])
    assert float(re.search(r"overlaps the first foretold one by ([\d.]+),", said)[1]) == pytest.approx(first, abs=0.01)
