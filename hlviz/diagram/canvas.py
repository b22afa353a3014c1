"""The widget of the diagram: what the user does to it becomes hits, gestures and edits."""

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

from hlviz.diagram.board import Board
from hlviz.diagram.clicks import is_in_block
from hlviz.diagram.keys import press_key
from hlviz.diagram.places import box_of
from hlviz.diagram.targets import Hit, Part, told
from hlviz.diagram.view import STEP
from hlviz.document.geometry import Box
from hlviz.session.editor import Editor
from hlviz.session.piece import Piece
from hlviz.session.selection import NOTHING, Selection, Target

SCROLL = 60.0
"""Pixels for one step of the wheel."""
CONTROLS = {Part.CARD, Part.CHIP}
"""Of inputs and outputs too."""


class Canvas(Board):
    """The network as it is designed and as it learns."""

    context_menu_requested = Signal(object, QPoint)
    """(``Target``, global place)."""

    def __init__(self, editor: Editor, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(editor, selection, parent)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.grabGesture(Qt.GestureType.PinchGesture)

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
        if self._hand.is_busy and not self._puller.isActive():
            self._puller.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Click, or end the gesture."""
        self._hand.release(event.button())
        self._update_cursor()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is over nothing."""
        if self._hand.leave():
            self._update_cursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Write the name or number that is there, or show the matrix of a wide layer; elsewhere it is another press."""
        hit = self.hit(event.position().x(), event.position().y())
        if event.button() is Qt.MouseButton.LeftButton and is_in_block(self._scene, hit):
            self._selection.select(hit.target)
            self.show_weights(large=True)
        elif event.button() is not Qt.MouseButton.LeftButton or not self._pen.write(hit):
            self.mousePressEvent(event)

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
                if self._sight is not None and self._selection.target.is_nothing:
                    self.walk_left.emit()
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
        self._puller.start()
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
