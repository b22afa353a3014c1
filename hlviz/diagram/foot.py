"""The lower edge of a hidden layer: a handle below its last neuron, dragged down for more neurons and up for fewer."""

import math

from hlviz.document.geometry import Box, Column
from hlviz.document.specs import MAX_NEURONS

WIDTH, HEIGHT = 26.0, 4.0
FINEST = 16
"""A block changes by one neuron at a time below twice as many, by two below four times as many, and so on."""
MOST_STEP = 24.0
"""Pixels to draw for one neuron more, at most: there is little room below."""
BLOCK_STEP = 10.0
"""The same for one step of a block."""


def handle_of(column: Column) -> Box | None:
    """Where the handle is; None below inputs and outputs."""
    if column.layer is None:
        return None
    below = 3.0 if column.grid is not None else 8.0  # a block has words below it, a tile its dot and its ring
    return Box(column.x - WIDTH / 2, column.body.bottom + below, WIDTH, HEIGHT)


def handle_holds(column: Column, x: float, y: float) -> bool:
    """Whether a place is on the handle, or near enough to take hold of it."""
    box = handle_of(column)
    return box is not None and box.x - 8 <= x <= box.right + 8 and column.body.bottom + 1 <= y <= box.bottom + 7


def size_after(column: Column, dy: float) -> int:
    """How many neurons the layer would have with its lower edge dragged down by ``dy`` pixels; at least one."""
    if column.grid is not None:
        step = _block_step(column.size)
        steps = round(dy / BLOCK_STEP)
        size = column.size if steps == 0 else column.size // step * step + steps * step
        return min(max(size, 1), MAX_NEURONS)
    if dy <= 0:
        edge = column.body.bottom + dy
        return max(1, sum(cell.box.center[1] <= edge for cell in column.cells))
    return min(column.size + round(dy / tile_step(column)), MAX_NEURONS)


def tile_step(column: Column) -> float:
    """How far down one more neuron is."""
    if len(column.cells) < 2:
        return MOST_STEP
    return min(column.cells[1].box.y - column.cells[0].box.y, MOST_STEP)


def _block_step(size: int) -> int:
    return 1 << max(0, int(math.log2(size / FINEST)))
