"""Set 3: wrong answers, the part that they belong to, and what the hint must say."""

LOSS = "def quartic_loss(W, A, B):\n    x = W @ W.T\n    return np.sum(%s)"

WRONG = [
    ("the bound", "3.1", "reach = (192 * mine.error) ** 0.25", "bound"),
    (
        "a quarter",
        "3.1",
        "reach = brentq(lambda x: np.log(2) - x / 2 + x**2 / 4 - np.log1p(np.exp(-x)) - mine.error, 0.1, 10)",
        "x²/4",
    ),
    ("B as it is", "3.2", "def target(A, B): return 2 * (A - B) / (A + B), A + B", "symmetric part"),
    (
        "half of M",
        "3.2",
        "right = target\ndef target(A, B): return right(A, B)[0] / 2, right(A, B)[1]",
        "half as large",
    ),
    ("sign of M", "3.2", "right = target\ndef target(A, B): return -right(A, B)[0], right(A, B)[1]", "sign"),
    (
        "logarithm",
        "3.2",
        "right = target\ndef target(A, B): return np.log(A / ((B + B.T) / 2)) / 5, right(A, B)[1]",
        "off",
    ),
    ("sign of the line", "3.2", LOSS % "(A + B) * (np.log(2) + x**2 / 8) + (A - B) * x / 2", "sign of the linear"),
    ("no log 2", "3.2", LOSS % "(A + B) * x**2 / 8 - (A - B) * x / 2", "log 2"),
    ("no weights", "3.2", LOSS % "(x - 2 * (A - B) / (A + B)) ** 2 / 8", "weights"),
    ("one log 2", "3.3", "constant = np.log(2) - np.sum(M_star**2) / 8", "V² pairs"),
    ("no eighth", "3.3", "constant = M_star.size * np.log(2) - np.sum(M_star**2)", "eighth"),
    (
        "the target's eigenvalues",
        "3.4",
        "growth = 1 + mine.step * np.linalg.eigvalsh(target(mine.A, mine.B)[0])[::-1][:3]",
        "target M",
    ),
    ("flow for step", "3.4", "growth = np.exp(mine.step * mu[:3])", "growth of the flow"),
    ("twice the rate", "3.4", "growth = 1 + 2 * mine.step * mu[:3]", "twice the rate"),
    ("all directions", "3.4", "escaping = len(mu)", "all directions"),
    ("the wait of the flow", "3.4", "wait = np.log(1000) / (mine.step * mu[0])", "wait of the flow"),
    ("binary logarithm", "3.4", "wait = np.log10(1000) / np.log(growth[0])", "powers of ten"),
    ("pulls back once", "3.5", "rates = rates + [[l1, 0, 0], [0, 0, 0]]", "twice as fast"),
    ("grows along mode 1", "3.5", "rates = rates + [[0, 0, 0], [l1, 0, 0]]", "λ₁ - s² is 0"),
    ("at the origin", "3.5", "rates = np.array([[l1, l2, l3]] * 2)", "at the origin"),
    ("no root", "3.6", "measured_growth = runs[0][30] / runs[0][10]", "twentieth root"),
    ("height", "3.6", "measured_growth = measured_growth ** 2", "square"),
    ("half the step", "3.6", "measured_growth = 1 + (measured_growth - 1) / 2", "too small"),
    ("unstable step", "3.6", "measured_growth = measured_growth * np.nan", "unstable"),
    ("too late", "3.6", "leaves_at = [n + 20 for n in leaves_at]", "more than one"),
]
