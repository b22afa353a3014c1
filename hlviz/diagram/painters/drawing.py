"""Everything of a scene, painted in its order: ground and cards first, which are kept; edges, neurons, and what the pointer brings.

While pulses run, most frames differ by nothing else: all that lies below them is kept as one picture until it changes.
"""

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QPaintEngine, QPainter, QPen, QPixmap, QRegion, QTransform

from hlviz.diagram.facts import facts_of, weight_of
from hlviz.diagram.figures import Figures
from hlviz.diagram.governor import DETAILS, Detail
from hlviz.diagram.painters.attention import Attention
from hlviz.diagram.painters.bars import BarPainter
from hlviz.diagram.painters.blocks import BlockPainter
from hlviz.diagram.painters.cards import paint_cards, paint_no_hidden_layer, paint_plus
from hlviz.diagram.painters.chosen import paint_chosen, paint_missing
from hlviz.diagram.painters.drop import paint_overlay
from hlviz.diagram.painters.edges import EdgePainter
from hlviz.diagram.painters.fog import Fog
from hlviz.diagram.painters.ground import RADIUS, paint_ground
from hlviz.diagram.painters.handles import paint_handles
from hlviz.diagram.painters.hover_card import HoverCard, beside_pointer
from hlviz.diagram.painters.labels import paint_labels, paint_verdict
from hlviz.diagram.painters.look import Look
from hlviz.diagram.painters.marks import MarkPainter
from hlviz.diagram.painters.pulses import Pulses, gaps
from hlviz.diagram.painters.tiles import TilePainter
from hlviz.diagram.painters.values import ValuePainter
from hlviz.diagram.painters.walk import WalkPainter
from hlviz.diagram.painters.walk_caption import paint_caption
from hlviz.diagram.scene import Scene
from hlviz.diagram.targets import Hit, Part
from hlviz.diagram.view import View
from hlviz.session.selection import Target
from hlviz.session.sight import Sight

ON_CARDS = {
    Part.CARD, Part.GRIP, Part.CHIP, Part.MINUS, Part.COUNT, Part.PLUS, Part.PREVIOUS, Part.NEXT,
}  # fmt: skip
"""Parts that look different under the pointer and are painted with what is kept."""


class Drawing:
    """The painters of one scene in one look."""

    figures: Figures
    has_figures = False
    """Whether it was shown any numbers."""
    is_kept = True
    """Whether it stands still, so that it pays to keep what was painted."""
    shows_values = True
    """Whether the numbers of a sample that is followed are written where they are."""

    def __init__(self, scene: Scene, look: Look) -> None:
        self.scene = scene
        self.look = look
        self.edges = EdgePainter(scene, look)
        self.tiles = TilePainter(scene, look)
        self.blocks = BlockPainter(scene, look)
        self.bars = BarPainter(scene, look)
        self._hover_card = HoverCard(look)
        self._pulses = Pulses(look)
        self.marks = MarkPainter(scene, look)
        self.edges.cut = self.marks.cut
        self._values = ValuePainter(scene, look, self.edges.pairs)
        self._walk: WalkPainter | None = None
        self.fogs: list[Fog | None] = [None] * len(self.edges.pairs)
        self._waiting: list[int] = []
        """Pairs of layers whose fog is not of the newest numbers, the longest waiting first."""
        self._frames = self._fogs_shown = 0
        self._backdrop: tuple[object, QPixmap] | None = None
        self._still: tuple[object, QPixmap] | None = None
        self._below: tuple[object, QPixmap | None] = None, None
        """Ground and edges, where they were the same twice."""

    def show(self, figures: Figures, detail: Detail = DETAILS[0]) -> None:
        """Take the numbers of a moment."""
        self.figures, self.has_figures = figures, True
        self.edges.detail = detail
        self.edges.show(figures)
        self.tiles.show(figures)
        self.blocks.show(figures)
        if self.edges.has_fog:
            self._waiting += [i for i in range(len(self.fogs)) if i not in self._waiting]
            self._frames += 1
            if self._frames % detail.fog_every == 0 or None in self.fogs:
                self.show_fog()

    def show_fog(self) -> None:
        """Show one pair of layers anew, one a frame: fog may lag behind, the frame must not."""
        i = self._waiting.pop(0)
        self._fogs_shown += 1
        self.edges.refresh(i, self.figures)
        fog = self.fogs[i]
        if fog is None:
            fog = self.fogs[i] = Fog(self.edges.pairs[i], self.look)
        fog.show(self.edges.pooled[i], self.edges.full)

    @property
    def fog_is_behind(self) -> bool:
        """Whether some fog is not of the newest numbers."""
        return bool(self._waiting)

    def paint(self, painter: QPainter, size: QSize, view: View, at: Attention, ratio: float) -> None:
        """Paint all of it but what ``paint_on_top`` does.

        Parameters
        ----------
        size
            Of the widget.
        ratio
            Device pixels to a widget pixel.
        """
        if at.seconds is not None and self.is_kept and painter.paintEngine().type() is QPaintEngine.Type.Raster:
            painter.drawPixmap(0, 0, self._kept_still(size, view, at, ratio))
        else:
            self._still = None
            self.paint_still(painter, size, view, at, ratio)
        painter.save()
        _to_scene(painter, view)
        if at.seconds is not None and at.focus is None:
            self._pulses.paint(painter, self.edges.pairs, self.edges.shown, at.seconds, self.edges.detail.pulses)
        if at.shows_handles:
            paint_handles(painter, self.scene, self.look, at.hover)
        if at.missing is not None:
            paint_missing(painter, self.scene, self.look, at.missing)
        gap = (at.selected,) if at.selected.gap is not None else ()
        paint_chosen(painter, self.scene, self.look, (*at.others, *gap))
        if at.hover.gap >= 0 and at.overlay is None:
            paint_plus(painter, self.look, self.scene.geometry.gaps[at.hover.gap], at.hover.part is Part.INSERT)
        self.marks.paint_frozen(painter, self.edges, self.scene, view.zoom * ratio)
        painter.restore()

    def pulse_region(self, view: View) -> QRegion:
        """Where pulses run, in widget pixels."""
        region = QTransform(view.zoom, 0, 0, view.zoom, view.x, view.y).map(gaps(self.edges.pairs))
        around = QRegion()
        for one in region:  # type: ignore[attr-defined]  # it is iterable, though its stubs do not say so
            around += one.adjusted(-1, -1, 1, 1)
        return around

    def _kept_still(self, size: QSize, view: View, at: Attention, ratio: float) -> QPixmap:
        """What ``paint_still`` paints; painted anew where it has changed."""
        key = (
            self.figures, self._fogs_shown, size, view, ratio, at.selected, at.others, at.hover, at.overlay is None,
            at.sight,
        )  # fmt: skip
        if self._still is not None and self._still[0] == key:
            return self._still[1]
        pixmap = self._still[1] if self._still is not None else QPixmap()
        if pixmap.size() != size * ratio:
            pixmap = QPixmap(size * ratio)
        pixmap.setDevicePixelRatio(ratio)
        with QPainter(pixmap) as inner:
            self.paint_still(inner, size, view, at, ratio, keeps_edges=True)
        self._still = key, pixmap
        return pixmap

    def _paint_below(self, painter: QPainter, size: QSize, view: View, at: Attention, ratio: float) -> None:
        """Ground and edges, out of a picture where they look as they did before: weights grow slowly, and pens are few."""
        targets = (at.hover.target, at.selected, *at.others)
        is_plain = at.sight is None and at.focus is None and all(target.edge is None for target in targets)
        if not is_plain or self.edges.has_fog or self.figures.shows_contributions:
            self._paint_ground_and_edges(painter, size, view, at, ratio)
            return
        key = (*self._ground_key(size, view, at, ratio), self.edges.appearance())
        known, pixmap = self._below
        if known != key:
            self._below = key, None
            self._paint_ground_and_edges(painter, size, view, at, ratio)
            return
        if pixmap is None:
            pixmap = QPixmap(size * ratio)
            pixmap.setDevicePixelRatio(ratio)
            with QPainter(pixmap) as inner:
                self._paint_ground_and_edges(inner, size, view, at, ratio)
            self._below = key, pixmap
        painter.drawPixmap(0, 0, pixmap)

    def _paint_ground_and_edges(self, painter: QPainter, size: QSize, view: View, at: Attention, ratio: float) -> None:
        self.paint_backdrop(painter, size, view, at, ratio)
        painter.save()
        _to_scene(painter, view)
        walk = self._walk_of(at.sight)
        if walk is None:
            self.paint_edges(painter, at)
        else:
            walk.paint_edges(painter, self.paint_many, at.hover.target, at.selected)
        painter.restore()

    def paint_still(
        self, painter: QPainter, size: QSize, view: View, at: Attention, ratio: float, *, keeps_edges: bool = False
    ) -> None:
        """All that lies below the pulses, or beside them."""
        if keeps_edges:
            self._paint_below(painter, size, view, at, ratio)
        else:
            self._below = None, None
            self._paint_ground_and_edges(painter, size, view, at, ratio)
        painter.save()
        _to_scene(painter, view)
        walk = self._walk_of(at.sight)
        selected = self.scene.place(at.selected.neuron) if at.selected.neuron is not None else None
        scale = view.zoom * ratio
        self.blocks.paint(painter, selected, at.hover.place, scale)
        self.bars.paint(painter, self.figures, selected, at.hover.place, scale)
        off = at.hover.key if at.hover.part is Part.FEATURE and at.hover.row < 0 else None
        self.tiles.paint(painter, self.figures, selected, at.hover.place, off, scale)
        paint_verdict(painter, self.look, self.figures)
        if walk is not None:
            walk.paint_values(painter)
        elif self.scene.is_probing and self.shows_values:
            self._values.paint_pills(painter, self.figures, scale)
        painter.restore()

    def _walk_of(self, sight: Sight | None) -> WalkPainter | None:
        """What paints a walk; None where there is none, or it is of another network."""
        if sight is None or not self.shows_values or sight.walk.assembly.wiring != self.scene.wiring:
            return None
        if self._walk is None or self._walk.sight is not sight:
            self._walk = WalkPainter(self.scene, self.look, self.edges, sight)
        return self._walk

    def paint_backdrop(self, painter: QPainter, size: QSize, view: View, at: Attention, ratio: float) -> None:
        """What changes with project, view and selection only: ground, headers, words."""
        button = _button(at)
        key = self._ground_key(size, view, at, ratio)
        if self._backdrop is None or self._backdrop[0] != key:
            pixmap = QPixmap(size * ratio)
            pixmap.setDevicePixelRatio(ratio)
            with QPainter(pixmap) as inner:
                paint_ground(inner, self.look, size, view, ratio)
                self.paint_headers(inner, view, at, button)
                for gap in self.scene.geometry.gaps:
                    if gap.always:
                        paint_plus(inner, self.look, gap, is_hot=False)
            self._backdrop = key, pixmap
        painter.drawPixmap(0, 0, self._backdrop[1])

    def _ground_key(self, size: QSize, view: View, at: Attention, ratio: float) -> tuple[object, ...]:
        return size, view, at.selected.layer, _button(at), self.figures.probe, ratio

    def paint_headers(self, painter: QPainter, view: View, at: Attention, button: Hit) -> None:
        """Headers and words; the painter is moved to the pixels of the diagram."""
        painter.translate(view.x, view.y)
        painter.scale(view.zoom, view.zoom)
        paint_cards(painter, self.scene, self.look, at.selected, button, self.figures.probe)
        self.blocks.paint_plates(painter)
        paint_labels(painter, self.scene, self.look, self.figures.probe)
        self.marks.paint_cut(painter, self.edges)
        if len(self.scene.columns) == 2:
            paint_no_hidden_layer(painter, self.scene, self.look)

    def paint_edges(self, painter: QPainter, at: Attention) -> None:
        """Fog, curves, the edges of the neuron that the pointer is over."""
        place = at.focus
        self.paint_many(painter, is_dim=place is not None)
        if place is not None:
            self.edges.paint_own(painter, self.figures, *place)
        for target, is_selected in ((at.hover.target, False), *((one, True) for one in (*at.others, at.selected))):
            if target.edge is not None:
                self._paint_edge(painter, target, is_selected)
        if self.figures.shows_contributions and self.shows_values:
            selected = self.scene.place(at.selected.neuron) if at.selected.neuron is not None else None
            self._values.paint_edges(painter, self.figures, (place, selected))

    def paint_many(self, painter: QPainter, *, is_dim: bool) -> None:
        """Fog and curves; dim where one neuron's own stand out."""
        for fog in self.fogs:
            if fog is not None:
                painter.setOpacity(0.25 if is_dim else 1.0)
                fog.paint(painter)
        painter.setOpacity(1.0)
        self.edges.paint(painter, is_dim=is_dim)

    def _paint_edge(self, painter: QPainter, target: Target, is_selected: bool) -> None:
        assert target.edge is not None
        start, end = self.scene.place(target.edge[0]), self.scene.place(target.edge[1])
        if weight_of(self.figures, target.edge) is None or start is None or end is None:
            return
        columns = self.scene.columns
        strand = (start[0], columns[start[0]].port_of(start[1]), columns[end[0]].port_of(end[1]))
        value = float(self.figures.edges[start[0]][start[1], end[1]])
        self.edges.paint_one(painter, strand, value, is_selected=is_selected)
        if self.figures.shows_contributions and self.shows_values:
            self._values.paint_edge(painter, self.figures, strand)

    def paint_on_top(self, painter: QPainter, size: QSize, view: View, at: Attention, ratio: float) -> None:
        """The drag under way, or the card beside what the pointer is over."""
        room = QSizeF(size)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if at.sight is not None:
            paint_caption(painter, self.look, at.sight, room)
        if at.overlay is not None:
            paint_overlay(painter, self.scene, self.look, view, at.overlay, room)
            if at.overlay.neuron is not None:
                self.tiles.paint_ghost(painter, at.overlay.neuron, at.overlay.x, at.overlay.y, view.zoom)
        else:
            # while a walk is looked at, terms of its formulas are pointed at, with the pointer elsewhere
            is_told = at.sight is None or at.shows_handles
            facts = facts_of(self.figures, at.hover, at.missing) if is_told else None
            if facts is not None:
                place = at.hover.place
                box = view.box(self.scene.columns[place[0]].box_of(place[1])) if place else beside_pointer(*at.pointer)
                self._hover_card.paint(painter, facts, box, room, ratio)
        if at.has_focus_ring:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.look.accent, 2))
            painter.drawRoundedRect(QRectF(1, 1, room.width() - 2, room.height() - 2), RADIUS, RADIUS)


def _button(at: Attention) -> Hit:
    """What of a header the pointer is over."""
    return at.hover if at.hover.part in ON_CARDS else Hit()


def _to_scene(painter: QPainter, view: View) -> None:
    """Paint in the pixels of the scene from now on."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.translate(view.x, view.y)
    painter.scale(view.zoom, view.zoom)
