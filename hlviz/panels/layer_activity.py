"""What the neurons of one layer do with the training samples: how their outputs are spread, how many are stuck."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from hlviz.nn.activations import Activation
from hlviz.nn.arrays import Array
from hlviz.panels.ranges import outwards
from hlviz.panels.spread import Spread, ends_of, spread_of
from hlviz.session.moment import Moment

ENOUGH = 20_000
"""Values of a layer that are looked at for the spread; of a larger one, every second, third … sample."""
FLAT = 0.05
"""A neuron is saturated where its slope is less than this share of the function's steepest."""


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
    with np.errstate(all="ignore"):
        slope = np.abs(activation.slope(some_z, some_a))
    saturated = float(np.mean(slope < FLAT * steepest(activation))) if slope.size else 0.0
    if of_sums:
        spread = spread_of(some_z, *_ends_of_sums(some_z))
    else:
        spread = spread_of(some_a, *_ends(activation, some_a))
    return Activity(spread, saturated, _dead(activation, z, a, slope), z.shape[1])


def _dead(activation: Activation, z: Array, a: Array, some_slope: Array) -> int:
    # a neuron with any slope among some samples is alive; only the others are looked at with all samples
    suspects = np.flatnonzero(~(some_slope > 0).any(axis=0))
    if not len(suspects):
        return 0
    with np.errstate(all="ignore"):
        slope = activation.slope(z[:, suspects], a[:, suspects])
    return int(np.sum(~(slope != 0).any(axis=0)))


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


@lru_cache(maxsize=32)
def steepest(activation: Activation) -> float:
    """The greatest slope that the function has anywhere."""
    z = np.linspace(-8, 8, 1601)
    return float(np.abs(activation.slope(z, activation.value(z[:, None])[:, 0])).max())
