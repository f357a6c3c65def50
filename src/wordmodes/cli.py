"""The command `wordmodes`: word vectors, their concepts and the book's claims, for a reader's own text."""

from __future__ import annotations

import argparse
import importlib
import io
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from wordmodes import __version__

__all__ = ["main"]

_WRONG, _INTERRUPTED = 2, 130
_RUN = {  # where each subcommand is done; imported when it is called, since each needs other things
    "embed": "embed", "concepts": "show", "analogy": "show", "neighbours": "show", "evaluate": "show",
    "ledger": "ledger", "fetch": "fetch",
}  # fmt: skip


_KEEP = ("embed", "fetch")  # what they have done when they are interrupted


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(_WRONG, f"{self.prog}: {' '.join(message.split())}; see {self.prog} --help\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    arguments : sequence of str, optional
        By default those that Python was started with.

    Returns
    -------
    int
        The exit status: 0, or 2 for bad input, about which one line on standard error says what to do, or 130 if it was
        interrupted.

    Examples
    --------
    >>> main(["neighbours", "no-such-folder", "cat"])
    2
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # an old encoding, as of a pipe on Windows, must not end the run
            stream.reconfigure(errors="backslashreplace")
    try:
        asked = _parser().parse_args(arguments)
    except SystemExit as end:
        return int(end.code or 0)
    try:
        getattr(importlib.import_module(f"wordmodes._cli.{_RUN[asked.command]}"), asked.command)(asked)
        sys.stdout.flush()
    except KeyboardInterrupt:
        rest = "; the same command goes on from what was kept" if asked.command in _KEEP else ""
        print(f"wordmodes: interrupted{rest}", file=sys.stderr)
        return _INTERRUPTED
    except BrokenPipeError:  # whoever read the answer has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (ValueError, TypeError, OSError, ModuleNotFoundError, MemoryError, RuntimeError) as error:
        said = " ".join(str(error).split()) or type(error).__name__
        print(f"wordmodes {asked.command}: {said}", file=sys.stderr)
        return _WRONG
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="wordmodes",
        description="Word vectors in closed form, and the concepts that they are made of, from a text of your own.",
        epilog="Begin with: wordmodes embed mine.txt -o mine. Each command has its own --help, with an example.",
    )
    parser.add_argument("--version", action="version", version=f"wordmodes {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _embed(commands)
    _concepts(commands)
    _neighbours(commands)
    _analogy(commands)
    _command(
        commands, "evaluate", "score them on Google's analogies, WordSim353 and SimLex-999",
        "Scores the vectors of a folder on the three test sets, with error bars. The test sets come with gensim, which"
        " must be installed: pip install gensim. They are of English words.",
        "wordmodes evaluate mine", out=True,
    )  # fmt: skip
    _ledger(commands)
    _fetch(commands)
    return parser


def _command(
    commands: argparse._SubParsersAction[_Parser], name: str, short: str, long: str, example: str, out: bool = False
) -> _Parser:
    made = commands.add_parser(
        name, help=short, description=long, epilog=f"example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    made.description = _wrapped(long)
    if out:
        made.add_argument("out", metavar="OUT", help="the folder that wordmodes embed has written")
    return made


def _wrapped(text: str) -> str:
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) > 78:
            lines.append(line)
            line = ""
        line += f"{' ' * bool(line)}{word}"
    return "\n".join([*lines, line])


def _texts(made: _Parser) -> None:
    """What says which texts are read, and how."""
    made.add_argument(
        "paths", metavar="PATH", nargs="+",
        help="a text; a folder; .gz .bz2 .xz .zst; .jsonl; WikiExtractor's output; a MediaWiki dump;"
        " git+REPOSITORY@COMMIT:PATTERN",
    )  # fmt: skip
    made.add_argument("--encoding", default="utf-8", help="of the files (utf-8)")
    made.add_argument(
        "--errors", default="strict", choices=("strict", "replace", "ignore"),
        help="what to do with bytes that are not in the encoding (strict: stop)",
    )  # fmt: skip
    made.add_argument("--field", default="text", help="of JSON lines, the field with the text (text)")
    made.add_argument(
        "--letters", default="az", choices=("az", "any"),
        help="what words are made of: the letters a to z, as in the book, or letters of any script (az)",
    )  # fmt: skip
    made.add_argument("--drop-markup", action="store_true", help="take out what WikiExtractor leaves of the markup")
    made.add_argument("--workers", type=int, default=1, help="processes that count (1)")


def _embed(commands: argparse._SubParsersAction[_Parser]) -> None:
    made = _command(
        commands, "embed", "read a text, count it, and write vectors and modes to a folder",
        "Reads texts, counts which words stand near which, and writes word vectors in closed form to the folder OUT:"
        " vectors.txt or vectors.bin in word2vec's format, which gensim loads, and modes.npz with eigenvalues and"
        " eigenvectors. An interrupted run goes on where it was when the same command is given again; counts.npz"
        " stays, so that another --d, --target or --format takes seconds.",
        "wordmodes embed mine.txt -o mine --V 10000 --d 100",
    )  # fmt: skip
    _texts(made)
    made.add_argument(
        "-o", "--out", metavar="OUT", required=True, help="the folder to write; new, or of an earlier run"
    )
    made.add_argument("--V", type=int, default=5000, help="words at most, the most frequent (5000)")
    made.add_argument("--d", type=int, default=100, help="numbers a word (100)")
    made.add_argument("--window", type=int, default=5, help="places to either side that are neighbours (5)")
    made.add_argument("--min-count", type=int, default=5, help="leave out words that occur less often (5)")
    made.add_argument(
        "--target", default="damped", choices=("damped", "m_star", "ppmi"),
        help="the matrix: damped M*, better on small texts; M*, the theory's own; PPMI (damped)",
    )  # fmt: skip
    made.add_argument(
        "--by", default="modulus", choices=("modulus", "value"),
        help="the modes kept: largest |eigenvalue|, or largest eigenvalue, which one matrix can learn (modulus)",
    )  # fmt: skip
    made.add_argument("--tol", type=float, default=1e-3, help="residual of the modes (1e-3)")
    made.add_argument(
        "--format", default="text", choices=("text", "binary", "both"), help="of the vectors, as word2vec has it (text)"
    )


def _concepts(commands: argparse._SubParsersAction[_Parser]) -> None:
    made = _command(
        commands, "concepts", "show each mode: its eigenvalue, when it is learned, and the words at both ends",
        "Shows the modes of a folder in order: eigenvalue, the time at which gradient flow from a start of size sigma"
        " has half learned it, and the words at both ends. Time is that of dW/dt = (M - W W^T) W, and entries of W(0)"
        " have variance sigma^2 / d.",
        "wordmodes concepts mine --modes 10 --sigma 1e-6", out=True,
    )  # fmt: skip
    made.add_argument(
        "--sigma", type=float, default=1e-6, help="size of the start: about how long rows of W(0) are (1e-6)"
    )
    made.add_argument("--modes", type=int, default=20, help="how many (20)")
    made.add_argument("-n", type=int, default=6, help="words at each end (6)")


def _neighbours(commands: argparse._SubParsersAction[_Parser]) -> None:
    made = _command(
        commands, "neighbours", "list the words nearest to one, by cosine",
        "Lists the words whose vectors point most nearly where a word's does, with their cosines.",
        "wordmodes neighbours mine king", out=True,
    )  # fmt: skip
    made.add_argument("word", metavar="WORD")
    made.add_argument("-n", type=int, default=10, help="how many (10)")


def _analogy(commands: argparse._SubParsersAction[_Parser]) -> None:
    made = _command(
        commands, "analogy", "list what is to C as B is to A",
        "Lists the words nearest to B - A + C, the question's own left out (3CosAdd), with their cosines.",
        "wordmodes analogy mine man woman king", out=True,
    )  # fmt: skip
    for name in "abc":
        made.add_argument(name, metavar=name.upper())
    made.add_argument("-n", type=int, default=5, help="how many (5)")


def _ledger(commands: argparse._SubParsersAction[_Parser]) -> None:
    made = _command(
        commands, "ledger", "put the book's claims to a text: published, ours, yours",
        "Measures on your text whatever claim of the book can be measured on a text, with the book's own settings"
        " where the text is long enough for them, and prints published, the book's and your value; and of every other"
        " claim why not. Takes minutes. What needs the test sets needs gensim installed.",
        "wordmodes ledger mine.txt",
    )  # fmt: skip
    _texts(made)
    made.add_argument("--only", metavar="CLAIM", nargs="+", default=None, help="these claims alone, by name")


def _fetch(commands: argparse._SubParsersAction[_Parser]) -> None:
    made = _command(
        commands, "fetch", "fetch a corpus: text8, 17 million words of Wikipedia",
        "Fetches text8.zip, 31 MB, goes on where an interrupted download ended, checks its SHA-256, and writes it"
        " beside it as text8.jsonl, in documents of 10 000 words, which wordmodes embed reads.",
        "wordmodes fetch text8 --to corpora",
    )  # fmt: skip
    made.add_argument("what", choices=("text8",))
    made.add_argument("--to", metavar="FOLDER", default=None, help="where to put it (wordmodes in the user's cache)")
    made.add_argument("--url", default=None, help="another address of the same file")
