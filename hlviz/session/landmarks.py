"""What is worth going back to in a run: edits, the best epoch, a divergence, drops of its loss, where it branched off."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QCoreApplication

from hlviz.document.differences import differences
from hlviz.explain.phases import Kind, Phase, phases
from hlviz.session.moment import Moment
from hlviz.training.assembly import Assembly
from hlviz.training.curves import CurveTable


class Sort(Enum):
    """What kind of a landmark it is."""

    BRANCH = "branch"
    EDIT = "edit"
    BEST = "best"
    DIVERGENCE = "divergence"
    DROP = "drop"
    PLATEAU = "plateau"
    RISE = "rise"


@dataclass(frozen=True)
class Landmark:
    """A place in a run."""

    sort: Sort
    step: int
    """Where to go to; of a phase its beginning."""
    text: str
    """What happened there, in a sentence."""
    end: int | None = None
    """Of a phase, its last step."""


def tr(text: str) -> str:
    """A sentence about a landmark in the user's language."""
    return QCoreApplication.translate("Landmarks", text)


def landmarks(moment: Moment) -> tuple[Landmark, ...]:
    """All of a run, in order of their steps."""
    found = [*_edits(moment), *_of_curves(moment.curves)]
    if moment.origin is not None:
        text = tr("Branched off here, at step {step}: up to it, both runs are the same.")
        found.append(Landmark(Sort.BRANCH, moment.origin.step, text.format(step=f"{moment.origin.step:,}")))
    for divergence in moment.divergences:
        text = tr("Diverged at step {step}: {layer} overflowed.")
        text = text.format(step=f"{divergence.step:,}", layer=divergence.layer)
        found.append(Landmark(Sort.DIVERGENCE, divergence.step, text))
    return tuple(sorted(found, key=lambda landmark: (landmark.step, landmark.sort.value)))


def _edits(moment: Moment) -> Iterator[Landmark]:
    history = moment.history
    before: Assembly | None = None
    generation = -1
    for frame in history:
        if frame.generation == generation:
            continue
        after = history.assembly_of(frame)
        if before is not None and (changes := _changes(before, after)):
            text = tr("Edit: {changes}.").format(changes=", ".join(changes))
            yield Landmark(Sort.EDIT, frame.step, text)
        before, generation = after, frame.generation


@lru_cache(maxsize=256)
def _changes(before: Assembly, after: Assembly) -> tuple[str, ...]:
    return differences(before.project, after.project)


def _of_curves(curves: CurveTable) -> Iterator[Landmark]:
    if len(curves) > 1 and (best := best_step(curves)) is not None:
        step, loss = best
        text = tr("The best test loss, {loss}, at step {step}.").format(loss=f"{loss:.3g}", step=f"{step:,}")
        yield Landmark(Sort.BEST, step, text)
    for phase in phases(curves.step, curves.train_loss):
        yield Landmark(Sort(phase.kind.value), phase.start, _phase_text(phase), phase.end)


def best_step(curves: CurveTable) -> tuple[int, float] | None:
    """Where the test loss was lowest, and how low; None where it is known nowhere."""
    tests = np.where(np.isfinite(curves.test_loss), curves.test_loss, np.inf)
    if not len(tests) or not np.isfinite(tests.min()):
        return None
    row = int(tests.argmin())
    return int(curves.step[row]), float(tests[row])


def _phase_text(phase: Phase) -> str:
    text = {
        Kind.DROP: tr("The loss fell from {before} to {after} between steps {start} and {end}."),
        Kind.RISE: tr("The loss rose from {before} to {after} between steps {start} and {end}."),
        Kind.PLATEAU: tr("A plateau: the loss hardly moved from {before} between steps {start} and {end}."),
    }[phase.kind]
    values = {"start": f"{phase.start:,}", "end": f"{phase.end:,}"}
    return text.format(before=f"{phase.before:.2g}", after=f"{phase.after:.2g}", **values)
