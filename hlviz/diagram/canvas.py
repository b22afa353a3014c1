"""The widget of the diagram: it shows a project, a moment and a theme, and hands what the user does to the hand and the editor."""

import time

from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QToolTip, QWidget

from hlviz.colors import LIGHT, Theme
from hlviz.diagram.clicks import click, menu_of
from hlviz.diagram.figures import Figures
from hlviz.diagram.hand import Hand, hit_of
from hlviz.diagram.painters.drawing import Attention, Drawing
from hlviz.diagram.painters.look import Look
from hlviz.diagram.scene import Scene, scene_of
from hlviz.diagram.strands import strand_at
from hlviz.diagram.targets import Hit, Part, Strand, hit_at, target_words, told
from hlviz.diagram.view import STEP, View, fitting
from hlviz.diagram.walking import KEYS, walked
from hlviz.document import Project
from hlviz.document.geometry import Box
from hlviz.session.editor import Editor
from hlviz.session.moment import Moment
from hlviz.session.piece import Piece
from hlviz.session.selection import NOTHING, Selection, Target

LEAST = QSize(320, 260)
MAP_PAUSE = 0.12
"""Seconds for which the maps of a large network serve."""
CATCH_UP = 60
"""Milliseconds after the last frame when fog that lags behind is made good."""


class Canvas(QWidget):
    """The network as it is designed and as it learns."""

    context_menu_requested = Signal(object, QPoint)
    """(``Target``, global place)."""
    zoom_changed = Signal(float)
    """1.0 is 100 %."""
    message = Signal(str)
    """A short sentence for the status line."""

    def __init__(self, editor: Editor, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor, self._selection = editor, selection
        self._project = editor.project
        self._theme, self._pattern = LIGHT, False
        self._moment: Moment | None = None
        self._figures: Figures | None = None
        self._former: Figures | None = None
        self._maps_made = 0.0
        self._is_running = self._is_calm = self._has_focus_ring = False
        self._view, self._is_fitted = View(), True
        self._look = Look(self._theme, self.font())
        self._hand = Hand(self, selection)
        self._catch_up = QTimer(self, singleShot=True, interval=CATCH_UP)
        self._catch_up.timeout.connect(self.update)
        self.setMinimumSize(LEAST)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self.setAccessibleName(self.tr("Network diagram"))
        self._lay_out()
        selection.changed.connect(self._on_selected)
        selection.hover_changed.connect(lambda _: self.update())
        selection.probe_changed.connect(lambda _: self._on_probe())
        self._on_selected(selection.target)

    # What is shown

    def show_project(self, project: Project) -> None:
        """Lay out this network. Numbers that are known of it stay until the next moment."""
        self._project = project
        self._lay_out()
        self._selection.select(self._scene.standing(self._selection.target))

    def show_moment(self, moment: Moment) -> None:
        """Take the numbers of a moment; they are looked at when there is something to paint."""
        self._moment, self._figures = moment, None
        self.update()

    def show_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        self._look = Look(theme, self.font(), pattern=self._pattern)
        self._drawing = Drawing(self._scene, self._look)
        self._figures = None
        self.update()

    def set_pattern(self, is_on: bool) -> None:
        """Whether negative edges are dashed, for those to whom colours say little."""
        self._pattern = is_on
        self.show_theme(self._theme)

    def show_run_state(self, running: bool) -> None:
        """Whether training goes on: then pulses run along the strong edges."""
        self._is_running = running
        self.update()

    def set_reduced_motion(self, is_on: bool) -> None:
        """Whether nothing moves but what the numbers move."""
        self._is_calm = is_on
        self.update()

    # Zoom

    @property
    def zoom(self) -> float:
        """1.0 is 100 %."""
        return self._view.zoom

    def fit(self) -> None:
        """Show all of the diagram, and go on doing so as it changes."""
        self._is_fitted = True
        self._see(fitting(self._scene.geometry, *self.room))

    def zoom_in(self) -> None:
        """Closer, around the middle."""
        self._zoom_by(STEP, QPointF(self.rect().center()))

    def zoom_out(self) -> None:
        """Farther away, around the middle."""
        self._zoom_by(1 / STEP, QPointF(self.rect().center()))

    def zoom_100(self) -> None:
        """One pixel of the diagram to one of the screen."""
        self._zoom_by(1 / self._view.zoom, QPointF(self.rect().center()))

    def shift(self, dx: float, dy: float) -> None:
        """Move the diagram by so many widget pixels."""
        self._see(self._view.shifted(dx, dy).kept_in_sight(self._scene.geometry, *self.room))

    def _zoom_by(self, factor: float, at: QPointF) -> None:
        view = self._view.zoomed(factor, at.x(), at.y())
        self._is_fitted = False
        self._see(view.kept_in_sight(self._scene.geometry, *self.room))

    def _see(self, view: View) -> None:
        if view == self._view:
            return
        has_zoomed = view.zoom != self._view.zoom
        self._view = view
        self._hand.look_again()
        self.update()
        if has_zoomed:
            self.zoom_changed.emit(view.zoom)

    # The desk that tools and clicks work on

    @property
    def editor(self) -> Editor:
        """Who changes the document."""
        return self._editor

    @property
    def scene(self) -> Scene:
        """What is drawn."""
        return self._scene

    @property
    def view(self) -> View:
        """How it is seen."""
        return self._view

    @property
    def room(self) -> tuple[float, float]:
        """(width, height) to draw in."""
        return max(self.width(), LEAST.width()), max(self.height(), LEAST.height())

    def select(self, target: Target) -> None:
        """Select something."""
        self._selection.select(target)

    def say(self, text: str) -> None:
        """Put a short sentence into the status line."""
        self.message.emit(text)

    def hit(self, x: float, y: float) -> Hit:
        """What is at a place of the widget."""
        return hit_at(self._scene, *self._view.to_scene(x, y), self._edge_at)

    def open_menu(self, hit: Hit) -> bool:
        """Open the menu of a part below it; whether it has one."""
        menu = menu_of(self, self, hit)
        chip = self._scene.columns[hit.column].card.chip if hit.column >= 0 else None
        if menu is None or chip is None:
            return False
        box = self._view.box(chip)
        menu.popup(self.mapToGlobal(QPoint(round(box.x), round(box.bottom + 2))))
        return True

    def _edge_at(self, x: float, y: float) -> tuple[Strand, Target] | None:
        edges, figures = self._drawing.edges, self._figures
        strand = strand_at(edges.pairs, edges.shown, x, y) if figures is not None else None
        if strand is None or figures is None:
            return None
        pair = edges.pairs[strand[0]]
        start, end = pair.strongest_in(figures.weights[pair.layer], strand[1], strand[2])
        layers = self._scene.wiring.layers
        return strand, Target(edge=(layers[pair.layer][start], layers[pair.layer + 1][end]))

    # Painting

    def sizeHint(self) -> QSize:
        """As large as in the usual window."""
        return QSize(780, 600)

    def _lay_out(self) -> None:
        self._hand.cancel()
        self._scene = scene_of(self._project, *self.room)
        self._drawing = Drawing(self._scene, self._look)
        self._figures = None
        geometry = self._scene.geometry
        if self._is_fitted:
            self._see(fitting(geometry, *self.room))
        else:
            self._see(self._view.kept_in_sight(geometry, *self.room))
        self._hand.look_again()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the drawing, with the newest numbers."""
        if self._figures is None:
            self._take_figures()
        elif self._drawing.fog_is_behind:
            self._drawing.show_fog()
        pulses = self._is_running and not self._is_calm
        hover = self._hand.hover
        if hover.part is Part.NOTHING and not self.underMouse():
            hover = hit_of(self._scene, self._selection.hover)
        at = Attention(
            self._selection.target, hover, (self._hand.at.x(), self._hand.at.y()), self._hand.overlay,
            self._has_focus_ring, time.monotonic() if pulses else None,
        )  # fmt: skip
        with QPainter(self) as painter:
            self._drawing.paint(painter, self.size(), self._view, at, painter.deviceTransform().m11())
        if self._drawing.fog_is_behind:
            self._catch_up.start()

    def _take_figures(self) -> None:
        before = self._former
        figures = Figures(self._scene, self._moment, self._selection.probe)
        if figures.is_heavy and before is not None and time.monotonic() - self._maps_made < MAP_PAUSE:
            figures = Figures(self._scene, self._moment, self._selection.probe, before)
        else:
            self._maps_made = time.monotonic()
        self._figures = self._former = figures
        self._drawing.show(figures)

    # Events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new size."""
        self._lay_out()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of something."""
        self._has_focus_ring = False
        QToolTip.hideText()
        self._hand.press(event.position(), event.button())
        self._update_cursor()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Hover, or go on with the gesture."""
        if self._hand.move(event.position()):
            self._update_cursor()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Click, or end the gesture."""
        self._hand.release(event.button())
        self._update_cursor()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is over nothing."""
        if self._hand.leave():
            self._update_cursor()

    def _update_cursor(self) -> None:
        if self.cursor().shape() != self._hand.cursor:
            self.setCursor(self._hand.cursor)
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; sideways with Shift; zoom at the pointer with Ctrl."""
        steps = event.angleDelta() / 120
        turned = event.angleDelta().y() / 120 or event.angleDelta().x() / 120
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom_by(STEP**turned, event.position())
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.shift(60 * turned, 0)
        else:
            pixels = event.pixelDelta()
            self.shift(*(pixels.toTuple() if not pixels.isNull() else (60 * steps.x(), 60 * turned)))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows, do with Enter, give up with Escape."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            if not self._hand.cancel():
                self._selection.select(NOTHING)
            self._update_cursor()
        elif key in KEYS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._selection.select(walked(self._scene, self._selection.target, key))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.press_selected()
        else:
            super().keyPressEvent(event)

    def press_selected(self) -> None:
        """Do what a click on the selected thing's control does: choose a layer's activation, switch an input off."""
        target = self._scene.standing(self._selection.target)
        hit = hit_of(self._scene, target)
        if target.layer is not None:
            index = self._scene.project.network.index(target.layer) + 1
            self.open_menu(Hit(Part.CHIP, index, target=target))
        elif hit.part is Part.FEATURE:
            click(self, self._selection, hit)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keys go here, to those who came by key."""
        by_key = {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason}
        self._has_focus_ring = event.reason() in by_key
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keys go elsewhere."""
        self._has_focus_ring = False
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of what is under the pointer, or of what is selected if it was asked for by key."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            target, at = self._selection.target, self._place_of(self._selection.target)
        else:
            target, at = self.hit(event.pos().x(), event.pos().y()).target, event.globalPos()
        self.context_menu_requested.emit(target, at)

    def _place_of(self, target: Target) -> QPoint:
        hit = hit_of(self._scene, self._scene.standing(target))
        if hit.place is not None:
            box = self._view.box(self._scene.columns[hit.place[0]].box_of(hit.place[1]))
        elif target.layer is not None:
            box = self._view.box(self._scene.columns[self._scene.project.network.index(target.layer) + 1].card.box)
        else:
            box = Box(0, 0, self.width(), self.height())
        return self.mapToGlobal(QPoint(*map(round, box.center)))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A piece comes in."""
        self._take_piece(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """A piece is over the diagram."""
        self._take_piece(event)

    def _take_piece(self, event: QDragMoveEvent) -> None:
        piece = Piece.from_mime(event.mimeData())
        if piece is None:
            event.ignore()
            return
        self._hand.take(piece, event.position())
        # accepted wherever it is: the sentence says why nothing would happen, which a refused drag could not show
        event.acceptProposedAction()
        self.update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The piece went away, or Escape was pressed."""
        self._hand.cancel()
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        """The piece was let go."""
        if self._hand.drop():
            event.acceptProposedAction()
        else:
            event.ignore()
        self.update()

    def event(self, event: QEvent) -> bool:
        """Tooltips and pinches, which have no handler of their own."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            hit = self.hit(event.pos().x(), event.pos().y())
            # a neuron and an edge have their card
            text = "" if hit.part in {Part.NEURON, Part.EDGE} or self._hand.is_busy else told(self._scene, hit)
            QToolTip.showText(event.globalPos(), text, self)
            return True
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self._zoom_by(1 + event.value(), event.position())
            return True
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                self._zoom_by(pinch.scaleFactor(), QPointF(self.mapFromGlobal(pinch.hotSpot().toPoint())))
                return True
        return super().event(event)

    def _on_selected(self, target: Target) -> None:
        self.setAccessibleDescription(target_words(self._scene, self._scene.standing(target)))
        self.update()

    def _on_probe(self) -> None:
        self._figures = None
        self.update()
