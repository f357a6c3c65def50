"""Files of a git repository at a commit: which are read, what is pinned, and that no process is left behind."""

import os
import subprocess
from pathlib import Path

import pytest

from wordmodes.text import GitTree, _git, read_documents

WIKI = '<doc id="{0}" url="u" title="{0}">\nText {0}\n</doc>\n'
WHO = {f"GIT_{role}_{what}": "a@b.c" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


def git(folder: Path, *arguments: str) -> str:
    """Run git there, whoever runs the tests and from wherever."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    isolated = WHO | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=kept | isolated, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path) -> Path:
    """Three files at the tag v1, which HEAD no longer has."""
    folder = tmp_path / "repo@home"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    for name in ("AB/wiki_00", "AA/wiki_01", "AA/wiki_00"):
        (folder / "text" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "text" / name).write_text(WIKI.format(name), encoding="utf-8")
    (folder / "README").write_text("read me", encoding="utf-8")
    (folder / "été.txt").write_text("in summer", encoding="utf-8")
    (folder / "link.txt").symlink_to("été.txt")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "one")
    git(folder, "tag", "v1")
    git(folder, "rm", "--quiet", "-r", "text")
    git(folder, "commit", "--quiet", "--message", "two")
    return folder


@pytest.fixture
def processes(monkeypatch) -> list[subprocess.Popen]:
    """Every process that is started."""
    started = []

    class Recorded(subprocess.Popen):
        def __init__(self, *arguments, **named):
            super().__init__(*arguments, **named)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Recorded)
    return started


def test_files_are_read_at_their_commit_and_in_the_order_of_their_names(repository):
    commit = git(repository, "rev-parse", "v1")
    documents = read_documents(f"git+{repository}@v1:text/A[A-B]/wiki_*")
    assert list(documents) == [f"\nText {name}" for name in ("AA/wiki_00", "AA/wiki_01", "AB/wiki_00")]
    assert documents.provenance == (f"git+{repository}@{commit}:text/A[A-B]/wiki_*",)
    assert documents.files[0] == f"{commit[:12]}:text/AA/wiki_00"
    assert documents.n_bytes == 3 * len(WIKI.format("AA/wiki_00"))
    assert list(documents) == list(read_documents(GitTree(repository, commit, "text/A[A-B]/wiki_*")))


def test_a_folder_of_a_repository_is_read_as_a_folder(repository):
    everything = read_documents(GitTree(repository, "v1"))
    assert list(everything)[-1] == "in summer"
    assert len(list(everything)) == 4
    assert [name.partition(":")[2] for name in everything.left_out] == ["README"]
    assert len(list(read_documents(GitTree(repository, "v1", "text/AA/")))) == 2
    assert list(read_documents(GitTree(repository, "v1", "README"))) == ["read me"]
    assert list(read_documents(f"git+{repository}@HEAD")) == ["in summer"]
    assert list(read_documents(f"git+{repository}@main@{{0}}:été.txt")) == ["in summer"]


def test_what_is_hidden_in_a_repository_is_read_where_it_is_named(repository):
    for name in (".github/a.txt", "text/.b/c.txt"):
        (repository / name).parent.mkdir(parents=True)
        (repository / name).write_text(name, encoding="utf-8")
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "--message", "three")
    assert list(read_documents(GitTree(repository, "HEAD"))) == ["in summer"]
    for named in (".github", ".github/*"):
        assert list(read_documents(GitTree(repository, "HEAD", named))) == [".github/a.txt"]
    assert list(read_documents(GitTree(repository, "HEAD", "text/.b"))) == ["text/.b/c.txt"]


def test_a_bare_repository_will_do_and_files_of_git_and_of_the_disk_mix(repository, tmp_path):
    bare = tmp_path / "bare.git"
    git(tmp_path, "clone", "--quiet", "--bare", str(repository), str(bare))
    (tmp_path / "a.txt").write_text("from disk")
    mixed = [GitTree(bare, "v1", "README"), tmp_path / "a.txt", GitTree(repository, "v1", "text/AB")]
    documents = read_documents(mixed)
    assert list(documents) == ["read me", "from disk", "\nText AB/wiki_00"]
    assert [text for shard in documents.shards(3) for text in shard] == list(documents)


def test_the_same_content_under_two_names_is_two_documents(repository):
    (repository / "copy.txt").write_text("in summer", encoding="utf-8")
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "--message", "three")
    assert list(read_documents(GitTree(repository, "HEAD", "*.txt"))) == ["in summer", "in summer"]
    with pytest.raises(ValueError, match=r"copy\.txt is given twice in paths"):
        read_documents([GitTree(repository, "HEAD", "*.txt"), GitTree(repository, "main", "copy.txt")])


@pytest.mark.parametrize(
    ("tree", "message"),
    [
        ("git+{0}@v2", "has no commit 'v2'"),
        ("git+{0}@v1:text/B*", r"has no file 'text/B\*' at its commit .*there are 'README', 'text/AA/wiki_00'"),
        ("git+{0}", "must be git+PATH@COMMIT"),
        ("git+{0}/text@v1", "git can't read .*not a git repository|No such file"),
        ("git+{0}@--all", "names no commit"),
    ],
)
def test_what_a_repository_lacks_is_named(repository, tree, message):
    with pytest.raises(ValueError, match=message.replace("git+", r"git\+")) as caught:
        read_documents(tree.format(repository))
    assert "paths" in str(caught.value)


def test_a_folder_in_another_repository_is_none(repository):
    (repository / "inner").mkdir()
    with pytest.raises(ValueError, match="not a git repository"):
        read_documents(GitTree(repository / "inner", "v1"))


def test_a_repository_without_documents_says_so(repository):
    git(repository, "rm", "--quiet", "été.txt", "link.txt")
    git(repository, "commit", "--quiet", "--message", "four")
    with pytest.raises(ValueError, match=r"of 1 files, such as .*:README, and none is \.txt"):
        read_documents(GitTree(repository, "HEAD"))


def test_a_partial_clone_s_missing_files_are_named_before_reading(repository, tmp_path):
    git(repository, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "--quiet", "--bare", "--filter=blob:none", f"file://{repository}", "partial.git")
    with pytest.raises(ValueError, match=r"lacks (3|some) of 3 files.*: it is a partial clone"):
        read_documents(GitTree(tmp_path / "partial.git", "v1", "text/*"))


def test_a_damaged_object_is_named(repository):
    documents = read_documents(GitTree(repository, "v1", "text/*"))
    blob = documents.sources[1].blob
    loose = repository / ".git" / "objects" / blob[:2] / blob[2:]
    loose.chmod(0o644)
    loose.write_bytes(loose.read_bytes()[:9])
    with pytest.raises(ValueError, match=r"text/AA/wiki_01 in paths.*git fsck"):
        list(documents)


def test_git_itself_may_be_missing(repository, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ValueError, match=r"git could not be run for .* in paths .*is it installed\?"):
        read_documents(GitTree(repository, "v1"))


def test_one_process_reads_all_files_and_is_ended(repository, processes):
    documents = read_documents(GitTree(repository, "v1", "text/*"))
    processes.clear()
    list(documents)
    assert len(processes) == 1
    assert processes[0].poll() is not None


@pytest.mark.parametrize("stop", [KeyboardInterrupt, ValueError])
def test_an_interruption_leaves_no_process(repository, processes, monkeypatch, stop):
    monkeypatch.setattr(_git, "BLOCK", 5)  # stopped in the middle of a file
    documents = read_documents(GitTree(repository, "v1", "text/*"), piece=8)
    with pytest.raises(stop):  # noqa: PT012 (it is the loop that is interrupted)
        for _ in documents.pieces():
            raise stop
    assert all(process.poll() is not None for process in processes)
    iterator = iter(documents)
    next(iterator)
    iterator.close()
    assert all(process.poll() is not None for process in processes)
    monkeypatch.undo()
    assert len(list(documents)) == 3
