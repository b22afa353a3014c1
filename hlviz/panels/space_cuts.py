"""The output's straight cuts, in the picture of the last hidden space."""

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from hlviz.colors import Theme, mixed
from hlviz.explain.cuts import levels_through, planes, regions
from hlviz.nn.arrays import Array
from hlviz.panels.ranges import ticks
from hlviz.panels.space_scene import Scene
from hlviz.panels.space_sheet import Sheet
from hlviz.panels.surface_field import target_colors
from hlviz.panels.tones import signed_colors, signed_indexes

TINT = 0.17
"""How strong the ground of a class is."""
LEVELS = 5
"""Lines of equal value where a number is learned."""


class Cuts:
    """Ground in the colours of the classes, planes through three neurons, or lines of equal value."""

    def __init__(self, scene: Scene, sheet: Sheet, theme: Theme) -> None:
        self.scene, self.sheet, self.theme = scene, sheet, theme

    def paint(self, p: QPainter, shown: float) -> None:
        """Draw them, so far as they have appeared: 0 … 1."""
        scene, moment = self.scene, self.scene.moment
        if shown <= 0 or not moment.parameters.is_finite:
            return
        weights, bias = scene.output
        if not moment.assembly.is_classification:
            self._paint_levels(p, weights[:, 0], float(bias[0]), shown)
        elif scene.width(scene.hidden) == 3:
            self._paint_planes(p, weights, bias, shown)
        else:
            self._paint_classes(p, weights, bias, shown)

    def _paint_classes(self, p: QPainter, weights: Array, bias: Array, shown: float) -> None:
        scene, count = self.scene, weights.shape[1]
        for region in regions(weights, bias, scene.axes(scene.hidden), *self.sheet.corners()):
            color = self.theme.class_color(region.label, count)
            p.setBrush(QColor(mixed(self.theme.card, color, TINT * shown)))
            p.setPen(self._cut_pen(shown))
            p.drawPolygon(_polygon(self.sheet.on_screen(region.corners)))

    def _paint_planes(self, p: QPainter, weights: Array, bias: Array, shown: float) -> None:
        scene = self.scene
        low, high = scene.box(scene.hidden)
        directions = scene.axes(scene.hidden).directions
        for piece in planes(weights, bias, low, high):
            fill = QColor(self.theme.accent)
            fill.setAlphaF(0.16 * shown)
            p.setBrush(fill)
            p.setPen(self._cut_pen(shown))
            p.drawPolygon(_polygon(self.sheet.on_screen(piece.corners @ directions)))

    def _paint_levels(self, p: QPainter, weight: Array, bias: float, shown: float) -> None:
        """Lines on which the output is the same, for a few round values of the target."""
        scene, moment = self.scene, self.scene.moment
        assembly, y = moment.assembly, moment.split.points.y
        if assembly.activations[-1].key != "identity" or scene.width(scene.hidden) == 3:
            return
        values = ticks(float(y.min()), float(y.max()), LEVELS)
        middle, scale = target_colors(moment)
        z = (values - assembly.target_mean) / assembly.target_scale
        for value, ends in levels_through(weight, bias, scene.axes(scene.hidden), z, *self.sheet.corners()):
            index = int(signed_indexes(np.array([assembly.to_units(np.array(value))]), scale, middle)[0])
            color = QColor(*signed_colors(self.theme, 1.0)[index].tolist()).name()
            p.setPen(QPen(QColor(mixed(self.theme.card, mixed(color, self.theme.muted, 0.4), shown)), 1.6))
            (x1, y1), (x2, y2) = self.sheet.on_screen(ends).tolist()
            p.drawLine(QPointF(x1, y1), QPointF(x2, y2))

    def _cut_pen(self, shown: float) -> QPen:
        return QPen(QColor(mixed(self.theme.card, self.theme.text, 0.8 * shown)), 1.6)


def _polygon(corners: Array) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in corners.tolist()])
