"""The card beside the pointer: what there is to know of a neuron or an edge, now."""

import numpy as np
from PySide6.QtCore import QLineF, QRectF, QSizeF
from PySide6.QtGui import QPainter, QPen, QPixmap

from hlviz.diagram.facts import Facts
from hlviz.diagram.painters.ground import blank_pixmap, on_pixel, paint_shadow
from hlviz.diagram.painters.look import Look, Right
from hlviz.document.geometry import Box

PAD = 11.0
ROW = 18.0
CHART = 84.0
AWAY = 16.0
ROOM = 10.0


class HoverCard:
    """Paints the card; its plate with the shadow is kept, since the numbers on it change many times a second."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self._plates: dict[tuple[float, float, float], QPixmap] = {}

    def paint(self, painter: QPainter, facts: Facts, beside: Box, room: QSizeF, ratio: float) -> None:
        """Draw it beside a box of the widget, inside ``room``; at its left where there is none at the right."""
        size = self._size(facts)
        x = beside.right + AWAY
        if x + size.width() > room.width() - 6:
            x = beside.x - AWAY - size.width()
        x = min(max(6.0, x), room.width() - size.width() - 6)
        y = min(max(6.0, beside.center[1] - 24), room.height() - size.height() - 6)
        where = QRectF(round(x), round(y), size.width(), size.height())
        painter.drawPixmap(on_pixel(painter, where.x() - ROOM, where.y() - ROOM), self._plate(size, ratio))
        self._paint_words(painter, facts, where)
        high = where.height() - 2 * PAD - 20 - (17 if facts.hint else 0)
        chart = QRectF(where.right() - PAD - CHART, where.y() + PAD + 20, CHART, high)
        if facts.weights is not None:
            _paint_bars(painter, self.look, chart, facts.weights)
        elif facts.counts is not None:
            _paint_counts(painter, self.look, chart, facts.counts)

    def _size(self, facts: Facts) -> QSizeF:
        metrics = self.look.metrics
        width = 118.0 + (CHART + 16 if facts.weights is not None or facts.counts is not None else 0)
        words = max(metrics["title"].horizontalAdvance(facts.title), metrics["small"].horizontalAdvance(facts.hint))
        height = 2 * PAD + 18 + ROW * len(facts.rows) + (17 if facts.hint else 0)
        return QSizeF(round(max(width if facts.rows else 0, words) + 2 * PAD + 4), round(height))

    def _plate(self, size: QSizeF, ratio: float) -> QPixmap:
        key = (size.width(), size.height(), ratio)
        if key not in self._plates:
            if len(self._plates) > 24:
                self._plates.clear()
            pixmap = blank_pixmap(size.width() + 2 * ROOM, size.height() + 2 * ROOM, ratio)
            box = QRectF(ROOM, ROOM, size.width(), size.height())
            with QPainter(pixmap) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                paint_shadow(painter, self.look, box, 9, 9)
                painter.setBrush(self.look.card)
                painter.setPen(QPen(self.look.rim, 1))
                painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 9, 9)
            self._plates[key] = pixmap
        return self._plates[key]

    def _paint_words(self, painter: QPainter, facts: Facts, where: QRectF) -> None:
        look = self.look
        line = QRectF(where.x() + PAD, where.y() + PAD - 1, where.width() - 2 * PAD, 17)
        look.words(painter, line, facts.title, "title", look.text)
        line = QRectF(line.x(), line.bottom() + 4, 114, 16)
        for name, value in facts.rows:
            look.words(painter, line, name, "small", look.muted)
            look.words(painter, line, value, "value", look.text, Right)
            line.translate(0, ROW)
        if facts.hint:
            line.setWidth(where.width() - 2 * PAD)
            look.words(painter, line, facts.hint, "small", look.muted)


def _paint_bars(painter: QPainter, look: Look, where: QRectF, weights: np.ndarray) -> None:
    """One bar a weight, upwards where it is positive."""
    most = float(np.abs(weights).max()) or 1.0
    step = where.width() / len(weights)
    wide = max(1.5, min(8.0, step - 2))
    left = where.x() + (where.width() - step * len(weights)) / 2 + (step - wide) / 2
    low, high = min(0.0, float(weights.min())), max(0.0, float(weights.max()))
    unit = where.height() / ((high - low) or 1.0)
    zero = where.y() + high * unit
    for i, weight in enumerate(weights.tolist()):
        end = zero - weight * unit
        bar = QRectF(left + i * step, min(zero, end), wide, max(1.0, abs(zero - end)))
        painter.fillRect(bar, look.signed(weight * (0.4 + 0.6 * abs(weight) / most), most))
    painter.setPen(QPen(look.line, 1))
    painter.drawLine(QLineF(where.x(), round(zero) + 0.5, where.right(), round(zero) + 0.5))


def _paint_counts(painter: QPainter, look: Look, where: QRectF, counts: np.ndarray) -> None:
    """A histogram; its left half is of negative weights."""
    most, step = float(counts.max()) or 1.0, where.width() / len(counts)
    for i, count in enumerate(counts.tolist()):
        height = max(1.0, count / most * where.height())
        value = (i + 0.5) / len(counts) * 2 - 1
        bar = QRectF(where.x() + i * step, where.bottom() - height, step - 1.5, height)
        painter.fillRect(bar, look.signed(value, 0.8))


def beside_pointer(x: float, y: float) -> Box:
    """The box that a card stands beside where there is nothing but the pointer."""
    return Box(x - 4, y - 4, 8, 28)
