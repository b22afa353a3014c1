"""A small picture that is put down at many places: painted once, however many there are."""

import math
from collections.abc import Callable

import numpy as np
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPixmap

from hlviz.nn.arrays import Array
from hlviz.panels.polyline import FAR

Draw = Callable[[QPainter, QPointF], None]
"""Draws the picture around a centre."""


class Stamp:
    """What to draw, and how far it reaches from its centre, in pixels."""

    def __init__(self, reach: float, draw: Draw) -> None:
        self._reach, self._draw = reach, draw
        self._picture: QPixmap | None = None
        self._fragments = PrimitiveArray(QPainter.PixmapFragment, 10)

    def put(self, p: QPainter, places: Array) -> None:
        """Put it down at places of shape (n, 2), in pixels."""
        if not len(places):
            return
        ratio = p.device().devicePixelRatioF()
        picture = self._picture
        if picture is None or picture.devicePixelRatioF() != ratio:
            picture = self._picture = self._painted(ratio)
        self._fragments.resize(len(places))
        fragments = self._fragments.ndarray()[: len(places)]
        fragments[:, :2] = np.clip(places, -FAR, FAR)
        # the part of the picture that is drawn, its scale, turn and opacity
        fragments[:, 2:] = (0, 0, picture.width(), picture.height(), 1 / ratio, 1 / ratio, 0, 1)
        first, count = self._fragments.drawargs()
        p.drawPixmapFragments(first, count, picture)

    def _painted(self, ratio: float) -> QPixmap:
        side = 2 * math.ceil(self._reach)
        picture = QPixmap(round(side * ratio), round(side * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        with QPainter(picture) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw(p, QPointF(side / 2, side / 2))
        return picture
