"""Many points of many looks in one call of the painter: each look is drawn once, side by side in one picture."""

import math
from collections.abc import Sequence

import numpy as np
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from hlviz.nn.arrays import Array, IntArray
from hlviz.panels.markers import draw_marker
from hlviz.panels.polyline import FAR

Look = tuple[str, int]
"""Colour and shape."""


class Swarm:
    """Points with a thin rim."""

    def __init__(self) -> None:
        self._looks: tuple[Look, ...] = ()
        self._rim, self._radius = "#ffffff", 3.0
        self._picture: QPixmap | None = None
        self._fragments = PrimitiveArray(QPainter.PixmapFragment, 10)

    def show_looks(self, looks: Sequence[Look], rim: str, radius: float) -> None:
        """Draw points in these colours and shapes, with a rim of that colour; ``radius`` in pixels."""
        if (tuple(looks), rim, radius) != (self._looks, self._rim, self._radius):
            self._looks, self._rim, self._radius = tuple(looks), rim, radius
            self._picture = None

    def put(self, p: QPainter, places: Array, look: IntArray, size: Array | None = None) -> None:
        """Put points down, the last one on top.

        Parameters
        ----------
        places
            (n, 2), in pixels; finite.
        look
            (n,) the number of each point's look.
        size
            (n,) how many times as large as usual each is; None: as usual.
        """
        if not len(places) or not self._looks:
            return
        ratio = p.device().devicePixelRatioF()
        picture = self._picture
        if picture is None or picture.devicePixelRatioF() != ratio:
            picture = self._picture = self._painted(ratio)
        side = picture.height()
        self._fragments.resize(len(places))
        fragments = self._fragments.ndarray()[: len(places)]
        fragments[:, :2] = np.clip(places, -FAR, FAR)
        fragments[:, 2] = look * side
        fragments[:, 3:6] = (0, side, side)
        fragments[:, 6] = fragments[:, 7] = (1.0 if size is None else size) / ratio
        fragments[:, 8:] = (0, 1)
        first, count = self._fragments.drawargs()
        p.drawPixmapFragments(first, count, picture)

    def _painted(self, ratio: float) -> QPixmap:
        side = 2 * math.ceil(1.4 * self._radius + 2)
        picture = QPixmap(round(side * ratio) * len(self._looks), round(side * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        step = round(side * ratio) / ratio
        with QPainter(picture) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            for i, (color, shape) in enumerate(self._looks):
                centre = QPointF((i + 0.5) * step, step / 2)
                draw_marker(p, centre, self._radius, shape, QColor(color), QColor(self._rim), 1.0)
        return picture
