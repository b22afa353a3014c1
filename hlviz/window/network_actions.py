"""The Network menu: what can be done to layers and neurons without the mouse."""

from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QInputDialog, QLineEdit

from hlviz.document import edits
from hlviz.nn.activations import ACTIVATIONS
from hlviz.session.selection import Target
from hlviz.window.action import Action, Context
from hlviz.window.shape_dialog import ask_shape

DROPOUTS = (0.0, 0.1, 0.2, 0.3, 0.5)


def tr(text: str) -> str:
    """A text of this menu in the user's language."""
    return QCoreApplication.translate("Network", text)


def has_layer(context: Context) -> bool:
    """Whether a hidden layer is selected, or a neuron or edge of one."""
    return context.layer is not None


def has_hidden(context: Context) -> bool:
    """Whether there is a hidden layer at all."""
    return bool(context.editor.project.network.hidden)


def add_layer(context: Context) -> None:
    """Put a hidden layer behind the selected one, or last; it is selected then."""
    hidden = context.editor.project.network.hidden
    layer, neuron = context.layer, context.selection.target.neuron
    if layer is not None:
        index = hidden.index(layer) + 1
    else:
        index = 0 if isinstance(neuron, tuple) and neuron[0] == "in" else len(hidden)
    if context.editor.apply(tr("Insert layer"), edits.add_layer, index):
        context.selection.select(Target(layer=context.editor.project.network.hidden[index].id))


def resize(context: Context, by: int) -> None:
    """Add neurons to the selected layer, or take them from its foot."""
    if (layer := context.layer) is not None:
        text = tr("Add neuron") if by > 0 else tr("Remove neuron")
        context.editor.apply(text, edits.resize_layer, layer.id, layer.size + by)


def can_shrink(context: Context) -> bool:
    """Whether the selected layer has a neuron to spare."""
    return (layer := context.layer) is not None and layer.size > 1


def move(context: Context, by: int) -> None:
    """Move the selected layer towards the inputs or the output."""
    if can_move(context, by) and (layer := context.layer) is not None:
        at = context.editor.project.network.index(layer.id)
        context.editor.apply(tr("Move layer"), edits.move_layer, layer.id, at + by)


def can_move(context: Context, by: int) -> bool:
    """Whether there is a hidden layer on that side of the selected one."""
    hidden = context.editor.project.network.hidden
    layer = context.layer
    return layer is not None and 0 <= hidden.index(layer) + by < len(hidden)


def remove(context: Context) -> None:
    """Take away the neuron that is selected, or else the layer."""
    neuron = context.selection.target.neuron
    if isinstance(neuron, int):
        context.editor.apply(tr("Remove neuron"), edits.remove_neuron, neuron)
    elif (layer := context.layer) is not None:
        context.editor.apply(tr("Remove layer"), edits.remove_layer, layer.id)


def can_remove(context: Context) -> bool:
    """Whether a hidden neuron or layer is selected: inputs and outputs come from the data, edges from the layers."""
    return context.selection.target.edge is None and context.layer is not None


def set_activation(context: Context, key: str) -> None:
    """Give the selected layer that activation function; with none selected, all hidden layers."""
    if (layer := context.layer) is not None:
        context.editor.apply(tr("Activation"), edits.set_activation, layer.id, key)
    else:
        context.editor.apply(tr("Activation of all layers"), edits.set_all_activations, key)


def has_activation(context: Context, key: str) -> bool:
    """Whether the selected layer, or else each of them, has that activation function."""
    layers = [context.layer] if context.layer else list(context.editor.project.network.hidden)
    return bool(layers) and all(layer.activation == key for layer in layers)


def set_dropout(context: Context, rate: float) -> None:
    """Give the selected layer that dropout."""
    if (layer := context.layer) is not None:
        context.editor.apply(tr("Dropout"), edits.set_dropout, layer.id, rate)


def has_dropout(context: Context, rate: float) -> bool:
    """Whether the selected layer has that dropout."""
    return (layer := context.layer) is not None and layer.dropout == rate


def set_shape(context: Context) -> None:
    """Ask for the sizes of all hidden layers."""
    sizes = ask_shape(context.window, tuple(layer.size for layer in context.editor.project.network.hidden))
    if sizes is not None:
        context.editor.apply(tr("Shape"), edits.set_shape, sizes)


def rename(context: Context) -> None:
    """Ask for the name of the selected layer."""
    if (layer := context.layer) is None:
        return
    network = context.editor.project.network
    name, accepted = QInputDialog.getText(
        context.window,
        tr("Rename layer"),
        tr("Name of this layer; leave it empty to call it by its place:"),
        QLineEdit.EchoMode.Normal,
        network.layer_name(network.index(layer.id)),
    )
    if accepted:
        context.editor.apply(tr("Rename layer"), edits.rename_layer, layer.id, name)


def _activation(key: str) -> Action:
    function = ACTIVATIONS[key]
    return Action(
        f"network.activation.{key}", f"{function.title}   {function.formula}", "Network ▸ Activation",
        lambda c: set_activation(c, key), function.summary,
        enabled=has_hidden, checked=lambda c: has_activation(c, key),
    )  # fmt: skip


def _dropout(rate: float) -> Action:
    return Action(
        f"network.dropout.{rate:g}", f"{rate:.0%}" if rate else "None", "Network ▸ Dropout",
        lambda c: set_dropout(c, rate),
        "Silences this share of the layer's neurons at random in each training step, so that none is relied on alone.",
        enabled=has_layer, checked=lambda c: has_dropout(c, rate),
    )  # fmt: skip


NETWORK_ACTIONS = (
    Action(
        "network.add_layer", "Add layer after selection", "Network", add_layer,
        "Puts a hidden layer behind the selected one, or last. What was learned stays.",
        keys=("Ins",), icon="layers",
    ),
    Action(
        "network.add_neuron", "Add neuron", "Network", partial(resize, by=1),
        "Adds a neuron at the foot of the selected layer. Its outgoing weights start at 0, so the loss does not jump.",
        keys=("+", "="), enabled=has_layer, icon="plus",
    ),
    Action(
        "network.remove_neuron", "Remove last neuron", "Network", partial(resize, by=-1),
        "Takes the neuron at the foot of the selected layer away.",
        keys=("-",), enabled=can_shrink, icon="minus",
    ),
    Action(
        "network.move_left", "Move layer towards the inputs", "Network", partial(move, by=-1),
        "Swaps the selected layer with the one before it.",
        keys=("Ctrl+Left",), enabled=partial(can_move, by=-1), section=True,
    ),
    Action(
        "network.move_right", "Move layer towards the output", "Network", partial(move, by=1),
        "Swaps the selected layer with the one behind it.",
        keys=("Ctrl+Right",), enabled=partial(can_move, by=1),
    ),
    *(_activation(key) for key in ACTIVATIONS),
    *(_dropout(rate) for rate in DROPOUTS),
    Action(
        "network.shape", "Shape…", "Network", set_shape,
        "Asks for the sizes of all hidden layers at once, such as 4, 2, 2, 3.", section=True,
    ),
    Action(
        "network.rename", "Rename layer…", "Network", rename,
        "Gives the selected layer a name of its own.", keys=("F2",), enabled=has_layer,
    ),
)  # fmt: skip
