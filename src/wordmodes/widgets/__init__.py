"""Explorers: interactive figures that run in Jupyter and, unchanged, on a static page."""

from .ablation import AblationExplorer, ablation_explorer
from .book import book_explorer, gazette_data, planted_data
from .concepts import ConceptsExplorer, concept_table, concepts_explorer
from .data import ExplorerData, explorer_data
from .one_mode import OneModeExplorer, one_mode_explorer
from .sigma import SigmaExplorer, sigma_explorer
from .spike import SpikeExplorer, spike_explorer, spike_table
from .window import WindowExplorer, window_explorer

__all__ = [
    "AblationExplorer",
    "ConceptsExplorer",
    "ExplorerData",
    "OneModeExplorer",
    "SigmaExplorer",
    "SpikeExplorer",
    "WindowExplorer",
    "ablation_explorer",
    "book_explorer",
    "concept_table",
    "concepts_explorer",
    "explorer_data",
    "gazette_data",
    "one_mode_explorer",
    "planted_data",
    "sigma_explorer",
    "spike_explorer",
    "spike_table",
    "window_explorer",
]
