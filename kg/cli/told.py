"""An explanation in words: what `kg explain` prints, in the reader's language, by the labels of the ontology."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from kg.explaining import Explanation, Part, Predication, Weighed
from kg.grammar import Construction
from kg.interpret import grammar_of, vocabulary_of
from kg.messages import SOURCE, marked, message, translate
from kg.model import Claim, Mention
from kg.ontology import KG

WORDS = {
    "headline": marked("headline"),
    "dateline": marked("dateline"),
    "byline": marked("byline"),
    "caption": marked("caption"),
    "label list": marked("line of labels"),
    "body": marked("body"),
    "agent": marked("who"),
    "theme": marked("what"),
    "words": marked("words"),
    "coagent": marked("with whom"),
    "place": marked("where"),
    "time": marked("when"),
    "setting": marked("at which event"),
    "adverbial": marked("adverbial"),
    "Words": marked("words"),
    "Date": marked("date"),
    "subject": marked("subject"),
    "object": marked("object"),
    "name": marked("in full"),
    "short": marked("in short"),
    "anaphor": marked("pointed back to"),
    "unsaid": marked("unsaid"),
    "else": marked("else"),
    "rank": marked("rank"),
    "from": marked("from"),
}
REASONS = {
    "no construction": marked("no construction fits"),
    "ends": marked("one end is missing, has no name, or is of another class"),
    "unlikely": marked("too unlikely, left out"),
}
HALVES = {
    "left": marked("only what stands before the verb"),
    "right": marked("only what stands behind the verb"),
}
# What signs of confidence say: they are written in English, and a line of the catalogues has the same words.
SIGNS = (
    (r" said of it more than once, differently", marked(" said of it more than once, differently")),
    (r"said more than once", marked("said more than once")),
    (r"is the main event", marked("is the main event")),
    (r"is not the main event", marked("is not the main event")),
    (r"early in the article", marked("early in the article")),
    (r"in a (?P<thing>.+)", marked("in a {thing}")),
    (r"in another sentence", marked("in another sentence")),
    (r"behind the verb, gap (?P<gap>\d)", marked("behind the verb, gap {gap}")),
    (r"before the verb, gap (?P<gap>\d)", marked("before the verb, gap {gap}")),
    (r"beyond (?P<commas>\d) commas", marked("beyond {commas} commas")),
    (r"as the engine has it", marked("as the engine has it")),
    (r"right behind a noun", marked("right behind a noun")),
    (r"right before a noun", marked("right before a noun")),
    (r"holds a verb or a particle", marked("holds a verb or a particle")),
    (r"inside a longer name", marked("inside a longer name")),
    (r"named again", marked("named again")),
    (r"in marks", marked("in marks")),
    (r"with edition", marked("with edition")),
    (r"without edition", marked("without edition")),
    (r"length (?P<length>\d)", marked("length {length}")),
    (r"date of (?P<characters>\d+) characters", marked("date of {characters} characters")),
    (r"^relation ", marked("relation ")),
    (r"^pattern ", marked("pattern ")),
    (r"^verb ", marked("verb ")),
    (r"^modality ", marked("modality ")),
    (r"^post$", marked("post")),
    (r"^always$", marked("always")),
    (r" (?:of|by) ", marked(" of ")),
)


class Told:
    """The words of one language for explanations by one ontology."""

    def __init__(self, ontology: Sequence[Path], lang: str) -> None:
        self.lang = lang
        self.ontology = vocabulary_of(tuple(ontology))
        self.patterns = {c.name: c for c in grammar_of(tuple(ontology)).constructions}

    def lines(self, explanation: Explanation) -> Iterator[str]:
        """One sentence with what was seen in it, one kind of thing a line."""
        yield explanation.sentence.strip()
        yield from self._row(marked("kind"), self._word(explanation.kind))
        yield from self._row(marked("words"), " ".join(explanation.tokens))
        yield from self._row(marked("mentions"), "; ".join(map(self._mention, explanation.mentions)))
        yield from self._row(marked("parts"), "".join(self._piece(kind, words) for kind, words in explanation.line))
        for weighed in explanation.posts:
            yield from self._row(marked("claim"), self._claim(weighed))
        for predication in explanation.predications:
            yield from self._said(predication) if predication.claims else self._unsaid(predication)

    def _row(self, name: str, words: str) -> list[str]:
        return [f"  {self._say(name)}  {words}"] if words else []

    def _say_found(self, template: str, found: re.Match[str]) -> str:
        return message(template, **found.groupdict()).in_language(self.lang)

    def _say(self, template: str) -> str:
        return translate(template, self.lang)

    def _word(self, word: str) -> str:
        """A kind, a role or a class as the reader's language has it."""
        if word in WORDS:
            return self._say(WORDS[word])
        known = self.ontology.relations.get(word) or self.ontology.classes.get(word)  # a user's own too
        if known is not None:
            return known.label.in_language(self.lang)
        return self.ontology.label(KG[word], self.lang) if word.isidentifier() else word

    def _mention(self, mention: Mention) -> str:
        return f"{mention.text} ({self._word(mention.cls)})" + (f" = {mention.name}" if mention.name not in ("", mention.text) else "")

    def _piece(self, kind: str, words: str) -> str:
        if kind == "verb":
            return f"<{words}>"
        return f"[{self._word(kind)}{' ' if words else ''}{words}]" if kind else words

    def _said(self, predication: Predication) -> Iterator[str]:
        """What a verb says: constructions, parts, claims."""
        fits = f"; {self._word('else')} ".join(self._pattern(construction) for construction in predication.fits)
        yield from self._row(marked("verb"), f"{predication.verb} {self._word(predication.relation)}" + (f": {fits}" if fits else ""))
        yield from self._row(marked("parts of it"), "; ".join(dict.fromkeys(map(self._part, predication.parts))))
        for weighed in predication.claims:
            yield from self._row(marked("claim"), self._claim(weighed))

    def _unsaid(self, predication: Predication) -> Iterator[str]:
        """Why a verb says nothing by a relation, and what of which construction would have to be there."""
        near = "; ".join(f"{self._pattern(c)} ({self._say(HALVES[half])})" for c, half in predication.near)
        fits = "; ".join(map(self._pattern, predication.fits))
        told = f"{predication.verb} {self._word(predication.relation)}: {self._say(REASONS[predication.reason])}"
        yield from self._row(marked("no claim"), told + (f"; {near or fits}" if near or fits else ""))

    def _pattern(self, construction: Construction) -> str:
        label = construction.label if self.lang == "zh" else construction.en
        return f"{label} [{self._word('rank')} {construction.rank}]"

    def _part(self, part: Part) -> str:
        source = f", {self._word('from')} “{part.source}”" if part.source else ""
        form = f" ({self._word(part.mention.form)}{source})" if part.mention.form in ("anaphor", "unsaid") else ""
        return f"{self._word(part.role)} {part.mention.name or part.mention.text}{form}"

    def _claim(self, weighed: Weighed) -> str:
        claim = weighed.claim
        signs = "; ".join(f"{self._sign(sign)} {weight:+.2f}" for sign, weight in weighed.signs)
        left_out = "" if weighed.kept else f", {self._say(REASONS['unlikely'])}"
        return f"{self._fact(claim)} ({self._word(claim.modality)}, {claim.confidence}{left_out})" + (f"  {signs}" if signs else "")

    def _fact(self, claim: Claim) -> str:
        return f"{claim.subject.name} {self._word(claim.relation)} {claim.object.name}"

    def _sign(self, sign: str) -> str:
        """A sign of confidence with labels for names, in the reader's language."""
        if self.lang != SOURCE:
            for pattern, template in SIGNS:
                sign = re.sub(pattern, partial(self._say_found, template), sign)
        return re.sub(r"[A-Za-z]+", self._known, sign)

    def _known(self, match: re.Match[str]) -> str:
        word = match[0]
        if word in self.patterns:
            return self.patterns[word].label if self.lang == "zh" else f"“{self.patterns[word].en}”"
        known = word in WORDS or (KG[word], None, None) in self.ontology.graph
        return self._word(word) if known else word
