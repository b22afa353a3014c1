"""What the neurons of a hidden layer do with the training samples: dead, saturated, alike, heard by nobody."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from hlviz.document.specs import LayerId, LayerSpec, NeuronId
from hlviz.explain.stuck import dead_neurons, saturated_share
from hlviz.nn.activations import Activation
from hlviz.nn.arrays import Array
from hlviz.nn.mlp import Parameters
from hlviz.training.assembly import Assembly

SAMPLES = 500
"""Training samples, at most, that are looked at."""
WORK = 2_000_000
"""Multiplications in one go, about: a millisecond, so that a window can do something else in between."""
SAME = 0.01
"""Neurons listen alike where their incoming weights differ by less than this share of their length …"""
CORRELATED = 0.99
"""… and say the same where their activations go together like this, |r|, or do not change at all."""
UNHEARD = 0.005
"""A neuron is unused where it makes less than this share of what the layer behind is told."""


@dataclass(frozen=True)
class LayerFacts:
    """One hidden layer over the training samples."""

    id: LayerId
    name: str
    activation: str
    neurons: int
    saturated: float
    """The share of activations, over neurons and samples, on a flat part of the function."""
    dead: tuple[NeuronId, ...]
    """Those with no slope for any sample."""
    alike: int
    """The largest group of neurons that have the same incoming weights and say the same; 1 where no two have."""
    unused: tuple[NeuronId, ...]
    """Those that the layer behind hears almost nothing of, the dead left out."""


def layers_looked_at(assembly: Assembly, parameters: Parameters) -> Iterator[LayerFacts | None]:
    """Look at one hidden layer after the other; None stands for a step of work on the way."""
    a = assembly.split.train_x[:SAMPLES]
    for i, layer in enumerate(assembly.project.network.hidden):
        weights, bias, activation = parameters.weights[i], parameters.biases[i], assembly.activations[i]
        z = np.empty((len(a), weights.shape[1]), a.dtype)
        rows = max(1, WORK // weights.size)
        with np.errstate(all="ignore"):
            for at in range(0, len(a), rows):
                z[at : at + rows] = a[at : at + rows] @ weights + bias
                yield None
            a = activation.value(z)
        yield None
        name = assembly.project.network.layer_name(i)
        yield from _facts(layer, name, activation, z, a, weights, parameters.weights[i + 1])


def _facts(
    layer: LayerSpec, name: str, activation: Activation, z: Array, a: Array, incoming: Array, outgoing: Array
) -> Iterator[LayerFacts | None]:
    stride = max(1, z.size // 20_000)
    dead = dead_neurons(activation, z, a, stride)
    saturated = saturated_share(activation, z[::stride], a[::stride])
    yield None
    with np.errstate(all="ignore"):
        spread = a.std(axis=0, dtype=np.float64)
        say = spread * np.sqrt(np.square(outgoing, dtype=np.float64).sum(axis=1))
        total = say.sum()
        share = say / total if total > 0 else np.full(len(say), 1 / len(say))
    is_unused = share < UNHEARD
    is_unused[dead] = False
    unused = np.flatnonzero(is_unused)
    yield None
    alike = _most_alike(incoming, a, spread)
    yield LayerFacts(
        id=layer.id,
        name=name,
        activation=layer.activation,
        neurons=layer.size,
        saturated=saturated,
        dead=tuple(layer.neurons[j] for j in dead),
        alike=alike,
        unused=tuple(layer.neurons[j] for j in unused),
    )


def _most_alike(incoming: Array, a: Array, spread: Array) -> int:
    """How many neurons are in the largest group of such as are the same."""
    bound = SAME * float(np.sqrt(np.square(incoming, dtype=np.float64).sum(axis=0).max()))
    # along one odd direction those that are the same lie side by side; those that only happen to are told apart then
    direction = np.cos(1.0 + 2.0 * np.arange(len(incoming)))
    along = direction @ incoming
    order = np.argsort(along, kind="stable")
    near = np.abs(np.diff(along[order])) <= bound * float(np.linalg.norm(direction))
    most = group = 1
    for (before, here), may_be in zip(itertools.pairwise(order.tolist()), near.tolist(), strict=True):
        same = may_be and bool(np.linalg.norm(incoming[:, here] - incoming[:, before]) <= bound)
        group = group + 1 if same and _say_the_same(a, spread, before, here) else 1
        most = max(most, group)
    return most


def _say_the_same(a: Array, spread: Array, one: int, other: int) -> bool:
    if spread[one] < 1e-6 and spread[other] < 1e-6:
        return True
    with np.errstate(all="ignore"):
        return bool(abs(np.corrcoef(a[:, one], a[:, other])[0, 1]) > CORRELATED)
