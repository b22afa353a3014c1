"""What the gradients and updates of the layers amount to: healthy, vanishing, exploding. In numbers; who shows it finds the words."""

from dataclasses import dataclass
from enum import Enum

import numpy as np

from hlviz.nn.arrays import Array
from hlviz.training.flows import FlowKey, FlowTable

HEALTHY = 1e-4, 1e-2
"""‖Δw‖ / ‖w‖ of a step that is neither slow nor fast: a decade to both sides of 10⁻³, which Karpathy ("CS231n: Neural networks,
part 3") gives as a rule of thumb."""
WILD = 0.1
"""Where a step moves the weights by more than this share of their length, it leaps."""
FAR_APART = 100.0
"""Between a layer's gradient and the output's this factor is no chance any more: it vanishes, or it explodes."""
RECENT = 5
"""Rows whose median is judged: a single batch may be an odd one."""


class Health(Enum):
    """The kinds of finding, the worst first."""

    EXPLODING = "exploding"
    DEAD = "dead"
    VANISHING = "vanishing"
    FAST = "fast"
    SLOW = "slow"
    HEALTHY = "healthy"
    UNKNOWN = "unknown"


class Sign(Enum):
    """By what a kind of finding is known: each has a sentence of its own."""

    EXPLODES_BACK = "its gradient is far above the output's"
    LEAPS = "a step moves its weights by much of their size"
    CUT_OFF = "no gradient reaches it"
    LEARNS_SLOWLY = "it moves far less than the output"
    VANISHES = "its gradient is far below the output's, though it moves"
    FAST = "a step moves its weights by more than is usual"
    SLOW = "a step moves no layer by much"
    NOTHING_LEFT = "the gradient is zero everywhere"
    HEALTHY = "all within what is usual"
    UNKNOWN = "nothing was measured"


HEALTH_OF = {
    Sign.EXPLODES_BACK: Health.EXPLODING,
    Sign.LEAPS: Health.EXPLODING,
    Sign.CUT_OFF: Health.DEAD,
    Sign.LEARNS_SLOWLY: Health.VANISHING,
    Sign.VANISHES: Health.VANISHING,
    Sign.FAST: Health.FAST,
    Sign.SLOW: Health.SLOW,
    Sign.NOTHING_LEFT: Health.SLOW,
    Sign.HEALTHY: Health.HEALTHY,
    Sign.UNKNOWN: Health.UNKNOWN,
}


@dataclass(frozen=True)
class Finding:
    """One sign, the layer that it is about (None: all), and its numbers."""

    sign: Sign
    layer: int | None = None
    """The place among the layers with weights, 0 being the first hidden one."""
    times: float = 0.0
    """How many times larger or smaller than the output's."""
    share: float = 0.0
    """‖Δw‖ / ‖w‖ of the layer, or the largest of all."""
    least: float = 0.0
    """The smallest of all."""

    @property
    def health(self) -> Health:
        """The kind that it is of."""
        return HEALTH_OF[self.sign]


def recent(flows: FlowTable, keys: tuple[FlowKey, ...]) -> tuple[Array, Array]:
    """Gradient and update of these layers as they were of late: medians of ``RECENT`` rows, each (layers,); NaN: not known."""
    nothing = np.full(len(flows), np.nan)
    gradient, update = (
        np.array([_median(columns.get(key, nothing)[-RECENT:]) for key in keys])
        for columns in (flows.gradient, flows.update)
    )
    return gradient, update


def _median(values: Array) -> float:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if known.size else float("nan")


def judged(gradient: Array, update: Array) -> Finding:
    """Judge the layers as they are now.

    Parameters
    ----------
    gradient, update
        Shape (layers,), the output's last: the root mean square of ∂L/∂w, and ‖Δw‖ / ‖w‖ of one step; NaN where it is not known.
    """
    update = np.where(update > 0, update, np.nan)  # what does not move at all is frozen, or told by its gradient
    known = np.isfinite(gradient)
    if not known.any():
        return Finding(Sign.UNKNOWN)
    if not gradient[known].any():
        return Finding(Sign.NOTHING_LEFT)
    return _far_from_output(gradient, update) or _by_update(update)


def _far_from_output(gradient: Array, update: Array) -> Finding | None:
    """Where the gradient changed too much on its way back from the output."""
    with np.errstate(all="ignore"):
        smaller = gradient[-1] / gradient
    largest = int(np.nanargmax(np.where(np.isfinite(gradient), gradient, -1.0)))
    if gradient[-1] and smaller[largest] < 1 / FAR_APART:
        return Finding(Sign.EXPLODES_BACK, largest, times=float(1 / smaller[largest]))
    wild = _largest(update)
    if wild is not None and update[wild] > WILD:
        return Finding(Sign.LEAPS, wild, share=float(update[wild]))
    dead = np.flatnonzero(gradient == 0)
    if len(dead):
        return Finding(Sign.CUT_OFF, int(dead[0]))
    least = int(np.nanargmin(gradient))
    if not smaller[least] > FAR_APART:
        return None
    slower = update[-1] / update[least] if update[least] > 0 else np.nan
    if slower > FAR_APART:
        return Finding(Sign.LEARNS_SLOWLY, least, times=float(slower))
    return Finding(Sign.VANISHES, least, times=float(smaller[least]))


def _by_update(update: Array) -> Finding:
    most = _largest(update)
    if most is None:
        return Finding(Sign.UNKNOWN)
    low, high = HEALTHY
    share, least = float(update[most]), float(np.nanmin(update))
    if share > high:
        return Finding(Sign.FAST, most, share=share)
    if share < low:
        return Finding(Sign.SLOW, share=share)
    return Finding(Sign.HEALTHY, share=share, least=least)


def _largest(values: Array) -> int | None:
    finite = np.isfinite(values)
    return int(np.where(finite, values, -1.0).argmax()) if finite.any() else None
