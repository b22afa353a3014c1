"""Signals: points of light that run along the strongest edges while the network learns."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QRegion

from hlviz.colors import mixed
from hlviz.diagram.curve import rise_at
from hlviz.diagram.painters.ground import blank_pixmap
from hlviz.diagram.painters.look import Look
from hlviz.diagram.strands import Pair, Shown
from hlviz.nn.arrays import Array, BoolArray

WEAKEST = 0.12
"""Share of the strongest weight below which an edge carries no pulse."""
SECONDS = 1.6
"""From one layer to the next."""
ROOM = 4.0
"""Pixels, at least, from the middle of a signal to its rim."""
WIDTH = 6.5
PARTS = 4
"""Of a pixel, along each side, by which signals move on: by whole ones they would be seen to jerk."""


@dataclass(frozen=True, eq=False)
class _Ways:
    """Along which edges points run, an entry each: where they begin, how far they lead, and which part of the time is over."""

    x: Array
    y: Array
    wide: Array
    high: Array
    phase: Array
    is_positive: BoolArray


def _ways_of(pairs: tuple[Pair, ...], drawn: Shown, most: int) -> _Ways:
    chosen = np.arange(max(0, len(drawn) - most), len(drawn))
    chosen = chosen[np.abs(drawn.value[chosen]) >= WEAKEST]
    start, end, layer = drawn.start[chosen], drawn.end[chosen], drawn.pair[chosen]
    x0, x1, y0, y1 = np.zeros((4, len(chosen)))
    for i in set(layer.tolist()):
        mine, pair = layer == i, pairs[i]
        x0[mine], x1[mine], y0[mine], y1[mine] = pair.x0, pair.x1, pair.y0[start[mine]], pair.y1[end[mine]]
    # a phase of its own for each edge that stays when the order of strengths changes
    phase = start * 0.37 + end * 0.61 + layer * 0.23
    return _Ways(x0, y0, x1 - x0, y1 - y0, phase, drawn.value[chosen] >= 0)


class Pulses:
    """Where the points are follows from the time alone. Each is a small picture, of which there is one for each part of a pixel."""

    def __init__(self, look: Look) -> None:
        self._pens = []
        tip = look.theme.text if look.is_dark else look.theme.card
        for color in (look.theme.negative, look.theme.positive):
            halo = QPen(QColor(mixed(color, look.ground_name, 0.15)), WIDTH)
            core = QPen(QColor(mixed(color, tip, 0.8)), 3.0)
            for pen in (halo, core):
                pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            self._pens.append((halo, core))
        self._points: tuple[float, list[QPixmap]] = (0.0, [])
        self._ways: tuple[object, _Ways] | None = None

    def paint(self, painter: QPainter, pairs: tuple[Pair, ...], drawn: Shown, seconds: float, most: int) -> None:
        """Draw the points as they are at a time, ``most`` at most; nothing of them beside the gaps between the layers."""
        key = (pairs, drawn, most)
        if self._ways is None or self._ways[0] != key:
            self._ways = key, _ways_of(pairs, drawn, most)
        ways = self._ways[1]
        if not len(ways.phase):
            return
        across = (seconds / SECONDS + ways.phase) % 1.0
        x = ways.x + across * ways.wide
        y = ways.y + rise_at(across) * ways.high
        painter.setClipRegion(gaps(pairs))
        self._put(painter, x, y, ways.is_positive)
        painter.setClipping(False)

    def _put(self, painter: QPainter, x: Array, y: Array, is_positive: BoolArray) -> None:
        device = painter.deviceTransform()
        scale, origin = device.m11(), np.array([[device.dx()], [device.dy()]])
        if self._points[0] != scale:
            self._points = (
                scale,
                [_point(pens, i % PARTS, i // PARTS, scale) for pens in self._pens for i in range(PARTS**2)],
            )
        points = self._points[1]
        at = np.round((np.stack([x, y]) * scale + origin) * PARTS).astype(np.int64)
        which = is_positive * PARTS**2 + at[1] % PARTS * PARTS + at[0] % PARTS
        corner = (at // PARTS - origin) / scale - _reach(scale) / scale
        for i, left, top in zip(which.tolist(), *corner.tolist(), strict=True):
            painter.drawPixmap(QPointF(left, top), points[i])


def _reach(scale: float) -> int:
    """Device pixels from the corner of a point's picture to its middle."""
    return math.ceil(WIDTH / 2 * scale) + 1


def _point(pens: tuple[QPen, QPen], right: int, down: int, scale: float) -> QPixmap:
    """A point whose middle is so many parts of a device pixel right of and below the corner of one."""
    side = 2 * _reach(scale) + 1
    picture = blank_pixmap(side / scale, side / scale, scale)
    middle = QPointF(_reach(scale) + right / PARTS, _reach(scale) + down / PARTS) / scale
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for pen in pens:
            painter.setPen(pen)
            painter.drawPoint(middle)
    return picture


@lru_cache(maxsize=16)
def gaps(pairs: tuple[Pair, ...]) -> QRegion:
    """Where signals run: they come out from below a neuron and vanish below the next."""
    region = QRegion()
    for pair in pairs:
        top, bottom = min(pair.y0.min(), pair.y1.min()) - ROOM, max(pair.y0.max(), pair.y1.max()) + ROOM
        left, right = math.ceil(pair.x0), math.floor(pair.x1)
        region += QRect(left, math.floor(top), right - left, math.ceil(bottom - top))
    return region
