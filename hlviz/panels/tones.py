"""Numbers as a picture: each becomes an index into a table of colours, in buffers that are kept from one draw to the next."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from hlviz.colors import Bytes, Theme
from hlviz.nn.arrays import Array

Table = NDArray[np.uint32]

HALF = 127
"""A signed table has entries 0 … 254; 127 is zero."""
SOFT = 0.38
"""How far out on the diverging scale a picture under points goes: points of the full colour still stand out on it."""
CLASS_STRENGTH = 0.7
TINY = 1e-30
"""The smallest scale: below it, its reciprocal is too large for the type of the values, or there is none."""


class Tones:
    """A picture of indexes. Qt draws 32-bit pixels several times as fast as indexed ones, the look-up included."""

    def __init__(self) -> None:
        self._indexes = np.zeros((0, 0), np.uint8)
        self._pixels = np.zeros((0, 0), np.uint32)
        self._image = QImage()

    def image(self, indexes: NDArray[np.integer] | Array, table: Table) -> QImage:
        """The picture of ``indexes``, shape (rows, columns), each 0 … len(table) − 1. Good until the next call."""
        if indexes.shape != self._pixels.shape:
            rows, columns = indexes.shape
            self._indexes, self._pixels = np.zeros((rows, columns), np.uint8), np.zeros((rows, columns), np.uint32)
            self._image = QImage(self._pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32)
        np.copyto(self._indexes, indexes, casting="unsafe")
        np.take(table, self._indexes, out=self._pixels, mode="clip")
        return self._image


def signed_indexes(values: Array, scale: float, middle: float = 0.0) -> Array:
    """Entries of a signed table: beyond middle ± scale those of its ends, and the middle's for what is no number."""
    unit = (values - middle) * (HALF / (TINY if scale < TINY else scale))
    if not np.isfinite(unit.sum()):
        unit = np.nan_to_num(unit, nan=0.0, posinf=HALF, neginf=-HALF)
    return np.asarray(np.clip(unit + (HALF + 0.5), 0, 2 * HALF + 0.5))


@lru_cache(maxsize=8)
def signed_colors(theme: Theme, reach: float = 1.0) -> Bytes:
    """The diverging scale, or its inner part, in 255 steps; shape (255, 3)."""
    half = (len(theme.diverging) - 1) / 2
    places = np.round(half + np.linspace(-half, half, 2 * HALF + 1) * reach).astype(int)
    return np.asarray(theme.diverging[places])


@lru_cache(maxsize=32)
def signed_table(theme: Theme, reach: float = 1.0) -> Table:
    """``signed_colors`` as Qt wants them."""
    return qt_table(signed_colors(theme, reach))


@lru_cache(maxsize=4)
def rising_colors(theme: Theme) -> Bytes:
    """For numbers from 0 up: the positive half of the diverging scale in 256 steps; shape (256, 3)."""
    middle = (len(theme.diverging) - 1) // 2
    return np.asarray(theme.diverging[np.linspace(middle, len(theme.diverging) - 1, 256).round().astype(int)])


@lru_cache(maxsize=4)
def rising_table(theme: Theme) -> Table:
    """``rising_colors`` as Qt wants them."""
    return qt_table(rising_colors(theme))


@lru_cache(maxsize=4)
def sequential_table(theme: Theme) -> Table:
    """The theme's scale for numbers that are never negative, as Qt wants it."""
    return qt_table(theme.sequential)


@lru_cache(maxsize=16)
def stepped_table(theme: Theme, reach: float, steps: int) -> Table:
    """``signed_table`` with each of ``steps`` equal parts in the colour of its middle: lines appear where numbers cross from one
    to the next.
    """
    table = signed_table(theme, reach)
    part = np.arange(len(table)) * steps // len(table)
    middles = np.round((part + 0.5) / steps * len(table) - 0.5).astype(np.int64)
    stepped = table[middles]
    stepped.flags.writeable = False
    return stepped


@lru_cache(maxsize=8)
def class_table(theme: Theme, colors: tuple[str, ...]) -> Table:
    """For each class its colour in ``class_levels`` steps, from the neutral colour upwards."""
    levels = class_levels(len(colors))
    neutral = np.array(rgb(theme.zero), dtype=float)
    share = np.linspace(0, CLASS_STRENGTH, levels)[:, None]
    ramps = [neutral + share * (np.array(rgb(color)) - neutral) for color in colors]
    return qt_table(np.concatenate(ramps).round().astype(np.uint8))


def class_levels(classes: int) -> int:
    """How many steps of strength a class has in ``class_table``."""
    return 256 // max(1, classes)


def qt_table(colors: Bytes) -> Table:
    """Colours of shape (n, 3) as opaque pixels 0xffRRGGBB, shape (n,)."""
    r, g, b = colors.astype(np.uint32).T
    table = 0xFF000000 | r << 16 | g << 8 | b
    table.flags.writeable = False
    return np.asarray(table, np.uint32)


@lru_cache(maxsize=16)
def enlarger(cells: int, pixels: int) -> Array:
    """A matrix (pixels, cells) that spreads values in the middles of cells over pixels: Catmull and Rom's cubic, ends held."""
    at = (np.arange(pixels) + 0.5) / pixels * cells - 0.5
    cell = np.floor(at).astype(int)
    t = at - cell
    weights = (
        ((-0.5 * t + 1) * t - 0.5) * t,
        (1.5 * t - 2.5) * t * t + 1,
        ((-1.5 * t + 2) * t + 0.5) * t,
        (0.5 * t - 0.5) * t * t,
    )
    matrix = np.zeros((pixels, cells), np.float32)
    for offset, weight in zip((-1, 0, 1, 2), weights, strict=True):
        np.add.at(matrix, (np.arange(pixels), np.clip(cell + offset, 0, cells - 1)), weight)
    matrix.flags.writeable = False
    return matrix


def enlarged(field: Array, width: int, height: int) -> Array:
    """A field of shape (…, rows, columns) spread over (…, height, width) pixels."""
    across = enlarger(field.shape[-1], width)
    down = enlarger(field.shape[-2], height)
    return np.asarray(down @ (field.astype(np.float32, copy=False) @ across.T))


def rgb(color: str) -> tuple[int, int, int]:
    """The parts of "#rrggbb", 0 … 255."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)
