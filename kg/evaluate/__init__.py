"""A graph against gold facts: figures, reliability of confidences, and a page of what was missed and what is wrong."""

from kg.evaluate.causes import Cause, Difference
from kg.evaluate.figures import Counts, Figures, Reliability
from kg.evaluate.gold import RELATIONS, GoldDocument, GoldFact, read_gold
from kg.evaluate.page import to_page, write_errors
from kg.evaluate.report import to_json, to_text
from kg.evaluate.run import Evaluation, evaluate

__all__ = [
    "RELATIONS",
    "Cause",
    "Counts",
    "Difference",
    "Evaluation",
    "Figures",
    "GoldDocument",
    "GoldFact",
    "Reliability",
    "evaluate",
    "read_gold",
    "to_json",
    "to_page",
    "to_text",
    "write_errors",
]
