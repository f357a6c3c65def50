"""`wordmodes embed`: from files to a folder of vectors."""

from __future__ import annotations

import shutil
from argparse import Namespace
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from wordmodes import __version__, _validate
from wordmodes._cli import counting, folder
from wordmodes._cli.output import note
from wordmodes._cli.reading import Log, fingerprint, read
from wordmodes.text.cooccurrence import Cooccurrence
from wordmodes.text.documents import Documents
from wordmodes.text.files import read_documents
from wordmodes.theory.targets import Matrix, m_star, ppmi
from wordmodes.vectors import damped, embed_counts
from wordmodes.word_vectors import WordVectors

TARGETS: dict[str, Callable[[Cooccurrence], Matrix]] = {
    "damped": damped,
    "m_star": lambda counts: m_star(counts.P),
    "ppmi": lambda counts: ppmi(counts.P),
}


def opened(asked: Namespace) -> Documents:
    """The documents that are asked for, but for what lies in folders that `embed` has written."""
    found = read_documents(
        asked.paths, encoding=asked.encoding, errors=asked.errors, field=asked.field, drop_markup=asked.drop_markup
    )
    ours = folder.of_ours(source.path for source in found.sources if not source.blob)
    sources = tuple(source for source in found.sources if source.blob or source.path not in ours)
    others = tuple(name for name in found.left_out if not folder.of_ours([name]))
    if not sources:
        raise ValueError("paths hold nothing but what wordmodes embed has written; give texts")
    for where in sorted(set(ours.values())):
        note(f"{where} is no text: wordmodes embed has written it; left out")
    if others:
        note(f"left out, as named like no document: {len(others)}, such as {others[0]}")
    return replace(found, sources=sources, left_out=others)


def embed(asked: Namespace) -> None:
    """Read, count, solve and write; what an earlier run did is not done again."""
    for name, low in (("V", 2), ("d", 1), ("window", 1), ("min_count", 0), ("workers", 1)):
        _validate.integer(name, getattr(asked, name), low)
    _validate.real("tol", asked.tol, above=0)
    documents, out = opened(asked), folder.out_folder(asked.out)
    known = fingerprint(documents, asked.letters)
    key = {"text": known, "V": asked.V, "min_count": asked.min_count, "window": asked.window}
    with folder.locked(out):
        counts = _counts(documents, out, key, asked)
        settings = key | {
            "V": len(counts.vocabulary), "V_at_most": asked.V, "d": asked.d, "weighting": counts.weighting,
            "target": asked.target, "by": asked.by, "tol": asked.tol, "n_tokens": counts.vocabulary.n_tokens,
            "n_types": counts.vocabulary.n_types, "letters": asked.letters, "paths": list(documents.provenance),
            "created_by": f"wordmodes {__version__}",
        }  # fmt: skip
        vectors = embed_counts(counts, asked.d, target=TARGETS[asked.target], by=asked.by, tol=asked.tol)
        settings["V"] = len(vectors.words)
        kinds = list(folder.VECTORS) if asked.format == "both" else [asked.format]
        _write(out, vectors, settings, kinds)
    files = ", ".join([folder.VECTORS[kind] for kind in kinds] + [folder.MODES])
    print(
        f"{out}: {len(vectors.words)} words, {asked.d} modes, from {counts.vocabulary.n_tokens} running words and"
        f" {counts.vocabulary.n_types} different ones; {files}"
    )


def _counts(documents: Documents, out: Path, key: dict[str, Any], asked: Namespace) -> Cooccurrence:
    found = counting.load(out / folder.COUNTS)
    if found is not None and found[1].get("key") == key:
        note(f"the counts in {out} are of these files; going on from them")
        return found[0]
    log = Log(out / folder.READING, key["text"])
    earlier = log.found()
    if earlier:
        before = log.state["numbers"] // 4 - log.state["documents"]
        note(f"{before} words were read in an earlier run; going on from there")
    elif earlier is None or found is not None:
        note(f"what {out} holds is of other files or settings; reading anew")
    try:
        with read(documents, log, asked.letters) as text:
            vocabulary = text.vocabulary(min_count=key["min_count"])
            vocabulary = vocabulary.top(min(key["V"], len(vocabulary)))
            counts = counting.counted(text, vocabulary, key["window"], asked.workers, out / folder.PARTIAL, str(key))
    finally:
        if not log.state["types"]:  # no word in it
            log.clear()
    if not counts.total:
        raise ValueError("no two words of the vocabulary occur within one window; use longer documents or a window")
    counting.save(out / folder.COUNTS, counts, {"key": key})
    (out / folder.PARTIAL).unlink(missing_ok=True)
    shutil.rmtree(out / folder.READING)
    return counts


def _write(out: Path, vectors: WordVectors, settings: dict[str, Any], kinds: list[str]) -> None:
    """Both files are written beside their places; without the modes, which come last, a folder is not finished."""
    staged = {kind: out / f".wordmodes-{folder.VECTORS[kind]}" for kind in kinds}
    for kind, path in staged.items():
        vectors.save_word2vec(path, binary=kind == "binary")
    modes = out / f".wordmodes-{folder.MODES}"
    vectors.save(modes, settings)
    (out / folder.MODES).unlink(missing_ok=True)
    for kind, name in folder.VECTORS.items():
        if kind in staged:
            staged[kind].replace(out / name)
        else:
            (out / name).unlink(missing_ok=True)
    modes.replace(out / folder.MODES)
