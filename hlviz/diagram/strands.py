"""Where the edges run, and which of them are drawn.

A strand is all edges that run along one curve: a single edge between tiles, or, where a layer is packed into a grid, those between a
row of the one and a row of the other. Its value is that of its strongest edge.
"""

import itertools
from dataclasses import dataclass

import numpy as np

from hlviz.diagram.curve import rise_at, steepness_at
from hlviz.diagram.scene import Scene
from hlviz.document.geometry import Column
from hlviz.nn.arrays import Array, IntArray

ALL = 400
"""Strands, at most, that are all drawn as curves."""
REACH = 5.0
"""Pixels from which an edge can be taken hold of."""


@dataclass(frozen=True, eq=False)
class Pair:
    """The edges between a layer and the next."""

    layer: int
    x0: float
    x1: float
    y0: Array
    """(ports,) where strands leave."""
    y1: Array
    """(ports,) where they arrive."""
    width_in: int
    """Neurons to a port; 1 for tiles."""
    width_out: int

    def pooled(self, weights: Array) -> Array:
        """The strongest weight of each strand with its sign, shape (ports, ports)."""
        if self.width_in == 1 and self.width_out == 1:
            return weights
        high, low = _pooled(weights, self.width_in, self.width_out)
        return np.asarray(np.where(high > -low, high, low))

    def strongest_in(self, weights: Array, start: int, end: int) -> tuple[int, int]:
        """The rows (from, to) of the strongest edge of a strand."""
        i, j = start * self.width_in, end * self.width_out
        part = np.abs(weights[i : i + self.width_in, j : j + self.width_out])
        row, column = divmod(int(part.argmax()), part.shape[1])
        return i + row, j + column


def _pooled(weights: Array, high: int, wide: int) -> tuple[Array, Array]:
    """The greatest and the least of each piece of a matrix, ``high`` rows by ``wide`` columns of it; the last ones may be smaller."""
    whole = weights.shape[0] // high * high
    stacked = weights[:whole].reshape(-1, high, weights.shape[1])  # many times faster than reduceat along the rows
    most, least = stacked.max(axis=1), stacked.min(axis=1)
    if whole < weights.shape[0]:
        rest = weights[whole:]
        most, least = np.vstack([most, rest.max(axis=0)]), np.vstack([least, rest.min(axis=0)])
    columns = np.arange(0, weights.shape[1], wide)
    return np.maximum.reduceat(most, columns, axis=1), np.minimum.reduceat(least, columns, axis=1)


@dataclass(frozen=True, eq=False)
class Shown:
    """The strands drawn as curves, the weakest first."""

    pair: IntArray
    start: IntArray
    """The port at which each leaves."""
    end: IntArray
    value: Array
    """−1 … 1: the weight in shares of the one from which on an edge is as strong as edges become."""

    def __len__(self) -> int:
        return len(self.value)

    def only(self, chosen: Array) -> "Shown":
        """Those for which ``chosen``, shape (strands,), is true."""
        return Shown(self.pair[chosen], self.start[chosen], self.end[chosen], self.value[chosen])


def pairs_of(scene: Scene) -> tuple[Pair, ...]:
    """The pairs of neighbouring layers of a scene."""
    return tuple(_pair(left, right) for left, right in itertools.pairwise(scene.columns))


def _pair(left: Column, right: Column) -> Pair:
    return Pair(
        left.index, left.sides[1], right.sides[0], np.array(left.ports), np.array(right.ports),
        left.grid.columns if left.grid is not None else 1, right.grid.columns if right.grid is not None else 1,
    )  # fmt: skip


def all_can_be_shown(pairs: tuple[Pair, ...]) -> bool:
    """Whether every strand is drawn as a curve."""
    return sum(len(pair.y0) * len(pair.y1) for pair in pairs) <= ALL


def shown(pairs: tuple[Pair, ...], pooled: list[Array], full: float, curves: int) -> Shown:
    """Choose the strands to draw: all of them or, where there are too many, the strongest of each pair.

    Parameters
    ----------
    pooled
        The value of each strand, an array (ports, ports) a pair.
    full
        The weight, without its sign, from which on an edge is as strong as edges become.
    curves
        Of too many, about so many are chosen.
    """
    everything = all_can_be_shown(pairs)
    most = max(8, curves // max(len(pairs), 1))
    parts = []
    for i, values in enumerate(pooled):
        flat = values.ravel()
        if everything or flat.size <= most:
            chosen = np.arange(flat.size)
        else:
            chosen = np.argpartition(np.abs(flat), flat.size - most)[flat.size - most :]
        start, end = np.divmod(chosen, values.shape[1])
        parts.append((np.full(len(chosen), i), start, end, flat[chosen]))
    pair, start, end, value = (np.concatenate(part) for part in zip(*parts, strict=True))
    value = np.clip(value / (full or 1.0), -1.0, 1.0)
    order = np.argsort(np.abs(value), kind="stable")
    return Shown(pair[order], start[order], end[order], value[order])


def strand_at(pairs: tuple[Pair, ...], drawn: Shown, x: float, y: float) -> tuple[int, int, int] | None:
    """(pair, start, end) of the strand that is nearest to a place, a stronger one being easier to hit; None where none is near."""
    for i, pair in enumerate(pairs):
        if not pair.x0 <= x <= pair.x1 or pair.x1 <= pair.x0:
            continue
        mine = np.flatnonzero(drawn.pair == i)
        if not len(mine):
            return None
        across = (x - pair.x0) / (pair.x1 - pair.x0)
        y0, y1 = pair.y0[drawn.start[mine]], pair.y1[drawn.end[mine]]
        up = (y1 - y0) * float(rise_at(across)) + y0 - y
        slope = (y1 - y0) / (pair.x1 - pair.x0) * steepness_at(across)
        strength = np.abs(drawn.value[mine])
        distance = np.abs(up) / np.sqrt(1 + slope * slope) - 2.5 * strength
        best = int(np.argmin(distance - strength))
        if distance[best] > REACH:
            return None
        chosen = mine[best]
        return i, int(drawn.start[chosen]), int(drawn.end[chosen])
    return None
