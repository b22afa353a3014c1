"""The samples on top of a plane: filled where the network learns from them, hollow where they are kept for the test."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from hlviz.colors import Theme, mixed
from hlviz.panels.markers import CIRCLE, draw_marker, shape_of
from hlviz.panels.plane_map import PlaneMap
from hlviz.panels.surface_field import target_colors
from hlviz.panels.tones import signed_colors, signed_indexes
from hlviz.session.moment import Moment

CORNER = 6.0
LARGEST, SMALLEST = 3.6, 1.6
"""Pixels of a point's radius: for a few hundred of them, and for many thousands."""


def draw_samples(p: QPainter, moment: Moment, plane: PlaneMap, theme: Theme, *, shows_test: bool) -> None:
    """Draw all training samples within the plot and, if wished, the test samples under them."""
    split = moment.split
    count = len(split.train) + (len(split.test) if shows_test else 0)
    radius = max(SMALLEST, min(LARGEST, LARGEST * math.sqrt(400 / max(count, 1))))
    rim = QColor(rim_of(moment, theme))
    for row in split.test if shows_test else ():
        at = plane.place(split.points.x[row])
        if at is not None:
            color, shape = look_of(moment, int(row), theme)
            draw_marker(p, at, radius * 0.9, shape, rim, color, 0.5 * radius)
    for row in split.train:
        at = plane.place(split.points.x[row])
        if at is not None:
            color, shape = look_of(moment, int(row), theme)
            draw_marker(p, at, radius, shape, color, rim, 1.0 if radius > 2.2 else 0.6)


def rim_of(moment: Moment, theme: Theme) -> str:
    """The colour around a point."""
    if not moment.split.points.is_classification:
        return mixed(theme.text, theme.card, 0.45)  # some of them are of the ground's own colour
    return "#ffffff" if theme.name == "light" else theme.window


def look_of(moment: Moment, row: int, theme: Theme) -> tuple[QColor, int]:
    """The colour and the shape of a sample's point, by what it is."""
    points = moment.split.points
    if points.is_classification:
        label = int(points.y[row])
        return QColor(theme.class_color(label, points.classes)), shape_of(label, points.classes)
    middle, scale = target_colors(moment)
    index = int(signed_indexes(points.y[row : row + 1].astype(float), scale, middle)[0])
    return QColor(*signed_colors(theme, 0.75)[index].tolist()), CIRCLE


def round_corners(p: QPainter, rect: QRectF, color: str) -> None:
    """Cover the corners of a plot with the ground, so that it looks rounded."""
    path = QPainterPath()
    path.addRect(rect.adjusted(-1, -1, 1, 1))
    path.addRoundedRect(rect, CORNER, CORNER)
    p.fillPath(path, QColor(color))


def draw_cross_hairs(p: QPainter, at: QPointF, rect: QRectF, theme: Theme) -> None:
    """Thin lines through a place, from side to side of the plot; they leave the place itself open."""
    p.setPen(QPen(QColor(mixed(theme.text, theme.card, 0.35)), 1, Qt.PenStyle.DotLine))
    p.drawLine(QPointF(rect.left(), at.y()), QPointF(at.x() - 8, at.y()))
    p.drawLine(QPointF(at.x() + 8, at.y()), QPointF(rect.right(), at.y()))
    p.drawLine(QPointF(at.x(), rect.top()), QPointF(at.x(), at.y() - 8))
    p.drawLine(QPointF(at.x(), at.y() + 8), QPointF(at.x(), rect.bottom()))
    p.setPen(QPen(Qt.PenStyle.SolidLine))


def draw_ring(p: QPainter, at: QPointF, theme: Theme) -> None:
    """Ring the sample that is looked at."""
    p.setBrush(QColor(0, 0, 0, 0))
    for color, width in ((theme.card, 3.6), (theme.text, 1.7)):
        pen = p.pen()
        pen.setColor(QColor(color))
        pen.setWidthF(width)
        p.setPen(pen)
        p.drawEllipse(at, 6.5, 6.5)
