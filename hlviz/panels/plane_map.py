"""Between the units of the data and the pixels of a plot."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from hlviz.datasets.points import Range
from hlviz.nn.arrays import Array


@dataclass(frozen=True)
class PlaneMap:
    """A rectangle on screen and the ranges of the two inputs that it shows; up is more."""

    rect: QRectF
    x: Range
    y: Range

    @property
    def scale(self) -> Array:
        """Pixels per unit of each input, shape (2,)."""
        return np.array([self.rect.width() / (self.x[1] - self.x[0]), self.rect.height() / (self.y[1] - self.y[0])])

    def place(self, point: Array) -> QPointF | None:
        """Where a point, shape (2,), is on screen; None where it lies outside."""
        across, up = (float(v) for v in (point - (self.x[0], self.y[0])) * self.scale)
        inside = -0.5 <= across <= self.rect.width() + 0.5 and -0.5 <= up <= self.rect.height() + 0.5
        return QPointF(self.rect.left() + across, self.rect.bottom() - up) if inside else None

    def point(self, position: QPointF) -> Array | None:
        """What is at a place on screen, shape (2,); None outside."""
        if not self.rect.contains(position):
            return None
        across, up = position.x() - self.rect.left(), self.rect.bottom() - position.y()
        return np.array([self.x[0], self.y[0]]) + np.array([across, up]) / self.scale
