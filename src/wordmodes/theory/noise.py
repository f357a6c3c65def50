"""Signal against noise: which modes of a corpus would come out again from another text like it.

Two comparisons, both made from the corpus itself. *Shuffling* deals the tokens out again at random, so that words keep
their frequencies and documents their lengths, and nobody keeps company. *Halving* splits the documents in two; what
both halves show, neither can owe to its own accidents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from tqdm.auto import tqdm

from wordmodes.text import cooccurrence
from wordmodes.text.corpus import Vocabulary
from wordmodes.theory import modes, targets

FloatArray = NDArray[np.float64]
Documents = Sequence[Sequence[str]]
Target = Callable[[FloatArray], FloatArray]


@dataclass(frozen=True)
class SplitHalf:
    """What two halves of a corpus have in common, for several random splits.

    Attributes
    ----------
    ranks : tuple of int
        The sizes r of the leading subspaces.
    overlap : ndarray, shape (n_splits, len(ranks))
        Of the leading r-dimensional subspaces of the two halves: 1 if equal, r/V in expectation if unrelated.
    reliability : ndarray, shape (n_splits, len(ranks), d)
        How much of mode k lies in the leading r-space of an independent half: mode k of either half looked for in the
        other one, mean of the two directions.
    reliability_of_whole : ndarray, shape (n_splits, len(ranks), d)
        The same for mode k of the whole corpus, mean over both halves. Each half is a part of the whole, so that this
        is larger, and not zero for noise.
    held_out : ndarray, shape (n_splits, d)
        vᵀ M v with mode v of one half and matrix M of the other, mean of the two directions: the eigenvalue that is
        left when a mode is judged by text that it was not made from.
    absent : tuple of int
        For each split, how many words of the vocabulary one of the halves has no pair of.
    """

    ranks: tuple[int, ...]
    overlap: FloatArray
    reliability: FloatArray
    reliability_of_whole: FloatArray
    held_out: FloatArray
    absent: tuple[int, ...]


def shuffled(documents: Documents, seed: int | np.random.Generator = 0) -> list[list[str]]:
    """Deal the tokens of a corpus out again at random.

    Parameters
    ----------
    documents : sequence of sequences of str
    seed : int or numpy.random.Generator

    Returns
    -------
    list of list of str
        Documents of the same lengths, with the same tokens taken together. Whatever association is left is chance.

    Raises
    ------
    ValueError
        If the corpus is empty.
    """
    tokens = np.array([token for document in documents for token in document], dtype=object)
    if not len(tokens):
        raise ValueError("the corpus is empty: no document holds a token")
    dealt = np.random.default_rng(seed).permutation(tokens).tolist()
    ends = np.cumsum([len(document) for document in documents]).tolist()
    return [dealt[start:end] for start, end in zip([0, *ends[:-1]], ends, strict=True)]


def halves(documents: Documents, seed: int | np.random.Generator = 0) -> tuple[list, list]:
    """Split a corpus in two at random, whole documents to one side or the other.

    Parameters
    ----------
    documents : sequence of sequences of str
    seed : int or numpy.random.Generator

    Returns
    -------
    (list, list)
        As many documents on either side, or one more in the second; not as many tokens.

    Raises
    ------
    ValueError
        If there are fewer than two documents.
    """
    if len(documents) < 2:
        raise ValueError(f"a corpus of {len(documents)} document cannot be halved; cut it into several documents first")
    order = np.random.default_rng(seed).permutation(len(documents))
    first, second = np.sort(order[: len(order) // 2]), np.sort(order[len(order) // 2 :])
    return [documents[i] for i in first], [documents[i] for i in second]


def target_with_absent(counts: cooccurrence.Cooccurrence, target: Target = targets.m_star) -> FloatArray:
    """An association matrix in which words without any pair have rows and columns of 0, since nothing is known of them.

    Parameters
    ----------
    counts : Cooccurrence
    target : callable
        From P to a matrix of the same shape.

    Returns
    -------
    ndarray, shape (V, V)
    """
    present = np.flatnonzero(counts.counts.any(axis=1))
    M = np.zeros(counts.counts.shape)
    M[np.ix_(present, present)] = target(counts.P[np.ix_(present, present)])
    return M


def overlaps(E: ArrayLike, F: ArrayLike, ranks: Iterable[int]) -> FloatArray:
    """How much of each leading subspace of one basis lies in the same one of another: ‖E_rᵀ F_r‖² / r.

    Parameters
    ----------
    E, F : array_like, shape (V, d)
        Orthonormal columns, the leading ones first.
    ranks : iterable of int
        The r, from 1 to d.

    Returns
    -------
    ndarray, shape (len(ranks),)
        1 for equal subspaces, r/V in expectation for unrelated ones.

    Raises
    ------
    ValueError
        If the shapes differ, columns are not orthonormal, or a rank is out of range.
    """
    E, F = _orthonormal("E", E), _orthonormal("F", F)
    if E.shape != F.shape:
        raise ValueError(f"E and F must have one shape (V, d), got {E.shape} and {F.shape}")
    ranks = _checked_ranks(ranks, E.shape[1])
    within = np.cumsum(np.cumsum((E.T @ F) ** 2, axis=0), axis=1)
    return np.array([within[r - 1, r - 1] / r for r in ranks])


def reliability(E: ArrayLike, F: ArrayLike, ranks: Iterable[int]) -> FloatArray:
    """How much of each column of E lies in the leading r-space of F: Σ_{l <= r} (e_k · f_l)².

    Parameters
    ----------
    E : array_like, shape (V, d)
        Orthonormal columns: the modes asked about.
    F : array_like, shape (V, D)
        Orthonormal columns, the leading ones first: where they are looked for.
    ranks : iterable of int
        The r, from 1 to D.

    Returns
    -------
    ndarray, shape (len(ranks), d)
        From 0 to 1, r/V in expectation for a mode that has nothing to do with F.

    Raises
    ------
    ValueError
        If V differs, columns are not orthonormal, or a rank is out of range.
    """
    E, F = _orthonormal("E", E), _orthonormal("F", F)
    if len(E) != len(F):
        raise ValueError(f"E and F must have one row for each word, got {len(E)} and {len(F)} rows")
    within = np.cumsum((F.T @ E) ** 2, axis=0)
    return within[np.array(_checked_ranks(ranks, F.shape[1])) - 1]


def held_out(E: ArrayLike, M: ArrayLike) -> FloatArray:
    """The eigenvalue that each mode keeps when another matrix judges it: diag(Eᵀ M E).

    Parameters
    ----------
    E : array_like, shape (V, d)
        Orthonormal columns: modes of one half.
    M : array_like, shape (V, V)
        The matrix of the other half.

    Returns
    -------
    ndarray, shape (d,)
        What M's Rayleigh quotient makes of them: tr M / V in expectation for directions that know nothing of M,
        however large their eigenvalue was at home.

    References
    ----------
    Chen, Roch, Rohe & Yu (2021): cross-validated eigenvalues.
    """
    E, M = _orthonormal("E", E), np.asarray(M, dtype=np.float64)
    if M.shape != (len(E), len(E)):
        raise ValueError(f"M must be square with E's {len(E)} rows, got shape {M.shape}")
    return np.einsum("vk,vk->k", E, M @ E)


def split_half(
    documents: Documents,
    vocabulary: Vocabulary,
    window: int,
    *,
    d: int = 50,
    ranks: Sequence[int] = (1, 2, 5, 10, 20, 50),
    n_splits: int = 5,
    seed: int = 0,
    target: Target = targets.m_star,
    progress: bool = False,
) -> SplitHalf:
    """Split a corpus at random into halves, several times, and compare the modes of the two.

    Parameters
    ----------
    documents : sequence of sequences of str
    vocabulary : Vocabulary
        The V words, the same for both halves.
    window : int
        L, with linear weights.
    d : int
        Modes 1 to d are judged one by one.
    ranks : sequence of int
        Sizes of the leading subspaces that are compared.
    n_splits : int
        How many splits; split s is drawn with the seed (seed, s).
    seed : int
    target : callable
        From P to the matrix whose modes are compared.
    progress : bool
        Show a bar.

    Returns
    -------
    SplitHalf

    Raises
    ------
    ValueError
        As `halves` and `wordmodes.theory.modes.leading_modes`.
    """
    size = max(d, *ranks)
    whole = modes.leading_modes(target_with_absent(cooccurrence.count(documents, vocabulary, window), target), size)
    found: dict[str, list] = {name: [] for name in ("overlap", "between", "whole", "held_out", "absent")}
    for s in tqdm(range(n_splits), unit="split", disable=not progress):
        sides = halves(documents, np.random.default_rng((seed, s)))
        counts = [cooccurrence.count(side, vocabulary, window) for side in sides]
        matrices = [target_with_absent(side, target) for side in counts]
        E, F = (modes.leading_modes(M, size).eigenvectors for M in matrices)
        found["overlap"].append(overlaps(E, F, ranks))
        found["between"].append((reliability(E[:, :d], F, ranks) + reliability(F[:, :d], E, ranks)) / 2)
        of_whole = whole.eigenvectors[:, :d]
        found["whole"].append((reliability(of_whole, E, ranks) + reliability(of_whole, F, ranks)) / 2)
        found["held_out"].append((held_out(E[:, :d], matrices[1]) + held_out(F[:, :d], matrices[0])) / 2)
        found["absent"].append(sum(int((~side.counts.any(axis=1)).sum()) for side in counts))
    return SplitHalf(
        ranks=tuple(ranks),
        overlap=np.array(found["overlap"]),
        reliability=np.array(found["between"]),
        reliability_of_whole=np.array(found["whole"]),
        held_out=np.array(found["held_out"]),
        absent=tuple(found["absent"]),
    )


def shuffled_spectra(
    documents: Documents,
    vocabulary: Vocabulary,
    window: int,
    *,
    d: int = 50,
    n_shuffles: int = 5,
    seed: int = 0,
    target: Target = targets.m_star,
    progress: bool = False,
) -> FloatArray:
    """Leading eigenvalues of the shuffled corpus, for several shuffles.

    Parameters
    ----------
    documents, vocabulary, window, target, progress
        As for `split_half`.
    d : int
        How many eigenvalues.
    n_shuffles : int
        Shuffle s is drawn with the seed (seed, s).
    seed : int

    Returns
    -------
    ndarray, shape (n_shuffles, d)
        Each row in descending order.
    """
    return np.array([
        modes.leading_modes(
            target_with_absent(
                cooccurrence.count(shuffled(documents, np.random.default_rng((seed, s))), vocabulary, window), target
            ),
            d,
        ).eigenvalues
        for s in tqdm(range(n_shuffles), unit="shuffle", disable=not progress)
    ])  # fmt: skip


def modes_above(eigenvalues: ArrayLike, null: ArrayLike) -> int:
    """How many leading eigenvalues lie above every one of a null's.

    Parameters
    ----------
    eigenvalues : array_like, shape (d,)
        In descending order.
    null : array_like, any shape
        Eigenvalues of shuffled corpora.
    """
    return int(np.sum(np.asarray(eigenvalues) > np.max(null)))


def _orthonormal(name: str, E: ArrayLike) -> FloatArray:
    E = np.asarray(E, dtype=np.float64)
    if E.ndim != 2 or E.shape[1] > E.shape[0] or not np.allclose(E.T @ E, np.eye(E.shape[1]), atol=1e-8):
        raise ValueError(f"the columns of {name} must be orthonormal, such as the eigenvectors of a Modes")
    return E


def _checked_ranks(ranks: Iterable[int], d: int) -> tuple[int, ...]:
    ranks = tuple(ranks)
    if not ranks or not all(1 <= r <= d for r in ranks):
        raise ValueError(f"ranks must lie between 1 and the {d} columns at hand, got {ranks}")
    return ranks
