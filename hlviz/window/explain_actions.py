"""The Explain menu: what shows how a network does what it does."""

from hlviz.window.action import Action, Context
from hlviz.window.backprop_actions import BACKPROP_ACTIONS
from hlviz.window.neuron_actions import NEURON_ACTIONS


def play_space(context: Context) -> None:
    """Bring up the panel Space, and play the way through the layers."""
    from hlviz.panels.space import SpacePanel  # late, as all panels

    dock = context.window.docks["space"]
    dock.bring_up()
    if isinstance(dock.panel, SpacePanel):
        dock.panel.play()


def is_curve(context: Context) -> bool:
    """Whether the network draws a curve over one input."""
    moment = context.playback.moment
    return moment is not None and moment.is_curve


def toggle_shares(context: Context) -> None:
    """Take the curve apart, or show it alone again."""
    from hlviz.panels.output import OutputPanel

    dock = context.window.docks["output"]
    dock.bring_up()
    if isinstance(dock.panel, OutputPanel):
        dock.panel.switches["shares"].toggle()


def _opens(key: str, text: str, tip: str, also: str = "", *, section: bool = False) -> Action:
    """Brings up the panel of that key; ``also``: other words that it is looked for by."""

    def bring_up(context: Context) -> None:
        context.window.docks[key].bring_up()

    return Action(f"explain.{key}", text, "Explain", bring_up, tip, also=also, section=section)


EXPLAIN_ACTIONS = (
    _opens(
        "coach", "Coach: what is wrong?",
        "Shows what ails the network, by what numbers that is known, why, and an edit that would help.",
        also="help me, why is it not learning, advice, tips, diagnose, does not work, stuck, overfitting, underfitting",
    ),
    *BACKPROP_ACTIONS,
    *NEURON_ACTIONS,
    _opens(
        "ablation", "Ablation: what each neuron is worth",
        "Ranks the hidden neurons by how much the loss would rise without them, and lets you prune those that are not missed.",
        also="ablation study, importance, useless dead duplicate neurons, prune",
    ),
    _opens(
        "linear", "Linear: the one equivalent neuron",
        "Multiplies linear layers out to the one neuron that they amount to; where a layer bends, shows the nearest one and how "
        "far it is off.",
        also="why linear is not enough, product of matrices, equivalent, logistic regression, straight line, hyperplane",
        section=True,
    ),
    Action(
        "explain.lockstep", "Train two networks at once…", "Explain", lambda c: c.train_two(),
        "Trains another network beside yours on the same data and seed, such as one without hidden layers.",
        also="compare side by side without hidden layer why linear is not enough rival lock-step",
    ),
    Action(
        "explain.compare", "Compare runs", "Explain", lambda c: c.compare(),
        "Shows two runs beside each other: what they came to, their curves in one plot, and what each network says.",
        also="side by side, branches, difference between two runs, time machine",
    ),
    _opens(
        "gradients", "Do the gradients arrive?",
        "Shows how large the gradient of each layer is, and names those that vanish or explode.",
        also="vanishing exploding gradient flow", section=True,
    ),
    _opens(
        "landscape", "Loss landscape",
        "Shows the loss around here as hills and valleys, the way that training took through them, and where the next step goes.",
        also="hills and valleys, loss surface, error surface, slice, gradient descent downhill, local minimum",
    ),
    _opens(
        "space", "How the layers bend space",
        "Shows the inputs' grid and the samples on their way through the layers, up to the last hidden space, which is cut straight.",
        also="hidden space, PCA principal components, latent, embedding, morph, warp, grid, separate the classes",
    ),
    Action(
        "explain.bend", "Play the bending of space", "Explain", play_space,
        "Shows the panel Space, and lets it go from the inputs to the last hidden layer: turned and stretched by W, shifted by b, "
        "bent by φ.",
        also="morph, film, animation, hidden space",
    ),
    Action(
        "explain.shares", "The curve's parts and hinges", "Explain", toggle_shares,
        "Where one input makes a curve: shows in the output what each neuron adds to it, dashed, and at its foot each neuron's hinge.",
        enabled=is_curve, checked=lambda c: c.preferences.shares,
        also="hinge, ReLU, kink, piecewise, contributions, sum of neurons",
    ),
)  # fmt: skip
