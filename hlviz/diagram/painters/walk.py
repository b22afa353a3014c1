"""A stage of a walk through one step of learning, in the diagram: what is not looked at is dim, the rest has its numbers."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from hlviz.diagram.painters.edges import OWN_LEVEL, EdgePainter, Strand
from hlviz.diagram.painters.look import Center, Look, Pens, ink_on, rect
from hlviz.diagram.painters.sheets import scale_of
from hlviz.diagram.painters.values import are_apart, is_single, point_on
from hlviz.diagram.scene import Scene
from hlviz.diagram.strands import Shown, shown
from hlviz.document.geometry import Box, Column
from hlviz.explain.formula import figure, told_apart
from hlviz.explain.microscope import Kind
from hlviz.nn.arrays import Array
from hlviz.number_text import brief, signed
from hlviz.session.selection import Target
from hlviz.session.sight import Sight

CURVES = 200
"""Edges of a pair of layers, about, that are drawn where there are many."""
VEIL = 0.68
"""How much of the ground lies over what is not looked at."""
FAINT = 0.5
"""How much is seen of the numbers of layers that are not looked at."""
LEAST_CELL = 15.0
"""Pixels of a neuron's height from which it has room for its number."""
PILL, PAD = 14.0, 4.0
LABEL_HEIGHT = 13.0
NEAR_END = 0.2
"""Where along an edge its number stands: near its other end, where a neuron's edges are apart."""
OUT = 3.0


class WalkPainter:
    """Paints what is seen of one stage."""

    def __init__(self, scene: Scene, look: Look, edges: EdgePainter, sight: Sight) -> None:
        self.sight = sight
        self._scene, self._look, self._edges = scene, look, edges
        self._walk, self._stage, self._focus = sight.walk, sight.stage, sight.focus
        self._crisp = self._crisp_edges()

    # Edges

    def paint_edges(
        self, painter: QPainter, paint_many: Callable[..., None], hovered: Target, selected: Target
    ) -> None:
        """All edges, dim, and those that are looked at in their strength.

        Parameters
        ----------
        paint_many
            Paints all of them as they are without a walk; takes ``is_dim``.
        """
        paint_many(painter, is_dim=self._stage.kind is not Kind.UPDATE)
        for drawn, pens, least in self._crisp:
            self._edges.paint_shown(painter, drawn, pens, least)
        for target, color in ((selected, self._look.accent), (hovered, self._look.text)):
            if target.edge is not None and (strand := self._strand(target)) is not None:
                self._paint_lit(painter, strand, color)

    def _crisp_edges(self) -> list[tuple[Shown, Pens, int]]:
        """What is drawn in its strength: strands, pens, and the strength that they have at least."""
        walk, kind, layer, look = self._walk, self._stage.kind, self._stage.layer, self._look
        if kind is Kind.FORWARD:
            carried = walk.parameters.weights[layer - 1] * walk.a(layer - 1)[:, None]
            return self._of_stage(layer, carried, float(np.abs(carried).max()), self._edges.pens)
        if kind is Kind.UPDATE:
            return self._own(
                self._focus.layer, walk.after.weights[self._focus.layer - 1], self._edges.full, self._edges.pens
            )
        if kind is not Kind.BACKWARD:
            return []
        full, faded = walk.greatest_gradient, look.faded(look.gradient_edges, 0.5)
        later = range(len(walk.sizes) - 1, layer, -1)
        before = [(self._shown(each, walk.gradient.weights[each - 1], full), faded, 0) for each in later]
        return before + self._of_stage(layer, walk.gradient.weights[layer - 1], full, look.gradient_edges)

    def _of_stage(self, layer: int, values: Array, full: float, pens: Pens) -> list[tuple[Shown, Pens, int]]:
        """All edges into the layer, or into the one neuron where it goes neuron by neuron; the neuron's own on top."""
        own = self._own(layer, values, full, pens)
        return own if self._stage.row is not None else [(self._shown(layer, values, full), pens, 0), *own]

    def _own(self, layer: int, values: Array, full: float, pens: Pens) -> list[tuple[Shown, Pens, int]]:
        """The edges into the neuron whose numbers are told."""
        only = np.zeros_like(values)
        row = self._focus.row
        only[:, row] = values[:, row]
        drawn = self._shown(layer, only, full)
        port = self._scene.columns[layer].port_of(row)
        drawn = drawn.only(drawn.end == port)
        return [(drawn, pens, OWN_LEVEL if self._labels_fit(layer) else 1)]

    def _shown(self, layer: int, values: Array, full: float) -> Shown:
        pair = self._edges.pairs[layer - 1]
        drawn = shown((pair,), [pair.pooled(values)], full, CURVES)
        return replace(drawn, pair=np.full(len(drawn), layer - 1))

    def _strand(self, target: Target) -> Strand | None:
        assert target.edge is not None
        start, end = self._scene.place(target.edge[0]), self._scene.place(target.edge[1])
        if start is None or end is None or start[0] + 1 != end[0]:
            return None
        columns = self._scene.columns
        return start[0], columns[start[0]].port_of(start[1]), columns[end[0]].port_of(end[1])

    def _paint_lit(self, painter: QPainter, strand: Strand, color: QColor) -> None:
        """An edge with a halo, in the colour that it has."""
        path = self._edges.path(strand)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        halo = QPen(color, 6.5)
        halo.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.strokePath(path, halo)
        ground = QPen(self._look.ground, 4.0)
        ground.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.strokePath(path, ground)
        value, pens = self._value_on(strand), self._look.edges
        if self._stage.kind is Kind.BACKWARD:
            pens = self._look.gradient_edges
        inner = QPen(pens[-1][int(value >= 0)])
        inner.setWidthF(3.0)
        painter.strokePath(path, inner)

    def _value_on(self, strand: Strand) -> float:
        """What is drawn of the strongest edge of a strand."""
        pair, walk = self._edges.pairs[strand[0]], self._walk
        is_back = self._stage.kind is Kind.BACKWARD
        values = walk.gradient.weights[strand[0]] if is_back else walk.parameters.weights[strand[0]]
        return float(values[pair.strongest_in(values, strand[1], strand[2])])

    # Neurons

    def paint_values(self, painter: QPainter) -> None:
        """The veil over what is not looked at, and the numbers on neurons and edges."""
        self._paint_veil(painter)
        self._paint_focus(painter)
        self._paint_labels(painter)
        kind, layer = self._stage.kind, self._stage.layer
        last = len(self._walk.sizes) - 1
        if kind in {Kind.INPUT, Kind.FORWARD, Kind.LOSS}:
            for column in self._scene.columns[: layer + 1]:
                painter.setOpacity(1.0 if self._is_lit(column.index) else FAINT)
                self._paint_activations(painter, column)
            painter.setOpacity(1.0)
        if kind is Kind.LOSS:
            self._paint_targets(painter)
        if kind is Kind.BACKWARD:
            self._paint_activations(painter, self._scene.columns[layer - 1])
            for index in range(layer, last + 1):
                self._paint_deltas(painter, self._scene.columns[index])

    def _is_lit(self, layer: int) -> bool:
        kind, mine = self._stage.kind, self._stage.layer
        if kind is Kind.UPDATE:
            return True
        return layer == mine or (layer == mine - 1 and kind in {Kind.FORWARD, Kind.BACKWARD})

    def _paint_veil(self, painter: QPainter) -> None:
        veil = QColor(self._look.ground)
        veil.setAlphaF(VEIL)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(veil)
        for column in self._scene.columns:
            if not self._is_lit(column.index):
                painter.drawRoundedRect(rect(column.card.box).adjusted(-3, -3, 3, 3), 9, 9)
                room = column.label_width + 8
                body = rect(column.body).adjusted(-room if column.index == 0 else -8, -8, 8, 8)
                if column.index == len(self._scene.columns) - 1:
                    body.adjust(0, 0, room, 0)
                painter.drawRect(body)

    def _paint_focus(self, painter: QPainter) -> None:
        """A frame around the layer that is looked at, and around the neuron whose numbers are told."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        kind, columns = self._stage.kind, self._scene.columns
        if kind is not Kind.UPDATE:
            painter.setPen(QPen(self._look.accent, 1.8))
            painter.drawRoundedRect(rect(columns[self._stage.layer].card.box).adjusted(0.5, 0.5, -0.5, -0.5), 9, 9)
        if kind in {Kind.INPUT, Kind.LOSS}:
            return
        box = rect(columns[self._focus.layer].box_of(self._focus.row)).adjusted(-OUT, -OUT, OUT, OUT)
        painter.setPen(QPen(self._look.accent, 2.2))
        painter.drawRoundedRect(box, 8, 8)

    def _paint_activations(self, painter: QPainter, column: Column) -> None:
        look, values = self._look, self._walk.a(column.index)
        scale = scale_of(self._scene, column.index, values) or 1.0
        for row in self._rows(column, Kind.FORWARD):
            value = float(values[row])
            self._pill(painter, column, row, brief(value), look.signed(value, scale).name())

    def _paint_deltas(self, painter: QPainter, column: Column) -> None:
        values = self._walk.delta(column.index)
        greatest = max(float(np.abs(delta[self._walk.shown]).max()) for delta in self._walk.deltas) or 1.0
        for row in self._rows(column, Kind.BACKWARD):
            value = float(values[row])
            self._pill(painter, column, row, f"δ {figure(value, 2)}", self._look.gradient_color(value / greatest))

    def _rows(self, column: Column, kind: Kind) -> list[int]:
        """The neurons of a column whose number is known by now and has room."""
        count = column.size
        if self._stage.row is not None and self._stage.kind is kind and column.index == self._stage.layer:
            count = self._stage.row + 1
        if column.grid is None and column.on_cells[0].box.height >= LEAST_CELL:
            return list(range(count))
        return [self._focus.row] if column.index == self._focus.layer and self._focus.row < count else []

    def _pill(self, painter: QPainter, column: Column, row: int, text: str, color: str) -> None:
        """A number on a neuron: at its lower right, or beside it where it is too small."""
        look, box = self._look, column.box_of(row)
        width = look.metrics["tiny"].horizontalAdvance(text) + 2 * PAD
        x, y = box.right - width + 2, box.bottom - PILL + 2
        if box.height < 2 * PILL:
            y = box.center[1] - PILL / 2
        if box.width < width:
            x = box.center[0] - width / 2
        plate = QRectF(x, y, width, PILL)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.card)
        painter.drawRoundedRect(plate.adjusted(-1, -1, 1, 1), 6, 6)
        painter.setBrush(QColor(color))
        painter.drawRoundedRect(plate, 5, 5)
        painter.setFont(look.tiny)
        painter.setPen(QColor(ink_on(color)))
        painter.drawText(plate, Center, text)

    def _paint_targets(self, painter: QPainter) -> None:
        """What is right, above each output."""
        column, target = self._scene.columns[-1], self._walk.target
        for row in self._rows(column, Kind.LOSS):
            box = column.box_of(row)
            place = Box(box.center[0] - 40, box.y - LABEL_HEIGHT - 5, 80, LABEL_HEIGHT)
            if box.height < 2 * PILL:
                place = Box(box.x - 46, box.center[1] - LABEL_HEIGHT / 2, 40, LABEL_HEIGHT)
            self._label(painter, rect(place), f"t = {figure(float(target[row]), 2)}", self._look.text)

    # Numbers on edges

    def _labels_fit(self, layer: int) -> bool:
        pair = self._edges.pairs[layer - 1]
        return is_single(pair) and are_apart(pair.y0.tolist())

    def _paint_labels(self, painter: QPainter) -> None:
        """On each edge into the neuron whose numbers are told: what it carries, its gradient, or its old and new weight."""
        walk, kind, layer, row = self._walk, self._stage.kind, self._focus.layer, self._focus.row
        if kind not in {Kind.FORWARD, Kind.BACKWARD, Kind.UPDATE} or not self._labels_fit(layer):
            return
        for source in range(walk.sizes[layer - 1]):
            strand = (layer - 1, source, row)
            if strand in self._edges.cut:
                continue
            weight = float(walk.parameters.weights[layer - 1][source, row])
            if kind is Kind.FORWARD:
                carried = weight * float(walk.a(layer - 1)[source])
                text, ink = signed(brief(carried)), self._look.edges[-1][int(carried >= 0)].color()
            elif kind is Kind.BACKWARD:
                slope = float(walk.gradient.weights[layer - 1][source, row])
                text, ink = figure(slope, 2), QColor(self._look.theme.gradients[int(slope >= 0)])
            else:
                old, new = told_apart(weight, float(walk.after.weights[layer - 1][source, row]))
                text, ink = f"{old} → {new}" if old != new else old, self._look.text
            width = self._look.metrics["tiny"].horizontalAdvance(text) + 6
            at = point_on(self._edges.pairs, strand, NEAR_END)
            x = max(at.x(), self._edges.pairs[layer - 1].x0 + width / 2 + 2)
            place = QRectF(
                QPointF(x - width / 2, at.y() - LABEL_HEIGHT / 2), QPointF(x + width / 2, at.y() + LABEL_HEIGHT / 2)
            )
            self._label(painter, place, text, ink)

    def _label(self, painter: QPainter, place: QRectF, text: str, ink: QColor) -> None:
        painter.setFont(self._look.tiny)
        width = self._look.metrics["tiny"].horizontalAdvance(text) + 6
        plate = QRectF(place.center().x() - width / 2, place.y(), width, place.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.ground)
        painter.drawRoundedRect(plate, 4, 4)
        painter.setPen(ink)
        painter.drawText(plate, Center, text)
