"""The face of a control: a rounded plate with a border, and what pointer, keyboard and choice do to both."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from hlviz.colors import Theme, mixed

RADIUS = 8.0


@dataclass(frozen=True)
class Condition:
    """What is going on with a control."""

    enabled: bool = True
    hovered: bool = False
    pressed: bool = False
    chosen: bool = False
    focused: bool = False

    @classmethod
    def of(cls, widget: QWidget, *, pressed: bool = False, chosen: bool = False) -> "Condition":
        """What is going on with that widget."""
        enabled = widget.isEnabled()
        return cls(enabled, enabled and widget.underMouse(), pressed, chosen, widget.hasFocus())


def faint(theme: Theme) -> str:
    """Text and lines of what cannot be used now."""
    return mixed(theme.muted, theme.card, 0.45)


def draw_surface(
    p: QPainter, rect: QRectF, theme: Theme, condition: Condition, *, radius: float = RADIUS, ground: str = ""
) -> None:
    """A plate that fills ``rect``: accented where chosen, ringed while it has the keyboard."""
    fill, line = ground or theme.field, theme.line
    if condition.chosen:
        fill, line = theme.accent_soft, theme.accent
    if condition.pressed:
        fill = mixed(fill, theme.text, 0.10)
    elif condition.hovered:
        fill, line = mixed(fill, theme.text, 0.04), line if condition.chosen else mixed(line, theme.text, 0.22)
    if not condition.enabled:
        line = mixed(theme.line, theme.card, 0.4)
    p.setRenderHint(QPainter.RenderHint.Antialiasing)
    p.setBrush(QColor(fill))
    p.setPen(QPen(QColor(theme.accent if condition.focused else line), 2 if condition.focused else 1))
    inset = 1.0 if condition.focused else 0.5
    p.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius)


def draw_chevron(p: QPainter, centre: QPointF, color: str, width: float = 8.0) -> None:
    """A small arrow down: there is more to choose from."""
    pen = QPen(QColor(color), 1.6)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    p.setPen(pen)
    half, drop = width / 2, width / 4
    x, y = centre.x(), centre.y()
    p.drawPolyline(QPolygonF([QPointF(x - half, y - drop), QPointF(x, y + drop), QPointF(x + half, y - drop)]))


def draw_grip(p: QPainter, centre: QPointF, color: str) -> None:
    """Six dots: this can be dragged."""
    p.setPen(Qt.PenStyle.NoPen)
    p.setBrush(QColor(color))
    for row in (-1, 0, 1):
        for column in (-0.5, 0.5):
            p.drawEllipse(centre + QPointF(column * 4.6, row * 4.6), 1.25, 1.25)
