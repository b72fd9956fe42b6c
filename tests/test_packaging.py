"""What surrounds the package: image, hooks and workflows hold to their formats, extras are those that messages name, archives are sound."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

import pytest
import yaml
from test_wheel import PARTS

ROOT = Path(__file__).parents[1]
SCHEMAS = {
    "vendor.github-workflows": sorted((ROOT / ".github" / "workflows").glob("*.yml")),
    "vendor.citation-file-format": [ROOT / "CITATION.cff"],
}
EXTRA = re.compile(r"\bkg\[([\w-]+)\]")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def run(*words: str, cwd: Path = ROOT, **environ: str) -> str:
    """What a program of this environment prints; fails with it."""
    done = subprocess.run(words, capture_output=True, text=True, cwd=cwd, env={**os.environ, **environ})
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.skipif((sys.platform, platform.machine()) != ("linux", "x86_64"), reason="hadolint has no package for this platform")
def test_the_image_is_written_as_images_should_be() -> None:
    # The package is a program without a Python module: it lies beside the interpreter.
    run(str(Path(sys.executable).parent / "hadolint"), "Containerfile")


@pytest.mark.parametrize("schema, files", list(SCHEMAS.items()), ids=list(SCHEMAS))
def test_workflows_and_citation_fit_their_schemas(schema: str, files: list[Path]) -> None:
    assert files
    run(sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *map(str, files))


def test_hooks_name_programs_that_make_installs() -> None:
    run(sys.executable, "-m", "pre_commit", "validate-config", ".pre-commit-config.yaml")
    hooks = [
        hook for repo in yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"] for hook in repo["hooks"]
    ]
    plan = run("make", "-n", "-B", "check")
    assert hooks
    assert [
        hook["id"] for hook in hooks if hook["entry"].split()[0] not in plan and not hook["entry"].startswith(".venv/bin/python ")
    ] == []


def test_workflows_use_targets_of_the_makefile() -> None:
    steps = "\n".join(path.read_text(encoding="utf-8") for path in SCHEMAS["vendor.github-workflows"])
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    asked = set(re.findall(r"run: make ([\w-]+)", steps))
    assert asked and asked <= targets


def test_every_extra_that_is_named_exists() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "kg").rglob("*.py")]
    named = {name for page in pages for name in EXTRA.findall(page.read_text(encoding="utf-8"))}
    assert {"ocr", "mcp", "parquet"} <= named <= set(PROJECT["optional-dependencies"])


@pytest.mark.slow
def test_archives_are_sound_and_the_wheel_answers_in_a_clean_environment(tmp_path: Path) -> None:
    """Installs every requirement from the index, as a stranger does: it needs the network, and minutes."""
    source = tmp_path / "checkout"
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, source / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            source.mkdir(exist_ok=True)
            shutil.copy(ROOT / part, source / part)
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", str(tmp_path / "dist"), cwd=source)
    archives = sorted(map(str, (tmp_path / "dist").iterdir()))
    assert [Path(name).suffix for name in archives] == [".whl", ".gz"]
    assert run(sys.executable, "-m", "twine", "check", "--strict", *archives).count("PASSED") == 2

    venv.create(tmp_path / "fresh", with_pip=True)
    programs = tmp_path / "fresh" / "bin"
    # Without the paths of this run, so that nothing but the wheel and what it asks for is there.
    run(str(programs / "python"), "-m", "pip", "install", "-q", "-c", str(ROOT / "constraints.txt"), archives[0], PYTHONPATH="")
    run(str(programs / "python"), "-m", "pip", "check", PYTHONPATH="")
    work = tmp_path / "work"
    shutil.copytree(ROOT / "examples", work / "my-news")
    run(str(programs / "kg"), "build", "my-news", "-o", "output", cwd=work, PYTHONPATH="")
    answer = run(str(programs / "kg"), "ask", "谁主办了第五届川北机器人博览会？", "--lang", "zh", cwd=work, PYTHONPATH="")
    assert "绵阳市人民政府" in answer
