"""One step of learning, taken apart: forward, loss, backward, update, with every number that occurs on the way.

All of it is computed in float64 by the functions of ``hlviz.nn`` that are written for reading.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property

import numpy as np

from hlviz.nn.arrays import Array, IntArray
from hlviz.nn.batches import Batches
from hlviz.nn.mlp import Parameters, Pass, backward, forward, penalty
from hlviz.training.assembly import Assembly
from hlviz.training.engines import Reference
from hlviz.training.frame import Frame

EXACT = np.dtype(np.float64)


class Kind(Enum):
    """What happens at a stage."""

    INPUT = "input"
    FORWARD = "forward"
    LOSS = "loss"
    BACKWARD = "backward"
    UPDATE = "update"


@dataclass(frozen=True)
class Stage:
    """One thing to look at on the way."""

    kind: Kind
    layer: int
    """Of the wiring, inputs being 0: the layer that something happens at; of loss and update the output."""
    row: int | None = None
    """The neuron, where it goes neuron by neuron."""


@dataclass(frozen=True, eq=False)
class Samples:
    """What goes through the network, and what is right."""

    x: Array
    """(samples, n_in) float64, as the network is shown them."""
    t: Array | None
    """(samples, outputs) as the loss is told; None where nobody knows what is right."""
    rows: IntArray
    """(samples,) rows of the data's points; empty where the sample is a person's own."""
    is_batch: bool = False
    """Whether it is the batch that training takes next."""
    is_unseen: bool = False
    """Whether it is a sample of the test part, from which training never learns."""

    def __len__(self) -> int:
        return len(self.x)


@dataclass(frozen=True, eq=False)
class Walk:
    """One step of learning with all its numbers. Arrays are float64 and not to be written to.

    Where nobody knows what is right, it goes forward only: ``deltas`` and all after it are empty.
    """

    assembly: Assembly
    samples: Samples
    shown: int
    """Which of the samples is the one whose numbers are shown."""
    parameters: Parameters
    forwarded: Pass
    deltas: tuple[Array, ...]
    """``deltas[l]`` of shape (samples, n): ∂L/∂z of the l-th layer with weights."""
    loss: float
    """The mean over the samples, without the penalty."""
    penalty: float
    gradient: Parameters
    """∂L/∂w and ∂L/∂b of the loss alone, summed up over the samples."""
    total: Parameters
    """The same with the gradient of the penalty, and 0 where a number is held: what the optimizer is handed."""
    slots: tuple[Parameters, ...]
    """The optimizer's memory before the step."""
    slots_after: tuple[Parameters, ...]
    after: Parameters
    """The parameters after the step."""
    step: int
    """Which step it is for the optimizer, from 1."""
    knows_memory: bool
    """Whether the optimizer's memory of this moment is known; it is taken to be empty where it is not."""

    @property
    def sizes(self) -> tuple[int, ...]:
        """Neurons per layer, inputs first."""
        return self.parameters.sizes

    @property
    def is_forward_only(self) -> bool:
        """Whether nobody knows what is right, so that there is nothing to learn."""
        return self.samples.t is None

    @property
    def drops(self) -> bool:
        """Whether training silences neurons at random, which this leaves out."""
        return any(self.assembly.method.dropout)

    @property
    def is_finite(self) -> bool:
        """Whether every number is one."""
        arrays = (*self.forwarded.z, *self.forwarded.a, *self.deltas, *self.total.arrays, *self.after.arrays)
        return bool(np.isfinite(self.loss + self.penalty)) and all(bool(np.isfinite(a).all()) for a in arrays)

    def a(self, layer: int) -> Array:
        """(n,) the activations of a layer for the sample shown; of layer 0 the inputs."""
        return np.asarray(self.forwarded.a[layer][self.shown])

    def z(self, layer: int) -> Array:
        """(n,) the pre-activations of a layer for the sample shown; not of the inputs."""
        return np.asarray(self.forwarded.z[layer - 1][self.shown])

    def delta(self, layer: int) -> Array:
        """(n,) the deltas of a layer for the sample shown; not of the inputs."""
        return np.asarray(self.deltas[layer - 1][self.shown])

    def slope(self, layer: int) -> Array:
        """(n,) f′(z) of a layer for the sample shown; not of the inputs."""
        return np.asarray(self.assembly.activations[layer - 1].slope(self.z(layer), self.a(layer)))

    @property
    def shown_loss(self) -> float:
        """The loss of the sample shown alone."""
        assert self.samples.t is not None
        one = slice(self.shown, self.shown + 1)
        return self.assembly.loss.value(self.forwarded.outputs[one], self.samples.t[one])

    @property
    def target(self) -> Array:
        """(outputs,) what is right for the sample shown, as the loss is told."""
        assert self.samples.t is not None
        return np.asarray(self.samples.t[self.shown])

    @cached_property
    def loss_after(self) -> float:
        """The loss of the same samples after the step."""
        assert self.samples.t is not None
        with np.errstate(all="ignore"):
            outputs = forward(self.after, self.assembly.activations, self.samples.x).outputs
        return self.assembly.loss.value(outputs, self.samples.t)

    @cached_property
    def greatest_gradient(self) -> float:
        """The greatest ∂L/∂w of all weights, without its sign."""
        return max((float(np.abs(w).max()) for w in self.gradient.weights if w.size), default=0.0)

    def stages(self, *, by_neuron: bool) -> tuple[Stage, ...]:
        """What there is to look at, in order: layer by layer, or neuron by neuron."""
        layers = range(1, len(self.sizes))
        forth = [stage for layer in layers for stage in self._at(Kind.FORWARD, layer, by_neuron)]
        begin = [Stage(Kind.INPUT, 0), *forth]
        if self.is_forward_only:
            return tuple(begin)
        back = [stage for layer in reversed(layers) for stage in self._at(Kind.BACKWARD, layer, by_neuron)]
        return (*begin, Stage(Kind.LOSS, layers[-1]), *back, Stage(Kind.UPDATE, layers[-1]))

    def _at(self, kind: Kind, layer: int, by_neuron: bool) -> list[Stage]:
        if not by_neuron:
            return [Stage(kind, layer)]
        return [Stage(kind, layer, row) for row in range(self.sizes[layer])]


def next_batch(assembly: Assembly, frame: Frame) -> Samples:
    """The batch that the next step of training takes; the first samples where the frame does not say where training is."""
    size, count = assembly.method.batch_size, len(assembly.train_t)
    places: IntArray = np.arange(min(size, count))
    if frame.resume is not None:
        rng = np.random.default_rng()
        rng.bit_generator.state = frame.resume.rng
        places = Batches(count, size, rng, frame.resume.order, frame.resume.at).next()
    split = assembly.split
    x, t = split.train_x[places].astype(EXACT), assembly.train_t[places].astype(EXACT)
    return Samples(x, t, split.train[places], is_batch=True)


def sample_of(assembly: Assembly, row: int) -> Samples:
    """One of the data's own samples, by its row of the points."""
    split = assembly.split
    unseen = np.flatnonzero(split.test == row)
    if len(unseen):
        at = unseen[:1]
        return Samples(
            split.test_x[at].astype(EXACT), assembly.test_t[at].astype(EXACT), np.array([row]), is_unseen=True
        )
    at = np.flatnonzero(split.train == row)[:1]
    return Samples(split.train_x[at].astype(EXACT), assembly.train_t[at].astype(EXACT), np.array([row]))


def own_sample(assembly: Assembly, inputs: Array) -> Samples:
    """A sample of a person's own: (d,) in the units of the data. Nobody knows what is right for it."""
    return Samples(assembly.split.to_inputs(inputs[None]).astype(EXACT), None, np.empty(0, np.intp))


def walk_of(assembly: Assembly, frame: Frame, samples: Samples, shown: int = 0) -> Walk:
    """One step of learning from a frame, all at once; see ``walking``."""
    return next(walk for walk in walking(assembly, frame, samples, shown) if walk is not None)


def walking(assembly: Assembly, frame: Frame, samples: Samples, shown: int = 0) -> Iterator[Walk | None]:
    """One step of learning from a frame, computed piece by piece: None after each piece but the last.

    Dropout is taken to be off: which neurons it silences is decided anew at every step.

    Parameters
    ----------
    frame
        Of the assembly's network. Without its ``resume`` the optimizer's memory is taken to be empty.
    samples
        One sample, or a batch.
    shown
        Which of them is to be shown.
    """
    method, resume = assembly.method, frame.resume
    parameters = _exact(frame.parameters)
    with np.errstate(all="ignore"):
        forwarded = forward(parameters, assembly.activations, samples.x)
        yield None
        nothing = Parameters((), ())
        if samples.t is None:
            yield Walk(
                assembly, samples, shown, parameters, forwarded, (), 0.0, 0.0, nothing, nothing, (), (),
                parameters, 1, knows_memory=resume is not None,
            )  # fmt: skip
            return
        deltas = _deltas(assembly, parameters, forwarded, samples.t)
        yield None
        gradient = backward(parameters, assembly.activations, forwarded, samples.t, assembly.loss)
        yield None
        total = backward(
            parameters, assembly.activations, forwarded, samples.t, assembly.loss,
            regularizer=method.regularizer, rate=method.rate, held=method.held,
        )  # fmt: skip
        yield None
        slots = tuple(map(_exact, resume.slots)) if resume is not None else _empty(assembly, parameters)
        step = frame.step - resume.begun + 1 if resume is not None else 1
        plain = replace(method, dropout=(0.0,) * len(method.dropout), batch_size=len(samples))
        engine = Reference(plain, samples.x, samples.t)
        engine.load(parameters, slots)
        yield None
        engine.train(np.arange(len(samples)), step - 1, np.random.default_rng(0))
        yield None
        outputs, t, loss = forwarded.outputs, samples.t, assembly.loss
        yield Walk(
            assembly, samples, shown, parameters, forwarded, deltas, loss.value(outputs, t),
            penalty(parameters, method.regularizer, method.rate), gradient, total, slots, engine.slots,
            engine.parameters, step, knows_memory=resume is not None or not slots,
        )  # fmt: skip


def _deltas(assembly: Assembly, parameters: Parameters, forwarded: Pass, t: Array) -> tuple[Array, ...]:
    """∂L/∂z of each layer with weights: of the output by the loss, and one layer down δ_prev = (δ Wᵀ) · f′(z_prev)."""
    z, a, activations = forwarded.z, forwarded.a, assembly.activations
    delta = assembly.loss.delta(z[-1], a[-1], t, activations[-1])
    deltas = [delta]
    for layer in reversed(range(1, len(z))):
        delta = activations[layer - 1].backward(z[layer - 1], a[layer], delta @ parameters.weights[layer].T)
        deltas.append(delta)
    return tuple(reversed(deltas))


def _exact(parameters: Parameters) -> Parameters:
    return Parameters(
        tuple(w.astype(EXACT) for w in parameters.weights), tuple(b.astype(EXACT) for b in parameters.biases)
    )


def _empty(assembly: Assembly, parameters: Parameters) -> tuple[Parameters, ...]:
    return tuple(parameters.zeros() for _ in assembly.optimizer.slots)
