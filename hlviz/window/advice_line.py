"""The coach's one quiet line at the foot of the window: a small sign and a sentence; a click opens the drawer."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from hlviz.widgets.buttons import Button
from hlviz.widgets.icons import icon
from hlviz.widgets.tool_tip import tool_tip

ICON, GAP = 14, 6


class AdviceLine(Button):
    """As wide as there is room, whatever it says, and as high as a line of text: nothing moves when it comes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def say(self, text: str, tip: str) -> None:
        """Say this; ``tip`` tells what a click does."""
        if text != self.text():
            self.setText(text)
            self.setAccessibleName(text)
            self.setToolTip(tool_tip(text, tip))
            self.update()

    def sizeHint(self) -> QSize:
        """One line of text."""
        return QSize(60, round(QFontMetricsF(self.font()).height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sign, and as much of the sentence as there is room for."""
        theme, metrics = self._theme, QFontMetricsF(self.font())
        with QPainter(self) as p:
            top = (self.height() - ICON) // 2
            icon("circle-help", theme.accent, ICON).paint(p, 0, top, ICON, ICON)
            left = ICON + GAP
            text = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width() - left)
            p.setPen(QColor(theme.text))
            p.drawText(QRectF(left, 0, self.width() - left, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
            if self.underMouse() or self.hasFocus():
                end = left + metrics.horizontalAdvance(text)
                y = self.height() / 2 + metrics.ascent() / 2 + 1.5
                p.setPen(QPen(QColor(theme.accent), 1))
                p.drawLine(round(left), round(y), round(end), round(y))
