"""The script behind the prices of 'Past one machine', run at a small size, and the prices that it stored."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from wordmodes.book.stored import stored

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "tools/results/cluster.py"


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> dict:
    folder = tmp_path_factory.mktemp("results")
    subprocess.run([sys.executable, SCRIPT, "--small", "--out", folder], check=True, capture_output=True)
    assert [path.name for path in folder.iterdir()] == ["cluster.json"]
    return json.loads((folder / "cluster.json").read_text(encoding="utf-8"))


def check_prices(prices: dict) -> None:
    assert 4 < prices["bytes_a_word"] < 9
    for name in ("reading_ns", "task_ms"):
        assert prices[name] > 0
    assert [(s["V"], s["window"], s["d"]) for s in prices["shapes"]] == [tuple(s) for s in prices["settings"]["shapes"]]
    for s in prices["shapes"]:
        assert s["triangle_bytes"] == s["operator_bytes"] == 8  # four for the number, four for its column
        words, pairs = zip(*s["words_and_pairs"], strict=True)
        assert list(words) == sorted(words)
        assert list(pairs) == sorted(pairs)
        assert pairs[-1] <= s["V"] ** 2
        assert min(s["counting_ns"], s["merging_ns"], s["product_ns"], s["columns"]) > 0


def test_a_small_run_writes_every_price_with_its_provenance(small):
    assert small["command"].endswith("--small")
    assert {"dask", "distributed", "numba"} <= set(small["versions"])
    check_prices(small)


def test_the_stored_prices_are_whole():
    prices = stored("cluster")
    check_prices(prices)
    assert len(prices["shapes"]) == 2


def test_without_a_clone_it_says_what_it_needs():
    done = subprocess.run([sys.executable, SCRIPT], capture_output=True, text=True)
    assert done.returncode == 2
    assert "clone" in done.stderr.splitlines()[-1]
