"""What large weights cost. Biases are free.

The rates are those of TensorFlow Playground: the penalty's gradient, rate · sign(w) or rate · w, is added to that of the mean loss.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hlviz.nn.arrays import Array


@dataclass(frozen=True)
class Regularizer:
    """A penalty on one weight array: ``penalty(W)`` → float, ``gradient(W)`` → array of W's shape; both for rate 1."""

    key: str
    title: str
    formula: str
    penalty: Callable[[Array], float]
    gradient: Callable[[Array], Array]
    summary: str
    stops_at_zero: bool = False
    """The penalty has a corner at 0: a weight that a step would carry across it stops there, and stays until the loss pulls harder
    than the penalty."""

    def added(self, gradient: Array, w: Array, rate: float) -> Array:
        """The gradient of the loss, all of it with that of the penalty, in W's shape."""
        total = gradient + rate * self.gradient(w)
        if not self.stops_at_zero:
            return total
        # at the corner the penalty's slope may be anything within ±rate: of all sums the one nearest to 0 counts
        resting = gradient - np.clip(gradient, -rate, rate)
        return np.where(w == 0, resting, total)


NONE = Regularizer(
    "none", "None", "0",
    penalty=lambda w: 0.0,
    gradient=np.zeros_like,
    summary="Weights may grow as they like.",
)  # fmt: skip

L1 = Regularizer(
    "l1", "L1", "rate · Σ |w|",
    penalty=lambda w: float(np.sum(np.abs(w), dtype=np.float64)),
    gradient=np.sign,
    summary="Each weight pays by its size: the useless ones go to exactly 0, the network thins out.",
    stops_at_zero=True,
)  # fmt: skip

L2 = Regularizer(
    "l2", "L2", "rate · ½ Σ w²",
    penalty=lambda w: 0.5 * float(np.sum(w * w, dtype=np.float64)),
    gradient=lambda w: w,
    summary="Large weights pay most: all stay small, the surface stays smooth.",
)  # fmt: skip

REGULARIZERS = {r.key: r for r in (NONE, L1, L2)}
