"""Three invented articles with their claims and entities, made by hand: every class and every modality.

`python tests/sample.py tests/data/sample.ttl` writes the graph of them.
"""

from __future__ import annotations

import datetime
import sys
from decimal import Decimal
from pathlib import Path

from rdflib import Literal

from kg.graph import to_graph, write_graph
from kg.model import Alias, Article, Claim, Entity, Form, Mention, Modality, Span
from kg.ontology import BASE, KG, load_ontology, mint

Key = tuple[str, str, str, str]

FAIR = """第三届海岸机器人博览会在临海市开幕
本报讯（记者 苏禾）5月20日，第三届海岸机器人博览会在临海市会展中心开幕。
本届博览会由国家海岸技术局、临海市人民政府主办，临海大学承办，临海商会协办，以“机器与海”为主题。
海岸技术局局长顾长青出席开幕式并发表题为《让机器下海》的演讲。
蓝鲸科技展出深潜机器人“鲸一号”，这款产品由蓝鲸科技与临海大学联合研制。
开幕式上，临海大学与蓝鲸科技签署《海洋机器人合作协议》，双方将成立海洋机器人研究院。
博览会将于5月23日闭幕。"""
PLAN = """国家海岸技术局印发《海岸机器人发展规划》
5月24日，国家海岸技术局印发《海岸机器人发展规划》。规划由海岸技术局会同海岸标准委员会制定。
海岸技术局决定启动清洁海滩行动。曾任临海大学校长的陆明远现任海岸标准委员会主任。
海岸技术局否认收购蓝鲸科技。业内人士希望蓝鲸科技收购北湾船厂。
如果条件允许，顾长青将访问北湾市。"""
TALKS = """顾长青会见白石国客人
2023年6月，顾长青在临海市会见白石国海洋部部长安娜·维特，并考察蓝鲸科技。
临海市人民政府授予安娜·维特“临海友人”称号。
蓝鲸科技董事长郑一帆说，清洁海滩行动由蓝鲸科技发起。
临海市将举办第四届海岸机器人博览会。"""

ARTICLES = (
    Article(
        "fair",
        FAIR,
        title=FAIR.split("\n")[0],
        byline="苏禾",
        publisher="临海晚报",
        date=datetime.date(2023, 5, 21),
        source="https://example.org/news/fair",
    ),
    Article("plan.txt", PLAN, title=PLAN.split("\n")[0], publisher="海岸日报", date=datetime.date(2023, 5, 25), source="plan.txt"),
    Article("talks#2", TALKS, title=TALKS.split("\n")[0], date=datetime.date(2023, 6, 12), source="talks"),
)
TEXTS = {article.id: article.text for article in ARTICLES}

LINHAI = mint(BASE, "Place", "临海市")
# name, class, label, short forms, links
NODES: tuple[tuple[str, str, tuple[str, ...], tuple[tuple[str, object], ...]], ...] = (
    ("第三届海岸机器人博览会", "Event", (), ((str(KG.editionOf), mint(BASE, "Event", "海岸机器人博览会")),)),
    ("第四届海岸机器人博览会", "Event", (), ((str(KG.editionOf), mint(BASE, "Event", "海岸机器人博览会")),)),
    ("海岸机器人博览会", "Event", (), ()),
    ("清洁海滩行动", "Event", (), ()),
    ("国家海岸技术局", "Organization", ("海岸技术局",), ()),
    ("临海市人民政府", "Organization", ("临海市",), ((str(KG.governs), LINHAI),)),
    ("临海大学", "Organization", ("临大",), ((str(KG.inPlace), LINHAI),)),
    ("临海商会", "Organization", (), ()),
    ("蓝鲸科技", "Organization", (), (("http://www.w3.org/2004/02/skos/core#exactMatch", "https://example.org/register/91330000"),)),
    ("海岸标准委员会", "Organization", (), ()),
    ("海洋机器人研究院", "Organization", (), ()),
    ("北湾船厂", "Organization", (), ()),
    ("白石国海洋部", "Organization", (), ()),
    ("顾长青", "Person", (), ()),
    ("陆明远", "Person", (), ()),
    ("安娜·维特", "Person", (), ()),
    ("郑一帆", "Person", (), ()),
    ("临海市", "Place", (), (("https://schema.org/identifier", Literal("331082")),)),
    ("临海市会展中心", "Place", (), ((str(KG.inPlace), LINHAI),)),
    ("北湾市", "Place", (), ()),
    ("让机器下海", "Document", (), ()),
    ("海洋机器人合作协议", "Document", (), ()),
    ("海岸机器人发展规划", "Document", ("规划",), ()),
    ("鲸一号", "Product", ("深潜机器人“鲸一号”",), ()),
)
OPENING = ("开幕式", "Event", "第三届海岸机器人博览会")

FAIR3, PLAN1 = "第三届海岸机器人博览会", "海岸机器人发展规划"
# Article, subject, relation, object, predicate, part of the sentence, further fields; an end is a name, or (words of the text, name).
SAID = (
    ("fair", FAIR3, "heldAt", "临海市", "开幕", "第三届海岸机器人博览会在临海市开幕", {}),
    ("fair", FAIR3, "heldAt", "临海市会展中心", "开幕", "在临海市会展中心", {"when": "2023-05-20"}),
    ("fair", FAIR3, "startDate", ("5月20日", "2023-05-20"), "开幕", "在临海市会展中心", {}),
    ("fair", FAIR3, "endDate", ("5月23日", "2023-05-23"), "闭幕", "将于5月23日闭幕", {"modality": "planned"}),
    ("fair", "国家海岸技术局", "organizes", ("本届博览会", FAIR3), "主办", "本届博览会由", {}),
    ("fair", "临海市人民政府", "organizes", ("本届博览会", FAIR3), "主办", "本届博览会由", {}),
    ("fair", "临海大学", "undertakes", ("本届博览会", FAIR3), "承办", "本届博览会由", {}),
    ("fair", "临海商会", "supports", ("本届博览会", FAIR3), "协办", "本届博览会由", {}),
    ("fair", ("本届博览会", FAIR3), "theme", "机器与海", "主题", "本届博览会由", {}),
    ("fair", "顾长青", "position", "海岸技术局局长", "局长", "顾长青出席", {}),
    ("fair", "顾长青", "attends", "开幕式", "出席", "顾长青出席", {"where": "临海市会展中心", "when": "2023-05-20"}),
    ("fair", "开幕式", "subEventOf", ("本届博览会", FAIR3), "开幕式", "顾长青出席", {"confidence": "0.7"}),
    ("fair", "顾长青", "delivers", "让机器下海", "发表", "顾长青出席", {}),
    ("fair", "蓝鲸科技", "exhibits", "鲸一号", "展出", "蓝鲸科技展出", {}),
    ("fair", "蓝鲸科技", "develops", "鲸一号", "研制", "蓝鲸科技展出", {}),
    ("fair", "临海大学", "develops", "鲸一号", "研制", "蓝鲸科技展出", {"confidence": "0.85"}),
    ("fair", "临海大学", "signs", "海洋机器人合作协议", "签署", "签署《", {}),
    ("fair", "蓝鲸科技", "signs", "海洋机器人合作协议", "签署", "签署《", {}),
    ("fair", "临海大学", "establishes", "海洋机器人研究院", "成立", "签署《", {"modality": "planned"}),
    ("plan.txt", "国家海岸技术局", "issues", PLAN1, "印发", "国家海岸技术局印发", {}),
    ("plan.txt", "国家海岸技术局", "issues", PLAN1, "印发", "5月24日", {"when": "2023-05-24"}),
    ("plan.txt", PLAN1, "issuedOn", ("5月24日", "2023-05-24"), "印发", "5月24日", {}),
    ("plan.txt", ("海岸技术局", "国家海岸技术局"), "formulates", ("规划", PLAN1), "制定", "规划由", {}),
    ("plan.txt", "海岸标准委员会", "formulates", ("规划", PLAN1), "制定", "规划由", {}),
    ("plan.txt", ("海岸技术局", "国家海岸技术局"), "launches", "清洁海滩行动", "启动", "决定启动", {}),
    ("plan.txt", "陆明远", "position", "临海大学校长", "曾任", "曾任", {"modality": "former"}),
    ("plan.txt", "陆明远", "position", "海岸标准委员会主任", "现任", "曾任", {}),
    ("plan.txt", ("海岸技术局", "国家海岸技术局"), "acquires", "蓝鲸科技", "收购", "否认", {"modality": "denied"}),
    ("plan.txt", "蓝鲸科技", "acquires", "北湾船厂", "收购", "业内人士", {"modality": "desired"}),
    ("plan.txt", "顾长青", "visits", "北湾市", "访问", "如果条件允许", {"modality": "hypothetical"}),
    ("talks#2", "顾长青", "meets", "安娜·维特", "会见", "2023年6月", {"when": "2023-06", "where": "临海市"}),
    ("talks#2", "安娜·维特", "position", "白石国海洋部部长", "部长", "2023年6月", {}),
    ("talks#2", "顾长青", "visits", "蓝鲸科技", "考察", "2023年6月", {"when": "2023-06/2023-07"}),
    ("talks#2", "临海市人民政府", "awards", "安娜·维特", "授予", "称号", {}),
    ("talks#2", "郑一帆", "position", "蓝鲸科技董事长", "董事长", "董事长", {}),
    ("talks#2", "蓝鲸科技", "organizes", "清洁海滩行动", "发起", "董事长", {"speaker": "郑一帆"}),
    ("talks#2", ("临海市", "临海市人民政府"), "hosts", "第四届海岸机器人博览会", "举办", "将举办", {"modality": "planned"}),
)

LITERALS = {"theme": "Words", "position": "Words", "startDate": "Date", "endDate": "Date", "issuedOn": "Date"}


def claims() -> list[Claim]:
    """The claims of all articles, in the order of the texts."""
    return [_claim(*row) for row in SAID]


def entities() -> dict[Key, Entity]:
    """The node of every mention, known bodies in every article."""
    found: dict[Key, Entity] = {}
    for name, cls, short, links in NODES:
        entity = Entity(mint(BASE, cls, name), cls, name, tuple(_aliases(name, cls, short)), links)
        found |= {(article.id, cls, name, ""): entity for article in ARTICLES if name in article.text or name == "海岸机器人博览会"}
    found |= {(a.id, "Organization", "国家海岸技术局", ""): found["fair", "Organization", "国家海岸技术局", ""] for a in ARTICLES}
    name, cls, scope = OPENING
    found["fair", cls, name, scope] = Entity(mint(BASE, cls, name, scope=scope), cls, name)
    return found


def _aliases(name: str, cls: str, short: tuple[str, ...]) -> list[Alias]:
    learnt = []
    for alias in short:
        places = [(article.id, Span(at, at + len(alias))) for article in ARTICLES if (at := article.text.find(alias)) >= 0]
        learnt += [Alias(alias, article, span) for article, span in places] or [Alias(alias, "names.ttl")]
    return learnt


def _claim(article: str, subject: object, relation: str, obj: object, predicate: str, part: str, fields: dict[str, str]) -> Claim:
    text = TEXTS[article]
    at = text.index(part)
    start = max(text.rfind(mark, 0, at) for mark in "。\n") + 1
    stops = [stop for mark in "。\n" if (stop := text.find(mark, at)) >= 0]
    end = min(stops, default=len(text))
    evidence = Span(start, end + (end < len(text) and text[end] == "。"))
    said_at = text.index(predicate, evidence.start)
    where, speaker = fields.get("where"), fields.get("speaker")
    modality: Modality = fields.get("modality", "asserted")  # type: ignore[assignment]
    return Claim(
        article=article,
        subject=_mention(text, subject, "", evidence),
        relation=relation,
        object=_mention(text, obj, LITERALS.get(relation, ""), evidence),
        predicate=Span(said_at, said_at + len(predicate)),
        evidence=evidence,
        pattern="byHand",
        confidence=Decimal(fields.get("confidence", "0.9")),
        modality=modality,
        speaker=_mention(text, speaker, "", evidence) if speaker else None,
        when=fields.get("when", ""),
        where=_mention(text, where, "", evidence) if where else None,
    )


def _mention(text: str, end: object, cls: str, evidence: Span) -> Mention:
    words, name = end if isinstance(end, tuple) else (end, end)
    at = text.find(words, evidence.start)
    at = at if 0 <= at < evidence.end else text.index(words)
    form: Form = "name" if words == name else "anaphor"
    scope = OPENING[2] if name == OPENING[0] else ""
    # 临海市 is a place and, where it acts, the government of that name.
    cls = cls or next((c for n, c, _, _ in NODES if n == name), "Event")
    return Mention(Span(at, at + len(words)), words, cls, name, form, scope=scope)


if __name__ == "__main__":
    OPTIONS = {"engine": "by hand", "licence": "https://www.apache.org/licenses/LICENSE-2.0", "date": "2023-05-21"}
    write_graph(to_graph(ARTICLES, claims(), entities(), ontology=load_ontology(), options=OPTIONS), Path(sys.argv[1]))
