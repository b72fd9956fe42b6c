"""`kg resolve`: the doubtful merges and separations of a graph, and the user's decisions on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.language import both, pick
from kg.cli.terminal import say
from kg.columns import counted
from kg.errors import InputError
from kg.files import graph_file

if TYPE_CHECKING:
    from rdflib import Graph

    from kg.decisions import Decision, Reference, Verdict
    from kg.doubts import Group

Repeated = list[str] | None

ANSWERS: Mapping[str, Verdict] = {"s": "same", "d": "different"}


def resolve(
    ctx: typer.Context,
    graph: Annotated[Path, typer.Argument(metavar="GRAPH", help=both("Output folder or RDF file.", "输出文件夹或 RDF 文件。"))],
    decide: Annotated[bool, typer.Option("--decide", help=both("Ask about each, keep the answers.", "逐条询问并记下回答。"))] = False,
    decisions: Annotated[
        Path, typer.Option(metavar="FILE", help=both("Your decisions; what they settle is not listed.", "你的裁定，已定的不再列出。"))
    ] = Path("decisions.ttl"),
    limit: Annotated[int, typer.Option(min=1, metavar="N", help=both("At most N.", "最多 N 条。"))] = 20,
    rename: Annotated[Repeated, typer.Option(metavar="CLASS:NAME=NEW", help=both("Give a better name.", "改名。"))] = None,
    reclass: Annotated[Repeated, typer.Option(metavar="CLASS:NAME=CLASS", help=both("Give the right class.", "改类。"))] = None,
    drop: Annotated[Repeated, typer.Option(metavar="CLAIM", help=both("Leave out a claim (its IRI).", "舍去一条陈述（IRI）。"))] = None,
    edited: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="FILE",
            help=both("Take over edits of an exported xlsx or csv folder.", "采纳对导出表格的修改。"),
        ),
    ] = None,
) -> None:
    from kg.decisions import add_decisions, make_decision, read_decisions
    from kg.doubts import find_doubts, group_doubts, instance_base
    from kg.graph import read_graph
    from kg.ontology import load_ontology

    lang, read = ctx.obj, read_graph(graph_file(graph))
    known = read_decisions([decisions], load_ontology()) if decisions.exists() else []
    groups, base = group_doubts(find_doubts(read, known)), instance_base(read)
    corrections = [*_correct("rename", rename or (), base), *_correct("reclass", reclass or (), base)]
    corrections += [joined for one in corrections if one.verdict == "rename" and (joined := _join_existing(one, read, lang)) is not None]
    corrections += [make_decision("drop", claim=iri, base=base) for iri in drop or ()]
    _say_unknown(corrections, read, lang)
    corrections += _read_edited(edited, read, base) if edited else []
    added = add_decisions(decisions, corrections) if corrections else 0
    for number, group in enumerate(groups[:limit], start=1):
        typer.echo(_describe(number, group, lang))
        answer = _ask(len(group.sides), lang) if decide else ""
        if answer == "q":
            break
        if answer:
            about = [side.reference for side in group.sides]
            made = [make_decision(verdict, chosen, base=base) for verdict, chosen in _decide(answer, about)]
            added += add_decisions(decisions, made)
    say(f"{len(groups)} doubtful", f"{len(groups)} 条存疑", lang)
    if added:
        say(
            f"{counted(added, 'decision')} in {decisions}; build again with --decisions {decisions}",
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
        chinese = {known.zh: known.name for known in classes.values()}
        cls = chinese.get(cls, cls)
        value = chinese.get(value, value) if verdict == "reclass" else value
        if not name or not value or cls not in classes or (verdict == "reclass" and value not in classes):
            names = " ".join(f"{known.name}({known.zh})" for known in classes.values())
            raise InputError(
                f"--{verdict} {word}: CLASS:NAME=VALUE is needed; classes: {names}",
                f"--{verdict} {word}：应为 类:名称=值；可用的类：{names}",
            )
        made.append(make_decision(verdict, [Reference(cls, name)], value=value, base=base))
    return made


def _is_called(graph: Graph, cls: str, name: str) -> bool:
    """Whether an entity of the graph is of that class and bears that name."""
    from rdflib import RDF, Literal

    from kg.ontology import KG

    return any((node, RDF.type, KG[cls]) in graph for node in graph.subjects(KG.name, Literal(name)))


def _say_unknown(decisions: Sequence[Decision], graph: Graph, lang: str) -> None:
    """What of decisions the graph lacks, each once; they are kept all the same: a later article may bear the name."""
    import difflib

    from rdflib import RDF, RDFS, URIRef

    from kg.ontology import KG, load_ontology

    for iri in (one.claim for one in decisions if one.verdict == "drop"):
        if (URIRef(iri), RDF.subject, None) not in graph:
            say(
                f"--drop {iri}: the graph has no such claim; the page and exports show the IRI of each",
                f"--drop {iri}：图谱中没有这条陈述；每条陈述的 IRI 见页面与导出",
                lang,
            )
    for one in dict.fromkeys(one for decision in decisions for one in decision.about):
        if not _is_called(graph, one.cls, one.name):
            labels = {str(label) for node in graph.subjects(RDF.type, KG[one.cls]) for label in graph.objects(node, RDFS.label)}
            near = difflib.get_close_matches(one.name, sorted(labels), cutoff=0.4)
            cls = load_ontology().label(KG[one.cls], lang)
            say(
                f"{cls} {one.name}: the graph has none of this name" + (f"; near: {', '.join(near)}" if near else ""),
                f"{cls} {one.name}：图谱中没有此名" + (f"；相近的有：{'、'.join(near)}" if near else ""),
                lang,
            )


def _read_edited(path: Path, graph: Graph, base: str) -> list[Decision]:
    """What a reader changed in an export of this graph."""
    from kg.edited import read_edits
    from kg.evidence import read_core
    from kg.network import read_network
    from kg.ontology import load_ontology
    from kg.query import open_graph

    source = open_graph(graph)
    return read_edits(path, read_core(source, read_network(source)), load_ontology(), base=base)


def _join_existing(renamed: Decision, graph: Graph, lang: str) -> Decision | None:
    """Whether the thing that gets the name of another is that one: the user is asked, and nothing is joined without a yes."""
    from kg.decisions import Reference, make_decision
    from kg.doubts import instance_base

    cls = renamed.about[0].cls
    if not _is_called(graph, cls, renamed.value):
        return None
    question = both(
        f"{renamed.value}: the graph has one of this name; are the two one? (y/N)",
        f"{renamed.value}：图谱中已有同名实体；两者是同一个吗？（y/N）",
    )
    try:
        answer = str(typer.prompt(pick(question, lang), default="", show_default=False)).strip().lower()
    except typer.Abort:
        answer = ""
    about = [renamed.about[0], Reference(cls, renamed.value)]
    return make_decision("same", about, base=instance_base(graph)) if answer in ("y", "是") else None


def _describe(number: int, group: Group, lang: str) -> str:
    """A group with its sides by number: what tells them apart, how many sentences speak of each, and some of these."""
    from kg.ontology import KG, load_ontology

    first = group.sides[0].reference
    names = list(dict.fromkeys(side.reference.name for side in group.sides))
    sign = {"apart": "≠", "together": "="}[group.kind]
    shown = f" {sign} ".join(names) if len(names) > 1 else f"{names[0]} {sign} {names[0]}"
    more = f" ×{len(group.sides)}" if len(group.sides) > 2 else ""
    head = f"{number}. {shown}{more} [{load_ontology().label(KG[first.cls], lang)}] {group.probability:.0%} {group.in_language(lang)}"
    lines = [head]
    for place, side in enumerate(group.sides, start=1):
        count = pick(both(counted(side.facts, "sentence"), f"{side.facts} 句"), lang)
        lines.append("  " + " ".join(part for part in (f"({place})", side.reference.name, side.about, f"[{count}]") if part))
        lines += [f"     {article}: {' '.join(sentence.split())}" for article, sentence in side.evidence]
    return "\n".join(lines)


def _decide(answer: str, about: Sequence[Reference]) -> list[tuple[Verdict, list[Reference]]]:
    """What an answer decides on the sides of a group: all, or those whose numbers it gives, which then differ from the others."""
    if answer in ANSWERS:
        pairs = combinations(about, 2) if ANSWERS[answer] == "different" else [tuple(about)]
        return [(ANSWERS[answer], list(pair)) for pair in pairs]
    chosen = [about[int(number) - 1] for number in answer.split()]
    return [("same", chosen), *(("different", [chosen[0], other]) for other in about if other not in chosen)]


def _ask(sides: int, lang: str) -> str:
    """The answer to one group, asked again until it can be understood; "q" at the end of input."""
    question = both(
        "s all the same, d all different, numbers (1 3) those are the same, Enter skip, q stop",
        "s 全部同一，d 各不相同，编号（如 1 3）仅这些同一，回车跳过，q 停止",
    )
    while True:
        try:
            answer = str(typer.prompt(pick(question, lang), default="", show_default=False)).strip().lower()
        except typer.Abort:
            return "q"
        numbers = answer.split()
        listed = len(set(numbers)) == len(numbers) > 1 and all(n.isdecimal() and 1 <= int(n) <= sides for n in numbers)
        if answer in ("", "q", *ANSWERS) or listed:
            return answer
        say(
            f"{answer}: not understood; write s, d, q, nothing, or two numbers or more from 1 to {sides}",
            f"{answer}：看不懂；请输入 s、d、q、直接回车，或 1 至 {sides} 中的两个以上编号",
            lang,
        )
