"""A ring around a place of a plot that is worth noticing."""

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from hlviz.nn.arrays import Array
from hlviz.panels.strokes import PlotItem

RADIUS = 4.0


class Ring(PlotItem):
    """At most one."""

    def __init__(self) -> None:
        super().__init__()
        self._place: tuple[float, float] | None = None
        self._line, self._ground = QColor("#000000"), QColor("#ffffff")
        self.setZValue(9)

    @property
    def place(self) -> tuple[float, float] | None:
        """What it stands around, in the plot's units; None: it is not there."""
        return self._place

    def show_place(self, place: tuple[float, float] | None) -> None:
        """Stand around this; None, or what is no number: nowhere."""
        if place is not None and not np.isfinite(place).all():
            place = None
        if place != self._place:
            self._place = place
            self.setVisible(place is not None)
            self.update()

    def show_look(self, line: str, ground: str) -> None:
        """Draw in these colours."""
        self._line, self._ground = QColor(line), QColor(ground)
        self.update()

    def draw(self, p: QPainter, scale: Array, shift: Array) -> None:
        """Draw it on a ground of its own, so that it stands out from a curve."""
        if self._place is None:
            return
        at = QPointF(self._place[0] * scale[0] + shift[0], self._place[1] * scale[1] + shift[1])
        p.setBrush(Qt.BrushStyle.NoBrush)
        for color, width in ((self._ground, 3.2), (self._line, 1.4)):
            p.setPen(QPen(color, width))
            p.drawEllipse(at, RADIUS, RADIUS)
