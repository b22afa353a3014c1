"""The sample looked at: one of the data's own, or one that a person made up: a place of the plane, a drawn digit."""

from dataclasses import dataclass

import numpy as np

from hlviz.datasets import Points, Split
from hlviz.nn.arrays import Array


@dataclass(frozen=True)
class Probe:
    """Which sample it is. The same for everyone who shows it: diagram, panels and menus."""

    row: int = 0
    """A row of the data's points; where the sample is a person's own, the row that was looked at before."""
    own: tuple[float, ...] | None = None
    """The inputs of a sample of one's own, in the units of the data; None: it is the row."""

    def in_(self, points: Points) -> "Probe":
        """The probe as it is for these data: a row that there is, and its own inputs only where they are as many."""
        samples, inputs = points.sizes
        fits = self.own is not None and len(self.own) == inputs
        return Probe(self.row % samples, self.own if fits else None)

    def inputs(self, points: Points) -> Array:
        """Its inputs in the units of the data, shape (d,)."""
        mine = self.in_(points)
        return np.array(mine.own) if mine.own is not None else points.x[mine.row]

    def truth(self, points: Points) -> float | None:
        """What is right: the class index or the number to be learned; None for a sample of one's own, of which nobody knows."""
        mine = self.in_(points)
        return float(points.y[mine.row]) if mine.own is None else None


def next_row(split: Split, row: int, by: int, *, in_training: bool) -> int:
    """The row of the sample ``by`` rows after another one, in the order of the data, from the end to the beginning again.

    Parameters
    ----------
    in_training
        Whether a row of the training part is followed by the next of that part; else by samples that the network does not learn
        from, where there are any.
    """
    learned = in_training and bool(np.any(split.train == row))
    rows = np.sort(split.train if learned or not len(split.test) else split.test)
    at = int(np.searchsorted(rows, row))
    is_among = at < len(rows) and rows[at] == row
    at += by if is_among or by < 0 else by - 1
    return int(rows[at % len(rows)])
