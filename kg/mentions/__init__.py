"""A document's mentions: people, bodies, places, dates, events, documents and products as typed spans, and the posts of people.

Phrases are read before clauses: what is a name is settled here, what happened is settled by the clause grammar.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from kg.grammar import Grammar
from kg.mentions.cuts import is_body
from kg.mentions.edges import weigh_edges
from kg.mentions.events import find_pointing_events
from kg.mentions.lists import complete_lists
from kg.mentions.marked import SPEECH, find_marked, find_motto_line
from kg.mentions.people import Post, find_people, post_edge, post_words
from kg.mentions.personal import is_post
from kg.mentions.phrases import event_name, find_bodies
from kg.mentions.places import find_places
from kg.mentions.reading import Reading
from kg.mentions.signs import Context
from kg.mentions.unmarked import find_headed, find_titles
from kg.mentions.weights import Weights, read_weights
from kg.mentions.words import NOMINAL, Words, covered, read_words
from kg.model import Article, Doc, Mention, Sentence, Span
from kg.places import is_place
from kg.times import DateMention, find_dates

__all__ = ["Post", "Reading", "Weights", "draft_sentences", "event_name", "read_sentences", "read_weights"]

# Characters of the shortest name of a company without its legal form, and of the longest place in front of it.
SHORTEST, LONGEST_PLACE = 4, 6
LONGEST_MOTTO = 20  # characters of quoted words that are no speech
FAR = 13  # words behind a verb of appointment, or behind a post of a list, among which a post ends
# Of two mentions that share characters the earlier in this order stays; within a class the longer.
ORDER = ("Date", "Document", "Person", "Event", "Organization", "Place", "Product", "Words")


def read_sentences(doc: Doc, grammar: Grammar, known: frozenset[str] = frozenset(), *, weights: Weights | None = None) -> list[Reading]:
    """The readings of a document's sentences in order; datelines and bylines are read for nothing but their place in the text.

    `known` are names of bodies, `weights` the fitted weights of edges, by default the shipped ones.
    """
    drafts = draft_sentences(doc, grammar, known)
    return [_whole(reading, grammar) for reading in weigh_edges(drafts, grammar, weights or read_weights(), context=context_of(doc))]


def context_of(doc: Doc) -> Context:
    """What the whole article tells of a candidate."""
    return Context(doc.article.text, doc.article.title or doc.article.text.partition("\n")[0])


def draft_sentences(doc: Doc, grammar: Grammar, known: frozenset[str] = frozenset()) -> list[Reading]:
    """The readings of a document's sentences before any edge is weighed: no event has a name yet."""
    readings = []
    short = short_companies((n.span.of(doc.article.text) for s in doc.sentences for n in s.names if n.label == "ORGANIZATION"), grammar)
    known = known | short if short else known  # the same set for most articles, which is looked up by its identity
    context = ""
    people = frozenset(n.span.of(doc.article.text) for s in doc.sentences for n in s.names if n.label == "PERSON" and len(n.span) > 1)
    for sentence in doc.sentences:
        reading = _draft(doc.article, sentence, grammar, known=known, context=context, people=people)
        for date in reading.dates.values():
            past = doc.article.date is None or date.start <= doc.article.date.isoformat()
            context = date.start if past and _sets_context(date.start, doc.article) else context
        readings.append(reading)
    return readings


def _sets_context(date: str, article: Article) -> bool:
    """Whether a date is one that 当天, 次日 and 同年 go back to: a day, or a month of another year than that of publication."""
    other = article.date is None or not date.startswith(f"{article.date.year}-")
    return len(date) == 10 or len(date) == 7 and other


def short_companies(bodies: Iterable[str], grammar: Grammar) -> frozenset[str]:
    """What an article may call its companies: the beginnings of their names behind the place and before the legal form.

    A place that the tables do not know has two characters.
    """
    found = set()
    for name in bodies:
        tail = max((tail for tail in grammar.words["companyTail"] if name.endswith(tail)), key=len, default="")
        place = next((n for n in range(min(LONGEST_PLACE, len(name)), 1, -1) if is_place(name[:n])), 2)
        core = name[place : len(name) - len(tail)] if tail else ""
        found |= {core[:n] for n in range(SHORTEST, len(core) + 1)}
    return frozenset(found)


def _draft(
    article: Article,
    sentence: Sentence,
    grammar: Grammar,
    *,
    known: frozenset[str] = frozenset(),
    context: str = "",
    people: frozenset[str] = frozenset(),
) -> Reading:
    """What the rules find in one sentence; `context` is the day that the text spoke of last, `people` the names in the article."""
    words = read_words(article.text, sentence, grammar, known=known, people=people)
    dates = {span: date for span, date in _dates(article, sentence, context).items() if not _in_title(words, span)}
    persons = list(find_people(words, grammar))
    found = [
        *find_marked(words, grammar),
        *find_motto_line(words, grammar),
        *(person for person, _ in persons),
        *find_pointing_events(words, grammar),
        *find_bodies(words, grammar, known),
        *find_places(words, grammar),
        *_headed(words, grammar),
        *_anaphors(words, grammar),
        *(Mention(span, span.of(article.text), "Date", date.start) for span, date in dates.items()),
    ]
    posts = [post for _, held in persons for post in held]
    kept = _resolve_overlaps(found, posts, dates)
    spans = {m.span for m in kept}
    return Reading(
        sentence,
        words,
        tuple(kept),
        tuple(post for post in posts if post.person.span in spans),
        {span: date for span, date in dates.items() if span in spans},
    )


def _whole(reading: Reading, grammar: Grammar) -> Reading:
    """The reading with what only the names around it betray: members of lists, and posts behind verbs of appointment."""
    words = reading.words
    kept = complete_lists(words, list(reading.mentions), grammar)
    posts_of_verbs = list(_posts_after_verbs(words, grammar, kept))
    in_posts = covered(post.span for post in posts_of_verbs)
    mentions = [m for m in kept if in_posts.isdisjoint(range(m.span.start, m.span.end))] + posts_of_verbs
    spans = {m.span for m in mentions}
    return replace(
        reading,
        mentions=tuple(sorted(mentions, key=lambda m: m.span)),
        posts=tuple(post for post in reading.posts if post.person.span in spans),
        dates={span: date for span, date in reading.dates.items() if span in spans},
    )


def _dates(article: Article, sentence: Sentence, context: str) -> dict[Span, DateMention]:
    offset = sentence.span.start
    found = find_dates(sentence.span.of(article.text), article.date, context=context)
    return {Span(d.span.start + offset, d.span.end + offset): d for d in found}


def _in_title(words: Words, span: Span) -> bool:
    """Whether a day without figures is a word of a title or a motto: “山城的明天”."""
    if re.search(r"\d", span.of(words.text)):
        return False
    inside = (
        words.string(opening + 1, closing)
        for opening, closing in words.partner.items()
        if words[opening].text == "“" and words[opening].end <= span.start and span.end <= words[closing].start
    )
    return any(len(text) <= LONGEST_MOTTO and not SPEECH.search(text) for text in inside)


# Lists of heads, each with a list of the verbs behind which they head a name, and the class of what is named.
HEADED = (("documentHead", "Document"), ("productHead", "Product"), ("madeHead", "Product"))


def _headed(words: Words, grammar: Grammar) -> Iterator[Mention]:
    """Documents and products without title marks, behind the verbs that act on such things."""
    kinds = [(grammar.words[f"{heads}Verb"], heads, cls) for heads, cls in HEADED]
    kinds = [kind for kind in kinds if not words.texts.isdisjoint(kind[0])]
    for i, word in enumerate(words.words) if kinds else ():
        for verbs, heads, cls in kinds:
            if word.text in verbs:
                yield from find_headed(words, grammar, heads, cls=cls, start=i)
    yield from find_titles(words, grammar)


def _anaphors(words: Words, grammar: Grammar) -> Iterator[Mention]:
    """该公司, 我校, 韩方, 他, and 研究院 in 为研究院揭牌: words that point back to a body or a person."""
    (people, pointing), marks = _pointing_words(grammar), grammar.words["unveilMark"]
    opens, unveils = _openings(pointing), not words.texts.isdisjoint(marks)
    for i, word in enumerate(words.words):
        if not unveils and word.text[0] not in opens:
            continue
        unveiled = 0 < i < len(words) - 1 and words.words[i - 1].text in marks
        if unveiled and words[i + 1].text in grammar.words["unveilVerb"] and word.pos in NOMINAL:
            yield Mention(Span(word.start, word.end), word.text, "Organization", "", "anaphor", word.text)
        for j in (i + 2, i + 1) if word.text[0] in opens else ():
            if j <= len(words) and words.string(i, j) in pointing:
                text = words.string(i, j)
                alone = (
                    text not in grammar.words["bareBody"]
                    or (i == 0 or words[i - 1].pos not in NOMINAL | {"m", "q"})  # 三所学校
                    and (j == len(words) or words[j].pos not in NOMINAL)
                )
                if alone:
                    yield Mention(
                        Span(word.start, words[j - 1].end),
                        text,
                        "Person" if text in people else "Organization",
                        "",
                        "anaphor",
                        text,
                    )
                break


@cache
def _pointing_words(grammar: Grammar) -> tuple[frozenset[str], frozenset[str]]:
    """The words that point back to people, and all that point back."""
    guests = grammar.words["guest"]
    return grammar.words["pronoun"] | guests, grammar.words["agentAnaphor"] | guests | grammar.words["side"]


@cache
def _openings(words: frozenset[str]) -> frozenset[str]:
    """The characters with which words begin."""
    return frozenset(word[0] for word in words)


def _posts_after_verbs(words: Words, grammar: Grammar, mentions: Iterable[Mention]) -> Iterator[Mention]:
    """当选某会会长, 兼任某会理事、某会顾问: the posts behind a verb of appointment, as words, each that has a body of its own apart."""
    if all(words.texts.isdisjoint(grammar.words[verbs]) for verbs in ("appointVerb", "dismissVerb")):
        return
    people = covered(m.span for m in mentions if m.cls == "Person")
    for i in range(len(words)):
        start = _after_appointment(words, i, people, grammar=grammar)
        while start < len(words):
            end = _post_end(words, start, grammar)
            if end == start or not people.isdisjoint(range(words[start].start, words[end - 1].end)):
                break
            for first, close in _apart(words, start, end, grammar=grammar):
                post = post_words(words, first, close, grammar=grammar)
                if post is not None:
                    yield post
            start = end + 1 if end < len(words) and words[end].text in grammar.words["postJoint"] else len(words)


def _after_appointment(words: Words, i: int, people: set[int], *, grammar: Grammar) -> int:
    """The word at which a post may begin that the verb `i` says somebody has (被任命为/某局局长) or had (免去张三的/某局局长职务).

    The number of words where it is no such verb.
    """
    words_of, verb, size = grammar.words, words[i].text, len(words)
    if verb in words_of["appointVerb"] and i + 1 < size:
        return i + 2 if words[i + 1].text in words_of["appointTail"] else i + 1
    k = i + 1
    while verb in words_of["dismissVerb"] and k < size and words[k].start in people:
        k += 1
    described = i + 1 < k < size - 1 and words[k].text in words_of["attributiveMark"]
    return k + 1 if described else size


def _post_end(words: Words, start: int, grammar: Grammar) -> int:
    """One past the farthest word, of FAR, with which a post that begins at word `start` ends; `start` where none does."""
    for head in range(min(len(words), start + FAR) - 1, start - 1, -1):
        if is_post(words[head].text, grammar) and post_edge(words, head, grammar) <= start:
            return head + 1
    return start


def _apart(words: Words, start: int, end: int, *, grammar: Grammar) -> Iterator[tuple[int, int]]:
    """The words of each post among `start` to `end`: cut behind a post where what follows the joint has a body of its own."""
    joints = [
        k
        for k in range(start + 1, end - 1)
        if words[k].text in grammar.words["postJoint"] and is_post(words[k - 1].text, grammar) and "（" not in words.string(start, k)
    ]
    first = start
    for k, after in zip(joints, [*joints[1:], end], strict=False):
        if _tells_body(words, k + 1, after, grammar=grammar):
            yield first, k
            first = k + 1
    yield first, end


def _tells_body(words: Words, first: int, end: int, *, grammar: Grammar) -> bool:
    """Whether a body or a place stands among the words of a post."""
    return any(words[k].pos in {"ORG", "LOC"} or is_body(words[k].text, grammar) for k in range(first, end - 1))


def _resolve_overlaps(found: list[Mention], posts: list[Post], dates: dict[Span, DateMention]) -> list[Mention]:
    """Mentions without overlaps. What lies inside the words of a post gives way to them; a year inside a name gives way to the name."""
    in_posts = covered(post.words.span for post in posts)
    inside = [m for m in found if m.cls == "Person" or in_posts.isdisjoint(range(m.span.start, m.span.end))]
    kept: list[Mention] = []
    taken: set[int] = set()
    for mention in sorted(inside, key=lambda m: (-_weight(m), -len(m.span), ORDER.index(m.cls), m.span)):
        here = range(mention.span.start, mention.span.end)
        if taken.isdisjoint(here):
            kept.append(mention)
            taken.update(here)
    return sorted(kept, key=lambda m: m.span)


def _weight(mention: Mention) -> int:
    """Marked titles first, then the rest by length; quoted words and bare nouns last."""
    inside = mention.text[1:] if mention.cls == "Document" else ""
    if mention.form == "name" and "《" in inside:
        return 6
    if mention.cls == "Document" and mention.text[0] in "《〈":
        return 5
    if mention.use == "motto" or mention.cls in {"Document", "Product"} and mention.text[0] == "“":
        return 4
    if mention.cls == "Place" and mention.use == "venue":
        return 4
    if mention.form == "anaphor":
        return 1
    return {"Organization": 3, "Person": 3, "Place": 2, "Date": 2, "Document": 3, "Product": 2}.get(mention.cls, 0)
