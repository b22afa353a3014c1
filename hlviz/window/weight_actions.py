"""What can be done to single weights: typed, frozen, cut, set to zero, drawn at random; and how edges are walked to by key."""

from collections.abc import Iterator
from itertools import product

from PySide6.QtCore import QCoreApplication

from hlviz.document import edits
from hlviz.document.specs import Edge, NeuronKey
from hlviz.document.specs import Target as Carrier
from hlviz.document.wiring import wiring_of
from hlviz.session.selection import Target
from hlviz.window.action import Action, Context

MENU = "Network ▸ Weights"


def tr(text: str) -> str:
    """A text of this menu in the user's language."""
    return QCoreApplication.translate("Weights", text)


def is_at_start(context: Context) -> bool:
    """Whether nothing was trained yet."""
    moment = context.playback.moment
    return moment is None or moment.is_start


def carriers(context: Context) -> Iterator[Carrier]:
    """The neurons and edges whose weights are meant by what is selected: of a layer its neurons, of an input the edges it has."""
    layers = wiring_of(context.editor.project).layers
    for target in context.selection.targets:
        if target.layer is not None:
            yield from context.editor.project.network.layer(target.layer).neurons
        elif target.edge is not None:
            yield target.edge
        elif target.neuron in layers[0]:
            yield from ((target.neuron, end) for end in layers[1])
        elif target.neuron is not None:
            yield target.neuron


def speaking(context: Context) -> Iterator[Edge]:
    """The edges that are meant by what is selected: of a neuron those it speaks through, of an output those it listens to."""
    wiring, network = wiring_of(context.editor.project), context.editor.project.network
    for target in context.selection.targets:
        neurons: tuple[NeuronKey, ...] = ()
        if target.edge is not None:
            yield target.edge
        elif target.layer is not None:
            neurons = network.layer(target.layer).neurons
        elif target.neuron is not None:
            neurons = (target.neuron,)
        place = wiring.find(neurons[0]) if neurons else None
        if place is None:
            continue
        if place[0] + 1 < len(wiring.layers):
            yield from product(neurons, wiring.layers[place[0] + 1])
        else:
            yield from product(wiring.layers[-2], neurons)


def has_some(context: Context) -> bool:
    """Whether anything is selected that has weights."""
    return any(target.gap is None for target in context.selection.targets)


def is_frozen(context: Context) -> bool:
    """Whether all that is selected is frozen."""
    network = context.editor.project.network
    return bool(network.frozen) and has_some(context) and all(map(network.is_frozen, carriers(context)))


def toggle_frozen(context: Context) -> None:
    """Freeze all that is selected, or let training adjust it again."""
    on = not is_frozen(context)
    context.editor.apply(tr("Freeze") if on else tr("Unfreeze"), edits.set_frozen, tuple(carriers(context)), on)


def is_cut(context: Context) -> bool:
    """Whether all edges that are selected are cut."""
    cut = context.editor.project.network.cut
    return bool(cut) and has_some(context) and all(edge in cut for edge in speaking(context))


def toggle_cut(context: Context) -> None:
    """Cut the edges that are selected, or join them again."""
    on = not is_cut(context)
    context.editor.apply(tr("Cut edges") if on else tr("Join edges"), edits.set_cut, tuple(speaking(context)), on)


def zero(context: Context) -> None:
    """Set all weights and biases that are selected to 0."""
    context.editor.apply(tr("Set to zero"), edits.zero, tuple(carriers(context)), at_start=is_at_start(context))


def randomize(context: Context) -> None:
    """Draw all weights and biases that are selected anew."""
    context.editor.apply(tr("Draw at random"), edits.randomize, tuple(carriers(context)), at_start=is_at_start(context))


def with_bias(context: Context) -> Target | None:
    """The neuron whose bias is meant: the selected one, or where the selected edge ends."""
    target = context.selection.target
    neuron = target.edge[1] if target.edge is not None else target.neuron
    if neuron is None or (isinstance(neuron, tuple) and neuron[0] == "in"):
        return None
    return Target(neuron=neuron)


def edit_bias(context: Context) -> None:
    """Let the bias be typed."""
    if (target := with_bias(context)) is not None:
        context.selection.select(target)
        context.canvas.weigh(target)


def _walk(name: str, text: str, key: str, by: int, *, outward: bool) -> Action:
    return Action(
        f"edit.{name}", text, "Edit ▸ Select edge", lambda c: c.canvas.walk_edge(by, outward=outward),
        "Selects the next of the edges of the selected neuron; Enter then lets you type its weight.",
        keys=(key,), enabled=lambda c: c.selection.target.edge is not None or c.selection.target.neuron is not None,
    )  # fmt: skip


WALK_ACTIONS = (
    _walk("next_edge_in", "Next edge into the neuron", "E", 1, outward=False),
    _walk("previous_edge_in", "Previous edge into the neuron", "Shift+E", -1, outward=False),
    _walk("next_edge_out", "Next edge out of the neuron", "O", 1, outward=True),
    _walk("previous_edge_out", "Previous edge out of the neuron", "Shift+O", -1, outward=True),
)
WEIGHT_ACTIONS = (
    Action(
        "network.weigh", "Edit weight", MENU, lambda c: c.canvas.weigh(c.selection.target),
        "Lets you type the weight of the selected edge, right where it is. Each number counts at once.",
        keys=("W",), enabled=lambda c: c.selection.target.edge is not None,
    ),
    Action(
        "network.bias", "Edit bias", MENU, edit_bias,
        "Lets you type the bias of the selected neuron, right where it is. Each number counts at once.",
        keys=("B",), enabled=lambda c: with_bias(c) is not None,
    ),
    Action(
        "network.matrix", "Show weights large", MENU, lambda c: c.canvas.show_weights(large=True),
        "Shows the weights into the selected layer as a matrix, in a window of its own that follows the training. "
        "A double click on a wide layer does the same.",
        keys=("Shift+W",),
    ),
    Action(
        "network.freeze", "Frozen", MENU, toggle_frozen,
        "Training leaves the selected weights as they are; of a neuron its bias and all weights into it.",
        keys=("F",), enabled=has_some, checked=is_frozen, section=True,
    ),
    Action(
        "network.cut", "Cut off", MENU, toggle_cut,
        "Takes the selected edges out: their weights are 0 until they are joined again, then they have the weight that they "
        "had. Of a neuron it cuts the edges that leave it, which mutes it.",
        keys=("M",), enabled=has_some, checked=is_cut,
    ),
    Action(
        "network.zero", "Set to zero", MENU, zero,
        "Sets the selected weights to 0; of a neuron its bias and all weights into it. Training goes on from there.",
        keys=("0",), enabled=has_some, section=True,
    ),
    Action(
        "network.randomize", "Draw at random", MENU, randomize,
        "Draws the selected weights anew, as the first weights are drawn; of a neuron all weights into it and its bias.",
        keys=("R",), enabled=has_some,
    ),
)  # fmt: skip
