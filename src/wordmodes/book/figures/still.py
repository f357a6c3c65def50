"""An explorer's still picture, which stands for it in print and where no script runs."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)  # IPython would print a tuple in its own way
class Still:
    """A stored picture, which shows itself as the book's figures do."""

    name: str
    svg: str

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"image/svg+xml": self.svg, "text/plain": f"<still picture of the explorer {self.name}>"}


def still(explorer: str, variant: str = "") -> Still:
    """Return what an explorer of the book draws at one setting, as stored beside it by tools/stills.py.

    Parameters
    ----------
    explorer : str
        Name of its folder, such as "one_mode".
    variant : str
        Which one, where there are several: of "sigma" "large", a large σ, and "front", the opening page's.

    Raises
    ------
    ValueError
        If there is no such picture.
    """
    folder, name = files("wordmodes.explorers"), "_".join(filter(None, ("still", variant)))
    stored = {f"{one.name}/{part.name}": part for one in folder.iterdir() if one.is_dir() for part in one.iterdir()}
    if (picture := stored.get(f"{explorer}/{name}.svg")) is None:
        known = ", ".join(sorted(path.removesuffix(".svg") for path in stored if path.endswith(".svg")))
        raise ValueError(f"there is no picture {explorer}/{name}; there are {known}")
    return Still(explorer, picture.read_text(encoding="utf-8"))
