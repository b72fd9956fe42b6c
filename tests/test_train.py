"""`kg train` on gold made here: going on from the shipped model does no harm on own texts, and the same gold gives the same model."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import pytest

from kg.cli import main
from kg.errors import InputError
from kg.evaluate import GoldDocument, GoldFact
from kg.grammar import load_grammar
from kg.mentions import read_weights
from kg.model import Span
from kg.ontology import load_ontology
from kg.train import Training, train
from kg.train.labels import ToldNames, find_truth, read_names

BODIES = ("宁川市农业农村局", "川北大学", "澄江县文化馆", "岚山区图书馆", "南浦职业学院", "蜀光公司")
EVENTS = ("第三届宁川稻米节", "2024澄江帆船公开赛", "“书香岚山”诵读周", "首届南浦木偶艺术周", "川北大学生茶艺联赛")
DAY = "2024-05-20"


def own_gold(folder: Path) -> Path:
    """Thirty documents of two sentences each."""
    rows = []
    for number, (body, event) in enumerate(product(BODIES, EVENTS)):
        text = f"{body}主办的{event}5月18日在宁川体育馆举行。{event}由{body}发起。"
        told = (("organizes", body, event), ("startDate", event, "2024-05-18"), ("heldAt", event, "宁川体育馆"))
        facts = [{"p": relation, "s": [subject], "o": [value]} for relation, subject, value in told]
        rows.append({"id": f"own-{number}", "date": DAY, "text": text, "facts": facts})
    path = folder / "own.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Training]:
    folder = tmp_path_factory.mktemp("train")
    gold = own_gold(folder)
    return gold, train([gold], folder / "own.onnx")


def test_own_gold_does_no_harm(trained: tuple[Path, Training]) -> None:
    _, fitted = trained
    assert fitted.before is not None
    assert fitted.figures.total.f1 >= fitted.before.total.f1
    assert fitted.figures.total.f1 > 0.5


def test_the_model_says_what_it_was_fitted_on(trained: tuple[Path, Training]) -> None:
    _, fitted = trained
    weights = read_weights(fitted.model)
    assert weights.documents == fitted.documents == 30
    assert weights.gold != read_weights().gold


def test_the_same_gold_gives_the_same_bytes(trained: tuple[Path, Training], tmp_path: Path) -> None:
    gold, fitted = trained
    assert train([gold], tmp_path / "again.onnx").model.read_bytes() == fitted.model.read_bytes()


def test_what_the_gold_is_too_small_for_is_said(trained: tuple[Path, Training]) -> None:
    _, fitted = trained
    assert "signs" in fitted.few
    assert "organizes" not in fitted.few


def test_build_takes_the_model_and_names_it(trained: tuple[Path, Training], tmp_path: Path) -> None:
    _, fitted = trained
    (tmp_path / "a.txt").write_text("川北大学5月18日举办首届南浦木偶艺术周。\n", encoding="utf-8")
    assert main(["build", str(tmp_path / "a.txt"), "-o", str(tmp_path / "out"), "--no-page", "--model", str(fitted.model)]) == 0
    assert read_weights(fitted.model).version in (tmp_path / "out" / "graph.ttl").read_text(encoding="utf-8")


def test_a_file_that_is_no_model_stops_the_build_before_anything_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("川北大学举办论坛。\n", encoding="utf-8")
    (tmp_path / "m.onnx").write_text("no model", encoding="utf-8")
    words = ["build", str(tmp_path / "a.txt"), "-o", str(tmp_path / "out"), "--model", str(tmp_path / "m.onnx"), "--lang", "zh"]
    assert main(words) == 1
    assert "m.onnx" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_broken_gold_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "a", "text": "甲", "facts": 3}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"gold.jsonl:1"):
        train([path], tmp_path / "m.onnx")


TEXT = "周敏局长出席“春雨”农业大会，农业大会18日开幕。"


def test_names_of_the_gold_are_found_with_their_marks() -> None:
    facts = (
        GoldFact("attends", ("周敏",), ("“春雨”农业大会", "农业大会")),
        GoldFact("issues", ("宁川市",), ("春雨计划",)),
    )
    names = read_names(GoldDocument("a", TEXT, facts), load_ontology(), load_grammar())
    truth = find_truth(names, TEXT, Span(0, len(TEXT)))["Event"]
    assert [span.of(TEXT) for span in sorted(truth.best)] == ["“春雨”农业大会", "农业大会"]
    assert truth.of(Span(TEXT.index("农业大会"), TEXT.index("农业大会") + 4)) is None
    assert truth.of(Span(0, 4)) is False


def test_a_post_of_the_gold_stands_right_before_its_person() -> None:
    text = "宁川市农业农村局局长周敏说，局长周敏到会。"
    facts = (GoldFact("position", ("周敏",), ("宁川市农业农村局局长",)),)
    names = read_names(GoldDocument("a", text, facts), load_ontology(), load_grammar())
    assert [span.of(text) for span in find_truth(names, text, Span(0, len(text)))["Post"].best] == ["宁川市农业农村局局长"]


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("“春雨”计划启动。", "春雨计划", ["“春雨”计划"]),
        ("由“春雨”启动。", "春雨", ["“春雨”"]),
        ("计划叫《春雨》", "春雨", ["《春雨》"]),
        ("“春雨计划启动。", "春雨计划", ["春雨计划"]),
        ("农业大会和春雨农业大会", "农业大会", ["农业大会", "农业大会"]),
        ("大会大会大会", "大会大会", ["大会大会"]),
        ("雨", "雨", []),
    ],
)
def test_a_name_is_found_with_the_marks_that_belong_to_it(text: str, name: str, found: list[str]) -> None:
    truth = find_truth(ToldNames(frozenset({name}), ()), text, Span(0, len(text)))["Event"]
    assert [span.of(text) for span in sorted(truth.best)] == found


def test_marks_outside_the_sentence_belong_to_no_name_in_it() -> None:
    text = "他说“春雨”启动"
    for sentence in (Span(3, 5), Span(2, 5), Span(3, 6)):
        truth = find_truth(ToldNames(frozenset({"春雨"}), ()), text, sentence)["Event"]
        assert [span.of(text) for span in truth.best] == ["春雨"]
    whole = find_truth(ToldNames(frozenset({"春雨"}), ()), text, Span(2, 6))["Event"]
    assert [span.of(text) for span in whole.best] == ["“春雨”"]
