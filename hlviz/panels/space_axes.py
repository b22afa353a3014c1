"""The axes of the picture of bent space: through the origin, with a few numbers, and names at their ends."""

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from hlviz.colors import Theme, mixed
from hlviz.explain.space import Deed
from hlviz.nn.arrays import Array
from hlviz.number_text import plain
from hlviz.panels.names import neuron_name
from hlviz.panels.ranges import ticks
from hlviz.panels.space_scene import CUT, Scene
from hlviz.panels.space_sheet import Sheet


def tr(text: str) -> str:
    """A text of the axes in the user's language."""
    return QCoreApplication.translate("SpaceAxes", text)


class SpaceAxes:
    """Two axes, or three seen from a side."""

    def __init__(self, scene: Scene, sheet: Sheet, theme: Theme) -> None:
        self.scene, self.sheet, self.theme = scene, sheet, theme

    def paint(self, p: QPainter, metrics: QFontMetricsF, position: float) -> None:
        """Draw those of the layer that is shown at this place of the way."""
        scene = self.scene
        stage = scene.stage(position)
        is_before = stage.deed is Deed.LINEAR and stage.done < 0.5
        layer = stage.layer - 1 if is_before else stage.layer
        directions, width = scene.axes(layer).directions, scene.width(layer)
        if width == 3:
            self._paint_three(p, layer, directions, metrics)
            return
        low, high = self.sheet.corners()
        zero = self.sheet.on_screen(np.zeros((1, 2)))[0]
        x, y = (
            min(max(float(v), -1.0), end)
            for v, end in zip(zero, (self.sheet.rect.right() + 2, self.sheet.rect.bottom() + 2), strict=True)
        )
        p.setPen(QPen(QColor(mixed(self.theme.muted, self.theme.card, 0.35)), 1))
        if width != 1:
            p.drawLine(
                QPointF(round(x) + 0.5, self.sheet.rect.top()), QPointF(round(x) + 0.5, self.sheet.rect.bottom())
            )
        p.drawLine(QPointF(self.sheet.rect.left(), round(y) + 0.5), QPointF(self.sheet.rect.right(), round(y) + 0.5))
        names = self._names(layer)
        room = metrics.horizontalAdvance(names[0]) + 12
        self._paint_numbers(p, metrics, (x, y), low, high, room, is_line=width == 1)
        p.setPen(QColor(self.theme.text))
        self._write(p, metrics, names[0], QPointF(self.sheet.rect.right() - 5, y - 4), is_right=True)
        if width != 1:
            self._write(p, metrics, names[1], QPointF(x + 6, self.sheet.rect.top() + metrics.ascent() + 2))

    def _paint_numbers(
        self,
        p: QPainter,
        metrics: QFontMetricsF,
        zero: tuple[float, float],
        low: Array,
        high: Array,
        room: float,
        *,
        is_line: bool,
    ) -> None:
        """A few numbers along each axis, so that it is known how large things are; ``room`` at the right is for the name."""
        p.setPen(QColor(self.theme.muted))
        for axis in range(1 if is_line else 2):
            count = max(2, int((self.sheet.rect.width(), self.sheet.rect.height())[axis] / 80))
            for tick in ticks(float(low[axis]), float(high[axis]), count).tolist():
                if abs(tick) < 1e-12:
                    continue
                at = tick * self.sheet.scale[axis] + self.sheet.shift[axis]
                text = plain(tick)
                if axis == 0 and self.sheet.rect.left() + 16 < at < self.sheet.rect.right() - room:
                    p.drawLine(QPointF(at, zero[1] - 2), QPointF(at, zero[1] + 3))
                    self._write(
                        p,
                        metrics,
                        text,
                        QPointF(at - metrics.horizontalAdvance(text) / 2, zero[1] + metrics.ascent() + 3),
                    )
                elif axis == 1 and self.sheet.rect.top() + 24 < at < self.sheet.rect.bottom() - 10:
                    p.drawLine(QPointF(zero[0] - 3, at), QPointF(zero[0] + 2, at))
                    self._write(p, metrics, text, QPointF(zero[0] - 5, at + metrics.capHeight() / 2), is_right=True)

    def _write(self, p: QPainter, metrics: QFontMetricsF, text: str, at: QPointF, *, is_right: bool = False) -> None:
        """Write within the picture; ``is_right``: the text ends there."""
        width = metrics.horizontalAdvance(text)
        left = at.x() - width if is_right else at.x()
        left = min(max(left, self.sheet.rect.left() + 3), self.sheet.rect.right() - width - 3)
        base = min(
            max(at.y(), self.sheet.rect.top() + metrics.ascent() + 2), self.sheet.rect.bottom() - metrics.descent() - 2
        )
        p.drawText(QPointF(left, base), text)

    def _paint_three(self, p: QPainter, layer: int, directions: Array, metrics: QFontMetricsF) -> None:
        """Three axes through the origin, as far as the layer reaches, with the neurons' names at their ends."""
        low, high = self.scene.box(layer)
        for i in range(3):
            ends = np.outer([min(0.0, float(low[i])), max(0.0, float(high[i])) * 1.1], directions[i])
            (x1, y1), (x2, y2) = self.sheet.on_screen(ends).tolist()
            p.setPen(QPen(QColor(mixed(self.theme.muted, self.theme.card, 0.2)), 1))
            p.drawLine(QPointF(x1, y1), QPointF(x2, y2))
            p.setPen(QColor(self.theme.text))
            self._write(p, metrics, self._names(layer)[i], QPointF(x2 + 4, y2 - 2))

    def _names(self, layer: int) -> list[str]:
        """What is written at the ends of the axes."""
        scene = self.scene
        width = scene.width(layer)
        if width <= 3:
            return [neuron_name(scene.moment, layer, i) for i in range(width)]
        side = scene.sides.get(layer)
        if isinstance(side, tuple):
            return [neuron_name(scene.moment, layer, i) for i in side]
        if side == CUT and scene.output[0].shape[1] <= 2:
            return [tr("across the cut"), tr("along it")]
        return [tr("direction 1"), tr("direction 2")]
