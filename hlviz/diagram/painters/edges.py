"""Edges as curves: width and colour by weight, the strongest on top."""

import copy
import itertools
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QLineF, QPointF, Qt
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
OWN_LEVEL = 6
"""The strength that a neuron's own edges are drawn with at least: they are to be seen."""
SEGMENTS_MOVING = 12
"""Straight pieces of a curve that moves: nobody sees its corners."""
OWN = 240
"""Edges of one neuron, at most, that are drawn out on each side."""

_STORE = LineStore()


class EdgePainter:
    """The curves of one scene; what depends on places only is made once."""

    def __init__(self, scene: Scene, look: Look) -> None:
        self.scene = scene
        self.look = look
        self.pairs: tuple[Pair, ...] = pairs_of(scene)
        self.pooled: list[np.ndarray] = []
        self.shown = NO_STRANDS
        self.detail = DETAILS[0]
        self.cut: frozenset[Strand] = frozenset()
        """Those that are not drawn: marks stand in their place."""
        self._lines: dict[Strand, list[QLineF]] = {}
        self._paths: dict[Strand, QPainterPath] = {}
        self.full = 1.0
        """The weight, without its sign, whose edge is as wide as edges become."""
        self.has_fog = not all_can_be_shown(self.pairs)
        self.is_lazy = self.has_fog and is_heavy(scene)
        is_pooled = any(pair.width_in > 1 or pair.width_out > 1 for pair in self.pairs)
        # what strands are drawn with, by strength
        self.pens = look.many_edges if self.has_fog or is_pooled else look.edges
        # few and long curves show their corners, many do not
        self._segments = 40 if sum(len(pair.y0) * len(pair.y1) for pair in self.pairs) <= 90 else 20

    def moved(self, scene: Scene) -> "EdgePainter":
        """The same edges at the places of another scene."""
        moved = copy.copy(self)
        moved.scene, moved.pairs = scene, pairs_of(scene)
        moved._lines, moved._paths = {}, {}
        return moved

    def show(self, figures: Figures) -> None:
        """Take the weights of a moment; of a large network only at first, for there ``refresh`` does it."""
        self.full = self.look.full_weight(figures.strongest)
        if not self.pooled or not self.is_lazy:
            self.pooled = [pair.pooled(w) for pair, w in zip(self.pairs, figures.weights, strict=True)]
            self.shown = shown(self.pairs, self.pooled, self.full, self.detail.curves)

    def refresh(self, pair: int, figures: Figures) -> None:
        """Take the weights of one pair of layers."""
        if self.is_lazy:
            self.pooled[pair] = self.pairs[pair].pooled(figures.weights[pair])
            self.shown = shown(self.pairs, self.pooled, self.full, self.detail.curves)

    def paint(self, painter: QPainter, *, is_dim: bool) -> None:
        """All strands that are shown; dim where one neuron's own stand out."""
        drawn, pens = self.shown, self.look.dim_edges if is_dim else self.pens
        drawn = drawn.only(self.are_whole()) if self.cut else drawn
        keys = list(zip(drawn.pair.tolist(), drawn.start.tolist(), drawn.end.tolist(), strict=True))
        rough = max(0, len(keys) - self.detail.smooth)
        if rough:  # a fifth of the price
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            self._paint_strands(painter, keys[:rough], drawn.value[:rough], pens)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_strands(painter, keys[rough:], drawn.value[rough:], pens)

    def are_whole(self) -> Array:
        """Which of the strands that are shown are not cut."""
        drawn = self.shown
        keys = zip(drawn.pair.tolist(), drawn.start.tolist(), drawn.end.tolist(), strict=True)
        return np.array([key not in self.cut for key in keys], bool)

    def ends(self, chosen: Array) -> Array:
        """Where those of the strands that are shown leave and arrive for which ``chosen`` is true: shape (n, 4)."""
        drawn, found = self.shown.only(chosen), np.zeros((int(chosen.sum()), 4))
        for i, pair in enumerate(self.pairs):
            mine = drawn.pair == i
            found[mine, 0], found[mine, 2] = pair.x0, pair.x1
            found[mine, 1], found[mine, 3] = pair.y0[drawn.start[mine]], pair.y1[drawn.end[mine]]
        return found

    def paint_between(
        self, painter: QPainter, ends: Array, values: Array, opacity: float = 1.0, *, is_dim: bool = False
    ) -> None:
        """Curves between places, shape (n, 4), in a few straight pieces, as if they were see-through."""
        pens = self.look.faded(self.look.dim_edges if is_dim else self.pens, opacity)
        kinds = _levels(values) * 2 + (values >= 0)
        order = np.argsort(kinds, kind="stable")
        ends, kinds = ends[order], kinds[order]
        across, rise = across_and_rise(SEGMENTS_MOVING)
        x = ends[:, :1] + (ends[:, 2:3] - ends[:, :1]) * across
        y = ends[:, 1:2] + (ends[:, 3:] - ends[:, 1:2]) * rise
        lines = _STORE.polylines(x, y)
        starts = np.flatnonzero(np.diff(kinds, prepend=-1))
        for first, last in itertools.pairwise([*starts.tolist(), len(kinds)]):
            level, is_positive = divmod(int(kinds[first]), 2)
            painter.setPen(pens[level][is_positive])
            painter.drawLines(lines[first * SEGMENTS_MOVING : last * SEGMENTS_MOVING])

    def paint_own(self, painter: QPainter, figures: Figures, layer: int, row: int) -> None:
        """One neuron's own edges, in and out."""
        keys: list[Strand] = []
        values: list[np.ndarray] = []
        port = self.scene.columns[layer].port_of(row)
        if layer > 0:
            pair = self.pairs[layer - 1]
            incoming, ports = _strongest_to_port(figures.weights[layer - 1][:, row], pair.width_in)
            keys += [(layer - 1, start, port) for start in ports]
            values.append(incoming)
        if layer < len(self.pairs):
            pair = self.pairs[layer]
            outgoing, ports = _strongest_to_port(figures.weights[layer][row], pair.width_out)
            keys += [(layer, port, end) for end in ports]
            values.append(outgoing)
        value = np.clip(np.concatenate(values) / self.full, -1.0, 1.0)
        order = [i for i in np.argsort(np.abs(value), kind="stable").tolist() if keys[i] not in self.cut]
        self._paint_strands(painter, [keys[i] for i in order], value[order], self.pens, OWN_LEVEL)

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
            pair, y0, y1 = self._ends(strand)
            middle = (pair.x0 + pair.x1) / 2
            path = QPainterPath(QPointF(pair.x0, y0))
            path.cubicTo(middle, y0, middle, y1, pair.x1, y1)
            self._paths[strand] = path
        return path

    def _width(self, value: float) -> float:
        level = min(int(abs(value) / self.full * LEVELS), LEVELS - 1)
        return self.pens[level][1].widthF()

    def _ends(self, strand: Strand) -> tuple[Pair, float, float]:
        pair = self.pairs[strand[0]]
        return pair, float(pair.y0[strand[1]]), float(pair.y1[strand[2]])

    def _paint_strands(
        self,
        painter: QPainter,
        keys: Sequence[Strand],
        values: np.ndarray,
        pens: Pens,
        least_level: int = 0,
    ) -> None:
        """Strands from the weakest to the strongest; those of one pen at once, which is what makes it cheap."""
        if not keys:
            return
        levels = np.maximum(_levels(values), least_level)
        kinds = (levels * 2 + (values >= 0)).tolist()
        groups: dict[int, list[Strand]] = {}
        for key, kind in zip(keys, kinds, strict=True):
            groups.setdefault(kind, []).append(key)
        for kind in sorted(groups):
            level, is_positive = divmod(kind, 2)
            pen = pens[level][is_positive]
            painter.setPen(pen)
            if pen.style() is not Qt.PenStyle.SolidLine:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                for key in groups[kind]:
                    painter.drawPath(self.path(key))
                continue
            lines: list[QLineF] = []
            for key in groups[kind]:
                lines += self._lines.get(key) or self._make_lines(key)
            painter.drawLines(lines)

    def _make_lines(self, strand: Strand) -> list[QLineF]:
        pair, y0, y1 = self._ends(strand)
        if y0 == y1:
            lines = [QLineF(pair.x0, y0, pair.x1, y0)]
        else:
            # the flatter a curve, the fewer pieces it needs
            across, rise = across_and_rise(
                self._segments if self._segments > 20 else min(20, 7 + int(abs(y1 - y0) / 9))
            )
            lines = _lines((pair.x0 + (pair.x1 - pair.x0) * across).tolist(), (y0 + (y1 - y0) * rise).tolist())
        self._lines[strand] = lines
        return lines


def _levels(values: Array) -> IntArray:
    """Which pen each strand is drawn with."""
    return np.minimum((np.abs(values) * LEVELS).astype(np.intp), LEVELS - 1)


def _lines(x: list[float], y: list[float]) -> list[QLineF]:
    return [QLineF(x[i], y[i], x[i + 1], y[i + 1]) for i in range(len(x) - 1)]


def _strongest_to_port(weights: np.ndarray, width: int) -> tuple[np.ndarray, list[int]]:
    """One neuron's weights to the ports of a neighbour: to each port the strongest, and of all ports the strongest ones."""
    if width == 1:
        values = weights
    else:
        starts = np.arange(0, len(weights), width)
        high, low = np.maximum.reduceat(weights, starts), np.minimum.reduceat(weights, starts)
        values = np.where(high > -low, high, low)
    if len(values) <= OWN:
        return values, list(range(len(values)))
    chosen = np.argpartition(np.abs(values), len(values) - OWN)[len(values) - OWN :]
    return values[chosen], chosen.tolist()
