"""The claims about vectors and families of word pairs, put to a text."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

from wordmodes._cli.flow_claims import Values
from wordmodes._cli.material import READ, Material
from wordmodes.evaluation import AnalogyQuestions, analogies, bootstrap_accuracy, families, reading
from wordmodes.theory import dynamics, modes, targets
from wordmodes.theory.noise import target_with_absent
from wordmodes.training import initial_embedding

FloatArray = NDArray[np.float64]

_SIZES = (2, 4, 7, 10, 15, 20, 30, 40, 50, 60, 80, 100)
_FOLLOWED = ("nationality", "past tense", "capital", "comparative", "participle")
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


def spike(text: Material) -> Values:
    """Leading eigenvalues of families' differences against the edge, and against random words."""
    tally = np.zeros(4, dtype=int)
    for name, rows in text.pairs.items():
        own, second = families.leading_shares(families.differences(text.W, rows), 2)
        dull = families.leading_shares(families.differences(text.W, text.strangers[name]), 2)
        rest, rest_null = second / (1 - own), np.quantile(dull[:, 1] / (1 - dull[:, 0]), 0.95)
        edge = families.marchenko_pastur_edge(len(rows), text.W.shape[1])
        tally += [1, own > edge, own > np.quantile(dull[:, 0], 0.95), rest > rest_null]
    return dict(zip(("families", "beyond_edge", "beyond_random", "second"), map(float, tally), strict=True))


def emergence(text: Material) -> Values:
    """Accuracy against the spike's strength, over d and over time."""
    followed = [name for name in _FOLLOWED if name in text.pairs]
    if not followed:
        raise ValueError(f"none of the families {', '.join(_FOLLOWED)} has six pairs among these words")
    growing = [modes.embed_signed(text.damped.top(d))[0] for d in _SIZES if d <= text.d(100)]
    flow = text.plain.positive(min(100, int(np.sum(text.plain.eigenvalues > 0))))
    start = flow.eigenvectors.T @ initial_embedding(len(text.near.words), min(60, len(flow)), 1e-6, seed=0)
    moments = np.r_[16:60:4, 60, 65, 70, 80, 90] / flow.eigenvalues[0]
    states = [dynamics.exact_embedding(flow, start, t) for t in moments]
    found: dict[str, list[float]] = {"columns": [], "ratio": [], "time": []}
    for name in followed:
        asked = families.questions_about(text.questions, name)
        by_size, by_time = _accuracy(text, asked, growing), _accuracy(text, asked, states)
        rows = text.pairs[name]
        ratios = [families.signal_to_noise(families.differences(W, rows)).ratio for W in growing]
        found["columns"].append(_agree(by_size, [_strength(text, W, rows) for W in growing]))
        found["ratio"].append(_agree(by_size, ratios))
        found["time"].append(_agree(by_time, [_strength(text, W, rows) for W in states]))
    return {name: float(np.median(values)) for name, values in found.items()}


def orthogonal(text: Material) -> Values:
    """Cosines between the mean differences of families that share no word."""
    names = list(text.pairs)
    cosines = families.concept_cosines([families.differences(text.W, text.pairs[name]) for name in names])
    members = [set(text.pairs[name].ravel().tolist()) for name in names]
    apart = np.triu([[not one & two for two in members] for one in members], 1)
    if not apart.any():
        raise ValueError("there are no two families of six pairs that share no word; it takes a longer text")
    found = {"typical": float(np.sqrt(np.mean(cosines[apart] ** 2)))}
    picked = [names.index(name) for name in ("gender", "past tense", "plural") if name in names]
    if len(picked) == 3:
        found["three"] = float(np.abs(cosines[np.ix_(picked, picked)] - np.eye(3)).max())
    return found


def additive(text: Material) -> Values:
    """Blocks of families in M* against blocks of random words."""
    blocks, shared, share = 0, 0, []
    for name, rows in text.pairs.items():
        own = _two_tests(text.m_star, rows)
        others = np.array([_two_tests(text.m_star, sham) for sham in text.strangers[name][:100]])
        shared += own[0] > np.quantile(others[:, 0], 0.95)
        blocks += own[1] < np.quantile(others[:, 1], 0.05)
        share.append(own[0])
    return {"blocks": float(blocks), "rows": float(shared), "share": float(np.median(share))}


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


def _accuracy(text: Material, asked: AnalogyQuestions, embeddings: list[FloatArray]) -> list[float]:
    return [analogies(W, text.near.words, questions=asked).accuracy for W in embeddings]


def _strength(text: Material, W: FloatArray, rows: NDArray[np.int64]) -> float:
    own = families.leading_shares(families.differences(W, rows))[0]
    others = families.differences(W, families.stand_ins(rows, len(W), 100))
    return float(own / families.leading_shares(others).mean())


def _agree(one: list[float], other: list[Any]) -> float:
    if len(set(one)) < 2:
        raise ValueError("analogies of a family are answered alike at every size, so that nothing rises")
    return float(spearmanr(one, other).statistic)


def _two_tests(M: FloatArray, rows: NDArray[np.int64]) -> tuple[float, float]:
    shared, noise = families.signal_to_noise(M[rows[:, 1]] - M[rows[:, 0]])
    words = np.ravel(rows)
    return float(shared / (shared + noise)), float(families.additive_residual(M[np.ix_(words, words)])[1])
