"""Explorers: interactive figures that run in Jupyter and, unchanged, on a static page."""

from .ablation import AblationExplorer, ablation_explorer
from .analogies import AnalogiesExplorer, analogies_explorer, analogy_table
from .association import AssociationExplorer, association_explorer
from .book import book_explorer, gazette_data, planted_data
from .concepts import ConceptsExplorer, concept_table, concepts_explorer
from .data import ExplorerData, explorer_data
from .one_mode import OneModeExplorer, one_mode_explorer
from .pairs import association_table, gazette_table
from .sigma import SigmaExplorer, sigma_explorer
from .spike import SpikeExplorer, spike_explorer, spike_table
from .update import UpdateExplorer, update_explorer
from .window import WindowExplorer, window_explorer

__all__ = [
    "AblationExplorer",
    "AnalogiesExplorer",
    "AssociationExplorer",
    "ConceptsExplorer",
    "ExplorerData",
    "OneModeExplorer",
    "SigmaExplorer",
    "SpikeExplorer",
    "UpdateExplorer",
    "WindowExplorer",
    "ablation_explorer",
    "analogies_explorer",
    "analogy_table",
    "association_explorer",
    "association_table",
    "book_explorer",
    "concept_table",
    "concepts_explorer",
    "explorer_data",
    "gazette_data",
    "gazette_table",
    "one_mode_explorer",
    "planted_data",
    "sigma_explorer",
    "spike_explorer",
    "spike_table",
    "update_explorer",
    "window_explorer",
]
