"""A picture painted by hand, where a plotting library would be dear: heat maps and histograms."""

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from hlviz.colors import LIGHT, Theme
from hlviz.panels.caption import small


class Picture(QWidget):
    """Paints itself in the theme's colours and tells where the pointer is.

    A subclass fills in ``paint``, and ``point_at`` where there is something to read off.
    """

    read_out = Signal(str)
    """What is under the pointer, in words; empty when it leaves."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme: Theme = LIGHT
        self._last_read = ""
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(60, 40)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self.theme = theme
        self.update()

    def paint(self, p: QPainter, metrics: QFontMetricsF) -> None:
        """Draw on the ground, in small print."""
        raise NotImplementedError

    def point_at(self, position: QPointF) -> str:
        """The pointer is here: what to say about it."""
        return ""

    def leave(self) -> None:
        """The pointer is gone."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the ground and draw."""
        with QPainter(self) as p:
            p.fillRect(self.rect(), QColor(self.theme.card))
            font = small(self.font())
            p.setFont(font)
            self.paint(p, QFontMetricsF(font))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what is under the pointer."""
        self.say(self.point_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Say nothing any more."""
        self.leave()
        self.say("")
        super().leaveEvent(event)

    def event(self, event: QEvent) -> bool:
        """Leave the panel's tooltip away where something is read off: it would cover the picture."""
        if event.type() is QEvent.Type.ToolTip and self._last_read:
            return True
        return super().event(event)

    def say(self, text: str) -> None:
        """Tell what is read off now."""
        if text != self._last_read:
            self._last_read = text
            self.read_out.emit(text)
