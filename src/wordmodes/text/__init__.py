"""What is counted: tokens, vocabularies, co-occurrence counts, and the texts they come from."""

from wordmodes.text.cooccurrence import Cooccurrence, Weighting, count
from wordmodes.text.corpus import (
    Vocabulary,
    read_texts,
    tokenize,
    tokenize_all,
)
from wordmodes.text.documents import Documents
from wordmodes.text.files import GitTree, read_documents
from wordmodes.text.numbered import Numbered, number
from wordmodes.text.planted import PlantedLanguage, planted_language
from wordmodes.text.sources import gazette, gazette_vocabulary, wikipedia_sample

__all__ = [
    "Cooccurrence",
    "Documents",
    "GitTree",
    "Numbered",
    "PlantedLanguage",
    "Vocabulary",
    "Weighting",
    "count",
    "gazette",
    "gazette_vocabulary",
    "number",
    "planted_language",
    "read_documents",
    "read_texts",
    "tokenize",
    "tokenize_all",
    "wikipedia_sample",
]
