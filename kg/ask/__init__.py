"""Questions in Chinese, answered from the graph: by the verbs of the ontology's relations, or plainly not understood."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from kg.ask.shapes import MARKS, Questions, Reading, fold_marks, load_questions
from kg.ask.sparql import CIRCUMSTANCE, Meaning, events_sparql, relations_of, split_period, to_sparql
from kg.errors import QueryError
from kg.ontology import load_ontology
from kg.query import Endpoint, Notice, Rows, Source, Worker, encode_text, find_query, named_queries, query, read_rows, select

__all__ = ["Asked", "ask", "ask_with", "load_questions"]

# A longer name is known by its first pairs of characters.
MOST_PAIRS = 30
# What answers a query with its rows, an ASK with one row `answer`.
Run = Callable[[str], Rows]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the SPARQL that it became, and the answer; an answer to yes or no is one row `answer` of true or false."""

    question: str
    shape: str
    sparql: str
    rows: Rows
    notices: tuple[Notice, ...] = ()

    def headings(self, lang: str) -> list[str]:
        """What stands above each column of the answer: the words of the named queries."""
        known = {name: words for named in named_queries().values() for name, words in named.columns.items()}
        known |= {"answer": ("答案", "answer"), "about": ("说明", "description")}
        return [known.get(name, (name, name))[lang != "zh"] for name in self.rows.variables]


def ask(source: Source | Endpoint, question: str, *, timeout: float | None = None) -> Asked:
    """Answer a question in Chinese; raises QueryError that says plainly when it is not understood.

    >>> from kg.query import open_graph
    >>> ask(open_graph("tests/data/query_sample.ttl"), "谁协办了全国科技活动周？").rows.column("answer")
    ['国家发展和改革委员会', '工业和信息化部']
    """
    if timeout is not None and isinstance(source, Source):
        with Worker(source) as worker:  # one process for all the queries of a question
            return ask_with(lambda sparql: read_rows(worker.evaluate(sparql, timeout=timeout).body), question)
    if isinstance(source, Endpoint):
        return ask_with(lambda sparql: read_rows(query(source, sparql, format="json", timeout=timeout).body), question)
    return ask_with(lambda sparql: select(source, sparql), question)


def ask_with(run: Run, question: str) -> Asked:
    """Answer a question as `ask` does, every query through `run`."""
    questions = load_questions()
    readings = list(questions.read(question))
    best = _best(run, readings, questions)
    if best is None or best.unknown:
        renamed = _best(run, _rename(run, readings), questions)
        best = min((one for one in (best, renamed) if one is not None), key=lambda one: one.unknown, default=None)
    if best is None:
        raise _not_understood(question, questions)
    sparql = _to_sparql(best, questions)
    unknown = tuple(_unknown_names(run, best))
    # “No” would be said of something that the graph does not know.
    rows = Rows(("answer",), ()) if unknown and sparql.startswith("ASK") else _without_empty(run(sparql), "about")
    return Asked(question, best.reading.shape.name, sparql, rows, unknown)


def _without_empty(rows: Rows, variable: str) -> Rows:
    """The rows without the column of a variable that no row binds."""
    if variable not in rows.variables or any(rows.column(variable)):
        return rows
    place = rows.variables.index(variable)
    return Rows(rows.variables[:place] + rows.variables[place + 1 :], tuple(row[:place] + row[place + 1 :] for row in rows.rows))


def _best(run: Run, readings: Sequence[Reading], questions: Questions) -> Meaning | None:
    """The first meaning whose names all stand in the graph, else the first of those with the fewest unknown names."""
    best: Meaning | None = None
    for meaning in (meaning for reading in readings for meaning in _meanings(run, reading)):
        if any(len(name) == 1 and not meaning.classes.get(key) for key, name in meaning.names.items()):
            continue  # 谁主办了: the 了 is no name
        if (best is None or meaning.unknown < best.unknown) and _to_sparql(meaning, questions):
            best = meaning
        if best is not None and not best.unknown:
            break
    return best


def _rename(run: Run, readings: Sequence[Reading]) -> list[Reading]:
    """The readings whose names differ from names of the graph in quotation marks and spaces alone, with those names."""
    asked = sorted({fold_marks(name) for reading in readings for name in reading.names.values()} - {""})
    if not asked:
        return []
    values, marks = " ".join(encode_text(name) for name in asked), encode_text(f"[{MARKS}]")
    every = f'{{ SELECT DISTINCT ?name ?folded {{ ?node kg:name ?name BIND(REPLACE(?name, {marks}, "") AS ?folded) }} }}'
    rows = run(f"SELECT ?folded (MIN(?name) AS ?first) {{ {every} VALUES ?folded {{ {values} }} }} GROUP BY ?folded")
    found = dict(zip(rows.column("folded"), rows.column("first"), strict=True))
    renamed = [{key: found.get(fold_marks(name), name) for key, name in reading.names.items()} for reading in readings]
    return [replace(reading, names=names) for reading, names in zip(readings, renamed, strict=True) if names != reading.names]


def _meanings(run: Run, reading: Reading) -> Iterator[Meaning]:
    """The reading with its names as they stand; where one is unknown, also without the time and place said beside it."""
    whole = Meaning(reading, reading.names, {key: _classes(run, name) for key, name in reading.names.items()})
    if reading.shape.asks == "events":
        name, period = split_period(f"{reading.names['x']} ")
        name = "" if CIRCUMSTANCE.fullmatch(reading.names["x"]) else _region(run, name.strip(" 在于"))
        yield Meaning(reading, {"x": name}, {"x": _classes(run, name) & {"Place"}} if name else {}, period)
        return
    yield whole
    if whole.classes.get("x", frozenset()) or "x" not in reading.names or reading.shape.asks in ("holder", "post"):
        return
    parts = [part.strip() for part in load_questions().conjunction.split(reading.names["x"])]
    if len(parts) > 1 and reading.shape.asks in ("subject", "object") and all(_classes(run, part) for part in parts):
        yield Meaning(reading, {**reading.names, "x": parts[0]}, {**whole.classes, "x": _classes(run, parts[0])}, also=tuple(parts[1:]))
    name, period = split_period(reading.names["x"])
    name, _, place = name.partition("在")
    if (period or place) and name:
        names = {**reading.names, "x": name}
        yield Meaning(reading, names, {key: _classes(run, one) for key, one in names.items()}, period, place)


def _region(run: Run, name: str) -> str:
    """The name itself where a node bears it, else the shortest name of a place that begins with it (四川: 四川省)."""
    begins = f"?place a kg:Place ; kg:name ?name FILTER(STRSTARTS(?name, {encode_text(name)}))"
    rows = run(f"SELECT DISTINCT ?name {{ {begins} }} ORDER BY STRLEN(?name) ?name LIMIT 1")
    return rows.column("name")[0] if rows.rows else name


def _classes(run: Run, name: str) -> frozenset[str]:
    if not name:
        return frozenset()
    known = load_ontology().classes
    rows = run(f"SELECT DISTINCT ?class {{ ?node kg:name {encode_text(name)} ; a ?class }}")
    found = {iri.rsplit("#", 1)[-1] for iri in rows.column("class")} & set(known)
    return frozenset(cls for cls in found if not any(cls in known[other].parents for other in found))


def _to_sparql(meaning: Meaning, questions: Questions) -> str:
    asks = meaning.reading.shape.asks
    if asks == "events":
        return events_sparql(meaning) if meaning.period or meaning.names["x"] else ""
    if asks == "about":
        return find_query("about").bind({"name": meaning.names["x"]}) if meaning.classes["x"] else ""
    if asks == "evidence":
        return find_query("evidence").bind({"subject": meaning.names["x"], "object": meaning.names["y"]})
    if asks == "post" and not meaning.classes["x"] & {"Person"}:
        return ""
    pairs = relations_of(meaning, questions, load_ontology())
    return to_sparql(meaning, [pair for pair in pairs if pair[1] == pairs[0][1]]) if pairs else ""


def _unknown_names(run: Run, meaning: Meaning) -> Iterator[Notice]:
    """For each name that no node bears, the names that hold it or are held in it."""
    if meaning.reading.shape.asks == "holder":
        return
    for key, classes in meaning.classes.items():
        name = meaning.names[key]
        if classes or not name:
            continue
        words = encode_text(name)
        close = f"?node kg:name ?name FILTER(CONTAINS(?name, {words}) || CONTAINS({words}, ?name))"
        held = run(f"SELECT DISTINCT ?name {{ {close} }} ORDER BY ?name LIMIT 5").column("name")
        near = "、".join(held or _with_most_pairs(run, name))
        yield Notice(
            f"no node is named “{name}”" + (f"; similar: {near}" if near else ""),
            f"图谱中没有名为“{name}”的节点" + (f"；相近的名称：{near}" if near else ""),
        )


def _with_most_pairs(run: Run, name: str) -> list[str]:
    """The names that share most pairs of neighbouring characters with `name`, at least half of them."""
    pairs = sorted({name[i : i + 2] for i in range(len(name) - 1)})[:MOST_PAIRS]
    if len(pairs) < 2:
        return []
    score = " + ".join(f"IF(CONTAINS(?name, {encode_text(pair)}), 1, 0)" for pair in pairs)
    least = (len(pairs) + 1) // 2
    found = f"SELECT DISTINCT ?name ?score {{ ?node kg:name ?name BIND({score} AS ?score) FILTER(?score >= {least}) }}"
    return run(f"{found} ORDER BY DESC(?score) STRLEN(?name) ?name LIMIT 5").column("name")


def _not_understood(question: str, questions: Questions) -> QueryError:
    shown = [
        example for shape in questions.shapes for example in shape.examples[:1] if shape.name in ("whoDid", "didWhat", "whenIs", "whereIs")
    ]
    examples = " ".join(shown)
    return QueryError(
        f"the question is not understood: {question.strip() or '(empty)'}; questions like these are: {examples}",
        f"没有听懂这个问题：{question.strip() or '（空）'}；能听懂的问法如：{examples}",
    )
