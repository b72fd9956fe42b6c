"""What stands beside the code for strangers tells the truth: version, changes, licences of what comes along."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from kg import __version__

ROOT = Path(__file__).parents[1]


def test_the_version_is_cited_and_its_changes_are_told() -> None:
    assert f"\nversion: {__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\n## [{__version__}]\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", sorted(p.name for p in (ROOT / "kg" / "server" / "static").iterdir() if p.is_dir()))
def test_what_others_made_is_named_and_has_its_licence(folder: str) -> None:
    assert f"- kg/server/static/{folder}:" in (ROOT / "NOTICE").read_text(encoding="utf-8")
    assert list((ROOT / "kg" / "server" / "static" / folder).glob("LICENSE*"))


def test_every_path_that_contributors_are_told_is_there() -> None:
    told = re.findall(r"`((?:docs|tests|ontology)/[\w./*]+)`", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    assert told and all(list(ROOT.glob(path)) for path in told)


def test_no_data_lies_at_the_top_of_the_repository() -> None:
    git = shutil.which("git")
    listed = subprocess.run([git, "ls-files"], cwd=ROOT, capture_output=True, text=True) if git and (ROOT / ".git").exists() else None
    if listed is None or listed.returncode:
        pytest.skip("no checkout that git reads")
    tracked = [Path(name) for name in listed.stdout.splitlines() if "/" not in name and name != "constraints.txt"]
    assert tracked and not [path for path in tracked if path.suffix in {".jsonl", ".json", ".csv", ".txt", ".ttl"}]
