"""Set 6: wrong answers, the part that they belong to, and what the hint must say."""

ACCURACY = """
def accuracy(W, of_a=-1.0):
    U = %s
    p, q = np.nonzero(~np.eye(len(pairs), dtype=bool))
    (a, b), (c, wanted) = pairs[p].T, pairs[q].T
    cosines = (%s) @ U.T
    for rows in (a, b, c):
        cosines[np.arange(len(a)), rows] %s
    return np.mean(cosines.argmax(axis=1) == wanted)
accuracies = [accuracy(W), accuracy(W, of_a=0.0)]
"""
UNIT, GOAL, LEFT_OUT = "unit(W)", "of_a * U[a] + U[b] + U[c]", "= -np.inf"
KEPT = "M = m_star(counts)\n%s\nkept = accuracy(vectors(M)) / accuracies[0]"

WRONG = [
    ("nothing is chance", "6.3", "shuffled = counts\nn_above = 0", "not those of your planted text"),
    (
        "a half for the shuffled",
        "6.3",
        "shuffled = halves[0]\nn_above = 0",
        "shuffled is not that of your planted text",
    ),
    ("other halves", "6.3", "halves = (shuffled, shuffled)", "halves are not those of your planted text"),
    (
        "by modulus",
        "6.2",
        "lam, F = np.linalg.eigh(m_star(counts))\ni = np.argsort(-np.abs(lam))[:8]\neigenvalues, E = lam[i], F[:, i]",
        "modulus",
    ),
    (
        "PMI",
        "6.2",
        "p = counts.sum(axis=1) / counts.sum()\nwith np.errstate(divide='ignore'):\n"
        "    X = np.log(counts / counts.sum() / np.outer(p, p))\n"
        "eigenvalues, E = leading(np.where(counts > 0, X, 0), 8)",
        "of PMI, with 0",
    ),
    ("of P", "6.2", "eigenvalues, E = leading(counts / counts.sum(), 8)", "of P, not"),
    ("rising", "6.2", "eigenvalues, E = eigenvalues[::-1], E[:, ::-1]", "rising order"),
    ("vectors in another order", "6.2", "E = E[:, ::-1]", "same order"),
    (
        "ends by modulus",
        "6.2",
        "ends = [[[words[i] for i in np.argsort(-np.abs(e))[:6]], [words[i] for i in np.argsort(-np.abs(e))[-6:]]]"
        " for e in E.T[:5]]",
        "mix the two",
    ),
    ("rows for columns", "6.2", "ends = [[words[:6], words[-6:]] for _ in range(5)]", "mode 1, .* other words"),
    ("positive ones", "6.3", "n_above = int(np.sum(np.linalg.eigvalsh(m_star(counts)) > 0))", "all that are positive"),
    (
        "bar by modulus",
        "6.3",
        "n_above = int(np.sum(np.linalg.eigvalsh(m_star(counts)) > np.abs(null).max()))",
        "by modulus",
    ),
    ("one by one", "6.3", "n_above = int(np.sum(np.linalg.eigvalsh(m_star(counts)) > null))", "one by one"),
    ("not divided", "6.3", "agreement = np.array(agreement) * np.arange(1, 6)", "divided by r"),
    ("mode by mode", "6.3", "agreement = np.sum(E_1 * E_2, axis=0) ** 2", "mode by mode"),
    (
        "half and whole",
        "6.3",
        "agreement = [np.sum((E_1[:, :r].T @ E[:, :r]) ** 2) / r for r in range(1, 6)]",
        "contains it",
    ),
    ("no root", "6.4", "W = E @ np.eye(8, 20)\nW = leading(m_star(counts), 20)[1]", "length 1"),
    ("eigenvalue for root", "6.4", "W = W * np.linalg.norm(W, axis=0)", "its root"),
    (
        "centred",
        "6.4",
        "C = D - D.mean(axis=0)\nsquares = np.linalg.eigvalsh(C @ C.T)\ndirection_share = squares[-1] / squares.sum()",
        "centred, as PCA",
    ),
    (
        "not squared",
        "6.4",
        "s = np.linalg.svd(D, compute_uv=False)\ndirection_share = s[0] / s.sum()",
        "singular values",
    ),
    ("not excluded", "6.4", ACCURACY % (UNIT, GOAL, "+= 0"), "not excluded"),
    ("not scaled", "6.4", ACCURACY % ("W", GOAL, LEFT_OUT), "not scaled"),
    ("exchanged", "6.4", "accuracies = accuracies[::-1]", "b \\+ c comes first"),
    ("a word twice", "6.4", "pairs = np.concatenate([pairs, pairs[:1]])", "in two pairs"),
    (
        "two relations",
        "6.4",
        "i = words.index(next(w for w in words if words.index(w) not in pairs and mine.other(w, 1) in words"
        " and words.index(mine.other(w, 1)) not in pairs))\n"
        "pairs = np.concatenate([pairs, [[i, words.index(mine.other(words[i], 1))]]])",
        "by one sign",
    ),
    ("not a ratio", "6.5", "kept = kept * accuracies[0]", "divide it"),
    ("counts for M*", "6.5", KEPT % "M[np.ix_(own, own)] = -2", "M\\* is -2"),
    ("whole rows", "6.5", KEPT % "M[own] = M[:, own] = 0", "all that is known"),
    ("what is lost", "6.5", "kept = 1 - kept", "what is lost"),
    (
        "columns exchanged",
        "6.6",
        "quoted = {name: values[::-1] for name, values in quoted.items()}",
        "columns are exchanged",
    ),
    (
        "a claim not measured",
        "6.6",
        "quoted = {**dict(list(quoted.items())[:2]), 'queen': (1, 1)}",
        "'queen' is no claim",
    ),
    ("a number of one's own", "6.6", "quoted = {name: (a, 0.123) for name, (a, _) in quoted.items()}", "no row with"),
    (
        "another text's ledger",
        "6.6",
        "ledger_text = ledger_text.replace(str(n_tokens), str(n_tokens + 1))",
        "and yours has",
    ),
    ("no ledger", "6.6", "ledger_text = report", "as a ledger does"),
    ("another's text", "6.5", "counts = counts + np.eye(len(counts), dtype=int)", "not those of your planted text"),
]
