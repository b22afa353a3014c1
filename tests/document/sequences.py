"""Edits one after the other, as Hypothesis draws them: each a word and some numbers to choose with."""

from dataclasses import dataclass

from hypothesis import strategies as st

from hlviz.datasets import DATASETS, FEATURES
from hlviz.document import edits
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


def steps(most=25):
    """Sequences of up to that many edits, some of which will be refused."""
    return st.lists(
        st.builds(Step, st.sampled_from(list(APPLY)), st.integers(0, 60), st.integers(0, 60)), max_size=most
    )
