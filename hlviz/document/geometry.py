"""The shapes that a diagram is made of: boxes, cards, columns and the gaps between them, in pixels at 100 %.

One column a layer, inputs at the left. A column is drawn in one of four forms: tiles, one a neuron; bars, one a class; a block of
many neurons packed into a grid; or a picture, a grid whose cells are pixels. ``hlviz.document.arrangement`` makes them.
"""

from dataclasses import dataclass, fields, replace
from enum import Enum
from functools import cached_property

from hlviz.document.specs import LayerId
from hlviz.document.wiring import NeuronKey


@dataclass(frozen=True)
class Box:
    """An upright rectangle, in pixels; y grows downwards."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of its right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of its lower side."""
        return self.y + self.height

    @property
    def center(self) -> tuple[float, float]:
        """The (x, y) of its middle."""
        return self.x + self.width / 2, self.y + self.height / 2

    def holds(self, x: float, y: float, margin: float = 0.0) -> bool:
        """Whether a place is inside it, or no farther from it than ``margin``."""
        return self.x - margin <= x < self.right + margin and self.y - margin <= y < self.bottom + margin

    def moved(self, dx: float, dy: float) -> "Box":
        """The same rectangle, so much further to the right and down."""
        return replace(self, x=self.x + dx, y=self.y + dy)


class Form(Enum):
    """How a layer is drawn."""

    TILES = "tiles"
    BARS = "bars"
    BLOCK = "block"
    PICTURE = "picture"


@dataclass(frozen=True)
class Cell:
    """One neuron's place; a feature that is switched off has a place, but is no neuron."""

    key: NeuronKey
    box: Box
    label: str = ""
    is_on: bool = True


@dataclass(frozen=True)
class Grid:
    """Many neurons packed row by row."""

    columns: int
    rows: int
    cell: float
    """The side of a cell, in pixels."""


@dataclass(frozen=True)
class Card:
    """The header of a column and its controls; None where it has no such control."""

    box: Box
    grip: Box | None = None
    chip: Box | None = None
    minus: Box | None = None
    count: Box | None = None
    plus: Box | None = None
    drop: Box | None = None
    previous: Box | None = None
    next: Box | None = None
    probe: Box | None = None
    """The button that follows a sample through the network; ``previous`` and ``next`` are there while it does."""

    def moved(self, dx: float, dy: float) -> "Card":
        """The same card, so much further to the right and down."""
        boxes = {field.name: getattr(self, field.name) for field in fields(self)}
        return Card(**{name: box and box.moved(dx, dy) for name, box in boxes.items()})


@dataclass(frozen=True)
class Column:
    """One layer of the diagram."""

    index: int
    """Its place in the wiring; 0 are the inputs."""
    form: Form
    layer: LayerId | None
    """None for inputs and outputs."""
    size: int
    """How many neurons it has."""
    card: Card
    body: Box
    """Around all its neurons."""
    cells: tuple[Cell, ...] = ()
    """For tiles and bars, from top to bottom; among them features that are switched off."""
    grid: Grid | None = None
    """For blocks and pictures."""
    label_width: float = 0.0
    """Room for names beside the cells."""

    @property
    def x(self) -> float:
        """Its middle."""
        return self.body.center[0]

    def moved(self, dx: float, card_dy: float, body_dy: float) -> "Column":
        """The same column, so much further to the right, its card and its body so much further down."""
        cells = tuple(replace(cell, box=cell.box.moved(dx, body_dy)) for cell in self.cells)
        return replace(self, card=self.card.moved(dx, card_dy), body=self.body.moved(dx, body_dy), cells=cells)

    @cached_property
    def on_cells(self) -> tuple[Cell, ...]:
        """The cells that are neurons; row ``i`` of the layer is the i-th."""
        return tuple(cell for cell in self.cells if cell.is_on)

    def box_of(self, row: int) -> Box:
        """Where neuron ``row`` of the layer is."""
        if self.grid is None:
            return self.on_cells[row].box
        down, across = divmod(row, self.grid.columns)
        side = self.grid.cell
        return Box(self.body.x + across * side, self.body.y + down * side, side, side)

    def row_at(self, x: float, y: float) -> int | None:
        """Which neuron of a block or picture is at a place."""
        if self.grid is None or not self.body.holds(x, y):
            return None
        row = int((y - self.body.y) // self.grid.cell) * self.grid.columns + int((x - self.body.x) // self.grid.cell)
        return row if row < self.size else None

    @cached_property
    def ports(self) -> tuple[float, ...]:
        """The y at which edges meet the column: one a neuron, or one a row of its grid."""
        if self.grid is None:
            return tuple(cell.box.center[1] for cell in self.cells if cell.is_on)
        return tuple(self.body.y + (i + 0.5) * self.grid.cell for i in range(self.grid.rows))

    def port_of(self, row: int) -> int:
        """At which port the edges of neuron ``row`` meet the column."""
        return row if self.grid is None else row // self.grid.columns

    @cached_property
    def sides(self) -> tuple[float, float]:
        """The x at which edges come in and go out."""
        if self.grid is not None:
            return self.body.x - 4, self.body.right + 4
        boxes = [cell.box for cell in self.cells if cell.is_on]
        return min(box.x for box in boxes), max(box.right for box in boxes)


@dataclass(frozen=True)
class Gap:
    """Between two columns: where a hidden layer can be inserted."""

    index: int
    """The place that the new layer would have among the hidden ones."""
    zone: Box
    """Where the pointer counts as being in the gap."""
    plus: Box
    always: bool
    """Whether its button shows without the pointer being near."""

    @property
    def x(self) -> float:
        """Its middle."""
        return self.zone.center[0]


@dataclass(frozen=True)
class Geometry:
    """The whole diagram."""

    width: float
    height: float
    columns: tuple[Column, ...]
    gaps: tuple[Gap, ...]
