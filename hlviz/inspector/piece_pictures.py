"""The small pictures on the pieces: a layer, a neuron, dropout, and the curve of an activation function."""

import itertools

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPen, QPolygonF

from hlviz.colors import Theme, mixed
from hlviz.nn.activations import Activation

REACH = {"sigmoid": 5.0, "sine": 6.0, "gelu": 2.2, "softplus": 4.0}
"""How far from 0 a curve is drawn, in units of z, where 3 would not show its character."""


def paint_layer(p: QPainter, rect: QRectF, theme: Theme) -> None:
    """Three neurons between two and two, all connected."""
    xs = (rect.left() + rect.width() * 0.12, rect.center().x(), rect.right() - rect.width() * 0.12)
    ys = [(-0.24, 0.24), (-0.36, 0.0, 0.36), (-0.24, 0.24)]
    columns = [[QPointF(x, rect.center().y() + y * rect.height()) for y in ys[i]] for i, x in enumerate(xs)]
    p.setPen(QPen(QColor(mixed(theme.accent, theme.card, 0.45)), 1))
    for left, right in itertools.pairwise(columns):
        for start in left:
            for end in right:
                p.drawLine(QLineF(start, end))
    p.setPen(Qt.PenStyle.NoPen)
    for i, column in enumerate(columns):
        p.setBrush(QColor(theme.accent if i == 1 else mixed(theme.accent, theme.card, 0.35)))
        for place in column:
            p.drawEllipse(place, 0.105 * rect.width(), 0.105 * rect.width())


def paint_neuron(p: QPainter, rect: QRectF, theme: Theme) -> None:
    """The map of a neuron that parts the plane, with its bias as a dot."""
    side = min(rect.width(), rect.height()) * 0.84
    tile = QRectF(0, 0, side, side)
    tile.moveCenter(rect.center())
    ground = QLinearGradient(tile.topLeft(), tile.bottomRight())
    stops = (
        (0.0, theme.positive),
        (0.38, theme.positive),
        (0.5, theme.zero),
        (0.62, theme.negative),
        (1.0, theme.negative),
    )
    for place, color in stops:
        ground.setColorAt(place, QColor(color))
    p.setPen(QPen(QColor(mixed(theme.line, theme.text, 0.15)), 1))
    p.setBrush(ground)
    p.drawRoundedRect(tile, side * 0.2, side * 0.2)
    p.setPen(QPen(QColor(theme.card), 1))
    p.setBrush(QColor(mixed(theme.positive, theme.card, 0.35)))
    p.drawEllipse(tile.bottomLeft() + QPointF(1.5, -1.5), side * 0.13, side * 0.13)


def paint_dropout(p: QPainter, rect: QRectF, theme: Theme) -> None:
    """Nine neurons, three of them silent."""
    step = min(rect.width(), rect.height()) * 0.32
    for row in range(3):
        for column in range(3):
            place = rect.center() + QPointF((column - 1) * step, (row - 1) * step)
            silent = (row, column) in {(0, 1), (1, 2), (2, 0)}
            p.setPen(QPen(QColor(mixed(theme.accent, theme.card, 0.3 if silent else 0.0)), 1.2))
            p.setBrush(QColor(theme.card if silent else theme.accent))
            p.drawEllipse(place, step * 0.34, step * 0.34)


def paint_curve(p: QPainter, rect: QRectF, activation: Activation, theme: Theme, color: str) -> None:
    """The curve a = f(z) with its axes."""
    reach = REACH.get(activation.key, 3.0)
    z = np.linspace(-reach, reach, 61)
    a = np.asarray(activation.value(z))
    low, high = min(0.0, float(a.min())), max(0.0, float(a.max()))
    pad = 1.5

    def place(across: float, up: float) -> QPointF:
        x = rect.left() + pad + (across + reach) / (2 * reach) * (rect.width() - 2 * pad)
        y = rect.bottom() - pad - (up - low) / ((high - low) or 1.0) * (rect.height() - 2 * pad)
        return QPointF(x, y)

    origin = place(0, 0)
    # on the middles of pixels, or a thin line is two pixels wide
    x, y = int(origin.x()) + 0.5, int(origin.y()) + 0.5
    p.setPen(QPen(QColor(mixed(theme.line, theme.text, 0.06)), 1))
    p.drawLine(QLineF(rect.left(), y, rect.right(), y))
    p.drawLine(QLineF(x, rect.top(), x, rect.bottom()))
    pen = QPen(QColor(color), 1.8)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    p.setPen(pen)
    p.setBrush(Qt.BrushStyle.NoBrush)
    p.drawPolyline(QPolygonF([place(across, up) for across, up in zip(z.tolist(), a.tolist(), strict=True)]))
