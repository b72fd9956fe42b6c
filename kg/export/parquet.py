"""Tables in Apache Parquet, for data frames and databases; needs the extra `kg[parquet]`."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from kg.errors import InputError
from kg.evidence import Core
from kg.messages import message

NAMES = ("nodes", "edges", "claims", "articles")


def to_parquet(core: Core, tables: Sequence[Sequence[Sequence[str | int]]]) -> Mapping[str, bytes]:
    """`nodes.parquet`, `edges.parquet`, `claims.parquet` and `articles.parquet` with the columns of the CSV tables; numbers are numbers.

    Raises InputError where pyarrow is not installed.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise InputError(
            message("--to parquet needs pyarrow; install it with: pip install 'kg[parquet]'"),
        ) from error
    files = {}
    for name, (head, *rows) in zip(NAMES, tables, strict=True):
        columns = [[row[i] for row in rows] for i in range(len(head))]
        kinds = [pyarrow.int64() if column and all(isinstance(cell, int) for cell in column) else pyarrow.string() for column in columns]
        arrays = [pyarrow.array(column, kind) for column, kind in zip(columns, kinds, strict=True)]
        stream = io.BytesIO()
        parquet.write_table(pyarrow.Table.from_arrays(arrays, names=[str(cell) for cell in head]), stream)
        files[f"{name}.parquet"] = stream.getvalue()
    return files
