"""A histogram that lies on its side at the right end of a plot: how the values of the vertical axis are spread."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from hlviz.nn.arrays import Array, IntArray
from hlviz.panels.polyline import FAR
from hlviz.panels.strokes import PlotItem


class SideBars(PlotItem):
    """Bars from a place of the horizontal axis to the plot's right end, the longest of them just as far."""

    def __init__(self) -> None:
        super().__init__()
        self._from = 0.0
        self._edges: Array = np.empty(0)
        self._counts: IntArray = np.empty(0, np.int64)
        self._fill, self._line = QColor("#888888"), QColor("#cccccc")
        self.setZValue(-1)

    @property
    def counts(self) -> IntArray:
        """How many values are in each bin, shape (bins,)."""
        return self._counts

    def show_counts(self, begin: float, edges: Array, counts: IntArray) -> None:
        """Draw these: ``edges`` of shape (bins + 1,), bars from ``begin`` on."""
        self._from, self._edges, self._counts = begin, edges, counts
        self.update()

    def show_look(self, fill: str, line: str) -> None:
        """In these colours."""
        self._fill, self._line = QColor(fill), QColor(line)
        self.update()

    def draw(self, p: QPainter, scale: Array, shift: Array) -> None:
        """Draw the bars and the line they stand on."""
        if not len(self._counts) or not self._counts.any():
            return
        view = self.viewRect()
        left, right = self._from * scale[0] + shift[0], view.right() * scale[0] + shift[0]
        if right - left < 4:
            return
        lengths = self._counts / self._counts.max() * (right - left - 2)
        places = np.clip(self._edges * scale[1] + shift[1], -FAR, FAR)
        for length, low, high in zip(lengths, places[:-1], places[1:], strict=True):
            if length > 0:
                p.fillRect(QRectF(QPointF(left, high + 0.5), QPointF(left + max(1.0, length), low - 0.5)), self._fill)
        top, bottom = sorted((view.top() * scale[1] + shift[1], view.bottom() * scale[1] + shift[1]))
        p.setPen(QPen(self._line, 1))
        p.drawLine(QPointF(left - 1, top), QPointF(left - 1, bottom))
