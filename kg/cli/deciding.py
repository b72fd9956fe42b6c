"""`kg resolve`: the doubtful merges and separations of a graph, and the user's decisions on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.terminal import say
from kg.errors import InputError
from kg.files import graph_file
from kg.messages import marked, message, translate

if TYPE_CHECKING:
    from rdflib import Graph

    from kg.decisions import Decision, Reference, Verdict
    from kg.doubts import Group

Repeated = list[str] | None

ANSWERS: Mapping[str, Verdict] = {"s": "same", "d": "different"}


def resolve(
    ctx: typer.Context,
    graph: Annotated[Path, typer.Argument(metavar="GRAPH", help=marked("Output folder or RDF file."))],
    decide: Annotated[bool, typer.Option("--decide", help=marked("Ask about each, keep the answers."))] = False,
    decisions: Annotated[Path, typer.Option(metavar="FILE", help=marked("Your decisions; what they settle is not listed."))] = Path(
        "decisions.ttl"
    ),
    limit: Annotated[int, typer.Option(min=1, metavar="N", help=marked("At most N."))] = 20,
    rename: Annotated[Repeated, typer.Option(metavar="CLASS:NAME=NEW", help=marked("Give a better name."))] = None,
    reclass: Annotated[Repeated, typer.Option(metavar="CLASS:NAME=CLASS", help=marked("Give the right class."))] = None,
    drop: Annotated[Repeated, typer.Option(metavar="CLAIM", help=marked("Leave out a claim (its IRI)."))] = None,
    edited: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="FILE",
            help=marked("Take over edits of an exported xlsx or csv folder."),
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
    say(message("{groups} doubtful", groups=len(groups)), lang)
    if added:
        say(
            message(
                "{added:decision|decisions} in {decisions}; build again with --decisions {decisions}", added=added, decisions=decisions
            ),
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
                message("--{verdict} {word}: CLASS:NAME=VALUE is needed; classes: {names}", verdict=verdict, word=word, names=names),
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
                message("--drop {iri}: the graph has no such claim; the page and exports show the IRI of each", iri=iri),
                lang,
            )
    for one in dict.fromkeys(one for decision in decisions for one in decision.about):
        if not _is_called(graph, one.cls, one.name):
            labels = {str(label) for node in graph.subjects(RDF.type, KG[one.cls]) for label in graph.objects(node, RDFS.label)}
            near = difflib.get_close_matches(one.name, sorted(labels), cutoff=0.4)
            cls = load_ontology().label(KG[one.cls], lang)
            none = message("{cls} {name}: the graph has none of this name", cls=cls, name=one.name)
            say(message("{none}; near: {near}", none=none, near=near) if near else none, lang)


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
    question = message("{value}: the graph has one of this name; are the two one? (y/N)", value=renamed.value)
    try:
        answer = str(typer.prompt(question.in_language(lang), default="", show_default=False)).strip().lower()
    except typer.Abort:
        answer = ""
    about = [renamed.about[0], Reference(cls, renamed.value)]
    return make_decision("same", about, base=instance_base(graph)) if answer in ("y", translate(marked("y"), lang)) else None


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
        count = message("{facts:sentence|sentences}", facts=side.facts).in_language(lang)
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
    question = marked("s all the same, d all different, numbers (1 3) those are the same, Enter skip, q stop")
    while True:
        try:
            answer = str(typer.prompt(translate(question, lang), default="", show_default=False)).strip().lower()
        except typer.Abort:
            return "q"
        numbers = answer.split()
        listed = len(set(numbers)) == len(numbers) > 1 and all(n.isdecimal() and 1 <= int(n) <= sides for n in numbers)
        if answer in ("", "q", *ANSWERS) or listed:
            return answer
        say(
            message(
                "{answer}: not understood; write s, d, q, nothing, or two numbers or more from 1 to {sides}", answer=answer, sides=sides
            ),
            lang,
        )
