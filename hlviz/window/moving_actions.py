"""What moves layers and neurons: in the order of the network, and on the screen."""

from functools import partial

from PySide6.QtCore import QCoreApplication

from hlviz.document import LayerId, NeuronId, Project, edits
from hlviz.window.action import Action, Context
from hlviz.window.network_actions import has_layer, ids


def tr(text: str) -> str:
    """A text of this menu in the user's language."""
    return QCoreApplication.translate("Moving", text)


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


MOVING_ACTIONS = (
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
    _slide("left", "Column to the left", "Alt+Left", -10, 0),
    _slide("right", "Column to the right", "Alt+Right", 10, 0),
    _slide("up", "Column up", "Alt+Up", 0, -10),
    _slide("down", "Column down", "Alt+Down", 0, 10),
    Action(
        "network.tidy", "Tidy up", "Network ▸ Column", lambda c: c.editor.apply(tr("Tidy"), edits.tidy),
        "Puts all columns back into their tidy places. The order of the layers stays.",
        keys=("T",), enabled=is_untidy, section=True,
    ),
)  # fmt: skip
