"""What is wrong with a project, or odd about it, in words, with the way out. Nothing here raises.

What blocks cannot be trained: only a file made elsewhere can hold such a project, since edits refuse to make one. The rest can, and
is often the point of the exercise; it is said all the same, for whoever did not mean it.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import numpy as np

from hlviz.datasets import DATASETS, FEATURES, Split
from hlviz.datasets.split import MAX_SHARE, MIN_SHARE
from hlviz.document.project import Project
from hlviz.document.samples import TABLE, points_of, split_of
from hlviz.document.specs import MAX_LAYERS, MAX_NEURONS, LayerId, NeuronKey
from hlviz.document.wiring import wiring_of
from hlviz.errors import HlvizError
from hlviz.nn.activations import ACTIVATIONS, OUTPUTS
from hlviz.nn.initializers import INITIALIZERS
from hlviz.nn.losses import LOSSES
from hlviz.nn.optimizers import OPTIMIZERS
from hlviz.nn.regularizers import REGULARIZERS
from hlviz.number_text import plain, setting

Where = LayerId | Literal["output", "training", "data"]

FAST = {"rmsprop": 0.1, "adam": 0.1}
"""Learning rates above which these usually fail to settle; the others' is ``FAST_ELSE``."""
FAST_ELSE = 1.0
FAR = 100.0
"""Inputs and targets beyond this make the first steps far too long."""
STARVING = 4
"""Layers of sigmoid through which hardly any gradient comes."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong or odd."""

    where: Where
    """The id of a hidden layer, or "output", "training" or "data"."""
    text: str
    remedy: str
    blocks: bool = False
    """Whether it cannot be trained like this."""


def check(project: Project) -> tuple[Problem, ...]:
    """All that is wrong with a project; nothing for a sound one. While something blocks, only that is told."""
    blocking = (*_layers(project), *_output(project), *_training(project), *_data(project))
    if blocking:
        return blocking
    try:
        split = split_of(project.data)
        if LOSSES[project.training.loss].outputs and not split.points.is_classification:
            return (_cross_entropy_of_numbers(project),)
    except HlvizError as error:
        return (Problem("data", _sentence(str(error)), "Choose other data.", blocks=True),)
    return (*_odd_network(project), *_odd_training(project, split), *_odd_data(project, split))


# What blocks


def _layers(project: Project) -> Iterator[Problem]:
    hidden = project.network.hidden
    if len(hidden) > MAX_LAYERS:
        yield Problem(
            hidden[-1].id, f"There are {len(hidden)} hidden layers.", f"Keep {MAX_LAYERS} at most.", blocks=True
        )
    for i, layer in enumerate(hidden):
        name = project.network.layer_name(i)
        if not layer.neurons:
            text = f"{name} has no neurons, so nothing can pass through it."
            yield Problem(layer.id, text, "Add a neuron, or remove the layer.", blocks=True)
        if layer.size > MAX_NEURONS:
            text = f"{name} has {layer.size} neurons."
            yield Problem(layer.id, text, f"Keep {MAX_NEURONS} at most.", blocks=True)
        if layer.activation not in ACTIVATIONS:
            yield _unknown(layer.id, f"activation function of {name}", layer.activation, ACTIVATIONS)
        if not 0 <= layer.dropout < 1:
            text = f"{name} drops a share of {setting(layer.dropout)} of its neurons."
            yield Problem(layer.id, text, "Choose a dropout from 0 to 0.9.", blocks=True)
    ids = [number for layer in hidden for number in (layer.id, *layer.neurons)]
    if len(set(ids)) < len(ids) or max(ids, default=0) >= project.next_id:
        text = "Two layers or neurons may be taken for one another: their ids are not their own."
        yield Problem(hidden[0].id, text, "Draw the hidden layers anew.", blocks=True)


def _output(project: Project) -> Iterator[Problem]:
    output, loss = project.network.output_activation, LOSSES.get(project.training.loss)
    if output not in OUTPUTS:
        yield _unknown("output", "output", output, OUTPUTS)
    elif loss is not None and loss.outputs and output not in loss.outputs:
        text = f"{loss.title} asks for shares between 0 and 1, which {OUTPUTS[output].title} outputs are not."
        fits = " or ".join(OUTPUTS[key].title for key in loss.outputs)
        yield Problem("output", text, f"Choose {fits} for the output, or another loss.", blocks=True)


def _training(project: Project) -> Iterator[Problem]:
    training = project.training
    for what, key, table in (
        ("loss", training.loss, LOSSES),
        ("optimizer", training.optimizer, OPTIMIZERS),
        ("regularization", training.regularization, REGULARIZERS),
        ("initializer", project.network.initializer, INITIALIZERS),
    ):
        if key not in table:
            yield _unknown("training", what, key, table)
    if not 0 < training.learning_rate < math.inf:
        text = f"The learning rate is {setting(training.learning_rate)}."
        yield Problem("training", text, "Choose one above 0, such as 0.03.", blocks=True)
    if not 0 <= training.regularization_rate < math.inf:
        text = f"The regularization rate is {setting(training.regularization_rate)}."
        yield Problem("training", text, "Choose 0 or more.", blocks=True)
    if training.batch_size < 0:
        text = f"The batch size is {training.batch_size}."
        yield Problem("training", text, "Choose at least 1, or 0 for all samples at once.", blocks=True)
    if training.seed < 0:
        yield Problem("training", f"The seed is {training.seed}.", "Choose 0 or more.", blocks=True)


def _data(project: Project) -> Iterator[Problem]:
    data = project.data
    if data.dataset not in {*DATASETS, TABLE}:
        yield _unknown("data", "data set", data.dataset, DATASETS)
        return
    if data.dataset == TABLE and data.table is None:
        yield Problem("data", "There is no table here.", "Choose a data set, or open a table.", blocks=True)
        return
    if (
        data.dataset != TABLE
        and DATASETS[data.dataset].adjustable
        and not (data.samples >= DATASETS[data.dataset].min_samples and 0 <= data.noise <= 50)
    ):
        text = f"{data.samples} samples with {setting(data.noise)} % noise cannot be made."
        remedy = f"Choose at least {DATASETS[data.dataset].min_samples} samples, and noise from 0 to 50 %."
        yield Problem("data", text, remedy, blocks=True)
        return
    if not MIN_SHARE <= data.train_share <= MAX_SHARE or data.seed < 0:
        text = f"A share of {setting(data.train_share)} for training, drawn with seed {data.seed}, leaves nothing to learn or to test."
        yield Problem(
            "data", text, f"Choose a share from {MIN_SHARE} to {MAX_SHARE}, and a seed of 0 or more.", blocks=True
        )
        return
    if points_of(data).plane:
        if not data.features:
            text = "No input is switched on, so the network sees nothing."
            yield Problem("data", text, "Switch on at least one input.", blocks=True)
        for feature in data.features:
            if feature not in FEATURES:
                yield _unknown("data", "input", feature, FEATURES)


def _cross_entropy_of_numbers(project: Project) -> Problem:
    loss = LOSSES[project.training.loss].title
    text = f"{loss} judges shares of classes, and these samples ask for a number."
    return Problem("training", text, "Choose the mean squared error or Huber.", blocks=True)


def _unknown(where: Where, what: str, key: str, table: dict[str, Any]) -> Problem:
    return Problem(where, f"There is no {what} {key!r}.", f"Choose from {', '.join(table)}.", blocks=True)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


# What is odd


def _odd_network(project: Project) -> Iterator[Problem]:
    network = project.network
    hidden = network.hidden
    yield from _odd_marks(project)
    if not hidden:
        yield _no_hidden_layer(project)
        return
    if all(layer.activation == "identity" for layer in hidden):
        text = (
            "All hidden layers are linear: together they can do no more than one neuron, which Explain ▸ Linear shows."
        )
        yield Problem(hidden[0].id, text, "Choose another activation function, such as tanh.")
    if network.initializer in {"zeros", "constant"}:
        text = "All first weights are the same, so all neurons of a layer stay alike however long they learn."
        yield Problem("training", text, "Choose another initializer, such as Glorot uniform.")
    if sum(layer.activation == "sigmoid" for layer in hidden) >= STARVING:
        text = (
            f"Through each layer of sigmoid at most a quarter of the gradient passes, and here are {STARVING} or more."
        )
        yield Problem(hidden[0].id, text, "Choose tanh or ReLU, or take layers out.")
    for i, layer in enumerate(hidden):
        if layer.dropout and layer.size == 1:
            text = f"{network.layer_name(i)} is one neuron: when dropout silences it, nothing passes."
            yield Problem(layer.id, text, "Add neurons, or set its dropout to 0.")


def _no_hidden_layer(project: Project) -> Problem:
    points, output, loss = points_of(project.data), project.network.output_activation, project.training.loss
    if points.is_classification:
        exactly, kind = (output, loss) in {("sigmoid", "bce"), ("softmax", "cce")}, "logistic regression"
    else:
        exactly, kind = (output, loss) == ("identity", "mse"), "linear regression"
    inputs = {*project.data.features} if points.plane else {*points.input_names}
    straight = inputs <= {"x1", "x2"} if points.plane else len(inputs) <= 2
    can = "draw a straight line" if straight else "add up its inputs, each by its weight"
    text = f"There is no hidden layer: this is {'' if exactly else 'close to '}{kind}, and can only {can}."
    return Problem("output", text, "Drag in a hidden layer to let it bend.")


def _odd_marks(project: Project) -> Iterator[Problem]:
    network = project.network
    if not network.frozen and not network.cut:
        return
    layers = wiring_of(project).layers
    if all(key in network.frozen for layer in layers[1:] for key in layer):
        yield Problem(
            "training", "Everything is frozen, so nothing can learn.", "Unfreeze a layer, a neuron or the output."
        )
    cut_to, cut_from = Counter(end for _, end in network.cut), Counter(source for source, _ in network.cut)
    for i, (before, after) in enumerate(pairwise(layers)):
        deaf = [key for key in after if cut_to[key] == len(before)]
        mute = [key for key in before if i and cut_from[key] == len(after)]
        if deaf:
            who, verb, them = _these(project, i, after, deaf, "hears", "hear")
            text = f"{who} {verb} nothing: every edge to {them} is cut."
            yield Problem(_place(project, i), text, "Join an edge again, or remove what hears nothing.")
        if mute:
            who, verb, them = _these(project, i - 1, before, mute, "is", "are")
            text = f"{who} {verb} heard by nobody: every edge from {them} is cut."
            yield Problem(_place(project, i - 1), text, "Join an edge again, or remove what nobody hears.")


def _these(
    project: Project, index: int, layer: Sequence[NeuronKey], keys: Sequence[NeuronKey], one: str, several: str
) -> tuple[str, str, str]:
    """What to call some neurons of layer ``index``, hidden or the output, with a verb and a pronoun."""
    network = project.network
    where = network.layer_name(index) if index < len(network.hidden) else "the output"
    if len(keys) > 1:
        return f"{len(keys)} neurons of {where}", several, "them"
    key = keys[0]
    name = network.neuron_name(key) if isinstance(key, int) else ""
    return f"{name or f'Neuron {layer.index(key) + 1}'} of {where}", one, "it"


def _place(project: Project, index: int) -> Where:
    hidden = project.network.hidden
    return hidden[index].id if index < len(hidden) else "output"


def _odd_training(project: Project, split: Split) -> Iterator[Problem]:
    training = project.training
    fast = FAST.get(training.optimizer, FAST_ELSE)
    if training.learning_rate > fast:
        text = f"With {OPTIMIZERS[training.optimizer].title}, a learning rate of {setting(training.learning_rate)} usually overshoots."
        yield Problem("training", text, f"Try {setting(fast / 10)} or less.")
    if training.batch_size > len(split.train):
        text = f"A batch of {training.batch_size} is more than the {len(split.train)} training samples: each step takes all of them."
        yield Problem("training", text, f"Choose {len(split.train)} or fewer.")
    regularized = training.regularization != "none"
    if regularized and training.regularization_rate == 0:
        name = REGULARIZERS[training.regularization].title
        yield Problem("training", f"The rate of {name} is 0, so it does nothing.", "Choose a rate, such as 0.001.")


def _odd_data(project: Project, split: Split) -> Iterator[Problem]:
    reach = float(np.abs(split.train_x).max())
    if reach > FAR:
        text = f"Inputs go up to {plain(reach, 4)}, which makes the first steps far too long."
        yield Problem("data", text, "Switch standardisation on.")
    if split.points.is_classification:
        return
    targets = np.asarray(split.train_y, dtype=np.float64)
    if project.data.standardize:
        targets = (targets - targets.mean()) / (targets.std() or 1.0)
    elif np.abs(targets).max() > FAR:
        text = f"The numbers to learn go up to {plain(float(np.abs(targets).max()), 4)}, which makes the first steps far too long."
        yield Problem("data", text, "Switch standardisation on.")
    low, high = OUTPUTS[project.network.output_activation].output_range
    if targets.min() < low or targets.max() > high:
        name = OUTPUTS[project.network.output_activation].title
        least, most = (plain(float(end), 3) for end in (targets.min(), targets.max()))
        text = (
            f"{name} stays between {plain(low)} and {plain(high)}, but the numbers to learn go from {least} to {most}."
        )
        yield Problem("output", text, "Choose a linear output.")
