"""The explorer of lengths: which runs it shows, its JavaScript against NumPy, its tables."""

import json
from pathlib import Path

import numpy as np
import pytest
from javascript import ask
from traitlets import TraitError

from wordmodes.explorers import length_points, lengths_explorer
from wordmodes.explorers.lengths.scores import CLOSED, STORED, TESTS, store_points, stored_points

ROOT = Path(__file__).resolve().parents[2]
LENGTHS = (150_000, 2_500_000, 65_000_000)
ASK = """
const {readLengths, ratios, gain, trainedAt} = module;
const data = readLengths(model);
return question.map(([method, test, window, against]) => ({
  ...ratios(data, method, against, test, window),
  gains: data.lengths.slice(1).map((to, i) => gain(data, method, test, window, data.lengths[i], to)),
  trained: data.lengths.map((tokens) => trainedAt(data, window, tokens)?.method ?? null),
}));
"""


def closed(recipe: str, tokens: int, window: int, value: float) -> dict:
    return {
        "recipe": recipe, "tokens": tokens, "window": window, "d": {5: 100, 16: 200}[window], "V": 10_000,
        "counting": 1.5, "cpu_seconds": 2.0, "questions": 5000, "analogies": [value, 0.02],
        "wordsim353": [value + 0.1, 0.04, 250], "simlex999": [value / 2, 0.03, 600],
    }  # fmt: skip


def trained(tokens: int, epochs: int, value: float, seed: int = 1, window: int = 5, negatives: int = 5) -> dict:
    run = closed("", tokens, window, value) | {
        "trainer": "gensim", "negatives": negatives, "subsample": 1e-3 if negatives == 5 else 1e-5, "seed": seed,
        "epochs": epochs, "cpu_seconds": 100.0 * epochs,
    }  # fmt: skip
    return {key: x for key, x in run.items() if key not in ("recipe", "counting")}


def runs() -> list[dict]:
    """A falling and rising ratio at window 5; at window 16 SGNS at the published settings only, and only once."""
    made = [
        closed(name, n, L, 0.1 + 0.2 * i + 0.01 * k)
        for L in (5, 16)
        for i, n in enumerate(LENGTHS)
        for k, name in enumerate(CLOSED)
    ]
    made += [trained(LENGTHS[0], epochs, value) for epochs, value in ((64, 0.04), (128, 0.1))]
    made += [trained(LENGTHS[1], epochs, value) for epochs, value in ((4, 0.3), (8, 0.5), (16, 0.51))]
    made += [trained(LENGTHS[2], epochs, value) for epochs, value in ((1, 0.5), (2, 0.6))]
    made += [trained(LENGTHS[2], epochs, value, seed=2) for epochs, value in ((1, 0.5), (2, 0.512))]
    made += [run | {"d": 200} for run in (trained(LENGTHS[2], 8, 0.9), closed("M*", LENGTHS[2], 5, 0.9))]  # not shown
    return [*made, trained(LENGTHS[2], 1, 0.3, window=16, negatives=1)]


def test_of_each_series_the_last_epochs_count_and_seeds_are_averaged():
    found = {(p.method, p.window, p.tokens): p for p in length_points(runs())}
    assert len(found) == len(length_points(runs())) == 2 * 3 * len(CLOSED) + 3 + 1
    short, middle, long = (found["SGNS", 5, n] for n in LENGTHS)
    assert (short.epochs, short.scores["analogies"], short.rising) == (128, (0.1, 0.02), False)  # there are no more
    assert (middle.epochs, middle.scores["analogies"], middle.rising) == (16, (0.51, 0.02), False)
    assert (long.epochs, long.seeds, long.rising) == (2, 2, True)  # one seed rises by five standard errors
    value, error = long.scores["analogies"]
    assert value == pytest.approx(0.556)
    assert error == pytest.approx(np.hypot(0.02, np.std([0.6, 0.512], ddof=1) / np.sqrt(2)), abs=1e-5)
    assert long.seconds == 200.0
    paper = found["SGNS, k = 1, t = 1e-5", 16, LENGTHS[2]]
    assert paper.rising  # one run tells nothing of the next
    assert found["M*", 5, LENGTHS[0]].seconds == 3.5


def test_a_series_that_has_read_little_may_still_rise():
    few = [trained(LENGTHS[0], epochs, 0.1) for epochs in (1, 2)]
    assert length_points(few)[0].rising
    assert not length_points([*few, trained(LENGTHS[1], 4, 0.1), trained(LENGTHS[1], 8, 0.1)])[1].rising


def test_a_second_seed_is_trained_once_for_as_many_epochs_as_the_first_has_come_to():
    first = [trained(LENGTHS[1], epochs, value) for epochs, value in ((8, 0.5), (16, 0.51))]
    [point] = length_points([*first, trained(LENGTHS[1], 16, 0.49, seed=2)])
    assert (point.seeds, point.epochs, point.rising, point.scores["analogies"][0]) == (2, 16, False, 0.5)
    [once] = length_points([first[0], trained(LENGTHS[1], 8, 0.5, seed=2)])
    assert once.rising


def test_the_page_computes_what_numpy_does(tmp_path):
    widget, points = lengths_explorer(runs()), length_points(runs())
    cases = [
        (name, test, window, rival)
        for name in CLOSED
        for test in TESTS
        for window in (5, 16)
        for rival in ("SGNS", "PPMI")
    ]
    for (name, test, window, rival), answer in zip(cases, ask(widget, ASK, cases, tmp_path), strict=True):
        own = {p.tokens: p.scores[test] for p in points if (p.method, p.window) == (name, window)}
        other = {p.tokens: p.scores[test] for p in points if p.method.startswith(rival) and p.window == window}
        expected = {}
        for n in sorted(own.keys() & other.keys()):
            (a, da), (b, db) = own[n], other[n]
            draws = np.array([(a + da * x) / (b + db * y) for x, y in ((1e-5, 0), (0, 1e-5))])
            expected[n] = a / b, np.hypot(*(draws - a / b)) / 1e-5
        assert [one["tokens"] for one in answer["found"]] == list(expected)
        np.testing.assert_allclose(
            [[one["value"], one["error"]] for one in answer["found"]], list(expected.values()), rtol=1e-4
        )
        assert answer["lowest"]["tokens"] == min(expected, key=lambda n: expected[n][0])
        values = np.array([own[n][0] for n in LENGTHS])
        np.testing.assert_allclose(answer["gains"], np.diff(values) / np.diff(np.log2(LENGTHS)), rtol=1e-12)
        assert answer["trained"] == (["SGNS"] * 3 if window == 5 else [None, None, "SGNS, k = 1, t = 1e-5"])


def test_the_comparison_notices_a_number_that_is_off(tmp_path):
    widget = lengths_explorer(runs())
    kind, offset, _ = widget._manifest["points"]
    assert kind == "float64"
    before = ask(widget, ASK, [("M*", "analogies", 5, "SGNS")], tmp_path)
    broken = bytearray(widget._tables)
    broken[offset + 8 * 8 + 6] ^= 1  # in the first score of the first point
    widget._tables = bytes(broken)
    assert ask(widget, ASK, [("M*", "analogies", 5, "SGNS")], tmp_path) != before


def test_what_it_carries_is_what_is_stored_now():
    result = ROOT / "src/wordmodes/book/results/wikipedia.json"
    message = "run: python tools/results/explorer_tables.py lengths"
    assert stored_points() == length_points(json.loads(result.read_text(encoding="utf-8"))["runs"]), message


def test_what_is_stored_reads_back(tmp_path, monkeypatch):
    store_points(runs(), tmp_path / STORED)
    monkeypatch.setattr("wordmodes.explorers.lengths.scores.files", lambda package: tmp_path)
    assert stored_points() == length_points(runs())


def test_traits_drive_it():
    widget = lengths_explorer(runs(), method="PPMI", against="M*", test="simlex999", window=16, tokens=300_000)
    state = (widget.method, widget.against, widget.test, widget.window, widget.tokens, widget.key)
    assert state == ("PPMI", "M*", "simlex999", 16, 300_000, "lengths")
    assert lengths_explorer(runs()).against == "SGNS"
    assert lengths_explorer([run for run in runs() if "recipe" in run]).against == "PPMI"
    lengths = {run["tokens"] for run in runs() if "recipe" in run and run["window"] == 5}
    few = [run for run in runs() if "recipe" in run or run["tokens"] in sorted(lengths)[:2]]
    assert lengths_explorer(few).against == "PPMI"  # two points are no curve
    for trait, value in (
        ("method", "SGNS"),
        ("against", "GloVe"),
        ("test", "men"),
        ("window", 2),
        ("tokens", 70_000_000),
        ("tokens", 1),
    ):
        with pytest.raises(TraitError):
            setattr(widget, trait, value)


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="none of M"):
        length_points([closed("another", 10, 5, 0.1)])
    with pytest.raises(ValueError, match="no closed form to show"):
        lengths_explorer([trained(LENGTHS[0], 1, 0.1)])
