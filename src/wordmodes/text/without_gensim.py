"""Where gensim is missing, as in the browser, for which it has no build: counts in place of its text, or the reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from wordmodes import _validate

STAND_IN = (
    "gensim is not installed here, and the articles come with it. Where their counts are enough, the bundled counts"
    " (gazette: these articles and news) stand in for them, so that numbers differ from the book's. They know the most"
    " frequent words only: a cell that looks for rare ones stops, or finds none. A cell that needs the running text, or"
    " compares these articles with gazette, stops."
)

RUNNING_TEXT = "the running text of these articles (for one of your own: corpus.read_texts('mine.txt'))"


def missing(what: str) -> ModuleNotFoundError:
    """The error of something that can't be done without gensim.

    Parameters
    ----------
    what : str
        Such as 'training with gensim'.

    Returns
    -------
    ModuleNotFoundError

    Raises
    ------
    TypeError
        If `what` is no string.

    Examples
    --------
    >>> str(missing("training with gensim"))[:35]
    'training with gensim needs gensim, '
    """
    what = _validate.string("what", what)
    return ModuleNotFoundError(
        f"{what} needs gensim, which is not installed here. Where Python runs on your own machine: pip install gensim."
        " For the browser there is no build of it; what this cell shows with gensim is stored in the book's page.",
        name="gensim",
    )


@dataclass(frozen=True, eq=False)
class CountsOnly:
    """Stands for documents that can't be read here; `from_documents` and `count` answer with the bundled counts.

    Attributes
    ----------
    n_documents : int
    vocabulary : callable
        Returns the Vocabulary of those counts.
    count : callable
        From a vocabulary, a window and a weighting to their Cooccurrence, or the error of `missing`.

    Examples
    --------
    >>> len(CountsOnly(3, vocabulary=tuple, count=tuple))
    3
    """

    n_documents: int
    vocabulary: Callable[[], Any]
    count: Callable[[Any, int, Any], Any]

    def __len__(self) -> int:
        return self.n_documents

    def __getitem__(self, which: object) -> NoReturn:
        raise missing(RUNNING_TEXT)

    def __iter__(self) -> NoReturn:
        raise missing(RUNNING_TEXT)
