"""Marks on what training leaves as it is: a flake of snow on what is frozen, a dotted line with a gap where an edge is cut."""

import itertools
import math

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from hlviz.colors import mixed
from hlviz.diagram.painters.edges import EdgePainter, Strand
from hlviz.diagram.painters.ground import blank_pixmap, on_pixel
from hlviz.diagram.painters.look import Look
from hlviz.diagram.scene import Scene
from hlviz.document.geometry import Form
from hlviz.document.specs import Edge, is_edge

MOST = 400
"""Edges, at most, that are marked one by one."""
BADGE = 15.0
FLAKE = 4.6
SMALL = 22.0
"""Tiles narrower than this have a dot in place of the flake."""


class MarkPainter:
    """The marks of one scene. They change with the project only."""

    def __init__(self, scene: Scene, look: Look) -> None:
        self.scene = scene
        self.look = look
        network = scene.project.network
        self._neurons: list[tuple[int, int]] = []
        self._edges: list[Strand] = []
        for mark in network.frozen:
            if is_edge(mark):
                self._edges += _strand(scene, mark)
            else:
                self._neurons += [place] if (place := scene.place(mark)) is not None else []  # type: ignore[arg-type]
        self.cut: frozenset[Strand] = frozenset(strand for edge in network.cut for strand in _strand(scene, edge))
        """The edges that are cut, of those that are drawn one by one."""
        self._badges: dict[float, QPixmap] = {}

    def paint_cut(self, painter: QPainter, edges: EdgePainter) -> None:
        """The edges that are cut."""
        pen = QPen(self.look.faint, 1.2, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([1.2, 3.2])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for strand in itertools.islice(self.cut, MOST):
            path = edges.path(strand)
            painter.setPen(pen)
            painter.drawPath(path)
            middle = path.pointAtPercent(0.5)
            _paint_gap(painter, self.look, middle.x(), middle.y(), path.angleAtPercent(0.5))

    def paint_frozen(self, painter: QPainter, edges: EdgePainter, scene: Scene, scale: float) -> None:
        """The flakes, at the places of a scene, which may be on the way to this one; ``scale``: device pixels to its pixels."""
        if not self._neurons and not self._edges:
            return
        badge = self._badge(scale)
        dots = []
        for layer, row in self._neurons:
            column = scene.columns[layer]
            box = column.box_of(row)
            if column.form is Form.BARS or box.width >= SMALL:
                painter.drawPixmap(on_pixel(painter, box.right - BADGE / 2 - 2, box.y - BADGE / 2 + 2), badge)
            else:
                dots.append(QPointF(box.right - 3, box.y + 3))
        for strand in self._edges[:MOST]:
            middle = edges.path(strand).pointAtPercent(0.5)
            painter.drawPixmap(on_pixel(painter, middle.x() - BADGE / 2, middle.y() - BADGE / 2), badge)
        if dots:
            for color, width in ((self.look.card, 4.6), (ice(self.look), 3.0)):
                painter.setPen(QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
                painter.drawPoints(dots)

    def _badge(self, scale: float) -> QPixmap:
        badge = self._badges.get(scale)
        if badge is None:
            self._badges.clear()
            badge = self._badges[scale] = blank_pixmap(BADGE, BADGE, scale)
            with QPainter(badge) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                paint_frozen(painter, self.look, BADGE / 2, BADGE / 2)
        return badge


def ice(look: Look) -> QColor:
    """The colour of the flake: neither that of a negative number nor that of a positive one."""
    return QColor(mixed(look.theme.accent, look.theme.text, 0.35))


def paint_frozen(painter: QPainter, look: Look, x: float, y: float) -> None:
    """A flake of snow on a small plate."""
    painter.setPen(QPen(look.rim, 1))
    painter.setBrush(look.card)
    painter.drawEllipse(QPointF(x, y), BADGE / 2 - 0.8, BADGE / 2 - 0.8)
    painter.setPen(QPen(ice(look), 1.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    lines = []
    for i in range(6):
        angle = math.radians(60 * i + 30)
        dx, dy = math.cos(angle), math.sin(angle)
        lines.append(QLineF(x, y, x + FLAKE * dx, y + FLAKE * dy))
        for turn in (-0.7, 0.7):  # its barbs
            bx, by = math.cos(angle + turn), math.sin(angle + turn)
            start = QPointF(x + 0.55 * FLAKE * dx, y + 0.55 * FLAKE * dy)
            lines.append(QLineF(start, start + QPointF(1.5 * bx, 1.5 * by)))
    painter.drawLines(lines)


def paint_cut(painter: QPainter, look: Look, x: float, y: float) -> None:
    """A piece of a cut edge, for the legend."""
    pen = QPen(look.faint, 1.2, Qt.PenStyle.CustomDashLine)
    pen.setDashPattern([1.2, 3.2])
    painter.setPen(pen)
    painter.drawLine(QPointF(x - 10, y), QPointF(x + 10, y))
    _paint_gap(painter, look, x, y, 0.0)


def _paint_gap(painter: QPainter, look: Look, x: float, y: float, angle: float) -> None:
    """A gap with a tick on each side of it, across an edge that runs at this angle in degrees, counter-clockwise."""
    painter.save()
    painter.translate(x, y)
    painter.rotate(-angle)
    painter.fillRect(QRectF(-3.5, -3, 7, 6), look.ground)
    painter.setPen(QPen(look.muted, 1.4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLines([QLineF(-4.2, 3.6, -1.6, -3.6), QLineF(1.6, 3.6, 4.2, -3.6)])
    painter.restore()


def _strand(scene: Scene, edge: Edge) -> list[Strand]:
    """The strand of an edge; none where one of its neurons is drawn in a block."""
    start, end = scene.place(edge[0]), scene.place(edge[1])
    if start is None or end is None or start[0] + 1 != end[0]:
        return []
    if scene.columns[start[0]].grid is not None or scene.columns[end[0]].grid is not None:
        return []
    return [(start[0], start[1], end[1])]
