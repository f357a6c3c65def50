"""Pages of a MediaWiki dump, one at a time: only the page that is being read is held."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from xml.parsers import expat

from wordmodes.text.without_gensim import missing

_REDIRECT = re.compile(r"\s*#redirect", re.IGNORECASE)
_KEPT = frozenset({"title", "ns", "text", "namespace"})


def remover() -> Callable[[str], str]:
    """What takes the markup out: gensim's filter, which is faster than the parsers that could stand in for it."""
    try:
        from gensim.corpora.wikicorpus import filter_wiki  # slow to import, and only needed here
    except ModuleNotFoundError as error:
        raise missing("taking the markup out of a dump") from error
    return filter_wiki


class _Pages:
    """What the parser calls: the pages of namespace 0 that are no redirects gather in `ready`."""

    def __init__(self, name: str, limit: int) -> None:
        self.ready: list[str] = []
        self._name, self._limit = name, limit
        self._prefixes: set[str] = set()
        self._page: dict[str, str] = {}
        self._held: list[str] | None = None
        self._n = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "page":
            self._page = {}
        elif tag == "redirect":
            self._page["redirect"] = "yes"
        elif tag in _KEPT:
            self._held, self._n = [], 0

    def characters(self, text: str) -> None:
        if self._held is not None:
            self._held.append(text)
            self._n += len(text)
            if self._n > self._limit:
                raise ValueError(
                    f"a page of {self._name} in paths, {self._page.get('title', '')!r}, has more than {self._limit}"
                    " characters; MediaWiki allows two million; raise `piece` if that is meant"
                )

    def end(self, tag: str) -> None:
        if self._held is not None and tag in _KEPT:
            text, self._held = "".join(self._held), None
            if tag == "namespace":
                self._prefixes.add(text)
            else:
                self._page[tag] = text  # of several revisions the last one, which is the newest
        elif tag == "page" and self._is_article():
            self.ready.append(self._page["text"])

    def _is_article(self) -> bool:
        text = self._page.get("text", "")
        if not text or "redirect" in self._page or _REDIRECT.match(text):
            return False
        if "ns" in self._page:
            return self._page["ns"].strip() == "0"
        before, colon, _ = self._page.get("title", "").partition(":")  # dumps of before 2012 have no <ns>
        return not colon or before not in self._prefixes


def pages(blocks: Iterable[bytes], name: str, limit: int) -> Iterator[str]:
    """Markup of the pages in the main namespace, redirects left out."""
    parser: Any = expat.ParserCreate()
    parser.buffer_text = True
    found = _Pages(name, limit)
    parser.StartElementHandler, parser.EndElementHandler = found.start, found.end
    parser.CharacterDataHandler = found.characters
    parser.StartDoctypeDeclHandler = _refuse(name)  # a dump has none; entities could swell without end
    what = "is no whole XML"
    try:
        for block in blocks:
            parser.Parse(block, False)
            yield from found.ready
            found.ready.clear()
        what = "ends in the middle: it was cut short"
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise ValueError(f"{name} in paths {what} ({error}); fetch it anew") from error


def _refuse(name: str) -> Callable[..., None]:
    def refuse(*_: object) -> None:
        raise ValueError(f"{name} in paths declares a document type, as no MediaWiki dump does; save its text as .txt")

    return refuse
