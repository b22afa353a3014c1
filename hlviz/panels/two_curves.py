"""What a network and one neuron say along a single input, one curve on the other."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from hlviz.nn.arrays import Array
from hlviz.panels.frame_axes import draw_axes, draw_border, plot_rect
from hlviz.panels.picture import Picture
from hlviz.panels.ranges import outwards


class TwoCurves(Picture):
    """The first curve drawn whole, the second dashed on top."""

    def __init__(self) -> None:
        super().__init__()
        self._x: Array = np.empty(0)
        self._curves: tuple[Array, ...] = ()
        self._names = "", ""

    @property
    def curves(self) -> tuple[Array, ...]:
        """What it draws, each of shape (places,)."""
        return self._curves

    def show_curves(self, x: Array, curves: tuple[Array, ...], names: tuple[str, str]) -> None:
        """Draw these over x; ``names`` of the input and of what is said."""
        self._x, self._curves, self._names = x, curves, names
        self.update()

    def paint(self, p: QPainter, metrics: QFontMetricsF) -> None:
        """Axes, then the curves."""
        if not self._curves:
            return
        shown = [np.nan_to_num(curve.astype(np.float64), posinf=0, neginf=0) for curve in self._curves]
        low, high = outwards(min(float(y.min()) for y in shown), max(float(y.max()) for y in shown))
        ends = float(self._x[0]), float(self._x[-1])
        rect = plot_rect(QRectF(self.rect()), metrics, ends, (low, high), is_square=False)
        if rect.width() < 8 or rect.height() < 8:
            return
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_axes(p, rect, metrics, self.theme, ends, (low, high), self._names)
        draw_border(p, rect, self.theme)
        across = rect.left() + (self._x - ends[0]) / (ends[1] - ends[0]) * rect.width()
        looks = (self.theme.text, 1.6, Qt.PenStyle.SolidLine), (self.theme.accent, 2.2, Qt.PenStyle.DashLine)
        for y, (color, width, style) in zip(shown, looks, strict=False):
            up = rect.bottom() - (y - low) / (high - low) * rect.height()
            p.setPen(QPen(QColor(color), width, style))
            p.drawPolyline(QPolygonF([QPointF(*point) for point in np.column_stack([across, up]).tolist()]))
