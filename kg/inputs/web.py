"""A saved web page becomes a record: its body, and title, date, source, author and address by rules of our own."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage, MIMEPart

from kg.day import read_day
from kg.errors import InputError
from kg.inputs.encodings import Decoded, decode
from kg.inputs.markup import lines_of, parse_html
from kg.inputs.pagefacts import read_lines
from kg.inputs.record import Record
from kg.messages import message

CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
# What pages call GB18030 and Big5.
CALLED = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs", "big5-hkscs": "big5hkscs"}


def read_page(content: bytes, place: str, *, url: str = "") -> Record:
    """The article of a web page; `url` is its address where something beside the page tells it.

    Raises:
        InputError: the page holds no article, as a list of links does not.
    """
    decoded = _decode(content, place)
    root = parse_html(decoded.text, place)
    lines = list(lines_of(root))
    body, facts = read_lines(root, lines, markup=decoded.text)
    words = [line for line in body.lines if line != facts.title]
    if not words:
        raise InputError(
            message("{place}: a web page without an article, perhaps a list of links; save the page of the article itself", place=place),
        )
    return Record(
        "\n".join(words),
        place,
        title=facts.title,
        date=facts.date,
        dated="fromPage",
        publisher=facts.source,
        byline=facts.author,
        url=url or facts.url,
        encoding=decoded.encoding,
        lost=decoded.lost,
        unused=_unused([line.text for line in lines if line.text], {*words, facts.title}),
        paragraphs=True,
    )


def read_message(content: bytes, place: str) -> Record:
    """The article of a page saved as a web archive (MHTML, RFC 2557) or of a letter: of its first part in HTML, else in plain text.

    Raises:
        InputError: there is none, or it holds no article.
    """
    letter = email.message_from_bytes(content, EmailMessage, policy=email.policy.default)
    parts = {part.get_content_type(): part for part in reversed(list(_own_parts(letter)))}
    page = parts.get("text/html") or parts.get("application/xhtml+xml")
    if page is not None:
        url = str(letter.get("Snapshot-Content-Location") or page.get("Content-Location") or "")
        return _signed(read_page(_payload(page), place, url=url if url.startswith("http") else ""), letter)
    if (plain := parts.get("text/plain")) is not None and (words := _payload(plain).strip()):
        decoded = decode(words, place)
        return _signed(Record(decoded.text, place, encoding=decoded.encoding, lost=decoded.lost), letter)
    raise InputError(
        message("{place}: a web archive or letter without a text; save the text as .html or .txt", place=place),
    )


def attachments(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The names and bytes of the files that a letter brings along."""
    letter = email.message_from_bytes(content, EmailMessage, policy=email.policy.default)
    for number, part in enumerate(letter.iter_attachments(), start=1):
        if part.get_content_disposition() == "attachment":
            yield part.get_filename() or str(number), _attached(part)


def _own_parts(letter: MIMEPart) -> Iterator[MIMEPart]:
    """The letter and its parts, without what is attached to it."""
    yield letter
    for part in letter.iter_parts() if letter.is_multipart() else ():
        if part.get_content_disposition() != "attachment" and part.get_content_type() != "message/rfc822":
            yield from _own_parts(part)


def _attached(part: MIMEPart) -> bytes:
    """The bytes of an attachment; of a letter in a letter its source."""
    inner = part.get_payload(0) if part.get_content_type() == "message/rfc822" else None
    return inner.as_bytes() if isinstance(inner, EmailMessage) else _payload(part)


def _payload(part: MIMEPart) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _signed(record: Record, letter: EmailMessage) -> Record:
    """The record with the subject and the date of its letter where it tells no title and no date."""
    title = record.title or str(letter.get("Subject") or "").strip()
    sent = None if record.date else read_day(str(letter.get("Date") or ""))
    return replace(record, title=title, date=sent or record.date, dated="fromField" if sent else record.dated)


def _decode(content: bytes, place: str) -> Decoded:
    """The characters by the encoding that the page names, where they are sound in it, else by their bytes."""
    declared = CHARSET.search(content[:4096])
    codec = CALLED.get(declared[1].decode("ascii").lower()) if declared is not None else None
    try:
        return Decoded(content.decode(codec), {"gb18030": "GB18030"}.get(codec, "Big5")) if codec else decode(content, place)
    except UnicodeDecodeError:
        return decode(content, place)


def _unused(shown: list[str], used: set[str]) -> tuple[str, ...]:
    return tuple(line for line in shown if line not in used)
