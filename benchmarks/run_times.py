"""Time every notebook of the book in a fresh kernel on one thread.

python benchmarks/run_times.py [--out FOLDER] [NOTEBOOK ...]

Writes run_times.json for the page on reproducibility. CPU seconds, so that a busy machine does not count.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from tqdm import tqdm

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("numpy", "scipy", "matplotlib", "gensim", "wordmodes")


def processor_name() -> str:
    """Return the processor's name where the system tells it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    named = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or platform.machine()


def cpu_seconds(path: Path) -> float:
    """Run one notebook in its folder, without changing the file; return the CPU seconds of its kernel."""
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
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "results")
    parser.add_argument("notebooks", nargs="*", type=Path)
    options = parser.parse_args(arguments)
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "TQDM_DISABLE"):
        os.environ[name] = "1"
    paths = options.notebooks or sorted((ROOT / "book").glob("*.ipynb"))
    result = {
        "command": "python benchmarks/run_times.py",
        "versions": {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}},
        "machine": {"processor": processor_name(), "system": platform.system(), "threads": 1},
        "cpu_seconds": {path.stem: round(cpu_seconds(path), 1) for path in tqdm(paths, unit="page", disable=None)},
    }
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=options.out, delete=False, encoding="utf-8") as draft:
        json.dump(result, draft, indent=1)
        draft.write("\n")
    Path(draft.name).chmod(0o644)
    Path(draft.name).replace(options.out / "run_times.json")


if __name__ == "__main__":
    sys.exit(main())
