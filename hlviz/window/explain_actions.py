"""The Explain menu: what shows how a network does what it does."""

from hlviz.window.action import Action
from hlviz.window.backprop_actions import BACKPROP_ACTIONS
from hlviz.window.neuron_actions import NEURON_ACTIONS


def _opens(key: str, text: str, tip: str, also: str = "") -> Action:
    """Brings up the panel of that key; ``also``: other words that it is looked for by."""
    return Action(f"explain.{key}", text, "Explain", lambda c: c.window.docks[key].bring_up(), tip, also=also)


EXPLAIN_ACTIONS = (
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
        also="why linear is not enough, product of matrices, equivalent, logistic regression",
    ),
    _opens(
        "gradients", "Do the gradients arrive?",
        "Shows how large the gradient of each layer is, and names those that vanish or explode.",
        also="vanishing exploding gradient flow",
    ),
    _opens(
        "landscape", "Loss landscape",
        "Shows the loss around here as hills and valleys, the way that training took through them, and where the next step goes.",
        also="surface slice valley gradient descent downhill minimum",
    ),
)  # fmt: skip
