"""A gesture under way. It is moved, and then ended or cancelled; Escape cancels each of them."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt

from hlviz.diagram.overlay import Bin, Overlay, bin_box
from hlviz.diagram.presses import Presses
from hlviz.diagram.scene import Scene
from hlviz.diagram.targets import Part
from hlviz.diagram.tools.plan import Plan
from hlviz.diagram.view import View
from hlviz.document.geometry import Box
from hlviz.session.editor import Editor
from hlviz.session.selection import Selection, Target


class Desk(Protocol):
    """What tools and clicks may use of the canvas."""

    @property
    def editor(self) -> Editor:
        """Who changes the document."""

    @property
    def scene(self) -> Scene:
        """What is drawn."""

    @property
    def presses(self) -> Presses:
        """Which presses on − and + belong together."""

    @property
    def view(self) -> View:
        """How it is seen."""

    @property
    def room(self) -> tuple[float, float]:
        """(width, height) of the widget."""

    @property
    def selection(self) -> Selection:
        """What is selected."""

    def weigh(self, target: Target, at: tuple[float, float] | None = None) -> None:
        """Let the weight of an edge or the bias of a neuron be typed, at a place of the diagram."""

    def shift(self, dx: float, dy: float) -> None:
        """Move the view by widget pixels."""

    def steer(self, x: float, y: float) -> None:
        """See what a place of the small map stands for; in widget pixels."""

    def show_weights(self, *, large: bool) -> None:
        """Ask for the weights of what is selected, as a matrix."""

    def close_inset(self, part: Part) -> None:
        """Take away the legend or the small map, whose button that is."""

    def say(self, text: str) -> None:
        """Put a short sentence into the status line."""


class Tool:
    """One gesture. Places are widget pixels."""

    cursor = Qt.CursorShape.ClosedHandCursor
    scrolls = True
    """Whether the view moves on where the pointer comes near its edge."""
    overlay: Overlay | None = None
    """What is drawn of it."""

    def move(self, x: float, y: float) -> None:
        """The pointer is there now."""

    def end(self) -> None:
        """The pointer let go."""

    def cancel(self) -> None:
        """It is not to be."""


class Pan(Tool):
    """Moves the view along with the pointer."""

    scrolls = False

    def __init__(self, desk: Desk, x: float, y: float) -> None:
        self._desk, self._x, self._y = desk, x, y

    def move(self, x: float, y: float) -> None:
        """The pointer is there now."""
        self._desk.shift(x - self._x, y - self._y)
        self._x, self._y = x, y


class Steer(Tool):
    """Moves the view along with the pointer on the small map."""

    def __init__(self, desk: Desk, x: float, y: float) -> None:
        self._desk = desk
        desk.steer(x, y)

    def move(self, x: float, y: float) -> None:
        """The pointer is there now."""
        self._desk.steer(x, y)


Planner = Callable[[Scene, float, float, bool], Plan]
"""(scene, x, y of the diagram, whether over the bin) → what letting go would do."""


class Planned(Tool):
    """Plans as it moves; in the end it carries the plan out, or says why there is none."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self.plan = desk, Plan()

    def end(self) -> None:
        """Carry the plan out."""
        self.overlay = None
        if self.plan.wish is not None and self.plan.wish.ask(self._desk.editor):
            self.done()
        if self.plan.text:
            self._desk.say(self.plan.text)

    def done(self) -> None:
        """It was carried out."""

    def cancel(self) -> None:
        """Forget it; the document is as it was."""
        self.plan, self.overlay = Plan(), None


class Place(Planned):
    """Puts something somewhere: a piece, a neuron or a layer. It plans as it moves, and carries the plan out at its end."""

    def __init__(
        self,
        desk: Desk,
        planner: Planner,
        *,
        has_bin: bool = False,
        neuron: tuple[int, int] | None = None,
        carried: Box | None = None,
    ) -> None:
        """Begin.

        Parameters
        ----------
        has_bin
            Whether the bin is offered.
        neuron
            (layer, row) of what is dragged, where that is a neuron.
        carried
            What is dragged, at the origin being where the pointer has hold of it, in widget pixels.
        """
        super().__init__(desk)
        self._planner, self._has_bin, self._neuron, self._carried = planner, has_bin, neuron, carried

    def move(self, x: float, y: float) -> None:
        """Plan for this place."""
        over_bin = self._has_bin and bin_box(*self._desk.room).holds(x, y)
        self.plan = plan = self._planner(self._desk.scene, *self._desk.view.to_scene(x, y), over_bin)
        bin_state = Bin.HOT if over_bin else Bin.SHOWN if self._has_bin else Bin.AWAY
        self.overlay = Overlay(
            x, y, plan.text, plan.wish is not None, plan.gap, plan.column, plan.new_neurons, self._neuron, bin_state,
            ghosts=(self._carried.moved(x, y),) if self._carried is not None else (),
        )  # fmt: skip

    def done(self) -> None:
        """Select the layer that is new."""
        if self.plan.inserts_at >= 0:
            hidden = self._desk.editor.project.network.hidden
            self._desk.selection.select(Target(layer=hidden[self.plan.inserts_at].id))
