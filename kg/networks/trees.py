"""Boosted trees as an ONNX network (operator TreeEnsembleRegressor of ai.onnx.ml, version 3), and back again to be trained further."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import onnx
from google.protobuf.message import DecodeError
from onnx import TensorProto, helper

from kg.networks.ensemble import LEAF, Trees

OPSET = [helper.make_opsetid("", 17), helper.make_opsetid("ai.onnx.ml", 3)]
IR_VERSION = 9


def write_trees(trees: Trees, notes: Mapping[str, str]) -> bytes:
    """The network that sums the trees over rows of float32 columns, with `notes` inside; the same trees and notes give the same bytes."""
    leaves = [i for i, mode in enumerate(trees.mode) if mode == LEAF]
    node = helper.make_node(
        "TreeEnsembleRegressor",
        ["rows"],
        ["sums"],
        domain="ai.onnx.ml",
        n_targets=1,
        aggregate_function="SUM",
        nodes_treeids=trees.tree,
        nodes_nodeids=trees.node,
        nodes_modes=trees.mode,
        nodes_featureids=trees.feature,
        nodes_values=[0.0 if mode == LEAF else value for mode, value in zip(trees.mode, trees.value, strict=True)],
        nodes_truenodeids=trees.yes,
        nodes_falsenodeids=trees.no,
        target_treeids=[trees.tree[i] for i in leaves],
        target_nodeids=[trees.node[i] for i in leaves],
        target_ids=[0] * len(leaves),
        target_weights=[trees.value[i] for i in leaves],
    )
    rows = helper.make_tensor_value_info("rows", TensorProto.FLOAT, [None, None])
    sums = helper.make_tensor_value_info("sums", TensorProto.FLOAT, [None, 1])
    graph = helper.make_graph([node], "trees", [rows], [sums])
    model = helper.make_model(graph, opset_imports=OPSET, ir_version=IR_VERSION, producer_name="kg")
    helper.set_model_props(model, dict(sorted(notes.items())))
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString(deterministic=True))


def read_trees(network: bytes) -> tuple[Trees, dict[str, str]]:
    """The trees and the notes of a network that `write_trees` made; raises ValueError and KeyError for another file."""
    try:
        model = onnx.load_model_from_string(network)
    except DecodeError as error:
        raise ValueError("no ONNX network") from error
    (node,) = model.graph.node
    given = {attribute.name: helper.get_attribute_value(attribute) for attribute in node.attribute}
    weights = dict(zip(zip(given["target_treeids"], given["target_nodeids"], strict=True), given["target_weights"], strict=True))
    modes = tuple(mode.decode() for mode in given["nodes_modes"])
    places: Sequence[tuple[int, int]] = list(zip(given["nodes_treeids"], given["nodes_nodeids"], strict=True))
    values = [weights[place] if mode == LEAF else value for place, mode, value in zip(places, modes, given["nodes_values"], strict=True)]
    trees = Trees(
        tuple(given["nodes_treeids"]),
        tuple(given["nodes_nodeids"]),
        modes,
        tuple(given["nodes_featureids"]),
        tuple(values),
        tuple(given["nodes_truenodeids"]),
        tuple(given["nodes_falsenodeids"]),
    )
    return trees, {note.key: note.value for note in model.metadata_props}
