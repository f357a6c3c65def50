"""The σ explorer: how the scale of the start decides whether concepts come one at a time or all at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import traitlets

from wordmodes._validate import instance, string
from wordmodes.explorers.frame import Answer, Explorer, Tables, module, sheet, within
from wordmodes.explorers.sigma.data import LARGEST_SCALE, SMALLEST_SCALE, ExplorerData, Run
from wordmodes.explorers.sigma.runs import train
from wordmodes.explorers.sigma.tables import reduced_flow


class SigmaExplorer(Explorer):
    """Interactive figure of gradient flow at any initialisation scale.

    The tables do not depend on σ or on time; the page's own JavaScript solves the flow at the σ and the times shown.
    All traits can be set from a cell, and follow what the reader does.

    Attributes
    ----------
    dataset : str
        Name of the language shown.
    sigma : float
        Initialisation scale, from 1e-8 to 3.
    time : float
        Where the scrubber stands, from 0 to 1, as a share of the time axis.
    modes : list of two int
        The modes, from 1, that span the plane of the words.
    brief : bool
        Whether it opens with one slider, one picture and one sentence; the rest shows when it is asked for.
    key : str
        The explorer's name in the address's fragment on a static page.
    """

    _esm = module("sigma/flow", "sigma/panels", "sigma/state", "sigma/brief", "sigma/explorer")
    _css = sheet("sigma/explorer")

    dataset = traitlets.Unicode().tag(sync=True)
    sigma = traitlets.Float(1e-4).tag(sync=True)
    time = traitlets.Float(0.5).tag(sync=True)
    modes = traitlets.List(traitlets.Int(), [1, 2], minlen=2, maxlen=2).tag(sync=True)
    brief = traitlets.Bool(False).tag(sync=True)
    key = traitlets.Unicode("sigma").tag(sync=True)

    def __init__(self, datasets: Mapping[str, ExplorerData], **traits: Any) -> None:
        if not isinstance(datasets, Mapping):
            raise TypeError(f"datasets must be a mapping from names to ExplorerData, got a {type(datasets).__name__}")
        if not datasets:
            raise ValueError("datasets is empty: there is nothing to explore; pass at least one ExplorerData by name")
        for name, data in datasets.items():
            instance(
                f"datasets[{string('a name in datasets', name)!r}]", data, ExplorerData, "explorer_data(M, words, d)"
            )
        self._datasets = dict(datasets)
        manifest, tables = pack(self._datasets)
        super().__init__(**{"dataset": next(iter(datasets)), "_manifest": manifest, "_tables": tables, **traits})

    @property
    def datasets(self) -> dict[str, ExplorerData]:
        """The languages shown, by name."""
        return dict(self._datasets)

    def __repr__(self) -> str:
        return f"SigmaExplorer({', '.join(self._datasets)})"

    _check_sigma = traitlets.validate("sigma")(within(SMALLEST_SCALE, LARGEST_SCALE))
    _check_time = traitlets.validate("time")(within(0, 1))

    @traitlets.validate("dataset")
    def _check_dataset(self, proposal: dict[str, Any]) -> str:
        if proposal["value"] not in self._datasets:
            raise traitlets.TraitError(f"dataset must be one of {', '.join(self._datasets)}, got {proposal['value']!r}")
        return proposal["value"]

    def _tasks(self) -> Mapping[str, Any]:
        return {"train": self._train}

    def _train(self, message: dict[str, Any]) -> Answer:
        """Run gradient descent from the start shown; the arrays are the run's times, squares and loss."""
        data, init_scale = self._datasets[message["dataset"]], float(message["sigma"])
        run = train(data, init_scale, float(message["horizon"]), progress=self._report("train"))
        return {"dataset": message["dataset"], "sigma": init_scale}, run[1:]


def sigma_explorer(datasets: Mapping[str, ExplorerData], **traits: Any) -> SigmaExplorer:
    """Make the σ explorer of one or more languages.

    Parameters
    ----------
    datasets : mapping of str to ExplorerData
        See `explorer_data`; the first is shown first.
    **traits
        Where to start: `sigma`, `time`, `modes`, `dataset`, `brief`, `key`.

    Returns
    -------
    SigmaExplorer

    Raises
    ------
    ValueError
        If `datasets` is empty.
    """
    return SigmaExplorer(datasets, **traits)


def pack(datasets: Mapping[str, ExplorerData]) -> tuple[list[dict[str, Any]], bytes]:
    """Lay out everything the page needs: one block of little-endian numbers, and what lies where in it."""
    tables = Tables()
    put = tables.put
    manifest = []
    for name, data in datasets.items():
        lam, E, d = data.modes.eigenvalues, data.modes.eigenvectors[data.shown], data.d
        flow = reduced_flow(lam, data.projections, data.horizon(SMALLEST_SCALE), E)
        numbers = {key: put(getattr(flow, key), "float64") for key in ("eigenvalues", "corner", "rates", "weights")}
        numbers |= {key: put(getattr(flow, key), "float32") for key in ("loadings", "tails")}
        manifest.append(
            {
                "name": name,
                "title": data.title,
                "note": data.note,
                "d": d,
                "norm_squared": float(lam @ lam),
                "words": [data.words[i] for i in data.shown],
                "poles": [list(pair) for pair in data.poles],
                "reach": [float(f"{x:.6g}") for x in np.abs(E[:, :d] * np.sqrt(lam[:d])).max(axis=0)],
                "landmarks": [{"name": program, "init_scale": scale} for program, scale in data.landmarks()],
                "arrays": numbers,
                "runs": [_pack_run(run, put) for run in data.runs],
            }
        )
    return manifest, bytes(tables)


def _pack_run(run: Run, put: Any) -> dict[str, Any]:
    return {"init_scale": run.init_scale} | {
        key: put(getattr(run, key), "float32") for key in ("times", "squares", "loss")
    }
