"""What the tour *What is a hidden layer?* does in the window: to each fact some deeds, and what there is to see after each."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from hlviz.document import Project, edits
from hlviz.document.wiring import NeuronKey, wiring_of
from hlviz.session.selection import Target
from hlviz.window.action import Context
from hlviz.window.backprop_actions import step_into
from hlviz.window.help_text import HIDDEN_LAYER, Fact
from hlviz.window.neuron_actions import hidden_neuron, show_neuron
from hlviz.window.tour_question import CIRCLE_WITHOUT, Question

HAND = 1.0
"""By how much the tour raises a bias."""


@dataclass(frozen=True, eq=False)
class Deed:
    """Something the tour does when asked to; an edit, where it changes the document."""

    text: str
    """On its button."""
    run: Callable[[Context], object]
    look: str
    """What to look at then, and what it shows."""


@dataclass(frozen=True, eq=False)
class Step:
    """A fact, and what lets one see that it is so."""

    fact: Fact
    deeds: tuple[Deed, ...]
    question: Question | None = None
    """To be answered before anything is done."""


def tr(text: str) -> str:
    """What an edit of the tour is called in the Edit menu, in the user's language."""
    return QCoreApplication.translate("Tour", text)


def neuron_of(context: Context) -> int:
    """The hidden neuron that the tour speaks of, selected now: the selected one, else the first. A bare network gets a layer."""
    if not context.editor.project.network.hidden:
        context.editor.apply(tr("Add layer"), edits.add_layer, 0)
    if (selected := hidden_neuron(context)) is not None:
        return selected
    layer = context.layer or context.editor.project.network.hidden[0]
    context.selection.select(Target(neuron=layer.neurons[0]))
    return layer.neurons[0]


def follow_sample(context: Context) -> None:
    """Show one sample's activations on all neurons, and the sum of one of them."""
    neuron_of(context)
    context.selection.set_probing(True)
    show_neuron(context)


def turn_weight(context: Context) -> None:
    """Give the largest weight of a neuron the other sign."""
    neuron = neuron_of(context)
    layers = wiring_of(context.editor.project).layers
    layer = next(i for i, keys in enumerate(layers) if neuron in keys)
    before: tuple[NeuronKey, ...] = layers[layer - 1]
    values = _incoming(context, neuron)
    place = max(range(len(values)), key=lambda i: abs(values[i])) if values else 0
    value = -values[place] if values else -HAND
    edge = (before[place], neuron)
    context.editor.apply(tr("Turn weight round"), edits.set_weight, edge, value, at_start=_is_start(context))
    context.selection.select(Target(neuron=neuron))


def raise_bias(context: Context) -> None:
    """Add to a neuron's bias."""
    neuron = neuron_of(context)
    moment = context.playback.moment
    found = moment.assembly.wiring.find(neuron) if moment is not None else None
    bias = float(moment.parameters.biases[found[0] - 1][found[1]]) if moment is not None and found else 0.0
    context.editor.apply(tr("Raise bias"), edits.set_bias, neuron, bias + HAND, at_start=_is_start(context))


def bend_by(context: Context, activation: str) -> None:
    """Give the layer of the neuron another activation function."""
    neuron = neuron_of(context)
    layer = Target(neuron=neuron).layer_in(context.editor.project.network)
    if layer is not None:
        context.editor.apply(tr("Set activation"), edits.set_activation, layer.id, activation)


def without_one(context: Context) -> None:
    """Look at the network without the neuron."""
    context.selection.look_without(neuron_of(context))


def play(context: Context) -> None:
    """Train."""
    context.run.start()


def ask_neuron(context: Context) -> None:
    """Let a neuron be told in words."""
    neuron_of(context)
    show_neuron(context)


def new_weights(context: Context) -> None:
    """Draw other first weights."""
    context.run.pause()
    context.editor.apply(tr("New weights"), edits.new_weights)


def take_apart(context: Context) -> None:
    """Step into backprop, where one is not in it already."""
    if not context.walkthrough.is_wanted:
        step_into(context)


def only_straight(context: Context) -> None:
    """Learn what no straight line can part, without a hidden layer."""
    context.window.docks["output"].bring_up()
    context.editor.apply(tr("Exclusive or without a hidden layer"), _bare)
    play(context)


def put_one_in(context: Context) -> None:
    """Add a hidden layer to what trains."""
    context.window.docks["output"].bring_up()
    context.editor.apply(tr("Add layer"), edits.add_layer, 0, 4, "tanh")
    play(context)


def make_linear(context: Context) -> None:
    """Let no hidden layer bend."""
    neuron_of(context)
    context.editor.apply(tr("All layers linear"), edits.set_all_activations, "identity")
    context.window.docks["linear"].bring_up()
    play(context)


def shape(context: Context, *sizes: int) -> None:
    """Give the network hidden layers of these sizes that bend, and train."""
    text = tr("Hidden layers {sizes}").format(sizes=", ".join(map(str, sizes)))
    context.editor.apply(text, _shaped, sizes)
    play(context)


def _bare(project: Project) -> Project:
    return edits.set_shape(edits.choose_dataset(project, "xor"), ())


def _shaped(project: Project, sizes: tuple[int, ...]) -> Project:
    return edits.set_all_activations(edits.set_shape(project, sizes), "tanh")


def _incoming(context: Context, neuron: int) -> list[float]:
    """The weights of what comes into a neuron, as they are on screen; none where the screen shows a network before it."""
    moment = context.playback.moment
    if moment is None or moment.project is not context.editor.project:
        return []
    layer, place = moment.assembly.wiring.find(neuron) or (0, 0)
    return [float(w) for w in moment.parameters.weights[layer - 1][:, place]] if layer else []


def _is_start(context: Context) -> bool:
    moment = context.playback.moment
    return moment is None or moment.is_start


STEPS = (
    Step(HIDDEN_LAYER[0], (
        Deed("Follow a sample", follow_sample,
             "The number on each tile is its activation for one sample. The panel Neuron lists what the selected neuron takes from "
             "the layer before it: each activation times its weight, then the bias, then the sum."),
        Deed("Turn a weight round", turn_weight,
             "The neuron's largest weight has the other sign: its edge the other colour. What the neuron agreed with it now takes the "
             "opposite of. Its map has turned, and the output with it."),
        Deed("Raise its bias", raise_bias,
             "The border in its map was pushed aside and did not turn: the bias is added, whatever comes in."),
    )),
    Step(HIDDEN_LAYER[1], (
        Deed("Bend with ReLU", lambda c: bend_by(c, "relu"),
             "Each map of the layer is flat on one side of a crease and rises on the other: ReLU makes 0 of all that is below it."),
        Deed("Do not bend", lambda c: bend_by(c, "identity"),
             "Without a bend each map of the layer rises evenly from one side to the other: the neuron only hands on its sum."),
        Deed("Look without the neuron", without_one,
             "Nothing has changed: you see what the layers behind it would say if it handed on nothing. The status line says what "
             "that costs. Press L to see all of it again."),
    )),
    Step(HIDDEN_LAYER[2], (
        Deed("Play", play,
             "The tiles in the middle change while it learns, and nobody tells them what to show. Only the output is compared with "
             "what is right."),
        Deed("Ask a neuron", ask_neuron,
             "The panel Neuron says in a sentence what this neuron has come to stand for. Click another tile to ask that one."),
    )),
    Step(HIDDEN_LAYER[3], (
        Deed("Draw new weights", new_weights,
             "All weights were drawn by chance: the output is a guess, and the loss is high. Do it again, and it is another guess."),
        Deed("Play", play,
             "The loss falls, step by step. Watch the edges: they become thicker or thinner, and some change sides."),
        Deed("Take one step apart", take_apart,
             "The panel Backprop shows one step of learning with all its numbers. Ctrl+. goes on to the next stage: forward, loss, "
             "backward, update."),
    )),
    Step(HIDDEN_LAYER[4], (
        Deed("Learn without one", only_straight,
             "The corners that lie crosswise belong together. The border in the output turns about and stays straight, and a good "
             "part of the points stays on the wrong side, however long it trains."),
        Deed("Put one in", put_one_in,
             "Four neurons between inputs and output: within seconds the border bends and parts what no straight line parts."),
        Deed("Make it linear", make_linear,
             "The layer is still there and does not bend any more: the border is straight again. The panel Linear shows the one "
             "neuron that says just the same."),
    ), CIRCLE_WITHOUT),
    Step(HIDDEN_LAYER[5], (
        Deed("One neuron", lambda c: shape(c, 1),
             "One neuron makes one straight cut and no more; watch where the loss stops."),
        Deed("Wider: six", lambda c: shape(c, 6),
             "Six neurons make six cuts side by side, and the output puts them together. The loss goes further down."),
        Deed("Deeper: three layers", lambda c: shape(c, 6, 4, 4),
             "Later layers make shapes of the shapes before them: look at their maps from left to right."),
    )),
)  # fmt: skip
"""One step for each fact."""
