"""A small graph of invented news of posts and meetings: who holds a post, who held it, who chaired and who spoke."""

from __future__ import annotations

from pathlib import Path

BASE = "https://example.org/kg/id/"
HEAD = """@prefix kg: <https://example.org/kg/ontology#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix claim: <https://example.org/kg/id/claim/> .
@prefix schema: <https://schema.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SCHEMA = (
    "kg:Agent rdfs:subClassOf kg:Entity . kg:Person rdfs:subClassOf kg:Agent . kg:Organization rdfs:subClassOf kg:Agent .\n"
    "kg:Event rdfs:subClassOf kg:Entity . kg:Place rdfs:subClassOf kg:Entity . kg:Document rdfs:subClassOf kg:Entity .\n"
)
CLAIM = """claim:{n} a kg:Claim ; rdf:subject <{base}{s}> ; rdf:predicate kg:{said} ; rdf:object {o} ; kg:modality kg:{how} ;
  kg:sentence "{text}"@zh ; prov:wasDerivedFrom <{base}article/{article}> .
"""
NODES = {
    "Person": "云岫 白川 简舟 段禾 沈榆 温砚 欧阳澜 唐棣 罗杉 纪帆 特使",
    "Organization": "清溪大学 望海市人民政府 拓荒电器 清溪图书馆",
    "Event": "清溪读书座谈会 望海港务论坛",
    "Place": "望海市",
    "Document": "《海图编目规范》",
}
MEETING = "清溪读书座谈会5日举行，馆长白川出席并讲话，青年代表简舟参加了座谈会，会议由副馆长云岫主持。"
FORUM = "副市长段禾，港务局局长沈榆、船长温砚出席望海港务论坛，段禾和沈榆致辞。"
CLAIMS = (
    ("云岫", "attends", "清溪读书座谈会", MEETING, "a", "asserted"),
    ("白川", "attends", "清溪读书座谈会", MEETING, "a", "asserted"),
    ("简舟", "attends", "清溪读书座谈会", MEETING, "a", "asserted"),
    ("段禾", "attends", "望海港务论坛", FORUM, "a", "asserted"),
    ("沈榆", "attends", "望海港务论坛", FORUM, "a", "asserted"),
    ("温砚", "attends", "望海港务论坛", FORUM, "a", "asserted"),
    ("欧阳澜", "position", "委内群岛外长", "委内群岛外长欧阳澜昨天到访。", "a", "asserted"),
    ("唐棣", "position", "海建中央主席", "海建中央主席唐棣作了报告。", "a", "asserted"),
    ("罗杉", "position", "望海市市长", "望海市市长罗杉视察港口。", "a", "asserted"),
    ("罗杉", "position", "望海市市长", "会议免去罗杉的望海市市长职务。", "b", "former"),
    ("纪帆", "position", "望海市市长", "望海市市长纪帆主持招商。", "b", "asserted"),
    ("温砚", "position", "清溪校友会创会会长", "清溪校友会创会会长温砚到场。", "a", "asserted"),
    ("沈榆", "position", "海盟总书记", "海盟总书记沈榆到访。", "a", "asserted"),
    ("特使", "position", "海盟总书记", "白川会见海盟总书记特使。", "a", "asserted"),
    ("拓荒电器", "supports", "望海港务论坛", "论坛由拓荒电器协办。", "a", "asserted"),
    ("清溪图书馆", "formulates", "《海图编目规范》", "《海图编目规范》由清溪图书馆起草。", "a", "asserted"),
    ("简舟", "issues", "《海图编目规范》", "简舟介绍了发布《海图编目规范》的经过。", "a", "asserted"),
    ("白川", "position", "清溪大学校长", "清溪大学校长白川来访。", "a", "asserted"),
)
ARTICLES = (("a", "座谈会与论坛", "2024-03-05"), ("b", "望海市人事", "2024-06-05"))
# What is answered, nothing where the graph does not tell who did what was asked.
ASKED = {
    "清溪读书座谈会谁主持": ["云岫"],
    "谁在清溪读书座谈会上讲话": ["白川"],
    "白川主持了清溪读书座谈会吗": ["none"],
    "云岫主持了清溪读书座谈会吗": ["yes"],
    "谁在望海港务论坛上致辞": ["段禾", "沈榆"],
    "望海港务论坛是谁主持的": [],
    "委内群岛外长叫什么": ["欧阳澜"],
    "海建中央主席是谁": ["唐棣"],
    "望海市市长是谁": ["纪帆"],
    "现任望海市市长是谁": ["纪帆"],
    "清溪校友会会长是谁": [],
    "澜共总书记是谁": [],
    "谁是海盟特使": [],
    "望海港务论坛是谁协办的": ["拓荒电器"],
    "《海图编目规范》是哪个单位编的": ["清溪图书馆"],
}


def write_holding(path: Path) -> Path:
    """The graph as Turtle."""
    labels = {name: f"{BASE}{cls.lower()}/{name}" for cls, names in NODES.items() for name in names.split()}
    lines = [HEAD, SCHEMA]
    for cls, names in NODES.items():
        for name in names.split():
            kinds = f"kg:{cls}, kg:Entity" + ", kg:Agent" * (cls in ("Person", "Organization"))
            lines.append(f'<{labels[name]}> a {kinds} ; rdfs:label "{name}"@zh ; kg:name "{name.strip("《》")}" .\n')
    for n, (s, said, o, text, article, how) in enumerate(CLAIMS):
        object_ = f"<{labels[o]}>" if o in labels else f'"{o}"@zh'
        lines.append(
            CLAIM.format(n=n, base=BASE, s=labels[s].removeprefix(BASE), said=said, o=object_, text=text, article=article, how=how)
        )
        if how == "asserted":
            lines.append(f"<{labels[s]}> kg:{said} {object_} .\n")
    for name, title, day in ARTICLES:
        lines.append(f'<{BASE}article/{name}> a schema:NewsArticle ; dcterms:title "{title}"@zh ; dcterms:issued "{day}"^^xsd:date .\n')
    path.write_text("".join(lines), encoding="utf-8")
    return path
