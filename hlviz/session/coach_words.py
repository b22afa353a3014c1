"""What the coach's panel and the line at the foot say, in the user's language."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from hlviz.explain.coach.advice import Advice, Fix
from hlviz.explain.coach.figures import count, figure, goodness, percent

if TYPE_CHECKING:
    from hlviz.explain.coach.evidence import Evidence


def tr(text: str) -> str:
    """A text of the coach in the user's language."""
    return QCoreApplication.translate("Coach", text)


def sentence_of(advice: Advice) -> str:
    """What ails it, with its numbers."""
    return tr(advice.words.sentence).format(**advice.numbers)


def label_of(fix: Fix) -> str:
    """What the button of an edit says, and the undo menu."""
    return tr(fix.text).format(**fix.numbers)


def severity_of(advice: Advice) -> str:
    """How weighty it is."""
    return {
        "problem": tr("Keeps the network from learning"), "hint": tr("Holds the network back"), "note": tr("Could be simpler"),
    }[advice.severity]  # fmt: skip


def what_was_seen(e: "Evidence") -> str:
    """The main numbers behind the coach's silence."""
    right, test = (
        goodness(metric, is_classification=e.data.is_classification)
        for metric in (e.evaluation.train_metric, e.evaluation.test_metric)
    )
    said = [tr("{train} on the samples it learns from, {test} on the test samples").format(train=right, test=test)]
    if e.layers:
        dead, neurons = (sum(values) for values in zip(*((len(x.dead), x.neurons) for x in e.layers), strict=True))
        most = max(e.layers, key=lambda layer: layer.saturated)
        said.append(tr("dead neurons {dead} of {all}").format(dead=count(dead), all=count(neurons)))
        said.append(tr("most saturated {layer}, {share}").format(layer=most.name, share=percent(most.saturated)))
    if e.leapt:
        said.append(tr("longest step {share} of the weights").format(share=percent(e.leapt)))
    said.append(
        tr("a straight line gets {line}").format(line=goodness(e.data.line, is_classification=e.data.is_classification))
    )
    if e.curve is not None:
        said.append(
            tr("loss {first} at first, {now} now").format(first=figure(e.curve.first), now=figure(e.curve.train_now))
        )
    return "; ".join(said) + "."


def what_is_looked_for() -> str:
    """All that the coach knows, in one line."""
    from hlviz.explain.coach.rules import RULES

    return " · ".join(tr(rule.words.title) for rule in RULES.values())
