"""Where the numbers of neurons and edges are among a network's parameters."""

from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise

import numpy as np

from hlviz.document.specs import Edge, NeuronKey, Target, is_edge
from hlviz.document.wiring import Wiring
from hlviz.nn.mlp import Parameters


class Places:
    """The places in one wiring."""

    def __init__(self, wiring: Wiring) -> None:
        self.wiring = wiring

    @cached_property
    def _places(self) -> dict[NeuronKey, tuple[int, int]]:
        return {key: (i, row) for i, layer in enumerate(self.wiring.layers) for row, key in enumerate(layer)}

    def of_edge(self, edge: Edge) -> tuple[int, int, int] | None:
        """(l, i, j) of its weight ``weights[l][i, j]``; None where there is no such edge."""
        source, target = self._places.get(edge[0]), self._places.get(edge[1])
        if source is None or target is None or target[0] != source[0] + 1:
            return None
        return source[0], source[1], target[1]

    def of_neuron(self, key: NeuronKey) -> tuple[int, int] | None:
        """(l, j) of its bias ``biases[l][j]`` and its weights ``weights[l][:, j]``; None for an input, or where it is not there."""
        place = self._places.get(key)
        return None if place is None or place[0] == 0 else (place[0] - 1, place[1])

    def of_number(self, target: Target) -> tuple[int, ...] | None:
        """Where the weight of an edge or the bias of a neuron is; None where there is none."""
        return self.of_edge(target) if is_edge(target) else self.of_neuron(target)  # type: ignore[arg-type]

    def marked(self, targets: Iterable[Target], dtype: np.dtype[np.floating]) -> Parameters:
        """1 at the weights of these edges and at the biases and all weights of these neurons, 0 elsewhere."""
        layers = self.wiring.layers
        marks = Parameters(
            tuple(np.zeros((len(a), len(b)), dtype) for a, b in pairwise(layers)),
            tuple(np.zeros(len(layer), dtype) for layer in layers[1:]),
        )
        columns: list[list[int]] = [[] for _ in marks.biases]
        for target in targets:
            if is_edge(target):
                if (at := self.of_edge(target)) is not None:
                    marks.weights[at[0]][at[1:]] = 1
            elif (place := self.of_neuron(target)) is not None:  # type: ignore[arg-type]
                columns[place[0]].append(place[1])
        for w, b, whole in zip(marks.weights, marks.biases, columns, strict=True):
            w[:, whole] = b[whole] = 1
        return marks
