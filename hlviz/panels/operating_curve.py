"""An activation function over the sums that it is given: its curve, and where it is flat."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from hlviz.explain.stuck import FLAT, steepest
from hlviz.nn.activations import Activation
from hlviz.nn.arrays import Array, IntArray

LIVE, SATURATED, DEAD = 0, 1, 2


@dataclass(frozen=True, eq=False)
class OperatingCurve:
    """The function from one end of the sums to the other; arrays of shape (places,)."""

    values: Array
    """φ(z)."""
    heights: Array
    """The same from 0, its least value here, to 1, its greatest."""
    slopes: Array
    """φ′(z)."""
    zones: IntArray
    """LIVE; SATURATED, where less than FLAT of the steepest slope is left; or DEAD, where there is none at all."""


@lru_cache(maxsize=64)
def operating_curve(activation: Activation, low: float, high: float, places: int) -> OperatingCurve | None:
    """The function in the middles of ``places`` equal parts of low … high.

    None for softmax: what it makes of a sum depends on the other sums of its layer.
    """
    if activation.pullback is not None or places < 1:
        return None
    z = low + (np.arange(places) + 0.5) / places * (high - low)
    with np.errstate(all="ignore"):
        values = activation.value(z)
        slopes = activation.slope(z, values)
    least, span = float(values.min()), float(np.ptp(values))
    heights = (values - least) / span if span else np.full(places, 0.5)
    flat = np.abs(slopes) < FLAT * steepest(activation)
    zones = np.where(slopes == 0, DEAD, np.where(flat, SATURATED, LIVE))
    return OperatingCurve(values, heights, slopes, zones)
