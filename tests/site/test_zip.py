"""The site as one file, which `make zip` packs: unpacked anywhere, it is read with no network."""

import os
import shutil
import zipfile
from pathlib import Path

import pytest

import make_pdf
import make_zip
from conftest import SITE, Visit

NAME = "one-concept-at-a-time"
LINK = '<!--added--><p><a href="lite/x">run</a></p><!--/added-->'


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """The archive and, beside it, what is in it."""
    here = tmp_path_factory.mktemp("zip")
    make_zip.make_zip(SITE, here / f"{NAME}.zip")
    shutil.unpack_archive(here / f"{NAME}.zip", here)
    return here


def test_it_has_one_folder_with_the_whole_site(folder):
    assert {path.name for path in folder.iterdir()} == {NAME, f"{NAME}.zip"}
    files = {path.relative_to(SITE) for path in SITE.rglob("*") if path.is_file() and path.name != make_pdf.WHOLE}
    packed = {path.relative_to(folder / NAME) for path in (folder / NAME).rglob("*") if path.is_file()}
    added = {path for path in files if path.parts[0] in ("lite", f"{NAME}.pdf", f"{NAME}.zip")}
    assert files - packed - added == {Path(".buildinfo"), Path(".nojekyll"), Path("objects.inv")}
    assert not packed & added
    assert packed <= files


@pytest.mark.browser
@pytest.mark.parametrize("name", ["index.html", "06_small_initialisation.html", "search.html?q=sigmoid"])
def test_it_opens_from_its_files(chromium, folder, name):
    context = chromium.new_context(viewport={"width": 390, "height": 800}, offline=True)
    try:
        reader = Visit(context.new_page(), (folder / NAME).as_uri() + "/")
        reader.open(name)
        if name.startswith("search"):
            reader.page.wait_for_selector("ul.search li a")
        else:
            assert reader.page.locator(".wm-widget canvas").first.is_visible()
        assert reader.complaints == []
    finally:
        context.close()


@pytest.fixture
def small(tmp_path) -> Path:
    """A site of one page, with what was added to it and what tools leave that were killed."""
    site = tmp_path / "html"
    for folder in ("lite", ".lite-killed/contents"):
        (site / folder).mkdir(parents=True)
    for name in ("lite/x", ".lite-killed/contents/y", ".a.pdf.tmp", make_pdf.WHOLE, "a.pdf", "a.zip"):
        (site / name).write_text("x", encoding="utf-8")
    (site / "index.html").write_text(f"<p>ä</p>{LINK}", encoding="utf-8")
    return site


def test_what_was_added_stays_out_with_the_links_to_it(small, tmp_path):
    make_zip.make_zip(small, tmp_path / "out/a.zip")
    with zipfile.ZipFile(tmp_path / "out/a.zip") as archive:
        assert archive.namelist() == ["a/index.html"]
        assert archive.read("a/index.html").decode() == "<p>ä</p>"
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["a.zip"]


def test_the_same_site_gives_the_same_bytes(small, tmp_path):
    for name in ("one", "two"):
        make_zip.make_zip(small, tmp_path / name / "a.zip")
        os.utime(small / "index.html", (1e9, 1e9))  # as if written at another time
    assert (tmp_path / "one/a.zip").read_bytes() == (tmp_path / "two/a.zip").read_bytes()


def test_without_a_site_it_says_what_to_do(tmp_path):
    with pytest.raises(ValueError, match="make book"):
        make_zip.make_zip(tmp_path, tmp_path / "x.zip")
