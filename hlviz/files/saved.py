"""What a project file holds: a project, its first weights, where its training is, and the curves up to there."""

from dataclasses import dataclass, replace

import numpy as np

from hlviz.document import Project
from hlviz.files.past import KeptRun, Past, in_trainer
from hlviz.nn.arrays import Array
from hlviz.nn.mlp import Parameters
from hlviz.training.assembly import assemble
from hlviz.training.curves import Curves, CurveTable
from hlviz.training.flows import Flows
from hlviz.training.frame import Frame
from hlviz.training.history import History
from hlviz.training.judging import judged
from hlviz.training.report import Report
from hlviz.training.standing import Origin, Records
from hlviz.training.trainer import Trainer


@dataclass(frozen=True, eq=False)
class Saved:
    """A document with all it takes to go on exactly where it was."""

    project: Project
    start: Parameters
    """The first weights, to which *Rewind* returns."""
    frame: Frame
    """Where training is; with its ``resume``."""
    curves: Array
    """(rows, 7) float64, columns as in ``hlviz.training.curves.COLUMNS``."""
    thumbnail: bytes | None = None
    """A small picture of it, a PNG, for lists of files; it is looked at by nobody else."""
    past: Past | None = None
    """Moments to go back to, and runs that ended; None where nobody kept any."""

    @classmethod
    def of(cls, report: Report, past: Past | None = None) -> "Saved":
        """What the training thread told last."""
        return cls(report.assembly.project, report.start, report.frame, rows_of(report.curves), past=past)

    @classmethod
    def of_trainer(cls, trainer: Trainer, curves: Curves) -> "Saved":
        """A training at this moment."""
        return cls(trainer.project, trainer.start, trainer.snapshot(0), rows_of(curves.table()))

    def exact(self) -> "Saved":
        """The same, its evaluation being that of its very step: one saved while training runs may have that of a moment before."""
        if self.frame.is_judged:
            return self
        evaluation = judged(assemble(self.project), self.frame.parameters)
        return replace(self, frame=replace(self.frame, evaluation=evaluation, is_judged=True))

    def records(self, trainer: Trainer) -> Records:
        """What was noted of the run under way, for a trainer that goes on with it."""
        kept = self.past.now if self.past is not None else KeptRun()
        frames = in_trainer(kept.frames, trainer.assembly)
        return Records(Curves(self.curves), History.of(frames), Flows(), kept.divergences)

    @property
    def origin(self) -> Origin | None:
        """From where the run under way branched off."""
        return self.past.now.origin if self.past is not None else None

    def trainer(self, engine: str = "auto") -> Trainer:
        """Training, ready to go on."""
        return Trainer(self.project, start=self.start, frame=self.frame, engine=engine)


def rows_of(curves: CurveTable) -> Array:
    """The rows of curves that a file can hold, shape (rows, 7)."""
    # R² of targets that hardly differ can be −∞, which no file holds
    rows = curves.as_array()
    return rows[np.isfinite(rows).all(axis=1)]
