"""The landmarks of a run on its timeline: how each is drawn, and which one the pointer means."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from hlviz.colors import Theme, mixed
from hlviz.session.landmarks import Landmark, Sort

NEAR = 5.0
"""Pixels from a landmark within which the pointer means it."""
POINTS = (Sort.DIVERGENCE, Sort.BRANCH, Sort.BEST, Sort.EDIT)
"""Those that are one step, the more important first; the others are stretches."""
Place = Callable[[float], float]
"""Where along the strip a step lies, in pixels."""


def paint_marks(p: QPainter, found: Sequence[Landmark], place: Place, base: float, theme: Theme) -> None:
    """Draw all landmarks on the line at height ``base``."""
    colors = {Sort.DROP: theme.good, Sort.RISE: theme.bad, Sort.PLATEAU: mixed(theme.card, theme.muted, 0.7)}
    for landmark in found:
        if landmark.end is not None:
            pen = QPen(QColor(colors[landmark.sort]), 3)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            p.setPen(pen)
            left, right = place(landmark.step), place(landmark.end)
            p.drawLine(QLineF(left, base, max(left + 2, right - 1), base))
    for sort in reversed(POINTS):
        for landmark in found:
            if landmark.sort is sort:
                _PAINTERS[sort](p, QPointF(place(landmark.step), base), theme)


def landmark_at(found: Sequence[Landmark], place: Place, x: float) -> Landmark | None:
    """What the pointer means: the nearest point, else the stretch that it is in."""
    points = [(abs(place(landmark.step) - x), POINTS.index(landmark.sort), landmark) for landmark in found
              if landmark.end is None]  # fmt: skip
    near = [point for point in points if point[0] <= NEAR]
    if near:
        return min(near, key=lambda point: point[:2])[2]
    inside = [landmark for landmark in found if landmark.end is not None
              and place(landmark.step) - 2 <= x <= max(place(landmark.end), place(landmark.step) + 2)]  # fmt: skip
    return min(inside, key=lambda landmark: (landmark.end or 0) - landmark.step, default=None)


def _edit(p: QPainter, at: QPointF, theme: Theme) -> None:
    p.setPen(QPen(QColor(theme.muted), 1))
    p.drawLine(at + QPointF(0, -3), at + QPointF(0, 3))


def _best(p: QPainter, at: QPointF, theme: Theme) -> None:
    p.setPen(QPen(QColor(theme.test), 1.4))
    p.setBrush(QColor(theme.card))
    p.drawEllipse(at, 3, 3)


def _divergence(p: QPainter, at: QPointF, theme: Theme) -> None:
    p.setPen(QPen(QColor(theme.bad), 1.8))
    p.drawLine(at + QPointF(-3.5, -3.5), at + QPointF(3.5, 3.5))
    p.drawLine(at + QPointF(-3.5, 3.5), at + QPointF(3.5, -3.5))


def _branch(p: QPainter, at: QPointF, theme: Theme) -> None:
    p.setPen(QPen(QColor(theme.card), 1))
    p.setBrush(QColor(theme.accent))
    p.drawPolygon(QPolygonF([at + QPointF(*d) for d in ((0, -5), (4, 0), (0, 5), (-4, 0))]))


_PAINTERS = {Sort.EDIT: _edit, Sort.BEST: _best, Sort.DIVERGENCE: _divergence, Sort.BRANCH: _branch}
