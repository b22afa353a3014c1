"""Neurons in the order of a number as bars, one a row: those that there is no room for are a turn of the wheel away."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen, QWheelEvent

from hlviz.document.wiring import NeuronKey
from hlviz.number_text import rounded, signed
from hlviz.panels.picture import Picture

NAMES = 0.36
"""Of the width, at most, for the names."""
GAP = 6.0
KEYS = {
    Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8,
    Qt.Key.Key_Home: -(10**6), Qt.Key.Key_End: 10**6,
}  # fmt: skip


@dataclass(frozen=True)
class Rung:
    """One row."""

    key: NeuronKey
    name: str
    value: float
    note: str = ""
    """What else there is to say of it, in a word or two."""
    told: str = ""
    """All of it, for who points at it."""


class Ladder(Picture):
    """Rows from top to bottom as they are given."""

    pointed = Signal(object)
    """The key of the neuron under the pointer; None: none."""
    clicked = Signal(object)
    """The same, clicked, or gone to with the arrow keys."""

    def __init__(self) -> None:
        super().__init__()
        self._rungs: tuple[Rung, ...] = ()
        self._selected: NeuronKey | None = None
        self._lit: NeuronKey | None = None
        self._first = 0
        self._row_height = 15.0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def rungs(self) -> tuple[Rung, ...]:
        """All rows, also those out of sight."""
        return self._rungs

    @property
    def seen(self) -> tuple[Rung, ...]:
        """The rows in sight."""
        return self._rungs[self._first : self._first + self._room]

    def show_rungs(self, rungs: tuple[Rung, ...]) -> None:
        """Draw these."""
        self._rungs = rungs
        self._scroll(0)
        self.update()

    def show_selected(self, key: NeuronKey | None) -> None:
        """Mark the row of a neuron, and bring it into sight where it was not marked before."""
        if key != self._selected:
            self._selected = key
            place = self._place(key)
            if place is not None and not self._first <= place < self._first + self._room:
                self._first = place
                self._scroll(-(self._room // 2))
            self.update()

    def paint(self, p: QPainter, metrics: QFontMetricsF) -> None:
        """Draw names, bars and numbers, and how many there are above and below."""
        height = metrics.height() + 2
        if height != self._row_height:
            self._row_height = height
            self._scroll(0)
        seen = self.seen
        if not seen:
            return
        texts = [signed(rounded(rung.value)) for rung in seen]
        left = min(max(metrics.horizontalAdvance(rung.name) for rung in seen), self.width() * NAMES) + GAP
        right = self.width() - max(metrics.horizontalAdvance(text) for text in texts) - GAP
        sizes = [rung.value for rung in self._rungs if np.isfinite(rung.value)]
        low, high = min([0.0, *sizes]), max([0.0, *sizes])
        unit = max(1.0, right - left) / ((high - low) or 1.0)
        zero = left - low * unit
        for i, (rung, text) in enumerate(zip(seen, texts, strict=True)):
            row = QRectF(0, i * self._row_height, self.width(), self._row_height)
            if rung.key in (self._selected, self._lit):
                p.fillRect(row, QColor(self.theme.accent_soft if rung.key == self._selected else self.theme.field))
            p.setPen(QColor(self.theme.text))
            name = metrics.elidedText(rung.name, Qt.TextElideMode.ElideRight, left - GAP)
            p.drawText(row.adjusted(2, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, name)
            p.drawText(row.adjusted(0, 0, -2, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)
            end = zero
            if np.isfinite(rung.value):
                end = zero + rung.value * unit
                bar = QRectF(min(zero, end), row.top() + 3, max(1.0, abs(end - zero)), row.height() - 6)
                p.fillRect(bar, QColor(self.theme.positive if rung.value >= 0 else self.theme.negative))
            room = QRectF(max(zero, end) + GAP, row.top(), right - max(zero, end) - 2 * GAP, row.height())
            if rung.note and metrics.horizontalAdvance(rung.note) <= room.width():
                p.setPen(QColor(self.theme.muted))
                p.drawText(room, Qt.AlignmentFlag.AlignVCenter, rung.note)
        p.setPen(QColor(self.theme.line))
        p.drawLine(QPointF(round(zero) + 0.5, 0), QPointF(round(zero) + 0.5, len(seen) * self._row_height))
        self._draw_more(p, metrics, len(seen))
        if self.hasFocus():
            p.setPen(QPen(QColor(self.theme.accent), 1))
            p.drawRect(QRectF(0.5, 0.5, self.width() - 1, self.height() - 1))

    def _draw_more(self, p: QPainter, metrics: QFontMetricsF, seen: int) -> None:
        above, below = self._first, len(self._rungs) - self._first - seen
        if not above and not below:
            return
        tr = QCoreApplication.translate
        parts = []
        if above:
            parts.append(tr("Ladder", "{count} above").format(count=above))
        if below:
            parts.append(tr("Ladder", "{count} below").format(count=below))
        p.setPen(QColor(self.theme.muted))
        line = QRectF(2, seen * self._row_height, self.width() - 4, self._row_height)
        text = tr("Ladder", "{parts}: turn the wheel").format(parts=", ".join(parts))
        p.drawText(
            line, Qt.AlignmentFlag.AlignVCenter, metrics.elidedText(text, Qt.TextElideMode.ElideRight, line.width())
        )

    @property
    def _room(self) -> int:
        """How many rows there is room for: one is for what is out of sight."""
        rows = max(1, int(self.height() / self._row_height))
        return rows if len(self._rungs) <= rows else max(1, rows - 1)

    def _scroll(self, by: int) -> None:
        self._first = max(0, min(self._first + by, len(self._rungs) - self._room))

    def _place(self, key: NeuronKey | None) -> int | None:
        return next((i for i, rung in enumerate(self._rungs) if rung.key == key), None)

    # Pointing

    def point_at(self, position: QPointF) -> str:
        """The neuron under the pointer."""
        rung = self._rung_at(position)
        self._light(rung.key if rung is not None else None)
        return rung.told if rung is not None else ""

    def leave(self) -> None:
        """No neuron is meant."""
        self._light(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which neuron was clicked."""
        rung = self._rung_at(event.position())
        if rung is not None and event.button() is Qt.MouseButton.LeftButton:
            self.clicked.emit(rung.key)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Go up and down."""
        steps = event.angleDelta().y() / 120 or event.angleDelta().x() / 120
        self._scroll(-round(3 * steps) if abs(steps) >= 0.2 else 0)
        self.say(self.point_at(event.position()))
        self.update()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to another neuron with the arrow keys."""
        by = KEYS.get(Qt.Key(event.key()))
        if by is None or not self._rungs:
            super().keyPressEvent(event)
            return
        place = self._place(self._selected)
        at = (0 if by > 0 else len(self._rungs) - 1) if place is None else place + by
        self.clicked.emit(self._rungs[max(0, min(at, len(self._rungs) - 1))].key)

    def _rung_at(self, position: QPointF) -> Rung | None:
        row = int(position.y() // self._row_height)
        return self.seen[row] if 0 <= row < len(self.seen) else None

    def _light(self, key: NeuronKey | None) -> None:
        if key != self._lit:
            self._lit = key
            self.pointed.emit(key)
            self.update()
