"""Something of each layer as histograms, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPen, QWheelEvent
from PySide6.QtWidgets import QToolTip

from hlviz.colors import Theme, mixed
from hlviz.nn.arrays import IntArray
from hlviz.number_text import percent, plain
from hlviz.panels.bars import Bars, Ground
from hlviz.panels.names import fitting_name
from hlviz.panels.operating_curve import DEAD, SATURATED, OperatingCurve
from hlviz.panels.picture import Picture
from hlviz.panels.polyline import segments
from hlviz.panels.spread import BINS, Spread
from hlviz.panels.tones import HALF, qt_table, rgb, signed_table
from hlviz.session.moment import Moment

BESIDE = 6
"""Layers that fit beside each other; of more, one scrolls."""
GAP = 10.0
PALEST = 0.3
"""Bars near zero keep that much of their sign's colour."""
SPIKE = 2.5
"""A bar that many times as high as the next is cut, and says what share it stands for."""
TINT = 0.24
"""Of a warning's colour in the ground where a function is flat."""


@dataclass(frozen=True)
class Note:
    """A line below a histogram."""

    text: str
    short: str
    """The same without its word, where room is scarce: that stands once, at the left."""
    color: str = "muted"
    """The name of a colour of the theme."""


@dataclass(frozen=True, eq=False)
class Cell:
    """One layer."""

    spread: Spread
    notes: tuple[Note, Note]
    curve: OperatingCurve | None = None
    """A function over the bars, as many places as the histogram has pixels or fewer."""


class Histograms(Picture):
    """The histograms side by side, each with its name above, its range and two notes below."""

    layer_clicked = Signal(int)
    scrolled = Signal(int)
    """The wheel was turned by so many layers."""

    def __init__(self) -> None:
        super().__init__()
        self._moment: Moment | None = None
        self.cells: Sequence[Cell] = ()
        self._headings = ("", "")
        self._chosen: int | None = None
        self._first = 0
        self._bars = Bars()
        self._strokes = PrimitiveArray(QLineF, 4)
        self._rects: list[QRectF] = []
        self._bar_rects: list[QRectF] = []
        self.corner = 0.0
        """Pixels at the upper left that something else stands on."""

    def show_cells(self, moment: Moment, cells: Sequence[Cell], headings: tuple[str, str]) -> None:
        """Draw these, one for each layer of the moment's weights; the headings are the words of their notes."""
        self._moment, self.cells, self._headings = moment, cells, headings
        self.update()

    def show_chosen(self, layer: int | None) -> None:
        """Name this layer in the accent colour."""
        if layer != self._chosen:
            self._chosen = layer
            self.update()

    def show_from(self, first: int) -> None:
        """Scroll so that this layer is the first one."""
        self._first = first
        self.update()

    def sizeHint(self) -> QSize:
        """Room for a few layers."""
        return QSize(280, 150)

    def bin_at(self, position: QPointF) -> tuple[int, int] | None:
        """The layer and the bin of its histogram at a place; None beside the bars."""
        for i, rect in enumerate(self._bar_rects):
            if rect.contains(position):
                share = (position.x() - rect.left()) / rect.width()
                return self._first + i, self.cells[self._first + i].spread.bin_of(share)
        return None

    def bin_text(self, layer: int, place: int) -> str:
        """What is said of a bin, in the tooltip."""
        spread = self.cells[layer].spread
        low, high = (plain(end, 3) for end in spread.ends_of(place))
        return f"{low} … {high}: {percent(int(spread.counts[place]) / max(1, spread.total))}"

    # Drawing

    def paint(self, p: QPainter, metrics: QFontMetricsF) -> None:
        """Draw all layers."""
        layers = range(len(self.cells))[self._first :][:BESIDE]
        self._bar_rects = []
        if not layers:
            return
        width = (self.width() - (len(layers) - 1) * GAP) / len(layers)
        longest = max(metrics.horizontalAdvance(note.text) for i in layers for note in self.cells[i].notes)
        in_words = width >= longest
        line, left = metrics.height(), 0.0
        if not in_words:  # the words stand once, at the left, and numbers alone below the histograms
            left = max(metrics.horizontalAdvance(word) for word in self._headings) + GAP
            width = (self.width() - left - (len(layers) - 1) * GAP) / len(layers)
            p.setPen(QColor(self.theme.muted))
            for row, word in enumerate(self._headings):
                p.drawText(QPointF(0, self.height() - (1 - row) * line - metrics.descent() - 1), word)
        self._rects = [QRectF(left + i * (width + GAP), 0, width, self.height()) for i in range(len(layers))]
        for i, rect in zip(layers, self._rects, strict=True):
            self._draw_layer(p, metrics, rect, i, in_words=in_words)

    def _draw_layer(self, p: QPainter, metrics: QFontMetricsF, rect: QRectF, i: int, *, in_words: bool) -> None:
        cell, line, center = self.cells[i], metrics.height(), Qt.AlignmentFlag.AlignCenter
        title = QRectF(rect.left() - GAP / 2, rect.top(), rect.width() + GAP, line)
        title.setLeft(max(title.left(), self.corner))
        name = fitting_name(self._moment, i + 1, metrics, title.width() - 2) if self._moment is not None else ""
        p.setPen(QColor(self.theme.accent if i == self._chosen else self.theme.text))
        p.drawText(title, center, name)
        bars = QRectF(rect.left(), rect.top() + line + 4, rect.width(), rect.height() - 4 * line - 9)
        self._bar_rects.append(bars)
        self._draw_bars(p, metrics, bars, cell)
        p.setPen(QColor(self.theme.muted))
        self._draw_ends(p, metrics, QRectF(rect.left(), bars.bottom() + 1, rect.width(), line), cell.spread)
        for row, note in enumerate(cell.notes):
            p.setPen(QColor(getattr(self.theme, note.color)))
            place = QRectF(rect.left() - 5, rect.bottom() - (2 - row) * line - 1, rect.width() + 10, line)
            p.drawText(place, center, note.text if in_words else note.short)

    def _draw_ends(self, p: QPainter, metrics: QFontMetricsF, below: QRectF, spread: Spread) -> None:
        low, high = (plain(end, 2) for end in (spread.low, spread.high))
        if metrics.horizontalAdvance(low) + metrics.horizontalAdvance(high) + 4 <= below.width():
            p.drawText(below, Qt.AlignmentFlag.AlignLeft, low)
            p.drawText(below, Qt.AlignmentFlag.AlignRight, high)
        elif spread.low == -spread.high:
            p.drawText(below, Qt.AlignmentFlag.AlignCenter, f"±{high}")
        else:
            p.drawText(below, Qt.AlignmentFlag.AlignRight, high)

    def _draw_bars(self, p: QPainter, metrics: QFontMetricsF, rect: QRectF, cell: Cell) -> None:
        counts, curve = cell.spread.counts, cell.curve
        most = int(counts.max())
        if most == 0 or rect.height() < 4 or rect.width() < 4:
            return
        next_most = sorted(counts.tolist())[-2]
        is_cut = next_most > 0 and most > SPIKE * next_most
        # the others end below what the cut bar says, where there is height enough for both
        below = rect.height() / max(1.0, rect.height() - metrics.height())
        full = next_most * min(max(1.6, below), SPIKE) if is_cut else most
        size = (int(rect.width()), int(rect.height()))
        colors = signed_table(self.theme, 0.5)[_shades(cell.spread.low, cell.spread.high)]
        ground: Ground = QColor(self.theme.card).rgb()
        if curve is not None:
            ground = _zone_table(self.theme)[curve.zones[_sampled(size[0], len(curve.zones))]]
        image = self._bars.image(np.minimum(counts / full, 1.0), colors, ground, size)
        p.drawImage(QPointF(round(rect.left()), round(rect.bottom()) - size[1]), image)
        if is_cut:
            x = rect.left() + (int(counts.argmax()) + 0.5) * rect.width() / BINS
            self._say_share(p, metrics, rect, x, most / max(1, cell.spread.total))
        p.setPen(QColor(self.theme.line))
        p.drawLine(QPointF(rect.left(), rect.bottom() + 0.5), QPointF(rect.right(), rect.bottom() + 0.5))
        if curve is not None:
            self._draw_curve(p, rect, curve)

    def _draw_curve(self, p: QPainter, rect: QRectF, curve: OperatingCurve) -> None:
        room = rect.adjusted(0, 2, 0, -2)
        x = room.left() + (np.arange(len(curve.heights)) + 0.5) / len(curve.heights) * room.width()
        strokes = segments(x, room.bottom() - curve.heights * room.height())
        self._strokes.resize(len(strokes))
        self._strokes.ndarray()[: len(strokes)] = strokes
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(self.theme.text), 1.4)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        p.setPen(pen)
        p.drawLines(*self._strokes.drawargs())
        p.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _say_share(self, p: QPainter, metrics: QFontMetricsF, rect: QRectF, x: float, share: float) -> None:
        text = percent(share, 0)
        width, beside = metrics.horizontalAdvance(text), rect.width() / BINS / 2 + 3
        left = x + beside if x + beside + width <= min(rect.right() + GAP - 2, self.width()) else x - beside - width
        p.setPen(QColor(self.theme.muted))
        p.drawText(QPointF(left, rect.top() + metrics.ascent() - 1), text)

    # Pointing

    def event(self, event: QEvent) -> bool:
        """Say over the bars what stands there, elsewhere what the panel is about."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            found = self.bin_at(QPointF(event.pos()))
            if found is not None:
                QToolTip.showText(event.globalPos(), self.bin_text(*found), self)
                return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select the layer."""
        if event.button() is Qt.MouseButton.LeftButton:
            for i, rect in enumerate(self._rects):
                if rect.contains(event.position()):
                    self.layer_clicked.emit(self._first + i)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, where there is more than fits."""
        self.scrolled.emit(-1 if max(event.angleDelta().x(), event.angleDelta().y(), key=abs) > 0 else 1)


@lru_cache(maxsize=64)
def _shades(low: float, high: float) -> IntArray:
    """Which entry of a signed table each bar has: its sign, the paler the nearer to zero."""
    places = np.linspace(low, high, 2 * BINS + 1)[1::2]
    strength = PALEST + (1 - PALEST) * np.abs(places) / (np.abs(places).max() or 1.0)
    return np.asarray(HALF + np.round(HALF * np.where(places >= 0, strength, -strength)), np.int64)


@lru_cache(maxsize=32)
def _sampled(pixels: int, places: int) -> IntArray:
    """Which of the places each pixel shows, shape (pixels,)."""
    return np.arange(pixels) * places // max(1, pixels)


@lru_cache(maxsize=4)
def _zone_table(theme: Theme) -> "np.ndarray[tuple[int], np.dtype[np.uint32]]":
    """The ground by zone."""
    colors = [theme.card] * 3
    colors[SATURATED] = mixed(theme.card, theme.warning, TINT)
    colors[DEAD] = mixed(theme.card, theme.bad, TINT)
    return qt_table(np.array([rgb(color) for color in colors], np.uint8))
