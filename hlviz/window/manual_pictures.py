"""The pictures of the manual, read and made to fit beside the window: of an animation, it takes long to come to its middle."""

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from hlviz.session.aside import Aside

BATCH = 0.04
"""Seconds of reading after which what was read is shown."""


def fitting(path: Path, width: int, scale: float) -> QImage | None:
    """An empty picture in place of one that is not read yet, as large as that will be: nothing moves when it comes.

    Parameters
    ----------
    path
        A PNG or WebP; None if it is none. Only its beginning is read.
    width
        It is at most so many pixels wide,
    scale
        on a screen with so many device pixels to a pixel.
    """
    size = QImageReader(str(path)).size()
    if not size.isValid():
        return None
    most = round(width * scale)
    if size.width() > most:
        size = QSize(most, max(1, round(size.height() * most / size.width())))
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    if size.width() > width:
        image.setDevicePixelRatio(size.width() / width)
    return image


def still(path: Path, place: QImage) -> Iterator[QImage | None]:
    """None after each short step, then the picture in place of ``place``, if it can be read; of an animation its middle."""
    reader = QImageReader(str(path))
    for _ in range(reader.imageCount() // 2):
        reader.read()
        yield None
    image = reader.read()
    yield None
    if image.isNull():
        return
    if image.size() != place.size():
        image = image.scaled(
            place.size(), Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    image.setDevicePixelRatio(place.devicePixelRatio())
    yield image


class Pictures(QObject):
    """Reads pictures one after the other in a thread of its own, and hands them over as they come."""

    def __init__(self, came: Callable[[dict[Path, QImage]], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._came = came
        self._wanted: list[tuple[Path, QImage]] = []
        self._aside: Aside[dict[Path, QImage]] = Aside(self._show, self)

    @property
    def is_reading(self) -> bool:
        """Whether some are still to come."""
        return bool(self._wanted) or self._aside.is_under_way

    def read(self, path: Path, place: QImage) -> None:
        """Read this one too, to be put where ``place`` is now."""
        self._wanted.append((path, place))
        if not self._aside.is_under_way:
            self._go_on()

    def close(self) -> None:
        """Read no more."""
        self._wanted.clear()
        self._aside.close()

    def _show(self, some: dict[Path, QImage]) -> None:
        self._wanted = [(path, place) for path, place in self._wanted if path not in some]
        self._came({path: image for path, image in some.items() if not image.isNull()})
        self._go_on()

    def _go_on(self) -> None:
        if self._wanted:
            self._aside.begin(_batch(tuple(self._wanted)), is_gentle=False)


def _batch(wanted: Sequence[tuple[Path, QImage]]) -> Iterator[dict[Path, QImage] | None]:
    """The first few of them; in place of what cannot be read there is an empty picture."""
    some: dict[Path, QImage] = {}
    end = time.perf_counter() + BATCH
    for path, place in wanted:
        some[path] = QImage()
        for image in still(path, place):
            if image is None:
                yield None
            else:
                some[path] = image
        if time.perf_counter() >= end:
            break
    yield some
