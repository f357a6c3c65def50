"""Whoever uses the library without the book reads its docstrings: each has what numpydoc asks for, and an example."""

import importlib
import inspect
import pkgutil
import re

import pytest

import wordmodes

FOLDERS = ("text", "theory", "training", "evaluation", "vectors", "word_vectors", "grade")


def modules() -> list:
    found = pkgutil.walk_packages(wordmodes.__path__, "wordmodes.")
    names = [
        one.name
        for one in found
        if one.name.split(".")[1] in FOLDERS and "._" not in one.name and ".grade.set" not in one.name
    ]
    # A problem set is called through hand_out and checker, not by its module.
    return [importlib.import_module(name) for name in names]


def functions() -> dict:
    """Public functions, classes and their public methods, by full name."""
    asked = {}
    for module in modules():
        for name, item in vars(module).items():
            if name.startswith("_") or getattr(item, "__module__", None) != module.__name__ or not callable(item):
                continue
            if not inspect.isfunction(item) and not inspect.isclass(item):
                continue
            asked[f"{module.__name__}.{name}"] = item
            for method in vars(item) if inspect.isclass(item) else ():
                found = inspect.getattr_static(item, method)
                found = getattr(found, "__func__", found)
                if not method.startswith("_") and inspect.isfunction(found):
                    asked[f"{module.__name__}.{name}.{method}"] = found
    return asked


FUNCTIONS = functions()


def parameters(item) -> set[str]:
    return {name for name in inspect.signature(item).parameters if name not in ("self", "cls")}


def sections(item) -> dict[str, str]:
    """A docstring's summary and sections, by heading."""
    head, *rest = re.split(r"^(\w[\w ]*)\n-{3,}\n", inspect.getdoc(item) or "", flags=re.MULTILINE)
    return {"Summary": head.strip()} | dict(zip(rest[::2], rest[1::2], strict=True))


def entries(section: str) -> set[str]:
    """The names that a section explains: 'W, C : ndarray' are two."""
    heads = re.findall(r"^([*\w][\w, *]*?) *(?::.*)?$", section, flags=re.MULTILINE)
    return {name.strip().lstrip("*") for head in heads for name in head.split(",")}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_docstring_tells_what_goes_in_and_out(name):
    item = FUNCTIONS[name]
    doc = sections(item)
    assert doc["Summary"], "no summary"
    named = entries(doc.get("Parameters", "")) | entries(doc.get("Attributes", ""))
    if inspect.isclass(item):
        assert parameters(item) <= named, "a field without a word"
        return
    assert parameters(item) == named, "parameters and docstring disagree"
    gives = inspect.signature(item).return_annotation not in ("None", None, inspect.Signature.empty, "NoReturn")
    assert ("Returns" in doc or "Yields" in doc) == gives, "Returns"
    assert "Raises" in doc or not parameters(item), "Raises"


@pytest.mark.parametrize("name", [name for name, item in FUNCTIONS.items() if not inspect.isclass(item)])
def test_a_function_has_an_example_that_is_run(name):
    own = sections(FUNCTIONS[name]).get("Examples", "")
    owner, _, method = name.rpartition(".")
    of_class = sections(FUNCTIONS[owner]).get("Examples", "") if owner in FUNCTIONS else ""
    assert ">>> " in own or re.search(rf">>>.*\.{method}\(", of_class)
