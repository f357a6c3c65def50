"""Documents from files: text, folders, archives, JSON lines, Wikipedia's dumps, a git repository at a commit."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from pathlib import Path

from wordmodes import _validate
from wordmodes.text import _formats, _git, _mediawiki
from wordmodes.text._archives import zstandard
from wordmodes.text._found import Errors, Reading, Source, in_git, on_disk
from wordmodes.text.documents import Documents

PIECE = 1 << 20  # characters, with room for a few pieces in a processor's cache
MAX_RATIO = 200


@dataclass(frozen=True)
class GitTree:
    """Files of a git repository at a commit; as a string, ``git+PATH@COMMIT`` or ``git+PATH@COMMIT:PATTERN``.

    Attributes
    ----------
    path : str or Path
        The repository: bare, or one with a work tree, which is not looked at.
    commit : str
        A commit, or a tag or branch, which is pinned to its commit when documents are sought.
    pattern : str
        The files, as the shell names them, where ``*`` reaches into folders too: ``text/A[A-D]/wiki_*``; or one folder.
        Left out, the repository is read as a folder is.

    Raises
    ------
    TypeError, ValueError
        If they are no strings, or empty.

    Examples
    --------
    >>> str(GitTree("corpora/wiki", "v1.0", "text/*"))
    'git+corpora/wiki@v1.0:text/*'
    """

    path: str | Path
    commit: str
    pattern: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.path, (str, Path)):
            raise TypeError(f"path must be a string or a Path, got a {type(self.path).__name__}")
        if not str(self.path) or "\0" in str(self.path):
            raise ValueError("path is empty or holds a null byte; give the folder of a git repository")
        commit = _validate.string("commit", self.commit)
        if not re.fullmatch(r"[^-\s:\0][^\s:\0]*", commit):
            raise ValueError(f"commit {commit!r} names no commit; give its hash, or a tag or branch")
        _validate.string("pattern", self.pattern)

    def __str__(self) -> str:
        return f"git+{self.path}@{self.commit}{':' * bool(self.pattern)}{self.pattern}"


Given = str | Path | GitTree


def read_documents(
    paths: Given | Iterable[Given],
    *,
    encoding: str = "utf-8",
    errors: Errors = "strict",
    field: str = "text",
    piece: int = PIECE,
    max_ratio: float | None = MAX_RATIO,
    drop_markup: bool = False,
    progress: bool = False,
) -> Documents:
    """Documents in files and folders, one `str` each, read as they are asked for and never all held.

    ==========================================  =======================================================================
    file                                        documents
    ==========================================  =======================================================================
    .txt, and any other that is named itself    one
    .jsonl, .ndjson, .json                      one a line: what `field` of its object holds
    WikiExtractor's, told by its ``<doc …>``    one a ``<doc …>``, with the line of its title
    MediaWiki dump, .xml                        one a page of the main namespace, without markup and title; no redirects
    ==========================================  =======================================================================

    Each of them may end in .gz, .bz2, .xz or .zst too (zstandard must be installed). MediaWiki dumps need gensim, which
    takes the markup out at 2 MB/s; WikiExtractor's output reads a hundred times as fast.

    Parameters
    ----------
    paths : str, Path or GitTree, or a sequence of them
        Files; folders, which are read in the order of their files' paths, hidden ones left out; and git repositories at
        a commit, as `GitTree` or as ``git+PATH@COMMIT:PATTERN``. In a folder, .txt, .jsonl and .ndjson are read, and
        .json, .xml and files without a suffix if they look like documents; the others are `left_out`.
    encoding : str
        Of the files, as Python names it. Dumps name their own.
    errors : {"strict", "replace", "ignore"}
        What to do with bytes that are not in `encoding`: raise, put a sign in their place, or drop them.
    field : str
        Of JSON lines, the field with the text.
    piece : int
        Characters that a piece has at most, by which memory is bounded. A line of JSON and a page of a dump are read
        whole, and may have 64 times as many.
    max_ratio : float or None
        How many times its size a compressed file may swell to once it is beyond 64 MiB; text compresses some 4 to 20
        times. None for no bound.
    drop_markup : bool
        Take out of WikiExtractor's files what they keep of the markup: tags, entities, ``formula_12``.
    progress : bool
        Show a bar of the bytes read.

    Returns
    -------
    Documents
        To iterate any number of times.

    Raises
    ------
    TypeError
        If an argument is of another type.
    ValueError
        If a path does not exist, can't be read, holds nothing to read or is given twice; if an encoding is unknown.
        What is wrong *in* a file is raised when reading gets there.
    ModuleNotFoundError
        If zstandard or gensim is needed and not installed.

    References
    ----------
    WikiExtractor: Attardi, github.com/attardi/wikiextractor. Dumps: mediawiki.org/wiki/Help:Export.

    Examples
    --------
    >>> import gzip
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.txt").write_text("one text")
    ...     _ = Path(folder, "b.jsonl.gz").write_bytes(gzip.compress(b'{"text": "another"}'))
    ...     list(read_documents(folder))
    ['one text', 'another']
    """
    how = Reading(
        _known(encoding),
        _validate.choice("errors", errors, ("strict", "replace", "ignore")),
        _validate.string("field", field),
        _validate.integer("piece", piece, 1),
        None if max_ratio is None else _validate.real("max_ratio", max_ratio, above=1, hint="or None for no bound"),
        _validate.truth("drop_markup", drop_markup),
        _validate.truth("progress", progress),
    )
    sources: list[Source] = []
    left_out: list[str] = []
    provenance: list[str] = []
    for one in _given(paths):
        if isinstance(one, GitTree):
            commit = _git.pinned(str(one.path), one.commit)
            found, others = in_git(str(one.path), commit, one.pattern, how)
            one = GitTree(one.path, commit, one.pattern)
        else:
            found, others = on_disk(one, how)
        sources += found
        left_out += others
        provenance.append(str(one))
    _refuse_twice(sources)
    if any(_formats.suffix(source.name) == ".xml" for source in sources):
        _mediawiki.remover()  # what is missing is said now, and not after an hour
    if any(source.name.lower().endswith(".zst") for source in sources):
        zstandard()
    return Documents(tuple(sources), how, tuple(left_out), tuple(provenance))


def _given(paths: Given | Iterable[Given]) -> list[Given]:
    """The paths, each checked, those of git as what they stand for."""
    if isinstance(paths, (str, Path, GitTree)):
        return [_tree(paths)]
    if isinstance(paths, (bytes, Set, Mapping)) or not _validate.iterable(paths):
        raise TypeError(f"paths must be a string, a Path, a GitTree or a list of them, got a {type(paths).__name__}")
    made = []
    for i, one in enumerate(paths):
        if not isinstance(one, (str, Path, GitTree)):
            raise TypeError(f"paths[{i}] must be a string, a Path or a GitTree, got a {type(one).__name__}")
        made.append(_tree(one))
    if not made:
        raise ValueError("paths is empty; give at least one file or folder")
    return made


def _known(encoding: str) -> str:
    try:
        io.TextIOWrapper(io.BytesIO(), _validate.string("encoding", encoding))  # refuses 'hex', which makes no text
    except (LookupError, ValueError):
        raise ValueError(f"encoding {encoding!r} is not known; such as 'utf-8', 'cp1252' or 'utf-16'") from None
    return encoding


def _tree(one: Given) -> Given:
    """A path, or what a path of git stands for."""
    if isinstance(one, GitTree) or not str(one).startswith("git+"):
        return one
    whole = str(one).removeprefix("git+")
    ends = [at for at, letter in enumerate(whole) if letter == "@"]
    if not ends or os.path.isdir(whole):  # noqa: PTH112 (a Path may refuse what is no path)
        raise ValueError(f"{str(one)!r} in paths must be git+PATH@COMMIT or git+PATH@COMMIT:PATTERN")
    end = next((at for at in ends if os.path.isdir(whole[:at])), ends[0])  # noqa: PTH112 (folders may have an @ too)
    commit, _, pattern = whole[end + 1 :].partition(":")
    try:
        return GitTree(whole[:end], commit, pattern)
    except ValueError as error:
        raise ValueError(f"{str(one)!r} in paths: {error}") from None


def _refuse_twice(sources: list[Source]) -> None:
    """Text that is counted twice is a mistake that no result would show."""
    seen = set()
    for source in sources:
        key = (os.path.realpath(source.path), source.blob and source.name)
        if key in seen:
            raise ValueError(f"{source.name} is given twice in paths; leave one out")
        seen.add(key)
