"""The plot of one weight over the run, with the band of its layer behind it."""

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from hlviz.colors import Theme, mixed
from hlviz.number_text import plain, rounded
from hlviz.panels.band import Band
from hlviz.panels.caption import small
from hlviz.panels.cursor import Cursor
from hlviz.panels.plot import Ends, Plot
from hlviz.panels.ranges import outwards, reach
from hlviz.panels.strokes import Line
from hlviz.panels.weight_history import WeightHistory


def tr(text: str) -> str:
    """A text of the plot in the user's language."""
    return QCoreApplication.translate("WeightHistoryPlot", text)


class WeightHistoryPlot(Plot):
    """A line, a band, and zero."""

    read_out = Signal(str)
    """What stands where the pointer is; empty: nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bottom_axis.unit = tr("epochs")
        self._history: WeightHistory | None = None
        self._theme: Theme | None = None
        self._band = self.add(Band())
        self._zero = self.add(Line(1.0))
        self._line = self.add(Line(1.7, breaks=True))
        self._cursor = self.add(Cursor())
        self._hint = QLabel(self)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setWordWrap(True)
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        over = QGridLayout(self)
        over.setContentsMargins(0, 0, 0, 0)
        over.addWidget(self._hint, 0, 0)
        self.hovered.connect(self._hover)

    @property
    def history(self) -> WeightHistory | None:
        """What it draws."""
        return self._history

    def hint(self) -> str:
        """What it says in place of a curve; empty where there is one."""
        return "" if self._hint.isHidden() else self._hint.text()

    def show_history(self, history: WeightHistory | None) -> None:
        """Draw a history; None: say how to choose one."""
        self._history = history
        is_curve = history is not None and len(history.epoch) > 1
        self._hint.setText(
            tr("Press Play: how it changes appears here.")
            if history is not None
            else tr("Select an edge, or a neuron for its bias: how it changed over the run appears here.")
        )
        self._hint.setVisible(not is_curve)
        if history is None or not is_curve:
            return
        self._band.show_band(history.epoch, history.low, history.high)
        self._line.show_points(history.epoch, history.value)
        far = reach(float(history.epoch[-1]))
        self._zero.show_points(np.array([0.0, far]), np.zeros(2))
        self._show_sign()
        self.show_ends((0.0, far), self._ends_up(history))

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        super().show_theme(theme)
        self._theme = theme
        self._band.show_color(mixed(theme.card, theme.muted, 0.2))
        self._zero.show_color(theme.muted)
        self._cursor.show_look(theme.muted, theme.text, theme.card, small(self.font()))
        self._hint.setStyleSheet(f"color: {theme.muted}; background: {theme.card};")
        self._show_sign()

    def _show_sign(self) -> None:
        """Orange where it is negative now, blue where it is positive."""
        if self._theme is not None and self._history is not None:
            is_negative = self._history.value[-1] < 0
            self._line.show_color(self._theme.negative if is_negative else self._theme.positive)

    @staticmethod
    def _ends_up(history: WeightHistory) -> Ends:
        numbers = np.concatenate([history.value, history.low, history.high])
        numbers = numbers[np.isfinite(numbers)]
        if not len(numbers):
            return -1.0, 1.0
        low, high = float(numbers.min()), float(numbers.max())
        room = 0.06 * (high - low)
        return outwards(low - room, high + room)

    def _hover(self, point: QPointF | None) -> None:
        history = self._history
        if history is None or point is None or len(history.epoch) < 2 or point.x() > 1.05 * history.epoch[-1]:
            self._cursor.show_place(None)
            self.read_out.emit("")
            return
        i = int(np.abs(history.epoch - point.x()).argmin())
        epoch, value = float(history.epoch[i]), float(history.value[i])
        self._cursor.show_place(epoch, dots=((value, self._line.color),))
        text = tr("epoch {epoch}: {value} (layer {low} … {high})")
        self.read_out.emit(
            text.format(
                epoch=plain(round(epoch, 2)),
                value=rounded(value),
                low=rounded(float(history.low[i])),
                high=rounded(float(history.high[i])),
            )
        )
