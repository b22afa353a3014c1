"""How a network bends space: where points and grid lines are on their way from the inputs to the last hidden layer.

A layer does three things to space, one after the other. W turns and stretches it: straight lines stay straight and the origin stays
where it is. + b shifts it. φ bends it. Each is a stage of the way, and can be stopped anywhere in between.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

import numpy as np

from hlviz.datasets import Split
from hlviz.explain.axes import Axes
from hlviz.nn.arrays import Array, IntArray
from hlviz.nn.mlp import Parameters, Pass

STAGES = 3
"""Stages of a layer."""
LINES, ALONG, FINE = 21, 2, 5
"""Grid lines each way, and how many strokes there are from one to the next: while it trains, and where there is time."""
COARSE = 9
"""Grid lines where the network is large."""
CURVE = 161
"""Places of the line that stands for one input."""
WORK = 6e7
"""Multiplications, at most, for the grid of one frame: about 5 ms. A larger network has a coarse grid, or none."""
BEYOND = 0.2
"""How far past the samples the grid is shown where it reaches further, as a share of their extent."""


class Deed(IntEnum):
    """What a layer does in a stage."""

    LINEAR = 0
    SHIFT = 1
    BEND = 2


@dataclass(frozen=True)
class Stage:
    """Where on the way."""

    layer: int
    """The layer on whose account things move, the first hidden one being 1; 0: there is none, the inputs are all."""
    deed: Deed
    done: float
    """How much of it is done, 0 … 1."""


def way_length(parameters: Parameters) -> int:
    """How many stages there are to the last hidden layer."""
    return STAGES * (len(parameters.weights) - 1)


def stage_at(position: float, parameters: Parameters) -> Stage:
    """The stage of a position 0 … ``way_length``; at a whole number a stage has just ended."""
    end = way_length(parameters)
    position = min(max(position, 0.0), float(end))
    if end == 0:
        return Stage(0, Deed.BEND, 1.0)
    whole = min(int(np.ceil(position)) - 1, end - 1) if position > 0 else 0
    return Stage(1 + whole // STAGES, Deed(whole % STAGES), position - whole)


@dataclass(frozen=True, eq=False)
class Grid:
    """Lines over the inputs."""

    inputs: Array
    """(points, n_in), as the network is shown them."""
    lines: IntArray
    """(lines, points of a line): which points each line goes through."""

    @property
    def strokes(self) -> tuple[IntArray, IntArray]:
        """The points at both ends of every stroke, line after line."""
        return self.lines[:, :-1].ravel(), self.lines[:, 1:].ravel()


def grid_for(split: Split, parameters: Parameters, *, is_fine: bool = False) -> Grid | None:
    """A grid for points of the plane, a line for one input; None for more inputs, pictures, and where it would take too long."""
    size = sum(weights.size for weights in parameters.weights)
    inputs = split.points.x.shape[1]
    if inputs == 1:
        return _line(split) if size * CURVE <= WORK else None
    if inputs != 2 or split.points.image_shape is not None:
        return None
    for lines, along in ((LINES, FINE), (LINES, ALONG), (COARSE, ALONG))[not is_fine :]:
        crossings, between = lines**2, 2 * lines * (lines - 1) * (along - 1)
        if size * (crossings + between) <= WORK:
            return _lattice(split, lines, along)
    return None


@lru_cache(maxsize=4)
def _line(split: Split) -> Grid:
    (low, high), *_ = split.points.ranges()
    return Grid(split.to_inputs(np.linspace(low, high, CURVE)[:, None]), np.arange(CURVE)[None])


@lru_cache(maxsize=4)
def _lattice(split: Split, count: int, along: int) -> Grid:
    """``count`` lines each way, with ``along`` strokes between two crossings."""
    (left, right), (bottom, top) = split.points.ranges()
    side = (count - 1) * along + 1
    row, column = np.mgrid[:side, :side]
    is_used = (row % along == 0) | (column % along == 0)
    number = np.full((side, side), -1, np.int64)
    number[is_used] = np.arange(np.count_nonzero(is_used))
    x = left + column[is_used] / (side - 1) * (right - left)
    y = bottom + row[is_used] / (side - 1) * (top - bottom)
    lines = np.concatenate([number[::along], number.T[::along]])
    return Grid(split.to_inputs(np.column_stack([x, y])), lines)


def places(passed: Pass, parameters: Parameters, axes: Callable[[int], Axes], stage: Stage) -> Array:
    """Where samples or points of the grid are in the picture.

    Parameters
    ----------
    passed
        The forward pass of the points.
    axes
        From which side each layer is looked at, inputs being layer 0.
    stage
        Where on the way.

    Returns
    -------
    Array, shape (points, 2)
        In a stage's middle the point is on the straight way from where the stage before left it: (1 − t) h + t W h for the first,
        where a picture of the layer before becomes one of this layer; W h + t b; and (1 − t) z + t φ(z).
    """
    layer, deed, t = stage.layer, stage.deed, stage.done
    after = axes(layer).directions
    if layer == 0:
        return np.asarray(passed.a[0] @ after)
    z, bias = passed.z[layer - 1] @ after, parameters.biases[layer - 1] @ after
    if deed is Deed.LINEAR and t < 1:
        before = passed.a[layer - 1] @ axes(layer - 1).directions
        return np.asarray((1 - t) * before + t * (z - bias))
    if deed is Deed.LINEAR:
        return np.asarray(z - bias)
    if deed is Deed.SHIFT:
        return np.asarray(z - (1 - t) * bias)
    return np.asarray((1 - t) * z + t * (passed.a[layer] @ after))


def ends_of(samples: Array, grid: Array | None) -> tuple[Array, Array]:
    """The least and the greatest corner, (d,) each, of what is to be seen: the samples, and the grid not far beyond.

    Both are of shape (points, d). Points that are no numbers count for nothing.
    """
    low, high = _ends(samples)
    if grid is not None and len(grid):
        room = BEYOND * np.maximum(high - low, (high - low).max())
        grid_low, grid_high = _ends(grid)
        low, high = (
            np.minimum(low, np.maximum(grid_low, low - room)),
            np.maximum(high, np.minimum(grid_high, high + room)),
        )
    return low, high


def _ends(points: Array) -> tuple[Array, Array]:
    good = points[np.isfinite(points).all(axis=1)]
    if not len(good):
        return np.full(points.shape[1], -1.0), np.full(points.shape[1], 1.0)
    return good.min(axis=0).astype(np.float64), good.max(axis=0).astype(np.float64)
