"""Explorers: interactive figures that run in Jupyter and, unchanged, on a static page."""

from wordmodes.explorers.ablation.explorer import AblationExplorer, ablation_explorer
from wordmodes.explorers.analogies.explorer import AnalogiesExplorer, analogies_explorer, analogy_table
from wordmodes.explorers.answers.explorer import AnswersExplorer, answers_explorer
from wordmodes.explorers.association.explorer import AssociationExplorer, association_explorer
from wordmodes.explorers.association.pairs import association_table, gazette_table
from wordmodes.explorers.concepts.explorer import ConceptsExplorer, concepts_explorer
from wordmodes.explorers.concepts.table import concept_table, place_words
from wordmodes.explorers.lengths.explorer import LengthsExplorer, lengths_explorer
from wordmodes.explorers.lengths.scores import length_points
from wordmodes.explorers.named import NAMED
from wordmodes.explorers.next_modes.explorer import NextModesExplorer, next_modes_explorer
from wordmodes.explorers.odds.explorer import OddsExplorer, odds_explorer
from wordmodes.explorers.odds.pairs import odds_table
from wordmodes.explorers.one_mode.explorer import OneModeExplorer, one_mode_explorer
from wordmodes.explorers.own_text.explorer import OwnTextExplorer, own_text_explorer
from wordmodes.explorers.sigma.data import ExplorerData, explorer_data
from wordmodes.explorers.sigma.explorer import SigmaExplorer, sigma_explorer
from wordmodes.explorers.sigma.instances import book_explorer, gazette_data, planted_data
from wordmodes.explorers.spike.explorer import SpikeExplorer, spike_explorer, spike_table
from wordmodes.explorers.update.explorer import UpdateExplorer, update_explorer
from wordmodes.explorers.window.explorer import WindowExplorer, window_explorer

__all__ = [
    "NAMED",
    "AblationExplorer",
    "AnalogiesExplorer",
    "AnswersExplorer",
    "AssociationExplorer",
    "ConceptsExplorer",
    "ExplorerData",
    "LengthsExplorer",
    "NextModesExplorer",
    "OddsExplorer",
    "OneModeExplorer",
    "OwnTextExplorer",
    "SigmaExplorer",
    "SpikeExplorer",
    "UpdateExplorer",
    "WindowExplorer",
    "ablation_explorer",
    "analogies_explorer",
    "analogy_table",
    "answers_explorer",
    "association_explorer",
    "association_table",
    "book_explorer",
    "concept_table",
    "concepts_explorer",
    "explorer_data",
    "gazette_data",
    "gazette_table",
    "length_points",
    "lengths_explorer",
    "next_modes_explorer",
    "odds_explorer",
    "odds_table",
    "one_mode_explorer",
    "own_text_explorer",
    "place_words",
    "planted_data",
    "sigma_explorer",
    "spike_explorer",
    "spike_table",
    "update_explorer",
    "window_explorer",
]
