"""Every figure of the book: one function each, from arrays to a finished picture; one module a chapter."""

from wordmodes.figures.counts import (  # noqa: F401
    joint_and_independent,
    marginal_ratio,
    nearest_rows,
    unseen_pairs,
    window_over_sentence,
    zipf,
)
