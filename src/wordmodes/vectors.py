"""From text to word vectors in one call, and out to word2vec's file format."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from wordmodes import _validate
from wordmodes.text.cooccurrence import Cooccurrence, checked_window, count
from wordmodes.text.corpus import Vocabulary, tokenize
from wordmodes.text.numbered import Numbered, number
from wordmodes.text.without_gensim import missing
from wordmodes.theory.association import Association
from wordmodes.theory.modes import Modes, embed_signed, leading_modes
from wordmodes.theory.targets import Matrix, damped_m_star

if TYPE_CHECKING:
    from gensim.models import KeyedVectors

_SINGLE = 1e-5  # the residual down to which float32 is good enough


@dataclass(frozen=True, eq=False)
class WordVectors:
    """Word vectors in closed form, with the modes that they are made of.

    Attributes
    ----------
    vocabulary : Vocabulary
        The V words of the rows.
    modes : Modes
        The d leading modes of an association matrix over these words.

    Raises
    ------
    TypeError, ValueError
        If they are anything else, or of other words.

    Examples
    --------
    >>> vectors = embed_text([["red", "cat", "red", "dog"] * 3], d=2, min_count=1)
    >>> vectors.words, vectors.W.shape
    (('red', 'cat', 'dog'), (3, 2))
    """

    vocabulary: Vocabulary
    modes: Modes

    def __post_init__(self) -> None:
        _validate.instance("vocabulary", self.vocabulary, Vocabulary, "that of the counts")
        _validate.instance("modes", self.modes, Modes, "leading_modes(M, d)")
        if len(self.modes.eigenvectors) != len(self.vocabulary):
            raise ValueError(
                f"the modes have {len(self.modes.eigenvectors)} rows and the vocabulary {len(self.vocabulary)} words;"
                " both must come from the same counts"
            )

    @property
    def words(self) -> tuple[str, ...]:
        """The V words, in the order of the rows."""
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

        Returns
        -------
        (list of str, list of str)

        Raises
        ------
        TypeError, ValueError
            If there is no such mode, or 2n words are more than there are.

        Examples
        --------
        >>> embed_text([["red", "cat", "red", "dog"] * 3], d=2, min_count=1).ends(1, n=1)
        (['red'], ['cat'])
        """
        k = _validate.integer("k", k, 1, len(self.modes), hint="there are no more modes at hand")
        n = _validate.integer("n", n, 1, len(self.words) // 2, hint="half of the words at most")
        order = np.argsort(-self.modes.eigenvectors[:, k - 1], kind="stable")
        return [self.words[i] for i in order[:n]], [self.words[i] for i in order[: -n - 1 : -1]]

    def to_gensim(self) -> KeyedVectors:
        """The vectors as gensim's `KeyedVectors`, in float32, with the counts of the words.

        Returns
        -------
        gensim.models.KeyedVectors

        Raises
        ------
        ValueError
            If a word holds a space, is empty or no valid text, which word2vec's format cannot express.
        ModuleNotFoundError
            If gensim is not installed.

        Examples
        --------
        >>> embed_text([["red", "cat", "red", "dog"] * 3], d=2, min_count=1).to_gensim().index_to_key
        ['red', 'cat', 'dog']
        """
        try:
            from gensim.models import KeyedVectors  # slow to import, and only needed here
        except ModuleNotFoundError as error:
            raise missing("handing vectors to gensim") from error
        for word in self.words:
            if not word or any(letter.isspace() for letter in word):
                raise ValueError(f"the word {word!r} is empty or holds a space; write an underscore in its place")
            if any("\ud800" <= letter <= "\udfff" for letter in word):
                raise ValueError(f"the word {word!r} holds half of a character (a surrogate); decode the text anew")
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
        TypeError
            If `path` is no path or `binary` not True or False.
        ValueError
            As `to_gensim`; if the folder does not exist or the file can't be written there.
        ModuleNotFoundError
            If gensim is not installed.

        See Also
        --------
        gensim.models.KeyedVectors.load_word2vec_format : reads either kind.

        Examples
        --------
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = Path(folder, "vectors.txt")
        ...     embed_text([["red", "cat", "red", "dog"] * 3], d=2, min_count=1).save_word2vec(path)
        ...     path.read_text().splitlines()[0]
        '3 2'
        """
        if not isinstance(path, (str, Path)):
            raise TypeError(f"path must be a string or a Path, got a {type(path).__name__}")
        path, binary = Path(path), _validate.truth("binary", binary)
        try:
            fit = bool(os.fsencode(path) and path.name and path.parent.is_dir() and not path.is_dir())
        except (OSError, ValueError):  # a lone surrogate, a null byte, a name that is too long
            fit = False
        if not fit:
            raise ValueError(f"path {str(path)!r} must name a file in a folder that exists")
        keyed = self.to_gensim()
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".word2vec-") as folder:
            part = Path(folder) / path.name  # of the same name, whose ending says how to compress
            keyed.save_word2vec_format(str(part), binary=binary)
            part.replace(path)


def damped(counts: Cooccurrence) -> Matrix:
    """Damped M* of some counts.

    Parameters
    ----------
    counts : Cooccurrence

    Returns
    -------
    ndarray or Association, shape (V, V)

    Raises
    ------
    TypeError
        If `counts` is anything else.

    Examples
    --------
    >>> damped(Cooccurrence([[0, 3], [3, 0]], Vocabulary(("a", "b"), [3, 3]), window=1)).round(2).tolist()
    [[-0.86, 0.46], [0.46, -0.86]]
    """
    _validate.instance("counts", counts, Cooccurrence, "count(documents, vocabulary, window)")
    return damped_m_star(counts.counts, counts.window)


def embed_text(
    documents: Iterable[str | Sequence[str]] | Numbered,
    V: int = 5000,
    d: int = 100,
    window: int = 5,
    *,
    min_count: int = 5,
    tokenizer: Callable[[str], list[str]] = tokenize,
    target: Callable[[Cooccurrence], Matrix] = damped,
    by: Literal["value", "modulus"] = "modulus",
    tol: float = 1e-3,
    workers: int = 1,
) -> WordVectors:
    """Word vectors of a text in closed form: read it once, count, damp, solve.

    No step holds a table of V × V: the pairs that met, and V d numbers.

    Parameters
    ----------
    documents : iterable of str or of sequences of str, or Numbered
        Texts, or lists of words, read once; a generator or `read_documents(path)` may hold more than the memory does.
    V : int
        At most so many words, the most frequent.
    d : int
        Numbers per word.
    window : int
        L, how many places to either side are neighbours.
    min_count : int
        Words that occur less often are left out; so are those that never stand near another word of the vocabulary.
    tokenizer : callable
        Turns a text into a list of words.
    target : callable
        Turns the counts, which are sparse, into the association matrix; by default damped M*.
    by : {'value', 'modulus'}
        Which modes lead: see `leading_modes`. By modulus, negative ones are kept as well.
    tol : float
        Residual of the modes: 1e-3 is enough for vectors. Down to 1e-5 an operator is solved in float32.
    workers : int
        Processes that count.

    Returns
    -------
    WordVectors

    Raises
    ------
    TypeError
        If `documents` is one string, or an argument is of the wrong type.
    ValueError
        If there is too little text, or d exceeds the words kept.

    References
    ----------
    Levy & Goldberg (2014), section 3; Karkada et al. (2025); damping and negative modes as in chapter 08.

    Examples
    --------
    >>> text = "the red cat and the red dog saw the cat . the dog and the cat saw red ."
    >>> vectors = embed_text([text], d=3, min_count=1)
    >>> vectors.words[:3], vectors.W.shape
    (('the', 'cat', 'red'), (6, 3))
    """
    V, d = _validate.integer("V", V, 2), _validate.integer("d", d, 1)
    window = checked_window(window, "linear")
    min_count = _validate.integer("min_count", min_count, 0)
    _validate.function("tokenizer", tokenizer)
    _validate.function("target", target)
    _validate.choice("by", by, ("value", "modulus"))
    tol = _validate.real("tol", tol, above=0)
    workers = _validate.integer("workers", workers, 1)
    text = documents if isinstance(documents, Numbered) else number(documents, tokenizer)
    try:
        vocabulary = text.vocabulary(min_count=min_count)
        counts = _with_neighbours(
            count(text, vocabulary.top(min(V, len(vocabulary))), window, workers=workers, dense=False)
        )
    finally:
        if text is not documents:
            text.close()
    V = len(counts.vocabulary)
    if d > V:
        raise ValueError(
            f"d = {d} exceeds the {V} words that occur at least min_count = {min_count} times in the documents; use"
            " more text, a smaller d, or a smaller min_count"
        )
    try:
        M = target(counts)
    except TypeError as error:
        raise TypeError(f"target must turn counts into an association matrix: {error}") from error
    if isinstance(M, Association):
        M = M.astype(np.float32) if tol >= _SINGLE else M
    else:
        M = _validate.array("target(counts)", M, (V, V))
    if M.shape != (V, V):
        raise ValueError(f"target(counts) must have shape ({V}, {V}), got {M.shape}")
    return WordVectors(counts.vocabulary, leading_modes(M, d, by=by, tol=tol))


def _with_neighbours(counts: Cooccurrence) -> Cooccurrence:
    """Drop the words whose row is empty. That changes no other count."""
    keep = np.flatnonzero(counts.present)
    if len(keep) == len(counts.vocabulary):
        return counts
    if not len(keep):
        raise ValueError("no two words of the vocabulary occur within one window; use longer documents or a window")
    old = counts.vocabulary
    words = Vocabulary(tuple(old.words[i] for i in keep), old.counts[keep], old.n_tokens, old.n_types)
    return Cooccurrence(counts.counts[keep][:, keep], words, counts.window, counts.weighting)
