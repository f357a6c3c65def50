"""The ablation explorer: two losses and two sets of weights, from a start of any scale, beside what is foretold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import traitlets

from wordmodes.explorers.ablation.runs import COLUMNS, LOSSES, SCALES, SEED, STEP, WEIGHTS, stored_runs, train
from wordmodes.explorers.frame import Answer, Choice, Explorer, Tables, module, sheet, within

_FINEST = 65535


class AblationExplorer(Explorer):
    """Interactive figure of the four corners between the quartic model and word2vec's loss, on the planted language.

    Runs are stored at a few σ; what is foretold is computed in the page, for any σ. All traits can be set from a cell,
    and follow what the reader does.

    Attributes
    ----------
    loss : str
        "quartic" or "logistic".
    weights : str
        "even", which is Ψ = 1/(P + Q), or "word2vec".
    sigma : float
        Initialisation scale, from 1e-6 to 0.5. Runs are stored at the ends and at 1e-4, 0.01 and 0.1.
    time : float
        Where the scrubber stands, from 0 to 1, as a share of the time axis.
    key : str
        The explorer's name in the address's fragment on a static page.
    """

    _esm = module("ablation/maths", "ablation/panels", "ablation/explorer")
    _css = sheet("ablation/explorer")

    loss = Choice(list(LOSSES), "logistic").tag(sync=True)
    weights = Choice(list(WEIGHTS), "word2vec").tag(sync=True)
    sigma = traitlets.Float(1e-4).tag(sync=True)
    time = traitlets.Float(0.45).tag(sync=True)
    key = traitlets.Unicode("ablation").tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        manifest, tables = pack()
        super().__init__(**{"_manifest": manifest, "_tables": tables, **traits})

    _check_sigma = traitlets.validate("sigma")(within(SCALES[0], SCALES[-1]))
    _check_time = traitlets.validate("time")(within(0, 1))

    def _tasks(self) -> Mapping[str, Any]:
        return {"train": self._train}

    def _train(self, message: dict[str, Any]) -> Answer:
        """Train the corner shown at the σ shown; the arrays are the run's times, squares, loss and overlaps."""
        loss, weights, init_scale = message["loss"], message["weights"], float(message["sigma"])
        run = train(loss, weights, init_scale, progress=self._report("train"))
        return {"loss": loss, "weights": weights, "sigma": init_scale}, run


def ablation_explorer(**traits: Any) -> AblationExplorer:
    """Make the ablation explorer.

    Parameters
    ----------
    **traits
        Where to start: `loss` (by default "logistic"), `weights` ("word2vec"), `sigma` (1e-4), `time`, `key`.

    Returns
    -------
    AblationExplorer

    References
    ----------
    Karkada et al. (2025), who take the same changes apart.
    """
    return AblationExplorer(**traits)


def pack() -> tuple[dict[str, Any], bytes]:
    """Lay out what the page needs: what each set of weights foretells, and the stored runs."""
    tables = Tables()
    theory, runs = stored_runs()
    manifest: dict[str, Any] = {
        "d": COLUMNS,
        "seed": SEED,
        "step": STEP,
        "scales": list(SCALES),
        "corners": {
            weights: {part: values.tolist() for part, values in parts.items()} for weights, parts in theory.items()
        },
        "runs": [
            {
                "loss": loss,
                "weights": weights,
                "sigma": scale,
                "times": tables.put(run.times, "float32"),
                "squares": tables.put(run.squares, "float32"),
                "share": tables.put(run.loss, "float32"),
                "overlaps": tables.put(np.rint(run.overlaps * _FINEST), "uint16"),
            }
            for (loss, weights, scale), run in runs.items()
        ],
    }
    return manifest, bytes(tables)
