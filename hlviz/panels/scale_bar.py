"""A strip of colour with the numbers at its ends: what a colour in the picture stands for."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from hlviz.colors import LIGHT, Theme
from hlviz.panels.caption import small
from hlviz.panels.tones import Table

STRIP, GAP = 44, 5


class ScaleBar(QWidget):
    """Number, strip, number."""

    def __init__(self, parent: QWidget | None = None, strip: int = STRIP) -> None:
        """Make one whose strip is so many pixels long."""
        super().__init__(parent)
        self._length = strip
        self._theme = LIGHT
        self._low = self._high = ""
        self._table: Table | None = None
        self._strip = QImage()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_scale(self, table: Table, low: str, high: str) -> None:
        """Show a scale of opaque colours, and the numbers at its ends."""
        if table is not self._table:
            self._table = table
            self._strip = QImage(table.data, len(table), 1, 4 * len(table), QImage.Format.Format_RGB32).copy()
            self.update()
        if (low, high) != (self._low, self._high):
            former = self.sizeHint()
            self._low, self._high = low, high
            if self.sizeHint() != former:  # it lays out the whole window anew
                self.updateGeometry()
            self.update()

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self.update()

    def ends(self) -> tuple[str, str]:
        """The numbers at its ends."""
        return self._low, self._high

    def sizeHint(self) -> QSize:
        """Room for strip and numbers."""
        metrics = QFontMetricsF(small(self.font()))
        width = metrics.horizontalAdvance(self._low) + metrics.horizontalAdvance(self._high)
        # in steps, so that a changing number does not move its neighbours
        return QSize(round((width + 11) // 12 * 12) + self._length + 2 * GAP, round(metrics.height()) + 2)

    def minimumSizeHint(self) -> QSize:
        """The same: numbers are never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw strip and numbers, at the right."""
        with QPainter(self) as p:
            p.fillRect(self.rect(), QColor(self._theme.card))
            if self._table is None:
                return
            p.setFont(small(self.font()))
            metrics = QFontMetricsF(p.font())
            height = float(self.height())
            right = self.width() - metrics.horizontalAdvance(self._high)
            strip = QRectF(right - GAP - self._length, height / 2 - 4, self._length, 8)
            left = strip.left() - GAP - metrics.horizontalAdvance(self._low)
            p.setPen(QColor(self._theme.muted))
            p.drawText(QRectF(left, 0, strip.left() - left, height), Qt.AlignmentFlag.AlignVCenter, self._low)
            p.drawText(QRectF(right, 0, self.width() - right + 2, height), Qt.AlignmentFlag.AlignVCenter, self._high)
            p.drawImage(strip, self._strip)
            p.setPen(QPen(QColor(self._theme.line), 1))
            p.drawRect(strip.adjusted(0.5, 0.5, -0.5, -0.5))
