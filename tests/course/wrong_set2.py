"""Set 2: wrong answers, the part that they belong to, and what the hint must say."""

TRAIN = """
heights, final_losses = [], []
for power in (0.75, 0.0):
    W, C, B = mine.W0, mine.C0, mine.made(power)
    for _ in range(%s):
        dW, dC = gradients(W, C, mine.A, B)
        W, C = W - %s * dW, C - %s * dC
    heights.append(%s)
    final_losses.append(loss(W, C, mine.A, B))
"""
HEIGHT = "a @ W @ C.T @ a / len(a) ** 2"

WRONG = [
    ("sign", "2.1", "grad_w = -grad_w", "direction in which to go"),
    ("sigma", "2.1", "grad_w = (real + 1) * mine.c + made @ mine.made_up", r"σ\(w·c\) - 1"),
    ("mean of contexts", "2.1", "pair_loss = -np.log(1 + real) - np.log(1 - made).mean()", "averaged"),
    ("bits", "2.1", "pair_loss = pair_loss / np.log(2)", "bits"),
    ("c moves itself", "2.1", "grad_c = real * mine.c", "it is w that moves c"),
    (
        "W for C",
        "2.2",
        "right = gradients\ndef gradients(W, C, A, B): return right(W, C, A, B)[0] * 0 + "
        "(B * sigma(W @ C.T) - A * sigma(-W @ C.T)) @ W, right(W, C, A, B)[1]",
        "W in the place of C",
    ),
    (
        "not transposed",
        "2.2",
        "right = gradients\ndef gradients(W, C, A, B): return right(W, C, A, B)[0], "
        "(B * sigma(W @ C.T) - A * sigma(-W @ C.T)) @ W",
        "not transposed",
    ),
    ("W Wᵀ", "2.2", "right_loss = loss\ndef loss(W, C, A, B): return right_loss(W, W, A, B)", "W with itself"),
    (
        "overflow",
        "2.2",
        "def loss(W, C, A, B):\n    x = W @ C.T\n"
        "    return np.sum(A * np.log(1 + np.exp(-x)) + B * np.log(1 + np.exp(x)))",
        "overflows",
    ),
    (
        "mean for sum",
        "2.2",
        "right_loss = loss\ndef loss(W, C, A, B): return right_loss(W, C, A, B) / A.size",
        "mean over pairs",
    ),
    (
        "one after the other",
        "2.3",
        "C1 = mine.C0 - mine.step * gradients(W1, mine.C0, mine.A, mine.B)[1]",
        "both move at once",
    ),
    ("up", "2.3", "W1 = mine.W0 + mine.step * gradients(mine.W0, mine.C0, mine.A, mine.B)[0]", "subtract|not lower"),
    ("no log k", "2.4", "x_star = x_star + np.log(mine.k)", "log k is missing"),
    ("marginal for noise", "2.4", "x_star = np.log(mine.P / (mine.k * np.outer(p, p)))", "power 3/4"),
    ("Newton's first step", "2.4", "x_star = 2 * (mine.A - mine.B) / (mine.A + mine.B)", "Newton"),
    ("no half", "2.5", "js = 2 * js", "half is missing"),
    ("mutual information", "2.5", "js = np.sum(mine.P * np.log(mine.P / Q))", "mutual information"),
    ("unstable", "2.6", TRAIN % (300, 60, 60, HEIGHT), "stable"),
    ("too short", "2.6", TRAIN % (3, "mine.step", "mine.step", HEIGHT), "too few"),
    ("V", "2.6", "heights = [h * len(a) ** 2 for h in heights]", "divide by V²"),
    ("quadratic", "2.6", "heights = [mine._language.strengths[0] ** 2] * 2", "quadratic"),
]
