"""Backprop in the Explain menu: step into one step of learning, and go from stage to stage."""

from hlviz.window.action import Action, Context


def step_into(context: Context) -> None:
    """Walk through one step of learning, beside its panel; or end that."""
    context.walkthrough.toggle()
    if context.walkthrough.is_wanted:
        context.window.docks["microscope"].bring_up()


def is_walking(context: Context) -> bool:
    """Whether a walk is under way."""
    return context.walkthrough.is_open


BACKPROP_ACTIONS = (
    Action(
        "explain.step_into", "Step into (backprop, with numbers)", "Explain", step_into,
        "Pauses, and takes one step of learning apart: forward, loss, backward, update, stage by stage with all numbers. "
        "Nothing of the network is changed; again: ends it.",
        keys=("I",), shortcuts=("Ctrl+I",), checked=lambda c: c.walkthrough.is_wanted, icon="microscope", section=True,
        also="backpropagation backward pass chain rule gradient delta microscope derivative forward pass update optimizer",
    ),
    Action(
        "explain.next_stage", "Next stage", "Explain", lambda c: c.walkthrough.next(),
        "Shows the next stage of the step of learning that is walked through.",
        shortcuts=("Ctrl+.",), enabled=is_walking, also="backprop step into forward",
    ),
    Action(
        "explain.previous_stage", "Stage before", "Explain", lambda c: c.walkthrough.back(),
        "Shows the stage before this one.",
        shortcuts=("Ctrl+,",), enabled=is_walking, also="backprop step into back",
    ),
    Action(
        "explain.play_stages", "Play the stages", "Explain", lambda c: c.walkthrough.toggle_playing(),
        "Goes from stage to stage by itself, or stays. Training stays paused meanwhile.",
        keys=("Shift+Space",), enabled=is_walking, checked=lambda c: c.walkthrough.is_playing, also="backprop walk pause",
    ),
    Action(
        "explain.by_neuron", "Neuron by neuron", "Explain", lambda c: c.walkthrough.set_by_neuron(not c.walkthrough.by_neuron),
        "Lets the walk stop at every single neuron, not only at every layer.",
        checked=lambda c: c.walkthrough.by_neuron, also="backprop step into layer",
    ),
    Action(
        "explain.of_batch", "Learn from the next batch", "Explain",
        lambda c: c.walkthrough.set_of_batch(not c.walkthrough.of_batch),
        "Walks through the step of the batch that training takes next; without it, through the step of one sample alone.",
        checked=lambda c: c.walkthrough.of_batch, also="backprop step into sample",
    ),
)  # fmt: skip
