"""What the neurons of one layer do with the training samples: how their outputs are spread, how many are stuck."""

from dataclasses import dataclass

import numpy as np

from hlviz.explain.stuck import dead_neurons, saturated_share
from hlviz.nn.activations import Activation
from hlviz.nn.arrays import Array
from hlviz.panels.ranges import outwards
from hlviz.panels.spread import Spread, ends_of, spread_of
from hlviz.session.moment import Moment

ENOUGH = 20_000
"""Values of a layer that are looked at for the spread; of a larger one, every second, third … sample."""


@dataclass(frozen=True, eq=False)
class Activity:
    """One layer over the training samples."""

    spread: Spread
    """Of its activations, or of its sums; unitless."""
    saturated: float
    """The share of activations, over neurons and samples, on a flat part of the function."""
    dead: int
    """Neurons whose slope is zero for every sample: they cannot learn any more."""
    neurons: int


def activity_of(moment: Moment, layer: int, *, of_sums: bool = False) -> Activity:
    """Look at layer ``layer`` of the weights, 0 being the first hidden one: at its activations, or at its sums z."""
    z, a = moment.train_pass.z[layer], moment.train_pass.a[layer + 1]
    activation = moment.assembly.activations[layer]
    stride = max(1, -(-z.size // ENOUGH))
    some_z, some_a = z[::stride], a[::stride]
    saturated = saturated_share(activation, some_z, some_a)
    if of_sums:
        spread = spread_of(some_z, *_ends_of_sums(some_z))
    else:
        spread = spread_of(some_a, *_ends(activation, some_a))
    return Activity(spread, saturated, len(dead_neurons(activation, z, a, stride)), z.shape[1])


def _ends(activation: Activation, a: Array) -> tuple[float, float]:
    low, high = activation.output_range
    if np.isfinite(low) and np.isfinite(high):
        return low, high
    least, most = ends_of(a)
    if least == most:
        return min(0.0, max(low, -1.0)), 1.0
    begin, end = outwards(least, most)
    return (low if np.isfinite(low) and low >= -1 else begin), end


def _ends_of_sums(z: Array) -> tuple[float, float]:
    least, most = ends_of(z)
    return outwards(min(least, -1.0), max(most, 1.0))  # wide enough for the function to show its shape
