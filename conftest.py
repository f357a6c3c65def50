"""For every test, and for the kernels that nbval starts: no progress bars, and matplotlib's font cache built."""

import os

import matplotlib.font_manager  # noqa: F401  # its first import on a machine may warn in the middle of a chapter

os.environ["TQDM_DISABLE"] = "1"
