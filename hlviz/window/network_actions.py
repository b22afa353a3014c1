"""The Network menu: what can be done to layers and neurons without the mouse."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QInputDialog, QLineEdit

from hlviz.document import LayerSpec, Project, edits
from hlviz.nn.activations import ACTIVATIONS
from hlviz.session.selection import Target
from hlviz.window.action import Action, Context
from hlviz.window.shape_dialog import ask_shape

DROPOUTS = (0.0, 0.1, 0.2, 0.3, 0.5)


def tr(text: str) -> str:
    """A text of this menu in the user's language."""
    return QCoreApplication.translate("Network", text)


def each(project: Project, layers: Iterable[LayerSpec], edit: Callable[..., Project], *args: object) -> Project:
    """The project with an edit of a layer made in each of these."""
    for layer in layers:
        project = edit(project, layer.id, *args)
    return project


def has_layer(context: Context) -> bool:
    """Whether a hidden layer is selected, or a neuron or edge of one."""
    return bool(context.layers)


def has_hidden(context: Context) -> bool:
    """Whether there is a hidden layer at all."""
    return bool(context.editor.project.network.hidden)


def place_for_layer(context: Context) -> int:
    """Where a new hidden layer goes: into the selected gap, behind the selected layer, else last."""
    hidden = context.editor.project.network.hidden
    target = context.selection.target
    if target.gap is not None:
        return target.gap
    if context.layers:
        return hidden.index(context.layers[-1]) + 1
    return 0 if isinstance(target.neuron, tuple) and target.neuron[0] == "in" else len(hidden)


def add_layer(context: Context) -> None:
    """Put a hidden layer where it belongs; it is selected then."""
    index = place_for_layer(context)
    if context.editor.apply(tr("Insert layer"), edits.add_layer, index):
        context.selection.select(Target(layer=context.editor.project.network.hidden[index].id))


def resize(context: Context, by: int) -> None:
    """Add a neuron to each selected layer, or take one from its foot."""
    text = tr("Add neuron") if by > 0 else tr("Remove neuron")
    layers = [layer for layer in context.layers if layer.size + by >= 1]
    context.editor.apply(
        text, each, layers, lambda p, layer: edits.resize_layer(p, layer, p.network.layer(layer).size + by)
    )


def can_shrink(context: Context) -> bool:
    """Whether a selected layer has a neuron to spare."""
    return any(layer.size > 1 for layer in context.layers)


def move(context: Context, by: int) -> None:
    """Move the selected layers towards the inputs or the output."""
    if can_move(context, by):
        layers = context.layers if by < 0 else context.layers[::-1]
        context.editor.apply(
            tr("Move layer"), each, layers, lambda p, layer: edits.move_layer(p, layer, p.network.index(layer) + by)
        )


def can_move(context: Context, by: int) -> bool:
    """Whether there is a hidden layer on that side of the selected ones."""
    hidden, layers = context.editor.project.network.hidden, context.layers
    return bool(layers) and hidden.index(layers[0]) + by >= 0 and hidden.index(layers[-1]) + by < len(hidden)


def set_activation(context: Context, key: str) -> None:
    """Give the selected layers that activation function; with none selected, all hidden layers."""
    if layers := context.layers:
        context.editor.apply(tr("Activation"), each, layers, edits.set_activation, key)
    else:
        context.editor.apply(tr("Activation of all layers"), edits.set_all_activations, key)


def has_activation(context: Context, key: str) -> bool:
    """Whether each of the selected layers, or else of all, has that activation function."""
    layers = context.layers or context.editor.project.network.hidden
    return bool(layers) and all(layer.activation == key for layer in layers)


def set_dropout(context: Context, rate: float) -> None:
    """Give the selected layers that dropout."""
    context.editor.apply(tr("Dropout"), each, context.layers, edits.set_dropout, rate)


def has_dropout(context: Context, rate: float) -> bool:
    """Whether each of the selected layers has that dropout."""
    return has_layer(context) and all(layer.dropout == rate for layer in context.layers)


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
        "Puts a hidden layer behind the selected one, or last, and selects it. What was learned stays.",
        keys=("Ins",), icon="layers",
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
        "network.move_left", "Move layer towards the inputs", "Network", partial(move, by=-1),
        "Swaps the selected layer, or layers, with the one before.",
        keys=("Ctrl+Left",), enabled=partial(can_move, by=-1), section=True,
    ),
    Action(
        "network.move_right", "Move layer towards the output", "Network", partial(move, by=1),
        "Swaps the selected layer, or layers, with the one behind.",
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
