"""Where on screen the picture of bent space is."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF

from hlviz.nn.arrays import Array
from hlviz.panels.polyline import FAR


@dataclass(frozen=True, eq=False)
class Sheet:
    """A rectangle, and how coordinates of the picture become pixels: ``place * scale + shift``, (2,) each."""

    rect: QRectF
    scale: Array
    shift: Array

    def on_screen(self, places: Array) -> Array:
        """From the coordinates of the picture to pixels, both of shape (n, 2)."""
        return np.clip(places * self.scale + self.shift, -FAR, FAR)

    def corners(self) -> tuple[Array, Array]:
        """A little more than what is seen, in the coordinates of the picture: the lower left and the upper right, (2,) each."""
        rect = self.rect.adjusted(-3, -3, 3, 3)
        low, high = (np.array([[rect.left(), rect.bottom()], [rect.right(), rect.top()]]) - self.shift) / self.scale
        return low, high
