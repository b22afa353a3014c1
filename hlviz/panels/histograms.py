"""The activations of each layer as histograms, side by side."""

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QWheelEvent

from hlviz.nn.arrays import IntArray
from hlviz.panels.bars import Bars
from hlviz.panels.layer_activity import BINS, Activity
from hlviz.panels.names import fitting_name
from hlviz.panels.number_text import percent, plain
from hlviz.panels.picture import Picture
from hlviz.panels.tones import HALF, signed_table
from hlviz.session.moment import Moment

BESIDE = 6
"""Layers that fit beside each other; of more, one scrolls."""
GAP = 10.0
MUCH = 0.8
"""A share of saturated activations that is worth a warning."""
PALEST = 0.3
"""Bars near zero keep that much of their sign's colour."""
SPIKE = 2.5
"""A bar that many times as high as the next is cut, and says what share it stands for."""


def stuck_text(activity: Activity) -> str:
    """Saturated and dead in words: "12 % saturated · 1 dead"."""
    tr = QCoreApplication.translate
    saturated = tr("ActivationsPanel", "{share} saturated").format(share=percent(activity.saturated, 0))
    return f"{saturated} · " + tr("ActivationsPanel", "{count} dead").format(count=activity.dead)


class Histograms(Picture):
    """The histograms side by side, each with its name above, its range and what is stuck below."""

    layer_clicked = Signal(int)
    scrolled = Signal(int)
    """The wheel was turned by so many layers."""

    def __init__(self) -> None:
        super().__init__()
        self._moment: Moment | None = None
        self.activities: tuple[Activity, ...] = ()
        self._chosen: int | None = None
        self._first = 0
        self._bars = Bars()
        self._cells: list[QRectF] = []

    def show_activities(self, moment: Moment, activities: tuple[Activity, ...]) -> None:
        """Draw these, one for each layer of the moment's weights."""
        self._moment, self.activities = moment, activities
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

    def paint(self, p: QPainter, metrics: QFontMetricsF) -> None:
        """Draw all layers."""
        layers = range(len(self.activities))[self._first :][:BESIDE]
        if not layers:
            return
        width = (self.width() - (len(layers) - 1) * GAP) / len(layers)
        longest = max(metrics.horizontalAdvance(stuck_text(self.activities[i]).split(" · ")[0]) for i in layers)
        in_words = width >= longest
        line, headings = metrics.height(), 0.0
        if not in_words:  # the words stand once, at the left, and numbers alone below the histograms
            headings = max(metrics.horizontalAdvance(word) for word in _headings()) + GAP
            width = (self.width() - headings - (len(layers) - 1) * GAP) / len(layers)
            p.setPen(QColor(self.theme.muted))
            for row, word in enumerate(_headings()):
                p.drawText(QPointF(0, self.height() - (1 - row) * line - metrics.descent() - 1), word)
        self._cells = [QRectF(headings + i * (width + GAP), 0, width, self.height()) for i in range(len(layers))]
        for i, cell in zip(layers, self._cells, strict=True):
            self._draw_layer(p, metrics, cell, i, self.activities[i], in_words=in_words)

    def _draw_layer(
        self, p: QPainter, metrics: QFontMetricsF, cell: QRectF, i: int, activity: Activity, *, in_words: bool
    ) -> None:
        line, center = metrics.height(), Qt.AlignmentFlag.AlignCenter
        name = fitting_name(self._moment, i + 1, metrics, cell.width() + GAP - 2) if self._moment is not None else ""
        p.setPen(QColor(self.theme.accent if i == self._chosen else self.theme.text))
        p.drawText(QRectF(cell.left() - GAP / 2, cell.top(), cell.width() + GAP, line), center, name)
        bars = QRectF(cell.left(), cell.top() + line + 4, cell.width(), cell.height() - 4 * line - 9)
        self._draw_bars(p, metrics, bars, activity)
        p.setPen(QColor(self.theme.muted))
        low, high = plain(float(f"{activity.low:.2g}")), plain(float(f"{activity.high:.2g}"))
        below = QRectF(cell.left(), bars.bottom() + 1, cell.width(), line)
        p.drawText(below, Qt.AlignmentFlag.AlignLeft, low)
        p.drawText(below, Qt.AlignmentFlag.AlignRight, high)
        saturated, dead = stuck_text(activity).split(" · ") if in_words else (
            percent(activity.saturated, 0), str(activity.dead)
        )  # fmt: skip
        if activity.saturated >= MUCH and i < len(self.activities) - 1:  # an output that is sure is no fault
            p.setPen(QColor(self.theme.warning))
        p.drawText(QRectF(cell.left() - 5, cell.bottom() - 2 * line - 1, cell.width() + 10, line), center, saturated)
        p.setPen(QColor(self.theme.bad if activity.dead else self.theme.muted))
        p.drawText(QRectF(cell.left() - 5, cell.bottom() - line - 1, cell.width() + 10, line), center, dead)

    def _draw_bars(self, p: QPainter, metrics: QFontMetricsF, rect: QRectF, activity: Activity) -> None:
        counts = activity.counts
        bins, most = len(counts), int(counts.max())
        if most == 0 or rect.height() < 4 or rect.width() < 4:
            return
        next_most = sorted(counts.tolist())[-2]
        is_cut = next_most > 0 and most > SPIKE * next_most
        full = next_most * 1.6 if is_cut else most
        size = (int(rect.width()), int(rect.height()))
        colors, ground = (
            signed_table(self.theme, 0.5)[_shades(activity.low, activity.high)],
            QColor(self.theme.card).rgb(),
        )
        image = self._bars.image(np.minimum(counts / full, 1.0), colors, ground, size)
        p.drawImage(QPointF(round(rect.left()), round(rect.bottom()) - size[1]), image)
        if is_cut:
            share = most / max(1, int(counts.sum()))
            self._say_share(p, metrics, rect, rect.left() + (int(counts.argmax()) + 0.5) * rect.width() / bins, share)
        p.setPen(QColor(self.theme.line))
        p.drawLine(QPointF(rect.left(), rect.bottom() + 0.5), QPointF(rect.right(), rect.bottom() + 0.5))

    def _say_share(self, p: QPainter, metrics: QFontMetricsF, rect: QRectF, x: float, share: float) -> None:
        text = percent(share, 0)
        width = metrics.horizontalAdvance(text)
        left = x + 6 if x + 6 + width <= min(rect.right() + GAP - 2, self.width()) else x - 6 - width
        p.setPen(QColor(self.theme.muted))
        p.drawText(QPointF(left, rect.top() + metrics.ascent() - 1), text)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select the layer."""
        if event.button() is Qt.MouseButton.LeftButton:
            for i, cell in enumerate(self._cells):
                if cell.contains(event.position()):
                    self.layer_clicked.emit(self._first + i)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, where there is more than fits."""
        self.scrolled.emit(-1 if max(event.angleDelta().x(), event.angleDelta().y(), key=abs) > 0 else 1)


@lru_cache(maxsize=64)
def _shades(low: float, high: float) -> IntArray:
    """Which entry of a signed table each bar has: its sign, the paler the nearer to zero."""
    places = np.linspace(low, high, 2 * BINS + 1)[1::2]
    strength = PALEST + (1 - PALEST) * np.abs(places) / np.abs(places).max()
    return np.asarray(HALF + np.round(HALF * np.where(places >= 0, strength, -strength)), np.int64)


def _headings() -> tuple[str, str]:
    tr = QCoreApplication.translate
    return tr("ActivationsPanel", "saturated"), tr("ActivationsPanel", "dead")
