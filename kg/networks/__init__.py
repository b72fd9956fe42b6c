"""Networks in ONNX, opened to run on one thread; `kg.networks.trees` and `.mend` make them, and load onnx, which running does not need."""

from kg.networks.run import BROKEN_FILE, Network, open_network, read_note

__all__ = ["BROKEN_FILE", "Network", "open_network", "read_note"]
