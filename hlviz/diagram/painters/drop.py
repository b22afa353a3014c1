"""A drag under way: the bar or the layer where it would go, the sentence, the bin."""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPen

from hlviz.diagram.overlay import Bin, Overlay, bin_box
from hlviz.diagram.painters.chosen import paint_band
from hlviz.diagram.painters.handles import paint_ghost, paint_stretch
from hlviz.diagram.painters.look import Center, Left, Look, rect
from hlviz.diagram.scene import Scene
from hlviz.diagram.view import View
from hlviz.diagram.words import tr
from hlviz.document.geometry import Box

MOST_GHOSTS = 8


def paint_overlay(painter: QPainter, scene: Scene, look: Look, view: View, overlay: Overlay, room: QSizeF) -> None:
    """Draw it in widget pixels, on top of everything."""
    if overlay.gap >= 0:
        _paint_bar(painter, scene, look, view, overlay)
    if overlay.column >= 0:
        _paint_column(painter, scene, look, view, overlay)
    if overlay.bin is not Bin.AWAY:
        _paint_bin(painter, look, bin_box(room.width(), room.height()), overlay.bin is Bin.HOT)
    for box in overlay.ghosts:
        paint_ghost(painter, look, box)
    if overlay.stretched is not None:
        paint_stretch(painter, scene, look, view, *overlay.stretched)
    if overlay.band is not None:
        paint_band(painter, look, overlay.band)
    if overlay.text:
        _paint_sentence(painter, look, overlay, room)


def _paint_bar(painter: QPainter, scene: Scene, look: Look, view: View, overlay: Overlay) -> None:
    gap = scene.geometry.gaps[overlay.gap]
    top = min(column.card.box.y for column in scene.columns)
    bottom = max(column.body.bottom for column in scene.columns)
    header = max(column.card.box.bottom for column in scene.columns)
    x, y = view.to_widget(gap.x, top)
    end = view.to_widget(0, max(bottom, header + 120))[1]
    pen = QPen(look.accent if overlay.is_allowed else look.bad, 4)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawLine(QPointF(x, y + 4), QPointF(x, end))
    count = min(overlay.new_neurons, MOST_GHOSTS)
    if not count:
        return
    side, step = 30.0 * min(view.zoom, 1.0), 44.0 * min(view.zoom, 1.0)
    middle = view.to_widget(0, sum(scene.columns[-1].body.center) - scene.columns[-1].body.center[0])[1]
    painter.setPen(QPen(look.accent, 1.4, Qt.PenStyle.DashLine))
    painter.setBrush(look.accent_soft)
    for i in range(count):
        at = middle + (i - (count - 1) / 2) * step
        painter.drawRoundedRect(QRectF(x - side / 2, at - side / 2, side, side), 6, 6)


def _paint_column(painter: QPainter, scene: Scene, look: Look, view: View, overlay: Overlay) -> None:
    column = scene.columns[overlay.column]
    color = look.accent if overlay.is_allowed else look.bad
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for box, out, radius in ((column.card.box, 2.0, 10.0), (column.body, 9.0, 12.0)):
        painter.setPen(QPen(color, 2.0 if box is column.card.box else 1.4))
        painter.drawRoundedRect(rect(view.box(box)).adjusted(-out, -out, out, out), radius, radius)


def _paint_bin(painter: QPainter, look: Look, box: Box, is_hot: bool) -> None:
    painter.setBrush(look.bad if is_hot else look.card)
    painter.setPen(QPen(look.bad, 1.4, Qt.PenStyle.SolidLine if is_hot else Qt.PenStyle.DashLine))
    painter.drawRoundedRect(rect(box).adjusted(0.5, 0.5, -0.5, -0.5), 12, 12)
    color = look.card if is_hot else look.bad
    x, y = box.x + 26, box.center[1]
    pen = QPen(color, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawLine(QPointF(x - 7, y - 5), QPointF(x + 7, y - 5))
    painter.drawPolyline([QPointF(x - 5, y - 5), QPointF(x - 4, y + 7), QPointF(x + 4, y + 7), QPointF(x + 5, y - 5)])
    painter.drawPolyline(
        [QPointF(x - 2.5, y - 5), QPointF(x - 2.5, y - 7.5), QPointF(x + 2.5, y - 7.5), QPointF(x + 2.5, y - 5)]
    )
    words = QRectF(box.x + 42, box.y, box.width - 50, box.height)
    look.words(painter, words, tr("Drop here to remove"), "body", color, Left)


def _paint_sentence(painter: QPainter, look: Look, overlay: Overlay, room: QSizeF) -> None:
    metrics = look.metrics["body"]
    wide = min(metrics.horizontalAdvance(overlay.text) + 26, room.width() - 12)
    x, y, lowest = overlay.x + 18, overlay.y + 22, room.height() - 36
    if overlay.bin is not Bin.AWAY:
        place = bin_box(room.width(), room.height())
        lowest = place.y - 38
        if overlay.bin is Bin.HOT:
            x = place.center[0] - wide / 2
    x = min(max(6.0, x), room.width() - wide - 6)
    y = min(max(6.0, y), lowest)
    box = QRectF(round(x), round(y), wide, 30)
    painter.setBrush(look.accent if overlay.is_allowed else look.card)
    painter.setPen(QPen(look.accent if overlay.is_allowed else look.bad, 1))
    painter.drawRoundedRect(box, 9, 9)
    ink = look.on_accent if overlay.is_allowed else look.text
    look.words(painter, box.adjusted(12, 0, -10, 0), overlay.text, "body", ink, Center)
