"""What is gone from the diagram and still fades: pictures of tiles, blocks and headers; edges whose ends follow what is left."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, QPixmap

from hlviz.diagram.painters.cards import paint_card
from hlviz.diagram.painters.drawing import Drawing
from hlviz.diagram.painters.edges import EdgePainter, Strand
from hlviz.diagram.painters.ground import blank_pixmap
from hlviz.diagram.painters.look import Look, rect
from hlviz.diagram.painters.tiles import ROOM, paint_frame
from hlviz.diagram.scene import Scene
from hlviz.diagram.targets import Part
from hlviz.diagram.transition import Port, Transition, port_key
from hlviz.document.geometry import Box, Column, Form
from hlviz.nn.arrays import Array
from hlviz.session.probe import Probe
from hlviz.session.selection import NOTHING, Target


@dataclass(frozen=True, eq=False)
class Ghost:
    """A picture of something that is gone, and what lies over it."""

    box: Box
    image: QImage | None
    source: QRectF
    cover: QPixmap | None
    """Around the box and ``ROOM`` beyond it."""
    opacity: float = 1.0

    def left(self, share: float) -> "Ghost":
        """What is left of it when so much of the way is done."""
        return replace(self, opacity=self.opacity * (1 - share))

    def paint(self, painter: QPainter, share: float) -> None:
        """Draw what is left of it when so much of the way is done."""
        painter.setOpacity(self.opacity * (1 - share))
        box = rect(self.box)
        if self.image is not None:
            painter.drawImage(box, self.image, self.source)
        if self.cover is not None:
            painter.drawPixmap(box.adjusted(-ROOM, -ROOM, ROOM, ROOM), self.cover, QRectF(self.cover.rect()))
        painter.setOpacity(1.0)


@dataclass(frozen=True, eq=False)
class GhostStrands:
    """Edges that are gone."""

    start: Array
    """Where their ends were, shape (n, 4): x and y of the one, x and y of the other."""
    end: Array
    """Where these go: an end at a neuron that is still there goes with it."""
    values: Array
    opacity: float = 1.0

    def left(self, share: float) -> "GhostStrands":
        """What is left of them when so much of the way is done."""
        return replace(self, start=self._at(share), opacity=self.opacity * (1 - share))

    def paint(self, painter: QPainter, edges: EdgePainter, share: float) -> None:
        """Draw what is left of them when so much of the way is done."""
        edges.paint_between(painter, self._at(share), self.values, self.opacity * (1 - share))

    def _at(self, share: float) -> Array:
        return self.start + (self.end - self.start) * share


def card_picture(scene: Scene, look: Look, column: Column, probe: Probe, scale: float, chosen: Target) -> QPixmap:
    """The header of a column and ``ROOM`` around it."""
    box = column.card.box
    pixmap = blank_pixmap(box.width + 2 * ROOM, box.height + 2 * ROOM, scale)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(ROOM - box.x, ROOM - box.y)
        paint_card(painter, scene, look, column, chosen, Part.NOTHING, probe)
    return pixmap


def ghosts_of(former: Drawing, transition: Transition, scale: float) -> Iterator[Ghost]:
    """The neurons, blocks and headers that are gone."""
    scene = former.scene  # for its pictures; its places are those at which it was last seen
    frames: dict[tuple[int, int], QPixmap] = {}
    for key, column in transition.old.columns.items():
        if key not in transition.new.columns:
            card = card_picture(scene, former.look, scene.columns[column.index], former.figures.probe, scale, NOTHING)
            yield Ghost(column.card.box, None, QRectF(), card)
            if column.grid is not None and (block := former.blocks.picture(column.index)) is not None:
                yield Ghost(column.body, block[0], block[1], None)
        if column.form is Form.TILES:
            for row, cell in enumerate(column.on_cells):
                if cell.key not in transition.new.cells:
                    size = round(cell.box.width * scale), round(cell.box.height * scale)
                    if size not in frames:
                        frames[size] = paint_frame(former.look, *size, "plain", scale)
                    image, source = former.tiles.picture((column.index, row)) or (None, QRectF())
                    yield Ghost(cell.box, image, source, frames[size])


def strands_of(former: Drawing, transition: Transition) -> GhostStrands | None:
    """The edges that are gone; None where there are none."""
    edges, scene, drawn = former.edges, former.scene, former.edges.shown
    start, end, chosen = [], [], []
    for i, strand in enumerate(zip(drawn.pair.tolist(), drawn.start.tolist(), drawn.end.tolist(), strict=True)):
        keys = keys_of(scene, edges, strand)
        if transition.new.has(keys):
            continue
        was = [transition.old.ports[key] for key in keys]
        goes = [transition.new.ports.get(key, port) for key, port in zip(keys, was, strict=True)]
        chosen.append(i)
        start.append(_ends(*was))
        end.append(_ends(*goes))
    return GhostStrands(np.array(start), np.array(end), drawn.value[chosen]) if chosen else None


def keys_of(scene: Scene, edges: EdgePainter, strand: Strand) -> tuple[object, object]:
    """What a strand runs between."""
    layer = edges.pairs[strand[0]].layer
    return port_key(scene.columns[layer], strand[1]), port_key(scene.columns[layer + 1], strand[2])


def _ends(start: Port, end: Port) -> tuple[float, float, float, float]:
    return start.x_out, start.y, end.x_in, end.y
