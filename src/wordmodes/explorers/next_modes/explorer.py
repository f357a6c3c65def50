"""The explorer of next words: when a small language model learns the modes that its table foretells, and when not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import traitlets

from wordmodes.explorers.frame import Choice, Explorer, Tables, module, sheet, within
from wordmodes.explorers.next_modes.runs import SHARES, STEP, TABLES, NextRun, stored_runs

_FINEST = 65535  # a height is off by a hundred-thousandth of the largest at most


class NextModesExplorer(Explorer):
    """Interactive figure of a next-word model's modes against what is foretold, on four tables mixed with chance.

    The sigmoids are the page's own; the runs are tables. All traits can be set from a cell, and follow what the reader
    does.

    Attributes
    ----------
    table : str
        "planted", "gazette" and "wikipedia" (words within 16 of each other), or "adjacent" (words in a row).
    share : float
        How much of the table there is, from 0.001 to 1, the rest being chance; another number leads to the nearest.
    shown : str
        "heights" along the foretold modes, or "values", the model's own singular values.
    time : float
        Where the scrubber stands, from 0 to 1, as a share of the time axis.
    key : str
        The explorer's name in the address's fragment on a static page.
    """

    _esm = module("next_modes/clock", "next_modes/panels", "next_modes/explorer")
    _css = sheet("next_modes/explorer")

    table = Choice(list(TABLES), "gazette").tag(sync=True)
    share = traitlets.Float(1.0).tag(sync=True)
    shown = Choice(["heights", "values"], "heights").tag(sync=True)
    time = traitlets.Float(0.45).tag(sync=True)
    key = traitlets.Unicode("next").tag(sync=True)

    _check_share = traitlets.validate("share")(within(SHARES[-1], SHARES[0]))
    _check_time = traitlets.validate("time")(within(0, 1))

    def __init__(self, runs: Mapping[tuple[str, float], NextRun] | None = None, **traits: Any) -> None:
        manifest, tables = pack(stored_runs() if runs is None else runs)
        super().__init__(**{"_manifest": manifest, "_tables": tables, **traits})


def next_modes_explorer(**traits: Any) -> NextModesExplorer:
    """Make the explorer of next words.

    Parameters
    ----------
    **traits
        Where to start: `table`, `share`, `shown`, `time`, `key`.

    Returns
    -------
    NextModesExplorer

    Raises
    ------
    traitlets.TraitError
        If a trait is out of range.

    References
    ----------
    Bengio et al. (2003) for the model; Benzécri (1973) for its modes; Saxe, McClelland & Ganguli (2014) for the clock.
    """
    return NextModesExplorer(**traits)


def pack(runs: Mapping[tuple[str, float], NextRun]) -> tuple[dict[str, Any], bytes]:
    """Lay out what the page needs: curves to 16 bits, overlaps to 8, times at even distances."""
    tables, entries = Tables(), []
    for (name, share), run in runs.items():
        top = max(run.heights.max(), run.learned.max())
        entries.append({
            "table": name, "share": share, "scale": float(top / _FINEST), "records": len(run.times),
            "values": tables.put(run.values, "float64"), "starts": tables.put(run.starts, "float64"),
            "met": tables.put(np.where(np.isfinite(run.met), run.met, -1.0), "float64"),
            "times": tables.put(run.times, "float32"),
            "heights": tables.put(np.rint(np.clip(run.heights, 0, None) / top * _FINEST), "uint16"),
            "learned": tables.put(np.rint(run.learned / top * _FINEST), "uint16"),
            "overlaps": tables.put(np.rint(np.clip(run.overlaps, 0, 1) * 255), "uint8"),
        })  # fmt: skip
    return {"step": STEP, "runs": entries}, bytes(tables)
