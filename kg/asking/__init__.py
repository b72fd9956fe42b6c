"""Questions in Chinese, answered from the graph with the sentences that say so, or plainly not understood."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg.asking.meaning import Meaning
from kg.asking.meanings import read_meanings
from kg.asking.reach import Reach, reach_endpoint, reach_source, reach_worker
from kg.asking.reading import Question
from kg.asking.saying import describe, suggest
from kg.asking.sparql import to_sparql
from kg.asking.tokens import LONGEST, Token, read_tokens, tidy
from kg.asking.words import Questions, load_questions
from kg.errors import QueryError
from kg.query import Endpoint, Notice, Rows, Source, Worker, named_queries
from kg.query import Term as Cell

__all__ = ["Asked", "Evidence", "Reach", "ask", "ask_with", "load_questions", "propose", "reach_source", "reach_worker", "suggest"]

NEWEST = "SELECT (MAX(?day) AS ?newest) { ?article dcterms:issued ?day }"
# A longer stretch that is not known is a name, a shorter one may be a word of asking.
SHORT = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that an answer rests on, with its claim and the title, day and IRI of its article; `answer` is what it says so of."""

    answer: str
    modality: str
    sentence: str
    title: str
    issued: str
    article: str
    claim: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, how it was understood (Chinese, English), the SPARQL that it became, the answer and its sentences.

    `asks` is "list", "count", "most", "truth", "when", "where", "about" or "evidence"; `verdict` of "truth" names a `kg:YesOrNo`.
    """

    question: str
    asks: str
    understood: tuple[str, str]
    sparql: str
    rows: Rows
    evidence: tuple[Evidence, ...] = ()
    notices: tuple[Notice, ...] = ()
    verdict: str = ""

    @property
    def found(self) -> bool:
        """Whether the graph says anything of it."""
        return bool(self.rows.rows) and self.verdict != "none" and not (self.asks == "count" and self.rows.column("answer") == ["0"])

    def headings(self, lang: str) -> list[str]:
        """What stands above each column of the answer: the words of the named queries."""
        known = {name: words for named in named_queries().values() for name, words in named.columns.items()}
        known |= {"answer": ("答案", "answer"), "about": ("说明", "description"), "count": ("数目", "count")}
        return [known.get(name, (name, name))[lang != "zh"] for name in self.rows.variables]

    def cells(self, lang: str) -> list[list[str]]:
        """The table as words; a verdict in full."""
        if self.asks != "truth":
            return self.rows.cells({})
        said = {verdict.name: (verdict.zh, verdict.en)[lang != "zh"] for verdict in load_questions().verdicts}
        return [[said.get(cell, cell) if i == 0 else cell for i, cell in enumerate(row)] for row in self.rows.cells({})]


def ask(source: Source | Endpoint, question: str, *, timeout: float | None = None, after: str = "", ontology: Sequence[Path] = ()) -> Asked:
    """Answer a question in Chinese; raises QueryError that says plainly when it is not understood.

    `after` is the question before it, which 那承办方呢 rests on; `ontology` are the user's own files, whose relations can be asked for.

    >>> from kg.query import open_graph
    >>> ask(open_graph("tests/data/query_sample.ttl"), "谁协办了全国科技活动周？").rows.column("answer")
    ['国家发展和改革委员会', '工业和信息化部']
    """
    questions = load_questions(tuple(ontology))
    if isinstance(source, Endpoint):
        return ask_with(reach_endpoint(source, timeout), question, after=after, questions=questions)
    if timeout is not None:
        with Worker(source) as worker:  # one process for all the queries of a question
            return ask_with(reach_worker(worker, lambda: timeout), question, after=after, questions=questions)
    return ask_with(reach_source(source), question, after=after, questions=questions)


def propose(source: Source | Endpoint, *, ontology: Sequence[Path] = ()) -> list[str]:
    """Questions that the graph can answer."""
    reach = reach_endpoint(source, None) if isinstance(source, Endpoint) else reach_source(source)
    return suggest(reach, load_questions(tuple(ontology)))


def ask_with(reach: Reach, question: str, *, after: str = "", questions: Questions | None = None) -> Asked:
    """Answer a question as `ask` does, of whatever `reach` reaches.

    Raises QueryError where it is not understood, and QueryLimit as what it reaches does.
    """
    questions = questions or load_questions()
    text = tidy(question, questions)
    tokens = _read(reach, text, questions) if len(text) <= LONGEST else []
    if after:
        tokens = _follow(tokens, _read(reach, tidy(after, questions), questions), questions)
    if any("beyond" in token for token in tokens):
        raise _not_understood(reach, question, questions)
    unknown = () if _literal(tokens, questions) else tuple(_unknown(tokens))
    held = any(token.quoted for token in tokens) and not any("name" in token for token in tokens)
    if unknown and not held and (notices := _not_known(reach, unknown, tokens)):
        return Asked(question, "list", ("", ""), "", Rows(("answer",), ()), notices=notices)
    best = _best(reach, question, tokens, questions=questions)
    if best is not None and best.found:
        return best
    if (strange := tuple(_unknown(tokens))) and (notices := _not_known(reach, strange, tokens)):
        return Asked(question, "list", ("", ""), "", Rows(("answer",), ()), notices=notices)
    if best is None:
        raise _not_understood(reach, question, questions)
    return best


def _best(reach: Reach, question: str, tokens: Sequence[Token], *, questions: Questions) -> Asked | None:
    """The answer to the likeliest meaning that has one, else the empty answer to the likeliest meaning."""
    best: Asked | None = None
    for meaning in read_meanings(Question(tokens, questions)) if tokens else ():
        for one, parts in _variants(meaning):
            asked = _answer(reach, question, (one, meaning), questions=questions, parts=parts)
            if asked.found:
                return asked
            best = best or asked
    return best


def _read(reach: Reach, text: str, questions: Questions) -> list[Token]:
    tokens = read_tokens(text, reach.spot(text), questions, today=_newest(reach))
    for i in range(len(tokens) - 2, 0, -1):  # 花博会的开幕式 bears the name 花博会开幕式
        if "name" in tokens[i - 1] and tokens[i].text == "的" and "head" in tokens[i + 1]:
            whole = [f"{label}{tokens[i + 1].text}" for label in _labels(tokens[i - 1])]
            spots = [spot for name in whole for spot in reach.spot(name) if (spot.start, spot.end) == (0, len(name))]
            if spots:
                first, last = tokens[i - 1], tokens[i + 1]
                tokens[i - 1 : i + 2] = [Token(text[first.start : last.end], first.start, last.end, first.kinds, spots[0])]
    return tokens


def _labels(token: Token) -> list[str]:
    return [node.label for node in token.spot.nodes] if token.spot else []


def _newest(reach: Reach) -> datetime.date | None:
    """The day of the newest article, from which 今年 is reckoned: an answer is no matter of the clock."""
    newest = [day for day in reach.run(NEWEST).column("newest") if day]
    try:
        return datetime.date.fromisoformat(newest[0][:10]) if newest else None
    except ValueError:
        return None


def _follow(tokens: list[Token], before: list[Token], questions: Questions) -> list[Token]:
    """The words of a question that goes on from another: what it leaves unsaid comes from that one."""
    own = [token for token in tokens if not token.kinds & {"again", "pronoun", "closing"} or token.kinds & {"verb", "noun"}]
    names = [token for token in before if "name" in token]
    if not any("name" in token for token in own):
        shifted = [replace(token, start=token.start - 1000, end=token.end - 1000) for token in names]
        return [*shifted, *own]
    if any(token.kinds & {"verb", "noun", "who", "which", "when", "where"} for token in own) or len(names) != 1:
        return own
    new = next(token for token in own if "name" in token)
    return [replace(new, start=token.start, end=token.end) if token == names[0] else token for token in before]


def _unknown(tokens: Sequence[Token]) -> list[str]:
    """Stretches that no name of the graph and no word of asking covers, with the nouns and names that they cling to."""
    found = []
    for i, token in enumerate(tokens):
        if token.kinds != {"rest"} or len(token.text) < 2:
            continue
        first = last = i
        follower = tokens[i + 1].spot if i + 1 < len(tokens) else None
        if follower is not None and follower.how == "edition":
            last += 1  # 第十二届 before a name that has no such edition
        while first and tokens[first - 1].kinds & {"name", "head", "class", "period"} and not tokens[first - 1].kinds & {"which"}:
            first -= 1
        while (
            last + 1 < len(tokens)
            and tokens[last + 1].kinds & {"rest", "head", "class", "measure", "and", "post"}
            and tokens[last + 1].text != "的"
        ):
            last += 1
        found.append("".join(one.text for one in tokens[first : last + 1]))
    return found


def _literal(tokens: Sequence[Token], questions: Questions) -> bool:
    """Whether a verb or noun takes words, so that what is no name may be a post or a theme."""
    relations = questions.ontology.relations
    said = [verb.relation for token in tokens for verb in questions.verbs.get(token.text, ())]
    said += [relation for token in tokens for relation, _ in questions.nouns.get(token.text, ())]
    bare = not any(token.kinds & {"verb", "noun"} for token in tokens) and any(
        token.kinds & {"who", "whether", "ending"} for token in tokens
    )
    named = bare and any("name" in token for token in tokens)  # 马长河是曲靖客车厂厂长吗
    return named or any(relations[relation].objects == ("Words",) for relation in said) or any("post" in token for token in tokens)


def _not_known(reach: Reach, unknown: Sequence[str], tokens: Sequence[Token]) -> tuple[Notice, ...]:
    """For each unknown name the nearest ones; nothing where no name is near and nothing is asked, which is no question then."""
    near = {name: list(reach.near(name)) for name in unknown}
    asking = {"verb", "noun", "who", "which", "when", "where", "many", "tell", "post"}
    if not any(token.kinds & asking for token in tokens) or not (
        any(near.values()) or any("name" in token for token in tokens) or _long(unknown)
    ):
        return ()
    return tuple(
        Notice(
            f"no node is named “{name}”" + (f"; similar: {', '.join(found)}" if found else ""),
            f"图谱中没有名为“{name}”的节点" + (f"；相近的名称：{'、'.join(found)}" if found else ""),
        )
        for name, found in near.items()
    )


def _long(names: Sequence[str]) -> bool:
    """Whether one of them is long enough to be a name rather than a word of asking that is not known."""
    return max(map(len, names)) > SHORT


def _variants(meaning: Meaning) -> Iterator[tuple[Meaning, bool]]:
    """The meaning, then without what the news may say otherwise: the word for a speech, the last word of names, an event for its parts."""
    tried = []
    for spoken, head in ((meaning.spoken, meaning.head), ("", meaning.head), (meaning.spoken, ""), ("", "")):
        one = replace(meaning, spoken=spoken, head=head)
        for parts in (False, True):
            if (one, parts) not in tried and not (parts and meaning.asks in ("about", "evidence")):
                tried.append((one, parts))
                yield one, parts


def _answer(reach: Reach, question: str, meanings: tuple[Meaning, Meaning], *, questions: Questions, parts: bool) -> Asked:
    """The answer to one meaning; `meanings` are what was looked for and what was asked."""
    meaning, said = meanings
    sparql = to_sparql(meaning, questions, parts=parts)
    rows = reach.run(sparql)
    understood = describe(meaning, questions)
    if meaning.asks in ("about", "evidence"):
        return Asked(question, meaning.asks, understood, sparql, rows)
    evidence = tuple(_evidence(rows))
    notices = [Notice(f"not used: {word}", f"没有用到：{word}") for word in said.unread if word != said.held]
    verdict = ""
    if meaning.asks == "truth":
        table, verdict = _judge(rows, questions)
        if verdict == "none":
            notices.append(Notice("the graph says nothing of it, which is no denial", "图谱中没有这样的记载，这不等于“否”"))
    else:
        table = {"count": _count, "most": _rank}.get(meaning.asks, _list)(rows, meaning)
    return Asked(question, meaning.asks, understood, sparql, table, evidence, tuple(notices), verdict)


def _evidence(rows: Rows) -> Iterator[Evidence]:
    """The sentences, each once for each answer."""
    count = sum(name.startswith("claim") for name in rows.variables)
    seen = set()
    for row in rows.rows:
        cell = {name: (term.value if term else "") for name, term in zip(rows.variables, row, strict=True)}
        for i in range(count):
            one = Evidence(
                cell["answer"],
                cell["modality"],
                cell[f"sentence{i}"],
                cell[f"title{i}"],
                cell[f"issued{i}"],
                cell[f"article{i}"],
                cell[f"claim{i}"],
            )
            if one.sentence and (one.answer, one.sentence, one.article) not in seen:
                seen.add((one.answer, one.sentence, one.article))
                yield one


def _grouped(rows: Rows, *keys: str) -> dict[tuple[str, ...], set[str]]:
    """The claims behind each combination of the columns."""
    groups: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for *key, claim in zip(*(rows.column(name) for name in keys), rows.column("claim0"), strict=True):
        groups[tuple(key)].add(claim)
    return groups


def _list(rows: Rows, meaning: Meaning) -> Rows:
    """One row for each answer and modality, with the number of its claims."""
    keys = ("x", "answer", "about", "modality", *(("relation",) if meaning.each else ()))
    groups = sorted(_grouped(rows, *keys).items(), key=lambda group: (group[0][4:], -len(group[1]), group[0][1:], group[0][0]))
    described = any(key[2] for key, _ in groups)
    head = (*(("relation",) if meaning.each else ()), "answer", *(("about",) if described else ()), "modality", "claims")
    table = []
    for key, claims in groups:
        middle = (key[2],) if described else ()
        table.append(_cells(*key[4:], key[1], *middle, key[3], str(len(claims))))
    return Rows(head, tuple(table))


def _count(rows: Rows, meaning: Meaning) -> Rows:
    """How many different answers there are, for each modality."""
    found: dict[str, set[str]] = defaultdict(set)
    for (x, modality), _ in _grouped(rows, "x", "modality").items():
        found[modality].add(x)
    counted = [_cells(str(len(nodes)), modality) for modality, nodes in sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))]
    return Rows(("answer", "modality"), tuple(counted or [_cells("0", "")]))


def _rank(rows: Rows, meaning: Meaning) -> Rows:
    """The answers by the number of different things at the other end."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for x, answer, other in zip(rows.column("x"), rows.column("answer"), rows.column("other"), strict=True):
        found[x, answer].add(other)
    ranked = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0][1], pair[0][0]))
    return Rows(("answer", "count"), tuple(_cells(answer, str(len(others))) for (_, answer), others in ranked))


def _judge(rows: Rows, questions: Questions) -> tuple[Rows, str]:
    """The verdicts that the claims give, the strongest first."""
    found = {
        questions.verdict(how.rsplit("#", 1)[-1]): modality
        for how, modality in zip(rows.column("how"), rows.column("modality"), strict=True)
    }
    verdicts = sorted(found, key=lambda verdict: -verdict.rank) or [questions.verdict("")]
    claims = _grouped(rows, "modality")
    table = tuple(_cells(verdict.name, found.get(verdict, ""), str(len(claims.get((found.get(verdict, ""),), ())))) for verdict in verdicts)
    return Rows(("answer", "modality", "claims"), table), verdicts[0].name


def _cells(*values: str) -> tuple[Cell | None, ...]:
    return tuple(Cell("literal", value) for value in values)


def _not_understood(reach: Reach, question: str, questions: Questions) -> QueryError:
    examples = " ".join(suggest(reach, questions))
    return QueryError(
        f"the question is not understood: {question.strip() or '(empty)'}; questions like these are: {examples}",
        f"没有听懂这个问题：{question.strip() or '（空）'}；能听懂的问法如：{examples}",
    )
