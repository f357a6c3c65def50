"""A linear next-word model: from one word's vector, by a softmax, to the probabilities of the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wordmodes.theory.dynamics import sigmoid, small_init_starts
from wordmodes.training.bigrams import Axes, margins
from wordmodes.training.start import initial_embedding

FloatArray = NDArray[np.float64]
LossName = Literal["softmax", "quadratic"]

_ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class Run:
    """What `train` recorded, at step 0, every `record_every` steps, and the last.

    Attributes
    ----------
    times : ndarray, shape (T,)
        Steps times the step size: the time of dX/dt = -∂L/∂X.
    X, Y : ndarray, shape (T, V, d)
        The coordinates that were trained.
    W, C : ndarray, shape (V, d)
        The model at the last step: logits w_i · c_j + log q_j.
    loss : ndarray, shape (T,)
    centre : ndarray, shape (V,)
        Unit vector along which Y cannot move, since a softmax does not see it.
    """

    times: FloatArray
    X: FloatArray
    Y: FloatArray
    W: FloatArray
    C: FloatArray
    loss: FloatArray
    centre: FloatArray

    def heights(self, axes: Axes) -> FloatArray:
        """Return how high the model stands along each pair of singular vectors, u_kᵀ X Yᵀ v_k, shape (T, d)."""
        return np.einsum("tkd,tkd->tk", axes.left.T @ self.X, axes.right.T @ self._centred())

    def singular_values(self) -> FloatArray:
        """Return the singular values of X Yᵀ, shape (T, d)."""
        small = np.linalg.qr(self.X, mode="r") @ np.linalg.qr(self._centred(), mode="r").swapaxes(1, 2)
        return np.linalg.svd(small, compute_uv=False)

    def directions(self, at: int, r: int) -> FloatArray:
        """Return the r leading left singular vectors of X Yᵀ at record `at`, shape (V, r)."""
        basis, R = np.linalg.qr(self.X[at])
        turn = np.linalg.svd(R @ self._centred()[at].T, full_matrices=False)[0]
        return basis @ turn[:, :r]

    def _centred(self) -> FloatArray:
        return self.Y - self.centre[:, None] * (self.centre @ self.Y)[:, None, :]


def start(V: int, d: int, init_scale: float, seed: int | np.random.Generator) -> tuple[FloatArray, FloatArray]:
    """Draw X and Y, each (V, d), with independent entries from N(0, σ²/d)."""
    rng = np.random.default_rng(seed)
    return initial_embedding(V, d, init_scale, rng), initial_embedding(V, d, init_scale, rng)


def starting_heights(axes: Axes, X: ArrayLike, Y: ArrayLike) -> FloatArray:
    """The √height from which each mode rises as σ → 0: |diag R| of the QR decomposition of ((Uᵀ X + Vᵀ Y) / 2)ᵀ.

    Only the sum grows; where Uᵀ X and Vᵀ Y differ, the difference decays.
    """
    return small_init_starts((axes.left.T @ X + axes.right.T @ Y) / 2)


def half_rise(
    singular_values: ArrayLike, starts: ArrayLike, step: float | None = None
) -> FloatArray:  # fmt: skip
    """Time at which a mode's height reaches half its singular value, under dh/dt = 2 h (λ - h).

    Parameters
    ----------
    singular_values : array_like, shape (d,)
        λ_k of N.
    starts : array_like, shape (d,)
        From `starting_heights`; a mode's height starts at their square.
    step : float, optional
        The step of gradient descent, whose growth is (1 + ηλ) a step rather than e^{ηλ}. Without it, the flow's time.

    Raises
    ------
    ValueError
        If a mode starts above half its height.
    """
    lam, height = np.asarray(singular_values, dtype=np.float64), np.asarray(starts, dtype=np.float64) ** 2
    if not ((height > 0) & (height < lam / 2)).all():
        raise ValueError("starts must be positive and their squares below half the singular values; take a smaller σ")
    rate = lam if step is None else np.log1p(step * lam) / step
    return np.log(lam / height - 1) / (2 * rate)


def sigmoids(
    singular_values: ArrayLike, starts: ArrayLike, times: ArrayLike, step: float | None = None
) -> FloatArray:  # fmt: skip
    """Predicted heights of all modes under the quadratic loss, shape (T, d): dh/dt = 2 h (λ - h).

    Parameters
    ----------
    singular_values, starts, step
        As for `half_rise`.
    times : array_like, shape (T,)
    """
    lam, starts = np.asarray(singular_values, dtype=np.float64), np.asarray(starts, dtype=np.float64)
    pace = np.ones(len(lam)) if step is None else np.log1p(step * lam) / (step * lam)
    modes = zip(lam, starts, pace, strict=True)
    return np.column_stack([np.ravel(sigmoid(value, first, rate * np.asarray(times))) for value, first, rate in modes])


def softmax_rise(singular_value: float, start: float, times: ArrayLike) -> FloatArray:
    """Height of a mode of signs under the softmax loss: dh/dt = 2 h (λ - tanh h), which ends at artanh λ.

    Exact for an attribute of a planted language, whose words come in twins of equal frequency. Solved by classical
    Runge-Kutta steps in log h.

    Parameters
    ----------
    singular_value : float
        λ in (0, 1).
    start : float
        √h(0) > 0, from `starting_heights`.
    times : array_like, shape (T,)
        From 0, ascending.

    Returns
    -------
    ndarray, shape (T,)
    """
    times = np.asarray(times, dtype=np.float64)
    if not 0 < singular_value < 1 or not 0 < start**2 < np.arctanh(singular_value):
        raise ValueError(f"need 0 < λ < 1 and 0 < start² < artanh λ, got λ = {singular_value:g}, start = {start:g}")
    if times.ndim != 1 or times[0] != 0 or (np.diff(times) <= 0).any():
        raise ValueError("times must be a vector that begins with 0 and ascends")

    def slope(y: float) -> float:
        return 2 * (singular_value - np.tanh(np.exp(y)))

    y = [2 * np.log(start)]
    for span in np.diff(times):
        n = max(1, int(np.ceil(20 * span * singular_value)))
        h, now = span / n, y[-1]
        for _ in range(n):
            a = slope(now)
            b = slope(now + h / 2 * a)
            c = slope(now + h / 2 * b)
            now += h / 6 * (a + 2 * b + 2 * c + slope(now + h * c))
        y.append(now)
    return np.exp(y)


def loss_and_gradients(
    B: ArrayLike, W: ArrayLike, C: ArrayLike, loss: LossName = "softmax"
) -> tuple[float, FloatArray, FloatArray]:
    """Cross-entropy of the next word under logits w_i · c_j + log q_j, or its second-order expansion, with gradients.

    Parameters
    ----------
    B : array_like, shape (V, V)
        See `margins`.
    W, C : array_like, shape (V, d)
    loss : {'softmax', 'quadratic'}
        'quadratic' is ½ Σ p_i q_j (z̃_ij - (B_ij - p_i q_j) / (p_i q_j))² up to a constant, z̃_ij = z_ij - Σ_j q_j z_ij.

    Returns
    -------
    (float, ndarray, ndarray)
        The loss in nats, ∂L/∂W and ∂L/∂C.

    Raises
    ------
    ValueError
        As `margins`; if W and C do not fit B, or `loss` is unknown.
    """
    B = np.asarray(B, dtype=np.float64)
    return _loss(B, *margins(B), *_pair(len(B), W, C), loss)


def train(
    B: ArrayLike, X: ArrayLike, Y: ArrayLike, step: float, n_steps: int, record_every: int = 1, *,
    scaled: bool = True, loss: LossName = "softmax",
) -> Run:  # fmt: skip
    """Full-batch gradient descent on a next-word model.

    Parameters
    ----------
    B : array_like, shape (V, V)
        See `margins`.
    X, Y : array_like, shape (V, d)
        The start, from `start`; not changed.
    step : float
        η; 0.1 / λ₁ is a good choice.
    n_steps, record_every : int
    scaled : bool
        True: descend in X = √p W and Y = √q C, a preconditioner with which the modes are those of `residuals(B)`.
        False: plain gradient descent, X = W and Y = C; the modes of B - p qᵀ come first.
    loss : {'softmax', 'quadratic'}

    Raises
    ------
    ValueError
        As `loss_and_gradients`; if a number is not positive, or the loss rises between two records.
    """
    B = np.asarray(B, dtype=np.float64)
    p, q = margins(B)
    X, Y = _pair(len(B), X, Y)
    if not step > 0 or n_steps < 1 or record_every < 1:
        raise ValueError(f"step, n_steps and record_every must be positive, got {step}, {n_steps} and {record_every}")
    a, b = (np.sqrt(p)[:, None], np.sqrt(q)[:, None]) if scaled else (1.0, 1.0)
    records: list[tuple[float, FloatArray, FloatArray, float]] = []
    for n in range(n_steps + 1):
        value, dW, dC = _loss(B, p, q, X / a, Y / b, loss)
        if n % record_every == 0 or n == n_steps:
            if records and not value <= records[-1][3] + _ROUNDING:
                raise ValueError(f"the loss rose between times {records[-1][0]:.4g} and {n * step:.4g}: lower the step")
            records.append((n * step, X, Y, value))
        if n < n_steps:
            X, Y = X - step * dW / a, Y - step * dC / b
    times, Xs, Ys, values = zip(*records, strict=True)
    centre = np.sqrt(q) if scaled else np.full(len(q), len(q) ** -0.5)
    return Run(np.array(times), np.array(Xs), np.array(Ys), X / a, Y / b, np.array(values), centre)


def predict(W: ArrayLike, C: ArrayLike, q: ArrayLike) -> FloatArray:
    """Return the softmax of w · c_j + log q_j for each row w of W; rows sum to 1."""
    logits = np.asarray(W) @ np.asarray(C).T + np.log(q)
    odds = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return odds / odds.sum(axis=-1, keepdims=True)


def _loss(
    B: FloatArray, p: FloatArray, q: FloatArray, W: FloatArray, C: FloatArray, loss: LossName
) -> tuple[float, FloatArray, FloatArray]:
    if loss == "softmax":
        Z = W @ C.T + np.log(q)
        Z -= Z.max(axis=1, keepdims=True)
        odds = np.exp(Z)
        total = odds.sum(axis=1)
        value = float(p @ np.log(total) - np.vdot(B, Z))
        G = odds * (p / total)[:, None] - B
    elif loss == "quadratic":
        Z = W @ (C - q @ C).T
        G = np.outer(p, q)
        value = float(-q @ np.log(q) - np.vdot(B - G, Z) + np.vdot(G, Z * Z) / 2)
        G = G * (1 + Z) - B
    else:
        raise ValueError(f"loss must be 'softmax' or 'quadratic', got {loss!r}")
    return value, G @ C, G.T @ W


def _pair(V: int, W: ArrayLike, C: ArrayLike) -> tuple[FloatArray, FloatArray]:
    W, C = np.asarray(W, dtype=np.float64), np.asarray(C, dtype=np.float64)
    if W.ndim != 2 or W.shape != C.shape or len(W) != V:
        raise ValueError(f"both matrices must have shape ({V}, d), to fit B; got {W.shape} and {C.shape}")
    return W, C
