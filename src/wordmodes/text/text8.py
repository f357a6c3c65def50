"""text8, the first 100 million characters of English Wikipedia in March 2006: fetched once and checked."""

from __future__ import annotations

import os
import re
import zipfile
from pathlib import Path

from wordmodes import _validate

TEXT8_URL = "http://mattmahoney.net/dc/text8.zip"
TEXT8_SHA256 = "a6640522afe85d1963ad56c05b0ede0a0c000dddc9671758a6cc09b7a38e5232"

# Its articles run into one another. Pieces let a corpus be halved and shuffled, and are read by gensim as they stand.
_PIECE = re.compile("(?:[a-z]+ ?){1,10000}")
_SECONDS = 60


def default_cache() -> Path:
    """The folder for what is fetched once: `wordmodes` in the user's cache folder.

    Returns
    -------
    Path

    Examples
    --------
    >>> default_cache().name
    'wordmodes'
    """
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "wordmodes"


def text8(cache_dir: str | Path | None = None, url: str | None = None) -> list[str]:
    """The text8 corpus, downloaded at the first call.

    Parameters
    ----------
    cache_dir : str or Path, optional
        Where text8.zip is kept, or lies already; by default `wordmodes` in the user's cache folder. What lies there and
        is another file is never touched.
    url : str, optional
        Another address of the same file. Whatever the address, the SHA-256 must be that of the original.

    Returns
    -------
    list of str
        17 005 207 words of the letters a to z, in 1 701 pieces of 10 000 words.

    Raises
    ------
    ConnectionError
        If the address cannot be read.
    TypeError
        If `cache_dir` is no path or `url` no string.
    ValueError
        If the file is not text8; a downloaded one is not kept.

    References
    ----------
    Mahoney, "About the test data", mattmahoney.net/dc/textdata.html.

    Examples
    --------
    >>> text8()[0][:38]  # doctest: +SKIP
    'anarchism originated as a term of abuse'
    """
    import pooch  # only needed here, and not to be had in the browser

    if cache_dir is not None and (not isinstance(cache_dir, (str, Path)) or str(cache_dir) == ""):
        raise TypeError(f"cache_dir must be a folder's path, got {cache_dir!r}")
    folder = Path(cache_dir) if cache_dir is not None else default_cache()
    url = TEXT8_URL if url is None else _validate.string("url", url)
    path = folder / "text8.zip"
    if not path.exists():
        fetch = pooch.HTTPDownloader(progressbar=True, timeout=_SECONDS)
        try:
            pooch.retrieve(url, TEXT8_SHA256, fname=path.name, path=folder, downloader=fetch)
        except ValueError as error:
            raise ValueError(f"what url {url!r} sent is not text8 ({error}); pass another url") from error
        except OSError as error:  # those of requests too
            raise ConnectionError(
                f"text8 could not be fetched from url {url!r} ({error}); check the network, pass another url, or put"
                f" text8.zip into {folder}"
            ) from error
    elif (found := pooch.file_hash(path, alg="sha256")) != TEXT8_SHA256:
        raise ValueError(
            f"{path} is not text8: its SHA-256 is {found}; move it out of the way, or pass another cache_dir"
        )
    with zipfile.ZipFile(path) as archive:
        return _PIECE.findall(archive.read("text8").decode("ascii"))
