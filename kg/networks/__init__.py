"""Networks in ONNX, opened to run on one thread, and boosted trees in ONNX, ready to be summed.

`kg.networks.trees` and `.mend` make such files and load onnx, which running does not need.
"""

from kg.networks.ensemble import Ensemble, Trees, open_ensemble, to_ensemble
from kg.networks.run import BROKEN_FILE, Network, open_network

__all__ = ["BROKEN_FILE", "Ensemble", "Network", "Trees", "open_ensemble", "open_network", "to_ensemble"]
