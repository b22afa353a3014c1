"""What is selected, what the pointer is over, and which sample is looked at: one truth for diagram, panels and menus."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from hlviz.document.specs import LayerId, LayerSpec, NetworkSpec
from hlviz.document.wiring import NeuronKey


@dataclass(frozen=True)
class Target:
    """A hidden layer, a neuron or an edge (from, to) of the network; or nothing."""

    layer: LayerId | None = None
    neuron: NeuronKey | None = None
    edge: tuple[NeuronKey, NeuronKey] | None = None

    @property
    def is_nothing(self) -> bool:
        """Whether it names nothing."""
        return self.layer is None and self.neuron is None and self.edge is None

    def layer_in(self, network: NetworkSpec) -> LayerSpec | None:
        """The hidden layer that it names, that holds the neuron, or where the edge ends; None where there is none."""
        neuron = self.edge[1] if self.edge else self.neuron
        return next((layer for layer in network.hidden if layer.id == self.layer or neuron in layer.neurons), None)


NOTHING = Target()


class Selection(QObject):
    """Signals when it changes, and only then."""

    changed = Signal(object)
    """A ``Target``: selected by click or key."""
    hover_changed = Signal(object)
    """A ``Target``: under the pointer."""
    probe_changed = Signal(int)
    """A row of the data's points, whose values are shown on neurons that have no map."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._target = NOTHING
        self._hover = NOTHING
        self._probe = 0

    @property
    def target(self) -> Target:
        """What is selected."""
        return self._target

    @property
    def hover(self) -> Target:
        """What the pointer is over."""
        return self._hover

    @property
    def probe(self) -> int:
        """The sample looked at."""
        return self._probe

    def select(self, target: Target) -> None:
        """Select this instead."""
        if target != self._target:
            self._target = target
            self.changed.emit(target)

    def set_hover(self, target: Target) -> None:
        """The pointer is over this now."""
        if target != self._hover:
            self._hover = target
            self.hover_changed.emit(target)

    def set_probe(self, row: int) -> None:
        """Look at this sample."""
        if row != self._probe:
            self._probe = row
            self.probe_changed.emit(row)
