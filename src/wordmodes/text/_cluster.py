"""A cluster of machines, as far as this library asks anything of it. Dask is imported when it is first needed."""

from __future__ import annotations

import asyncio
import concurrent.futures
import hashlib
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any
from uuid import uuid4

from wordmodes.text._progress import bar

_PATIENCE = 120  # seconds


def dask(what: str) -> Any:
    """The packages dask and distributed, or the error that says how to get them; `what` needs them."""
    try:
        import dask
        import distributed
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            f"{what} needs Dask, which is not installed here: pip install 'wordmodes[distributed]'", name=error.name
        ) from error
    return dask, distributed


def client(value: Any, what: str) -> Any:
    """A client that is connected to a cluster."""
    _, distributed = dask(what)
    if not isinstance(value, distributed.Client):
        raise TypeError(
            f"client must be a distributed.Client, such as Client(LocalCluster()), got a {type(value).__name__}"
        )
    if value.status != "running":
        raise ValueError(f"client is {value.status}; connect one to a cluster that runs: Client(address)")
    if value.asynchronous:
        raise ValueError("client is asynchronous; pass one that waits for its answers: Client(address)")
    return value


def workers(client: Any) -> list[str]:
    """The addresses of the workers; where all have gone, those that come within two minutes."""
    for _ in range(_PATIENCE):
        if found := sorted(client.nthreads()):
            return found
        time.sleep(1)
    raise RuntimeError("client is connected to a cluster without workers; start some: dask worker ADDRESS")


def fingerprint(function: Callable[..., Any]) -> str:
    """Tells functions apart by their names, by what they do where that is known, and by what they hold."""
    cloudpickle = import_module("cloudpickle")  # comes with Dask, without types

    code = getattr(function, "__code__", None)
    held = [cell.cell_contents for cell in getattr(function, "__closure__", None) or ()]
    parts = (function, code, held, getattr(function, "__defaults__", None))
    return hashlib.sha256(cloudpickle.dumps(parts)).hexdigest()


def call(name: str, function: Callable[..., Any], *after: Any) -> Any:
    """A task for a worker, which takes the results of other tasks. What else it needs goes into a `partial`."""
    delayed = dask(name)[0].delayed
    return delayed(function, pure=False, traverse=False)(*after, dask_key_name=f"{name}-{uuid4().hex}")


def given(name: str, value: Any) -> Any:
    """A value that tasks take and that travels once; whoever loses it is given it again."""
    return dask(name)[0].delayed(value, name=f"{name}-{uuid4().hex}", traverse=False)


def tree(name: str, parts: list[Any], merge: Callable[[Any, Any], Any]) -> Any:
    """Neighbours merged, then neighbours of those: each part takes part in log2(parts) mergers, in the order given."""
    while len(parts) > 1:
        pairs = [call(name, merge, *parts[i : i + 2]) for i in range(0, len(parts) - 1, 2)]
        parts = pairs + parts[2 * len(pairs) :]
    return parts[0]


def answer(client: Any, parts: list[Any], whole: Any) -> Any:
    """The whole, with a bar of the parts that are done. What a part gave is let go as soon as it is merged."""
    _, distributed = dask("a cluster")
    # Handed over as one graph: then Dask merges early. Task by task it would first make, and hold, every part.
    futures = client.compute([*parts, whole])
    last = futures.pop()
    done = distributed.as_completed(futures)
    del futures
    try:
        with bar(len(parts), "shard") as progress:
            for future in done:
                if future.status == "error":
                    break
                progress.update()
                del future
        return last.result()
    except distributed.KilledWorker as error:
        raise RuntimeError(
            "one task has killed several workers, as a rule because memory ran out; use more shards, or give each"
            f" worker more memory ({error})"
        ) from error
    except LOST as error:
        raise RuntimeError(
            f"the cluster went away while it was at work; start it and run this again ({error})"
        ) from error


LOST = (asyncio.CancelledError, concurrent.futures.CancelledError, OSError, TimeoutError)
"""What Dask raises when workers or the scheduler are gone."""
