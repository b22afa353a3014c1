"""Where the sample that is followed is in a plot: a ring, and a dotted line down to its input."""

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from hlviz.colors import LIGHT, Theme, mixed
from hlviz.nn.arrays import Array
from hlviz.panels.samples import draw_ring
from hlviz.panels.strokes import PlotItem


class ProbeMark(PlotItem):
    """A mark at a place of a plot, or none."""

    def __init__(self, *, has_line: bool) -> None:
        """Make a mark that is nowhere yet; ``has_line``: with a line from top to bottom through it."""
        super().__init__()
        self._at: tuple[float, float | None] | None = None
        self._has_line = has_line
        self._theme = LIGHT
        self.setZValue(9)

    @property
    def place(self) -> tuple[float, float | None] | None:
        """Where it is: (x, y), y being None where only the line is drawn; None: nowhere."""
        return self._at

    def show_place(self, x: float | None, y: float | None = None) -> None:
        """Mark this place; without ``y`` by the line alone, without ``x`` not at all."""
        is_good = x is not None and np.isfinite(x)
        at = (x, y if y is not None and np.isfinite(y) else None) if x is not None and is_good else None
        if at != self._at:
            self._at = at
            self.update()

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self.update()

    def draw(self, p: QPainter, scale: Array, shift: Array) -> None:
        """Draw the line and the ring."""
        if self._at is None:
            return
        view, (x, y) = self.viewRect(), self._at
        across = x * scale[0] + shift[0]
        if self._has_line:
            top, bottom = sorted((view.top() * scale[1] + shift[1], view.bottom() * scale[1] + shift[1]))
            p.setPen(QPen(QColor(mixed(self._theme.text, self._theme.card, 0.35)), 1, Qt.PenStyle.DotLine))
            p.drawLine(QPointF(across, top), QPointF(across, bottom))
        if y is not None:
            p.setPen(QPen(Qt.PenStyle.SolidLine))
            draw_ring(p, QPointF(across, y * scale[1] + shift[1]), self._theme)
