"""Pictures of widgets: PNG, SVG, PDF, and for the clipboard."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPoint, QRect, QSize, QSizeF
from PySide6.QtGui import QColor, QImage, QImageWriter, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QGraphicsItem, QGraphicsView, QWidget

from hlviz.errors import ProjectFileError

FINE = 2
"""Pixels of a picture for the clipboard to a pixel of the widget."""
DOTS_PER_INCH = 96
"""What Qt takes for a screen's: a point of text is as large in an SVG as in the window."""
POINTS_PER_INCH = 72


def image_of(widget: QWidget, scale: float = 1.0, *, margin: int = 0, ground: str = "#ffffff") -> QImage:
    """What a widget shows.

    Parameters
    ----------
    widget
        Any, with all that is on it.
    scale
        Pixels of the picture to a pixel of the widget.
    margin, ground
        Pixels of the widget around it, and their colour.

    Raises
    ------
    ProjectFileError
        If the picture would be larger than memory allows.
    """
    image = QImage(_outside(widget, margin) * scale, QImage.Format.Format_RGB32)
    if image.isNull():
        raise ProjectFileError("the picture would be too large; make the window smaller")
    image.setDevicePixelRatio(scale)
    image.fill(QColor(ground))
    widget.render(image, QPoint(margin, margin))
    return image


def png_of(widget: QWidget, scale: float = 1.0) -> bytes:
    """What a widget shows, as the bytes of a PNG, ``scale`` times as fine as on its screen."""
    return png_bytes(image_of(widget, widget.devicePixelRatioF() * scale))


def png_bytes(image: QImage) -> bytes:
    """An image as a PNG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(buffer.data().data())


def svg_of(widget: QWidget, title: str, *, margin: int = 0, ground: str = "#ffffff") -> bytes:
    """What a widget shows, as the bytes of an SVG: lines and text stay lines and text, maps are pictures in it."""
    size = _outside(widget, margin)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    svg = QSvgGenerator()
    svg.setOutputDevice(buffer)
    svg.setSize(size)
    svg.setViewBox(QRect(QPoint(0, 0), size))
    svg.setResolution(DOTS_PER_INCH)
    svg.setTitle(title)
    with QPainter(svg) as p, drawn_afresh(widget):
        p.fillRect(QRect(QPoint(0, 0), size), QColor(ground))
        widget.render(p, QPoint(margin, margin))
    return bytes(buffer.data().data())


def pdf_of(widget: QWidget, title: str, *, margin: int = 0, ground: str = "#ffffff") -> bytes:
    """The same as the bytes of a PDF of one page."""
    size = _outside(widget, margin)

    def paint(p: QPainter) -> None:
        p.fillRect(QRect(QPoint(0, 0), size), QColor(ground))
        widget.render(p, QPoint(margin, margin))

    with drawn_afresh(widget):
        return pdf_page(size, title, paint)


def pdf_page(size: QSize, title: str, paint: Callable[[QPainter], None]) -> bytes:
    """A PDF of one page, so many pixels large at 96 an inch, and what is painted on it."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    pdf = QPdfWriter(buffer)
    pdf.setResolution(DOTS_PER_INCH)
    pdf.setTitle(title)
    points = QSizeF(size) * POINTS_PER_INCH / DOTS_PER_INCH
    page = QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    pdf.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF()))
    with QPainter(pdf) as painter:
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        paint(painter)
    return bytes(buffer.data().data())


def _outside(widget: QWidget, margin: int) -> QSize:
    return QSize(widget.width() + 2 * margin, widget.height() + 2 * margin)


@contextmanager
def drawn_afresh(widget: QWidget) -> Iterator[None]:
    """Meanwhile no item of a plot is a picture kept from before: in an SVG its text would be pixels."""
    kept: list[tuple[QGraphicsItem, QGraphicsItem.CacheMode]] = []
    for view in widget.findChildren(QGraphicsView):
        kept += [(item, item.cacheMode()) for item in view.scene().items()]
    for item, _ in kept:
        item.setCacheMode(QGraphicsItem.CacheMode.NoCache)
    try:
        yield
    finally:
        for item, mode in kept:
            item.setCacheMode(mode)
