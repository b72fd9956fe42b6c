"""A record becomes articles: its layout repaired, its date and where that came from, its title and source."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from kg.day import complete_day, find_address_day, find_name_day, find_name_month
from kg.inputs.account import Entry
from kg.inputs.limits import check_length
from kg.inputs.metadata import Known, Metadata
from kg.inputs.record import Record
from kg.inputs.rows import empty
from kg.messages import Message, message
from kg.model import Article
from kg.text.articles import dateline_day, split_articles
from kg.text.decode import UNWANTED, lines

Dated = tuple[datetime.date | None, str]


@dataclass(frozen=True, slots=True)
class Options:
    """How inputs are to be read: the date of articles that have none, what a table says of them, headings that the user named."""

    date: datetime.date | None = None
    metadata: Metadata = field(default_factory=Metadata)
    columns: dict[str, str] = field(default_factory=dict)


def to_entry(record: Record, kind: str, options: Options) -> Entry:
    """The entry of one text, with its articles.

    Raises:
        InputError: the text is empty or too long.
    """
    identifier = UNWANTED.sub("", record.id).strip() or record.place
    known = options.metadata.find(identifier, record.place)
    title = known.title or record.title
    found = split_articles(check_length(record.text, record.place), id=identifier, title=title, source=record.place)
    if not found or not record.text.strip():
        raise empty(record.place)
    articles = tuple(_told(article, record, known, options=options) for article in found)
    unused = (*record.unused, *_unused_lines(record.text, articles))
    return Entry(record.place, kind, articles=articles, encoding=record.encoding, remark=_remark(record), unused=unused)


def date_article(article: Article, *, known: Known, record: Dated, name: str, options: Options, url: str = "") -> Article:
    """The article with the first date that is known of it, and where that came from.

    In this order: the table of metadata, the record itself (its column, its page), the text, the address, the name of the file, the option.
    A name that tells only year or month tells the year of a dateline.
    """
    ways: Sequence[Dated] = (
        (known.date, "fromMetadata"),
        record,
        (article.date, article.dated or "fromText"),
        (find_address_day(url) if url else None, "fromAddress"),
        (find_name_day(name) or _completed_day(article.text, name), "fromName"),
        (options.date, "fromOption"),
    )
    date, dated = next(((day, origin) for day, origin in ways if day is not None), (None, ""))
    return replace(article, date=date, dated=dated)


def _completed_day(text: str, name: str) -> datetime.date | None:
    near, told = find_name_month(name), dateline_day(text)
    return complete_day(*told, near) if near is not None and told is not None else None


def _told(article: Article, record: Record, known: Known, *, options: Options) -> Article:
    url = known.url or record.url
    dated = date_article(article, known=known, record=(record.date, record.dated), name=_file_of(record.place), options=options, url=url)
    return replace(
        dated,
        publisher=known.publisher or record.publisher or article.publisher,
        byline=record.byline or article.byline,
        source=url or article.source,
    )


def _file_of(place: str) -> str:
    """The name of the file that a place is in: news.csv of news.csv:12."""
    stem, _, number = place.rpartition(":")
    return stem if stem and number.isdigit() else place


def _remark(record: Record) -> Message | str:
    return message("{lost:damaged character|damaged characters}", lost=record.lost) if record.lost else ""


def _unused_lines(raw: str, articles: Sequence[Article]) -> tuple[str, ...]:
    """The lines of the text of which nothing stands in an article."""
    change = [0] * (len(raw) + 1)
    for run in (run for article in articles for run in article.runs):
        change[run.raw] += 1
        change[min(run.raw + run.length, len(raw))] -= 1
    used = list(accumulate(change))
    spans = lines(raw)
    return tuple(text for span in spans if not any(used[span.start : span.end]) and (text := UNWANTED.sub("", span.of(raw)).strip()))
