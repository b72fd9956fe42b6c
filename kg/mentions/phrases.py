"""Noun phrases by their heads: organizations and events."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.grammar import Grammar
from kg.mentions.cuts import BARE_YEAR
from kg.mentions.people import is_post
from kg.mentions.words import NOMINAL, Words, is_head, left_edge
from kg.model import Mention, Span

EDITION = re.compile(
    r"[\d一二三四五六七八九十]+次|第[\d一二三四五六七八九十百零〇两]+[届次期季批回场轮站个]|首[届次期]|(?:19|20)\d\d年?|[\d一二三四五六七八九十]+[届]"
)
YEAR = re.compile(r"(?:19|20)\d\d年?(?:度)?")
DECLARED = re.compile(r"[（(](?:以下|下文|下)?(?:统称|简称|称)[^（）()]*[）)]")
LATIN = re.compile(r"[A-Za-z0-9&.ⅠⅡⅢⅣⅤ-]+")
LONGEST = 45
LONG_BODY = 8
EDGE = "，。；："
DAY = re.compile(r"\d日|月\d|[今昨明]天|近日|日前|上午|下午")


def find_bodies(words: Words, grammar: Grammar, known: frozenset[str] = frozenset()) -> Iterator[Mention]:
    """Organizations, from right to left, the longest first at each head."""
    covered = len(words)
    for head in range(len(words) - 1, -1, -1):
        if head >= covered or not _is_body_head(words, head, grammar, known):
            continue
        first = left_edge(words, head, lambda k, h: _body_passes(words, k, h, grammar))
        first = _trim_body(words, first, head, grammar)
        governed = object_edge(words, head, "foundVerb", grammar)
        first = governed if governed is not None and governed < first else first
        text = words.string(first, head + 1)
        whole = first == governed and len(text) >= LONG_BODY  # 成立某某与某某联合实验室
        if not whole and not _names_a_body(words, first, head, text, grammar, known):
            continue
        covered = first
        yield mention_of(words, first, head + 1, "Organization")


def find_events(words: Words, grammar: Grammar) -> Iterator[Mention]:
    """Events, from right to left; a bare head (大会) and 本届大会 are anaphors with an empty name."""
    covered = len(words)
    for head in range(len(words) - 1, -1, -1):
        if head >= covered or not _is_event_head(words, head, grammar):
            continue
        last = _event_end(words, head, grammar)
        first = _event_edge(words, head, grammar)
        mention = _event(words, first, last, head, grammar)
        if mention is not None:
            covered = first
            yield mention


def event_name(text: str) -> str:
    """A name without blank space inside Chinese, without quotation marks around the whole, and with its marks in pairs."""
    name = re.sub(r"(?<=[^A-Za-z])\s+|\s+(?=[^A-Za-z])", "", text.strip())
    if name[:1] in "“‘" and name[-1:] in "”’" and name.count("“") + name.count("‘") == 1:
        name = name[1:-1]
    if name.count("“") != name.count("”"):
        name = name.replace("“", "").replace("”", "")
    return name.strip("·—-、，了")


def _is_body_head(words: Words, i: int, grammar: Grammar, known: frozenset[str]) -> bool:
    word = words[i]
    if word.pos in {"v", "p", "d", "TIME", "m", "u", "r", "c", "w", "PER"} and word.text not in known:
        return False
    if word.pos == "LOC" and word.text not in known and not is_head(grammar, word.text, "orgHead", "orgSuffix", "notOrg"):
        return False
    if word.text in grammar.words["side"]:
        return True
    return word.pos == "ORG" or word.text in known or is_head(grammar, word.text, "orgHead", "orgSuffix", "notOrg")


def _body_passes(words: Words, k: int, head: int, grammar: Grammar) -> bool:
    word, after = words[k], words[k + 1]
    if any(word.text in grammar.words[w] for w in ("roleNoun", "notPost", "demonstrative", "agentAnaphor")):
        return False
    if any(word.text in grammar.words[w] for w in ("jointVerb", "foundVerb")):
        return False
    if word.text in grammar.words["innerJoint"] and k > 0:
        before = words[k - 1]
        whole = is_head(grammar, before.text, "orgHead", "orgSuffix", "notOrg") or (
            before.pos == "ORG" and grammar.ends("orgHead", before.text)
        )
        plain = before.pos in {"n", "vn", "nz", "an", "v", "j", "ORG"} and not whole
        return (
            plain
            and not is_post(before.text, grammar)
            and after.pos in {"n", "vn", "nz", "v", "ORG"}
            and any(words[head].text.endswith(s) for s in grammar.words["insideSuffix"])
        )
    if word.pos == "PER":
        return len(after.text) > 2 and grammar.ends("orgHead", after.text)
    if is_post(word.text, grammar) and after.pos in {"ORG", "LOC"}:
        return False
    if word.pos in NOMINAL:
        if word.text in grammar.words["bareEvent"] and after.pos in {"ORG", "LOC"}:
            return False
        return word.text not in grammar.words["notAgent"] or word.text in grammar.words["nameStart"]
    if word.pos in {"m", "q", "b", "a", "s", "f", "nx"}:
        return (
            bool(EDITION.match(word.text))
            or bool(re.fullmatch(r"[A-Za-z0-9]+", word.text))
            or word.pos in {"b", "a", "s"}
            and word.text not in grammar.words["adverb"]
        )
    if word.text in grammar.words["stationed"]:
        return after.pos in {"LOC", "ORG"}
    if word.pos == "v":
        plain = word.text not in grammar.words["stopVerb"] and word.text not in grammar.words["coordinator"] and len(word.text) > 1
        return (
            plain
            and k > 0
            and words[k - 1].pos in NOMINAL
            and (after.pos in {"n", "vn", "an", "nz"} or after.text in grammar.words["innerJoint"])
        )
    return word.text in "·—-－" or bool(re.fullmatch(r"[A-Za-z0-9&.-]+", word.text))


def _trim_body(words: Words, first: int, head: int, grammar: Grammar) -> int:
    while first < head:
        word = words[first]
        if (
            (
                word.pos in {"f", "d", "ad", "v", "c", "u", "vd"}
                or word.text in grammar.words["roleNoun"]
                or (word.pos == "m" and not EDITION.match(word.text))
            )
            or word.text in grammar.words["notAgent"]
            and word.text not in grammar.words["nameStart"]
            or (
                word.pos == "a"
                and len(word.text) > 1
                or word.pos == "s"
                and len(word.text) == 2
                and word.text not in grammar.words["nameStart"]
            )
        ):
            first += 1
        else:
            break
    return first


def _names_a_body(words: Words, first: int, head: int, text: str, grammar: Grammar, known: frozenset[str]) -> bool:
    if text in known or text in grammar.words["side"]:
        return True
    if first == head:
        bare = text in grammar.words["orgHead"] or text in grammar.words["notOrg"] or text in grammar.words["notAgent"]
        return not bare and (words[head].pos == "ORG" and len(text) > 1 or len(text) > 2)
    modifiers = [
        words[k].text for k in range(first, head) if words[k].text not in grammar.words["genericModifier"] or words[k].pos in {"LOC", "ORG"}
    ]
    proper = any(
        words[k].pos in {"LOC", "ORG", "nz", "PER"} or words[k].text in grammar.words["countrywide"] for k in range(first, head + 1)
    ) or any(len(words[k].text) > 2 and grammar.ends("orgHead", words[k].text) for k in range(first, head))
    return len(text) > 3 and (proper or (len(modifiers) > 1 and words[head].text not in grammar.words["commonBody"]))


def _is_event_head(words: Words, i: int, grammar: Grammar) -> bool:
    word = words[i]
    if not is_head(grammar, word.text, "eventHead", "eventSuffix", "notEvent") or word.pos in {"p", "d", "u", "w", "PER"}:
        return False
    if word.pos == "TIME" and DAY.search(word.text):
        return False
    if i + 1 < len(words) and not words.gap(i + 1):
        follower = words[i + 1].text
        if (
            follower in grammar.words["notEventTail"]
            or is_head(grammar, follower, "orgHead", "orgSuffix", "notOrg")
            and words[i + 1].pos not in {"v", "ORG"}
        ):
            return False
    if word.pos in {"v", "vd"}:
        nominal = i > 0 and (words[i - 1].pos in NOMINAL or words[i - 1].text == "”") and len(word.text) > 1
        takes_place = (
            i + 1 == len(words)
            or words[i + 1].pos in {"p", "TIME"}
            or words[i - 1].text == "”"
            and words[i + 1].pos == "w"
            or words[i + 1].text in grammar.words["holdVerb"] | grammar.words["adverb"]
        )
        return nominal and not _governs(words, i) and (len(word.text) > 2 or takes_place)
    return True


def _governs(words: Words, i: int) -> bool:
    """Whether the word behind makes `i` a verb with an object."""
    return i + 1 < len(words) and (
        words[i + 1].pos in {"m", "r", "ORG", "LOC", "PER"} or words[i + 1].text in "“《" or words[i + 1].pos == "u"
    )


def _event_end(words: Words, head: int, grammar: Grammar) -> int:
    """One past the last word: over further heads (大会开幕式), 活动, and a closing quotation mark that was opened inside."""
    last = head + 1
    while last < len(words) and not words.gap(last) and words[last].pos in NOMINAL and words[last].text in grammar.words["eventHead"]:
        last += 1
    if last < len(words) and BARE_YEAR.fullmatch(words[last].text) and words[last].start == words[last - 1].end:  # 某某论坛2023
        return last + 1
    stop = last
    while stop < len(words) and words[stop].pos == "LOC" and not words.gap(stop):
        stop += 1
    return stop + 1 if last < stop < len(words) and words[stop].text in grammar.words["stage"] else last


def _event_edge(words: Words, head: int, grammar: Grammar) -> int:
    """The left edge; verbs inside are let in when an edition, a quotation or a governing verb stands before them."""
    strict = left_edge(words, head, lambda k, h: _event_passes(words, k, grammar))
    if (since := _anniversary(words, strict, head, grammar)) is not None:
        return since
    governed_from = object_edge(words, head, "eventVerb", grammar)
    if governed_from is not None and governed_from < strict:
        return governed_from
    if strict == 0 or words[strict - 1].pos not in {"v", "vd", "ad"} or words[strict - 1].text in grammar.words["stopVerb"]:
        return strict
    loose = left_edge(
        words,
        head,
        lambda k, h: (
            _event_passes(words, k, grammar) or (words[k].pos in {"v", "ad", "vd"} and words[k].text not in grammar.words["stopVerb"])
        ),
    )
    before = words[loose - 1].text if loose else ""
    second = (
        loose > 1
        and (before in grammar.words["innerJoint"] or before == "、")
        and is_head(grammar, words[loose - 2].text, "eventHead", "eventSuffix", "notEvent")
    )
    governed = before in grammar.words["stopVerb"] or (loose > 0 and words[loose - 1].pos == "u") or second
    if len(words.string(loose, head + 1)) > 40:
        return strict
    marked = any(EDITION.match(words[k].text) or words[k].text in "”》" for k in range(loose, strict))
    at_edge = (
        (loose == 0 or before in EDGE)
        and head + 1 < len(words)
        and (
            words[head + 1].text in grammar.words["holdVerb"]
            or words[head + 1].text in grammar.words["placeMark"]
            or words[head + 1].pos == "TIME"
        )
    )
    if marked and not governed:  # 保障第十五届运动会: the verb in front governs the name
        while loose < strict and words[loose].pos in {"v", "vd", "ad"}:
            loose += 1
    return loose if governed or marked or at_edge else strict


def object_edge(words: Words, head: int, verbs: str, grammar: Grammar) -> int | None:
    """The first word of the object that ends with word `head`, where a verb of the list `verbs` or a 的 in front governs it all.

    Verbs may stand inside (召开加快推进某事业专题会); persons, pronouns, conjunctions and punctuation may not.
    """
    first = None
    k = head - 1
    while k >= 0 and words[head].end - words[k].start <= LONGEST:
        word, after = words[k], words[k + 1]
        if k in words.partner and words.partner[k] < k:
            k = words.partner[k] - 1
            continue
        if word.text in grammar.words[verbs] and not (word.text in grammar.words["modifierVerb"] and k + 1 == head):
            if after.text in grammar.words["bareEvent"] or after.text in grammar.words[verbs]:
                break
            first = k + 1
        elif word.pos == "PER" and after.text in grammar.words["afterName"] or LATIN.fullmatch(word.text):
            pass
        elif word.text in grammar.words["innerJoint"] and k > 0 and words[k - 1].pos in {"n", "vn", "nz", "an", "j"}:
            if after.text in "“‘《" or is_head(grammar, words[k - 1].text, "eventHead", "eventSuffix", "notEvent"):
                break
        elif word.pos == "TIME" and DAY.search(word.text):
            break
        elif word.text in grammar.words["demonstrative"]:
            return None
        elif word.text in grammar.words["each"]:
            pass
        elif word.pos in {"w", "r", "c", "PER", "u", "p"} or word.text in grammar.words["reportVerb"]:
            if word.pos == "u" and first is None and k > 0 and words[k - 1].text in grammar.words[verbs]:
                first = k + 1
            break
        k -= 1
    while first is not None and first < head and (words[first].pos in {"u", "q", "d", "ad", "TIME"} or _counts(words, first)):
        first += 1
    return first


def _counts(words: Words, k: int) -> bool:
    """Whether word `k` is a number that counts what follows (一场, 两次) and no edition of it."""
    return words[k].pos == "m" and not EDITION.match(words[k].text) and not words[k].text.startswith("第")


def _anniversary(words: Words, strict: int, head: int, grammar: Grammar) -> int | None:
    """The first word of 纪念某某颁布四十周年座谈会 or 某地成立六十周年庆祝活动, whatever clause stands inside."""
    if not any(words[k].text.endswith(grammar.anniversary) for k in range(max(0, strict - 1), head)):
        return None
    for k in range(strict, -1, -1):
        if words[k].text in "，。；：！？" or words[head].end - words[k].start > 60:
            break
        if words[k].text in grammar.words["commemorate"]:
            return k
    if strict > 0 and words[strict - 1].text in grammar.words["foundingVerb"]:
        return left_edge(words, strict - 1, lambda k, h: _event_passes(words, k, grammar))
    return None


def _event_passes(words: Words, k: int, grammar: Grammar) -> bool:
    word, after = words[k], words[k + 1]
    if word.text in grammar.words["demonstrative"] or word.text in grammar.words["roleNoun"]:
        return False
    modifies = word.text in grammar.words["modifierVerb"] and is_head(grammar, after.text, "eventHead", "eventSuffix", "notEvent")
    if modifies and k > 0 and (words[k - 1].pos in {"n", "nz", "vn", "nw", "an", "m", "ORG", "LOC"} or words[k - 1].text in "”》）)"):
        return True
    if word.text in grammar.words["epithet"] and k > 0 and is_head(grammar, words[k - 1].text, "eventHead", "eventSuffix", "notEvent"):
        return False  # 某博览会重要活动
    if word.text in grammar.words["innerJoint"]:
        before = words[k - 1] if k else None
        if before is not None and before.pos in {"ORG", "LOC"} and after.pos in {"ORG", "LOC"}:
            return any(words[i].text in grammar.words["pactNoun"] for i in range(k + 2, min(len(words), k + 7)))
        return (
            before is not None
            and before.pos in {"n", "vn", "nz", "an"}
            and after.pos in {"n", "vn", "nz", "an", "a", "v"}
            and not is_head(grammar, before.text, "eventHead", "eventSuffix", "notEvent")
            and not is_head(grammar, before.text, "orgHead", "orgSuffix", "notOrg")
        )
    if word.text in grammar.words["jointTitle"]:
        return k > 0
    if word.pos == "PER":
        later = range(k + 1, min(len(words), k + 4))
        personal = any(words[i].text.endswith(tuple(grammar.words["personalEvent"])) for i in later) and (k == 0 or words[k - 1].pos != "w")
        return after.text in grammar.words["afterName"] and after.pos == "n" or personal and not (k and is_post(words[k - 1].text, grammar))
    if (
        is_post(word.text, grammar)
        and after.pos in NOMINAL
        and word.pos == "n"
        and word.text not in grammar.words["weakPost"]
        and after.pos in {"ORG", "LOC"}
    ):
        return False
    if word.pos in NOMINAL or word.text in grammar.words["eventHead"]:
        return True
    if word.pos == "TIME":
        return bool(YEAR.fullmatch(word.text)) or word.text in grammar.words["feast"] or word.text.endswith(grammar.anniversary)
    if word.pos == "m":
        return (
            bool(EDITION.fullmatch(word.text))
            or bool(re.fullmatch(r"\d+|[A-Za-z0-9-]+", word.text))
            or word.text.endswith(grammar.anniversary)
        )
    if word.pos in {"a", "b", "s", "f", "q", "nx", "i"}:
        return word.text not in grammar.words["adverb"] and word.text not in grammar.words["timeTail"]
    return word.text in "·—-－•+" or bool(LATIN.fullmatch(word.text))


def _event(words: Words, first: int, last: int, head: int, grammar: Grammar) -> Mention | None:
    while first < head and (
        words[first].pos in {"f", "q", "u"} or (words[first].pos in {"a", "ad", "b"} and words[first].text in grammar.words["epithet"])
    ):
        first += 1
    demonstrative = first > 0 and words[first - 1].text in grammar.words["demonstrative"] and not words.gap(first)
    span = Span(words[first - demonstrative].start, words[last - 1].end)
    text = span.of(words.text)
    heading = words.string(head, last)
    modifiers = [words[k].text for k in range(first, head)]
    telling = [
        m for m in modifiers if m not in grammar.words["genericModifier"] and m not in "“”（）()、" and m not in grammar.words["innerJoint"]
    ]
    if not telling and heading not in grammar.words["eventHead"] and first < head and heading[-1:] in grammar.words["meetingSuffix"]:
        telling = [heading[:-1]] if heading[:-1] not in grammar.words["genericModifier"] else telling
    if first == head and words[head].text not in grammar.words["eventHead"]:  # 国务院常务会议 as one word
        own = min((words[head].text[: -len(h)] for h in _own_heads(words[head].text, grammar)), key=len, default="")
        telling = [own] if len(own) > 1 and own not in grammar.words["genericModifier"] else telling
    counted = first > 0 and words[first - 1].pos == "m" and not EDITION.match(words[first - 1].text)
    if counted and heading not in grammar.words["programmeHead"] and not any(EDITION.match(m) or m == "”" for m in modifiers):
        return None
    if demonstrative or not telling:
        bare = (
            heading in grammar.words["bareEvent"]
            or heading in grammar.words["partHead"]
            or heading in grammar.words["eventHead"]
            and len(heading) > 2
            or demonstrative
        )
        return Mention(span, text, "Event", "", "anaphor", heading) if bare else None
    name = event_name(DECLARED.sub("", words.text[words[first].start : words[last - 1].end]))
    if len(name) < 4 or not re.search(r"[\u3400-\u9fff]", name):
        return None
    return Mention(
        Span(words[first].start, words[last - 1].end), words.text[words[first].start : words[last - 1].end], "Event", name, "name", heading
    )


def _own_heads(word: str, grammar: Grammar) -> list[str]:
    """The listed event nouns of two characters and more in which one word ends."""
    return [word[i:] for i in range(1, len(word) - 1) if word[i:] in grammar.words["eventHead"]]


def mention_of(words: Words, i: int, j: int, cls: str) -> Mention:
    text = words.string(i, j)
    return Mention(Span(words[i].start, words[j - 1].end), text, cls, event_name(text), head=words[j - 1].text)
