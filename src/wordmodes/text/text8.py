"""text8, the first 100 million characters of English Wikipedia in March 2006: fetched once and checked."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import urllib.request
import zipfile
from pathlib import Path

from tqdm.auto import tqdm

TEXT8_URL = "http://mattmahoney.net/dc/text8.zip"
TEXT8_BYTES = 31_344_016
TEXT8_SHA256 = "a6640522afe85d1963ad56c05b0ede0a0c000dddc9671758a6cc09b7a38e5232"

# Its articles run into one another. Pieces let a corpus be halved and shuffled, and are read by gensim as they stand.
_PIECE = re.compile("(?:[a-z]+ ?){1,10000}")
_CHUNK = 1 << 20
_SECONDS = 60


def default_cache() -> Path:
    """The folder for what is fetched once: `wordmodes` in the user's cache folder."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "wordmodes"


def text8(cache_dir: str | Path | None = None, url: str | None = None) -> list[str]:
    """The text8 corpus, downloaded at the first call.

    Parameters
    ----------
    cache_dir : str or Path, optional
        Where text8.zip is kept, or lies already; by default `wordmodes` in the user's cache folder.
    url : str, optional
        Another address of the same file. Whatever the address, size and SHA-256 must be those of the original.

    Returns
    -------
    list of str
        17 005 207 words of the letters a to z, in 1 701 pieces of 10 000 words.

    Raises
    ------
    ConnectionError
        If the address cannot be read.
    ValueError
        If the file is not text8; it is not kept.

    References
    ----------
    Mahoney, "About the test data", mattmahoney.net/dc/textdata.html.
    """
    path = (Path(cache_dir) if cache_dir is not None else default_cache()) / "text8.zip"
    if not path.exists():
        _download(url or TEXT8_URL, path)
    elif wrong := _differs(path):
        path.unlink()
        raise ValueError(f"{path} is not text8 ({wrong}); it was removed: call text8() again to fetch it anew")
    with zipfile.ZipFile(path) as archive:
        return _PIECE.findall(archive.read("text8").decode("ascii"))


def _download(url: str, path: Path) -> None:
    """Fetch the file under a temporary name, and give it its own only if it is the right one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
        part = Path(file.name)
        try:
            with (
                urllib.request.urlopen(url, timeout=_SECONDS) as response,
                tqdm(total=TEXT8_BYTES, unit="B", unit_scale=True, desc="text8") as bar,
            ):
                while (chunk := response.read(_CHUNK)) and file.tell() <= TEXT8_BYTES:
                    file.write(chunk)
                    bar.update(len(chunk))
            file.close()
            if wrong := _differs(part):
                raise ValueError(f"what {url} sent is not text8 ({wrong}) and was not kept; pass another url")
            part.chmod(0o644)
            part.replace(path)
        except OSError as error:
            raise ConnectionError(
                f"text8 could not be fetched from {url} ({error}); check the network, pass another url, or put"
                f" text8.zip into {path.parent}"
            ) from error
        finally:
            part.unlink(missing_ok=True)


def _differs(path: Path) -> str | None:
    """What tells a file from text8.zip, or None."""
    if (size := path.stat().st_size) != TEXT8_BYTES:
        return f"{size} bytes or more, not {TEXT8_BYTES}"
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    return None if found == TEXT8_SHA256 else f"SHA-256 {found}, not {TEXT8_SHA256}"
