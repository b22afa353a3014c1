"""One neuron in sentences: where it fires, what it is made of, what it does in logic, whose copy it is, what it is worth."""

import math

import numpy as np
from PySide6.QtCore import QCoreApplication

from hlviz.explain.neuron import HalfPlane, NeuronFacts
from hlviz.explain.readings import Reading, fires
from hlviz.number_text import percent, rounded
from hlviz.panels.incoming import NBSP, more_text, symbol
from hlviz.panels.names import neuron_name
from hlviz.session.moment import Moment

SPELT = 4
"""Terms of a half-plane, at most, that are written one by one."""
NAMED = 3
"""Neurons, at most, that are named as those that bring most."""
BLOCK = 2_000
"""Training samples that are looked at in one go."""
STEADY = 0.01
"""Answers that spread less than this are called the same for every sample."""


def tr(text: str) -> str:
    """A text about a neuron in the user's language."""
    return QCoreApplication.translate("NeuronWords", text)


def sentences(moment: Moment, facts: NeuronFacts) -> list[str]:
    """What there is to say, as sentences of their own."""
    said = [_where(moment, facts)]
    if facts.layer > 1:
        said.append(_made_of(moment, facts))
    if facts.reading is not None and (
        facts.layer > 1 or len(facts.reading.places) > 1
    ):  # of one input the edge says more
        said.append(reading_words(moment, facts.layer - 1, facts.reading))
    said.append(_alike(moment, facts))
    if facts.share is not None:
        said.append(_worth(facts))
    return [sentence for sentence in said if sentence]


def in_depth(moment: Moment, facts: NeuronFacts) -> tuple[str, ...]:
    """The paragraphs of a tooltip: how the sentences were found."""
    key = moment.assembly.activations[facts.layer - 1].key
    when = {
        "sine": tr("A sine fires where it is above zero."),
        "sigmoid": tr("A sigmoid fires where it says more than a half, which is where its sum is above zero."),
        "tanh": tr("A tanh fires where it says more than zero, which is where its sum is above zero."),
        "identity": tr("A linear neuron counts as firing where its sum is above zero."),
        "softplus": tr(
            "It fires where its sum is above zero: a softplus is above zero everywhere and has its bend there."
        ),
        "gelu": tr("It fires where its sum is above zero: below it a GELU says a little less than zero, or nothing."),
        "leaky_relu": tr(
            "It fires where its sum is above zero: below it a leaky ReLU hands on a small part of its sum."
        ),
    }.get(key, tr("It fires where its sum is above zero: there this activation function begins to speak."))
    text = tr("All of it is counted over the first {count} training samples.").format(count=facts.samples)
    paragraphs = [f"{when} {text}"]
    if facts.half_plane is not None:
        text = tr(
            "Its sum is {steepness} times the left side less the right side: the weights are written as a direction of length 1, so "
            "that the number at the right is how far the edge is from the origin."
        )
        paragraphs.append(text.format(steepness=rounded(facts.half_plane.steepness)))
    if facts.reading is not None:
        paragraphs.append(_counted(moment, facts.layer - 1, facts.reading))
    if facts.share is not None:
        paragraphs.append(
            tr(
                "Its part of the output: by how much the output's sum changes without it, beside what the other neurons of its layer "
                "change, each left out alone."
            )
        )
    return tuple(paragraphs)


def half_plane_words(moment: Moment, plane: HalfPlane) -> str:
    """Such as "0.80·X₁ + 0.60·X₂ > 1.20"; of many inputs those that weigh most."""
    order = np.argsort(-np.abs(plane.direction), kind="stable")
    spelt = sorted(i for i in order[:SPELT].tolist() if abs(plane.direction[i]) >= 5e-4)
    parts: list[str] = []
    for i in spelt:
        value = float(plane.direction[i])
        sign = ("−" if value < 0 else "") if not parts else f"{'−' if value < 0 else '+'}{NBSP}"
        parts.append(f"{sign}{rounded(abs(value))}·{symbol(moment, 0, i)}")
    rest = len(plane.direction) - len(order[:SPELT])
    if rest > 0:
        parts.append(f"+{NBSP}{more_text(rest)}")
    return f"{' '.join(parts)} >{NBSP}{rounded(plane.threshold)}"


def reading_words(moment: Moment, layer: int, reading: Reading) -> str:
    """What it does in logic, with the names of those in ``layer`` that it does it with."""
    name = reading_name(moment, layer, reading)
    if reading.missing is not None:
        text = tr("So far as the data tell, {reading}: that {row} never occurs.")
        return text.format(reading=name, row=_rows(moment, layer, reading)[reading.missing])
    if layer == 0:
        return tr("With inputs high or low, it is {reading} ({share} of samples).").format(
            reading=name, share=percent(reading.agreement, 0)
        )
    return tr("In logic it is {reading} ({share} of samples).").format(
        reading=name, share=percent(reading.agreement, 0)
    )


def reading_name(moment: Moment, layer: int, reading: Reading) -> str:
    """The reading alone: "Hidden 1 · 2 AND NOT Hidden 1 · 3"."""
    names = [neuron_name(moment, layer, place).replace(" ", NBSP) for place in reading.places]
    a, b = names[0], names[-1]
    return {
        "is": a, "not": f"NOT {a}", "and": f"{a} AND {b}", "or": f"{a} OR {b}",
        "nand": f"NOT ({a} AND {b})", "nor": f"NOT ({a} OR {b})", "xor": f"{a} XOR {b}",
        "same": tr("{a} SAME AS {b}").format(a=a, b=b), "a and not b": f"{a} AND NOT {b}", "b and not a": f"{b} AND NOT {a}",
        "a or not b": f"{a} OR NOT {b}", "b or not a": f"{b} OR NOT {a}",
    }[reading.kind]  # fmt: skip


def _where(moment: Moment, facts: NeuronFacts) -> str:
    """Where it fires, or that it always does or never."""
    activation, share = moment.assembly.activations[facts.layer - 1], percent(facts.fires, 0)
    if not math.isfinite(facts.spread) or not math.isfinite(facts.answer):
        return tr("Its numbers have run away.")
    if facts.fires == 0:
        if _fires_later(moment, facts):
            return tr("Fires for none of the first {count} training samples, and for some of the others.").format(
                count=facts.samples
            )
        if activation.key == "relu":
            return tr("Never fires on this data: it says 0 to every sample, and learns nothing.")
        return tr("Never fires on this data.")
    steady = facts.spread < STEADY
    if steady:
        return tr("Says about {answer} to every sample, as a bias does.").format(answer=rounded(facts.answer))
    if facts.fires == 1:
        if activation.key in {"relu", "leaky_relu"}:
            return tr("Always fires on this data, so it does not bend: it only adds up.")
        return tr("Always fires on this data.")
    plane = facts.half_plane
    if plane is None:
        return tr("Fires for {share} of the samples.").format(share=share)
    edge = half_plane_words(moment, plane)
    if activation.key == "sine":
        text = tr("Fires in stripes {width} wide along {direction} ({share} of samples).")
        return text.format(
            width=rounded(math.pi / plane.steepness), direction=edge.rpartition(" >")[0], share=share,
        )  # fmt: skip
    return tr("Fires where {edge} ({share} of samples).").format(edge=edge, share=share)


def _fires_later(moment: Moment, facts: NeuronFacts) -> bool:
    """Whether it fires for a training sample that comes after those looked at."""
    rows = moment.split.train_x
    activation = moment.assembly.activations[facts.layer - 1]
    for start in range(facts.samples, len(rows), BLOCK):  # it ends with the first block that answers
        seen = moment.passed(rows[start : start + BLOCK])
        z, a = seen.z[facts.layer - 1][:, facts.place], seen.a[facts.layer][:, facts.place]
        if fires(activation, z, a).any():
            return True
    return False


def _made_of(moment: Moment, facts: NeuronFacts) -> str:
    """Those that bring most to its sum, with the sign of their weight."""
    order = np.argsort(-np.abs(facts.brings), kind="stable")[:NAMED].tolist()
    named = [
        f"{'−' if facts.brings[i] < 0 else '+'}{symbol(moment, facts.layer - 1, i)} "
        f"({percent(abs(float(facts.brings[i])), 0)})".replace(" ", NBSP)
        for i in order
        if abs(facts.brings[i]) >= 0.005
    ]
    if not named:
        return tr("Nothing comes in: its sum is its bias.")
    return tr("Most comes from {names}.").format(names=", ".join(named))


def _alike(moment: Moment, facts: NeuronFacts) -> str:
    if facts.copy is None:
        return ""
    name = neuron_name(moment, facts.layer, facts.copy.place).replace(" ", NBSP)
    text = (
        tr("Copies {neuron} (r = {r}).")
        if facts.copy.correlation > 0
        else tr("Says the opposite of {neuron} (r = {r}).")
    )
    return text.format(neuron=name, r=f"{facts.copy.correlation:.3f}".replace("-", "−"))


def _worth(facts: NeuronFacts) -> str:
    if facts.share is None or facts.loss is None:
        return ""
    before, after = facts.loss
    text = tr("It makes {share} of the output: loss {before} → {after} without it.")
    return text.format(
        share=percent(facts.share, 0 if facts.share >= 0.1 else 1), before=rounded(before), after=rounded(after)
    )


def _rows(moment: Moment, layer: int, reading: Reading) -> list[str]:
    """What each row of the table is, in words."""
    names = [neuron_name(moment, layer, place).replace(" ", NBSP) for place in reading.places]
    if len(names) == 1:
        return [tr("not {a}").format(a=names[0]), names[0]]
    a, b = names
    return [
        tr("neither"), tr("{name} alone").format(name=b), tr("{name} alone").format(name=a), tr("both"),
    ]  # fmt: skip


def _counted(moment: Moment, layer: int, reading: Reading) -> str:
    """How many samples there are in each row."""
    rows = ", ".join(f"{row} {count}" for row, count in zip(_rows(moment, layer, reading), reading.counts, strict=True))
    text = tr(
        "The truth table was counted: {rows} samples. It is read as logic where every row occurs and 95 % of the samples of each "
        "answer alike."
    )
    return text.format(rows=rows)
