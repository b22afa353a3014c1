"""What can be asked of one neuron: what it does, what the network is without it, and that it be pruned."""

from PySide6.QtCore import QCoreApplication

from hlviz.document import edits
from hlviz.document.wiring import NeuronKey
from hlviz.explain.ablation import Ranking, rank
from hlviz.session.errand import Errand
from hlviz.session.moment import Moment
from hlviz.session.selection import Target
from hlviz.session.without import without
from hlviz.window.action import Action, Context


def tr(text: str) -> str:
    """A text of this menu in the user's language."""
    return QCoreApplication.translate("Explain", text)


def show_neuron(context: Context) -> None:
    """Bring up what the selected neuron does; with none selected, the first one of the hidden layers."""
    hidden = context.editor.project.network.hidden
    target = context.selection.target
    if target.neuron is None and target.edge is None and hidden:
        layer = context.layer or hidden[0]
        context.selection.select(Target(neuron=layer.neurons[0]))
    context.window.docks["neuron"].bring_up()


def hidden_neuron(context: Context) -> int | None:
    """The selected neuron, if it is one of a hidden layer."""
    neuron = context.selection.target.neuron
    return neuron if isinstance(neuron, int) else None


def toggle_without(context: Context) -> None:
    """Look at the network without the selected neuron; again: at all of it."""
    selection = context.selection
    selection.look_without(None if selection.without is not None else hidden_neuron(context))


def tell_without(context: Context) -> None:
    """Say in the status line what the missing neuron costs, or that none is missing any more."""
    moment, status = context.playback.moment, context.window.status
    found = without(moment, context.selection.without) if moment is not None else None
    if found is None:
        status.say(tr("With all its neurons again."))
        return
    names = found.whole.project.network
    layer = names.layer_name(found.layer - 1)
    text = tr("Without {layer} · {neuron} the loss goes from {before} to {after} ({change}).")
    status.say(
        text.format(
            layer=layer, neuron=_name(found.whole, found.layer, found.place), before=f"{found.before:.3g}",
            after=f"{found.after:.3g}", change=f"{found.after - found.before:+.2g}".replace("-", "−"),
        )
    )  # fmt: skip


def _name(moment: Moment, layer: int, place: int) -> str:
    key = moment.assembly.wiring.layers[layer][place]
    own = moment.project.network.neuron_name(key) if isinstance(key, int) else ""
    return own or tr("neuron {number}").format(number=place + 1)


def prune(context: Context, neuron: NeuronKey) -> None:
    """Take a hidden neuron out of the network; all other weights are kept."""
    if isinstance(neuron, int):
        context.editor.apply(tr("Prune neuron"), edits.remove_neuron, neuron)


def prune_selected(context: Context) -> None:
    """Take the selected neuron out."""
    if (neuron := hidden_neuron(context)) is not None:
        prune(context, neuron)


def prune_least(context: Context) -> None:
    """Find out which neuron is missed least, and take that one out."""
    moment = context.playback.moment
    if moment is None:
        return
    found: list[Ranking] = []
    errand = Errand(context.window)

    def done() -> None:
        errand.deleteLater()
        if not found or not found[0].worths:
            return
        least = found[0].worths[-1]
        prune(context, moment.assembly.wiring.layers[least.layer][least.place])

    errand.begin(rank(moment.assembly, moment.parameters, "zero", found), done)


NEURON_ACTIONS = (
    Action(
        "explain.neuron", "What does this neuron do?", "Explain", show_neuron,
        "Says in words where the selected neuron fires, what it is made of and what it is worth, and shows its sum with the "
        "numbers in it.",
        also="explain the selected neuron in a sentence, formula, half-plane, logic AND OR NOT", section=True,
    ),
    Action(
        "explain.without", "Look without this neuron", "Explain", toggle_without,
        "Shows the output without the selected neuron, and what that does to the loss; again: with all neurons. Nothing is "
        "changed. Holding Alt over a neuron does the same for as long as you hold it.",
        keys=("L",), enabled=lambda c: hidden_neuron(c) is not None or c.selection.without is not None,
        checked=lambda c: c.selection.without is not None, also="leave out, ablate, switch off, mute a neuron",
    ),
    Action(
        "explain.prune", "Prune this neuron", "Explain", prune_selected,
        "Takes the selected neuron out of the network. All other weights are kept, training goes on, and it can be undone.",
        enabled=lambda c: hidden_neuron(c) is not None, also="remove delete the selected neuron",
    ),
    Action(
        "explain.prune_least", "Prune the neuron that is missed least", "Explain", prune_least,
        "Leaves each hidden neuron out in turn, and takes out the one without which the loss is lowest. All other weights are "
        "kept, training goes on, and it can be undone.",
        enabled=lambda c: bool(c.editor.project.network.hidden), also="remove the most useless neuron, shrink the network",
    ),
)  # fmt: skip
