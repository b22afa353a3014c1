"""How a gradient becomes a step.

An optimizer remembers an array or two of each parameter's shape (its slots). To add one, write a function and its row in the
table at the foot.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from hlviz.nn.arrays import Array

MOMENTUM = 0.9
RMS_DECAY = 0.9
RMS_FLOOR = 1e-7
ADAM_MEAN, ADAM_SQUARE = 0.9, 0.999
ADAM_FLOOR = 1e-8

INERTIA = frozenset({"velocity", "mean"})
"""Slots that carry a weight on when nothing pulls it: they stop with it where a penalty stops it at 0."""


@dataclass(frozen=True)
class Optimizer:
    """A rule for one parameter array.

    ``update(p, g, slots, rate, t)`` changes ``p`` and its slots in place: p and g and each slot have one shape; t counts the steps
    from 1.
    """

    key: str
    title: str
    formula: str
    slots: tuple[str, ...]
    update: Callable[[Array, Array, Sequence[Array], float, int], None]
    summary: str


def _sgd(p: Array, g: Array, slots: Sequence[Array], rate: float, t: int) -> None:
    p -= rate * g


def _momentum(p: Array, g: Array, slots: Sequence[Array], rate: float, t: int) -> None:
    (v,) = slots
    v *= MOMENTUM
    v += g
    p -= rate * v


def _nesterov(p: Array, g: Array, slots: Sequence[Array], rate: float, t: int) -> None:
    (v,) = slots
    v *= MOMENTUM
    v += g
    p -= rate * (g + MOMENTUM * v)


def _rmsprop(p: Array, g: Array, slots: Sequence[Array], rate: float, t: int) -> None:
    (s,) = slots
    s *= RMS_DECAY
    s += (1 - RMS_DECAY) * g * g
    p -= rate * g / (np.sqrt(s) + RMS_FLOOR)


def _adam(p: Array, g: Array, slots: Sequence[Array], rate: float, t: int) -> None:
    m, v = slots
    m *= ADAM_MEAN
    m += (1 - ADAM_MEAN) * g
    v *= ADAM_SQUARE
    v += (1 - ADAM_SQUARE) * g * g
    mean = m / (1 - ADAM_MEAN**t)
    square = v / (1 - ADAM_SQUARE**t)
    p -= rate * mean / (np.sqrt(square) + ADAM_FLOOR)


OPTIMIZERS = {
    o.key: o
    for o in (
        Optimizer("sgd", "SGD", "w ← w − η g", (), _sgd,
                  "Plain gradient descent: a step downhill; the steeper the slope, the longer the step."),
        Optimizer("momentum", "Momentum", "v ← 0.9 v + g;  w ← w − η v", ("velocity",), _momentum,
                  "Gradient descent with inertia: rolls through small bumps, and overshoots."),
        Optimizer("nesterov", "Nesterov", "v ← 0.9 v + g;  w ← w − η (g + 0.9 v)", ("velocity",), _nesterov,
                  "Momentum that looks where it is about to land."),
        Optimizer("rmsprop", "RMSProp", "s ← 0.9 s + 0.1 g²;  w ← w − η g / √s", ("square",), _rmsprop,
                  "Gives each weight its own pace: smaller steps where slopes have been steep."),
        Optimizer("adam", "Adam", "m, v: running means of g, g²;  w ← w − η m̂ / √v̂", ("mean", "square"), _adam,
                  "Inertia and a pace for each weight. Forgiving: usually learns without tuning."),
    )
}  # fmt: skip
"""Sources: Polyak (1964); Nesterov (1983) in the form of Sutskever et al. (2013); Tieleman and Hinton (2012), lecture 6.5;
Kingma and Ba (2015), "Adam", algorithm 1."""
