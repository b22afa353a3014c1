"""The Network menu: what can be done to layers and neurons without the mouse."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QCoreApplication

from hlviz.datasets import FEATURES
from hlviz.document import LayerId, LayerSpec, NeuronId, Project, edits
from hlviz.document.samples import points_of
from hlviz.nn.activations import ACTIVATIONS, OUTPUTS
from hlviz.session.selection import Target
from hlviz.window.action import Action, Context
from hlviz.window.shape_dialog import ask_shape

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


def place_for_layer(context: Context) -> int:
    """Where a new hidden layer goes: into the selected gap, behind the selected layer, else last."""
    hidden = context.editor.project.network.hidden
    target = context.selection.target
    if target.gap is not None:
        return target.gap
    if context.layers:
        return hidden.index(context.layers[-1]) + 1
    return 0 if isinstance(target.neuron, tuple) and target.neuron[0] == "in" else len(hidden)


def place_words(context: Context) -> str:
    """Where a new hidden layer would go, in words."""
    index, network = place_for_layer(context), context.editor.project.network
    if index == 0 or index > len(network.hidden):
        return tr("behind the inputs")
    return tr("behind {layer}").format(layer=network.layer_name(index - 1))


def add_layer(context: Context) -> None:
    """Put a hidden layer where it belongs; it is selected then."""
    index = place_for_layer(context)
    if context.editor.apply(tr("Insert layer"), edits.add_layer, index):
        context.selection.select(Target(layer=context.editor.project.network.hidden[index].id))


def resize(context: Context, by: int) -> None:
    """Add a neuron to each selected layer, or take one from its foot."""
    text = tr("Add neuron") if by > 0 else tr("Remove neuron")
    context.editor.apply(text, edits.grow_layers, ids(context.layers), by)


def can_shrink(context: Context) -> bool:
    """Whether a selected layer has a neuron to spare."""
    return any(layer.size > 1 for layer in context.layers)


def move(context: Context, by: int) -> None:
    """Move the selected layers towards the inputs or the output."""
    if can_move(context, by):
        layers = context.layers if by < 0 else context.layers[::-1]
        context.editor.apply(
            tr("Move layer"),
            edits.in_layers,
            ids(layers),
            lambda project, layer: edits.move_layer(project, layer, project.network.index(layer) + by),
        )


def can_move(context: Context, by: int) -> bool:
    """Whether there is a hidden layer on that side of the selected ones."""
    hidden, layers = context.editor.project.network.hidden, context.layers
    return bool(layers) and hidden.index(layers[0]) + by >= 0 and hidden.index(layers[-1]) + by < len(hidden)


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


def move_neurons(context: Context, by: int) -> None:
    """Move the selected neurons to the foot of the layer before or behind."""
    goals = _goals(context, by)
    context.editor.apply(tr("Move neuron"), _moved, goals)
    context.canvas.reveal(context.selection.target)


def can_move_neurons(context: Context, by: int) -> bool:
    """Whether hidden neurons are selected that have a hidden layer on that side."""
    return any(isinstance(target.neuron, int) for target in context.selection.targets) and bool(_goals(context, by))


def _goals(context: Context, by: int) -> dict[NeuronId, LayerId]:
    """To which layer each selected hidden neuron would go."""
    hidden = context.editor.project.network.hidden
    places = {neuron: i + by for i, layer in enumerate(hidden) for neuron in layer.neurons}
    chosen = [target.neuron for target in context.selection.targets if isinstance(target.neuron, int)]
    return {neuron: hidden[places[neuron]].id for neuron in chosen if 0 <= places.get(neuron, -1) < len(hidden)}


def _moved(project: Project, goals: dict[NeuronId, LayerId]) -> Project:
    for neuron, layer in goals.items():
        if any(other.id == layer for other in project.network.hidden):  # else it went with its last neuron
            project = edits.move_neuron(project, neuron, layer)
    return project


def slide(context: Context, dx: float, dy: float) -> None:
    """Move the columns of the selected layers aside."""
    context.canvas.slide(ids(context.layers), dx, dy)


def is_untidy(context: Context) -> bool:
    """Whether a column was moved from its tidy place."""
    return any(layer.shift != (0.0, 0.0) for layer in context.editor.project.network.hidden)


def _slide(name: str, text: str, key: str, dx: float, dy: float) -> Action:
    return Action(
        f"network.slide_{name}", text, "Network ▸ Column", partial(slide, dx=dx, dy=dy),
        "Moves the columns of the selected layers by 10 pixels, as far as their neighbours let them.",
        keys=(key,), enabled=has_layer,
    )  # fmt: skip


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
        f"network.dropout.{rate:g}", f"{rate:.0%}" if rate else "None", "Network ▸ Dropout",
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
    Action(
        "network.neuron_left", "Move neuron to the layer before", "Network", partial(move_neurons, by=-1),
        "Takes the selected neurons to the foot of the hidden layer before theirs. They listen to other neurons then.",
        keys=("Ctrl+Shift+Left",), enabled=partial(can_move_neurons, by=-1),
    ),
    Action(
        "network.neuron_right", "Move neuron to the layer behind", "Network", partial(move_neurons, by=1),
        "Takes the selected neurons to the foot of the hidden layer behind theirs. They listen to other neurons then.",
        keys=("Ctrl+Shift+Right",), enabled=partial(can_move_neurons, by=1),
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
        "Asks for the sizes of all hidden layers at once, such as 4, 2, 2, 3.", section=True,
    ),
    Action(
        "network.rename", "Rename", "Network", rename,
        "Lets you type a name for the selected layer or neuron, right where it is.", keys=("F2",), enabled=can_rename,
    ),
    _slide("left", "To the left", "Alt+Left", -10, 0),
    _slide("right", "To the right", "Alt+Right", 10, 0),
    _slide("up", "Up", "Alt+Up", 0, -10),
    _slide("down", "Down", "Alt+Down", 0, 10),
    Action(
        "network.tidy", "Tidy", "Network ▸ Column", lambda c: c.editor.apply(tr("Tidy"), edits.tidy),
        "Puts all columns back into their tidy places. The order of the layers stays.",
        keys=("T",), enabled=is_untidy, section=True,
    ),
)  # fmt: skip
