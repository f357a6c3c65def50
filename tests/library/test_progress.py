"""A stored output must not show how long a machine took: TQDM_DISABLE turns progress bars off in notebooks too."""

import numpy as np
import pytest
from tqdm.notebook import tqdm as notebook_bar

from wordmodes.training import descent


@pytest.mark.parametrize(("set_to", "disabled"), [("1", True), ("", False)])
def test_bars_follow_the_environment_in_a_notebook(monkeypatch, set_to, disabled):
    seen = []

    class Bar(notebook_bar):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs | {"display": False})
            seen.append(self.disable)

    monkeypatch.setenv("TQDM_DISABLE", set_to)
    monkeypatch.setattr(descent, "tqdm", Bar)
    descent.gradient_descent(np.eye(3), np.full((3, 1), 0.1), step=0.01, n_steps=2)
    assert seen == [disabled]
