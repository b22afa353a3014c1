"""Random trainings, and the readable way to carry them out, which every faster one is held to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol

import numpy as np
from hypothesis import strategies as st
from numpy.random import Generator

from hlviz.nn.activations import ACTIVATIONS, OUTPUTS
from hlviz.nn.arrays import Array, IntArray
from hlviz.nn.losses import LOSSES
from hlviz.nn.method import Method
from hlviz.nn.mlp import Parameters, backward, dropout_masks, forward
from hlviz.nn.optimizers import OPTIMIZERS
from hlviz.nn.plan import INERTIA
from hlviz.nn.regularizers import REGULARIZERS

PAIRS = [
    (out, loss) for loss in LOSSES.values() for out in OUTPUTS.values() if not loss.outputs or out.key in loss.outputs
]
"""Every output with every loss that makes sense with it."""


@dataclass(frozen=True, eq=False, repr=False)
class Training:
    """What to learn from, what to begin with, and in which order."""

    method: Method
    x: Array
    t: Array
    parameters: Parameters
    epochs: tuple[IntArray, ...]

    def __repr__(self) -> str:
        m = self.method
        functions = [f.key for f in m.activations]
        held = sum(int(array.sum()) for array in m.held.arrays) if m.held is not None else None
        steps = (
            f"held {held}, {m.batch_size} of {len(self.x)} at a time, {len(self.epochs)} epochs, dropout {m.dropout}"
        )
        return f"{m.sizes} {functions} {m.loss.key}, {m.optimizer.key} {m.learning_rate}, {m.regularizer.key} {m.rate}, {steps}"

    def of_type(self, dtype: type[np.floating]) -> "Training":
        """The same training in another precision."""
        arrays = [array.astype(dtype) for array in self.parameters.arrays]
        parameters = Parameters(tuple(arrays[::2]), tuple(arrays[1::2]))
        return replace(self, x=self.x.astype(dtype), t=self.t.astype(dtype), parameters=parameters)

    @property
    def rng(self) -> Generator:
        """A generator for the dropout, in the same state each time."""
        return np.random.default_rng(7)

    @property
    def empty_slots(self) -> list[Parameters]:
        """The optimizer's memory before the first step."""
        return [self.parameters.zeros() for _ in self.method.optimizer.slots]


class Engine(Protocol):
    """What ``Plan`` and ``Kernel`` have in common."""

    def load(self, parameters: Parameters, slots: Sequence[Parameters]) -> None: ...
    def train(self, rows: IntArray, step: int, rng: Generator, epoch: int | None = None) -> None: ...
    @property
    def parameters(self) -> Parameters: ...


def make(method: Method, samples: int, steps: int, seed: int = 0) -> Training:
    """A training of about so many steps on random numbers, in float32."""
    rng = np.random.default_rng(seed)
    sizes = method.sizes
    classes = rng.integers(0, max(sizes[-1], 2), samples)
    weights = tuple(rng.normal(0, shape[0] ** -0.5, shape) for shape in pairwise(sizes))
    parameters = Parameters(weights, tuple(rng.normal(0, 0.1, size) for size in sizes[1:]))
    epochs = max(1, steps * method.batch_size // samples)
    training = Training(
        method,
        rng.normal(size=(samples, sizes[0])),
        np.eye(max(sizes[-1], 2))[classes][:, : sizes[-1]],
        parameters,
        tuple(rng.permutation(samples) for _ in range(epochs)),
    )
    return training.of_type(np.float32)


def method_of(
    sizes: tuple[int, ...] = (3, 5, 4, 2),
    activation: str = "tanh",
    output: str = "tanh",
    loss: str = "mse",
    optimizer: str = "sgd",
    regularizer: str = "none",
    *,
    dropout: float = 0.0,
    learning_rate: float = 0.01,
    batch_size: int = 7,
) -> Method:
    """A way to train, by names; all hidden layers are alike."""
    hidden = len(sizes) - 2
    return Method(
        sizes, (ACTIVATIONS[activation],) * hidden + (OUTPUTS[output],), LOSSES[loss], OPTIMIZERS[optimizer], learning_rate,
        REGULARIZERS[regularizer], 0.0 if regularizer == "none" else 0.01, (dropout,) * hidden, batch_size,
    )  # fmt: skip


def some_held(sizes: tuple[int, ...], share: float, seed: int = 0) -> Parameters:
    """1 at about that share of the weights and biases of such a network, 0 at the others."""
    rng = np.random.default_rng(seed)
    weights = tuple((rng.random(shape) < share).astype(np.float32) for shape in pairwise(sizes))
    return Parameters(weights, tuple((rng.random(size) < share).astype(np.float32) for size in sizes[1:]))


def moved_though_held(training: Training, after: Parameters) -> int:
    """How many of the numbers that are held are not what they were, to the bit."""
    assert training.method.held is not None
    held = [mask == 1 for mask in training.method.held.arrays]
    pairs = zip(training.parameters.arrays, after.arrays, held, strict=True)
    return sum(int((before[mask].view(np.int32) != now[mask].view(np.int32)).sum()) for before, now, mask in pairs)


@st.composite
def trainings(draw: st.DrawFn, steps: int = 100, *, held: bool = False) -> Training:
    """Any network, activation, output, loss, optimizer, penalty and dropout; often with a short last batch."""
    hidden = draw(st.lists(st.integers(1, 20), max_size=4))
    output, loss = draw(st.sampled_from(PAIRS))
    regularizer = draw(st.sampled_from(list(REGULARIZERS.values())))
    optimizer = draw(st.sampled_from(list(OPTIMIZERS.values())))
    method = Method(
        sizes=(draw(st.integers(1, 20)), *hidden, draw(st.integers(1, 6))),
        activations=(*(draw(st.sampled_from(list(ACTIVATIONS.values()))) for _ in hidden), output),
        loss=loss,
        optimizer=optimizer,
        # these make a step of the same size of any gradient, be it rounding noise
        learning_rate=0.001 if optimizer.key in {"adam", "rmsprop"} else 0.01,
        regularizer=regularizer,
        rate=draw(st.sampled_from([0.0, 0.01])) if regularizer.key != "none" else 0.0,
        dropout=tuple(draw(st.sampled_from([0.0, 0.0, 0.3])) for _ in hidden),
        batch_size=draw(st.integers(1, 40)),
    )
    if held:
        share = draw(st.sampled_from([0.1, 0.5, 0.9, 1.0]))
        method = replace(method, held=some_held(method.sizes, share, draw(st.integers(0, 9))))
    # more than a batch, or a small network would learn all of it and end on gradients of nothing but noise
    samples = method.batch_size + draw(st.integers(8, 40))
    return make(method, samples, steps, draw(st.integers(0, 99)))


def by_reference(training: Training) -> Parameters:
    """What ``mlp`` makes of it, batch by batch."""
    method, parameters, slots = training.method, training.parameters.copy(), training.empty_slots
    rng, size, step = training.rng, method.batch_size, 0
    for epoch in training.epochs:
        for at in range(0, len(epoch), size):
            rows = epoch[at : at + size]
            step += 1
            if not is_tame(parameters):
                return parameters
            masks = dropout_masks(method.dropout, method.sizes[1:-1], len(rows), rng, training.x.dtype)
            forwarded = forward(parameters, method.activations, training.x[rows], masks)
            gradient = backward(
                parameters, method.activations, forwarded, training.t[rows], method.loss,
                regularizer=method.regularizer, rate=method.rate, masks=masks, held=method.held,
            )  # fmt: skip
            signs = [np.sign(w) for w in parameters.weights]
            for i, (p, g) in enumerate(zip(parameters.arrays, gradient.arrays, strict=True)):
                method.optimizer.update(p, g, [slot.arrays[i] for slot in slots], method.learning_rate, step)
            if method.regularizer.stops_at_zero and method.rate:
                moving = [slot for slot, name in zip(slots, method.optimizer.slots, strict=True) if name in INERTIA]
                for layer, sign in enumerate(signs):
                    stopped = parameters.weights[layer] * sign < 0
                    for array in (parameters.weights[layer], *(slot.weights[layer] for slot in moving)):
                        array[stopped] = 0
    return parameters


def by_engine(engine: Engine, training: Training) -> Parameters:
    """What a faster way makes of it, epoch by epoch."""
    engine.load(training.parameters, training.empty_slots)
    rng, step = training.rng, 0
    for epoch in training.epochs:
        engine.train(epoch, step, rng)
        step += -(-len(epoch) // training.method.batch_size)
    return engine.parameters


def is_tame(parameters: Parameters) -> bool:
    """Whether training went well enough for its numbers to be compared: one that runs away doubles every rounding at each step."""
    return all(bool(np.all(np.abs(array) < 100)) for array in parameters.arrays)


def distance(a: Parameters, b: Parameters) -> float:
    """The greatest difference, as a share of the greatest number of its array (of 0.1 where that is less)."""
    return max(
        float(np.max(np.abs(x.astype(np.float64) - y)) / max(np.max(np.abs(y)), 0.1))
        for x, y in zip(a.arrays, b.arrays, strict=True)
    )


def same_bits(one: Parameters, other: Parameters) -> bool:
    """Whether all numbers are the same, to the bit."""
    return all(a.tobytes() == b.tobytes() for a, b in zip(one.arrays, other.arrays, strict=True))
