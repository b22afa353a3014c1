"""What is drawn inside a plot: curves and dots, straight onto the screen's pixels.

pyqtgraph's own curve costs twice as much, and many times as much where it is wider than a pixel.
"""

from typing import Any

import numpy as np
import pyqtgraph as pg
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from hlviz.nn.arrays import Array
from hlviz.panels.markers import CIRCLE, draw_marker
from hlviz.panels.polyline import DASH, FAR, GAP, dashes, runs, segments, thinned
from hlviz.panels.stamp import Stamp

NONE = np.empty(0)
FINE = 3.0
"""Pixels between two points of a thin curve, at least."""


class PlotItem(pg.GraphicsObject):  # type: ignore[misc]  # pyqtgraph has no types
    """Fills the view; a subclass draws in pixels."""

    def boundingRect(self) -> QRectF:
        """All that can be seen."""
        return QRectF(self.viewRect())

    def viewTransformChanged(self) -> None:
        """Zoomed, moved or resized."""
        self.prepareGeometryChange()
        super().viewTransformChanged()
        self.update()

    def paint(self, p: QPainter, option: Any, widget: Any = None) -> None:
        """Draw on the pixels of the screen."""
        t = p.worldTransform()
        p.save()
        p.resetTransform()
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(p, np.array([t.m11(), t.m22()]), np.array([t.dx(), t.dy()]))
        p.restore()

    def draw(self, p: QPainter, scale: Array, shift: Array) -> None:
        """Draw; a point of the plot is at ``point * scale + shift``."""
        raise NotImplementedError


class Line(PlotItem):
    """A curve, solid or dashed. Points that are no numbers are left out, or where it breaks, they break it."""

    def __init__(
        self,
        width: float = 1.6,
        *,
        is_dashed: bool = False,
        dash: tuple[float, float] = (DASH, GAP),
        breaks: bool = False,
    ) -> None:
        """Make a curve of that width; ``dash`` is how long dashes and the gaps between them are, all in pixels."""
        super().__init__()
        self._breaks = breaks
        self._x: Array = NONE
        self._y: Array = NONE
        self._is_dashed, self._dash = is_dashed, dash
        self._pen = QPen(QColor("#000000"), width)
        self._pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        self._strokes = PrimitiveArray(QLineF, 4)

    @property
    def points(self) -> tuple[Array, Array]:
        """What it draws."""
        return self._x, self._y

    def show_points(self, x: Array, y: Array) -> None:
        """Draw this curve; ``x`` never falls."""
        good = np.isfinite(x) & np.isfinite(y)
        self._x, self._y = (x, y) if self._breaks or good.all() else (x[good], y[good])
        self.setVisible(len(self._x) > 1)  # even to draw nothing takes its time
        self.update()

    def show_color(self, color: str, width: float | None = None, *, is_dashed: bool | None = None) -> None:
        """Draw in this colour."""
        self._pen.setColor(QColor(color))
        if width is not None:
            self._pen.setWidthF(width)
        if is_dashed is not None:
            self._is_dashed = is_dashed
        self.update()

    @property
    def color(self) -> str:
        """Its colour."""
        return self._pen.color().name()

    def draw(self, p: QPainter, scale: Array, shift: Array) -> None:
        """Draw the part that can be seen."""
        if len(self._x) < 2:
            return
        x, y = self._x * scale[0] + shift[0], self._y * scale[1] + shift[1]
        strokes = np.concatenate(
            [self._stroked(x[part], y[part]) for part in (runs(y) if self._breaks else [slice(None)])]
        )
        self._strokes.resize(len(strokes))
        self._strokes.ndarray()[: len(strokes)] = strokes
        p.setPen(self._pen)
        p.drawLines(*self._strokes.drawargs())

    def _stroked(self, x: Array, y: Array) -> Array:
        x, y = thinned(x, y)
        return dashes(x, y, *self._dash) if self._is_dashed else segments(x, y)


class Lines(PlotItem):
    """Many thin dashed curves over the same places, each of one of a few colours."""

    def __init__(self, width: float = 1.0) -> None:
        super().__init__()
        self._x: Array = NONE
        self._y: Array = np.empty((0, 0))
        self._colors: tuple[str, ...] = ()
        self._width = width
        self._strokes = PrimitiveArray(QLineF, 4)

    @property
    def lines(self) -> Array:
        """What it draws, shape (lines, places)."""
        return self._y

    def show_lines(self, x: Array, y: Array, colors: tuple[str, ...]) -> None:
        """Draw these: ``y`` of shape (lines, places), a colour each. A line with a point that is no number is left out."""
        good = [i for i, line in enumerate(y) if np.isfinite(line).all()]
        self._x, self._y = x, y[good]
        self._colors = tuple(colors[i] for i in good)
        self.update()

    def draw(self, p: QPainter, scale: Array, shift: Array) -> None:
        """Draw them, those of one colour in one go."""
        if not len(self._y):
            return
        x = self._x * scale[0] + shift[0]
        every = max(1, int(FINE * len(x) / max(1.0, float(x[-1] - x[0]))))
        x, y = x[::every], self._y[:, ::every] * scale[1] + shift[1]
        # two strokes and a gap: dashes by place, which costs less than by length and looks the same where curves are flat
        drawn = np.flatnonzero(np.arange(len(x) - 1) % 3 < 2)
        for color in dict.fromkeys(self._colors):
            own = y[[i for i, its in enumerate(self._colors) if its == color]]
            strokes = np.empty((len(own), len(drawn), 4))
            strokes[:, :, 0], strokes[:, :, 2] = x[drawn], x[drawn + 1]
            strokes[:, :, 1], strokes[:, :, 3] = own[:, drawn], own[:, drawn + 1]
            count = len(own) * len(drawn)
            self._strokes.resize(count)
            self._strokes.ndarray()[:count] = np.clip(strokes.reshape(count, 4), -FAR, FAR)
            pen = QPen(QColor(color), self._width)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            p.setPen(pen)
            p.drawLines(*self._strokes.drawargs())


class Dots(PlotItem):
    """Points of one colour with a thin rim."""

    def __init__(self, radius: float = 2.8) -> None:
        super().__init__()
        self._x: Array = NONE
        self._y: Array = NONE
        self._radius = radius
        self._dot = self._dot_of("#000000", "#ffffff")

    @property
    def points(self) -> tuple[Array, Array]:
        """What it draws."""
        return self._x, self._y

    def show_points(self, x: Array, y: Array) -> None:
        """Draw these points; those that are no numbers are left out."""
        good = np.isfinite(x) & np.isfinite(y)
        self._x, self._y = x[good], y[good]
        self.update()

    def show_color(self, color: str, rim: str) -> None:
        """Draw in these colours."""
        self._dot = self._dot_of(color, rim)
        self.update()

    def draw(self, p: QPainter, scale: Array, shift: Array) -> None:
        """Put a dot down at each point."""
        if len(self._x):
            self._dot.put(p, np.column_stack([self._x, self._y]) * scale + shift)

    def _dot_of(self, color: str, rim: str) -> Stamp:
        return Stamp(
            self._radius + 2,
            lambda p, centre: draw_marker(p, centre, self._radius, CIRCLE, QColor(color), QColor(rim)),
        )
