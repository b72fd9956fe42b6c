"""What the site makes while it is built: the picture of the house, the ontology's page, the project's notes from the top folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "docs"))

from architecture import draw, read_imports  # noqa: E402

NOTES = ("CONTRIBUTING.md", "CHANGELOG.md")
PICTURE = "<!-- picture of the house -->"
# A process of its own: pyLODE turns on debugging messages for the whole process that imports it.
PYLODE = "import sys; from pylode.profiles.ontpub import OntPub; sys.stdout.write(OntPub(sys.argv[1]).make_html())"


def on_files(files: Files, config: Any) -> Files:
    """Add the generated pages, so that links to them are checked like all others."""
    made = subprocess.run(
        [sys.executable, "-c", PYLODE, str(ROOT / "ontology" / "kg.ttl")], capture_output=True, encoding="utf-8", check=True
    )
    files.append(File.generated(config, "ontology.html", content=made.stdout))
    for note in NOTES:
        files.append(File.generated(config, note, content=(ROOT / note).read_text(encoding="utf-8")))
    return files


def on_page_content(html: str, **_: Any) -> str:
    """Put the picture where a page asks for it; into the HTML, since Markdown would read the underscores of names."""
    return html.replace(PICTURE, draw(read_imports())) if PICTURE in html else html
