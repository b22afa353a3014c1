"""Small pictures side by side in one PNG, and how much two of them differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

Pixels = NDArray[np.uint8]
"""A picture: (height, width, 3), red, green, blue."""

CELL = (96, 64)
"""Width and height of a small picture."""
COLUMNS = 5
FAR = 40
"""Of 255: a pixel that differs by more in one of its colours is far off."""


@dataclass(frozen=True)
class Difference:
    """How much two pictures differ."""

    mean: float
    """Of 255, over all pixels and colours."""
    far: float
    """The share of pixels that are far off, 0 … 1."""

    def __str__(self) -> str:
        return f"mean difference {self.mean:.3f} of 255, {self.far:.2%} of the pixels far off"

    def is_within(self, bound: "Difference") -> bool:
        return self.mean <= bound.mean and self.far <= bound.far


def difference(one: Pixels, other: Pixels) -> Difference:
    apart = np.abs(one.astype(int) - other)
    return Difference(float(apart.mean()), float((apart.max(axis=2) > FAR).mean()))


def pixels_of(image: QImage) -> Pixels:
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3).copy()


def small(image: QImage) -> Pixels:
    """A picture scaled down to a cell."""
    smooth = Qt.TransformationMode.SmoothTransformation
    return pixels_of(image.scaled(*CELL, Qt.AspectRatioMode.IgnoreAspectRatio, smooth))


def write(path: Path, pixels: Pixels) -> None:
    """Write a PNG."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = np.ascontiguousarray(pixels)
    height, width, _ = pixels.shape
    image = QImage(pixels.data, width, height, width * 3, QImage.Format.Format_RGB888)
    assert image.save(str(path), "PNG", 0), path  # 0: as small as can be


def write_sheet(path: Path, cells: Sequence[Pixels]) -> None:
    """Write cells, row by row."""
    width, height = CELL
    sheet = np.zeros((-(-len(cells) // COLUMNS) * height, COLUMNS * width, 3), np.uint8)
    for i, cell in enumerate(cells):
        _place(sheet, i)[:] = cell
    write(path, sheet)


def read_sheet(path: Path, count: int) -> list[Pixels]:
    """The first ``count`` cells; fewer where the sheet has no room for so many, none where there is no sheet."""
    image = QImage(str(path))
    if image.isNull():
        return []
    sheet = pixels_of(image)
    places = (_place(sheet, i) for i in range(count))
    return [place for place in places if place.shape[:2] == CELL[::-1]]


def _place(sheet: Pixels, i: int) -> Pixels:
    (width, height), (row, column) = CELL, divmod(i, COLUMNS)
    return sheet[row * height : (row + 1) * height, column * width : (column + 1) * width]
