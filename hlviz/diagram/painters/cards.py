"""The header of each column: its name and controls; and the round buttons that insert a layer."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from hlviz.diagram.painters.ground import paint_shadow
from hlviz.diagram.painters.look import Center, Look, Right, rect
from hlviz.diagram.scene import Kind, Scene
from hlviz.diagram.targets import Hit, Part
from hlviz.diagram.words import regression_words, tr
from hlviz.document.geometry import Box, Column, Gap
from hlviz.nn.activations import ACTIVATIONS, OUTPUTS
from hlviz.number_text import percent
from hlviz.session.probe import Probe
from hlviz.session.selection import Target

RADIUS = 9.0


def paint_cards(painter: QPainter, scene: Scene, look: Look, selected: Target, hover: Hit, probe: Probe) -> None:
    """All headers. They change with the project and the pointer only, so what is painted here is kept."""
    for column in scene.columns:
        mine = hover if hover.column == column.index else Hit()
        paint_card(painter, scene, look, column, selected, mine.part, probe)


def paint_plus(painter: QPainter, look: Look, gap: Gap, is_hot: bool) -> None:
    """The round button of a gap."""
    circle = rect(gap.plus)
    painter.setBrush(look.accent if is_hot else look.card)
    painter.setPen(QPen(look.accent if is_hot else look.faint, 1.2))
    painter.drawEllipse(circle.adjusted(0.6, 0.6, -0.6, -0.6))
    look.cross(painter, gap.plus, look.on_accent if is_hot else look.text, 5.0)


def paint_no_hidden_layer(painter: QPainter, scene: Scene, look: Look) -> None:
    """What a network without hidden layers is, said where one would be."""
    left, right = scene.columns
    gap = scene.geometry.gaps[0]
    start, end = left.card.box.right + 10, right.card.box.x - 10
    wide = min(end - start, 250.0)
    box = QRectF((start + end - wide) / 2, left.card.box.y, wide, 96)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.faint, 1.2, Qt.PenStyle.DashLine))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
    what = regression_words(
        scene.project.network.output_activation,
        scene.project.training.loss,
        is_classification=scene.split.points.is_classification,
    )
    below = gap.plus.bottom + 4
    painter.setFont(look.small)
    painter.setPen(look.muted)
    text = tr("No hidden layer: this is {what}.\nDrag a layer in.").format(what=what)
    where = QRectF(box.x() + 8, below, box.width() - 16, box.bottom() - below - 6)
    painter.drawText(where, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text)


def paint_card(
    painter: QPainter, scene: Scene, look: Look, column: Column, selected: Target, hot: Part, probe: Probe
) -> None:
    """The header of one column; ``hot`` is the part of it that the pointer is over."""
    card, chosen = column.card, column.layer is not None and selected.layer == column.layer
    box = rect(card.box)
    paint_shadow(painter, look, box, RADIUS)
    painter.setBrush(look.card)
    painter.setPen(QPen(look.accent if chosen else look.line, 1.5 if chosen else 1.0))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
    title = QRectF(box.x() + 9, box.y() + 7, box.width() - (27 if card.grip else 18), 18)
    name = scene.layer_title(column.index)
    font = "title" if look.metrics["title"].horizontalAdvance(name) <= title.width() else "small"
    look.words(painter, title, name, font, look.text)
    if card.grip is not None:
        _paint_grip(painter, look, card.grip, hot is Part.GRIP)
    if card.chip is not None:
        _paint_chip(painter, scene, look, column, hot is Part.CHIP)
    if card.minus is not None and card.plus is not None and card.count is not None:
        _paint_stepper(painter, look, column, hot)
    if card.drop is not None:
        text = tr("drop {share}").format(share=percent(scene.layer(column).dropout, 0))
        look.words(painter, card.drop, text, "small", look.muted, Center)
    if column.index == 0:
        _paint_input_words(painter, scene, look, column, hot, probe)
    elif column.layer is None and column.size > 1:
        look.words(painter, title, str(column.size), "small", look.muted, Right)


def _paint_grip(painter: QPainter, look: Look, box: Box, is_hot: bool) -> None:
    x, y = box.center
    painter.setPen(QPen(look.text if is_hot else look.faint, 2.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawPoints([QPointF(x + dx, y - 3 + dy) for dx in (-2.5, 2.5) for dy in (-4, 0, 4)])


def _paint_chip(painter: QPainter, scene: Scene, look: Look, column: Column, is_hot: bool) -> None:
    box = column.card.chip
    assert box is not None
    if column.layer is not None:
        activation = ACTIVATIONS[scene.layer(column).activation]
    else:
        activation = OUTPUTS[scene.project.network.output_activation]
    painter.setBrush(look.accent_soft)
    painter.setPen(QPen(look.accent if is_hot else look.accent_soft, 1))
    painter.drawRoundedRect(rect(box).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    words = QRectF(box.x + 7, box.y, box.width - 22, box.height)
    look.words(painter, words, activation.title, "body", look.accent)
    look.chevron(painter, box.right - 10, box.center[1] + 0.5, look.accent)


def _paint_stepper(painter: QPainter, look: Look, column: Column, hot: Part) -> None:
    card = column.card
    assert card.minus is not None
    assert card.plus is not None
    assert card.count is not None
    painter.setBrush(look.field)
    painter.setPen(QPen(look.line, 1))
    whole = QRectF(card.minus.x + 0.5, card.minus.y + 0.5, card.plus.right - card.minus.x - 1, card.minus.height - 1)
    painter.drawRoundedRect(whole, 6, 6)
    for part, box in ((Part.MINUS, card.minus), (Part.PLUS, card.plus)):
        is_off = part is Part.MINUS and column.size <= 1
        if hot is part and not is_off:
            painter.setBrush(look.accent_soft)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(rect(box).adjusted(1, 1, -1, -1), 6, 6)
        color = look.line if is_off else look.accent if hot is part else look.muted
        look.cross(painter, box, color, upright=part is Part.PLUS)
    look.words(painter, card.count, str(column.size), "value", look.text, Center)


def _paint_probe_button(painter: QPainter, look: Look, box: Box, *, is_on: bool, is_hot: bool) -> None:
    """Cross-hairs, on a plate where a sample is followed."""
    if is_on or is_hot:
        painter.setBrush(look.accent if is_on else look.accent_soft)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(rect(box).adjusted(2, 2, -2, -2), 6, 6)
    x, y = box.center
    color = look.on_accent if is_on else look.accent if is_hot else look.muted
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color, 1.4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawEllipse(QPointF(x, y), 4.2, 4.2)
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        painter.drawLine(QPointF(x + 2.2 * dx, y + 2.2 * dy), QPointF(x + 6.8 * dx, y + 6.8 * dy))


def _paint_input_words(painter: QPainter, scene: Scene, look: Look, column: Column, hot: Part, probe: Probe) -> None:
    card = column.card
    if card.probe is not None:
        _paint_probe_button(painter, look, card.probe, is_on=scene.is_probing, is_hot=hot is Part.PROBE)
    if card.previous is None or card.next is None or not scene.shows_sample:
        count = column.size
        text = tr("{n} feature") if count == 1 else tr("{n} features")
        if scene.kind is Kind.CURVE:
            text = tr("{n} number")
        where = QRectF(card.box.x + 9, card.box.y + 25, card.box.width - 14, 18)
        look.words(painter, where, text.format(n=count), "small", look.muted)
        return
    for part, box in ((Part.PREVIOUS, card.previous), (Part.NEXT, card.next)):
        if hot is part:
            painter.setBrush(look.accent_soft)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(rect(box).adjusted(1, 1, -1, -1), 6, 6)
        x, y = box.center
        way = -1.0 if part is Part.PREVIOUS else 1.0
        pen = QPen(look.accent if hot is part else look.muted, 1.5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPolyline(
            [QPointF(x - 1.7 * way, y - 3.5), QPointF(x + 1.7 * way, y), QPointF(x - 1.7 * way, y + 3.5)]
        )
    room = card.next.x - card.previous.right + 8  # the arrows do not fill their buttons
    between = Box(card.previous.right - 4, card.previous.y, room, card.previous.height)
    full = tr("sample {n}").format(n=probe.row + 1) if probe.own is None else tr("your own")
    text = full if look.metrics["small"].horizontalAdvance(full) <= between.width else f"#{probe.row + 1}"
    look.words(painter, between, text, "small", look.muted, Center)
