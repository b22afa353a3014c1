"""Losses and metrics over time, in bounded memory: the newest rows as they were, older ones as least and greatest values.

The training thread notes rows and hands out tables; everyone else reads those.
"""

from dataclasses import dataclass, replace

import numpy as np

from hlviz.nn.arrays import Array
from hlviz.training.frame import Evaluation

COLUMNS = ("step", "epoch", "train_loss", "test_loss", "train_metric", "test_metric", "penalty")
RECENT = 8192
"""Rows kept as they were, at most; at least half of them are once there were so many."""
SPANS = 4096
"""Spans of older rows, at most; when there are more, neighbours are joined."""

LIMIT = RECENT + 2 * SPANS
"""Rows of a table, at most."""
UNKNOWN = -1.0
"""In rows that are written down: a penalty that was not noted, as before it was; in a table it is NaN."""


@dataclass(frozen=True, eq=False)
class CurveTable:
    """The curves as they were at one moment: read-only float64 columns of equal length, oldest first.

    Where rows were joined to a span, two rows stand for it: the least of each value at its first step, the greatest at its last.
    """

    step: Array
    epoch: Array
    train_loss: Array
    test_loss: Array
    train_metric: Array
    test_metric: Array
    penalty: Array
    """What the regularization adds to the training loss; NaN where that was not noted."""
    paired: int = 0
    """So many rows at the beginning are such pairs."""

    def __len__(self) -> int:
        return len(self.step)

    def as_array(self) -> Array:
        """All columns in the order of ``COLUMNS``, shape (rows, 7), to be written down."""
        rows = np.column_stack([getattr(self, name) for name in COLUMNS])
        rows[np.isnan(rows[:, -1]), -1] = UNKNOWN
        return rows


def thinned(table: CurveTable, rows: int) -> CurveTable:
    """The same curves in at most ``rows`` rows, at least 2: neighbours are joined to spans, so that no peak is lost."""
    if len(table) <= rows:
        return table
    every = np.column_stack([getattr(table, name) for name in COLUMNS])
    spans = _joined(np.stack([every, every], axis=1), -(-len(every) // (rows // 2)))
    joined = spans.reshape(-1, len(COLUMNS))
    joined.flags.writeable = False
    return replace(CurveTable(*joined.T), paired=len(joined))


class Curves:
    """A table that only grows, in memory that does not.

    One thread appends and hands out ``table()``: rows once written never change, and thinning makes new arrays, so a table handed
    out earlier stays as it was.
    """

    def __init__(self, rows: Array | None = None) -> None:
        """Go on from rows that were written down, or from nothing."""
        self._recent: Array = np.zeros((RECENT, len(COLUMNS)))
        self._count = 0
        self._spans: Array = np.zeros((0, 2, len(COLUMNS)))  # first and last step with least and greatest values
        self._rows_per_span = 2  # at least: the two rows of a span have steps of their own
        if rows is not None:
            rows = rows.copy()
            rows[rows[:, -1] < 0, -1] = np.nan
            for row in rows:
                self._append(row)

    def add(self, step: int, epoch: float, e: Evaluation) -> None:
        """Note an evaluation; one of the step noted last, or an earlier step, replaces what was noted from there on."""
        kept = int(np.searchsorted(self._recent[: self._count, 0], step))
        if kept < self._count:
            # a new array: a table handed out still shows the old rows
            self._recent, self._count = self._recent.copy(), kept
            if kept == 0:
                self._spans = self._spans[self._spans[:, 1, 0] < step]
        self._append(np.array([step, epoch, e.train_loss, e.test_loss, e.train_metric, e.test_metric, e.penalty]))

    def until(self, step: int) -> "Curves":
        """Other curves with what was noted up to that step, to go on from there."""
        other = Curves()
        other._count = int(np.searchsorted(self._recent[: self._count, 0], step, side="right"))
        other._recent = self._recent.copy()
        other._spans, other._rows_per_span = self._spans[self._spans[:, 1, 0] <= step], self._rows_per_span
        return other

    def _append(self, row: Array) -> None:
        if self._count == RECENT:
            self._retire(RECENT // 2)
        self._recent[self._count] = row
        self._count += 1

    def _retire(self, rows: int) -> None:
        """Join the oldest of the recent rows to spans."""
        old = self._recent[:rows]
        rest = np.zeros_like(self._recent)
        rest[: self._count - rows] = self._recent[rows : self._count]
        self._recent, self._count = rest, self._count - rows
        # both numbers are powers of two, so that the spans divide the rows
        self._spans = np.concatenate(
            [self._spans, _joined(np.stack([old, old], axis=1), min(self._rows_per_span, rows))]
        )
        while len(self._spans) > SPANS:
            self._spans = _joined(self._spans, 2)
            self._rows_per_span *= 2

    def table(self) -> CurveTable:
        """What was noted up to now."""
        recent = self._recent[: self._count]
        rows = np.concatenate([self._spans.reshape(-1, len(COLUMNS)), recent]) if len(self._spans) else recent
        rows.flags.writeable = False
        return replace(CurveTable(*rows.T), paired=2 * len(self._spans))


def _joined(spans: Array, together: int) -> Array:
    """Fewer and longer spans: of each ``together`` neighbours the first and last step, the least and greatest values."""
    starts = np.arange(0, len(spans), together)
    ends = np.minimum(starts + together, len(spans)) - 1
    low = np.minimum.reduceat(spans[:, 0], starts)
    high = np.maximum.reduceat(spans[:, 1], starts)
    low[:, :2], high[:, :2] = spans[starts, 0, :2], spans[ends, 1, :2]
    return np.stack([low, high], axis=1)
