"""An article's text is cut into sentences, each with its kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from kg.model import Article, Kind, Sentence, Span
from kg.text import marks

PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "《": "》", "〈": "〉", "（": "）", "(": "）", "【": "】", "［": "］", "[": "］"}
FOLD = {")": "）", "]": "］"}
CLOSING = frozenset(PAIRS.values()) | set(FOLD)
SPEECH = "“‘「『（("
SHORT_QUOTE = 17  # behind a short quotation with ！ or ？ the sentence goes on: 以“科学，向前！”为主题
END = re.compile(r"[。！？｡!?]*[。！？｡]|[!?]+(?![A-Za-z0-9=&/])|…{2,}|…|(?<=[\u4e00-\u9fff])\.(?=\s|$)")
UNTOLD = frozenset({"headline", "byline", "dateline"})
LINE = re.compile(r"[^\n]+")


def split_sentences(article: Article) -> tuple[Sentence, ...]:
    """The sentences of `article` in order, without tokens; together they hold every character but blank space between them.

    A sentence ends with the line or after 。！？…… and the closing marks behind it, but neither within 《》 and brackets nor within a
    quotation that closes in the same line.

    >>> [s.kind for s in split_sentences(Article("a", "展会开幕\\n本报讯（记者 李明）展会开幕。共三天。"))]
    ['headline', 'dateline', 'body', 'body']
    """
    found = []
    lines = list(LINE.finditer(article.text))
    notice = marks.is_notice(line.group() for line in lines)
    for line in lines:
        found.extend(_of_line(line.start(), line.group(), title=article.title, notice=notice))
    return tuple(found)


def told_sentences(text: str, title: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of an article's text lie that tell something: no headlines, bylines and datelines.

    >>> [*told_sentences("展会开幕\\n本报讯（记者 李明）展会开幕。共三天。", "展会开幕")]
    [(15, 20), (20, 24)]
    """
    for one in split_sentences(Article("", text, title)):
        if one.kind not in UNTOLD:
            yield one.span.start, one.span.end


def _of_line(offset: int, line: str, *, title: str, notice: bool) -> list[Sentence]:
    kind = _kind(line.strip(), title=title, notice=notice)
    if kind != "body":
        return _sentences(offset, line, [(0, len(line), kind)])
    dateline = marks.find_dateline(line)
    start = dateline.length if dateline is not None else 0
    pieces: list[tuple[int, int, Kind]] = [(0, start, "dateline")] if start else []
    for end in _ends(line, start):
        pieces.append((start, end, "body"))
        start = end
    return _sentences(offset, line, _with_caption(line, [(s, e, _piece_kind(line, s, e, kind=k)) for s, e, k in pieces]))


def _with_caption(line: str, pieces: list[tuple[int, int, Kind]]) -> list[tuple[int, int, Kind]]:
    """The pieces of a line; a lone sentence before the credit of a picture is its caption."""
    if len(pieces) == 2 and pieces[0][2] == "body" and pieces[1][2] == "byline" and marks.is_photo_credit(line[pieces[1][0] :]):
        return [(*pieces[0][:2], "caption"), pieces[1]]
    return pieces


def _kind(line: str, *, title: str, notice: bool) -> Kind:
    if notice and marks.tells_event_day(line):
        return "label list"
    if title and line == title:
        return "headline"
    if marks.is_byline(line) or marks.is_note(line):
        return "byline"
    if marks.find_date(line) is not None:
        return "dateline"
    if marks.is_label(line):
        return "label list"
    return "headline" if marks.is_headline(line) else "body"


def _piece_kind(line: str, start: int, end: int, *, kind: Kind) -> Kind:
    piece = line[start:end].strip()
    if kind == "body" and marks.is_caption(piece):
        return "caption"
    if kind == "body" and start and end == len(line) and (marks.is_byline(piece) or marks.is_note(piece)):
        return "byline"
    return kind


def _sentences(offset: int, line: str, pieces: list[tuple[int, int, Kind]]) -> list[Sentence]:
    found = []
    for start, end, kind in pieces:
        piece = line[start:end]
        stripped = piece.strip()
        if stripped:
            begin = offset + start + len(piece) - len(piece.lstrip())
            found.append(Sentence(Span(begin, begin + len(stripped)), kind))
    return found


def _ends(line: str, start: int) -> list[int]:
    """Where the sentences of `line` from `start` end; the last is the end of the line."""
    ends: list[int] = []
    guards = iter(_guards(line))
    guard = next(guards, None)
    for stop in END.finditer(line, start):
        while guard is not None and guard.end <= stop.start():
            guard = next(guards, None)
        if guard is None or stop.start() < guard.start:
            end = _past_closers(line, stop.end())
        elif _closes_sentence(line, guard, stop.end()):
            end = _past_closers(line, guard.end)
        else:
            continue
        if not ends or end > ends[-1]:
            ends.append(end)
    return ends if ends and ends[-1] == len(line) else [*ends, len(line)]


def _closes_sentence(line: str, guard: Span, stop: int) -> bool:
    """Whether a stop within quotation marks or brackets is their last character, and ends the sentence around them too."""
    if line[guard.start] not in SPEECH or _past_closers(line, stop) < guard.end:
        return False
    return line[stop - 1] in "。｡" or len(guard) > SHORT_QUOTE or _past_closers(line, guard.end) == len(line) or line[guard.end] in PAIRS


def _past_closers(line: str, position: int) -> int:
    while position < len(line) and line[position] in CLOSING:
        position += 1
    return position


def _guards(line: str) -> list[Span]:
    """The outermost pairs of marks in order. A mark without a partner guards nothing."""
    opened: list[int] = []
    waiting: Counter[str] = Counter()
    outermost: list[Span] = []
    for position, character in enumerate(line):
        closer = FOLD.get(character, character)
        if character in PAIRS:
            opened.append(position)
            waiting[PAIRS[character]] += 1
        elif waiting[closer]:
            partner = opened.pop()
            while PAIRS[line[partner]] != closer:
                waiting[PAIRS[line[partner]]] -= 1
                partner = opened.pop()
            waiting[closer] -= 1
            while outermost and outermost[-1].start > partner:
                outermost.pop()
            outermost.append(Span(partner, position + 1))
    return outermost
