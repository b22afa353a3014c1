"""What comes into a neuron as bars: the largest terms of its sum, what the others come to, and the bias."""

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter

from hlviz.colors import mixed
from hlviz.number_text import rounded, signed
from hlviz.panels.incoming import Incoming, more_text
from hlviz.panels.names import neuron_name
from hlviz.panels.picture import Picture
from hlviz.session.moment import Moment

MOST = 12
NAMES = 0.42
"""Of the width, at most, for the names."""
BIAS, REST = -1, -2
"""Rows that are no connection."""


class Contributions(Picture):
    """Rows from the largest down."""

    pointed = Signal(object)
    """The place, in the layer before, of the neuron whose term is under the pointer; None: none."""
    clicked = Signal(int)
    """The same, clicked."""

    def __init__(self) -> None:
        super().__init__()
        self._moment: Moment | None = None
        self._incoming: Incoming | None = None
        self._rows: list[tuple[int, float]] = []
        self._row_height = 14.0
        self._lit: int | None = None

    @property
    def rows(self) -> list[tuple[int, float]]:
        """(Place in the layer before, ``BIAS`` or ``REST``; what it adds to the sum), from top to bottom as drawn."""
        return self._rows

    def show_incoming(self, moment: Moment, incoming: Incoming) -> None:
        """Draw these."""
        self._moment, self._incoming = moment, incoming
        self.update()

    def paint(self, p: QPainter, metrics: QFontMetricsF) -> None:
        """Draw names, bars and numbers."""
        moment, incoming = self._moment, self._incoming
        if moment is None or incoming is None:
            return
        self._row_height = metrics.height() + 1
        self._rows = _rows(incoming, int(self.height() / self._row_height))
        if not self._rows:
            return
        names = [self._name(moment, incoming, place) for place, _ in self._rows]
        texts = [signed(rounded(value)) for _, value in self._rows]
        left = min(max(metrics.horizontalAdvance(name) for name in names), self.width() * NAMES) + 6
        right = self.width() - max(metrics.horizontalAdvance(text) for text in texts) - 5
        sizes = [abs(value) for _, value in self._rows if np.isfinite(value)]
        largest = max(sizes, default=1.0) or 1.0
        middle = (left + right) / 2
        for i, ((place, value), name, text) in enumerate(zip(self._rows, names, texts, strict=True)):
            row = QRectF(0, i * self._row_height, self.width(), self._row_height)
            if i == self._lit:
                p.fillRect(row, QColor(self.theme.accent_soft))
            p.setPen(QColor(self.theme.text if place >= 0 else self.theme.muted))
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, left - 6)
            p.drawText(row.adjusted(1, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, shown)
            if np.isfinite(value) and right > left:
                color = QColor(self.theme.positive if value >= 0 else self.theme.negative)
                length = (right - middle) * value / largest
                bar = QRectF(middle, row.top() + 2, length, row.height() - 4).normalized()
                p.fillRect(bar, color if place >= 0 else QColor(mixed(color.name(), self.theme.card, 0.5)))
            p.setPen(QColor(self.theme.text))
            p.drawText(row.adjusted(0, 0, -1, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)
        p.setPen(QColor(self.theme.line))
        p.drawLine(QPointF(middle, 0), QPointF(middle, len(self._rows) * self._row_height))

    def _name(self, moment: Moment, incoming: Incoming, place: int) -> str:
        if place == BIAS:
            return QCoreApplication.translate("Contributions", "bias")
        if place == REST:
            return more_text(len(incoming.places) - sum(place >= 0 for place, _ in self._rows))
        return neuron_name(moment, incoming.layer - 1, place, self.theme)

    # Pointing

    def point_at(self, position: QPointF) -> str:
        """The term under the pointer as a product."""
        moment, incoming, row = self._moment, self._incoming, self._row_at(position)
        self._light(row)
        if moment is None or incoming is None or row is None:
            return ""
        place, value = self._rows[row]
        name = self._name(moment, incoming, place)
        if place < 0:
            return f"{name}: {signed(rounded(value))}"
        weight, said = float(incoming.weights[place]), float(incoming.values[place])
        text = QCoreApplication.translate("Contributions", "{name}: weight {weight} · value {value} = {term}")
        return text.format(name=name, weight=rounded(weight), value=rounded(said), term=signed(rounded(value)))

    def leave(self) -> None:
        """No term is meant."""
        self._light(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which term was clicked."""
        row = self._row_at(event.position())
        if row is not None and self._rows[row][0] >= 0 and event.button() is Qt.MouseButton.LeftButton:
            self.clicked.emit(self._rows[row][0])

    def _row_at(self, position: QPointF) -> int | None:
        row = int(position.y() // self._row_height)
        return row if 0 <= row < len(self._rows) else None

    def _light(self, row: int | None) -> None:
        if row == self._lit:
            return
        self._lit = row
        place = self._rows[row][0] if row is not None else -1
        self.pointed.emit(place if place >= 0 else None)
        self.update()


def _rows(incoming: Incoming, room: int) -> list[tuple[int, float]]:
    """The largest terms, as many as there is room for, what the others come to, and the bias."""
    if not incoming.layer:
        return []
    terms, order = incoming.terms, incoming.order
    most = min(room - 1, MOST)
    spelt = len(order) if len(order) <= most else max(0, min(room - 2, MOST))
    rows = [(int(i), float(terms[i])) for i in order[:spelt]]
    if spelt < len(order):
        rows.append((REST, float(terms[order[spelt:]].sum())))
    rows.append((BIAS, incoming.bias))
    return rows[: max(1, room)]
