"""All parameters of a network in one flat vector, so that an optimizer is a few calls on the whole of it."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from hlviz.nn.arrays import Array
from hlviz.nn.mlp import Parameters


@dataclass(frozen=True)
class Layout:
    """Where each layer lies: as a block (n_out, n_in + 1) in C order, its bias the last column, one after the other."""

    sizes: tuple[int, ...]
    """Neurons per layer, inputs first."""

    @cached_property
    def blocks(self) -> tuple[tuple[int, int, int], ...]:
        """For each layer with weights: where its block begins, its rows n_out and its columns n_in + 1."""
        found, at = [], 0
        for n_in, n_out in pairwise(self.sizes):
            found.append((at, n_out, n_in + 1))
            at += n_out * (n_in + 1)
        return tuple(found)

    @cached_property
    def length(self) -> int:
        """How many numbers there are."""
        return sum(rows * columns for _, rows, columns in self.blocks)

    def views(self, flat: Array) -> list[Array]:
        """The blocks of a flat vector, sharing its memory."""
        return [flat[at : at + rows * columns].reshape(rows, columns) for at, rows, columns in self.blocks]

    def pack(self, parameters: Parameters, flat: Array) -> None:
        """Write parameters into a flat vector; ``ValueError`` where they are of another network."""
        # checked, since NumPy would spread a single row or number over all that there is room for
        shapes = [array.shape for array in parameters.arrays]
        if shapes != [shape for n_in, n_out in pairwise(self.sizes) for shape in ((n_in, n_out), (n_out,))]:
            raise ValueError(f"parameters of shapes {shapes} are none of layers of {self.sizes}")
        for block, w, b in zip(self.views(flat), parameters.weights, parameters.biases, strict=True):
            block[:, :-1] = w.T
            block[:, -1] = b

    def packed(self, parameters: Parameters, dtype: np.dtype[np.floating]) -> Array:
        """Parameters in a flat vector of their own."""
        flat = np.zeros(self.length, dtype)
        self.pack(parameters, flat)
        return flat

    def unpack(self, flat: Array) -> Parameters:
        """The parameters in a flat vector, as arrays of their own."""
        blocks = self.views(flat)
        weights = tuple(np.array(block[:, :-1].T, order="C") for block in blocks)
        return Parameters(weights, tuple(block[:, -1].copy() for block in blocks))

    def marked_weights(self, value: float, dtype: np.dtype[np.floating]) -> Array:
        """A flat vector with ``value`` at every weight and 0 at every bias."""
        flat = np.full(self.length, value, dtype)
        for block in self.views(flat):
            block[:, -1] = 0
        return flat
