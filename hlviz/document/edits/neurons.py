"""Edits of single hidden neurons, and of several neurons and layers at once."""

from dataclasses import replace

from hlviz.document.edits.layers import remove_layer
from hlviz.document.edits.network import checked_size, layer_of, with_hidden, with_layer, with_neurons
from hlviz.document.limits import one_line
from hlviz.document.project import Project
from hlviz.document.specs import LayerId, NeuronId


def remove_neuron(project: Project, neuron: NeuronId) -> Project:
    """The project without this very neuron; with the last neuron of a layer the layer goes too."""
    layer = layer_of(project, neuron)
    if layer.size == 1:
        return remove_layer(project, layer.id)
    return with_layer(project, with_neurons(layer, tuple(n for n in layer.neurons if n != neuron)))


def remove(project: Project, targets: tuple[LayerId | NeuronId, ...]) -> Project:
    """The project without these layers and neurons, all at once; a layer left empty goes too.

    ``KeyError`` where one of them is not there.
    """
    hidden, gone = project.network.hidden, set(targets)
    if strangers := gone - {number for layer in hidden for number in (layer.id, *layer.neurons)}:
        raise KeyError(min(strangers))
    rest = [(layer, tuple(n for n in layer.neurons if n not in gone)) for layer in hidden if layer.id not in gone]
    return with_hidden(project, tuple(with_neurons(layer, neurons) for layer, neurons in rest if neurons))


def move_neuron(project: Project, neuron: NeuronId, layer_id: LayerId) -> Project:
    """The project with this neuron at the foot of another layer; a layer left empty goes."""
    source, target = layer_of(project, neuron), project.network.layer(layer_id)
    if source.id == target.id:
        return project
    checked_size(target.size + 1)
    names = (*target.neuron_names, *(pair for pair in source.neuron_names if pair[0] == neuron))
    grown = replace(target, neurons=(*target.neurons, neuron), neuron_names=names)
    rest = with_neurons(source, tuple(n for n in source.neurons if n != neuron))
    # in one go: a network without the neuron would lose the marks on it
    after = {source.id: rest, target.id: grown}
    layers = [after.get(layer.id, layer) for layer in project.network.hidden]
    return with_hidden(project, tuple(layer for layer in layers if layer.neurons))


def move_neurons(project: Project, neurons: tuple[NeuronId, ...], layer_id: LayerId) -> Project:
    """The project with these neurons at the foot of one layer, in this order; layers left empty go."""
    for neuron in neurons:
        project = move_neuron(project, neuron, layer_id)
    return project


def rename_neuron(project: Project, neuron: NeuronId, name: str) -> Project:
    """The project with that hidden neuron called ``name``; an empty name takes its name away."""
    layer, line = layer_of(project, neuron), one_line("name", name)
    names = {other: own for other, own in layer.neuron_names if other != neuron} | ({neuron: line} if line else {})
    return with_layer(project, replace(layer, neuron_names=tuple(sorted(names.items()))))
