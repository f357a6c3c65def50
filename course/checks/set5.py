"""Set 5: the checks that students don't see. Each mistake that is looked for is computed, and has its hint."""

from functools import cache

import numpy as np

from wordmodes.grade import Checks, Wrong, array, close, same
from wordmodes.grade.sets.set5 import matrices, subspaces, vectors

CHECKS = Checks("set5")


def pca_of(M, d, modulus=False, power=0.5):
    lam, E = np.linalg.eigh(M)
    chosen = np.argsort(-np.abs(lam) if modulus else -lam)[:d]
    return E[:, chosen] * np.abs(lam[chosen]) ** power


@CHECKS.add("5.1", 7, "PCA", pca=matrices)
def _pca(data, pca):
    for got, (M, d) in zip(pca, matrices(data), strict=True):
        found = array("pca(M, d)", got, (len(M), d))
        same("pca(M, d), through W Wᵀ", found @ found.T, _gram(pca_of(M, d)), {
            "by modulus (as an SVD does); W Wᵀ can't hold negative modes": _gram(pca_of(M, d, modulus=True)),
            "columns have length 1; scale them by the root of the eigenvalue": _gram(pca_of(M, d, power=0)),
            "columns are scaled by the eigenvalue; it is its root": _gram(pca_of(M, d, power=1)),
            "these are the lowest eigenvalues": _gram(-pca_of(-M, d)),
        })  # fmt: skip


def _gram(W):
    return W @ W.T


def overlap_of(A, B):
    return np.sum((np.linalg.qr(A)[0].T @ np.linalg.qr(B)[0]) ** 2) / A.shape[1]


@CHECKS.add("5.2", 9, "overlap of two subspaces", overlap=subspaces)
def _overlap(data, overlap):
    for got, (A, B) in zip(overlap, subspaces(data), strict=True):
        r, cosines = A.shape[1], np.linalg.svd(np.linalg.qr(A)[0].T @ np.linalg.qr(B)[0], compute_uv=False)
        s, t = (np.linalg.svd(X, compute_uv=False) for X in (A, B))
        unit = [X / np.linalg.norm(X, axis=0) for X in (A, B)]
        same("overlap", got, np.mean(cosines**2), {
            "the sum over all pairs must be divided by r": r * np.mean(cosines**2),
            "this compares sorted singular values; two spaces at right angles can have the same ones": (s @ t) ** 2
            / (s @ s * (t @ t)),
            "columns have length 1 but are not at right angles: orthonormalise": np.sum((unit[0].T @ unit[1]) ** 2) / r,
            "columns are not orthonormal": np.sum((A.T @ B) ** 2) / r,
            "the mean of cosines; it is that of their squares": np.mean(cosines),
            "columns are compared one by one; a basis can be turned": np.mean(np.sum(unit[0] * unit[1], axis=0) ** 2),
        })  # fmt: skip


@cache
def trained(data):
    M, found, W = data.M, [], data.W0
    for n in range(1, data.n_steps[1] + 1):
        W = W + 4 * data.step * (M @ W - W @ (W.T @ W))
        if n in data.n_steps:
            found.append(W)
    return found


@CHECKS.add("5.3", 8, "training comes to PCA", "trained_overlaps")
def _trained(data, trained_overlaps):
    E = pca_of(data.M, data.d, power=0)
    found = array("trained_overlaps", trained_overlaps, (2,))
    if not np.isfinite(found).all():
        raise Wrong("trained_overlaps are not finite: was the step stable? mine.step is that of ‖W Wᵀ - M*‖²")
    right = np.array([overlap_of(W, E) for W in trained(data)])
    signed = pca_of(data.M, data.d, modulus=True, power=0)
    same("trained_overlaps", found, right, {
        "PCA by modulus has negative modes, which training can't learn": [overlap_of(W, signed) for W in trained(data)],
        "the overlap is not divided by its rank": data.d * right,
        "W is not orthonormalised": [np.sum((W.T @ E) ** 2) / data.d for W in trained(data)],
        "the start is compared, not the end": np.full(2, overlap_of(data.W0, E)),
    }, rtol=1e-3)  # fmt: skip


def answers_of(W, a, b, c, unit=True, exclude=True, turned=False):
    U = W / np.linalg.norm(W, axis=1, keepdims=True) if unit else W
    goal = U[a] - U[b] + U[c] if turned else U[b] - U[a] + U[c]
    score = goal @ U.T
    if exclude:
        for rows in (a, b, c):
            score[np.arange(len(a)), rows] = -np.inf
    return score.argmax(axis=1)


@CHECKS.add("5.4", 9, "3CosAdd", answers=vectors)
def _answers(data, answers):
    for got, (W, a, b, c) in zip(answers, vectors(data), strict=True):
        same("answers", got, answers_of(W, a, b, c), {
            "the question's own words are not excluded and win": answers_of(W, a, b, c, exclude=False),
            "rows are not scaled to length 1: long vectors win": answers_of(W, a, b, c, unit=False),
            "a - b + c goes the other way: it is b - a + c": answers_of(W, a, b, c, turned=True),
            "rows are not scaled to length 1, and the question's own words are not excluded": answers_of(
                W, a, b, c, unit=False, exclude=False
            ),
        }, rtol=1e-9)  # fmt: skip


def hits_of(data, W):
    p, q = data.questions.T
    return answers_of(W, *data.pairs[p].T, data.pairs[q, 0]) == data.pairs[q, 1]


@cache
def both(data):
    """Hits of PCA and of the shorter training."""
    return np.array([hits_of(data, W) for W in (pca_of(data.M, data.d), trained(data)[0])]).astype(float)


@cache
def weights(data, n=4000):
    """How often each question counts in each draw of pairs."""
    rng = np.random.default_rng(1)
    size = np.bincount(data.family)[0]
    drawn = np.concatenate([rng.multinomial(size, np.full(size, 1 / size), size=n) for _ in range(3)], axis=1)
    return drawn[:, data.questions[:, 0]] * drawn[:, data.questions[:, 1]]


@cache
def spreads(data):
    """Standard errors: of both accuracies, of their difference, and as if questions were independent."""
    hits, w = both(data), weights(data)
    means = w @ hits.T / w.sum(axis=1, keepdims=True)
    naive = hits.std(axis=1) / np.sqrt(hits.shape[1])
    return (
        means.std(axis=0),
        (means[:, 0] - means[:, 1]).std(),
        naive,
        (hits[0] - hits[1]).std() / np.sqrt(hits.shape[1]),
    )


@CHECKS.add("5.5", 12, "accuracy and its error", "accuracy", "standard_error")
def _error(data, accuracy, standard_error):
    hits, (right, _, naive, _) = both(data), spreads(data)
    same("accuracy", accuracy, hits[0].mean(), {
        "in per cent; a share is asked for": 100 * hits[0].mean(),
        "this is the accuracy of the trained vectors": hits[1].mean(),
    })  # fmt: skip
    e = float(array("standard_error", standard_error, ()))
    if close(e, right[0], 0.08):
        return
    if close(e, naive[0], 0.1):
        raise Wrong(
            "this is a bootstrap over questions, as if they were independent; pairs were sampled, so draw pairs", 0.4
        )
    if close(e, right[0] ** 2, 0.2):
        raise Wrong("this is the variance; the standard error is its root", 0.4)
    if close(e, 1.96 * right[0], 0.1):
        raise Wrong("this is half of a 95 % interval; the standard error is the standard deviation of the draws", 0.4)
    raise Wrong(
        "accuracy is right; standard_error is not: draw pairs within families, weigh questions by the product", 0.3
    )


@CHECKS.add("5.6", 12, "a difference with its error", "difference", "difference_error")
def _difference(data, difference, difference_error):
    hits, (each, right, _, naive) = both(data), spreads(data)
    same("difference", difference, hits[0].mean() - hits[1].mean(), {
        "the other way round: PCA less training": hits[1].mean() - hits[0].mean(),
        "in per cent; a share is asked for": 100 * (hits[0].mean() - hits[1].mean()),
    })  # fmt: skip
    e = float(array("difference_error", difference_error, ()))
    if close(e, right, 0.08):
        return
    if close(e, np.hypot(*each), 0.1):
        raise Wrong(
            "this adds two errors as if the scores were independent; draw pairs once for both, and subtract", 0.4
        )
    if close(e, naive, 0.1):
        raise Wrong("this is a bootstrap over questions, as if they were independent; draw pairs", 0.4)
    raise Wrong("difference is right; difference_error is not: draw pairs once for both embeddings, and subtract", 0.3)
