"""What a row of words asks for: conditions on an answer, each a relation with its two ends."""

from __future__ import annotations

from dataclasses import dataclass

from kg.asking.tokens import Token


@dataclass(frozen=True, slots=True)
class Argument:
    """One end of a relation: the answer ("answer"), named nodes ("nodes"), words to be held ("words"), a
    part of names ("called"), the post of a head ("chief"), a thing of the class `words` ("kind"), or anything ("any", "shared")."""

    kind: str
    names: tuple[Token, ...] = ()
    words: str = ""
    classes: frozenset[str] = frozenset()

    @property
    def iris(self) -> list[str]:
        """The nodes that the name may mean."""
        return [node.iri for token in self.names if token.spot for node in token.spot.nodes]


ANSWER, ANY, SHARED = Argument("answer"), Argument("any"), Argument("shared")


@dataclass(frozen=True, slots=True)
class Condition:
    """One of `relations` holds between the two ends."""

    relations: tuple[str, ...]
    subject: Argument
    object: Argument


@dataclass(frozen=True, slots=True)
class Meaning:
    """What is asked: "list", "count", "most", "truth" (yes or no), "when" or "where" of the first condition, "about", "evidence".

    `conditions` all hold, or with `each` every one is a question of its own. `narrow` is the class asked for, `head` what its names end
    with. `region` and `setting` are the place and the event in or at which it was, `within` where an answer lies, or what its name begins
    with. Its sentence has the words `held`, and should have those `spoken`; with `told` it is itself the answer. Of `among`, where there
    are any, one is the answer, of those `without` none; those `left` were not used. What is `coming` is planned and not told as done yet,
    what is `former` no longer so; `dated` says that the date asked for, not the thing, lies in the period, `undated` that there must be no
    date. `instead` is the relation asked for where another is looked for. With a `level` (省) that place is the answer in which the place
    lies that would be; who answers has the `post`. The relation is what the question calls by a `verb` that its name does not have.
    """

    asks: str
    conditions: tuple[Condition, ...] = ()
    narrow: str = ""
    head: str = ""
    period: tuple[str, str] = ("", "")
    region: Argument | None = None
    setting: Argument | None = None
    within: Argument | None = None
    spoken: str = ""
    held: str = ""
    among: tuple[Token, ...] = ()
    without: tuple[Token, ...] = ()
    left: tuple[Token, ...] = ()
    each: bool = False
    coming: bool = False
    former: bool = False
    dated: bool = False
    undated: bool = False
    told: bool = False
    instead: str = ""
    level: str = ""
    post: str = ""
    verb: str = ""
    unread: tuple[str, ...] = ()
