"""A Python for the page that asks no third party for anything: what `make lite PYODIDE=...` needs beside the notebooks.

PYODIDE is a folder with a Pyodide that has numpy, scipy and matplotlib, which is then copied into the site, or the
address of such a folder. What it lacks and the library requires is pure Python, and lies in the site as wheels.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from packaging.requirements import Requirement

SCRIPT, LOCK = "pyodide.mjs", "pyodide-lock.json"
BROWSER = {"sys_platform": "emscripten", "platform_system": "Emscripten", "platform_machine": "wasm32", "extra": ""}


def is_address(pyodide: str) -> bool:
    """Return whether it lies elsewhere than on this machine."""
    return re.match(r"https?://", pyodide) is not None


def locked(pyodide: str) -> dict:
    """Return the list that a Pyodide has of itself: its Python, and its packages by name.

    Raises
    ------
    ValueError
        If there is none.
    """
    lacks = f"PYODIDE={pyodide} has no {SCRIPT} with a {LOCK} beside it; give a folder, or its address, that has"
    try:
        if is_address(pyodide):
            with urlopen(f"{pyodide.rstrip('/')}/{LOCK}", timeout=60) as answer:
                return json.load(answer)
        if not (Path(pyodide) / SCRIPT).is_file():
            raise ValueError(lacks)
        return json.loads((Path(pyodide) / LOCK).read_text(encoding="utf-8"))
    except (OSError, URLError, json.JSONDecodeError) as error:
        raise ValueError(f"{lacks} ({error})") from error


def lacking(lock: dict) -> list[str]:
    """Return what the library requires in the browser and a Pyodide doesn't have, at the versions installed here."""
    carried = {name.lower().replace("_", "-") for name in lock["packages"]}
    markers = {**BROWSER, "python_version": ".".join(lock["info"]["python"].split(".")[:2])}
    waiting, found = [Requirement("wordmodes")], {}
    while waiting:
        requirement = waiting.pop()
        name = requirement.name.lower().replace("_", "-")
        if name in carried | set(found) or (requirement.marker and not requirement.marker.evaluate(markers)):
            continue
        theirs = distribution(name)
        found[name] = f"{name}=={theirs.version}"
        waiting += [Requirement(line) for line in theirs.requires or []]
    del found["wordmodes"]
    return sorted(found.values())


def wheels(lock: dict, folder: Path) -> list[Path]:
    """Bring them from the registry into a folder, pure Python all.

    Raises
    ------
    ValueError
        If one can't be had; the message has what pip says.
    """
    pure = ("--no-deps", "--only-binary", ":all:", "--implementation", "py", "--abi", "none", "--platform", "any")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", *pure]
    done = subprocess.run([*command, "--dest", str(folder), *lacking(lock)], capture_output=True, text=True)
    if done.returncode:
        raise ValueError(f"pip brought no wheels for the page:\n{done.stdout}{done.stderr}")
    return sorted(folder.glob("*.whl"))


def provide(pyodide: str, work: Path) -> tuple[dict, list[Path]]:
    """Put a Pyodide where the build of a JupyterLite in `work` finds it; return its kernel's settings, and wheels.

    Raises
    ------
    ValueError
        If it isn't there, or a package can't be had.
    """
    lock = locked(pyodide)
    settings = {"disablePyPIFallback": True}
    if is_address(pyodide):
        settings["pyodideUrl"] = f"{pyodide.rstrip('/')}/{SCRIPT}"
    else:
        (work / "static").mkdir()
        (work / "static/pyodide").symlink_to(Path(pyodide).resolve(), target_is_directory=True)
    (work / "pure").mkdir()
    return settings, wheels(lock, work / "pure")
