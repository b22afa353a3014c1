"""Everything that can be done to a project, each as one function Project → Project.

To add an edit, write its function: undo, redo, saving and carrying the weights over already work.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hlviz.datasets import DATASETS, FEATURES, Points
from hlviz.datasets.split import MAX_SHARE, MIN_SHARE
from hlviz.document.limits import known, whole, within
from hlviz.document.project import Project
from hlviz.document.samples import TABLE, points_of
from hlviz.document.specs import MAX_BATCH, MAX_LAYERS, MAX_NEURONS, DataSpec, LayerId, LayerSpec, NetworkSpec, NeuronId
from hlviz.errors import SettingError
from hlviz.nn.activations import ACTIVATIONS, OUTPUTS, SOFTMAX
from hlviz.nn.initializers import INITIALIZERS
from hlviz.nn.losses import LOSSES
from hlviz.nn.optimizers import OPTIMIZERS
from hlviz.nn.regularizers import REGULARIZERS

MAX_SAMPLES = 100_000
MAX_NOISE = 50.0
"""Per cent."""
FIRST_SIZE = 4
"""Neurons of a new layer that has no hidden neighbour to take its size from."""
USUAL_DROPOUT = 0.2
"""What the dropout piece sets."""


# Layers and neurons


def add_layer(project: Project, index: int, size: int | None = None, activation: str | None = None) -> Project:
    """The project with a new hidden layer at place ``index``, 0 being next to the inputs.

    Without a size it gets that of the layer before it (or behind it), without an activation likewise.
    """
    hidden = project.network.hidden
    if len(hidden) >= MAX_LAYERS:
        raise SettingError(f"a network has at most {MAX_LAYERS} hidden layers; remove one first")
    index = max(0, min(index, len(hidden)))
    neighbour = hidden[index - 1] if index > 0 else hidden[0] if hidden else None
    if size is None:
        size = neighbour.size if neighbour else FIRST_SIZE
    if activation is None:
        activation = neighbour.activation if neighbour else "tanh"
    layer_id = project.next_id
    ids = tuple(range(layer_id + 1, layer_id + 1 + _checked_size(size)))
    layer = LayerSpec(layer_id, ids, known("activation", activation, ACTIVATIONS))
    return _with_hidden(replace(project, next_id=layer_id + 1 + size), (*hidden[:index], layer, *hidden[index:]))


def remove_layer(project: Project, layer_id: LayerId) -> Project:
    """The project without that layer; its neighbours are connected to each other."""
    i = project.network.index(layer_id)
    hidden = project.network.hidden
    return _with_hidden(project, hidden[:i] + hidden[i + 1 :])


def move_layer(project: Project, layer_id: LayerId, index: int) -> Project:
    """The project with that layer at place ``index`` among the others."""
    layer = project.network.layer(layer_id)
    rest = [other for other in project.network.hidden if other.id != layer_id]
    index = max(0, min(index, len(rest)))
    return _with_hidden(project, (*rest[:index], layer, *rest[index:]))


def resize_layer(project: Project, layer_id: LayerId, size: int) -> Project:
    """The project with that layer grown at its foot, or cut from it."""
    layer = project.network.layer(layer_id)
    grow = _checked_size(size) - layer.size
    new = tuple(range(project.next_id, project.next_id + max(0, grow)))
    resized = replace(layer, neurons=(*layer.neurons[:size], *new))
    return _with_layer(replace(project, next_id=project.next_id + len(new)), resized)


def remove_neuron(project: Project, neuron: NeuronId) -> Project:
    """The project without this very neuron; with the last neuron of a layer the layer goes too."""
    layer = layer_of(project, neuron)
    if layer.size == 1:
        return remove_layer(project, layer.id)
    return _with_layer(project, replace(layer, neurons=tuple(n for n in layer.neurons if n != neuron)))


def move_neuron(project: Project, neuron: NeuronId, layer_id: LayerId) -> Project:
    """The project with this neuron at the foot of another layer; a layer left empty goes."""
    source, target = layer_of(project, neuron), project.network.layer(layer_id)
    if source.id == target.id:
        return project
    _checked_size(target.size + 1)
    moved = remove_neuron(project, neuron)
    return _with_layer(moved, replace(target, neurons=(*target.neurons, neuron)))


def rename_layer(project: Project, layer_id: LayerId, name: str) -> Project:
    """The project with that layer called ``name``; an empty name gives back the one by its place."""
    return _with_layer(project, replace(project.network.layer(layer_id), name=name.strip()))


def set_activation(project: Project, layer_id: LayerId, activation: str) -> Project:
    """The project with another activation function in that layer."""
    return _with_layer(
        project, replace(project.network.layer(layer_id), activation=known("activation", activation, ACTIVATIONS))
    )


def set_all_activations(project: Project, activation: str) -> Project:
    """The project with one activation function in all hidden layers."""
    key = known("activation", activation, ACTIVATIONS)
    return _with_hidden(project, tuple(replace(layer, activation=key) for layer in project.network.hidden))


def set_dropout(project: Project, layer_id: LayerId, rate: float) -> Project:
    """The project with that share of the layer's neurons silenced in each step, 0 … 0.9."""
    within("dropout", rate, 0.0, 0.9)
    return _with_layer(project, replace(project.network.layer(layer_id), dropout=rate))


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


# Output and loss: each keeps the other sensible


def set_output(project: Project, activation: str) -> Project:
    """The project with another output activation, and a loss that goes with it."""
    known("output", activation, OUTPUTS)
    if activation == SOFTMAX.key:
        _refuse_for_numbers(project, "output", activation)
    network = replace(project.network, output_activation=activation)
    loss = LOSSES[project.training.loss]
    if loss.outputs and activation not in loss.outputs:
        loss = next((other for other in LOSSES.values() if other.partner == activation), LOSSES["mse"])
    return replace(project, network=network, training=replace(project.training, loss=loss.key))


def set_loss(project: Project, loss: str) -> Project:
    """The project with another loss, and an output that goes with it."""
    spec = LOSSES[known("loss", loss, LOSSES)]
    if spec.outputs:
        _refuse_for_numbers(project, "loss", loss)
    network = project.network
    if spec.outputs and network.output_activation not in spec.outputs:
        network = replace(network, output_activation=spec.outputs[0])
    return replace(project, network=network, training=replace(project.training, loss=loss))


# Training


def set_training(project: Project, /, **settings: Any) -> Project:
    """The project with some settings of its training changed, by the names of ``TrainingSpec``."""
    checks: dict[str, Callable[[Any], object]] = {
        "optimizer": lambda v: known("optimizer", v, OPTIMIZERS),
        "regularization": lambda v: known("regularization", v, REGULARIZERS),
        "learning_rate": lambda v: within("learning_rate", v, 1e-12, 1e6),
        "regularization_rate": lambda v: within("regularization_rate", v, 0.0, 1e3),
        "batch_size": lambda v: whole("batch_size", v, 0, MAX_BATCH),
        "seed": lambda v: whole("seed", v, 0, 2**32 - 1),
    }
    for name, value in settings.items():
        checks[name](value)
    return replace(project, training=replace(project.training, **settings))


def set_initializer(project: Project, initializer: str) -> Project:
    """The project whose first weights are drawn another way; those already learned stay."""
    key = known("initializer", initializer, INITIALIZERS)
    return replace(project, network=replace(project.network, initializer=key))


def new_weights(project: Project) -> Project:
    """The project with the next seed: other first weights."""
    return set_training(project, seed=(project.training.seed + 1) % 2**32)


# Data


def choose_dataset(project: Project, dataset: str) -> Project:
    """The project with another data set in its usual size, and an output and loss that fit what is asked of it."""
    if dataset not in DATASETS:
        raise SettingError(f"no data set is called {dataset!r}; there are {', '.join(DATASETS)}")
    recipe = DATASETS[dataset]
    data = replace(
        project.data, dataset=dataset, samples=recipe.samples, table=None, standardize=recipe.group == "real"
    )
    return _fitted(project, data)


def use_table(project: Project, table: Points) -> Project:
    """The project with the user's own samples."""
    data = replace(
        project.data, dataset=TABLE, table=table, samples=len(table.x), standardize=True, train_share=0.8, noise=0.0
    )
    return _fitted(project, data)


def set_data(project: Project, /, **settings: Any) -> Project:
    """The project with some settings of its data changed: samples, noise, train_share, seed or standardize."""
    recipe = DATASETS.get(project.data.dataset)
    least = recipe.min_samples if recipe is not None and recipe.adjustable else 2
    checks: dict[str, Callable[[Any], object]] = {
        "samples": lambda v: whole("samples", v, least, MAX_SAMPLES),
        "noise": lambda v: within("noise", v, 0.0, MAX_NOISE),
        "train_share": lambda v: within("train_share", v, MIN_SHARE, MAX_SHARE),
        "seed": lambda v: whole("seed", v, 0, 2**32 - 1),
        "standardize": bool,
    }
    for name, value in settings.items():
        checks[name](value)
    return replace(project, data=replace(project.data, **settings))


def set_features(project: Project, features: tuple[str, ...]) -> Project:
    """The project that looks at the plane through these features; at least one."""
    for feature in features:
        known("features", feature, FEATURES)
    if not features:
        raise SettingError("the network needs at least one input; switch another one on first")
    ordered = tuple(key for key in FEATURES if key in features)
    return replace(project, data=replace(project.data, features=ordered))


def toggle_feature(project: Project, feature: str) -> Project:
    """The project with this input switched on, or off if it was on."""
    features = project.data.features
    if feature in features:
        return set_features(project, tuple(f for f in features if f != feature))
    return set_features(project, (*features, feature))


# What the edits above are made of


def layer_of(project: Project, neuron: NeuronId) -> LayerSpec:
    """The hidden layer that holds this neuron; ``KeyError`` where none does."""
    for layer in project.network.hidden:
        if neuron in layer.neurons:
            return layer
    raise KeyError(neuron)


def _with_hidden(project: Project, hidden: tuple[LayerSpec, ...]) -> Project:
    return replace(project, network=replace(project.network, hidden=hidden))


def _with_layer(project: Project, layer: LayerSpec) -> Project:
    hidden = tuple(layer if other.id == layer.id else other for other in project.network.hidden)
    return _with_hidden(project, hidden)


def _fitted(project: Project, data: DataSpec) -> Project:
    points = points_of(data)
    network, training = project.network, project.training
    if not points.is_classification:
        output, loss = "identity", "mse" if training.loss not in {"mse", "huber"} else training.loss
    elif points.classes > 2:
        output, loss = "softmax", "cce"
    elif network.output_activation in {"softmax", "identity"}:
        output, loss = "tanh", "mse"
    else:
        output, loss = network.output_activation, training.loss
    fitted: NetworkSpec = replace(network, output_activation=output)
    return replace(project, data=data, network=fitted, training=replace(training, loss=loss))


def _refuse_for_numbers(project: Project, setting: str, key: str) -> None:
    if not points_of(project.data).is_classification:
        raise SettingError(f"{setting}={key!r} is for telling classes apart; these samples ask for a number")


def _checked_size(size: int) -> int:
    if not 1 <= size <= MAX_NEURONS:
        raise SettingError(f"a layer has 1 to {MAX_NEURONS} neurons, not {size}")
    return size
