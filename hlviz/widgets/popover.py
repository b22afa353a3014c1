"""A small window that closes with Escape, or when something else is pressed."""

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from hlviz.colors import LIGHT, Theme

GAP = 4
"""Pixels to the button that opened it."""


class Popover(QWidget):
    """A card that floats above the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._theme = LIGHT

    def open_below(self, button: QWidget) -> None:
        """Open right-aligned below a button; above it where there is no room below."""
        self.adjustSize()
        room = button.screen().availableGeometry()
        at = button.mapToGlobal(QPoint(button.width() - self.width(), button.height() + GAP))
        if at.y() + self.height() > room.bottom():
            at.setY(max(room.top(), button.mapToGlobal(QPoint()).y() - self.height() - GAP))
        at.setX(max(room.left(), min(at.x(), room.right() - self.width())))
        self.move(at)
        self.show()

    def open_beside(self, panel: QWidget, button: QWidget) -> None:
        """Open left of a panel, so that what changes there can be seen, at the height of a button of it; or right of it, or below
        the button, where there is no room.
        """
        self.adjustSize()
        room = button.screen().availableGeometry()
        left, right = (panel.mapToGlobal(QPoint(x, 0)).x() for x in (-GAP - self.width(), panel.width() + GAP))
        if left < room.left() and right + self.width() > room.right():
            self.open_below(button)
            return
        y = min(button.mapToGlobal(QPoint()).y(), room.bottom() - self.height())
        self.move(left if left >= room.left() else right, max(room.top(), y))
        self.show()

    def show_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card."""
        with QPainter(self) as p:
            p.setPen(QPen(QColor(self._theme.line), 1))
            p.setBrush(QColor(self._theme.card))
            p.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
