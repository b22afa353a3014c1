"""The Network menu: what can be done to layers and neurons without the mouse."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QCoreApplication

from hlviz.datasets import FEATURES
from hlviz.document import LayerId, LayerSpec, edits
from hlviz.document.samples import points_of
from hlviz.nn.activations import ACTIVATIONS, OUTPUTS
from hlviz.number_text import percent
from hlviz.session.selection import Target, place_for_layer
from hlviz.window.action import Action, Context

DROPOUTS = (0.0, 0.1, 0.2, 0.3, 0.5)


def tr(text: str) -> str:
    """A text of this menu in the user's language."""
    return QCoreApplication.translate("Network", text)


def ids(layers: Iterable[LayerSpec]) -> tuple[LayerId, ...]:
    """By what edits know layers."""
    return tuple(layer.id for layer in layers)


def has_layer(context: Context) -> bool:
    """Whether a hidden layer is selected, or a neuron or edge of one."""
    return bool(context.layers)


def has_hidden(context: Context) -> bool:
    """Whether there is a hidden layer at all."""
    return bool(context.editor.project.network.hidden)


def place(context: Context) -> int:
    """Where a new hidden layer goes."""
    return place_for_layer(context.editor.project.network, context.selection.targets)


def place_words(context: Context) -> str:
    """Where a new hidden layer would go, in words."""
    index, network = place(context), context.editor.project.network
    if index == 0 or index > len(network.hidden):
        return tr("behind the inputs")
    return tr("behind {layer}").format(layer=network.layer_name(index - 1))


def add_layer(context: Context) -> None:
    """Put a hidden layer where it belongs; it is selected then."""
    index = place(context)
    if context.editor.apply(tr("Insert layer"), edits.add_layer, index):
        context.selection.select(Target(layer=context.editor.project.network.hidden[index].id))


def resize(context: Context, by: int) -> None:
    """Add a neuron to each selected layer, or take one from its foot."""
    text = tr("Add neuron") if by > 0 else tr("Remove neuron")
    context.editor.apply(text, edits.grow_layers, ids(context.layers), by)


def can_shrink(context: Context) -> bool:
    """Whether a selected layer has a neuron to spare."""
    return any(layer.size > 1 for layer in context.layers)


def set_activation(context: Context, key: str) -> None:
    """Give the selected layers that activation function; with none selected, all hidden layers."""
    if layers := context.layers:
        context.editor.apply(tr("Activation"), edits.in_layers, ids(layers), edits.set_activation, key)
    else:
        context.editor.apply(tr("Activation of all layers"), edits.set_all_activations, key)


def has_activation(context: Context, key: str) -> bool:
    """Whether each of the selected layers, or else of all, has that activation function."""
    layers = context.layers or context.editor.project.network.hidden
    return bool(layers) and all(layer.activation == key for layer in layers)


def set_dropout(context: Context, rate: float) -> None:
    """Give the selected layers that dropout."""
    context.editor.apply(tr("Dropout"), edits.in_layers, ids(context.layers), edits.set_dropout, rate)


def has_dropout(context: Context, rate: float) -> bool:
    """Whether each of the selected layers has that dropout."""
    return has_layer(context) and all(layer.dropout == rate for layer in context.layers)


def set_shape(context: Context) -> None:
    """Ask for the sizes of all hidden layers."""
    from hlviz.window.shape_dialog import ask_shape  # late, as all dialogs

    sizes = ask_shape(context.window, tuple(layer.size for layer in context.editor.project.network.hidden))
    if sizes is not None:
        context.editor.apply(tr("Shape"), edits.set_shape, sizes)


def rename(context: Context) -> None:
    """Let the name of the selected layer or neuron be typed where it is."""
    context.canvas.pen.rename(context.selection.target)


def can_rename(context: Context) -> bool:
    """Whether a hidden layer or neuron is selected."""
    return context.layer is not None and context.selection.target.edge is None


def count(context: Context) -> None:
    """Let the number of neurons of the selected layer be typed where it is."""
    if (layer := context.layer) is not None:
        context.canvas.pen.count(layer.id)


def _activation(key: str) -> Action:
    function = ACTIVATIONS[key]
    return Action(
        f"network.activation.{key}", f"{function.title}   {function.formula}", "Network ▸ Activation",
        lambda c: set_activation(c, key), function.summary,
        enabled=has_hidden, checked=lambda c: has_activation(c, key),
    )  # fmt: skip


def set_output(context: Context, key: str) -> None:
    """Give the output that activation function."""
    context.editor.apply(tr("Change output"), edits.set_output, key)


def can_switch(context: Context) -> bool:
    """Whether an input is selected that can be switched off: one of the plane's features."""
    neuron = context.selection.target.neuron
    return isinstance(neuron, tuple) and neuron[0] == "in" and neuron[1] in FEATURES and is_plane(context)


def is_plane(context: Context) -> bool:
    """Whether the samples are points of the plane."""
    return points_of(context.editor.project.data).plane


def switch_off(context: Context) -> None:
    """Hide the selected input from the network."""
    neuron = context.selection.target.neuron
    if isinstance(neuron, tuple):
        context.editor.apply(tr("Switch input"), edits.toggle_feature, str(neuron[1]))


def _output(key: str) -> Action:
    function = OUTPUTS[key]
    return Action(
        f"network.output.{key}", f"{function.title}   {function.formula}", "Network ▸ Output",
        lambda c: set_output(c, key), function.summary,
        checked=lambda c: c.editor.project.network.output_activation == key,
    )  # fmt: skip


def _dropout(rate: float) -> Action:
    return Action(
        f"network.dropout.{rate:g}", percent(rate, 0) if rate else "None", "Network ▸ Dropout",
        lambda c: set_dropout(c, rate),
        "Silences this share of the layer's neurons at random in each training step, so that none is relied on alone.",
        enabled=has_layer, checked=lambda c: has_dropout(c, rate),
    )  # fmt: skip


NETWORK_ACTIONS = (
    Action(
        "network.add_layer", "Add layer", "Network", add_layer,
        "Puts a hidden layer behind the selected one, or last, and selects it. What was learned stays.",
        keys=("Ins",), icon="layers", detail=place_words,
    ),
    Action(
        "network.add_neuron", "Add neuron", "Network", partial(resize, by=1),
        "Adds a neuron at the foot of each selected layer. Its outgoing weights start at 0, so the loss does not jump.",
        keys=("+", "="), enabled=has_layer, icon="plus",
    ),
    Action(
        "network.remove_neuron", "Remove last neuron", "Network", partial(resize, by=-1),
        "Takes the neuron at the foot of each selected layer away.",
        keys=("-",), enabled=can_shrink, icon="minus",
    ),
    Action(
        "network.count", "Number of neurons", "Network", count,
        "Lets you type how many neurons the selected layer has. Its lower edge can be dragged, too.",
        keys=("N",), enabled=lambda c: c.layer is not None,
    ),
    *(_activation(key) for key in ACTIVATIONS),
    *(_dropout(rate) for rate in DROPOUTS),
    *(_output(key) for key in OUTPUTS),
    Action(
        "network.switch_input", "Switch input off", "Network", switch_off,
        "Hides the selected input from the network. Click its tile, or press its number, to show it again.",
        enabled=can_switch,
    ),
    Action(
        "network.shape", "Shape…", "Network", set_shape,
        "Asks for the sizes of all hidden layers at once, such as 4, 2, 2, 3.", keys=("S",), section=True,
    ),
    Action(
        "network.rename", "Rename", "Network", rename,
        "Lets you type a name for the selected layer or neuron, right where it is.", keys=("F2",), enabled=can_rename,
    ),
)  # fmt: skip
