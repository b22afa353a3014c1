"""What is selected, what the pointer is over, and which sample is looked at: one truth for diagram, panels and menus."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from hlviz.document.specs import LayerId, LayerSpec, NetworkSpec
from hlviz.document.wiring import NeuronKey
from hlviz.session.probe import Probe


@dataclass(frozen=True)
class Target:
    """A hidden layer, a neuron or an edge (from, to) of the network, or a gap where a layer can go; or nothing."""

    layer: LayerId | None = None
    neuron: NeuronKey | None = None
    edge: tuple[NeuronKey, NeuronKey] | None = None
    gap: int | None = None
    """The place among the hidden layers that a new one would have there."""

    @property
    def is_nothing(self) -> bool:
        """Whether it names nothing."""
        return self == NOTHING

    def layer_in(self, network: NetworkSpec) -> LayerSpec | None:
        """The hidden layer that it names, that holds the neuron, or where the edge ends; None where there is none."""
        neuron = self.edge[1] if self.edge else self.neuron
        return next((layer for layer in network.hidden if layer.id == self.layer or neuron in layer.neurons), None)


NOTHING = Target()


def layers_in(network: NetworkSpec, targets: Iterable[Target]) -> tuple[LayerSpec, ...]:
    """The hidden layers that targets name, in the order of the network: each once."""
    layers, neurons = set(), set()
    for target in targets:
        layers.add(target.layer)
        neurons.add(target.edge[1] if target.edge is not None else target.neuron)
    return tuple(layer for layer in network.hidden if layer.id in layers or not neurons.isdisjoint(layer.neurons))


def place_for_layer(network: NetworkSpec, targets: Sequence[Target]) -> int:
    """Where a new hidden layer goes: into the selected gap, behind the last selected layer, behind a selected input, else last."""
    last = targets[-1] if targets else NOTHING
    if last.gap is not None:
        return last.gap
    if layers := layers_in(network, targets):
        return network.index(layers[-1].id) + 1
    is_input = isinstance(last.neuron, tuple) and last.neuron[0] == "in"
    return 0 if is_input else len(network.hidden)


class Selection(QObject):
    """Any number of things may be selected; one of them, the one taken last, is what the panels show.

    Signals when it changes, and only then.
    """

    changed = Signal(object)
    """A ``Target``: the one taken last. Also where that one stays and others were taken or let go."""
    hover_changed = Signal(object)
    """A ``Target``: under the pointer."""
    probe_changed = Signal(object)
    """A ``Probe``: another sample is looked at."""
    probing_changed = Signal(bool)
    """Whether it is followed through the network: its values on every neuron and edge. Its values alone are shown even so where
    neurons have no map."""
    without_changed = Signal(object)
    """The key of a hidden neuron, or None: the network is looked at without it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._targets: tuple[Target, ...] = ()
        self._hover = NOTHING
        self._probe = Probe()
        self._is_probing = False
        self._without: NeuronKey | None = None

    @property
    def target(self) -> Target:
        """What is selected; of several things the one taken last."""
        return self._targets[-1] if self._targets else NOTHING

    @property
    def targets(self) -> tuple[Target, ...]:
        """All that is selected, in the order it was taken."""
        return self._targets

    @property
    def hover(self) -> Target:
        """What the pointer is over."""
        return self._hover

    @property
    def probe(self) -> Probe:
        """The sample looked at."""
        return self._probe

    @property
    def is_probing(self) -> bool:
        """Whether it is followed through the network."""
        return self._is_probing

    @property
    def without(self) -> NeuronKey | None:
        """The hidden neuron that the network is looked at without; None: it is whole."""
        return self._without

    def select(self, target: Target) -> None:
        """Select this alone."""
        self.select_all(() if target.is_nothing else (target,))

    def select_all(self, targets: Iterable[Target]) -> None:
        """Select these instead, the last of them foremost."""
        targets = tuple(dict.fromkeys(targets))
        if targets != self._targets:
            self._targets = targets
            self.changed.emit(self.target)

    def toggle(self, target: Target) -> None:
        """Take this to what is selected, or let go of it alone."""
        if target in self._targets:
            self.keep(lambda other: other != target)
        elif not target.is_nothing:
            self.select_all((*self._targets, target))

    def keep(self, stands: Callable[[Target], bool]) -> None:
        """Let go of all that does not pass."""
        self.select_all(filter(stands, self._targets))

    def set_hover(self, target: Target) -> None:
        """The pointer is over this now."""
        if target != self._hover:
            self._hover = target
            self.hover_changed.emit(target)

    def look_without(self, neuron: NeuronKey | None) -> None:
        """Look at the network without this hidden neuron; None: at all of it."""
        if neuron != self._without:
            self._without = neuron
            self.without_changed.emit(neuron)

    def set_probe(self, row: int) -> None:
        """Follow this sample of the data."""
        self._look_at(Probe(row), is_probing=True)

    def set_own(self, inputs: Sequence[float]) -> None:
        """Follow a sample of one's own, given in the units of the data."""
        self._look_at(Probe(self._probe.row, tuple(map(float, inputs))), is_probing=True)

    def forget_own(self) -> None:
        """Look at the data's own samples again: those that one's own was made for are gone."""
        self._look_at(Probe(self._probe.row), is_probing=self._is_probing)

    def set_probing(self, is_on: bool) -> None:
        """Follow the sample looked at, or leave it."""
        self._look_at(self._probe, is_probing=is_on)

    def _look_at(self, probe: Probe, *, is_probing: bool) -> None:
        had, was = self._probe, self._is_probing
        self._probe, self._is_probing = probe, is_probing
        if is_probing != was:
            self.probing_changed.emit(is_probing)
        if probe != had:
            self.probe_changed.emit(probe)
