"""The drawing while things are on their way from one network to the next; at the end of it the drawing alone is left."""

import numpy as np
from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPixmap

from hlviz.diagram.painters.attention import Attention
from hlviz.diagram.painters.cards import paint_no_hidden_layer, paint_plus
from hlviz.diagram.painters.drawing import Drawing
from hlviz.diagram.painters.ghosts import card_picture, ghosts_of, strands_of
from hlviz.diagram.painters.ground import paint_ground
from hlviz.diagram.painters.labels import paint_labels
from hlviz.diagram.painters.tiles import ROOM
from hlviz.diagram.transition import Transition
from hlviz.diagram.view import View


class Glide:
    """From the drawing that was seen to the one that will be."""

    def __init__(
        self, former: Drawing, drawing: Drawing, transition: Transition, scale: float, before: "Moving | None" = None
    ) -> None:
        """Take what is needed of the former drawing.

        Parameters
        ----------
        former
            The drawing of the scene before, with its numbers.
        drawing
            The one that is left at the end.
        scale
            Device pixels to a pixel of the diagram.
        before
            What was painted last, where a former way is given up.
        """
        self.transition, self.drawing, self._scale = transition, drawing, scale
        self.ghosts = list(ghosts_of(former, transition, scale))
        self.strands = [strands] if (strands := strands_of(former, transition)) is not None else []
        self._begun: dict[object, float] = {}
        """How much was there of neurons that had not faded in yet."""
        if before is not None:
            self.ghosts += [ghost.left(before.share) for ghost in before.glide.ghosts]
            self.strands += [strands.left(before.share) for strands in before.glide.strands]
            layers = transition.before.wiring.layers
            self._begun = {layers[layer][row]: opacity for (layer, row), opacity in before.opacities.items()}
        self.fresh_strands = [transition.are_fresh(pair.layer) for pair in drawing.edges.pairs]
        self._cards: dict[int, QPixmap] = {}
        self._ground: tuple[object, QPixmap] | None = None

    def at(self, share: float) -> "Moving":
        """The drawing with so much of the way done, 0 … 1."""
        return Moving(self, share)

    def opacities(self, share: float) -> dict[tuple[int, int], float]:
        """How much is there of the neurons that fade in, by (layer, row)."""
        found = {}
        for i, keys in enumerate(self.transition.after.wiring.layers):
            for row, key in enumerate(keys):
                begun = 0.0 if (i, row) in self.transition.fresh else self._begun.get(key, 1.0)
                if begun < 1.0:
                    found[i, row] = begun + (1 - begun) * share
        return found

    def ground(self, size: QSize, view: View, ratio: float) -> QPixmap:
        """The ground alone."""
        key = (size, view, ratio)
        if self._ground is None or self._ground[0] != key:
            pixmap = QPixmap(size * ratio)
            pixmap.setDevicePixelRatio(ratio)
            with QPainter(pixmap) as inner:
                paint_ground(inner, self.drawing.look, size, view, ratio)
            self._ground = key, pixmap
        return self._ground[1]

    def card(self, index: int, at: Attention) -> QPixmap:
        """The header of a column, painted once."""
        if index not in self._cards:
            scene, probe = self.drawing.scene, self.drawing.figures.probe
            self._cards[index] = card_picture(
                scene, self.drawing.look, scene.columns[index], probe, self._scale, at.selected
            )
        return self._cards[index]


class Moving(Drawing):
    """The drawing at one point of the way: all of it but its places."""

    is_kept = False
    shows_values = False
    """Nobody can read what moves."""

    def __init__(self, glide: Glide, share: float) -> None:
        vars(self).update(vars(glide.drawing))
        self.glide, self.share = glide, share
        self.scene = glide.transition.at(share)
        self.opacities = glide.opacities(share)
        self.edges = self.edges.moved(self.scene)
        self.tiles = self.tiles.moved(self.scene, self.opacities)
        self.blocks = self.blocks.moved(self.scene, dict.fromkeys(glide.transition.fresh_columns, share))
        self.bars = self.bars.moved(self.scene)

    def paint_backdrop(self, painter: QPainter, size: QSize, view: View, at: Attention, ratio: float) -> None:
        """The ground, and on it the headers and words on their way."""
        painter.drawPixmap(0, 0, self.glide.ground(size, view, ratio))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(view.x, view.y)
        painter.scale(view.zoom, view.zoom)
        for column in self.scene.columns:
            painter.setOpacity(self.share if column.index in self.glide.transition.fresh_columns else 1.0)
            box = column.card.box
            painter.drawPixmap(QPointF(box.x - ROOM, box.y - ROOM), self.glide.card(column.index, at))
        painter.setOpacity(1.0)
        self.blocks.paint_plates(painter)
        paint_labels(painter, self.scene, self.look, self.figures.probe)
        self.marks.paint_cut(painter, self.edges)
        painter.setOpacity(self.share)
        if len(self.scene.columns) == 2:
            paint_no_hidden_layer(painter, self.scene, self.look)
        for gap in self.scene.geometry.gaps:
            if gap.always:
                paint_plus(painter, self.look, gap, is_hot=False)
        painter.restore()

    def paint_many(self, painter: QPainter, *, is_dim: bool) -> None:
        """Fog that comes; edges that go, that come and that glide; neurons that go."""
        for fog in self.fogs:
            if fog is not None:
                painter.setOpacity(self.share * (0.25 if is_dim else 1.0))
                fog.paint(painter)
        painter.setOpacity(1.0)
        for strands in self.glide.strands:
            strands.paint(painter, self.edges, self.share)
        drawn = self.edges.shown
        is_fresh = np.zeros(len(drawn), bool)
        for i, are_fresh in enumerate(self.glide.fresh_strands):
            mine = drawn.pair == i
            is_fresh[mine] = are_fresh[drawn.start[mine], drawn.end[mine]]
        is_whole = self.edges.are_whole()
        for chosen, opacity in ((is_fresh & is_whole, self.share), (~is_fresh & is_whole, 1.0)):
            self.edges.paint_some(painter, chosen, opacity, is_dim=is_dim)
        for ghost in self.glide.ghosts:
            ghost.paint(painter, self.share)
