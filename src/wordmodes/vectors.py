"""From text to word vectors in one call, and out to word2vec's file format."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from wordmodes.text.cooccurrence import Cooccurrence, count
from wordmodes.text.corpus import Vocabulary, tokenize
from wordmodes.text.without_gensim import missing
from wordmodes.theory.modes import Modes, embed_signed, leading_modes
from wordmodes.theory.targets import damped_m_star

if TYPE_CHECKING:
    from gensim.models import KeyedVectors


@dataclass(frozen=True, eq=False)
class WordVectors:
    """Word vectors in closed form, with the modes that they are made of.

    Attributes
    ----------
    vocabulary : Vocabulary
        The V words of the rows.
    modes : Modes
        The d leading modes of an association matrix over these words.
    """

    vocabulary: Vocabulary
    modes: Modes

    def __post_init__(self) -> None:
        if len(self.modes.eigenvectors) != len(self.vocabulary):
            raise ValueError(
                f"the modes have {len(self.modes.eigenvectors)} rows and the vocabulary {len(self.vocabulary)} words;"
                " both must come from the same counts"
            )

    @property
    def words(self) -> tuple[str, ...]:
        return self.vocabulary.words

    @property
    def W(self) -> NDArray[np.float64]:
        """The vectors, shape (V, d): E |λ|^½. Computed at each access."""
        return embed_signed(self.modes)[0]

    def ends(self, k: int, n: int = 6) -> tuple[list[str], list[str]]:
        """The words at the two ends of a mode.

        Parameters
        ----------
        k : int
            The mode, from 1.
        n : int
            How many words of each end, the outermost first.

        Raises
        ------
        ValueError
            If there is no such mode, or 2n words are more than there are.
        """
        if not 1 <= k <= len(self.modes):
            raise ValueError(f"k must be between 1 and the {len(self.modes)} modes at hand, got {k}")
        if not 1 <= n <= len(self.words) // 2:
            raise ValueError(f"n must be between 1 and half of the {len(self.words)} words, got {n}")
        order = np.argsort(-self.modes.eigenvectors[:, k - 1], kind="stable")
        return [self.words[i] for i in order[:n]], [self.words[i] for i in order[: -n - 1 : -1]]

    def to_gensim(self) -> KeyedVectors:
        """The vectors as gensim's `KeyedVectors`, in float32, with the counts of the words.

        Raises
        ------
        ValueError
            If a word holds a space or is empty, which word2vec's format cannot express.
        """
        try:
            from gensim.models import KeyedVectors  # slow to import, and only needed here
        except ModuleNotFoundError as error:
            raise missing("handing vectors to gensim") from error
        for word in self.words:
            if not word or any(letter.isspace() for letter in word):
                raise ValueError(f"the word {word!r} is empty or holds a space; write an underscore in its place")
        keyed = KeyedVectors(self.modes.eigenvectors.shape[1], dtype=np.float32)
        keyed.add_vectors(list(self.words), self.W.astype(np.float32))
        for word, times in zip(self.words, self.vocabulary.counts.tolist(), strict=True):
            keyed.set_vecattr(word, "count", times)
        return keyed

    def save_word2vec(self, path: str | Path, binary: bool = False) -> None:
        """Write the vectors in the format of word2vec, whole or not at all.

        Parameters
        ----------
        path : str or Path
            Ending in .gz or .bz2 to compress. What is there is replaced.
        binary : bool
            Smaller and faster to read, and not to be read by eye. Both kinds keep every digit of a float32.

        Raises
        ------
        ValueError
            As `to_gensim`; if the folder does not exist.

        See Also
        --------
        gensim.models.KeyedVectors.load_word2vec_format : reads either kind.
        """
        path = Path(path)
        if not path.parent.is_dir():
            raise ValueError(f"the folder {path.parent} does not exist; make it first")
        keyed = self.to_gensim()
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".word2vec-") as folder:
            part = Path(folder) / path.name  # of the same name, whose ending says how to compress
            keyed.save_word2vec_format(str(part), binary=binary)
            part.replace(path)


def damped(counts: Cooccurrence) -> NDArray[np.float64]:
    """Damped M* of some counts, shape (V, V)."""
    return damped_m_star(counts.counts, counts.window)


def embed_text(
    documents: Iterable[str | Sequence[str]],
    V: int = 5000,
    d: int = 100,
    window: int = 5,
    *,
    min_count: int = 5,
    tokenizer: Callable[[str], list[str]] = tokenize,
    target: Callable[[Cooccurrence], NDArray[np.float64]] = damped,
    by: Literal["value", "modulus"] = "modulus",
) -> WordVectors:
    """Word vectors of a text in closed form: count, damp, solve.

    Parameters
    ----------
    documents : iterable of str or of sequences of str
        Texts, or lists of words. Read twice, so not an iterator; an object whose `__iter__` reads a file anew may hold
        more than the memory does.
    V : int
        At most so many words, the most frequent. Memory and time grow with its square.
    d : int
        Numbers per word.
    window : int
        L, how many places to either side are neighbours.
    min_count : int
        Words that occur less often are left out; so are those that never stand near another word of the vocabulary.
    tokenizer : callable
        Turns a text into a list of words.
    target : callable
        Turns the counts into the association matrix; by default damped M*.
    by : {'value', 'modulus'}
        Which modes lead: see `leading_modes`. By modulus, negative ones are kept as well.

    Returns
    -------
    WordVectors

    Raises
    ------
    ValueError
        If there is too little text, `documents` can be read only once or is one string, or d exceeds the words kept.

    References
    ----------
    Levy & Goldberg (2014), section 3; Karkada et al. (2025); damping and negative modes as in chapter 08.
    """
    if isinstance(documents, str):
        raise ValueError("documents is a single string; pass a list with one string per document: embed_text([text])")
    if isinstance(documents, Iterator):
        raise ValueError("documents is an iterator and can be read only once; pass a list, or an object to read anew")
    if V < 2 or d < 1:
        raise ValueError(f"V must be at least 2 and d at least 1, got V = {V} and d = {d}")

    def tokens() -> Iterator[Sequence[str]]:
        return (tokenizer(document) if isinstance(document, str) else document for document in documents)

    vocabulary = Vocabulary.from_documents(tokens(), min_count=min_count)
    counts = _with_neighbours(count(tokens(), vocabulary.top(min(V, len(vocabulary))), window))
    if d > len(counts.vocabulary):
        raise ValueError(
            f"d = {d} exceeds the {len(counts.vocabulary)} words that occur at least {min_count} times; use more text,"
            " a smaller d, or a smaller min_count"
        )
    return WordVectors(counts.vocabulary, leading_modes(target(counts), d, by=by))


def _with_neighbours(counts: Cooccurrence) -> Cooccurrence:
    """Drop the words whose row is empty. That changes no other count."""
    keep = np.flatnonzero(counts.counts.any(axis=1))
    if len(keep) == len(counts.vocabulary):
        return counts
    if not len(keep):
        raise ValueError("no two words of the vocabulary occur within one window; use longer documents or a window")
    old = counts.vocabulary
    words = Vocabulary(tuple(old.words[i] for i in keep), old.counts[keep], old.n_tokens, old.n_types)
    return Cooccurrence(counts.counts[np.ix_(keep, keep)], words, counts.window, counts.weighting)
