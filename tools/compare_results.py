"""Compare stored results with the same results made again: python tools/compare_results.py STORED AGAIN

What belongs to a machine or a moment is not compared: timings, memory, versions, the machine, a script's hash. A number
may move by `SHARE` of its list's largest entry, and so may the share of questions answered, since a trainer's last bits
differ between processors and grow with training. What moves more is drift, and the exit status says so.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SHARE = 0.02
NOT_COMPARED = {"cpu_seconds", "counting_cpu_seconds", "peak_bytes", "versions", "machine", "script_sha256"}


def is_number(value: Any) -> bool:
    """Return whether a value is compared as a number; truths are not."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def moved(stored: float, again: float, scale: float) -> bool:
    """Return whether a number differs by more than the share of `scale`, or from or to what is no number."""
    if not (math.isfinite(stored) and math.isfinite(again)):
        return str(stored) != str(again)
    return abs(stored - again) > SHARE * scale


def drift(stored: Any, again: Any, place: str = "") -> Iterator[str]:
    """Yield a line for everything that moved, with its place in the file."""
    if isinstance(stored, dict) and isinstance(again, dict):
        for key in sorted((stored.keys() | again.keys()) - NOT_COMPARED):
            if key in stored and key in again:
                yield from drift(stored[key], again[key], f"{place}.{key}")
            else:
                yield f"{place}.{key}: only {'stored' if key in stored else 'made again'}"
    elif isinstance(stored, list) and isinstance(again, list) and len(stored) == len(again):
        if stored and all(map(is_number, stored + again)):
            scale = max((abs(x) for x in stored if math.isfinite(x)), default=0.0)
            pairs = enumerate(zip(stored, again, strict=True))
            yield from (f"{place}[{i}]: {old} is now {new}" for i, (old, new) in pairs if moved(old, new, scale))
        else:
            for i, (old, new) in enumerate(zip(stored, again, strict=True)):
                yield from drift(old, new, f"{place}[{i}]")
    elif is_number(stored) and is_number(again):
        if moved(stored, again, abs(stored)):
            yield f"{place}: {stored} is now {again}"
    elif place.endswith(".hits") and len(stored) == len(again):
        differing = sum(old != new for old, new in zip(stored, again, strict=True))
        if differing > SHARE * len(stored):
            yield f"{place}: {differing} of {len(stored)} answers differ"
    elif stored != again:
        yield f"{place}: {stored!r} is now {again!r}"[:200]


def compare(stored: Path, again: Path) -> list[str]:
    """Return what drifted between two folders of results, a line each; a file that one of them lacks is drift."""
    found = []
    for name in sorted(
        {path.name for folder in (stored, again) for path in folder.glob("*.json")} - {"run_times.json"}
    ):
        if not ((stored / name).is_file() and (again / name).is_file()):
            found.append(f"{name}: only {'stored' if (stored / name).is_file() else 'made again'}")
            continue
        both = [json.loads((folder / name).read_text(encoding="utf-8")) for folder in (stored, again)]
        found += [name + line for line in drift(*both)]
    return found


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python tools/compare_results.py STORED AGAIN")
    lines = compare(*map(Path, sys.argv[1:]))
    print("\n".join([*lines[:100], f"{len(lines)} differences" if lines else "the results are the stored ones"]))
    sys.exit(bool(lines))
