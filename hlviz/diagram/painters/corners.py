"""The legend and the small map together: what they show, where they are, and when they are made anew."""

import time

from PySide6.QtGui import QPainter

from hlviz.diagram.insets import Insets, insets_of
from hlviz.diagram.painters.drawing import Drawing
from hlviz.diagram.painters.legend import Legend, LegendPainter, legend_of
from hlviz.diagram.painters.look import Look
from hlviz.diagram.painters.minimap import MinimapPainter
from hlviz.diagram.scene import Scene
from hlviz.diagram.targets import Part
from hlviz.diagram.view import View
from hlviz.document.geometry import Box

PAUSE = 0.2
"""Seconds for which the numbers of the legend stand while training: faster ones could not be read."""


class Corners:
    """Legend and map of one look."""

    def __init__(self, look: Look, *, has_legend: bool, has_map: bool) -> None:
        self._has_legend, self._has_map = has_legend, has_map
        self._legend: Legend | None = None
        self._legend_painter, self._map_painter = LegendPainter(look), MinimapPainter(look)
        self._shown = 0.0
        self._found: tuple[object, Insets] | None = None

    def show(self, drawing: Drawing, *, is_running: bool) -> None:
        """Take the numbers that a drawing has."""
        now = time.monotonic()
        if self._has_legend and (not is_running or self._legend is None or now - self._shown > PAUSE):
            self._legend, self._shown = legend_of(drawing), now

    def insets(self, scene: Scene, view: View, room: tuple[float, float]) -> Insets:
        """Where they are in a widget of this size."""
        size = self._legend.size if self._has_legend and self._legend is not None else None
        key = (scene, view, room, size)
        if self._found is None or self._found[0] != key:
            self._found = key, insets_of(scene, view, room, size, self._has_map)
        return self._found[1]

    def paint_legend(self, painter: QPainter, drawing: Drawing, insets: Insets) -> None:
        """Draw the legend, if there is room for one, into a picture for a file."""
        if insets.legend is not None and self._legend is not None:
            box = insets.legend
            painter.save()
            painter.translate(box.x, box.y)
            self._legend_painter.paint_afresh(
                painter, legend_of(drawing), drawing.edges.pens, Box(0, 0, box.width, box.height)
            )
            painter.restore()

    def paint(
        self, painter: QPainter, drawing: Drawing, insets: Insets, view: View, room: tuple[float, float], ratio: float, hot: Part
    ) -> None:  # fmt: skip
        """Draw them over the drawing, in widget pixels; ``hot`` is the part that the pointer is over."""
        if insets.legend is not None and self._legend is not None:
            is_hot = hot is Part.LEGEND_CLOSE
            self._legend_painter.paint(painter, self._legend, drawing.edges.pens, insets.legend, ratio, is_hot=is_hot)
        if insets.minimap is not None:
            frame = insets.minimap.frame(view, room)
            self._map_painter.paint(painter, drawing, insets.minimap, frame, ratio, hot)
