"""Time `number`, which reads a text once, against the two passes that it took the place of.

python benchmarks/bench_reading.py [--small]

Both begin with gazette's texts in memory, and end with a vocabulary and each token's row in it.
"""

from __future__ import annotations

from collections.abc import Sequence

import _measure
import _texts
import numpy as np
from _measure import Row

from wordmodes.text import Vocabulary, number, tokenize


def ours(texts: Sequence[str], V: int) -> tuple[tuple[str, ...], np.ndarray]:
    """Words, and the text in their rows, -1 for another one."""
    with number(texts) as text:
        vocabulary = text.vocabulary(V)
        index = vocabulary.index
        row = np.array([*(index.get(word, -1) for word in text.types), -2], dtype=np.int32)
        rows = [row[block] for block in text.blocks()]
    return vocabulary.words, np.concatenate(rows)


def two_passes(texts: Sequence[str], V: int) -> tuple[tuple[str, ...], np.ndarray]:
    """The same by `re.findall`, a `Counter` of the tokens, and a dictionary that gives their rows."""
    documents = [tokenize(text) for text in texts]
    vocabulary = Vocabulary.from_documents(documents, V)
    return vocabulary.words, np.concatenate([vocabulary.encode(document) for document in documents])


def main(arguments: Sequence[str] | None = None) -> None:
    given = _measure.options(__doc__, arguments)
    texts, V = _texts.gazette(given.small), 500 if given.small else 5000
    timed = _measure.by_turns(
        1 if given.small else 5, {"ours": lambda: ours(texts, V), "two passes": lambda: two_passes(texts, V)}
    )
    (words, rows), (peer_words, peer_rows) = timed["ours"].gave, timed["two passes"].gave
    if words != peer_words or not np.array_equal(rows[rows != -2], peer_rows):
        raise AssertionError("the two ways to read differ")
    n = len(peer_rows)
    each = {name: f"{one.best:.3g} s ({1e9 * one.best / n:.0f} ns a token)" for name, one in timed.items()}
    row = Row(
        "reading", each["ours"], f"{each['two passes']}, two passes",
        timed["two passes"].best / timed["ours"].best, 2,
        note=f"{n} tokens of text in memory; words and rows are the same.",
        reason="Nine tenths of what is left is to make a string of each word and to look it up in a dictionary once, a"
        " third and two thirds; a busy machine, whose cache others empty, slows the look-up most.",
    )  # fmt: skip
    _measure.store("reading", [row], given)


if __name__ == "__main__":
    main()
