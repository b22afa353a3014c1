"""Paper to draw a sample on: much finer than what the network sees, and brought down to that as the data's own pictures were made.

The digits of the UCI repository are 32 × 32 bitmaps, of which the dark pixels in each block of 4 × 4 were counted. Where values are
such counts, a drawing is counted in the same way; elsewhere its grey is averaged over each pixel.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from hlviz.datasets import Points
from hlviz.nn.arrays import Array, BoolArray

FINE = 16
"""Dots of the paper along each side of a pixel that the network sees; fewer where it sees many pixels."""
BLOCK = 4
"""Along each side of a pixel, the bits that are counted where values are counts."""
SEEN = 300
"""Samples looked at to learn how large pictures are, and where on the paper."""
FAINT = 0.05
"""Share of full ink below which a place counts as blank."""
MOST_UNDO = 60
"""Strokes that can be taken back."""
LEAST_SCALE, MOST_SCALE = 0.5, 2.0
"""How much a drawing is made smaller or larger at most."""
STRETCH = 1.3
"""How much more one way than the other."""

Cell = tuple[int, int]
"""(row, column) of a pixel that the network sees."""


@dataclass(frozen=True)
class Frame:
    """How large the pictures of the data usually are, and where: all in pixels that the network sees."""

    height: float
    width: float
    middle: tuple[float, float]
    """(y, x)."""


class Paper:
    """A drawing for one kind of pictures, and its former states."""

    def __init__(self, points: Points) -> None:
        """Blank paper for pictures of the size of these data's."""
        assert points.image_shape is not None
        self.rows, self.columns = points.image_shape
        self._points = points
        self._fine = FINE if max(points.image_shape) <= FINE else FINE // 2
        self._image = self._blank()
        self._former: list[QImage] = []

    @property
    def is_blank(self) -> bool:
        """Whether there is no ink on it."""
        return not self._dots().any()

    @property
    def can_undo(self) -> bool:
        """Whether there is a stroke to take back."""
        return bool(self._former)

    @property
    def image(self) -> QImage:
        """The drawing, a byte of ink a dot: 0 … 255."""
        return self._image

    def show_points(self, points: Points) -> None:
        """Let the drawing be a sample of other data with pictures of the same size."""
        self._points = points

    # Drawing; places are (x, y) in pixels that the network sees, from the upper left corner

    def begin(self) -> None:
        """What follows is one stroke, and can be taken back as one."""
        self._former.append(self._image.copy())
        del self._former[:-MOST_UNDO]

    def stroke(self, start: QPointF, end: QPointF, width: float, *, erases: bool) -> None:
        """Draw a line ``width`` pixels wide, with round ends; or rub it out."""
        with QPainter(self._image) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.scale(self._fine, self._fine)
            ink = QColor(0, 0, 0) if erases else QColor(255, 255, 255)
            if start == end:
                p.setPen(Qt.PenStyle.NoPen)
                p.setBrush(ink)
                p.drawEllipse(start, width / 2, width / 2)
            else:
                p.setPen(QPen(ink, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
                p.drawLine(start, end)

    def fill(self, cell: Cell, *, erases: bool) -> None:
        """Ink one pixel that the network sees, all of it; or make it blank."""
        side = self._fine
        with QPainter(self._image) as p:
            ink = QColor(0, 0, 0) if erases else QColor(255, 255, 255)
            p.fillRect(cell[1] * side, cell[0] * side, side, side, ink)

    def clear(self) -> None:
        """Take a blank sheet; the drawing can be taken back."""
        if not self.is_blank:
            self.begin()
            self._image = self._blank()

    def undo(self) -> None:
        """Take the last stroke back."""
        if self._former:
            self._image = self._former.pop()

    def take(self, sample: Array) -> None:
        """Go on from a sample of the data, in their own units."""
        self.begin()
        low, high = self._points.ink_range
        shares = np.clip((sample.reshape(self.rows, self.columns) - low) / (high - low), 0, 1)
        if _are_counts(self._points):
            dots = np.kron(_bits_of(shares), np.ones((self._fine // BLOCK,) * 2)) * 255
        else:
            dots = np.kron(np.round(shares * 255), np.ones((self._fine, self._fine)))
        self._image = self._blank()
        self._dots()[:] = dots.astype(np.uint8)

    # What the network sees

    def sample(self, *, is_fitted: bool) -> Array:
        """The drawing as a sample of the data, in their own units, shape (rows · columns,).

        Parameters
        ----------
        is_fitted
            Whether the drawing is first made as large as the data's own pictures usually are, and put where they are.
        """
        low, high = self._points.ink_range
        values = low + self._shares(is_fitted=is_fitted).ravel() * (high - low)
        return np.asarray(np.round(values) if _are_whole(self._points) else values)

    def _shares(self, *, is_fitted: bool) -> Array:
        """How much ink there is on each pixel that the network sees, 0 … 1, shape (rows, columns)."""
        image = self._fitted() if is_fitted else self._image
        dots = _dots_of(image).astype(np.float64) / 255
        if not _are_counts(self._points):
            return _averaged(dots, self._fine)
        bits = _averaged(dots, self._fine // BLOCK) >= 0.5
        return _averaged(bits.astype(np.float64), BLOCK)

    def _fitted(self) -> QImage:
        """The drawing, as large as the data's pictures usually are, and in their place."""
        inked = self._dots() > FAINT * 255
        if not inked.any():
            return self._image
        frame = frame_of(self._points)
        down, across = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
        top, bottom = down[0] / self._fine, (down[-1] + 1) / self._fine
        left, right = across[0] / self._fine, (across[-1] + 1) / self._fine
        high, wide = bottom - top, right - left
        tall = float(np.clip(min(frame.height / high, STRETCH * frame.width / wide), LEAST_SCALE, MOST_SCALE))
        broad = float(np.clip(frame.width / wide, tall / STRETCH, tall * STRETCH))
        fitted = self._blank()
        with QPainter(fitted) as p:
            p.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            p.scale(self._fine, self._fine)
            p.translate(frame.middle[1], frame.middle[0])
            p.scale(broad, tall)
            p.translate(-(left + right) / 2, -(top + bottom) / 2)
            p.drawImage(QRectF(0, 0, self.columns, self.rows), self._image)
        return fitted

    def _dots(self) -> NDArray[np.uint8]:
        return _dots_of(self._image)

    def _blank(self) -> QImage:
        image = QImage(self.columns * self._fine, self.rows * self._fine, QImage.Format.Format_Grayscale8)
        image.fill(0)
        return image


def _dots_of(image: QImage) -> NDArray[np.uint8]:
    """The bytes of a picture, shape (height, width); written to, they change the picture."""
    bits = np.frombuffer(image.bits(), np.uint8)
    return bits.reshape(image.height(), image.bytesPerLine())[:, : image.width()]


def _averaged(values: Array, side: int) -> Array:
    """The mean of each square of ``side`` × ``side`` values."""
    rows, columns = values.shape
    return np.asarray(values.reshape(rows // side, side, columns // side, side).mean(axis=(1, 3)))


def _bits_of(shares: Array) -> Array:
    """Bits, BLOCK × BLOCK a pixel, of which as many are set as the pixel has ink: those that lie nearest to more of it."""
    rows, columns = shares.shape
    # between the middles of the pixels ink changes evenly, so that the bits that are set hang together
    middles = [np.clip((np.arange(n * BLOCK) + 0.5) / BLOCK - 0.5, 0, n - 1) for n in (rows, columns)]
    smooth = np.array([np.interp(middles[1], np.arange(columns), row) for row in shares])
    smooth = np.array([np.interp(middles[0], np.arange(rows), column) for column in smooth.T]).T
    blocks = smooth.reshape(rows, BLOCK, columns, BLOCK).transpose(0, 2, 1, 3).reshape(rows, columns, -1)
    rank = (-blocks).argsort(axis=2, kind="stable").argsort(axis=2, kind="stable")
    bits = rank < np.round(shares * BLOCK * BLOCK)[..., None]
    return bits.reshape(rows, columns, BLOCK, BLOCK).transpose(0, 2, 1, 3).reshape(rows * BLOCK, columns * BLOCK) * 1.0


@lru_cache(maxsize=2)
def _are_whole(points: Points) -> bool:
    """Whether all values are whole numbers."""
    x = points.x[:SEEN]
    return bool((x == np.round(x)).all())


def _are_counts(points: Points) -> bool:
    """Whether values count the dark bits of a block."""
    low, high = points.ink_range
    return high - low == BLOCK * BLOCK and _are_whole(points)


@lru_cache(maxsize=2)
def frame_of(points: Points) -> Frame:
    """How large the pictures of these data usually are, and where on the paper: the medians of those looked at."""
    low, high = points.ink_range
    rows, columns = points.image_shape or (1, 1)
    shares = (points.x[:SEEN].reshape(-1, rows, columns) - low) / (high - low)
    inked = shares > FAINT
    inked = inked[np.any(inked, axis=(1, 2))]
    if not len(inked):
        return Frame(float(rows), float(columns), (rows / 2, columns / 2))
    (height, y), (width, x) = _usual_side(np.any(inked, axis=2)), _usual_side(np.any(inked, axis=1))
    return Frame(height, width, (y, x))


def _usual_side(has_ink: BoolArray) -> tuple[float, float]:
    """The median length and middle of what is inked along one side, from (pictures, pixels of that side)."""
    first, last = has_ink.argmax(axis=1), has_ink.shape[1] - has_ink[:, ::-1].argmax(axis=1)
    return float(np.median(last - first)), float(np.median((first + last) / 2))


def usual_brush(points: Points) -> float:
    """How wide strokes are in pictures of such data, about, in pixels that the network sees."""
    return max(0.75, math.sqrt(math.prod(points.image_shape or (1, 1))) * 0.13)
