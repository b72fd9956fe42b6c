"""The search field as an ask box: questions answered in the page as `kg ask` answers them, with their sentences."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from asking import asking_graph
from browsing import Browser, needs_chromium
from holding import ASKED, write_holding
from rdflib import RDF, RDFS, Graph, Literal, URIRef
from selenium.webdriver.common.keys import Keys
from strangers import read_questions
from test_asking import QUESTIONS

from kg.asking import ask
from kg.building import build
from kg.errors import QueryError
from kg.ontology import BASE, KG
from kg.query import Source, open_graph
from kg.view import write_page
from kg.view.questions import question_words

pytestmark = needs_chromium
SAMPLE = Path(__file__).parent / "data" / "query_sample.ttl"
ANSWERED = ("list", "count", "most", "truth", "when", "where")
ASK = "return arguments[0].map((question) => kgPage.ask(question))"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "page.html"
    write_page(SAMPLE, path, title="问答")
    return path


def answered(asked: dict[str, Any]) -> list[str]:
    """The answers of the page as `kg ask` gives them in its table."""
    if asked["verdict"]:
        return [asked["verdict"]]
    if asked["asks"] == "count":
        return [str(len(asked["answers"]))]
    return sorted(label for label, _ in asked["answers"])


def test_the_page_answers_every_question_that_kg_ask_is_tested_with(browser: Browser, page: Path) -> None:
    browser.open(page)
    found = browser.run(ASK, list(QUESTIONS))
    wrong = [question for question, asked in zip(QUESTIONS, found, strict=True) if answered(asked) != sorted(QUESTIONS[question])]
    assert wrong == []
    assert all(asked["understood"] for asked in found)


def kg_asked(source: Source, question: str, after: str = "") -> list[str]:
    try:
        asked = ask(source, question, after=after)
    except QueryError:
        return []
    if asked.asks == "count":  # the number of those done, then of those planned: the page counts them together
        return asked.rows.column("answer")[:1]
    return [asked.verdict] if asked.verdict else sorted(set(asked.rows.column("answer"))) if asked.asks in ANSWERED else [asked.asks]


def kg_near(source: Source, question: str, after: str = "") -> list[list[str]]:
    """The sentences that `kg ask` tells as near to a question, each with what it has of the kind asked for."""
    try:
        return [[one.asked, one.sentence] for one in ask(source, question, after=after).near]
    except QueryError:
        return []


def page_answered(asked: dict[str, Any]) -> list[str]:
    """The same without the parts of the question that an answer stands for twice."""
    return sorted(set(answered(asked))) if asked["asks"] in ANSWERED or not asked["asks"] else [asked["asks"]]


def test_questions_in_the_words_of_strangers_have_the_answers_of_kg_ask(browser: Browser, tmp_path: Path) -> None:
    """Of those in `strangers.jsonl` only the number is looked at, as in `test_ask_strangers.py`."""
    write_page(asking_graph(), tmp_path / "page.html")
    browser.open(tmp_path / "page.html")
    source = open_graph(asking_graph())
    for name, least in (("tuned.jsonl", 1.0), ("strangers.jsonl", 0.95)):
        pairs = [(one["question"], one.get("after", "")) for one in read_questions(name)]
        found = browser.run("return arguments[0].map(([question, after]) => kgPage.ask(question, after))", pairs)
        wrong = [pair for pair, asked in zip(pairs, found, strict=True) if kg_asked(source, *pair) != page_answered(asked)]
        assert len(wrong) <= (1 - least) * len(pairs), wrong if least == 1 else len(wrong)


def test_questions_about_the_examples_have_the_answers_of_kg_ask(browser: Browser, demo: Path, tmp_path: Path) -> None:
    write_page(demo / "graph.ttl", tmp_path / "page.html")
    browser.open(tmp_path / "page.html")
    source, questions = (
        open_graph(demo),
        [*read_questions("examples.jsonl"), *read_questions("reporters.jsonl"), *read_questions("journalists.jsonl")],
    )
    pairs = [(one["question"], one.get("after", "")) for one in questions]
    browser.run("return kgPage.unpacked()")
    found = browser.run("return arguments[0].map(([question, after]) => kgPage.ask(question, after))", pairs)
    assert [pair for pair, asked in zip(pairs, found, strict=True) if kg_asked(source, *pair) != page_answered(asked)] == []
    assert [pair for pair, asked in zip(pairs, found, strict=True) if kg_near(source, *pair) != asked["near"]] == []


def test_who_did_what_was_asked_and_who_holds_a_post_is_answered_as_by_kg_ask(browser: Browser, tmp_path: Path) -> None:
    graph = write_holding(tmp_path / "graph.ttl")
    write_page(graph, tmp_path / "page.html")
    browser.open(tmp_path / "page.html")
    source, pairs = open_graph(graph), [(question, "") for question in ASKED]
    found = browser.run("return arguments[0].map(([question, after]) => kgPage.ask(question, after))", pairs)
    assert {q: page_answered(one) for (q, _), one in zip(pairs, found, strict=True)} == {q: kg_asked(source, q) for q, _ in pairs}
    assert {q: one["near"] for (q, _), one in zip(pairs, found, strict=True)} == {q: kg_near(source, q) for q, _ in pairs}


def test_what_is_not_answered_comes_with_its_nearest_sentences(browser: Browser, page: Path) -> None:
    browser.open(page, "ask=赵岚跟王志刚在哪座楼碰的头")
    assert "这不是答案" in browser.text("#panel .near h3")
    assert "王志刚" in browser.text("#panel .near blockquote")
    browser.run("document.querySelector('#panel .near button').click()")
    assert browser.texts("#panel h2") != []


@pytest.mark.parametrize(
    ("question", "after"),
    [
        ("成都有什么展览", ""),
        ("孟清越做过哪些报告", ""),
        ("谁主办了山区科学节", ""),
        ("5月有哪些活动", ""),
        ("观澜号最后是哪天出发的", ""),
        ("丝路古籍展在昆明什么时候开幕", ""),
        ("川北大学有没有收购星河动力", ""),
        ("第三届滇池花卉博览会是谁主办的", ""),
        ("河西博物馆收购了谁", ""),
        ("郑一帆签了什么", "郑一帆是谁"),
    ],
)
def test_the_page_tells_beside_an_answer_what_kg_ask_tells(browser: Browser, demo: Path, tmp_path: Path, question: str, after: str) -> None:
    write_page(demo / "graph.ttl", tmp_path / "page.html")
    browser.open(tmp_path / "page.html")
    told = browser.run("return kgPage.ask(arguments[0], arguments[1]).notices", question, after)
    wanted = [notice.in_language("zh") for notice in ask(open_graph(demo), question, after=after).notices]
    assert sorted(told) == sorted(wanted)


# A question -> who or what answers it, in kg ask and on the page.
DISMISSED = {
    "谁被免去云州市图书馆馆长职务？": "陈启明",
    "谁不再担任云州市图书馆馆长？": "陈启明",
    "谁卸任了云州市图书馆馆长？": "陈启明",
    "云州市图书馆前馆长是谁？": "陈启明",
    "云州市图书馆的原馆长是谁？": "陈启明",
    "陈启明被免去了什么职务？": "云州市图书馆馆长",
    "云州市图书馆馆长是谁？": "林望舒",
    "谁担任云州市图书馆馆长？": "林望舒",
}


def test_who_was_dismissed_is_not_who_was_appointed(browser: Browser, tmp_path: Path) -> None:
    text = tmp_path / "2024-05-20.txt"
    text.write_text("云州市人民政府决定：任命林望舒为云州市图书馆馆长，免去陈启明的云州市图书馆馆长职务。", encoding="utf-8")
    build([text], tmp_path / "out")
    source = open_graph(tmp_path / "out" / "graph.ttl")
    assert {question: kg_asked(source, question) for question in DISMISSED} == {question: [name] for question, name in DISMISSED.items()}
    browser.open(tmp_path / "out" / "graph.html")
    assert [page_answered(asked) for asked in browser.run(ASK, list(DISMISSED))] == [[name] for name in DISMISSED.values()]


def test_a_place_that_is_a_body_too_is_asked_for_as_both(browser: Browser, tmp_path: Path) -> None:
    graph = Graph().parse(SAMPLE)
    event, city = next(graph.subjects(RDFS.label, Literal("第七届世界智能大会", lang="zh"))), URIRef(f"{BASE}place/江州市")
    for triple in ((RDF.type, KG.Place), (RDF.type, KG.Organization), (RDF.type, KG.Entity), (RDFS.label, Literal("江州市", lang="zh"))):
        graph.add((city, *triple))
    graph.add((city, KG.name, Literal("江州市")))
    claim = URIRef(f"{BASE}claim/one")
    for predicate, value in (
        (RDF.type, KG.Claim),
        (RDF.subject, city),
        (RDF.predicate, KG.organizes),
        (RDF.object, event),
        (KG.modality, KG.asserted),
    ):
        graph.add((claim, predicate, value))
    write_page(graph, tmp_path / "page.html")
    browser.open(tmp_path / "page.html")
    asked = browser.run(ASK, ["江州市主办了哪些活动"])[0]
    assert answered(asked) == kg_asked(open_graph(graph), "江州市主办了哪些活动") == ["第七届世界智能大会"]
    assert "主办" in asked["understood"]


def test_a_question_goes_on_from_the_one_before(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.search("谁主办了第七届世界智能大会？")
    browser.press(Keys.ENTER)
    assert browser.search("那在哪里举行呢")[0].startswith("问：")
    browser.press(Keys.ENTER)
    assert "接着问：谁主办了第七届世界智能大会？" in browser.text("#panel")
    assert browser.run(ASK, ["第七届世界智能大会在哪里举行？"])[0]["answers"][0][0] in browser.text("#panel .answers")
    here = browser.run("return location.hash.slice(1)")
    browser.open(page, here)
    assert "接着问：谁主办了第七届世界智能大会？" in browser.text("#panel")
    browser.search("王志刚会见了谁？")
    browser.press(Keys.ENTER)
    assert "接着问" not in browser.text("#panel"), "a question that says all stands for itself"


def test_a_question_that_stands_alone_goes_on_from_none(browser: Browser, page: Path) -> None:
    for question in ("王志刚会见了谁呢？", "那王志刚会见了谁？", "谁主办了滨海未来能源峰会？"):
        browser.open(page, "ask=谁主办了第七届世界智能大会")
        browser.search(question)
        browser.press(Keys.ENTER)
        assert browser.text("#panel h2") == question
        assert "接着问" not in browser.text("#panel"), question


def test_a_part_of_a_question_without_an_answer_is_told(browser: Browser, page: Path) -> None:
    browser.open(page, "ask=谁主办了第七届世界智能大会，谁协办的")
    assert "科学技术部" in browser.text("#panel .answers") and "“谁协办的”没有答案" in browser.text("#panel")


def test_names_are_asked_for_in_pinyin_and_what_asks_in_characters_alone(browser: Browser, page: Path) -> None:
    browser.open(page)
    assert answered(browser.run(ASK, ["wangzhigang会见了谁？"])[0]) == answered(browser.run(ASK, ["王志刚会见了谁？"])[0]) != []
    assert answered(browser.run(ASK, ["誰會見了王志剛？"])[0]) == ["赵岚"]
    browser.search("shui huijian le wangzhigang")
    assert "提问请用汉字" in browser.text("#hits")


def test_an_unknown_name_comes_with_those_near_to_it(browser: Browser, page: Path) -> None:
    browser.open(page, "ask=谁主办了第七届世界智慧大会？")
    assert "没有名为" in browser.text("#panel .notice")
    assert "第七届世界智能大会" in browser.texts("#panel .ranking .name")


def test_a_typed_question_shows_how_it_was_understood_and_its_sentences(browser: Browser, page: Path) -> None:
    browser.open(page)
    assert browser.search("谁会见了王志刚？")[0].startswith("问：")
    browser.press(Keys.ENTER)
    assert browser.text("#panel h2") == "谁会见了王志刚？"
    assert "理解为：？ 会见 王志刚" in browser.text("#panel .understood")
    assert [line.split("\n")[0].strip() for line in browser.texts("#panel .answers li")] == ["赵岚"]
    assert browser.texts("#panel .fact blockquote mark")
    assert "ask=" in browser.run("return location.hash")
    drawn = browser.run("return kgPage.drawn()")
    assert any({one.rpartition("/")[2], other.rpartition("/")[2]} == {"赵岚", "王志刚"} for one, _, other in drawn)
    browser.click("#panel .answers .name")
    assert browser.text("#panel h2").strip() == "赵岚"
    browser.press(Keys.ESCAPE)
    assert browser.text("#panel h2") == "谁会见了王志刚？", "behind what an answer names lies the answer"
    browser.press(Keys.ESCAPE)
    assert "这里有什么" in browser.text("#panel")
    assert browser.problems() == []


def test_an_answer_is_an_address_and_follows_the_filters(browser: Browser, page: Path) -> None:
    browser.open(page, "ask=科技部主办了哪些活动")
    assert len(browser.texts("#panel .answers li")) == 2
    browser.open(page, "ask=科技部主办了哪些活动&rel=attends")
    assert "图谱中没有这样的记载" in browser.text("#panel") and "当前筛选" in browser.text("#panel")
    browser.open(page, "ask=南开大学主办了第七届世界智能大会吗&lang=en")
    assert "which is no denial" in browser.text("#panel .figure")
    browser.open(page, "ask=科技部主办了多少场活动")
    assert browser.text("#panel .figure") == "2"


@pytest.mark.parametrize("question", ["今天天气为什么这么好？", "？？？", "科技部怎么样？"])
def test_what_is_not_understood_is_said_with_questions_that_are(browser: Browser, page: Path, question: str) -> None:
    browser.open(page, "ask=" + question)
    assert "没有听懂这个问题" in browser.text("#panel .notice")
    examples = browser.texts("#panel section .name")
    assert len(examples) == 3
    assert all(answered(one) for one in browser.run(ASK, examples))
    browser.run("document.querySelector('#panel section .name').click()")
    assert browser.texts("#panel .answers li")


def test_a_name_that_the_graph_lacks_is_never_answered_by_another(browser: Browser, page: Path) -> None:
    browser.open(page)
    for question in ("谁主办了滨海未来能源峰会？", "天津市人民政俯主办了什么？", "北方海洋博览中心主办了第七届世界智能大会吗？"):
        assert browser.run(ASK, [question])[0]["answers"] == [], question


def test_what_asks_nothing_is_searched_as_before(browser: Browser, page: Path) -> None:
    browser.open(page)
    for words in ("南开大学", "世界智能", "nkdx", "主办"):
        assert not any(hit.startswith("问：") for hit in browser.search(words)), words


def test_the_packed_words_are_the_words_of_kg_ask() -> None:
    packed = question_words()
    assert "谁" in packed["lists"]["who"].split(" ")
    assert any("主办" in words.split(" ") and "organizes" in senses.split(" ") for senses, words in packed["verbs"].items())
    assert packed["relations"]["undertakes"][4] == ["undertakes", "hosts"]
    assert packed["years"]["去年"] == -1
