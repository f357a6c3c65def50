"""What is counted: tokens, vocabularies, co-occurrence counts, and the texts they come from."""

from wordmodes.text.bundled import gazette, gazette_vocabulary, wikipedia, wikipedia_vocabulary
from wordmodes.text.cooccurrence import Cooccurrence, Weighting, count
from wordmodes.text.corpus import (
    Vocabulary,
    read_texts,
    tokenize,
    tokenize_all,
    tokenize_any_script,
)
from wordmodes.text.distributed import count_distributed
from wordmodes.text.documents import Documents
from wordmodes.text.files import GitTree, read_documents
from wordmodes.text.numbered import Numbered, number
from wordmodes.text.planted import PlantedLanguage, planted_language
from wordmodes.text.sources import wikipedia_sample

__all__ = [
    "Cooccurrence",
    "Documents",
    "GitTree",
    "Numbered",
    "PlantedLanguage",
    "Vocabulary",
    "Weighting",
    "count",
    "count_distributed",
    "gazette",
    "gazette_vocabulary",
    "number",
    "planted_language",
    "read_documents",
    "read_texts",
    "tokenize",
    "tokenize_all",
    "tokenize_any_script",
    "wikipedia",
    "wikipedia_sample",
    "wikipedia_vocabulary",
]
