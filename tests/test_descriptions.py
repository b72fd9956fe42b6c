"""What tells nodes of one name apart."""

from __future__ import annotations

from identity import Said, article, local, resolved

from kg.graph.descriptions import Described
from kg.interpret import Read
from kg.ontology import load_ontology


def described(*made: tuple[str, str, list[Said]]) -> dict[str, str]:
    """Description by IRI of the nodes of articles of a day."""
    articles = [article(identifier, said, date=date) for identifier, date, said in made]
    reads = [Read(doc.article, tuple(claims), local((doc, claims, discourse))) for doc, claims, discourse in articles]
    found = Described(resolved(*(read.entities for read in reads)), load_ontology())
    for read in reads:
        found.read(read.article, read.claims)
    return dict(found.describe())


def person(post: str, event: str = "开幕式") -> list[Said]:
    return [("Person", "王伟", "position", "Words", post), ("Person", "王伟", "attends", "Event", event)]


def test_people_are_told_apart_by_their_posts_and_the_days_of_their_articles() -> None:
    found = described(
        ("a1", "2023-05-20", person("临海大学校长", "校庆晚会")),
        ("a2", "2024-05-20", person("临海大学校长", "毕业典礼")),
        ("a3", "2024-05-20", person("北湾市市长", "招商大会")),
    )
    people = sorted(text for iri, text in found.items() if "/person/" in iri)
    assert people == ["临海大学校长，2023-05-20—2024-05-20", "北湾市市长，2024-05-20"]


def test_a_name_of_its_own_needs_no_description() -> None:
    assert described(("a1", "2023-05-20", [("Organization", "蓝鲸科技", "hosts", "Event", "海岸机器人产业发展大会")])) == {}


def test_editions_are_told_apart_by_their_days_and_their_series_by_being_one() -> None:
    said: list[Said] = [("Organization", "蓝鲸科技", "hosts", "Event", "海岸机器人产业发展大会")]
    found = described(("a1", "2023-05-20", said), ("a2", "2024-05-20", said))
    assert sorted(found.values()) == ["历届活动", "蓝鲸科技，2023-05-20", "蓝鲸科技，2024-05-20"]


def test_where_nothing_tells_two_apart_their_articles_do() -> None:
    said: list[Said] = [("Organization", "蓝鲸科技", "signs", "Document", "战略合作协议")]
    found = described(("a1", "2023-05-20", said), ("a2", "2023-05-20", said))
    assert sorted(found.values()) == ["蓝鲸科技，2023-05-20，a1", "蓝鲸科技，2023-05-20，a2"]
