"""Numbers to be read, not changed: a large one under its caption, or a few small ones in lines."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from hlviz.colors import LIGHT, Theme
from hlviz.widgets.typeface import caption_font, sized

LARGE = 1.5
SWATCH = 14


class ReadOut(QWidget):
    """A large number under its caption, with room for the widest it will be, so that nothing beside it moves."""

    def __init__(self, caption: str, widest: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._caption, self._widest, self._text = caption, widest, ""
        self.setAccessibleName(caption)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """The number as shown."""
        return self._text

    def show_text(self, text: str) -> None:
        """Show this number."""
        if text != self._text:
            self._text = text
            self.setAccessibleDescription(text)
            self.update()

    def show_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Room for caption and the widest number."""
        caption, number = QFontMetricsF(self._caption_font()), QFontMetricsF(self._number_font())
        width = max(caption.horizontalAdvance(self._caption), number.horizontalAdvance(self._widest))
        return QSize(round(width) + 2, round(caption.height() + number.height()) - 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw caption and number."""
        with QPainter(self) as p:
            p.setFont(self._caption_font())
            p.setPen(QColor(self._theme.muted))
            height = QFontMetricsF(p.font()).height()
            p.drawText(QRectF(0, 0, self.width(), height), Qt.AlignmentFlag.AlignVCenter, self._caption)
            p.setFont(self._number_font())
            p.setPen(QColor(self._theme.text))
            place = QRectF(0, height - 2, self.width(), self.height() - height + 2)
            p.drawText(place, Qt.AlignmentFlag.AlignVCenter, self._text)

    def _caption_font(self) -> QFont:
        font = sized(self.font(), 0.78, QFont.Weight.DemiBold)
        font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 106)
        return font

    def _number_font(self) -> QFont:
        return sized(self.font(), LARGE, QFont.Weight.Medium)


@dataclass(frozen=True)
class Line:
    """A name and its number."""

    name: str
    text: str
    swatch: str = ""
    """The colour of the stroke in front of it; empty: none."""
    dashed: bool = False
    alarming: bool = False


class NumberLines(QWidget):
    """A few names with their numbers, one below the other, numbers at the right."""

    def __init__(self, name: str, widest: Line, count: int, parent: QWidget | None = None) -> None:
        """Reserve room for ``count`` lines such as ``widest``; ``name`` is what assistive technology calls them."""
        super().__init__(parent)
        self._theme = LIGHT
        self._widest, self._count = widest, count
        self._lines: tuple[Line, ...] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """The lines as text."""
        return "; ".join(f"{line.name} {line.text}" for line in self._lines)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these."""
        if tuple(lines) != self._lines:
            self._lines = tuple(lines)
            self.setAccessibleDescription(self.text)
            self.update()

    def show_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the lines."""
        small, number = QFontMetricsF(caption_font(self.font())), QFontMetricsF(self._number_font())
        width = small.horizontalAdvance(self._widest.name) + 10 + number.horizontalAdvance(self._widest.text)
        return QSize(
            round(width + (SWATCH + 6 if self._widest.swatch else 0)), round(self._count * number.height()) + 1
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines."""
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            height = self.height() / self._count
            for i, line in enumerate(self._lines):
                place = QRectF(0, i * height, self.width(), height)
                if line.swatch:
                    pen = QPen(QColor(line.swatch), 2.4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
                    if line.dashed:
                        pen.setDashPattern([2.0, 1.2])
                    p.setPen(pen)
                    y = place.center().y()
                    p.drawLine(QLineF(0, y, SWATCH, y))
                p.setFont(caption_font(self.font()))
                p.setPen(QColor(self._theme.muted))
                left = SWATCH + 6 if line.swatch else 0
                p.drawText(place.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, line.name)
                p.setFont(self._number_font())
                p.setPen(QColor(self._theme.bad if line.alarming else self._theme.text))
                p.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, line.text)

    def _number_font(self) -> QFont:
        return sized(self.font(), 0.92, QFont.Weight.Medium)
