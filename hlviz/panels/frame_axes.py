"""The frame around a hand-painted plot: numbers below and at the left, the names of both axes at their ends."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from hlviz.colors import Theme
from hlviz.datasets.points import Range
from hlviz.number_text import plain
from hlviz.panels.ranges import ticks

TICK = 3
PIXELS_PER_TICK = 38


def plot_rect(room: QRectF, metrics: QFontMetricsF, x: Range, y: Range, *, is_square: bool) -> QRectF:
    """Where the plot itself goes, once its numbers have what they need."""
    widest = max((metrics.horizontalAdvance(plain(tick)) for tick in _ticks(y, room.height())), default=0.0)
    left = room.left() + max(widest, metrics.height()) + TICK + 4
    bottom = room.bottom() - metrics.height() - TICK - 1
    rect = QRectF(left, room.top() + 4, room.right() - 6 - left, bottom - room.top() - 4)
    if is_square:
        side = min(rect.width(), rect.height())
        # in the middle of what there is, so that it does not look lost
        rect = QRectF(rect.left() + (rect.width() - side) / 2, rect.top(), side, side)
    return QRectF(round(rect.left()), round(rect.top()), round(rect.width()), round(rect.height()))


def draw_axes(
    p: QPainter, rect: QRectF, metrics: QFontMetricsF, theme: Theme, x: Range, y: Range, names: tuple[str, str]
) -> None:
    """Draw ticks, numbers and names around the plot. A number that a name would cover is left out."""
    p.setPen(QColor(theme.muted))
    name_x = metrics.elidedText(names[0], Qt.TextElideMode.ElideRight, rect.width() * 0.4)
    height = metrics.height()
    below = rect.bottom() + TICK + 1
    name_left = rect.right() + 4 - metrics.horizontalAdvance(name_x)
    for tick in _ticks(x, rect.width()):
        at = rect.left() + (tick - x[0]) / (x[1] - x[0]) * rect.width()
        text = plain(float(tick))
        width = metrics.horizontalAdvance(text)
        if at + width / 2 < name_left - 4:
            p.drawText(QPointF(at - width / 2, below + metrics.ascent()), text)
            p.drawLine(QPointF(at, rect.bottom() + 1), QPointF(at, rect.bottom() + TICK))
    p.setPen(QColor(theme.text))
    p.drawText(QPointF(name_left, below + metrics.ascent()), name_x)
    room_left = _draw_name_y(p, rect, metrics, names[1])
    p.setPen(QColor(theme.muted))
    for tick in _ticks(y, rect.height()):
        at = rect.bottom() - (tick - y[0]) / (y[1] - y[0]) * rect.height()
        if at - height / 2 > rect.top() + room_left:
            text = plain(float(tick))
            left = rect.left() - TICK - 3 - metrics.horizontalAdvance(text)
            p.drawText(QPointF(left, at + metrics.capHeight() / 2), text)
            p.drawLine(QPointF(rect.left() - TICK, at), QPointF(rect.left() - 1, at))


def _draw_name_y(p: QPainter, rect: QRectF, metrics: QFontMetricsF, name: str) -> float:
    """Write the name at the upper end; how far down it reaches."""
    width = metrics.horizontalAdvance(name)
    if width <= rect.left() - 4:
        p.drawText(QPointF(rect.left() - TICK - 3 - width, rect.top() + metrics.capHeight() + 1), name)
        return metrics.height()
    name = metrics.elidedText(name, Qt.TextElideMode.ElideRight, rect.height() * 0.4)
    width = metrics.horizontalAdvance(name)
    p.save()
    p.translate(rect.left() - TICK - 4, rect.top() + width)
    p.rotate(-90)
    p.drawText(QPointF(0, 0), name)
    p.restore()
    return width + 4


def draw_border(p: QPainter, rect: QRectF, theme: Theme) -> None:
    """A hairline around the plot."""
    p.setPen(QPen(QColor(theme.line), 1))
    p.setBrush(Qt.BrushStyle.NoBrush)
    p.drawRect(rect.adjusted(-0.5, -0.5, 0.5, 0.5))


def _ticks(limits: Range, pixels: float) -> list[float]:
    found = ticks(limits[0], limits[1], max(2, int(pixels / PIXELS_PER_TICK)))
    return [float(tick) for tick in found]
