"""Rings around all that is selected beside the foremost thing, around what a rubber band would take, and the band itself."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from hlviz.diagram.painters.look import Look, rect
from hlviz.diagram.scene import Scene
from hlviz.document.geometry import Box
from hlviz.session.selection import Target

OUT = 3.0
"""From a tile to its ring, as for the foremost one."""


def paint_chosen(painter: QPainter, scene: Scene, look: Look, targets: Iterable[Target]) -> None:
    """Rings around neurons and layers, and a bar in a gap; edges have a halo, which is not drawn here."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    cells: list[QRectF] = []
    for target in targets:
        if target.layer is not None:
            _paint_layer(painter, scene, look, scene.project.network.index(target.layer) + 1)
        elif target.gap is not None:
            _paint_gap(painter, scene, look, target.gap)
        elif target.neuron is not None and (place := scene.place(target.neuron)) is not None:
            column = scene.columns[place[0]]
            box = rect(column.box_of(place[1]))
            if column.grid is not None:
                cells.append(box)
                continue
            radius = min(8.0, 0.2 * min(box.width(), box.height())) + OUT
            painter.setPen(QPen(look.accent, 2.2))
            painter.drawRoundedRect(box.adjusted(-OUT, -OUT, OUT, OUT), radius, radius)
    if cells:
        # thousands of them, perhaps: plain rectangles are cheap
        painter.setPen(QPen(look.accent, 2.0))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.drawRects(cells)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)


def paint_band(painter: QPainter, look: Look, band: Box) -> None:
    """The rubber band, in widget pixels."""
    fill = QColor(look.accent)
    fill.setAlphaF(0.10)
    painter.setBrush(fill)
    painter.setPen(QPen(look.accent, 1))
    painter.drawRect(rect(band).adjusted(0.5, 0.5, -0.5, -0.5))


def _paint_layer(painter: QPainter, scene: Scene, look: Look, index: int) -> None:
    box = rect(scene.columns[index].card.box)
    painter.setPen(QPen(look.accent, 1.8))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 9, 9)


def _paint_gap(painter: QPainter, scene: Scene, look: Look, index: int) -> None:
    gap = scene.geometry.gaps[index]
    top = min(column.card.box.y for column in scene.columns)
    bottom = max(column.body.bottom for column in scene.columns)
    pen = QPen(look.accent, 2, Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.drawLine(QPointF(gap.x, top + 4), QPointF(gap.x, bottom))
