"""An annotated document as one line of JSON and back: `from_json(to_json(doc)) == doc`."""

from __future__ import annotations

import datetime
import json
from typing import Any

from kg.errors import InputError
from kg.messages import message
from kg.model import Article, Box, Dependency, Doc, Name, Role, Run, Sentence, Span, Srl, Token


def to_json(doc: Doc) -> str:
    """One line of JSON; spans are written as start, end in front of what they bear.

    >>> from kg.model import Article, Doc, Sentence, Span, Token
    >>> doc = Doc(Article(id="1", text="好"), (Sentence(Span(0, 1), tokens=(Token(Span(0, 1), "a"),)),))
    >>> from_json(to_json(doc)) == doc
    True
    """
    article = doc.article
    written = {
        "article": {
            "id": article.id,
            "text": article.text,
            "title": article.title,
            "byline": article.byline,
            "publisher": article.publisher,
            "date": article.date.isoformat() if article.date else None,
            "source": article.source,
            "runs": [[run.start, run.raw, run.length] for run in article.runs],
            "page": article.page,
            "boxes": [[box.span.start, box.span.end, box.page, box.x0, box.y0, box.x1, box.y1] for box in article.boxes],
            **({"dated": article.dated} if article.dated else {}),
        },
        "engine": doc.engine,
        "sentences": [sentence_to_json(sentence) for sentence in doc.sentences],
    }
    return json.dumps(written, ensure_ascii=False, separators=(",", ":"))


def sentence_to_json(sentence: Sentence) -> dict[str, Any]:
    """One sentence as a JSON object; layers that are empty are left out."""
    written = {
        "span": [sentence.span.start, sentence.span.end],
        "kind": sentence.kind,
        "tokens": [[token.span.start, token.span.end, token.pos] for token in sentence.tokens],
        "names": [[name.span.start, name.span.end, name.label] for name in sentence.names],
        "srl": [
            [frame.predicate.start, frame.predicate.end, [[role.span.start, role.span.end, role.label] for role in frame.roles]]
            for frame in sentence.srl
        ],
        "dependencies": [[dependency.head, dependency.relation] for dependency in sentence.dependencies],
    }
    return {key: value for key, value in written.items() if value}


def from_json(line: str) -> Doc:
    """The document that `to_json` wrote. Raises InputError when the line is not one."""
    try:
        read = json.loads(line)
        fields = dict(read["article"])
        fields["date"] = datetime.date.fromisoformat(fields["date"]) if fields["date"] else None
        fields["runs"] = tuple(Run(*run) for run in fields["runs"])
        fields["boxes"] = tuple(Box(Span(start, end), *place) for start, end, *place in fields.get("boxes", ()))
        return Doc(Article(**fields), tuple(sentence_from_json(sentence) for sentence in read["sentences"]), read["engine"])
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise InputError(
            message("parsed article: not a document of kg ({error}): {line!r}; parse the article anew", error=repr(error), line=line[:40]),
        ) from error


def sentence_from_json(read: dict[str, Any]) -> Sentence:
    """The sentence that `sentence_to_json` wrote."""
    return Sentence(
        Span(*read["span"]),
        read["kind"],
        tuple(Token(Span(start, end), pos) for start, end, pos in read.get("tokens", ())),
        tuple(Name(Span(start, end), label) for start, end, label in read.get("names", ())),
        tuple(Srl(Span(start, end), tuple(Role(Span(b, e), label) for b, e, label in roles)) for start, end, roles in read.get("srl", ())),
        tuple(Dependency(head, relation) for head, relation in read.get("dependencies", ())),
    )
