"""What a page of the site costs a reader: its files as a server sends them, compressed, and its explorers' tables."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Page

PAGE_LIMIT = 1_600_000  # bytes under gzip -9, everything the page asks for
REQUEST_LIMIT = 45
TABLES_LIMIT = 450_000  # bytes under gzip -9, of the explorers' stored state
STATE = 'script[type="application/vnd.jupyter.widget-state+json"]'


def compressed(content: str | bytes) -> int:
    """Return the number of bytes under gzip -9."""
    return len(gzip.compress(content.encode() if isinstance(content, str) else content, 9))


@dataclass
class Weight:
    """A page's compressed bytes by address, and those of the explorers' tables in its HTML."""

    files: dict[str, int] = field(default_factory=dict)
    tables: int = 0

    @property
    def total(self) -> int:
        """Bytes of all files together."""
        return sum(self.files.values())

    def excesses(self) -> list[str]:
        """Return a sentence for each limit that the page passes, with the heaviest files."""
        heaviest = sorted(self.files.items(), key=lambda file: -file[1])[:5]
        named = ", ".join(f"{address.rsplit('/', 1)[-1].split('?')[0]} {size:,}" for address, size in heaviest)
        checks = [
            (self.total, PAGE_LIMIT, f"bytes (most in {named})"),
            (len(self.files), REQUEST_LIMIT, "requests"),
            (self.tables, TABLES_LIMIT, "bytes of explorers' tables"),
        ]
        return [f"{value:,} {what}, over {limit:,}" for value, limit, what in checks if value > limit]


@contextmanager
def weighing(page: Page) -> Iterator[Weight]:
    """Weigh what `page` loads over http inside the with block; the sums are there when it ends."""
    weight, answers = Weight(), []
    page.on("response", lambda answer: answers.append(answer))
    yield weight
    page.wait_for_load_state("networkidle")
    weight.files = {a.url: compressed(a.body()) for a in answers if a.url.startswith("http") and a.ok}
    weight.tables = sum(compressed(state) for state in page.locator(STATE).all_text_contents())
