"""The small map: the whole diagram in a corner, with a frame around what can be seen."""

import time

from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from hlviz.diagram.insets import Minimap
from hlviz.diagram.painters.drawing import Drawing
from hlviz.diagram.painters.ground import blank_pixmap, on_pixel
from hlviz.diagram.painters.legend import paint_close, paint_inset
from hlviz.diagram.painters.look import Look, rect
from hlviz.diagram.targets import Part
from hlviz.document.geometry import Box, Form

PAUSE = 0.25
"""Seconds for which its picture serves."""
MOST_EDGES = 160
ITS = {Part.MAP, Part.MAP_CLOSE}


class MinimapPainter:
    """Paints it; its picture is kept for a while, only the frame moves with the view."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self._picture: tuple[object, QPixmap] | None = None
        self._made = 0.0

    def paint(self, painter: QPainter, drawing: Drawing, minimap: Minimap, frame: Box, ratio: float, hot: Part) -> None:
        """Draw it at its place in the widget.

        Parameters
        ----------
        frame
            Around what can be seen.
        hot
            The part that the pointer is over.
        """
        key, now = (drawing, minimap, ratio), time.monotonic()
        if self._picture is None or self._picture[0] != key or now - self._made > PAUSE:
            self._picture, self._made = (key, self._paint(drawing, minimap, ratio)), now
        painter.drawPixmap(on_pixel(painter, minimap.box.x, minimap.box.y), self._picture[1])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.look.accent, 1.6))
        painter.drawRoundedRect(rect(frame), 3, 3)
        if hot in ITS:
            paint_close(painter, self.look, minimap.box, is_hot=hot is Part.MAP_CLOSE)

    def _paint(self, drawing: Drawing, minimap: Minimap, ratio: float) -> QPixmap:
        box = minimap.box
        pixmap = blank_pixmap(box.width, box.height, ratio)
        with QPainter(pixmap) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            paint_inset(painter, self.look, Box(0, 0, box.width, box.height))
            painter.translate(-box.x, -box.y)
            self._paint_edges(painter, drawing, minimap)
            for column in drawing.scene.columns:
                painter.fillRect(rect(minimap.place(column.card.box)), QColor(self.look.line))
                self._paint_column(painter, drawing, minimap, column.index)
        return pixmap

    def _paint_edges(self, painter: QPainter, drawing: Drawing, minimap: Minimap) -> None:
        edges = drawing.edges
        drawn = edges.shown
        for i in range(max(0, len(drawn) - MOST_EDGES), len(drawn)):
            pair = edges.pairs[drawn.pair[i]]
            level = min(int(abs(drawn.value[i]) * len(edges.pens)), len(edges.pens) - 1)
            start = minimap.place(Box(pair.x0, float(pair.y0[drawn.start[i]]), 0, 0))
            end = minimap.place(Box(pair.x1, float(pair.y1[drawn.end[i]]), 0, 0))
            painter.setPen(QPen(edges.pens[level][int(drawn.value[i] >= 0)].color(), 0.8))
            painter.drawLine(QLineF(start.x, start.y, end.x, end.y))

    def _paint_column(self, painter: QPainter, drawing: Drawing, minimap: Minimap, index: int) -> None:
        column = drawing.scene.columns[index]
        block = drawing.blocks.picture(index)
        if block is not None:
            painter.drawImage(rect(minimap.place(column.body)), block[0], block[1])
            return
        for row, cell in enumerate(column.on_cells):
            where = rect(minimap.place(cell.box))
            picture = drawing.tiles.picture((index, row)) if column.form is Form.TILES else None
            if picture is not None:
                painter.drawImage(where, picture[0], picture[1])
            else:
                painter.fillRect(where, self.look.muted)
