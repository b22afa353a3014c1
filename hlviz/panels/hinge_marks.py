"""Where neurons turn: a short mark at the foot of a plot for each, and a line all the way up for the one that is looked at."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from hlviz.nn.arrays import Array
from hlviz.panels.strokes import NONE, PlotItem

HEIGHT = 9.0
"""Pixels."""


class HingeMarks(PlotItem):
    """Marks of a few colours."""

    def __init__(self) -> None:
        super().__init__()
        self._x: Array = NONE
        self._colors: tuple[str, ...] = ()
        self._lit: tuple[bool, ...] = ()
        self.setZValue(5)

    @property
    def places(self) -> Array:
        """What it draws."""
        return self._x

    def show_places(self, x: Array, colors: Sequence[str], lit: Sequence[bool]) -> None:
        """Mark these places, each in its colour; those that are lit all the way up. Places that are no numbers are left out."""
        good = np.flatnonzero(np.isfinite(x)).tolist()
        self._x = x[good]
        self._colors, self._lit = tuple(colors[i] for i in good), tuple(lit[i] for i in good)
        self.update()

    def draw(self, p: QPainter, scale: Array, shift: Array) -> None:
        """Draw those that can be seen."""
        view = self.viewRect()
        top, bottom = sorted((view.top() * scale[1] + shift[1], view.bottom() * scale[1] + shift[1]))
        for x, color, is_lit in zip(self._x.tolist(), self._colors, self._lit, strict=True):
            if not view.left() <= x <= view.right():
                continue
            across = x * scale[0] + shift[0]
            if is_lit:
                p.setPen(QPen(QColor(color), 1, Qt.PenStyle.DotLine))
                p.drawLine(QPointF(across, top), QPointF(across, bottom))
            p.setPen(QPen(QColor(color), 3.0 if is_lit else 2.0))
            p.drawLine(QPointF(across, bottom - HEIGHT), QPointF(across, bottom))
