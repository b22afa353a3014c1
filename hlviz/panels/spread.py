"""How numbers are spread: counted in bins from a low end to a high one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication

from hlviz.nn.arrays import Array, IntArray
from hlviz.panels.table import Table

BINS = 28


@dataclass(frozen=True, eq=False)
class Spread:
    """A histogram."""

    counts: IntArray
    """(BINS,): how many numbers fall into each bin; those beyond the ends are counted in the first and the last."""
    low: float
    """Where the first bin begins and the last one ends."""
    high: float

    @property
    def total(self) -> int:
        """How many numbers there are."""
        return int(self.counts.sum())

    def bin_of(self, share: float) -> int:
        """The bin at a share 0 … 1 of the way from low to high."""
        return min(max(int(share * BINS), 0), BINS - 1)

    def ends_of(self, place: int) -> tuple[float, float]:
        """Where a bin begins and ends."""
        width = (self.high - self.low) / BINS
        return self.low + place * width, self.low + (place + 1) * width


def spread_of(values: Array, low: float, high: float) -> Spread:
    """Count values of any shape; what is no number falls into the first bin, or for +∞ into the last."""
    values = values.ravel()
    if high - low > float(np.finfo(values.dtype).max) / 2:  # nearly beyond all numbers of this type, and no error
        values = values.astype(np.float64)
    with np.errstate(all="ignore"):
        place = (values - low) * (BINS / (high - low))
        if not np.isfinite(place.sum()):
            place = np.nan_to_num(place, nan=0.0, posinf=BINS, neginf=0.0)
    counts = np.bincount(np.clip(place, 0, BINS - 1).astype(np.intp), minlength=BINS).astype(np.int64)
    return Spread(counts, low, high)


def table_of(spreads: Sequence[Spread], names: Sequence[str], what: str) -> Table:
    """The bars of several histograms, one below the other; ``what`` is counted."""
    edges = [np.linspace(spread.low, spread.high, BINS + 1) for spread in spreads]
    tr = QCoreApplication.translate
    return Table(
        (tr("Spread", "layer"), tr("Spread", "from"), tr("Spread", "to"), what),
        (
            np.repeat(np.array(names), BINS),
            np.concatenate([ends[:-1] for ends in edges]),
            np.concatenate([ends[1:] for ends in edges]),
            np.concatenate([spread.counts for spread in spreads]),
        ),
    )


def ends_of(values: Array) -> tuple[float, float]:
    """The least and the greatest number, with zero among them; (0, 1) where there is none."""
    finite = values[np.isfinite(values)]
    least, most = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    return min(least, 0.0), max(most, 0.0)
