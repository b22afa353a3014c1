"""Samples as dots over two numbers, those learned from and those kept for the test: pointed at, and clicked to look at one."""

import numpy as np
from PySide6.QtCore import QPointF, Signal

from hlviz.colors import Theme
from hlviz.nn.arrays import Array, IntArray
from hlviz.panels.plot import Plot
from hlviz.panels.strokes import Dots

MOST = 400
"""Samples of a part that are drawn."""
NEAR = 8.0
"""Pixels from a dot within which the pointer means it."""


class Cloud(Plot):
    """A plot with two kinds of dots."""

    pointed = Signal(object)
    """The row of the sample under the pointer; None: none."""
    picked = Signal(int)
    """A row of the data's points, clicked."""

    def __init__(self) -> None:
        self._dots: tuple[tuple[Dots, str], ...] = ()  # the plot dresses itself before there are any
        super().__init__()
        self._rows: IntArray = np.empty(0, np.int64)
        self._x: Array = np.empty(0)
        self._y: Array = np.empty(0)
        self._train = self.add(Dots(2.4))
        self._test = self.add(Dots(2.8))
        self._train.setZValue(1)
        self._test.setZValue(2)
        self._dots = (self._train, "train"), (self._test, "test")
        self.hovered.connect(lambda point: self.pointed.emit(self._nearest(point)))
        self.clicked.connect(self._click)

    def points_of(self, *, in_training: bool) -> tuple[Array, Array]:
        """The dots of one part as they are drawn."""
        dots: Dots = self._train if in_training else self._test
        return dots.points

    def show_samples(self, rows: tuple[IntArray, IntArray], x: tuple[Array, Array], y: tuple[Array, Array]) -> None:
        """Draw the first ``MOST`` of each part: rows of the points and both numbers, of the training and of the test part."""
        self._train.show_points(x[0][:MOST], y[0][:MOST])
        self._test.show_points(x[1][:MOST], y[1][:MOST])
        self._rows, self._x, self._y = (np.concatenate([a[:MOST], b[:MOST]]) for a, b in (rows, x, y))

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        super().show_theme(theme)
        for dots, color in self._dots:
            dots.show_color(getattr(theme, color), theme.card)

    def _nearest(self, point: QPointF | None) -> int | None:
        if point is None or not len(self._rows):
            return None
        across, up = self.pixels_per_unit()
        away = np.hypot((self._x - point.x()) * across, (self._y - point.y()) * up)
        away = np.where(np.isfinite(away), away, np.inf)
        return int(self._rows[away.argmin()]) if away.min() <= NEAR else None

    def _click(self, point: QPointF) -> None:
        row = self._nearest(point)
        if row is not None:
            self.picked.emit(row)
