"""`kg resolve`: the doubtful merges and separations of a graph, and the user's decisions on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.language import both, pick
from kg.cli.terminal import graph_file, say
from kg.errors import InputError

if TYPE_CHECKING:
    from kg.decisions import Decision, Verdict
    from kg.doubts import Doubt

Words = list[str] | None

ANSWERS: Mapping[str, Verdict] = {"s": "same", "d": "different"}


def resolve(
    ctx: typer.Context,
    graph: Annotated[Path, typer.Argument(metavar="OUT", help=both("Output folder or RDF file.", "输出文件夹或 RDF 文件。"))],
    decide: Annotated[bool, typer.Option("--decide", help=both("Ask about each, keep the answers.", "逐条询问并记下回答。"))] = False,
    decisions: Annotated[
        Path, typer.Option(metavar="FILE", help=both("Your decisions; what they settle is not listed.", "你的裁定，已定的不再列出。"))
    ] = Path("decisions.ttl"),
    limit: Annotated[int, typer.Option(min=1, metavar="N", help=both("At most N.", "最多 N 条。"))] = 20,
    rename: Annotated[Words, typer.Option(metavar="CLASS:NAME=NEW", help=both("Give a better name.", "改名。"))] = None,
    reclass: Annotated[Words, typer.Option(metavar="CLASS:NAME=CLASS", help=both("Give the right class.", "改类。"))] = None,
    drop: Annotated[Words, typer.Option(metavar="CLAIM", help=both("Leave out a claim (its IRI).", "舍去一条陈述（IRI）。"))] = None,
) -> None:
    from kg.decisions import add_decisions, make_decision, read_decisions
    from kg.doubts import find_doubts, instance_base
    from kg.graph import read_graph
    from kg.ontology import load_ontology

    lang, read = ctx.obj, read_graph(graph_file(graph))
    known = read_decisions([decisions], load_ontology()) if decisions.exists() else []
    doubts, base = find_doubts(read, known), instance_base(read)
    corrections = [*_correct("rename", rename or (), base), *_correct("reclass", reclass or (), base)]
    corrections += [make_decision("drop", claim=iri, base=base) for iri in drop or ()]
    added = add_decisions(decisions, corrections) if corrections else 0
    for number, doubt in enumerate(doubts[:limit], start=1):
        typer.echo(_describe(number, doubt, lang))
        answer = _ask(lang) if decide else ""
        if answer == "q":
            break
        if answer in ANSWERS:
            about = [side.reference for side in doubt.sides]
            added += add_decisions(decisions, [make_decision(ANSWERS[answer], about, base=base)])
    say(f"{len(doubts)} doubtful", f"{len(doubts)} 条存疑", lang)
    if added:
        say(
            f"{added} decisions in {decisions}; build again with --decisions {decisions}",
            f"{added} 条裁定已写入 {decisions}；请用 --decisions {decisions} 重新建图",
            lang,
        )


def _correct(verdict: Verdict, words: Sequence[str], base: str) -> list[Decision]:
    """Decisions from words such as `Person:顾长青=顾长卿`, which hold for every article; raises InputError."""
    from kg.decisions import Reference, make_decision
    from kg.ontology import load_ontology

    made = []
    for word in words:
        entity, _, value = word.partition("=")
        cls, _, name = entity.partition(":")
        classes = load_ontology().classes
        if not name or not value or cls not in classes or (verdict == "reclass" and value not in classes):
            names = " ".join(classes)
            raise InputError(
                f"--{verdict} {word}: CLASS:NAME=VALUE is needed; classes: {names}",
                f"--{verdict} {word}：应为 类:名称=值；可用的类：{names}",
            )
        made.append(make_decision(verdict, [Reference(cls, name)], value=value, base=base))
    return made


def _describe(number: int, doubt: Doubt, lang: str) -> str:
    one, other = doubt.sides
    sign = {"apart": "≠", "together": "="}[doubt.kind]
    names = f"{one.reference.name} {sign} {other.reference.name}"
    head = f"{number}. {names} [{one.reference.cls}] {doubt.probability:.0%} {doubt.in_language(lang)}"
    said = [f"   {article}: {' '.join(sentence.split())}" for side in doubt.sides for article, sentence in side.evidence]
    return "\n".join([head, *dict.fromkeys(said)])


def _ask(lang: str) -> str:
    """The answer to one doubt; "q" at the end of input."""
    question = pick(both("s same, d different, Enter skip, q stop", "s 同一，d 不同，回车跳过，q 停止"), lang)
    try:
        answer = str(typer.prompt(question, default="", show_default=False)).strip().lower()
    except typer.Abort:
        return "q"
    if answer not in ("", "q", *ANSWERS):
        raise InputError(f"{answer}: s, d, q or nothing is needed", f"{answer}：应为 s、d、q 或不填")
    return answer
