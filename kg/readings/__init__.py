"""The readings of articles: made in processes here or on a cluster, each article apart, and kept in one store beside the graph."""

from kg.readings.basis import Basis, basis_of
from kg.readings.limits import Limits
from kg.readings.pool import BATCH, Rejected
from kg.readings.reading import read_all
from kg.readings.resolving import resolve_all
from kg.readings.store import Plan, Store, open_store

__all__ = ["BATCH", "Basis", "Limits", "Plan", "Rejected", "Store", "basis_of", "open_store", "read_all", "resolve_all"]
