"""Which loops count: those that numba compiles, or those of numpy and scipy."""

from __future__ import annotations

import sys
from types import ModuleType

from wordmodes.text import _arrays

_FEW = 1 << 24  # pairs that numpy counts sooner than numba is imported, and what it once compiled read


def chosen(pairs: int) -> ModuleType:
    """The compiled loops, where they are to be had and worth their start."""
    if pairs < _FEW and "wordmodes.text._kernels" not in sys.modules:
        return _arrays
    try:
        from wordmodes.text import _kernels
    except ImportError:  # as in the browser
        return _arrays
    return _kernels
