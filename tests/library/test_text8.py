"""Fetching text8 from a local server: what is kept, what is refused, what a reader is told."""

import hashlib
import io
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from wordmodes.text import sources, text8
from wordmodes.text.corpus import tokenize

TEXT = " " + " ".join(f"w{'abcdefghij'[i % 10]}" for i in range(25_003))


@pytest.fixture
def archive() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("text8", TEXT)
    return buffer.getvalue()


@pytest.fixture
def server(archive):
    """Serves the archive; `asked` counts the requests."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200 if self.path == "/text8.zip" else 404)
            self.end_headers()
            if self.path == "/text8.zip":
                self.wfile.write(archive)

        def log_message(self, *_):
            pass

    httpd = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{httpd.server_port}", asked
    httpd.shutdown()
    httpd.server_close()


@pytest.fixture
def right_hash(monkeypatch, archive):
    monkeypatch.setattr(text8, "TEXT8_SHA256", hashlib.sha256(archive).hexdigest())


def test_it_is_fetched_once_and_cut_into_pieces(server, right_hash, tmp_path):
    address, asked = server
    folder = tmp_path / "new" / "cache"
    pieces = sources.text8(folder, f"{address}/text8.zip")
    assert [len(tokenize(piece)) for piece in pieces] == [10_000, 10_000, 5_003]
    assert tokenize(" ".join(pieces)) == TEXT.split()
    assert [path.name for path in folder.iterdir()] == ["text8.zip"]
    assert sources.text8(folder, f"{address}/text8.zip") == pieces
    assert asked == ["/text8.zip"]


def test_the_address_is_the_module_s_unless_given(server, right_hash, tmp_path, monkeypatch):
    monkeypatch.setattr(text8, "TEXT8_URL", f"{server[0]}/text8.zip")
    assert len(text8.text8(tmp_path)) == 3


def test_the_cache_is_the_user_s_unless_given(server, right_hash, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    text8.text8(url=f"{server[0]}/text8.zip")
    assert (tmp_path / "wordmodes" / "text8.zip").is_file()


def test_another_file_is_refused_and_not_kept(server, tmp_path, monkeypatch):
    monkeypatch.setattr(text8, "TEXT8_SHA256", "0" * 64)
    with pytest.raises(ValueError, match="not text8") as caught:
        text8.text8(tmp_path, f"{server[0]}/text8.zip")
    assert "0" * 64 in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_what_the_reader_has_put_there_is_left_alone(right_hash, tmp_path):
    (tmp_path / "text8.zip").write_bytes(b"zipped again")
    with pytest.raises(ValueError, match=r"is not text8.*move it out of the way"):
        text8.text8(tmp_path)
    assert (tmp_path / "text8.zip").read_bytes() == b"zipped again"


def test_an_address_that_cannot_be_read_is_named(server, tmp_path):
    with pytest.raises(ConnectionError, match=r"missing\.zip"):
        text8.text8(tmp_path, f"{server[0]}/missing.zip")
    with pytest.raises(ConnectionError, match="check the network"):
        text8.text8(tmp_path, "http://127.0.0.1:9/text8.zip")
    assert list(tmp_path.iterdir()) == []


def test_the_real_file_s_hash_is_well_formed():
    assert len(text8.TEXT8_SHA256) == 64
    assert int(text8.TEXT8_SHA256, 16) > 0


@pytest.fixture
def breaks_off(archive):
    """A server whose first answer ends in the middle; it knows parts, unless told not to. Yields requests as well."""
    asked, parts = [], [True]

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.headers.get("Range"))
            start = int(asked[-1].split("=")[1].rstrip("-")) if asked[-1] and parts[0] else 0
            if asked[-1] and parts[0] and start >= len(archive):
                self.send_error(416)
                return
            rest = archive[start:]
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(len(rest)))
            self.end_headers()
            self.wfile.write(rest[: len(rest) // 2] if len(asked) == 1 else rest)

        def log_message(self, *_):
            pass

    httpd = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{httpd.server_port}/text8.zip", asked, parts
    httpd.shutdown()
    httpd.server_close()


@pytest.mark.parametrize("knows_parts", [True, False])
def test_a_download_that_broke_off_is_gone_on_with(breaks_off, right_hash, archive, tmp_path, knows_parts):
    url, asked, parts = breaks_off
    parts[0] = knows_parts
    with pytest.raises(ConnectionError, match="text8 could not be fetched"):
        text8.fetch_text8(tmp_path, url)
    assert [(file.name, file.stat().st_size) for file in tmp_path.iterdir()] == [("text8.zip.part", len(archive) // 2)]
    assert text8.fetch_text8(tmp_path, url).read_bytes() == archive
    assert asked == [None, f"bytes={len(archive) // 2}-"]
    assert [file.name for file in tmp_path.iterdir()] == ["text8.zip"]


def test_a_whole_part_is_taken_and_a_wrong_one_thrown_away(breaks_off, right_hash, archive, tmp_path):
    url, asked, _ = breaks_off
    asked.append(None)
    (tmp_path / "text8.zip.part").write_bytes(archive)
    assert text8.fetch_text8(tmp_path, url).read_bytes() == archive
    (tmp_path / "text8.zip").rename(tmp_path / "text8.zip.part")
    (tmp_path / "text8.zip.part").write_bytes(bytes(len(archive)))
    with pytest.raises(ValueError, match="not text8"):
        text8.fetch_text8(tmp_path, url)
    assert list(tmp_path.iterdir()) == []
