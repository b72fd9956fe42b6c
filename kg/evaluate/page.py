"""The page of errors: one HTML file in which each missed and each wrong fact stands beside its sentences."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from kg.evaluate.causes import Difference
from kg.evaluate.claims import GraphClaim
from kg.evaluate.excerpts import Excerpt, excerpt_of_claim, excerpts_of_fact, read_sentences
from kg.evaluate.gold import GoldDocument, GoldFact
from kg.evaluate.report import read_words, to_json
from kg.evaluate.run import Evaluation
from kg.files import replacing
from kg.ontology import load_ontology

# Claims shown of a triple that many sentences state.
MOST_CLAIMS = 3
# What could end the data's element, or a line of it, early.
UNSAFE = {char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def write_errors(evaluation: Evaluation, path: Path, *, title: str = "", lang: str = "zh") -> None:
    """Write the page to `path`; it needs no network, and shows all words of graph and gold as text. Raises OutputError."""
    with replacing(path) as draft:
        draft.write_text(to_page(evaluation, title=title, lang=lang), encoding="utf-8", newline="\n")


def to_page(evaluation: Evaluation, *, title: str = "", lang: str = "zh") -> str:
    """The page as text."""
    content = json.dumps(_content(evaluation, title, lang), ensure_ascii=False, separators=(",", ":"))
    style, script = _asset("errors.css"), _asset("errors.js")
    parts = {
        "language": lang,
        "title": html.escape(title),
        "policy": f"default-src 'none'; base-uri 'none'; form-action 'none'; script-src {_hash(script)}; style-src {_hash(style)}",
        "style": style,
        "script": script,
        "content": "".join(UNSAFE.get(char, char) for char in content),
    }
    return re.sub(r"@@(\w+)@@", lambda match: parts[match[1]], _asset("errors.html"))


@cache
def _asset(name: str) -> str:
    return files("kg.evaluate").joinpath("templates", name).read_text(encoding="utf-8")


def _hash(source: str) -> str:
    digest = hashlib.sha256(source.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _content(evaluation: Evaluation, title: str, lang: str) -> dict[str, Any]:
    documents = {document.id: document for document in evaluation.documents}
    sentences = {d: read_sentences(documents[d]) for d in sorted({d.document for d in evaluation.differences if d.kind == "missed"})}
    summary = to_json(evaluation)
    return {
        "title": title,
        "lang": lang,
        "figures": {mode: summary[mode] for mode in evaluation.figures},
        "reliability": summary["reliability"],
        "words": read_words(),
        "relations": {name: [relation.zh, relation.en] for name, relation in load_ontology().relations.items()},
        "differences": [_difference(d, documents.get(d.document), sentences.get(d.document, ())) for d in evaluation.differences],
    }


def _difference(difference: Difference, document: GoldDocument | None, sentences: tuple[str, ...]) -> dict[str, Any]:
    names = ("kind", "document", "relation", "subject", "object", "cause")
    fact = difference.fact
    shown = excerpts_of_fact(fact, document, sentences) if document and fact and difference.kind == "missed" else ()
    return {name: str(getattr(difference, name)) for name in names} | {
        "gold": _fact(fact) if fact else None,
        "claims": [_claim(claim) for claim in difference.claims[:MOST_CLAIMS]],
        "excerpts": [_pieces(excerpt) for excerpt in shown],
    }


def _fact(fact: GoldFact) -> dict[str, Any]:
    return {"relations": [fact.relation, *fact.alternatives], "subjects": fact.subjects, "objects": fact.objects, "optional": fact.optional}


def _claim(claim: GraphClaim) -> dict[str, Any]:
    excerpt = excerpt_of_claim(claim.said)
    return {
        "says": [claim.titles[0], claim.relations[0], claim.titles[1]],
        "modality": claim.modality,
        "confidence": "" if claim.confidence is None else f"{claim.confidence:f}",
        "pattern": claim.pattern,
        "sentence": _pieces(excerpt) if excerpt else [],
    }


def _pieces(excerpt: Excerpt) -> list[list[str]]:
    return [[text, role] for text, role in excerpt.pieces]
