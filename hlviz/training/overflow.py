"""Where numbers grow so large that they are none any more."""

import numpy as np

from hlviz.nn.arrays import Array
from hlviz.nn.mlp import AT_A_TIME, Parameters, forward
from hlviz.training.assembly import Assembly

FAR = 1e37
"""Sums that are certain to stay below this cannot overflow, whatever they are rounded to on the way."""
BEYOND = 1.0
"""No activation says more than its |z| and this."""


def overflowing(a: Assembly, parameters: Parameters) -> str:
    """The name of the first layer whose sums are not all numbers on the training samples; empty where they are."""
    x, network = a.split.train_x, a.project.network
    if _reach(parameters, float(np.abs(x).max())) < FAR:
        return ""
    rows = max(1, AT_A_TIME // max(parameters.sizes))
    with np.errstate(all="ignore"):
        layer = min(_first(forward(parameters, a.activations, x[at : at + rows]).z) for at in range(0, len(x), rows))
    if layer == len(parameters.weights):
        return ""
    return network.layer_name(layer) if layer < len(network.hidden) else "Output"


def _reach(parameters: Parameters, reach: float) -> float:
    """How large the sums can become, at most, where no input is beyond ``reach``; NaN where a parameter is none."""
    most = 0.0
    with np.errstate(all="ignore"):
        for w, b in zip(parameters.weights, parameters.biases, strict=True):
            reach = reach * float(np.abs(w).sum(axis=0, dtype=np.float64).max()) + float(np.abs(b).max())
            most = float(np.maximum(most, reach))  # NaN stays NaN
            reach += BEYOND
    return most


def _first(sums: list[Array] | tuple[Array, ...]) -> int:
    """The first layer whose sums are not all numbers; how many there are where all of them are."""
    return next((layer for layer, z in enumerate(sums) if not np.isfinite(z).all()), len(sums))
