"""Every figure of the book has a test of its own, which draws it."""

import ast
import inspect
from pathlib import Path

import pytest

from wordmodes.book import figures

HERE = Path(__file__).parent
DRAWN = sorted(
    name
    for name, one in vars(figures).items()
    if inspect.isfunction(one)
    and one.__module__.startswith("wordmodes.book.figures.")
    and "stills" not in one.__module__
)


def test_the_figures_are_found():
    assert len(DRAWN) > 60


@pytest.mark.parametrize("name", DRAWN)
def test_each_figure_has_its_test(name):
    module = getattr(figures, name).__module__.rpartition(".")[2]
    tests = ast.parse((HERE / f"test_figures_{module}.py").read_text())
    (own,) = [one for one in tests.body if isinstance(one, ast.FunctionDef) and one.name == f"test_{name}"]
    calls = {ast.unparse(one.func) for one in ast.walk(own) if isinstance(one, ast.Call)}
    assert f"figures.{name}" in calls
