"""The same path, measured: losses, gradient descent, the next-word model, gensim watched from outside."""

from wordmodes.training.descent import TrainingRun, descend, factorise, gradient_descent, product_singular_values
from wordmodes.training.losses import loss_and_gradient, stability_limit, weighted_limit
from wordmodes.training.start import initial_embedding, keep_probability, negative_distribution

__all__ = [
    "TrainingRun",
    "descend",
    "factorise",
    "gradient_descent",
    "initial_embedding",
    "keep_probability",
    "loss_and_gradient",
    "negative_distribution",
    "product_singular_values",
    "stability_limit",
    "weighted_limit",
]
