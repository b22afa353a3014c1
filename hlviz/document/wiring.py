"""Who is connected to whom: every neuron's key, layer by layer, inputs first.

A key is ``("in", "x1")`` for an input, ``("out", 1)`` for the output that speaks for class 1 (or ``("out", 0)`` for the one that
names a number) and the neuron's id for a hidden neuron. It stays with the neuron through all edits.
"""

import itertools
from dataclasses import dataclass
from functools import lru_cache

from hlviz.datasets import Split
from hlviz.document.project import Project
from hlviz.document.samples import split_of
from hlviz.document.specs import Edge, NeuronKey

__all__ = ["Edge", "NeuronKey", "Wiring", "output_count", "parameter_count", "wiring_of"]


@dataclass(frozen=True)
class Wiring:
    """The layers as tuples of neuron keys; neighbours are fully connected."""

    layers: tuple[tuple[NeuronKey, ...], ...]

    @property
    def sizes(self) -> tuple[int, ...]:
        """Neurons per layer, inputs first."""
        return tuple(len(layer) for layer in self.layers)

    def find(self, key: NeuronKey) -> tuple[int, int] | None:
        """(layer, place in it) of a neuron, inputs being layer 0; None where it is not there."""
        for i, layer in enumerate(self.layers):
            if key in layer:
                return i, layer.index(key)
        return None


def output_count(classes: int, output_activation: str) -> int:
    """How many outputs the data ask for: one for a number or for two classes, unless softmax shares out among them."""
    if classes == 0 or (classes == 2 and output_activation != "softmax"):
        return 1
    return classes


def wiring_of(project: Project) -> Wiring:
    """The wiring that a project describes."""
    split = split_of(project.data)
    classes = split.points.classes
    outputs = output_count(classes, project.network.output_activation)
    first = 1 if outputs < classes else 0  # the only output of two classes says how much of class 1 there is
    return Wiring(
        (
            _inputs(split),
            *(layer.neurons for layer in project.network.hidden),
            tuple(("out", first + i) for i in range(outputs)),
        )
    )


@lru_cache(maxsize=16)
def _inputs(split: Split) -> tuple[NeuronKey, ...]:
    """The same ones each time: pictures have many, and those are compared at once."""
    return tuple(("in", key) for key in split.inputs)


def parameter_count(sizes: tuple[int, ...]) -> int:
    """How many weights and biases a network of these layer sizes has."""
    return sum((n_in + 1) * n_out for n_in, n_out in itertools.pairwise(sizes))
