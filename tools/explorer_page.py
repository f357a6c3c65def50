"""Write an explorer of the book as a page of its own, _build/explorers/NAME.html: python tools/explorer_page.py NAME

NAME=all writes all of them. The page needs no other file and no server. It is light or dark as the system is, or as its
address asks: sigma.html?theme=dark.
"""

from __future__ import annotations

import sys
from pathlib import Path

from widget_page import widget_page
from wordmodes.explorers.instances import BOOK

FOLDER = Path(__file__).resolve().parent.parent / "_build/explorers"


def main(arguments: list[str], folder: Path = FOLDER) -> int:
    """Write the pages asked for and print their addresses; return 2, and say which there are, if one is unknown."""
    names = list(BOOK) if arguments == ["all"] else arguments
    if not names or not set(names) <= set(BOOK):
        print(f"Which explorer? NAME is one of {', '.join(BOOK)}, or all.", file=sys.stderr)
        return 2
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        title, make = BOOK[name]
        page = folder / f"{name}.html"
        page.write_text(widget_page(make(), title=title), encoding="utf-8")
        print(page.as_uri())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
