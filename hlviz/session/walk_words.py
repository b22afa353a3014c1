"""What happens at a stage of a walk, in words: in one line, as to a child, and in depth."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from hlviz.explain.finite_difference import Check
from hlviz.explain.formula import figure
from hlviz.explain.microscope import Kind, Walk
from hlviz.session.sight import Sight


@dataclass(frozen=True)
class StageWords:
    """One stage, told three times."""

    title: str
    line: str
    child: str
    depth: str


def words_of(sight: Sight) -> StageWords:
    """The words for what is seen."""
    tell = {
        Kind.INPUT: _input, Kind.FORWARD: _forward, Kind.LOSS: _loss, Kind.BACKWARD: _backward, Kind.UPDATE: _update,
    }[sight.stage.kind]  # fmt: skip
    return tell(sight.walk, sight.stage.layer)


def sample_words(walk: Walk) -> str:
    """What goes through: "Sample 12", "Batch of 10: sample 3 of it"."""
    samples = walk.samples
    if samples.is_batch and len(samples) > 1:
        return _tr("Next batch, sample {place} of {count}").format(place=walk.shown + 1, count=len(samples))
    if not len(samples.rows):
        return _tr("Your own sample")
    text = _tr("Sample {row} (test)") if samples.is_unseen else _tr("Sample {row}")
    return text.format(row=int(samples.rows[0]) + 1)


def notes_of(sight: Sight) -> tuple[str, ...]:
    """What is left out or taken for granted at a stage; mostly nothing."""
    walk, kind = sight.walk, sight.stage.kind
    notes = []
    if walk.is_forward_only and sight.stage.layer == len(walk.sizes) - 1:
        notes.append(
            _tr("Nobody knows what is right for a sample of your own, so there is no loss, and nothing to learn.")
        )
    if walk.drops and kind in {Kind.FORWARD, Kind.UPDATE}:
        notes.append(_tr("Dropout is left out here: training silences other neurons at random in each step."))
    if kind is Kind.UPDATE and not walk.samples.is_batch:
        notes.append(
            _tr(
                "This is the step if this sample were all of the batch. Nothing is changed: training makes its own steps."
            )
        )
    if kind is Kind.UPDATE and not walk.knows_memory:
        notes.append(
            _tr("What the optimizer remembered at this earlier moment was not kept: it is taken to remember nothing.")
        )
    return tuple(notes)


def badge_words(walk: Walk, check: Check | None) -> tuple[str, bool | None]:
    """Whether the gradients are right, in words; and whether they are, None where there is no saying."""
    if walk.is_forward_only:
        return _tr("No loss, so no gradients to compare."), None
    if check is None:
        return _tr("Comparing the gradients with finite differences …"), None
    if not check.compared:
        return _tr("Every gradient lies on a corner of an activation, where there is no slope to compare with."), None
    count = f"{check.compared:,}"
    if check.is_whole and not check.corners:
        who = _tr("All {count} gradients").format(count=count)
    elif check.is_whole:
        who = _tr("{count} gradients ({corners} more lie on a corner)").format(count=count, corners=check.corners)
    else:
        who = _tr("{count} of {total} gradients, drawn at random,").format(count=count, total=f"{check.total:,}")
    text = _tr("✓ {who} agree with finite differences: worst relative error {worst}")
    if not check.agrees:
        text = _tr("✗ {who} were compared with finite differences, and do not all agree: worst relative error {worst}")
    return text.format(who=who, worst=figure(check.worst, 1)), check.agrees


def layer_words(walk: Walk, layer: int) -> str:
    """What a layer is called."""
    if layer == 0:
        return _tr("Inputs")
    if layer == len(walk.sizes) - 1:
        return _tr("Output")
    return walk.assembly.project.network.layer_name(layer - 1)


def _input(walk: Walk, layer: int) -> StageWords:
    return StageWords(
        _tr("A sample comes in"),
        _tr("The numbers of one sample stand on the inputs."),
        _tr("Here is one example. The network is told these numbers, and nothing else."),
        _tr("What the network is shown are the inputs as they are after standardisation, where that is switched on."),
    )


def _forward(walk: Walk, layer: int) -> StageWords:
    name, formula = layer_words(walk, layer), walk.assembly.activations[layer - 1].formula
    return StageWords(
        _tr("Forward: {layer}").format(layer=name),
        _tr("Each neuron adds up w·a of all that it hears, and its bias; then a = {formula}.").format(formula=formula),
        _tr("Each neuron adds up what it hears, each voice times how much it trusts it, and then decides how loudly to answer."),
        _tr(
            "The pre-activation z is a weighted sum of the activations of the layer before, plus the bias. The activation function "
            "bends it: without that, layers on layers would be no more than one straight cut."
        ),
    )  # fmt: skip


def _loss(walk: Walk, layer: int) -> StageWords:
    return StageWords(
        _tr("Loss"),
        _tr("The answer is compared with what is right: the loss is {loss}.").format(loss=figure(walk.loss)),
        _tr("Now the network hears the right answer. The loss says in one number how bad the miss was; 0 would be perfect."),
        _tr("{title}: {summary}").format(title=walk.assembly.loss.title, summary=walk.assembly.loss.summary),
    )  # fmt: skip


def _backward(walk: Walk, layer: int) -> StageWords:
    name, is_output = layer_words(walk, layer), layer == len(walk.sizes) - 1
    line = (
        _tr("δ says how much the loss would rise if z rose a little. Times a, it is the gradient of each weight.")
        if is_output
        else _tr("δ comes back over the weights: δ = (Σ w·δ)·φ′(z). Times a, it is the gradient of each weight.")
    )
    child = (
        _tr("How should the answer have been, more or less? That wish is now sent backwards, to all who had a say.")
        if is_output
        else _tr(
            "Everyone is told how much of the mistake is theirs, by those they spoke to: the more these listened, the more."
        )
    )
    return StageWords(
        _tr("Backward: {layer}").format(layer=name),
        line,
        child,
        _tr(
            "The chain rule: a change of z changes a by φ′(z), that changes each z of the next layer by its weight, and each of those "
            "changes the loss by its δ. Where φ′(z) is near 0 little comes through: then gradients vanish."
        ),
    )


def _update(walk: Walk, layer: int) -> StageWords:
    return StageWords(
        _tr("Update"),
        _tr("Every weight takes one step against its gradient: {formula}.").format(
            formula=walk.assembly.optimizer.formula
        ),
        _tr("Everyone changes their mind a tiny bit, the way that would have made the answer better. All do so at once."),
        _tr("{title}: {summary} η, the learning rate, is how long the step is.").format(
            title=walk.assembly.optimizer.title, summary=walk.assembly.optimizer.summary
        ),
    )  # fmt: skip


def _tr(text: str) -> str:
    return QCoreApplication.translate("WalkWords", text)
