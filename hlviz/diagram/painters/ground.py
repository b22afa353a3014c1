"""What lies behind everything: the card that the diagram is on, with a grid of dots; and soft shadows."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from hlviz.diagram.painters.look import Look
from hlviz.diagram.view import View

RADIUS = 10.0
DOTS = 20.0
"""Pixels from one dot to the next at 100 %."""


DOT = 4.0
"""Pixels that one dot takes at most."""


def paint_ground(painter: QPainter, look: Look, size: QSize, view: View, ratio: float) -> None:
    """Fill the widget; ``ratio`` is device pixels to one of its own."""
    whole = QRectF(0, 0, size.width(), size.height())
    painter.fillRect(whole, look.ground)
    step = DOTS * view.zoom
    while step < 14:
        step *= 2
    row = _row_of_dots(look, size.width(), step, ratio)
    x, y = view.x % step - step - DOT / 2, view.y % step - DOT / 2
    for i in range(int((size.height() - y) // step) + 1):
        painter.drawPixmap(on_pixel(painter, x, y + i * step), row)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    card, around = QPainterPath(), QPainterPath()
    card.addRoundedRect(whole.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
    around.addRect(whole)
    painter.fillPath(around - card, QColor(look.theme.window))
    painter.setPen(QPen(look.line, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(card)


def _row_of_dots(look: Look, width: int, step: float, ratio: float) -> QPixmap:
    """One row, a little longer than the widget; a thousand dots one by one would take several milliseconds."""
    key = (width, step, ratio)
    if look.dots is None or look.dots[0] != key:
        pixmap = blank_pixmap(width + 2 * step, DOT, ratio)
        pixmap.fill(look.ground)
        with QPainter(pixmap) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(look.dot, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawPoints([QPointF(i * step + DOT / 2, DOT / 2) for i in range(int(width / step) + 3)])
        look.dots = key, pixmap
    return look.dots[1]


def paint_shadow(painter: QPainter, look: Look, box: QRectF, radius: float, reach: float = 6.0) -> None:
    """A soft shadow below a rounded box. Translucent: for pictures that are kept, not for each frame."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 20) if look.is_dark else QColor(28, 40, 72, 5))
    for i in range(int(reach)):
        out = reach - i - 1
        spread = out * 0.45
        # more below than above, as from a light overhead
        painter.drawRoundedRect(
            box.adjusted(-spread, -out * 0.1, spread, out * 0.85 + 1), radius + spread, radius + spread
        )


def on_pixels(painter: QPainter, box: QRectF) -> QRectF:
    """The box with its sides on the nearest device pixels: a picture between two of them would be smeared over both."""
    device = painter.deviceTransform()
    scale, dx, dy = device.m11(), device.dx(), device.dy()
    left, top = round(box.left() * scale + dx), round(box.top() * scale + dy)
    right, bottom = round(box.right() * scale + dx), round(box.bottom() * scale + dy)
    return QRectF((left - dx) / scale, (top - dy) / scale, (right - left) / scale, (bottom - top) / scale)


def on_pixel(painter: QPainter, x: float, y: float) -> QPointF:
    """The corner of a device pixel that is nearest."""
    device = painter.deviceTransform()
    scale, dx, dy = device.m11(), device.dx(), device.dy()
    return QPointF((round(x * scale + dx) - dx) / scale, (round(y * scale + dy) - dy) / scale)


def blank_pixmap(width: float, height: float, scale: float) -> QPixmap:
    """A transparent picture of so many diagram pixels, drawn at ``scale`` device pixels each."""
    pixmap = QPixmap(max(1, round(width * scale)), max(1, round(height * scale)))
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap
