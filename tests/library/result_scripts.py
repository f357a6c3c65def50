"""The scripts of `make results`: run at a small size, and what they stored."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def small(folder: Path, name: str) -> dict:
    """Run a script at its small size, and read what it wrote."""
    script = ROOT / f"tools/results/{name}.py"
    subprocess.run([sys.executable, script, "--small", "--out", folder], check=True, capture_output=True)
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


def stored(name: str) -> dict:
    """Read a stored result, with where it comes from."""
    return json.loads((ROOT / "src/wordmodes/book/results" / f"{name}.json").read_text(encoding="utf-8"))
