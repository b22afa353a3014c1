"""Edits of whole hidden layers."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from hlviz.document.edits.network import checked_size, refuse_too_many, with_hidden, with_layer, with_neurons
from hlviz.document.limits import known, one_line, within
from hlviz.document.project import Project
from hlviz.document.specs import MAX_LAYERS, LayerId, LayerSpec
from hlviz.errors import SettingError
from hlviz.nn.activations import ACTIVATIONS

FIRST_SIZE = 4
"""Neurons of a new layer that has no hidden neighbour to take its size from."""
USUAL_DROPOUT = 0.2
"""What the dropout piece sets."""
MAX_DROPOUT = 0.9
MAX_SHIFT = 2000.0
"""Pixels."""


def add_layer(project: Project, index: int, size: int | None = None, activation: str | None = None) -> Project:
    """The project with a new hidden layer at place ``index``, 0 being next to the inputs.

    Without a size it gets that of the layer before it (or behind it), without an activation likewise.
    """
    hidden = project.network.hidden
    refuse_too_many(len(hidden) + 1)
    index = max(0, min(index, len(hidden)))
    neighbour = hidden[index - 1] if index > 0 else hidden[0] if hidden else None
    if size is None:
        size = neighbour.size if neighbour else FIRST_SIZE
    if activation is None:
        activation = neighbour.activation if neighbour else "tanh"
    layer_id = project.next_id
    ids = tuple(range(layer_id + 1, layer_id + 1 + checked_size(size)))
    layer = LayerSpec(layer_id, ids, known("activation", activation, ACTIVATIONS))
    return with_hidden(replace(project, next_id=layer_id + 1 + size), (*hidden[:index], layer, *hidden[index:]))


def insert_layers(project: Project, index: int, layers: tuple[LayerSpec, ...]) -> Project:
    """The project with copies of these layers at place ``index``, in their order.

    A copy has ids of its own, sits in its tidy place and is like the layer in all else: the weights are new.
    """
    hidden = project.network.hidden
    refuse_too_many(len(hidden) + len(layers))
    index = max(0, min(index, len(hidden)))
    at, copies = project.next_id, []
    for layer in layers:
        known("activation", layer.activation, ACTIVATIONS)
        within("dropout", layer.dropout, 0.0, MAX_DROPOUT)
        ids = tuple(range(at + 1, at + 1 + checked_size(layer.size)))
        new = dict(zip(layer.neurons, ids, strict=True))
        names = tuple((new[neuron], one_line("name", name)) for neuron, name in layer.neuron_names)
        name = one_line("name", layer.name)
        copies.append(replace(layer, id=at, neurons=ids, name=name, neuron_names=names, shift=(0.0, 0.0)))
        at += 1 + layer.size
    return with_hidden(replace(project, next_id=at), (*hidden[:index], *copies, *hidden[index:]))


def duplicate_layer(project: Project, layer_id: LayerId) -> Project:
    """The project with a copy of that layer right behind it."""
    index = project.network.index(layer_id)
    return insert_layers(project, index + 1, (project.network.hidden[index],))


def remove_layer(project: Project, layer_id: LayerId) -> Project:
    """The project without that layer; its neighbours are connected to each other."""
    i = project.network.index(layer_id)
    hidden = project.network.hidden
    return with_hidden(project, hidden[:i] + hidden[i + 1 :])


def move_layer(project: Project, layer_id: LayerId, index: int) -> Project:
    """The project with that layer at place ``index`` among the others."""
    layer = project.network.layer(layer_id)
    rest = [other for other in project.network.hidden if other.id != layer_id]
    index = max(0, min(index, len(rest)))
    return with_hidden(project, (*rest[:index], layer, *rest[index:]))


def resize_layer(project: Project, layer_id: LayerId, size: int) -> Project:
    """The project with that layer grown at its foot, or cut from it."""
    layer = project.network.layer(layer_id)
    grow = checked_size(size) - layer.size
    new = tuple(range(project.next_id, project.next_id + max(0, grow)))
    resized = with_neurons(layer, (*layer.neurons[:size], *new))
    return with_layer(replace(project, next_id=project.next_id + len(new)), resized)


def grow_layers(project: Project, layers: Iterable[LayerId], by: int) -> Project:
    """The project with each of these layers grown at its foot by so many neurons, or cut; the last neuron of a layer stays."""
    for layer in layers:
        project = resize_layer(project, layer, max(1, project.network.layer(layer).size + by))
    return project


def in_layers(project: Project, layers: Iterable[LayerId], edit: Callable[..., Project], *args: object) -> Project:
    """The project with an edit of a single layer made in each of these: ``in_layers(project, ids, set_dropout, 0.2)``."""
    for layer in layers:
        project = edit(project, layer, *args)
    return project


def rename_layer(project: Project, layer_id: LayerId, name: str) -> Project:
    """The project with that layer called ``name``; an empty name gives back the one by its place."""
    return with_layer(project, replace(project.network.layer(layer_id), name=one_line("name", name)))


def set_activation(project: Project, layer_id: LayerId, activation: str) -> Project:
    """The project with another activation function in that layer."""
    key = known("activation", activation, ACTIVATIONS)
    return with_layer(project, replace(project.network.layer(layer_id), activation=key))


def set_all_activations(project: Project, activation: str) -> Project:
    """The project with one activation function in all hidden layers."""
    key = known("activation", activation, ACTIVATIONS)
    return with_hidden(project, tuple(replace(layer, activation=key) for layer in project.network.hidden))


def set_dropout(project: Project, layer_id: LayerId, rate: float) -> Project:
    """The project with that share of the layer's neurons silenced in each step, 0 … 0.9."""
    within("dropout", rate, 0.0, MAX_DROPOUT)
    return with_layer(project, replace(project.network.layer(layer_id), dropout=rate))


def set_shape(project: Project, sizes: tuple[int, ...]) -> Project:
    """The project with hidden layers of these sizes; layers that are there already are resized and keep the rest."""
    if len(sizes) > MAX_LAYERS:
        raise SettingError(f"hidden: a network has at most {MAX_LAYERS} hidden layers, not {len(sizes)}")
    for layer in project.network.hidden[len(sizes) :]:
        project = remove_layer(project, layer.id)
    for i, size in enumerate(sizes):
        if i < len(project.network.hidden):
            project = resize_layer(project, project.network.hidden[i].id, size)
        else:
            project = add_layer(project, i, size)
    return project


# Where their columns are


def shift_layer(project: Project, layer_id: LayerId, dx: float, dy: float) -> Project:
    """The project with that layer's column moved from its tidy place, by so many pixels to the right and down."""
    within("dx", dx, -MAX_SHIFT, MAX_SHIFT)
    within("dy", dy, -MAX_SHIFT, MAX_SHIFT)
    return with_layer(project, replace(project.network.layer(layer_id), shift=(float(dx), float(dy))))


def tidy(project: Project) -> Project:
    """The project with every column in its tidy place."""
    return with_hidden(project, tuple(replace(layer, shift=(0.0, 0.0)) for layer in project.network.hidden))
