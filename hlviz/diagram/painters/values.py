"""The numbers of the sample that is followed: a pill on each neuron's picture, and what each edge carries beside the edge."""

import itertools
from collections.abc import Iterable
from functools import cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from hlviz.colors import mixed
from hlviz.diagram.curve import across_and_rise
from hlviz.diagram.figures import Figures
from hlviz.diagram.painters.edges import Strand
from hlviz.diagram.painters.ground import blank_pixmap
from hlviz.diagram.painters.look import Center, Look
from hlviz.diagram.painters.sheets import LEAST_TILE, scale_of
from hlviz.diagram.painters.tiles import Place
from hlviz.diagram.scene import Kind, Scene
from hlviz.diagram.strands import Pair
from hlviz.document.geometry import Box, Column, Form
from hlviz.number_text import brief, signed

FEW = 24
"""Edges, at most, that all have their number; of more, those of the neuron that is pointed at or selected."""
PILL_HEIGHT, PILL_PAD, RIM = 14.0, 4.5, 1.5
TINT = 0.18
"""How much of its colour a pill has within its rim."""
LABEL = (38.0, 13.0)
"""Width and height of the number on an edge."""
PLACES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.46, 0.54, 0.38, 0.62, 0.3, 0.7, 0.22, 0.78, 0.15, 0.85)
"""Where along an edge its number may stand, the best first."""
NEAR_END = 0.2
"""Where along an edge it stands while one neuron's edges are looked at: near their other ends, where they are apart."""
LEVELS = 16


class ValuePainter:
    """The numbers on one scene."""

    def __init__(self, scene: Scene, look: Look, pairs: tuple[Pair, ...]) -> None:
        self.scene = scene
        self.look = look
        self._pairs = pairs
        self._columns = [column for column in scene.columns if _has_pills(scene, column)]
        self._all = _spread(pairs) if sum(len(p.y0) * len(p.y1) for p in pairs) <= FEW else None
        self._pills: dict[tuple[int, float, float], QPixmap] = {}
        # measuring a text costs more than writing it; a function of Qt's own would be asked for its signature, which takes long
        tiny = look.metrics["tiny"]
        self._wide = cache(lambda text: tiny.horizontalAdvance(text))

    def paint_pills(self, painter: QPainter, figures: Figures, scale: float) -> None:
        """A number on each neuron that is shown as a picture; ``scale`` is device pixels to a pixel of the diagram."""
        painter.setFont(self.look.tiny)
        for column in self._columns:
            values = figures.values(column.index)
            greatest = scale_of(self.scene, column.index, values)
            boxes = [column.box_of(row) for row in range(column.size)]
            for row, (value, box) in enumerate(zip(values.tolist(), boxes, strict=True)):
                shown = figures.raw_value(row) if column.index == 0 else value
                self._paint_pill(painter, box, brief(shown), value / (greatest or 1.0), scale)

    def paint_edges(self, painter: QPainter, figures: Figures, focus: Iterable[Place]) -> None:
        """A number on edges: of the first neuron that is looked at, else on all of them where they are few."""
        place = next((place for place in focus if place is not None), None)
        painter.setFont(self.look.tiny)
        if place is not None:
            for strand, t in self._own(*place):
                self._paint_label(painter, figures, strand, point_on(self._pairs, strand, t))
        elif self._all is not None:
            for strand, at in self._all.items():
                self._paint_label(painter, figures, strand, at)

    def paint_edge(self, painter: QPainter, figures: Figures, strand: Strand) -> None:
        """The number of one edge that is selected."""
        if not is_single(self._pairs[strand[0]]) or (self._all is not None and strand in self._all):
            return
        painter.setFont(self.look.tiny)
        self._paint_label(painter, figures, strand, point_on(self._pairs, strand, 0.5))

    def _own(self, layer: int, row: int) -> list[tuple[Strand, float]]:
        """The strands of one neuron and where along each its number stands."""
        strands: list[tuple[Strand, float]] = []
        if layer > 0 and is_single(pair := self._pairs[layer - 1]) and are_apart(pair.y0.tolist()):
            strands += [((layer - 1, start, row), NEAR_END) for start in range(len(pair.y0))]
        if layer < len(self._pairs) and is_single(pair := self._pairs[layer]) and are_apart(pair.y1.tolist()):
            strands += [((layer, row, end), 1 - NEAR_END) for end in range(len(pair.y1))]
        return strands

    def _paint_label(self, painter: QPainter, figures: Figures, strand: Strand, at: QPointF) -> None:
        value = float(figures.edges[strand[0]][strand[1], strand[2]])
        box = QRectF(at.x() - LABEL[0] / 2, at.y() - LABEL[1] / 2, *LABEL)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.ground)
        painter.drawRoundedRect(box, 4, 4)
        ink = self.look.edges[-1][int(value >= 0)].color() if value else self.look.muted
        painter.setPen(ink)
        painter.drawText(box, Center, signed(brief(value)))

    def _paint_pill(self, painter: QPainter, tile: Box, text: str, share: float, scale: float) -> None:
        look = self.look
        width = round(sum(map(self._wide, text)) + 2 * PILL_PAD)
        level = round(min(max(share, -1.0), 1.0) * LEVELS)
        # where it is wider than the tile, it stands out over the edges that leave it, not over the name before it
        x, y = max(tile.right - width - 1.5, tile.x + 1.5), tile.bottom - PILL_HEIGHT - 1.5
        painter.drawPixmap(QPointF(x - 1, y - 1), self._plate(level, width, scale))
        painter.setPen(look.text)
        painter.drawText(QRectF(x, y, width, PILL_HEIGHT), Center, text)

    def _plate(self, level: int, width: float, scale: float) -> QPixmap:
        key = (level, width, scale)
        plate = self._pills.get(key)
        if plate is None:
            if len(self._pills) > 256:
                self._pills.clear()
            plate = self._pills[key] = blank_pixmap(width + 2, PILL_HEIGHT + 2, scale)
            with QPainter(plate) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self.look.card)
                painter.drawRoundedRect(QRectF(0, 0, width + 2, PILL_HEIGHT + 2), 6, 6)
                color = self.look.signed(level, LEVELS)
                painter.setBrush(color)
                painter.drawRoundedRect(QRectF(1, 1, width, PILL_HEIGHT), 5, 5)
                painter.setBrush(pill_color(self.look, color))
                painter.drawRoundedRect(QRectF(1, 1, width, PILL_HEIGHT).adjusted(RIM, RIM, -RIM, -RIM), 4, 4)
        return plate


def pill_color(look: Look, color: QColor) -> QColor:
    """What a number stands on: so little of its colour that the ink of all text is read well on it."""
    return QColor(mixed(look.theme.card, color.name(), TINT))


def _has_pills(scene: Scene, column: Column) -> bool:
    """Whether a column's neurons are shown as something else than their value, with room for it."""
    side = column.grid.cell if column.grid is not None else column.on_cells[0].box.width
    if column.form not in {Form.TILES, Form.BLOCK} or (side < LEAST_TILE and column.index > 0):
        return False
    return scene.kind in {Kind.MAP, Kind.CURVE} or (scene.kind is Kind.PICTURE and column.index == 1)


def is_single(pair: Pair) -> bool:
    """Whether each strand is one edge."""
    return pair.width_in == 1 and pair.width_out == 1


def are_apart(ports: list[float]) -> bool:
    """Whether numbers beside the ports do not cover one another."""
    return all(below - above >= LABEL[1] for above, below in itertools.pairwise(ports))


def point_on(pairs: tuple[Pair, ...], strand: Strand, t: float) -> QPointF:
    """Where a strand is at the share ``t`` of the way across."""
    pair, start, end = pairs[strand[0]], float(pairs[strand[0]].y0[strand[1]]), float(pairs[strand[0]].y1[strand[2]])
    across, rise = across_and_rise(64)
    y = start + (end - start) * float(np.interp(t, across, rise))
    return QPointF(pair.x0 + t * (pair.x1 - pair.x0), y)


def _spread(pairs: tuple[Pair, ...]) -> dict[Strand, QPointF]:
    """A place for the number of every edge, so that none covers another; an edge for which there is none is left out."""
    taken: list[QRectF] = []
    placed: dict[Strand, QPointF] = {}
    strands = [
        (i, a, b)
        for i, pair in enumerate(pairs)
        if is_single(pair)
        for a in range(len(pair.y0))
        for b in range(len(pair.y1))
    ]
    for strand in strands:
        for t in PLACES:
            at = point_on(pairs, strand, t)
            box = QRectF(at.x() - LABEL[0] / 2, at.y() - LABEL[1] / 2, *LABEL)
            pair = pairs[strand[0]]
            is_between = pair.x0 <= box.left() and box.right() <= pair.x1  # not on the neurons
            if is_between and not any(box.intersects(other) for other in taken):
                taken.append(box)
                placed[strand] = at
                break
    return placed
