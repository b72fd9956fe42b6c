"""An explanation in words: what `kg explain` prints, in Chinese and English, by the labels of the ontology."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.cli.language import both, pick
from kg.explaining import Explanation, Part, Predication, Weighed
from kg.grammar import Construction
from kg.interpret import grammar_of, vocabulary_of
from kg.model import Claim, Mention
from kg.ontology import KG

WORDS = {
    "headline": both("headline", "标题"),
    "dateline": both("dateline", "电头"),
    "byline": both("byline", "署名"),
    "caption": both("caption", "图注"),
    "label list": both("line of labels", "标签行"),
    "body": both("body", "正文"),
    "agent": both("who", "施事"),
    "theme": both("what", "对象"),
    "words": both("words", "词语"),
    "coagent": both("with whom", "合作者"),
    "place": both("where", "地点"),
    "time": both("when", "时间"),
    "setting": both("at which event", "场合"),
    "adverbial": both("adverbial", "状语"),
    "Words": both("words", "词语"),
    "Date": both("date", "日期"),
    "subject": both("subject", "主体"),
    "object": both("object", "客体"),
    "name": both("in full", "全称"),
    "short": both("in short", "简称"),
    "anaphor": both("pointed back to", "回指"),
    "unsaid": both("unsaid", "未说"),
}
REASONS = {
    "no construction": both("no construction fits", "没有合适的句式"),
    "ends": both("one end is missing, has no name, or is of another class", "一端缺少、没有名称或类别不合"),
    "unlikely": both("too unlikely, left out", "可能性太小，舍去"),
}
HALVES = {
    "left": both("only what stands before the verb", "只有动词之前的部分"),
    "right": both("only what stands behind the verb", "只有动词之后的部分"),
}
# What signs of confidence say in Chinese; they are written in English.
SIGNS = (
    (r" said of it more than once, differently", "有几种说法"),
    (r"said more than once", "不止一次说到"),
    (r"is the main event", "是主要活动"),
    (r"is not the main event", "不是主要活动"),
    (r"early in the article", "在文章开头"),
    (r"in a (.+)", r"在\1里"),
    (r"in another sentence", "在另一句"),
    (r"behind the verb, gap (\d)", r"在动词之后，距离档 \1"),
    (r"before the verb, gap (\d)", r"在动词之前，距离档 \1"),
    (r"beyond (\d) commas", r"隔 \1 个逗号"),
    (r"as the engine has it", "与引擎一致"),
    (r"right behind a noun", "紧接名词之后"),
    (r"right before a noun", "紧接名词之前"),
    (r"holds a verb or a particle", "含动词或虚词"),
    (r"inside a longer name", "在更长的名称里"),
    (r"named again", "又被提到"),
    (r"in marks", "带引号或书名号"),
    (r"with edition", "有届次年份"),
    (r"without edition", "无届次年份"),
    (r"length (\d)", r"长度档 \1"),
    (r"date of (\d+) characters", r"\1 字的日期"),
    (r"^relation ", "关系："),
    (r"^pattern ", "句式："),
    (r"^verb ", "动词："),
    (r"^modality ", "情态："),
    (r"^post$", "职务"),
    (r"^always$", "基数"),
    (r" (?:of|by) ", "，"),
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
        yield from self._row("kind", "类型", self._word(explanation.kind))
        yield from self._row("words", "词语", " ".join(explanation.tokens))
        yield from self._row("mentions", "提及", "; ".join(map(self._mention, explanation.mentions)))
        yield from self._row("parts", "成分", "".join(self._piece(kind, words) for kind, words in explanation.line))
        for weighed in explanation.posts:
            yield from self._row("claim", "事实", self._claim(weighed))
        for predication in explanation.predications:
            yield from self._said(predication) if predication.claims else self._unsaid(predication)

    def _row(self, en: str, zh: str, words: str) -> list[str]:
        return [f"  {self._both(en, zh)}  {words}"] if words else []

    def _both(self, en: str, zh: str) -> str:
        return pick(both(en, zh), self.lang)

    def _word(self, word: str) -> str:
        """A kind, a role or a class as the reader's language has it."""
        if word in WORDS:
            return pick(WORDS[word], self.lang)
        return self.ontology.label(KG[word], self.lang) if word.isidentifier() else word

    def _mention(self, mention: Mention) -> str:
        return f"{mention.text} ({self._word(mention.cls)})" + (f" = {mention.name}" if mention.name not in ("", mention.text) else "")

    def _piece(self, kind: str, words: str) -> str:
        if kind == "verb":
            return f"<{words}>"
        return f"[{self._word(kind)}{' ' if words else ''}{words}]" if kind else words

    def _said(self, predication: Predication) -> Iterator[str]:
        """What a verb says: constructions, parts, claims."""
        fits = f"; {self._both('else', '其次')} ".join(self._pattern(construction) for construction in predication.fits)
        yield from self._row("verb", "动词", f"{predication.verb} {self._word(predication.relation)}" + (f": {fits}" if fits else ""))
        yield from self._row("parts of it", "所涉成分", "; ".join(dict.fromkeys(map(self._part, predication.parts))))
        for weighed in predication.claims:
            yield from self._row("claim", "事实", self._claim(weighed))

    def _unsaid(self, predication: Predication) -> Iterator[str]:
        """Why a verb says nothing by a relation, and what of which construction would have to be there."""
        near = "; ".join(f"{self._pattern(c)} ({pick(HALVES[half], self.lang)})" for c, half in predication.near)
        fits = "; ".join(map(self._pattern, predication.fits))
        told = f"{predication.verb} {self._word(predication.relation)}: {pick(REASONS[predication.reason], self.lang)}"
        yield from self._row("no claim", "未成", told + (f"; {near or fits}" if near or fits else ""))

    def _pattern(self, construction: Construction) -> str:
        label = construction.label if self.lang == "zh" else construction.en
        return f"{label} [{self._both('rank', '次序')} {construction.rank}]"

    def _part(self, part: Part) -> str:
        source = f", {self._both('from', '来自')} “{part.source}”" if part.source else ""
        form = f" ({self._word(part.mention.form)}{source})" if part.mention.form in ("anaphor", "unsaid") else ""
        return f"{self._word(part.role)} {part.mention.name or part.mention.text}{form}"

    def _claim(self, weighed: Weighed) -> str:
        claim = weighed.claim
        signs = "; ".join(f"{self._sign(sign)} {weight:+.2f}" for sign, weight in weighed.signs)
        left_out = "" if weighed.kept else f", {pick(REASONS['unlikely'], self.lang)}"
        return f"{self._fact(claim)} ({self._word(claim.modality)}, {claim.confidence}{left_out})" + (f"  {signs}" if signs else "")

    def _fact(self, claim: Claim) -> str:
        return f"{claim.subject.name} {self._word(claim.relation)} {claim.object.name}"

    def _sign(self, sign: str) -> str:
        """A sign of confidence with labels for names; in Chinese where the reader's language is."""
        if self.lang == "zh":
            for english, chinese in SIGNS:
                sign = re.sub(english, chinese, sign)
        return re.sub(r"[A-Za-z]+", self._known, sign)

    def _known(self, match: re.Match[str]) -> str:
        word = match[0]
        if word in self.patterns:
            return self.patterns[word].label if self.lang == "zh" else f"“{self.patterns[word].en}”"
        known = word in WORDS or (KG[word], None, None) in self.ontology.graph
        return self._word(word) if known else word
