"""Make wikipedia's counts from its text: ``python tools/results/build_wikipedia.py CLONE [FOLDER] [--check]``.

CLONE is a clone of the git repository jason-feng/wikiVisual on GitHub. Its newest commit no longer has the text, which
is read at the commit below, out of git's objects; neither a work tree nor the network is needed. The tokens are checked
by their SHA-256. What is written are counts, no text. Takes some five minutes and 4 GB.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import _bundles
from wordmodes.text.bundled import _WIKIPEDIA, gazette_folder
from wordmodes.text.cooccurrence import Cooccurrence, count
from wordmodes.text.corpus import tokenize
from wordmodes.text.files import GitTree, read_documents
from wordmodes.text.numbered import number

MIN_WORDS = 50  # what is shorter is a redirect or a list of links


@dataclass(frozen=True)
class Text:
    """Where a text is, and what its tokens must be."""

    repository: str
    commit: str
    pattern: str
    sha256: str  # of the tokens, joined by spaces, a line an article


TEXT = Text(
    "https://github.com/jason-feng/wikiVisual",
    "1c0fac92f29f17c1603bfffbe864e0dfdff66897",
    "text/A[A-D]/wiki_*",
    "80f5982dac25722f0db56db9ed073715577305f9458a6258dbe3c2ec61ec5129",
)
SIZES = _WIKIPEDIA.sizes


def documents(clone: str | Path, text: Text = TEXT) -> Iterator[list[str]]:
    """The tokenised articles, in the order of their files; each with its title, as WikiExtractor writes it.

    Marks that WikiExtractor has left in the text (`formula`, `br`, `ref`, `lt`, `gt`, `amp`) are tokens too.

    Yields
    ------
    list of str

    Raises
    ------
    ValueError
        If the clone lacks the commit; at the end, if the tokens are not those that the counts were made from.
    """
    digest = hashlib.sha256()
    for article in read_documents(GitTree(clone, text.commit, text.pattern), errors="replace", progress=True):
        tokens = tokenize(article)
        if len(tokens) >= MIN_WORDS:
            digest.update(f"{' '.join(tokens)}\n".encode())
            yield tokens
    if digest.hexdigest() != text.sha256:
        raise ValueError(
            f"the tokens have SHA-256 {digest.hexdigest()}, and the counts were made from others, with {text.sha256};"
            f" is the repository a clone of {text.repository}?"
        )


def build(clone: str | Path, workers: int = 1, text: Text = TEXT) -> dict[int, Cooccurrence]:
    """Count the articles, for each bundled window.

    Returns
    -------
    dict of int to Cooccurrence
        By window; linear weights.
    """
    with number(documents(clone, text)) as articles:
        print(f"{articles.n_documents} articles, {articles.n_tokens} tokens, {len(articles.types)} types")
        vocabulary = articles.vocabulary(min(max(SIZES.values()), len(articles.types)))
        return {
            window: count(articles, vocabulary.top(min(size, len(vocabulary))), window, workers=workers, dense=False)
            for window, size in SIZES.items()
        }


def main(arguments: list[str] | None = None, text: Text = TEXT) -> int:
    """The command line; returns its exit status."""
    parser = argparse.ArgumentParser(
        prog="python tools/results/build_wikipedia.py", description=__doc__.partition("``")[0].strip(": \n") + "."
    )
    parser.add_argument("clone", type=Path, help=f"a clone of {text.repository}")
    parser.add_argument("folder", nargs="?", type=Path, help="where to write; the library's data folder by default")
    parser.add_argument("--check", action="store_true", help="write nothing, compare with the files in the folder")
    parser.add_argument("--workers", type=int, default=2, help="processes that count")
    options = parser.parse_args(arguments)
    folder = options.folder or gazette_folder()
    try:
        counts = build(options.clone, options.workers, text)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    if not options.check:
        _bundles.write(_WIKIPEDIA, counts, folder)
    found = _bundles.differences(_WIKIPEDIA, counts, folder)
    print("differs in " + ", ".join(found) if found else f"the files in {folder} hold exactly these counts")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
