"""The user's pen: a line to type in right in the diagram, for a name, a number of neurons, a weight or a bias."""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from hlviz.colors import Theme
from hlviz.diagram.places import count_box, name_box, number_box, title_box
from hlviz.diagram.scene import Scene
from hlviz.diagram.targets import Hit, Part, number_words
from hlviz.diagram.tools.stretch import plan_size
from hlviz.diagram.tools.tool import Desk
from hlviz.diagram.walking import next_edge
from hlviz.diagram.words import tr
from hlviz.document import Project, edits
from hlviz.document.geometry import Box
from hlviz.document.specs import MAX_NEURONS, NeuronKey, is_edge
from hlviz.document.touches import MAX_VALUE
from hlviz.document.wiring import Edge
from hlviz.number_text import plain
from hlviz.session.moment import Moment
from hlviz.session.selection import Target
from hlviz.widgets.in_place import InPlaceLine, InPlaceNumber

STEPS = (0.1, 0.01, 0.001)
"""How far ↑ steps a weight; with Shift; with Alt."""
LEAST = 74
"""Pixels that a line is wide, at least."""


class Paper(Desk, Protocol):
    """What the pen writes on."""

    @property
    def theme(self) -> Theme:
        """Its colours."""

    @property
    def moment(self) -> Moment | None:
        """The numbers on screen."""


class Pen:
    """At most one line is open. What is typed there is asked of the editor, like everything."""

    def __init__(self, paper: Paper, parent: QWidget) -> None:
        self._paper, self._parent = paper, parent
        self._line: InPlaceLine | None = None
        self._place: Callable[[], Box | None] = lambda: None
        self._number: Callable[[Moment], float | None] | None = None
        """The number that an open line shows, where training changes it."""

    @property
    def is_busy(self) -> bool:
        """Whether a line is open."""
        return self._line is not None

    def put_down(self) -> None:
        """Take what is typed, if anything is."""
        if self._line is not None:
            self._line.take()

    def drop(self) -> None:
        """Leave off without a word: another document is here."""
        if self._line is not None:
            self._line.vanish()

    def follow(self) -> None:
        """Go along with the thing that is written on, which may have moved, or gone."""
        if self._line is None:
            return
        box = self._place()
        if box is None:
            self._line.give_up()
        else:
            self._line.lie_at(self._seen(box), self._width(box))

    def show_moment(self, moment: Moment) -> None:
        """Show what the number is by now, until someone types."""
        if isinstance(self._line, InPlaceNumber) and self._number is not None:
            value = self._number(moment)
            if value is not None:
                self._line.show_value(value)

    def show_theme(self, theme: Theme) -> None:
        """Write in the colours of a theme."""
        if self._line is not None:
            self._line.show_theme(theme)

    def write(self, hit: Hit) -> bool:
        """Write the name or number at a part, as a double click asks; whether it has one."""
        layer = hit.target.layer
        if hit.part in {Part.FOOT, Part.COUNT} and layer is not None:
            self.count(layer, at_foot=hit.part is Part.FOOT)
        elif (hit.part is Part.CARD and layer is not None) or (hit.part is Part.NEURON and isinstance(hit.key, int)):
            self.rename(hit.target)
        else:
            return False
        self._paper.selection.select(hit.target)
        return True

    # Names

    def rename(self, target: Target) -> None:
        """Write the name of a hidden layer or neuron; say why where something has no name of its own."""
        if isinstance(target.neuron, int):
            self._rename_neuron(target.neuron)
        elif (layer := target.layer_in(self._paper.scene.project.network)) is not None:
            self._rename_layer(layer.id)
        elif target.neuron is not None:
            self._paper.say(tr("The names of inputs and outputs come from the data."))

    def _rename_layer(self, layer: int) -> None:
        network = self._paper.scene.project.network
        index = network.index(layer)
        tip = tr("The name of this layer. Leave it empty to call it by its place. Enter keeps it, Esc takes it back.")
        line = InPlaceLine(network.layer_name(index), tr("Name of the layer"), tip, self._paper.theme, self._parent)
        default = "" if network.hidden[index].name else line.text()
        line.taken.connect(
            lambda name: self._paper.editor.apply(
                tr("Rename layer"), edits.rename_layer, layer, "" if name.strip() == default else name
            )
        )
        layers = [other.id for other in network.hidden]
        line.ended.connect(lambda by: self._go_on(Target(layer=_beside(layer, layers, by))))
        self._open(line, lambda: title_box(self._paper.scene, layer))

    def _rename_neuron(self, neuron: int) -> None:
        network = self._paper.scene.project.network
        layer = Target(neuron=neuron).layer_in(network)
        assert layer is not None
        tip = tr("The name of this neuron. Leave it empty to call it by its place. Enter keeps it, Esc takes it back.")
        line = InPlaceLine(
            network.neuron_name(neuron), tr("Name of the neuron"), tip, self._paper.theme, self._parent
        )  # fmt: skip
        line.setPlaceholderText(tr("neuron {number}").format(number=layer.neurons.index(neuron) + 1))
        line.taken.connect(
            lambda name: self._paper.editor.apply(tr("Rename neuron"), edits.rename_neuron, neuron, name)
        )
        neurons = list(layer.neurons)
        line.ended.connect(lambda by: self._go_on(Target(neuron=_beside(neuron, neurons, by))))
        self._open(line, lambda: name_box(self._paper.scene, neuron))

    def _go_on(self, target: Target) -> None:
        if not target.is_nothing and self._paper.scene.standing(target) == target:
            self._paper.selection.select(target)
            self.rename(target)

    # How many neurons

    def count(self, layer: int, *, at_foot: bool = False) -> None:
        """Write how many neurons a layer has; in its card, or at its lower edge."""
        size = self._paper.scene.project.network.layer(layer).size
        tip = tr("How many neurons: 1 to {most}. Enter keeps it, Esc takes it back.").format(most=MAX_NEURONS)
        line = InPlaceNumber(
            size, 1, MAX_NEURONS, (1, 10, 1), tr("Number of neurons"), tip, self._paper.theme, self._parent, whole=True
        )
        line.rejected.connect(self._paper.say)
        line.taken.connect(
            lambda _: self._resize(layer, int(line.value)) if line.has_changed and line.is_valid else None
        )
        self._open(line, lambda: count_box(self._paper.scene, layer, at_foot=at_foot))

    def _resize(self, layer: int, size: int) -> None:
        plan = plan_size(self._paper.scene, layer, size)
        if plan.wish is not None:
            plan.wish.ask(self._paper.editor)
        self._paper.say(plan.text)

    # Weights and biases

    def weigh(self, target: Target, at: tuple[float, float] | None = None) -> None:
        """Write the weight of an edge or the bias of a neuron; each number counts while it is typed.

        Parameters
        ----------
        at
            The place of the diagram that was clicked.
        """
        what: Edge | NeuronKey | None = target.edge if target.edge is not None else target.neuron
        moment, scene = self._paper.moment, self._paper.scene
        value = number_of(moment, target) if moment is not None else None
        if what is None:
            return
        if value is None or target.edge in scene.project.network.cut:
            self._paper.say(_why_not(scene, target))
            return
        name = number_words(scene, target)
        tip = tr(
            "{name}: type a number such as 0.5, −1,2 or 1/3, and see what comes of it at once. ↑ ↓ and the wheel step it by "
            "0.1, with Shift by 0.01, with Alt by 0.001. Enter keeps it, Esc takes it back, Tab goes on to the next one."
        ).format(name=name)
        line = InPlaceNumber(
            value, -MAX_VALUE, MAX_VALUE, STEPS, name, tip, self._paper.theme, self._parent, text=_number_text
        )
        before, key = self._paper.editor.project, object()
        text = tr("Set weight") if target.edge else tr("Set bias")
        line.changed.connect(lambda number: self._touch(text, key, what, number))
        line.rejected.connect(self._paper.say)
        line.given_up.connect(lambda: self._untouch(text, key, before) if line.has_changed else None)
        line.ended.connect(lambda by: self._weigh_next(target, by))
        self._paper.say(tr("{name}: type, or step with ↑ ↓; Enter keeps it, Esc takes it back.").format(name=name))
        self._open(
            line, lambda: number_box(self._paper.scene, target, at), lambda moment: number_of(moment, target)
        )  # fmt: skip

    def _touch(self, text: str, key: object, what: "Edge | NeuronKey", number: float) -> None:
        moment, editor = self._paper.moment, self._paper.editor
        edit = edits.set_weight if is_edge(what) else edits.set_bias
        at_start = moment is None or moment.is_start
        editor.apply_merged(text, key, edit, what, number, at_start=at_start)  # type: ignore[arg-type]

    def _untouch(self, text: str, key: object, before: Project) -> None:
        self._paper.editor.apply_merged(text, key, lambda project: replace(project, touches=before.touches))

    def _weigh_next(self, target: Target, by: int) -> None:
        if by:
            following = next_edge(self._paper.scene, target, by)
            self._paper.selection.select(following)
            self.weigh(following)

    # The line

    def _open(
        self,
        line: InPlaceLine,
        place: Callable[[], Box | None],
        number: Callable[[Moment], float | None] | None = None,
    ) -> None:
        self.put_down()
        box = place()
        if box is None:
            line.deleteLater()
            return
        self._line, self._place, self._number = line, place, number
        line.ended.connect(lambda _: self._close(line))
        line.open_at(self._seen(box), self._width(box))

    def _close(self, line: InPlaceLine) -> None:
        if self._line is line:
            self._line = None

    def _seen(self, box: Box) -> QPoint:
        return QPoint(*map(round, self._paper.view.to_widget(*box.center)))

    def _width(self, box: Box) -> int:
        return max(LEAST, round(box.width * self._paper.view.zoom))


def number_of(moment: Moment, target: Target) -> float | None:
    """The weight of an edge or the bias of a neuron at a moment; None where it has none, or is of a network to come."""
    wiring, parameters = moment.assembly.wiring, moment.parameters
    if target.edge is not None:
        start, end = map(wiring.find, target.edge)
        if start is None or end is None or start[0] + 1 != end[0]:
            return None
        return float(parameters.weights[start[0]][start[1], end[1]])
    place = wiring.find(target.neuron) if target.neuron is not None else None
    return float(parameters.biases[place[0] - 1][place[1]]) if place is not None and place[0] > 0 else None


def _why_not(scene: Scene, target: Target) -> str:
    """Why a number cannot be typed there."""
    if target.edge in scene.project.network.cut:
        return tr("This edge is cut: its weight is 0 and stays 0. Join it again to change it.")
    if target.neuron in scene.wiring.layers[0]:
        return tr("An input has no bias. The edges that leave it have weights: O walks to them.")
    return tr("This is new: its number is known in a moment.")


def _number_text(value: float) -> str:
    return plain(value, 4)


def _beside(here: int, ids: list[int], by: int) -> int | None:
    """What comes ``by`` places after; None at the ends, and where nobody goes on."""
    at = ids.index(here) + by
    return ids[at] if by and 0 <= at < len(ids) else None
