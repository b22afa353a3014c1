"""Where an axis begins, ends and has its numbers.

Ends move in steps: an axis is dear to redraw, so it must not move with every step of training.
"""

import math

import numpy as np

from hlviz.nn.arrays import Array

STEPS_PER_DECADE = 20
"""The end of an axis grows by 12 % at a time."""


def ticks(low: float, high: float, count: int) -> Array:
    """About ``count`` round numbers between low and high, both included; shape (ticks,)."""
    span = high - low
    if not (math.isfinite(span) and span > 0):
        return np.array([low] if math.isfinite(low) else [])
    rough = span / max(1, count)
    power = 10.0 ** math.floor(math.log10(rough))
    step = min((1.0, 2.0, 5.0, 10.0), key=lambda s: abs(math.log(s * power / rough))) * power
    first = math.ceil(low / step - 1e-9)
    return np.arange(first, math.floor(high / step + 1e-9) + 1) * step


def reach(value: float) -> float:
    """The end of an axis from 0 on that ``value`` > 0 fits under: the next of the steps."""
    if not (math.isfinite(value) and value > 0):
        return 1.0
    return float(10.0 ** (math.ceil(math.log10(value) * STEPS_PER_DECADE - 1e-9) / STEPS_PER_DECADE))


def outwards(low: float, high: float) -> tuple[float, float]:
    """The range low … high widened to twelfths of a round step, so that a small change of either moves nothing."""
    span = high - low
    if not (math.isfinite(span) and span > 0):
        middle = low if math.isfinite(low) else 0.0
        return middle - 1.0, middle + 1.0
    step = reach(span) / 12
    return math.floor(low / step) * step, math.ceil(high / step) * step


def decades(low: float, high: float) -> tuple[float, float]:
    """Ends for a logarithmic axis, as powers of ten: in quarters of a decade, at least one decade apart."""
    bottom, top = math.floor(math.log10(low) * 4 - 0.2) / 4, math.ceil(math.log10(high) * 4 + 0.2) / 4
    return (bottom, top) if top - bottom >= 1 else (top - 1, top)
