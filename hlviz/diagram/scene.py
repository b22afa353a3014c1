"""What the diagram is a picture of: a project, wired and laid out for a view. Made anew at each edit and never changed."""

from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from hlviz.datasets import Split
from hlviz.diagram.words import tr
from hlviz.document import LayerSpec, Project
from hlviz.document.arrangement import arrange
from hlviz.document.geometry import Column, Geometry
from hlviz.document.samples import split_of
from hlviz.document.wiring import NeuronKey, Wiring, wiring_of
from hlviz.session.selection import NOTHING, Target


class Kind(Enum):
    """What neurons are shown as; it follows from the data."""

    MAP = "map"
    """Two inputs: the neuron's activation over their plane."""
    CURVE = "curve"
    """One input: the neuron's activation along it."""
    VALUE = "value"
    """A table: the activation for the sample looked at."""
    PICTURE = "picture"
    """Images: the same, and the weights of the first layer as pictures."""


@dataclass(frozen=True, eq=False)
class Scene:
    """A project and where everything of it sits."""

    project: Project
    wiring: Wiring
    split: Split
    geometry: Geometry
    is_probing: bool = False
    """Whether one sample is followed through the network."""

    @cached_property
    def kind(self) -> Kind:
        """What neurons are shown as."""
        points = self.split.points
        if points.image_shape is not None:
            return Kind.PICTURE
        return {1: Kind.CURVE, 2: Kind.MAP}.get(points.x.shape[1], Kind.VALUE)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the diagram, inputs first."""
        return self.geometry.columns

    @property
    def shows_sample(self) -> bool:
        """Whether the values of one sample are shown: always where neurons have no map."""
        return self.is_probing or self.kind in {Kind.VALUE, Kind.PICTURE}

    def layer(self, column: Column) -> LayerSpec:
        """The hidden layer that a column shows."""
        return self.project.network.hidden[column.index - 1]

    def layer_title(self, index: int) -> str:
        """What a layer of the wiring is called."""
        if index == 0:
            return tr("Input")
        if index == len(self.wiring.layers) - 1:
            return tr("Output")
        return self.project.network.layer_name(index - 1)

    def neuron_name(self, index: int, row: int) -> str:
        """A neuron in few words: "X₁", "Hidden 1 · 3", "setosa"."""
        if index == 0:
            return self.split.labels[row]
        if index == len(self.wiring.layers) - 1:
            names = self.split.points.class_names
            return names[row] if self.wiring.sizes[-1] > 1 and row < len(names) else tr("Output")
        own = self._own_name(index, row)
        return own or tr("{layer} · {row}").format(layer=self.layer_title(index), row=row + 1)

    def neuron_title(self, index: int, row: int) -> str:
        """A neuron as a heading: "Input X₁", "Hidden 2 · neuron 3", "Output setosa"."""
        if index == 0:
            return tr("Input {name}").format(name=self.split.labels[row])
        if index == len(self.wiring.layers) - 1:
            return (
                tr("Output {name}").format(name=self.neuron_name(index, row))
                if self.wiring.sizes[-1] > 1
                else tr("Output")
            )
        own = self._own_name(index, row)
        if own:
            return tr("{layer} · {name}").format(layer=self.layer_title(index), name=own)
        return tr("{layer} · neuron {row}").format(layer=self.layer_title(index), row=row + 1)

    def _own_name(self, index: int, row: int) -> str:
        neuron = self.wiring.layers[index][row]
        return self.project.network.neuron_name(neuron) if isinstance(neuron, int) else ""

    def standing(self, target: Target) -> Target:
        """The target if it is still there, else nothing."""
        if target.layer is not None and all(layer.id != target.layer for layer in self.project.network.hidden):
            return NOTHING
        if target.gap is not None:
            return target if target.gap <= len(self.project.network.hidden) else NOTHING
        keys = [key for key in (target.neuron, *(target.edge or ())) if key is not None]
        places = [self.place(key) for key in keys]
        if any(place is None for place in places):
            return NOTHING
        if target.edge is not None and places[-2] is not None and places[-1] is not None:
            return target if places[-2][0] + 1 == places[-1][0] else NOTHING
        return target

    def place(self, key: NeuronKey) -> tuple[int, int] | None:
        """(layer, row) of a neuron; None where it is not there."""
        return self._places.get(key)

    @cached_property
    def _places(self) -> dict[NeuronKey, tuple[int, int]]:
        return {key: (i, row) for i, layer in enumerate(self.wiring.layers) for row, key in enumerate(layer)}


def scene_of(project: Project, width: float, height: float, *, is_probing: bool = False) -> Scene:
    """A project laid out for a view of this size in pixels."""
    return Scene(project, wiring_of(project), split_of(project.data), arrange(project, width, height), is_probing)
