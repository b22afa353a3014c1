"""The picture of the diagram: a project, a moment, a theme and a view. It does not listen; the canvas does."""

import time
from contextlib import nullcontext
from dataclasses import replace

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from hlviz.colors import LIGHT, Theme
from hlviz.diagram.eye import LEAST, Eye
from hlviz.diagram.figures import Figures, is_heavy
from hlviz.diagram.governor import BUDGET, BUDGET_WIDE, Governor
from hlviz.diagram.insets import Insets
from hlviz.diagram.painters.attention import Attention
from hlviz.diagram.painters.corners import Corners
from hlviz.diagram.painters.drawing import Drawing
from hlviz.diagram.painters.look import Look
from hlviz.diagram.painters.picture import PictureDrawing
from hlviz.diagram.painters.walk_caption import FOOT
from hlviz.diagram.scene import Scene, scene_of
from hlviz.diagram.strands import strand_at
from hlviz.diagram.targets import Hit, Part, Strand, hit_at
from hlviz.diagram.way import Seen, Way
from hlviz.document import Project
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection, Target
from hlviz.session.sight import Sight

MAP_PAUSE = 0.12
"""Seconds for which the maps of a large network serve."""
CATCH_UP = 60
"""Milliseconds after the last frame when what lags behind is made good."""
PAUSE = 0.025
"""Seconds for which numbers serve while training: of 60 frames a second every other has new ones, and pulses run in all."""


class Stage(Eye):
    """Shows the network. What attracts attention is asked of whoever inherits from it."""

    weights_requested = Signal(bool)
    """The weights of what is selected are to be seen; True: large."""
    inset_closed = Signal(str)
    """"legend" or "minimap": its button was pressed."""
    walk_left = Signal()
    """The walk through one step of learning is to end."""
    _sight: Sight | None = None
    _is_made = False
    """Qt tells of a change of font while it is still being made."""

    def __init__(self, project: Project, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project, self._selection = project, selection
        self._theme, self._pattern, self._edge_pixels = LIGHT, False, 0.0
        self._has_legend = self._has_map = self._contributions = True
        self._moment: Moment | None = None
        self._figures: Figures | None = None
        self._former: Figures | None = None
        self._taken = self._maps_made = 0.0
        self._is_running = self._is_calm = False
        self._look = Look(self._theme, self.font())
        self.governor = Governor()
        self._catch_up = QTimer(self, singleShot=True, interval=CATCH_UP)
        self._catch_up.timeout.connect(self.update)
        self.way = Way(self.update, self)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._scene: Scene = scene_of(project, *self.room, is_probing=selection.is_probing)
        self._drawing = Drawing(self._scene, self._look)
        self._corners = Corners(self._look, has_legend=True, has_map=True)
        selection.probe_changed.connect(lambda _: self._forget_figures(at_once=True))
        selection.probing_changed.connect(lambda _: self._lay_out())
        self._is_made = True

    # What is shown

    def show_project(self, project: Project) -> None:
        """Lay out this network. Numbers that are known of it stay until the next moment."""
        before, self._project = self._project, project
        if any(a != b for a, b in zip(_drawn(before), _drawn(project), strict=True)):
            seen = self._seen()
            self._lay_out()
            self._glide_from(seen)

    def show_moment(self, moment: Moment) -> None:
        """Take the numbers of a moment; they are looked at when there is something to paint."""
        self._moment, self._figures = moment, None
        if self._is_due():
            self.update()
        elif self.seconds() is not None:  # nothing else moves in this frame
            self.update(self._drawing.pulse_region(self._view))
        else:
            self._catch_up.start()

    def show_time(self) -> None:
        """Let pulses run on, though there is no newer moment."""
        if self.has_new_numbers:
            self.update()
        elif self.seconds() is not None:
            self.update(self._drawing.pulse_region(self._view))

    def show_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self.way.leave()
        self._theme = theme
        self._look = Look(theme, self.font(), pattern=self._pattern, edge_pixels=self._edge_pixels)
        self._drawing = Drawing(self._scene, self._look)
        self._corners = Corners(self._look, has_legend=self._has_legend, has_map=self._has_map)
        self._forget_figures()

    def set_pattern(self, is_on: bool) -> None:
        """Whether negative edges are dashed, for those to whom colours say little."""
        if is_on != self._pattern:
            self._pattern = is_on
            self.show_theme(self._theme)

    def set_edge_pixels(self, pixels: float) -> None:
        """How wide the edge of a weight of 1 is; 0: the largest weight shown has the widest edge."""
        if pixels != self._edge_pixels:
            self._edge_pixels = pixels
            self.show_theme(self._theme)

    def set_legend(self, is_on: bool) -> None:
        """Whether the legend is shown where there is room for it."""
        if is_on != self._has_legend:
            self._has_legend = is_on
            self.show_theme(self._theme)

    def set_minimap(self, is_on: bool) -> None:
        """Whether the small map is shown while some of the diagram cannot be seen."""
        if is_on != self._has_map:
            self._has_map = is_on
            self.show_theme(self._theme)

    def set_contributions(self, is_on: bool) -> None:
        """Whether edges show what they carry for the sample that is followed, or their weights even then."""
        if is_on != self._contributions:
            self._contributions = is_on
            self.show_theme(self._theme)

    def show_run_state(self, running: bool) -> None:
        """Whether training goes on: then pulses run along the strong edges."""
        if self._is_running and not running:
            self.governor.start_over()
            self._forget_figures(at_once=True)
        self._is_running = running
        self.update()

    def show_walk(self, sight: Sight | None) -> None:
        """Show a stage of a walk through one step of learning, the rest dim; None: the network as it is."""
        is_other = (sight is None) is not (self._sight is None)
        seen = self._seen() if is_other else None
        self._sight = sight
        self.update()
        if seen is not None:  # the caption takes its room at the foot, or gives it back
            self._lay_out()
            self._glide_from(seen)

    def set_reduced_motion(self, is_on: bool) -> None:
        """Whether nothing moves but what the numbers move."""
        self._is_calm = is_on
        self.way.leave()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Write in another font."""
        if event.type() == QEvent.Type.FontChange and self._is_made:
            self.show_theme(self._theme)
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        """As large as in the usual window."""
        return QSize(780, 600)

    # What is where

    @property
    def look(self) -> Look:
        """Its colours, pens and fonts."""
        return self._look

    @property
    def scene(self) -> Scene:
        """What is drawn."""
        return self._scene

    @property
    def room(self) -> tuple[float, float]:
        """(width, height) to draw in: without the foot of the widget where a walk has its caption there."""
        width, height = super().room
        return width, max(float(LEAST.height()), height - FOOT) if self._sight is not None else height

    def fit(self) -> None:
        """Show all of the diagram, and go on doing so as it changes."""
        seen = self._seen()
        super().fit()
        self._glide_from(seen)

    def steer(self, x: float, y: float) -> None:
        """See what a place of the small map stands for; in widget pixels."""
        if (minimap := self.insets.minimap) is not None:
            self.look_at(*minimap.to_scene(x, y))

    def show_weights(self, *, large: bool) -> None:
        """Ask for the weights of what is selected, as a matrix."""
        self.weights_requested.emit(large)

    def close_inset(self, part: Part) -> None:
        """Say that the legend or the small map is not wanted."""
        self.inset_closed.emit("legend" if part is Part.LEGEND_CLOSE else "minimap")

    @property
    def insets(self) -> Insets:
        """Where legend and small map are."""
        found = self._corners.insets(self._scene, self._view, self.room)
        # in a walk colours and widths mean something else, which its caption says
        return replace(found, legend=None) if self._sight is not None else found

    def hit(self, x: float, y: float) -> Hit:
        """What is at a place of the widget."""
        part = self.insets.part_at(x, y)
        if part is not None:
            return Hit(part)
        return hit_at(self._scene, *self._view.to_scene(x, y), self._edge_at)

    def _edge_at(self, x: float, y: float) -> tuple[Strand, Target] | None:
        # between a moment and its painting, what is on screen is still there to be pointed at
        edges, figures = self._drawing.edges, self._figures or self._former
        if figures is None or figures.scene is not self._scene:
            return None
        strand = strand_at(edges.pairs, edges.shown, x, y)
        if strand is None:
            return None
        pair = edges.pairs[strand[0]]
        start, end = pair.strongest_in(figures.edges[pair.layer], strand[1], strand[2])
        layers = self._scene.wiring.layers
        return strand, Target(edge=(layers[pair.layer][start], layers[pair.layer + 1][end]))

    # Painting

    def attention(self) -> Attention:
        """What the user and the pointer are at."""
        return Attention(self._selection.target, seconds=self.seconds(), sight=self._sight)

    def seconds(self) -> float | None:
        """The time by which pulses run; None where none do."""
        return time.monotonic() if self._is_running and not self._is_calm else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new size."""
        self.way.leave()
        self._lay_out()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing moves that nobody sees."""
        self.way.leave()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the drawing, with the newest numbers."""
        budget = BUDGET_WIDE if is_heavy(self._scene) else BUDGET
        at, is_due = self.attention(), self._is_due() and event.rect().contains(self.rect())
        # what rests is drawn in full; and where only pulses move on, a frame says little of what one costs
        is_measured = self._is_running and (is_due or at.seconds is None)
        with self.governor.frame(budget) if is_measured else nullcontext():
            if self._figures is None and is_due:
                self._take_figures()
            elif self._drawing.fog_is_behind and is_due:
                self._drawing.show_fog()
            with QPainter(self) as painter:
                ratio = painter.deviceTransform().m11()  # of what is painted on, which may be a picture for a file
                drawing = self.way.moving() or self._drawing
                drawing.paint(painter, self.size(), self._view, at, ratio)
                self._corners.paint(painter, self._drawing, self.insets, self._view, self.room, ratio, at.hover.part)
                drawing.paint_on_top(painter, self.size(), self._view, at, ratio)
        if self._figures is None or self._drawing.fog_is_behind:
            self._catch_up.start()

    @property
    def has_new_numbers(self) -> bool:
        """Whether its next painting shows newer numbers: that costs more than to let pulses run on."""
        return self._figures is None and self._is_due()

    def _is_due(self) -> bool:
        """Whether to show newer numbers."""
        has_some = self._drawing.has_figures
        return not self._is_running or not has_some or time.monotonic() - self._taken >= PAUSE

    def paint_picture(self, painter: QPainter, scale: float, *, has_ground: bool = True) -> None:
        """Paint what is in view for a file: without what is selected or pointed at, and without the small map.

        Parameters
        ----------
        painter
            On anything, in widget pixels.
        scale
            How many pixels images within it have to a pixel of the widget.
        has_ground
            Whether the ground is filled; without it the picture is transparent there.
        """
        if self._figures is None:
            self._take_figures()
        assert self._figures is not None
        drawing = PictureDrawing(self._scene, self._look, self._figures, has_ground=has_ground)
        drawing.paint(painter, self.size(), self._view, Attention(), scale)
        self._corners.paint_legend(painter, drawing, self.insets)

    # On the way from one network to the next

    def _seen(self) -> Seen:
        if self._former is not None and not self._drawing.has_figures:  # two edits in one frame
            self._take_figures()
        moving = self.way.moving()
        return Seen(self._drawing, moving.scene if moving is not None else self._scene, self._view, moving)

    def _glide_from(self, seen: Seen) -> None:
        """Let everything glide from where it was seen to where it belongs."""
        if self._is_calm or not self.isVisible():
            self.way.leave()
        else:
            self.way.begin(seen, self._drawing, self._view, self.devicePixelRatioF())

    def _lay_out(self) -> None:
        self._scene = scene_of(self._project, *self.room, is_probing=self._selection.is_probing)
        self._drawing = Drawing(self._scene, self._look)
        self._keep_in_sight()
        self._forget_figures()

    def _forget_figures(self, *, at_once: bool = False) -> None:
        self._figures = None
        if at_once:
            self._taken = 0.0
        self.update()

    def _take_figures(self) -> None:
        now = self._taken = time.monotonic()
        detail = self.governor.detail
        pause = max(MAP_PAUSE if is_heavy(self._scene) else 0.0, detail.map_pause)
        before = self._former if now - self._maps_made < pause else None
        self._figures = self._former = Figures(
            self._scene, self._moment, self._selection.probe, before, contributions=self._contributions
        )
        if before is None:
            self._maps_made = now
        self._drawing.show(self._figures, detail)
        self._corners.show(self._drawing, is_running=self._is_running)


def _drawn(project: Project) -> tuple[object, ...]:
    """What of a project the diagram is a picture of: without hidden layers, the loss decides what the network is called."""
    return project.network, project.data, project.training.loss
