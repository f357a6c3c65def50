"""Stored results against those made again: what must count as drift, and what must not."""

import copy
import json
from pathlib import Path

import pytest

from compare_results import compare, drift

STORED = Path(__file__).parent.parent / "src/wordmodes/book/results"
RUN = {
    "versions": {"numpy": "2"},
    "cpu_seconds": 1.0,
    "runs": [{"seed": 1, "percent": 50.0, "hits": "10" * 100, "values": [4.0, 0.1, -2.0], "signed": True}],
}


def changed(path: str, value) -> dict:
    """Return a copy of RUN, or of its run, with one entry set."""
    again = copy.deepcopy(RUN)
    (again if path in RUN else again["runs"][0])[path] = value
    return again


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("cpu_seconds", 99.0),
        ("versions", {"numpy": "3"}),
        ("percent", 50.9),
        ("values", [4.0, 0.17, -2.07]),  # against the largest of the list
        ("hits", "01" * 2 + "10" * 98),
    ],
)
def test_what_another_machine_may_change_is_no_drift(path, value):
    assert list(drift(RUN, changed(path, value))) == []


@pytest.mark.parametrize(
    ("path", "value", "line"),
    [
        ("percent", 51.1, ".runs[0].percent: 50.0 is now 51.1"),
        ("values", [4.0, 0.19, -2.0], ".runs[0].values[1]: 0.1 is now 0.19"),
        ("values", [4.0, 0.1], ".runs[0].values: [4.0, 0.1, -2.0] is now [4.0, 0.1]"),
        ("values", [4.0, float("nan"), -2.0], ".runs[0].values[1]: 0.1 is now nan"),
        ("hits", "01" * 3 + "10" * 97, ".runs[0].hits: 6 of 200 answers differ"),
        ("seed", 2, ".runs[0].seed: 1 is now 2"),
        ("signed", False, ".runs[0].signed: True is now False"),
        ("new", 1, ".runs[0].new: only made again"),
        ("runs", [], ""),
    ],
)
def test_what_moves_more_is_drift_and_is_named(path, value, line):
    [found] = drift(RUN, changed(path, value))
    assert found.startswith(line)


def test_two_folders(tmp_path):
    """The stored results are like themselves; a number that moves is found, and so is a file that is missing."""
    assert compare(STORED, STORED) == []
    for path in STORED.glob("*.json"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    quartic = json.loads((STORED / "quartic.json").read_text(encoding="utf-8"))
    quartic["eigenvalues"][0] *= 1.03
    (tmp_path / "quartic.json").write_text(json.dumps(quartic), encoding="utf-8")
    (tmp_path / "noise.json").unlink()
    first, second = compare(STORED, tmp_path)
    assert first == "noise.json: only stored"
    assert second.startswith("quartic.json.eigenvalues[0]: ")
