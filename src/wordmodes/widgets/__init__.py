"""Explorers: interactive figures that run in Jupyter and, unchanged, on a static page."""

from .book import book_explorer, gazette_data, planted_data
from .data import ExplorerData, explorer_data
from .sigma import SigmaExplorer, sigma_explorer
from .spike import SpikeExplorer, spike_explorer, spike_table

__all__ = [
    "ExplorerData",
    "SigmaExplorer",
    "SpikeExplorer",
    "book_explorer",
    "explorer_data",
    "gazette_data",
    "planted_data",
    "sigma_explorer",
    "spike_explorer",
    "spike_table",
]
