"""A bar for what takes long enough to wonder."""

from __future__ import annotations

import os
from typing import Any

from tqdm.auto import tqdm

_AFTER = 5.0  # seconds; what is done sooner shows no bar


def bar(total: int | None = None, done: str = "token") -> Any:
    """A bar that counts tokens, and takes itself away; TQDM_DISABLE turns it off in notebooks too."""
    quiet = bool(os.environ.get("TQDM_DISABLE"))
    return tqdm(total=total, unit=done, unit_scale=True, leave=False, delay=_AFTER, disable=quiet)
