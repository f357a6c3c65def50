"""Every figure that a test makes is also written out as SVG, and no warning is let pass."""

import warnings

import pytest

from wordmodes.book.figures.style import BookFigure


@pytest.fixture(autouse=True)
def written_without_a_warning(monkeypatch):
    made = []
    begin = BookFigure.__init__

    def note(self, *args, **kwargs):
        begin(self, *args, **kwargs)
        made.append(self)

    monkeypatch.setattr(BookFigure, "__init__", note)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield
        for figure in made:
            written = figure.svg()
            assert written.count("<path") > 2
            assert "<text" in written
