"""Rings around all that is selected beside the foremost thing, around what a rubber band would take, and the band itself."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from hlviz.diagram.painters.look import Look, rect
from hlviz.diagram.scene import Scene
from hlviz.document.geometry import Box, Column, Grid
from hlviz.document.wiring import NeuronKey
from hlviz.session.selection import Target

OUT = 3.0
"""From a tile to its ring, as for the foremost one."""


def paint_chosen(painter: QPainter, scene: Scene, look: Look, targets: Sequence[Target]) -> None:
    """Rings around neurons and layers, and a bar in a gap; edges have a halo, which is not drawn here."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    rows: dict[int, list[int]] = {}
    for place in filter(None, [scene.place(target.neuron) for target in targets if target.neuron is not None]):
        rows.setdefault(place[0], []).append(place[1])
    for index, own in rows.items():
        column = scene.columns[index]
        if column.grid is not None:
            _paint_cells(painter, look, column, column.grid, own)
        else:
            _paint_tiles(painter, look, column, own)
    for target in targets:
        if target.layer is not None:
            _paint_layer(painter, scene, look, scene.project.network.index(target.layer) + 1)
        elif target.gap is not None:
            _paint_gap(painter, scene, look, target.gap)


def paint_missing(painter: QPainter, scene: Scene, look: Look, neuron: NeuronKey) -> None:
    """Cover the neuron that the network is looked at without, and strike it out."""
    place = scene.place(neuron)
    if place is None:
        return
    box = rect(scene.columns[place[0]].box_of(place[1]))
    veil = QColor(look.card)
    veil.setAlphaF(0.72)
    radius = min(8.0, 0.2 * min(box.width(), box.height()))
    painter.setBrush(veil)
    painter.setPen(QPen(look.text, 1.6, Qt.PenStyle.DashLine))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    inset = 0.28 * box.width(), 0.28 * box.height()
    inner = box.adjusted(inset[0], inset[1], -inset[0], -inset[1])
    painter.setPen(QPen(look.text, 2.0))
    painter.drawLine(inner.topLeft(), inner.bottomRight())
    painter.drawLine(inner.topRight(), inner.bottomLeft())


def paint_band(painter: QPainter, look: Look, band: Box) -> None:
    """The rubber band, in widget pixels."""
    fill = QColor(look.accent)
    fill.setAlphaF(0.10)
    painter.setBrush(fill)
    painter.setPen(QPen(look.accent, 1))
    painter.drawRect(rect(band).adjusted(0.5, 0.5, -0.5, -0.5))


def _paint_tiles(painter: QPainter, look: Look, column: Column, rows: list[int]) -> None:
    painter.setPen(QPen(look.accent, 2.2))
    for row in rows:
        box = rect(column.box_of(row))
        radius = min(8.0, 0.2 * min(box.width(), box.height())) + OUT
        painter.drawRoundedRect(box.adjusted(-OUT, -OUT, OUT, OUT), radius, radius)


def _paint_cells(painter: QPainter, look: Look, column: Column, grid: Grid, rows: list[int]) -> None:
    """A frame around each stretch of cells beside each other: thousands of single ones would be neither read nor cheap."""
    cells = np.sort(np.array(rows))
    ends = np.flatnonzero((np.diff(cells) != 1) | (cells[1:] % grid.columns == 0)) + 1
    painter.setPen(QPen(look.accent, 2.0))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    side, frames = grid.cell, []
    for stretch in np.split(cells, ends):
        down, across = divmod(int(stretch[0]), grid.columns)
        frames.append(QRectF(column.body.x + across * side, column.body.y + down * side, len(stretch) * side, side))
    painter.drawRects(frames)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)


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
