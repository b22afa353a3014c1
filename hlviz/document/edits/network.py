"""What the edits of a network are made of: a project with some of its hidden layers exchanged."""

from dataclasses import replace

from hlviz.document.marks import pruned
from hlviz.document.project import Project
from hlviz.document.specs import MAX_LAYERS, MAX_NEURONS, LayerSpec, NeuronId
from hlviz.errors import SettingError


def layer_of(project: Project, neuron: NeuronId) -> LayerSpec:
    """The hidden layer that holds this neuron; ``KeyError`` where none does."""
    for layer in project.network.hidden:
        if neuron in layer.neurons:
            return layer
    raise KeyError(neuron)


def with_hidden(project: Project, hidden: tuple[LayerSpec, ...]) -> Project:
    """The project with these hidden layers."""
    return pruned(replace(project, network=replace(project.network, hidden=hidden)))


def with_layer(project: Project, layer: LayerSpec) -> Project:
    """The project with this layer in the place of the one with its id."""
    return with_hidden(project, tuple(layer if other.id == layer.id else other for other in project.network.hidden))


def with_neurons(layer: LayerSpec, neurons: tuple[NeuronId, ...]) -> LayerSpec:
    """The layer with these neurons; those that it had keep their names."""
    if not layer.neuron_names:
        return replace(layer, neurons=neurons)
    here = set(neurons)
    return replace(layer, neurons=neurons, neuron_names=tuple(pair for pair in layer.neuron_names if pair[0] in here))


def checked_size(size: int) -> int:
    """The number of neurons, if a layer can have so many."""
    if not 1 <= size <= MAX_NEURONS:
        raise SettingError(f"a layer has 1 to {MAX_NEURONS} neurons, not {size}")
    return size


def refuse_too_many(count: int) -> None:
    """Refuse more hidden layers than a network can have."""
    if count > MAX_LAYERS:
        raise SettingError(f"a network has at most {MAX_LAYERS} hidden layers; remove one first")
