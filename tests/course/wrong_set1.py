"""Set 1: wrong answers, the part that they belong to, and what the hint must say."""

RECOUNT = "counts = count_pairs(mine.documents, mine.words, mine.window)\nP_counted = counts / counts.sum()\n"
COUNT = """
def count_pairs(documents, words, window):
    index = {word: row for row, word in enumerate(words)}
    counts = np.zeros((len(words), len(words)))
    %s
    for document in documents:
        rows = [index.get(word) for word in document]
        %s
        for place, i in enumerate(rows):
            for distance, j in enumerate(rows[place + 1 : place + 1 + window], 1):
                if i is not None and j is not None:
                    counts[i, j] += %s
                    counts[j, i] += %s
    return counts
"""
FALLING = "window + 1 - distance"

WRONG = [
    ("errors all alike", "1.7", "rms_errors = [1.0, 1.0, 1.0]; measured_factors = [1.0, 1.0]", "mend rms_errors first"),
    ("a flat window at the ends", "1.1", "lost_share = (mine.window + 1) / (2 * mine.length)", "flat window"),
    ("one end", "1.1", "lost_share = (mine.window + 2) / (6 * mine.length)", "one end"),
    ("flat weights", "1.2", COUNT % ("pass", "pass", "1", "1"), "same weight"),
    (
        "across documents",
        "1.2",
        COUNT % ("documents = [[w for d in documents for w in d]]", "pass", FALLING, FALLING),
        "one document into the next",
    ),
    (
        "strangers dropped",
        "1.2",
        COUNT % ("pass", "rows = [row for row in rows if row is not None]", FALLING, FALLING),
        "taken out first",
    ),
    ("one side", "1.2", COUNT % ("pass", "pass", FALLING, "0"), "one side only"),
    ("not normalised", "1.3", "P_counted = counts", "divide by their sum"),
    ("rows normalised", "1.3", "P_counted = counts / counts.sum(axis=1, keepdims=True)", "conditional"),
    (
        "unigram for marginal",
        "1.3",
        "tokens = [w for d in mine.documents for w in d]\n"
        "p_counted = np.array([tokens.count(w) for w in mine.words]) / len(tokens)",
        "unigram",
    ),
    ("binary logarithm", "1.4", "right_pmi = pmi\ndef pmi(P): return right_pmi(P) / np.log(2)", "binary"),
    ("sign", "1.4", "right_pmi = pmi\ndef pmi(P): return -right_pmi(P)", "sign"),
    ("PPMI", "1.4", "right_pmi = pmi\ndef pmi(P): return np.maximum(right_pmi(P), 0)", "PPMI"),
    ("log P", "1.4", "def pmi(P): return np.log(P)", "divide by what chance"),
    ("one marginal", "1.4", "def pmi(P): return np.log(P / P.sum(axis=1))", "one marginal is missing"),
    ("no half", "1.5", "right_m = m_star\ndef m_star(P): return right_m(P) / 2", "half as large"),
    ("no ceiling", "1.5", "def m_star(P):\n    p = P.sum(axis=1)\n    return P / np.outer(p, p) - 1", "no ceiling"),
    ("tanh of PMI", "1.5", "def m_star(P): return np.tanh(pmi(P))", "without the halves"),
    ("squares", "1.6", "epsilon = np.square(epsilon)", "squares"),
    ("no two", "1.6", "epsilon = [np.sqrt(np.tanh(X[0, 0] - X[i, 0])) for i in twins]", "factor 2"),
    ("sorted", "1.6", "epsilon = sorted(epsilon, key=lambda e: abs(e - epsilon[1]))", "another order"),
    ("mean square", "1.7", "rms_errors = np.square(rms_errors)", "take the root"),
    ("inverse", "1.7", "measured_factors = 1 / np.array(measured_factors)", "the error falls"),
    (
        "no number",
        "1.7",
        "finding = 'the error falls as the text grows because there is more of it ' * 4",
        "at least 30|number",
    ),
]
