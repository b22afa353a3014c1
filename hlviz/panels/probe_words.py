"""The sample that is followed, in a caption: which it is, what is right, and what the network says of it."""

import math

import numpy as np
from PySide6.QtCore import QCoreApplication

from hlviz.colors import Theme
from hlviz.number_text import percent, rounded
from hlviz.panels.caption import Entry
from hlviz.panels.names import class_names
from hlviz.session.answers import Answers, answers_of, are_shares
from hlviz.session.moment import Moment
from hlviz.session.probe import Probe


def tr(text: str) -> str:
    """A text of the caption in the user's language."""
    return QCoreApplication.translate("ProbeWords", text)


def probe_entries(moment: Moment, probe: Probe, theme: Theme) -> tuple[Entry, ...]:
    """What a caption says of a sample: "sample 17  is blue  says orange (−0.31) ✗"."""
    points = moment.split.points
    mine, truth = probe.in_(points), probe.truth(points)
    known = np.array([math.nan if truth is None else truth])
    answer = answers_of(moment.assembly, moment.probe_pass(probe).outputs, known)
    if truth is None:
        return Entry(tr("your own")), Entry(tr("says"), _said(moment, answer, theme))
    which = tr("sample {row}") if np.any(moment.split.train == mine.row) else tr("test sample {row}")
    right = class_names(points, theme)[int(truth)] if points.is_classification else rounded(truth)
    return (
        Entry(which.format(row=mine.row + 1), is_spare=True),
        Entry(tr("is"), right),
        Entry(tr("says"), _said(moment, answer, theme) + _verdict(moment, answer, truth)),
    )


def _said(moment: Moment, answer: Answers, theme: Theme) -> str:
    said = float(answer.said[0])
    if not moment.assembly.is_classification:
        return rounded(said)
    if not math.isfinite(said):
        return tr("nothing")
    sure = float(answer.sure[0])
    number = percent(sure, 0) if are_shares(moment.assembly) else rounded(sure)
    return f"{class_names(moment.split.points, theme)[int(said)]} ({number})"


def _verdict(moment: Moment, answer: Answers, truth: float) -> str:
    if moment.assembly.is_classification:
        return " ✗" if answer.is_wrong[0] else " ✓"
    return tr(", off by {miss}").format(miss=rounded(float(answer.said[0]) - truth))
