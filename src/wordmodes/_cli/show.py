"""`wordmodes concepts`, `analogy`, `neighbours` and `evaluate`: what a folder of vectors holds."""

from __future__ import annotations

from argparse import Namespace

import numpy as np
from numpy.typing import NDArray

from wordmodes import _validate
from wordmodes._cli import folder
from wordmodes._cli.output import table
from wordmodes.evaluation import (
    analogies,
    analogy_questions,
    bootstrap_accuracy,
    bootstrap_spearman,
    word_similarity,
)
from wordmodes.evaluation.benchmark import SIMILARITY_TESTS
from wordmodes.theory.dynamics import half_rise_time


def learning_times(eigenvalues: NDArray[np.float64], sigma: float) -> NDArray[np.float64]:
    """When each positive mode is half learned, in the time of dW/dt = (M - W Wᵀ) W; nan for a negative one.

    The start is N(0, σ²/d) with as many columns d as there are positive modes. What modes 1 to k - 1 leave of it for
    mode k has length σ χ / √d with d - k + 1 degrees of freedom, of which the median is taken: half of all starts are
    earlier, half later.
    """
    from scipy.stats import chi  # slow to import, and only needed here

    times = np.full(len(eigenvalues), np.nan)
    positive = np.flatnonzero(eigenvalues > 0)
    positive = positive[np.argsort(-eigenvalues[positive], kind="stable")]
    d = len(positive)
    starts = sigma / np.sqrt(max(d, 1)) * chi.median(d - np.arange(d))
    rises = starts**2 < eigenvalues[positive] / 2
    times[positive] = 0.0  # for those that start above half of their eigenvalue
    if rises.any():
        times[positive[rises]] = half_rise_time(eigenvalues[positive[rises]], starts[rises])
    return times


def concepts(asked: Namespace) -> None:
    """Each mode's eigenvalue, learning time and words at both ends."""
    vectors, settings = folder.load(asked.out)
    sigma = _validate.real("sigma", asked.sigma, 1e-100, 1e50)
    lam = vectors.modes.eigenvalues
    times = learning_times(lam, sigma)
    rows = [("mode", "eigenvalue", "learned at", "one end", "the other")]
    for k in range(min(_validate.integer("modes", asked.modes, 1), len(lam))):
        high, low = vectors.ends(k + 1, asked.n)
        when = "never" if np.isnan(times[k]) else f"{times[k]:.4g}"
        rows.append((str(k + 1), f"{lam[k]:.4g}", when, " ".join(high), " ".join(low)))
    print(table(rows, right=(0, 1, 2)))
    said = f"{settings.get('target', 'M')}, V = {len(vectors.words)}, window {settings.get('window', '?')}"
    print(
        f"\n{said}. Learned: the time t of dW/dt = (M - W Wᵀ) W at which a mode is half-risen, median start, entries of"
        f" W(0) drawn from N(0, σ²/d), σ = {sigma:g}, d the number of positive modes; the paper's clock shows 2t. W Wᵀ"
        " never learns a mode with a negative eigenvalue; two matrices do."
    )


def neighbours(asked: Namespace) -> None:
    """The words nearest to one."""
    found = folder.load(asked.out)[0].neighbours(asked.word, asked.n)
    print(table([(word, f"{cosine:.3f}") for word, cosine in found]))


def analogy(asked: Namespace) -> None:
    """The words nearest to b - a + c."""
    found = folder.load(asked.out)[0].analogy(asked.a, asked.b, asked.c, asked.n)
    print(table([(word, f"{cosine:.3f}") for word, cosine in found]))


def evaluate(asked: Namespace) -> None:
    """The three test sets, with error bars from resampled pairs."""
    vectors, _ = folder.load(asked.out)
    W, words = vectors.W, vectors.words
    rows = [("test", "score", "± error", "covered")]
    try:
        questions = analogy_questions(words)
        hits = analogies(W, words, questions=questions).hits
        error = np.nanstd(bootstrap_accuracy(questions, hits))
        rows.append(("Google analogies, %", f"{100 * hits.mean():.1f}", f"{100 * error:.1f}", str(len(questions))))
    except ValueError:
        rows.append(("Google analogies, %", "-", "-", "0"))
    for name, label in zip(SIMILARITY_TESTS, ("WordSim353", "SimLex-999"), strict=True):
        try:
            score = word_similarity(W, words, name)
            error = np.nanstd(bootstrap_spearman(score.human, score.cosine))
            rows.append((f"{label}, rank correlation", f"{score.spearman:.3f}", f"{error:.3f}", str(len(score.pairs))))
        except ValueError:
            rows.append((f"{label}, rank correlation", "-", "-", "0"))
    print(table(rows, right=(1, 2, 3)))
    print("\nOne standard error, of test pairs drawn again; covered: the questions or pairs whose words are all known.")
