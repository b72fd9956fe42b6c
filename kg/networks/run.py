"""ONNX networks opened to run: no code comes with such a file, whoever wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, cast

import onnxruntime
from onnxruntime.capi import onnxruntime_pybind11_state as onnx_errors


class Network(Protocol):
    """What is used of an onnxruntime session."""

    def run(self, outputs: None, inputs: Mapping[str, Any]) -> list[Any]:
        """The outputs of the network for its inputs by name."""


# What onnxruntime raises at a file that is no network, or a broken one.
BROKEN_FILE = (
    onnx_errors.Fail,
    onnx_errors.InvalidProtobuf,
    onnx_errors.InvalidGraph,
    onnx_errors.InvalidArgument,
    onnx_errors.NoSuchFile,
    onnx_errors.NotImplemented,
    onnx_errors.RuntimeException,
)


def open_network(network: str | bytes) -> Network:
    """A session of one thread on a file or its bytes: a second one only burns time on networks this small. Raises one of BROKEN_FILE."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    return cast(Network, onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"]))
