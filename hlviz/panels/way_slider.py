"""A slider along the way through the layers, with a mark where each layer ends."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPaintEvent

from hlviz.explain.space import STAGES
from hlviz.widgets.slider import KNOB, Slider

FINE = 40
"""Places of the slider for each stage."""


class WaySlider(Slider):
    """From the inputs, at the left, to the last hidden layer."""

    def __init__(self) -> None:
        super().__init__()
        self.setSingleStep(FINE // 8)
        self.setPageStep(FINE)
        self.setRange(0, 0)

    @property
    def position(self) -> float:
        """Where it stands, in stages."""
        return self.value() / FINE

    def show_way(self, stages: int, position: float) -> None:
        """Be so many stages long, and stand there."""
        self.setRange(0, stages * FINE)
        self.setValue(round(position * FINE))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw groove and knob, and below them the marks."""
        super().paintEvent(event)
        if self.maximum() <= 0:
            return
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setPen(QColor(0, 0, 0, 0))
            room = self.width() - 2 * KNOB
            for stage in range(self.maximum() // FINE + 1):
                is_layer = stage % STAGES == 0
                p.setBrush(QColor(self._theme.text if is_layer else self._theme.muted))
                radius = 1.6 if is_layer else 0.9
                p.drawEllipse(QPointF(KNOB + room * stage * FINE / self.maximum(), self.height() - 2.5), radius, radius)
