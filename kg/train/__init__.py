"""The weights of edges fitted on gold: what names and posts it tells, how trees are grown on them, how far they can be trusted."""

from kg.train.run import Training, train

__all__ = ["Training", "train"]
