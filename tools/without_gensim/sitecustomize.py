"""For whoever has this folder in PYTHONPATH there is no gensim: how a notebook runs where it can't be installed."""

import sys

sys.modules["gensim"] = None  # type: ignore[assignment]  # Python then says that there is no such module
