"""What every script of `make results` shares: where a result comes from, and how it is written."""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).resolve().parents[2] / "src/wordmodes/book/results"
PACKAGES = ("numpy", "scipy", "gensim", "wordmodes")


def parser(description: str, small: str) -> argparse.ArgumentParser:
    """Return a parser that knows --small, which does what `small` says, and --out."""
    made = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--small", action="store_true", help=small)
    made.add_argument("--out", type=Path, default=RESULTS)
    return made


def processor() -> str:
    """Return the processor's name, as far as the system tells it."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def provenance(script: str, options: argparse.Namespace, settings: Any = None, also: Sequence[str] = ()) -> dict:
    """Return command, the script's hash, versions, machine and, from a dataclass, settings."""
    return {
        "command": f"python tools/results/{script}" + (" --small" if getattr(options, "small", False) else ""),
        "script_sha256": hashlib.sha256(Path(__file__).with_name(script).read_bytes()).hexdigest(),
        "versions": {"python": platform.python_version()} | {name: version(name) for name in (*PACKAGES, *also)},
        "machine": {"processor": processor(), "threads": 1},
    } | ({} if settings is None else {"settings": asdict(settings)})


def write(path: Path, content: Mapping[str, Any]) -> None:
    """Write JSON with one line an entry and a run, so that a change shows where it is, through a temporary file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    entries = [f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in content.items()]
    if "runs" in content:
        runs = ",\n".join(json.dumps(run, ensure_ascii=False) for run in content["runs"])
        entries[list(content).index("runs")] = f'"runs": [\n{runs}\n]'
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:
        file.write("{\n" + ",\n".join(entries) + "\n}\n")
    Path(file.name).chmod(0o644)
    Path(file.name).replace(path)
