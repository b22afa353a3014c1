"""A filled band between two curves."""

import numpy as np
from pyqtgraph.functions import arrayToQPolygonF
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter

from hlviz.nn.arrays import Array
from hlviz.panels.polyline import FAR, runs
from hlviz.panels.strokes import NONE, PlotItem


class Band(PlotItem):
    """From a lower curve to an upper one; where either is no number, it breaks."""

    def __init__(self) -> None:
        super().__init__()
        self._x: Array = NONE
        self._low: Array = NONE
        self._high: Array = NONE
        self._color = QColor("#000000")

    def show_band(self, x: Array, low: Array, high: Array) -> None:
        """Fill between these, each of shape (n,); ``x`` never falls."""
        self._x, self._low, self._high = x, low, high
        self.update()

    def show_color(self, color: str) -> None:
        """Draw in this colour."""
        self._color = QColor(color)
        self.update()

    def draw(self, p: QPainter, scale: Array, shift: Array) -> None:
        """Fill it."""
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(self._color)
        x = self._x * scale[0] + shift[0]
        low, high = (np.clip(ends * scale[1] + shift[1], -FAR, FAR) for ends in (self._low, self._high))
        for part in runs(low + high):
            if part.stop - part.start > 1:
                around = np.concatenate([x[part], x[part][::-1]])
                p.drawPolygon(arrayToQPolygonF(around, np.concatenate([low[part], high[part][::-1]])))
