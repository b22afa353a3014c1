"""Edges as curves: width and colour by weight, the strongest on top."""

import copy
import itertools
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from hlviz.diagram.curve import across_and_rise
from hlviz.diagram.figures import Figures, is_heavy
from hlviz.diagram.governor import DETAILS
from hlviz.diagram.painters.line_store import LineStore
from hlviz.diagram.painters.look import LEVELS, Look, Pens
from hlviz.diagram.scene import Scene
from hlviz.diagram.strands import Pair, Shown, all_can_be_shown, pairs_of, shown
from hlviz.nn.arrays import Array, IntArray

Strand = tuple[int, int, int]
"""(pair, port it leaves from, port it comes to)."""

NO_STRANDS = Shown(np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0))
OWN_LEVEL = 4
"""The strength that a neuron's own edges are drawn with at least: they are to be seen."""
PIECES_MOVING = 12
"""Straight pieces of a curve that moves: nobody sees its corners."""
OWN = 240
"""Edges of one neuron, at most, that are drawn out on each side."""
STRIDE = 1 << 20
"""More than a layer has ports."""

_LINES = LineStore()


class EdgePainter:
    """The curves of one scene; what depends on places only is made once."""

    def __init__(self, scene: Scene, look: Look) -> None:
        self.scene = scene
        self.look = look
        self.pairs: tuple[Pair, ...] = pairs_of(scene)
        self.pooled: list[Array] = []
        self.shown = NO_STRANDS
        self.detail = DETAILS[0]
        self.cut: frozenset[Strand] = frozenset()
        """Those that are not drawn: marks stand in their place."""
        self.as_paths = False
        """Whether curves are painted as curves, as files of drawings want them; lines are cheaper on screen."""
        self._paths: dict[Strand, QPainterPath] = {}
        self.full = 1.0
        """The weight, without its sign, whose edge is as wide as edges become."""
        self.has_fog = not all_can_be_shown(self.pairs)
        self.is_lazy = self.has_fog and is_heavy(scene)
        is_pooled = any(pair.width_in > 1 or pair.width_out > 1 for pair in self.pairs)
        # what strands are drawn with, by strength
        self.pens = look.many_edges if self.has_fog or is_pooled else look.edges
        # few and long curves show their corners, many do not
        self._pieces = 40 if sum(len(pair.y0) * len(pair.y1) for pair in self.pairs) <= 90 else 18

    def moved(self, scene: Scene) -> "EdgePainter":
        """The same edges at the places of another scene."""
        moved = copy.copy(self)
        moved.scene, moved.pairs = scene, pairs_of(scene)
        moved._paths = {}
        return moved

    def show(self, figures: Figures) -> None:
        """Take the weights of a moment; of a large network only at first, for there ``refresh`` does it."""
        self.full = self.look.full_weight(figures.greatest)
        if not self.pooled or not self.is_lazy:
            self.pooled = [pair.pooled(w) for pair, w in zip(self.pairs, figures.edges, strict=True)]
            self.shown = shown(self.pairs, self.pooled, self.full, self.detail.curves)

    def refresh(self, pair: int, figures: Figures) -> None:
        """Take the weights of one pair of layers."""
        if self.is_lazy:
            self.pooled[pair] = self.pairs[pair].pooled(figures.edges[pair])
            self.shown = shown(self.pairs, self.pooled, self.full, self.detail.curves)

    def paint(self, painter: QPainter, *, is_dim: bool) -> None:
        """All strands that are shown; dim where one neuron's own stand out."""
        pens = self.look.dim_edges if is_dim else self.pens
        drawn = self.shown.only(self.are_whole()) if self.cut else self.shown
        ends = self._ends(drawn)
        rough = max(0, len(drawn) - self.detail.smooth)
        if rough:  # a fifth of the price
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            self._paint_curves(painter, ends[:rough], drawn.value[:rough], pens, self._pieces)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_curves(painter, ends[rough:], drawn.value[rough:], pens, self._pieces)

    def appearance(self) -> bytes:
        """The same as long as ``paint`` would paint the same: which strands are drawn, each with which pen."""
        drawn = self.shown
        is_smooth = np.arange(len(drawn)) >= len(drawn) - self.detail.smooth
        strand = (drawn.pair * STRIDE + drawn.start) * STRIDE + drawn.end
        return np.sort((strand * 2 + is_smooth) * (2 * LEVELS) + _kinds(drawn.value)).tobytes()

    def are_whole(self) -> Array:
        """Which of the strands that are shown are not cut."""
        drawn = self.shown
        keys = zip(drawn.pair.tolist(), drawn.start.tolist(), drawn.end.tolist(), strict=True)
        return np.array([key not in self.cut for key in keys], bool)

    def paint_some(self, painter: QPainter, chosen: Array, opacity: float, *, is_dim: bool) -> None:
        """Those of the strands that are shown for which ``chosen`` is true, as if they were see-through."""
        drawn = self.shown.only(chosen)
        self.paint_between(painter, self._ends(drawn), drawn.value, opacity, is_dim=is_dim)

    def paint_between(
        self, painter: QPainter, ends: Array, values: Array, opacity: float, *, is_dim: bool = False
    ) -> None:
        """Curves that move between places, shape (n, 4), as if they were see-through."""
        pens = self.look.faded(self.look.dim_edges if is_dim else self.pens, opacity)
        self._paint_curves(painter, ends, values, pens, PIECES_MOVING)

    def paint_own(self, painter: QPainter, figures: Figures, layer: int, row: int) -> None:
        """One neuron's own edges, in and out."""
        port = self.scene.columns[layer].port_of(row)
        parts = []
        if layer > 0:
            values, ports = _strongest_to_port(figures.edges[layer - 1][:, row], self.pairs[layer - 1].width_in)
            parts.append(Shown(np.full(len(ports), layer - 1), ports, np.full(len(ports), port), values))
        if layer < len(self.pairs):
            values, ports = _strongest_to_port(figures.edges[layer][row], self.pairs[layer].width_out)
            parts.append(Shown(np.full(len(ports), layer), np.full(len(ports), port), ports, values))
        for drawn in parts:
            shares = np.clip(drawn.value / self.full, -1.0, 1.0)
            self.paint_shown(painter, replace(drawn, value=shares), self.pens, OWN_LEVEL)

    def paint_shown(self, painter: QPainter, drawn: Shown, pens: Pens, least_level: int = 0) -> None:
        """Some strands with values of their own, −1 … 1, those that are cut left out."""
        keys = zip(drawn.pair.tolist(), drawn.start.tolist(), drawn.end.tolist(), strict=True)
        whole = drawn.only(np.array([key not in self.cut for key in keys], bool)) if self.cut else drawn
        self._paint_curves(painter, self._ends(whole), whole.value, pens, self._pieces, least_level)

    def paint_one(self, painter: QPainter, strand: Strand, value: float, *, is_selected: bool) -> None:
        """One edge, with a halo."""
        path = self.path(strand)
        halo = QPen(self.look.accent if is_selected else self.look.faint, self._width(value) + 3.5)
        halo.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.strokePath(path, halo)
        inner = QPen(self.look.edges[-1][int(value >= 0)])
        inner.setWidthF(max(1.6, self._width(value)))
        painter.strokePath(path, inner)

    def path(self, strand: Strand) -> QPainterPath:
        """The curve of a strand."""
        path = self._paths.get(strand)
        if path is None:
            pair = self.pairs[strand[0]]
            path = _path(pair.x0, float(pair.y0[strand[1]]), pair.x1, float(pair.y1[strand[2]]))
            self._paths[strand] = path
        return path

    def _width(self, value: float) -> float:
        level = min(int(abs(value) / self.full * LEVELS), LEVELS - 1)
        return self.pens[level][1].widthF()

    def _ends(self, drawn: Shown) -> Array:
        """Where strands leave and arrive: shape (n, 4), x and y of the one end, x and y of the other."""
        ends = np.zeros((len(drawn), 4))
        for i, pair in enumerate(self.pairs):
            mine = np.flatnonzero(drawn.pair == i)
            ends[mine, 0], ends[mine, 1] = pair.x0, pair.y0[drawn.start[mine]]
            ends[mine, 2], ends[mine, 3] = pair.x1, pair.y1[drawn.end[mine]]
        return ends

    def _paint_curves(
        self, painter: QPainter, ends: Array, values: Array, pens: Pens, pieces: int, least_level: int = 0
    ) -> None:
        """Curves from the weakest to the strongest; those of one pen at once, which is what makes it cheap."""
        kinds = _kinds(values, least_level)
        order = np.argsort(kinds, kind="stable")
        ends, kinds = ends[order], kinds[order]
        across, rise = across_and_rise(pieces)
        lines = _LINES.polylines(
            ends[:, :1] + (ends[:, 2:3] - ends[:, :1]) * across, ends[:, 1:2] + (ends[:, 3:] - ends[:, 1:2]) * rise
        )
        starts = np.flatnonzero(np.diff(kinds, prepend=-1)).tolist()
        for first, last in itertools.pairwise([*starts, len(kinds)]):
            level, is_positive = divmod(int(kinds[first]), 2)
            pen = pens[level][is_positive]
            painter.setPen(pen)
            if not self.as_paths and (pen.style() is Qt.PenStyle.SolidLine or pieces == PIECES_MOVING):
                painter.drawLines(lines[first * pieces : last * pieces])
            else:  # dashes run along a curve as a whole
                painter.setBrush(Qt.BrushStyle.NoBrush)
                for x0, y0, x1, y1 in ends[first:last].tolist():
                    painter.drawPath(_path(x0, y0, x1, y1))


def _kinds(values: Array, least_level: int = 0) -> IntArray:
    """Which pen each strand is drawn with: twice its strength, and one more where it is positive."""
    levels = np.minimum((np.abs(values) * LEVELS).astype(np.int64), LEVELS - 1)
    return np.asarray(np.maximum(levels, least_level) * 2 + (values >= 0))


def _path(x0: float, y0: float, x1: float, y1: float) -> QPainterPath:
    middle = (x0 + x1) / 2
    path = QPainterPath(QPointF(x0, y0))
    path.cubicTo(middle, y0, middle, y1, x1, y1)
    return path


def _strongest_to_port(weights: Array, width: int) -> tuple[Array, IntArray]:
    """One neuron's weights to the ports of a neighbour: to each port the strongest, and of all ports the strongest ones."""
    if width == 1:
        values = weights
    else:
        starts = np.arange(0, len(weights), width)
        high, low = np.maximum.reduceat(weights, starts), np.minimum.reduceat(weights, starts)
        values = np.where(high > -low, high, low)
    if len(values) <= OWN:
        return values, np.arange(len(values))
    chosen = np.argpartition(np.abs(values), len(values) - OWN)[len(values) - OWN :]
    return values[chosen], chosen
