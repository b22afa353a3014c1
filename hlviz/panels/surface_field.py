"""What is drawn over the input plane: the output as a number, the classes it names, or one neuron."""

from dataclasses import dataclass

import numpy as np

from hlviz.nn.arrays import Array
from hlviz.panels.ranges import reach
from hlviz.session.moment import GRID, Moment


@dataclass(frozen=True, eq=False)
class Field:
    """Numbers over the plane, top row first, and what their colours stand for."""

    values: Array
    """(GRID, GRID), or (classes, GRID, GRID) where the largest names the class."""
    middle: float = 0.0
    """The number of the neutral colour."""
    scale: float = 1.0
    """The end colours stand for middle ± scale."""
    exceeds: tuple[bool, bool] = (False, False)
    """Whether there are numbers below and above these ends."""
    boundary: Array | None = None
    """(n, GRID, GRID): zero where the class named changes; None where no class is named."""

    @property
    def classes(self) -> int:
        """How many classes it names; 0 where it is a number."""
        return len(self.values) if self.values.ndim == 3 else 0


def field_of(moment: Moment, neuron: tuple[int, int] | None) -> Field:
    """The output over the plane, or that of one neuron, (layer, place)."""
    layers = len(moment.maps) - 1
    outputs = moment.maps[-1]
    if neuron is not None and (neuron[0] < layers or len(outputs) > 1):
        return _neuron(moment, *neuron)
    if len(outputs) > 1:
        return _classes(_finite(outputs))
    if moment.assembly.is_classification:
        return _decision(moment, _finite(outputs[0]))
    return _regression(moment, _finite(outputs[0]))


def target_colors(moment: Moment) -> tuple[float, float]:
    """The middle and the half width of the targets' colour scale: around zero where they have both signs."""
    y = moment.split.points.y
    low, high = float(np.min(y)), float(np.max(y))
    if low < 0 < high:
        return 0.0, max(-low, high)
    return (low + high) / 2, (high - low) / 2 or 1.0


def lead(values: Array) -> tuple[Array, Array]:
    """Which class is the largest, and how far it leads over the next: both of the shape of one field."""
    largest, next_largest = np.maximum(values[0], values[1]), np.minimum(values[0], values[1])
    for other in values[2:]:
        next_largest = np.maximum(next_largest, np.minimum(largest, other))
        largest = np.maximum(largest, other)
    return values.argmax(axis=0), largest - next_largest


def _neuron(moment: Moment, layer: int, place: int) -> Field:
    values = _finite(moment.maps[layer][place])
    ends = moment.assembly.activations[layer - 1].output_range if layer > 0 else (-np.inf, np.inf)
    if np.isfinite(ends).all():
        scale = float(np.abs(ends).max())
    else:
        scale = reach(float(np.abs(values).max()))
    return Field(values, scale=scale)


def _decision(moment: Moment, values: Array) -> Field:
    threshold = moment.assembly.threshold
    scale = 1.0 - threshold  # classes are learned as ±1 around 0, or as 0 and 1 around a half
    boundary = values[None] - threshold
    return Field(values, threshold, scale, _exceeds(values, threshold, scale), boundary)


def _regression(moment: Moment, values: Array) -> Field:
    in_units = moment.assembly.to_units(values)
    middle, scale = target_colors(moment)
    return Field(in_units, middle, scale, _exceeds(in_units, middle, scale))


def _classes(values: Array) -> Field:
    rivals = []
    for i in range(len(values) - 1):  # the last class borders on others only, and their borders are drawn
        others = np.delete(values, i, axis=0)
        rivals.append(values[i] - others.max(axis=0))
    return Field(values, scale=1.0, boundary=np.stack(rivals))


def _exceeds(values: Array, middle: float, scale: float) -> tuple[bool, bool]:
    room = 1.02 * scale
    return bool(values.min() < middle - room), bool(values.max() > middle + room)


def _finite(values: Array) -> Array:
    if np.isfinite(values.sum(dtype=np.float64)):  # as good as always
        return values
    return np.nan_to_num(values, nan=0.0, posinf=1e30, neginf=-1e30)


def cell_of(moment: Moment, x: float, y: float) -> tuple[int, int]:
    """The row and column of the map in which a point of the plane lies, in the data's own units."""
    (left, right), (bottom, top) = moment.split.points.ranges()
    column = int((x - left) / (right - left) * GRID)
    row = int((top - y) / (top - bottom) * GRID)
    return min(max(row, 0), GRID - 1), min(max(column, 0), GRID - 1)
