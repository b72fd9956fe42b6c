"""The notebooks run from start to end, print what they promise, and were saved without their outputs."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
# Words that each must print or show.
PRINTED = {
    "1-text-to-graph": ("绵阳市人民政府 organizes 第五届川北机器人博览会 asserted", "planned", "kg:sentence", 'sandbox="allow-scripts'),
    "2-asking-and-plotting": ("否，原文明确否认", "第五届川北机器人博览会", "image/png"),
    "3-networks-over-time": ("川北大学", "2024-05-25", "largest parts"),
    "4-own-relations": ("before []", "('周敏', 'coaches', '绵阳市游泳协会')", "['周敏']"),
    "5-own-gold": ("organizes", "6 documents", "my.onnx", "after"),
}

# Jupyter looks for its own files at import, and says so where the platform's folders are meant to be used.
pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning", "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)


def test_each_notebook_has_its_words() -> None:
    assert [path.stem for path in NOTEBOOKS] == sorted(PRINTED)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs_from_start_to_end(path: Path, tmp_path: Path, demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    # The graph is there, so that building it again reads nothing.
    shutil.copytree(demo, tmp_path / "output")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]))
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata.kernelspec.name = "python3"
    NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = "\n".join(str(output) for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs)
    assert [words for words in PRINTED[path.stem] if repr(words)[1:-1] not in shown and words not in shown] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_is_saved_without_outputs_and_in_both_languages(path: Path) -> None:
    cells = nbformat.read(path, as_version=4).cells
    assert all(not cell.outputs and cell.execution_count is None for cell in cells if cell.cell_type == "code")
    head = cells[0].source
    assert head.startswith("# ") and " · " in head.splitlines()[0]
