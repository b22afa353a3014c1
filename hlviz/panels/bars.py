"""Bars as pixels: dozens of them in one image cost less than a handful painted one by one."""

from functools import lru_cache

import numpy as np
from PySide6.QtGui import QImage

from hlviz.nn.arrays import Array, IntArray
from hlviz.panels.tones import Table

Ground = int | Table


class Bars:
    """A histogram without axes."""

    def __init__(self) -> None:
        self._pixels = np.zeros((0, 0), np.uint32)
        self._tall = np.zeros(0)
        self._colors = np.zeros(0, np.uint32)

    def image(self, heights: Array, colors: Table, ground: Ground, size: tuple[int, int]) -> QImage:
        """Bars on a ground. Good until the next call.

        Parameters
        ----------
        heights, colors
            (bars,): 0 … 1 of the image's height; 0xffRRGGBB.
        ground
            One such colour, or one for each column of pixels.
        size
            Width and height in pixels.
        """
        width, height = size
        bars = len(heights)
        if len(self._tall) != bars + 1:
            self._tall, self._colors = np.zeros(bars + 1), np.zeros(bars + 1, np.uint32)
        # a bar that is there can be seen; the last entry is for the gaps
        np.ceil(heights * height, out=self._tall[:bars])
        self._colors[:bars] = colors
        bar, rows = _bar_of(width, bars), _rows(height)
        self._pixels = np.where(rows <= self._tall[bar], self._colors[bar], np.asarray(ground, np.uint32))
        return QImage(self._pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)


@lru_cache(maxsize=8)
def _rows(height: int) -> IntArray:
    """How high each row of pixels is above the foot, shape (height, 1)."""
    return np.arange(height, 0, -1)[:, None]


@lru_cache(maxsize=32)
def _bar_of(width: int, bars: int) -> IntArray:
    """Which bar each column of pixels belongs to, shape (width,); ``bars`` for a gap between two."""
    edges = np.round(np.linspace(0, width, bars + 1)).astype(np.int64)
    bar = np.repeat(np.arange(bars), np.diff(edges))
    if width >= 2.4 * bars:
        bar[edges[1:-1] - 1] = bars
    return bar
