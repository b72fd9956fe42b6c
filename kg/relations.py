"""Frames to claims: the ends that a relation asks for, checked against its classes, with a confidence."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from kg.discourse import Discourse
from kg.grammar import Grammar, Sense
from kg.mentions import Reading
from kg.mentions.people import is_bare_post
from kg.model import Claim, Doc, Frame, Mention, Span
from kg.ontology import Ontology
from kg.times import DateMention, date_bounds

# What a claim loses in confidence by how an end was said.
FORM_FACTOR: Mapping[str, float] = {"name": 1.0, "short": 0.98, "anaphor": 0.92, "unsaid": 0.85}

POST_CONFIDENCE: Mapping[str, Decimal] = {"titleBefore": Decimal("0.95"), "titleBehind": Decimal("0.9"), "postInBrackets": Decimal("0.9")}

PART_CONFIDENCE = Decimal("0.8")  # of a part that its head alone tells
OWN = 4  # characters, at least, of the name of a part before its head


def find_claims(doc: Doc, discourse: Discourse, grammar: Grammar, *, ontology: Ontology) -> list[Claim]:
    """The claims of one article, in order of their predicates, each said once a sentence."""
    found: dict[tuple[object, ...], Claim] = {}
    for reading in discourse.readings:
        for claim in _post_claims(doc, reading, grammar.only("postRelation")):
            found.setdefault(_key(claim), claim)
    for claim in _part_claims(doc, discourse, grammar):
        found.setdefault(_key(claim), claim)
    for frame in discourse.frames:
        for claim in _frame_claims(doc, frame, discourse, grammar=grammar, ontology=ontology):
            key = _key(claim)
            if key not in found or found[key].confidence < claim.confidence:
                found[key] = claim
    said = (_to_come(claim, doc) for claim in _exact(found.values()))
    return sorted(said, key=lambda c: (c.predicate, c.relation, c.subject.span, c.object.span))


def _to_come(claim: Claim, doc: Doc) -> Claim:
    """The claim as planned where it is of a day after that of the article: no news asserts what is to come (明天开幕)."""
    day = claim.object.name if claim.object.cls == "Date" else claim.when
    ahead = doc.article.date is not None and day and date_bounds(day)[0] > doc.article.date.isoformat()
    return replace(claim, modality="planned") if ahead and claim.modality == "asserted" else claim


def _exact(claims: Collection[Claim]) -> Iterator[Claim]:
    """The claims without the months and years of dates that the article gives by the day for the same thing: 12月下旬, then 12月22日."""
    days = [c for c in claims if c.object.cls == "Date" and len(c.object.name) == 10 and c.modality != "denied"]
    parts = {(c.relation, c.subject.name, c.object.name[:length]) for c in days for length in (4, 7)}
    yield from (c for c in claims if c.object.cls != "Date" or (c.relation, c.subject.name, c.object.name) not in parts)


def _key(claim: Claim) -> tuple[object, ...]:
    return (claim.evidence, claim.relation, claim.subject.cls, claim.subject.name, claim.object.cls, claim.object.name)


def _post_claims(doc: Doc, reading: Reading, relation: str) -> Iterator[Claim]:
    for post in reading.posts:
        words = post.words
        yield Claim(
            doc.article.id,
            post.person,
            relation,
            words,
            words.span,
            reading.sentence.span,
            post.pattern,
            POST_CONFIDENCE.get(post.pattern, Decimal("0.85")),
            post.modality,
        )


def _part_claims(doc: Doc, discourse: Discourse, grammar: Grammar) -> Iterator[Claim]:
    """The events whose heads alone say that they are parts (“……”分论坛), each of the one spoken of before that may have such parts."""
    wholes: list[Mention] = []
    seen: set[str] = set()
    for reading in discourse.readings:
        for event in (m for m in reading.mentions if m.cls == "Event" and m.form == "name" and m.name):
            if not grammar.ends("branchHead", event.name):
                wholes.extend([event] if grammar.ends("branchedHead", event.name) else [])
            elif event.name not in seen and (whole := _whole_of(event, wholes, grammar)) is not None:
                seen.add(event.name)
                head = Span(event.span.end - len(event.head), event.span.end)
                where, pattern = reading.sentence.span, "partByHead"
                yield Claim(doc.article.id, event, grammar.only("partRelation"), whole, head, where, pattern, PART_CONFIDENCE, "asserted")


def _whole_of(part: Mention, wholes: Sequence[Mention], grammar: Grammar) -> Mention | None:
    """The event whose name opens that of a part, else, where the part has a name of its own, the last one spoken of."""
    opening = next((m for m in reversed(wholes) if part.name.startswith(m.name)), None)
    own = part.name.removesuffix(grammar.ending("branchHead", part.name))
    if opening is None and (len(own) < OWN or grammar.pattern("edition").fullmatch(own)):
        return None
    return opening or next(iter(reversed(wholes)), None)


def _frame_claims(doc: Doc, frame: Frame, discourse: Discourse, *, grammar: Grammar, ontology: Ontology) -> Iterator[Claim]:
    construction = next((c for c in grammar.constructions if c.name == frame.construction), None)
    if _crosses(frame, doc.article.text, grammar):
        return
    relation = ontology.relations[frame.relation]
    for sense in grammar.senses_of(frame.predicate.of(doc.article.text)):
        if sense.relation != frame.relation:
            continue
        said = False
        for subject_ok, object_ok in _fitting_pairs(doc, frame, sense, grammar=grammar, ontology=ontology):
            for end in _ends(doc, frame, relation.name, obj=object_ok, discourse=discourse, grammar=grammar):
                said = True
                yield Claim(
                    doc.article.id,
                    subject_ok,
                    sense.told if end[0] == relation.name else end[0],
                    end[1],
                    frame.predicate,
                    frame.sentence,
                    frame.construction,
                    _confidence(construction.confidence if construction else 0.6, subject_ok, end[1]),
                    frame.modality,
                    frame.speaker,
                    _when(frame, discourse),
                    _where(frame, grammar),
                )
        if said:
            return


def _crosses(frame: Frame, text: str, grammar: Grammar) -> bool:
    """Whether several people share several posts (甲、乙任丙、丁), of which no cross pair is sure, and nothing reads them in parallel."""
    if not grammar.has("postRelation", frame.relation):
        return False
    people = [f.mention for f in frame.fillers if f.role == "agent"]
    told = [f.mention for f in frame.fillers if f.role == "words"]
    posts = _each_post(told, len(people), grammar)
    if len({person.name for person in people}) < 2 or _in_parallel(people, posts, text, grammar=grammar):
        return False
    return len(posts) > 1 or any("、" in post.name for post in posts)


def _each_post(told: list[Mention], count: int, grammar: Grammar) -> list[Mention]:
    """The posts told, where several in one breath (柳河商会会长、副会长) are as many as the people: each with the body of the first."""
    if len(told) != 1 or count < 2:
        return told
    joints = "".join(sorted({"、", *grammar.words["innerJoint"]}))
    whole, parts, start = told[0], re.split(f"[{joints}]", told[0].text), told[0].span.start
    if len(parts) != count or not all(grammar.ends("postHead", part) for part in parts):
        return told
    head = max((parts[0][i:] for i in range(len(parts[0])) if parts[0][i:] in grammar.words["postHead"]), key=len, default="")
    posts: list[Mention] = []
    for part in parts:
        name = parts[0].removesuffix(head) + part if posts and is_bare_post(part, grammar) else part
        posts.append(replace(whole, span=Span(start, start + len(part)), text=part, name=name))
        start += len(part) + 1
    return posts


def _fitting_pairs(doc: Doc, frame: Frame, sense: Sense, *, grammar: Grammar, ontology: Ontology) -> Iterator[tuple[Mention, Mention]]:
    """The pairs of ends that are of the classes which a sense asks for."""
    quoted = grammar.quoted(frame.relation, frame.construction)
    for subject, obj in _pairs(frame, sense, doc.article.text, grammar=grammar):
        if obj.head in sense.not_heads:
            continue
        titled = obj.cls == "Words" and frame.construction in grammar.words["titleConstruction"]
        subject_ok = _fit(subject, sense.subjects, ontology, quoted=quoted)
        object_ok = _fit(replace(obj, use="quoted") if titled else obj, sense.objects, ontology, quoted=quoted)
        if subject_ok is not None and object_ok is not None and subject_ok.name != object_ok.name:
            yield subject_ok, object_ok


def _when(frame: Frame, discourse: Discourse) -> str:
    """The EDTF form of the date in the verb's clause, empty where there is none."""
    spans = [f.mention.span for f in frame.fillers if f.role == "time"]
    return next((d.edtf for r in discourse.readings for span, d in r.dates.items() if span in spans), "")


def _where(frame: Frame, grammar: Grammar) -> Mention | None:
    """The place in the verb's clause, for relations that do not state it themselves."""
    if grammar.has("placeRelation", frame.relation):
        return None
    return next((f.mention for f in frame.fillers if f.role == "place" and f.mention.cls == "Place" and f.mention.name), None)


def _pairs(frame: Frame, sense: Sense, text: str, *, grammar: Grammar) -> Iterator[tuple[Mention, Mention]]:
    """Each subject with each object; after 分别 the first with the first and so on."""
    fillers: dict[str, list[Mention]] = {}
    for filler in frame.fillers:
        fillers.setdefault(filler.role, []).append(filler.mention)
    subjects = [*fillers.get(sense.subject_role, []), *(fillers.get("coagent", []) if sense.subject_role == "agent" else [])]
    for role in sense.object_roles:
        objects = fillers.get(role, [])
        objects = (
            _each_post(objects, len(subjects), grammar) if role == "words" and grammar.has("postRelation", sense.relation) else objects
        )
        if _in_parallel(subjects, objects, text, grammar=grammar):
            yield from zip(subjects, objects, strict=True)
        elif not (grammar.has("speechRelation", sense.relation) and _told_apart(subjects, objects, text, grammar=grammar)):
            yield from ((subject, obj) for obj in objects for subject in subjects)


def _told_apart(subjects: Sequence[Mention], objects: Sequence[Mention], text: str, *, grammar: Grammar) -> bool:
    """Whether several people have a title each, but not each was read, so that no pair is sure: 甲、乙、丙分别作题为“……”“……”的演讲."""
    if not subjects or not objects or len(subjects) == len(objects) or any(m.cls == "Event" for m in objects):
        return False
    between = text[min(m.span.end for m in subjects) : min(m.span.start for m in objects)]
    return any(word in between for word in grammar.words["respectively"])


def _in_parallel(subjects: Sequence[Mention], objects: Sequence[Mention], text: str, *, grammar: Grammar) -> bool:
    """Whether two lists of one length stand on either side of a word that reads them in parallel: 开幕式和闭幕式分别在甲地和乙地举行."""
    if len(subjects) != len(objects) or len(subjects) < 2:
        return False
    first, second = sorted((subjects, objects), key=lambda ends: ends[0].span)
    between = text[first[-1].span.end : second[0].span.start]
    return any(word in between for word in grammar.words["respectively"])


def _ends(doc: Doc, frame: Frame, relation: str, *, obj: Mention, discourse: Discourse, grammar: Grammar) -> Iterator[tuple[str, Mention]]:
    """The relation and its object; a date range gives the end as well."""
    if obj.cls != "Date":
        yield relation, obj
        return
    date = next((d for r in discourse.readings for span, d in r.dates.items() if span == obj.span), None)
    bare_year = date is not None and not grammar.has("issueDayRelation", relation) and len(date.start) == 4
    if date is None or not _is_exact(date, obj, doc.article.text, grammar=grammar) or bare_year and not _begins(doc, obj, grammar):
        return
    last = grammar.only("lastDayRelation")
    if relation == last:
        day = date.end or date.start
        published = doc.article.date.isoformat() if doc.article.date else day
        if frame.construction.startswith("lasts") and len(day) == 10 and day < published:  # 展至8月31日: the next such day
            day = f"{int(day[:4]) + 1}{day[4:]}"
        yield last, replace(obj, name=day)
        return
    yield relation, replace(obj, name=date.start)
    if date.end and grammar.has("firstDayRelation", relation):
        yield last, replace(obj, name=date.end)


def _is_exact(date: DateMention, said: Mention, text: str, *, grammar: Grammar) -> bool:
    """Whether a date says when something was: no half year, nothing approximate (5月18日前后) but the month of a part of it (5月上旬)."""
    around = text.startswith(tuple(grammar.words["aroundTime"]), said.span.end)
    vague = around or any(word in said.span.of(text) for word in grammar.words["vagueTime"])
    return bool(date.start) and not vague and not (date.approximate and (len(date.start) != 7 or date.end))


def _begins(doc: Doc, date: Mention, grammar: Grammar) -> bool:
    """Whether 自, 从 or 于 stands before a bare year: 自2010年启动; else the year is rather an edition's."""
    return doc.article.text[: date.span.start].endswith(tuple(grammar.words["sinceMark"]))


def _fit(mention: Mention, classes: tuple[str, ...], ontology: Ontology, *, quoted: bool) -> Mention | None:
    """The mention as one of the classes, or None: a place acts as the government it names, quoted words may name an event or a product."""
    if not mention.name:
        return None
    kinds = (mention.cls, *ontology.find_kinds(mention.cls, mention.name))
    if any(ontology.is_a(kind, c) for c in classes for kind in kinds):
        return mention
    if mention.cls == "Place" and ("Agent" in classes or "Organization" in classes) and mention.use != "venue":
        return replace(mention, cls="Organization")
    if mention.cls == "Organization" and "Place" in classes:
        return replace(mention, cls="Place")
    if mention.cls == "Words" and mention.use == "quoted" and quoted and len(mention.name) >= 3:
        return next((replace(mention, cls=cls) for cls in ("Event", "Document", "Product") if cls in classes), None)
    if mention.cls == "Document" and "Product" in classes and mention.form == "name":
        return replace(mention, cls="Product")
    return None


def _confidence(base: float, subject: Mention, obj: Mention) -> Decimal:
    value = base * FORM_FACTOR[subject.form] * FORM_FACTOR[obj.form]
    return Decimal(str(round(value, 2))).normalize()
