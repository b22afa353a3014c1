"""Who does the arithmetic of a training step: the readable reference, the NumPy plan, or the compiled kernel.

All three compute the same; they differ in speed. ``auto`` takes the fastest that fits the network.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.random import Generator

from hlviz.errors import SettingError
from hlviz.nn import kernel
from hlviz.nn.arrays import Array, IntArray
from hlviz.nn.method import Method
from hlviz.nn.mlp import Parameters, backward, dropout_masks, forward
from hlviz.nn.optimizers import INERTIA
from hlviz.nn.plan import Plan, pieces

ENGINES = ("auto", "numpy", "compiled", "reference")


class Engine(Protocol):
    """A network and the samples that it learns."""

    def load(self, parameters: Parameters, slots: Sequence[Parameters]) -> None:
        """Go on from these numbers."""

    @property
    def parameters(self) -> Parameters:
        """The parameters now, in arrays of their own."""

    @property
    def slots(self) -> tuple[Parameters, ...]:
        """The optimizer's memory now, in arrays of its own."""

    @property
    def is_finite(self) -> bool:
        """Whether every parameter is a number."""

    def train(self, rows: IntArray, step: int, rng: Generator, epoch: int | None = None) -> None:
        """One step for each batch in ``rows``, the last of which may be short; ``step`` were made before.

        Where ``rows`` holds several epochs, ``epoch`` is the length of one, whose last batch may be short.
        """


@dataclass(frozen=True)
class Choice:
    """Which engine trains, and why not a faster one."""

    key: str
    why: str = ""


class Reference:
    """The mathematics of ``mlp`` as it stands there."""

    def __init__(self, method: Method, x: Array, t: Array) -> None:
        self._method, self._x, self._t = method, x, t
        self._parameters = Parameters((), ())
        self._slots: tuple[Parameters, ...] = ()

    def load(self, parameters: Parameters, slots: Sequence[Parameters]) -> None:
        """Go on from these numbers."""
        self._parameters = parameters.copy()
        self._slots = tuple(slot.copy() for slot in slots)

    @property
    def parameters(self) -> Parameters:
        """The parameters now, in arrays of their own."""
        return self._parameters.copy()

    @property
    def slots(self) -> tuple[Parameters, ...]:
        """The optimizer's memory now, in arrays of its own."""
        return tuple(slot.copy() for slot in self._slots)

    @property
    def is_finite(self) -> bool:
        """Whether every parameter is a number."""
        return self._parameters.is_finite

    def train(self, rows: IntArray, step: int, rng: Generator, epoch: int | None = None) -> None:
        """One step for each batch in ``rows``, the last of which may be short; ``step`` were made before."""
        for start, stop in pieces(len(rows), epoch or len(rows) or 1, self._method.batch_size):
            step += 1
            self._step(rows[start:stop], step, rng)

    def _step(self, batch: IntArray, step: int, rng: Generator) -> None:
        method, parameters = self._method, self._parameters
        x, t = self._x[batch], self._t[batch]
        masks = dropout_masks(method.dropout, method.sizes[1:-1], len(batch), rng, x.dtype)
        forwarded = forward(parameters, method.activations, x, masks)
        gradient = backward(
            parameters, method.activations, forwarded, t, method.loss,
            regularizer=method.regularizer, rate=method.rate, masks=masks, held=method.held,
        )  # fmt: skip
        stops = method.regularizer.stops_at_zero and method.rate > 0
        signs = [np.sign(w) for w in parameters.weights] if stops else []
        slots = [slot.arrays for slot in self._slots]
        for i, (p, g) in enumerate(zip(parameters.arrays, gradient.arrays, strict=True)):
            method.optimizer.update(p, g, [arrays[i] for arrays in slots], method.learning_rate, step)
        moving = [slot for slot, name in zip(self._slots, method.optimizer.slots, strict=True) if name in INERTIA]
        for layer, sign in enumerate(signs):
            stopped = parameters.weights[layer] * sign < 0
            for array in (parameters.weights[layer], *(slot.weights[layer] for slot in moving)):
                array[stopped] = 0


def engine_for(wanted: str, method: Method, x: Array, t: Array, former: Engine | None = None) -> tuple[Engine, Choice]:
    """The engine that was asked for, or the next best where it does not fit the network.

    Parameters
    ----------
    wanted
        One of ``ENGINES``.
    method, x, t
        What is trained and how; inputs and targets.
    former
        One that trained before: where it holds these inputs, they are not copied again.
    """
    if wanted not in ENGINES:
        raise SettingError(f"engine={wanted!r} is not known; there are {', '.join(ENGINES)}")
    if wanted == "reference":
        return Reference(method, x, t), Choice("reference")
    why = kernel.why_not(method) if wanted in {"auto", "compiled"} else ""
    if wanted in {"auto", "compiled"} and not why:
        return kernel.Kernel(method, x, t, like=former if isinstance(former, kernel.Kernel) else None), Choice(
            "compiled"
        )
    return Plan(method, x, t, former if isinstance(former, Plan) else None), Choice("numpy", why)
