"""A question looked at: what is asked for, the names side by side, the words that state relations, what may stand at their ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kg.asking.meaning import Argument
from kg.asking.tokens import Token, have
from kg.asking.words import Questions, Verb

ASKING = ("who", "which", "when", "where", "many")
# The date that stands for when a thing of the class was, and the place where.
DATES = ("startDate", "issuedOn")
PLACE = "heldAt"


@dataclass(frozen=True, slots=True)
class Group:
    """Names side by side (甲和乙), and what stands in front of them: "at", "goal", "by", "behalf", "and" or ""."""

    names: tuple[Token, ...]
    mark: str

    @property
    def start(self) -> int:
        """Where the first name begins."""
        return self.names[0].start

    @property
    def end(self) -> int:
        """Where the last name ends."""
        return self.names[-1].end


class Question:
    """One question, read."""

    def __init__(self, tokens: Sequence[Token], words: Questions) -> None:
        self.words = words
        self.aside = [token for token in tokens if "aside" in token]
        self.tokens = self.asking_nouns([token for token in tokens if "aside" not in token])
        self.asked = self.find_asked()
        self.without: tuple[Token, ...] = ()
        self.groups = self.drop_excluded(self.drop_owners(list(self.find_groups())))
        self.acts = self.find_acts()
        self.truth = self.asks_truth()
        self.keyword = False
        self.narrow, self.head = self.find_class()
        if self.head:
            self.narrow, self.head = self.fit_class()
        self.level = self.find_level()
        self.within = self.take_within()
        self.open = self.narrow == "Place" and have(self.tokens, "somewhere")
        self.stage = self.find_stage()
        self.period = next((token.period for token in self.tokens if "period" in token), ("", ""))
        self.coming, self.former, self.chief = (have(self.tokens, kind) for kind in ("coming", "former", "chief"))
        self.rest = [token for token in self.tokens if token.kinds == {"rest"}]
        self.posts = self.find_posts()
        self.office = self.find_office()
        if self.office:
            self.narrow = self.narrow or "Person"
            self.posts = [post for post in self.posts if not any(one.endswith(post.text) for one in self.office.split("|"))]
        self.spoken = self.find_spoken()

    def tells(self, relation: str) -> bool:
        """Whether one of the verbs may state a relation."""
        return any(verb.relation == relation for act in self.acts for verb in self.words.verbs.get(act.text, ()))

    def find_posts(self) -> list[Token]:
        """The posts that are named, or what may be one: 厂长 in 曲靖客车厂厂长."""
        posts = [token for token in self.tokens if "post" in token and not token.kinds & {"verb", "noun"}]
        return posts or (self.rest if not self.acts and self.groups else posts)

    def find_spoken(self) -> str:
        """The word for what is said or sent that is asked for, where it is one: not 演讲或报告."""
        said = [token.text for token in self.tokens if "speech" in token and token not in self.acts]
        said = said or [act.text for act in self.acts if "speech" in act][:1]
        return said[-1] if len(set(said)) == 1 else ""

    def find_office(self) -> str:
        """The post of those asked for: 哪些厅长出席了."""
        told = {verb.relation for act in self.acts for verb in self.words.verbs.get(act.text, ())}
        if not self.acts or told & {"position", "worksFor"} or not self.asks("which", "who", "many"):
            return ""
        i = self.tokens.index(self.asked) + 1 if self.asked in self.tokens else 0
        i += 2 if self.owns_kind(i - 1) else 0  # 哪些国家的总理
        while i < len(self.tokens) and "measure" in self.tokens[i]:
            i += 1
        deputy = i + 1 < len(self.tokens) and "deputy" in self.tokens[i]
        post = self.tokens[i + deputy] if i + deputy < len(self.tokens) else None
        if post is None or post not in self.posts or "class" in post:
            return ""
        last = i + deputy
        office = self.tokens[i].text + post.text if deputy else post.text
        while last + 2 < len(self.tokens) and "and" in self.tokens[last + 1] and self.tokens[last + 2] in self.posts:
            last += 2
            office += f"|{self.tokens[last].text}"  # 市长或副市长
        return office

    # What the words are

    def asking_nouns(self, tokens: list[Token]) -> list[Token]:
        """The tokens with 时间 and 地点 beside a verb as what is asked for: 签署协议的时间, 举行的地点."""
        acts = [token for token in tokens if "verb" in token and not token.kinds & {"goal", "filler", "class", "noun", "measure"}]
        if not acts or have(tokens, *ASKING):
            return tokens
        kinds: dict[tuple[str, ...], str] = {("Date",): "when", ("Place",): "where"}
        done = []
        for token in tokens:
            found = {self.allowed(relation, "object") for relation, _ in self.words.nouns.get(token.text, ())}
            kind = kinds.get(next(iter(found))) if len(found) == 1 else None
            done.append(replace(token, kinds=frozenset({kind})) if kind else token)
        return done

    def find_asked(self) -> Token | None:
        for i, token in enumerate(self.tokens):
            if not token.kinds & set(ASKING):
                continue
            follower = self.after(i, "measure")
            counted = self.next(i, "measure") is not None or follower is not None and follower.kinds & {"class", "head", "noun"}
            if "many" in token and len(token.text) == 1 and not counted:
                continue
            if i and "at" in self.tokens[i - 1] and follower is not None and follower.text in self.words.levels:
                token = self.tokens[i] = replace(token, kinds=token.kinds - {"which"} | {"where"})  # 在哪个省
            if {"which", "where"} <= token.kinds:
                which = follower is not None and follower.kinds & {"class", "head"}
                token = replace(token, kinds=token.kinds - {"where"} if which else token.kinds - {"which"})
                self.tokens[i] = token
            return token
        return None

    def next(self, i: int, kind: str) -> Token | None:
        return self.tokens[i + 1] if i + 1 < len(self.tokens) and kind in self.tokens[i + 1] else None

    def after(self, i: int, *skipped: str) -> Token | None:
        """The first word behind the i-th that is of none of the kinds."""
        return next((token for token in self.tokens[i + 1 :] if not token.kinds & set(skipped)), None)

    def find_groups(self) -> Iterator[Group]:
        names: list[Token] = []
        mark, joint = "", False
        for i, token in enumerate(self.tokens):
            if "name" in token:
                if names and not joint:
                    yield Group(tuple(names), mark)
                    names = []
                if not names:
                    before = self.tokens[i - 1] if i else None
                    marks = [kind for kind in ("behalf", "by", "at", "goal", "and") if before is not None and kind in before]
                    mark = marks[0] if marks else ""
                names.append(token)
                joint = False
            elif names and "and" in token and self.next(i, "name") is not None:
                joint = True
            elif names:
                yield Group(tuple(names), mark)
                names, joint = [], False
        if names:
            yield Group(tuple(names), mark)

    def drop_owners(self, groups: list[Group]) -> list[Group]:
        """The groups without a place whose event is named, or that the name itself begins with: 昆明的花卉博览会, 贵州那个科普办法."""
        kept = list(groups)
        for one, following in zip(groups, groups[1:], strict=False):
            between = [token for token in self.tokens if one.end <= token.start < following.start]
            places = self.classes(one.names) == {"Place"} and self.classes(following.names) == {"Event"}
            owner = places and [token.text for token in between] == ["的"]
            labels = [node.label for token in following.names if token.spot for node in token.spot.nodes]
            said = self.classes(one.names) == {"Place"} and all(label.startswith(one.names[0].text) for label in labels)
            if owner or said and between and all("filler" in token for token in between):
                kept.remove(one)
        return kept

    def drop_excluded(self, groups: list[Group]) -> list[Group]:
        """The groups without what is left out: 除了甲, 甲以外."""
        for group in groups:
            first, last = self.tokens.index(group.names[0]), self.tokens.index(group.names[-1])
            if first and "except" in self.tokens[first - 1] or self.next(last, "apart") is not None:
                self.without += group.names
        return [group for group in groups if group.names[0] not in self.without]

    def find_acts(self) -> list[Token]:
        found = [token for i, token in enumerate(self.tokens) if token.kinds & {"verb", "noun"} and self.states(i)]
        strong = [token for token in found if not token.kinds & {"goal", "filler", "measure", "by", "at", "tell"}]
        strong = strong or found
        plain = [token for token in strong if "speech" not in token]
        return plain or strong

    def states(self, i: int) -> bool:
        """Whether a word states or names a relation here: 报告 in 什么报告 is a kind of thing."""
        token, before = self.tokens[i], self.tokens[i - 1] if i else None
        if not token.kinds & {"class", "head"}:
            return True
        others = any(one.kinds & {"verb", "noun"} and not one.kinds & {"class", "head", "goal", "filler"} for one in self.tokens)
        relative = self.is_relative(i) and any("verb" in one for one in self.tokens[max(0, i - 2) : i])
        asked = before is not None and bool(before.kinds & {"which", "many", "measure"})
        return not (relative or asked and (others or not self.groups or "noun" not in token)) and ("noun" in token or not others)

    @property
    def until(self) -> bool:
        """Whether it is asked until when: 到几号."""
        i = self.tokens.index(self.asked) if self.asked in self.tokens else 0
        return i > 0 and "goal" in self.tokens[i - 1] and self.asks("when")

    @property
    def denies(self) -> bool:
        """Whether what is not so is asked for, which no claim tells: 不是甲承办的活动有哪些, 谁没有出席."""
        if self.asked is None or not self.groups:
            return False
        stated = [token for token in self.tokens if "negation" in token and not token.kinds & {"whether", "ending", "rest"}]
        stated += [token for token in self.tokens[:-1] if "negation" in token and "ending" in token and "whether" not in token]
        return bool(stated)

    @property
    def negated(self) -> list[str]:
        """The words that turn a question for yes or no round, which is answered without them: 是不是没有收购."""
        said = [token for token in self.tokens[:-1] if "negation" in token and not token.kinds & {"whether", "rest"}]
        return [token.text for token in said] if self.truth else []

    def is_relative(self, i: int) -> bool:
        """Whether 的 stands before a word, by itself or behind a verb: 主办的活动, 办的活动."""
        before = self.tokens[i - 1] if i else None
        return before is not None and (before.text == "的" or before.text.endswith("的") and "verb" in before)

    def asks(self, *kinds: str) -> bool:
        """Whether the word that asks is of one of the kinds: "who", "which", "when", "where", "many", …"""
        return self.asked is not None and not self.asked.kinds.isdisjoint(kinds)

    def asks_truth(self) -> bool:
        if self.asked is not None:
            return False
        last = self.tokens[-1] if self.tokens else None
        return have(self.tokens, "whether") or (last is not None and "ending" in last)

    def find_class(self) -> tuple[str, str]:
        """The class that a noun narrows the answer to, and the noun where it is the last word of names."""
        asked = self.tokens.index(self.asked) if self.asked is not None else -1
        places = [*self.beside_asked(asked), *(i for i in range(2, len(self.tokens)) if self.is_relative(i))]
        for i in places:
            if i >= len(self.tokens) or self.tokens[i] in self.acts or (i == asked + 2 and "measure" not in self.tokens[asked + 1]):
                continue
            if (more := self.compound(i)) is not None:
                return more
            word = self.tokens[i].text
            cls = self.words.classes.get(word) or self.words.heads.get(word, "")
            if self.asked is not None and "who" in self.asked and not self.words.ontology.is_a(cls, "Agent"):
                continue
            if word in self.words.classes:
                return self.class_of(word)
            if word in self.words.heads and "head" in self.tokens[i]:
                return self.words.heads[word], word
        return self.find_topic(asked)

    def fit_class(self) -> tuple[str, str]:
        """The class and the noun as the verbs let them be: a talk that is given is no event, a library may be a body."""
        if any("speech" in token and token.text == self.head for token in self.tokens) and self.tells("delivers"):
            return "", ""  # 做过多少场讲座
        if self.narrow == "Place" and self.acts_by_agents():
            return "Organization", self.head
        if self.narrow == "Place" and self.head not in self.words.levels and self.tells("visits"):
            return "", self.head  # 访问过哪些学院
        return self.narrow, self.head

    def compound(self, i: int) -> tuple[str, str] | None:
        """The class of the last of several nouns side by side, and all of them as the end of names: 行动方案."""
        last = i
        while last + 1 < len(self.tokens) and self.tokens[last + 1].kinds & {"class", "head"} and self.tokens[last + 1] not in self.acts:
            if "filler" in self.tokens[last + 1]:
                break  # 哪些企业会去
            last += 1
        word = self.tokens[last].text
        cls = self.words.classes.get(word) or self.words.heads.get(word, "")
        if last == i or not self.tokens[i].kinds & {"class", "head"} or not cls:
            return None
        return cls, "".join(token.text for token in self.tokens[i : last + 1])

    def beside_asked(self, asked: int) -> list[int]:
        """Where the noun may stand of what the word that asks asks for."""
        if self.asked is None or not self.asked.kinds & {"which", "many"}:
            return []
        return [asked + 3] if self.owns_kind(asked) else [asked + 1, asked + 2]  # 哪些国家的领导人

    def owns_kind(self, asked: int) -> bool:
        """Whether those of a kind are asked for that another kind has: 哪些国家的领导人."""
        three = self.tokens[asked + 1 : asked + 4]
        owned = {"class", "head", "post"} if have(self.acts, "verb") else {"class", "head"}
        kinds = len(three) == 3 and "class" in three[0] and three[1].text == "的" and three[2].kinds & owned
        return bool(kinds) and not self.asks("where") and not have(self.tokens, "most")

    def class_of(self, word: str) -> tuple[str, str]:
        """The class that a noun stands for, and the noun where the names of its things tell its kind, as those of 大学 do."""
        return self.words.classes[word], word if word in self.words.kinds or word in self.words.events else ""

    def find_topic(self, asked: int) -> tuple[str, str]:
        """The class that a question begins with and that 有哪些 asks for at its end: 大模型有哪些; or that stands alone by a name."""
        plain = [token for token in self.tokens if not token.kinds & {"filler", "name"}]
        self.keyword = len(plain) == 1 and self.asked is None and not self.truth and bool(self.groups)
        if self.keyword and plain[0].kinds & {"class", "head"}:
            word = plain[0].text
            return self.class_of(word) if word in self.words.classes else (self.words.heads[word], word)
        first = plain[0].text if len(plain) == 2 and asked >= 0 and plain[1] is self.tokens[asked] and "which" in plain[1] else ""
        if first in self.words.classes:
            return self.class_of(first)
        return self.words.heads.get(first, ""), first if first in self.words.heads else ""

    def find_stage(self) -> Argument | None:
        """The event at which something was, by the last word of its name: 在博览会上."""
        for at, word, behind in zip(self.tokens, self.tokens[1:], self.tokens[2:], strict=False):
            cls = self.words.heads.get(word.text) or self.words.classes.get(word.text, "")
            if "at" in at and "during" in behind and cls == "Event" and word.kinds & {"head", "class"} and len(word.text) > 1:
                return Argument("called", words=word.text)
        return None

    def take_within(self) -> Argument | None:
        """The place inside which a place is asked for, which is no name of the verb then: 在西藏哪座城市."""
        if self.asked is None or not (self.asks("where") or self.words.ontology.is_a(self.narrow, "Place")) or not self.groups:
            return None
        i = self.tokens.index(self.asked) - 1
        while i > 0 and self.tokens[i].kinds & ({"inside", "filler"} if self.level else {"inside"}):
            i -= 1
        group = next((group for group in self.groups if self.tokens[i] is group.names[-1]), None)
        if i < 0 or group is None or self.classes(group.names) != {"Place"}:
            return None
        self.groups.remove(group)
        return self.term(group.names)

    def find_level(self) -> str:
        """The level of the places asked for: 省 of 在哪个省, 城市 of 哪座城市."""
        if self.asked is None or not (self.asks("where") or self.narrow == "Place"):
            return ""
        follower = self.after(self.tokens.index(self.asked), "measure")
        if follower is not None and follower.text in self.words.levels:
            return follower.text
        return max((word for word in self.words.levels if self.asks("where") and self.asked.text.endswith(word)), key=len, default="")

    def acts_by_agents(self) -> bool:
        """Whether what is asked for by the end of its name does something, and is not where it was: 主办过活动的图书馆."""
        at = self.asked is not None and any("at" in token and token.start < self.asked.start for token in self.tokens)
        told = [verb.relation for act in self.acts for verb in self.words.verbs.get(act.text, ())]
        return not at and any("Agent" in self.allowed(r, "subject") or "Organization" in self.allowed(r, "subject") for r in told)

    @property
    def lists(self) -> bool:
        """Whether those counted are asked for too: 几场活动, 分别是什么."""
        return any(token.kinds & {"who", "which"} and "many" not in token and token.start > self.asked_at for token in self.tokens)

    @property
    def asked_at(self) -> int:
        """Where the word that asks stands, -1 where none does."""
        return self.asked.start if self.asked is not None else -1

    # Classes and ends

    def is_agent(self, cls: str) -> bool:
        """Whether a class is one of those that act, or a place, as many a body is called: 博物馆."""
        return cls == "Place" or self.words.ontology.is_a(cls, "Agent")

    def orient(self, act: Token, verbs: Sequence[Verb], group: Group, *, ends: int = 1) -> Iterator[tuple[tuple[str, ...], str]]:
        """(relations, the end at which the group stands), by the order of the words where both ends fit; the likelier of `ends` first."""
        preferred = self.end_of(act, group)
        wanted = self.wanted()
        done = [verb for verb in verbs if not self.is_circumstance(verb.relation) and verb.relation != "subEventOf"]
        if self.asked is None and not self.truth:
            verbs = done or verbs  # 博览会 承办
        for asked in (wanted, "") if wanted and not self.asks("who") else (wanted,):
            for end in (preferred, other(preferred)):
                found = tuple(
                    verb.relation
                    for verb in verbs
                    if self.fits(verb.relation, turned(end, verb), self.classes(group.names))
                    and self.yields(verb.relation, other(turned(end, verb)), asked)
                )
                reverse = {verb.reverse for verb in verbs if verb.relation in found}
                if found:
                    yield found, end if reverse != {True} else other(end)
                    ends -= 1
                    if not ends:
                        return

    def end_of(self, act: Token, group: Group) -> str:
        if group.start >= act.end or self.is_passive(act) and group.mark != "by":
            return "object"
        if group.mark in ("at", "goal"):
            return "object"
        between = self.asked is not None and group.end <= self.asked.start < act.start
        return "object" if between and not self.oblique() else "subject"

    def is_passive(self, act: Token) -> bool:
        """Whether nobody stands between 被 and the verb: 银行被收购了吗."""
        i = self.tokens.index(act) if act in self.tokens else 0
        return i > 0 and "by" in self.tokens[i - 1]

    def oblique(self) -> bool:
        """Whether what is asked for stands behind 到, 和 and the like: 王志刚到哪里调研."""
        i = self.tokens.index(self.asked) if self.asked in self.tokens else 0
        return i > 0 and bool(self.tokens[i - 1].kinds & {"goal", "and", "at"})

    def wanted(self) -> str:
        if self.narrow:
            return self.narrow
        if self.asked is None:
            return ""
        return next((cls for kind, cls in (("who", "Agent"), ("when", "Date"), ("where", "Place")) if kind in self.asked), "")

    def relations(self, verbs: Sequence[Verb], end: str, wanted: str) -> tuple[str, ...]:
        return tuple(verb.relation for verb in verbs if self.yields(verb.relation, turned(end, verb), wanted))

    def allowed(self, relation: str, end: str) -> tuple[str, ...]:
        known = self.words.ontology.relations[relation]
        return known.subjects if end == "subject" else known.objects

    def fits(self, relation: str, end: str, classes: Iterable[str]) -> bool:
        """Whether a node of one of the classes can stand at that end; one of unknown class can."""
        is_a = self.words.ontology.is_a
        allowed, classes = self.allowed(relation, end), frozenset(classes)
        return not classes or any(is_a(cls, one) for cls in classes for one in allowed)

    def is_circumstance(self, relation: str) -> bool:
        """Whether a relation gives things no more than a date or a place."""
        return self.allowed(relation, "object") in (("Date",), ("Place",))

    def yields(self, relation: str, end: str, wanted: str) -> bool:
        """Whether what stands at that end is of the kind asked for."""
        allowed, is_a = self.allowed(relation, end), self.words.ontology.is_a
        if not wanted:
            return "Date" not in allowed
        return wanted in allowed or any(is_a(wanted, one) or is_a(one, wanted) for one in allowed if one in self.words.ontology.classes)

    def classes(self, names: Iterable[Token]) -> frozenset[str]:
        """The classes of the ontology of named nodes, the most special ones."""
        known = self.words.ontology.classes
        iris = {str(cls.iri): name for name, cls in known.items()}
        found = {iris[c] for token in names if token.spot for node in token.spot.nodes for c in node.classes if c in iris}
        return frozenset(cls for cls in found if not any(cls in known[other].parents for other in found))

    def term(self, names: Iterable[Token]) -> Argument:
        names = tuple(names)
        return Argument("nodes", names, classes=self.classes(names))


def turned(end: str, verb: Verb) -> str:
    return other(end) if verb.reverse else end


def other(end: str) -> str:
    return "object" if end == "subject" else "subject"
