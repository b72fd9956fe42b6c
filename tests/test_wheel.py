"""The wheel holds all that a run needs, so that kg works from any folder; it is built by way of the source archive, as a release is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PARTS = ("kg", "ontology", "pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE", "NOTICE", "constraints.txt")
BUILD = """
import os, sys
from setuptools import build_meta
os.chdir(sys.argv[1])
print(getattr(build_meta, f"build_{sys.argv[3]}")(sys.argv[2]))
"""


def build(source: Path, out: Path, kind: str) -> Path:
    """The sdist or wheel of a source folder."""
    done = subprocess.run([sys.executable, "-c", BUILD, str(source), str(out), kind], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return out / done.stdout.splitlines()[-1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, folder / "checkout" / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / part, folder / "checkout" / part)
    archive = build(folder / "checkout", folder, "sdist")
    shutil.unpack_archive(archive, folder / "archive", filter="data")
    [source] = (folder / "archive").iterdir()
    return build(source, folder, "wheel")


def test_every_file_is_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
    code = {path.relative_to(ROOT).as_posix() for path in (ROOT / "kg").rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    words = {f"kg/_ontology/{p.relative_to(ROOT / 'ontology').as_posix()}" for p in (ROOT / "ontology").rglob("*.*") if p.is_file()}
    about = wheel.name.rsplit("-py3", 1)[0] + ".dist-info"
    assert (code | words | {f"{about}/licenses/LICENSE", f"{about}/licenses/NOTICE"}) - names == set()
    assert {name.split("/")[0] for name in names} == {"kg", about}


def test_kg_works_from_any_folder(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path / "site")
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "news.txt").write_text("5月20日，绵阳市人民政府主办第五届川北机器人博览会。\n", encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "site")}
    for words in ("build news.txt -o output --date 2024-05-22", "query output --named organizers", "validate output"):
        command = [sys.executable, "-m", "kg", *words.split(), "--lang", "zh"]
        done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path / "work", env=environment)
        assert done.returncode == 0, done.stdout + done.stderr
    where = "import kg.ontology as o; print(o.__file__, o.ontology_folder())"
    shown = subprocess.run(
        [sys.executable, "-c", where], capture_output=True, text=True, cwd=tmp_path / "work", env=environment, check=True
    )
    assert all(place.startswith(str(tmp_path / "site")) for place in shown.stdout.split())
    assert (tmp_path / "work" / "output" / "graph.html").stat().st_size > 100_000
