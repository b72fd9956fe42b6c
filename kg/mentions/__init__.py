"""A document's mentions: people, bodies, places, dates, events, documents and products as typed spans, and the posts of people.

Phrases are read before clauses: what is a name is settled here, what happened is settled by the clause grammar.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
