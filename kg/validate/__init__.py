"""Whether a graph is what a valid graph looks like: SHACL, and what SHACL cannot say."""

from kg.validate.check import validate
from kg.validate.lines import find_lines
from kg.validate.problems import Problem

__all__ = ["Problem", "find_lines", "validate"]
