"""Set 4: wrong answers, the part that they belong to, and what the hint must say."""

QR = "def starts(A0): return %s"
TIMES = """
predicted_times = []
for sigma in mine.sigmas:
    A0 = E.T @ mine.Z * sigma / np.sqrt(3)
    s = %s
    predicted_times.append(np.log(eigenvalues / s**2 - 1) / (2 * eigenvalues))
"""

WRONG = [
    ("the paper's clock", "4.1", "t_half = 2 * t_half", "paper's clock"),
    ("s for s²", "4.1", "t_half = np.log(lam / mine.start - 1) / (2 * lam)", "s for s²"),
    ("approximated", "4.1", "t_half = np.log(lam / u0) / (2 * lam)", "not small"),
    ("binary logarithm", "4.1", "t_half = np.log2(lam / u0 - 1) / (2 * lam)", "binary"),
    ("without end", "4.1", "height_at_t = u0 * np.exp(2)", "without end"),
    (
        "by modulus",
        "4.2",
        "i = np.argsort(-np.abs(spectrum))[:3]\neigenvalues, E = spectrum[i], vectors[:, i]",
        "modulus",
    ),
    ("singular values", "4.2", "eigenvalues = np.linalg.svd(mine.M, compute_uv=False)[:3]", "singular values"),
    ("counted from 1", "4.2", "order = order + 1", "count from 0"),
    ("reversed", "4.2", "order = order[::-1]", "comes first|at each place"),
    ("lengths of rows", "4.3", QR % "np.linalg.norm(A0, axis=1)", "lengths of rows"),
    ("sorted values", "4.3", QR % "np.linalg.svd(A0, compute_uv=False)", "singular values: sorted"),
    ("not transposed", "4.3", QR % "np.abs(np.diag(np.linalg.qr(A0)[1]))", "decompose A₀ᵀ"),
    ("signs", "4.3", QR % "np.diag(np.linalg.qr(A0.T)[1])", "length"),
    ("all start at σ", "4.4", TIMES % "np.full(3, sigma)", "starts at σ"),
    ("rows", "4.4", TIMES % "np.linalg.norm(A0, axis=1)", "lengths of rows"),
    ("root of d", "4.4", TIMES % "np.sqrt(3) * starts(A0)", "root of d"),
    ("twice", "4.4", "predicted_times = 2 * np.array(predicted_times)", "paper's clock"),
    ("λ for λ²", "4.5", "landings = [np.sum(mine.M**2) - np.sum(eigenvalues[:r]) for r in range(4)]", "λ², not by λ"),
    ("nothing remains", "4.5", "landings = np.array(landings) - landings[-1]", "remains at the end"),
    ("steps for times", "4.6", "measured_times = np.array(measured_times) / h", "these are steps"),
    ("the loss's step", "4.6", "measured_times = np.array(measured_times) / 4", "4η"),
    (
        "unstable step",
        "4.6",
        """
measured_times = []
for sigma in mine.sigmas:
    W, times = mine.Z * sigma / np.sqrt(3), np.full(3, np.nan)
    for n in range(400):
        S = W.T @ W
        if not np.isfinite(S).all():
            break
        times[np.isnan(times) & (np.linalg.eigvalsh(S)[::-1] >= eigenvalues / 2)] = n
        W = W + 3 / eigenvalues[0] * (mine.M @ W - W @ S)
    measured_times.append(times)
""",
        "stable",
    ),
    (
        "the smallest gap",
        "4.6",
        "gaps = np.abs(np.array(measured_times) / predicted_times - 1).min(axis=1)",
        "largest of the three",
    ),
]
