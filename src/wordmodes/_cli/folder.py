"""The folder that `wordmodes embed` writes: which files it holds, and how it is read."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from wordmodes import _vector_files
from wordmodes.word_vectors import WordVectors

try:
    import fcntl
except ModuleNotFoundError:  # as on Windows, where two runs in one folder are the reader's own affair
    fcntl = None  # type: ignore[assignment]

COUNTS, MODES, PARTIAL, READING = "counts.npz", "modes.npz", "partial.npz", "reading"
VECTORS = {"text": "vectors.txt", "binary": "vectors.bin"}
_LOCK = ".lock"
_PART = ".wordmodes-"  # how the name begins of what is being written
_OURS = {COUNTS, MODES, PARTIAL, READING, _LOCK, *VECTORS.values()}


def out_folder(name: str) -> Path:
    """A folder that is new, empty or of an earlier run."""
    out = Path(name)
    try:
        if out.exists() and not out.is_dir():
            raise ValueError(f"OUT {name!r} is a file; name a folder")
        strange = sorted(file.name for file in out.iterdir() if file.name not in _OURS) if out.exists() else []
    except OSError as error:
        raise ValueError(f"OUT {name!r} can't be used ({error.strerror or error})") from error
    strange = [name for name in strange if not name.startswith(_PART)]
    if strange:
        raise ValueError(f"OUT {name!r} holds other files, such as {strange[0]!r}; name a new folder")
    return out


def of_ours(paths: Iterable[str]) -> dict[str, Path]:
    """Those files that lie in a folder which `wordmodes embed` has written, finished or not, each with the folder."""
    known: dict[Path, bool] = {}

    def ours(where: Path) -> bool:
        if where not in known:
            names = set(os.listdir(where)) if where.is_dir() else set()  # noqa: PTH208 (a Path has no quicker way)
            known[where] = bool(names & {COUNTS, MODES, READING}) and all(
                name in _OURS or name.startswith(_PART) for name in names
            )
        return known[where]

    found = {path: next(filter(ours, Path(path).parents), None) for path in paths}
    return {path: where for path, where in found.items() if where is not None}


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """The folder, for one run at a time, cleared of what a killed run was writing; taken away again if it is empty."""
    out.mkdir(parents=True, exist_ok=True)
    with (out / _LOCK).open("w") as file:
        if fcntl is not None:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise ValueError(f"another run is writing to {out}; wait for it, or name another folder") from None
        try:
            for left in out.glob(f"{_PART}*"):
                shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()
            yield
        finally:
            (out / _LOCK).unlink(missing_ok=True)
            if not os.listdir(out):  # noqa: PTH208 (a Path has no quicker way)
                out.rmdir()


def load(name: str) -> tuple[WordVectors, dict[str, Any]]:
    """Vectors and settings of a folder."""
    out = Path(name)
    if not out.is_dir():
        raise ValueError(f"OUT {name!r} is no folder; make one: wordmodes embed PATH -o {name}")
    if not (out / MODES).is_file():
        began = any((out / part).exists() for part in (READING, COUNTS))
        what = "is not finished; run the same 'wordmodes embed' again" if began else f"holds no {MODES}"
        raise ValueError(f"OUT {name!r} {what}")
    return WordVectors.load(out / MODES), _vector_files.read_modes(out / MODES)["settings"]
