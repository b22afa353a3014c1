"""The user's hand: what the pointer is over, what was pressed, and the gesture under way."""

from typing import Protocol

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication

from hlviz.diagram.clicks import click
from hlviz.diagram.overlay import Overlay
from hlviz.diagram.scene import Scene
from hlviz.diagram.targets import Hit, Part, neuron_hit
from hlviz.diagram.tools.band import Band
from hlviz.diagram.tools.own import plan_layer, plan_neurons
from hlviz.diagram.tools.pieces import plan_piece
from hlviz.diagram.tools.slide import Slide
from hlviz.diagram.tools.stretch import Stretch
from hlviz.diagram.tools.tool import Desk, Pan, Place, Steer, Tool
from hlviz.document.wiring import NeuronKey
from hlviz.session.piece import Piece
from hlviz.session.selection import NOTHING, Target

CURSORS = {
    Part.GRIP: Qt.CursorShape.OpenHandCursor,
    Part.FOOT: Qt.CursorShape.SizeVerCursor,
    Part.NOTHING: Qt.CursorShape.ArrowCursor,
    Part.GAP: Qt.CursorShape.ArrowCursor,
    Part.CARD: Qt.CursorShape.ArrowCursor,
    Part.LEGEND: Qt.CursorShape.ArrowCursor,
    Part.MAP: Qt.CursorShape.CrossCursor,
    Part.COUNT: Qt.CursorShape.IBeamCursor,
}


EDGE = 26.0
"""Pixels from the edge of the view from which a gesture moves it on."""
FASTEST = 16.0
"""Pixels it moves in each beat, at most."""
GROUND = {Part.NOTHING, Part.GAP, Part.EDGE}

TAKING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
"""Either of these keys takes what is clicked to what is selected already."""


class Table(Desk, Protocol):
    """What the hand lies on: the desk, and how to find what is at a place of the widget."""

    def hit(self, x: float, y: float) -> Hit:
        """What is at a place of the widget."""

    def open_menu(self, hit: Hit) -> bool:
        """Open the menu of a part; whether it has one."""


class Hand:
    """Places are widget pixels. Each method says by its return whether there is something new to paint."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self.hover = Hit()
        self.at = QPointF(-1, -1)
        self._pressed: tuple[Hit, QPointF] | None = None
        self._tool: Tool | None = None
        self._is_taking = False
        self.pans = False
        """Whether the left button, dragged over empty ground, moves the view instead of drawing a band."""

    @property
    def is_busy(self) -> bool:
        """Whether a gesture is under way."""
        return self._tool is not None

    @property
    def is_inside(self) -> bool:
        """Whether the pointer is over the diagram."""
        return self.at.x() >= 0

    @property
    def overlay(self) -> Overlay | None:
        """What the gesture under way shows."""
        return self._tool.overlay if self._tool is not None else None

    @property
    def cursor(self) -> Qt.CursorShape:
        """The shape of the pointer."""
        if self._tool is not None:
            return self._tool.cursor
        if self.pans and self.hover.part in GROUND:
            return Qt.CursorShape.OpenHandCursor
        return CURSORS.get(self.hover.part, Qt.CursorShape.PointingHandCursor)

    # The mouse

    def press(self, at: QPointF, button: Qt.MouseButton, keys: Qt.KeyboardModifier) -> None:
        """A button went down while these keys were held."""
        self.cancel()
        self._is_taking = bool(keys & TAKING)
        if button == Qt.MouseButton.MiddleButton:
            self._tool = Pan(self._table, at.x(), at.y())
        elif button == Qt.MouseButton.LeftButton:
            self._pressed = self._table.hit(at.x(), at.y()), at

    def move(self, at: QPointF) -> bool:
        """The pointer moved."""
        self.at = at
        if self._tool is None and self._pressed is not None:
            start = self._pressed[1]
            if (at - start).manhattanLength() < QApplication.startDragDistance():
                return False
            self._tool = self._tool_for(self._pressed[0], start)
        if self._tool is not None:
            self._tool.move(at.x(), at.y())
            return True
        return self.look_again()

    def pull(self) -> None:
        """Move the view on where a gesture comes near its edge, so that what is out of sight can be reached."""
        tool = self._tool
        if tool is None or not tool.scrolls:
            return
        width, height = self._table.room
        dx, dy = _pull(self.at.x(), width), _pull(self.at.y(), height)
        if dx or dy:
            self._table.shift(dx, dy)
            tool.move(self.at.x(), self.at.y())

    def release(self, button: Qt.MouseButton) -> None:
        """A button went up: the gesture ends, or it was a click."""
        pressed, tool = self._pressed, self._tool
        self._pressed = self._tool = None
        if tool is not None:
            tool.end()
        elif pressed is not None and button == Qt.MouseButton.LeftButton:
            hit = pressed[0]
            if self._is_taking:
                self._table.selection.toggle(hit.target)
            elif not self._table.open_menu(hit):
                click(self._table, hit, self._table.view.to_scene(pressed[1].x(), pressed[1].y()))
        self.look_again()

    def leave(self) -> bool:
        """The pointer is elsewhere."""
        if self._tool is not None or self._pressed is not None:
            return False
        self.at = QPointF(-1, -1)
        return self._hover_over(Hit())

    def cancel(self) -> bool:
        """Give up the gesture under way; whether there was one."""
        was_busy = self._tool is not None or self._pressed is not None
        if self._tool is not None:
            self._tool.cancel()
        self._pressed = self._tool = None
        return was_busy

    def look_again(self) -> bool:
        """Find what is under the pointer: it moved, or the diagram did below it."""
        hit = self._table.hit(self.at.x(), self.at.y()) if self.is_inside else Hit()
        return self._hover_over(hit) or hit.part is Part.EDGE

    def _hover_over(self, hit: Hit) -> bool:
        if hit == self.hover:
            return False
        self.hover = hit
        self._table.selection.set_hover(hit.target if hit.row >= 0 or hit.target.neuron is None else NOTHING)
        return True

    def _tool_for(self, hit: Hit, start: QPointF) -> Tool:
        layer, neuron = hit.target.layer, hit.key
        if hit.part in {Part.CARD, Part.COUNT} and layer is not None:
            chosen = [target.layer for target in self._table.selection.targets if target.layer is not None]
            rest = [other for other in chosen if other != layer] if layer in chosen else []
            return Slide(self._table, (layer, *rest), start.x(), start.y())
        if hit.part is Part.GRIP and layer is not None:
            card = self._table.view.box(self._table.scene.columns[hit.column].card.box).moved(-start.x(), -start.y())
            return Place(
                self._table,
                lambda scene, x, y, bin_: plan_layer(scene, layer, x, y, over_bin=bin_),
                has_bin=True,
                carried=card,
            )
        if hit.part is Part.FOOT and layer is not None:
            return Stretch(self._table, layer, start.y())
        if hit.part in {Part.NEURON, Part.BIAS, Part.FEATURE} and neuron is not None and hit.row >= 0:
            return self._carry(neuron)
        if hit.part is Part.MAP:
            return Steer(self._table, start.x(), start.y())
        if self.pans or hit.part in {Part.LEGEND, Part.LEGEND_CLOSE, Part.MAP_CLOSE}:
            return Pan(self._table, start.x(), start.y())
        return Band(self._table, start.x(), start.y(), adds=self._is_taking)

    def _carry(self, neuron: NeuronKey) -> Tool:
        """A neuron, and where it is selected all others that are."""
        chosen = [target.neuron for target in self._table.selection.targets if target.neuron is not None]
        carried = (neuron, *(other for other in chosen if other != neuron)) if neuron in chosen else (neuron,)
        is_free = isinstance(neuron, int)
        return Place(
            self._table,
            lambda scene, x, y, bin_: plan_neurons(scene, carried, x, y, over_bin=bin_),
            has_bin=is_free,
            neuron=self._table.scene.place(neuron) if is_free else None,
        )

    # Pieces from the palette

    def take(self, piece: Piece, at: QPointF) -> None:
        """A piece is dragged over the diagram."""
        if not isinstance(self._tool, Place):
            self.cancel()
            self._tool = Place(self._table, lambda scene, x, y, _: plan_piece(scene, piece, x, y))
        self._hover_over(Hit())
        self.at = at
        self._tool.move(at.x(), at.y())

    def drop(self) -> bool:
        """The piece was let go; whether something came of it."""
        tool, self._tool = self._tool, None
        if not isinstance(tool, Place):
            return False
        accepted = tool.plan.wish is not None
        tool.end()
        return accepted


def _pull(at: float, room: float) -> float:
    """By how many pixels to move the view on, for a pointer at a place along one side of it."""
    if at < EDGE:
        return min(EDGE - at, EDGE) / EDGE * FASTEST
    return -min(at - room + EDGE, EDGE) / EDGE * FASTEST if at > room - EDGE else 0.0


def hit_of(scene: Scene, target: Target) -> Hit:
    """The hit of something that the pointer is over in another picture of the same network."""
    place = scene.place(target.neuron) if target.neuron is not None else None
    if place is not None:
        return neuron_hit(scene, *place)
    return Hit(Part.EDGE, target=target) if target.edge is not None else Hit()
