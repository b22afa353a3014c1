"""What is read off a plot: a vertical line with a word beside it and a dot on each curve."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from hlviz.nn.arrays import Array
from hlviz.panels.strokes import PlotItem


class Cursor(PlotItem):
    """A vertical line with a word beside it and a dot on each curve: what is read off."""

    def __init__(self) -> None:
        super().__init__()
        self._x: float | None = None
        self._text = ""
        self._dots: tuple[tuple[float, str], ...] = ()
        self._line, self._ink, self._ground = QColor("#000000"), QColor("#000000"), QColor("#ffffff")
        self._font = QFont()
        self.setZValue(10)

    @property
    def place(self) -> float | None:
        """Where it stands."""
        return self._x

    def show_place(self, x: float | None, text: str = "", dots: tuple[tuple[float, str], ...] = ()) -> None:
        """Stand at ``x`` with dots of (y, colour); None: nowhere."""
        self._x, self._text = x, text
        self._dots = tuple(dot for dot in dots if np.isfinite(dot[0]))
        self.setVisible(x is not None)
        self.update()

    def show_look(self, line: str, ink: str, ground: str, font: QFont) -> None:
        """Draw in these colours and this font."""
        self._line, self._ink, self._ground, self._font = QColor(line), QColor(ink), QColor(ground), font
        self.update()

    def draw(self, p: QPainter, scale: Array, shift: Array) -> None:
        """Draw line, dots and word."""
        if self._x is None:
            return
        view = self.viewRect()
        left, right = sorted((view.left() * scale[0] + shift[0], view.right() * scale[0] + shift[0]))
        top, bottom = sorted((view.top() * scale[1] + shift[1], view.bottom() * scale[1] + shift[1]))
        x = round(self._x * scale[0] + shift[0]) + 0.5
        p.setPen(QPen(self._line, 1))
        p.drawLine(QPointF(x, top), QPointF(x, bottom))
        p.setPen(QPen(self._ground, 1.2))
        for y, color in self._dots:
            p.setBrush(QColor(color))
            p.drawEllipse(QPointF(x, y * scale[1] + shift[1]), 3.4, 3.4)
        if self._text:
            p.setFont(self._font)
            metrics = QFontMetricsF(self._font)
            width, height = metrics.horizontalAdvance(self._text) + 8, metrics.height() + 2
            chip = QRectF(x + 5 if x + 5 + width <= right else max(left, x - 5 - width), top + 1, width, height)
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(self._ground)
            p.drawRoundedRect(chip, 4, 4)
            p.setPen(self._ink)
            p.drawText(chip, Qt.AlignmentFlag.AlignCenter, self._text)
