"""The rubber band: drawn over empty ground, it takes what it touches."""

from PySide6.QtCore import Qt

from hlviz.diagram.overlay import Overlay
from hlviz.diagram.scene import Scene
from hlviz.diagram.targets import count_words
from hlviz.diagram.tools.tool import Desk, Tool
from hlviz.document.geometry import Box, Column
from hlviz.session.selection import Target


class Band(Tool):
    """Takes neurons, and whole layers where it touches their card."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, desk: Desk, x: float, y: float, *, adds: bool) -> None:
        """Begin at a place of the widget.

        Parameters
        ----------
        adds
            Whether what was selected before stays so.
        """
        self._desk, self._adds = desk, adds
        self._start = desk.view.to_scene(x, y)  # a place of the diagram, which may be scrolled meanwhile
        self._taken: tuple[Target, ...] = ()

    def move(self, x: float, y: float) -> None:
        """Stretch it to there."""
        (x0, y0), (x1, y1) = self._start, self._desk.view.to_scene(x, y)
        box = Box(min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0))
        found = touched(self._desk.scene, box)
        before = self._desk.selection.targets if self._adds else ()
        self._taken = tuple(dict.fromkeys((*before, *found)))
        text = count_words(self._taken) if self._taken else ""
        self.overlay = Overlay(x, y, text, is_allowed=True, band=self._desk.view.box(box), taken=self._taken)

    def end(self) -> None:
        """Select what it touches."""
        self.overlay = None
        self._desk.selection.select_all(self._taken)

    def cancel(self) -> None:
        """Leave selected what was."""
        self.overlay = None


def touched(scene: Scene, box: Box) -> tuple[Target, ...]:
    """What a box of the diagram touches: a layer where it is the layer's card, else single neurons."""
    found: list[Target] = []
    for column in scene.columns:
        if column.layer is not None and _meet(box, column.card.box):
            found.append(Target(layer=column.layer))
        elif _meet(box, column.body):
            keys = scene.wiring.layers[column.index]
            found += [Target(neuron=keys[row]) for row in _rows(column, box)]
    return tuple(found)


def _rows(column: Column, box: Box) -> list[int]:
    if column.grid is None:
        return [row for row, cell in enumerate(column.on_cells) if _meet(box, cell.box)]
    grid, body = column.grid, column.body
    left, right = _span(box.x - body.x, box.right - body.x, grid.cell, grid.columns)
    top, foot = _span(box.y - body.y, box.bottom - body.y, grid.cell, grid.rows)
    rows = [down * grid.columns + across for down in range(top, foot) for across in range(left, right)]
    return [row for row in rows if row < column.size]


def _span(start: float, end: float, cell: float, count: int) -> tuple[int, int]:
    """The cells from and up to which a stretch reaches along one side of a grid."""
    return max(0, int(start // cell)), min(count, int(end // cell) + 1)


def _meet(a: Box, b: Box) -> bool:
    return a.x < b.right and b.x < a.right and a.y < b.bottom and b.y < a.bottom
