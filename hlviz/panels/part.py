"""One part of the samples, and what the network says of them."""

from dataclasses import dataclass

import numpy as np

from hlviz.nn.arrays import Array, IntArray
from hlviz.session.moment import Moment

WORK = 2e8
"""Multiplications, at most, for the answers: about 20 ms. Of more samples the first ones are looked at."""
LEAST = 100
"""Samples that are looked at in any case."""


@dataclass(frozen=True, eq=False)
class Part:
    """Arrays of equal length."""

    rows: IntArray
    """(n,) of ``split.points``."""
    y: Array | IntArray
    """(n,) as ``points.y``."""
    outputs: Array
    """(n, outputs) as the network gives them."""
    total: int
    """How many samples the part has; more than ``n`` where only the first are looked at."""

    @property
    def is_whole(self) -> bool:
        """Whether all of its samples are looked at."""
        return len(self.rows) == self.total


def part_of(moment: Moment, *, in_training: bool) -> Part:
    """The training samples or the test samples."""
    split = moment.split
    rows, x, y = (
        (split.train, split.train_x, split.train_y) if in_training else (split.test, split.test_x, split.test_y)
    )
    total = len(rows)
    count = min(total, max(LEAST, int(WORK / moment.parameters.count)))
    if count == total:  # others may have asked already
        return Part(rows, y, moment.train_outputs if in_training else moment.test_outputs, total)
    return Part(rows[:count], y[:count], moment.passed(x[:count]).outputs, total)


def certainty(outputs: Array, threshold: float) -> Array:
    """How clearly a class is named, shape (samples,): the largest output, or how far a single one is from the threshold."""
    if outputs.shape[1] == 1:
        return np.asarray(np.abs(outputs[:, 0] - threshold))
    return np.asarray(outputs.max(axis=1))
