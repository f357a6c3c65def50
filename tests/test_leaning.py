"""Which cells lean on gensim is read from their names; what is overlooked turns another test red."""

import nbformat
import pytest

from leaning import leaning, names, needed


def notebook(*sources: str, tagged: tuple[int, ...] = ()) -> nbformat.NotebookNode:
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    for number in tagged:
        cells[number].metadata["tags"] = ["needs-gensim"]
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("gensim"), *cells])


@pytest.mark.parametrize(
    ("source", "taken", "given"),
    [
        ("x = f(y)", {"f", "y"}, {"x"}),
        ("x = x + 1", {"x"}, {"x"}),
        ("n += 1", {"n"}, {"n"}),
        ("W[0].real = 2", {"W"}, {"W"}),
        ("import numpy as np\nfrom a.b import c\nimport d.e\nnp.ones(2)", set(), {"np", "c", "d"}),
        ("def f(a, *b, c=h):\n    z = a + k\n    return z", {"h", "k"}, {"f"}),
        ("squares = [i * s for i in range(3)]", {"s", "range"}, {"squares"}),
        ("for i, x in enumerate(xs):\n    total = i + x\ntotal", {"enumerate", "xs"}, {"i", "x", "total"}),
        ("with open(p) as file:\n    lines = file.read()", {"open", "p"}, {"file", "lines"}),
        ("with a:\n    def f():\n        import g", {"a"}, {"f", "g"}),
    ],
)
def test_what_a_cell_takes_and_gives(source, taken, given):
    assert names(source) == (taken, given)


def test_what_takes_from_a_cell_that_leans_leans_too_until_the_name_is_given_anew():
    made = notebook("import gensim\nmodel = 1", "print(model)", "rows = model + 1", "model = 2", "model", tagged=(0,))
    assert leaning(made) == [True, True, True, False, False]
    assert leaning(notebook("sources.wikipedia_sample()", "1", "wikipedia_sample")) == [True, False, True]
    assert leaning(notebook("import gensim", "'wikipedia_sample'")) == [False, False]  # the first one is refused it


def test_what_such_a_cell_needs_is_run_and_no_more():
    made = notebook("a = 1", "b = 2", "b = 3", "c = b + 1", "d = 4\nd", "use(c, a)", "e = 5", tagged=(5,))
    assert needed(made) == [True, False, True, True, False, True, False]
    assert needed(notebook("a = {}", "a['k'] = 1", "a", tagged=(2,))) == [True, True, True]
    assert needed(notebook("a = 1", "a", "b = a")) == [False] * 3
