"""One line a layer over time, coloured by depth, its name at the end; behind them the band in which all is well."""

import numpy as np
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from hlviz.nn.arrays import Array
from hlviz.panels.polyline import FAR, thinned
from hlviz.panels.strokes import NONE, PlotItem

WIDTH, STRONG = 1.4, 2.6
LABEL_GAP = 4
STROKES, COARSEST = 900, 4
"""Strokes of all lines together, about; where there are many lines, each is drawn in steps of up to so many pixels."""
NEAR = 9.0
"""Pixels from a line within which the pointer means it."""


class FlowLines(PlotItem):
    """Lines over the same places. Where a value is no number a line has a gap."""

    def __init__(self) -> None:
        super().__init__()
        self._x: Array = NONE
        self._lines: Array = np.empty((0, 0))
        self._colors: tuple[str, ...] = ()
        self._names: tuple[str, ...] = ()
        self._strong: int | None = None
        self._font, self._ground = QFont(), QColor("#ffffff")
        self._strokes = PrimitiveArray(QLineF, 4)

    @property
    def lines(self) -> Array:
        """What it draws, shape (lines, places)."""
        return self._lines

    @property
    def colors(self) -> tuple[str, ...]:
        """A colour each."""
        return self._colors

    def show_lines(self, x: Array, lines: Array, colors: tuple[str, ...], names: tuple[str, ...]) -> None:
        """Draw these: ``lines`` of shape (lines, places), ``x`` never falls."""
        self._x, self._lines, self._colors, self._names = x, lines, colors, names
        self.update()

    def show_strong(self, line: int | None) -> None:
        """Draw one of them thicker."""
        if line != self._strong:
            self._strong = line
            self.update()

    def show_look(self, font: QFont, ground: str) -> None:
        """Write names in this font, on this ground."""
        self._font, self._ground = font, QColor(ground)
        self.update()

    def nearest(self, point: QPointF, scale: tuple[float, float]) -> int | None:
        """The line that a point of the plot is on; ``scale``: pixels per unit."""
        if len(self._x) < 2:
            return None
        away = np.array([abs(_at(self._x, line, point.x()) - point.y()) for line in self._lines]) * scale[1]
        if not np.isfinite(away).any():
            return None
        found = int(np.nanargmin(away))
        return found if away[found] <= NEAR else None

    def draw(self, p: QPainter, scale: Array, shift: Array) -> None:
        """Draw lines, then names."""
        if not len(self._x):
            return
        order = [i for i in range(len(self._lines)) if i != self._strong]
        order += [] if self._strong is None or self._strong >= len(self._lines) else [self._strong]
        across = self._x * scale[0] + shift[0]
        wanted = 2 * len(self._lines) * min(len(across), float(across[-1] - across[0]))
        step = float(np.clip(wanted / STROKES, 1.0, COARSEST))
        for i in order:
            x, y = thinned(across / step, self._lines[i] * scale[1] + shift[1])
            strokes = np.column_stack([x[:-1] * step, y[:-1], x[1:] * step, y[1:]])
            strokes = np.clip(strokes[np.isfinite(strokes).all(axis=1)], -FAR, FAR)
            pen = QPen(QColor(self._colors[i]), STRONG if i == self._strong else WIDTH)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            p.setPen(pen)
            self._strokes.resize(len(strokes))
            self._strokes.ndarray()[: len(strokes)] = strokes
            if len(strokes):
                p.drawLines(*self._strokes.drawargs())
        self._draw_names(p, scale, shift)

    def _draw_names(self, p: QPainter, scale: Array, shift: Array) -> None:
        """At the end of each line its name, as many as there is room for, the first and the last layer's in any case."""
        p.setFont(self._font)
        metrics = QFontMetricsF(self._font)
        view = self.viewRect()
        top, bottom = sorted((view.top() * scale[1] + shift[1], view.bottom() * scale[1] + shift[1]))
        most = max(2, int((bottom - top) / metrics.height()))
        shown = np.unique(np.linspace(0, len(self._lines) - 1, min(most, len(self._lines))).round().astype(int))
        ends = [(self._lines[i][-1] * scale[1] + shift[1], int(i)) for i in shown if np.isfinite(self._lines[i][-1])]
        places = apart(np.array(sorted(y for y, _ in ends)), metrics.height() * 0.92, top, bottom)
        x = self._x[-1] * scale[0] + shift[0] + LABEL_GAP
        for (_, i), y in zip(sorted(ends), places, strict=True):
            p.setPen(QColor(self._colors[i]))
            place = QRectF(x, y - metrics.height() / 2, metrics.horizontalAdvance(self._names[i]) + 2, metrics.height())
            p.drawText(place, Qt.AlignmentFlag.AlignVCenter, self._names[i])


class Band(PlotItem):
    """A range of the vertical axis, shaded, with a dashed line at its middle."""

    def __init__(self) -> None:
        super().__init__()
        self._ends: tuple[float, float] | None = None
        self._fill, self._line = QColor("#eeeeee"), QColor("#888888")
        self.setZValue(-2000)  # below the grid

    @property
    def ends(self) -> tuple[float, float] | None:
        """What is shaded; None: nothing."""
        return self._ends

    def show_ends(self, ends: tuple[float, float] | None) -> None:
        """Shade from one value to another."""
        if ends != self._ends:
            self._ends = ends
            self.update()

    def show_look(self, fill: str, line: str) -> None:
        """In these colours."""
        self._fill, self._line = QColor(fill), QColor(line)
        self.update()

    def draw(self, p: QPainter, scale: Array, shift: Array) -> None:
        """Shade it."""
        if self._ends is None:
            return
        view = self.viewRect()
        left, right = sorted((view.left() * scale[0] + shift[0], view.right() * scale[0] + shift[0]))
        low, high = (float(np.clip(end * scale[1] + shift[1], -FAR, FAR)) for end in self._ends)
        p.fillRect(QRectF(QPointF(left, high), QPointF(right, low)).normalized(), self._fill)
        pen = QPen(self._line, 1)
        pen.setDashPattern([4, 3])
        p.setPen(pen)
        middle = round((low + high) / 2) + 0.5
        p.drawLine(QPointF(left, middle), QPointF(right, middle))


def apart(places: Array, gap: float, low: float, high: float) -> Array:
    """Places, sorted, moved until each is ``gap`` below the last and all are between ``low`` and ``high`` if that can be."""
    moved = np.clip(places, low + gap / 2, high - gap / 2)
    for i in range(1, len(moved)):
        moved[i] = max(moved[i], moved[i - 1] + gap)
    for i in range(len(moved) - 1, -1, -1):
        limit = high - gap / 2 if i == len(moved) - 1 else moved[i + 1] - gap
        moved[i] = min(moved[i], limit)
    return moved


def _at(x: Array, y: Array, place: float) -> float:
    """The value of a line at a place; NaN where it has none."""
    good = np.isfinite(y)
    if not good.any() or not x[0] <= place <= x[-1]:
        return float("nan")
    return float(np.interp(place, x[good], y[good]))
