"""Problem sets that grade themselves: data of each student's own, checks with hints, and a grader in a sandbox.

In a notebook `hand_out` gives the data and `checker` the checks that a student can run. ``python -m wordmodes.grade``
marks a notebook, a folder of them, or a sheet of predictions; its checks that a student doesn't see are files of their
own, in `course/checks` of the repository.
"""

from wordmodes.grade.corpora import handed, own_corpus
from wordmodes.grade.handing import checker, hand_out, require
from wordmodes.grade.judging import Check, Checks, Wrong, array, close, same

__all__ = [
    "Check",
    "Checks",
    "Wrong",
    "array",
    "checker",
    "close",
    "hand_out",
    "handed",
    "own_corpus",
    "require",
    "same",
]
