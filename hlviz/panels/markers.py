"""The shapes of points: one a class, so that classes can be told apart without their colours."""

import math

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

CIRCLE = 0
# corners of a regular polygon, the angle of the first one in degrees, and its size beside a circle's
_POLYGONS = (
    (4, 45, 1.22), (3, -90, 1.36), (4, 0, 1.28), (3, 90, 1.36),
    (5, -90, 1.16), (6, 0, 1.12), (3, 0, 1.36), (3, 180, 1.36), (8, 22.5, 1.05),
)  # fmt: skip
SHAPES = 1 + len(_POLYGONS)


def shape_of(label: int, classes: int) -> int:
    """The shape of a class. Two classes need none of their own: orange and blue can be told apart by everyone."""
    return label % SHAPES if classes > 2 else CIRCLE


def draw_marker(
    p: QPainter, centre: QPointF, radius: float, shape: int, fill: QColor, outline: QColor, width: float = 1.0
) -> None:
    """A point of a shape ``0 … SHAPES − 1``, filled and outlined."""
    p.setBrush(fill)
    p.setPen(QPen(outline, width))
    if shape == CIRCLE:
        p.drawEllipse(centre, radius, radius)
        return
    corners, first, size = _POLYGONS[shape - 1]
    angles = [math.radians(first + 360 * i / corners) for i in range(corners)]
    r = radius * size
    # QPolygonF(list) keeps no reference to the points
    p.drawPolygon(QPolygonF([centre + QPointF(r * math.cos(a), r * math.sin(a)) for a in angles]))


def box(centre: QPointF, radius: float) -> QRectF:
    """A square around a point."""
    return QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
