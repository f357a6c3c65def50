"""Time every notebook of the book in a fresh kernel on one thread.

python tools/results/run_times.py [--out FOLDER] [NOTEBOOK ...]

Writes run_times.json for the page on reproducibility. CPU seconds, so that a busy machine does not count. Where
notebooks are named, the others keep the times that are stored, which may be another machine's.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from datetime import date
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from tqdm import tqdm

import _record

ROOT = Path(__file__).resolve().parents[2]


def cpu_seconds(path: Path) -> float:
    """Run one notebook in its folder, without changing the file; return the CPU seconds of its kernel."""
    import resource  # not to be had on Windows, where this script is only looked at

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}
    ).execute()
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    return now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime


def main(arguments: list[str] | None = None) -> None:
    """Time the notebooks and write the file through a temporary one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=_record.RESULTS)
    parser.add_argument("notebooks", nargs="*", type=Path)
    options = parser.parse_args(arguments)
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "TQDM_DISABLE"):
        os.environ[name] = "1"
    paths = options.notebooks or sorted((ROOT / "book").glob("*.ipynb"))
    result = _record.provenance("run_times.py", options, also=["matplotlib"])
    target = options.out / "run_times.json"
    stored = json.loads(target.read_text(encoding="utf-8")) if target.exists() and options.notebooks else {}
    taken = {path.stem: round(cpu_seconds(path), 1) for path in tqdm(paths, unit="page", disable=None)}
    days = dict.fromkeys(taken, date.today().isoformat())
    for key, new in (("cpu_seconds", taken), ("run_on", days)):
        result[key] = dict(sorted((stored.get(key, {}) | new).items()))
    _record.write(target, result)


if __name__ == "__main__":
    sys.exit(main())
