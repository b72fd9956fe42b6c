"""What users decide about identity: a Turtle file of decisions that lives with their texts; deleting the lines of one undoes it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal as OneOf

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.term import Node

from kg.errors import InputError
from kg.files import replacing
from kg.messages import message, reason_of
from kg.namespaces import BASE
from kg.ontology import KG, Ontology, digest, local_name, mint

Verdict = OneOf["same", "different", "rename", "reclass", "drop"]
VERDICTS = ("same", "different", "rename", "reclass", "drop")
PAIRS = ("same", "different")
HEADER = f"""@prefix kg: <{KG}> .

# Decisions about identity. To undo one, delete its lines and build again.
"""


@dataclass(frozen=True, slots=True, order=True)
class Reference:
    """An entity as a decision names it: class, any of its names, and the article where it bears it; "" for every article."""

    cls: str
    name: str
    article: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. `value` is the new label or the name of the new class, `claim` the IRI of a claim that is to be left out."""

    iri: str
    verdict: Verdict
    about: tuple[Reference, ...] = ()
    value: str = ""
    claim: str = ""


def make_decision(verdict: Verdict, about: Sequence[Reference] = (), *, value: str = "", claim: str = "", base: str = BASE) -> Decision:
    """A decision with the IRI that its content gives it.

    >>> make_decision("rename", [Reference("Person", "顾长青", "a1")], value="顾长卿").iri.rpartition("/")[2]
    'rename-493c8fa6'
    """
    words = digest(verdict, value, claim, *(f"{r.cls} {r.name} {r.article}" for r in about))
    return Decision(mint(base, "Decision", f"{verdict}-{words[:8]}"), verdict, tuple(about), value, claim)


def read_decisions(paths: Iterable[Path], ontology: Ontology) -> list[Decision]:
    """The decisions of Turtle files, by IRI; raises InputError for one that is broken or incomplete."""
    found: dict[str, Decision] = {}
    for path in paths:
        graph = _parse(path)
        for node in sorted(graph.subjects(RDF.type, KG.Decision), key=str):
            decision = _read(graph, node, path, ontology=ontology)
            found[decision.iri] = decision
    decisions = [found[iri] for iri in sorted(found)]
    _refuse_contradictions(decisions)
    return decisions


def hash_decisions(paths: Iterable[Path]) -> str:
    """The SHA-256 of the files' bytes, in the order given."""
    hashed = hashlib.sha256()
    for path in paths:
        hashed.update(path.read_bytes())
    return hashed.hexdigest()


def add_decisions(path: Path, decisions: Iterable[Decision]) -> int:
    """Append decisions to a file, made where there is none, and tell how many were new; what stands in it stays as it is."""
    text = path.read_text(encoding="utf-8") if path.exists() else HEADER
    known = {str(node) for node in _parse(path).subjects(RDF.type, KG.Decision)} if path.exists() else set()
    new = [d for d in decisions if d.iri not in known]
    prefix = "" if re.search(rf"@prefix\s+kg:\s+<{re.escape(str(KG))}>", text) else HEADER
    if new:
        whole = "\n".join([text.rstrip("\n"), *([prefix] if prefix else []), *("\n" + _to_turtle(d) for d in new)]) + "\n"
        with replacing(path) as draft:
            draft.write_text(whole, encoding="utf-8")
    return len(new)


def _parse(path: Path) -> Graph:
    try:
        return Graph(bind_namespaces="none").parse(data=path.read_bytes(), format="turtle")
    except OSError as error:
        raise InputError(message("{path}: cannot be read: {reason}", path=path, reason=reason_of(error))) from error
    except (SyntaxError, ValueError, IndexError) as error:  # rdflib runs over the end of a file that stops short
        line = f"line {error.lines + 1}: " if hasattr(error, "lines") else ""
        raise InputError(message("{path}: {line}no valid Turtle", path=path, line=line)) from error


def _read(graph: Graph, node: Node, path: Path, *, ontology: Ontology) -> Decision:
    verdict = _local(graph.value(node, KG.verdict))
    if verdict not in VERDICTS:
        raise _refuse(path, node, f"kg:verdict {verdict or '-'}", needed=", ".join(f"kg:{v}" for v in VERDICTS))
    about = tuple(_reference(graph, r, path, ontology=ontology) for r in sorted(graph.objects(node, KG.about), key=str))
    value, claim = str(graph.value(node, KG.value) or ""), str(graph.value(node, KG.claim) or "")
    if verdict in PAIRS and len(about) < 2:
        raise _refuse(path, node, f"{len(about)} kg:about", needed="two kg:about or more")
    if verdict in ("rename", "reclass") and not (about and value):
        raise _refuse(path, node, "no kg:about or no kg:value", needed="one kg:about and a kg:value")
    if verdict == "reclass" and value not in ontology.classes:
        raise _refuse(path, node, f"kg:value {value}", needed=", ".join(sorted(ontology.classes)))
    if verdict == "drop" and not claim:
        raise _refuse(path, node, "no kg:claim", needed="kg:claim with the IRI of the claim")
    return Decision(str(node), verdict, about, value, claim)  # type: ignore[arg-type]


def _reference(graph: Graph, node: Node, path: Path, *, ontology: Ontology) -> Reference:
    cls, name = _local(graph.value(node, KG.ofClass)), str(graph.value(node, KG.called) or "")
    if cls not in ontology.classes or not name:
        raise _refuse(path, node, f"kg:ofClass {cls or '-'}, kg:called {name or '-'}", needed="kg:ofClass and kg:called")
    return Reference(cls, name, str(graph.value(node, KG.inArticle) or ""))


def _refuse_contradictions(decisions: Sequence[Decision]) -> None:
    decided: dict[frozenset[Reference], Decision] = {}
    for decision in decisions:
        if decision.verdict in PAIRS:
            other = decided.setdefault(frozenset(decision.about), decision)
            if other.verdict != decision.verdict:
                raise InputError(
                    message("the decisions {iri} and {other} contradict each other; delete one", iri=other.iri, other=decision.iri),
                )


def _to_turtle(decision: Decision) -> str:
    lines = [f"<{decision.iri}> a kg:Decision ; kg:verdict kg:{decision.verdict}"]
    if decision.about:
        lines.append("  kg:about " + " , ".join(f"<{decision.iri}__{i}>" for i in range(1, len(decision.about) + 1)))
    if decision.value:
        lines.append(f"  kg:value {_quote(decision.value)}")
    if decision.claim:
        lines.append(f"  kg:claim <{decision.claim}>")
    blocks = [" ;\n".join(lines) + " ."]
    for i, reference in enumerate(decision.about, start=1):
        article = f" ; kg:inArticle {_quote(reference.article)}" if reference.article else ""
        blocks.append(
            f"<{decision.iri}__{i}> a kg:Reference ; kg:ofClass kg:{reference.cls} ; kg:called {_quote(reference.name)}{article} ."
        )
    return "\n".join(blocks)


def _quote(text: str) -> str:
    return Literal(text).n3()


def _local(node: Node | None) -> str:
    return "" if node is None else local_name(node)


def _refuse(path: Path, node: Node, given: str, *, needed: str) -> InputError:
    name = str(node) if isinstance(node, URIRef) else "a decision without an IRI"
    return InputError(message("{path}: {name}: {given}; needed: {needed}", path=path, name=name, given=given, needed=needed))
