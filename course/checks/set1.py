"""Set 1: the checks that students don't see. Each mistake that is looked for is computed, and has its hint."""

from functools import cache

import numpy as np

from wordmodes import Vocabulary, count
from wordmodes.grade import Checks, Wrong, array, close, same
from wordmodes.grade.sets.set1 import STRANGER, joints

CHECKS = Checks("set1")


def counted(documents, words, window, flat=False, joined=False, dropped=False, one_side=False):
    """Weighted counts, with mistakes on request."""
    index = {word: row for row, word in enumerate(words)}
    table = np.zeros((len(words), len(words)))
    if joined:
        documents = [[word for document in documents for word in document]]
    for document in documents:
        rows = [index.get(word) for word in document]
        if dropped:
            rows = [row for row in rows if row is not None]
        for place, row in enumerate(rows):
            for distance in range(1, window + 1):
                if place + distance < len(rows) and None not in (row, rows[place + distance]):
                    weight = 1 if flat else window + 1 - distance
                    table[row, rows[place + distance]] += weight
                    table[rows[place + distance], row] += 0 if one_side else weight
    return table


def texts(data):
    """A text with strangers, short documents and a wide window."""
    words = list(data.words[:9])
    documents = []
    for number, document in enumerate(data.documents[:12]):
        short = [word if word in words or place % 3 else STRANGER for place, word in enumerate(document)]
        documents.append(short[: 3 + 5 * number])
    return [(documents, words, data.window), (documents, words, 1)]


def own_counts(data, documents):
    return count(documents, Vocabulary(data.words, np.ones(len(data.words), int)), data.window).counts


@CHECKS.add("1.1", 4, "what is lost at the ends", "lost_share")
def _lost(data, lost_share):
    n, L = data.length, data.window
    same("lost_share", lost_share, (L + 2) / (3 * n), {
        "this is the share for a flat window; the weights fall": (L + 1) / (2 * n),
        "this is lost at one end; a document has two": (L + 2) / (6 * n),
        "this is what is kept": 1 - (L + 2) / (3 * n),
    })  # fmt: skip


@CHECKS.add("1.2", 8, "counts of longer texts", count_pairs=texts)
def _counts(data, count_pairs):
    for got, (documents, words, window) in zip(count_pairs, texts(data), strict=True):
        right = counted(documents, words, window)
        same("count_pairs", got, right, {
            "every distance has the same weight; a pair at distance δ should weigh L + 1 - δ": counted(
                documents, words, window, flat=True
            ),
            "pairs reach from one document into the next": counted(documents, words, window, joined=True),
            "words outside the list are taken out first, which moves others nearer; they keep their place": counted(
                documents, words, window, dropped=True
            ),
            "each pair is noted from one side only": counted(documents, words, window, one_side=True),
            "each pair is noted four times: once from each side is enough": 2 * right,
        })  # fmt: skip


@CHECKS.add("1.3", 5, "P and its marginal", "P_counted", "p_counted")
def _joint(data, P_counted, p_counted):
    counts = own_counts(data, data.documents)
    P = counts / counts.sum()
    V, tokens = len(data.words), [word for document in data.documents for word in document]
    unigram = np.array([tokens.count(word) for word in data.words]) / len(tokens)
    same("P_counted", P_counted, P, {
        "these are counts; divide by their sum": counts,
        "each row sums to 1: these are conditional probabilities": counts / counts.sum(axis=1, keepdims=True),
        "the weights are missing: it is P of a flat window": _flat(data),
    })  # fmt: skip
    same("p_counted", p_counted, P.sum(axis=1), {
        "this is the unigram probability; asked for is the marginal of P": unigram,
        "this is uniform": np.full(V, 1 / V),
    })  # fmt: skip


def _flat(data):
    counts = count(
        data.documents, Vocabulary(data.words, np.ones(len(data.words), int)), data.window, weighting="flat"
    ).counts
    return counts / counts.sum()


def ratio(P):
    p = P.sum(axis=1)
    return P / np.outer(p, p)


@CHECKS.add("1.4", 7, "PMI", pmi=joints)
def _pmi(data, pmi):
    for got, (P,) in zip(pmi, joints(data), strict=True):
        with np.errstate(divide="ignore"):
            right = np.log(ratio(P))
        same("pmi(P)", got, right, {
            "this is the binary logarithm; the book's is the natural one": right / np.log(2),
            "this is the logarithm to base 10; the book's is the natural one": right / np.log(10),
            "the sign is the other one: P above, its chance value below": -right,
            "negative values are cut off: that is PPMI": np.maximum(right, 0),
            "this is log P; divide by what chance would give": np.log(P),
            "one marginal is missing: log P_ij / P_i": right + np.log(P.sum(axis=1))[None, :],
            "one marginal is missing: log P_ij / P_j": right + np.log(P.sum(axis=1))[:, None],
        })  # fmt: skip


@CHECKS.add("1.5", 5, "M*", m_star=joints)
def _m_star(data, m_star):
    for got, (P,) in zip(m_star, joints(data), strict=True):
        r = ratio(P)
        right = 2 * (r - 1) / (r + 1)
        with np.errstate(divide="ignore"):
            same("m_star(P)", got, right, {
                "half as large as it should be: the mean of P and Q is ½ (P + Q)": right / 2,
                "the sign is the other one: P - Q above": -right,
                "tanh of PMI, without the halves": np.tanh(np.log(r)),
                "divided by Q alone: that is r - 1, and has no ceiling": r - 1,
            })  # fmt: skip


@CHECKS.add("1.6", 8, "the strengths", "epsilon")
def _strengths(data, epsilon):
    e = np.array(data._language.strengths)
    tanh = np.tanh(2 * np.arctanh(e**2))
    found = array("epsilon", epsilon, (3,))
    if not close(found, e, 1e-3) and close(np.sort(found), np.sort(e), 1e-3):
        raise Wrong("these are the right numbers in another order: the k-th belongs to attribute k", share=0.5)
    same("epsilon", epsilon, e, {
        "these are the squares ε²; take the root": e**2,
        "the difference of two PMI is 2 artanh ε²; a factor 2 is missing": np.sqrt(tanh),
        "these are heights artanh ε², not strengths": np.arctanh(e**2),
    }, rtol=1e-4)  # fmt: skip


@cache
def errors(data):
    """The error of a counted PMI, root mean square over pairs of frequent words and two samples, for three lengths."""
    rows = np.ix_(data.often, data.often)
    exact = np.log(ratio(data.P))[rows]
    found = []
    for n in data.lengths:
        squares = []
        for sample in range(2):
            counts = own_counts(data, data.text(n, sample))
            squares.append(np.mean((np.log(ratio(counts / counts.sum()))[rows] - exact) ** 2))
        found.append(np.sqrt(np.mean(squares)))
    return np.array(found)


@CHECKS.add("1.7", 6, "the errors", "rms_errors")
def _errors(data, rms_errors):
    right = errors(data)
    same("rms_errors", rms_errors, right, {
        "this is in binary logarithms": right / np.log(2),
        "this is the mean square: take the root": right**2,
    }, rtol=1e-3)  # fmt: skip


@CHECKS.add("1.7", 2, "the measured factors", "measured_factors", "rms_errors")
def _factors(data, measured_factors, rms_errors):
    e = array("rms_errors", rms_errors, (3,))
    if not close(e, errors(data), 1e-3):
        raise Wrong("factors of wrong errors; mend rms_errors first")
    same("measured_factors", measured_factors, e[:-1] / e[1:], {
        "these are the inverses: the error falls": e[1:] / e[:-1]
    }, rtol=1e-3)  # fmt: skip
