"""Losses and metrics over time: append-only for the training thread, readable at any moment by everyone else."""

from dataclasses import dataclass

import numpy as np

from hlviz.nn.arrays import Array
from hlviz.training.frame import Evaluation

COLUMNS = ("step", "epoch", "train_loss", "test_loss", "train_metric", "test_metric")
LIMIT = 8192
"""Rows kept, at most."""
RECENT = LIMIT // 8
"""Rows that are never thinned, the newest."""


@dataclass(frozen=True, eq=False)
class CurveTable:
    """The curves as they were at one moment: read-only float64 columns of equal length, oldest first."""

    step: Array
    epoch: Array
    train_loss: Array
    test_loss: Array
    train_metric: Array
    test_metric: Array

    def __len__(self) -> int:
        return len(self.step)

    def as_array(self) -> Array:
        """All columns in the order of ``COLUMNS``, shape (rows, 6)."""
        return np.column_stack([getattr(self, name) for name in COLUMNS])


class Curves:
    """A table that only grows, and thins out where it is old.

    One thread appends and hands out ``table()``: rows once written never change, and growing or thinning makes a new array, so a
    table handed out earlier stays as it was.
    """

    def __init__(self, rows: Array | None = None) -> None:
        self._rows = np.zeros((64, len(COLUMNS)))
        self._count = 0
        for row in rows if rows is not None else ():
            self._append(row)

    def add(self, step: int, epoch: float, e: Evaluation) -> None:
        """Note an evaluation; one of the step noted last, or an earlier step, replaces what was noted from there on."""
        kept = int(np.searchsorted(self._rows[: self._count, 0], step))
        if kept < self._count:
            # a new array: a table handed out still shows the old rows
            self._rows, self._count = self._rows.copy(), kept
        self._append(np.array([step, epoch, e.train_loss, e.test_loss, e.train_metric, e.test_metric]))

    def _append(self, row: Array) -> None:
        if self._count == LIMIT:
            kept = _thinned(self._rows)
            self._rows = np.zeros((LIMIT, len(COLUMNS)))
            self._rows[: len(kept)] = kept
            self._count = len(kept)
        elif self._count == len(self._rows):
            self._rows = np.concatenate([self._rows, np.zeros_like(self._rows)])
        self._rows[self._count] = row
        self._count += 1

    def table(self) -> CurveTable:
        """What was noted up to now."""
        rows = self._rows[: self._count]
        rows.flags.writeable = False
        return CurveTable(*rows.T)


def _thinned(rows: Array) -> Array:
    """The newest ``RECENT`` rows; of the older ones as many as show the whole run evenly, and its beginning closely."""
    old = rows[:-RECENT]
    steps = old[:, 0]
    evenly = np.linspace(steps[0], steps[-1], 3 * LIMIT // 8)
    closely = steps[0] - 1 + np.geomspace(1, steps[-1] - steps[0] + 1, LIMIT // 8)
    places = np.searchsorted(steps, np.minimum(np.concatenate([evenly, closely]), steps[-1]))
    return np.concatenate([old[np.unique(places)], rows[-RECENT:]])
