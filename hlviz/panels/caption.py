"""One line above a picture: what the colours and lines stand for, with their numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from hlviz.colors import LIGHT, Theme
from hlviz.panels.markers import draw_marker
from hlviz.widgets.typeface import sized

SMALL = 0.88
"""Of the ordinary text size: 8.6 points."""
MARK_WIDTH, MARK_GAP, ENTRY_GAP = 13, 4, 11


@dataclass(frozen=True)
class Entry:
    """One part of the line: a mark, a muted word, and a value in the colour of text."""

    text: str = ""
    value: str = ""
    mark: str = ""
    """"line", "dash", "dots", "tick", or "shape" with the number of a point's shape in ``shape``; empty: none."""
    color: str = ""
    shape: int = 0
    is_spare: bool = False
    """Whether it is left out where there is no room for all."""

    @property
    def plain(self) -> str:
        """As one text."""
        return " ".join(part for part in (self.text, self.value) if part)


class Caption(QWidget):
    """Entries from left to right.

    Where there is no room for all, spare entries are left out, or words that stand between a mark and a number, or both; what does
    not fit even so is cut off with an ellipsis.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._entries: tuple[Entry, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_entries(self, entries: Iterable[Entry]) -> None:
        """Say this instead."""
        entries = tuple(entries)
        if entries != self._entries:
            self._entries = entries
            self.update()

    def show_text(self, text: str) -> None:
        """Say one sentence in the colour of text."""
        self.show_entries((Entry(value=text),))

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self.update()

    @property
    def entries(self) -> Sequence[Entry]:
        """What it says."""
        return self._entries

    def text(self) -> str:
        """What it says, as one text."""
        return "  ".join(entry.plain for entry in self._entries)

    def needed(self) -> float:
        """The width in which one sentence can be read in full."""
        return QFontMetricsF(small(self.font())).horizontalAdvance(self.text()) + 2

    def sizeHint(self) -> QSize:
        """One line high."""
        return QSize(120, round(QFontMetricsF(small(self.font())).height()) + 6)

    def minimumSizeHint(self) -> QSize:
        """As narrow as may be."""
        return QSize(20, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the entries."""
        with QPainter(self) as p:
            p.fillRect(self.rect(), QColor(self._theme.card))
            font = small(self.font())
            p.setFont(font)
            metrics, x = QFontMetricsF(font), 0.0
            for entry in self._fitting(metrics):
                x = self._draw_entry(p, metrics, entry, x) + ENTRY_GAP
                if x >= self.width():
                    break

    def _fitting(self, metrics: QFontMetricsF) -> Sequence[Entry]:
        """The entries as they fit best."""
        if not any(entry.mark or entry.is_spare for entry in self._entries):
            return self._entries
        wordless = [replace(entry, text="") if entry.mark and entry.value else entry for entry in self._entries]
        needful = [entry for entry in self._entries if not entry.is_spare]
        barest = [entry for entry in wordless if not entry.is_spare]
        choices = (self._entries, needful, wordless, barest)
        return next((some for some in choices if _width(some, metrics) <= self.width()), barest)

    def _draw_entry(self, p: QPainter, metrics: QFontMetricsF, entry: Entry, x: float) -> float:
        middle = self.height() / 2
        if entry.mark:
            self._draw_mark(p, entry, x, middle)
            x += _mark_room(entry)
        for text, color in ((entry.text, self._theme.muted), (entry.value, self._theme.text)):
            room = self.width() - x
            if not text or room < 8:
                continue
            if metrics.horizontalAdvance(text) > room:
                text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            p.setPen(QColor(color))
            p.drawText(QRectF(x, 0, room + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
            x += metrics.horizontalAdvance(text) + 4
        return x - 4

    def _draw_mark(self, p: QPainter, entry: Entry, x: float, middle: float) -> None:
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        if entry.mark == "shape":
            draw_marker(p, QPointF(x + 4.5, middle), 3.8, entry.shape, QColor(entry.color), QColor(self._theme.card))
            return
        if entry.mark == "tick":
            p.setPen(QPen(QColor(entry.color), 2.2))
            p.drawLine(QPointF(x + 4.5, middle - 4), QPointF(x + 4.5, middle + 5))
            return
        pen = QPen(QColor(entry.color), 1.2 if entry.mark == "dots" else 2.2)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if entry.mark in {"dash", "dots"}:
            pen.setDashPattern([2.5, 1.6] if entry.mark == "dash" else [2.5, 2.0])
        p.setPen(pen)
        p.drawLine(QPointF(x, middle + 0.5), QPointF(x + MARK_WIDTH, middle + 0.5))


def _mark_room(entry: Entry) -> float:
    return (MARK_WIDTH if entry.mark not in {"shape", "tick"} else 9) + MARK_GAP if entry.mark else 0.0


def _width(entries: Iterable[Entry], metrics: QFontMetricsF) -> float:
    """Pixels that they take."""
    widths = [
        _mark_room(entry) + sum(metrics.horizontalAdvance(part) + 4 for part in (entry.text, entry.value) if part) - 4
        for entry in entries
    ]
    return sum(widths) + ENTRY_GAP * (len(widths) - 1)


def small(font: QFont) -> QFont:
    """The font of captions, axes and other small print."""
    return sized(font, SMALL)
