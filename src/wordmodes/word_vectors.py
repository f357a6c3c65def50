"""Word vectors and what one does with them: neighbours, analogies, the ends of modes, files."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from wordmodes import _validate, _vector_files
from wordmodes.text.vocabulary import Vocabulary
from wordmodes.theory._ends import from_both_ends
from wordmodes.theory.modes import Modes, embed_signed

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

    Raises
    ------
    TypeError, ValueError
        If they are anything else, or of other words.

    Examples
    --------
    >>> vectors = WordVectors(Vocabulary(("a", "b"), [3, 2]), Modes([4.0], [[0.6], [0.8]], residual=0.0))
    >>> vectors.words, vectors.W.tolist()
    (('a', 'b'), [[1.2], [1.6]])
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
            How many words of each end, the outermost first; those equal to nine digits in the vocabulary's order.

        Returns
        -------
        (list of str, list of str)

        Raises
        ------
        TypeError, ValueError
            If there is no such mode, or 2n words are more than there are.

        Examples
        --------
        >>> modes = Modes([4.0], [[0.6], [-0.8]], residual=0.0)
        >>> WordVectors(Vocabulary(("a", "b"), [3, 2]), modes).ends(1, n=1)
        (['a'], ['b'])
        """
        k = _validate.integer("k", k, 1, len(self.modes), hint="there are no more modes at hand")
        n = _validate.integer("n", n, 1, len(self.words) // 2, hint="half of the words at most")
        falling, rising = from_both_ends(self.modes.eigenvectors[:, k - 1])
        top = falling[:n]
        bottom = rising[~np.isin(rising, top)][:n]
        return [self.words[i] for i in top], [self.words[i] for i in bottom]

    def neighbours(self, word: str, n: int = 10) -> list[tuple[str, float]]:
        """The words whose vectors point most nearly where a word's does.

        Parameters
        ----------
        word : str
        n : int
            How many, at most.

        Returns
        -------
        list of (str, float)
            Each with its cosine, the largest first; a vector of zeros has cosine 0 with everything.

        Raises
        ------
        TypeError, ValueError
            If the word is not in the vocabulary; the message names similar ones.

        Examples
        --------
        >>> modes = Modes([1.0, 1.0], [[1.0, 0.0], [0.8, 0.6], [0.0, 1.0]], residual=0.0)
        >>> WordVectors(Vocabulary(("a", "b", "c"), [3, 2, 1]), modes).neighbours("a", n=1)
        [('b', 0.8)]
        """
        row = self._row("word", word)
        unit = self._unit()
        return self._best(unit @ unit[row], [row], n)

    def analogy(self, a: str, b: str, c: str, n: int = 5) -> list[tuple[str, float]]:
        """What is to `c` as `b` is to `a`: the words nearest to b - a + c, the question's own left out (3CosAdd).

        Parameters
        ----------
        a, b, c : str
        n : int
            How many, at most.

        Returns
        -------
        list of (str, float)
            Each with its cosine with b - a + c, where all vectors have length 1 first.

        Raises
        ------
        TypeError, ValueError
            If a word is not in the vocabulary; the message names similar ones.

        References
        ----------
        Mikolov, Yih & Zweig (2013), equation 1; Linzen (2016), for what leaving out the question's words does.

        Examples
        --------
        >>> rows = [[1.0, 0.0], [1.0, 1.0], [2.0, 0.0], [2.0, 2.0]]
        >>> words = Vocabulary(("man", "woman", "king", "queen"), [4, 3, 2, 1])
        >>> WordVectors(words, Modes([1.0, 1.0], rows, residual=0.0)).analogy("man", "woman", "king", n=1)
        [('queen', 1.0)]
        """
        rows = [self._row(name, word) for name, word in (("a", a), ("b", b), ("c", c))]
        unit = self._unit()
        goal = unit[rows[1]] - unit[rows[0]] + unit[rows[2]]
        return self._best(unit @ goal / (np.linalg.norm(goal) or 1.0), rows, n)

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
        >>> modes = Modes([4.0], [[0.6], [0.8]], residual=0.0)
        >>> WordVectors(Vocabulary(("a", "b"), [3, 2]), modes).to_gensim().index_to_key
        ['a', 'b']
        """
        return _vector_files.keyed_vectors(self.words, self.vocabulary.counts, self.W)

    def save_word2vec(self, path: str | Path, binary: bool = False) -> None:
        """Write the vectors in the format of word2vec, whole or not at all.

        Parameters
        ----------
        path : str or Path
            Ending in .gz or .bz2 to compress. What is there is replaced.
        binary : bool
            Smaller and faster to read, and not to be read by eye. Both kinds keep every digit of a float32, and
            gensim's `KeyedVectors.load_word2vec_format` reads either.

        Raises
        ------
        TypeError
            If `path` is no path or `binary` not True or False.
        ValueError
            As `to_gensim`; if the folder does not exist or the file can't be written there.

        Examples
        --------
        >>> from tempfile import TemporaryDirectory
        >>> vectors = WordVectors(Vocabulary(("a", "b"), [3, 2]), Modes([4.0], [[0.6], [0.8]], residual=0.0))
        >>> with TemporaryDirectory() as folder:
        ...     vectors.save_word2vec(Path(folder, "vectors.txt"))
        ...     Path(folder, "vectors.txt").read_text().splitlines()
        ['2 1', 'a 1.20000005', 'b 1.60000002']
        """
        path, binary = _vector_files.checked_path(path), _validate.truth("binary", binary)
        _vector_files.write_word2vec(path, self.words, self.W, binary)

    def save(self, path: str | Path, settings: Mapping[str, Any] | None = None) -> None:
        """Write the modes and the vocabulary as one .npz, whole or not at all, every digit kept.

        Parameters
        ----------
        path : str or Path
            What is there is replaced. The name is taken as it is.
        settings : mapping, optional
            What the file shall say of how they were made: anything that JSON can express.

        Raises
        ------
        TypeError, ValueError
            If `path` names no file in a folder that exists, or `settings` is no such mapping.

        Examples
        --------
        >>> from tempfile import TemporaryDirectory
        >>> vectors = WordVectors(Vocabulary(("a", "b"), [3, 2]), Modes([4.0], [[0.6], [0.8]], residual=0.0))
        >>> with TemporaryDirectory() as folder:
        ...     vectors.save(Path(folder, "modes.npz"))
        ...     WordVectors.load(Path(folder, "modes.npz")).words
        ('a', 'b')
        """
        path = _vector_files.checked_path(path)
        settings = {} if settings is None else _validate.instance("settings", settings, Mapping, "{'window': 5}")
        try:
            _vector_files.as_bytes(dict(settings))
        except (TypeError, ValueError, RecursionError) as error:
            raise TypeError(f"settings must hold what JSON can express: {error}") from None
        content = {
            "eigenvalues": self.modes.eigenvalues, "eigenvectors": self.modes.eigenvectors,
            "residual": self.modes.residual, "counts": self.vocabulary.counts,
            "n_tokens": self.vocabulary.n_tokens, "n_types": self.vocabulary.n_types,
        }  # fmt: skip
        _vector_files.write_modes(path, content, self.words, settings)

    @classmethod
    def load(cls, path: str | Path) -> WordVectors:
        """Read what `save` wrote.

        Parameters
        ----------
        path : str or Path

        Returns
        -------
        WordVectors

        Raises
        ------
        TypeError, ValueError
            If `path` is no such file.

        Examples
        --------
        >>> from tempfile import TemporaryDirectory
        >>> vectors = WordVectors(Vocabulary(("a", "b"), [3, 2]), Modes([4.0], [[0.6], [0.8]], residual=0.0))
        >>> with TemporaryDirectory() as folder:
        ...     vectors.save(Path(folder, "modes.npz"))
        ...     WordVectors.load(Path(folder, "modes.npz")).modes.eigenvalues.tolist()
        [4.0]
        """
        found = _vector_files.read_modes(_vector_files.checked_path(path))
        sizes = (int(found[name]) for name in ("n_tokens", "n_types"))
        vocabulary = Vocabulary(tuple(found["words"]), found["counts"], *sizes)
        return cls(vocabulary, Modes(found["eigenvalues"], found["eigenvectors"], float(found["residual"])))

    def _row(self, name: str, word: str) -> int:
        if (row := self.vocabulary.index.get(_validate.string(name, word))) is None:
            near = difflib.get_close_matches(word, self.words, n=3)
            also = f"; there is {', '.join(near)}" if near else ""
            raise ValueError(f"{name}: {word!r} is not among the {len(self.words)} words{also}")
        return row

    def _unit(self) -> NDArray[np.float64]:
        W = self.W
        length = np.linalg.norm(W, axis=1, keepdims=True)
        return np.divide(W, length, out=np.zeros_like(W), where=length > 0)

    def _best(self, cosines: NDArray[np.float64], without: list[int], n: int) -> list[tuple[str, float]]:
        n = _validate.integer("n", n, 1)
        cosines[without] = -np.inf
        cosines = cosines.round(6)  # where rounding decides, the commoner word comes first on every machine
        order = np.argsort(-cosines, kind="stable")[: min(n, len(cosines) - len(set(without)))]
        return [(self.words[i], float(cosines[i])) for i in order]
