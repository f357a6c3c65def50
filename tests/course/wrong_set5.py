"""Set 5: wrong answers, the part that they belong to, and what the hint must say."""

NAIVE = """
rng = np.random.default_rng(3)
rows = rng.integers(len(p), size=(4000, len(p)))
standard_error = right(W_pca)[rows].mean(axis=1).std()
"""
ANSWERS = """
def answers(W, a, b, c):
    U = %s
    cosines = (%s) @ U.T
    %s
    return cosines.argmax(axis=1)
"""
UNIT = "W / np.linalg.norm(W, axis=1, keepdims=True)"
EXCLUDE = "cosines[np.arange(len(a))[:, None], np.stack([a, b, c], 1)] = -np.inf"

WRONG = [
    (
        "by modulus",
        "5.1",
        "def pca(M, d):\n    U, s, _ = np.linalg.svd(M)\n    return U[:, :d] * np.sqrt(s[:d])",
        "modulus",
    ),
    (
        "no root",
        "5.1",
        "right_pca = pca\ndef pca(M, d):\n    W = right_pca(M, d)\n    return W / np.linalg.norm(W, axis=0)",
        "length 1",
    ),
    (
        "eigenvalue for root",
        "5.1",
        "right_pca = pca\ndef pca(M, d):\n    W = right_pca(M, d)\n    return W * np.linalg.norm(W, axis=0)",
        "its root",
    ),
    (
        "lowest",
        "5.1",
        "def pca(M, d):\n    w, E = np.linalg.eigh(M)\n    return E[:, :d] * np.sqrt(np.abs(w[:d]))",
        "lowest",
    ),
    (
        "not divided",
        "5.2",
        "right_o = overlap\ndef overlap(A, B): return right_o(A, B) * A.shape[1]",
        "divided by r|by 1, not",
    ),
    (
        "sorted values",
        "5.2",
        "def overlap(A, B):\n    s, t = (np.linalg.svd(X, compute_uv=False) for X in (A, B))\n"
        "    return (s @ t) ** 2 / (s @ s * (t @ t))",
        "sorted singular values",
    ),
    ("not orthonormal", "5.2", "def overlap(A, B): return np.sum((A.T @ B) ** 2) / A.shape[1]", "not orthonormal"),
    (
        "unit columns",
        "5.2",
        "def overlap(A, B):\n    A, B = A / np.linalg.norm(A, axis=0), B / np.linalg.norm(B, axis=0)\n"
        "    return np.sum((A.T @ B) ** 2) / A.shape[1]",
        "length 1 but",
    ),
    (
        "negative modes",
        "5.3",
        "i = np.argsort(-np.abs(np.linalg.eigvalsh(mine.M)))[:mine.d]\n"
        "F = np.linalg.eigh(mine.M)[1][:, i]\ntrained_overlaps = [overlap(W_short, F), overlap(W_long, F)]",
        "by modulus",
    ),
    (
        "unstable step",
        "5.3",
        """
W = mine.W0
for n in range(200):
    W = W + 40 * mine.step * (mine.M @ W - W @ (W.T @ W))
trained_overlaps = [float(np.sum(W)), float(np.sum(W))]
""",
        "stable",
    ),
    ("the start", "5.3", "trained_overlaps = [overlap(mine.W0, W_pca)] * 2", "the start"),
    ("not excluded", "5.4", ANSWERS % (UNIT, "U[b] - U[a] + U[c]", "pass"), "not excluded"),
    ("not scaled", "5.4", ANSWERS % ("W", "U[b] - U[a] + U[c]", EXCLUDE), "not scaled"),
    ("turned round", "5.4", ANSWERS % (UNIT, "U[a] - U[b] + U[c]", EXCLUDE), "other way"),
    ("over questions", "5.5", NAIVE, "over questions"),
    ("variance", "5.5", "standard_error = standard_error ** 2", "variance"),
    ("interval", "5.5", "standard_error = 1.96 * standard_error", "interval"),
    (
        "unpaired",
        "5.6",
        "difference_error = np.hypot(resampled(right(W_pca)).std(), resampled(right(W_short)).std())",
        "independent",
    ),
    ("sign", "5.6", "difference = 0.01 - difference", "number"),
    (
        "difference over questions",
        "5.6",
        "both = right(W_pca) * 1.0 - right(W_short)\ndifference_error = both.std() / np.sqrt(len(both))",
        "over questions",
    ),
]
