"""Documents in files, read anew at every iteration, whole or in pieces, and never all held."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tqdm.auto import tqdm

from wordmodes import _validate
from wordmodes.text import _formats, _mediawiki
from wordmodes.text._found import Opened, Reading, Source

_LINE = 64  # pieces that a line of JSON or a page of a dump may have, as both are read whole


@dataclass(frozen=True, eq=False, repr=False)
class Documents:
    """Documents in files, read anew at every iteration and never all held: one `str` a document.

    `pieces` is for whoever counts: it yields pairs of a text and whether a document ends with it. A document of at most
    `piece` characters is one pair; a longer one comes in several, cut after a space, so that no word is cut, and no
    pair of words is lost to whoever goes on where the last piece ended. Joined, they are the document. So memory is
    bounded whatever the files hold, while going through the documents themselves makes each of them whole.

    Files are found, and tags and branches pinned to a commit, when this is made; the files themselves are opened one
    after the other as documents are asked for. Nothing is written anywhere.

    Attributes
    ----------
    sources : tuple of Source
        The files, as `read_documents` found them.
    reading : Reading
        How they are read: what `read_documents` was told.
    left_out : tuple of str
        What lies in the folders and is not read, as it is named like no document.
    provenance : tuple of str
        The paths, those of git with the full hash of the commit.
    part : bool
        Whether these are a shard of others, which may hold nothing but blank documents.

    Examples
    --------
    >>> from wordmodes.text.files import read_documents
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "one.txt").write_text("one text")
    ...     documents = read_documents(folder, piece=4)
    ...     list(documents), list(documents.pieces()), len(documents.shards(2))
    (['one text'], [('one ', False), ('text', True)], 1)
    """

    sources: tuple[Source, ...]
    reading: Reading
    left_out: tuple[str, ...] = ()
    provenance: tuple[str, ...] = ()
    part: bool = False

    @property
    def files(self) -> tuple[str, ...]:
        """What is read, in this order."""
        return tuple(source.name for source in self.sources)

    @property
    def n_bytes(self) -> int:
        """Bytes of all files, as they lie there."""
        return sum(source.size for source in self.sources)

    def __repr__(self) -> str:
        return f"<Documents in {len(self.sources)} files, {self.n_bytes} bytes: {', '.join(self.provenance)}>"

    def __iter__(self) -> Iterator[str]:
        held: list[str] = []
        for text, ends in self.pieces():
            held.append(text)
            if ends:
                yield "".join(held)
                held.clear()

    def pieces(self) -> Iterator[tuple[str, bool]]:
        """Texts of at most `piece` characters, each with whether a document ends with it.

        Yields
        ------
        (str, bool)

        Raises
        ------
        ValueError
            If a file is damaged, cut short, binary, not in its encoding or swells beyond `max_ratio`, or all documents
            are blank; the message names the file and says what to do.
        ModuleNotFoundError
            If what a file needs is not installed: gensim for MediaWiki dumps, zstandard for .zst.

        Examples
        --------
        >>> from pathlib import Path
        >>> from wordmodes.text.files import read_documents
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     _ = Path(folder, "two.jsonl").write_text('{"text": "one"}\\n{"text": "two"}\\n')
        ...     list(read_documents(folder).pieces())
        [('one', True), ('two', True)]
        """
        blank, how = True, self.reading
        quiet = not how.progress or bool(os.environ.get("TQDM_DISABLE"))
        bar = tqdm(total=self.n_bytes, unit="B", unit_scale=True, desc="reading", disable=quiet)
        with bar, Opened(bar.update) as opened:
            for source in self.sources:
                for text, ends in self._in_file(opened, source):
                    blank = blank and (not text or text.isspace())
                    yield text, ends
        if blank and not self.part:
            raise ValueError(f"paths hold no text: every document in {', '.join(self.provenance)} is blank")

    def shards(self, n: int) -> list[Documents]:
        """Parts of about the same number of bytes, for as many processes or machines; a file is never split.

        Parameters
        ----------
        n : int
            How many at most: no more than there are files.

        Returns
        -------
        list of Documents
            Read one after the other, they are these documents in this order.

        Raises
        ------
        TypeError, ValueError
            If `n` is no whole number from 1.

        Examples
        --------
        >>> from pathlib import Path
        >>> from wordmodes.text.files import read_documents
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     for name in ("a.txt", "b.txt", "c.txt"):
        ...         _ = Path(folder, name).write_text(f"text {name}")
        ...     [list(shard) for shard in read_documents(folder).shards(2)]
        [['text a.txt'], ['text b.txt', 'text c.txt']]
        """
        n = _validate.integer("n", n, 1)
        parts: dict[int, list[Source]] = {}
        before, total = 0, max(self.n_bytes, 1)
        for source in self.sources:
            middle = before + source.size / 2
            parts.setdefault(min(int(n * middle / total), n - 1), []).append(source)
            before += source.size
        return [replace(self, sources=tuple(sources), part=True) for _, sources in sorted(parts.items())]

    def _in_file(self, opened: Opened, source: Source) -> Iterator[tuple[str, bool]]:
        """The pieces of one file, whatever its format."""
        how = self.reading
        fragments: Iterator[tuple[str, bool]]
        head, blocks = opened.start(source, how.max_ratio)
        kind = _formats.format_of(source.name, head, how.encoding)
        if kind == "mediawiki":
            plain = _mediawiki.remover()
            pages = _mediawiki.pages(blocks, source.name, _LINE * how.piece)
            fragments = ((plain(markup), True) for markup in pages)
        else:
            chunks = _formats.decoded(blocks, source.name, how.encoding, how.errors)
            if kind == "json":
                fragments = _formats.json_lines(chunks, source.name, how.field, how.errors, _LINE * how.piece)
            elif kind == "extracted":
                fragments = _formats.extracted(chunks, source.name)
            else:
                fragments = _formats.plain(chunks)
        for text, ends in _formats.pieces(fragments, how.piece, source.name):
            yield (_formats.without_remains(text) if how.drop_markup and kind == "extracted" else text), ends
