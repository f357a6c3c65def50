"""Set 6: the checks that students don't see. All is computed anew from the counts and pairs that are handed in."""

import numpy as np

from wordmodes.grade import Checks, Wrong, array, close, same
from wordmodes.grade.sets._ledger import ledger_of
from wordmodes.grade.sets.set6 import COLUMNS, END, MODES, READ, basis, pairs_of

CHECKS = Checks("set6")
BASIS = ("TEXTS", "words", "counts")


def target(counts):
    P = counts / counts.sum()
    Q = np.outer(P.sum(axis=1), P.sum(axis=0))
    return 2 * (P - Q) / (P + Q)


def leading(M, d=None, modulus=False):
    lam, E = np.linalg.eigh(M)
    order = np.argsort(-np.abs(lam) if modulus else -lam)[:d]
    return lam[order], E[:, order]


def pmi_of(counts):
    P = counts / counts.sum()
    seen = P > 0
    return np.where(seen, np.log(np.where(seen, P, 1) / np.outer(P.sum(axis=1), P.sum(axis=1))), 0)


@CHECKS.add("6.2", 9, "eight modes", *BASIS, "eigenvalues", "E")
def _modes(data, TEXTS, words, counts, eigenvalues, E):
    _, (counts,) = basis(data, TEXTS, words, counts)
    M = target(counts)
    lam, right = leading(M, MODES)
    same("eigenvalues", eigenvalues, lam, {
        "by modulus; W Wᵀ can't hold negative modes": leading(M, MODES, modulus=True)[0],
        "these are the lowest": np.linalg.eigvalsh(M)[:MODES],
        "in rising order; mode 1 is the largest": lam[::-1],
        "of PMI, with 0 for pairs never seen; M* is asked for": leading(pmi_of(counts), MODES)[0],
        "of P, not of M*": leading(counts / counts.sum(), MODES)[0],
        "of the counts, not of M*": leading(counts, MODES)[0],
    })  # fmt: skip
    found = array("E", E, right.shape)
    if not close(M @ found, found * lam, 1e-6):
        raise Wrong("eigenvalues are right; E doesn't hold their eigenvectors in the same order", 0.5)


def ends_of(words, E, modulus=False):
    """Sets of the words at both ends of each mode."""
    found = []
    for vector in E.T:
        order = np.argsort(-np.abs(vector) if modulus else -vector)
        found.append([{words[i] for i in order[:END]}, {words[i] for i in order[-END:]}])
    return found


@CHECKS.add("6.2", 6, "ends of five modes", *BASIS, "ends")
def _ends(data, TEXTS, words, counts, ends):
    words, (counts,) = basis(data, TEXTS, words, counts)
    E = leading(target(counts), READ)[1]
    found = [[set(end) for end in mode] for mode in ends]
    if len(found) != READ or any(len(mode) != 2 or any(len(end) != END for end in mode) for mode in found):
        raise Wrong(f"ends must be {READ} modes, of each the {END} words at one end and the {END} at the other")
    right = ends_of(words, E)
    wrong = [k + 1 for k, (mode, want) in enumerate(zip(found, right, strict=True)) if not _either(mode, want)]
    if not wrong:
        return
    by_modulus = ends_of(words, E, modulus=True)
    if all(mode[0] in (want[0], one[0], one[1]) for mode, want, one in zip(found, by_modulus, right, strict=True)):
        raise Wrong("an end has one sign: these are the largest entries by modulus, which mix the two")
    raise Wrong(f"mode {', '.join(map(str, wrong))}: other words have larger or smaller entries")


def _either(mode, want):
    """A mode's sign is free, so that either end may come first."""
    return mode in (want, want[::-1])


@CHECKS.add("6.3", 7, "modes above chance", *BASIS, "shuffled", "n_above")
def _above(data, TEXTS, words, counts, shuffled, n_above):
    _, (counts, shuffled) = basis(data, TEXTS, words, counts, shuffled)
    if not TEXTS.strip() and not np.array_equal(shuffled, data.corpus.shuffled):
        raise Wrong("shuffled is not that of your planted text: leave the cell that takes it from corpus as it was")
    lam, null = leading(target(counts))[0], leading(target(shuffled))[0]
    same("n_above", n_above, np.sum(lam > null[0]), {
        "by modulus: negative modes are counted, or a negative one of the shuffled text is the bar": np.sum(
            np.abs(lam) > np.abs(null).max()
        ),
        "the bar is the largest eigenvalue of the shuffled text by modulus, which is negative": np.sum(
            lam > np.abs(null).max()
        ),
        "compared one by one; the bar is the shuffled text's largest": np.sum(lam > null),
        "these are all that are positive": np.sum(lam > 0),
        "this compares with the counts' own spectrum, not with the shuffled text's M*": np.sum(
            lam > leading(shuffled / shuffled.sum())[0][0]
        ),
    })  # fmt: skip


@CHECKS.add("6.3", 7, "agreement of two halves", *BASIS, "halves", "agreement")
def _agreement(data, TEXTS, words, counts, halves, agreement):
    first, second = halves
    _, (counts, first, second) = basis(data, TEXTS, words, counts, first, second)
    if not TEXTS.strip() and not all(map(np.array_equal, (first, second), data.corpus.halves)):
        raise Wrong("halves are not those of your planted text: leave the cell that takes them from corpus as it was")
    A, B, whole = (leading(target(table), READ)[1] for table in (first, second, counts))

    def overlaps(E, F, power=2, divided=True):
        return [np.sum(np.abs(E[:, :r].T @ F[:, :r]) ** power) / (r if divided else 1) for r in range(1, READ + 1)]

    same("agreement", agreement, overlaps(A, B), {
        "the sum must be divided by r": overlaps(A, B, divided=False),
        "mode by mode; two modes that are close may be turned into each other: take the first r together": np.sum(
            A * B, axis=0
        ) ** 2,
        "a half is compared with the whole, which contains it": overlaps(A, whole),
        "half 2 is compared with the whole, which contains it": overlaps(B, whole),
        "the mean of moduli; it is that of the squares, over r": overlaps(A, B, power=1),
    }, rtol=1e-5)  # fmt: skip


def vectors(M, d=COLUMNS, power=0.5, modulus=False):
    lam, E = leading(M, d, modulus)
    return E * np.abs(lam) ** power


@CHECKS.add("6.4", 3, "vectors", *BASIS, "W")
def _vectors(data, TEXTS, words, counts, W):
    _, (counts,) = basis(data, TEXTS, words, counts)
    M = target(counts)
    found = array("W", W, (len(words), COLUMNS))
    gram = [vectors(M), vectors(M, modulus=True), vectors(M, power=0), vectors(M, power=1)]
    right, modulus, bare, squared = (one @ one.T for one in gram)
    same("W, through W Wᵀ", found @ found.T, right, {
        "modes are chosen by modulus": modulus,
        "columns have length 1; scale them by the root of the eigenvalue": bare,
        "columns are scaled by the eigenvalue; it is its root": squared,
    })  # fmt: skip


def apart(W, pairs, unit=True):
    U = W / np.linalg.norm(W, axis=1, keepdims=True) if unit else W
    return U[pairs[:, 1]] - U[pairs[:, 0]]


def share(D, power=2):
    s = np.linalg.svd(D, compute_uv=False) ** power
    return s[0] / s.sum()


@CHECKS.add("6.4", 5, "one direction", *BASIS, "pairs", "direction_share")
def _direction(data, TEXTS, words, counts, pairs, direction_share):
    words, (counts,) = basis(data, TEXTS, words, counts)
    rows = pairs_of(data, TEXTS, words, pairs)
    W = vectors(target(counts))
    D, raw = apart(W, rows), apart(W, rows, unit=False)
    same("direction_share", direction_share, share(D), {
        "differences are centred, as PCA does: what all share, the relation itself, is taken away": share(
            D - D.mean(axis=0)
        ),
        "rows are not scaled to length 1: long vectors count more": share(raw),
        "rows are not scaled, and differences are centred": share(raw - raw.mean(axis=0)),
        "singular values; the share is of their squares": share(D, 1),
    })  # fmt: skip


def accuracy(W, pairs, unit=True, exclude=True, of_a=-1.0, turned=False):
    U = W / np.linalg.norm(W, axis=1, keepdims=True) if unit else W
    n = len(pairs)
    p, q = np.array([(p, q) for p in range(n) for q in range(n) if p != q]).T
    a, b, c, wanted = pairs[p, 0], pairs[p, 1], pairs[q, 0], pairs[q, 1]
    score = (U[a] - U[b] + U[c] if turned else of_a * U[a] + U[b] + U[c]) @ U.T
    if exclude:
        for row in (a, b, c):
            score[np.arange(len(a)), row] = -np.inf
    return np.mean(score.argmax(axis=1) == wanted)


def both(W, pairs, **how):
    return np.array([accuracy(W, pairs, **how), accuracy(W, pairs, of_a=0.0, **how)])


@CHECKS.add("6.4", 6, "analogies, with a and without", *BASIS, "pairs", "accuracies")
def _accuracies(data, TEXTS, words, counts, pairs, accuracies):
    words, (counts,) = basis(data, TEXTS, words, counts)
    rows = pairs_of(data, TEXTS, words, pairs)
    W = vectors(target(counts))
    same("accuracies", accuracies, both(W, rows), {
        "in per cent; shares are asked for": 100 * both(W, rows),
        "the question's own words are not excluded and win": both(W, rows, exclude=False),
        "rows are not scaled to length 1": both(W, rows, unit=False),
        "a - b + c goes the other way: it is b - a + c": [accuracy(W, rows, turned=True), both(W, rows)[1]],
        "b + c comes first here, and b - a + c second": both(W, rows)[::-1],
    })  # fmt: skip


@CHECKS.add("6.5", 8, "without the family's own counts", *BASIS, "pairs", "kept")
def _kept(data, TEXTS, words, counts, pairs, kept):
    words, (counts,) = basis(data, TEXTS, words, counts)
    rows = pairs_of(data, TEXTS, words, pairs)
    M = target(counts)
    whole = accuracy(vectors(M), rows)
    if not whole:
        raise Wrong("no question is answered, so that none can be lost: choose other pairs, or a longer text")

    def left(rule):
        changed = M.copy()
        rule(changed)
        return accuracy(vectors(changed), rows) / whole

    own = np.unique(rows)

    def block(M, value=0.0):
        M[np.ix_(own, own)] = value

    def couples(M):
        M[rows[:, 0], rows[:, 1]] = M[rows[:, 1], rows[:, 0]] = 0

    def whole_rows(M):
        M[own] = M[:, own] = 0

    same("kept", kept, left(block), {
        "this is the accuracy that is left; divide it by the accuracy before": left(block) * whole,
        "only the entries of each pair are deleted; delete those between all words of the family": left(couples),
        "the counts are deleted, so that M* is -2; put 0, which says nothing of these pairs": left(
            lambda M: block(M, -2.0)
        ),
        "all that is known of these words is deleted, not only what they say of each other": left(whole_rows),
        "this is what is lost": 1 - left(block),
    })  # fmt: skip


@CHECKS.add("6.6", 3, "three claims quoted", "ledger_text", "quoted")
def _quoted(data, ledger_text, quoted):
    ledger = ledger_of(ledger_text)
    if not isinstance(quoted, dict) or len(quoted) != 3:
        raise Wrong("quoted must have three claims: {name: (the book's value, yours)}")
    for name, values in quoted.items():
        if name not in ledger.claims:
            raise Wrong(f"{name!r} is no claim that your ledger has measured")
        pair = tuple(map(float, array(f"quoted[{name!r}]", values, (2,))))
        if pair in ledger.claims[name]:
            continue
        if pair[::-1] in ledger.claims[name]:
            raise Wrong(f"{name}: the columns are exchanged; the book's value comes first", 0.5)
        raise Wrong(f"{name}: the ledger has no row with {pair[0]:g} (book) and {pair[1]:g} (yours)")
