"""What the network answers to one sample: a bar for each class, with how much of it there is in the sample."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from hlviz.colors import mixed
from hlviz.nn.arrays import Array
from hlviz.number_text import percent, rounded
from hlviz.panels.picture import Picture
from hlviz.session.answers import are_shares
from hlviz.training.assembly import Assembly

MOST = 16
"""Classes, at most, that have a bar; of more, those that are answered the most."""


@dataclass(frozen=True)
class Bar:
    """One class."""

    name: str
    share: float
    """How high the bar is, 0 … 1."""
    value: float
    """How much there is: the output itself."""
    text: str
    """The same as it is read."""


def bars_of(assembly: Assembly, outputs: Array) -> tuple[Bar, ...]:
    """The bars for one sample, in the order of the classes; none where a number is learned, or an output is no number.

    Parameters
    ----------
    outputs
        (outputs,), as the network gives them.
    """
    names = assembly.points.class_names
    values = outputs.astype(np.float64)
    if not names or not np.isfinite(values).all():
        return ()
    low = -1.0 if assembly.project.network.output_activation == "tanh" else 0.0
    if len(values) == 1:  # it says how much there is of class 1; the rest of the way is class 0
        values = np.array([1.0 + low - values[0], values[0]])
    shares = np.clip((values - low) / (1.0 - low), 0.0, 1.0)
    shown = np.sort(np.argsort(-values, kind="stable")[:MOST])
    says = percent if are_shares(assembly) else rounded
    return tuple(Bar(names[k], float(shares[k]), float(values[k]), says(float(values[k]))) for k in shown.tolist())


class AnswerBars(Picture):
    """Upright bars with the names of the classes below them; the tallest has its number above it, or the one pointed at."""

    def __init__(self) -> None:
        super().__init__()
        self.bars: tuple[Bar, ...] = ()
        self._best = -1
        self._pointed = -1
        self.setMinimumSize(60, 46)

    def show_bars(self, bars: tuple[Bar, ...], best: int) -> None:
        """Draw these; ``best`` is the place of the one that wins, −1 where none does."""
        if (bars, best) != (self.bars, self._best):
            self.bars, self._best = bars, best
            self.update()

    def sizeHint(self) -> QSize:
        """Low: it stands below the drawing."""
        return QSize(200, 58)

    def paint(self, p: QPainter, metrics: QFontMetricsF) -> None:
        """Grooves, bars, names and the number of the best."""
        if not self.bars:
            return
        theme, step = self.theme, self.width() / len(self.bars)
        top, foot = metrics.height() + 2, self.height() - metrics.height() - 3
        wide = min(26.0, step - 3)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        p.setPen(Qt.PenStyle.NoPen)
        for i, bar in enumerate(self.bars):
            left = i * step + (step - wide) / 2
            p.setBrush(QColor(theme.field))
            p.drawRoundedRect(QRectF(left, top, wide, foot - top), 3, 3)
            high = max(bar.share * (foot - top), 1.5)
            color = theme.positive if i == self._best else mixed(theme.positive, theme.card, 0.45)
            p.setBrush(QColor(color))
            p.drawRoundedRect(QRectF(left, foot - high, wide, high), min(3.0, high / 2), min(3.0, high / 2))
        for i, bar in enumerate(self.bars):
            p.setPen(QColor(theme.text if i == self._best else theme.muted))
            name = metrics.elidedText(bar.name, Qt.TextElideMode.ElideRight, step - 2)
            p.drawText(QRectF(i * step, foot + 1, step, metrics.height() + 1), Qt.AlignmentFlag.AlignCenter, name)
            if i == (self._pointed if self._pointed >= 0 else self._best):
                room = QRectF(i * step + step / 2 - 30, 0, 60, top - 1)
                room.moveLeft(min(max(0.0, room.left()), self.width() - room.width()))
                p.drawText(room, Qt.AlignmentFlag.AlignCenter, bar.text)

    def point_at(self, position: QPointF) -> str:
        """The class under the pointer: its number is written instead of the best one's."""
        i = int(position.x() / self.width() * len(self.bars)) if self.bars else -1
        self._pointed = i if 0 <= i < len(self.bars) else -1
        self.update()
        return f"{self.bars[i].name}: {self.bars[i].text}" if self._pointed >= 0 else ""

    def leave(self) -> None:
        """No class is meant."""
        self._pointed = -1
        self.update()
