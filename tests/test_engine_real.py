"""The engine hanlp:PATH with a multi-task model that HanLP trains, saves and loads on the spot."""

from __future__ import annotations

import functools
import http.server
import json
import os
import pickle
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tiny_model import SENTENCES

from kg.annotate import Engine, from_json, open_engine, to_json
from kg.annotate.models import check_model, find_model
from kg.errors import EngineError
from kg.model import Article, Doc, Name, Sentence, Span

TEXTS = ["".join(sentence["tok"]) for sentence in SENTENCES]


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the model, made by a process of its own: what training needs must not help loading."""
    folder = tmp_path_factory.mktemp("tiny")
    script = Path(__file__).with_name("tiny_model.py")
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    made = subprocess.run([sys.executable, str(script), str(folder)], capture_output=True, text=True, env=environment, check=False)
    assert made.returncode == 0, made.stderr[-2000:]
    return folder / "model"


@pytest.fixture(scope="session")
def engine(model: Path) -> Engine:
    return open_engine(f"hanlp:{model}", split=lines)


def lines(article: Article) -> tuple[Sentence, ...]:
    """Every line as a sentence, blank ones too."""
    found, start = [], 0
    for line in article.text.split("\n"):
        found.append(Sentence(Span(start, start + len(line))))
        start += len(line) + 1
    return tuple(found)


def read(engine: Engine, text: str) -> Doc:
    [doc] = engine([Article(id="a", text=text)])
    return doc


# The tags of the Chinese Treebank as documents have them.
CLOSED = {"NR": "nz", "NT": "TIME", "NN": "n", "VV": "v", "P": "p", "PU": "w"}


@pytest.mark.parametrize("learnt", SENTENCES, ids=TEXTS)
def test_multi_task_model_gives_what_it_learnt(engine: Engine, learnt: dict[str, list[object]]) -> None:
    text = "".join(map(str, learnt["tok"]))
    [sentence] = read(engine, text).sentences
    bounds = [0]
    for token in learnt["tok"]:
        bounds.append(bounds[-1] + len(str(token)))
    assert [token.span.of(text) for token in sentence.tokens] == learnt["tok"]
    assert [token.pos for token in sentence.tokens] == [CLOSED[str(tag)] for tag in learnt["pos"]]
    assert [[d.head + 1, d.relation] for d in sentence.dependencies] == learnt["dep"]
    [frame] = sentence.srl
    expected = [(bounds[b], bounds[e + 1], label) for _, b, e, label in learnt["srl"]]  # type: ignore[misc]
    assert [(role.span.start, role.span.end, role.label) for role in frame.roles] == expected
    assert frame.predicate.of(text) in learnt["tok"]


def test_names_are_of_the_four_kinds(engine: Engine) -> None:
    names = [(name.span.of(TEXTS[0]), name.label) for name in read(engine, TEXTS[0]).sentences[0].names]
    assert names == [("王芳", "PERSON"), ("昨天", "TIME"), ("绵阳市", "LOCATION")]
    assert read(engine, TEXTS[1]).sentences[0].names == (Name(Span(0, 4), "ORGANIZATION"),)


def test_sentences_are_aligned_however_they_are_written(engine: Engine) -> None:
    text = f"\n  {TEXTS[1]} \n \n王芳 昨天\u3000在綿陽市主持座談會。\n😀\nABC New York 2023年\n\ud800\n"
    doc = read(engine, text)
    assert [len(sentence.tokens) for sentence in doc.sentences[:4]] == [0, 7, 0, 7]
    assert [name.span.of(text) for name in doc.sentences[3].names] == ["王芳", "昨天", "綿陽市"]
    for sentence in doc.sentences:
        assert all(token.span in sentence.span for token in sentence.tokens)
        assert all(-1 <= d.head < len(sentence.tokens) for d in sentence.dependencies)
        assert len(sentence.dependencies) == len(sentence.tokens)


def test_long_sentence_keeps_every_clause(engine: Engine) -> None:
    clause = TEXTS[0][:-1] + "，"
    text = clause * 400
    [sentence] = read(engine, text).sentences
    assert len(text) > 5000 > engine.limit
    assert [frame.predicate.start for frame in sentence.srl] == [8 + i * len(clause) for i in range(400)]


def test_heads_in_pieces_of_a_sentence_count_its_tokens(engine: Engine) -> None:
    text = TEXTS[0] + TEXTS[1] + TEXTS[0]
    [sentence] = read(replace(engine, limit=len(TEXTS[0])), text).sentences
    heads = [[head - 1 if head else None for head, _ in learnt["dep"]] for learnt in (SENTENCES[0], SENTENCES[1], SENTENCES[0])]
    expected = [-1 if head is None else head + 7 * i for i, piece in enumerate(heads) for head in piece]
    assert [d.head for d in sentence.dependencies] == expected


def test_document_survives_json_and_the_engine_pickling(engine: Engine) -> None:
    doc = read(engine, "\n".join(TEXTS))
    assert from_json(to_json(doc)) == doc
    assert doc.engine == "hanlp:model, hanlp 2.1.5"
    assert read(pickle.loads(pickle.dumps(engine)), "\n".join(TEXTS)) == doc


def test_lexicon_on_a_treebank_model(model: Path) -> None:
    [doc] = open_engine(f"hanlp:{model}", {"座谈会": "ORGANIZATION", "在绵阳市": "LOCATION"})([Article(id="a", text=TEXTS[0])])
    sentence = doc.sentences[0]
    assert [(token.span.of(TEXTS[0]), token.pos) for token in sentence.tokens][2:4] == [("在绵阳市", "LOC"), ("主持", "v")]
    assert [d.head for d in sentence.dependencies] == [3, 3, 3, -1, 3, 3]
    assert [name.span.of(TEXTS[0]) for name in sentence.names] == ["王芳", "昨天", "在绵阳市", "座谈会"]


def test_check_opens_the_model(model: Path) -> None:
    found = find_model(f"hanlp:{model}")
    assert found.ready and found.size > 100_000 and found.licence.in_language("en") == "see the model's own licence"
    assert check_model(found.name).sentences[0].tokens


def test_broken_weights_are_one_line(model: Path, tmp_path: Path) -> None:
    shutil.copytree(model, tmp_path / "broken")
    (tmp_path / "broken" / "model.pt").write_bytes(b"no weights")
    with pytest.raises(EngineError, match="cannot be loaded") as raised:
        open_engine(f"hanlp:{tmp_path / 'broken'}")
    assert "pkg_resources" not in str(raised.value)
    assert "\n" not in str(raised.value) + raised.value.in_language("zh")


def test_model_without_tokens_is_refused(model: Path, tmp_path: Path) -> None:
    shutil.copytree(model, tmp_path / "parser")
    config = json.loads((model / "config.json").read_text(encoding="utf-8"))
    config["classpath"] = "hanlp.components.lambda_wrapper.LambdaComponent"
    (tmp_path / "parser" / "config.json").write_text(json.dumps(config), encoding="utf-8")
    with pytest.raises(EngineError, match="cannot be loaded|no multi-task model"):
        open_engine(f"hanlp:{tmp_path / 'parser'}")


@pytest.fixture
def download_site(model: Path, tmp_path: Path) -> Iterator[str]:
    """A web server on this machine that offers the model as a zip file."""
    (tmp_path / "site").mkdir()
    shutil.make_archive(str(tmp_path / "site" / "tiny"), "zip", model.parent, model.name)

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(tmp_path / "site"))) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_fetched_model_is_opened_without_the_site(download_site: str, tmp_path: Path) -> None:
    """In a process of its own: HanLP reads HANLP_HOME once, when it is imported."""
    name = f"hanlp:{download_site}/tiny.zip"
    code = (
        "import sys; from kg.annotate.models import fetch_model, find_model; from kg.annotate import open_engine;"
        "from kg.model import Article;"
        "before = find_model(sys.argv[1]); after = fetch_model(sys.argv[1]); again = fetch_model(sys.argv[1]);"
        "[doc] = open_engine(sys.argv[1])([Article(id='a', text=sys.argv[2])]);"
        "print(before.ready, after.ready, after == again, len(doc.sentences[0].srl), len(doc.sentences[0].tokens))"
    )
    environment = {**os.environ, "HANLP_HOME": str(tmp_path / "home")}
    run = subprocess.run([sys.executable, "-c", code, name, TEXTS[0]], capture_output=True, text=True, env=environment, check=False)
    assert run.stdout.split() == ["False", "True", "True", "1", "7"], run.stderr[-2000:]
