"""Every figure of the book has a test of its own, which draws it."""

import ast
import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest

from wordmodes.book import figures
from wordmodes.book.figures import style
from wordmodes.book.figures.style import apart, dressed

HERE = Path(__file__).parent
DRAWN = [name for name in figures.__all__ if inspect.isfunction(getattr(figures, name))]


def test_the_package_offers_every_figure():
    made = set()
    for module in pkgutil.iter_modules(figures.__path__, "wordmodes.book.figures."):
        made |= {
            name
            for name, one in vars(importlib.import_module(module.name)).items()
            if inspect.isfunction(one) and one.__module__ == module.name and not name.startswith("_")
        }
    made -= {name for name in made if not hasattr(figures, name) and hasattr(style, name)}  # helpers of all figures
    assert made == set(DRAWN)


@pytest.mark.parametrize("name", DRAWN)
def test_each_figure_has_its_test(name):
    module = getattr(figures, name).__module__.rpartition(".")[2]
    tests = ast.parse((HERE / f"test_figures_{module}.py").read_text())
    (own,) = [one for one in tests.body if isinstance(one, ast.FunctionDef) and one.name == f"test_{name}"]
    calls = {ast.unparse(one.func) for one in ast.walk(own) if isinstance(one, ast.Call)}
    assert f"figures.{name}" in calls


def test_no_series_is_left_out_where_looks_run_out():
    assert list(dressed({"a": 1}.items(), "os", (2, 3))) == [(("a", 1), "o", 2)]
    with pytest.raises(ValueError, match="3 series to draw, and only 2 looks"):
        dressed("abc", range(9), "os")


def test_labels_that_would_collide_are_moved_apart():
    assert apart([1.0, 5.0, 4.9, 4.0], 0.5).tolist() == [1.0, 5.0, 4.5, 4.0]  # in the order given
    assert apart([2.0, 2.0, 2.0], 0.5).tolist() == [2.0, 1.5, 1.0]
