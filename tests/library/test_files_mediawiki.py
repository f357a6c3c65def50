"""MediaWiki dumps: which pages are documents, what is damaged, what is said where gensim or zstandard is missing."""

import sys

import pytest

from wordmodes.text import read_documents


def read(path, content: str | bytes, **how) -> list[str]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_documents(path, **how))


def page(title: str, text: str, ns: str | None = "0", extra: str = "") -> str:
    namespace = "" if ns is None else f"<ns>{ns}</ns>"
    return f"<page><title>{title}</title>{namespace}{extra}<revision><text>{text}</text></revision></page>"


def dump(*pages: str) -> str:
    info = "<siteinfo><namespaces><namespace key='0' /><namespace key='1'>Talk</namespace></namespaces></siteinfo>"
    return f'<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/">{info}{"".join(pages)}</mediawiki>'


def test_a_dump_s_articles_are_read_without_markup(tmp_path):
    content = dump(
        page("Cat", "[[cat|Cats]] &amp;amp; '''dogs''' &lt;ref&gt;gone&lt;/ref&gt;"),
        page("Talk:Cat", "talk", ns="1"),
        page("Kitty", "see Cat", extra='<redirect title="Cat" />'),
        page("Kitten", "#REDIRECT [[Cat]]"),
        page("Talk:Dog", "talk", ns=None),
        page("Alien: Covenant", "old dumps name no namespace", ns=None),
        page("Void", ""),
        page("Twice", "older</text></revision><revision><text>newer"),
    )
    found = read(tmp_path / "pages.xml", content)
    assert found == ["Cats & '''dogs''' ", "old dumps name no namespace", "newer"]
    assert read(tmp_path / "articles1.xml-p1p41242", content) == found
    assert read(tmp_path / "nameless", content) == found


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (dump(page("Cat", "cats"))[:-20], "ends in the middle: it was cut short"),
        (dump(page("Cat", "cats & dogs")), "is no whole XML"),
        (dump(page("Cat", "cats")).encode() + b"\xff", "is no whole XML"),
        ('<!DOCTYPE m [<!ENTITY a "aa">]>' + dump(page("Cat", "&a;")), "declares a document type"),
        (dump(page("Cat", "cats " * 200)), "'Cat', has more than 640 characters"),
    ],
)
def test_a_dump_that_is_damaged_is_named(tmp_path, content, message):
    with pytest.raises(ValueError, match=message):
        read(tmp_path / "pages.xml", content, piece=10)


def test_what_is_not_installed_is_said_before_reading(tmp_path, monkeypatch):
    (tmp_path / "pages.xml").write_text(dump(page("Cat", "cats")))
    (tmp_path / "a.txt.zst").write_bytes(b"")
    monkeypatch.setitem(sys.modules, "gensim", None)
    monkeypatch.setitem(sys.modules, "gensim.corpora.wikicorpus", None)
    with pytest.raises(ModuleNotFoundError, match=r"needs gensim.*pip install gensim"):
        read_documents(tmp_path / "pages.xml")
    monkeypatch.setitem(sys.modules, "zstandard", None)
    with pytest.raises(ModuleNotFoundError, match="pip install zstandard"):
        read_documents(tmp_path / "a.txt.zst")
