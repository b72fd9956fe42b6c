"""The text of a SPARQL query: its lexemes, the guard over it, and hints for a wrong one; nothing here runs a query.

The lexemes follow section 19 of SPARQL 1.1, and are found in time linear in the text: no character is looked at again from a later
start. Oxigraph also reads a keyword that touches the next word (`SERVICEex:a {}`), so the guard looks for keywords inside words and
prefixes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import islice
from typing import Literal, NamedTuple, get_args
from urllib.parse import urljoin

from kg.errors import QueryError
from kg.messages import Message, message

Form = Literal["select", "ask", "construct", "describe"]

UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})

# What a Chinese keyboard types -> what SPARQL wants.
FULL_WIDTH: Mapping[str, str] = dict(
    zip("？。“”‘’，；：（）｛｝＜＞＝！＊｜＠＃［］＋－／＆＾　《》、", "?.\"\"'',;:(){}<>=!*|@#[]+-/&^ <>,", strict=True)
)
NAME_ENDS = "。，；：？！）、"
CLOSING = {"(": ")", "{": "}", "[": "]"}

# PN_CHARS_BASE of SPARQL beyond Latin-1, and what PN_CHARS has besides. A pattern with these ranges takes longer to compile than most
# queries to run, so what is matched is a text of the same length in Latin-1, where one character stands for each kind of those beyond.
BASE_RANGES = (
    (0x100, 0x2FF),
    (0x370, 0x37D),
    (0x37F, 0x1FFF),
    (0x200C, 0x200D),
    (0x2070, 0x218F),
    (0x2C00, 0x2FEF),
    (0x3001, 0xD7FF),
    (0xF900, 0xFDCF),
    (0xFDF0, 0xFFFD),
    (0x10000, 0xEFFFF),
)
OTHER_RANGES = ((0x300, 0x36F), (0x203F, 0x2040))
A_BASE, AN_OTHER, A_MARK, NEITHER = "\xc0", "\xb7", "\xa0", "\xd7"
BYTE_ORDER_MARK, NO_BREAK_SPACE = 0xFEFF, 0xA0
BASE_CHARS = f"A-Za-z\xc0-\xd6\xd8-\xf6\xf8-\xff{A_MARK}"
VAR_CHARS = f"{BASE_CHARS}_0-9{AN_OTHER}"
ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
LEXEME = re.compile(
    rf"""(?P<space>[\ \t\r\n\xa0]+|\#[^\r\n]*)
    | (?P<iri><[^<>"{{}}|^`\x00-\x20]*+>)
    | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*+\"\"\"|\'\'\'(?:[^'\\]|\\.|'(?!''))*+\'\'\'
        |"(?!"")(?:[^"\\\r\n]|\\.)*+"|'(?!'')(?:[^'\\\r\n]|\\.)*+')
    | (?P<open>["'])
    | (?P<variable>[?$][{BASE_CHARS}_0-9][{VAR_CHARS}]*)
    | (?P<blank>_:[{BASE_CHARS}_0-9](?:[{VAR_CHARS}\-.]*[{VAR_CHARS}\-])?)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<name>(?:[{BASE_CHARS}][{VAR_CHARS}\-.]*+(?<!\.))?:(?:(?:[{BASE_CHARS}_0-9:]|{ESCAPED})
        (?:(?:[{VAR_CHARS}\-.:]|{ESCAPED})*(?:[{VAR_CHARS}\-:]|{ESCAPED}))?)?)
    | (?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)
    | (?P<run>[{BASE_CHARS}][{VAR_CHARS}\-.]*+)
    | (?P<word>_[{VAR_CHARS}]*)
    | (?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)
# A run in front of no colon holds no name with a prefix, only these.
IN_RUN = re.compile(rf"(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<word>[{BASE_CHARS}_][{VAR_CHARS}]*)|(?P<sign>.)", re.DOTALL)

# Oxigraph reads by recursion, and ends the whole process where that goes too deep: at 1,200 calls one in another, 4,000 BINDs in a row.
DEEPEST = 100
MOST_OPERATORS = 2000
OPERATORS = frozenset("!|&+-*/^") | {"UNION", "OPTIONAL", "MINUS", "FILTER", "BIND", "EXISTS"}
# What is remembered of queries stays below some megabytes: a few short ones, and the last of those that are not too long.
SHORT = 4000
LONG = 200_000
# A query that deserves more notices than this is not read by a person.
MOST_NOTICES = 5


class Lexeme(NamedTuple):
    """One lexeme of a query; `kind` is a group of LEXEME, `start` counts code points from the beginning of the query."""

    kind: str
    text: str
    start: int

    @property
    def keyword(self) -> str:
        """The upper-case form of a word, empty for any other lexeme."""
        return self.text.upper() if self.kind == "word" else ""

    @property
    def prefix(self) -> str:
        """What stands before the colon of a prefixed name."""
        return self.text.split(":", 1)[0]


def read_lexemes(sparql: str) -> tuple[Lexeme, ...]:
    """The lexemes of a query without space and comments; nothing follows a quotation mark that opens a string and is never closed.

    >>> [lexeme.kind for lexeme in read_lexemes('SELECT ?x { ?x kg:name "张三" }')]
    ['word', 'variable', 'sign', 'variable', 'name', 'string', 'sign']
    """
    find = _lexemes_of_short if len(sparql) <= SHORT else _lexemes_of_last if len(sparql) <= LONG else _find_lexemes
    return tuple(find(sparql))


class _StandIns(dict[int, str]):
    """Code point -> the character of Latin-1 that stands for it, found out when it is first met; what is kept is bounded."""

    def __missing__(self, code: int) -> str:
        if code == BYTE_ORDER_MARK:
            found = A_MARK
        elif any(first <= code <= last for first, last in BASE_RANGES):
            found = A_BASE
        elif any(first <= code <= last for first, last in OTHER_RANGES):
            found = AN_OTHER
        else:
            found = NEITHER if code > 0xFF or code == NO_BREAK_SPACE else chr(code)
        return self.setdefault(code, found) if code < 0x10000 else found


_STAND_INS = _StandIns()


@lru_cache(maxsize=16)
def _lexemes_of_short(sparql: str) -> tuple[Lexeme, ...]:
    return tuple(_find_lexemes(sparql))


@lru_cache(maxsize=1)
def _lexemes_of_last(sparql: str) -> tuple[Lexeme, ...]:
    return tuple(_find_lexemes(sparql))


def _find_lexemes(sparql: str) -> Iterator[Lexeme]:
    plain = sparql.translate(_STAND_INS)
    for match in LEXEME.finditer(plain):
        kind = match.lastgroup or ""
        if kind == "run":
            inner = IN_RUN.finditer(plain, match.start(), match.end())
            yield from (Lexeme(m.lastgroup or "", sparql[m.start() : m.end()], m.start()) for m in inner)
        elif kind != "space":
            yield Lexeme(kind, sparql[match.start() : match.end()], match.start())
        if kind == "open":
            return


def check(sparql: str, *, prefixes: Mapping[str, str], graphs: Collection[str] | None) -> Form:
    """The form of a query that may run; raises QueryError for an update, SERVICE, an unknown prefix, or FROM of a graph not in `graphs`.

    `graphs` None allows any FROM: the dataset of a remote endpoint is its own business.
    """
    form, own, names = _scan_short(sparql) if len(sparql) <= SHORT else _scan(sparql)
    if unknown := names.keys() - prefixes.keys():
        raise _unknown_prefix(sparql, min((names[prefix] for prefix in unknown), key=lambda lexeme: lexeme.start), {**prefixes, **own})
    if graphs is not None and "FROM" in sparql.upper():
        for lexeme, iri in _from_graphs(read_lexemes(sparql), {**prefixes, **own}):
            if iri not in graphs:
                raise _refusal(
                    sparql,
                    lexeme,
                    message("FROM {iri}: no graph of this store; nothing is fetched", iri=iri),
                )
    return form


def _scan(sparql: str) -> tuple[Form, Mapping[str, str], Mapping[str, Lexeme]]:
    """What a query that may run says by itself: its form, the prefixes that it declares, the first use of each of the others."""
    lexemes = read_lexemes(sparql)
    _check_size(sparql, lexemes)
    for lexeme in lexemes:
        if lexeme.kind not in ("word", "name"):
            continue
        if "SERVICE" in (lexeme.keyword or (lexeme.prefix.upper() if lexeme.kind == "name" else "")):
            raise _refusal(
                sparql,
                lexeme,
                message("SERVICE is refused: nothing is fetched; ask that endpoint itself"),
            )
    own = _declared(lexemes)
    form = _form(sparql, lexemes)
    names: dict[str, Lexeme] = {}
    for lexeme in lexemes:
        if lexeme.kind == "name" and lexeme.prefix not in own:
            names.setdefault(lexeme.prefix, lexeme)
    return form, own, names


_scan_short = lru_cache(maxsize=64)(_scan)


def _check_size(sparql: str, lexemes: Sequence[Lexeme]) -> None:
    """Refuses what would take Oxigraph too deep: brackets in brackets, long chains of operators, and a string that is never closed."""
    if lexemes and lexemes[-1].kind == "open":
        raise explain(sparql, "")
    depth = operators = 0
    for lexeme in lexemes:
        if lexeme.kind not in ("sign", "word"):
            continue
        depth += (lexeme.text in "({[") - (lexeme.text in ")}]") if lexeme.kind == "sign" else 0
        operators += (lexeme.keyword or lexeme.text) in OPERATORS
        if depth > DEEPEST:
            raise _error(
                sparql,
                lexeme.start,
                message("brackets stand more than {deepest} deep; flatten the query", deepest=DEEPEST),
            )
        if operators > MOST_OPERATORS:
            raise _error(
                sparql,
                lexeme.start,
                message("more than {most_operators} operators; give many values with VALUES or IN", most_operators=MOST_OPERATORS),
            )


def find_warnings(sparql: str) -> tuple[Message, ...]:
    """Names that end in Chinese punctuation: legal SPARQL that matches nothing."""
    found = (x for x in read_lexemes(sparql) if x.kind in ("name", "variable") and x.text[-1] in NAME_ENDS)
    return tuple(
        message(
            "{place}: the name {text} ends in “{end}”, which is part of it; put a space before it",
            place=_place(sparql, x.start),
            text=x.text,
            end=x.text[-1],
        )
        for x in islice(found, MOST_NOTICES)
    )


def find_untagged(sparql: str) -> list[Message]:
    """Literals in Chinese that have no `@zh`: labels have it, so such a query finds nothing."""
    lexemes, depth, notices = read_lexemes(sparql), 0, []
    for before, lexeme, after in zip([None, *lexemes], lexemes, [*lexemes[1:], None], strict=False):
        depth += {"(": 1, ")": -1}.get(lexeme.text, 0)
        tagged = after is not None and (after.kind == "language" or after.text == "^")
        by_name = before is not None and before.text == "kg:name"
        if lexeme.kind == "string" and depth == 0 and not tagged and not by_name and not lexeme.text.isascii():
            notices.append(
                message(
                    "nothing found: {text} without @zh is another literal than {text}@zh; labels have @zh, kg:name has none",
                    text=lexeme.text,
                )
            )
    return notices[:MOST_NOTICES]


def limit_rows(sparql: str, rows: int) -> str:
    """The query with at most `rows` rows: its own LIMIT when that is lower, else one that is put in its place.

    >>> limit_rows("SELECT * { ?s ?p ?o } LIMIT 5000", 100).split()[-2:]
    ['LIMIT', '100']
    """
    depth, lexemes = 0, read_lexemes(sparql)
    end = len(sparql)
    for lexeme, after in zip(lexemes, [*lexemes[1:], None], strict=False):
        depth += (lexeme.text in "{(") - (lexeme.text in "})") if lexeme.kind == "sign" else 0
        if depth == 0 and lexeme.keyword == "LIMIT" and after is not None and after.kind == "number":
            own = int(after.text) if after.text.isdigit() else rows
            return f"{sparql[: after.start]}{min(own, rows)}{sparql[after.start + len(after.text) :]}"
        if depth == 0 and lexeme.keyword == "VALUES":
            end = lexeme.start
    return f"{sparql[:end]}\nLIMIT {rows}\n{sparql[end:]}"


def declare_prefixes(sparql: str, prefixes: Mapping[str, str]) -> str:
    """The query with a PREFIX line for each known prefix that it uses and does not declare, for a server that knows none."""
    lexemes = read_lexemes(sparql)
    used = {x.prefix for x in lexemes if x.kind == "name"} - set(_declared(lexemes))
    return "".join(f"PREFIX {p}: <{prefixes[p]}>\n" for p in sorted(used & set(prefixes))) + sparql


def explain(sparql: str, reason: str) -> QueryError:
    """The error for a query that Oxigraph could not parse: place, line and hint, where `reason` is its message ("error at 1:5: ...")."""
    lexemes = read_lexemes(sparql)
    for lexeme in lexemes:
        wide = next((c for c in lexeme.text if "\uff01" <= c <= "\uff5e"), "") if lexeme.kind in ("sign", "word", "number") else ""
        if wide and wide not in FULL_WIDTH:
            plain = unicodedata.normalize("NFKC", lexeme.text)
            return _error(
                sparql,
                lexeme.start + lexeme.text.index(wide),
                message("full-width “{wide}” from a Chinese keyboard; write {plain}", wide=wide, plain=plain),
            )
        if lexeme.kind in ("sign", "word", "name", "variable") and (found := next((c for c in lexeme.text if c in FULL_WIDTH), "")):
            at = lexeme.start + lexeme.text.index(found)
            wanted = FULL_WIDTH[found].replace(" ", "a plain space")
            return _error(
                sparql,
                at,
                message("full-width “{found}” from a Chinese keyboard; write {wanted}", found=found, wanted=wanted),
            )
    if lexemes and lexemes[-1].kind == "open":
        return _unclosed(sparql, lexemes[-1])
    if unbalanced := _unbalanced(sparql, lexemes):
        return unbalanced
    if match := re.search(r"contains a (?:not aggregated )?variable that is unbound|not aggregated|unbound", reason):
        at = next((x.start for x in lexemes if x.keyword == "SELECT"), 0)
        return _error(
            sparql,
            at,
            message("SELECT names a variable that the query does not bind or group ({match})", match=match[0]),
        )
    wrong = message("cannot be understood from here on")
    if words := sorted(set(re.findall(r'"([^"\[\]\\]{1,12})"', reason))):
        wrong = message("{wrong} (expected one of: {words:_})", wrong=wrong, words=words)
    return _error(sparql, _reported_place(sparql, reason), wrong)


def _unclosed(sparql: str, quote: Lexeme) -> QueryError:
    line = sparql[quote.start :].split("\n", 1)[0]
    curly = next((char for char in line if FULL_WIDTH.get(char) == quote.text), "")
    if curly:
        at = quote.start + line.index(curly)
        return _error(
            sparql,
            at,
            message("full-width “{curly}” closes no string; write {text}", curly=curly, text=quote.text),
        )
    return _error(sparql, quote.start, message("the string that begins with {text} is not closed", text=quote.text))


def _declared(lexemes: Sequence[Lexeme]) -> dict[str, str]:
    triples = zip(lexemes, lexemes[1:], lexemes[2:], strict=False)
    return {
        name.prefix: iri.text[1:-1] for word, name, iri in triples if word.keyword == "PREFIX" and name.kind == "name" and iri.kind == "iri"
    }


def _form(sparql: str, lexemes: Sequence[Lexeme]) -> Form:
    for lexeme in lexemes:
        if lexeme.keyword in UPDATES:
            raise _refusal(
                sparql,
                lexeme,
                message("{keyword}: updates are refused, the graph is read only", keyword=lexeme.keyword),
            )
        for form in get_args(Form):
            if lexeme.keyword.startswith(form.upper()):
                return form  # type: ignore[no-any-return]
        if lexeme.keyword not in ("PREFIX", "BASE", "") or lexeme.kind == "sign":
            break
    at = next((x.start for x in lexemes if x.keyword not in ("PREFIX", "BASE") and x.kind not in ("name", "iri")), 0)
    raise _error(sparql, at, message("a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE"))


def _from_graphs(lexemes: Sequence[Lexeme], declared: Mapping[str, str]) -> Iterator[tuple[Lexeme, str]]:
    base = next((b.text[1:-1] for a, b in zip(lexemes, lexemes[1:], strict=False) if a.keyword == "BASE" and b.kind == "iri"), "")
    for i, lexeme in enumerate(lexemes[:-1]):
        if not lexeme.keyword.endswith("FROM"):
            continue
        named = lexemes[i + 1].keyword == "NAMED" and i + 2 < len(lexemes)
        graph = lexemes[i + 1 + named]
        if graph.kind == "iri":
            with suppress(ValueError):  # http://[ is no IRI: the store says so
                yield graph, urljoin(base, graph.text[1:-1])
        elif graph.kind == "name":
            yield graph, declared[graph.prefix] + graph.text.split(":", 1)[1]


def _unbalanced(sparql: str, lexemes: Sequence[Lexeme]) -> QueryError | None:
    opened: list[Lexeme] = []
    for lexeme in lexemes:
        if lexeme.kind != "sign" or lexeme.text not in "(){}[]":
            continue
        if lexeme.text in CLOSING:
            opened.append(lexeme)
        elif not opened or CLOSING[opened.pop().text] != lexeme.text:
            return _error(sparql, lexeme.start, message("“{text}” closes nothing", text=lexeme.text))
    if not opened:
        return None
    left = opened[-1]
    return _error(
        sparql,
        left.start,
        message("“{text}” is never closed; “{closing}” is missing", text=left.text, closing=CLOSING[left.text]),
    )


def _reported_place(sparql: str, reason: str) -> int:
    """The offset that Oxigraph reports; where it waits for a keyword, its column lies behind by the keyword's length."""
    match = re.match(r"error at (\d+):(\d+): expected (?:([A-Z]+)$)?", reason)
    if not match:
        return 0
    lines = sparql.split("\n")
    line, column = int(match[1]), int(match[2])
    offset = sum(len(x) + 1 for x in lines[: line - 1]) + column - 1 - len(match[3] or "")
    offset = max(0, min(offset, len(sparql)))
    return next((x.start for x in read_lexemes(sparql) if x.start >= offset), max(0, len(sparql.rstrip()) - 1))


def _unknown_prefix(sparql: str, lexeme: Lexeme, known: Mapping[str, str]) -> QueryError:
    names = " ".join(f"{p}:" for p in sorted(known))
    return _error(
        sparql,
        lexeme.start,
        message(
            "unknown prefix {prefix}: in {text}; known: {names}; or declare it: PREFIX {prefix}: <...>",
            prefix=lexeme.prefix,
            text=lexeme.text,
            names=names,
        ),
    )


def _refusal(sparql: str, lexeme: Lexeme, wrong: Message) -> QueryError:
    return _error(sparql, lexeme.start, wrong)


def _error(sparql: str, offset: int, wrong: Message) -> QueryError:
    line = sparql[sparql.rfind("\n", 0, offset) + 1 :].split("\n", 1)[0].strip()
    shown = line if len(line) <= 120 else line[:119] + "…"
    return QueryError(message("{place}: {wrong}; the line: {shown}", place=_place(sparql, offset), wrong=wrong, shown=shown))


def _place(sparql: str, offset: int) -> Message:
    line = sparql.count("\n", 0, offset) + 1
    column = offset - sparql.rfind("\n", 0, offset)
    return message("line {line}, column {column}", line=line, column=column)
