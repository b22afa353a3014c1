"""An icon is an SVG of ``resources/icons/`` in one colour of the theme, sharp at every scale of the screen."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from hlviz.paths import resource

SIZE = 20
SCALES = (1.0, 1.25, 1.5, 1.75, 2.0, 3.0)
"""Device pixels to a pixel, for which a picture is kept ready; others are scaled from these."""


@lru_cache(maxsize=512)
def icon(name: str, color: str, size: int = SIZE) -> QIcon:
    """The icon of that name, drawn in one colour.

    Parameters
    ----------
    name
        A file of ``resources/icons/`` without its ending, such as "play".
    color
        As "#rrggbb"; takes the place of ``currentColor``.
    size
        Width and height in pixels.

    Raises
    ------
    FileNotFoundError
        If there is no such icon.
    """
    text = resource(f"icons/{name}.svg").read_text(encoding="utf-8").replace("currentColor", color)
    renderer = QSvgRenderer(QByteArray(text.encode()))
    drawn = QIcon()
    for scale in SCALES:
        drawn.addPixmap(_picture(renderer, size, scale))
    return drawn


def _picture(renderer: QSvgRenderer, size: int, scale: float) -> QPixmap:
    pixels = round(size * scale)
    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    with QPainter(image) as p:
        renderer.render(p, QRectF(0, 0, pixels, pixels))
    image.setDevicePixelRatio(scale)
    return QPixmap.fromImage(image)
