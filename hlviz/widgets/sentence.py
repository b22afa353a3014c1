"""Sentences in small print, on as many lines as there is room for; those that do not fit are told by the tooltip."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hlviz.colors import LIGHT, Theme
from hlviz.widgets.tool_tip import tool_tip
from hlviz.widgets.typeface import caption_font

END = ". "
"""Between two sentences."""


class Sentence(QWidget):
    """Takes the height of its lines whatever it says, so that nothing moves when it says something else."""

    def __init__(self, parent: QWidget | None = None, ink: str = "muted") -> None:
        """Make one in that colour of the theme."""
        super().__init__(parent)
        self._theme, self._ink = LIGHT, ink
        self._text = ""
        self._lines = 1
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """What it says, in full."""
        return self._text

    @property
    def lines(self) -> int:
        """How many lines it takes."""
        return self._lines

    def show_text(self, text: str) -> None:
        """Say this."""
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.setToolTip(tool_tip(text))
            self.update()

    def show_lines(self, lines: int) -> None:
        """Take that many lines."""
        if lines != self._lines:
            self._lines = lines
            self.updateGeometry()

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(120, round(QFontMetricsF(caption_font(self.font())).height() * self._lines) + 1)

    def minimumSizeHint(self) -> QSize:
        """As narrow as may be."""
        return QSize(20, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines."""
        with QPainter(self) as p:
            font = caption_font(self.font())
            metrics = QFontMetricsF(font)
            p.setFont(font)
            p.setPen(QColor(getattr(self._theme, self._ink)))
            for i, line in enumerate(fitting(self._text, metrics, self.width(), self._lines)):
                p.drawText(
                    QRectF(0, i * metrics.height(), self.width() + 2, metrics.height()),
                    Qt.TextFlag.TextSingleLine,
                    line,
                )


def fitting(text: str, metrics: QFontMetricsF, width: float, lines: int) -> list[str]:
    """As many whole sentences of the text as there is room for; where not even the first fits, that is cut."""
    sentences = text.split(END)
    for count in range(len(sentences), 0, -1):
        part = END.join(sentences[:count]) + ("." if count < len(sentences) else "")
        made = wrapped(part, metrics, width, lines)
        if " ".join(made) == part:
            return made
    return made


def wrapped(text: str, metrics: QFontMetricsF, width: float, lines: int) -> list[str]:
    """The text on that many lines at most, broken between words; the last one is cut with an ellipsis."""
    words = [word for word in text.split(" ") if word]  # at ordinary spaces alone
    made: list[str] = []
    while words and len(made) < lines - 1:
        count = 1
        while count < len(words) and metrics.horizontalAdvance(" ".join(words[: count + 1])) <= width:
            count += 1
        made.append(metrics.elidedText(" ".join(words[:count]), Qt.TextElideMode.ElideRight, width))
        words = words[count:]
    if words:
        made.append(metrics.elidedText(" ".join(words), Qt.TextElideMode.ElideRight, width))
    return made
