"""What continuous integration promises: nothing is published before its tests, or half; every action is pinned."""

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / ".github/workflows").glob("*.yml"))


def load(name: str) -> dict:
    """Return a workflow; YAML takes its key `on` for a truth."""
    content = yaml.safe_load((ROOT / ".github/workflows" / name).read_text(encoding="utf-8"))
    return {"on" if key is True else key: value for key, value in content.items()}


def test_publishing_waits_for_every_test():
    publish = load("publish.yml")["jobs"]
    assert publish["test"] == {"uses": "./.github/workflows/test.yml"}
    deploying = [name for name, job in publish.items() if "actions/deploy-pages" in str(job)]
    assert deploying == ["publish"]
    assert publish["publish"]["needs"] == "test"
    assert "if" not in publish["publish"]
    tests = load("test.yml")
    assert set(tests["on"]) == {"pull_request", "workflow_call"}
    assert not [name for name, job in tests["jobs"].items() if "if" in job or "continue-on-error" in job]


def test_a_deployment_is_not_broken_off():
    workflow = load("publish.yml")
    assert workflow["jobs"]["publish"]["concurrency"] == {"group": "pages", "cancel-in-progress": False}
    assert "concurrency" not in workflow
    assert load("test.yml")["concurrency"]["cancel-in-progress"] == "${{ github.event_name == 'pull_request' }}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_action_is_pinned_with_its_version_beside_it(path):
    used = re.findall(r"uses: (.+)", path.read_text(encoding="utf-8"))
    own = "./.github/workflows/test.yml"
    assert [u for u in used if u != own and not re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+", u)] == []
    assert len(used) > 1


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_nothing_may_write_but_the_job_that_deploys(path):
    workflow = load(path.name)
    assert workflow["permissions"] == {"contents": "read"}
    granted = {name: job["permissions"] for name, job in workflow["jobs"].items() if "permissions" in job}
    pages = {"contents": "read", "pages": "write", "id-token": "write"}
    assert granted == ({"publish": pages} if path.name == "publish.yml" else {})


def test_the_versions_tried_are_those_that_the_project_promises():
    jobs = load("test.yml")["jobs"]
    assert jobs["everything"]["strategy"]["matrix"]["python"] == ["3.11", "3.12", "3.13"]
    named = {word for job in jobs.values() for word in re.findall(r"tests/[\w/]+\.py", str(job))}
    assert [name for name in named if not (ROOT / name).is_file()] == []
    script = (ROOT / "tools/find_python.sh").read_text(encoding="utf-8")
    assert "Python 3.11, 3.12 and 3.13 run everything" in script


def test_every_run_of_make_has_a_target():
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    called = {name for path in FILES for name in re.findall(r"run: make ([\w-]+)", path.read_text(encoding="utf-8"))}
    assert {"lint", "test", "test-notebooks", "test-engines", "publish", "results", "course", "slides"} == called
    assert called <= targets


@pytest.mark.skipif(os.name == "nt", reason="bash and sed are not there")
def test_the_site_gets_its_addresses_from_the_repository(tmp_path):
    [step] = [s for s in load("publish.yml")["jobs"]["publish"]["steps"] if "addresses" in s.get("name", "")]
    text = (ROOT / "_config.yml").read_text(encoding="utf-8")
    (tmp_path / "_config.yml").write_text(text, encoding="utf-8")
    variables = os.environ | {"GITHUB_REPOSITORY": "someone/a.book", "GITHUB_REPOSITORY_OWNER": "someone"}
    subprocess.run(["bash", "-ec", step["run"]], cwd=tmp_path, env=variables, check=True)
    config = yaml.safe_load((tmp_path / "_config.yml").read_text(encoding="utf-8"))
    assert config["html"]["baseurl"] == "https://someone.github.io/a.book/"
    assert config["repository"]["url"] == config["sphinx"]["config"]["book_repository"]
    assert config["repository"]["url"] == "https://github.com/someone/a.book"
