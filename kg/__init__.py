"""kg: Chinese news into a knowledge graph that people can read, query and trust."""

__version__ = "0.1.0"
