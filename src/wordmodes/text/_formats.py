"""From the bytes of a file to documents, a fragment at a time: text, JSON lines, WikiExtractor's files."""

from __future__ import annotations

import codecs
import html
import io
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from wordmodes.text._archives import SUFFIXES, compression

Fragments = Iterator[tuple[str, bool]]  # text, and whether a document ends with it

SURE = frozenset({".txt", ".jsonl", ".ndjson"})  # in a folder these are read by their names,
MAYBE = frozenset({"", ".json", ".xml"})  # these if they look like documents, and no others
_JSON = frozenset({".jsonl", ".ndjson"})
_PART = re.compile(r"\.xml-p\d+.*")  # a part of a dump: pages-articles1.xml-p1p41242
_HEADER = 1 << 16

_BINARY = {
    b"%PDF-": "a PDF; save its text",
    b"PK\x03\x04": "a zip archive or an office document; unpack it, or save its text",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive; unpack it",
    b"PAR1": "a Parquet table; write it as JSON lines",
    b"version https://git-lfs": "a pointer to a file that git-lfs keeps elsewhere; fetch that with git lfs pull",
}
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,1000}>|<!--.*?-->")
_PLACEHOLDER = re.compile(r"\b(?:formula|codice)_\d+\b")


def suffix(name: str) -> str:
    """The suffix in lower case, without that of a compression."""
    path = PurePath(name.lower().rpartition(":")[2])  # what precedes a colon is a commit
    if path.suffix in SUFFIXES:
        path = path.with_suffix("")
    return ".xml" if _PART.fullmatch(path.suffix) else path.suffix


def format_of(name: str, head: bytes, encoding: str) -> str:
    """One of "json", "extracted", "mediawiki" and "text", by the name and the first bytes (decompressed)."""
    for magic, what in _BINARY.items():
        if head.startswith(magic):
            raise ValueError(f"{name} in paths is {what}")
    if head[257:262] == b"ustar":
        raise ValueError(f"{name} in paths is a tar archive; unpack it and give the folder")
    if compression("", head):
        raise ValueError(f"{name} in paths is compressed twice; unpack it once")
    start = head.decode(encoding, "ignore").lstrip("\ufeff \t\r\n")
    ending = suffix(name)
    if ending in _JSON:
        return "json"
    if start.startswith("<doc ") and ">" in start.partition("\n")[0]:
        return "extracted"
    if start.startswith("<") and "<mediawiki" in start:
        return "mediawiki"
    if ending == ".xml":
        raise ValueError(f"{name} in paths is no MediaWiki dump, the only XML read here; save its text as .txt")
    if ending == ".json" or (ending == "" and re.match(r'\{\s*"', start)):
        return "json"
    if b"\0" in head and not codecs.lookup(encoding).name.startswith(("utf-16", "utf-32")):
        marked = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        hint = "it is marked as UTF-16: encoding='utf-16'" if marked else "leave it out, or save its text"
        raise ValueError(f"{name} in paths is not {encoding} text but binary: it holds a zero byte; {hint}")
    return "text"


def decoded(blocks: Iterable[bytes], name: str, encoding: str, errors: str, argument: str = "paths") -> Iterator[str]:
    """Text from bytes, without the mark at its beginning, line ends as \\n; what is not in `encoding` is named."""
    marked = "utf-8-sig" if codecs.lookup(encoding).name == "utf-8" else encoding
    inner = codecs.getincrementaldecoder(marked)(errors)
    decoder = io.IncrementalNewlineDecoder(inner, translate=True)
    taken, before, start = 0, 0, b""
    try:
        for block in blocks:
            start = start or block[:2]
            before = taken - len(inner.getstate()[0])  # less what the last block left of a character
            yield decoder.decode(block)
            taken += len(block)
        before = taken - len(inner.getstate()[0])
        yield decoder.decode(b"", final=True)
    except UnicodeError as error:
        other = "utf-16" if start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "cp1252"
        or_damaged = ", or fetch it anew if its compressed data are damaged" if name.endswith(tuple(SUFFIXES)) else ""
        where = f" at byte {before + error.start}" if isinstance(error, UnicodeDecodeError) else ""
        raise ValueError(
            f"{name} in {argument} is not {encoding}{where} ({error}); save it as UTF-8, or pass its encoding, such as"
            f" encoding={other!r}{or_damaged}"
        ) from error


def plain(chunks: Iterable[str]) -> Fragments:
    """A file that is one document."""
    for chunk in chunks:
        yield chunk, False
    yield "", True


def json_lines(chunks: Iterable[str], name: str, field: str, errors: str, limit: int) -> Fragments:
    """A document a line: what `field` of its object holds."""
    for number, line in enumerate(_lines(chunks, name, limit), start=1):
        if not line or line.isspace():
            continue
        where = f"line {number} of {name} in paths"
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError) as error:
            hint = "JSON lines hold one whole object a line; if this is the last line, the file was cut short"
            raise ValueError(f"{where} is no JSON ({error}); {hint}") from error
        if not isinstance(entry, dict):
            raise ValueError(
                f"{where} is a JSON {type(entry).__name__}; each line must be an object with the text in it"
            )
        text = entry.get(field)
        if not isinstance(text, str):
            what = "holds no string" if field in entry else "does not occur"
            strings = ", ".join(repr(key) for key, value in entry.items() if isinstance(value, str)) or "none"
            raise ValueError(f"field {field!r} {what} in {where}; the fields with strings are {strings}")
        yield _without_halves(text, where, errors) if "\\u" in line else text, True


def _lines(chunks: Iterable[str], name: str, limit: int) -> Iterator[str]:
    """Lines ended by \\n alone: JSON may hold every other kind of line end."""
    held: list[str] = []
    n = 0
    for chunk in chunks:
        first, *others = chunk.split("\n")
        held.append(first)
        n += len(first)
        if n > limit:
            raise ValueError(
                f"{name} in paths holds a line of more than {limit} characters, and a line of JSON is read whole; write"
                " so long a document into a .txt file of its own, which is read in pieces, or raise `piece`"
            )
        if others:
            yield "".join(held)
            yield from others[:-1]
            held, n = [others[-1]], len(others[-1])
    yield "".join(held)


def _without_halves(text: str, where: str, errors: str) -> str:
    """JSON can express half a character (\\ud800), which is no text and can't be written anywhere."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        if errors == "strict":
            raise ValueError(
                f"{where} holds half a character ({error}); errors='replace' reads it all the same"
            ) from error
        return text.encode("utf-16", "surrogatepass").decode("utf-16", errors)
    return text


def extracted(chunks: Iterable[str], name: str) -> Fragments:
    """WikiExtractor's files: what stands between a line <doc …> and a line </doc> is a document."""
    rest, at, inside = "", 0, False
    end = "\n</doc>"
    for chunk in chunks:
        rest, at = rest[at:] + chunk, 0
        while True:
            if inside:
                found = rest.find(end, at)
                if found < 0:
                    safe = max(at, len(rest) - len(end) + 1)  # the rest may be the beginning of the end
                    yield rest[at:safe], False
                    at = safe
                    break
                yield rest[at:found], True
                at, inside = found + len(end), False
            else:
                line = rest.find("<", at)
                between = rest[at:line] if line >= 0 else rest[at:]
                if between and not between.isspace():
                    raise ValueError(
                        f"{name} in paths has text outside its <doc …> and </doc>: {between.strip()[:40]!r}"
                    )
                at = line if line >= 0 else len(rest)
                found = rest.find("\n", at)
                if line < 0 or found < 0:
                    if len(rest) - at > _HEADER:
                        raise ValueError(f"{name} in paths has a <doc …> line without an end")
                    break
                if not rest.startswith("<doc ", at):
                    raise ValueError(f"{name} in paths has {rest[at : at + 40]!r} where <doc …> should stand")
                at, inside = found, True  # the line end stays: an empty document is ended by it
    if inside or rest[at:].strip():
        raise ValueError(f"{name} in paths ends within a <doc …>: it was cut short; fetch it anew")


def without_remains(text: str) -> str:
    """WikiExtractor's text without what it leaves of the markup: tags, entities, formula_12."""
    return _PLACEHOLDER.sub(" ", _TAG.sub(" ", html.unescape(html.unescape(text))))


def pieces(fragments: Fragments, size: int, name: str) -> Fragments:
    """Documents whole where they have at most `size` characters, else cut where no word is."""
    held: list[str] = []
    n = 0
    for text, ends in fragments:
        held.append(text)
        n += len(text)
        if n > size:
            whole, at = "".join(held), 0
            while len(whole) - at > size:
                cut = _boundary(whole[at : at + size], name)
                yield whole[at : at + cut], False
                at += cut
            held, n = [whole[at:]], len(whole) - at
        if ends:
            yield "".join(held), True
            held, n = [], 0


def _boundary(text: str, name: str) -> int:
    """Where to cut: after the last space, or after the last sign that is no letter or digit."""
    at = max(text.rfind(" "), text.rfind("\n")) + 1
    if at == 0:  # other spaces: none is at the end of what follows the last of them
        at = len(text) if text[-1].isspace() else len(text) - len(text.rsplit(maxsplit=1)[-1])
    if at == 0:  # a script without spaces, or one long word
        found = re.search(r"\W", text[::-1])
        at = len(text) - found.start() if found else 0
    if at == 0:
        raise ValueError(
            f"{name} in paths holds {len(text)} letters or digits in a row, with no space or punctuation: that is no"
            " text; leave it out, or raise `piece`"
        )
    return at
