"""What the network says of the sample looked at, and what is right, in words."""

from dataclasses import dataclass

import numpy as np

from hlviz.colors import Theme
from hlviz.diagram.figures import Figures
from hlviz.diagram.scene import Scene
from hlviz.diagram.words import tr
from hlviz.number_text import percent, rounded, signed
from hlviz.session.answers import are_shares
from hlviz.session.probe import Probe


@dataclass(frozen=True)
class Verdict:
    """Two short lines."""

    says: str
    """"says blue (0.83)"."""
    truth: str = ""
    """"is blue ✓"; empty for a sample of one's own."""
    is_right: bool | None = None
    """None where there is no right or wrong: for numbers, and where nobody knows."""


def verdict_of(figures: Figures, theme: Theme) -> Verdict | None:
    """The verdict on the sample looked at; None before the first moment."""
    answer, moment = figures.answer, figures.moment
    if answer is None or moment is None:
        return None
    points = moment.split.points
    said, truth = float(answer.said[0]), figures.probe.truth(points)
    if not points.is_classification:
        says = tr("says {number}").format(number=rounded(said))
        if truth is None:
            return Verdict(says)
        return Verdict(
            says, tr("is {number}, off by {miss}").format(number=rounded(truth), miss=signed(rounded(said - truth)))
        )
    sure, names = float(answer.sure[0]), theme.class_names(points.class_names)
    if np.isfinite(said):
        shown = percent(sure, 0) if are_shares(moment.assembly) else rounded(sure)
        says = tr("says {name} ({sure})").format(name=names[int(said)], sure=shown)
    else:
        says = tr("says nothing")
    if truth is None:
        return Verdict(says)
    is_right = not bool(answer.is_wrong[0])
    text = tr("is {name} ✓") if is_right else tr("is {name} ✗")
    return Verdict(says, text.format(name=names[int(truth)]), is_right)


def part_words(scene: Scene, probe: Probe) -> str:
    """Whether the network learns from the sample looked at."""
    if probe.own is not None:
        return tr("your own sample")
    return tr("training sample") if np.any(scene.split.train == probe.row) else tr("test sample")
