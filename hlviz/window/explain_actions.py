"""The Explain menu: what shows how a network does what it does."""

from hlviz.window.action import Action


def _opens(key: str, text: str, tip: str, also: str = "") -> Action:
    """Brings up the panel of that key; ``also``: other words that it is looked for by."""
    return Action(f"explain.{key}", text, "Explain", lambda c: c.window.docks[key].bring_up(), tip, also=also)


EXPLAIN_ACTIONS = (
    _opens(
        "coach", "Coach: what is wrong?",
        "Shows what ails the network, by what numbers that is known, why, and an edit that would help.",
        also="help me, why is it not learning, advice, tips, diagnose, does not work, stuck",
    ),
    _opens("neuron", "What this neuron does", "Shows what the selected neuron answers to, and its sum with the numbers in it.",
        also="explain the selected neuron, formula"),
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
