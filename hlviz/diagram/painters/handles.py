"""What can be taken hold of beside the things themselves: the lower edge of a layer, the dot of a bias. And what dragging an edge
would add or take away.
"""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from hlviz.diagram.foot import handle_of, tile_step
from hlviz.diagram.painters.look import Look, rect
from hlviz.diagram.scene import Scene
from hlviz.diagram.targets import Hit, Part
from hlviz.diagram.view import View
from hlviz.document.geometry import Box, Column

MOST_GHOSTS = 12


def paint_handles(painter: QPainter, scene: Scene, look: Look, hover: Hit) -> None:
    """A short bar below each hidden layer, and a ring around the dot under the pointer."""
    hot = hover.column if hover.part is Part.FOOT else -1
    painter.setPen(Qt.PenStyle.NoPen)
    for column in scene.columns:
        box = handle_of(column)
        if box is not None:
            is_hot = column.index == hot
            painter.setBrush(look.accent if is_hot else look.faint)
            painter.drawRoundedRect(rect(box).adjusted(-is_hot, -is_hot, is_hot, is_hot), 2.5, 2.5)
    if hover.part is Part.BIAS:
        box = scene.columns[hover.column].box_of(hover.row)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.accent, 1.8))
        painter.drawEllipse(QPointF(box.x + 1.5, box.bottom - 1.5), 6.5, 6.5)


def paint_stretch(painter: QPainter, scene: Scene, look: Look, view: View, index: int, size: int) -> None:
    """The neurons that would come, or a veil over those that would go; in widget pixels."""
    column = scene.columns[index]
    if size < column.size:
        _paint_veil(painter, look, view, column, size)
    elif size > column.size:
        _paint_ghosts(painter, look, view, column, size)


def paint_ghost(painter: QPainter, look: Look, box: Box) -> None:
    """Where a card or the neurons of a layer would be, in widget pixels."""
    fill = QColor(look.accent)
    fill.setAlphaF(0.14)
    painter.setBrush(fill)
    painter.setPen(QPen(look.accent, 1.4, Qt.PenStyle.DashLine))
    painter.drawRoundedRect(rect(box).adjusted(-2, -2, 2, 2), 9, 9)


def _paint_veil(painter: QPainter, look: Look, view: View, column: Column, size: int) -> None:
    veil = QColor(look.ground)
    veil.setAlphaF(0.78)
    painter.setBrush(veil)
    painter.setPen(QPen(look.bad, 1.2, Qt.PenStyle.DashLine))
    for box in _leaving(column, size):
        painter.drawRoundedRect(rect(view.box(box)).adjusted(-1, -1, 1, 1), 5, 5)


def _leaving(column: Column, size: int) -> list[Box]:
    """Boxes around the neurons from row ``size`` on."""
    if column.grid is None:
        return [column.box_of(row) for row in range(size, column.size)]
    first, body = column.box_of(size), column.body
    rest = Box(body.x, first.bottom, body.width, body.bottom - first.bottom)
    return [Box(first.x, first.y, body.right - first.x, first.height), *([rest] if rest.height > 1 else [])]


def _paint_ghosts(painter: QPainter, look: Look, view: View, column: Column, size: int) -> None:
    painter.setBrush(look.accent_soft)
    painter.setPen(QPen(look.accent, 1.4, Qt.PenStyle.DashLine))
    body = column.body
    if column.grid is not None:
        high = min(body.height * (size - column.size) / column.size, 400.0)
        painter.drawRoundedRect(rect(view.box(Box(body.x, body.bottom + 4, body.width, max(high, 3)))), 5, 5)
        return
    step = tile_step(column)
    side = min(step - 4, column.cells[0].box.width)
    for i in range(min(size - column.size, MOST_GHOSTS)):
        box = Box(column.x - side / 2, body.bottom + 4 + i * step, side, side)
        painter.drawRoundedRect(rect(view.box(box)), 4, 4)
