"""On the way from one network to the next: where everything is meanwhile, so that the eye can follow what moved where.

Things are known again by what they are: neurons by their keys, columns by their layers. What is in both scenes glides from its old
place to its new one; what is new fades in where it will be; what is gone fades out. Whoever asks what is under the pointer is answered
from the scene at the end.
"""

from collections.abc import Hashable
from dataclasses import dataclass, fields, replace
from functools import cached_property

import numpy as np

from hlviz.diagram.figures import is_heavy
from hlviz.diagram.scene import Scene
from hlviz.diagram.view import View
from hlviz.document.geometry import Box, Card, Cell, Column, Grid
from hlviz.document.wiring import NeuronKey
from hlviz.nn.arrays import Array

MOST_COLUMNS = 24
Key = Hashable
"""Of a column: its layer, or which end it is. Of a port: the neuron, or the column and the row of its block."""


def column_key(column: Column) -> Key:
    """What a column is, whatever its place."""
    if column.layer is not None:
        return "layer", column.layer
    return "inputs" if column.index == 0 else "outputs"


def port_key(column: Column, port: int) -> Key:
    """What a port is, whatever its place."""
    if column.grid is not None:
        return "row", column_key(column), port
    return column.on_cells[port].key


@dataclass(frozen=True)
class Port:
    """Where edges meet a column."""

    column: int
    x_in: float
    x_out: float
    y: float


class Places:
    """Where the things of a scene are."""

    def __init__(self, scene: Scene) -> None:
        self.columns = {column_key(column): column for column in scene.columns}
        self.cells: dict[NeuronKey, Box] = {cell.key: cell.box for column in scene.columns for cell in column.cells}
        self._scene = scene

    @cached_property
    def ports(self) -> dict[Key, Port]:
        """Of all columns, by what they are."""
        return {
            port_key(column, i): Port(column.index, *column.sides, y)
            for column in self._scene.columns
            for i, y in enumerate(column.ports)
        }

    def has(self, keys: tuple[Key, Key]) -> bool:
        """Whether edges run from the one port to the other."""
        start, end = self.ports.get(keys[0]), self.ports.get(keys[1])
        return start is not None and end is not None and start.column + 1 == end.column


def moved(scene: Scene, before: View, after: View) -> Scene:
    """The scene in such a way that it looks in the view after as it did in the one before."""
    if before == after:
        return scene

    def at(box: Box) -> Box:
        x, y = after.to_scene(*before.to_widget(box.x, box.y))
        scale = before.zoom / after.zoom
        return Box(x, y, box.width * scale, box.height * scale)

    columns = []
    for column in scene.columns:
        cells = tuple(replace(cell, box=at(cell.box)) for cell in column.cells)
        grid = replace(column.grid, cell=column.grid.cell * before.zoom / after.zoom) if column.grid else None
        card = replace(column.card, box=at(column.card.box))  # its controls are taken from the scene at the end
        columns.append(replace(column, card=card, body=at(column.body), cells=cells, grid=grid))
    return replace(scene, geometry=replace(scene.geometry, columns=tuple(columns)))


def can_glide(before: Scene, after: Scene) -> bool:
    """Whether the eye could follow: both are of the same data, and of a size that can be drawn anew in each frame."""
    old, new = before.project.data, after.project.data
    if (old.dataset, old.table) != (new.dataset, new.table) or max(
        len(before.columns), len(after.columns)
    ) > MOST_COLUMNS:
        return False
    return not is_heavy(before) and not is_heavy(after)


class Transition:
    """From a scene to the next; ``share`` 0 … 1 says how much of the way is done."""

    def __init__(self, before: Scene, after: Scene) -> None:
        """Take the scene as it was last seen, in the coordinates of the one after."""
        self.before, self.after = before, after
        self.old, self.new = Places(before), Places(after)

    @cached_property
    def fresh_columns(self) -> frozenset[int]:
        """The columns that were not there."""
        return frozenset(column.index for key, column in self.new.columns.items() if key not in self.old.columns)

    @cached_property
    def fresh(self) -> frozenset[tuple[int, int]]:
        """(layer, row) of the neurons drawn one by one that were not there, or not in such a way."""
        return frozenset(
            (column.index, row)
            for column in self.after.columns
            for row, cell in enumerate(column.on_cells)
            if cell.key not in self.old.cells
        )

    def are_fresh(self, layer: int) -> Array:
        """Which strands from a layer to the next were not there, shape (ports, ports)."""
        start, end = (
            np.array([self._former_column(port_key(column, i)) for i in range(len(column.ports))])
            for column in self.after.columns[layer : layer + 2]
        )
        return np.asarray(start[:, None] + 1 != end[None, :])

    def _former_column(self, key: Key) -> int:
        port = self.old.ports.get(key)
        return port.column if port is not None else -9

    @property
    def is_still(self) -> bool:
        """Whether nothing moves, comes or goes."""
        return (
            self.old.cells == self.new.cells
            and self.old.columns.keys() == self.new.columns.keys()
            and all(
                (column.body, column.card.box, column.grid)
                == ((old := self.old.columns[key]).body, old.card.box, old.grid)
                for key, column in self.new.columns.items()
            )
        )

    def at(self, share: float) -> Scene:
        """The scene after, with everything still on its way."""
        columns = tuple(self._column(key, column, share) for key, column in self.new.columns.items())
        return replace(self.after, geometry=replace(self.after.geometry, columns=columns))

    def _column(self, key: Key, column: Column, share: float) -> Column:
        old = self.old.columns.get(key)
        cells = tuple(self._cell(cell, share) for cell in column.cells)
        if old is None:
            return replace(column, cells=cells)
        body = between(old.body, column.body, share)
        grid = column.grid
        if grid is not None:
            grid = Grid(grid.columns, grid.rows, body.width / grid.columns)
        return replace(column, card=_card(old.card, column.card, share), body=body, cells=cells, grid=grid)

    def _cell(self, cell: Cell, share: float) -> Cell:
        old = self.old.cells.get(cell.key)
        return cell if old is None or old == cell.box else replace(cell, box=between(old, cell.box, share))


def between(start: Box, end: Box, share: float) -> Box:
    """The box on the way from one to another."""
    rest = 1 - share
    return Box(
        start.x * rest + end.x * share,
        start.y * rest + end.y * share,
        start.width * rest + end.width * share,
        start.height * rest + end.height * share,
    )


def _card(old: Card, new: Card, share: float) -> Card:
    """The card as it will be, with its middle on the way."""
    dx = (old.box.center[0] - new.box.center[0]) * (1 - share)
    dy = (old.box.y - new.box.y) * (1 - share)

    def at(box: Box) -> Box:
        return Box(box.x + dx, box.y + dy, box.width, box.height)

    boxes = {part.name: getattr(new, part.name) for part in fields(new)}
    return replace(new, **{name: at(box) for name, box in boxes.items() if box is not None})
