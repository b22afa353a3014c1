"""The curve that an edge is drawn as: a cubic that leaves and arrives level, with the same shape for all edges.

Its control points lie half-way across, so at the share ``t`` of the curve it has come x(t) = t³ − 1.5 t² + 1.5 t of the way
across and y(t) = 3 t² − 2 t³ of the way up or down.
"""

from functools import lru_cache

import numpy as np

from hlviz.nn.arrays import Array


@lru_cache(maxsize=64)
def across_and_rise(segments: int) -> tuple[Array, Array]:
    """X and y, 0 … 1, of the ends of so many straight pieces."""
    t = np.linspace(0.0, 1.0, segments + 1)
    return t**3 - 1.5 * t**2 + 1.5 * t, 3 * t**2 - 2 * t**3


_FINE_ACROSS, _FINE_RISE = across_and_rise(256)


def rise_at(across: Array | float) -> Array:
    """How much of the rise is done at a share 0 … 1 of the way across."""
    return np.asarray(np.interp(across, _FINE_ACROSS, _FINE_RISE))


def steepness_at(across: float) -> float:
    """Rise per way across there, for a curve that rises as much as it goes across."""
    step = 1 / 64
    low, high = max(0.0, across - step), min(1.0, across + step)
    return float((rise_at(high) - rise_at(low)) / (high - low))
