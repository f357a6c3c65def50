"""A linear next-word model: from one word's vector, by a softmax, to the probabilities of the next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wordmodes import _validate
from wordmodes._validate import Seed
from wordmodes.training._checks import checked_pair
from wordmodes.training.bigrams import Axes, margins
from wordmodes.training.descent import descend, product_singular_values
from wordmodes.training.next_word_loss import LOSSES, LossName, _loss, loss_and_gradients, predict
from wordmodes.training.next_word_rise import (
    checked_axes,
    half_rise,
    sigmoids,
    softmax_rise,
    starting_heights,
)
from wordmodes.training.start import initial_embedding

__all__ = [
    "LOSSES", "LossName", "Run", "half_rise", "loss_and_gradients", "predict", "sigmoids", "softmax_rise", "start",
    "starting_heights", "train",
]  # fmt: skip

FloatArray = NDArray[np.float64]

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
        In nats.
    centre : ndarray, shape (V,)
        Unit vector along which Y cannot move, since a softmax does not see it.

    Examples
    --------
    >>> B = np.array([[0.4, 0.1], [0.1, 0.4]])
    >>> run = train(B, *start(2, 1, 0.1, seed=0), step=0.2, n_steps=100, record_every=50)
    >>> run.times.tolist(), bool((np.diff(run.loss) < 0).all())
    ([0.0, 10.0, 20.0], True)
    """

    times: FloatArray
    X: FloatArray
    Y: FloatArray
    W: FloatArray
    C: FloatArray
    loss: FloatArray
    centre: FloatArray

    def heights(self, axes: Axes) -> FloatArray:
        """How high the model stands along each pair of singular vectors, u_kᵀ X Yᵀ v_k.

        Parameters
        ----------
        axes : Axes
            Of as many words.

        Returns
        -------
        ndarray, shape (T, d)

        Raises
        ------
        TypeError, ValueError
            If `axes` is not of the run's words.

        Examples
        --------
        >>> B = np.array([[0.4, 0.1], [0.1, 0.4]])
        >>> run = train(B, *start(2, 1, 0.1, seed=0), step=0.2, n_steps=100)
        >>> run.heights(Axes(np.full((2, 1), 0.5**0.5), [0.6], np.full((2, 1), 0.5**0.5))).shape
        (101, 1)
        """
        checked_axes(axes, len(self.centre))
        return np.einsum("tkd,tkd->tk", axes.left.T @ self.X, axes.right.T @ self._centred())

    def singular_values(self) -> FloatArray:
        """The singular values of X Yᵀ.

        Returns
        -------
        ndarray, shape (T, d)

        Examples
        --------
        >>> B = np.array([[0.4, 0.1], [0.1, 0.4]])
        >>> train(B, *start(2, 1, 0.1, seed=0), step=0.2, n_steps=100).singular_values().shape
        (101, 1)
        """
        return product_singular_values(self.X, self._centred())

    def directions(self, at: int, r: int) -> FloatArray:
        """The r leading left singular vectors of X Yᵀ at one record.

        Parameters
        ----------
        at : int
            Which record; negative ones count from the last.
        r : int
            From 1 to d.

        Returns
        -------
        ndarray, shape (V, r)

        Raises
        ------
        TypeError, ValueError
            If there is no such record, or r is out of range.

        Examples
        --------
        >>> B = np.array([[0.4, 0.1], [0.1, 0.4]])
        >>> train(B, *start(2, 1, 0.1, seed=0), step=0.2, n_steps=100).directions(at=-1, r=1).shape
        (2, 1)
        """
        at = _validate.integer("at", at, -len(self.times), len(self.times) - 1)
        r = _validate.integer("r", r, 1, self.X.shape[2])
        basis, R = np.linalg.qr(self.X[at])
        turn = np.linalg.svd(R @ self._centred()[at].T, full_matrices=False)[0]
        return basis @ turn[:, :r]

    def _centred(self) -> FloatArray:
        return self.Y - self.centre[:, None] * (self.centre @ self.Y)[:, None, :]


def start(V: int, d: int, init_scale: float, seed: Seed) -> tuple[FloatArray, FloatArray]:
    """Draw a start for both sides of the model, with independent entries from N(0, σ²/d).

    Parameters
    ----------
    V, d, init_scale, seed
        As for `initial_embedding`.

    Returns
    -------
    (ndarray, ndarray), each of shape (V, d)
        X and Y.

    Raises
    ------
    TypeError, ValueError
        As `initial_embedding`.

    Examples
    --------
    >>> X, Y = start(V=50, d=3, init_scale=0.1, seed=0)
    >>> X.shape == Y.shape == (50, 3)
    True
    """
    rng = _validate.generator("seed", seed)
    return initial_embedding(V, d, init_scale, rng), initial_embedding(V, d, init_scale, rng)


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

    Returns
    -------
    Run

    Raises
    ------
    TypeError, ValueError
        As `loss_and_gradients`; if a number is not positive, or the loss rises between two records.

    References
    ----------
    Bengio et al. (2003) for the model; Saxe, McClelland & Ganguli (2014) for its two layers.

    Examples
    --------
    >>> B = np.array([[0.4, 0.1], [0.1, 0.4]])
    >>> run = train(B, *start(2, 1, 0.1, seed=0), step=0.2, n_steps=300)
    >>> predict(run.W, run.C, [0.5, 0.5]).round(2).tolist()
    [[0.8, 0.2], [0.2, 0.8]]
    """
    p, q = margins(B)
    B = np.asarray(B, dtype=np.float64)
    X, Y = checked_pair(len(B), X, Y, ("X", "Y"))
    _validate.choice("loss", loss, LOSSES)
    step = _validate.real("step", step, above=0)
    n_steps, every = (_validate.integer(name, value, 1) for name, value in
                      (("n_steps", n_steps), ("record_every", record_every)))  # fmt: skip
    scale = np.sqrt([p, q])[..., None] if _validate.truth("scaled", scaled) else np.ones((2, 1, 1))

    def value_and_gradient(both: FloatArray) -> tuple[float, FloatArray]:
        W, C = both / scale
        value, dW, dC = _loss(B, p, q, W, C, loss)
        return value, np.stack([dW, dC]) / scale

    records: list[tuple[float, FloatArray, float]] = []
    path = descend(value_and_gradient, np.stack([X, Y]), np.broadcast_to(step, n_steps))
    for n, (value, both) in enumerate(path):
        if n % every and n < n_steps:
            continue
        if not np.isfinite(value) or (records and not value <= records[-1][2] + _ROUNDING):
            since = records[-1][0] if records else 0
            raise ValueError(f"the loss rose between times {since:.4g} and {n * step:.4g}: lower the step")
        records.append((n * step, both, value))
    times, seen, values = zip(*records, strict=True)
    (Xs, Ys), (W, C) = np.swapaxes(seen, 0, 1), seen[-1] / scale
    centre = np.sqrt(q) if scaled else np.full(len(q), len(q) ** -0.5)
    return Run(np.array(times), Xs, Ys, W, C, np.array(values), centre)
