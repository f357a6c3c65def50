"""How word2vec learns, one concept at a time: counting, theory, training, evaluation, explorers.

The folders are the flow, and each imports only from those before it: `text`, `theory`, `training`, `evaluation`,
`explorers`, `book`. What is most often needed is here.
"""

from importlib.metadata import version

from wordmodes.evaluation import analogies, word_similarity
from wordmodes.text import (
    Cooccurrence,
    Vocabulary,
    count,
    gazette,
    planted_language,
    read_texts,
    tokenize,
    tokenize_all,
    wikipedia,
    wikipedia_sample,
)
from wordmodes.theory import (
    Modes,
    all_modes,
    effective_rank,
    embed,
    embed_signed,
    half_rise_time,
    leading_modes,
    m_star,
    pmi,
    ppmi,
    rise_times,
    sigmoid,
    subspace_overlap,
)
from wordmodes.training import gradient_descent, initial_embedding
from wordmodes.vectors import WordVectors, embed_text

__version__ = version("wordmodes")

__all__ = [
    "Cooccurrence",
    "Modes",
    "Vocabulary",
    "WordVectors",
    "__version__",
    "all_modes",
    "analogies",
    "count",
    "effective_rank",
    "embed",
    "embed_signed",
    "embed_text",
    "gazette",
    "gradient_descent",
    "half_rise_time",
    "initial_embedding",
    "leading_modes",
    "m_star",
    "planted_language",
    "pmi",
    "ppmi",
    "read_texts",
    "rise_times",
    "sigmoid",
    "subspace_overlap",
    "tokenize",
    "tokenize_all",
    "wikipedia",
    "wikipedia_sample",
    "word_similarity",
]
