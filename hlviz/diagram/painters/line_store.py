"""Many straight lines in one NumPy array that Qt reads where it lies: to make thousands one by one would take a frame's time."""

from typing import cast

import numpy as np
from PySide6.QtCore import QLineF
from shiboken6 import wrapInstance

from hlviz.nn.arrays import Array

SIZE = 32
"""Bytes of a QLineF: four doubles."""


class LineStore:
    """Grows to what was asked for; what it gave out is overwritten the next time."""

    def __init__(self) -> None:
        self._numbers = np.zeros((0, 4))
        self._lines: list[QLineF] = []

    def polylines(self, x: Array, y: Array) -> list[QLineF]:
        """The pieces of polylines, one after the other.

        Parameters
        ----------
        x, y
            Their corners, shape (n, corners).
        """
        n, pieces = x.shape[0], x.shape[1] - 1
        if n * pieces > len(self._lines):
            self._grow(2 * n * pieces)
        lines = self._numbers[: n * pieces].reshape(n, pieces, 4)
        lines[..., 0], lines[..., 1] = x[:, :-1], y[:, :-1]
        lines[..., 2], lines[..., 3] = x[:, 1:], y[:, 1:]
        return self._lines[: n * pieces]

    def _grow(self, count: int) -> None:
        self._numbers = np.zeros((count, 4))
        start = self._numbers.ctypes.data
        self._lines = [cast(QLineF, wrapInstance(start + SIZE * i, QLineF)) for i in range(count)]
