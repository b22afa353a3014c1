"""What the tour *What is a hidden layer?* does in the window: to each fact some deeds, and what there is to see after each."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication

from hlviz.document import Project, edits
from hlviz.document.presets import PRESETS
from hlviz.document.samples import split_of
from hlviz.document.settings import with_settings
from hlviz.document.wiring import NeuronKey, wiring_of
from hlviz.number_text import setting
from hlviz.session.selection import Target
from hlviz.window.action import Context
from hlviz.window.backprop_actions import step_into
from hlviz.window.help_text import HIDDEN_LAYER, Fact
from hlviz.window.neuron_actions import hidden_neuron, show_neuron
from hlviz.window.tour_question import CIRCLE_WITHOUT, Question

HAND = 1.0
"""By how much the tour raises a bias."""
TOO_LONG, FAIR, TOO_SHORT = 3.0, 0.03, 0.0001
"""Learning rates of plain gradient descent."""
PENALTY = 0.03
"""How much L2 helps the network that learned by heart."""
HEART_SEED = 13
"""First weights from which the test loss climbs steadily."""
PARTED_BY_FOUR = {"circle", "xor"}
"""Data sets that no straight line parts and that four neurons part within seconds."""


@dataclass(frozen=True, eq=False)
class Deed:
    """Something the tour does when asked to; an edit, where it changes the document."""

    text: str
    """On its button."""
    run: Callable[[Context], bool]
    """Whether it could be done."""
    look: str
    """What to look at then, and what it shows."""
    elsewhere: str = ""
    """The same where the inputs are not two numbers of a plane whose two sides are told apart: there is no map with one border."""

    def told(self, project: Project) -> str:
        """What to look at in a network of this project."""
        return self.look if is_plain(project) or not self.elsewhere else self.elsewhere


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


def is_plain(project: Project) -> bool:
    """Whether two classes of points of the plane are learned from the two coordinates as they are."""
    split = split_of(project.data)
    points = split.points
    is_straight = set(split.inputs) == {"x1", "x2"} if points.plane else len(split.inputs) == 2
    return points.classes == 2 and points.image_shape is None and is_straight


def neuron_of(context: Context, *, in_first: bool = False) -> int:
    """The hidden neuron that the tour speaks of, selected now: the selected one, else the first. A bare network gets a layer.

    Only a neuron of the first hidden layer cuts the plane of the inputs with one straight line: ``in_first`` wants one of those.
    """
    if not context.editor.project.network.hidden:
        context.editor.apply(tr("Add layer"), edits.add_layer, 0)
    first = context.editor.project.network.hidden[0]
    selected = hidden_neuron(context)
    if selected is not None and (selected in first.neurons or not in_first):
        return selected
    layer = first if in_first else context.layer or first
    context.selection.select(Target(neuron=layer.neurons[0]))
    return layer.neurons[0]


def follow_sample(context: Context) -> bool:
    """Show one sample's activations on all neurons, and the sum of one of them."""
    neuron_of(context)
    context.selection.set_probing(True)
    show_neuron(context)
    return True


def turn_weight(context: Context) -> bool:
    """Give the largest weight of a neuron the other sign; one whose edge is cut has none."""
    neuron = neuron_of(context, in_first=True)
    before: tuple[NeuronKey, ...] = wiring_of(context.editor.project).layers[0]
    cut = context.editor.project.network.cut
    weights = zip(before, _incoming(context, neuron), strict=False)
    joined = {(key, neuron): weight for key, weight in weights if (key, neuron) not in cut and weight}
    if not joined:
        return False
    edge = max(joined, key=lambda edge: abs(joined[edge]))
    done = context.editor.apply(
        tr("Turn weight round"), edits.set_weight, edge, -joined[edge], at_start=_is_start(context)
    )
    context.selection.select(Target(neuron=neuron))
    return done


def raise_bias(context: Context) -> bool:
    """Add to a neuron's bias."""
    neuron = neuron_of(context, in_first=True)
    moment = context.playback.moment
    found = moment.assembly.wiring.find(neuron) if moment is not None else None
    bias = float(moment.parameters.biases[found[0] - 1][found[1]]) if moment is not None and found else 0.0
    return context.editor.apply(tr("Raise bias"), edits.set_bias, neuron, bias + HAND, at_start=_is_start(context))


def bend_by(context: Context, activation: str) -> bool:
    """Give the layer of the neuron, the first one, another activation function."""
    neuron_of(context, in_first=True)
    layer = context.editor.project.network.hidden[0]
    return context.editor.apply(tr("Set activation"), edits.set_activation, layer.id, activation)


def without_one(context: Context) -> bool:
    """Look at the network without the neuron."""
    context.selection.look_without(neuron_of(context))
    return True


def play(context: Context) -> bool:
    """Train."""
    context.run.start()
    return True


def learn(context: Context) -> bool:
    """Train; with steps that the tour made too long or too short, begin anew with others."""
    if _has_odd_steps(context.editor.project) and not context.editor.apply(tr("Other steps"), _with_fair_steps):
        return False
    return play(context)


def steps_of(context: Context, rate: float) -> bool:
    """Begin anew, by plain gradient descent with steps of this size."""
    context.window.docks["loss"].bring_up()
    return context.editor.apply(
        tr("Learning rate {rate}").format(rate=setting(rate)), edits.begin_anew, optimizer="sgd", learning_rate=rate
    ) and play(context)


def ask_neuron(context: Context) -> bool:
    """Let a neuron be told in words."""
    neuron_of(context)
    show_neuron(context)
    return True


def new_weights(context: Context) -> bool:
    """Draw other first weights."""
    context.run.pause()
    return context.editor.apply(tr("New weights"), edits.new_weights)


def take_apart(context: Context) -> bool:
    """Step into backprop, where one is not in it already."""
    if not context.walkthrough.is_wanted:
        step_into(context)
    return True


def only_straight(context: Context) -> bool:
    """Learn what no straight line can part, without a hidden layer."""
    context.window.docks["output"].bring_up()
    return context.editor.apply(tr("Exclusive or without a hidden layer"), _bare) and play(context)


def put_one_in(context: Context) -> bool:
    """Let one hidden layer learn what no straight line can part."""
    context.window.docks["output"].bring_up()
    return context.editor.apply(tr("Add layer"), _with_one) and play(context)


def make_linear(context: Context) -> bool:
    """Let no hidden layer bend."""
    neuron_of(context)
    done = context.editor.apply(tr("All layers linear"), edits.set_all_activations, "identity")
    context.window.docks["linear"].bring_up()
    return done and play(context)


def shape(context: Context, *sizes: int) -> bool:
    """Give the network hidden layers of these sizes that bend, and train."""
    text = tr("Hidden layers {sizes}").format(sizes=", ".join(map(str, sizes)))
    return context.editor.apply(text, _shaped, sizes) and play(context)


def learn_by_heart(context: Context, penalty: float) -> bool:
    """Give many neurons few and noisy samples, and large weights that penalty."""
    context.window.docks["loss"].bring_up()
    text = tr("Help it") if penalty else tr("Learn by heart")
    return context.editor.apply(text, _by_heart, penalty) and play(context)


def _bare(project: Project) -> Project:
    return _with_fair_steps(edits.set_shape(edits.choose_dataset(project, "xor"), ()))


def _with_one(project: Project) -> Project:
    """One layer put into a bare network that learns a circle or an exclusive or, else into one made for it."""
    if project.network.hidden or project.data.dataset not in PARTED_BY_FOUR or not is_plain(project):
        project = edits.set_features(_bare(project), ("x1", "x2"))
    return edits.add_layer(_with_fair_steps(project), 0, 4, "tanh")


def _shaped(project: Project, sizes: tuple[int, ...]) -> Project:
    return edits.set_all_activations(edits.set_shape(_with_fair_steps(project), sizes), "tanh")


def _by_heart(project: Project, penalty: float) -> Project:
    """The penalty comes to what was learned by heart, so that one sees what it does."""
    return with_settings(replace(project, touches=()), [
        *PRESETS["overfit"].settings.split(), "features=x1,x2", "activation=tanh", f"seed={HEART_SEED}", "data_seed=1",
        f"regularization={'l2' if penalty else 'none'}", f"regularization_rate={penalty}",
    ])  # fmt: skip


def _has_odd_steps(project: Project) -> bool:
    return project.training.learning_rate in {TOO_LONG, TOO_SHORT}


def _with_fair_steps(project: Project) -> Project:
    """Steps of a size that learns, where the tour made them too long or too short."""
    if not _has_odd_steps(project):
        return project
    return edits.begin_anew(project, optimizer="sgd", learning_rate=FAIR)


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
             "opposite of. Its map has turned, and the output with it.",
             "The neuron's largest weight has the other sign: its edge the other colour. What the neuron agreed with it now takes the "
             "opposite of. What it says has changed, and the output with it."),
        Deed("Raise its bias", raise_bias,
             "The border in its map was pushed aside and did not turn: the bias is added, whatever comes in.",
             "Its sum is larger by one, for every sample alike: the bias is added, whatever comes in."),
    )),
    Step(HIDDEN_LAYER[1], (
        Deed("Bend with ReLU", lambda c: bend_by(c, "relu"),
             "Each map of the first hidden layer is flat on one side of a crease and rises on the other: ReLU makes 0 of all that is "
             "below it.",
             "Each neuron of the first hidden layer now says 0 where its sum is below 0, and hands the sum on where it is above."),
        Deed("Do not bend", lambda c: bend_by(c, "identity"),
             "Without a bend each map of the first hidden layer rises evenly from one side to the other: the neuron only hands on its "
             "sum.",
             "Without a bend each neuron of the first hidden layer only hands on its sum, as large or as far below 0 as it is."),
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
        Deed("Play", learn,
             "The loss falls, step by step. Watch the edges: they become thicker or thinner, and some change sides."),
        Deed("Steps too long", lambda c: steps_of(c, TOO_LONG),
             "The learning rate is 3, and the loss leaps about or stays high, or the numbers run away: each step goes the right way, "
             "and so far that it lands beyond the valley. Play takes fair steps again."),
        Deed("Steps too short", lambda c: steps_of(c, TOO_SHORT),
             "The learning rate is 0.0001, and the loss falls far more slowly than it could: each step goes the right way, and "
             "hardly moves at all. Play takes fair steps again."),
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
             "neuron that says just the same.",
             "The hidden layers are still there and do not bend any more: together they can say no more than a network without any. "
             "The panel Linear shows the one layer that says just the same."),
    ), CIRCLE_WITHOUT),
    Step(HIDDEN_LAYER[5], (
        Deed("One neuron", lambda c: shape(c, 1),
             "One neuron makes one straight cut and no more; watch where the loss stops. With too little capacity a network cannot "
             "even learn its training samples: that is underfitting.",
             "All that the output is told is what one neuron says; watch where the loss stops. With too little capacity a network "
             "cannot even learn its training samples: that is underfitting."),
        Deed("Wider: six", lambda c: shape(c, 6),
             "Six neurons make six cuts side by side, and the output puts them together. The loss goes further down.",
             "Six neurons ask six questions of the inputs, and the output puts the answers together. The loss goes further down than "
             "with one."),
        Deed("Deeper: three layers", lambda c: shape(c, 6, 4, 4),
             "Later layers make shapes of the shapes before them: look at their maps from left to right.",
             "Later layers make features of the features before them: each looks only at the layer on its left."),
        Deed("Learn by heart", lambda c: learn_by_heart(c, 0.0),
             "Many neurons, few samples, much noise: the training loss goes on falling while the test loss, dashed, turns and climbs. "
             "They are remembered, not understood: that is overfitting."),
        Deed("Help it", lambda c: learn_by_heart(c, PENALTY),
             "The same samples and neurons, and now large weights cost something (L2 regularization): it has to forget what it knew "
             "by heart. The training loss rises, and the test loss, dashed, comes down."),
    )),
)  # fmt: skip
"""One step for each fact."""
