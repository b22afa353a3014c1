"""How each illness is known: a function of the evidence for each, and the thresholds, which docs/coach.md has the measurements for."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from hlviz.explain.coach.advice import Severity
from hlviz.explain.coach.evidence import Evidence
from hlviz.explain.coach.figures import count, epochs, figure, goodness, percent
from hlviz.explain.coach.layer_facts import LayerFacts
from hlviz.explain.flow_health import Sign
from hlviz.number_text import setting

LEAPING = 0.3
"""A step that moves the weights by this share of their length, the layers' geometric mean, is far too long …"""
HASTY = 0.1
"""… and one by this share is, where the loss goes up and down and gets on by no more than …"""
TO_AND_FRO = 0.2
"""… this share of all its ups and downs, and by no more than …"""
SLOWLY = 0.1
"""… this share of itself in a quarter of the time."""
MOVING = 0.002
"""A loss that goes by less than this share of itself in a part of the time does not move."""
STRAIGHT = 0.98
"""A loss that only falls goes this share of all its ways, at least."""
CREEPING = 5e-4
"""A step that moves the weights of every layer by less than this share of their length is a small one."""
UNDER_WAY = 0.05
"""What has not arrived still comes down late: at least this share of all that is gone went in the later half …"""
FALLING = 0.03
"""… or this share of the loss in the last quarter."""
FAINT = 20.0
"""The gradient of a hidden layer is so many times smaller than the output's."""
DEAD = 0.25
"""The share of a layer's neurons that is dead before it is said."""
SATURATED = 0.9
"""The share of a layer's activations that is on a flat part before it is said."""
ALIKE = 0.5
"""The share of a layer's neurons that are one and the same."""
WORSE = 1.15
"""The test loss is so many times what it was at its best …"""
WORSE_BY = 0.05
"""… and this share of the first loss above it …"""
WORSE_FOR = 0.5
"""… for this share of the time since then …"""
BETTER = 0.9
"""… while the training loss is no more than this share of what it was then."""
LOST = 0.02
"""Where accuracy or R² went down by this since then, it is a problem; else the network is only surer of its mistakes."""
STANDING = 0.03
"""A loss that falls by less than this share of itself in a quarter of the time stands still."""
STOOD = 20.0
"""Epochs that it has to stand before it is said."""
BEYOND = 0.07
"""How much more the nearest neighbours tell than a straight line, or than the network: so much is to be had."""
SETTLED = 10.0
"""Epochs after an edit before neurons are called unused: a new one has no say yet."""
FEW = 4.0
"""Weights and biases to each number to be learned …"""
GAP = 0.1
"""… and so much worse on the test samples than on those it learns from."""
RARE = 0.2
"""Samples of the rarest class to one of the most frequent."""
APART = 20.0
"""The largest spread of an input divided by the smallest."""
FAR = 30.0
"""How far an input may lie from 0."""
ASIDE = 10.0
"""How many standard deviations the mean of an input may lie from 0."""


@dataclass(frozen=True)
class Found:
    """That an illness is there, and in what numbers."""

    numbers: dict[str, str] = field(default_factory=dict)
    severity: Severity | None = None
    """Where it is not the usual one of its rule."""
    step: int | None = None
    """The moment to look at; None: now."""
    layer: LayerFacts | None = None
    """Which layer it is about."""


Signs = Iterator[Found]


def diverged(e: Evidence) -> Signs:
    """The loss stopped being a number."""
    if e.divergence is not None:
        yield Found({"step": count(e.divergence.step), "layer": e.divergence.layer, "rate": _rate(e)}, step=e.step)


def rate_high(e: Evidence) -> Signs:
    """The loss is thrown about, or out, by steps that are too long."""
    curve = e.curve
    if curve is None or e.is_right:
        return
    moves, gets_on = curve.jumps > MOVING, curve.steadiness > STRAIGHT
    is_halted = moves and curve.steadiness < TO_AND_FRO and curve.falling < SLOWLY
    if (e.leapt > LEAPING and not (moves and gets_on)) or (e.leapt > HASTY and is_halted):
        yield Found(
            {
                "rate": _rate(e), "leap": _leap(e.leapt), "first": figure(curve.first), "now": figure(curve.train_now),
                "epochs": epochs(curve.epochs),
            }
        )  # fmt: skip


def rate_low(e: Evidence) -> Signs:
    """The loss falls without a halt, and hardly moves."""
    curve, most = e.curve, _most(e)
    if curve is None or e.is_right or not most < CREEPING:
        return
    is_under_way = curve.late > UNDER_WAY or curve.falling > FALLING
    if curve.steadiness > STRAIGHT and is_under_way and curve.fallen > 0:
        yield Found(
            {
                "rate": _rate(e), "first": figure(curve.first), "now": figure(curve.train_now),
                "epochs": epochs(curve.epochs), "update": percent(most),
            }
        )  # fmt: skip


def dead(e: Evidence) -> Signs:
    """Neurons without any slope."""
    for layer in e.layers:
        share = len(layer.dead) / layer.neurons
        if share >= DEAD:
            numbers = {"dead": count(len(layer.dead)), "all": count(layer.neurons), "layer": layer.name}
            yield Found(numbers, "problem" if share == 1 else None, layer=layer)


def saturated(e: Evidence) -> Signs:
    """Activations on the flat parts of their function, in a network that still has something to learn."""
    if e.is_right:
        return
    for layer in e.layers:
        if layer.saturated >= SATURATED and len(layer.dead) < layer.neurons:
            yield Found({"share": percent(layer.saturated), "layer": layer.name}, layer=layer)


def vanishing(e: Evidence) -> Signs:
    """Hardly any gradient comes through to the first layers."""
    hidden, last = e.gradient[:-1], e.gradient[-1]
    if e.is_right or not np.isfinite(e.gradient).all() or not (hidden > 0).all() or len(hidden) < 2:
        return  # where none comes through at all, the layer is dead
    least = int(hidden.argmin())
    if last > FAINT * hidden[least]:
        numbers = {
            "layer": e.layers[least].name,
            "times": figure(last / hidden[least], 2),
            "layers": count(len(e.layers)),
        }
        yield Found(numbers, layer=e.layers[least])


def exploding(e: Evidence) -> Signs:
    """The gradient grows on its way back."""
    if e.flow.sign is Sign.EXPLODES_BACK and not e.is_right:
        layer = e.layers[e.flow.layer or 0]  # not the output: it is what the others are compared with
        yield Found({"layer": layer.name, "times": figure(e.flow.times, 2)}, layer=layer)


def identical(e: Evidence) -> Signs:
    """Neurons of one layer that are the same to the last digit."""
    for layer in e.layers if e.drawn_alike else ():
        if layer.alike > 1 and layer.alike >= ALIKE * layer.neurons:
            yield Found({"alike": count(layer.alike), "all": count(layer.neurons), "layer": layer.name}, layer=layer)


def overfitting(e: Evidence) -> Signs:
    """The test loss was better once, and the training loss goes on falling."""
    c = e.curve
    if c is None:
        return
    is_worse = c.test_now > WORSE * c.best_test and c.test_now - c.best_test > WORSE_BY * c.first
    if is_worse and c.worse_for > WORSE_FOR and c.train_now < BETTER * c.train_then:
        yield Found(
            {
                "best": figure(c.best_test), "epoch": epochs(c.best_epoch), "now": figure(c.test_now),
                "then": figure(c.train_then), "train": figure(c.train_now),
            },
            "problem" if c.metric_now < c.metric_then - LOST else "hint",
            step=c.best_step,
        )  # fmt: skip


def underfitting(e: Evidence) -> Signs:
    """The loss stands still, though more is to be had."""
    c, good = e.curve, e.evaluation.train_metric
    if c is None or not e.layers or e.is_right or c.epochs < STOOD:
        return
    if abs(c.falling) < STANDING and e.data.neighbours - good > BEYOND:
        yield Found(
            {
                "loss": figure(c.train_now), "epochs": epochs(c.epochs / 2), "good": _goodness(e, good),
                "neighbours": _goodness(e, e.data.neighbours),
            }
        )  # fmt: skip


def straight(e: Evidence) -> Signs:
    """Nothing bends, and a straight line is not enough."""
    is_linear = all(layer.activation == "identity" for layer in e.layers)
    if is_linear and e.data.neighbours - e.data.line > BEYOND:
        numbers = {"line": _goodness(e, e.data.line), "neighbours": _goodness(e, e.data.neighbours)}
        yield Found(numbers | {"layers": "hidden layer" if not e.layers else "hidden layer that bends"})


def unused(e: Evidence) -> Signs:
    """Neurons that the layer behind hears almost nothing of."""
    if e.curve is None or e.curve.epochs < SETTLED:
        return
    for layer in e.layers:
        if layer.unused and not e.drawn_alike:
            numbers = {"unused": count(len(layer.unused)), "all": count(layer.neurons), "layer": layer.name}
            yield Found(numbers, layer=layer)


def few_samples(e: Evidence) -> Signs:
    """More to adjust than there is to learn from, and it shows on the test samples."""
    numbers, gap = e.data.samples * e.outputs, e.evaluation.train_metric - e.evaluation.test_metric
    if e.parameters > FEW * numbers and gap > GAP:
        yield Found(
            {
                "samples": count(e.data.samples), "parameters": count(e.parameters),
                "train": _goodness(e, e.evaluation.train_metric), "test": _goodness(e, e.evaluation.test_metric),
            }
        )  # fmt: skip


def imbalance(e: Evidence) -> Signs:
    """One class is far rarer than another."""
    counts = e.data.classes
    if len(counts) < 2 or not min(counts) < RARE * max(counts):
        return
    rare, often = int(np.argmin(counts)), int(np.argmax(counts))
    names = e.data.class_names
    yield Found(
        {
            "rare": names[rare], "few": count(counts[rare]), "often": names[often], "many": count(counts[often]),
            "share": percent(counts[often] / sum(counts)),
        }
    )  # fmt: skip


def unscaled(e: Evidence) -> Signs:
    """Inputs of very different sizes, or far from 0."""
    d = e.data
    if e.project.data.standardize or not (d.scales > APART or d.reach > FAR or d.offset > ASIDE):
        return
    yield Found(
        {
            "widest": d.widest, "narrowest": d.narrowest, "scales": count(d.scales) if d.scales >= 10 else figure(d.scales, 2),
            "reach": figure(d.reach), "offset": figure(d.offset, 2),
        }
    )  # fmt: skip


def _rate(e: Evidence) -> str:
    return setting(e.project.training.learning_rate)


def _most(e: Evidence) -> float:
    """The largest step of a layer, as a share of its weights; NaN where it is not known."""
    known = e.update[np.isfinite(e.update)]
    return float(known.max()) if known.size else float("nan")


def _goodness(e: Evidence, metric: float) -> str:
    return goodness(metric, is_classification=e.data.is_classification)


def _leap(share: float) -> str:
    """By how much a step moved the weights, beside their size: "12 % of their size", "150,000 times their size"."""
    if share <= 10:
        return f"{percent(share)} of their size"
    digits = 10 ** max(0, int(np.log10(share)) - 1) if np.isfinite(share) else 1
    return f"{count(round(share / digits) * digits)} times their size" if np.isfinite(share) else "beyond all measure"
