"""The same path, measured: losses, gradient descent, the next-word model, gensim watched from outside."""

from wordmodes.training.descent import TrainingRun, factorise, gradient_descent
from wordmodes.training.losses import loss_and_gradient, stability_limit, weighted_limit
from wordmodes.training.start import initial_embedding, keep_probability, negative_distribution

__all__ = [
    "TrainingRun",
    "factorise",
    "gradient_descent",
    "initial_embedding",
    "keep_probability",
    "loss_and_gradient",
    "negative_distribution",
    "stability_limit",
    "weighted_limit",
]
