"""Sentences that speak of a question which is not answered: told as no answer, the best first; and answers that they bear out or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.asking import ask
from kg.cli import main
from kg.errors import QueryError
from kg.graph import write_articles
from kg.model import Article
from kg.query import Source, open_graph, texts

CLAIM = """claim:{n} a kg:Claim ; rdf:subject <{base}{s}> ; rdf:predicate kg:{said} ; rdf:object {o} ; kg:modality kg:asserted ;
  kg:sentence "{text}"@zh ; prov:wasDerivedFrom <{base}article/{article}> .
"""
HEAD = """@prefix kg: <https://example.org/kg/ontology#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix claim: <https://example.org/kg/id/claim/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
BASE = "https://example.org/kg/id/"
NODES = (
    ("person/温致远", "Person"), ("person/白若川", "Person"), ("person/段秋实", "Person"), ("org/苍山航运", "Organization"),
    ("event/海灯节", "Event"), ("place/临海市", "Place"),
)  # fmt: skip
CLAIMS = (
    ("person/温致远", "position", '"月溪群岛总统"', "月溪群岛总统温致远昨天启程。", "a"),
    ("person/白若川", "position", '"石林国总统"', "石林国总统白若川会见了来访的客人。", "a"),
    ("person/段秋实", "position", '"苍山航运总裁"', "苍山航运总裁段秋实严词驳斥了《珊瑚礁白皮书》。", "b"),
    ("event/海灯节", "heldAt", f"<{BASE}place/临海市>", "第三届海灯节3月2日在临海市点亮，吸引了4200名游客。", "b"),
)
ARTICLES = (("a", "两国总统的一天", "2024-03-03"), ("b", "海灯节与白皮书", "2024-03-04"), ("c", "远航七号灯船起锚仪式推迟", "2024-03-05"))


@pytest.fixture(scope="module")
def islands(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of a few claims, and of an article of which it has the title alone."""
    lines = [HEAD]
    for iri, cls in NODES:
        name = iri.rpartition("/")[2]
        lines.append(f'<{BASE}{iri}> a kg:{cls}, kg:Entity ; rdfs:label "{name}"@zh ; kg:name "{name}" .\n')
    for n, (s, said, o, text, article) in enumerate(CLAIMS):
        lines.append(CLAIM.format(n=n, base=BASE, s=s, said=said, o=o, text=text, article=article))
    for name, title, day in ARTICLES:
        lines.append(f'<{BASE}article/{name}> a kg:Article ; dcterms:title "{title}"@zh ; dcterms:issued "{day}"^^xsd:date .\n')
    path = tmp_path_factory.mktemp("islands") / "graph.ttl"
    path.write_text("".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def news(islands: Path) -> Source:
    return open_graph(islands)


def test_sentences_from_which_nothing_was_read_are_told_where_their_text_is_that_of_the_graph(tmp_path: Path) -> None:
    text = "灯船起锚\n本报讯（记者 白若川）“远航七号”灯船昨天起锚。潜水员在珊瑚湾打捞出三口铜钟。"
    article = Article("lamp", text, "灯船起锚")
    named = 'article:lamp a schema:NewsArticle ; dcterms:identifier "lamp" ; kg:sha256 "{sha}" ; dcterms:title "灯船起锚"@zh .'
    prefixes = "@prefix article: <https://example.org/kg/id/article/> . @prefix schema: <https://schema.org/> .\n"
    graph = tmp_path / "graph.ttl"
    write_articles([article], tmp_path / "articles")
    graph.write_text(HEAD + prefixes + named.format(sha=article.sha256), encoding="utf-8")
    asked = ask(open_graph(graph), "潜水员在珊瑚湾打捞出几口铜钟")
    assert [(one.sentence, one.title) for one in asked.near[:1]] == [("潜水员在珊瑚湾打捞出三口铜钟。", "灯船起锚")]
    graph.write_text(HEAD + prefixes + named.format(sha="0" * 64), encoding="utf-8")
    assert ask(open_graph(graph), "潜水员在珊瑚湾打捞出几口铜钟").near == ()  # another text lies beside the graph


def test_a_sentence_has_a_part_of_the_signs_of_the_one_before_it_and_a_figure_of_what_is_counted(tmp_path: Path) -> None:
    text = "港口的一天\n望潮座谈会昨天在灯塔厅举行。来宾谈了航线。会议由船长岑默主持。码头上的彩旗很多。水手归港时下了雨。有37名水手归港。"
    article = Article("port", text, "港口的一天")
    named = 'article:port a schema:NewsArticle ; dcterms:identifier "port" ; kg:sha256 "{sha}" ; dcterms:title "港口的一天"@zh .'
    prefixes = "@prefix article: <https://example.org/kg/id/article/> . @prefix schema: <https://schema.org/> .\n"
    write_articles([article], tmp_path / "articles")
    (tmp_path / "graph.ttl").write_text(HEAD + prefixes + named.format(sha=article.sha256), encoding="utf-8")
    source = open_graph(tmp_path / "graph.ttl")
    assert "会议由船长岑默主持。" in [one.sentence for one in ask(source, "来宾谈航线的会议由谁主持").near[:2]]
    assert [one.sentence for one in ask(source, "昨天有多少水手归港").near[:1]] == ["有37名水手归港。"]


def test_a_full_answer_looks_for_no_other_sentences(news: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.asking.sentences_near", lambda *_: pytest.fail("looked for"))
    assert ask(news, "月溪群岛总统是谁").rows.column("answer") == ["温致远"]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("段秋实骂的是哪份白皮书", "苍山航运总裁段秋实严词驳斥了《珊瑚礁白皮书》。"),
        ("海灯节来了多少游客", "第三届海灯节3月2日在临海市点亮，吸引了4200名游客。"),
        ("是谁驳斥了珊瑚礁白皮书", "苍山航运总裁段秋实严词驳斥了《珊瑚礁白皮书》。"),
        ("为什么月溪群岛总统启程", "月溪群岛总统温致远昨天启程。"),
    ],
)
def test_what_is_not_answered_comes_with_the_sentence_that_speaks_of_it(news: Source, question: str, said: str) -> None:
    asked = ask(news, question)
    assert not asked.found and not asked.rows.rows and asked.notices
    assert asked.near[0].sentence == said


def test_what_is_asked_is_marked_where_the_sentence_has_it(news: Source) -> None:
    assert "4200名" in ask(news, "海灯节来了多少游客").near[0].asked
    assert ask(news, "哪位总裁骂了珊瑚礁白皮书呢").near[0].asked.startswith("段秋实")


def test_an_article_of_which_the_graph_has_the_title_alone_is_named(news: Source) -> None:
    [near] = ask(news, "远航七号灯船几时起锚").near
    assert near.sentence == near.title == "远航七号灯船起锚仪式推迟" and near.issued == "2024-03-05" and not near.asked


@pytest.mark.parametrize(("lang", "told"), [("zh", "这不是答案"), ("en", "no answer, but")])
def test_it_is_told_as_no_answer_in_both_languages(islands: Path, lang: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", str(islands), "段秋实骂的是哪份白皮书", "--lang", lang]) == 0
    shown = capsys.readouterr().out
    assert told in shown and "珊瑚礁白皮书" in shown
    assert main(["ask", str(islands), "远航七号灯船几时起锚", "--lang", lang]) == 0
    assert {"zh": "（标题 2024-03-05）", "en": "(title 2024-03-05)"}[lang] in capsys.readouterr().out


def test_of_several_answers_those_are_told_whose_sentence_has_the_word_that_was_not_used(news: Source) -> None:
    asked = ask(news, "石林国的总统是谁")
    assert asked.rows.column("answer") == ["白若川"]


@pytest.mark.parametrize("question", ["今晚吃什么好呢", "谁", "海灯节怎么样"])
def test_what_no_sentence_has_much_of_is_not_understood(news: Source, question: str) -> None:
    with pytest.raises(QueryError, match="not understood"):
        ask(news, question)


def test_a_question_goes_on_from_one_that_was_not_answered(news: Source) -> None:
    asked = ask(news, "在哪儿", after="海灯节来了多少游客")
    assert not asked.found and asked.near[0].asked == "临海市"
    with pytest.raises(QueryError, match="not understood"):
        ask(news, "有哪些产品", after="今晚吃什么好呢")


def test_the_texts_of_a_graph_that_has_too_many_are_not_looked_at(islands: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "MOST_TEXTS", 3)
    assert ask(open_graph(islands), "段秋实骂的是哪份白皮书").near == ()
