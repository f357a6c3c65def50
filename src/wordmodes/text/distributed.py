"""Counting past one machine: shards counted where the text lies, and merged as a tree, by a cluster of Dask's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from wordmodes import _validate
from wordmodes._validate import Seed
from wordmodes.text import _checks, _cluster
from wordmodes.text import _distributed as tasks
from wordmodes.text._rows import Choice, thinning
from wordmodes.text.cooccurrence import TABLE_SIZE, Cooccurrence, Weighting, checked_window
from wordmodes.text.corpus import tokenize
from wordmodes.text.documents import Documents
from wordmodes.text.vocabulary import Vocabulary

if TYPE_CHECKING:
    from distributed import Client

SHARD = 1 << 28  # bytes of files


def count_distributed(
    documents: Documents,
    window: int,
    client: Client,
    *,
    vocabulary: Vocabulary | None = None,
    size: int | None = None,
    min_count: int = 1,
    weighting: Weighting = "linear",
    oov: Literal["keep", "drop"] = "keep",
    thin: float | None = None,
    seed: Seed = 0,
    tokenizer: Callable[[str], Sequence[str]] = tokenize,
    shards: int | None = None,
    checkpoint: str | Path | None = None,
    dense: bool | None = None,
) -> Cooccurrence:
    """Count the pairs of a text that lies where a cluster's workers can read it: what `count` does, on many machines.

    First each worker tallies the words of some shards, and the most frequent become the vocabulary; then it counts
    pairs. Results are merged two by two on the workers, and only the vocabulary and the sum come here. What a worker
    had when it died is made again by another.

    Parameters
    ----------
    documents : Documents
        From `read_documents`. Workers open the files by the same paths. A file is never split.
    window : int
        L >= 1, the places to either side.
    client : distributed.Client
        Of a running cluster.
    vocabulary : Vocabulary, optional
        The V words to count. Where it is given, the text is read once; otherwise twice.
    size : int, optional
        How many words to keep, the most frequent, where no vocabulary is given; all by default.
    min_count : int
        Words that occur less often are left out of such a vocabulary.
    weighting : {"linear", "flat"}
        A pair j places apart adds L + 1 - j, or 1.
    oov : {"keep", "drop"}
        Words outside the vocabulary keep their place, or are taken out before windows are laid.
    thin : float, optional
        t > 0: frequent words are taken out as word2vec's subsampling does.
    seed : int or Generator
        For `thin`. What is drawn depends neither on the shards nor on the workers.
    tokenizer : callable
        Turns a text into a list of words. Workers must be able to import it.
    shards : int, optional
        In how many parts of about the same size: at most one a file. By default one for each 256 MiB, whatever the
        cluster, so that a later run finds what an earlier one kept.
    checkpoint : str or Path, optional
        A folder that all workers can write to. There each shard's results are kept, whole or not at all, under a name
        made from its files, their sizes and times and every setting. A run that was stopped goes on from there; what
        is damaged there, or of a file that has changed, is made anew. A tokenizer is known by its name and its code.
    dense : bool, optional
        Whether the counts are a table or a sparse array; by default a table up to V = 5 000.

    Returns
    -------
    Cooccurrence
        The integers that `count` gives, for any number of shards and workers.

    Raises
    ------
    TypeError
        If an argument is of the wrong type.
    ValueError
        If a setting is not valid, a file is damaged, or the documents hold too few words.
    OSError
        If `checkpoint` can't be written to.
    RuntimeError
        If one shard kills worker after worker, or the cluster goes away.
    ModuleNotFoundError
        If Dask is not installed.

    References
    ----------
    Dean & Ghemawat (2004), MapReduce; Rocklin (2015), Dask.

    Examples
    --------
    >>> from distributed import Client
    >>> from tempfile import TemporaryDirectory
    >>> from wordmodes.text.files import read_documents
    >>> with TemporaryDirectory() as folder, Client(processes=False, dashboard_address=":0") as client:
    ...     for name, text in (("a", "the cat saw the dog"), ("b", "a dog saw the cat")):
    ...         _ = Path(folder, f"{name}.txt").write_text(text)
    ...     counts = count_distributed(read_documents(folder), window=2, client=client, size=3, shards=2)
    >>> counts.words, counts.counts.tolist()
    (('the', 'cat', 'dog'), [[0, 5, 3], [5, 0, 0], [3, 0, 0]])
    """
    _cluster.client(client, "counting on a cluster")
    _validate.instance("documents", documents, Documents, "read_documents(paths)")
    window = checked_window(window, weighting)
    drop = _validate.choice("oov", oov, ("keep", "drop")) == "drop"
    _validate.function("tokenizer", tokenizer)
    size = None if size is None else _validate.integer("size", size, 2)
    min_count = _validate.integer("min_count", min_count, 0)
    n = documents.n_bytes // SHARD + 1 if shards is None else _validate.integer("shards", shards, 1)
    thin = None if thin is None else _validate.real("thin", thin, above=0)
    rng = _validate.generator("seed", seed)
    dense = None if dense is None else _validate.truth("dense", dense)
    parts = tasks.parts(documents, n, tokenizer, _folder(checkpoint))

    lengths: tuple[int, ...] = (0,) * len(parts)
    if vocabulary is not None:
        _validate.instance("vocabulary", vocabulary, Vocabulary, "Vocabulary.from_documents(documents)")
        if size is not None:
            raise ValueError("size is for a vocabulary that is made here; leave it out, or pass vocabulary.top(size)")
    if vocabulary is None or thin is not None:
        tallied = [_cluster.call("tally", shard.tally) for shard in parts]
        words = _cluster.tree("join", tallied, tasks.joined)
        if vocabulary is None:
            take = _cluster.call("choose", partial(tasks.chosen, size, min_count), words)
            vocabulary, lengths = _cluster.answer(client, tallied, take)
        else:
            lengths = _cluster.answer(client, tallied, _cluster.call("measure", tasks.lengths, words))
    table = len(vocabulary) <= TABLE_SIZE if dense is None else dense
    if table:
        _checks.check_table(len(vocabulary))

    choice = Choice(len(vocabulary), drop, *thinning(vocabulary, thin, rng))
    known = _cluster.given("vocabulary", vocabulary)
    counted = [
        _cluster.call("count", partial(shard.count, choice, start, window, weighting), known)
        for shard, start in zip(parts, accumulate(lengths, initial=0), strict=False)
    ]
    found = _cluster.answer(client, counted, _cluster.tree("add", counted, tasks.added))
    if not found.tokens:
        raise ValueError("documents hold no token: the corpus is empty; check the texts and the tokenizer")
    counts = Cooccurrence(tasks.whole(found.triangle), vocabulary, window, weighting)
    return counts.dense() if table else counts


def _folder(checkpoint: str | Path | None) -> str | None:
    """The folder of the checkpoints, made if need be, as workers find it."""
    if checkpoint is None:
        return None
    if not isinstance(checkpoint, (str, Path)):
        raise TypeError(f"checkpoint must be a string or a Path, got a {type(checkpoint).__name__}")
    try:
        if not str(checkpoint):
            raise ValueError("an empty name")
        Path(checkpoint).mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:  # a null byte, a lone surrogate, a file in its place
        raise ValueError(
            f"checkpoint {str(checkpoint)!r} must be a folder, or the name of one to make ({error})"
        ) from error
    return str(Path(checkpoint).absolute())
