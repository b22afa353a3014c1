"""The loss over a plane as bands of colour, like the map of a landscape, and the way through it."""

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from hlviz.colors import LIGHT, Theme
from hlviz.explain.landscape import Slice
from hlviz.nn.arrays import Array
from hlviz.panels.polyline import FAR
from hlviz.panels.strokes import PlotItem
from hlviz.panels.tones import Table, Tones, enlarged, sequential_table

BANDS = 16
"""Steps of height: where one meets the next is a contour line."""
FINE = 4
"""Pixels of the picture for each place that was looked at."""
DECADES = 4.0
"""How many times ten the highest band is above the lowest, at most: beyond, everything is the colour of the top."""
ARROW, HEAD = 22.0, 6.0
"""Pixels of the shortest arrow that can be seen, and of its head."""


def heights(loss: Array) -> tuple[Array, float, float]:
    """log₁₀ of the loss, shape of ``loss``, and the ends of its scale; what is no number is at the top."""
    known = loss[np.isfinite(loss) & (loss > 0)]
    low = math.log10(float(known.min())) if known.size else -1.0
    high = min(math.log10(float(known.max())) if known.size else 0.0, low + DECADES)
    high = max(high, low + 1e-3)
    with np.errstate(all="ignore"):
        logs = np.log10(np.where(loss > 0, loss, 10.0**low))
    return np.clip(np.nan_to_num(logs, nan=high, posinf=high, neginf=low), low, high), low, high


def banded(theme: Theme) -> Table:
    """The theme's scale for numbers that are never negative, in ``BANDS`` steps."""
    table = sequential_table(theme)
    middles = (np.arange(len(table)) * BANDS // len(table) + 0.5) / BANDS * len(table)
    return np.ascontiguousarray(table[middles.astype(np.int64)])


class SlicePicture(PlotItem):
    """The heights."""

    def __init__(self) -> None:
        super().__init__()
        self._tones = Tones()
        self._slice: Slice | None = None
        self._indexes: Array | None = None
        self._table = banded(LIGHT)
        self.setZValue(-2000)

    def show_slice(self, found: Slice | None) -> None:
        """Draw these heights."""
        if found is self._slice:
            return
        self._slice, self._indexes = found, None
        if found is not None:
            logs, low, high = heights(found.loss)
            rows, columns = logs.shape
            fine = enlarged(logs[::-1], columns * FINE, rows * FINE)
            self._indexes = np.clip((fine - low) / (high - low) * 255.0, 0, 255)
        self.update()

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._table = banded(theme)
        self.update()

    def draw(self, p: QPainter, scale: Array, shift: Array) -> None:
        """Draw them; each place that was looked at is the middle of its cell."""
        if self._slice is None or self._indexes is None:
            return
        x, y = self._slice.x, self._slice.y
        half = (x[1] - x[0]) / 2, (y[1] - y[0]) / 2
        left, right = ((x[0] - half[0]) * scale[0] + shift[0], (x[-1] + half[0]) * scale[0] + shift[0])
        top, bottom = ((y[-1] + half[1]) * scale[1] + shift[1], (y[0] - half[1]) * scale[1] + shift[1])
        p.drawImage(QRectF(left, top, right - left, bottom - top), self._tones.image(self._indexes, self._table))


class Way(PlotItem):
    """Where the network was, where it is, and where the next step goes."""

    def __init__(self) -> None:
        super().__init__()
        self._path: Array = np.empty((0, 2))
        self._here: Array | None = None
        self._move: Array = np.zeros(2)
        self.stretched = 1.0
        """How many times as long as the step the arrow was drawn the last time."""
        self._theme: Theme = LIGHT
        self.setZValue(5)

    def show_way(self, path: Array, here: Array | None, move: Array) -> None:
        """Draw this path, shape (n, 2), this place (2,), and an arrow along ``move`` (2,)."""
        self._path, self._here, self._move = path, here, move
        self.update()

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self.update()

    def draw(self, p: QPainter, scale: Array, shift: Array) -> None:
        """Draw all of it, bright with a dark rim: it crosses every colour of the scale."""
        if self._here is None:
            return
        ink, rim = QColor("#ffffff"), QColor("#10151c")
        way = np.clip(np.vstack([self._path, self._here]) * scale + shift, -FAR, FAR)
        polygon = QPolygonF([QPointF(*point) for point in way.tolist()])
        p.setBrush(Qt.BrushStyle.NoBrush)
        for color, width in ((rim, 3.2), (ink, 1.6)):
            p.setPen(QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
            p.drawPolyline(polygon)
        p.setPen(QPen(rim, 1.2))
        if len(self._path):
            p.setBrush(ink)
            p.drawRect(QRectF(way[0][0] - 3, way[0][1] - 3, 6, 6))
        self._draw_arrow(p, way[-1], self._move * scale, rim)
        p.setPen(QPen(ink, 1.4))
        p.setBrush(QColor(self._theme.accent))
        p.drawEllipse(QPointF(*way[-1].tolist()), 4.6, 4.6)

    def _draw_arrow(self, p: QPainter, begin: Array, move: Array, rim: QColor) -> None:
        length = float(np.hypot(*move))
        self.stretched = 1.0
        if not math.isfinite(length) or length < 1e-9:
            return
        self.stretched = max(1.0, ARROW / length)
        ahead, aside = move / length, np.array([-move[1], move[0]]) / length
        end = begin + ahead * min(length * self.stretched, FAR)
        neck = end - ahead * HEAD
        line = QPainterPath(QPointF(*begin.tolist()))
        line.lineTo(QPointF(*neck.tolist()))
        head = QPolygonF([QPointF(*at.tolist()) for at in (end, neck + aside * HEAD * 0.6, neck - aside * HEAD * 0.6)])
        color = QColor("#ff5a6e")
        p.setBrush(Qt.BrushStyle.NoBrush)
        for ink, width in ((rim, 4.0), (color, 2.2)):
            p.setPen(QPen(ink, width))
            p.drawPath(line)
        p.setPen(QPen(rim, 1))
        p.setBrush(color)
        p.drawPolygon(head)
