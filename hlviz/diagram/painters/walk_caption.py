"""What happens at a stage of a walk, in a sentence at the foot of the diagram, and what colours and widths mean there."""

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QColor, QPainter, QPen

from hlviz.diagram.painters.look import Left, Look
from hlviz.diagram.words import tr
from hlviz.explain.formula import figure, told_apart
from hlviz.explain.microscope import Kind
from hlviz.session.sight import Sight
from hlviz.session.walk_words import words_of
from hlviz.widgets.sentence import wrapped

EDGE, PAD = 10.0, 10.0
FOOT = 92.0
"""Pixels at the foot of the diagram that are left to it."""
WIDEST = 620.0
LINE, KEY = 15.0, 16.0
"""Heights of a line of the sentence, and of the line on colours."""
SWATCH = 16.0


def paint_caption(painter: QPainter, look: Look, sight: Sight, room: QSizeF) -> None:
    """Draw it in the pixels of a widget of this size."""
    words = words_of(sight)
    width = min(WIDEST, room.width() - 2 * EDGE)
    inner = width - 2 * PAD
    lines = wrapped(words.child, look.metrics["small"], inner, 3)
    legend = _legend(look, sight)
    height = 2 * PAD - 4 + LINE + LINE * len(lines) + (KEY if legend else 0.0)
    box = QRectF(round((room.width() - width) / 2), round(room.height() - height - EDGE), width, height)
    painter.setBrush(look.card)
    painter.setPen(QPen(look.accent, 1.2))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 9, 9)
    x, y = box.x() + PAD, box.y() + PAD - 3
    look.words(painter, QRectF(x, y, inner, LINE), words.title, "value", look.accent, Left)
    taken = look.metrics["value"].horizontalAdvance(words.title) + 8
    look.words(painter, QRectF(x + taken, y, inner - taken, LINE), _numbers(sight), "small", look.muted, Left)
    for line in lines:
        y += LINE
        look.words(painter, QRectF(x, y, inner, LINE), line, "small", look.text, Left)
    y += LINE + 2
    for text, color in legend:
        if color is not None:
            painter.setPen(QPen(color, 3.4))
            painter.drawLine(round(x), round(y + KEY / 2), round(x + SWATCH), round(y + KEY / 2))
            x += SWATCH + 5
        wide = look.metrics["tiny"].horizontalAdvance(text)
        look.words(painter, QRectF(x, y, wide + 2, KEY), text, "tiny", look.muted, Left)
        x += wide + 14


def _numbers(sight: Sight) -> str:
    """What the stage comes to, in a number."""
    walk, kind = sight.walk, sight.stage.kind
    if kind is Kind.UPDATE:
        before, after = told_apart(walk.loss, walk.loss_after)
        return tr("loss {before} → {after}").format(before=before, after=after)
    if kind is Kind.LOSS:
        return figure(walk.loss)
    return tr("loss {loss}").format(loss=figure(walk.loss)) if kind is Kind.BACKWARD else ""


def _legend(look: Look, sight: Sight) -> list[tuple[str, QColor | None]]:
    """What colours and widths mean now: words, each with the colour that it is about."""
    walk, kind = sight.walk, sight.stage.kind
    if kind is Kind.BACKWARD:
        low, high = (QColor(color) for color in look.theme.gradients)
        return [
            (tr("width: gradient ∂L/∂w, up to {most}").format(most=figure(walk.greatest_gradient, 2)), None),
            (tr("a larger w would help"), low), (tr("a smaller w would help"), high),
        ]  # fmt: skip
    if kind is Kind.FORWARD:
        low, high = (pen.color() for pen in look.edges[-1])
        return [(tr("width: w·a, what an edge carries"), None), (tr("takes away"), low), (tr("adds"), high)]
    if kind is Kind.UPDATE:
        return [(tr("on the edges of one neuron: old → new; click another neuron to see its own"), None)]
    return []
