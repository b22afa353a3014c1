"""A line of text: a bold word, and what is to be said of it in grey; cut with an ellipsis where room is short."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hlviz.colors import LIGHT, Theme
from hlviz.widgets.typeface import caption_font, sized


class Label(QWidget):
    """A title with a remark behind it; either may be empty."""

    def __init__(self, title: str = "", remark: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._title, self._remark = title, remark
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_text(title, remark)

    @property
    def text(self) -> str:
        """All that it says."""
        return " ".join(filter(None, (self._title, self._remark)))

    def show_text(self, title: str, remark: str = "") -> None:
        """Say this."""
        self._title, self._remark = title, remark
        self.setAccessibleName(self.text)
        self.update()

    def show_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Room for all of it."""
        width = QFontMetricsF(self._title_font()).horizontalAdvance(self._title)
        width += QFontMetricsF(caption_font(self.font())).horizontalAdvance(self._remark) + 8
        tallest = self._title_font() if self._title else caption_font(self.font())
        return QSize(round(width), round(QFontMetricsF(tallest).height()) + 1)

    def minimumSizeHint(self) -> QSize:
        """Room for a part of it."""
        return QSize(40, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the title and, if there is room, the remark."""
        with QPainter(self) as p:
            left = 0.0
            for text, font, color in (
                (self._title, self._title_font(), self._theme.text),
                (self._remark, caption_font(self.font()), self._theme.muted),
            ):
                metrics = QFontMetricsF(font)
                shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, self.width() - left + 0.5)
                p.setFont(font)
                p.setPen(QColor(color))
                p.drawText(QRectF(left, 0, self.width() - left, self.height()), Qt.AlignmentFlag.AlignVCenter, shown)
                left += metrics.horizontalAdvance(text) + 7 if text else 0

    def _title_font(self) -> QFont:
        return sized(self.font(), 1.0, QFont.Weight.DemiBold)
