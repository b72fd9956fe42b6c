"""Questions in Chinese, answered from the graph with the sentences that say so, or plainly not understood."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from kg.asking.answers import Asked, Evidence, as_cells, count_rows, judge_rows, list_rows, rank_rows, told_by
from kg.asking.clauses import name_clauses
from kg.asking.doers import only_doers
from kg.asking.following import go_on
from kg.asking.holders import name_aside, name_holders
from kg.asking.marking import mark_rows
from kg.asking.meaning import Meaning
from kg.asking.meanings import read_meanings
from kg.asking.missed import not_in_level, undated
from kg.asking.near import sentences_near, signs_of
from kg.asking.nearest import NOT_USED, borne_out, unused_of, with_nearest
from kg.asking.offices import join_posts, only_holders
from kg.asking.parts import SEPARATORS, inherit, split_parts
from kg.asking.prizes import AWARDS, mark_prizes
from kg.asking.reach import Reach, reach_endpoint, reach_source, reach_worker
from kg.asking.reading import Question
from kg.asking.saying import describe, suggest
from kg.asking.shortened import name_shortened
from kg.asking.sparql import to_sparql
from kg.asking.tokens import LONGEST, Token, have, join_years, named, read_tokens, tidy
from kg.asking.topics import name_topic
from kg.asking.unknown import not_known, takes_words, unknown_names
from kg.asking.words import Questions, load_questions
from kg.errors import QueryError
from kg.messages import Message, message
from kg.query import Endpoint, Rows, Source, Worker

__all__ = ["Asked", "Evidence", "Reach", "ask", "ask_with", "load_questions", "propose", "reach_source", "reach_worker", "suggest"]

# So many answers that leave words of the question aside are no answer.
ANYTHING = 25
# The fields of what is said that name something to choose from.
CHOICES = {"similar", "labels"}
# So long a word that was not used was a name.
LONG = 3
NEWEST = "SELECT (MAX(?day) AS ?newest) { ?article dcterms:issued ?day }"


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
    before = _read(reach, tidy(after, questions), questions) if after else []
    nearest = cache(lambda: sentences_near(reach, [*tokens, *signs_of(before)], questions))
    try:
        asked = (
            _ask_on(reach, question, tokens, before=before, questions=questions)
            if after
            else _ask_tokens(reach, question, tokens, questions=questions)
        )
    except QueryError:
        if not nearest():
            raise
        asked = _refused(question, [_sorry(question, _beyond(tokens))])
    asked = with_nearest(asked, nearest, alone=not after, tokens=tokens)
    return asked if asked.found or asked.near else _with_examples(reach, asked, questions)


def _ask_on(reach: Reach, question: str, tokens: Sequence[Token], *, before: Sequence[Token], questions: Questions) -> Asked:
    """The answer to a question that goes on from another, of which the answer is meant where nothing is found of its names."""
    best: Asked | None = None
    sorry: QueryError | None = None
    strange = any(len(name) >= LONG for name in unknown_names(before))
    unanswered = strange and not takes_words(before, questions)  # a name that the graph lacks, whoever else did it
    found = None if unanswered else _best(reach, "", before, questions=questions)
    answers = _answers(reach, [borne_out(found)] if found else [])
    if not have([*tokens, *before, *answers], "name"):  # the question before found nothing that this one could go on from
        raise _not_understood(reach, question, questions)
    for one in go_on(reach, tokens, before, answers=answers, questions=questions, ask=lambda text: _rows(reach, text, questions)):
        try:
            asked = _ask_tokens(reach, question, one, questions=questions)
        except QueryError as error:
            sorry = sorry or error
            continue
        if asked.found and not _says_again(tokens, asked, answers):
            return asked
        best = best or asked
    if best is None:
        raise sorry or _not_understood(reach, question, questions)
    return best


def _rows(reach: Reach, text: str, questions: Questions) -> Rows:
    """What a question of a name is answered with."""
    found = _best(reach, "", _read(reach, text, questions), questions=questions)
    return found.rows if found is not None and found.asks == "list" else Rows(("answer",), ())


def _says_again(tokens: Sequence[Token], asked: Asked, before: Sequence[Token]) -> bool:
    """Whether more is asked for than was answered before, and nothing else is: 他还见过谁."""
    told = {name.text for name in before}
    return have(tokens, "pronoun") and asked.asks == "list" and bool(told) and told >= set(asked.rows.column("answer"))


def _ask_tokens(reach: Reach, question: str, tokens: Sequence[Token], *, questions: Questions) -> Asked:
    """The answer to a question that is read."""
    parts = split_parts(tokens)
    return (
        _ask_part(reach, question, tokens, questions=questions)
        if len(parts) == 1
        else _ask_parts(reach, question, parts, questions=questions)
    )


def _ask_part(reach: Reach, question: str, tokens: Sequence[Token], *, questions: Questions) -> Asked:
    """The answer to a question that asks one thing, where a claim may tell it."""
    if beyond := _beyond(tokens):
        raise _not_understood(reach, question, questions, beyond=beyond)
    return _ask_one(reach, question, tokens, questions=questions)


def _ask_one(reach: Reach, question: str, tokens: Sequence[Token], *, questions: Questions) -> Asked:
    """The answer to a question that asks one thing."""
    unknown = () if takes_words(tokens, questions) else tuple(unknown_names(tokens))
    held = any(token.quoted for token in tokens) and not have(tokens, "name")
    if unknown and (inside := _in_names(reach, question, tokens, questions=questions)) is not None:
        return inside
    if unknown and not held and (notices := not_known(reach, unknown, tokens)):
        return _refused(question, notices)
    if have(tokens, "when") and (notices := tuple(_vague(tokens))):
        return _refused(question, notices)
    best = _best(reach, question, tokens, questions=questions)
    if (of_topic := _of_topic(reach, question, tokens, best=best, questions=questions)) is not None:
        return of_topic
    if best is not None and best.found:
        return _refused(question, best.notices) if _leaves_much(tokens, best) else best
    if (strange := tuple(unknown_names(tokens))) and (notices := not_known(reach, strange, tokens)):
        return _refused(question, notices)
    if best is None:
        raise _not_understood(reach, question, questions)
    if not best.notices:
        return replace(best, notices=(message("the graph says nothing of it, which is no denial"),))
    return best


def _leaves_much(tokens: Sequence[Token], asked: Asked) -> bool:
    """Whether words of the question were not used without which it is another: beside a date, a yes or no, or so much that answers."""
    if asked.asks == "truth" and not have(tokens, "when"):  # 柬埔寨 in 蔡奇见过柬埔寨外长吗
        return any(len(word) > LONG or any(word in name for name in unknown_names(tokens)) for word in unused_of(asked))
    return bool(asked.notices) and (have(tokens, "when") or asked.asks == "list" and len(asked.rows.rows) > ANYTHING)


def _of_topic(reach: Reach, question: str, tokens: Sequence[Token], *, best: Asked | None, questions: Questions) -> Asked | None:
    """The answer where an event is called by its last word alone and nothing else is found, or more is counted than was asked."""
    if best is not None and best.found and not (best.asks == "count" and best.notices):
        return None
    whole, notices = name_topic(reach, tokens, questions)
    if whole:
        return _ask_one(reach, question, whole, questions=questions)
    return _refused(question, notices) if notices else None


def _in_names(reach: Reach, question: str, tokens: Sequence[Token], *, questions: Questions) -> Asked | None:
    """The answer that uses a word which stands in names alone: 松江有哪些大学; None where there is none, or it leaves the word aside."""
    best = None if have(tokens, "name") else _best(reach, question, tokens, questions=questions)
    return best if best is not None and best.found and not best.notices and best.asks in ("list", "count") else None


def _vague(tokens: Sequence[Token]) -> Iterator[Message]:
    """For each name that may be one of several things, whose dates differ: 观澜号 of two ceremonies."""
    for token in named(tokens):
        labels = sorted(sorted(set(_labels(token))), key=len)
        if token.spot is not None and token.spot.how in ("quoted", "part") and not all(one.startswith(labels[0]) for one in labels):
            yield message("“{text}” may be one of these, give its name in full; they are: {labels}", text=token.text, labels=labels)


def _refused(question: str, notices: Sequence[Message]) -> Asked:
    """No answer, for names that the graph lacks and the like."""
    return Asked(question, "list", None, "", Rows(("answer",), ()), notices=tuple(notices))


def _with_examples(reach: Reach, asked: Asked, questions: Questions) -> Asked:
    """What is refused where no name is near, with what can be asked."""
    if asked.understood or any(dict(notice.values).keys() & CHOICES for notice in asked.notices):
        return asked
    notice = message("questions that can be answered are: {examples:_}", examples=suggest(reach, questions))
    return replace(asked, notices=(*asked.notices, notice))


def _ask_parts(reach: Reach, question: str, parts: Sequence[Sequence[Token]], *, questions: Questions) -> Asked:
    """The answers to all parts in one table, and for each part without an answer a word that says so."""
    found: list[Asked] = []
    notices: list[Message] = []
    for i, part in enumerate(parts):
        text = "".join(token.text for token in part).strip("".join(SEPARATORS))
        try:
            one = _ask_part(reach, text, inherit(parts, i, _answers(reach, found[-1:])), questions=questions)
        except QueryError:
            notices.append(message("not understood: {text}", text=text))
            continue
        told = one.notices if one.found else [message("no answer to “{text}”: {reason}", text=text, reason=n) for n in one.notices]
        notices += told
        found += [replace(one, question=text)]
    if not found:
        raise _not_understood(reach, question, questions)
    return _together(question, found, notices)


def _answers(reach: Reach, last: Sequence[Asked]) -> list[Token]:
    """The names that a part was answered with."""
    labels = [label for one in last if one.found and one.asks == "list" for label in dict.fromkeys(one.rows.column("answer"))]
    spots = [(label, spot) for label in labels for spot in reach.named(label)]
    return [Token(label, 0, len(label), frozenset({"name"}), spot) for label, spot in spots]


def _together(question: str, parts: Sequence[Asked], notices: Sequence[Message]) -> Asked:
    """Several answers as one, its rows with the part that each answers; `sparql` is one query for all."""
    rows = []
    for one in parts:
        table = one.cells("zh") if one.found else []
        names = one.rows.variables
        for row in table:
            cell = dict(zip(names, row, strict=True))
            told = "".join(cell.get(name, "") for name in ("subject", "relation", "object"))  # what is known of somebody
            rows.append(
                as_cells(one.question, cell.get("answer", told), cell.get("modality", ""), cell.get("claims", cell.get("count", "")))
            )
    understood = message("{parts:;}", parts=[one.understood for one in parts if one.understood])
    evidence = tuple(dict.fromkeys(told for one in parts for told in one.evidence))
    queries = [one.sparql for one in parts if one.sparql.startswith("SELECT")]
    sparql = "SELECT * WHERE {\n" + "\nUNION\n".join(f"{{ {one} }}" for one in queries) + "\n}"
    return Asked(
        question,
        "list",
        understood,
        sparql,
        Rows(("part", "answer", "modality", "claims"), tuple(rows)),
        evidence,
        tuple(dict.fromkeys(notices)),
    )


def _best(reach: Reach, question: str, tokens: Sequence[Token], *, questions: Questions) -> Asked | None:
    """The answer to the likeliest meaning that has one, else the empty answer to the likeliest meaning."""
    best: Asked | None = None
    meanings = list(read_meanings(Question(tokens, questions))) if tokens else []
    for meaning in (*meanings, *_instead(meanings, questions)):
        for one, parts in _variants(meaning, questions):
            asked = _answer(reach, question, (one, meaning), questions=questions, parts=parts)
            if asked.found and not (one.instead and asked.verdict == "yes"):
                return replace(asked, notices=(*asked.notices, *undated(reach, one, asked, questions=questions, parts=parts)))
            best = best or asked
    for meaning in meanings:
        missed = (*not_in_level(reach, meaning, questions), *undated(reach, meaning, best, questions=questions)) if best is not None else ()
        if best is not None and missed:
            return replace(best, notices=(*best.notices, *missed))
    return best


def _instead(meanings: Sequence[Meaning], questions: Questions) -> Iterator[Meaning]:
    """Lists of one relation alone with what the news may have said instead: 举办 for 主办."""
    for meaning in meanings:
        said = {relation for one in meaning.conditions for relation in one.relations}
        if meaning.asks in ("list", "count", "truth") and len(said) == 1 and (other := questions.instead.get(min(said))):
            yield replace(meaning, conditions=tuple(replace(one, relations=(other,)) for one in meaning.conditions), instead=min(said))


def _read(reach: Reach, text: str, questions: Questions) -> list[Token]:
    tokens = mark_rows(
        read_tokens(text, reach.spot(text), questions, today=_newest(reach)), [row for row in questions.rows if not row.late]
    )
    for i in range(len(tokens) - 2, 0, -1):  # 花博会的开幕式 bears the name 花博会开幕式
        if "name" in tokens[i - 1] and tokens[i].text == "的" and "head" in tokens[i + 1]:
            whole = [f"{label}{tokens[i + 1].text}" for label in _labels(tokens[i - 1])]
            spots = [spot for name in whole for spot in reach.named(name)]
            if spots:
                first, last = tokens[i - 1], tokens[i + 1]
                tokens[i - 1 : i + 2] = [Token(text[first.start : last.end], first.start, last.end, first.kinds, spots[0])]
    tokens = mark_prizes(join_posts(reach, tokens), questions)
    tokens = join_years(name_shortened(reach, tokens, questions))
    tokens = name_aside(name_holders(reach, tokens, questions), questions)
    tokens = mark_rows(tokens, [row for row in questions.rows if row.late])
    return name_clauses(tokens, lambda clause: _named(reach, clause, questions))


def _named(reach: Reach, clause: Sequence[Token], questions: Questions) -> Token | None:
    """What a clause is answered with, as one name."""
    found = _best(reach, "", clause, questions=questions)
    names = _answers(reach, [found] if found is not None else [])
    nodes = tuple({node.iri: node for name in names if name.spot for node in name.spot.nodes}.values())
    if not nodes or names[0].spot is None:
        return None
    first, last = clause[0], clause[-1]
    spot = replace(names[0].spot, nodes=nodes)
    return Token("".join(token.text for token in clause), first.start, last.end, frozenset({"name"}), spot)


def _labels(token: Token) -> list[str]:
    return [node.label for node in token.spot.nodes] if token.spot else []


def _newest(reach: Reach) -> datetime.date | None:
    """The day of the newest article, from which 今年 is reckoned: an answer is no matter of the clock."""
    newest = [day for day in reach.run(NEWEST).column("newest") if day]
    try:
        return datetime.date.fromisoformat(newest[0][:10]) if newest else None
    except ValueError:
        return None


def _variants(meaning: Meaning, questions: Questions) -> Iterator[tuple[Meaning, bool]]:
    """The meaning, then without what the news may say otherwise: the word for a prize, the last word of names, an event for its parts."""
    tried = []
    # A bank is no university, whatever it does; and of no class at all anything would answer.
    bare = meaning.head if meaning.head in questions.kinds or not meaning.narrow else ""
    said = "" if all(one.relations == (AWARDS,) for one in meaning.conditions) else meaning.spoken  # a title may be called a prize
    talks = "|".join(questions.talks) if meaning.spoken in questions.talks else said  # 报告 may be called 演讲
    for spoken, head in ((meaning.spoken, meaning.head), (said, meaning.head), (meaning.spoken, bare), (said, bare), (talks, bare)):
        one = replace(meaning, spoken=spoken, head=head)
        for parts in (False, True):
            if (one, parts) not in tried and not (parts and meaning.asks in ("about", "evidence")):
                tried.append((one, parts))
                yield one, parts


def _answer(reach: Reach, question: str, meanings: tuple[Meaning, Meaning], *, questions: Questions, parts: bool) -> Asked:
    """The answer to one meaning; `meanings` are what was looked for and what was asked."""
    meaning, said = meanings
    sparql = to_sparql(meaning, questions, parts=parts)
    rows = only_holders(only_doers(reach.run(sparql), meaning, questions), meaning)
    understood = describe(meaning, questions)
    notices = [message(NOT_USED, word=word) for word in said.unread if word != said.held]
    if meaning.asks in ("about", "evidence"):
        return Asked(question, meaning.asks, understood, sparql, rows, notices=tuple(notices))
    evidence = tuple(told_by(rows))
    if said.head and not meaning.head and rows.rows and not questions.knows(said.head):
        notices.append(message("none is called “{head}”; these are others", head=said.head))
    if said.head in questions.events and not meaning.head and rows.rows:
        kind = said.head
        notices.append(message("none is called “{kind}”; these are other events", kind=kind))
    if "|" in meaning.spoken and rows.rows:
        notices.append(message("the text does not say “{spoken}”; these are talks", spoken=said.spoken))
    if meaning.instead and rows.rows:
        known = questions.ontology.relations
        asked, told = known[meaning.instead], known[meaning.conditions[0].relations[0]]
        notices.append(message("the text says “{told}”, not “{asked}”", told=told.label, asked=asked.label))
    verdict = ""
    if meaning.asks == "truth":
        table, verdict = judge_rows(rows, questions)
        if verdict == "none":
            notices.append(message("the graph says nothing of it, which is no denial"))
    else:
        if meaning.region is not None and not rows.rows:
            places = [name.text for name in meaning.region.names]
            notices.append(message("the graph says nothing of it at “{places}”, which is no denial", places=places))
        table = {"count": count_rows, "most": rank_rows}.get(meaning.asks, list_rows)(rows, meaning)
    return Asked(question, meaning.asks, understood, sparql, table, evidence, tuple(notices), verdict)


def _beyond(tokens: Sequence[Token]) -> str:
    """The word that asks for what no claim tells: 为什么, 怎么样."""
    return next((token.text for token in tokens if "beyond" in token), "")


def _sorry(question: str, beyond: str) -> Message:
    """That a question is not understood, and why where it asks for what no claim tells."""
    sorry = message("the question is not understood: {question}", question=question.strip() or message("(empty)"))
    if not beyond:
        return sorry
    return message(
        "{sorry} (the graph holds who, what, when and where, and nothing of “{beyond}”: see the articles)", sorry=sorry, beyond=beyond
    )


def _not_understood(reach: Reach, question: str, questions: Questions, *, beyond: str = "") -> QueryError:
    """That it is not understood, with questions that are."""
    return QueryError(
        message("{sorry}; questions like these are: {examples:_}", sorry=_sorry(question, beyond), examples=suggest(reach, questions))
    )
