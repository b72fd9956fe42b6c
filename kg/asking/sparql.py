"""A meaning as SPARQL: one row for each claim that answers, with its sentence and article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.asking.meaning import Argument, Condition, Meaning
from kg.asking.words import Questions
from kg.query import encode_iri, encode_text, find_query

# What a list may hold; whether something is so is answered from all claims.
LISTED = "kg:asserted, kg:planned, kg:former"
PLACES = "kg:inPlace*"
# Characters of a post behind its body: 川北大学机器人与社会研究院院长 heads no 川北大学.
LONGEST_POST = 6
EDITIONS = "kg:editionOf*"
# With what is named after an event, which needs no article that says it.
PARTS = "(kg:editionOf|kg:subEventOf)*"


def to_sparql(meaning: Meaning, questions: Questions, *, parts: bool = False) -> str:
    """The query for a meaning; with `parts` what holds of an opening ceremony holds of its event."""
    if meaning.asks == "about":
        return find_query("about").bind({"name": _names(meaning.conditions[0].subject)})
    if meaning.asks == "evidence":
        ends = {"subject": _names(meaning.conditions[0].subject), "object": _names(meaning.conditions[0].object)}
        return find_query("evidence").bind(ends)
    writer = _Writer(meaning, questions, parts)
    if meaning.each:
        blocks = [f"  {{\n{writer.condition(0, one)}{writer.answer()}  }}\n" for one in meaning.conditions]
        body = "  UNION\n".join(blocks)
    else:
        body = "".join(writer.condition(i, one) for i, one in enumerate(meaning.conditions)) + writer.answer()
    count = 1 if meaning.each else len(meaning.conditions)
    body += writer.limits() + "".join(_source(i) for i in range(count))
    columns = "".join(f" ?claim{i} ?sentence{i} ?article{i} ?title{i} ?issued{i}" for i in range(count))
    head = f"SELECT DISTINCT ?x ?answer ?about ?other ?relation ?how ?modality{columns} WHERE {{"
    return f"{head}\n{body}{LABELS}}}\nORDER BY ?answer ?x ?how ?issued0 ?claim0"


LABELS = """  OPTIONAL { ?x rdfs:label ?label }
  OPTIONAL { ?x schema:disambiguatingDescription ?about }
  BIND(COALESCE(?label, STR(?x)) AS ?answer)
  OPTIONAL { ?said0 rdfs:label ?relation FILTER(LANG(?relation) = "zh") }
  OPTIONAL { ?how rdfs:label ?word FILTER(LANG(?word) = "zh") }
  BIND(COALESCE(?word, STRAFTER(STR(?how), "#")) AS ?modality)
"""


class _Writer:
    """The parts of the query of one meaning."""

    def __init__(self, meaning: Meaning, questions: Questions, parts: bool) -> None:
        self.meaning, self.questions = meaning, questions
        self.events = PARTS if parts else EDITIONS
        self.filters: list[str] = []

    def condition(self, i: int, one: Condition) -> str:
        """The claims of one condition."""
        relations = self.questions.ontology.relations
        asked = " ".join(encode_iri(str(relations[name].iri)) for name in one.relations)
        subject, object_ = self.term(f"?s{i}", one.subject), self.term(f"?o{i}", one.object)
        ends = f"  ?claim{i} rdf:subject {subject} ; rdf:object {object_} .\n"
        if self.questions.symmetric & set(one.relations):
            turned = f"{{ ?claim{i} rdf:subject {object_} ; rdf:object {subject} }}"
            ends = f"  {{ ?claim{i} rdf:subject {subject} ; rdf:object {object_} }} UNION {turned}\n"
        said = f"  VALUES ?asked{i} {{ {asked} }}\n  ?said{i} rdfs:subPropertyOf* ?asked{i} .\n"
        modality = f"  ?claim{i} rdf:predicate ?said{i} ; kg:modality ?how{i} .\n"
        if self.meaning.asks == "most":
            modality += f"  FILTER(?how{i} = kg:asserted)\n"
        elif self.meaning.asks != "truth":
            modality += f"  FILTER(?how{i} IN ({LISTED}))\n"
        if self.meaning.former:
            modality += f"  FILTER(?how{i} = kg:former)\n"
        if self.meaning.coming:
            done = f"?done{i} rdf:subject {subject} ; rdf:predicate ?said{i} ; rdf:object {object_} ; kg:modality kg:asserted"
            modality += f"  FILTER(?how{i} = kg:planned)\n  FILTER NOT EXISTS {{ {done} }}\n"
        named = "".join(self.named(var, term) for var, term in ((f"?s{i}", one.subject), (f"?o{i}", one.object)))
        return f"{named}{said}{ends}{modality}{self.other(i, one)}" + ("" if i else self.told(one))

    def told(self, one: Condition) -> str:
        """What binds the modality: what is said of an event only before its first day is planned, whatever the words."""
        subject, event = self.term("?s0", one.subject), self.term("?o0", one.object)
        opens = f"  OPTIONAL {{ {event} a kg:Event ; kg:earliest ?opens . ?claim0 prov:wasDerivedFrom/dcterms:issued ?day }}\n"
        again = f"?again rdf:subject {subject} ; rdf:predicate ?said0 ; rdf:object {event} ; prov:wasDerivedFrom/dcterms:issued ?later"
        ahead = f"?how0 = kg:asserted && ?opens > ?day && NOT EXISTS {{ {again} FILTER(?later >= ?opens) }}"
        return f"{opens}  BIND(COALESCE(IF({ahead}, kg:planned, ?how0), ?how0) AS ?how)\n"

    def term(self, variable: str, term: Argument) -> str:
        """The variable that stands for one end."""
        return {"answer": "?spot" if self.meaning.level else "?x", "shared": "?shared"}.get(term.kind, variable)

    def named(self, variable: str, term: Argument) -> str:
        """What binds a variable to named nodes or to words."""
        if term.kind == "words":
            self.filters.append(f"  FILTER({' && '.join(self.tests(variable, term.words))})\n")
            return self.office(variable, term) if term.names else ""
        if term.kind == "chief":
            posts = "|".join(sorted(self.questions.chiefs))
            deputies = "|".join(sorted(self.questions.deputies))
            self.filters.append(f"  FILTER(REGEX(STR({variable}), {encode_text(f'({posts})$')}))\n")
            self.filters.append(f"  FILTER(!REGEX(STR({variable}), {encode_text(f'({deputies})({posts})$')}))\n")
            if not term.names:
                self.filters.append(f"  FILTER(CONTAINS(STR({variable}), {encode_text(term.words)}))\n")
                return ""
            return self.office(variable, term)
        if term.kind == "kind":
            return f"  {variable} a {encode_iri(str(self.questions.ontology.classes[term.words].iri))} .\n"
        if term.kind == "called":
            return f"  {variable} kg:name {variable}Name FILTER(CONTAINS({variable}Name, {encode_text(term.words)}))\n"
        if term.kind != "nodes":
            return ""
        path = self.path(term)
        top = f"{variable}Top" if path else variable
        if path == PARTS:  # an opening ceremony is named after its event
            after = f"{variable} a kg:Event ; rdfs:label ?part . {top} rdfs:label ?whole FILTER(STRSTARTS(?part, ?whole))"
            return f"  VALUES {top} {{ {_iris(term.iris)} }}\n  {{ {variable} {path} {top} }} UNION {{ {after} }}\n"
        return f"  VALUES {top} {{ {_iris(term.iris)} }}\n" + (f"  {variable} {path} {top} .\n" if path else "")

    def tests(self, variable: str, words: str) -> list[str]:
        """That an end holds the words; a post stands behind its body, of which the text may say more: 科技厅厅长, 科学技术厅厅长."""
        post = max((post for post in self.questions.posts if words.endswith(post)), key=len, default="")
        if not post:
            return [f"CONTAINS(STR({variable}), {encode_text(words)})"]
        body = words.removesuffix(post)
        if post in self.questions.same_posts:  # the CEO is a 首席执行官
            either = f"({re.escape(post)}|{re.escape(self.questions.same_posts[post])})"
            return [f'REGEX(STR({variable}), {encode_text(".*".join((*map(re.escape, body), either)))}, "i")']
        if post in self.questions.ministers:  # 财长 is a 财政部长 too
            minister = f"{re.escape(post[0])}[^、，]{{0,3}}({'|'.join(self.questions.ministers[post])})"
            return [f"REGEX(STR({variable}), {encode_text('.*'.join((*map(re.escape, body), minister)))})"]
        held = f'REGEX(STR({variable}), {encode_text(".*".join(map(re.escape, (*body, post))))}, "i")' if body else ""
        own = held or f"CONTAINS(STR({variable}), {encode_text(post)})"
        return [own, *(f"!CONTAINS(STR({variable}), {encode_text(one + post)})" for one in sorted(self.questions.deputies))]

    def office(self, variable: str, term: Argument) -> str:
        """What binds a post to the bodies at which it is held, by a name of theirs or by what the question calls them."""
        if len(term.names) > 1:
            return ""  # 中国驻日本大使: the words hold all names
        person = "?x" if self.meaning.conditions[0].subject.kind == "answer" else "?s0"
        own = f" && STRLEN(STR({variable})) <= STRLEN(?officeName) + {LONGEST_POST}" if term.kind == "chief" else ""
        called = f"(CONTAINS(STR({variable}), ?officeName) || STRSTARTS(STR({variable}), {encode_text(term.names[0].text)}))"
        self.filters.append(f"  FILTER({called}{own} || (BOUND(?holder) && ?holder = {person}))\n")
        office = f"  VALUES ?office {{ {_iris(term.iris)} }}\n  ?office kg:name ?officeName .\n"
        return f"{office}  OPTIONAL {{ ?holder kg:worksFor ?office }}\n"

    def path(self, term: Argument) -> str:
        """How what counts as the named node is found: a place holds others, a series has editions."""
        if term.classes & {"Place"}:
            return PLACES
        return self.events if "Event" in term.classes else ""

    def other(self, i: int, one: Condition) -> str:
        """The end that is not asked for, to be counted."""
        if i or self.meaning.asks != "most":
            return ""
        return f"  BIND({self.term('?o0', one.object) if one.subject.kind == 'answer' else self.term('?s0', one.subject)} AS ?other)\n"

    def answer(self) -> str:
        """What binds ?x where no end is asked for."""
        if self.meaning.asks == "when":
            thing = self.term("?o0", self.meaning.conditions[0].object)
            return f"  {{ ?claim0 kg:when ?x }} UNION {{ {thing} kg:issuedOn|kg:startDate ?x }}\n"
        if self.meaning.asks == "where":
            place = "?spot" if self.meaning.level else "?x"
            return f"  {{ ?claim0 kg:where {place} }} UNION {_held('?o0', place)}\n{_beside(place)}"
        if self.meaning.told:
            return "  ?claim0 kg:sentence ?x .\n"
        ends = [end.kind for one in self.meaning.conditions for end in (one.subject, one.object)]
        return "" if "answer" in ends else "  BIND(?o0 AS ?x)\n"

    def limits(self) -> str:
        """Class, period, place and setting of the answer."""
        meaning, lines = self.meaning, list(self.filters)
        classes = self.questions.ontology.classes
        if meaning.narrow in classes and not self._literal():
            lines.append(f"  ?x a {encode_iri(str(classes[meaning.narrow].iri))} .\n")
        if meaning.level:
            lines.append(self._level(meaning.level))
        elif meaning.head:
            lines.append(self._called(meaning.head))
        if meaning.post:
            tests = " || ".join(" && ".join(self.tests("?office", one)) for one in meaning.post.split("|"))
            lines.append(f"  ?x kg:position ?office FILTER({tests})\n")
        if meaning.spoken:
            said = " || ".join(f"CONTAINS(STR(?spoken), {encode_text(word)})" for word in meaning.spoken.split("|"))
            lines.append(f"  ?claim0 kg:sentence ?spoken FILTER({said})\n")
        if meaning.held:
            lines.append(self._holding(meaning.held))
        if any(condition.object.kind == "shared" for condition in meaning.conditions) or len(meaning.conditions) > 1 and self._pairs():
            lines.append("  FILTER(?x != ?s1)\n")
        if meaning.among:
            among = _iris([n.iri for t in meaning.among if t.spot for n in t.spot.nodes])
            lines.append(f"  VALUES ?one {{ {among} }}\n  ?x {EDITIONS} ?one .\n")
        if meaning.without:
            left = _iris(Argument("nodes", meaning.without).iris)
            lines.append(f"  FILTER NOT EXISTS {{ VALUES ?left {{ {left} }} ?x {EDITIONS} ?left }}\n")
        lines += self._when() + self._where()
        return "".join(lines)

    def _holding(self, words: str) -> str:
        """That the sentence has the words; a post, that the answer has it."""
        if words in self.questions.posts and all(one.relations == ("position",) for one in self.meaning.conditions):
            return f"  FILTER(CONTAINS(STR(?x), {encode_text(words)}))\n"
        return f"  ?claim0 kg:sentence ?held FILTER(CONTAINS(STR(?held), {encode_text(words)}))\n"

    def _level(self, word: str) -> str:
        """The place of a level in which the place lies that was found."""
        level = self.questions.levels[word]
        own, below, other = (
            f"REGEX({name}, {encode_text(_ending(ends))})"
            for name, ends in zip(("?level", "?above", "?called"), (level.endings, level.below, level.other), strict=True)
        )
        if not level.below:
            return f"  ?spot {PLACES} ?x . ?x kg:name ?level FILTER({own})\n"
        above = "OPTIONAL { ?x kg:inPlace/kg:name ?above }"
        return f"  ?spot {PLACES} ?x . ?x rdfs:label ?called ; kg:name ?level {above} FILTER({own} || ({below} && !{other}))\n"

    def _called(self, head: str) -> str:
        """That a name of the answer has the word; or, of a kind of bodies, what its names have, else nothing that those of another do."""
        kinds = self.questions.kinds
        if head in self.questions.events:
            is_one, is_none = (f"REGEX(?headed, {encode_text(_ending(ends))})" for ends in self.questions.events[head])
            return f"  ?x kg:name ?headed FILTER({is_one}" + (f" && !{is_none})\n" if self.questions.events[head][1] else ")\n")
        own = kinds.get(head, (head,))
        has = " || ".join(f"CONTAINS(?headed, {encode_text(end)})" for end in own)
        if head not in kinds:
            return f"  ?x kg:name ?headed FILTER({has})\n"
        others = sorted({end for ends in kinds.values() for end in ends} - {*own})
        strange = " || ".join(f"CONTAINS(?headed, {encode_text(end)})" for end in others)
        return f"  ?x rdfs:label ?headed FILTER({has} || !({strange}))\n"

    def _pairs(self) -> bool:
        first, second = self.meaning.conditions[:2]
        return first.subject.kind == "answer" and second.subject.kind == "nodes" and first.object == second.object

    def _literal(self) -> bool:
        relations = self.questions.ontology.relations
        return all(one.object.kind == "answer" and all(relations[r].literal for r in one.relations) for one in self.meaning.conditions)

    def _ends(self) -> Iterator[str]:
        """The nodes that a date or a place may belong to, and the claim itself."""
        yield "?claim0"
        for one in self.meaning.conditions[:1]:
            yield from dict.fromkeys((self.term("?s0", one.subject), self.term("?o0", one.object)))

    def _when(self) -> list[str]:
        first, last = self.meaning.period
        if not first and not last:
            return []
        if self.meaning.dated:
            return [f'  FILTER(STR(?o0) >= "{first}" && STR(?o0) <= "{last}")\n']
        if self.meaning.undated:
            return ["".join(f"  FILTER NOT EXISTS {{ {end} kg:earliest ?any }}\n" for end in self._ends())]
        dated = " UNION ".join(f"{{ {end} kg:earliest ?from ; kg:latest ?to }}" for end in self._ends())
        tests = [f'?from <= "{last}"^^xsd:date'] if last else []
        tests += [f'?to >= "{first}"^^xsd:date'] if first else []
        return [f"  {dated}\n  FILTER({' && '.join(tests)})\n"]

    def _where(self) -> list[str]:
        lines = []
        if self.meaning.region is not None:
            # A date is that of the place it is said of: an exhibition that travels has several.
            places = ["{ ?claim0 kg:where ?venue }", *(_held(end, "?venue") for end in list(self._ends())[1:])]
            lines.append(
                f"  VALUES ?regionTop {{ {_iris(self.meaning.region.iris)} }}\n  ?venue {PLACES} ?regionTop .\n  {' UNION '.join(places)}\n"
            )
            lines.append(_beside("?venue"))
            if self._literal():
                lines.append("  FILTER(!BOUND(?held) || NOT EXISTS { ?claim0 kg:where ?ownVenue })\n")
        if self.meaning.within is not None:
            lines.append(self._within(self.meaning.within))
        if self.meaning.setting is not None:
            lines += self._at(self.meaning.setting)
        return lines

    def _within(self, place: Argument) -> str:
        """That the answer lies in a place, or that its name begins with the place's."""
        inside = f"?x {PLACES[:-1]}+ ?around"
        begins = f"?x kg:name ?bodyName FILTER(STRSTARTS(?bodyName, {encode_text(place.words)}))"
        if not place.names:
            return f"  {begins}\n"
        if place.words:
            inside = f"{{ {inside} }} UNION {{ {begins} }}"
            return f"  VALUES ?around {{ {_iris(place.iris)} }}\n  {inside}\n  FILTER NOT EXISTS {{ ?x a kg:Place }}\n"
        return f"  VALUES ?around {{ {_iris(place.iris)} }}\n  {inside} .\n"

    def _at(self, setting: Argument) -> list[str]:
        """The event in one article with the answer, by its name or by a part of that: 在博览会上."""
        called = f"  ?setting a kg:Event ; kg:name ?settingName FILTER(CONTAINS(?settingName, {encode_text(setting.words)}))\n"
        named = f"  VALUES ?setting {{ {_iris(setting.iris)} }}\n"
        beside = "  ?claim0 prov:wasDerivedFrom ?paper . ?beside prov:wasDerivedFrom ?paper ; rdf:subject|rdf:object ?setting .\n"
        return [named, beside] if setting.kind == "nodes" else [beside, called]


def _held(event: str, place: str) -> str:
    """The place of an event, to be tested by `_beside`."""
    told = f"?held rdf:predicate kg:heldAt ; rdf:subject ?placed ; rdf:object {place} ; kg:modality ?heldHow"
    return f"{{ {event} kg:partOfEvent? ?placed . {told} }}"


def _beside(place: str) -> str:
    """That of an event which was at several places the one counts that the article of the claim tells."""
    same = "?held prov:wasDerivedFrom ?paper . ?claim0 prov:wasDerivedFrom ?paper"
    apart = f"FILTER NOT EXISTS {{ {{ ?other {PLACES} {place} }} UNION {{ {place} {PLACES} ?other }} }}"
    other = f"?elsewhere rdf:predicate kg:heldAt ; rdf:subject ?placed ; rdf:object ?other {apart}"
    return f"  FILTER(!BOUND(?held) || (?heldHow IN ({LISTED}) && (EXISTS {{ {same} }} || NOT EXISTS {{ {other} }})))\n"


def _ending(words: Sequence[str]) -> str:
    return f"({'|'.join(map(re.escape, words))})$"


def _source(i: int) -> str:
    return (
        f"  OPTIONAL {{ ?claim{i} kg:sentence ?sentence{i} }}\n"
        f"  OPTIONAL {{ ?claim{i} prov:wasDerivedFrom ?article{i}\n"
        f"    OPTIONAL {{ ?article{i} dcterms:title ?title{i} }} OPTIONAL {{ ?article{i} dcterms:issued ?issued{i} }} }}\n"
    )


def _names(term: Argument) -> str:
    return next((node.label for token in term.names if token.spot for node in token.spot.nodes), "")


def _iris(iris: Sequence[str]) -> str:
    return " ".join(encode_iri(iri) for iri in iris)
