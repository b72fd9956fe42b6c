"""Two people of one name in one article, and foreign people by their last names."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import cast

import pytest
from identity import article, entities, resolved

from kg.discourse import Discourse
from kg.entities import resolve_article, tell_apart
from kg.entities.namesakes import find_namesakes
from kg.grammar import load_grammar
from kg.mentions import Post, Reading
from kg.mentions.words import Words
from kg.model import Article, Claim, Doc, Entity, Mention, Sentence, Span
from kg.names import load_names

NAME = "王伟"
# text, whether its two people of one name are two
TWO = [
    ("岭州一中校长王伟、岭州二中校长王伟出席首届岭州教育论坛。", True),
    ("一中校长王伟和二中校长王伟签约。", True),
    ("岭州银行行长王伟、岭州大学教授王伟出席论坛。", True),
    ("岭州市第一小学校长王伟致辞。会后，岭州市第二小学校长王伟主持座谈。", True),
    ("岭州市教育局局长王伟致辞。随后，教育局局长王伟颁奖。", False),
    ("古巴外交部长王伟致辞。会后，古巴新任总统王伟主持座谈。", False),
    ("古巴外交部长王伟致辞。会后，西班牙首相王伟主持座谈。", True),
    ("西班牙首相王伟致辞。会前，西班牙皇家学院院士王伟考察湿地。", False),
    ("岭州大学校长王伟致辞，他说岭州大学会办好论坛。会前，岭州科学协会会长王伟考察湿地。", False),
]


def read(text: str) -> Discourse:
    """The discourse of a text whose posts stand right before the name."""
    posts = []
    for found in re.finditer(rf"([^，。、和]{{3,12}}){NAME}", text):
        words = found[1].removeprefix("随后").removeprefix("会前").removeprefix("会后")
        start = found.end(1) - len(words)
        held = Mention(Span(start, found.end(1)), words, "Words", words)
        posts.append(Post(held, Mention(Span(found.end(1), found.end()), NAME, "Person", NAME)))
    sentence = Sentence(Span(0, len(text)))
    reading = Reading(sentence, cast(Words, None), tuple(post.person for post in posts), tuple(posts), {})
    return Discourse((reading,), (), None, "")


def claims_of(identifier: str, text: str, discourse: Discourse) -> list[Claim]:
    """That each person attends an event."""
    event = Mention(Span(0, 1), text[:1], "Event", f"第{int(identifier[1:]) + 1}届岭州教育论坛")
    spoken = [post.person for post in discourse.readings[0].posts]
    return [Claim(identifier, one, "attends", event, Span(0, 1), Span(0, len(text)), "hand", Decimal("0.9")) for one in spoken]


def nodes(*texts: str) -> dict[tuple[str, str, str, str], Entity]:
    """The nodes of the people of texts, which are articles a0, a1, ..."""
    found = []
    for number, text in enumerate(texts):
        doc, discourse = Doc(Article(f"a{number}", text), (Sentence(Span(0, len(text))),)), read(text)
        claims = tell_apart(claims_of(f"a{number}", text, discourse), discourse)
        found.append(resolve_article(doc, claims, discourse, grammar=load_grammar(), names=load_names()))
    return {key: entity for key, entity in resolved(*found).items() if key[1] == "Person"}


@pytest.mark.parametrize(("text", "two"), TWO, ids=[text for text, _ in TWO])
def test_two_of_one_name_in_one_article(text: str, two: bool) -> None:
    assert len(read(text).readings[0].posts) == 2
    assert len(set(find_namesakes(read(text)).values())) == (2 if two else 0)
    assert len({entity.iri for entity in nodes(text).values()}) == (2 if two else 1)


def test_each_of_the_two_is_found_again_in_other_articles() -> None:
    made = nodes(TWO[0][0], "岭州一中校长王伟考察湿地。", "岭州二中校长王伟考察湿地。", "青州银行行长王伟考察湿地。")
    by_scope = {key[3]: entity.iri for key, entity in made.items() if key[0] == "a0"}
    others = [next(entity.iri for key, entity in made.items() if key[0] == f"a{number}") for number in (1, 2, 3)]
    assert others[:2] == [by_scope["岭州一中校长"], by_scope["岭州二中校长"]]
    assert others[2] not in by_scope.values()


def test_claims_without_namesakes_stay_as_they_are() -> None:
    text = TWO[4][0]
    claims = claims_of("a0", text, read(text))
    assert tell_apart(claims, read(text)) == claims
    assert [replace(one, subject=replace(one.subject, scope="")) for one in tell_apart(claims, read(text))] == claims


# Foreign people: (article, name, post) of each, and which are one
FOREIGN = [
    ("dots", [("安娜•维特", "白石国海洋部部长"), ("安娜·维特", "")], [0, 0]),
    ("last name and post", [("安娜·维特", "白石国海洋部部长"), ("维特", "白石国海洋部部长")], [0, 0]),
    ("a post once held", [("安娜·维特", "白石共和国前首相"), ("维特", "白石共和国首相")], [0, 0]),
    ("other post", [("安娜·维特", "白石国海洋部部长"), ("维特", "青州银行行长")], [0, 1]),
    ("two of one last name", [("安娜·维特", "白石共和国首相"), ("保罗·维特", "白石共和国首相"), ("维特", "白石共和国首相")], [0, 1, 2]),
    ("no post", [("安娜·维特", "白石国海洋部部长"), ("维特", "")], [0, 1]),
]


def attended(identifier: str, name: str, post: str) -> tuple[Doc, list[Claim], Discourse]:
    """An article on a person at an event of its own, a year after the article before."""
    said = [("Person", name, "attends", "Event", f"第{int(identifier[1:]) + 2}届海岸论坛")]
    return article(identifier, said, text=f"{post}{name}到会。", date=f"202{identifier[1:]}-05-20", posts=[(name, post)] if post else [])


@pytest.mark.parametrize(("case", "said", "same"), FOREIGN, ids=[case for case, *_ in FOREIGN])
def test_foreign_people_across_articles(case: str, said: list[tuple[str, str]], same: list[int]) -> None:
    made = entities(*(attended(f"f{k}", name, post) for k, (name, post) in enumerate(said)))
    iris = [made[f"f{k}", "Person", name, ""].iri for k, (name, _) in enumerate(said)]
    assert [iris.index(iri) for iri in iris] == same
