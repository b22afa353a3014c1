"""Edits one after the other, as Hypothesis draws them: each a word and some numbers to choose with."""

from dataclasses import dataclass

from hypothesis import strategies as st

from hlviz.datasets import DATASETS, FEATURES
from hlviz.document import edits
from hlviz.document.wiring import wiring_of
from hlviz.nn.activations import ACTIVATIONS, OUTPUTS
from hlviz.nn.initializers import INITIALIZERS
from hlviz.nn.losses import LOSSES
from hlviz.nn.optimizers import OPTIMIZERS
from hlviz.nn.regularizers import REGULARIZERS

SMALL = [key for key in DATASETS if key != "digits"]


@dataclass(frozen=True)
class Step:
    """One edit to come; ``a`` and ``b`` choose among what there is by then."""

    edit: str
    a: int
    b: int


def _of(items, number):
    items = list(items)
    return items[number % len(items)]


def _layer(project, number):
    hidden = project.network.hidden
    return _of(hidden, number) if hidden else None


def _with_layer(change):
    """Nothing to do where there is no hidden layer."""

    def apply(project, step):
        layer = _layer(project, step.a)
        return project if layer is None else change(project, layer, step)

    return apply


def _neuron(project, step):
    """A hidden neuron or an output, or an input, which is refused now and then."""
    return _of([key for layer in reversed(wiring_of(project).layers) for key in layer], step.a)


def _edge(project, step):
    layers = wiring_of(project).layers
    i = step.a % (len(layers) - 1)
    return _of(layers[i], step.a), _of(layers[i + 1], step.b)


def _targets(project, step):
    return (_neuron(project, step), _edge(project, step))[step.b % 3 :] or (_edge(project, step),)


def _copied(project, step):
    return edits.insert_layers(project, step.b % 5, project.network.hidden[: step.a % 3])


APPLY = {
    "add_layer": lambda p, s: edits.add_layer(p, s.a % 7 - 1, s.b % 6 or None),
    "remove_layer": _with_layer(lambda p, layer, s: edits.remove_layer(p, layer.id)),
    "move_layer": _with_layer(lambda p, layer, s: edits.move_layer(p, layer.id, s.b % 6 - 1)),
    "resize_layer": _with_layer(lambda p, layer, s: edits.resize_layer(p, layer.id, s.b % 9)),
    "remove_neuron": _with_layer(lambda p, layer, s: edits.remove_neuron(p, _of(layer.neurons, s.b))),
    "move_neuron": _with_layer(lambda p, layer, s: edits.move_neuron(p, _of(layer.neurons, s.b), _layer(p, s.b).id)),
    "rename_layer": _with_layer(lambda p, layer, s: edits.rename_layer(p, layer.id, "ab"[: s.b % 3])),
    "set_activation": _with_layer(lambda p, layer, s: edits.set_activation(p, layer.id, _of(ACTIVATIONS, s.b))),
    "set_dropout": _with_layer(lambda p, layer, s: edits.set_dropout(p, layer.id, s.b % 12 / 10)),
    "set_all_activations": lambda p, s: edits.set_all_activations(p, _of(ACTIVATIONS, s.a)),
    "rename_neuron": _with_layer(lambda p, layer, s: edits.rename_neuron(p, _of(layer.neurons, s.b), "xyz"[: s.b % 4])),
    "duplicate_layer": _with_layer(lambda p, layer, s: edits.duplicate_layer(p, layer.id)),
    "insert_layers": _copied,
    "remove": _with_layer(lambda p, layer, s: edits.remove(p, (layer.id, *_layer(p, s.b).neurons[: s.b % 3]))),
    "shift_layer": _with_layer(lambda p, layer, s: edits.shift_layer(p, layer.id, s.a * 9 - 250, s.b * 9 - 250)),
    "tidy": lambda p, s: edits.tidy(p),
    "set_frozen": lambda p, s: edits.set_frozen(p, _targets(p, s), bool(s.b % 4)),
    "freeze_layer": _with_layer(lambda p, layer, s: edits.freeze_layer(p, layer.id, bool(s.b % 4))),
    "set_cut": lambda p, s: edits.set_cut(p, (_edge(p, s),), bool(s.b % 4)),
    "set_weight": lambda p, s: edits.set_weight(p, _edge(p, s), s.a - 30, at_start=s.b % 2 == 0),
    "set_bias": lambda p, s: edits.set_bias(p, _neuron(p, s), s.b - 30, at_start=s.b % 2 == 0),
    "zero": lambda p, s: edits.zero(p, _targets(p, s), at_start=s.a % 2 == 0),
    "randomize": lambda p, s: edits.randomize(p, _targets(p, s), at_start=s.a % 2 == 0),
    "set_shape": lambda p, s: edits.set_shape(p, (s.a % 7,) * (s.b % 4)),
    "set_output": lambda p, s: edits.set_output(p, _of(OUTPUTS, s.a)),
    "set_loss": lambda p, s: edits.set_loss(p, _of(LOSSES, s.a)),
    "optimizer": lambda p, s: edits.set_training(p, optimizer=_of(OPTIMIZERS, s.a)),
    "numbers": lambda p, s: edits.set_training(p, learning_rate=s.a / 100, batch_size=s.b - 3),
    "regularization": lambda p, s: edits.set_training(p, regularization=_of(REGULARIZERS, s.a), regularization_rate=s.b / 99),
    "set_initializer": lambda p, s: edits.set_initializer(p, _of(INITIALIZERS, s.a)),
    "new_weights": lambda p, s: edits.new_weights(p),
    "choose_dataset": lambda p, s: edits.choose_dataset(p, _of(SMALL, s.a)),
    "set_data": lambda p, s: edits.set_data(p, samples=s.a * 3, noise=s.b % 60, train_share=s.b / 50),
    "toggle_feature": lambda p, s: edits.toggle_feature(p, _of(FEATURES, s.a)),
}  # fmt: skip


def steps(most=25, of=tuple(APPLY)):
    """Sequences of up to that many edits, some of which will be refused."""
    return st.lists(st.builds(Step, st.sampled_from(of), st.integers(0, 60), st.integers(0, 60)), max_size=most)
