"""Layers packed into a grid: many neurons as one picture, and the pixels of an image."""

import copy
from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap

from hlviz.diagram.figures import Figures
from hlviz.diagram.painters.ground import blank_pixmap, on_pixels
from hlviz.diagram.painters.look import Look, rect
from hlviz.diagram.painters.sheets import Sheet, colored, ink_sheet, packed, scale_of, sheet_of
from hlviz.diagram.painters.tiles import Place
from hlviz.diagram.scene import Kind, Scene
from hlviz.document.geometry import Column, Form
from hlviz.nn.arrays import Array

LEAST_PICTURE, FINEST = 12.0, 0.6
"""Pixels of a picture of weights, at least, and pixels to a weight: a smaller one says nothing."""
PLATE = 4.0
"""What the plate below a block reaches out beyond it."""


class BlockPainter:
    """The blocks and pictures of one scene."""

    def __init__(self, scene: Scene, look: Look) -> None:
        self.scene = scene
        self.look = look
        self._columns = [column for column in scene.columns if column.grid is not None]
        self._pictures: dict[int, Sheet] = {}
        self._lattices: dict[tuple[int, float], QPixmap] = {}
        self._opacity: Mapping[int, float] = {}
        self._ink: tuple[Array, Sheet] | None = None
        self._still: BlockPainter | None = None

    def moved(self, scene: Scene, opacity: Mapping[int, float]) -> "BlockPainter":
        """The same blocks at the places of another scene, some of them see-through by their column."""
        moved = copy.copy(self)
        moved.scene, moved._opacity = scene, opacity
        moved._columns = [column for column in scene.columns if column.grid is not None]
        moved._still = self
        return moved

    def sheet(self, layer: int) -> Sheet | None:
        """The picture of a layer; None where it is no block."""
        return self._pictures.get(layer)

    def picture(self, layer: int) -> tuple[QImage, QRectF] | None:
        """What is on the block of a layer: an image, and which part of it; None where it is no block."""
        sheet = self._pictures.get(layer)
        return (sheet.image, sheet.source(0)) if sheet is not None else None

    def show(self, figures: Figures) -> None:
        """Take the numbers of a moment."""
        for column in self._columns:
            known = self._pictures.get(column.index)
            is_dear = self.scene.kind is Kind.MAP or (known is not None and known.shows_weights)
            if known is None or not is_dear or figures.has_new_maps:
                self._pictures[column.index] = self._picture(figures, column)

    def _picture(self, figures: Figures, column: Column) -> Sheet:
        grid = column.grid
        assert grid is not None
        if column.form is Form.PICTURE:
            sample = figures.sample
            if self._ink is None or not np.array_equal(self._ink[0], sample):
                self._ink = sample, ink_sheet(self.scene, sample, self.look)
            return self._ink[1]
        image = self.scene.split.points.image_shape
        wants_pictures = image is None or grid.cell >= max(LEAST_PICTURE, FINEST * max(image))
        sheet = sheet_of(self.scene, figures, column, self.look) if column.index > 0 and wants_pictures else None
        if sheet is not None:
            return packed(sheet, column)
        values = np.zeros(grid.rows * grid.columns, np.float32)
        mine = figures.values(column.index)
        if self.scene.kind is Kind.MAP and not self.scene.is_probing:
            mine = figures.maps(column.index).mean(axis=(1, 2))
        elif self.scene.kind is Kind.CURVE and not self.scene.is_probing:
            mine = figures.curves(column.index).mean(axis=1)
        values[: len(mine)] = mine
        scale = scale_of(self.scene, column.index, mine)
        return Sheet(colored(values.reshape(1, grid.rows, grid.columns), scale, self.look), scale)

    def paint_plates(self, painter: QPainter) -> None:
        """What lies below blocks and pictures; it does not change."""
        painter.setBrush(self.look.card)
        painter.setPen(QPen(self.look.line, 1))
        for column in self._columns:
            painter.drawRoundedRect(rect(column.body).adjusted(-PLATE, -PLATE, PLATE, PLATE), 7, 7)

    def paint(self, painter: QPainter, selected: Place, hovered: Place, scale: float) -> None:
        """All blocks; ``scale`` is device pixels to a pixel of the diagram."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        for column in self._columns:
            picture, body = self._pictures[column.index], on_pixels(painter, rect(column.body))
            painter.setOpacity(self._opacity.get(column.index, 1.0))
            painter.drawImage(body, picture.image, picture.source(0))
            if self._still is None:
                painter.drawPixmap(body.topLeft(), self._lattice(column, scale))
            else:
                lattice = self._still.lattice(column.index, scale)
                painter.drawPixmap(body, lattice, QRectF(lattice.rect()))
            painter.setOpacity(1.0)
            for place, width, color in ((hovered, 1.5, self.look.text), (selected, 2.0, self.look.accent)):
                if place is not None and place[0] == column.index:
                    _paint_ring(painter, column, place[1], width, color)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)

    def lattice(self, index: int, scale: float) -> QPixmap:
        """The lines between the cells of the block of a column."""
        return self._lattice(next(column for column in self._columns if column.index == index), scale)

    def _lattice(self, column: Column, scale: float) -> QPixmap:
        lattice = self._lattices.get((column.index, scale))
        if lattice is None:
            if len(self._lattices) > 24:
                self._lattices.clear()
            lattice = self._lattices[column.index, scale] = _lattice(self.look, column, scale)
        return lattice


def _lattice(look: Look, column: Column, scale: float) -> QPixmap:
    """Lines between the cells, and nothing where the last row is not full."""
    grid, body = column.grid, column.body
    assert grid is not None
    pixmap = blank_pixmap(body.width, body.height, scale)
    left_over = (grid.rows * grid.columns - column.size) * grid.cell
    line = 2.0 if grid.cell >= 12 and column.form is Form.BLOCK else 1.0
    with QPainter(pixmap) as painter:
        painter.fillRect(QRectF(body.width - left_over, body.height - grid.cell, left_over, grid.cell), look.card)
        if column.form is Form.PICTURE and grid.cell < 8:
            return pixmap
        for i in range(1, grid.rows):
            painter.fillRect(QRectF(0, i * grid.cell - line / 2, body.width, line), look.card)
        for i in range(1, grid.columns if grid.cell >= 5 else 0):
            painter.fillRect(QRectF(i * grid.cell - line / 2, 0, line, body.height), look.card)
    return pixmap


def _paint_ring(painter: QPainter, column: Column, row: int, width: float, color: QColor) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color, width))
    box = rect(column.box_of(row))
    painter.drawRoundedRect(box.adjusted(-0.5, -0.5, 0.5, 0.5), 2, 2)
