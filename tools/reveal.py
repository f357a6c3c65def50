"""Files of reveal.js, from npm's registry, in the version written here and no other; kept in _build."""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import tarfile
import tempfile
from functools import cache
from pathlib import Path

VERSION = "6.0.2"
INTEGRITY = "JYIg5D9aoxoaLeb84O+OvAwsKWdIavVgEDScxtYEXFCT6t6TQrhNtSgogcjdCpdLsWglhJn3zyE3fUOwiH5KEg=="  # SHA-512
STORE = Path(__file__).resolve().parent.parent / "_build/npm"
HELP = "The slides need npm, which brings reveal.js (Debian: apt-get install npm), and a way to its registry."


class OutOfReach(ValueError):
    """There is no npm, or no registry that answers it."""


def archive() -> Path:
    """Return the package as npm gave it; it is asked for once.

    Raises
    ------
    OutOfReach
        If npm is missing or finds no registry.
    ValueError
        If the package is not the one that was meant.
    """
    target = STORE / f"reveal.js-{VERSION}.tgz"
    if not target.exists():
        if (npm := shutil.which("npm")) is None:
            raise OutOfReach(HELP)
        STORE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=STORE) as folder:
            command = [npm, "pack", f"reveal.js@{VERSION}", "--silent", "--pack-destination", folder]
            done = subprocess.run(command, capture_output=True, text=True, timeout=300)
            if done.returncode:
                raise OutOfReach(f"{HELP} It said: {done.stderr.strip()[-300:]}")
            (Path(folder) / target.name).replace(target)
    if base64.b64encode(hashlib.sha512(target.read_bytes()).digest()).decode() != INTEGRITY:
        target.unlink()
        raise ValueError(f"what npm gave as reveal.js {VERSION} is not the file that was meant; try again")
    return target


@cache
def file(name: str) -> str:
    """Return the text of a file in the package, ready to stand within a page."""
    with tarfile.open(archive()) as package:
        return package.extractfile(f"package/{name}").read().decode("utf-8").replace("</script", "<\\/script")
