"""Signals: points of light that run along the strongest edges while the network learns."""

import math
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QRegion

from hlviz.colors import mixed
from hlviz.diagram.curve import rise_at
from hlviz.diagram.painters.look import Look
from hlviz.diagram.strands import Pair, Shown

WEAKEST = 0.12
"""Share of the strongest weight below which an edge carries no pulse."""
SECONDS = 1.6
"""From one layer to the next."""
ROOM = 4.0
"""Pixels, at least, from the middle of a signal to its rim."""


class Pulses:
    """Where the points are follows from the time alone."""

    def __init__(self, look: Look) -> None:
        self._pens = []
        tip = look.theme.text if look.is_dark else look.theme.card
        for color in (look.theme.negative, look.theme.positive):
            halo = QPen(QColor(mixed(color, look.ground_name, 0.15)), 6.5)
            core = QPen(QColor(mixed(color, tip, 0.8)), 3.0)
            for pen in (halo, core):
                pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            self._pens.append((halo, core))

    def paint(self, painter: QPainter, pairs: tuple[Pair, ...], drawn: Shown, seconds: float, most: int) -> None:
        """Draw the points as they are at a time, ``most`` at most; nothing of them beside the gaps between the layers."""
        chosen = np.arange(max(0, len(drawn) - most), len(drawn))
        chosen = chosen[np.abs(drawn.value[chosen]) >= WEAKEST]
        if not len(chosen):
            return
        start, end, layer = drawn.start[chosen], drawn.end[chosen], drawn.pair[chosen]
        # a phase of its own for each edge that stays when the order of strengths changes
        across = (seconds / SECONDS + start * 0.37 + end * 0.61 + layer * 0.23) % 1.0
        rise = rise_at(across)
        points: tuple[list[QPointF], list[QPointF]] = ([], [])
        for i, which in enumerate(chosen.tolist()):
            pair = pairs[layer[i]]
            y0, y1 = float(pair.y0[start[i]]), float(pair.y1[end[i]])
            at = QPointF(pair.x0 + float(across[i]) * (pair.x1 - pair.x0), y0 + (y1 - y0) * float(rise[i]))
            points[int(drawn.value[which] >= 0)].append(at)
        painter.setClipRegion(gaps(pairs))
        for pens, places in zip(self._pens, points, strict=True):
            if places:
                for pen in pens:
                    painter.setPen(pen)
                    painter.drawPoints(places)
        painter.setClipping(False)


@lru_cache(maxsize=16)
def gaps(pairs: tuple[Pair, ...]) -> QRegion:
    """Where signals run: they come out from below a neuron and vanish below the next."""
    region = QRegion()
    for pair in pairs:
        top, bottom = min(pair.y0.min(), pair.y1.min()) - ROOM, max(pair.y0.max(), pair.y1.max()) + ROOM
        left, right = math.ceil(pair.x0), math.floor(pair.x1)
        region += QRect(left, math.floor(top), right - left, math.ceil(bottom - top))
    return region
