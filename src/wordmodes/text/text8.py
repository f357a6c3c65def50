"""text8, the first 100 million characters of English Wikipedia in March 2006: fetched once and checked."""

from __future__ import annotations

import hashlib
import os
import re
import zipfile
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from tqdm.auto import tqdm

from wordmodes import _validate

TEXT8_URL = "http://mattmahoney.net/dc/text8.zip"
TEXT8_SHA256 = "a6640522afe85d1963ad56c05b0ede0a0c000dddc9671758a6cc09b7a38e5232"

# Its articles run into one another. Pieces let a corpus be halved and shuffled, and are read by gensim as they stand.
_PIECE = re.compile("(?:[a-z]+ ?){1,10000}")
_SECONDS = 60
_BLOCK = 1 << 18
_PART, _NOTHING_LEFT = 206, 416  # what HTTP answers to a request for the rest of a file


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
    """The text8 corpus, downloaded at the first call; a download that broke off is gone on with at the next.

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
    with zipfile.ZipFile(fetch_text8(cache_dir, url)) as archive:
        return _PIECE.findall(archive.read("text8").decode("ascii"))


def fetch_text8(cache_dir: str | Path | None = None, url: str | None = None) -> Path:
    """Fetch text8.zip, unless it is there: on from where an interrupted download ended, and checked by its SHA-256.

    Parameters
    ----------
    cache_dir, url
        As for `text8`.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    ConnectionError, TypeError, ValueError
        As `text8`. What a broken connection has brought stays beside the file's place, as text8.zip.part.

    Examples
    --------
    >>> fetch_text8().name  # doctest: +SKIP
    'text8.zip'
    """
    if cache_dir is not None and (not isinstance(cache_dir, (str, Path)) or str(cache_dir) == ""):
        raise TypeError(f"cache_dir must be a folder's path, got {cache_dir!r}")
    folder = Path(cache_dir) if cache_dir is not None else default_cache()
    url = TEXT8_URL if url is None else _validate.string("url", url)
    path = folder / "text8.zip"
    if path.exists():
        if (found := _hash(path)) != TEXT8_SHA256:
            raise ValueError(
                f"{path} is not text8: its SHA-256 is {found}; move it out of the way, or pass another cache_dir"
            )
        return path
    part = folder / "text8.zip.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _download(url, part)
    except (OSError, HTTPException, ValueError) as error:  # a ValueError is urllib's, of what is no address
        if part.exists() and not part.stat().st_size:
            part.unlink()
        raise ConnectionError(
            f"text8 could not be fetched from url {url!r} ({error}); check the network, pass another url, or put"
            f" text8.zip into {folder}"
        ) from error
    if (found := _hash(part)) != TEXT8_SHA256:
        part.unlink()
        raise ValueError(
            f"what url {url!r} sent is not text8: its SHA-256 is {found}, not {TEXT8_SHA256}; pass another url"
        )
    part.replace(path)
    return path


def _download(url: str, part: Path) -> None:
    """Fetch a file, or what is missing of it, where the server can send a part."""
    begun = part.stat().st_size if part.exists() else 0
    asked = Request(url, headers={"Range": f"bytes={begun}-"} if begun else {})
    try:
        answer = urlopen(asked, timeout=_SECONDS)
    except HTTPError as error:
        if not begun or error.code != _NOTHING_LEFT:
            raise
        return  # all of it is there; its hash says whether it is the file
    with answer, part.open("ab" if answer.status == _PART else "wb") as file:
        begun = file.tell()
        length = answer.headers.get("Content-Length")
        total = begun + int(length) if length else None
        quiet = bool(os.environ.get("TQDM_DISABLE"))
        with tqdm(total=total, initial=begun, unit="B", unit_scale=True, desc=part.stem, disable=quiet) as bar:
            while block := answer.read(_BLOCK):
                file.write(block)
                bar.update(len(block))
        if total is not None and file.tell() < total:
            raise ConnectionError(f"the connection ended after {file.tell()} of {total} bytes; call again to go on")


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
