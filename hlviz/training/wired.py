"""Parameters with the keys of the neurons that they belong to, and who is where among them: looked up once, however often asked."""

from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise, repeat

import numpy as np

from hlviz.document.wiring import NeuronKey, Wiring
from hlviz.nn.arrays import IntArray
from hlviz.nn.mlp import Parameters

Layer = tuple[NeuronKey, ...]


@dataclass(frozen=True, eq=False)
class Wired:
    """Parameters and the neurons that they belong to."""

    wiring: Wiring
    parameters: Parameters
    step: int = 0
    """How long it had learned."""

    @property
    def bytes(self) -> int:
        """About how much memory its numbers take."""
        return sum(array.nbytes for array in self.parameters.arrays)

    @cached_property
    def numbers(self) -> dict[NeuronKey, int]:
        """Its neurons, counted through from the first input to the last output."""
        return {key: i for i, key in enumerate(chain.from_iterable(self.wiring.layers))}

    def found(self, keys: Layer) -> dict[int, tuple[IntArray, IntArray]]:
        """By layer: which of these neurons are in it, by their places among ``keys``, and their places in it."""
        numbers = np.fromiter(map(self.numbers.get, keys, repeat(-1)), np.int64, len(keys))
        by_layer, start = {}, 0
        for layer, size in enumerate(self.wiring.sizes):
            here = np.flatnonzero((numbers >= start) & (numbers < start + size))
            if len(here):
                by_layer[layer] = here, numbers[here] - start
            start += size
        return by_layer

    def connection(self, before: Layer, after: Layer) -> int | None:
        """Which of its weight arrays is the one from ``before`` to ``after``, neuron by neuron; None where none is."""
        for i, layers in enumerate(pairwise(self.wiring.layers)):
            if layers == (before, after):
                return i
        return None

    def connects(self, before: Layer, after: Layer) -> bool:
        """Whether any neuron of ``before`` speaks to any of ``after``."""
        return self.connection(before, after) is not None or not self.found(after).keys().isdisjoint(
            layer + 1 for layer in self.found(before)
        )
