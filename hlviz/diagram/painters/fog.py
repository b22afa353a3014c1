"""Edges too many to draw one by one: a soft picture of all of them, half as fine as the screen, made with NumPy.

Each strand adds its strength to the cells that its curve passes; what is thick with negative or positive ones turns orange or blue.
"""

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from hlviz.diagram.curve import rise_at
from hlviz.diagram.painters.look import Look
from hlviz.diagram.strands import Pair
from hlviz.nn.arrays import Array

COARSE = 2.0
"""Pixels to a cell, at least."""
MOST_ACROSS = 90
"""Cells from one layer to the next, at most: each strand is added to as many."""
COVER = 0.75
"""How much of the ground the densest fog hides."""
CONTRAST = 3.0
"""The power that brings out strong strands: among many, nearly all have some strong edge."""


class Fog:
    """The fog between two layers."""

    def __init__(self, pair: Pair, look: Look) -> None:
        coarse = max(COARSE, (pair.x1 - pair.x0) / MOST_ACROSS)
        columns = max(2, int((pair.x1 - pair.x0) / coarse))
        top = min(float(pair.y0.min()), float(pair.y1.min())) - 6
        bottom = max(float(pair.y0.max()), float(pair.y1.max())) + 6
        self._rows, self._columns = max(4, int((bottom - top) / coarse)), columns
        self._where = QRectF(pair.x0, top, pair.x1 - pair.x0, self._rows * coarse)
        rise = rise_at((np.arange(columns) + 0.5) / columns)
        y0, y1 = np.repeat(pair.y0, len(pair.y1)), np.tile(pair.y1, len(pair.y0))
        y = y0[:, None] + (y1 - y0)[:, None] * rise[None, :]
        row = np.clip(((y - top) / coarse).astype(np.int32), 0, self._rows - 1)
        self._cells = (row * columns + np.arange(columns, dtype=np.int32)[None, :]).ravel()
        self._negative, self._positive = (
            np.array([int(c[i : i + 2], 16) for i in (1, 3, 5)], np.float32)
            for c in (look.theme.negative, look.theme.positive)
        )
        self._pixels = np.zeros((self._rows, columns, 4), np.uint8)
        self._image: QImage | None = None

    def show(self, values: Array, strongest: float) -> None:
        """Take the strands' values, shape (ports, ports)."""
        share = np.clip(np.abs(values.ravel()) / (strongest or 1.0), 0, 1) ** CONTRAST
        sign = np.sign(values.ravel())
        each = self._columns
        mass = _softened(self._summed(share))
        lean = _softened(self._summed(share * sign))
        # as bright whether there are few strands or many
        typical = float(mass.mean()) * 2.2 + 1e-9
        cover = (1 - np.exp(-mass / typical)) * COVER
        blue = np.clip(0.5 + 0.9 * lean / (mass + 1e-9), 0, 1).astype(np.float32)[..., None]
        color = (self._negative * (1 - blue) + self._positive * blue) * cover[..., None]
        pixels = self._pixels = np.empty((self._rows, each, 4), np.uint8)
        pixels[..., 2::-1] = color  # blue, green, red, alpha: 0xAARRGGBB in memory
        pixels[..., 3] = cover * 255
        self._image = QImage(pixels.data, each, self._rows, each * 4, QImage.Format.Format_ARGB32_Premultiplied)

    def _summed(self, values: Array) -> Array:
        """What each cell gets of all the strands that pass it."""
        cells = np.bincount(self._cells, np.repeat(values, self._columns), self._rows * self._columns)
        return cells.reshape(self._rows, self._columns).astype(np.float32)

    def paint(self, painter: QPainter) -> None:
        """Lay the fog over the ground."""
        if self._image is not None:
            painter.drawImage(self._where, self._image)


def _softened(cells: Array) -> Array:
    """Blurred upwards and downwards by (1 2 1) / 4, so that steep curves do not fall apart into dots."""
    soft = cells * 0.5
    soft[1:] += cells[:-1] * 0.25
    soft[:-1] += cells[1:] * 0.25
    return np.asarray(soft)
