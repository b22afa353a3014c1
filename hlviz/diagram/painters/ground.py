"""What lies behind everything: the card that the diagram is on, with a grid of dots; and soft shadows."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from hlviz.diagram.painters.look import Look
from hlviz.diagram.view import View

RADIUS = 10.0
DOTS = 20.0
"""Pixels from one dot to the next at 100 %."""


def paint_ground(painter: QPainter, look: Look, size: QSize, view: View) -> None:
    """Fill the widget."""
    whole = QRectF(0, 0, size.width(), size.height())
    painter.fillRect(whole, QColor(look.theme.window))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.line, 1))
    painter.setBrush(look.ground)
    painter.drawRoundedRect(whole.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
    step = DOTS * view.zoom
    while step < 14:
        step *= 2
    painter.setPen(QPen(look.dot, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    start_x, start_y = view.x % step, view.y % step
    across = int((size.width() - start_x) // step) + 1
    down = int((size.height() - start_y) // step) + 1
    painter.drawPoints(
        [
            QPointF(x, y)
            for x in (start_x + i * step for i in range(across))
            for y in (start_y + j * step for j in range(down))
            if 4 < x < size.width() - 4 and 4 < y < size.height() - 4
        ]
    )


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
