"""How a data set is made: from a number of samples, a share of noise and a source of randomness."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from numpy.random import Generator

from hlviz.datasets.points import Points

Group = Literal["classify", "regress", "curve", "logic", "real"]


@dataclass(frozen=True)
class Recipe:
    """One data set that can be chosen by name."""

    key: str
    title: str
    summary: str
    """One plain sentence for a learner."""
    group: Group
    make: Callable[[int, float, Generator], Points]
    """(samples, noise 0 … 50 per cent, rng) → points; the same generator state gives the same points."""
    samples: int
    """How many samples there are unless asked otherwise."""
    adjustable: bool = True
    """False for real data: ``make`` uses neither samples nor noise."""
    min_samples: int = 10
    """The fewest worth offering: each class can still be in both parts."""
    glimpse: Callable[[], Points] | None = None
    """A few of the points, enough for a picture the size of a stamp; where reading all of them takes long."""
