"""The LAC network as this project runs it: sequence lengths heeded, embedding rows that no character reaches dropped."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import ModelProto, TensorProto, helper, numpy_helper

EMBEDDING = "embedding_0.w_0"


def mended(source: Path, rows: Sequence[int]) -> bytes:
    """The network in `source`, serialized, with `rows` as its whole embedding table, in that order.

    As shipped, neither GRU is told the `length` input, so that padding a batch changes the states of the backward direction.
    """
    model = onnx.load(str(source))
    heed_lengths(model)
    keep_rows(model, rows)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def heed_lengths(model: ModelProto) -> None:
    """Wire the input `length` to `sequence_lens` of every GRU and give both inputs the same batch dimension."""
    graph = model.graph
    graph.node.insert(0, helper.make_node("Cast", ["length"], ["sequence_lens"], to=TensorProto.INT32))
    for node in graph.node:
        if node.op_type == "GRU":
            node.input[4] = "sequence_lens"
    for value, names in zip(graph.input, (("batch", "time"), ("batch",)), strict=True):
        for dimension, name in zip(value.type.tensor_type.shape.dim, names, strict=True):
            dimension.dim_param = name


def keep_rows(model: ModelProto, rows: Sequence[int]) -> None:
    """Replace the embedding table by its `rows`, in that order."""
    initializers = model.graph.initializer
    table = next(initializer for initializer in initializers if initializer.name == EMBEDDING)
    kept = np.ascontiguousarray(numpy_helper.to_array(table)[list(rows)])
    initializers.remove(table)
    initializers.append(numpy_helper.from_array(kept, EMBEDDING))
