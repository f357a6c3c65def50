"""The claims about vectors and families of word pairs, put to a text."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

from wordmodes._cli.flow_claims import Values
from wordmodes._cli.material import READ, Material
from wordmodes.evaluation import AnalogyQuestions, analogies, bootstrap_accuracy, families, reading
from wordmodes.theory import modes, targets
from wordmodes.theory.noise import target_with_absent

FloatArray = NDArray[np.float64]

_SIZES = (2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 32, 40, 51, 64, 81, 102, 128, 161)
_PUBLISHED = {"nationality": 29.0, "gender": 11.0, "past tense": 8.7, "adverb": 5.1, "opposite": 2.8}
"""Heights of the peaks in figure 4 of Karkada et al. (2025)."""
_MOST, _FOR_ANGLES = 60, 10  # modes among which a peak is looked for; pairs that a family needs for its angles
_ENDS, _SPLITS, _GROUPS = 8, 2, 400


def signed(text: Material) -> Values:
    """What negative modes add to the analogies."""
    d, damped = text.d(100), text.damped
    d = min(d, int(np.sum(damped.eigenvalues > 0)))
    both = [modes.embed_signed(damped.top(d))[0], modes.embed(damped.positive(d))]
    hits = np.array([analogies(W, text.near.words, questions=text.questions).hits for W in both])
    drawn = bootstrap_accuracy(text.questions, hits)
    error = float(np.nanstd(drawn[:, 0] - drawn[:, 1]))
    gain = float(hits[0].mean() - hits[1].mean())
    if not error:
        raise ValueError("too few analogies are covered for an error bar")
    return {"gain": 100 * gain, "errors": gain / error}


def queen(text: Material) -> Values:
    """Where queen comes in king - man + woman."""
    words = text.near.words
    if not {"king", "man", "woman", "queen"} <= set(words):
        raise ValueError("king, man, woman and queen are not all among the words")
    unit = text.W / np.linalg.norm(text.W, axis=1, keepdims=True)
    king, man, woman, wanted = (words.index(word) for word in ("king", "man", "woman", "queen"))
    score = unit @ (unit[king] - unit[man] + unit[woman])
    score[[king, man, woman]] = -np.inf
    return {"gazette": float(np.sum(score > score[wanted]) + 1)}


def arithmetic(text: Material) -> Values:
    """What b - a + c answers beyond b + c, in points and in standard errors."""
    unit = text.W / np.linalg.norm(text.W, axis=1, keepdims=True)
    hits = [_answered(unit, text.questions, of_a) for of_a in (-1, 0)]
    drawn = bootstrap_accuracy(text.questions, hits)
    error, gain = float(np.nanstd(drawn[:, 0] - drawn[:, 1])), float(hits[0].mean() - hits[1].mean())
    if not error:
        raise ValueError("too few analogies are covered for an error bar")
    return {"gazette": 100 * gain, "gazette_errors": gain / error}


def spike(text: Material) -> Values:
    """Families whose leading eigenvalue is beyond that of random words."""
    found = 0
    for name, rows in text.pairs.items():
        own = families.leading_shares(families.differences(text.W, rows))[0]
        dull = families.leading_shares(families.differences(text.W, text.strangers[name]))[:, 0]
        found += own > np.quantile(dull, 0.95)
    return {"gazette": float(found)}


def emergence(text: Material) -> Values:
    """Published families whose signal-to-noise ratio is largest at fewer modes than their accuracy."""
    followed = [name for name in _PUBLISHED if name in text.pairs]
    if not followed:
        raise ValueError(f"none of the families {', '.join(_PUBLISHED)} has six pairs among these words")
    W = text.positive
    sizes = [d for d in _SIZES if d <= W.shape[1]]
    earlier, heights = 0, []
    for name in followed:
        ratios = [_ratio(W[:, :d], text.pairs[name]) for d in sizes]
        asked = families.questions_about(text.questions, name)
        right = [analogies(W[:, :d], text.near.words, questions=asked).accuracy for d in sizes]
        earlier += int(np.argmax(ratios) < np.argmax(right))
        heights.append(max(ratios))
    found = {"gazette": float(earlier)}
    if len(followed) > 2:
        found["gazette_order"] = float(spearmanr(heights, [_PUBLISHED[name] for name in followed]).statistic)
    return found


def peak_at_n(text: Material) -> Values:
    """Families, halves of families and random words whose ratio is largest where d is their number of pairs."""
    exact = half = random = 0
    for name, rows in text.pairs.items():
        whole = _peak(text.positive, rows)
        exact += whole == len(rows)
        half += _peak(text.positive, rows[::2]) < whole
        random += _peak(text.positive, text.strangers[name][:50]) == len(rows)
    return {"gazette": float(exact), "gazette_half": float(half), "gazette_random": float(random)}


def relation_is_a_mode(text: Material) -> Values:
    """Over how many modes gender and tense are spread."""
    found: dict[str, float] = {}
    largest = []
    for name, key in (("gender", "gazette_gender"), ("past tense", "gazette_tense"), ("plural", "")):
        if name in text.pairs:
            shares = families.mode_energy(families.differences(text.W, text.pairs[name]))
            largest.append(float(shares.max()))
            if key:
                found[key] = float(1 / np.sum(shares**2))
    if not largest:
        raise ValueError("neither gender nor past tense nor plural has six pairs among these words")
    return found | {"gazette_largest": max(largest)}


def orthogonal(text: Material) -> Values:
    """Cosines between directions of families that share no word, without bias, beside random directions."""
    large = [rows for rows in text.pairs.values() if len(rows) >= _FOR_ANGLES]
    off = np.triu_indices(len(large), 1)
    apart = np.array([not np.isin(large[i], large[j]).any() for i, j in zip(*off, strict=True)], dtype=bool)
    if not apart.any():
        raise ValueError("there are no two families of ten pairs that share no word; it takes a longer text")
    D = [families.differences(text.W, rows) for rows in large]
    cosines = families.unbiased_cosines(D, large)[off][apart]
    typical, chance = float(np.sqrt(np.nanmean(cosines**2))), _random_directions(text.W)
    return {"gazette": typical, "gazette_chance": chance, "gazette_ratio": typical / chance}


def additive(text: Material) -> Values:
    """Rows of families in damped M* against rows of random words; and analogies without the families' own counts."""
    found, M = 0, text.softened
    for name, rows in text.pairs.items():
        others = [_shared(M, sham) for sham in text.strangers[name][:100]]
        found += int(_shared(M, rows) > np.quantile(others, 0.95))
    without = M.copy()
    for rows in text.pairs.values():
        own = np.unique(rows)
        without[np.ix_(own, own)] = 0
    d, words = text.d(100), text.near.words
    made = [modes.leading_modes(matrix, d, by="modulus", tol=1e-6) for matrix in (M, without)]
    scores = [analogies(modes.embed_signed(one)[0], words, questions=text.questions).accuracy for one in made]
    if not scores[0]:
        raise ValueError("no analogy is answered, so that none can be lost")
    return {"gazette": float(found), "gazette_kept": scores[1] / scores[0]}


def concepts(text: Material) -> Values:
    """Ends of modes of one half, judged by the other; and the same of shuffled texts."""
    found: dict[str, list[float]] = {"both": [], "ends": [], "intruders": []}
    for seed in range(_SPLITS):
        (M, there, E), (N, here, F) = (_half(text, half) for half in text.halves((0, seed)))
        for vectors, judge in ((E, N), (F, M)):
            ranks, intruders = _judged(vectors, judge, there & here)
            found["both"].append(float(np.sum((ranks > 0.95).all(axis=1))))
            found["ends"].append(float(np.sum(ranks > 0.95)))
            found["intruders"].append(intruders)
    (M, there, E), (N, here, F) = (_half(text, text.shuffled((1, seed))) for seed in range(2))
    noise = [np.sum(_judged(V, judge, there & here)[0] > 0.95) for V, judge in ((E, N), (F, M))]
    return {name: float(np.mean(values)) for name, values in found.items()} | {"noise": float(np.mean(noise))}


def _half(text: Material, part: Any) -> tuple[FloatArray, NDArray[np.bool_], FloatArray]:
    with part:
        counts = text.counts(READ, 16, part)
    M = target_with_absent(counts, targets.m_star)
    return M, counts.present, modes.leading_modes(M, min(12, len(M) // 4)).eigenvectors[:, :10]


def _judged(vectors: FloatArray, M: FloatArray, among: NDArray[np.bool_]) -> tuple[FloatArray, float]:
    groups = [reading.ends(vector, _ENDS, among) for vector in vectors.T]
    ranks = np.array([[reading.coherence_rank(M, end, _GROUPS, seed=0) for end in pair] for pair in groups])
    return ranks, float(np.nanmean(reading.intrusion(M, vectors, among=among)))


def _answered(unit: FloatArray, questions: AnalogyQuestions, of_a: float) -> NDArray[np.bool_]:
    a, b, c, answer = questions.indices.T
    score = (of_a * unit[a] + unit[b] + unit[c]) @ unit.T
    for word in (a, b, c):
        score[np.arange(len(a)), word] = -np.inf
    return np.asarray(score.argmax(axis=1) == answer)


def _ratio(W: FloatArray, rows: NDArray[np.int64]) -> float:
    return float(np.mean(families.spike_snr(families.differences(W, rows, scaled=False))))


def _peak(W: FloatArray, rows: NDArray[np.int64]) -> int:
    return 2 + int(np.argmax([_ratio(W[:, :d], rows) for d in range(2, min(_MOST, W.shape[1]) + 1)]))


def _random_directions(W: FloatArray, n: int = 5000) -> float:
    rows = np.random.default_rng(0).integers(len(W), size=(2, n, 2))
    rows[..., 1] += rows[..., 0] == rows[..., 1]
    D = families.differences(W, rows % len(W))
    D /= np.linalg.norm(D, axis=-1, keepdims=True)
    return float(np.sqrt(np.mean(np.sum(D[0] * D[1], axis=1) ** 2)))


def _shared(M: FloatArray, rows: NDArray[np.int64]) -> float:
    return float(families.shared_part(M[rows[:, 1]] - M[rows[:, 0]]).share)
