"""The widget of the diagram: what the user does to it becomes hits, gestures and edits."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
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
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QToolTip, QWidget

from hlviz.colors import Theme
from hlviz.diagram.clicks import menu_of
from hlviz.diagram.hand import Hand, hit_of
from hlviz.diagram.keys import press_key
from hlviz.diagram.painters.drawing import Attention
from hlviz.diagram.pen import Pen
from hlviz.diagram.places import box_of
from hlviz.diagram.presses import Presses
from hlviz.diagram.stage import Stage
from hlviz.diagram.targets import Hit, Part, chosen_words, told
from hlviz.diagram.tools.slide import plan_slide
from hlviz.diagram.view import STEP, View
from hlviz.diagram.walking import next_edge
from hlviz.document import LayerId, Project
from hlviz.document.geometry import Box
from hlviz.session.editor import Editor
from hlviz.session.moment import Moment
from hlviz.session.piece import Piece
from hlviz.session.selection import NOTHING, Selection, Target

SCROLL = 60.0
"""Pixels for one step of the wheel."""
CONTROLS = {Part.CARD, Part.CHIP}
"""Of inputs and outputs too."""
MARGIN = 16.0
"""Pixels between the edge of the view and what was brought into sight."""


class Canvas(Stage):
    """The network as it is designed and as it learns."""

    context_menu_requested = Signal(object, QPoint)
    """(``Target``, global place)."""
    message = Signal(str)
    """A short sentence for the status line."""

    def __init__(self, editor: Editor, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(editor.project, selection, parent)
        self._editor = editor
        self._has_focus_ring = False
        self.presses = Presses()
        self._hand = Hand(self)
        self._pen = Pen(self, self)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self.setAccessibleName(self.tr("Network diagram"))
        selection.changed.connect(lambda _: self._on_selected())
        selection.hover_changed.connect(lambda _: self.update())
        self._on_selected()

    def show_project(self, project: Project) -> None:
        """Lay out this network. Numbers that are known of it stay until the next moment."""
        super().show_project(project)
        self._selection.keep(lambda target: self._scene.standing(target) == target)
        self._describe()

    # The desk that the hand, tools and clicks work on

    @property
    def editor(self) -> Editor:
        """Who changes the document."""
        return self._editor

    @property
    def selection(self) -> Selection:
        """What is selected."""
        return self._selection

    @property
    def pen(self) -> Pen:
        """What writes in the diagram."""
        return self._pen

    @property
    def theme(self) -> Theme:
        """Its colours."""
        return self._theme

    @property
    def moment(self) -> Moment | None:
        """The numbers on screen."""
        return self._moment

    def weigh(self, target: Target, at: tuple[float, float] | None = None) -> None:
        """Let the weight of an edge or the bias of a neuron be typed, at a place of the diagram."""
        self._pen.weigh(target, at)

    def walk_edge(self, by: int, *, outward: bool = False) -> None:
        """Select the next of the edges into the selected neuron, or out of it."""
        target = next_edge(self._scene, self._selection.target, by, outward=outward)
        self._selection.select(target)
        self.reveal(target)

    def slide(self, layers: Sequence[LayerId], dx: float, dy: float) -> None:
        """Move the columns of some hidden layers by so many pixels, as far as their neighbours let them."""
        plan, _ = plan_slide(self._scene, self.room, layers, dx, dy)
        if plan.wish is not None:
            key = ("slide", tuple(layers), self.presses.run())
            self._editor.apply_merged(plan.wish.text, key, plan.wish.edit, *plan.wish.args)
        self.say(plan.text)

    def reveal(self, target: Target) -> None:
        """Bring something into sight."""
        box = box_of(self._scene, target)
        if box is not None:
            seen, (width, height) = self._view.box(box), self.room
            self.shift(_inward(seen.x, seen.right, width), _inward(seen.y, seen.bottom, height))

    def say(self, text: str) -> None:
        """Put a short sentence into the status line."""
        self.message.emit(text)

    def open_menu(self, hit: Hit) -> bool:
        """Open the menu of a part below it; whether it has one."""
        menu = menu_of(self, self, hit)
        chip = self._scene.columns[hit.column].card.chip if hit.column >= 0 else None
        if menu is None or chip is None:
            return False
        box = self._view.box(chip)
        menu.popup(self.mapToGlobal(QPoint(round(box.x), round(box.bottom + 2))))
        return True

    @property
    def is_hand(self) -> bool:
        """Whether the left button, dragged over empty ground, moves the view; else it draws a band around what it selects."""
        return self._hand.pans

    def set_hand(self, is_on: bool) -> None:
        """Let the left button move the view, or draw a band."""
        self._hand.pans = is_on
        self._update_cursor()

    # What stands below the pointer may be something else now

    def _lay_out(self) -> None:
        self._hand.cancel()
        super()._lay_out()
        self._hand.look_again()
        self._pen.follow()

    def _see(self, view: View) -> None:
        super()._see(view)
        self._hand.look_again()
        self._pen.follow()

    def show_moment(self, moment: Moment) -> None:
        """Take the numbers of a moment; a number being edited follows too."""
        super().show_moment(moment)
        self._pen.show_moment(moment)

    def show_theme(self, theme: Theme) -> None:
        """Use these colours."""
        super().show_theme(theme)
        self._pen.show_theme(theme)

    def attention(self) -> Attention:
        """What the user and the pointer are at."""
        hand = self._hand
        hover = (
            Hit() if self._pen.is_busy else hand.hover if hand.is_inside else hit_of(self._scene, self._selection.hover)
        )
        at = (hand.at.x(), hand.at.y())
        overlay, chosen = hand.overlay, self._selection.targets
        if overlay is not None and overlay.band is not None:
            chosen = (*overlay.taken, NOTHING)
        last = chosen[-1] if chosen else NOTHING
        shows = overlay is None and (hand.is_inside or self._has_focus_ring)
        return Attention(last, chosen[:-1], hover, at, overlay, shows, self._has_focus_ring, self.seconds())

    # Events

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of something."""
        self._has_focus_ring = False
        QToolTip.hideText()
        self._hand.press(event.position(), event.button(), event.modifiers())
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

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Write the name or number that is there; elsewhere it is another press."""
        hit = self.hit(event.position().x(), event.position().y())
        if event.button() is not Qt.MouseButton.LeftButton or not self._pen.write(hit):
            self.mousePressEvent(event)

    def _update_cursor(self) -> None:
        if self.cursor().shape() != self._hand.cursor:
            self.setCursor(self._hand.cursor)
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; sideways with Shift; zoom at the pointer with Ctrl."""
        steps = event.angleDelta() / 120
        turned = event.angleDelta().y() / 120 or event.angleDelta().x() / 120
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(STEP**turned, event.position())
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.shift(SCROLL * turned, 0)
        else:
            pixels = event.pixelDelta()
            self.shift(*(pixels.toTuple() if not pixels.isNull() else (SCROLL * steps.x(), SCROLL * turned)))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give up with Escape, else see ``hlviz.diagram.keys``."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            if not self._hand.cancel():
                self._selection.select(NOTHING)
            self._update_cursor()
        elif not press_key(self, key, event.modifiers()):
            super().keyPressEvent(event)

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
            target, at = self._meant(self.hit(event.pos().x(), event.pos().y())), event.globalPos()
        self._hand.leave()  # the menu lies over it
        self.context_menu_requested.emit(target, at)

    def _meant(self, hit: Hit) -> Target:
        """What the menu of a part is about: of a gap the gap, of the card of inputs or outputs the first of them."""
        if hit.part in {Part.GAP, Part.INSERT}:
            return Target(gap=hit.gap)
        if hit.target.is_nothing and hit.part in CONTROLS:
            return Target(neuron=self._scene.wiring.layers[hit.column][0])
        return hit.target

    def _place_of(self, target: Target) -> QPoint:
        found = box_of(self._scene, target)
        box = self._view.box(found) if found is not None else Box(0, 0, self.width(), self.height())
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
            self.setFocus()  # the keys go on where the hand was
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
            self.zoom_by(1 + event.value(), event.position())
            return True
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                self.zoom_by(pinch.scaleFactor(), QPointF(self.mapFromGlobal(pinch.hotSpot().toPoint())))
                return True
        return super().event(event)

    def _on_selected(self) -> None:
        self._describe()
        self.update()

    def _describe(self) -> None:
        standing = [target for target in self._selection.targets if self._scene.standing(target) == target]
        self.setAccessibleDescription(chosen_words(self._scene, standing))


def _inward(start: float, end: float, room: float) -> float:
    """How far to move a stretch so that it lies in sight."""
    if start < MARGIN:
        return MARGIN - start
    return min(0.0, room - MARGIN - end)
