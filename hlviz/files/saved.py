"""What a project file holds: a project, its first weights, where its training is, and the curves up to there."""

from dataclasses import dataclass, replace

import numpy as np

from hlviz.document import Project
from hlviz.nn.arrays import Array
from hlviz.nn.mlp import Parameters
from hlviz.training.assembly import assemble
from hlviz.training.curves import Curves, CurveTable
from hlviz.training.frame import Frame
from hlviz.training.judging import judged
from hlviz.training.report import Report
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

    @classmethod
    def of(cls, report: Report) -> "Saved":
        """What the training thread told last."""
        return cls(report.assembly.project, report.start, report.frame, rows_of(report.curves))

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

    def trainer(self, engine: str = "auto") -> Trainer:
        """Training, ready to go on."""
        return Trainer(self.project, start=self.start, frame=self.frame, engine=engine)


def rows_of(curves: CurveTable) -> Array:
    """The rows of curves that a file can hold, shape (rows, 7)."""
    # R² of targets that hardly differ can be −∞, which no file holds
    rows = curves.as_array()
    return rows[np.isfinite(rows).all(axis=1)]
