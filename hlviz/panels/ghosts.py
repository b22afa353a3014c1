"""Curves of earlier runs, thin and behind those of now. They hardly ever change, so they are painted once and put down again."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from hlviz.colors import Theme, mixed
from hlviz.nn.arrays import Array
from hlviz.panels.polyline import segments, thinned
from hlviz.panels.strokes import PlotItem

WIDTH = 1.0
COLORS = ("#1f9d61", "#9b59c9", "#d6508d", "#a8762f", "#17a2a2", "#8a8f1a", "#7a828f", "#d0413a")
"""None of them is that of the run under way."""


def run_color(slot: int, theme: Theme) -> str:
    """The colour of an earlier run."""
    return mixed(COLORS[slot % len(COLORS)], theme.text, 0.1)


@dataclass(frozen=True, eq=False)
class Ghost:
    """One curve: places and values as they are drawn, and its colour."""

    x: Array
    y: Array
    color: str


class Ghosts(PlotItem):
    """All of them, in one picture."""

    def __init__(self) -> None:
        super().__init__()
        self._ghosts: Sequence[Ghost] = ()
        self._shown: Hashable = None
        self._painted: Hashable = None
        self._picture = QPixmap()
        self._strokes = PrimitiveArray(QLineF, 4)
        self.setZValue(-10)

    @property
    def ghosts(self) -> Sequence[Ghost]:
        """What it draws."""
        return self._ghosts

    def show_ghosts(self, ghosts: Sequence[Ghost], key: Hashable) -> None:
        """Draw these. The key stands for all of them: as long as it is the same, they are."""
        if key != self._shown:
            self._ghosts, self._shown = ghosts, key
            self.setVisible(bool(ghosts))
            self.update()

    def draw(self, p: QPainter, scale: Array, shift: Array) -> None:
        """Put the picture down, painted anew where something changed."""
        ratio = p.device().devicePixelRatioF()
        view = self.viewRect()
        x, y = (sorted(ends) for ends in ((view.left() * scale[0] + shift[0], view.right() * scale[0] + shift[0]),
                                          (view.top() * scale[1] + shift[1], view.bottom() * scale[1] + shift[1])))  # fmt: skip
        room = QRectF(np.floor(x[0]), np.floor(y[0]), np.ceil(x[1]) - np.floor(x[0]), np.ceil(y[1]) - np.floor(y[0]))
        key = (self._shown, *scale, *shift, room.width(), room.height(), ratio)
        if key != self._painted:
            self._painted = key
            self._paint(room, scale, shift, ratio)
        p.drawPixmap(room.topLeft(), self._picture)

    def _paint(self, room: QRectF, scale: Array, shift: Array, ratio: float) -> None:
        self._picture = QPixmap(room.size().toSize() * ratio)
        self._picture.setDevicePixelRatio(ratio)
        self._picture.fill(Qt.GlobalColor.transparent)
        with QPainter(self._picture) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.translate(QPointF(-room.left(), -room.top()))
            for ghost in self._ghosts:
                good = np.isfinite(ghost.x) & np.isfinite(ghost.y)
                if good.sum() < 2:
                    continue
                strokes = segments(*thinned(ghost.x[good] * scale[0] + shift[0], ghost.y[good] * scale[1] + shift[1]))
                self._strokes.resize(len(strokes))
                self._strokes.ndarray()[: len(strokes)] = strokes
                pen = QPen(QColor(ghost.color), WIDTH)
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                p.setPen(pen)
                p.drawLines(*self._strokes.drawargs())
