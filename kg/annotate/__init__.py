"""Articles in, annotated documents out: the one door to HanLP.

>>> from kg.annotate import open_engine
>>> from kg.model import Article
>>> [doc] = open_engine("bundled")([Article(id="1", text="张伟在成都工作。")])
>>> [doc.article.text[name.span.start : name.span.end] for name in doc.sentences[0].names]
['张伟', '成都']
"""

from kg.annotate.documents import to_doc
from kg.annotate.engine import Engine, open_engine, simplified
from kg.annotate.serial import from_json, to_json

__all__ = ["Engine", "from_json", "open_engine", "simplified", "to_doc", "to_json"]
