"""`wordmodes fetch`: a corpus to begin with."""

from __future__ import annotations

from argparse import Namespace

from wordmodes import _vector_files
from wordmodes.text.text8 import fetch_text8, text8


def fetch(asked: Namespace) -> None:
    """Fetch text8, and lay its words beside it as lines that can be read."""
    folder = fetch_text8(asked.to, asked.url).parent
    path = folder / "text8.jsonl"
    pieces = text8(folder)
    with _vector_files.whole(path) as part, part.open("w", encoding="ascii") as file:
        file.writelines(f'{{"text": "{piece}"}}\n' for piece in pieces)
    print(f"{path}: {len(pieces)} documents; now: wordmodes embed {path} -o text8")
