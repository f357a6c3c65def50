"""A reader's text as the claims ask for it: counts, matrices and modes of the book's sizes, each made once."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wordmodes.evaluation import AnalogyQuestions, analogy_questions
from wordmodes.evaluation.families import family_pairs, stand_ins
from wordmodes.text._stream import END, Stream
from wordmodes.text.cooccurrence import Cooccurrence, count
from wordmodes.text.numbered import Numbered
from wordmodes.theory import modes, targets
from wordmodes.vectors import _with_neighbours

FLOW, READ, FAMILIES = 1000, 2000, 5000  # words, as in chapters 06 to 08, 09, and 08 and 10
FEW = 30  # words below which nothing is measured
_MOST = 20_000_000  # running words that are halved and shuffled
_MIN_COUNT = 5
_PIECES = 200  # into which a text of too few documents is cut

FloatArray = NDArray[np.float64]


@dataclass
class Material:
    """Everything that is measured, from one text that was read."""

    text: Numbered
    asked: Namespace

    def counts(self, size: int, window: int, text: Numbered | None = None) -> Cooccurrence:
        """A table for the most frequent words, those without a neighbour left out if it is for the whole text."""
        vocabulary = self.text.vocabulary(min_count=_MIN_COUNT)
        if len(vocabulary) < FEW:
            raise ValueError(f"{len(vocabulary)} words occur {_MIN_COUNT} times or more, too few for it")
        some = vocabulary.top(min(size, len(vocabulary)))
        if text is not None:
            return count(text, some, window, dense=True)
        return _with_neighbours(count(self.text, some, window, workers=self.asked.workers, dense=True))

    @cached_property
    def flow(self) -> Cooccurrence:
        """For the path of training."""
        return self.counts(FLOW, 16)

    @cached_property
    def spectrum(self) -> modes.Modes:
        """All modes of M* on it."""
        return modes.all_modes(targets.m_star(self.flow.P))

    @cached_property
    def near(self) -> Cooccurrence:
        """For analogies and families."""
        return self.counts(FAMILIES, 5)

    @cached_property
    def m_star(self) -> FloatArray:
        """M* of `near`."""
        return np.asarray(targets.m_star(self.near.P))

    @cached_property
    def plain(self) -> modes.Modes:
        """Leading modes of M*."""
        return modes.leading_modes(self.m_star, self.d(160), by="modulus", tol=1e-6)

    @cached_property
    def softened(self) -> FloatArray:
        """Damped M* of `near`."""
        return np.asarray(targets.damped_m_star(self.near.counts, self.near.window))

    @cached_property
    def damped(self) -> modes.Modes:
        """Its leading modes."""
        return modes.leading_modes(self.softened, self.d(320), by="modulus", tol=1e-6)

    @cached_property
    def positive(self) -> FloatArray:
        """Vectors by its positive modes, a column a mode."""
        return modes.embed(self.damped.positive(int(np.sum(self.damped.eigenvalues > 0))))

    def d(self, wanted: int) -> int:
        """As many modes as wanted, and no more than half of the words."""
        return min(wanted, len(self.near.words) // 2)

    @cached_property
    def W(self) -> FloatArray:
        """Vectors by damped M*, signs kept."""
        return modes.embed_signed(self.damped.top(self.d(100)))[0]

    @cached_property
    def questions(self) -> AnalogyQuestions:
        """Google's analogies that the words cover."""
        return analogy_questions(self.near.words)

    @cached_property
    def pairs(self) -> dict[str, NDArray[np.int64]]:
        """Families of at least six pairs, as in the book."""
        found = {name: rows for name, rows in family_pairs(self.questions).items() if len(rows) >= 6}
        if not found:
            raise ValueError("no family of Google's analogies has six pairs among these words; it takes a longer text")
        return found

    @cached_property
    def strangers(self) -> dict[str, NDArray[np.int64]]:
        """500 families of random words for each, about as frequent."""
        return {name: stand_ins(rows, len(self.near.words), 500) for name, rows in self.pairs.items()}

    @cached_property
    def parts(self) -> list[NDArray[np.int32]]:
        """The documents, in numbers; a text of fewer than twenty is cut in pieces."""
        held, n = [], 0
        for block in self.text.blocks():
            held.append(block)
            n += len(block)
            if n >= _MOST:
                break
        stream = np.concatenate(held)
        found = [part[part != END] for part in np.split(stream, np.flatnonzero(stream == END) + 1)]
        found = [part for part in found if len(part)]
        if len(found) < 20:
            words = np.concatenate(found)
            found = list(np.array_split(words, min(_PIECES, max(len(words) // 50, 2))))
        return found

    def of(self, parts: list[NDArray[np.int32]]) -> Numbered:
        """A text of these documents."""
        ended = [np.append(part, np.int32(END)) for part in parts]
        block = np.concatenate(ended).astype(np.int32)
        stream = Stream(4 * len(block) + 4)
        stream.append(block)
        return Numbered(self.text.types, self.text.tallies, len(parts), stream)

    def halves(self, seed: Any) -> tuple[Numbered, Numbered]:
        """Two random halves of the documents."""
        order = np.random.default_rng(seed).permutation(len(self.parts))
        first, second = np.sort(order[: len(order) // 2]), np.sort(order[len(order) // 2 :])
        return self.of([self.parts[i] for i in first]), self.of([self.parts[i] for i in second])

    def shuffled(self, seed: Any) -> Numbered:
        """The same words dealt out again at random."""
        dealt = np.random.default_rng(seed).permutation(np.concatenate(self.parts))
        return self.of(np.split(dealt, np.cumsum([len(part) for part in self.parts])[:-1]))
